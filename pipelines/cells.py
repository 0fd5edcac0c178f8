"""Labels and values in the cells of a table: side by side, or a row of values under a header row."""

from __future__ import annotations

from bisect import bisect_right

from pipelines import labels
from pipelines.tree import Tree, squeeze

_CELLS = ("td", "th")
_MOST_CELLS = 60
"""Cells in a row. A catalogue entry has four, a header row fifteen at most."""
LONGEST_CELL = 300
"""Characters of a cell that are read: a longer one is prose."""
LONGEST_OPENING = 1000
"""Characters of such prose that are kept as evidence."""
_NOTHING, _SEVERAL = -1, -2
"""No row of values stands under a header; several do, each of a document of its own."""


def short(tree: Tree, i: int, limit: int = LONGEST_CELL) -> str | None:
    """The text of an element in one line; None when it is longer than `limit` characters."""
    start, stop = tree.starts[i], tree.stops[i]
    if stop - start > 40 * limit:  # the indents of the source are shorter than that
        return None
    text = squeeze(tree.text[start:stop])
    return text if len(text) <= limit else None


def opening(tree: Tree, i: int) -> str:
    """What stands in an element that is too long for a value: its first `LONGEST_OPENING` characters, and …
    where there are more. For evidence: empty only where nothing stands there.
    """
    start, stop = tree.starts[i], tree.stops[i]
    most = 40 * LONGEST_OPENING  # of the source, with its indents
    text = squeeze(tree.text[start : min(stop, start + most)])
    is_cut = len(text) > LONGEST_OPENING or stop - start > most
    return f"{text[:LONGEST_OPENING]}…" if is_cut else text


class _Rows:
    """The rows of a table, found by how many cells they have."""

    def __init__(self, rows: list[int], cells: dict[int, list[int]]) -> None:
        self.all = rows
        self.place = {row: n for n, row in enumerate(rows)}
        self._by_width: dict[int, list[int]] = {}
        for n, row in enumerate(rows):
            self._by_width.setdefault(len(cells[row]), []).append(n)

    def below(self, row: int, width: int) -> list[int]:
        """The first two rows of that width below a row: one is its values, more are other documents."""
        alike = self._by_width.get(width, [])
        start = bisect_right(alike, self.place[row])
        return [self.all[n] for n in alike[start : start + 2]]


class Tables:
    """The tables of a page; what is asked of a row or a table is read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._cells: dict[int, list[int]] = {}
        self._texts: dict[int, list[str]] = {}
        self._one_cell: dict[int, bool] = {}
        self._rows: dict[int, _Rows] = {}
        self._values: dict[int, int] = {}
        self._headers: dict[int, bool] = {}

    def value(self, holder: int) -> tuple[str, int, str, str] | None:
        """(value, element, shape, unread) for a label that fills its cell; None where it has no cell of its
        own.

        `holder` is the element around the label's text; `unread` opens what is too long for a value.
        """
        cell = self._up(holder, _CELLS)
        row = self._tree.parents[cell] if cell >= 0 else -1
        if row < 0:
            return None
        table, cells = self._up(row, ("table",)), self._cells_of(row)
        if table < 0 or len(cells) > _MOST_CELLS:
            return None
        here, texts = cells.index(cell), self._of(row)
        if not labels.alone(texts[here]):
            return None
        if self._is_header(row, texts):
            values = self._values_of(table, row)
            if values < 0:
                return ("", table, "header-row", "") if values == _NOTHING else None
            raw = self._of(values)[here]
            return raw, table, "header-row", "" if raw else opening(self._tree, self._cells_of(values)[here])
        if here + 2 < len(texts) and texts[here + 1] in (":", "："):  # the colon has a cell of its own
            here += 1
        raw = unread = ""
        # Where other cells hold label and value together, a cell with only a label is an empty field.
        if here + 1 < len(cells):
            raw = self._beside(texts[here], texts[here + 1], table)
            if not texts[here + 1] and not self._is_one_cell(table):
                unread = opening(self._tree, cells[here + 1])
        return raw, row, "cells", unread

    def _beside(self, label: str, text: str, table: int) -> str:
        """The value in the cell after a label's own: it may say the label once more (文号 | 文号：…)."""
        if labels.starts(text):
            again = labels.leading(text)
            mine = labels.alone(label)
            if again is None or mine is None or labels.plain(again.label) != labels.plain(mine.label):
                return ""
            return text[again.end :].strip()
        return "" if self._is_one_cell(table) else text

    def _up(self, i: int, tags: tuple[str, ...]) -> int:
        """The nearest element of these tags, from an element upwards, or -1."""
        names, parents = self._tree.tags, self._tree.parents
        while i >= 0 and names[i] not in tags:
            i = parents[i]
        return i

    def _cells_of(self, row: int) -> list[int]:
        if row not in self._cells:
            self._cells[row] = [c for c in self._tree.children(row) if self._tree.tags[c] in _CELLS]
        return self._cells[row]

    def _of(self, row: int) -> list[str]:
        if row not in self._texts:
            self._texts[row] = [short(self._tree, cell) or "" for cell in self._cells_of(row)]
        return self._texts[row]

    def _rows_in(self, table: int) -> _Rows:
        """The rows of a table itself, not of tables inside; wrongly nested tbody and thead change nothing."""
        if table not in self._rows:
            rows = [row for row in self._tree.of_tag("tr", table) if self._up(row, ("table",)) == table]
            self._rows[table] = _Rows(rows, {row: self._cells_of(row) for row in rows})
        return self._rows[table]

    def _values_of(self, table: int, header: int) -> int:
        """The one row of values under a header; several rows are each a document of its own."""
        if header not in self._values:
            self._values[header] = self._read_values(self._rows_in(table), header)
        return self._values[header]

    def _read_values(self, rows: _Rows, header: int) -> int:
        if header not in rows.place:  # cells that stand in no row
            return _SEVERAL
        values = rows.below(header, len(self._cells_of(header)))
        if not values or labels.starts(self._of(values[0])[0]):
            return _NOTHING
        if len(values) > 1 and all(map(labels.alone, self._of(values[1]))):
            values = values[:1]  # 索引号 | 文号, their values, then 发布机构 | 发布日期 and theirs
        linked = self._tree.of_tag("a", values[0])
        if len(values) == 1 and not linked and not any(map(labels.starts, self._of(values[0]))):
            return values[0]
        return _SEVERAL

    def _is_one_cell(self, table: int) -> bool:
        """Whether a table has cells with label and value together: as many as with a label alone, or more."""
        if table not in self._one_cell:
            both = alone = 0
            for row in self._rows_in(table).all:
                texts = self._of(row)
                for here, text in enumerate(texts):
                    if (match := labels.leading(text)) is not None and text[match.end :].strip():
                        both += here == 0 or labels.alone(texts[here - 1]) is None
                    elif labels.alone(text):
                        alone += 1
            self._one_cell[table] = both >= alone and both > 0
        return self._one_cell[table]

    def _is_header(self, row: int, texts: list[str]) -> bool:
        """Whether a row names columns: more than one cell, each a label, or all of them th."""
        if row not in self._headers:
            self._headers[row] = self._read_header(row, texts)
        return self._headers[row]

    def _read_header(self, row: int, texts: list[str]) -> bool:
        if len(texts) < 2:
            return False
        found = [match for text in texts if (match := labels.alone(text)) is not None]
        known = len(found)
        if known == len(texts):
            return True
        if any(
            match.colon for match in found
        ):  # 索引号：| 1/2024-00001 | 文号： | … in cells that are all th
            return False
        tags = self._tree.tags
        heads = all(tags[c] == "th" for c in self._cells_of(row)) or self._up(row, ("thead",)) >= 0
        return heads and known >= 2
