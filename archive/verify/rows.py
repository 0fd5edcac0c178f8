"""Compares two archives row by row: the one that is there, and the one made again from its captures."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from archive.verify.audit import Audit, difference, shown

AGAIN = "`gongkai rebuild` makes the database again from the captures"
MOST = 20
"""Findings of one table that are told one by one."""

PIECE = 100
"""Rows of each side that are held and compared at once; one of `versions` has a whole text."""

APART = {
    "chain": "the log and the captures tell it (`archive.verify.links`)",
    "readings": "a rebuild reads all anew and has none",
    "sequence": "it counts the numbers given, those of captures that a kill prevented too",
}
"""Tables that are not compared, and why."""


@dataclass(frozen=True)
class Table:
    """A table: its columns, those of its key, and how to tell the site that a row belongs to."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    site: str

    @property
    def query(self) -> str:
        """Its rows in the order of the key, but for those of the sites in a parameter (JSON)."""
        named = ", ".join(f't."{column}"' for column in (*self.key, *self.columns))
        order = ", ".join(f't."{column}"' for column in self.key)
        known = f"coalesce({self.site}, '') not in (select value from json_each(?))"
        where = f" where {known}" if self.site else ""
        return f'select {named} from "{self.name}" t{where} order by {order}'


def tables(db: sqlite3.Connection) -> list[Table]:
    """The tables to be compared: all but those of SQLite, of the search index, and `APART`."""
    names = db.execute(
        "select name from sqlite_master where type = 'table' and name not like 'search_index%'"
        " and name not like 'sqlite_%' and name not like '_sqlite%' order by name"
    ).fetchall()
    return [_table(db, name) for (name,) in names if name not in APART]


def _table(db: sqlite3.Connection, name: str) -> Table:
    told = db.execute(f'pragma table_info("{name}")').fetchall()
    key = [column for _, column, _, _, _, place in sorted(told, key=lambda row: row[5]) if place]
    others = tuple(column for _, column, *_ in told if column not in key)
    return Table(name, others, tuple(key), _site_of(db, name, "t"))


def _site_of(db: sqlite3.Connection, table: str, alias: str, depth: int = 0) -> str:
    """An SQL expression for the site that a row belongs to, along the foreign keys."""
    if table == "sites":
        return f"{alias}.id"
    keys = [(target, column, to or "id") for _, _, target, column, to, *_ in db.execute(
        f'pragma foreign_key_list("{table}")'
    )]  # fmt: skip
    for target, column, _ in keys:
        if target == "sites":
            return f'{alias}."{column}"'
    for target, column, to in keys:
        if target != table and depth < 4:
            below = f"{alias}_{depth}"
            inner = _site_of(db, target, below, depth + 1)
            if inner:
                return f'(select {inner} from "{target}" {below} where {below}."{to}" = {alias}."{column}")'
    return ""


def compare(
    audit: Audit, live: sqlite3.Connection, made: sqlite3.Connection, table: Table, without: str
) -> None:
    """Tell each row that is only in one of them, and each value that differs. `without`: sites, as JSON."""
    told = 0

    def find(key: Sequence[Any], column: str, said: str) -> None:
        nonlocal told
        told += 1
        if told <= MOST:
            row = " ".join(map(shown, key))
            audit.find(f"archive.db: {table.name} {row}{f', {column}' if column else ''}", said, AGAIN)

    both = _rows(live, table, without), _rows(made, table, without)
    for ours, theirs in _differing(audit, "rows", *both, len(table.key)):
        if theirs is None and ours is not None:
            find(ours[: len(table.key)], "", "the captures give no such row")
        elif ours is None and theirs is not None:
            find(theirs[: len(table.key)], "", "the captures give this row, and the database has it not")
        elif ours is not None and theirs is not None:
            pairs = zip(table.columns, ours[len(table.key) :], theirs[len(table.key) :], strict=True)
            for column, found, expected in pairs:
                if found != expected:
                    find(ours[: len(table.key)], column, difference(expected, found))
    if told > MOST:
        audit.find(f"archive.db: {table.name}", f"{told - MOST} more rows or values differ", AGAIN)


Row = tuple[Any, ...]


def _rows(db: sqlite3.Connection, table: Table, without: str) -> sqlite3.Cursor:
    return db.execute(table.query, [without] if table.site else [])


def _differing(
    audit: Audit, counted: str, ours: sqlite3.Cursor, theirs: sqlite3.Cursor, width: int
) -> Iterator[tuple[Row | None, Row | None]]:
    """Two streams in the order of their keys, the first `width` values, matched by them: what is not the same
    in both. They are counted."""
    while (a := ours.fetchmany(PIECE)) == (b := theirs.fetchmany(PIECE)):
        audit.counts[counted] += len(a)
        if not a:
            return
    for pair in _side_by_side(chain(a, ours), chain(b, theirs), width):
        audit.counts[counted] += 1
        if pair[0] != pair[1]:
            yield pair


def _side_by_side(
    ours: Iterator[Row], theirs: Iterator[Row], width: int
) -> Iterator[tuple[Row | None, Row | None]]:
    a, b = next(ours, None), next(theirs, None)
    while a is not None or b is not None:
        order = 0 if a == b else _order(a, b, width)
        yield (a if order <= 0 else None), (b if order >= 0 else None)
        if order <= 0:
            a = next(ours, None)
        if order >= 0:
            b = next(theirs, None)


def _order(a: Row | None, b: Row | None, width: int) -> int:
    if a is None or b is None:
        return 1 if a is None else -1
    ours, theirs = _sortable(a[:width]), _sortable(b[:width])
    return (ours > theirs) - (ours < theirs)


def _sortable(key: Row) -> list[tuple[int, Any]]:
    """As SQLite orders values: null, numbers, text by its UTF-8, blobs."""
    return [
        (0, 0) if value is None
        else (1, value) if isinstance(value, int | float)
        else (2, value.encode("utf-8", "surrogatepass")) if isinstance(value, str)
        else (3, value)
        for value in key
    ]  # fmt: skip


def compare_words(audit: Audit, live: sqlite3.Connection, made: sqlite3.Connection, without: str) -> None:
    """The search index word by word: which document has it, in which column, at which place."""
    told = 0
    both = _words(live, without), _words(made, without)
    for ours, theirs in _differing(audit, "words in the search index", *both, 4):
        told += 1
        if told <= MOST:
            word, document, column, place = ours or theirs or ()
            where = f"archive.db: search_index {document}, {column}"
            has = "is not in the text" if theirs is None else "is in the text and not in the index"
            audit.find(where, f"the word {word!r} at place {place} {has}", AGAIN)
    if told > MOST:
        audit.find("archive.db: search_index", f"{told - MOST} more words differ", AGAIN)


def _words(db: sqlite3.Connection, without: str) -> sqlite3.Cursor:
    """Of the documents that are not of some sites."""
    db.execute("create virtual table if not exists temp.words using fts5vocab(main, search_index, instance)")
    sql = (
        "select term, doc, col, offset from temp.words where doc not in"
        " (select id from documents where site in (select value from json_each(?)))"
    )
    return db.execute(sql, [without])
