"""A doubt for a reader of Chinese: the characters it is about, and what is odd there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive.marks import quoted
from archive.records import Doubt
from archive.words import DOUBTS


class Doubted(NamedTuple):
    """`place` are the characters, `meaning` the rule's sentence in Chinese, empty for a rule that has none.

    `said` is the sentence as stored, in English, with the particulars.
    """

    place: str
    meaning: str
    said: str


def doubted(text: str, doubts: Iterable[Doubt]) -> list[Doubted]:
    """The doubts of a text in their order."""
    return [Doubted(quoted(text, d.start, d.end), DOUBTS.get(d.rule, ""), d.said) for d in doubts]
