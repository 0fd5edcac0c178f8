"""`gongkai export`: the archive, or a part of it, in formats that other people's tools read."""

from __future__ import annotations

import functools
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from archive.export.bag import write_bag
from archive.export.choice import Choice, choose
from archive.export.csv_file import write_csv
from archive.export.jsonl import write_jsonl
from archive.export.output import new_file
from archive.export.parquet import write_parquet
from archive.export.tables import TABLES, Table
from archive.export.wacz import write_wacz
from archive.opening import explain
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


@contextmanager
def _reading(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """The database, to read; what SQLite says of it, for one of a full disk, becomes a sentence."""
    with Archive.open_read_only(workspace.data) as archive:
        try:
            yield archive.db.conn
        except sqlite3.DatabaseError as error:
            raise explain(error, archive.path) from error


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
    with _reading(workspace) as connection:
        result = write_wacz(connection, workspace.data, path, choice, force=force)
    said = f"{result.warcs} WARCs, {result.records} records, {result.pages} pages, {result.bytes} bytes"
    _told(path, result.problems, said, asdict(result), as_json)


@export.command()
@workspace_options
@_choice_options
@click.argument("path", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--organization", default="", help="Who hands it over, for bag-info.txt.")
@click.option("--contact", default="", envvar="GONGKAI_CONTACT", help="Whom to ask (or GONGKAI_CONTACT).")
@_force
@_as_json
def bagit(
    workspace: Workspace,
    choice: Choice,
    path: Path,
    organization: str,
    contact: str,
    force: bool,
    as_json: bool,
) -> None:
    """A bag for a keeper of archives (RFC 8493): WARCs, database, tables, chain log, with their checksums."""
    if str(path) == "-":
        raise click.BadParameter("a bag is a folder: give it a name", param_hint="FOLDER")
    with _reading(workspace) as connection:
        result = write_bag(
            connection,
            workspace.data,
            path,
            choice,
            organization=organization,
            contact=contact,
            force=force,
        )
    _told(
        path, result.problems, f"{result.documents} documents, {result.warcs} WARCs", asdict(result), as_json
    )


def _told(path: Path, problems: list[str], said: str, counts: dict[str, Any], as_json: bool) -> None:
    """What was written, for a person or a program."""
    for problem in problems:
        click.echo(f"gongkai: {shown(problem)}", err=True)
    told = json.dumps({"path": str(path), **counts}, ensure_ascii=False) if as_json else f"{path}: {said}"
    click.echo(told if as_json else shown(told))


def _table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a table; the command gets a `Table` as its third argument."""
    said = "; ".join(f"{name}: {table.said}" for name, table in TABLES.items())

    @click.option("--table", "name", type=click.Choice(list(TABLES)), default="documents", help=said)
    @functools.wraps(command)
    def with_table(workspace: Workspace, choice: Choice, *args: Any, name: str, **options: Any) -> Any:
        return command(workspace, choice, TABLES[name], *args, **options)

    return with_table


_no_text = click.option("--no-text", is_flag=True, help="Leave out the text of the documents.")
_to_file = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))


@export.command("csv")
@workspace_options
@_choice_options
@_table_options
@_to_file
@click.option("--plain", is_flag=True, help="For programs: no byte order mark, every cell as it is.")
@_no_text
@_force
def csv_command(
    workspace: Workspace, choice: Choice, table: Table, path: Path, plain: bool, no_text: bool, force: bool
) -> None:
    """A table for Excel, WPS and LibreOffice: UTF-8 with a byte order mark.

    A cell that a spreadsheet would run as a formula, or take for another number or day, has an apostrophe in
    front; --plain leaves every cell as it is. FILE `-` is the standard output.
    """
    table = table.without("text") if no_text else table
    _write(workspace, choice, path, force, lambda db, out: write_csv(db, table, out, plain=plain))


@export.command()
@workspace_options
@_choice_options
@_table_options
@_to_file
@_force
def jsonl(workspace: Workspace, choice: Choice, table: Table, path: Path, force: bool) -> None:
    """An object a line. Of documents and versions: text, blocks, fields with their evidence, states, capture.

    FILE `-` is the standard output.
    """
    _write(workspace, choice, path, force, lambda db, out: write_jsonl(db, table, out))


@export.command()
@workspace_options
@_choice_options
@_table_options
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@_no_text
@_force
def parquet(
    workspace: Workspace, choice: Choice, table: Table, path: Path, no_text: bool, force: bool
) -> None:
    """A typed table, for DuckDB, pandas and the like. Needs `pip install 'gongkai[parquet]'`."""
    table = table.without("text") if no_text else table
    _write(workspace, choice, path, force, lambda db, out: write_parquet(db, table, out))


def _write(
    workspace: Workspace,
    choice: Choice,
    path: Path,
    force: bool,
    write: Callable[[sqlite3.Connection, IO[bytes]], int],
) -> None:
    """Write a table of one moment of the database; say on stderr how many rows it has."""
    with _reading(workspace) as connection, _output(path, force) as out:
        connection.execute("begin")
        try:
            choose(connection, choice)
            count = write(connection, out)
        finally:
            connection.rollback()
    click.echo(shown(f"{path}: {count} rows"), err=True)


@contextmanager
def _output(path: Path, force: bool) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with new_file(path, force=force) as out:
            yield out
