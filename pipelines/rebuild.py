"""`gongkai rebuild`: the whole database again, from the WARC files alone, on all cores.

It grows in a folder of its own and takes the old one's place only when it is complete.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archive.at_rest import disturb, settle
from archive.backup import back_up
from archive.errors import GongkaiError
from archive.journal import told_by
from archive.opening import read_only
from archive.scanning import scan
from archive.store import Archive
from archive.warc import utc_now
from archive.warc_reader import is_copy
from pipelines.readers import each_in_order, new_pool
from pipelines.replay import Mapped, Replay

_FAST = ("synchronous = off", "journal_mode = off", "locking_mode = exclusive", "cache_size = -65536")
"""Of a database that is thrown away when it is cut off. The cache is 64 MiB."""


@dataclass
class Rebuilt:
    """What was made: crawls and pages read, files that are not ours to replay, and problems as sentences."""

    crawls: int = 0
    pages: int = 0
    problems: list[str] = field(default_factory=list)


def rebuild(
    data: Path, *, processes: int | None = None, watch: Callable[[int, int, int], None] | None = None
) -> Rebuilt:
    """Make `data/archive.db` again from `data/warc/`.

    `watch(files done, files, pages)` is told how far it is. Raises GongkaiError when there is nothing to make
    it from; the database that was there then stays. One that knows captures which are no longer there is kept
    beside the new one, and a problem says so.
    """
    warc = data / "warc"
    files = in_order(warc)
    if not files:
        raise GongkaiError(
            f"{warc} holds no captures of ours: nothing to make an archive from; put back a copy of the"
            " folder, or name the data folder with --data"
        )
    place = data / ".rebuild"
    shutil.rmtree(place, ignore_errors=True)
    result = Rebuilt()
    try:
        with Archive.open(place, create=True) as archive, _readers(processes) as mapped:
            for pragma in _FAST:
                archive.db.execute(f"pragma {pragma}")
            replay, done = Replay(archive, warc, mapped), 0

            def told() -> None:
                nonlocal done
                done += 1
                if watch is not None:
                    watch(done, len(files), replay.pages)

            replay.take(*files, done=told)
            result.problems += replay.problems
            result.pages = replay.pages
            result.crawls = archive.db["crawls"].count
        result.problems += _keep_what_is_lost(data, place / "archive.db")
        _take_its_place(place / "archive.db", data / "archive.db")
        _settle(data / "archive.db")
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return result


def _keep_what_is_lost(data: Path, made: Path) -> list[str]:
    """A copy of the database that is there, if the new one lacks captures it tells of: what is told of it.

    A file of captures that is missing or damaged leaves its rows as the only witness. Of a database that
    cannot be read nothing can be said. Raises GongkaiError where the copy cannot be written.
    """
    try:
        with closing(read_only(data / "archive.db").conn) as held:
            held.execute("attach ? as made", [str(made)])
            lost = held.execute(_LOST).fetchall()
    except (GongkaiError, sqlite3.Error):
        return []
    if not lost:
        return []
    copy = _before(data)
    back_up(data, copy)
    files = ", ".join(f"warc/{file}" for file, _ in lost)
    captures = sum(number for _, number in lost)
    return [
        f"{captures} captures that the database told of cannot be read from {files}: the database that was"
        f" there is kept as {copy}; put back a copy of these files and rebuild again"
    ]


def _before(data: Path) -> Path:
    """What the database that is there is called from now on."""
    return data / f"archive.before-{re.sub(r'[^0-9TZ]', '', utc_now())}.db"


_LOST = """
select f.warc_file, count(*) from fetches f join crawls c on c.id = f.crawl
where f.warc_file is not null and c.outcome <> 'running'
    and not exists (select 1 from made.fetches m where m.id = f.id)
group by f.warc_file order by f.warc_file
"""


def in_order(warc: Path) -> list[Path]:
    """Our own WARC files, by the number of the first crawl in each: crawls of one site follow one another."""
    numbered = []
    for path in sorted(warc.glob("*.warc.gz")):
        if not is_copy(path.name) and (number := _first_crawl(path)) is not None:
            numbered.append((number, path))
    return [path for _, path in sorted(numbered)]


def _first_crawl(path: Path) -> int | None:
    """The number of the crawl that a file begins with; None where it is a stranger's, or of before."""
    try:
        for place, record in enumerate(scan(path)):
            if (told := told_by(record.url, record.block)) is not None:
                return int(told[1].get("crawl", 0))
            if place > 1:
                return None
    except GongkaiError:
        return None
    return None


@contextmanager
def _readers(processes: int | None) -> Iterator[Mapped]:
    """`map` over as many processes as there are cores, in order; `map` itself where one is to do it all."""
    count = processes or len(os.sched_getaffinity(0))
    if count == 1:
        yield map
        return
    pool = new_pool(count)
    try:
        yield partial(each_in_order, pool, count)
    except BrokenProcessPool as error:
        raise GongkaiError(
            "a process that read captures was killed, perhaps for want of memory: the archive stays as it was"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _settle(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        settle(connection, path)
    finally:
        connection.close()


def _take_its_place(made: Path, target: Path) -> None:
    """Put the new database where the old one is, in one transaction: who reads there goes on reading."""
    disturb(target)
    if not target.exists():
        with sqlite3.connect(made) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
        os.replace(made, target)
        return
    source, live = sqlite3.connect(made), sqlite3.connect(target, timeout=60)
    try:
        source.backup(live)
        return
    except sqlite3.OperationalError as error:
        raise GongkaiError(f"{target} could not be replaced ({error}); it stays as it was") from error
    except sqlite3.DatabaseError:
        pass  # too damaged to be written over
    finally:
        source.close()
        live.close()
    _move_aside(target)
    _take_its_place(made, target)


def _move_aside(target: Path) -> None:
    """A file that SQLite does not take for a database, with its log: nobody reads there."""
    aside = _before(target.parent)
    for end in ("-wal", "-shm", ""):
        if (part := Path(f"{target}{end}")).exists():
            os.replace(part, f"{aside}{end}")
