"""Chinese text cut so that SQLite finds every substring of it (measured in docs/benchmarks.md).

The index holds, for each run of Han characters, its overlapping pairs and then its last character alone:
`法治政府` is written `法治 治政 政府 府`. A run of letters or digits is one word. The last character makes
words of one character findable, and keeps a phrase from running over the punctuation between two runs.

Folding looks at one character at a time, never at its neighbours: so the fold of a part is a part of the
fold, and a search finds exactly what a scan for the substring would. (OpenCC's own conversion goes by words.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

SEGMENTER = 2
"""Version of folding and cutting together, stored with the index: change either, count this up."""

HAN = (
    "\u2e80-\u2fd5"  # radicals
    "\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # 々〆〇 and the merchants' numerals
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ue000-\uf8ff"  # private use: rare names on GB 18030 pages
    "\U00020000-\U0003ffff"  # extensions B and beyond
)
_MARKS = "".join(c for c in map(chr, range(0x370, 0xFE00)) if unicodedata.category(c)[0] == "M")
"""Vowel signs and the like, which hold a word of Uyghur, Tibetan or Mongolian together."""

LETTER = f"(?:[^\\W_{HAN}]|[{_MARKS}])"
"""A letter or digit that is no Han character, as a regular expression over folded text."""

_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"((?P<han>[{HAN}]+)|{LETTER}+)")

_DROPPED = (range(0x0300, 0x0370), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Accents and variation selectors."""


class _Folds(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _fold(character: str) -> str:
    """Compatibility forms as one (NFKD), lower case, simplified; accents and invisible characters go."""
    if any(ord(character) in dropped for dropped in _DROPPED):
        return ""
    lower = unicodedata.normalize("NFKD", character).lower()
    return "".join(_simplified(c) for c in unicodedata.normalize("NFKD", lower) if _stays(c))


def _stays(character: str) -> bool:
    return ord(character) not in _DROPPED[0] and unicodedata.category(character) != "Cf"


def _simplified(character: str) -> str:
    """The simplified form, followed to its end (薴 → 苧 → 苎); the ○ many years are written with is 〇."""
    if character == "○":
        return "〇"
    seen = [character]
    while _HAN.match(seen[-1]) and (after := str(_converter().convert(seen[-1]))) not in seen:
        seen.append(after)
    return seen[-1]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """The text as search sees it; folding each character alone gives the same."""
    return text.translate(_FOLDS)


def fold_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters where it stood; None where nothing moved."""
    folded = fold(text)
    if len(folded) == len(text) and all(len(_FOLDS[ord(c)]) == 1 for c in set(text)):
        return folded, None
    return folded, [place for place, c in enumerate(text) for _ in _FOLDS[ord(c)]]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of Han characters, or of letters and digits; `text` is folded."""

    text: str
    is_han: bool

    @property
    def pairs(self) -> list[str]:
        """The overlapping pairs of Han characters; a word of letters or digits whole."""
        return list(map(str.__add__, self.text, self.text[1:])) if self.is_han else [self.text]

    @property
    def tokens(self) -> list[str]:
        """What the index holds of the run: for Han, its pairs and its last character."""
        return [*self.pairs, self.text[-1]] if self.is_han else [self.text]


def runs(text: str) -> Iterator[Run]:
    """The runs of a text in order; what stands between them is not searched."""
    for match in _RUN.finditer(fold(text)):
        yield Run(match[0], match["han"] is not None)


def segment(text: str) -> str:
    """The text as it is written into the index: tokens joined by single spaces."""
    pieces: list[str] = []
    for run, han in _RUN.findall(fold(text)):
        if han:
            pieces += map(str.__add__, han, han[1:])
            pieces.append(han[-1])
        else:
            pieces.append(run)
    return " ".join(pieces)
