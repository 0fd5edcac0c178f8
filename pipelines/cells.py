"""Labels and values in the cells of a table: side by side, or a row of values under a header row."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from lxml import html

from pipelines import labels
from pipelines.dom import short_text

Element = html.HtmlElement

_CELLS = ("td", "th")
_MOST_CELLS = 60
"""Cells in a row. A catalogue entry has four, a header row fifteen at most."""


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [child for child in row if child.tag in _CELLS]


def rows_of(table: Element) -> list[Element]:
    """The rows of a table itself, not of tables inside it; wrongly nested tbody and thead change nothing."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


class _Rows:
    """The rows of a table, found by how many cells they have."""

    def __init__(self, table: Element) -> None:
        self.all = rows_of(table)
        self.number = {row: number for number, row in enumerate(self.all)}
        self._by_width: dict[int, list[int]] = {}
        for number, row in enumerate(self.all):
            self._by_width.setdefault(len(cells_of(row)), []).append(number)

    def below(self, row: Element, width: int) -> list[Element]:
        """The first two rows of that width below a row: one is its values, more are other documents."""
        alike = self._by_width.get(width, [])
        start = bisect_right(alike, self.number[row])
        return [self.all[number] for number in alike[start : start + 2]]


class Tables:
    """The tables of a tree; what is asked of a row or a table is read once."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._texts: dict[Element, list[str]] = {}
        self._one_cell: dict[Element, bool] = {}
        self._rows: dict[Element, _Rows] = {}
        self._below: dict[Element, Element | str] = {}

    def value(self, holder: Element, label: str) -> tuple[str, Element, str] | None:
        """(value, element, shape) for a label that fills its cell; None where it has no cell of its own.

        `holder` is the element around the label's text.
        """
        cell = _cell_around(holder, self._root)
        row = cell.getparent() if cell is not None else None
        if cell is None or row is None or next(islice(row, _MOST_CELLS, None), None) is not None:
            return None
        table = next(row.iterancestors("table"), None)
        cells = cells_of(row)
        if table is None or cell not in cells:
            return None
        here, texts = cells.index(cell), self._of(row)
        if not labels.alone(texts[here]):
            return None
        if _is_header(row, texts):
            below = self._row_below(table, row)
            if isinstance(below, str):
                return ("", table, "header-row") if below == _NOTHING else None
            return self._of(below)[here], table, "header-row"
        raw = ""
        # Where other cells hold label and value together, a cell with only a label is an empty field.
        if here + 1 < len(cells) and not labels.starts(texts[here + 1]) and not self._is_one_cell(table):
            raw = texts[here + 1]
        return raw, row, "cells"

    def _of(self, row: Element) -> list[str]:
        if row not in self._texts:
            self._texts[row] = [short_text(cell) or "" for cell in cells_of(row)]
        return self._texts[row]

    def _rows_in(self, table: Element) -> _Rows:
        if table not in self._rows:
            self._rows[table] = _Rows(table)
        return self._rows[table]

    def _row_below(self, table: Element, header: Element) -> Element | str:
        """The one row of values under a header; several rows are each a document of its own."""
        if header not in self._below:
            self._below[header] = self._read_below(self._rows_in(table), header)
        return self._below[header]

    def _read_below(self, rows: _Rows, header: Element) -> Element | str:
        if header not in rows.number:  # cells that stand in no row
            return _SEVERAL
        values = rows.below(header, len(cells_of(header)))
        if not values or labels.starts(self._of(values[0])[0]):
            return _NOTHING
        if (
            len(values) == 1
            and values[0].find(".//a") is None
            and not any(map(labels.starts, self._of(values[0])))
        ):
            return values[0]
        return _SEVERAL

    def _is_one_cell(self, table: Element) -> bool:
        if table not in self._one_cell:
            self._one_cell[table] = any(
                (match := labels.leading(text)) and text[match.end :].strip()
                for row in self._rows_in(table).all
                for text in self._of(row)
            )
        return self._one_cell[table]


_NOTHING, _SEVERAL = "nothing", "several"


def _cell_around(element: Element, root: Element) -> Element | None:
    node: Element | None = element
    while node is not None and node.tag not in _CELLS:
        node = node.getparent() if node is not root else None
    return node


def _is_header(row: Element, texts: list[str]) -> bool:
    """Whether a row names columns: more than one cell, each a label, or all of them th."""
    if len(texts) < 2:
        return False
    if all(t.strip() and labels.alone(t) for t in texts):
        return True
    heads = (
        all(cell.tag == "th" for cell in cells_of(row)) or next(row.iterancestors("thead"), None) is not None
    )
    return heads and sum(bool(labels.alone(t)) for t in texts) >= 2
