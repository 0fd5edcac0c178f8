"""Documents and their versions: what was published, kept anew only when it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from archive.attached import files_of, keep_files
from archive.changes import tell_change
from archive.duplicates import fingerprint, fingerprint_anew
from archive.index import forget_document, index_document
from archive.prepared import DETAILS, Prepared
from archive.records import FIELD_NAMES
from archive.rows import insert, insert_all
from archive.urls import canonical

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a report: its document, the version that now stands for it, and whether that is new."""

    document: int
    version: int
    change: Change


def save_version(db: Database, fetch: dict[str, Any], report: Prepared) -> Saved:
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
        document, number = insert(db, "documents", row), 1
    else:
        document, version, last_number, last_digest, extractor = held
        same_bytes = _has_bytes_of(db, document, fetch)
        db.execute(
            "update documents set first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)"
            " where id = ?",
            [seen, seen, document],
        )
        if last_digest == report.digest or (same_bytes and extractor != report.extractor):
            if extractor != report.extractor:
                _read_anew(db, document, version, fetch, report)
            db.execute(
                "update versions set first_seen = min(first_seen, ?), last_confirmed = max(last_confirmed, ?)"
                " where id = ?",
                [seen, seen, version],
            )
            return Saved(document, version, "unchanged")
        number = (last_number or 0) + 1
    version = insert(
        db,
        "versions",
        {
            "id": fetch["id"],
            "document": document,
            "number": number,
            "fetch": fetch["id"],
            "first_seen": seen,
            "last_confirmed": seen,
            **report.version,
        },
    )
    _save_details(db, version, report)
    db.execute("update documents set version = ? where id = ?", [version, document])
    index_document(db, document, version, report.cut)
    fingerprint(db, document, version, report.keys)
    if number > 1:
        tell_change(db, version)
    return Saved(document, version, "new" if number == 1 else "changed")


def _has_bytes_of(db: Database, document: int, fetch: dict[str, Any]) -> bool:
    """Whether a fetch brought the very bytes that the document's last one before it did."""
    before = db.execute(
        "select payload_digest from fetches where document = ? and id <> ? order by fetched desc limit 1",
        [document, fetch["id"]],
    ).fetchone()
    return before is not None and before[0] is not None and before[0] == fetch["payload_digest"]


def _read_anew(db: Database, document: int, version: int, fetch: dict[str, Any], report: Prepared) -> None:
    """Another extractor reads the same version: its reading stands for it, and the one before is kept."""
    fields = ", ".join(f"'{name}', {name}" for name in FIELD_NAMES)
    db.execute(
        "insert or replace into readings (version, extractor, digest, title, text, metadata, blocks, until)"
        f" select id, extractor, digest, title, text, json_object({fields}), blocks, ? from versions"
        " where id = ?",
        [fetch["fetched"], version],
    )
    forget_document(db, document)
    told = ", ".join(f"{name} = :{name}" for name in report.version)
    db.execute(f"update versions set {told} where id = :version", {**report.version, "version": version})
    files = files_of(db, version)
    for table in DETAILS:
        db.execute(f"delete from {table} where version = ?", [version])
    _save_details(db, version, report)
    keep_files(db, version, files)
    index_document(db, document, version, report.cut)
    fingerprint_anew(db, document, version, report.keys)
    tell_change(db, version)


def _save_details(db: Database, version: int, prepared: Prepared) -> None:
    """The evidence, the removed blocks, the attachments and the numbers of a version."""
    for table, found in prepared.details.items():
        insert_all(db, table, [{"version": version, **row} for row in found])
