"""`gongkai export`: the archive, or a part of it, in formats that other people's tools read."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archive.export.choice import Choice
from archive.export.wacz import write_wacz
from archive.store import Archive
from archive.workspace import Workspace, workspace_options
from archive.wrapping import shown


@click.group()
def export() -> None:
    """Hand over everything, or a part of it, in a format that other programs read.

    Without --site, --document, --words or --since it is everything. A file appears under its name when it is
    whole; one that is there is never replaced without --force.
    """


def _choice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose documents; the command gets a `Choice` as its second argument."""

    @click.option("--site", "sites", multiple=True, metavar="ID", help="Only of this site; may be repeated.")
    @click.option("--document", "documents", multiple=True, metavar="URL",
                  help="Only this document, by address or number; may be repeated.")  # fmt: skip
    @click.option("--words", default="", help="Only what `gongkai search` finds by these words.")
    @click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
                  help="Only documents whose newest version was first seen on this day (of China) or later.")  # fmt: skip # noqa
    @functools.wraps(command)
    def with_choice(
        workspace: Workspace,
        *args: Any,
        sites: tuple[str, ...],
        documents: tuple[str, ...],
        words: str,
        since: datetime | None,
        **options: Any,
    ) -> Any:
        choice = Choice(sites, documents, words.strip(), since.date() if since else None)
        return command(workspace, choice, *args, **options)

    return with_choice


_force = click.option("--force", is_flag=True, help="Replace what is there under this name.")
_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object about what was written.")


@export.command()
@workspace_options
@_choice_options
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@_force
@_as_json
def wacz(workspace: Workspace, choice: Choice, path: Path, force: bool, as_json: bool) -> None:
    """The captures, for replayweb.page and other players: WACZ 1.1.1.

    A whole archive handed over so is made again, row by row, by `gongkai ingest` in an empty data folder.
    """
    if path.suffix != ".wacz":
        raise click.BadParameter(f"{path.name!r} must end in .wacz: players go by it", param_hint="FILE")
    with Archive.open_read_only(workspace.data) as archive:
        result = write_wacz(archive.db.conn, workspace.data, path, choice, force=force)
    for problem in result.problems:
        click.echo(f"gongkai: {shown(problem)}", err=True)
    told = (
        f"{path}: {result.warcs} WARCs, {result.records} records, {result.pages} pages, {result.bytes} bytes"
    )
    click.echo(
        json.dumps({"path": str(path), **asdict(result)}, ensure_ascii=False) if as_json else shown(told)
    )
