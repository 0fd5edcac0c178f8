"""Labels in a text: finding them, in whatever spaces and brackets, and telling them from values."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.spellings import CHROME, LABELS, Label

__all__ = [
    "CHROME",
    "LABELS",
    "Alone",
    "Inline",
    "Label",
    "alone",
    "inline",
    "is_like",
    "leading",
    "may_hold",
    "next_label",
    "plain",
    "starts",
]

_LAST = frozenset(spelling[-1] for spelling in LABELS)
_LONGEST = max(map(len, LABELS))
_SHORTEST = min(map(len, LABELS))
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff\xad"
"""White space of every width, and what takes no width."""
_OPEN, _CLOSE = "【[［〖", "】]］〗"
_AFTER = ":：" + _CLOSE + _SPACES
"""What may stand after the last character of a label."""
_BULLETS = "*＊·•●■◆▪★☆" + _SPACES
"""What may stand before a label in its cell."""
_SET_AFTER = frozenset(_AFTER)
_NO_WORD = "《“（("
_COLON = re.compile(r"[:：]")
_COLON_OR_CLOSE = re.compile(r"[:：】〗\]］]")
"""What ends a label in a text: its colon, or the bracket of 【文　　号】某政发〔2024〕1号 (of [ ]
only where they open the text).
"""
_WINDOW = 40
"""Characters before a colon that a label with its spaces and brackets fits in."""

_LIKE = re.compile(r"\s*[^\s\d:：，。；,;]{1,10}(?:\s[^\s\d:：，。；,;]{1,3}){0,3}\s*[:：]\s*\Z")
_SOME_LABEL = re.compile(r"(?<=\S)\s+[\u4e00-\u9fff]{2,8}\s*[:：]")
_DRESS = re.compile(r"[\s:：【】\[\]［］〖〗\u200b\u2060\ufeff\xad]+")


def plain(label: str) -> str:
    """A label without the spaces inside it and without its colon."""
    return label if label in LABELS else _DRESS.sub("", label)


class Alone(NamedTuple):
    """A text that is a known label and nothing else: the label as printed, and its colon, or the bracket that
    closes 【…】 around it, if there is one.
    """

    label: str
    colon: str


class Inline(NamedTuple):
    """A known label and its colon inside a text: from `start` to `end`, brackets and colon included."""

    label: str
    start: int
    end: int


def inline(text: str, start: int = 0) -> list[Inline]:
    """The known labels with a colon, or in 【】, in a text, in order.

    数据来源： is another label than 来源：, so nothing that belongs to a word may stand before one.
    """
    found: list[Inline] = []
    is_bracketed = "】" in text or "〗" in text or text.lstrip(_SPACES)[:1] in ("[", "［")
    if not is_bracketed and "：" not in text and ":" not in text:
        return found
    for sign in (_COLON_OR_CLOSE if is_bracketed else _COLON).finditer(text, start):
        end = sign.start()
        head = text[max(start, end - _WINDOW) : end].rstrip(_SPACES)
        bare = head.rstrip(_CLOSE).rstrip(_SPACES) if head[-1:] in _CLOSE else head
        if bare[-1:] in _LAST and (at := _label_at_end(bare)) >= 0:
            opening = max(start, end - _WINDOW) + _opening(bare, at)
            if sign[0] in ":：":
                if found and found[-1].label == bare[at:] and found[-1].end > opening:  # 【文号】：
                    found[-1] = found[-1]._replace(end=sign.end())
                else:
                    found.append(Inline(bare[at:], opening, sign.end()))
            elif text[opening] in "【〖" or (text[opening] in "[［" and not text[:opening].strip(_SPACES)):
                found.append(Inline(bare[at:], opening, sign.end()))
    return found


def _label_at_end(text: str) -> int:
    """Where the longest known label that a text ends with begins, or -1."""
    places = [n for n, c in enumerate(text) if c not in _SPACES]
    bare = "".join(text[n] for n in places[-_LONGEST:])
    for size in range(min(_LONGEST, len(bare)), _SHORTEST - 1, -1):
        if bare[-size:] in LABELS:
            at = places[-size]
            before = _opening(text, at)
            if not before or not _of_word(text[before - 1]):
                return at
    return -1


def _of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or character in _NO_WORD


def _opening(text: str, at: int) -> int:
    """Where a label begins, with the bracket before it."""
    before = len(text[max(0, at - 4) : at].rstrip(_SPACES)) + max(0, at - 4)
    return before - 1 if before and text[before - 1] in _OPEN else at


def leading(text: str) -> Inline | None:
    """The known label with a colon that a text begins with, or None."""
    first = next(iter(inline(text[: 2 * _WINDOW])), None)
    return first if first is not None and not text[: first.start].strip() else None


def alone(text: str) -> Alone | None:
    """The label where a text is a known label and nothing else, else None."""
    if not text or len(text) >= 80 or (text[-1] not in _LAST and text[-1] not in _SET_AFTER):
        return None
    bare = text.strip(_SPACES).lstrip(_BULLETS)
    if bare.rstrip(_AFTER)[-1:] not in _LAST:
        return None
    colon = bare[-1] if bare[-1] in ":：" else ""
    bare = bare[:-1].rstrip(_SPACES) if colon else bare
    closing = bare[-1:] if bare[-1:] in _CLOSE else ""
    if bare[:1] in _OPEN:
        bare = bare[1:].lstrip(_SPACES)
        colon = colon or closing
    if closing:
        bare = bare[:-1].rstrip(_SPACES)
    known = bare in LABELS or "".join(c for c in bare if c not in _SPACES) in LABELS
    return Alone(bare, colon) if known else None


def is_like(text: str) -> bool:
    """Whether a text is built like a label, known or not: a few words and a colon."""
    return len(text) < 60 and text.rstrip()[-1:] in (":", "：") and _LIKE.match(text) is not None


def starts(text: str) -> bool:
    """Whether a text is a label, known or not, or begins with one: then it is no value."""
    text = text.strip()
    return bool(text) and (alone(text) is not None or is_like(text) or leading(text) is not None)


def may_hold(text: str) -> bool:
    """Whether a text, not an empty one, can hold a label at all: it has a colon, or ends as labels end."""
    if "：" in text or ":" in text or "】" in text or "〗" in text or text.lstrip()[:1] in ("[", "［"):
        return True
    last = text[-1]
    return last in _LAST or (last in _SET_AFTER and text.rstrip(_AFTER)[-1:] in _LAST)


def next_label(text: str) -> int:
    """Where in a value something built like a label starts, or the value's length."""
    if "：" not in text and ":" not in text:
        return len(text)
    start = len(text) - len(text.lstrip())
    match = _SOME_LABEL.search(text, start)
    return match.start() if match else len(text)
