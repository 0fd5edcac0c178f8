"""A report as plain data, for JSON: the same words in the commands and in the reading room."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.joins import apply
from archive.loading import Held
from archive.records import FIELD_NAMES, Evidence, Report


def evidence_by_field(report: Report) -> dict[str, list[dict[str, Any]]]:
    """The evidence of each field, best first: what was chosen, its rivals, what is evidence only."""
    return {
        name: [{k: v for k, v in asdict(each).items() if k != "field"} for each in evidence]
        for name, evidence in sorted(fields_of(report))
        if evidence
    }


def fields_of(report: Report) -> list[tuple[str, tuple[Evidence, ...]]]:
    """Every field that has a value or evidence, in reading order, the title first; each with its evidence.

    The evidence stands best first: what was chosen, its rivals, what is evidence only.
    """
    told: dict[str, list[Evidence]] = {}
    for evidence in report.evidence:
        told.setdefault(evidence.field, []).append(evidence)
    names = [name for name in ("title", *FIELD_NAMES) if report.metadata.get(name) or name in told]
    names += [name for name in told if name not in names]
    return [(name, tuple(sorted(told.get(name, ()), key=_rank))) for name in names]


def value_of(report: Report, name: str) -> str:
    """What a field holds, empty where it holds nothing; `title` is one too."""
    return report.metadata.get(name) or (report.title if name == "title" else "")


def _rank(evidence: Evidence) -> tuple[bool, bool]:
    return not evidence.chosen, not evidence.eligible


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


def held_as_plain(held: Held) -> dict[str, Any]:
    """A version for a program: the report, and where it came from."""
    return {
        "document": held.document,
        "version": held.number,
        "versions": held.versions,
        "site": held.site,
        "first_seen": held.first_seen,
        "last_confirmed": held.last_confirmed,
        "digest": held.digest,
        **as_plain(held.report),
        "parts": list(held.parts),
        "capture": held.capture,
    }
