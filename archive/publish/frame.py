"""What stands around every page: the trust line's date, and whether what is shown is invented."""

from __future__ import annotations

import sqlite3
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound

from archive.publish.access import PUBLIC
from archive.publish.reading import archive_name, one, read
from archive.publish.terms import TABLES
from archive.records import FIELDS
from archive.words import first_term

if TYPE_CHECKING:
    from datasette.app import Datasette

DISTRIBUTION = "gongkai"
"""Datasette mounts a plugin's static files under the name of its distribution."""

FICTIONAL = "fictional"


@cache
def style_fingerprint() -> str:
    """Changes when the style sheet does, so that browsers may keep it for a year."""
    return sha256((files("archive.publish") / "static" / "gk.css").read_bytes()).hexdigest()[:12]


def _latest(connection: sqlite3.Connection) -> dict[str, Any]:
    return {
        "updated": one(connection, "select max(coalesce(finished, started)) from crawls"),
        "fictional_sites": one(connection, "select count(*) from sites where status = ?", (FICTIONAL,)),
    }


async def frame(datasette: Datasette) -> dict[str, Any]:
    """Variables of every template. Error pages use them too: an unreadable archive leaves the date empty."""
    around: dict[str, Any] = {
        "archive": archive_name(datasette),
        "style": datasette.urls.static_plugins(DISTRIBUTION, f"gk.css?v={style_fingerprint()}"),
        "icon": datasette.urls.static_plugins(DISTRIBUTION, f"seal.svg?v={style_fingerprint()}"),
        "public_tables": PUBLIC,
        "table_titles": {name: title for name, (title, _) in TABLES.items()},
        "column_titles": {field.name: first_term(field) for field in FIELDS} | {"site": "网站"},
        "updated": None,
        "fictional_sites": 0,
    }
    try:
        return around | await read(datasette, _latest)
    except (NotFound, sqlite3.Error):
        return around
