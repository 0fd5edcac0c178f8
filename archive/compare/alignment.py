"""Which element of one sequence is which of another: the same ones in order, and like ones.

Every answer is the same seen from either side: with the sequences exchanged, the pairs are exchanged. The
work is rapidfuzz's, bit-parallel; where two sequences are too long even for that, elements that are unique
in both cut them first (the patience of Bram Cohen's diff).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import pairwise

from rapidfuzz.distance import Indel, LCSseq

Pair = tuple[int, int]

MOST_CELLS = 25_000_000
"""Of the table that one alignment may fill: 5,000 sentences by 5,000, 3 MB, 15 ms."""

ALL_PAIRS = 4096
"""So few pairs of strings are all compared; of more, those that share rare pairs of characters."""

MOST_CHARACTERS = 2_000_000_000
"""Of one string by the other, summed over the pairs compared in full: a bound for texts without stops."""

COMMON = 30
"""A pair of characters in more strings than this does not lead from one to another."""

KIN = 6
"""Candidates that are compared for each string."""


def align(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Places of equal elements in rising order, as many as there can be (or nearly, of very long ones)."""
    if list(left) > list(right):
        return [(i, j) for j, i in align(right, left)]
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    ends = len(left) - tail, len(right) - tail
    found = [(n, n) for n in range(head)]
    middle = left[head : ends[0]], right[head : ends[1]]
    pair_up = _by_anchors if len(middle[0]) * len(middle[1]) > MOST_CELLS else _common
    found += [(i + head, j + head) for i, j in pair_up(*middle)]
    return found + [(ends[0] + n, ends[1] + n) for n in range(tail)]


def likest_in_order(left: Sequence[str], right: Sequence[str], floor: float) -> list[Pair]:
    """Pairs of strings at least `floor` alike (0 to 1), best first chosen, none crossing another."""
    if list(left) > list(right):
        return sorted((i, j) for j, i in likest_in_order(right, left, floor))
    chosen: list[Pair] = []

    def fits(pair: Pair) -> bool:
        place = bisect_left(chosen, pair)
        before = chosen[place - 1] if place else (-1, -1)
        after = chosen[place] if place < len(chosen) else (len(left), len(right))
        return before[0] < pair[0] < after[0] and before[1] < pair[1] < after[1]

    def take(pair: Pair) -> None:
        chosen.insert(bisect_left(chosen, pair), pair)

    return _chosen(left, right, floor, fits, take, chosen)


def likest(left: Sequence[str], right: Sequence[str], floor: float) -> list[Pair]:
    """Pairs of strings at least `floor` alike (0 to 1) wherever they stand, best first chosen, each once."""
    if list(left) > list(right):
        return sorted((i, j) for j, i in likest(right, left, floor))
    chosen: list[Pair] = []
    taken: tuple[set[int], set[int]] = (set(), set())

    def fits(pair: Pair) -> bool:
        return pair[0] not in taken[0] and pair[1] not in taken[1]

    def take(pair: Pair) -> None:
        taken[0].add(pair[0])
        taken[1].add(pair[1])
        chosen.append(pair)

    return sorted(_chosen(left, right, floor, fits, take, chosen))


def alike(left: str, right: str, floor: float = 0.0) -> float:
    """How alike two strings are, 0 to 1: twice what they have in common in order, by their length.

    0 where it is below `floor`.
    """
    return float(Indel.normalized_similarity(left, right, score_cutoff=floor))


def _chosen(
    left: Sequence[str],
    right: Sequence[str],
    floor: float,
    fits: Callable[[Pair], bool],
    take: Callable[[Pair], None],
    chosen: list[Pair],
) -> list[Pair]:
    """Take the candidates that fit, the likest first; among equals those at like places."""
    scored = []
    for i, j in _candidates(left, right):
        score = alike(left[i], right[j], floor)
        if score >= floor:
            apart = abs(i / len(left) - j / len(right))
            scored.append((-score, apart, i, j))
    for _, _, i, j in sorted(scored):
        if fits((i, j)):
            take((i, j))
    return chosen


def _candidates(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    characters = sum(map(len, left)) * sum(map(len, right))
    if len(left) * len(right) <= ALL_PAIRS and characters <= MOST_CHARACTERS:
        return [(i, j) for i in range(len(left)) for j in range(len(right))]
    holders: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(right):
        for shingle in _shingles(text):
            holders[shingle].append(j)
    found: list[Pair] = []
    budget = MOST_CHARACTERS
    for i, text in enumerate(left):
        shared: Counter[int] = Counter()
        for shingle in _shingles(text):
            if len(holders.get(shingle, ())) <= COMMON:
                shared.update(holders.get(shingle, ()))
        place = i * len(right) / len(left)
        near = nsmallest(KIN, shared.items(), key=lambda item: (-item[1], abs(item[0] - place), item[0]))
        for j, _ in near:
            budget -= len(text) * len(right[j])
            if budget > 0:
                found.append((i, j))
    return found


def _shingles(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(max(len(text) - 1, 1))}


def _common(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """A longest common subsequence."""
    if not left or not right:
        return []
    return [
        (op.src_start + n, op.dest_start + n)
        for op in LCSseq.opcodes(list(left), list(right))
        if op.tag == "equal"
        for n in range(op.src_end - op.src_start)
    ]


def _by_anchors(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Elements unique in both first, then what lies between two of them; too much of that stays unpaired."""
    once = [Counter(left), Counter(right)]
    places = {key: j for j, key in enumerate(right) if once[1][key] == 1}
    unique = [(i, places[key]) for i, key in enumerate(left) if once[0][key] == 1 and key in places]
    anchors = rising(unique)
    found: list[Pair] = []
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *anchors, (len(left), len(right))]):
        between = left[i + 1 : i_next], right[j + 1 : j_next]
        if len(between[0]) * len(between[1]) <= MOST_CELLS:
            found += [(i + 1 + a, j + 1 + b) for a, b in _common(*between)]
        if i_next < len(left):
            found.append((i_next, j_next))
    return found


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs whose second places rise as the first do."""
    ends: list[int] = []  # the second place that ends the best run of each length
    last: list[int] = []  # and its pair
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]
    found: list[Pair] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
