"""`gongkai verify`: everything the archive holds, recomputed; the surest check makes it again and compares.

Nothing of the archive is written. Checks look at one snapshot of the database, so a crawl may run meanwhile:
what is of its site is then left for when it is over.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from archive.chain import Entry
from archive.errors import GongkaiError
from archive.opening import is_current, read_only
from archive.verify import captures, database, links, stamps, wal
from archive.verify import rows as compared
from archive.verify.audit import Audit
from pipelines.extract import EXTRACTOR
from pipelines.rebuild import rebuild

AGAIN = database.AGAIN
MOMENT, MOMENTS = 0.1, 5
"""Seconds between looks, and how many, for the row of a crawl whose capture has begun."""


@dataclass
class Snapshot:
    """The database as it was when the check began, and what of it still changes."""

    db: sqlite3.Connection
    path: Path
    open_crawls: set[int] = field(default_factory=set)
    open_files: set[str] = field(default_factory=set)
    apart: dict[str, str] = field(default_factory=dict)  # sites whose rows are not compared, and why

    def began(self, crawl: int) -> bool:
        """Whether a crawl that the snapshot does not know is in the database by now."""
        for _ in range(MOMENTS):
            with closing(read_only(self.path).conn) as now:
                if now.execute("select 1 from crawls where id = ?", [crawl]).fetchone():
                    return True
            time.sleep(MOMENT)
        return False


def verify(
    data: Path, audit: Audit, *, quick: bool = False, roots: Sequence[x509.Certificate] = (),
    processes: int | None = None,
) -> None:  # fmt: skip
    """Check the archive in `data` and tell `audit`. `quick`: the pages are not read anew.

    Raises GongkaiError where there is nothing to check.
    """
    path = data / "archive.db"
    captures.files(data / "warc")
    audit.watch("the file of the database")
    if path.is_file():
        with audit.reading("archive.db", AGAIN):
            database.check_file(audit, path)
            wal.check_log(audit, path)
    else:
        audit.find("archive.db", "it is not there", AGAIN)
    snapshot = _snapshot(audit, path)
    try:
        # In this order: a crawl writes its captures first, then the log, then the database.
        log = links.entries_in_log(audit, data)
        files = captures.files(data / "warc")
        journal = _check_captures(audit, files, log, snapshot)
        _check_chain(audit, log, journal, {file.name for file in files}, snapshot)
        audit.watch("timestamps")
        stamps.check_tokens(audit, data, {entry.n: entry for entry in log}, roots)
        if snapshot is not None:
            _check_database(audit, snapshot, quick=quick)
            if not quick:
                _check_readings(
                    audit, data, [f for f in files if f.name not in snapshot.open_files], snapshot, processes
                )
    finally:
        if snapshot is not None:
            snapshot.db.close()


def _snapshot(audit: Audit, path: Path) -> Snapshot | None:
    """One transaction that sees the database as it is now; None where it cannot be opened at all."""
    if not path.is_file():
        return None
    try:
        opened = read_only(path)
        current = is_current(opened)
    except Exception as error:  # a damaged file may give anything, bytes that are no text for one
        audit.find("archive.db", f"it cannot be opened ({type(error).__name__}: {error})", AGAIN)
        return None
    connection = opened.conn
    if not current:
        audit.find(
            "archive.db", "its tables are those of another Gongkai", "open it with `gongkai status` first"
        )
        connection.close()
        return None
    snapshot = Snapshot(connection, path)
    with audit.reading("archive.db", AGAIN):
        connection.execute("begin")
        for crawl, site, file in connection.execute(
            "select id, site, warc_file from crawls where outcome = 'running'"
            " and (warc_file is null or warc_file not in (select file from chain))"
        ):
            snapshot.open_crawls.add(crawl)
            snapshot.open_files.add(file or "")
            snapshot.apart[site] = "is being crawled, or its crawl was killed"
        _set_apart(snapshot)
    return snapshot


def _set_apart(snapshot: Snapshot) -> None:
    """Sites whose rows the captures and this program cannot give as they are."""
    for (site,) in snapshot.db.execute(
        "select distinct f.site from fetches f join crawls c on c.id = f.crawl where c.warc_file is null"
    ):
        snapshot.apart.setdefault(site, "has captures of before they told what they are")
    for site, extractor in snapshot.db.execute(
        "select d.site, max(v.extractor) from versions v join documents d on d.id = v.document"
        " where v.extractor <> ? group by d.site",
        [EXTRACTOR],
    ):
        said = f"was read by {extractor}, and this is {EXTRACTOR}: `gongkai rebuild` reads it anew"
        snapshot.apart.setdefault(site, said)


def _check_captures(
    audit: Audit, files: Sequence[Path], log: Sequence[Entry], snapshot: Snapshot | None
) -> captures.Journal:
    check = captures.CaptureCheck(audit, {entry.file: entry for entry in log}, None, set())
    if snapshot is not None:
        check = captures.CaptureCheck(
            audit, {entry.file: entry for entry in log}, snapshot.db, snapshot.open_crawls, snapshot.began
        )
    for number, path in enumerate(files, start=1):
        audit.watch(f"captures {number}/{len(files)}")
        check.check(path)
        if snapshot is not None and check.has_begun(path.name):
            snapshot.open_files.add(path.name)
    return check.journal


def _check_chain(
    audit: Audit, log: Sequence[Entry], journal: captures.Journal, files: set[str], snapshot: Snapshot | None
) -> None:
    audit.watch("the chain")
    held: list[Entry] | None = None
    if snapshot is not None:
        with audit.reading("archive.db: chain", AGAIN):
            held = links.entries_in_database(audit, snapshot.db)
            links.check_unsummed(audit, snapshot.db, log, held, files)
    opened = snapshot.open_crawls if snapshot is not None else set()
    links.check_links(audit, log, held, journal, files, opened)


def _check_database(audit: Audit, snapshot: Snapshot, *, quick: bool) -> None:
    audit.watch("the pages of the database")
    with audit.reading("archive.db", AGAIN):
        database.check_pages(audit, snapshot.db)
        database.check_schema(audit, snapshot.db)
        database.check_sequence(audit, snapshot.db)
        captures.before_the_journal(audit, snapshot.db)
    if quick or snapshot.apart:
        audit.watch("versions and the search index")
        with audit.reading("archive.db", AGAIN):
            database.check_versions(audit, snapshot.db)
            database.check_index(audit, snapshot.db)


def _check_readings(
    audit: Audit, data: Path, files: Sequence[Path], snapshot: Snapshot, processes: int | None
) -> None:
    """Every page read anew from its capture: the archive that this gives against the one that is there."""
    audit.watch("reading all pages anew")
    for site, why in sorted(snapshot.apart.items()):
        audit.notes.append(f"{site} {why}; its rows were not compared with a new reading")
    with _room(data) as folder:
        (folder / "warc").mkdir()
        for file in files:
            (folder / "warc" / file.name).symlink_to(file.resolve())
        try:
            made = rebuild(
                folder,
                processes=processes,
                watch=lambda done, files, pages: audit.watch(
                    f"read anew: {done}/{files} files, {pages} pages"
                ),
            )
        except GongkaiError as error:
            audit.notes.append(f"nothing was read anew: {error}")
            return
        except Exception as error:  # captures can be damaged in any way
            audit.find(
                "warc", f"the pages cannot be read anew ({type(error).__name__}: {error})", captures.COPY
            )
            return
        for said in made.problems:
            audit.find("warc", f"while reading anew: {said.replace(f'{folder}/', '')}", captures.COPY)
        audit.counts["pages read anew"] = made.pages
        with closing(read_only(folder / "archive.db").conn) as again:
            _compare(audit, snapshot, again)


def _compare(audit: Audit, snapshot: Snapshot, made: sqlite3.Connection) -> None:
    without = json.dumps(sorted(snapshot.apart))
    with audit.reading("archive.db", AGAIN):
        for table in compared.tables(made):
            audit.watch(f"comparing {table.name}")
            with audit.reading(f"archive.db: {table.name}", AGAIN):
                compared.compare(audit, snapshot.db, made, table, without)
    audit.watch("comparing the search index")
    with audit.reading("archive.db: search_index", AGAIN):
        compared.compare_words(audit, snapshot.db, made, without)


@contextmanager
def _room(data: Path) -> Iterator[Path]:
    """A folder for an archive: beside the one that is there, or elsewhere, if that cannot be written."""
    try:
        made = tempfile.TemporaryDirectory(prefix=".verify-", dir=data)
    except OSError:
        made = tempfile.TemporaryDirectory(prefix="gongkai-verify-")
    with made as folder:
        yield Path(folder)
