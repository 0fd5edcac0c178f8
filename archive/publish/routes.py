"""Our addresses. Datasette's own (`/archive/…`) stay as they are; plugin routes are asked first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from archive.publish import diff, document, evidence, how, overview, results
from archive.publish.errors import error_page

if TYPE_CHECKING:
    from datasette.app import Datasette

View = Callable[..., Awaitable[Response]]

_ROBOTS = """User-agent: *
Disallow: /archive/
Disallow: /search
Disallow: /report/*/diff
Disallow: /report/*/sheet
"""
"""Documents may be indexed; endless combinations of filters or versions need not be."""


async def robots() -> Response:
    """`/robots.txt`"""
    return Response.text(_ROBOTS)


async def closed(datasette: Datasette, request: Request) -> Response:
    """Datasette's introspection, which tells file paths and settings."""
    return await error_page(datasette, request, 404)


ROUTES: list[tuple[str, View]] = [
    (r"^/$", overview.home),
    (r"^/search$", results.page),
    (r"^/report/(?P<id>[0-9]{1,19})$", document.page),
    (r"^/report/(?P<id>[0-9]{1,19})\.txt$", document.text),
    (r"^/report/(?P<id>[0-9]{1,19})\.json$", document.data),
    (r"^/report/(?P<id>[0-9]{1,19})/how$", how.page),
    (r"^/report/(?P<id>[0-9]{1,19})/diff$", diff.page),
    (r"^/report/(?P<id>[0-9]{1,19})/sheet$", evidence.page),
    (r"^/report(/.*)?$", document.missing),
    (r"^/robots\.txt$", robots),
    (r"^/-/(?!static).*$", closed),
    (r"^.*%(?![0-9A-Fa-f]{2}).*$", closed),
]
