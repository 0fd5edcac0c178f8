"""Which sites are due, and why: pure functions of the definitions, the crawls on record, leases and the time.

Nothing is queued, so nothing can get lost: a site is due while its current slot has no crawl on record that
counts and nobody is crawling it. A week that was missed is one slot that is missing, and is caught up once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from archive.attempts import Attempt
from crawler.cron import slots_around, slots_back
from crawler.windows import CHINA, Window
from pipelines.site import Site

GRACE = timedelta(minutes=10)
"""Before a crawl that failed is tried again; twice as long before each further time."""
LONGEST_GRACE = timedelta(hours=4)
MOST_FAILURES = 5
"""Failed and killed crawls of one slot after which it is given up."""
ALONE_AFTER = 2
"""Killed crawls in a row after which a site gets a process of its own: it may be what kills the others'."""
LATE = timedelta(hours=2)
"""After its slot, until a site without a crawl counts as overdue."""
SPREAD = timedelta(minutes=30)
"""Over which the sites that were missed are spread, when nobody looked for a time."""
SPREAD_EACH = timedelta(seconds=6)
"""For each of them: a few are not kept waiting."""
MOST_MISSED = 99
"""Missed slots that are counted; more is said as that many."""
BATCH = 50
"""Sites that are crawled at once by one process, as measured: more, and their pauses get shorter."""

State = Literal["due", "running", "waiting", "left", "done"]
"""`waiting`: it will be due later in this slot. `left`: this slot is given up."""


@dataclass(frozen=True)
class Held:
    """A live lease: which site's crawl holds it, and since when (None where its holder has not said yet)."""

    site: str
    since: datetime | None = None
    pid: int | None = None


@dataclass(frozen=True)
class Handed:
    """How often a slot was handed to a crawl, and when last: crawls may die before they are on record."""

    times: int
    last: datetime


@dataclass(frozen=True)
class Outlook:
    """How a site stands: its current slot, its state, when it is due (next), and why, in words.

    `missed`: slots since the last crawl that counts. `overdue`: it should have been crawled by now, and was
    not, not even in part. `alone`: to be crawled by a process of its own.
    """

    site: str
    state: State
    slot: datetime
    next: datetime
    why: str
    since: datetime | None = None
    missed: int = 0
    overdue: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Due:
    """A site to be crawled now, for this slot; until then, when its window closes."""

    site: Site
    slot: datetime
    why: str
    until: datetime | None = None
    alone: bool = False


@dataclass(frozen=True)
class Known:
    """What the outlook of a site depends on, besides its definition and the time.

    `attempts`: crawls by site, in order of time. `awake`: since when somebody has been looking for what is
    due; None when it is only looked for once.
    """

    attempts: Mapping[str, Sequence[Attempt]] = field(default_factory=dict)
    leases: Mapping[str, Held] = field(default_factory=dict)
    handed: Mapping[tuple[str, datetime], Handed] = field(default_factory=dict)
    awake: datetime | None = None


def slot_of(site: Site, now: datetime) -> datetime:
    """The latest slot at or before `now`, in the time of China."""
    return slots_around(site.schedule, site.id, now)[0]


def hosts_of(site: Site) -> tuple[str, ...]:
    """The hosts that a site lies on, in order: two sites that share one are never crawled at once.

    The port does not count, nor `www.`: it is the same machine that answers.
    """
    addresses = (site.home, *(column.url for column in site.columns if column.url))
    return tuple(sorted({(urlsplit(url).hostname or "").removeprefix("www.") for url in addresses}))


def due(
    sites: Iterable[Site],
    crawls: Mapping[str, Sequence[Attempt]],
    now: datetime,
    leases: Mapping[str, Held] | None = None,
    *,
    handed: Mapping[tuple[str, datetime], Handed] | None = None,
    awake: datetime | None = None,
) -> list[Due]:
    """The sites to be crawled now, those that wait longest first; of those on one host, one."""
    sites = list(sites)
    return choose(sites, outlooks(sites, Known(crawls, leases or {}, handed or {}, awake), now), now)


def choose(sites: Iterable[Site], found: Iterable[Outlook], now: datetime) -> list[Due]:
    """What `due` gives, from the outlooks of the sites."""
    by_id = {site.id: site for site in sites}
    ready = [one for one in found if one.state == "due"]
    taken: set[str] = set()
    chosen = []
    for one in sorted(ready, key=lambda each: (each.slot, _fraction(each.site, each.slot))):
        site = by_id[one.site]
        hosts = set(hosts_of(site))
        if hosts & taken:
            continue
        taken |= hosts
        chosen.append(Due(site, one.slot, one.why, Window.read(site.window).closing(now), one.alone))
    return chosen


def outlooks(sites: Iterable[Site], known: Known, now: datetime) -> list[Outlook]:
    """How each site stands. Those that were missed while nobody looked are spread by a hash."""
    sites = list(sites)
    found = [outlook(site, known, now) for site in sites]
    missed = sum(one.state == "due" and one.slot < _looking_since(site, known, now)
                 for site, one in zip(sites, found, strict=True))  # fmt: skip
    spread = min(SPREAD, missed * SPREAD_EACH)
    return [_spread(site, one, known, now, spread) for site, one in zip(sites, found, strict=True)]


def outlook(site: Site, known: Known, now: datetime) -> Outlook:
    """How one site stands at `now`, the others left out of account."""
    slot, following = slots_around(site.schedule, site.id, now)
    window = Window.read(site.window)
    crawls = known.attempts.get(site.id, ())
    tried = [crawl for crawl in crawls if _is_of(crawl, slot, following)]
    is_done = any(crawl.outcome == "finished" for crawl in tried)
    missed = 0 if is_done else _missed(site, crawls, slot)
    killed = _killed_in_a_row(tried)
    handed = known.handed.get((site.id, slot))
    unseen = handed is not None and not any(crawl.started >= handed.last for crawl in tried)

    def stands(state: State, at: datetime, why: str, since: datetime | None = None) -> Outlook:
        in_part = bool(tried) and tried[-1].outcome == "partial"
        overdue = state not in ("running", "done") and now - slot > LATE and not in_part
        alone = killed >= ALONE_AFTER or (unseen and handed is not None and handed.times >= ALONE_AFTER)
        return Outlook(site.id, state, slot, at.astimezone(CHINA), why, since, missed, overdue, alone)

    for host in hosts_of(site):
        holder = known.leases.get(host)
        if holder is not None and holder.site == site.id:
            since = holder.since.astimezone(CHINA) if holder.since else None
            said = f" since {clock(since, now)}" if since else ""
            return stands("running", following, f"is being crawled{said}", since)
    if is_done:
        return stands("done", following, f"crawled {clock(_last(tried, 'finished'), now)}")
    state: State
    if tried:
        state, at, why = _again(tried, window, following)
    else:
        state, at, why = "due", slot, _never(site, crawls, slot, missed, now)
    if state == "left":
        return stands(state, at, why)
    if unseen and handed is not None:
        again = handed.last + _grace(handed.times)
        if again > at:
            at, why = again, f"handed over {clock(handed.last, now)}, and not on record yet"
    if not window.is_open(max(at, now)):
        at = window.next_opening(max(at, now))
        why += f"; its window is {site.window}"
    if at > now:
        if at >= following:
            return stands("left", following, why)
        return stands("waiting", at, why)
    for host in hosts_of(site):
        if (holder := known.leases.get(host)) is not None:
            return stands("waiting", now, f"{host} is being asked for {holder.site or 'another site'}")
    return stands("due", now, why + (", alone" if killed >= ALONE_AFTER else ""))


def batches(found: Sequence[Due], most: int = BATCH) -> list[list[Due]]:
    """What can be handed over together: up to `most` sites, and what must be alone, alone."""
    together = [one for one in found if not one.alone]
    return [
        *(together[start : start + most] for start in range(0, len(together), most)),
        *([one] for one in found if one.alone),
    ]


def clock(moment: datetime | None, now: datetime) -> str:
    """A time in words, of China: the hour today, the day and the hour otherwise."""
    if moment is None:
        return "at a time unknown"
    here = moment.astimezone(CHINA)
    form = "%H:%M" if here.date() == now.astimezone(CHINA).date() else "%m-%d %H:%M"
    return f"at {here:{form}}"


def _is_of(crawl: Attempt, slot: datetime, following: datetime) -> bool:
    """Whether a crawl is one of this slot.

    So is one that began shortly before it, for an earlier slot or on somebody's word: what was missed is
    caught up once, not twice in a night. Shortly: a quarter of the time between two slots.
    """
    return crawl.slot == slot or crawl.started >= slot - (following - slot) / 4


def _again(tried: Sequence[Attempt], window: Window, following: datetime) -> tuple[State, datetime, str]:
    """When a slot that was tried and not crawled to its end is tried again."""
    last = tried[-1]
    if last.outcome in ("blocked", "partial"):
        what = "the site did not let us in" if last.outcome == "blocked" else "the crawl ended in part"
        night = window.next_opening(last.started)
        if following < night + window.length:  # its own slot is of that night already
            return "left", following, f"{what}, left until its next slot"
        return "due", night, f"{what}, taken up again the next night"
    failures = sum(one.outcome == "failed" or one.was_killed for one in tried)
    if failures >= MOST_FAILURES:
        return "left", following, f"failed {failures} times, given up until its next slot"
    what = "was killed" if last.was_killed else "failed" if last.outcome == "failed" else "was interrupted"
    again = (last.finished or last.started) + _grace(len(tried))
    if again >= following:
        return "left", following, f"the crawl {what}, its next slot comes first"
    return "due", again, f"the crawl {what}, attempt {len(tried) + 1}"


def _never(site: Site, crawls: Sequence[Attempt], slot: datetime, missed: int, now: datetime) -> str:
    if not crawls:
        return "never crawled"
    if missed > 1:
        many = f"{missed} or more" if missed >= MOST_MISSED else str(missed)
        return f"{many} slots were missed, caught up once"
    return f"no crawl for its slot {clock(slot, now)}"


def _missed(site: Site, crawls: Sequence[Attempt], slot: datetime) -> int:
    """Slots, the current one included, since a crawl that finished."""
    done = max((crawl.started for crawl in crawls if crawl.outcome == "finished"), default=None)
    if done is None:
        return 0
    here = slot
    for missed, before in enumerate(slots_back(site.schedule, site.id, slot)):
        if missed == MOST_MISSED or done >= here - (here - before) / 4:
            return missed
        here = before
    return MOST_MISSED


def _killed_in_a_row(tried: Sequence[Attempt]) -> int:
    killed = 0
    for crawl in reversed(tried):
        if not crawl.was_killed:
            break
        killed += 1
    return killed


def _last(tried: Sequence[Attempt], outcome: str) -> datetime:
    return max(crawl.started for crawl in tried if crawl.outcome == outcome)


def _grace(times: int) -> timedelta:
    """10 min, 20 min, 40 min …"""
    return min(GRACE * 2 ** min(times - 1, 10), LONGEST_GRACE)


def _looking_since(site: Site, known: Known, now: datetime) -> datetime:
    """Since when a slot of the site would have been taken up at once; the beginning of time when it is only
    looked for once."""
    if known.awake is None:
        return datetime.min.replace(tzinfo=UTC)
    return max(known.awake, Window.read(site.window).opening(now))


def _spread(site: Site, one: Outlook, known: Known, now: datetime, spread: timedelta) -> Outlook:
    since = _looking_since(site, known, now)
    if one.state != "due" or one.slot >= since:
        return one
    at = since + _fraction(site.id, one.slot) * spread
    if at <= now:
        return one
    return Outlook(
        one.site, "waiting", one.slot, at.astimezone(CHINA), f"{one.why}; waits for its turn",
        None, one.missed, one.overdue, one.alone,
    )  # fmt: skip


def _fraction(site: str, slot: datetime) -> float:
    """A number in [0, 1) that is the same each time and another for each site and slot."""
    drawn = sha256(f"{site} {slot.astimezone(UTC).isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:4]) / 2**32
