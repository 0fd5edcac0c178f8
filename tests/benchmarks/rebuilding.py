"""`gongkai rebuild` beside bare reading of the same WARC files.

    python -m tests.benchmarks.rebuilding [PAGES ...]

For each number of pages: invented captures (tests/benchmarks/captures.py; pages of 43 kB in the mean), read
once by FastWARC and nothing else, then rebuilt. Prints a table of pages a second, the ratio of the two, the
processor time and the peak memory of all processes together. Processor time is disturbed least by a busy
machine; what it takes to begin is in it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from pipelines.rebuild import rebuild
from tests.benchmarks.captures import write_captures
from tests.benchmarks.watching import memory

USUAL = (2_000, 20_000)


def bare(folder: Path) -> int:
    """Every record's block, unpacked and thrown away; the responses."""
    count = 0
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                record.reader.read()
                count += record.headers.get("WARC-Type") == "response"
    return count


def main(sizes: list[int]) -> None:
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores; one district and one WARC file a thousand documents.\n")
    print("| pages | WARC, MB | FastWARC, pages/s | rebuild, pages/s | ratio | CPU, ms a page | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            _measure(write_captures(Path(place), size, crawls=max(1, size // 1000)), cores)


def _measure(folder: Path, cores: int) -> None:
    packed = sum(f.stat().st_size for f in (folder / "warc").iterdir()) / 1e6
    begun = time.perf_counter()
    pages = bare(folder)
    alone = pages / (time.perf_counter() - begun)
    with memory() as used:
        begun, before = time.perf_counter(), os.times()
        result = rebuild(folder, processes=cores)
        rate, after = result.pages / (time.perf_counter() - begun), os.times()
    assert result.pages == pages and not result.problems, result.problems
    spent = 1000 * sum(now - then for now, then in zip(after[:4], before[:4], strict=True)) / pages
    print(
        f"| {pages:,} | {packed:.1f} | {alone:,.0f} | {rate:.0f} | 1/{alone / rate:.0f} | {spent:.1f} |"
        f" {used.peak:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(USUAL))
