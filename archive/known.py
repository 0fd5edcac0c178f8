"""What a crawl may leave for another night: addresses that are held, and when they are due again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from zlib import crc32

from sqlite_utils import Database

from archive.journal import Asked, asked_of
from archive.urls import canonical
from archive.warc import warc_date

LONGEST_WAIT = 30
"""Days between two attempts at an address that fails, at most."""
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
    """A document that is held: its number, when it was first seen and last fetched whole (days in China), and
    when it was last confirmed (UTC)."""

    document: int
    first_seen: str
    fetched: str
    confirmed: str = ""

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
) as fetched, d.last_seen
from documents d where d.site = :site
"""
_TRIED = """
select outcome, fetched from fetches where site = ? and url = ? and outcome <> 'redirected'
order by fetched desc
"""
_CRAWLS = """
select outcome, started from crawls
where site = ? and started > ? and outcome <> 'running' and reason <> 'ingest' order by started desc
"""
_WALKED = """
select w.ended from walks w join crawls c on c.id = w.crawl
where c.site = ? and w."column" = ? order by w.finished desc limit 1
"""
_WHOLE = """
select max(w.finished) from walks w join crawls c on c.id = w.crawl
where c.site = ? and w."column" = ? and w.ended = 'complete'
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
        url: Known(number, day_of(first), day_of(fetched or first), confirmed)
        for url, number, first, fetched, confirmed in db.execute(_KNOWN + where, arguments)
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


def is_turn(db: Database, site: str, url: str, night: Night) -> bool:
    """Whether an address that was not had well is tried tonight: a day after the first failure, then after 2,
    4 … days, at most LONGEST_WAIT. One never tried, or had well the last time, always is."""
    failed: list[str] = []
    for outcome, fetched in db.execute(_TRIED, [site, canonical(url)]):
        if outcome in ("ok", "unchanged"):
            break
        if (day := day_of(fetched)) not in failed:
            failed.append(day)
    if not failed:
        return True
    wait = min(2 ** (len(failed) - 1), LONGEST_WAIT)
    return night.today >= date.fromisoformat(failed[0]) + timedelta(days=wait)


def had_well(db: Database, site: str, url: str) -> bool:
    """Whether the latest attempt at an address was answered with what was asked for."""
    row = db.execute(_TRIED, [site, canonical(url)]).fetchone()
    return row is not None and row[0] in ("ok", "unchanged")


def may_leave(db: Database, site: str, column: str, night: Night) -> bool:
    """Whether a list may be left where all on a page is held: what is older has been seen then. So it must
    have been walked to its end, or to where all was held, the last time, and whole since its last turn."""
    walked = db.execute(_WALKED, [site, column]).fetchone()
    if walked is None or walked[0] not in ("complete", "known"):
        return False
    turn = night.last_turn(crc32(column.encode()))
    whole = db.execute(_WHOLE, [site, column]).fetchone()[0]
    return whole is not None and (turn is None or day_of(whole) >= turn.isoformat())


def cut_off_since(db: Database, site: str) -> str:
    """When the crawl began that tonight's goes on with: the first of those cut off one after another since
    the last that was not; empty where the last came to its end. Crawls older than a day are another night's.
    """
    began = ""
    for outcome, started in db.execute(_CRAWLS, [site, _day_ago()]):
        if outcome != "interrupted":
            break
        began = started
    return began


def _day_ago() -> str:
    return warc_date(datetime.now(UTC) - timedelta(days=1))


def day_of(moment: str) -> str:
    """The day in China of a time in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(CHINA).date().isoformat()
