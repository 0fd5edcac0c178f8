"""Documents and their versions: what was published, kept anew only when it differs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.index import index_document
from archive.records import DERIVED, FIELD_NAMES, Report
from archive.urls import canonical

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a report: its document, the version that now stands for it, and whether that is new."""

    document: int
    version: int
    change: Change


def digest_of(report: Report) -> str:
    """SHA-256 over what was published: title, text, printed metadata, attachments; not over white space."""
    published = [
        _squeezed(report.title),
        [line for line in map(_squeezed, report.text.split("\n")) if line],
        [(name, _squeezed(report.metadata.get(name, ""))) for name in FIELD_NAMES if name not in DERIVED],
        [(canonical(attachment.url), _squeezed(attachment.name)) for attachment in report.attachments],
    ]
    return (
        "sha256:" + sha256(json.dumps(published, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    )


def save_version(db: Database, fetch: dict[str, Any], report: Report, digest: str) -> Saved:
    """Find or make the document and its version, inside the caller's transaction."""
    seen = fetch["fetched"]
    url = canonical(report.url or fetch["url"])
    held = db.execute(
        "select d.id, v.id, v.number, v.digest from documents d left join versions v on v.id = d.version"
        " where d.site = ? and d.url = ?",
        [fetch["site"], url],
    ).fetchone()
    if held is None:
        row = {"site": fetch["site"], "url": url, "first_seen": seen, "last_seen": seen}
        document, number = _insert(db, "documents", row), 1
    else:
        document, version, last_number, last_digest = held
        db.execute(
            "update documents set first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)"
            " where id = ?",
            [seen, seen, document],
        )
        if last_digest == digest:
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
    return Saved(document, version, "new" if number == 1 else "changed")


def _version_row(
    fetch: dict[str, Any], report: Report, digest: str, document: int, number: int
) -> dict[str, Any]:
    return {
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
            {"version": version, **asdict(e), "chosen": int(e.chosen), "eligible": int(e.eligible)}
            for e in report.evidence
        ],
        "removed": [
            {"version": version, "position": n, **asdict(r)} for n, r in enumerate(report.removed, start=1)
        ],
        "attachments": [
            {"version": version, "position": n, **asdict(a)}
            for n, a in enumerate(report.attachments, start=1)
        ],
        "numbers": [{"version": version, **asdict(number)} for number in report.numbers],
    }
    for table, rows in details.items():
        if rows:
            _table(db, table).insert_all(rows)


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    return int(_table(db, table).insert(row).last_pk)  # type: ignore[arg-type]


def _table(db: Database, name: str) -> Table:
    table = db[name]
    assert isinstance(table, Table)
    return table


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
