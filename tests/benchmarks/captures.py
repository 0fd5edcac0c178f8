"""The captures of invented districts as crawls write them, without the crawls: to measure a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.journal import Asked, Context, event
from archive.records import ListRow
from archive.walks import Walk
from archive.warc import Record, WarcFile, http_head, new_id, warc_date
from pipelines.site import Column as SiteColumn
from pipelines.site import Site
from tests.benchmarks.corpus import COLUMN, District

BEGUN = datetime(2026, 3, 1, tzinfo=UTC)
PATH = "首页 > 政务公开"


def write_captures(folder: Path, documents: int, *, crawls: int = 1) -> Path:
    """`folder/warc` with the captures of so many documents, their lists and home pages, in so many districts
    of equal size, one crawl and one file each. The folder."""
    fetches = iter(range(1, 10 * documents + 100 * crawls))
    for crawl in range(1, crawls + 1):
        size = documents // crawls + (crawl <= documents % crawls)
        Captured(folder / "warc", crawl, District(size), fetches).write()
    return folder


class Captured:
    """One crawl on record."""

    def __init__(self, folder: Path, crawl: int, district: District, fetches: Iterator[int]) -> None:
        self.district, self.crawl, self.fetches = district, crawl, fetches
        self.host = f"http://www.d{crawl}.example"
        self.site = Site(f"d{crawl}", f"第{crawl}区", self.host + "/", "tdate", (SiteColumn(PATH),))
        self.moment = BEGUN
        name = f"{self.site.id}-{BEGUN:%Y%m%dT%H%M%SZ}-{crawl}.warc.gz"
        self.warc = WarcFile(folder, name, (("software", "benchmark"),), BEGUN)

    def write(self) -> None:
        district, said = self.district, {"crawl": self.crawl, "reason": "crawl", "software": "benchmark"}
        self._event("crawl-begins", said | {"slot": None, "site": asdict(self.site.record())})
        self.answer("/robots.txt", b"User-agent: *\nAllow: /\n", Asked("robots"), "text/plain")
        self.answer("/", district.home(), Asked("home"))
        pages = []
        for page in range(district.lists):
            path = COLUMN + (f"index_{page}.html" if page else "")
            pages.append(self.answer(path, district.list_page(page), Asked("list", PATH, first=not page)))
        for number in range(district.documents):
            path = district.address(number)
            day = path.rpartition("/t")[2][:8]
            row = ListRow(self.host + path, district.title(number), date=f"{day[:4]}-{day[4:6]}-{day[6:]}")
            self.answer(path, district.document(number), Asked("document", PATH, row=row))
        shown = (len(pages), len(pages), district.documents, None)
        self.walk = Walk(PATH, self.host + COLUMN, "complete", *shown, tuple(pages), "")
        self._event("walk-ends", {"crawl": self.crawl, "walk": asdict(self.walk)})
        self._event("crawl-ends", {"crawl": self.crawl, "outcome": "finished", "message": ""})
        self.warc.close()

    @property
    def now(self) -> str:
        """The time of the latest record."""
        return warc_date(self.moment)

    def _common(self, url: str = "") -> tuple[tuple[str, str], ...]:
        self.moment += timedelta(milliseconds=250)
        place = (("WARC-Target-URI", url),) if url else ()
        return (*place, ("WARC-Date", self.now), ("WARC-Warcinfo-ID", self.warc.info.id))

    def _event(self, name: str, told: dict[str, object]) -> None:
        self.warc.append([event(name, told, self._common())])  # type: ignore[arg-type]

    def answer(self, path: str, body: bytes, asked: Asked, kind: str = "text/html; charset=utf-8") -> int:
        """The exchange of an address; its number."""
        number, answer_id, url = next(self.fetches), new_id(), self.host + path
        common = self._common(url)
        head = http_head(
            b"HTTP/1.1 200 OK",
            [
                (b"Content-Type", kind.encode()),
                (b"Content-Length", b"%d" % len(body)),
                (b"Server", b"nginx"),
            ],
        )
        request = http_head(
            b"GET %s HTTP/1.1" % path.encode(),
            [(b"Accept", b"text/html"), (b"User-Agent", b"benchmark"), (b"Host", self.host[7:].encode())],
        )
        context = Context(self.crawl, number, asked)
        self.capture, _ = self.warc.append(
            [
                Record("response", (*common, context.field()), head, body, answer_id),
                Record("request", (*common, ("WARC-Concurrent-To", answer_id)), request, id=new_id()),
            ]
        )
        return number
