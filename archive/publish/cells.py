"""Cells of Datasette's own tables that lead into the reading pages."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

_LEADS_TO_REPORT = {
    ("reports", "id"),
    ("documents", "id"),
    ("versions", "document"),
    ("search_state", "document"),
}


def cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """A link for what names a document, or None to leave the cell to Datasette. All text is escaped."""
    if value is None or value == "":
        return None
    if (table, column) in _LEADS_TO_REPORT:
        return Markup('<a href="/report/{0}">{0}</a>').format(value)
    if table == "reports" and column == "title" and "id" in row.keys():  # noqa: SIM118 - sqlite3.Row has no `in`
        return Markup('<a href="/report/{}">{}</a>').format(row["id"], value)
    return None
