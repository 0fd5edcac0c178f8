"""Has what is read from a site jumped? Like is compared with like, and no database is needed for it.

A crawl reads what earlier crawls read, and something new. So there are two questions, and a burst of another
kind of documents, which moves every rate and median of the site, is an answer to neither:

- **Documents that were read before** are compared with their own earlier readings. They hardly ever change by
  themselves, so few of them that change together (FEW, and a SHARE of those that could) are a jump. Where a
  site does vary from crawl to crawl, its history shows it: then the change must also be LIMIT deviations of
  the usual one (1.4826 times the median absolute deviation: Iglewicz and Hoaglin, How to Detect and Handle
  Outliers, 1993; and no less than the root of the documents that usually change, one way or the other).
- **The newest documents**, which alone show a new template where a site leaves old pages as they are, are
  compared with the latest earlier ones of their own kind 文种. A rate among few varies by itself (the
  beta-binomial distribution, which knows that the usual rate is one among few too), and so does a median
  (1.25 / 1.35 times the distance of the quartiles, by the root of the number: McGill, Tukey and Larsen, The
  American Statistician 32, 1978). What is RARE, or LIMIT deviations away, and above a floor below which no
  change is worth a person's time, is a jump.

After as many crawls at a new level as at the old the new level is the usual one, and the alarm ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, exp, lgamma, log, log1p, sqrt
from statistics import fmean, median, median_low, quantiles
from typing import NamedTuple

from archive.words import TERMS

FEW = 3
"""Documents whose readings changed together that may be a jump: one or two are edits."""

SHARE = 0.1
"""Of the documents that could have changed so."""

FEWEST = 8
"""Newest documents that say something of the template they were made with."""

FEWEST_PEERS = 16
"""Earlier documents of a kind that say what is usual in it."""

LATEST = 50
"""The newest documents at most, and the earlier ones of a kind that they are compared with."""

LIMIT = 3.5
"""Deviations that are a jump (Iglewicz and Hoaglin)."""

RARE = 1e-4
"""The chance of a rate below which it is a jump: there are many fields, and many crawls."""

FLOOR_OF_RATES = 0.05
"""With LIMIT, a change of less than 17.5 points never is a jump of the newest documents."""

FLOOR_OF_SIZES = 0.1
"""Of a logarithm: with LIMIT, less than a factor of 1.42 never is a jump, nor a change of one document."""

BODY, REMOVED = "body_length", "removed_share"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A jump. `measure`: `removed_share`, `body_length` (characters), `fill_rate` (of `field`) or `reports`.

    `value` is this crawl's, `usual` that of the site's earlier ones for the same or like documents, `said` a
    sentence for a person.
    """

    measure: str
    field: str
    value: float
    usual: float
    said: str


class Reading(NamedTuple):
    """What was read of a document: characters kept and removed, without white space; the filled fields."""

    kept: int
    removed: int
    filled: frozenset[str]

    @property
    def share(self) -> float:
        """The removed share, 0 to 1."""
        return self.removed / max(self.kept + self.removed, 1)

    def size(self, measure: str) -> float:
        """A logarithm, so that half and double are equally far: of the length, or of removed against kept."""
        return log1p(self.kept) if measure == BODY else log((self.removed + 1) / (self.kept + 1))

    def told(self, measure: str) -> float:
        """The same as a person counts it: characters, or the share."""
        return self.kept if measure == BODY else self.share


Readings = Mapping[int, Reading]
"""What a crawl read, by the number of the document."""


def jumps(
    now: Readings, earlier: Sequence[Readings], kinds: Mapping[int, str], fields: Sequence[str]
) -> Iterator[Alarm]:
    """The jumps of a crawl against the earlier ones, the latest of which stands first; one of each measure.

    `kinds` says the kind of each document that any of them read.
    """
    told: set[tuple[str, str]] = set()
    for alarm in (*of_known(now, earlier, fields), *of_newest(now, earlier, kinds, fields)):
        if (alarm.measure, alarm.field) not in told:
            told.add((alarm.measure, alarm.field))
            yield alarm


# Documents that were read before


def of_known(now: Readings, earlier: Sequence[Readings], fields: Sequence[str]) -> Iterator[Alarm]:
    """The jumps among the documents that an earlier crawl read too."""
    usual = {number: usual_of([each[number] for each in earlier if number in each])
             for number in now if any(number in each for each in earlier)}  # fmt: skip
    if len(usual) < FEW:
        return
    net, _ = _changes(now, usual)
    past = [
        (*_changes(each, usual), read)
        for each in earlier
        if (read := sum(number in usual for number in each))
    ]
    for name in (REMOVED, BODY, *fields):
        change = net[name]
        varies = deviation([before[name] / read for before, _, read in past]) * len(usual)
        chance = sqrt(fmean(either[name] / read for _, either, read in past) * len(usual))
        if abs(change) > LIMIT * max(varies, chance):
            if name in (REMOVED, BODY) and _is_many(change, len(usual)):
                yield _moved(name, change, now, usual)
            elif name not in (REMOVED, BODY):
                filled = sum(name in each.filled for each in usual.values())
                if _is_many(change, filled if change < 0 else len(usual) - filled):
                    yield _refilled(name, now, usual, filled)


def usual_of(readings: Sequence[Reading]) -> Reading:
    """The usual reading of a document: medians, and the fields that were filled in half of its readings."""
    first = readings[0]
    if all(each == first for each in readings):
        return first
    counted = Counter(name for each in readings for name in each.filled)
    return Reading(
        median_low(each.kept for each in readings),
        median_low(each.removed for each in readings),
        frozenset(name for name, count in counted.items() if 2 * count >= len(readings)),
    )


def _changes(read: Readings, usual: Readings) -> tuple[Counter[str], Counter[str]]:
    """Of each measure and field: documents above their usual less those below, and both together."""
    above: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for number, before in usual.items():
        reading = read.get(number)
        if reading is None or reading == before:
            continue
        above.update(reading.filled - before.filled)
        below.update(before.filled - reading.filled)
        for measure in (REMOVED, BODY):
            if way := _direction(reading, before, measure):
                (above if way > 0 else below)[measure] += 1
    both = above + below
    above.subtract(below)
    return above, both


def _direction(reading: Reading, usual: Reading, measure: str) -> int:
    change = reading.size(measure) - usual.size(measure)
    return 0 if abs(change) <= LIMIT * FLOOR_OF_SIZES else 1 if change > 0 else -1


def _is_many(change: int, could: int) -> bool:
    return abs(change) >= max(FEW, SHARE * could)


def _moved(measure: str, change: int, now: Readings, usual: Readings) -> Alarm:
    """The value and the usual one are the medians of the documents that moved."""
    sign = 1 if change > 0 else -1
    moved = [number for number in usual if _direction(now[number], usual[number], measure) == sign]
    value = median(now[number].told(measure) for number in moved)
    before = median(usual[number].told(measure) for number in moved)
    of = f"{len(moved)} of {len(usual)} reports that were read before"
    if measure == BODY:
        how = "longer" if sign > 0 else "shorter"
        said = f"{of} have a {how} body: {value:.0f} characters in the median, usually {before:.0f}"
    else:
        how = "more" if sign > 0 else "less"
        said = f"{how} is set aside of {of}: {value:.0%} of the page in the median, usually {before:.0%}"
    return Alarm(measure, "", value, before, said)


def _refilled(name: str, now: Readings, usual: Readings, before: int) -> Alarm:
    filled = sum(name in now[number].filled for number in usual)
    said = (
        f"{TERMS[name]} {name} is filled in {filled} of {len(usual)} reports that were read before,"
        f" usually in {before}"
    )
    return Alarm("fill_rate", name, filled / len(usual), before / len(usual), said)


# The newest documents


def of_newest(
    now: Readings, earlier: Sequence[Readings], kinds: Mapping[int, str], fields: Sequence[str]
) -> Iterator[Alarm]:
    """The jumps of the documents that no earlier crawl read, or, where those are few, of the newest ones."""
    known = {number for each in earlier for number in each}
    count = sum(number not in known for number in now)
    if not count:
        return
    newest = sorted(now if count < FEWEST else now.keys() - known, reverse=True)
    newest = newest[: min(max(count, FEWEST), LATEST)]
    peers = _peers(earlier, kinds, set(newest))
    compared = [(now[number], peers[kinds[number]]) for number in newest if kinds[number] in peers]
    if len(compared) < FEWEST:
        return
    for measure in (REMOVED, BODY):
        if (alarm := _of_sizes(measure, compared)) is not None:
            yield alarm
    for name in fields:
        if (alarm := _of_rates(name, compared)) is not None:
            yield alarm


def _peers(
    earlier: Sequence[Readings], kinds: Mapping[int, str], newest: set[int]
) -> dict[str, list[Reading]]:
    """The latest earlier documents of each kind of which there are enough, as they are usually read.

    A document without a kind, as one whose title is not read has none, is like any: all are its peers.
    """
    found: dict[str, list[Reading]] = {}
    for number in sorted({n for each in earlier for n in each} - newest, reverse=True):
        for held in (found.setdefault(kind, []) for kind in {kinds[number], ""}):
            if len(held) < LATEST:
                held.append(usual_of([each[number] for each in earlier if number in each]))
    return {kind: held for kind, held in found.items() if len(held) >= FEWEST_PEERS}


_Compared = Sequence[tuple[Reading, Sequence[Reading]]]


def _of_sizes(measure: str, compared: _Compared) -> Alarm | None:
    """Whether the sizes have moved from the middle of their kinds."""
    middles = [median(peer.size(measure) for peer in peers) for _, peers in compared]
    off = median(each.size(measure) - middle for (each, _), middle in zip(compared, middles, strict=True))
    widths = [quartile_distance([peer.size(measure) for peer in peers]) for _, peers in compared]
    fewest = min(len(peers) for _, peers in compared)
    chance = 1.25 / 1.35 * median(widths) * sqrt(1 / len(compared) + 1 / fewest)
    if abs(off) <= LIMIT * max(FLOOR_OF_SIZES, chance):
        return None
    value = median(each.told(measure) for each, _ in compared)
    before = exp(median(middles))
    before = before - 1 if measure == BODY else before / (1 + before)
    of = f"the {len(compared)} newest reports"
    said = (
        f"the body of {of} has {value:.0f} characters in the median, usually {before:.0f} in their kind"
        if measure == BODY
        else f"of {of} {value:.0%} is set aside in the median, usually {before:.0%} in their kind"
    )
    return Alarm(measure, "", value, before, said)


def _of_rates(name: str, compared: _Compared) -> Alarm | None:
    """Whether a field is filled more rarely or more often than in their kinds."""
    count = len(compared)
    filled = sum(name in each.filled for each, _ in compared)
    held = Counter((sum(name in peer.filled for peer in peers), len(peers)) for _, peers in compared)
    usual = sum(with_it / of * times for (with_it, of), times in held.items()) / count
    if abs(filled / count - usual) <= LIMIT * FLOOR_OF_RATES:
        return None
    spread = [1.0]  # the probability of 0, 1, 2 … that have it
    for (with_it, of), times in held.items():
        spread = convolved(spread, beta_binomial(times, with_it + 1, of - with_it + 1))
    if 2 * min(sum(spread[: filled + 1]), sum(spread[filled:])) > RARE:
        return None
    said = (
        f"{TERMS[name]} {name} is filled in {filled} of the {count} newest reports, usually in {usual:.0%}"
        " of their kind"
    )
    return Alarm("fill_rate", name, filled / count, usual, said)


# Statistics


def deviation(values: Sequence[float]) -> float:
    """The median absolute deviation, as the standard deviation of a normal distribution that has it."""
    if not values:
        return 0.0
    middle = median(values)
    return 1.4826 * median(abs(value - middle) for value in values)


def beta_binomial(count: int, having: int, lacking: int) -> list[float]:
    """The probability of 0 to `count` that have a thing, where `having` had it before and `lacking` had not.

    Each is one more than was seen, after Laplace: never seen is not impossible.
    """
    whole = _log_beta(having, lacking)
    return [
        comb(count, k) * exp(_log_beta(having + k, lacking + count - k) - whole) for k in range(count + 1)
    ]


def _log_beta(one: int, other: int) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The distribution of the sum of two independent counts."""
    both = [0.0] * (len(one) + len(other) - 1)
    for i, p in enumerate(one):
        for j, q in enumerate(other):
            both[i + j] += p * q
    return both


def quartiles(values: Sequence[float]) -> list[float]:
    """The lower quartile, the median and the upper quartile."""
    return quantiles(values, n=4, method="inclusive") if len(values) > 1 else [float(v) for v in values] * 3


def quartile_distance(values: Sequence[float]) -> float:
    """From the lower to the upper quartile."""
    lower, _, upper = quartiles(values)
    return upper - lower
