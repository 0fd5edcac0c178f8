"""A changed sentence in runs, never cut inside a figure or a Latin word; and the figures that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from archive.compare.alignment import align
from archive.compare.difference import Figure, Run
from archive.compare.figures import Piece, pieces
from archive.compare.normal import squeezed

STRAY = 2
"""Characters. So few that stayed by chance between two longer changes are read as part of one change."""

Place = Literal["text", "title"]
Zone = tuple[Sequence[Piece], Sequence[Piece]]


def compared(
    before: str, after: str, place: Place = "text", before_start: int = 0, after_start: int = 0
) -> tuple[tuple[Run, ...], list[Figure]]:
    """The runs of two sentences, and the figures that changed; the sentences begin at the given offsets.

    The runs' `before` put together is the one sentence, their `after` the other.
    """
    zones = list(_zones(before, after))
    runs = tuple(_run(*map(_text, zone)) for zone in _readable(zones))
    sentences = before.strip(), after.strip()
    return runs, list(_figures(zones, sentences, place, (before_start, after_start)))


def _figures(
    zones: Sequence[Zone], sentences: tuple[str, str], place: Place, begin: tuple[int, int]
) -> Iterator[Figure]:
    ends = [0, 0]
    for zone in zones:
        starts = ends[0] + begin[0], ends[1] + begin[1]
        ends = [ends[0] + len(_text(zone[0])), ends[1] + len(_text(zone[1]))]
        if [piece.key for piece in zone[0]] == [piece.key for piece in zone[1]]:
            continue
        for old, new in _paired(*([piece for piece in side if piece.kind == "figure"] for side in zone)):
            yield Figure(
                old.text if old else "",
                new.text if new else "",
                place,
                begin[0] + old.start if old else starts[0],
                begin[1] + new.start if new else starts[1],
                *sentences,
            )


def _paired(
    before: Sequence[Piece], after: Sequence[Piece]
) -> Iterator[tuple[Piece, None] | tuple[None, Piece] | tuple[Piece, Piece]]:
    """The figures of one change: those with the same measure together, then one by one; 一个 never alone."""
    same = align([piece.measure for piece in before], [piece.measure for piece in after])
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *same, (len(before), len(after))]):
        left = [piece for piece in before[i + 1 : i_next] if not piece.is_weak]
        right = [piece for piece in after[j + 1 : j_next] if not piece.is_weak]
        yield from zip(left, right, strict=False)
        for old in left[len(right) :]:
            yield old, None
        for new in right[len(left) :]:
            yield None, new
        if i_next < len(before) and before[i_next].key != after[j_next].key:
            yield before[i_next], after[j_next]


def _zones(before: str, after: str) -> Iterator[Zone]:
    """The pieces of two sentences in zones: what stayed and what did not, by turns."""
    left, right = pieces(before), pieces(after)
    same = align([piece.key for piece in left], [piece.key for piece in right])
    kept_from = i = j = 0
    for n, (a, b) in enumerate([*same, (len(left), len(right))]):
        if (a, b) != (i, j) or n == len(same):
            if n > kept_from:
                start = same[kept_from]
                yield left[start[0] : i], right[start[1] : j]
            if (a, b) != (i, j):
                yield left[i:a], right[j:b]
            kept_from = n
        i, j = a + 1, b + 1


def _readable(zones: list[Zone]) -> Iterator[Zone]:
    """The zones without strays: what stayed by chance between two longer changes goes with them."""
    held: Zone | None = None
    for n, zone in enumerate(zones):
        if held is not None and not _stayed(held):
            following = zones[n + 1] if n + 1 < len(zones) else None
            if not _stayed(zone) or (following is not None and _is_stray(zone, held, following)):
                held = [*held[0], *zone[0]], [*held[1], *zone[1]]
                continue
        if held is not None:
            yield held
        held = zone
    if held is not None:
        yield held


def _is_stray(zone: Zone, before: Zone, after: Zone) -> bool:
    kept = len(squeezed(_text(zone[0])))
    if any(piece.kind in ("figure", "word") for piece in zone[0]):
        return False
    sizes = [max(map(len, side)) for side in (before, after)]  # a figure is one piece
    return kept <= STRAY and kept < min(sizes)


def _stayed(zone: Zone) -> bool:
    return [piece.key for piece in zone[0]] == [piece.key for piece in zone[1]]


def _run(before: str, after: str) -> Run:
    if before == after:
        return Run("same", before, after)
    seen = _seen(before), _seen(after)
    if seen[0] == seen[1]:
        return Run("space", before, after)
    return Run("replaced" if all(seen) else "removed" if seen[0] else "added", before, after)


def _seen(text: str) -> str:
    """What a reader sees: no white space, but the bounds of cells."""
    return squeezed(text.replace("\t", "│"))


def _text(side: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in side)
