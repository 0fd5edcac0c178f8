"""Two texts as passages: what stayed, what was changed and in which characters, dropped, added, moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.compare.difference import Figure, Passage, PassageKind, Run
from archive.compare.matching import Group, Matching, match
from archive.compare.normal import lines, normal_text, squeezed
from archive.compare.runs import compared
from archive.compare.sentences import Sentence, sentences

Span = tuple[int, int]


def compare_texts(before: str, after: str) -> tuple[tuple[Passage, ...], tuple[Figure, ...]]:
    """The passages of two texts from end to end, and the figures that changed."""
    if before == after:
        return ((Passage("same", before, after, 0, 0),) if before else ()), ()
    if normal_text(before) == normal_text(after):
        return (Passage("same", before, after, 0, 0, reasons=_reasons(before, after)),), ()
    texts = _Texts(before, after, sentences(before), sentences(after))
    found: list[Figure] = []
    passages = tuple(_joined(_passages(texts, match(texts.left, texts.right), found)))
    return passages, tuple(found)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The two texts with their sentences. A blank text has none, so what it holds belongs to no sentence."""

    before: str
    after: str
    left: Sequence[Sentence]
    right: Sequence[Sentence]

    def span(self, side: int, span: Span) -> tuple[int, str]:
        """Where sentences begin, and their text with all white space behind it."""
        text, cut = (self.before, self.left) if side == 0 else (self.after, self.right)
        if span[0] == span[1]:
            start = cut[span[0]].start if span[0] < len(cut) else len(text)
            return start, ""
        start = cut[span[0]].start
        return start, text[start : cut[span[1] - 1].end]


def _passages(texts: _Texts, matching: Matching, found: list[Figure]) -> Iterator[Passage]:
    numbers = _move_numbers(matching)
    here = {j: (i, numbers[i, j]) for i, j in matching.moves}
    away = {i: (j, numbers[i, j]) for i, j in matching.moves}
    if not texts.left and texts.before:
        yield Passage("same", texts.before, "", 0, 0, reasons=("white space",))
    if not texts.right and texts.after:
        yield Passage("same", "", texts.after, 0, 0, reasons=("white space",))
    i = j = 0
    end = Group((len(texts.left),) * 2, (len(texts.right),) * 2, True)
    for group in (*matching.groups, end):
        for n in range(i, group.before[0]):
            yield _alone(texts, 0, n, j, away.get(n), [])
        for n in range(j, group.after[0]):
            yield _alone(texts, 1, n, group.before[0], here.get(n), found)
        if group is not end:
            yield _together(texts, group, found)
        i, j = group.before[1], group.after[1]


def _alone(
    texts: _Texts, side: int, n: int, opposite: int, moved: tuple[int, int] | None, found: list[Figure]
) -> Passage:
    """A sentence of one text only, or one that moved to or from elsewhere."""
    sentence = (texts.left, texts.right)[side][n]
    start, text = texts.span(side, (n, n + 1))
    other, _ = texts.span(1 - side, (opposite, opposite))
    kinds: tuple[PassageKind, PassageKind] = ("removed", "added")
    reasons = ()
    runs: tuple[Run, ...] = ()
    if sentence.noise:
        kinds, reasons = ("noise", "noise"), (sentence.noise,)  # type: ignore[assignment]
    elif moved:
        kinds = ("moved_away", "moved_here")
        place, partner = texts.span(1 - side, (moved[0], moved[0] + 1))
        if squeezed(partner) != squeezed(text):
            both = (text, partner) if side == 0 else (partner, text)
            starts = (start, place) if side == 0 else (place, start)
            runs, figures = compared(*both, "text", *starts)
            found += figures
    number = moved[1] if moved else 0
    if side == 0:
        return Passage(kinds[0], text, "", start, other, runs, number, reasons)
    return Passage(kinds[1], "", text, other, start, runs, number, reasons)


def _together(texts: _Texts, group: Group, found: list[Figure]) -> Passage:
    before_start, before = texts.span(0, group.before)
    after_start, after = texts.span(1, group.after)
    if not group.same:
        runs, figures = compared(before, after, "text", before_start, after_start)
        found += figures
        return Passage("changed", before, after, before_start, after_start, runs)
    noise = texts.left[group.before[0]].noise
    reasons = () if before == after else (noise,) if noise else _reasons(before, after)
    return Passage("same", before, after, before_start, after_start, reasons=reasons)


def _reasons(before: str, after: str) -> tuple[str, ...]:
    """Why two texts of one normal form are not the same characters."""
    if squeezed(before) == squeezed(after):
        return ("line breaks" if before.count("\n") != after.count("\n") else "white space",)
    set_aside = [Counter((x.noise, x.normal) for x in lines(text) if x.noise) for text in (before, after)]
    found = {reason for side in (0, 1) for reason, _ in set_aside[side] - set_aside[1 - side]}
    return tuple(sorted(found)) or ("view counter",)  # the one that is left out of a byline


def _move_numbers(matching: Matching) -> dict[Span, int]:
    """The number of each move; sentences that moved together are one."""
    numbers: dict[Span, int] = {}
    last, number = (-2, -2), 0
    for i, j in matching.moves:
        if (i, j) != (last[0] + 1, last[1] + 1):
            number += 1
        numbers[i, j] = number
        last = (i, j)
    return numbers


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages of one kind in a row as one, where no more is to be said of each."""
    for _, held in groupby(enumerate(passages), key=_together_with):
        row = [passage for _, passage in held]
        yield replace(
            row[0],
            before="".join(passage.before for passage in row),
            after="".join(passage.after for passage in row),
            reasons=tuple(sorted(reason for passage in row for reason in passage.reasons)),
        )


def _together_with(numbered: tuple[int, Passage]) -> tuple[str, int]:
    """Alike for passages that are shown as one; a number of its own for one with runs, or of one sentence."""
    number, passage = numbered
    if passage.kind not in ("same", "moved_away", "moved_here") or passage.runs:
        return passage.kind, -1 - number
    return passage.kind, passage.move
