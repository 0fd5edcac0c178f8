"""What a stranger may see and say: closed by default."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

from datasette.utils.asgi import BadRequest, Request

from archive.sheet.style import SOURCE as SHEET_STYLE

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

PUBLIC = (
    "reports",
    "sites",
    "units",
    "columns",
    "crawls",
    "fetches",
    "documents",
    "versions",
    "readings",
    "evidence",
    "numbers",
    "removed",
    "attachments",
    "changes",
    "silent_edits",
    "duplicates",
    "sightings",
    "walks",
    "states",
    "states_now",
    "vanished",
    "replacements",
    "chain",
    "extractions",
    "fill_rates",
    "alarms",
)
"""The tables a stranger may read, in reading order. Everything else, present and future, is denied."""

RAW_ARGUMENTS = frozenset({"_searchmode", "_fts_table", "_fts_pk", "_through", "_trace", "_ttl"})
"""Arguments that reach into SQLite unchecked: raw FTS5, another table's index, another table's rows.

And `_ttl`, with which a stranger would tell a cache before us to keep a page for years.
"""

LONGEST_QUESTION = 8192
"""Bytes of a query string: 900 Chinese characters, for whoever pastes a paragraph into the search box."""

MOST_ARGUMENTS = 60
"""Arguments in one question: a filter or a column each."""

MOST_FACETS = 8
"""Facets in one question: each may take a second and carry every value there is."""

_HOST = re.compile(rb"[A-Za-z0-9._~:\[\]-]{0,255}")

_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'self' {SHEET_STYLE}",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

_IN_PATHS = "".join(chr(c) for c in range(0x21, 0x7F))

_A_YEAR = b"public, max-age=31536000, immutable"


def allowed(action: str, resource: Any, archive: str) -> bool | None:
    """Datasette's question `may anybody do this?`; None where we have no opinion."""
    if action in {"execute-sql", "view-database-download", "view-query"}:
        return False
    if action == "view-table" and resource and resource[0] == archive:
        return resource[1] in PUBLIC
    return None


def harmless(query: bytes) -> bytes:
    """The query string without raw search arguments, and without a search for nothing.

    Datasette's filter form sends `_search=` when its box is empty, which would find nothing.
    """
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
    kept = [
        (name, value)
        for name, value in pairs
        if name not in RAW_ARGUMENTS and not (name == "_search" and not value.strip())
    ]
    if len(kept) == len(pairs):
        return query
    return urlencode(kept, errors="surrogateescape").encode("latin-1")


def asks_too_much(query: bytes) -> str:
    """Why a question is not answered, whose work would grow with its length; empty where it is."""
    if len(query) > LONGEST_QUESTION:
        return f"参数过长 · The arguments are longer than {LONGEST_QUESTION} bytes"
    names = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    if len(names) > MOST_ARGUMENTS:
        return f"参数过多 · More than {MOST_ARGUMENTS} arguments"
    if sum(name in _FACETS for name in names) > MOST_FACETS:
        return f"分面过多 · More than {MOST_FACETS} facets"
    return ""


_FACETS = frozenset({"_facet", "_facet_date", "_facet_array"})


def refuse_column_search(request: Request) -> None:
    """`_search_title=` finds nothing on a view and does not say so: Datasette compares rowids. Refuse it."""
    if any(name.startswith("_search_") for name in request.args):
        raise BadRequest("请改用 _search=，它检索标题、正文与文号 · Use _search=, which searches all columns")


def guard(app: ASGIApp) -> ASGIApp:
    """An ASGI wrapper: reading only, no raw arguments, and the same safety headers on every answer."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send, 405, "只供阅读 · This archive can only be read")
            return
        if not all(_HOST.fullmatch(value) for name, value in scope["headers"] if name == b"host"):
            await _refuse(send, 400, "主机名有误 · The host name holds what no name does")
            return
        query = scope.get("query_string", b"")
        if said := asks_too_much(query):
            await _refuse(send, 400, said)
            return
        fingerprinted = scope["path"].startswith("/-/static") and query

        async def send_safely(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                cache = _A_YEAR if fingerprinted and message["status"] == 200 else None
                message["headers"] = list(_with_safety(message.get("headers", ()), cache))
            await send(message)

        asked = {**scope, "query_string": harmless(query)}
        if scope.get("raw_path"):  # Datasette reads it as ASCII and fails on anything else
            asked["raw_path"] = quote_from_bytes(scope["raw_path"], safe=_IN_PATHS).encode("ascii")
        await app(asked, receive, send_safely)

    return guarded


def _with_safety(
    headers: Iterable[tuple[bytes, bytes]], cache: bytes | None
) -> Iterable[tuple[bytes, bytes]]:
    replaced = {name for name, _ in _HEADERS} | ({b"cache-control"} if cache else set())
    names = set()
    for name, value in headers:
        names.add(name.lower())
        if name.lower() not in replaced:
            yield name, value
    yield from _HEADERS
    if cache:
        yield b"cache-control", cache
    elif b"cache-control" not in names:
        yield b"cache-control", b"no-cache"


async def _refuse(send: Send, status: int, said: str) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"allow", b"GET, HEAD"),
        (b"cache-control", b"no-store"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})
