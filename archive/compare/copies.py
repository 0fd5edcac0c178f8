"""What one unit's report of a year copies from the report of another year, and what it says anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.compare.alignment import Pair, alike, likest, rising
from archive.compare.figures import masked
from archive.compare.sentences import Sentence, sentences
from archive.records import Report

CopyKind = Literal["identical", "figures", "nearly", "new"]
"""`figures`: the same sentence with other figures; `nearly`: alike by NEARLY or more, figures masked."""

NEARLY = 0.8
"""Four characters of five are the same ones in order. Of 178,000 pairs of sentences of published reports on
different matters none is so alike (the likest reach 0.5); of statistical communiqués 6 in 10,000 are, and
those do share a phrase. A unit's reports of two years share whole sentences, well above it."""

SHORTEST = 8
"""Characters. Shorter ones (一、主要举措, a date) are in every report of the genre, and are not counted."""


@dataclass(frozen=True, slots=True)
class CopiedSentence:
    """A sentence of the later report, and the one of the earlier report it is taken from; starts are offsets.

    `earlier` is empty and `earlier_start` None of a new one. `moved`: it stands in another order there.
    `likeness` 0 to 1, figures masked.
    """

    kind: CopyKind
    text: str
    start: int
    earlier: str = ""
    earlier_start: int | None = None
    likeness: float = 0.0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of the earlier report that the later one does not take up."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Copied:
    """Every counted sentence of the later report in order, and what the earlier one had besides."""

    sentences: tuple[CopiedSentence, ...]
    dropped: tuple[Dropped, ...]

    def count(self, *kinds: CopyKind) -> int:
        return sum(each.kind in kinds for each in self.sentences)

    def share(self, *kinds: CopyKind) -> float:
        """Of the later report's sentences, 0 to 1."""
        return self.count(*kinds) / len(self.sentences) if self.sentences else 0.0

    def share_of_characters(self, *kinds: CopyKind) -> float:
        """Of the characters of the later report's sentences, 0 to 1."""
        whole = sum(len(each.text) for each in self.sentences)
        return sum(len(each.text) for each in self.sentences if each.kind in kinds) / whole if whole else 0.0

    @property
    def forward(self) -> float:
        """The share of sentences copied forward: identical, with other figures, or nearly so."""
        return self.share("identical", "figures", "nearly")

    @property
    def moved(self) -> int:
        return sum(each.moved for each in self.sentences)


def copied(earlier: Report, later: Report) -> Copied:
    """Which sentences of the later report the earlier one has: the same, with other figures, or nearly."""
    old, new = _counted(earlier.text), _counted(later.text)
    kinds: dict[int, tuple[CopyKind, int, float]] = {}
    free = set(range(len(old))), set(range(len(new)))
    for i, j in _same(old, new, free, lambda sentence: sentence.normal):
        kinds[j] = ("identical", i, 1.0)
    for i, j in _same(old, new, free, lambda sentence: masked(sentence.normal)):
        kinds[j] = ("figures", i, 1.0)
    left, right = sorted(free[0]), sorted(free[1])
    forms = [masked(old[i].normal) for i in left], [masked(new[j].normal) for j in right]
    for a, b in likest(*forms, NEARLY):
        kinds[right[b]] = ("nearly", left[a], alike(forms[0][a], forms[1][b]))
    taken = {i for _, i, _ in kinds.values()}
    moved = _out_of_order([(j, i) for j, (_, i, _) in sorted(kinds.items())])
    return Copied(
        tuple(
            _sentence(later.text, earlier.text, new[j], old, kinds.get(j), j in moved)
            for j in range(len(new))
        ),
        tuple(
            Dropped(_shown(earlier.text, sentence), sentence.start)
            for i, sentence in enumerate(old)
            if i not in taken
        ),
    )


def _counted(text: str) -> list[Sentence]:
    return [each for each in sentences(text) if not each.noise and len(each.normal) >= SHORTEST]


def _same(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    free: tuple[set[int], set[int]],
    form: Callable[[Sentence], str],
) -> list[Pair]:
    """Pairs of one form among those that are free, which they then are no more: the first with the first."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for i in sorted(free[0], reverse=True):
        waiting[form(old[i])].append(i)
    found = [(waiting[key].pop(), j) for j in sorted(free[1]) if waiting.get(key := form(new[j]))]
    free[0].difference_update(i for i, _ in found)
    free[1].difference_update(j for _, j in found)
    return found


def _out_of_order(pairs: Sequence[Pair]) -> set[int]:
    """The first places of pairs that are not in the longest run that both reports have in one order."""
    return {j for j, _ in pairs} - {j for j, _ in rising(pairs)}


def _sentence(
    text: str,
    earlier: str,
    sentence: Sentence,
    old: Sequence[Sentence],
    found: tuple[CopyKind, int, float] | None,
    moved: bool,
) -> CopiedSentence:
    shown = _shown(text, sentence)
    if found is None:
        return CopiedSentence("new", shown, sentence.start)
    kind, i, likeness = found
    return CopiedSentence(kind, shown, sentence.start, _shown(earlier, old[i]), old[i].start, likeness, moved)


def _shown(text: str, sentence: Sentence) -> str:
    return text[sentence.start : sentence.end].strip()
