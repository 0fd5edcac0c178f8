"""What a crawl may leave for another night: addresses that are held, and when they are due again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from sqlite_utils import Database

from archive.journal import Asked, asked_of
from archive.urls import canonical

CHINA = timezone(timedelta(hours=8))
"""Days are counted as the sites count them."""


@dataclass(frozen=True, slots=True)
class Night:
    """The day of a crawl and what it looks at again.

    `deep`: days within which every document is fetched anew, without conditions, a share of them each day
    (0: never). `recent`: days for which a new document is asked after, with conditions, each time.
    """

    today: date
    deep: int = 30
    recent: int = 7

    def last_turn(self, number: int) -> date | None:
        """The latest day up to today on which it was a document's turn; None where nothing has turns."""
        if not self.deep:
            return None
        return self.today - timedelta(days=(self.today.toordinal() - number) % self.deep)

    def is_recent(self, day: str) -> bool:
        """Whether a day (YYYY-MM-DD or longer) lies within the last `recent` days, or is yet to come."""
        return day[:10] > (self.today - timedelta(days=self.recent)).isoformat()


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is held: its number, when it was first seen and last fetched whole (days in China)."""

    document: int
    first_seen: str
    fetched: str

    def is_due(self, night: Night) -> bool:
        """Whether its turn came after it was last fetched whole: one that was missed is made up for."""
        turn = night.last_turn(self.document)
        return turn is not None and self.fetched < turn.isoformat()

    def is_recent(self, night: Night) -> bool:
        """Whether it was first seen lately."""
        return night.is_recent(self.first_seen)


_KNOWN = """
select d.url, d.id, d.first_seen, (
    select max(f.fetched) from fetches f
    where f.site = d.site and f.url = d.url and f.outcome = 'ok' and f.status = 200
) as fetched
from documents d where d.site = :site
"""
_LAST = """
select f.outcome, f.context from fetches f where f.site = ? and f.url = ? and f.asked = 'document'
order by f.fetched desc limit 1
"""


def known_documents(db: Database, site: str, urls: Sequence[str] | None = None) -> dict[str, Known]:
    """The documents of a site by their canonical address; of these addresses only, where some are given."""
    where, arguments = "", {"site": site}
    if urls is not None:
        where = " and d.url in (select value from json_each(:urls))"
        arguments["urls"] = json.dumps([canonical(url) for url in urls])
    return {
        url: Known(number, day_of(first), day_of(fetched or first))
        for url, number, first, fetched in db.execute(_KNOWN + where, arguments)
    }


def due_documents(db: Database, site: str, night: Night) -> Iterator[tuple[str, Asked]]:
    """The addresses whose turn has come, listed or not, each with what it was asked for the last time."""
    for url, known in known_documents(db, site).items():
        if known.is_due(night):
            yield url, last_asked(db, site, url)


def last_asked(db: Database, site: str, url: str) -> Asked:
    """What a document was asked for the last time: the column and the row of the list that led to it."""
    row = db.execute(_LAST, [site, url]).fetchone()
    told = json.loads(row[1]) if row else {}
    return replace(asked_of(told), role="document", passed_on=True)


def had_well(db: Database, site: str, url: str) -> bool:
    """Whether the latest attempt at an address was answered with what was asked for."""
    row = db.execute(
        "select outcome from fetches where site = ? and url = ? order by fetched desc limit 1",
        [site, canonical(url)],
    ).fetchone()
    return row is not None and row[0] in ("ok", "unchanged")


def day_of(moment: str) -> str:
    """The day in China of a time in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(CHINA).date().isoformat()
