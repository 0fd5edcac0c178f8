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
    (0: never). `recent`: days for which a new document is asked after, with conditions, each time: by the
    date that its list gives it, and from when it was first seen, unless its list had it when first walked.
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
# An article of which a part was not had was not had whole: the last of its parts that were asked for tells.
_TRIED = """
select coalesce((
    select p.outcome from fetches p where p.part_of = f.id order by p.fetched desc limit 1
), f.outcome), f.fetched
from fetches f where f.site = ? and f.url = ? and f.outcome <> 'redirected' order by f.fetched desc
"""
_LOST = """
select url from fetches
where site = :site and asked = 'document' and outcome not in ('ok', 'unchanged', 'redirected')
union
select f.url from fetches p indexed by fetches_part cross join fetches f on f.id = p.part_of
where p.part_of is not null and p.site = :site and p.outcome not in ('ok', 'unchanged')
"""
_LACKING = """
select d.url, a.url from documents d cross join attachments a on a.version = d.version
where d.site = ? and a."fetch" is null order by d.url, a.position
"""
_LAST_OUTCOME = "select outcome from fetches where site = ? and url = ? order by fetched desc limit 1"
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
_FIRST_WALKED = """
select min(w.finished) from walks w join crawls c on c.id = w.crawl
where c.site = ? and w."column" = ? and w.ended not in ('broken', 'cut')
"""
_FIRST_LISTED = """
select min(f.fetched) from sightings g join fetches f on f.id = g."fetch" where g.site = ? and g.url = ?
"""
_NEWEST = """
select max(g.date) from walks w join crawls c on c.id = w.crawl, json_each(w.fetches) page
join sightings g on g."fetch" = page.value
where c.site = :site and w."column" = :column and w.finished = (
    select max(o.finished) from walks o join crawls p on p.id = o.crawl
    where p.site = :site and o."column" = :column)
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


def came_later(db: Database, site: str, column: str, url: str) -> bool:
    """Whether a document was listed only after its column had first been walked: what a list has on that day
    is new to us and not new, and would be asked for again every night of a site's first week."""
    walked = db.execute(_FIRST_WALKED, [site, column]).fetchone()[0]
    listed = db.execute(_FIRST_LISTED, [site, canonical(url)]).fetchone()[0]
    return bool(walked and listed and listed > walked)


def unfinished(db: Database, site: str, night: Night) -> Iterator[str]:
    """The addresses of documents to be tried again tonight, whatever lists show: those not had the last time,
    or had without one of their parts or files."""
    lost = [url for (url,) in db.execute(_LOST, {"site": site}) if not had_well(db, site, url)]
    lost += [url for url, file in db.execute(_LACKING, [site]) if _is_lost(db, site, file, night)]
    yield from (url for url in dict.fromkeys(lost) if is_turn(db, site, url, night))


def _is_lost(db: Database, site: str, file: str, night: Night) -> bool:
    """Whether a file was asked for in vain, or never, and is to be asked for tonight. What answered with a
    page, or led to one, is there and is no file."""
    last = db.execute(_LAST_OUTCOME, [site, canonical(file)]).fetchone()
    there = last is not None and last[0] in ("ok", "unchanged", "redirected")
    return not there and is_turn(db, site, file, night)


def may_leave(db: Database, site: str, column: str, night: Night, shown: str) -> bool:
    """Whether a list may be left where all on a page is held: what is older has been seen then. So it must
    have been walked to its end, or to where all was held, the last time, and whole since its last turn; and
    `shown`, the latest date of its rows so far, must reach the latest that it had then: a page of pinned
    items stands before the news."""
    walked = db.execute(_WALKED, [site, column]).fetchone()
    if walked is None or walked[0] not in ("complete", "known"):
        return False
    if shown < (db.execute(_NEWEST, {"site": site, "column": column}).fetchone()[0] or ""):
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
