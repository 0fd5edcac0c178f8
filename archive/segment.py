"""Chinese text as tokens for SQLite's FTS5, so that every substring of it can be found.

Each run of Han characters becomes its overlapping bigrams and then its last character alone; a run of letters or
digits stays one token. Measured against single characters, trigrams and dictionary words in docs/benchmarks.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import opencc

SEGMENTER = 1
"""Raised with every change of what `segment` gives; the index of an older one is refilled when it is opened."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")


class _Folding(dict[int, str]):
    """Folds one character, knowing nothing of its neighbours: a fragment folds as the whole text does."""

    def __missing__(self, code: int) -> str:
        narrow = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(_simplified(character) for character in narrow)
        return self[code]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(character: str) -> str:
    """The simplified form of one character; OpenCC given a phrase would decide by the phrase."""
    return str(_converter().convert(character)) if character >= "\u3400" else character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Full and half width, upper and lower case, traditional and simplified as one."""
    return text.translate(_FOLDING)


def fold_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and where each of its characters stood; None where nothing moved."""
    folded = fold(text)
    if len(folded) == len(text) and all(len(_FOLDING[ord(c)]) == 1 for c in set(text)):
        return folded, None
    return folded, [place for place, c in enumerate(text) for _ in _FOLDING[ord(c)]]


def runs(folded: str) -> Iterator[tuple[str, bool]]:
    """The runs of a folded text in order, and whether each is Han."""
    for match in _RUN.finditer(folded):
        yield match.group(), match.group(1) is not None


def segment(text: str) -> str:
    """The tokens of a text, joined by spaces."""
    return " ".join(
        token for run, han in runs(fold(text)) for token in (han_tokens(run) if han else [coded(run)])
    )


def bigrams(run: str) -> list[str]:
    """The overlapping pairs of a run of Han characters."""
    return [coded(run[i : i + 2]) for i in range(len(run) - 1)]


def han_tokens(run: str) -> list[str]:
    """A whole run: its pairs, and its last character, which ends the run for a phrase."""
    return [*bigrams(run), coded(run[-1])]


def coded(token: str) -> str:
    """A token unicode61 takes whole: characters outside the BMP are not all in its tables, so they are spelt."""
    if token.isascii() or all(c <= "\uffff" for c in token):
        return token
    return "".join(c if c <= "\uffff" else f"\ue000{ord(c):x}\ue001" for c in token)
