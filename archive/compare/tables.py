"""The tables of two readings, by row and by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.compare.alignment import Pair, align, likest_in_order
from archive.compare.difference import CellChange
from archive.compare.matching import CHANGED
from archive.compare.normal import squeezed
from archive.records import Block

Row = Sequence[str]


def compare_tables(before: Sequence[Block], after: Sequence[Block]) -> tuple[CellChange, ...]:
    """What changed in the tables that both readings have as rows, and rows of tables that only one has."""
    old, new = (
        [block.rows for block in blocks if block.kind == "table" and block.rows] for blocks in (before, after)
    )
    pairs = _paired([_flat(table) for table in old], [_flat(table) for table in new])
    found: list[CellChange] = []
    for i, table in enumerate(old):
        if i not in {i for i, _ in pairs}:
            found += [
                CellChange("row", i + 1, _name(row, n), "", _cells(row), "") for n, row in enumerate(table, 1)
            ]
    partners = {j: i for i, j in pairs}
    for j, table in enumerate(new):
        if j in partners:
            found += _table(j + 1, old[partners[j]], table)
        else:
            found += [
                CellChange("row", j + 1, _name(row, n), "", "", _cells(row)) for n, row in enumerate(table, 1)
            ]
    return tuple(found)


def _table(number: int, before: Sequence[Row], after: Sequence[Row]) -> Iterator[CellChange]:
    columns = _columns(before, after)
    for side, table in ((0, before), (1, after)):
        for n in range(max(map(len, table))):
            if n not in {pair[side] for pair in columns}:
                cells = " | ".join(row[n] for row in table if n < len(row))
                head = _head(table, n)
                yield CellChange("column", number, "", head, *((cells, "") if side == 0 else ("", cells)))
    kept = (
        [[_cell(row, n) for n, _ in columns] for row in before],
        [[_cell(row, n) for _, n in columns] for row in after],
    )
    rows = _paired([_flat([row]) for row in kept[0]], [_flat([row]) for row in kept[1]])
    partners = {j: i for i, j in rows}
    for i, row in enumerate(before):
        if i not in partners.values() and any(map(squeezed, kept[0][i])):
            yield CellChange("row", number, _name(row, i + 1), "", _cells(row), "")
    for j, row in enumerate(after):
        if j not in partners:
            if any(map(squeezed, kept[1][j])):
                yield CellChange("row", number, _name(row, j + 1), "", "", _cells(row))
            continue
        for place, (_, n) in enumerate(columns):
            old, new = kept[0][partners[j]][place], kept[1][j][place]
            if squeezed(old) != squeezed(new):
                yield CellChange("cell", number, _name(row, j + 1), _head(after, n), old, new)


def _columns(before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    """Which column is which: by their heads where their number differs, else by place."""
    widths = max(map(len, before)), max(map(len, after))
    if widths[0] == widths[1]:
        return [(n, n) for n in range(widths[0])]
    heads = [
        [squeezed(_cell(table[0], n)) for n in range(width)]
        for table, width in zip((before, after), widths, strict=True)
    ]
    return align(*heads) or [(n, n) for n in range(min(widths))]


def _paired(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """The same ones in order, and between two of them the likest; as many on both sides, one by one."""
    same = align(before, after)
    found = list(same)
    for (i, j), (i_next, j_next) in pairwise([(-1, -1), *same, (len(before), len(after))]):
        left, right = before[i + 1 : i_next], after[j + 1 : j_next]
        if len(left) == len(right):
            found += [(i + 1 + n, j + 1 + n) for n in range(len(left))]
        elif left and right:
            found += [(i + 1 + a, j + 1 + b) for a, b in likest_in_order(left, right, CHANGED)]
    return sorted(found)


def _flat(table: Sequence[Row]) -> str:
    return "\n".join("\t".join(map(squeezed, row)) for row in table)


def _cells(row: Row) -> str:
    return " | ".join(row)


def _cell(row: Row, n: int) -> str:
    return row[n] if n < len(row) else ""


def _name(row: Row, number: int) -> str:
    """A row by its first cell that is not empty, which most tables have for a label; else by its number."""
    return next((cell for cell in row if squeezed(cell)), "") or str(number)


def _head(table: Sequence[Row], n: int) -> str:
    return _cell(table[0], n) or str(n + 1)
