"""Every failure as a page that says what happened; a stranger's mistake is never our crash."""

from __future__ import annotations

import logging
import re
import sqlite3
from typing import TYPE_CHECKING, TypeGuard

from datasette.utils.asgi import Base400, Request, Response

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.views.base import DatasetteError

log = logging.getLogger(__name__)

_SAID = {
    400: ("这个地址里有看不懂的参数", "The address holds an argument we cannot read"),
    403: ("这里不对外开放", "This is not open to the public"),
    404: ("没有这个页面", "There is no such page"),
    500: ("我们这里出错了", "Something broke on our side"),
    503: ("这次查询用时过长", "This query took too long"),
}

_STRANGERS_SQL = re.compile(r"no such column|no such table|syntax error|fts5|malformed JSON|ambiguous", re.I)


def _is_datasette_error(exception: BaseException) -> TypeGuard[DatasetteError]:
    from datasette.views.base import DatasetteError  # not while Datasette is being imported

    return isinstance(exception, DatasetteError)


def status_of(exception: BaseException) -> int:
    """The status an exception deserves. Datasette answers many bad arguments with 500 (docs: 0.65 tried)."""
    if isinstance(exception, Base400):
        return int(exception.status)
    if _is_datasette_error(exception):
        return 400 if exception.status == 500 else int(exception.status)
    if isinstance(exception, sqlite3.OperationalError):
        message = str(exception)
        if "interrupted" in message or "locked" in message:
            return 503
        return 400 if _STRANGERS_SQL.search(message) else 500
    if isinstance(exception, ValueError | OverflowError | sqlite3.IntegrityError):
        return 400
    return 500


def detail_of(exception: BaseException, status: int) -> str:
    """What may be told to a stranger: nothing of our own crashes."""
    if status == 404 or status >= 500:
        return ""
    if _is_datasette_error(exception):
        return "" if exception.message_is_html else str(exception.message or "")
    return str(exception.args[0]) if isinstance(exception, Base400) and exception.args else ""


async def answer(datasette: Datasette, request: Request, exception: BaseException) -> Response:
    """The page, or JSON where JSON was asked for."""
    status = status_of(exception)
    if status == 500:
        log.error("%s failed", request.path, exc_info=exception)
    return await error_page(datasette, request, status, detail_of(exception, status))


async def error_page(datasette: Datasette, request: Request, status: int, detail: str = "") -> Response:
    """A failure said in Chinese and English, with the way back."""
    title, english = _SAID.get(status, _SAID[500 if status >= 500 else 400])
    if detail.lower() in {"404", "not found", "forbidden"}:
        detail = ""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "error": detail or english}, status=status)
    page = await datasette.render_template(
        "error.html",
        {"status": status, "title": title, "english": english, "error": detail},
        request=request,
    )
    return Response.html(page, status=status)
