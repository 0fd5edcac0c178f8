"""Reading the archive from a page: one snapshot, a time limit, never a lock that a crawl would wait for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.database import Database
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")

ARCHIVE = "archive"

TIME_LIMIT = 5000
"""Milliseconds of SQLite that one page may take. Datasette's own limit does not reach `execute_fn`."""


def archive_name(datasette: Datasette) -> str:
    """The database that is the archive: the one of that name, else the first file; '' where there is none."""
    if ARCHIVE in datasette.databases:
        return ARCHIVE
    return next((name for name, db in datasette.databases.items() if db.path and name[0] != "_"), "")


def archive_database(datasette: Datasette) -> Database:
    """The archive; NotFound where this Datasette serves none."""
    name = archive_name(datasette)
    if not name:
        raise NotFound("这里没有档案库 · This server holds no archive")
    return datasette.databases[name]


async def read(datasette: Datasette, query: Callable[[sqlite3.Connection], T]) -> T:
    """Run queries on one snapshot of the archive. Raises sqlite3.OperationalError when interrupted."""

    def snapshot(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, TIME_LIMIT):
            connection.execute("begin")
            try:
                return query(connection)
            finally:
                connection.rollback()

    result: T = await archive_database(datasette).execute_fn(snapshot)
    return result


def rows(connection: sqlite3.Connection, sql: str, params: Any = ()) -> list[dict[str, Any]]:
    """The answer of a query as plain dicts."""
    cursor = connection.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def one(connection: sqlite3.Connection, sql: str, params: Any = ()) -> Any:
    """The first column of the first row, or None."""
    row = connection.execute(sql, params).fetchone()
    return row[0] if row else None
