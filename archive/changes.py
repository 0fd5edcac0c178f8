"""What each version changed against the one before it, in a row: a summary to ask for and to sort by.

The whole difference is computed when somebody looks (`archive.compare`). The summary is made of the two
versions alone, so that a rebuild gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from archive.compare.difference import Difference
from archive.compare.held import compare_held, known_bytes
from archive.compare.words import ATTACHMENTS, counts
from archive.loading import Held, load
from archive.records import Attachment
from archive.words import TERMS

LONGEST = 2_000_000
"""Characters of both texts together that are compared while a page is saved, some seconds; of longer ones
nothing is told in advance."""

SHOWN = 3
"""Figures, fields and files that are named; the rest is counted."""

IN_TEXT = frozenset({"sentences changed", "added", "removed", "moved", "places in tables"})
NAMELESS = Attachment("", "")


def tell_change(db: Database, version: int) -> None:
    """Write what a version changed; nothing of the first one. Needs an open transaction."""
    document, number = db.execute("select document, number from versions where id = ?", [version]).fetchone()
    if number == 1:
        return
    before, after = load(db.conn, document, number - 1), load(db.conn, document, number)
    assert before is not None and after is not None
    if len(before.report.text) + len(after.report.text) > LONGEST:
        return
    difference = compare_held(before, after, known_bytes(db.conn, before, after)).difference
    db.table("changes").insert(_row(before, after, difference), pk="version", replace=True)


def _row(before: Held, after: Held, found: Difference) -> dict[str, object]:
    return {
        "version": after.version,
        "before": before.version,
        "silent": None if found.silent is None else int(found.silent),
        "title": int(bool(found.title)),
        "sentences": sum(p.kind not in ("same", "noise", "moved_away") for p in found.passages),
        "figures": len(found.figures),
        "fields": json.dumps([change.name for change in found.fields]),
        "attachments": len(found.attachments),
        "said": said(found),
    }


def said(found: Difference) -> str:
    """What changed, in a line: `1 句改动；数字 5516人次 → 5561人次；附件 考核表.pdf 文件已换`."""
    told = ["标题"] if found.title else []
    told += [f"{count} {chinese}" for count, chinese, english in counts(found) if english in IN_TEXT]
    figures = [f"{figure.before or '无'} → {figure.after or '无'}" for figure in found.figures]
    if figures:
        told.append(f"数字 {_some(figures)}")
    if found.fields:
        told.append(f"字段 {_some([TERMS[change.name] for change in found.fields])}")
    files = [
        f"{(change.after or change.before or NAMELESS).name} {ATTACHMENTS[change.kind][0]}"
        for change in found.attachments
    ]
    if files:
        told.append(f"附件 {_some(files)}")
    return "；".join(told)


def _some(words: Sequence[str]) -> str:
    more = f" 等 {len(words)} 处" if len(words) > SHOWN else ""
    return "、".join(words[:SHOWN]) + more
