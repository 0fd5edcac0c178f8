"""A report as plain data, for JSON: the same words in the commands and in the reading room."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from archive.joins import apply
from archive.records import Report


def evidence_by_field(report: Report) -> dict[str, list[dict[str, Any]]]:
    """The evidence of each field, best first: what was chosen, its rivals, what is evidence only."""
    ordered = sorted(report.evidence, key=lambda e: (e.field, not e.chosen, not e.eligible))
    return {
        field: [{k: v for k, v in asdict(e).items() if k != "field"} for e in group]
        for field, group in groupby(ordered, key=lambda e: e.field)
    }


def reading_of(report: Report) -> dict[str, Any]:
    """What we say about a text beside the text itself, which stays as published."""
    return {
        "reading_text": apply(report.text, report.joins),
        "joins": [asdict(join) for join in report.joins],
        "doubts": [asdict(doubt) for doubt in report.doubts],
        "conflicts": list(report.conflicts),
        "numbers": [asdict(number) for number in report.numbers],
        "outline": [asdict(region) for region in report.outline],
    }


def as_plain(report: Report) -> dict[str, Any]:
    """The whole report; `text` as published, `reading_text` with its joins applied."""
    return {
        "url": report.url,
        "title": report.title,
        "text": report.text,
        "metadata": report.metadata,
        "evidence": evidence_by_field(report),
        "removed": [asdict(block) for block in report.removed],
        "warnings": list(report.warnings),
        "blocks": [asdict(block) for block in report.blocks],
        "attachments": [asdict(attachment) for attachment in report.attachments],
        "meta_tags": [list(tag) for tag in report.meta_tags],
        **reading_of(report),
        "encoding": report.encoding,
        "extractor": report.extractor,
    }
