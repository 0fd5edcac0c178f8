"""What is handed over as a table: its columns with their types, and its rows, one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from archive.history import duplicates, history, states_of
from archive.loading import load
from archive.plain import held_as_plain
from archive.records import FIELD_NAMES

Kind = Literal["integer", "text", "year", "day", "time"]
"""`day`: YYYY-MM-DD, or as far of it as is printed. `time`: UTC, ISO 8601 with `Z`."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    sql: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """`rest` is the SQL after the columns; it needs the table of `archive.export.choice.choose`."""

    name: str
    said: str
    columns: tuple[Column, ...]
    rest: str

    def rows(self, connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
        """The rows in order, as the database hands them out: none is kept."""
        columns = ", ".join(f"{column.sql} as {column.name}" for column in self.columns)
        return connection.execute(f"select {columns} {self.rest}")

    def objects(self, connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
        """The rows as objects; of documents and versions, with their evidence, blocks, states and history."""
        if self.name not in _NESTED:
            names = [column.name for column in self.columns]
            yield from (dict(zip(names, row, strict=True)) for row in self.rows(connection))
            return
        for document, number in connection.execute(_NESTED[self.name]):
            if (held := load(connection, document, number)) is not None:
                told = {
                    "states": states_of(connection, document),
                    "history": history(connection, document),
                    "duplicates": duplicates(connection, document),
                }
                yield held_as_plain(held) | told

    def without(self, *names: str) -> Table:
        """The table without some columns."""
        kept = tuple(column for column in self.columns if column.name not in names)
        return Table(self.name, self.said, kept, self.rest)


_FIELD_KINDS: dict[str, Kind] = {"report_year": "year", "date_written": "day", "date_published": "day"}
_FIELDS = tuple(Column(name, f"v.{name}", _FIELD_KINDS.get(name, "text")) for name in FIELD_NAMES)
_CAPTURE = (
    Column("captured", "f.fetched", "time"),
    Column("payload_digest", "f.payload_digest"),
    Column("warc_file", "f.warc_file"),
    Column("warc_offset", "f.warc_offset", "integer"),
    Column("warc_record", "f.warc_record"),
)
_ADDRESS = (Column("document", "d.id", "integer"), Column("url", "d.url"))
_CHOSEN = "d.id in (select document from temp.chosen)"

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "documents",
            "each document by its newest version",
            (
                *_ADDRESS,
                Column("site_id", "d.site"),
                Column("site", "s.name"),
                Column("title", "v.title"),
                *_FIELDS,
                Column("state", "t.state"),
                Column("state_since", "t.since", "time"),
                Column("first_seen", "d.first_seen", "time"),
                Column("last_seen", "d.last_seen", "time"),
                Column("version", "v.number", "integer"),
                Column("digest", "v.digest"),
                *_CAPTURE,
                Column("text", "v.text"),
            ),
            "from documents d join versions v on v.id = d.version join sites s on s.id = d.site"
            " join fetches f on f.id = v.fetch"
            " left join states t on t.document = d.id and t.until is null"
            f" where {_CHOSEN} order by d.first_seen, d.id",
        ),
        Table(
            "versions",
            "each version of each document",
            (
                *_ADDRESS,
                Column("version", "v.number", "integer"),
                Column("title", "v.title"),
                *_FIELDS,
                Column("first_seen", "v.first_seen", "time"),
                Column("last_confirmed", "v.last_confirmed", "time"),
                Column("digest", "v.digest"),
                Column("extractor", "v.extractor"),
                *_CAPTURE,
                Column("text", "v.text"),
            ),
            "from versions v join documents d on d.id = v.document join fetches f on f.id = v.fetch"
            f" where {_CHOSEN} order by v.first_seen, v.id",
        ),
        Table(
            "attachments",
            "the files that each version links to",
            (
                *_ADDRESS,
                Column("version", "v.number", "integer"),
                Column("position", "a.position", "integer"),
                Column("name", "a.name"),
                Column("address", "a.url"),
            ),
            "from attachments a join versions v on v.id = a.version join documents d on d.id = v.document"
            f" where {_CHOSEN} order by v.first_seen, v.id, a.position",
        ),
        Table(
            "evidence",
            "how each field of each version was read, with the string as it stood",
            (
                *_ADDRESS,
                Column("version", "v.number", "integer"),
                Column("position", "e.position", "integer"),
                *(Column(name, f"e.{name}") for name in ("field", "value", "raw", "label", "place", "rule")),
                Column("chosen", "e.chosen", "integer"),
                Column("eligible", "e.eligible", "integer"),
                Column("precision", "e.precision"),
            ),
            "from evidence e join versions v on v.id = e.version join documents d on d.id = v.document"
            f" where {_CHOSEN} order by v.first_seen, v.id, e.position",
        ),
        Table(
            "states",
            "the history of each document: seen, not listed, missing, moved, gone, returned …",
            (
                *_ADDRESS,
                Column("position", "t.position", "integer"),
                Column("state", "t.state"),
                Column("since", "t.since", "time"),
                Column("until", "t.until", "time"),
                Column("moved_to", "t.moved_to"),
                Column("said", "t.said"),
                Column("evidence", "t.evidence"),
            ),
            f"from states t join documents d on d.id = t.document where {_CHOSEN}"
            " order by d.first_seen, d.id, t.position",
        ),
        Table(
            "captures",
            "each exchange that was read as one of the documents, and where its record lies",
            (
                Column("capture", "f.id", "integer"),
                *_ADDRESS,
                Column("asked", "f.url"),
                Column("captured", "f.fetched", "time"),
                Column("outcome", "f.outcome"),
                Column("status", "f.status", "integer"),
                Column("change", "f.change"),
                Column("content_type", "f.content_type"),
                Column("size", "f.size", "integer"),
                Column("revisit_of", "f.revisit_of", "integer"),
                Column("payload_digest", "f.payload_digest"),
                Column("warc_file", "f.warc_file"),
                Column("warc_offset", "f.warc_offset", "integer"),
                Column("warc_length", "f.warc_length", "integer"),
                Column("warc_record", "f.warc_record"),
            ),
            f"from fetches f join documents d on d.id = f.document where {_CHOSEN} order by f.fetched, f.id",
        ),
    )
}

_NESTED = {
    "documents": "select d.id, null from documents d where d.id in (select document from temp.chosen)"
    " order by d.first_seen, d.id",
    "versions": "select v.document, v.number from versions v"
    " where v.document in (select document from temp.chosen) order by v.first_seen, v.id",
}
