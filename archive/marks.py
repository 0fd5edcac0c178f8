"""A text cut into runs at the places that something is said about: doubts and joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    places = [*(_within(doubt, text) for doubt in doubts), *(_within(join, text) for join in joins)]
    cuts = sorted({0, len(text), *(end for place in places for end in place)})
    starts: dict[int, list[int]] = {}
    for number, (start, _) in enumerate(places):
        starts.setdefault(start, []).append(number)
    found: list[Run] = []
    over: list[int] = []
    for start, end in pairwise([*cuts, len(text)]):
        here = starts.get(start, [])
        if points := [number for number in here if places[number][1] == start]:
            found.append(_run("", points, points, len(doubts)))
        if start == end:
            break
        over = [n for n in over if places[n][1] > start]
        over = sorted([*over, *(number for number in here if places[number][1] > start)])
        found.append(_run(text[start:end], over, [n for n in over if places[n][1] == end], len(doubts)))
    return found


def quoted(text: str, start: int, end: int) -> str:
    """The characters of a place, a line's end as ⏎; without length, a caret between its neighbours."""
    said = text[start:end] or f"{text[max(start - 4, 0) : start]}‸{text[end : end + 4]}"
    return said.replace("\n", "⏎")


def told(text: str, doubt: Doubt) -> str:
    """What a doubt says, with the characters it is about where its sentence does not name them itself."""
    place = quoted(text, doubt.start, doubt.end)
    return doubt.said if f"“{place}”" in doubt.said else f"“{place}”: {doubt.said}"


def warnings_of_the_page(warnings: Sequence[str], doubts: Sequence[Doubt]) -> list[str]:
    """The warnings but those that tell a doubt: it is shown at its place."""
    told = {doubt.said for doubt in doubts}
    return [warning for warning in warnings if not any(said in warning for said in told)]


def _run(text: str, over: list[int], ending: list[int], doubts: int) -> Run:
    """A run of places counted from 0, the doubts before the joins."""
    return Run(
        text,
        tuple(number + 1 for number in over if number < doubts),
        tuple(number + 1 - doubts for number in over if number >= doubts),
        tuple(number + 1 for number in ending if number < doubts),
    )


def _within(place: Doubt | Join, text: str) -> tuple[int, int]:
    start = min(max(place.start, 0), len(text))
    return start, min(max(place.end, start), len(text))
