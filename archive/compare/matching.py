"""Which sentences of two texts belong together: the same ones, those that moved, those that were changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.compare.alignment import Pair, align, alike, likest, likest_in_order
from archive.compare.figures import masked
from archive.compare.normal import joined
from archive.compare.sentences import Sentence

CHANGED = 0.5
"""From here on two sentences at the same place are one that was changed, not one dropped and one added.

Half of their characters are the same ones in order. Of 178,000 pairs of sentences of published reports on
different matters one reaches that; of two statistical communiqués, which share their phrases, 3 in 1,000."""

MOVED = 0.8
"""From here on a sentence elsewhere is the same one, changed on its way."""

SHORTEST_MOVE = 6
"""Characters. What is shorter (是, 一、, a cell of figures) stands in many places, and did not move there."""

SHORTEST_CHANGED_MOVE = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences `before[start:end]` that are `after[start:end]` now; `same` where their normal form is."""

    before: tuple[int, int]
    after: tuple[int, int]
    same: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """Groups rising on both sides, and the pairs of sentences that moved, by their place before."""

    groups: tuple[Group, ...]
    moves: tuple[Pair, ...]


def match(before: Sequence[Sentence], after: Sequence[Sentence]) -> Matching:
    """Pair the sentences of two texts; what is in no group and no move was dropped or added."""
    keys = [sentence.normal for sentence in before], [sentence.normal for sentence in after]
    same = _same(keys)
    free = (
        {i for i in range(len(before)) if not before[i].noise} - {i for i, _ in same},
        {j for j in range(len(after)) if not after[j].noise} - {j for _, j in same},
    )
    moves = _moved(keys, free)
    groups = [Group((i, i + 1), (j, j + 1), True) for i, j in same]
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *same, (len(before), len(after))]):
        gap = (
            [n for n in range(i + 1, i_next) if n in free[0]],
            [n for n in range(j + 1, j_next) if n in free[1]],
        )
        if gap[0] and gap[1]:
            groups += _in_gap(keys, gap)
    for group in groups:
        free[0].difference_update(range(*group.before))
        free[1].difference_update(range(*group.after))
    moves += _moved_and_changed(keys, free)
    return Matching(tuple(sorted(groups, key=lambda group: group.before)), tuple(sorted(moves)))


Keys = tuple[list[str], list[str]]


def _same(keys: Keys) -> list[Pair]:
    """The same sentences in order: those of some length first, then the short ones between two of them."""
    long = [[n for n, key in enumerate(side) if len(key) >= SHORTEST_MOVE] for side in keys]
    pairs = align(*([side[n] for n in places] for side, places in zip(keys, long, strict=True)))
    found: list[Pair] = []
    anchors = [(long[0][a], long[1][b]) for a, b in pairs]
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *anchors, (len(keys[0]), len(keys[1]))]):
        between = align(keys[0][i + 1 : i_next], keys[1][j + 1 : j_next])
        found += [(i + 1 + a, j + 1 + b) for a, b in between]
        if i_next < len(keys[0]):
            found.append((i_next, j_next))
    return found


def _moved(keys: Keys, free: tuple[set[int], set[int]]) -> list[Pair]:
    """The same sentence elsewhere; the first of several is the first. They are taken out of `free`."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side in (0, 1):
        for n in sorted(free[side]):
            if len(keys[side][n]) >= SHORTEST_MOVE:
                places[keys[side][n]][side].append(n)
    found = [pair for left, right in places.values() for pair in zip(left, right, strict=False)]
    for i, j in found:
        free[0].discard(i)
        free[1].discard(j)
    return found


def _moved_and_changed(keys: Keys, free: tuple[set[int], set[int]]) -> list[Pair]:
    left, right = (
        [n for n in sorted(free[side]) if len(keys[side][n]) >= SHORTEST_CHANGED_MOVE] for side in (0, 1)
    )
    if not left or not right:
        return []
    found = likest([keys[0][i] for i in left], [keys[1][j] for j in right], MOVED)
    return [(left[i], right[j]) for i, j in found]


def _in_gap(keys: Keys, gap: tuple[list[int], list[int]]) -> list[Group]:
    """The changed sentences between two that stayed: those with other figures first, then the likest."""
    left, right = [keys[0][i] for i in gap[0]], [keys[1][j] for j in gap[1]]
    pairs = align([masked(key) for key in left], [masked(key) for key in right])
    found: list[Pair] = []
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *pairs, (len(left), len(right))]):
        rest = left[i + 1 : i_next], right[j + 1 : j_next]
        if rest[0] and rest[1]:
            found += [(i + 1 + a, j + 1 + b) for a, b in likest_in_order(*rest, CHANGED)]
        if i_next < len(left):
            found.append((i_next, j_next))
    placed = [Group(_one(gap[0][i]), _one(gap[1][j]), False) for i, j in found]
    if len(left) != len(right) or len(found) != len(left):
        placed = _stretched(keys, gap, placed)
    return [
        replace(group, same=_text(keys[0], group.before) == _text(keys[1], group.after)) for group in placed
    ]


def _stretched(keys: Keys, gap: tuple[list[int], list[int]], groups: list[Group]) -> list[Group]:
    """Groups with the sentences beside them that make them more alike: one was cut in two, or two joined."""
    free = set(gap[0]), set(gap[1])
    for group in groups:
        free[0].difference_update(range(*group.before))
        free[1].difference_update(range(*group.after))
    if not groups:
        return _whole(keys, gap)
    stretched = []
    for each in groups:
        group, score = each, _score(keys, each)
        while score < 1:
            wider = [(_score(keys, other), other) for other in _wider(group, free)]
            best, found = max(wider, key=lambda item: item[0], default=(0.0, group))
            if best <= score:
                break
            free[0].difference_update(range(*found.before))
            free[1].difference_update(range(*found.after))
            group, score = found, best
        stretched.append(group)
    return stretched


def _whole(keys: Keys, gap: tuple[list[int], list[int]]) -> list[Group]:
    """The whole gap as one group where the sentences are cut so otherwise that none alone is like another."""
    group = Group((gap[0][0], gap[0][-1] + 1), (gap[1][0], gap[1][-1] + 1), False)
    unbroken = all(
        end - start == len(side) for (start, end), side in zip((group.before, group.after), gap, strict=True)
    )
    return [group] if unbroken and _score(keys, group) >= CHANGED else []


def _wider(group: Group, free: tuple[set[int], set[int]]) -> list[Group]:
    (i, i_end), (j, j_end) = group.before, group.after
    return [
        *([replace(group, before=(i - 1, i_end))] if i - 1 in free[0] else []),
        *([replace(group, before=(i, i_end + 1))] if i_end in free[0] else []),
        *([replace(group, after=(j - 1, j_end))] if j - 1 in free[1] else []),
        *([replace(group, after=(j, j_end + 1))] if j_end in free[1] else []),
    ]


def _score(keys: Keys, group: Group) -> float:
    return alike(_text(keys[0], group.before), _text(keys[1], group.after))


def _text(keys: Sequence[str], span: tuple[int, int]) -> str:
    return joined(keys[span[0] : span[1]])


def _one(n: int) -> tuple[int, int]:
    return n, n + 1
