"""The fields of a table row, by the labels at the head of the table's columns."""

from __future__ import annotations

from lxml import html

from pipelines import labels
from pipelines.dom import text_of

Element = html.HtmlElement

_Head = tuple[Element, list[str]]


class Columns:
    """The columns of the tables rows stand in; the heads of a table are read once."""

    def __init__(self) -> None:
        self._heads: dict[Element, dict[int, list[_Head]]] = {}

    def fields(self, row: Element) -> dict[str, str]:
        """Field and text of each cell under a known label; empty for what is no row of a headed table."""
        table = next(row.iterancestors("table"), None) if row.tag == "tr" else None
        if table is None:
            return {}
        if table not in self._heads:
            self._heads[table] = _heads_of(table)
        cells = cells_of(row)
        for head, meanings in self._heads[table].get(len(cells), []):
            if head is not row:
                return {field: text_of(cell) for field, cell in zip(meanings, cells, strict=True) if field}
        return {}


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [child for child in row if child.tag in ("td", "th")]


def rows_of(table: Element) -> list[Element]:
    """The rows of a table itself, not of tables inside it; wrongly nested tbody and thead change nothing."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _heads_of(table: Element) -> dict[int, list[_Head]]:
    """By number of cells, the first two rows that name two columns or more; two, as a row may be one."""
    heads: dict[int, list[_Head]] = {}
    for row in rows_of(table):
        names = [labels.alone(text_of(cell)) for cell in cells_of(row)]
        alike = heads.setdefault(len(names), [])
        if len(alike) < 2 and sum(name is not None for name in names) >= 2:
            meanings = [labels.LABELS[labels.plain(n.label)].field if n else "" for n in names]
            alike.append((row, meanings))
    return heads
