"""The evidence sheet of a version, as `gongkai sheet` prints it. `/report/<id>/sheet?version=N`"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.utils.asgi import BadRequest, Request, Response

from archive.publish.document import LARGEST_ID, NO_REPORT
from archive.publish.errors import error_page
from archive.publish.reading import archive_database, read
from archive.sheet.gathered import Sheet, gather
from archive.sheet.printed import printed

if TYPE_CHECKING:
    from datasette.app import Datasette

LARGEST_FILE = 16 << 20
"""Bytes of a WARC that a request may have read and summed, a fifth of a second. Of larger ones the path to
the root is left out, and `gongkai sheet` has it."""


async def page(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>/sheet`, of the version that `?version=` names or the newest."""
    document = int(request.url_vars["id"])
    said = request.args.get("version") or ""
    if said and not (said.isdecimal() and len(said) < 10):
        raise BadRequest("version= 须是版本的序号 · version= must be the number of a version")
    number = int(said) if said else None
    warc = Path(archive_database(datasette).path or "").parent / "warc"

    def gathered(connection: sqlite3.Connection) -> Sheet | None:
        return gather(connection, warc, document, number, largest=LARGEST_FILE)

    sheet = await read(datasette, gathered) if document <= LARGEST_ID else None
    if sheet is None:
        return await error_page(datasette, request, 404, NO_REPORT)
    return Response.html(printed(sheet))
