"""`gongkai export bagit`: a bag (RFC 8493) for whoever is to keep the archive.

Its payload is a data folder of ours, to be put to use again by copying it, and beside it what needs no
Gongkai: tables and lines. Manifests are SHA-256 and SHA-512, made by the Library of Congress' bagit.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from archive.errors import GongkaiError
from archive.export.captures import Source, beside, missing, sources
from archive.export.choice import Choice, choose
from archive.export.csv_file import write_csv
from archive.export.jsonl import write_jsonl
from archive.export.output import new_folder
from archive.export.tables import TABLES

TABLES_FOLDER = "tables"
_PIECE = 1 << 20
_DESCRIPTION = (
    "Pages of the disclosure columns (政府信息公开) of Chinese governments, as captured by Gongkai: WARC"
    " files (ISO 28500) in warc/, {database}tables as CSV and JSON Lines in tables/. {choice}"
)


@dataclass
class Bagged:
    """What a bag holds: documents, WARC files, and what a reader should know, as sentences."""

    documents: int = 0
    warcs: int = 0
    problems: list[str] = field(default_factory=list)


def write_bag(
    connection: sqlite3.Connection,
    data: Path,
    path: Path,
    choice: Choice,
    *,
    organization: str = "",
    contact: str = "",
    force: bool = False,
) -> Bagged:
    """Make the folder `path` a bag of everything, or of a choice.

    `organization` and `contact` are for bag-info.txt. Raises GongkaiError where nothing answers the choice, a
    capture is missing, or the folder cannot be written.
    """
    import bagit  # a moment to import, and nothing else needs it

    if path.exists() and force and not (path / "bagit.txt").exists():
        raise GongkaiError(f"{path} is there and is no bag, so it is not replaced: give another name")
    result = Bagged()
    connection.execute("begin")  # one moment of the database: the captures it names are in the WARCs by then
    try:
        with new_folder(path, force=force) as folder:
            result.documents = choose(connection, choice)
            if choice.is_all:
                _copy_database(connection, folder / "archive.db")
            _write_tables(connection, folder / TABLES_FOLDER)
            _copy_captures(connection, data, folder, choice, result)
            information = _information(connection, choice, organization, contact)
            try:
                bagit.make_bag(str(folder), information, checksums=["sha256", "sha512"])
            except bagit.BagError as error:
                raise GongkaiError(f"{path} could not be made a bag: {error}") from error
    finally:
        connection.rollback()
    return result


def _copy_database(connection: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
        copy.execute("pragma journal_mode = delete")


def _write_tables(connection: sqlite3.Connection, folder: Path) -> None:
    """Every table for programs, as CSV, and the versions with all their evidence, as lines."""
    folder.mkdir()
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open("wb") as out:
            write_csv(connection, table, out, plain=True)
    with (folder / "versions.jsonl").open("wb") as out:
        write_jsonl(connection, TABLES["versions"], out)


def _copy_captures(
    connection: sqlite3.Connection, data: Path, folder: Path, choice: Choice, result: Bagged
) -> None:
    (folder / "warc").mkdir()
    for place, paths in beside(data).items() if choice.is_all else ():
        for path in paths:
            (folder / place).mkdir(exist_ok=True)
            shutil.copyfile(path, folder / place / path.name)
    if choice.is_all:
        result.problems += missing(connection, data / "warc")
    for source in sources(connection, data / "warc", choice):
        if source.problem:
            result.problems.append(f"{source.problem}; the file is in the bag as it is")
        with (folder / "warc" / source.path.name).open("wb") as out:
            for piece in _bytes(source):
                out.write(piece)
        result.warcs += 1


def _bytes(source: Source) -> Iterator[bytes]:
    with source.path.open("rb") as stream:
        for offset, length, _ in source.pieces:
            stream.seek(offset)
            while length and (piece := stream.read(min(length, _PIECE))):
                length -= len(piece)
                yield piece


def _information(
    connection: sqlite3.Connection, choice: Choice, organization: str, contact: str
) -> dict[str, str]:
    """bag-info.txt (RFC 8493 §2.2.2); what nobody said is left out."""
    head = connection.execute("select n, hash from chain order by n desc limit 1").fetchone()
    said = choice.said()
    told = {
        "Source-Organization": organization,
        "Contact-Email" if "@" in contact else "Contact-Name": contact,
        "External-Description": _DESCRIPTION.format(
            database="the database archive.db (SQLite), " if choice.is_all else "",
            choice=f"A part: {said}." if said else "All that was captured.",
        ),
        "External-Identifier": f"gongkai-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{choice.name()}",
        "Internal-Sender-Identifier": head[1] if head else "",
        "Internal-Sender-Description": f"the hash of entry {head[0]} of the hash chain" if head else "",
        "Bag-Software-Agent": f"gongkai/{version('gongkai')} with bagit.py {version('bagit')}",
    }
    return {name: " ".join(value.split()) for name, value in told.items() if value}
