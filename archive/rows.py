"""Rows into tables, where a page costs many: each statement is made once.

sqlite-utils asks the schema what a table is like before every insert, five statements for one; that was half
of what saving a page took.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

Row = Mapping[str, Any]


def insert(db: Database, table: str, row: Row) -> int:
    """Put a row into a table; its number. Needs an open transaction."""
    cursor = db.conn.execute(_statement("insert", table, tuple(row)), tuple(row.values()))
    return int(cursor.lastrowid or 0)


def insert_all(db: Database, table: str, rows: Sequence[Row], *, replace: bool = False) -> None:
    """Put rows of the same columns into a table; with `replace` in place of those of the same key. Needs an
    open transaction."""
    if rows:
        verb = "insert or replace" if replace else "insert"
        db.conn.executemany(_statement(verb, table, tuple(rows[0])), [tuple(row.values()) for row in rows])


@lru_cache(maxsize=256)
def _statement(verb: str, table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"{verb} into {table} ({names}) values ({', '.join('?' * len(columns))})"
