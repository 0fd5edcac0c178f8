"""The published archive: a Datasette plugin. Its hooks; each is one line on a module beside it.

Nothing imported here may import `datasette.app` or `datasette.plugins` when loaded: those load this package,
and would find it half made and without hooks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette.hookspecs import hookimpl
from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from archive import times
from archive.publish import access, cells, errors, frame, links, terms
from archive.publish.reading import archive_name
from archive.publish.routes import ROUTES, View
from archive.search import fts_query

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def startup(datasette: Datasette) -> None:
    """Datasette's own handler prints all local variables of a stranger's mistake; ours answers instead."""
    from datasette.plugins import pm  # it loads this very package while being imported

    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's search box, its JSON and other plugins all call `escape_fts`: ours reads Chinese."""
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    return terms.metadata(archive_name(datasette))


@hookimpl(trylast=True)
def permission_allowed(datasette: Datasette, action: str, resource: Any) -> bool | None:
    return access.allowed(action, resource, archive_name(datasette))


@hookimpl
def asgi_wrapper() -> Callable[[access.ASGIApp], access.ASGIApp]:
    return access.guard


@hookimpl
def register_routes() -> list[tuple[str, View]]:
    return ROUTES


@hookimpl
def filters_from_request(request: Request) -> None:
    access.refuse_column_search(request)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters.update(
        safe_link=links.safe_link,
        beijing=times.beijing,
        beijing_day=times.beijing_day,
        utc=times.utc,
        bytes_said=links.size,
    )


@hookimpl
def extra_template_vars(datasette: Datasette) -> Callable[[], Awaitable[dict[str, Any]]]:
    return lambda: frame.frame(datasette)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Any:
    return cells.cell(row, value, column, table)


@hookimpl(tryfirst=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: BaseException
) -> Callable[[], Awaitable[Response]]:
    return lambda: errors.answer(datasette, request, exception)


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Response]]:
    return lambda: errors.error_page(datasette, request, 403)
