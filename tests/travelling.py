"""Crawls on days of our choosing: each in a process of its own, whose clock is set to the day.

The processes are forked from one that has read the program already, so a night costs a fraction of a second.
"""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from datetime import datetime, timedelta, timezone
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

CHINA = timezone(timedelta(hours=8))
FIRST_NIGHT = datetime(2026, 3, 1, 2, 0, tzinfo=CHINA)

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["crawler.crawl", "crawler.sites", "time_machine"])


def night(folder: Path, number: int) -> dict[str, Any]:
    """The crawl of a night (from 1 on), at two in the morning in China; how it ended."""
    return _ended(folder, start_night(folder, number))


def crawl_at(folder: Path, moment: datetime, *, site: str, deep: int) -> dict[str, Any]:
    """A crawl at a time of its own, every document's turn coming each `deep` days; how it ended."""
    return _ended(folder, _start(folder, moment, site, deep))


def _ended(folder: Path, process: BaseProcess) -> dict[str, Any]:
    process.join(120)
    assert process.exitcode == 0, f"the crawl ended with {process.exitcode}"
    result: dict[str, Any] = json.loads((folder / "night.json").read_text())
    return result


def start_night(folder: Path, number: int) -> BaseProcess:
    """Begin the crawl of a night."""
    return _start(folder, FIRST_NIGHT + timedelta(days=number - 1), "hongqi", 30)


def _start(folder: Path, moment: datetime, site: str, deep: int) -> BaseProcess:
    process = _forks.Process(target=_crawl, args=(folder, site, moment, deep))
    process.start()
    return process


def _crawl(folder: Path, site: str, moment: datetime, deep: int) -> None:
    import time_machine

    import crawler.settings

    crawler.settings.GONGKAI_DEEP_DAYS = deep

    from crawler.crawl import run_crawls
    from crawler.sites import read_site

    with time_machine.travel(moment, tick=True):
        (result,) = run_crawls([read_site(folder / "sites" / f"{site}.toml")], folder / "data")
    (folder / "night.json").write_text(json.dumps(result.__dict__))


def everything(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of an archive, but the search index, which is no table of rows."""
    connection = sqlite3.connect(data / "archive.db")
    try:
        names = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'search_index%'"
            " and name not like 'sqlite_%' and name not like '_sqlite%' order by name"
        ).fetchall()
        return {
            name: sorted(connection.execute(f"select * from {name}").fetchall(), key=repr)
            for (name,) in names
        }
    finally:
        connection.close()
