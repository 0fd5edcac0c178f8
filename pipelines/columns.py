"""The fields of a table row, by the labels at the head of the table's columns."""

from __future__ import annotations

from functools import cached_property

from pipelines import labels
from pipelines.cells import short
from pipelines.tree import Tree

_Head = tuple[int, list[str]]


class Columns:
    """The columns of the tables rows stand in; the heads of a table are read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._heads: dict[int, dict[int, list[_Head]]] = {}

    def fields(self, row: int) -> dict[str, str]:
        """Field and text of each cell under a known label; empty for what is no row of a headed table."""
        table = self._table_of(row) if self._tree.tags[row] == "tr" else -1
        if table < 0:
            return {}
        if table not in self._heads:
            self._heads[table] = self._heads_of(table)
        cells = self._cells_of(row)
        for head, meanings in self._heads[table].get(len(cells), []):
            if head != row:
                told = self._tree.text_of
                return {field: told(cell) for field, cell in zip(meanings, cells, strict=True) if field}
        return {}

    def _table_of(self, i: int) -> int:
        """The table an element stands in, the nearest, or -1."""
        tags, parents = self._tree.tags, self._tree.parents
        while (i := parents[i]) >= 0 and tags[i] != "table":
            pass
        return i

    def _cells_of(self, row: int) -> list[int]:
        tags = self._tree.tags
        return [child for child in self._tree.children(row) if tags[child] in ("td", "th")]

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        """The rows of each table itself, not of tables in it; a wrongly nested tbody changes nothing."""
        found: dict[int, list[int]] = {}
        for row in self._tree.by_tag.get("tr", ()):
            found.setdefault(self._table_of(row), []).append(row)
        return found

    def _heads_of(self, table: int) -> dict[int, list[_Head]]:
        """By number of cells, the first two rows that name two columns or more; two, as a row may be one."""
        heads: dict[int, list[_Head]] = {}
        for row in self._rows.get(table, ()):
            cells = self._cells_of(row)
            alike = heads.setdefault(len(cells), [])
            if len(cells) < 2 or len(alike) >= 2:
                continue
            names = [labels.alone(short(self._tree, cell) or "") for cell in cells]
            if sum(name is not None for name in names) >= 2:
                meanings = [labels.LABELS[labels.plain(n.label)].field if n else "" for n in names]
                alike.append((row, meanings))
        return heads
