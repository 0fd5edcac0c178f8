"""The digest of a database that nobody writes: `archive.db.sha256`, for `sha256sum -c` and `gongkai verify`.

SQLite has no checksums, and much of its file holds no data: a byte changed there changes no row. So whoever
closes the archive after writing leaves the digest of the whole file, and whoever writes again takes it away
first. While it lies there, no byte of the file may differ.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

PATIENCE = 2000
"""Milliseconds to wait for readers that keep the log of SQLite from being put into the file."""
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")


def digest_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def disturb(path: Path) -> None:
    """The database is going to be written: take its digest away, inside the transaction that writes."""
    with suppress(FileNotFoundError):
        digest_file(path).unlink()


def settle(connection: sqlite3.Connection, path: Path) -> bool:
    """Leave the digest of a database that was written; whether that could be done.

    Not while others write, or read for longer than `PATIENCE`.
    """
    try:
        connection.execute(f"pragma busy_timeout = {PATIENCE}")
        (busy, *_) = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        connection.execute("begin immediate")  # nobody else can write until it stands there
    except sqlite3.Error:
        return False
    try:
        if busy or log_size(path):
            return False
        written = digest_file(path).with_name(f".{path.name}.sha256")
        written.write_text(f"{digest_of(path)}  {path.name}\n", "ascii")
        os.replace(written, digest_file(path))
    except OSError:  # a folder that cannot be written any more: the archive is closed all the same
        return False
    finally:
        connection.rollback()
    return True


def log_size(path: Path) -> int:
    """Bytes in SQLite's write-ahead log, which are not in the file yet."""
    try:
        return Path(f"{path}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def digest_of(path: Path) -> str:
    """64 hexadecimal digits over a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recorded(path: Path) -> str | None:
    """The digest that was left for a database; None without one. ValueError where it is not written so."""
    try:
        written = digest_file(path).read_text("ascii")
    except FileNotFoundError:
        return None
    match = _LINE.fullmatch(written)
    if match is None or match[2] != path.name:
        raise ValueError(f"it is not `<64 hexadecimal digits>  {path.name}`")
    return match[1]
