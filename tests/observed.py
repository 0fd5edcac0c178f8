"""Puts what a crawl observed into an archive, as the crawl would have, and reads the states back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from archive.absence import Change
from archive.observations import Reading, Visit, Walked
from archive.records import Fetch, ListRow, Report, SiteRecord
from archive.store import Archive
from archive.walks import Walk

SITE = "anlan"


@dataclass
class Observed:
    """An archive, and the numbers its fetches have there by those they have in the visits."""

    archive: Archive
    numbers: dict[int, int] = field(default_factory=dict)

    def begin(self, home: str, definition: str = "{}") -> None:
        self.archive.save_site(SiteRecord(SITE, "安澜区", home, definition=definition))

    def put(self, visit: Visit, started: str, *, finish: bool = True) -> int:
        """One crawl, begun at a time of its own."""
        archive = self.archive
        crawl = archive.start_crawl(SITE, "crawl")
        archive.db.execute("update crawls set started = ? where id = ?", [started, crawl])
        archive.db.conn.commit()
        for exchange in visit.exchanges:
            fetch = Fetch(
                SITE, exchange.url, exchange.time, exchange.outcome, status=exchange.status,
                redirected_to=exchange.redirected_to,
            )  # fmt: skip
            number = self.numbers[exchange.fetch] = archive.save_fetch(crawl, fetch)
            archive.mark_fetch(number, exchange.kind)
            if exchange.reading is not None:
                archive.save_report(crawl, number, _report(exchange.url, exchange.reading))
        for walk in visit.walks:
            self._walk(crawl, walk)
        if finish:
            archive.finish_crawl(crawl, "blocked" if visit.was_blocked else "finished")
        return crawl

    def _walk(self, crawl: int, walk: Walked) -> None:
        by_page: dict[int, list[ListRow]] = {}
        for url, fetch in walk.listed.items():
            by_page.setdefault(fetch, []).append(ListRow(url, "题"))
        for fetch, rows in by_page.items():
            self.archive.save_listing(self.numbers[fetch], "http://list.test/", rows)
        fetches = tuple(self.numbers[fetch] for fetch in walk.fetches)
        told = Walk(
            walk.column, "http://list.test/", walk.ended, 1, None, len(walk.listed), None, fetches, "said"
        )  # type: ignore[arg-type]
        self.archive.save_walk(crawl, told)

    def states(self) -> list[Change]:
        """The states in the archive, with the captures' numbers of the visits."""
        back = {number: fetch for fetch, number in self.numbers.items()}
        rows = self.archive.db.query(
            "select d.url, t.* from states t join documents d on d.id = t.document order by d.url, t.position"
        )
        return [
            Change(
                row["url"], row["state"], row["since"],
                tuple(back[number] for number in json.loads(row["evidence"])), row["said"], row["moved_to"],
            )
            for row in rows
        ]  # fmt: skip


def in_order(changes: list[Change]) -> list[Change]:
    """By address, each document's in their order."""
    return sorted(changes, key=lambda change: change.url)


def _report(url: str, reading: Reading) -> Report:
    metadata = {"issuer": reading.issuer, "date_published": reading.date}
    return Report(
        url,
        reading.title,
        reading.digest,
        metadata={name: value for name, value in metadata.items() if value},
    )
