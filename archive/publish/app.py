"""The published archive: a Datasette on one data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from archive.errors import GongkaiError

SETTINGS: Mapping[str, Any] = {
    "suggest_facets": False,  # a second on 20,000 documents, each time
    "allow_download": False,
    "default_allow_sql": False,
    "default_page_size": 50,
    "truncate_cells_html": 160,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 4,
}


def datasette_for(data: Path, *, settings: Mapping[str, Any] | None = None) -> Datasette:
    """Publish `data/archive.db`, read-only and live: what a crawl saves is seen at the next request.

    Raises GongkaiError when the archive is missing or is not one.
    """
    path = data / "archive.db"
    _check(path)
    return Datasette([str(path)], settings={**SETTINGS, **(settings or {})})


def _check(path: Path) -> None:
    if not path.is_file():
        raise GongkaiError(
            f"{path} does not exist: fill an archive first with `gongkai demo` or `gongkai crawl`"
        )
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            held = {name for (name,) in connection.execute("select name from sqlite_master")}
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise GongkaiError(
            f"{path} cannot be read ({error}): check that it is an archive and that its folder is writable, "
            "because SQLite keeps its log beside it"
        ) from error
    if not {"reports", "search_index"} <= held:
        raise GongkaiError(
            f"{path} is not a Gongkai archive: it has no reports; give the right folder with --data"
        )
