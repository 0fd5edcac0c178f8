"""The blocks of a version, laid out for reading: lists gathered, merged table cells joined again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.publish.inline import Inline, Notes, inline, links, notes_of

_REPEATED_LABEL = re.compile(r"[\u3400-\u9fff]")
DEEPEST_ITEM = 6
"""Levels of a list that are set in; what lies deeper stands there too."""
_NUMBER = re.compile(r"[-+\d.,%％\s]*")
_VALUE = re.compile(r"[-+\d.,%％\s—–/*]*|(?!(?:19|20)\d\d年)[-+]?\d.{0,11}")
"""A number, with its unit or without, or what stands where there is none; a year heads a column."""
_QUANTITY = re.compile(r"(?!(?:19|20)\d\d年)[-+]?\d[\d.,]*\s*[%％]?[\u3400-\u9fff]{0,3}")
"""12件, 3.5万元: two that are equal are two."""
_LONG_LABEL = 4
"""Characters: what is repeated side by side and as long as that is one merged cell wherever it stands."""
_MOST_HEADS = 4
"""Rows of a header."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with the places it covers."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block for the template. kind: paragraph, heading, table, list, image, note.

    `anchor`: p1, p2 … in order; `runs` are the text with its links, `links` those of a table, whose cells
    have none; `levels` are those of a list's items, from 1; `note` is the number of a footnote that a mark in
    the text leads to, else 0; `size` that of an image, as the page states it.
    """

    kind: str
    anchor: str
    text: str = ""
    level: int = 0
    cells: tuple[tuple[Cell, ...], ...] = ()
    items: tuple[tuple[Inline, ...], ...] = ()
    levels: tuple[int, ...] = ()
    address: str = ""
    runs: tuple[Inline, ...] = ()
    links: tuple[Inline, ...] = ()
    note: int = 0
    size: str = ""


def pieces(blocks: str, text: str) -> list[Piece]:
    """Lay out `versions.blocks` (JSON); where it is empty, the lines of the text are its paragraphs."""
    read: list[dict[str, Any]] = json.loads(blocks or "[]")
    if not read:
        read = [{"kind": "paragraph", "text": line} for line in text.split("\n") if line.strip()]
    return list(_pieces(read, notes_of(read)))


def _pieces(blocks: Sequence[dict[str, Any]], notes: Notes) -> Iterator[Piece]:
    items: list[tuple[Inline, ...]] = []
    levels: list[int] = []
    started = 0
    for number, block in enumerate(blocks, 1):
        kind = str(block.get("kind", "paragraph"))
        if kind == "list_item":
            started = started or number
            items.append(inline(block, notes))
            levels.append(min(max(int(block.get("level") or 1), 1), DEEPEST_ITEM))
            continue
        if items:
            yield Piece("list", f"p{started}", items=tuple(items), levels=tuple(levels))
            items, levels, started = [], [], 0
        yield _piece(kind, f"p{number}", block, notes)
    if items:
        yield Piece("list", f"p{started}", items=tuple(items), levels=tuple(levels))


def _piece(kind: str, anchor: str, block: dict[str, Any], notes: Notes) -> Piece:
    text = str(block.get("text", ""))
    if kind == "table" and block.get("rows"):
        cells = spans([[str(c) for c in row] for row in block["rows"]])
        return Piece("table", anchor, cells=cells, links=links(block))
    if kind == "image":
        width, height = block.get("width"), block.get("height")
        size = f"{width or '?'}×{height or '?'}" if width or height else ""
        return Piece("image", anchor, text, address=str(block.get("address", "")), size=size)
    runs = inline(block, notes)
    if kind == "heading":
        return Piece("heading", anchor, text, min(max(int(block.get("level") or 1), 1), 4), runs=runs)
    if kind == "note":
        return Piece("note", anchor, text, runs=runs, note=next((run.note for run in runs if run.note), 0))
    return Piece("paragraph", anchor, text, runs=runs)


def spans(table: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Join again the cells that one merged cell was repeated into.

    Equal numbers side by side are two numbers, and short words (是, 无, 合格) are two where values stand: a
    label of fewer than four characters (单位, 办理数) is joined only in the header and from the first column
    on.
    """
    covered: set[tuple[int, int]] = set()
    area = _label_area(table)
    laid: list[tuple[Cell, ...]] = []
    heads = _has_header(table)
    for y, row in enumerate(table):
        cells = []
        for x, text in enumerate(row):
            if (y, x) in covered:
                continue
            width, height = _extent(table, y, x, covered, area)
            covered |= {(y + dy, x + dx) for dy in range(height) for dx in range(width)}
            cells.append(Cell(text, width, height, header=heads and y == 0))
        laid.append(tuple(cells))
    return tuple(laid)


def _label_area(table: Sequence[Sequence[str]]) -> tuple[int, int]:
    """(rows of the header, columns of labels): what stands before the first row, and column, with values."""
    heads = next((y for y, row in enumerate(table) if any(map(_VALUE.fullmatch, row))), len(table))
    if not 0 < heads <= _MOST_HEADS or heads == len(table):
        heads = int(_has_header(table))
    columns = min((_first_value(row) for row in table[heads:]), default=0)
    return heads, columns if columns < max(map(len, table), default=0) else 1


def _first_value(row: Sequence[str]) -> int:
    return next((x for x, text in enumerate(row) if _VALUE.fullmatch(text)), len(row))


def _extent(
    table: Sequence[Sequence[str]], y: int, x: int, covered: set[tuple[int, int]], area: tuple[int, int]
) -> tuple[int, int]:
    text, (heads, columns) = table[y][x], area
    if not _REPEATED_LABEL.search(text) or _QUANTITY.fullmatch(text):
        return 1, 1
    right, below = len(table[y]), len(table)
    if len(text) < _LONG_LABEL:
        if y >= heads and (x > 0 or not columns):
            return 1, 1
        right, below = (right, heads) if y < heads else (columns, below)
    width = 1
    while x + width < right and table[y][x + width] == text and (y, x + width) not in covered:
        if 0 < y < heads and table[y - 1][x + width : x + width + 1] != [table[y - 1][x]]:
            break  # 件 under 2022年 and 件 under 2023年 are two
        width += 1
    height = 1
    while y + height < below:
        under = table[y + height][x : x + width]
        if len(under) != width or any(cell != text for cell in under):
            break
        height += 1
    return width, height


def _has_header(table: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: rows follow, and none of its cells is empty or a number.

    A table of two columns is as often a list of names and values, whose first row is like the others.
    """
    return len(table) > 1 and len(table[0]) > 2 and all(not _NUMBER.fullmatch(text) for text in table[0])
