"""`gongkai diff`, which compares and changes nothing."""

from __future__ import annotations

import json

import click

from archive.compare.held import compare_held, known_bytes, load_documents, load_versions
from archive.compare.plain import as_plain
from archive.compare.printing import print_difference
from archive.finding import find_document
from archive.printing import Printer
from archive.store import Archive
from archive.workspace import Workspace, workspace_options


@click.command()
@workspace_options
@click.argument("address", metavar="DOCUMENT")
@click.argument("before", metavar="[A]", type=click.IntRange(1), required=False)
@click.argument("after", metavar="[B]", type=click.IntRange(1), required=False)
@click.option("--with", "other", metavar="OTHER", help="Compare with this document: B is a version of it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def diff(
    workspace: Workspace,
    address: str,
    before: int | None,
    after: int | None,
    other: str | None,
    as_json: bool,
) -> None:
    """Show what changed between two versions of a document, or between two documents.

    DOCUMENT is its address or its number; A and B are numbers of versions. Without them, the last two are
    compared; with A alone, that one and the latest.

    \b
    [-old-]{+new+}   in a sentence that was changed        -  +   a sentence that went, or came
    <  >             a sentence that moved away, or here
    """
    with Archive.open_read_only(workspace.data) as archive:
        connection = archive.db.conn
        document = find_document(connection, address)
        if other is None:
            pair = load_versions(connection, document, before, after)
        else:
            pair = load_documents(connection, document, find_document(connection, other), before, after)
        known = known_bytes(connection, *pair)
    compared = compare_held(*pair, known)
    if as_json:
        click.echo(json.dumps(as_plain(compared), ensure_ascii=False))
    else:
        print_difference(compared, Printer())
