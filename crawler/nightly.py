"""`gongkai run` and `gongkai crawl --due`: the crawls that the site files ask for, at their times."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from archive.workspace import Workspace, workspace_options
from crawler.engine import CHILDREN, Events, LocalEngine
from crawler.lease import alone
from crawler.runner import Runner, stopping
from crawler.sites import BUILT_IN, Sites, is_loopback
from crawler.tally import CrawlResult
from crawler.windows import CHINA
from pipelines.site import Site


@click.command()
@workspace_options
def run(workspace: Workspace) -> None:
    """Keep crawling each site at the times its file gives, until Ctrl-C or SIGTERM.

    Once ends the crawls in good order, which are then made up for; twice ends them at once. What happens is
    said on stderr, in the time of China. Meant to be run by systemd: see docs/operate.md.
    """
    with alone(workspace.data, "run"):
        runner = runner_of(workspace, _say_with_the_time)
        warn_of_contact(runner.sites().values())
        with stopping(runner):
            runner.forever()


def crawl_due(workspace: Workspace, names: Sequence[str]) -> list[CrawlResult]:
    """Crawl what is due now, of these sites or of all, and give the results."""
    runner = runner_of(workspace, _say, names)
    warn_of_contact(runner.sites().values())
    with stopping(runner):
        results = runner.once()
    if runner.without_room:
        _say(
            f"gongkai: {runner.without_room} more are due, and {CHILDREN} processes crawl here already: "
            "they are left to the next time."
        )
    return results


def runner_of(workspace: Workspace, say: Callable[[str], None], names: Sequence[str] = ()) -> Runner:
    """A runner with processes of this machine."""
    events = Events()
    engine = LocalEngine(workspace.data, events)
    return Runner(workspace.data, Shelf(workspace), engine, events, say, names=names)


class Shelf:
    """The site definitions, read again when a file has changed: thousands of them take seconds to read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read: tuple[list[tuple[str, int, int]], Sites] | None = None

    def __call__(self) -> Sites:
        """Raises `GongkaiError` as `load_sites` does."""
        found = self._files()
        if self._read is None or self._read[0] != found:
            sites = self._workspace.sites()
            assert isinstance(sites, Sites)
            self._read = (found, sites)
        return self._read[1]

    def _files(self) -> list[tuple[str, int, int]]:
        folders = [BUILT_IN, self._workspace.sites_folder]
        files = [file for folder in folders if folder is not None for file in sorted(folder.glob("*.toml"))]
        return [_stamp(file) for file in files]


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        found = file.stat()
    except OSError:  # gone since the folder was read
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size


def warn_of_contact(sites: Iterable[Site]) -> None:
    """Whoever crawls other people's sites should say how to reach him."""
    if not os.environ.get("GONGKAI_CONTACT") and not all(is_loopback(site.home) for site in sites):
        _say("gongkai: GONGKAI_CONTACT is not set: give the sites an address where they can reach you.")


def as_json(result: CrawlResult) -> str:
    """One line for a program."""
    return json.dumps(asdict(result), ensure_ascii=False)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _say_with_the_time(message: str) -> None:
    _say(f"{datetime.now(CHINA):%m-%d %H:%M:%S} {message}")
