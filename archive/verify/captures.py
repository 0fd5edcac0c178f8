"""Checks WARC files: digests of records, nothing between or behind them, revisits, what the database says."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from archive.chain import Entry
from archive.errors import GongkaiError
from archive.journal import CONTEXT, Context, context_of, told_by
from archive.loading import rows
from archive.members import Broken, Stored, members, tree_over
from archive.merkle import Tree
from archive.verify.audit import Audit, shown
from archive.warc import digest, member_of
from archive.warc_reader import is_copy

COPY = "put back a copy of this file"
LARGEST = 1 << 27
"""Bytes of a record: no answer that a crawl keeps has more than a quarter."""


@dataclass
class Journal:
    """What the files say, for the checks that come after: the chain's entries by their numbers, with where
    each stands, and the crawls that began."""

    entries: dict[int, dict[str, str]] = field(default_factory=dict)
    crawls: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Parsed:
    """A record of ours as it lies in its file."""

    stored: Stored
    fields: Mapping[str, str]
    block: bytes
    behind: bytes

    @property
    def kind(self) -> str:
        return self.fields.get("WARC-Type", "")

    @property
    def url(self) -> str:
        return self.fields.get("WARC-Target-URI", "")

    @property
    def id(self) -> str:
        return self.fields.get("WARC-Record-ID", "")


class CaptureCheck:
    """Checks the files of a folder against themselves, the chain and, where there is one, the database.

    `entries`: the chain's, by file. `open_crawls`: those that still go on; `began(crawl)` tells whether one
    has begun since the database was looked at, and is then one of them.
    """

    def __init__(
        self,
        audit: Audit,
        entries: Mapping[str, Entry],
        db: sqlite3.Connection | None,
        open_crawls: set[int],
        began: Callable[[int], bool] = lambda _: False,
    ) -> None:
        self.audit, self._entries, self._db, self._open, self._began = audit, entries, db, open_crawls, began
        self.journal = Journal()
        self._begun: set[str] = set()

    def check(self, path: Path) -> None:
        """One file. Whatever is wrong with it is told; nothing is raised."""
        with self.audit.reading(f"warc/{path.name}", COPY):
            self.audit.counts["WARC files"] += 1
            if is_copy(path.name):
                self._check_copy(path)
            elif path.name.endswith(".warc.gz"):
                _Own(self, path).check()
            else:
                self.audit.notes.append(f"warc/{path.name} is not a file of Gongkai's and was not checked")

    def _check_copy(self, path: Path) -> None:
        """Somebody else's file: its name is the beginning of its SHA-256, whatever its own records claim."""
        named = path.name.split("-")[1].split(".")[0]
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()[:32]
        if found != named:
            self.audit.find(
                f"warc/{path.name}",
                f"its SHA-256 begins with {found}, not with {named} as its name says",
                COPY,
            )
        tree, entry = tree_over(path), self._entries.get(path.name)
        self.audit.counts["records"] += tree.size
        if entry is not None and tree.summed != (entry.records, entry.root):
            self.misses_root(path.name, entry, tree)

    def misses_root(self, file: str, entry: Entry, tree: Tree) -> None:
        self.audit.find(
            f"warc/{file}",
            f"entry {entry.n} of the chain sums {entry.records} records to {entry.root}, and the file has"
            f" {tree.size} that give sha256:{tree.root.hex()}",
            COPY,
        )

    def begins(self, crawl: int, file: str) -> None:
        """A file says that a crawl begins."""
        self.journal.crawls.add(crawl)
        if self.has_database and self.row("crawls", crawl) is None and self._began(crawl):
            self._open.add(crawl)
            self._begun.add(file)

    def has_begun(self, file: str) -> bool:
        """Whether a file was begun after the database was looked at."""
        return file in self._begun

    def is_open(self, crawls: set[int]) -> bool:
        return bool(crawls & self._open)

    def row(self, table: str, number: int) -> dict[str, Any] | None:
        found = rows(self._db, f"select * from {table} where id = ?", [number]) if self._db else []
        return found[0] if found else None

    @property
    def has_database(self) -> bool:
        return self._db is not None

    def fetches_of(self, crawl: int) -> Iterator[int]:
        if self._db is not None:
            yield from (n for (n,) in self._db.execute("select id from fetches where crawl = ?", [crawl]))

    def near(self, file: str, offset: int) -> str:
        """What the database says lies at a place, for a person to know what is lost."""
        if self._db is None:
            return ""
        sql = "select id, url from fetches where warc_file = ? and warc_offset = ?"
        found = self._db.execute(sql, [file, offset]).fetchone()
        return f" (fetch {found[0]} of {found[1]})" if found else ""


class _Own:
    """One file of our own."""

    def __init__(self, desk: CaptureCheck, path: Path) -> None:
        self.desk, self.path, self.audit = desk, path, desk.audit
        self.entry = desk._entries.get(path.name)
        self.crawls: set[int] = set()
        self.fetches: set[int] = set()
        self.ids: set[str] = set()
        self.concurrent: list[tuple[int, str]] = []
        self.info = ""
        self.ended: set[int] = set()

    def check(self) -> None:
        tree, summed = Tree(), None
        try:
            with self.path.open("rb") as stream:
                for record in self._records(stream):
                    if self.entry is not None and tree.size == self.entry.records:
                        summed = tree.root
                    tree.add(record.stored.leaf)
                    self.audit.counts["records"] += 1
                    self._check(record, behind_the_end=summed is not None)
        except Broken as error:
            self._broken(error)
            return
        if self.entry is not None:
            root = summed if summed is not None else tree.root
            if f"sha256:{root.hex()}" != self.entry.root or tree.size < self.entry.records:
                self.desk.misses_root(self.path.name, self.entry, tree)
        for offset, other in self.concurrent:
            if other not in self.ids:
                self._find(offset, f"WARC-Concurrent-To names {other}, which is not in the file")
        self._check_rows()

    def _records(self, stream: IO[bytes]) -> Iterator[Parsed]:
        content: list[bytes] = []
        size = 0

        def take(piece: bytes) -> None:
            nonlocal size
            size += len(piece)
            if size <= LARGEST:
                content.append(piece)

        for place in members(stream, self.path, take):
            if size > LARGEST:
                raise Broken(self.path, place.offset, f"it unpacks to more than {LARGEST} bytes")
            yield _parsed(self.path, place, b"".join(content))
            content.clear()
            size = 0

    def _check(self, record: Parsed, *, behind_the_end: bool) -> None:
        place, fields = record.stored.offset, record.fields
        if record.behind != b"\r\n\r\n":
            self._find(
                place, f"{shown(record.behind[:20])} stands behind its block, where two line breaks should"
            )
        said = fields.get("WARC-Block-Digest")
        if said != digest(record.block):
            self._find(place, f"WARC-Block-Digest says {said}, and the block has {digest(record.block)}")
        self._check_payload(record)
        if not record.id or record.id in self.ids:
            self._find(place, f"its WARC-Record-ID {record.id!r} is that of another record")
        self.ids.add(record.id)
        if record.kind == "warcinfo":
            self.info = record.id
            if fields.get("WARC-Filename") != self.path.name:
                self._find(place, f"WARC-Filename says {fields.get('WARC-Filename')}")
        elif fields.get("WARC-Warcinfo-ID") != self.info:
            self._find(place, f"WARC-Warcinfo-ID is {fields.get('WARC-Warcinfo-ID')}, not {self.info}")
        if other := fields.get("WARC-Concurrent-To"):
            self.concurrent.append((place, other))
        if told := told_by(record.url, record.block):
            self._check_event(record, *told)
        elif record.url.startswith("urn:gongkai:"):
            self._find(place, f"what it tells of {record.url} is no JSON object")
        if behind_the_end and record.url != "urn:gongkai:chain":
            self._find(place, "it stands behind the end of the file that the chain sums")
        if CONTEXT in fields:
            self._check_exchange(record)

    def _check_payload(self, record: Parsed) -> None:
        said = record.fields.get("WARC-Payload-Digest")
        if record.kind in ("response", "request"):
            found = digest(record.block.partition(b"\r\n\r\n")[2])
            if said != found:
                self._find(
                    record.stored.offset, f"WARC-Payload-Digest says {said}, and the payload has {found}"
                )
        elif said is not None and record.kind != "revisit":
            self._find(record.stored.offset, f"WARC-Payload-Digest says {said}, where none should stand")

    def _check_exchange(self, record: Parsed) -> None:
        """What the database says of an attempt to fetch, and of the capture that a revisit points to."""
        place = record.stored
        context = context_of(record.fields[CONTEXT])
        if context is None:
            self._find(place.offset, f"its {CONTEXT} cannot be read: {shown(record.fields[CONTEXT])}")
            return
        self.fetches.add(context.fetch)
        self.audit.counts["captures"] += 1
        if record.kind == "revisit":
            self._check_revisit(record, context)
        payload = record.fields.get("WARC-Payload-Digest") or digest(record.block)
        self._compare(context.fetch, context.crawl, place.offset, {
            "url": record.url, "fetched": record.fields.get("WARC-Date"), "warc_file": self.path.name,
            "warc_offset": place.offset, "warc_length": place.length, "warc_record": record.id,
            "payload_digest": payload, "crawl": context.crawl,
        })  # fmt: skip

    def _check_revisit(self, record: Parsed, context: Context) -> None:
        first = self.desk.row("fetches", context.revisits) if context.revisits is not None else None
        if not self.desk.has_database:
            return
        said = {name: record.fields.get(name) for name in ("WARC-Refers-To", "WARC-Payload-Digest")}
        held = None if first is None else (first["warc_file"], first["warc_offset"])
        if first is None or held != context.held or (first["warc_record"], first["payload_digest"]) != (
            said["WARC-Refers-To"], said["WARC-Payload-Digest"],
        ):  # fmt: skip
            found = "no fetch" if first is None else f"{first['warc_record']} with {first['payload_digest']}"
            self._find(
                record.stored.offset,
                f"it is a revisit of {said['WARC-Refers-To']} with {said['WARC-Payload-Digest']} in"
                f" {context.held}, and the database has {found} in {held}",
            )

    def _check_event(self, record: Parsed, name: str, told: dict[str, Any]) -> None:
        place = record.stored.offset
        if name == "crawl-begins":
            self.crawls.add(told["crawl"])
            self.desk.begins(told["crawl"], self.path.name)
        elif name == "crawl-ends":
            self.ended.add(told["crawl"])
        elif name == "chain":
            line = record.block.decode("ascii", "backslashreplace")
            self.desk.journal.entries.setdefault(int(told["n"]), {})[
                f"warc/{self.path.name}: byte {place}"
            ] = line
            self._check_plain(record)
        elif name == "ingested":
            self.fetches.add(told["fetch"])
            self.audit.counts["captures"] += 1
            expected = {
                "warc_file": told["file"], "warc_offset": told["offset"], "warc_length": told["length"],
                "crawl": told["crawl"],
            }  # fmt: skip
            self._compare(told["fetch"], told["crawl"], place, expected)

    def _check_plain(self, record: Parsed) -> None:
        """An entry of the chain, which no root sums, is written in the one way that leaves no byte free."""
        with self.path.open("rb") as stream:
            stream.seek(record.stored.offset)
            packed = stream.read(record.stored.length)
        if packed != member_of(packed[15:-8]):
            self._find(
                record.stored.offset, "its gzip member is not written as Gongkai writes an entry of the chain"
            )

    def _compare(self, fetch: int, crawl: int, place: int, expected: dict[str, Any]) -> None:
        row = self.desk.row("fetches", fetch)
        if not self.desk.has_database or (row is None and self.desk.is_open({crawl})):
            return
        if row is None:
            self._find(place, f"the database has no fetch {fetch}", "`gongkai rebuild` makes it again")
            return
        for name, value in expected.items():
            if row[name] != value:
                self.audit.find(
                    f"archive.db: fetches {fetch}, {name}",
                    f"warc/{self.path.name} at byte {place} says {shown(value)}, the database"
                    f" {shown(row[name])}",
                    "`gongkai rebuild` makes the database again",
                )

    def _check_rows(self) -> None:
        """Fetches that the database has of this file's crawls, and the file has not."""
        if not self.desk.has_database:
            return
        for crawl in sorted(self.crawls):
            if self.desk.row("crawls", crawl) is None and not self.desk.is_open({crawl}):
                self._find(
                    0, f"the database has no crawl {crawl}",
                    "the next crawl of the site takes it in, or `gongkai rebuild`",
                )  # fmt: skip
            for fetch in self.desk.fetches_of(crawl):
                if fetch not in self.fetches and not self.desk.is_open({crawl}):
                    self.audit.find(
                        f"archive.db: fetches {fetch}", f"warc/{self.path.name} has no record of it",
                        "`gongkai rebuild` makes the database again",
                    )  # fmt: skip

    def _broken(self, error: Broken) -> None:
        """Where a file cannot be read on. At the end of one that is being written, it is being written."""
        if self.entry is None and self.desk.is_open(self.crawls) and "cut off" in error.why:
            self.audit.notes.append(f"warc/{self.path.name} is being written, from byte {error.offset} on")
            return
        known = self.desk.near(self.path.name, error.offset)
        self._find(
            error.offset, f"no whole record follows{known}: {error.why}; the file was not checked beyond it"
        )

    def _find(self, offset: int, said: str, remedy: str = COPY) -> None:
        self.audit.find(f"warc/{self.path.name}: byte {offset}", said, remedy)


def _parsed(path: Path, place: Stored, content: bytes) -> Parsed:
    """Raises `Broken` where a member is no record."""
    head, found, rest = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "backslashreplace").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    length = fields.get("Content-Length", "")
    if first != "WARC/1.1" or not found or not length.isdigit():
        raise Broken(path, place.offset, f"it begins with {shown(content[:40])}")
    return Parsed(place, fields, rest[: int(length)], rest[int(length) :])


def files(folder: Path) -> list[Path]:
    """The WARC files of a folder, by name. Raises GongkaiError."""
    if not folder.is_dir():
        raise GongkaiError(
            f"{folder} is not there: nothing to verify; if captures were there, put back a copy of the"
            " folder, else name the data folder with --data"
        )
    return sorted(p for p in folder.iterdir() if p.name.endswith((".warc.gz", ".warc")) and p.name[0] != ".")


def before_the_journal(audit: Audit, db: sqlite3.Connection) -> None:
    """Says how much is of before captures told what they are; the rest of the checks passes it over."""
    sql = "select count(*) from fetches f join crawls c on c.id = f.crawl where c.warc_file is null"
    (number,) = db.execute(sql).fetchone()
    if number:
        audit.notes.append(f"{number} fetches are of before the journal: only their table was checked")
