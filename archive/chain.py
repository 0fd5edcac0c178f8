"""The hash chain: each WARC file that is closed is summed in a Merkle root, and bound to all before it.

An entry stands in three places: as a record in the journal (`urn:gongkai:chain`), as a line of the log
`chain.jsonl`, which is only appended to, and as a row of `chain`, a view of the journal as the database is.
What the chain proves, and how to check it with other tools, is told in docs/evidence.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive import merkle
from archive.errors import GongkaiError
from archive.loading import rows
from archive.members import stored
from archive.warc import digest


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the chain.

    `n` counts from 1; `crawls` are the numbers of the crawls in the file (none in somebody else's);
    `closed` is when the entry was made (UTC); `root` is the Merkle root (RFC 6962) over the file's first
    `records` records as they are stored, packed: all that it had then. `previous` is the hash of the entry
    before, empty in the first. `restored`: lines of the log that were lost, and were written again just
    before this one.
    """

    n: int
    file: str
    crawls: tuple[int, ...]
    closed: str
    records: int
    root: str
    previous: str
    restored: int = 0

    @property
    def text(self) -> str:
        """What the hash is over: JSON in ASCII, in the order of the fields, without white space."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @property
    def hash(self) -> str:
        """`sha256:` and 64 hexadecimal digits over the text."""
        return digest(self.text.encode())

    @property
    def line(self) -> str:
        """The entry as a line of the log, and as the block of its record: its text, with the hash as last."""
        return f'{self.text[:-1]},"hash":"{self.hash}"}}'


def entry_of(told: Mapping[str, Any]) -> Entry:
    """The entry that a row, a line or a record tells. ValueError where it tells none, or another hash."""
    try:
        crawls = json.loads(told["crawls"]) if isinstance(told["crawls"], str) else told["crawls"]
        entry = Entry(**{n: told[n] for n in Entry.__slots__} | {"crawls": tuple(map(int, crawls))})
        if told["hash"] != entry.hash:
            raise ValueError(f"its hash is {entry.hash}, not {told['hash']}")
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is no entry of a chain ({error})") from error
    return entry


def entry_in(line: str) -> Entry:
    """The entry in a line of the log. ValueError where it is not written as an entry is, to the byte."""
    told = json.loads(line)
    entry = entry_of(told if isinstance(told, dict) else {})
    if entry.line != line:
        raise ValueError("it is not written as an entry is")
    return entry


def row_of(entry: Entry) -> dict[str, Any]:
    """As a row of `chain`."""
    return asdict(entry) | {"crawls": json.dumps(entry.crawls), "hash": entry.hash}


def remember(db: Database, entry: Entry) -> None:
    """Put an entry into the database; one that is there stays. Needs an open transaction."""
    row = row_of(entry)
    names, places = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"insert or ignore into chain ({names}) values ({places})", list(row.values()))


def head(db: Database) -> Entry | None:
    """The last entry that the database has. Raises GongkaiError where its row is damaged."""
    found = rows(db.conn, "select * from chain order by n desc limit 1")
    return entry_held(found[0]) if found else None


def entry_held(row: Mapping[str, Any]) -> Entry:
    """The entry in a row of `chain`. Raises GongkaiError where it is damaged."""
    try:
        return entry_of(row)
    except ValueError as error:
        raise GongkaiError(
            f"entry {row['n']} of the chain is damaged in the database ({error}): see `gongkai verify`"
        ) from error


# Where a fetch stands in it


@dataclass(frozen=True, slots=True)
class Position:
    """The chain position of a fetch: the entry of its file, and where its record lies (bytes)."""

    entry: Entry
    offset: int
    length: int
    record_id: str

    @property
    def file(self) -> str:
        return self.entry.file


@dataclass(frozen=True, slots=True)
class Proof:
    """That a record is one of those that a root sums: its place from 0, its leaf, and the audit path from the
    leaf to the root (RFC 6962 §2.1.1), each hash as 64 hexadecimal digits."""

    position: Position
    index: int
    leaf: str
    path: tuple[str, ...]

    def holds(self, record: bytes) -> bool:
        """Whether the bytes of a record, as they are stored, are those that the root sums."""
        path = [bytes.fromhex(each) for each in self.path]
        try:
            root = merkle.root_by(self.index, self.position.entry.records, merkle.leaf(record), path)
        except ValueError:
            return False
        return self.position.entry.root == f"sha256:{root.hex()}"

    def told(self) -> dict[str, Any]:
        """As plain data, with all that a check needs."""
        entry = self.position.entry
        return {
            "file": entry.file,
            "offset": self.position.offset,
            "length": self.position.length,
            "record": self.position.record_id,
            "index": self.index,
            "records": entry.records,
            "leaf": f"sha256:{self.leaf}",
            "path": [f"sha256:{each}" for each in self.path],
            "root": entry.root,
            "entry": json.loads(entry.line),
        }


def position_of(db: Database | sqlite3.Connection, fetch: int) -> Position | None:
    """Where a fetch stands in the chain; None while its crawl goes on, and for one of before the chain.

    Raises GongkaiError where the row of the chain is damaged.
    """
    connection = db.conn if isinstance(db, Database) else db
    found = rows(connection, _POSITION, [fetch])
    if not found:
        return None
    (row,) = found
    return Position(entry_held(row), row["warc_offset"], row["warc_length"], row["warc_record"])


def proof_of(folder: Path, position: Position) -> Proof:
    """The audit path of a record; `folder` holds the WARC files, and the record's is read whole.

    Raises GongkaiError where the file is not what the entry sums.
    """
    entry = position.entry
    leaves, index = [], None
    for place, record in zip(range(entry.records), stored(folder / entry.file), strict=False):
        leaves.append(record.leaf)
        if record.offset == position.offset:
            index = place
    if index is None or f"sha256:{merkle.root_of(leaves).hex()}" != entry.root:
        raise GongkaiError(
            f"{folder / entry.file} is not the file that entry {entry.n} of the chain sums; `gongkai verify`"
            " tells what is wrong with it"
        )
    path = tuple(each.hex() for each in merkle.path_of(index, leaves))
    return Proof(position, index, leaves[index].hex(), path)


_POSITION = """
select c.*, f.warc_offset, f.warc_length, f.warc_record
from fetches f join chain c on c.file = f.warc_file
where f.id = ?
"""


# How it grows


def following(before: Entry | None, file: str, crawls: Iterable[int], closed: str, summed: tuple[int, str],
              restored: int = 0) -> Entry:  # fmt: skip
    """The entry that comes after another; `summed` are its records and its root."""
    n, previous = (before.n + 1, before.hash) if before is not None else (1, "")
    return Entry(n, file, tuple(crawls), closed, *summed, previous, restored)


def linked(entries: Sequence[Entry]) -> list[str]:
    """What is wrong with how entries follow one another, as sentences."""
    wrong, before = [], None
    for entry in entries:
        n, previous = (before.n + 1, before.hash) if before is not None else (1, "")
        if entry.n != n:
            wrong.append(f"entry {entry.n} stands where {n} should")
        elif entry.previous != previous:
            wrong.append(f"entry {entry.n} names {entry.previous!r} as the one before, which is {previous!r}")
        before = entry
    return wrong
