"""A version of the archive as the report that was saved, and where it came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.records import (
    FIELD_NAMES,
    Attachment,
    Block,
    Doubt,
    Evidence,
    Join,
    Number,
    OutlineRegion,
    Removed,
    Report,
    Span,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A version of a document: `number` of `versions`, when it was seen (UTC), and the fetch it came from.

    `capture` is the row of `fetches`; one without `status` was saved by somebody else and then ingested.
    `site` is the row of `sites`. `parts` are the addresses of an article that was split over pages.
    """

    document: int
    version: int
    number: int
    versions: int
    first_seen: str
    last_confirmed: str
    digest: str
    site: dict[str, Any]
    capture: dict[str, Any]
    parts: tuple[str, ...]
    report: Report


_VERSION = """
select v.*, v.id as version, d.url, d.site, (select count(*) from versions w where w.document = d.id) as held
from versions v join documents d on d.id = v.document
where d.id = ? and v.number = coalesce(?, (select number from versions where id = d.version))
"""


def load(connection: sqlite3.Connection, document: int, number: int | None = None) -> Held | None:
    """A version of a document by its number, the latest without one; None where there is none."""
    found = rows(connection, _VERSION, (document, number))
    if not found:
        return None
    (row,) = found
    (capture,) = rows(connection, "select * from fetches where id = ?", (row["fetch"],))
    (site,) = rows(connection, "select id, name, home, status from sites where id = ?", (row["site"],))
    return Held(
        document=document,
        version=row["version"],
        number=row["number"],
        versions=row["held"],
        first_seen=row["first_seen"],
        last_confirmed=row["last_confirmed"],
        digest=row["digest"],
        site=site,
        capture=capture,
        parts=tuple(json.loads(row["parts"])),
        report=_report(connection, row),
    )


def _report(connection: sqlite3.Connection, row: dict[str, Any]) -> Report:
    """The report as it was saved; what it was saved without (by an older Gongkai) is empty."""

    def of(table: str, columns: str) -> list[dict[str, Any]]:
        return rows(
            connection, f"select {columns} from {table} where version = ? order by position", [row["version"]]
        )

    evidence = of("evidence", "field, value, raw, place, rule, label, chosen, eligible, precision")
    return Report(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        blocks=tuple(block(each) for each in json.loads(row["blocks"])),
        metadata={name: row[name] for name in FIELD_NAMES if row[name]},
        evidence=tuple(
            Evidence(**each | {"chosen": bool(each["chosen"]), "eligible": bool(each["eligible"])})
            for each in evidence
        ),
        meta_tags=tuple((str(name), str(content)) for name, content in json.loads(row["meta_tags"])),
        removed=tuple(Removed(**each) for each in of("removed", 'reason, text, place, "offset"')),
        attachments=tuple(Attachment(**each) for each in of("attachments", "url, name")),
        warnings=tuple(json.loads(row["warnings"])),
        encoding=row["encoding"],
        extractor=row["extractor"],
        joins=tuple(Join(**each) for each in json.loads(row["joins"])),
        doubts=tuple(Doubt(**each) for each in json.loads(row["doubts"])),
        conflicts=tuple(json.loads(row["conflicts"])),
        numbers=tuple(Number(**each) for each in of("numbers", "field, form, organ, year, serial")),
        outline=tuple(OutlineRegion(**each) for each in json.loads(row["outline"])),
    )


def block(written: dict[str, Any]) -> Block:
    """A block of `versions.blocks` as a record again."""
    return Block(
        **written
        | {
            "rows": tuple(tuple(row) for row in written.get("rows", ())),
            "spans": tuple(Span(**span) for span in written.get("spans", ())),
        }
    )


def rows(
    connection: sqlite3.Connection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> list[dict[str, Any]]:
    """The answer of a query as plain dicts."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
