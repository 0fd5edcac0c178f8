"""Quotation marks “” and title marks 《》 that lack their other half. One rule of `pipelines.losses`."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from archive.records import Doubt

_FURTHEST = 10
"""Lines a quotation may run on before its closing mark: a speech of several paragraphs."""

_ANY = re.compile(r"[“”《》〈〉]")
_WHOLE = re.compile(r"(?:“(?:《(?:〈〉)*》)*”|《(?:〈〉)*》)*+")
"""The marks of a text of which none is in doubt: most texts are done with at this."""

_MARKS = re.compile(r"[“”\n]")
_TITLES = re.compile(r"[《》〈〉\n]|<(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff）])>")


def unbalanced_quotes(text: str) -> Iterator[Doubt]:
    """Doubts of the rule `quotes`, one for each mark whose other half is not there."""
    if not _WHOLE.fullmatch("".join(_ANY.findall(text))):
        yield from _quotations(text)
        yield from _titles(text)


def _quotations(text: str) -> Iterator[Doubt]:
    """Line by line. No loss: a quotation over several lines, each of which may open it anew (GB/T 15834-2011
    §4.8); the same mark typed at both ends (”普法”).
    """
    pending: tuple[int, int] | None = None  # an opening mark of an earlier line: (place, line)
    line, marks, begins = 0, list[int](), 0
    for match in _MARKS.finditer(text + "\n"):
        if match[0] != "\n":
            marks.append(match.start())
            continue
        opened, closed = _unmatched(text, marks)
        if pending is not None and closed and closed[0] < (opened[0] if opened else len(text)):
            closed, pending = closed[1:], None
        elif pending is not None and marks and _anew(text, begins, marks[0]) and _speech(text, pending[0]):
            pending = None
        if pending is not None and line - pending[1] > _FURTHEST:
            yield _doubt(text, pending[0])
            pending = None
        closed = closed if len(closed) % 2 else []  # ”普法”
        opened = opened if len(opened) % 2 else []  # “普法“
        for place in closed:
            yield _doubt(text, place)
        for place in opened[:-1]:
            yield _doubt(text, place)
        if opened:
            if closed:
                yield _doubt(text, opened[-1])
            else:
                if pending is not None:
                    yield _doubt(text, pending[0])
                pending = (opened[-1], line)
        line, marks, begins = line + 1, [], match.end()
    if pending is not None:
        yield _doubt(text, pending[0])


def _anew(text: str, begins: int, mark: int) -> bool:
    """Whether a line that begins there begins with this opening mark."""
    return text[mark] == "“" and mark - begins < 8 and not text[begins:mark].strip()


def _speech(text: str, mark: int) -> bool:
    """Whether a quotation begins as that of a speech does: with its line, or after a colon."""
    before = text[max(0, mark - 8) : mark].rstrip(" \u3000")
    return not before or before[-1] in "\n：:"


def _unmatched(text: str, marks: list[int]) -> tuple[list[int], list[int]]:
    """The opening and the closing marks of a line that have no other half."""
    opened: list[int] = []
    closed: list[int] = []
    for place in marks:
        if text[place] == "“":
            opened.append(place)
        elif opened:
            opened.pop()
        else:
            closed.append(place)
    return opened, closed


def _titles(text: str) -> Iterator[Doubt]:
    """《》 with 〈〉 (and <> as typed for them) inside. A title cut by a line's end is still one
    title; one mark too few at the end of a title within a title (《关于实施《办法》的通知) is a loss too.
    """
    opened: deque[tuple[int, int]] = deque()
    line = 0
    for match in _TITLES.finditer(text):
        mark = match[0]
        if mark == "\n":
            line += 1
            while opened and line - opened[0][1] > 2:
                yield _doubt(text, opened.popleft()[0])
        elif mark == "《" or (mark in "〈<" and opened):
            opened.append((match.start(), line))
        elif mark == "》" or (mark in "〉>" and len(opened) > 1):
            if opened:
                opened.pop()
            else:
                yield _doubt(text, match.start())
    for place, _ in opened:
        if text[place] == "《":
            yield _doubt(text, place)


def _doubt(text: str, place: int) -> Doubt:
    mark = text[place]
    other = {"“": "”", "”": "“", "《": "》", "》": "《", "〈": "〉", "<": ">"}[mark]
    near = text[max(0, place - 6) : place + 7].replace("\n", " ").strip()
    return Doubt("quotes", place, place + 1, f"“{mark}” in “{near}” has no {other}")
