"""Documents and their versions: what was published, kept anew only when it differs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.attached import DETAILS, files_of, keep_files
from archive.changes import tell_change
from archive.compare.normal import steady_address
from archive.duplicates import fingerprint, fingerprint_anew, keys_of
from archive.index import forget_document, index_document
from archive.records import FIELD_NAMES, Report
from archive.urls import canonical

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a report: its document, the version that now stands for it, and whether that is new."""

    document: int
    version: int
    change: Change


def save_version(db: Database, fetch: dict[str, Any], report: Report, digest: str) -> Saved:
    """Find or make the document and its version, inside the caller's transaction."""
    seen = fetch["fetched"]
    url = canonical(report.url or fetch["url"])
    held = db.execute(
        "select d.id, v.id, v.number, v.digest, v.extractor from documents d"
        " left join versions v on v.id = d.version where d.site = ? and d.url = ?",
        [fetch["site"], url],
    ).fetchone()
    if held is None:
        row = {"id": fetch["id"], "site": fetch["site"], "url": url, "first_seen": seen, "last_seen": seen}
        document, number = _insert(db, "documents", row), 1
    else:
        document, version, last_number, last_digest, extractor = held
        same_bytes = _has_bytes_of(db, document, fetch)
        db.execute(
            "update documents set first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)"
            " where id = ?",
            [seen, seen, document],
        )
        if last_digest == digest or (same_bytes and extractor != report.extractor):
            if extractor != report.extractor:
                _read_anew(db, document, version, fetch, report, digest)
            db.execute(
                "update versions set first_seen = min(first_seen, ?), last_confirmed = max(last_confirmed, ?)"
                " where id = ?",
                [seen, seen, version],
            )
            return Saved(document, version, "unchanged")
        number = (last_number or 0) + 1
    version = _insert(db, "versions", _version_row(fetch, report, digest, document, number))
    _save_details(db, version, report)
    db.execute("update documents set version = ? where id = ?", [version, document])
    index_document(db, document, version)
    fingerprint(db, document, version, keys_of(report))
    tell_change(db, version)
    return Saved(document, version, "new" if number == 1 else "changed")


def _has_bytes_of(db: Database, document: int, fetch: dict[str, Any]) -> bool:
    """Whether a fetch brought the very bytes that the document's last one before it did."""
    before = db.execute(
        "select payload_digest from fetches where document = ? and id <> ? order by fetched desc limit 1",
        [document, fetch["id"]],
    ).fetchone()
    return before is not None and before[0] is not None and before[0] == fetch["payload_digest"]


def _read_anew(
    db: Database, document: int, version: int, fetch: dict[str, Any], report: Report, digest: str
) -> None:
    """Another extractor reads the same version: its reading stands for it, and the one before is kept."""
    fields = ", ".join(f"'{name}', {name}" for name in FIELD_NAMES)
    db.execute(
        "insert or replace into readings (version, extractor, digest, title, text, metadata, blocks, until)"
        f" select id, extractor, digest, title, text, json_object({fields}), blocks, ? from versions"
        " where id = ?",
        [fetch["fetched"], version],
    )
    forget_document(db, document)
    row = _version_row(fetch, report, digest, document, 0)
    for name in ("id", "document", "number", "fetch", "first_seen", "last_confirmed"):
        del row[name]
    _table(db, "versions").update(version, row)
    files = files_of(db, version)
    for table in DETAILS:
        db.execute(f"delete from {table} where version = ?", [version])
    _save_details(db, version, report)
    keep_files(db, version, files)
    index_document(db, document, version)
    fingerprint_anew(db, document, version, keys_of(report))
    tell_change(db, version)


def _version_row(
    fetch: dict[str, Any], report: Report, digest: str, document: int, number: int
) -> dict[str, Any]:
    return {
        "id": fetch["id"],
        "document": document,
        "number": number,
        "fetch": fetch["id"],
        "first_seen": fetch["fetched"],
        "last_confirmed": fetch["fetched"],
        "digest": digest,
        "extractor": report.extractor,
        "encoding": report.encoding,
        "title": report.title,
        "text": report.text,
        **{name: report.metadata.get(name) or None for name in FIELD_NAMES},
        "blocks": _json([asdict(block) for block in report.blocks]),
        "meta_tags": _json(report.meta_tags),
        "warnings": _json(report.warnings),
        "parts": _json(getattr(report, "parts", ())),
        "joins": _json([asdict(join) for join in report.joins]),
        "doubts": _json([asdict(doubt) for doubt in report.doubts]),
        "conflicts": _json(report.conflicts),
        "outline": _json([asdict(region) for region in report.outline]),
    }


def _save_details(db: Database, version: int, report: Report) -> None:
    """The evidence, the removed blocks, the attachments and the numbers of a version."""
    details: dict[str, list[dict[str, Any]]] = {
        "evidence": [
            asdict(e) | {"chosen": int(e.chosen), "eligible": int(e.eligible)} for e in report.evidence
        ],
        "removed": list(map(asdict, report.removed)),
        "attachments": [asdict(a) | {"address": steady_address(a.url)} for a in report.attachments],
        "numbers": list(map(asdict, report.numbers)),
    }
    for table, rows in details.items():
        if rows:
            _table(db, table).insert_all(
                {"version": version, "position": n, **row} for n, row in enumerate(rows, start=1)
            )


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    return int(_table(db, table).insert(row).last_pk)  # type: ignore[arg-type]


def _table(db: Database, name: str) -> Table:
    table = db[name]
    assert isinstance(table, Table)
    return table


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
