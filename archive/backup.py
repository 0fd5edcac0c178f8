"""`gongkai backup`: the database as it is at one moment, whole, while crawls write on.

It is SQLite's online backup: a reader among others, so no crawl waits for it. The captures are not in it;
what is to be copied beside it, and in which order, is told in docs/operate.md.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from archive.errors import GongkaiError
from archive.export.output import new_path
from archive.opening import explain, read_only


def back_up(data: Path, path: Path, *, force: bool = False) -> int:
    """Copy `data/archive.db` to `path`, and check the copy; its size in bytes.

    The copy is a single file, without a log beside it. Raises GongkaiError where there is no archive, or it
    is damaged, and where `path` is there already or cannot be written; what was there then stays.
    """
    source = data / "archive.db"
    live = read_only(source).conn
    try:
        if path.exists() and os.path.samefile(path, source):
            raise GongkaiError(f"{path} is the archive itself: give another file")
        with new_path(path, force=force) as part:
            _copy(live, part, source, path)
    finally:
        live.close()
    return path.stat().st_size


def _copy(live: sqlite3.Connection, part: Path, source: Path, path: Path) -> None:
    try:
        part.touch()  # whoever may not write there is told so by the system, and not by SQLite
        copy = sqlite3.connect(part, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise explain(error, path) from error
    try:
        live.backup(copy)  # all pages in one step: nothing that is written meanwhile makes it begin anew
        copy.execute("pragma journal_mode = delete")
        ((said,),) = copy.execute("pragma integrity_check(1)")
    except sqlite3.DatabaseError as error:
        damaged = any(sign in str(error) for sign in ("malformed", "not a database"))
        raise explain(error, source if damaged else path) from error
    finally:
        copy.close()
    if said != "ok":
        raise GongkaiError(
            f"{source} is damaged ({said}): make it anew from the captures with `gongkai rebuild` first"
        )
