"""The drift alarm: has what is read from a site jumped against the site's own history?

A template that changes rarely makes an error. The body halves, the share of the page that is set aside
doubles, or a field is empty from one day to the next. So each crawl keeps what it read, unchanged documents
too (the table `extractions`, and `fill_rates` for each field), and is compared with the site's earlier ones;
a jump (`archive.jumps` has the rule) is a row of `alarms`.

A template that is not understood at all leaves nothing to compare: a crawl that finished with less than a
quarter of the usual reports, or with none, is a jump too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from statistics import median
from typing import Any

from sqlite_utils import Database

from archive.jumps import FEW, FEWEST, Alarm, Reading, Readings, jumps, quartiles
from archive.records import FIELD_NAMES, Report

SHORTEST = 3
"""Earlier crawls that make a history."""

LONGEST = 12
"""Earlier crawls that are looked at: the latest."""

MEASURED: tuple[str, ...] = ("title", *FIELD_NAMES)
"""The fields whose fill rate is kept."""


def reading(report: Report) -> dict[str, Any]:
    """What a fetch keeps of a report that was read: characters without white space, and the filled fields."""
    filled = [name for name in MEASURED[1:] if report.metadata.get(name)]
    return {
        "kept_characters": _characters(report.text),
        "removed_characters": sum(_characters(block.text) for block in report.removed),
        "filled": json.dumps(["title", *filled] if report.title.strip() else filled),
    }


def measure(db: Database, crawl: int) -> list[Alarm]:
    """Write what this crawl read, and its alarms, anew. Needs an open transaction.

    Only a finished crawl is compared, and with finished ones of the same site and reason: a crawl cut short
    read other pages than a whole one. An ingest is not: it reads what somebody saved.
    """
    for table in ("extractions", "fill_rates", "alarms"):
        db.execute(f"delete from {table} where crawl = ?", [crawl])
    site, reason, outcome, software = db.execute(
        "select site, reason, outcome, software from crawls where id = ?", [crawl]
    ).fetchone()
    _write_rates(db, crawl, site)
    if outcome != "finished" or reason == "ingest":
        return []
    past = list(db.query(_EARLIER, {"crawl": crawl, "longest": LONGEST}))
    if len(past) < SHORTEST:
        return []
    asked = _question(software, past[0]["software"])
    alarms = [replace(alarm, said=f"{alarm.said}: {asked}") for alarm in _alarms(db, crawl, past)]
    _write(db, "alarms", [{"crawl": crawl, "site": site, **asdict(alarm)} for alarm in alarms])
    return alarms


def _write_rates(db: Database, crawl: int, site: str) -> None:
    """A row of `extractions` and rows of `fill_rates` over every reading; none where nothing was read."""
    read = [
        Reading(kept, removed, _names(filled))
        for kept, removed, filled in db.execute(
            "select kept_characters, removed_characters, filled from fetches"
            " where crawl = ? and kept_characters is not null",
            [crawl],
        )
    ]
    if not read:
        return
    shares, lengths = quartiles([each.share for each in read]), quartiles([each.kept for each in read])
    row = {
        "crawl": crawl,
        "site": site,
        "reports": len(read),
        "kept_characters": sum(each.kept for each in read),
        "removed_characters": sum(each.removed for each in read),
        **dict(zip(("removed_lower", "removed_share", "removed_upper"), shares, strict=True)),
        **dict(zip(("body_lower", "body_length", "body_upper"), lengths, strict=True)),
    }
    _write(db, "extractions", [row])
    counted = [(name, sum(name in each.filled for each in read)) for name in MEASURED]
    rates = [{"crawl": crawl, "field": name, "filled": count, "of": len(read)} for name, count in counted]
    _write(db, "fill_rates", rates)


_EARLIER = """
select e.id, e.reports, e.software
from crawls e join crawls c on c.id = :crawl
where e.site = c.site and e.reason = c.reason and e.outcome = 'finished' and e.id < c.id
order by e.id desc limit :longest
"""


def _alarms(db: Database, crawl: int, past: Sequence[dict[str, Any]]) -> Iterator[Alarm]:
    now = _readings(db, crawl)
    yield from _of_reports(len(now), [row["reports"] for row in past])
    earlier = [read for read in (_readings(db, row["id"]) for row in past) if read]
    kinds = {number: "" for each in (now, *earlier) for number in each}
    held = db.execute("select d.id, v.genre from documents d join versions v on v.id = d.version"
                      " where d.site = (select site from crawls where id = ?)", [crawl])  # fmt: skip
    kinds |= {number: genre or "" for number, genre in held if number in kinds}
    yield from jumps(now, earlier, kinds, MEASURED)


def _of_reports(reports: int, before: Sequence[int]) -> Iterator[Alarm]:
    """Much less was read than usual, or nothing where there always was something."""
    usual = median(before)
    missing = usual >= FEWEST and reports < usual / 4
    if missing or (reports == 0 and usual >= FEW):
        yield Alarm("reports", "", reports, usual, f"{reports} reports were read, usually {usual:.0f}")


def _readings(db: Database, crawl: int) -> Readings:
    """What a crawl read of each document, at last."""
    found = db.execute(
        "select document, kept_characters, removed_characters, filled from fetches"
        " where crawl = ? and kept_characters is not null order by id",
        [crawl],
    )
    return {document: Reading(kept, removed, _names(filled)) for document, kept, removed, filled in found}


@lru_cache(maxsize=1024)
def _names(filled: str) -> frozenset[str]:
    return frozenset(json.loads(filled))


def _question(now: str, before: str) -> str:
    """What a person should look at first: what changed may be our own reading."""
    if now == before:
        return "has the site's template changed?"
    return (
        f"has the site's template changed, or is it our reading ({before or '?'} before, now {now or '?'})?"
    )


def _characters(text: str) -> int:
    return len("".join(text.split()))


def _write(db: Database, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.table(table).insert_all(rows)
