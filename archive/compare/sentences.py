"""A text in sentences: cut after 。！？； and at the ends of lines, with quotations and titles kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.compare.normal import lines, squeezed

LONGEST_QUOTED = 200
"""Characters between two brackets that are kept together; a pair further apart is rather two strays."""

_STOPS = frozenset("。！？；")
_LATIN_STOPS = frozenset("!?;")
"""Stops only behind a Chinese character: elsewhere they are of an address or a formula."""

_PAIRS = dict(zip("“‘「『（(《〈【〔［[", "”’」』）)》〉】〕］]", strict=True))
_ENDS_WITH_STOP = frozenset("”’」』）)")
"""What may close a sentence behind its stop: 他说：“好。”. A title 《你好！》 goes on."""

_AFTER_STOP = _STOPS | _LATIN_STOPS | frozenset("”’")
_MARK = re.compile("[" + re.escape("".join(sorted({*_STOPS, *_LATIN_STOPS, *_PAIRS}))) + "]")
_BRACKET = re.compile("[" + re.escape("".join(sorted({*_PAIRS, *_PAIRS.values()}))) + "]")

DEEPEST = 5
"""Open brackets that a closing one is looked for among; behind stray ones, that is enough."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` with the white space behind it, and its normal form. Sentences cover their text.

    `noise` says why it is no part of the document: then every one of its kind has the same normal form.
    `is_row` is true of a row of a table, which is never cut.
    """

    start: int
    end: int
    normal: str
    noise: str = ""
    is_row: bool = False


def sentences(text: str) -> list[Sentence]:
    """All sentences in order; each begins where the one before it ends. Of a blank text there are none."""
    begun: list[Sentence] = []
    for line in lines(text):
        if line.is_row or line.noise or line.normal != squeezed(text[line.start : line.end]):
            normal = f"\0{line.noise}" if line.noise else line.normal
            begun.append(Sentence(line.start, line.end, normal, line.noise, line.is_row))
            continue
        start = line.start
        for end in (*cuts(text, line.start, line.end), line.end):
            if normal := squeezed(text[start:end]):
                begun.append(Sentence(start, end, normal))
                start = end
    ends = [*(each.start for each in begun[1:]), len(text)]
    return [
        Sentence(each.start if n else 0, end, each.normal, each.noise, each.is_row)
        for n, (each, end) in enumerate(zip(begun, ends, strict=False))
    ]


def cuts(text: str, start: int, end: int) -> Iterator[int]:
    """The places inside a line where a sentence ends and another begins."""
    closing = _closing(text, start, end)
    place = start
    while match := _MARK.search(text, place, end):
        place = match.start()
        if (closes := closing.get(place)) is not None:
            if text[closes] not in _ENDS_WITH_STOP or text[closes - 1] not in _STOPS:
                place = closes + 1
                continue
            place = closes  # 。” ends the sentence that the quotation is in
        elif text[place] in _PAIRS or not _stops(text, start, place):
            place += 1
            continue
        place += 1
        while place < end and text[place] in _AFTER_STOP:
            place += 1
        if place < end:
            yield place


def _stops(text: str, start: int, place: int) -> bool:
    return text[place] in _STOPS or (place > start and text[place - 1] > "\u2fff")


def _closing(text: str, start: int, end: int) -> dict[int, int]:
    """The place of the closing mark of each opening one, inner pairs too, none too far apart."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for match in _BRACKET.finditer(text, start, end):
        place, mark = match.start(), match[0]
        if mark in _PAIRS:
            opened.append(place)
            continue
        for depth in range(len(opened) - 1, max(len(opened) - DEEPEST, 0) - 1, -1):
            if _PAIRS[text[opened[depth]]] == mark:
                if place - opened[depth] <= LONGEST_QUOTED:
                    pairs[opened[depth]] = place
                del opened[depth:]
                break
    return pairs
