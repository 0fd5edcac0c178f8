"""Opening `archive.db`, and saying in one sentence why it cannot be opened or written."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlite_utils import Database

from archive.at_rest import disturb
from archive.errors import GongkaiError
from archive.schema import migrations

PATIENCE = 120.0
"""Seconds a writer waits for another, which holds the file for a page, or while it makes the index again."""


def connect(path: Path, *, create: bool) -> Database:
    """Open the file for writing; with `create`, make it and its folder. Raises GongkaiError."""
    if create:
        _make_folder(path.parent)
    elif not path.is_file():
        raise missing(path)
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise explain(error, path) from error
    try:
        connection.execute(f"pragma busy_timeout = {PATIENCE * 1000:.0f}")
        _refuse_others(connection, _applied(connection), path)
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise explain(error, path) from error
    except GongkaiError:
        connection.close()
        raise
    return Database(connection)


def read_only(path: Path) -> Database:
    """Open the file to look, live, also where its folder cannot be written. Raises GongkaiError."""
    if not path.is_file():
        raise missing(path)
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = _look(address, path)
    except sqlite3.OperationalError as error:
        if Path(f"{path}-wal").exists():
            raise explain(error, path) from error
        connection = _look(address + "&immutable=1", path)  # no log, and no place to make one
    return Database(connection)


def _look(address: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        applied = _applied(connection)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise explain(error, path) from error
    try:
        _refuse_others(connection, applied, path)
        if not applied:
            raise missing(path)
    except GongkaiError:
        connection.close()
        raise
    return connection


def is_current(db: Database) -> bool:
    """Whether the file has every migration that this Gongkai knows."""
    return _applied(db.conn) == _known()


def migrate(db: Database, path: Path) -> bool:
    """Bring the schema up to date, in one transaction; whether there was anything to do.

    Raises GongkaiError, for one when the disk is full.
    """
    try:
        if is_current(db):
            return False
        db.execute("begin immediate")
        try:
            disturb(path)
            migrations.apply(db)
            db.execute("commit")
        except BaseException:
            db.rollback()
            raise
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error
    return True


def missing(path: Path) -> GongkaiError:
    """There is no archive where one was looked for."""
    return GongkaiError(
        f"no archive in {path.parent}: run `gongkai crawl` first, or name its folder with --data"
    )


def explain(error: sqlite3.Error, path: Path) -> Exception:
    """What SQLite's error means to the person at the keyboard; an error of our own making stays itself."""
    said = str(error)
    for sign, told in _TOLD.items():
        if sign in said:
            return GongkaiError(f"{path} {told}")
    return error


_TOLD = {
    "disk is full": "cannot grow, the disk is full: free some space and start again; what was saved is safe",
    "disk I/O error": "cannot be read or written (disk I/O error): check the disk and its free space",
    "readonly": "cannot be written: check the permissions of the file and its folder, or give another --data",
    "unable to open": "cannot be opened: check that its folder may be written, or give another with --data",
    "not a database": "is not a database: move that file away, or give another folder with --data",
    "malformed": "is damaged: put back a copy, or make it anew from the WARC files with `gongkai ingest`",
    "locked": f"was held by another program for over {PATIENCE:.0f} seconds: end that one, then try again",
}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise GongkaiError(
            f"cannot make the data folder {folder} ({reason}): give another with --data"
        ) from error


def _prepare(connection: sqlite3.Connection) -> None:
    _enter_wal(connection)
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma foreign_keys = on")


def _enter_wal(connection: sqlite3.Connection) -> None:
    """The one change that SQLite refuses at once, without waiting, while another process makes it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _known() -> list[str]:
    return [migration.name for migration in migrations._migrations]


def _applied(connection: sqlite3.Connection) -> list[str]:
    held = connection.execute(
        "select 1 from sqlite_master where type = 'table' and name = ?", [migrations.migrations_table]
    ).fetchone()
    if not held:
        return []
    return [
        name
        for (name,) in connection.execute(
            f"select name from {migrations.migrations_table} where migration_set = ? order by rowid",
            [migrations.name],
        )
    ]


def _refuse_others(connection: sqlite3.Connection, applied: list[str], path: Path) -> None:
    """Neither a schema of the future nor somebody else's database is touched."""
    if unknown := [name for name in applied if name not in _known()]:
        raise GongkaiError(
            f"{path} was made by a newer Gongkai (its schema has {unknown[-1]}): upgrade Gongkai to open it"
        )
    if not applied and connection.execute("select 1 from sqlite_master limit 1").fetchone():
        raise GongkaiError(
            f"{path} is a database but not an archive of Gongkai: give another folder with --data"
        )
