"""The states of documents in the archive: reads what a crawl observed, and writes what it changes.

The rules are `archive.absence`; here is only SQL. A crawl reads and writes the rows of what it observed, and
of no other document, so an unchanged site costs what its lists and its day's share of documents cost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlite_utils import Database

from archive.absence import observe
from archive.memory import StoredLedger
from archive.observations import Exchange, Reading, Visit, Walked
from archive.replaced import mark_replaced
from archive.standing import Change, Thresholds
from archive.urls import canonical

ABSENCE = "absence"
"""The table of a site file that has its thresholds."""


def update_states(db: Database, crawl: int) -> list[Change]:
    """Write what a crawl changes; what changed. Needs an open transaction, and the crawl's last row.

    A crawl that is older than one already told (an old WARC, taken in late) makes the whole history of the
    site be told anew: then all changes of the site are answered.
    """
    ((site, started, told),) = db.execute(_CRAWL, [crawl]).fetchall()
    if told is not None and told > started:
        return retell(db, site)
    return _tell(db, site, crawl)


def retell(db: Database, site: str) -> list[Change]:
    """Tell the history of a site anew, from all its crawls. Needs an open transaction."""
    for table in ("standings", "listings", "aliases", "walked_columns"):
        db.execute(f"delete from {table} where site = ?", [site])
    db.execute("delete from states where document in (select id from documents where site = ?)", [site])
    db.execute(_NOT_REPLACED, [site])
    crawls = db.execute(_CRAWLS, [site]).fetchall()
    return [change for (crawl,) in crawls for change in _tell(db, site, crawl)]


def doubtful(db: Database, site: str) -> list[str]:
    """The addresses that a crawl should ask for again, whatever lists say: those that were not there, or
    could not be asked, when they were asked last. What is gone or has moved is not among them."""
    return [url for (url,) in db.execute(_DOUBTFUL, [site])]


def listed_in(db: Database, site: str, column: str) -> list[str]:
    """The addresses of the documents that a column is taken to list. Those that a whole walk of it does not
    show should be asked for by the same crawl."""
    return [url for (url,) in db.execute(_LISTED, [site, column])]


def thresholds_of(db: Database, site: str) -> Thresholds:
    """What the site's definition says in `[absence]`, the rest as usual."""
    ((definition,),) = db.execute("select definition from sites where id = ?", [site]).fetchall()
    said = json.loads(definition).get(ABSENCE) or {}
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in said.items() if name in known and value is not None})


def visit_of(db: Database, crawl: int) -> Visit:
    """What a crawl observed, from its rows."""
    ((home, outcome),) = db.execute(_VISIT, [crawl]).fetchall()
    exchanges = (_exchange(row) for row in db.query(_EXCHANGES, [crawl]))
    return Visit(
        home=canonical(home),
        exchanges=tuple(exchange for exchange in exchanges if not exchange.url.endswith("/robots.txt")),
        walks=tuple(_walks(db, crawl)),
        was_blocked=outcome == "blocked",
    )


def _tell(db: Database, site: str, crawl: int) -> list[Change]:
    ledger = StoredLedger(db, site)
    changes = observe(ledger, visit_of(db, crawl), thresholds_of(db, site))
    ledger.save()
    for change in changes:
        _write(db, ledger.document(change.url), change)
    mark_replaced(db, crawl)
    return changes


def _write(db: Database, document: int, change: Change) -> None:
    """Close the document's last state and open the next."""
    db.execute("update states set until = ? where document = ? and until is null", [change.since, document])
    db.execute(
        "insert into states (document, position, state, since, evidence, moved_to, said)"
        " select ?, 1 + count(*), ?, ?, ?, ?, ? from states where document = ?",
        [
            document,
            change.state,
            change.since,
            json.dumps(change.fetches),
            change.moved_to,
            change.said,
            document,
        ],
    )


def _exchange(row: dict[str, Any]) -> Exchange:
    reading = None
    if row["digest"] is not None:
        reading = Reading(row["digest"], row["title"], row["issuer"] or "", row["date"] or "")
    return Exchange(
        url=canonical(row["url"]),
        time=row["fetched"],
        outcome=row["outcome"],
        fetch=row["id"],
        kind=row["kind"],
        redirected_to=canonical(row["redirected_to"]) if row["redirected_to"] else "",
        status=row["status"],
        reading=reading,
    )


def _walks(db: Database, crawl: int) -> Iterable[Walked]:
    """The walks of a crawl, one a column: several lists under one name are one, whole where all are."""
    columns: dict[str, list[dict[str, Any]]] = {}
    for row in db.query(_WALKS, [crawl]):
        columns.setdefault(row["column"], []).append(row)
    for column, rows in columns.items():
        fetches = [fetch for row in rows for fetch in json.loads(row["fetches"])]
        ended = next((row["ended"] for row in rows if row["ended"] != "complete"), "complete")
        listed: dict[str, int] = {}
        for url, fetch in db.execute(_SIGHTINGS, [json.dumps(fetches)]):
            listed.setdefault(url, fetch)
        yield Walked(column, max(row["finished"] for row in rows), ended, listed, tuple(fetches))


_CRAWL = """
select c.site, c.started,
    (select max(o.started) from crawls o
     where o.site = c.site and o.id <> c.id and o.outcome <> 'running')
from crawls c where c.id = ?
"""

_CRAWLS = "select id from crawls where site = ? and outcome <> 'running' order by started, id"

_NOT_REPLACED = """
delete from replacements
where version in (select v.id from versions v join documents d on d.id = v.document where d.site = ?)
"""

_VISIT = "select s.home, c.outcome from crawls c join sites s on s.id = c.site where c.id = ?"

# The version that stood when the page was read: a later one says nothing of what was seen then.
_EXCHANGES = """
select f.id, f.url, f.fetched, f.outcome, f.kind, f.redirected_to, f.status,
    v.digest, v.title, v.issuer, coalesce(v.date_published, v.date_written) as date
from fetches f
left join versions v on v.id = (
    select w.id from versions w where w.document = f.document and w.first_seen <= f.fetched
    order by w.first_seen desc, w.number desc limit 1)
where f.crawl = ?
    -- What a redirect led to and is asked for by itself was not read then; its own fetch says what it is.
    and not (f.outcome in ('ok', 'unchanged') and coalesce(json_extract(f.context, '$.passed_on'), 1) = 0)
order by f.fetched, f.url
"""

_WALKS = """
select "column", ended, finished, fetches from walks where crawl = ? order by "column", list_url
"""

_SIGHTINGS = """
select g.url, g."fetch" from json_each(?) page join sightings g on g."fetch" = page.value
order by page.key, g.position
"""

_DOUBTFUL = """
select url from standings where site = ? and address in ('missing', 'blocked', 'robots', 'failed')
order by url
"""

_LISTED = """
select d.url from listings l join documents d on d.id = l.document
where l.site = ? and l."column" = ? and l.listed = 1 order by d.url
"""
