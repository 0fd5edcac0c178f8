"""The published archive: a Datasette on one data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from archive.store import Archive

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

    Raises GongkaiError when the archive is missing, unreadable or of another schema.
    """
    archive = Archive.open_read_only(data)
    path = archive.path
    archive.close()
    frozen = not _log_is_within_reach(path)
    files = {"immutables" if frozen else "files": [str(path)]}
    return Datasette(**files, settings={**SETTINGS, **(settings or {})})


def _log_is_within_reach(path: Path) -> bool:
    """Whether SQLite can keep its log beside the file. Where it cannot, nobody can be writing either."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("select 1 from sqlite_master limit 1")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True
