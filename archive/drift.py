"""The drift alarm: has what is read from a site jumped against the site's own history?

A template that changes rarely makes an error. The body halves, the share of the page that is set aside
doubles, or a field is empty from one day to the next. So each crawl keeps what it read (the table
`extractions`, and `fill_rates` for each field) and is compared with the site's earlier crawls; a jump is a
row of `alarms`. What counts is everything the crawl read, unchanged documents too.

The rule is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993): the
distance from the median of the earlier crawls, in units of 1.4826 times their median absolute deviation, is
a jump above 3.5. Three things are added, because a site that stands still has a deviation of nothing:

- a floor under the deviation, below which no change is worth a person's time;
- chance: a rate among few reports varies by itself (the binomial deviation), and so does a median
  (1.25 / 1.35 times the distance of the quartiles, by the root of the reports: McGill, Tukey and Larsen,
  The American Statistician 32, 1978), unless the history shows that the same documents are read again;
- a crawl that read fewer reports than usual is allowed more, by the root of the ratio.

A template that is not understood at all leaves nothing to compare: a crawl that finished with fewer than
FEWEST reports, where none ever read fewer than twice that, is a jump too.

After as many crawls at the new level as at the old the new level is the usual one, and the alarm ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import exp, log1p, sqrt
from statistics import median, quantiles
from typing import Any

from sqlite_utils import Database

from archive.records import FIELD_NAMES, Report
from archive.words import TERMS

FEWEST = 5
"""Reports that a crawl must have read for their medians and rates to be compared, or compared with."""

SHORTEST = 3
"""Earlier crawls that make a history."""

SETTLED = 8
"""Earlier crawls from which the history itself shows whether the same documents are read again."""

LONGEST = 12
"""Earlier crawls that are looked at: the latest."""

LIMIT = 3.5
"""Deviations that are a jump (Iglewicz and Hoaglin)."""

FLOOR_OF_SHARES = 0.05
"""Of a share or a rate: with LIMIT, a change of less than 17.5 points never is a jump."""

FLOOR_OF_LENGTHS = 0.1
"""Of the logarithm of a length: with LIMIT, less than a factor of 1.42 never is a jump."""

MEASURED: tuple[str, ...] = ("title", *FIELD_NAMES)
"""The fields whose fill rate is kept."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A jump. `measure`: `removed_share`, `body_length` (characters), `fill_rate` (of `field`) or `reports`.

    `value` is this crawl's, `usual` the median of the site's earlier ones, `said` a sentence for a person.
    """

    measure: str
    field: str
    value: float
    usual: float
    said: str


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
    read other pages than a whole one, and an ingest reads what somebody saved.
    """
    for table in ("extractions", "fill_rates", "alarms"):
        db.execute(f"delete from {table} where crawl = ?", [crawl])
    read = db.execute(
        "select kept_characters, removed_characters, filled from fetches"
        " where crawl = ? and kept_characters is not null",
        [crawl],
    ).fetchall()
    site, outcome = db.execute("select site, outcome from crawls where id = ?", [crawl]).fetchone()
    if read:
        _write(db, "extractions", [_extraction(crawl, site, read)])
        fields = [set(json.loads(filled)) for _, _, filled in read]
        for name in MEASURED:
            filled = sum(name in each for each in fields)
            _write(db, "fill_rates", [{"crawl": crawl, "field": name, "filled": filled, "of": len(read)}])
    if outcome != "finished":
        return []
    alarms = _alarms(db, crawl, len(read))
    for alarm in alarms:
        _write(db, "alarms", [{"crawl": crawl, "site": site, **asdict(alarm)}])
    return alarms


def _extraction(crawl: int, site: str, read: Sequence[tuple[int, int, str]]) -> dict[str, Any]:
    shares = _quartiles(removed / max(kept + removed, 1) for kept, removed, _ in read)
    lengths = _quartiles(kept for kept, _, _ in read)
    return {
        "crawl": crawl,
        "site": site,
        "reports": len(read),
        "kept_characters": sum(kept for kept, _, _ in read),
        "removed_characters": sum(removed for _, removed, _ in read),
        **dict(zip(("removed_lower", "removed_share", "removed_upper"), shares, strict=True)),
        **dict(zip(("body_lower", "body_length", "body_upper"), lengths, strict=True)),
    }


def _quartiles(values: Iterable[float]) -> list[float]:
    held = [float(value) for value in values]
    return quantiles(held, n=4, method="inclusive") if len(held) > 1 else held * 3


_EARLIER = """
select e.crawl, e.reports, e.removed_lower, e.removed_share, e.removed_upper,
    e.body_lower, e.body_length, e.body_upper
from extractions e join crawls c on c.id = e.crawl
where e.site = (select site from crawls where id = :crawl)
    and c.reason = (select reason from crawls where id = :crawl)
    and c.outcome = 'finished' and e.reports >= :fewest
    and c.started < (select started from crawls where id = :crawl)
order by c.started desc limit :longest
"""


def _alarms(db: Database, crawl: int, reports: int) -> list[Alarm]:
    """The jumps of a crawl that has its rows; none without a history."""
    past = list(db.query(_EARLIER, {"crawl": crawl, "fewest": FEWEST, "longest": LONGEST}))
    if len(past) < SHORTEST:
        return []
    found = [_of_reports(reports, past)]
    if reports < FEWEST:
        return [alarm for alarm in found if alarm is not None]
    (now,) = db.query("select * from extractions where crawl = ?", [crawl])
    found += [_of_shares(now, past), _of_lengths(now, past)]
    crawls = [crawl, *(row["crawl"] for row in past)]
    rates: dict[str, dict[int, dict[str, Any]]] = {}
    for row in db.query(f"select * from fill_rates where crawl in ({','.join('?' * len(crawls))})", crawls):
        rates.setdefault(row["field"], {})[row["crawl"]] = row
    for name in MEASURED:
        held = rates.get(name, {})
        found.append(_of_rates(name, held[crawl], [row for key, row in held.items() if key != crawl]))
    return [alarm for alarm in found if alarm is not None]


def _of_reports(reports: int, past: list[dict[str, Any]]) -> Alarm | None:
    """A template that is not understood at all leaves nothing to compare, where there always was enough."""
    if reports >= FEWEST or min(row["reports"] for row in past) < 2 * FEWEST:
        return None
    usual = median(row["reports"] for row in past)
    said = f"{reports} reports were read, usually {usual:.0f}"
    return Alarm("reports", "", reports, usual, _sentence(said, len(past)))


def _of_shares(now: dict[str, Any], past: list[dict[str, Any]]) -> Alarm | None:
    value, before = now["removed_share"], [row["removed_share"] for row in past]
    width = median(row["removed_upper"] - row["removed_lower"] for row in past)
    if not _is_jump(value, before, FLOOR_OF_SHARES, width, now, past):
        return None
    usual = median(before)
    said = f"{value:.0%} of a page is set aside, usually {usual:.0%}"
    return Alarm("removed_share", "", value, usual, _sentence(said, len(past)))


def _of_lengths(now: dict[str, Any], past: list[dict[str, Any]]) -> Alarm | None:
    """Lengths are compared by their logarithm: half and double are equally far."""
    before = [log1p(row["body_length"]) for row in past]
    width = median(log1p(row["body_upper"]) - log1p(row["body_lower"]) for row in past)
    if not _is_jump(log1p(now["body_length"]), before, FLOOR_OF_LENGTHS, width, now, past):
        return None
    value, usual = now["body_length"], exp(median(before)) - 1
    said = f"the body of a report has {value:.0f} characters, usually {usual:.0f}"
    return Alarm("body_length", "", value, usual, _sentence(said, len(past)))


def _is_jump(
    value: float,
    before: list[float],
    floor: float,
    width: float,
    now: dict[str, Any],
    past: list[dict[str, Any]],
) -> bool:
    """Whether a median has jumped; `width` is the usual distance of the quartiles around it."""
    deviation, chance = _deviation(before), 1.25 / 1.35 * width / sqrt(now["reports"])
    unit = max(deviation, floor)
    if len(before) < SETTLED or deviation > chance / 3:  # by far steadier than chance: the same documents
        unit = max(unit, chance)
    fewer = max(1.0, median(row["reports"] for row in past) / now["reports"])
    return abs(value - median(before)) > LIMIT * unit * sqrt(fewer)


def _of_rates(name: str, now: dict[str, Any], past: list[dict[str, Any]]) -> Alarm | None:
    if len(past) < SHORTEST:  # a field that is measured since lately
        return None
    count = now["of"]
    value, before = now["filled"] / count, [row["filled"] / row["of"] for row in past]
    usual = median(before)
    likely = (usual * count + 1) / (count + 2)  # Laplace's rule: never seen is not impossible
    unit = max(_deviation(before), FLOOR_OF_SHARES, sqrt(likely * (1 - likely) / count))
    if abs(value - usual) <= LIMIT * unit:
        return None
    said = f"{TERMS[name]} {name} is filled in {now['filled']} of {count} reports, usually in {usual:.0%}"
    return Alarm("fill_rate", name, value, usual, _sentence(said, len(past)))


def _deviation(values: list[float]) -> float:
    """The median absolute deviation, as the standard deviation of a normal distribution that has it."""
    middle = median(values)
    return 1.4826 * median(abs(value - middle) for value in values)


def _sentence(said: str, crawls: int) -> str:
    return f"{said} (median of {crawls} earlier crawls): has the site's template changed?"


def _characters(text: str) -> int:
    return len("".join(text.split()))


def _write(db: Database, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.table(table).insert_all(rows)
