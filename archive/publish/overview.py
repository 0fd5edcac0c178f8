"""The home page: what is held, of whom, and since when."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from archive.publish.reading import one, read, rows

if TYPE_CHECKING:
    from datasette.app import Datasette

NEWEST = 8

_SITES = """
select s.id, s.name, s.home, s.status, s.division_code,
    (select count(*) from documents d where d.site = s.id) as documents,
    (select count(*) from units u where u.site = s.id) as units,
    (select count(*) from units u where u.site = s.id and exists (
        select 1 from documents d join versions v on v.id = d.version where d.site = s.id and v.unit = u.name
    )) as covered,
    (select max(coalesce(c.finished, c.started)) from crawls c where c.site = s.id and c.reason <> 'ingest')
        as checked,
    (select c.outcome from crawls c where c.site = s.id order by c.started desc limit 1) as outcome,
    (select c.failures from crawls c where c.site = s.id order by c.started desc limit 1) as failures
from sites s order by documents desc, s.name
"""

_YEARS = """
select d.site, min(v.report_year) as first, max(v.report_year) as last
from documents d join versions v on v.id = d.version where v.report_year is not null group by d.site
"""

_NEWEST = """
select d.id, v.title, s.name as site, s.status, v.unit, v.genre, v.issuer, v.document_number,
    v.date_published, v.date_written, d.first_seen
from documents d join versions v on v.id = d.version join sites s on s.id = d.site
order by d.id desc limit ?
"""

_GENRES = """
select v.genre, count(*) as documents from documents d join versions v on v.id = d.version
where v.genre is not null group by v.genre order by documents desc, v.genre limit 12
"""

OUTCOMES = {
    "running": "采集中 · running",
    "finished": "完成 · finished",
    "failed": "失败 · failed",
    "blocked": "被拒 · blocked",
    "interrupted": "中断 · interrupted",
    "partial": "部分 · partial",
}


def overview(connection: sqlite3.Connection) -> dict[str, Any]:
    """Everything the home page says, read from one snapshot."""
    years = {row["site"]: row for row in rows(connection, _YEARS)}
    sites = rows(connection, _SITES)
    for site in sites:
        site["years"] = years.get(site["id"])
        site["outcome_said"] = OUTCOMES.get(site["outcome"] or "", "")
    return {
        "sites": sites,
        "newest": rows(connection, _NEWEST, (NEWEST,)),
        "genres": rows(connection, _GENRES),
        "documents": one(connection, "select count(*) from documents"),
        "versions": one(connection, "select count(*) from versions"),
    }


async def home(datasette: Datasette, request: Request) -> Response:
    """`/`"""
    page = await datasette.render_template("home.html", await read(datasette, overview), request=request)
    return Response.html(page)
