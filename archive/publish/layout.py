"""The blocks of a version, laid out for reading: lists gathered, merged table cells joined again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.publish.inline import Inline, Notes, inline, links, notes_of

_REPEATED_LABEL = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"[-+\d.,%％\s]*")


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
    have none; `note` is the number of a footnote that a mark in the text leads to, else 0; `size` that of an
    image, as the page states it.
    """

    kind: str
    anchor: str
    text: str = ""
    level: int = 0
    cells: tuple[tuple[Cell, ...], ...] = ()
    items: tuple[tuple[Inline, ...], ...] = ()
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
    started = 0
    for number, block in enumerate(blocks, 1):
        kind = str(block.get("kind", "paragraph"))
        if kind == "list_item":
            started = started or number
            items.append(inline(block, notes))
            continue
        if items:
            yield Piece("list", f"p{started}", items=tuple(items))
            items, started = [], 0
        yield _piece(kind, f"p{number}", block, notes)
    if items:
        yield Piece("list", f"p{started}", items=tuple(items))


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

    Only labels of four characters and more are joined: equal numbers side by side are two numbers.
    """
    covered: set[tuple[int, int]] = set()
    laid: list[tuple[Cell, ...]] = []
    heads = _has_header(table)
    for y, row in enumerate(table):
        cells = []
        for x, text in enumerate(row):
            if (y, x) in covered:
                continue
            width, height = _extent(table, y, x, covered)
            covered |= {(y + dy, x + dx) for dy in range(height) for dx in range(width)}
            cells.append(Cell(text, width, height, header=heads and y == 0))
        laid.append(tuple(cells))
    return tuple(laid)


def _extent(table: Sequence[Sequence[str]], y: int, x: int, covered: set[tuple[int, int]]) -> tuple[int, int]:
    text = table[y][x]
    if len(text) < 4 or not _REPEATED_LABEL.search(text):
        return 1, 1
    width = 1
    while x + width < len(table[y]) and table[y][x + width] == text and (y, x + width) not in covered:
        width += 1
    height = 1
    while y + height < len(table):
        below = table[y + height][x : x + width]
        if len(below) != width or any(cell != text for cell in below):
            break
        height += 1
    return width, height


def _has_header(table: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: rows follow, and none of its cells is empty or a number.

    A table of two columns is as often a list of names and values, whose first row is like the others.
    """
    return len(table) > 1 and len(table[0]) > 2 and all(not _NUMBER.fullmatch(text) for text in table[0])
