"""A document over time: its versions with what each changed, its states, the addresses it is published at."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.loading import rows
from archive.printing import Printer
from archive.words import STATES

REASONS = {
    "content": ("标题、正文相同", "the same title and text"),
    "title, issuer and date": ("标题、机构、日期相同", "the same title, issuer and date"),
}
"""Why two documents are taken for one."""

SILENT = ("悄然改动", "a silent edit: no date of publication changed")


def history(connection: sqlite3.Connection, document: int) -> list[dict[str, Any]]:
    """Each version, the newest first: when it was first seen and last confirmed (UTC), its capture, and what
    it changed (`said`, `fields`, counts; None of the first and of those saved before this was kept)."""
    found = rows(connection, _HISTORY, [document])
    for row in found:
        row["fields"] = json.loads(row["fields"]) if row["fields"] else []
        row["silent"] = None if row["silent"] is None else bool(row["silent"])
    return found


def duplicates(connection: sqlite3.Connection, document: int) -> list[dict[str, Any]]:
    """The documents that are this one at another address: number, address, site, state, why, since when."""
    return rows(connection, _DUPLICATES, [document])


def states_of(connection: sqlite3.Connection, document: int) -> list[dict[str, Any]]:
    """The states a document was in, the first one first, each with the ids of the captures that prove it."""
    found = rows(connection, _STATES, [document])
    for state in found:
        state["evidence"] = json.loads(state["evidence"])
    return found


def print_history(versions: list[dict[str, Any]], others: list[dict[str, Any]], printer: Printer) -> None:
    """Both, for a person; nothing of a document of one version at one address."""
    if len(versions) > 1:
        printer.section("版本 Versions", str(len(versions)))
        for row in versions:
            seen = f"{row['first_seen']} – {row['last_confirmed']}, capture {row['fetch']}"
            printer.pair(f"第 {row['number']} 版", seen)
            if row["said"]:
                printer.under(row["said"], style="")
            if row["silent"]:
                printer.under(" ".join(SILENT), "yellow", "! ")
    if others:
        printer.section("另见 Also published at", str(len(others)))
        for row in others:
            printer.line(row["url"], 2, "blue")
            state = f"now {STATES[row['state']][0]} {STATES[row['state']][1]}" if row["state"] else ""
            why = " ".join(REASONS[row["reason"]])
            told = (f"document {row['document']} of {row['site']}", why, f"since {row['since']}", state)
            printer.line(" · ".join(filter(None, told)), 4, "dim")


_HISTORY = """
select v.id, v.number, v.first_seen, v.last_confirmed, v.digest, v."fetch", f.warc_record, c.said, c.silent,
    c.title, c.sentences, c.figures, c.fields, c.attachments
from versions v left join changes c on c.version = v.id left join fetches f on f.id = v."fetch"
where v.document = ? order by v.number desc
"""

_STATES = """
select state, since, until, moved_to, said, evidence from states where document = ? order by position
"""

_DUPLICATES = """
select d.id as document, d.url, v.title, s.name as site, t.state, p.reason, p.since
from duplicates p join documents d on d.id = p.other join versions v on v.id = d.version
join sites s on s.id = d.site left join states t on t.document = d.id and t.until is null
where p.document = ? order by p.since, d.url
"""
