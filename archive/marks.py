"""A text cut into runs at the places that something is said about: doubts and joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Doubt, Join


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text. `doubts` and `joins` are the numbers (from 1) of those that cover it.

    `ends` are those of its doubts that end with it, where a mark can stand. A place of no length is a run
    without text.
    """

    text: str
    doubts: tuple[int, ...] = ()
    joins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def runs(text: str, doubts: Sequence[Doubt] = (), joins: Sequence[Join] = ()) -> list[Run]:
    """The whole text in order: the runs' texts put together are `text`. Places outside of it are drawn in."""
    doubted = [_within(doubt, text) for doubt in doubts]
    joined = [_within(join, text) for join in joins]
    cuts = sorted({0, len(text), *(place for pair in (*doubted, *joined) for place in pair)})
    found: list[Run] = []
    for number, start in enumerate(cuts):
        points = _covering(doubted, start, start)
        if points or _covering(joined, start, start):
            found.append(Run("", points, _covering(joined, start, start), points))
        if number + 1 == len(cuts):
            break
        end = cuts[number + 1]
        over = _covering(doubted, start, end)
        ends = tuple(each for each in over if doubted[each - 1][1] == end)
        found.append(Run(text[start:end], over, _covering(joined, start, end), ends))
    return found


def _within(place: Doubt | Join, text: str) -> tuple[int, int]:
    start = min(max(place.start, 0), len(text))
    return start, min(max(place.end, start), len(text))


def _covering(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, ...]:
    """The numbers of the places that hold this run; for a point, of those that are this point."""
    if start == end:
        return tuple(n for n, place in enumerate(places, 1) if place == (start, start))
    return tuple(n for n, (a, b) in enumerate(places, 1) if a <= start and end <= b)
