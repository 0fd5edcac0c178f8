"""A report made ready to be saved: all of the work that needs no database, so that any process can do it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from archive import drift
from archive.compare.normal import published_digest, steady_address
from archive.duplicates import Keys, keys_of
from archive.index import cut, names
from archive.records import FIELD_NAMES, Report

DETAILS = ("evidence", "removed", "attachments", "numbers")
"""The tables of what belongs to a version; the report's own names for it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as rows, without the numbers that the database gives.

    `version`: the columns of `versions` that it fills; `details`: the rows of the tables of what belongs to a
    version; `reading`: columns of its fetch; `keys`: what the document is known again by; `cut`: the text as
    the search index holds it, empty where it was not cut, since a version that is held already needs it no
    more.
    """

    url: str
    extractor: str
    digest: str
    version: dict[str, Any]
    details: dict[str, list[dict[str, Any]]]
    reading: dict[str, Any]
    keys: Keys
    cut: tuple[str, ...] = ()


def prepare(report: Report, *, for_index: bool = False) -> Prepared:
    """Everything about a report that is to be saved; with `for_index` the text cut for the search as well."""
    digest = published_digest(report)
    version = {
        "digest": digest,
        "extractor": report.extractor,
        "encoding": report.encoding,
        "title": report.title,
        "text": report.text,
        **{name: report.metadata.get(name) or None for name in FIELD_NAMES},
        "blocks": _json(report.blocks),
        "meta_tags": _json(report.meta_tags),
        "warnings": _json(report.warnings),
        "parts": _json(getattr(report, "parts", ())),
        "joins": _json(report.joins),
        "doubts": _json(report.doubts),
        "conflicts": _json(report.conflicts),
        "outline": _json(report.outline),
    }
    details = {
        table: [{"position": n, **columns(row)} for n, row in enumerate(getattr(report, table), start=1)]
        for table in DETAILS
    }
    for row in details["attachments"]:
        row["address"] = steady_address(row["url"])
    return Prepared(
        report.url,
        report.extractor,
        digest,
        version,
        details,
        drift.reading(report),
        keys_of(report),
        _cut(report) if for_index else (),
    )


def columns(record: Any) -> dict[str, Any]:
    """A record's fields by name, as they are: `dataclasses.asdict` would copy every one of them."""
    return {name: getattr(record, name) for name in record.__slots__}


def _cut(report: Report) -> tuple[str, ...]:
    numbers = (report.metadata.get("document_number"), report.metadata.get("index_number"))
    return cut(report.title, report.text, names(numbers, (file.name for file in report.attachments)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=columns)
