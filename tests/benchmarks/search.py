"""How fast and how large Chinese search is: `python -m tests.benchmarks.search [DOCUMENTS] [CHARACTERS]`.

Invented documents (tests/invented.py), saved as a crawl saves them; 300 query words of 1-8 Han characters
taken from them; times are of one process, warm, on the machine it runs on.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from archive.query import parse
from archive.records import Report
from archive.search import search
from archive.store import Archive
from tests.invented import fill


def main(documents: int, length: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        reports = fill(Path(folder), documents, length)
        built = time.perf_counter() - started
        with Archive.open(Path(folder)) as archive:
            archive.db.execute("insert into search_index (search_index) values ('optimize')")
            _sizes(archive, reports, built)
            _times(archive, _words(reports, 300))


def _sizes(archive: Archive, reports: list[Report], built: float) -> None:
    text = sum(len((r.title + r.text).encode()) for r in reports)
    index = archive.db.execute("select sum(length(block)) from search_index_data").fetchone()[0]
    archive.db.execute("pragma wal_checkpoint(truncate)")
    file = archive.path.stat().st_size
    print(
        f"{len(reports):,} documents, {text / 1e6:.1f} MB of text, {len(reports) / built:.0f} saved a second"
    )
    print(f"index {index / text:.2f} x text, whole file {file / text:.2f} x text")


def _words(reports: list[Report], count: int) -> list[str]:
    chance = random.Random(9)
    words: list[str] = []
    while len(words) < count:
        text = chance.choice(reports).text
        start = chance.randrange(len(text))
        word = text[start : start + chance.randint(1, 8)]
        if re.fullmatch("[\u4e00-\u9fff]+", word):
            words.append(word)
    return words


def _times(archive: Archive, words: list[str]) -> None:
    matches = [parse(word).match for word in words]
    counts = {word: _count(archive, match) for word, match in zip(words, matches, strict=True)}
    common = sorted(counts, key=counts.__getitem__)[-30:]
    _print("match and count", [_timed(partial(_count, archive, match)) for match in matches])
    _print("first 20 with snippets", [_timed(partial(search, archive.db, word)) for word in words])
    _print(
        f"the same, words in {counts[common[0]]:,} and more documents",
        [_timed(partial(search, archive.db, word)) for word in common],
    )


def _count(archive: Archive, match: str) -> int:
    counting = "select count(*) from search_index where search_index match ?"
    return int(archive.db.execute(counting, [match]).fetchone()[0])


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _print(name: str, times: list[float]) -> None:
    cuts = quantiles(times, n=100)
    print(
        f"{name}: p50 {median(times):.2f} ms  p90 {cuts[89]:.1f}  p99 {cuts[98]:.1f}  ({len(times)} queries)"
    )


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    main(*(arguments + [20_000, 1_500][len(arguments) :]))
