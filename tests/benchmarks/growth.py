"""What a page costs, in time and in bytes, as the archive grows.

    python -m tests.benchmarks.growth [DOCUMENTS ...]

Invented districts of a thousand documents each, one crawl each, put on record and into one archive as a
crawl does it, page by page, without the network: WARC record, row of the attempt, extraction, saving, index.
Their pages (tests/benchmarks/corpus.py) are without menus and scripts and of a third of the usual text, some
1,000 characters, so that 100,000 are done in a quarter of an hour. Times are the mean of the last thousand
documents, in milliseconds a page.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from archive.journal import Asked
from archive.records import Capture, Fetch
from archive.search import search
from archive.store import Archive
from pipelines.answer import Page
from pipelines.keep import keep
from pipelines.readers import read_ready
from tests.benchmarks.captures import Captured
from tests.benchmarks.corpus import District
from tests.benchmarks.watching import total

USUAL = (1_000, 3_000, 10_000, 30_000, 100_000)
EACH = 1_000
"""Documents of a district."""


class Clock:
    """Seconds spent on each kind of work since it was last read."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def on(self, work: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.spent[work] = self.spent.get(work, 0.0) + time.perf_counter() - begun

    def read(self) -> dict[str, float]:
        spent, self.spent = self.spent, {}
        return spent


class Kept(Captured):
    """A district that is put into an archive while it is put on record."""

    def __init__(self, archive: Archive, folder: Path, crawl: int, district: District, clock: Clock) -> None:
        numbers = (archive.next_number("fetches") for _ in count())
        super().__init__(folder, crawl, district, numbers)
        self.archive, self.clock = archive, clock
        archive.save_site(self.site.record())
        archive.start_crawl(self.site.id, "crawl", number=archive.next_number("crawls"), started=self.now)

    def write(self) -> None:
        super().write()
        with self.clock.on("end"):
            self.archive.save_walk(self.crawl, self.walk)
            self.archive.finish_crawl(self.crawl, "finished", finished=self.now)

    def answer(self, path: str, body: bytes, asked: Asked, kind: str = "text/html; charset=utf-8") -> int:
        with self.clock.on("WARC"):
            number = super().answer(path, body, asked, kind)
        self._save(number, self.host + path, body, asked, kind, self.capture)
        return number

    def _save(self, number: int, url: str, body: bytes, asked: Asked, kind: str, capture: Capture) -> None:
        fetch = Fetch(
            self.site.id, url, self.now, "ok", 200, kind, len(body), capture=capture, number=number,
            asked=asked.role, context=asked.context(),
        )  # fmt: skip
        with self.clock.on("save"):
            self.archive.earlier(self.site.id, url)
            self.archive.save_fetch(self.crawl, fetch)
        if asked.role == "robots":
            return
        with self.clock.on("read"):
            answer = read_ready(
                Page(url, body, (("Content-Type", kind),), 200), asked, self.site, for_index=False
            )
        with self.clock.on("save"):
            keep(self.archive, self.crawl, number, answer, 200, asked)


def main(sizes: list[int]) -> None:
    place = Path(tempfile.mkdtemp())
    clock = Clock()
    print(
        "| documents | WARC | read | save | end of crawl | a search | WARC, kB | database, kB | memory, MB |"
    )
    print("| ---: " * 9 + "|")
    try:
        with Archive.open(place, create=True) as archive:
            for crawl in range(1, max(sizes) // EACH + 1):
                clock.read()
                district = District(EACH, scale=0.35, furniture=False, first=crawl * EACH)
                Kept(archive, place / "warc", crawl, district, clock).write()
                if crawl * EACH in sizes:
                    _say(archive, place, crawl * EACH, clock.read())
    finally:
        shutil.rmtree(place)


def _say(archive: Archive, place: Path, documents: int, spent: dict[str, float]) -> None:
    archive.db.execute("pragma wal_checkpoint(truncate)")
    packed = sum(f.stat().st_size for f in (place / "warc").iterdir())
    begun = time.perf_counter()
    words = ("法治政府", "统计 报告", "青石镇关于", "审计资金", "云溪街道 -通知")
    for word in words:
        search(archive.db, word)
    found = (time.perf_counter() - begun) / len(words)
    each = [f"{1000 * spent[work] / EACH:.2f}" for work in ("WARC", "read", "save", "end")]
    sizes = [f"{size / documents / 1000:.1f}" for size in (packed, archive.path.stat().st_size)]
    print(
        f"| {' | '.join([f'{documents:,}', *each, f'{1000 * found:.0f}', *sizes, f'{total():.0f}'])} |",
        flush=True,
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(USUAL))
