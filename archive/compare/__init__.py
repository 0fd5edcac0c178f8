"""Two versions of a document compared, for Chinese: by sentence, then by character, figures whole.

Pure functions over `archive.records.Report`: `compare`, `copied`, `published_digest`; and `apply`, which
makes the later text out of the earlier one again.
"""

from __future__ import annotations

from dataclasses import replace

from archive.compare.copies import Copied, copied
from archive.compare.details import EXAMPLES, Digests, compare_attachments, compare_fields, noise, raw
from archive.compare.difference import (
    AttachmentChange,
    CellChange,
    Difference,
    FieldChange,
    Figure,
    Noise,
    Passage,
    Run,
    apply,
)
from archive.compare.normal import published_digest, squeezed
from archive.compare.passages import compare_texts
from archive.compare.runs import compared
from archive.compare.tables import compare_tables
from archive.records import Report

__all__ = [
    "AttachmentChange",
    "CellChange",
    "Copied",
    "Difference",
    "FieldChange",
    "Figure",
    "Noise",
    "Passage",
    "Run",
    "apply",
    "compare",
    "copied",
    "published_digest",
]


def compare(
    before: Report, after: Report, *, known_before: Digests | None = None, known_after: Digests | None = None
) -> Difference:
    """Everything that differs between two readings. `known_…`: digests of attachments' bytes, by address."""
    passages, in_text = compare_texts(before.text, after.text)
    title, in_title = compared(before.title, after.title, "title")
    title_changed = squeezed(before.title) != squeezed(after.title)
    difference = Difference(
        title=title if title_changed else (),
        passages=passages,
        figures=(*in_title, *in_text),
        fields=compare_fields(before, after),
        attachments=compare_attachments(
            before.attachments, after.attachments, known_before or {}, known_after or {}
        ),
        cells=compare_tables(before.blocks, after.blocks),
        noise=noise(before, after, passages),
        silent=None,
    )
    if difference.cells and not difference.text_changed:
        told = tuple((cell.before, cell.after) for cell in difference.cells[:EXAMPLES])
        laid = Noise("table layout", len(difference.cells), told)
        difference = replace(difference, cells=(), noise=(*difference.noise, laid))
    return replace(difference, silent=_is_silent(before, after, difference))


PUBLISHED = "date_published"
PUB_DATE = "pubdate"


def _is_silent(before: Report, after: Report, difference: Difference) -> bool | None:
    """Whether content changed while every date of publication that both pages state stayed."""
    if not difference.changed:
        return None
    if any(change.name == PUBLISHED for change in difference.fields):
        return False
    stated = [
        (before.metadata.get(PUBLISHED, ""), after.metadata.get(PUBLISHED, "")),
        (_digits(raw(before, PUBLISHED)), _digits(raw(after, PUBLISHED))),  # with the time of day
        (_pub_date(before), _pub_date(after)),
    ]
    both = [pair for pair in stated if all(pair)]
    return all(old == new for old, new in both) if both else None


def _digits(said: str) -> str:
    return "".join(filter(str.isdecimal, said))


def _pub_date(report: Report) -> str:
    return next((content.strip() for name, content in report.meta_tags if name.lower() == PUB_DATE), "")
