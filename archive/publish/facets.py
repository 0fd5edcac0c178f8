"""Filters of the result page and how many documents stand behind each value."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.publish.frame import FICTIONAL
from archive.publish.reading import rows
from archive.search import FILTERS as COLUMNS


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its argument in the address, and its words."""

    name: str
    title: str
    english: str

    @property
    def column(self) -> str:
        """The column it compares."""
        return COLUMNS[self.name]


FILTERS = (
    Filter("site", "网站", "Site"),
    Filter("unit", "公开单位", "Unit"),
    Filter("genre", "文种", "Genre"),
    Filter("year", "报告年度", "Year"),
)

_DOCUMENTS = "documents d join versions v on v.id = d.version join sites s on s.id = d.site"

MOST_VALUES = 200


def where(match: str, chosen: Mapping[str, str], without: str = "") -> tuple[str, list[str]]:
    """The condition for a search (an FTS5 expression, empty for all) and its filters, with parameters."""
    conditions, params = ["1"], []
    if match:
        conditions.append("d.id in (select rowid from search_index where search_index match ?)")
        params.append(match)
    for each in FILTERS:
        if each.name in chosen and each.name != without:
            conditions.append(f"{each.column} = ?")
            params.append(chosen[each.name])
    return " and ".join(conditions), params


def values(
    connection: sqlite3.Connection, each: Filter, match: str, chosen: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The values of one filter with exact counts, under the search and the other filters."""
    condition, params = where(match, chosen, without=each.name)
    said = "s.name" if each.name == "site" else each.column
    order = "value desc" if each.name == "year" else "count desc, said"
    sql = (
        f"select {each.column} as value, {said} as said, max(s.status) as status, count(*) as count "
        f"from {_DOCUMENTS} where {condition} and {each.column} is not null "
        f"group by value order by {order} limit {MOST_VALUES}"
    )
    found = rows(connection, sql, params)
    for value in found:
        value["chosen"] = chosen.get(each.name) == value["value"]
        value["invented"] = each.name == "site" and value["status"] == FICTIONAL
    return found


def count(connection: sqlite3.Connection, match: str, chosen: Mapping[str, str]) -> int:
    """How many documents there are, exactly."""
    condition, params = where(match, chosen)
    return int(
        connection.execute(f"select count(*) from {_DOCUMENTS} where {condition}", params).fetchone()[0]
    )


def by_date(
    connection: sqlite3.Connection,
    match: str,
    chosen: Mapping[str, str],
    newest: bool,
    limit: int,
    offset: int,
) -> list[int]:
    """Ids ordered by 发布日期 (成文日期 where the source prints no other); undated documents stand last."""
    condition, params = where(match, chosen)
    direction = "desc" if newest else "asc"
    sql = (
        f"select d.id from {_DOCUMENTS} where {condition} "
        f"order by coalesce(v.date_published, v.date_written) {direction} nulls last, d.id desc "
        "limit ? offset ?"
    )
    return [row[0] for row in connection.execute(sql, [*params, limit, offset])]
