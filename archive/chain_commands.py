"""The commands of the hash chain: `timestamp` has its head stamped, `prove` shows a record in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.chain import Proof, head, position_of, proof_of
from archive.chain_log import ChainLog
from archive.errors import GongkaiError
from archive.finding import find_document, find_version
from archive.store import Archive
from archive.timestamp import roots_in, stamp
from archive.tokens import FOLDER, Token
from archive.workspace import Workspace, workspace_options
from archive.wrapping import shown

roots_option = click.option(
    "--roots",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="GONGKAI_TSA_ROOTS",
    default=None,
    help="PEM file with the roots that an authority's certificate must lead to (or GONGKAI_TSA_ROOTS).",
)


@click.command()
@workspace_options
@click.option(
    "--tsa", envvar="GONGKAI_TSA", default="", help="Address of the timestamp authority (or GONGKAI_TSA)."
)
@roots_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def timestamp(workspace: Workspace, tsa: str, roots: Path | None, as_json: bool) -> None:
    """Have a timestamp authority (RFC 3161) say that the chain stood as it stands now.

    It is told nothing but a hash. The token is kept in `timestamps/` and checked by `gongkai verify`.
    """
    if not tsa:
        raise GongkaiError("no timestamp authority is named: give its address with --tsa, or set GONGKAI_TSA")
    with Archive.open_read_only(workspace.data) as archive:
        entry = head(archive.db)
    if entry is None:
        raise GongkaiError(f"the chain in {workspace.data} has no entry yet: crawl first")
    if ChainLog(workspace.data).last() != entry:
        raise GongkaiError(
            f"{ChainLog(workspace.data).path} does not end with entry {entry.n} of the database:"
            " `gongkai verify` tells what is wrong"
        )
    token = Token(workspace.data / FOLDER, entry.n)
    if token.answer.exists():
        told = None
    else:
        told = asdict(stamp(workspace.data, entry, tsa, roots_in(roots) if roots is not None else []))
    if as_json:
        row = {"n": entry.n, "hash": entry.hash, "token": str(token.answer), "new": told is not None}
        click.echo(json.dumps(row | (told or {}), ensure_ascii=False))
    elif told is None:
        click.echo(shown(f"entry {entry.n} is the last, and has its timestamp: {token.answer}"))
    else:
        said = (
            f"entry {entry.n} of the chain stood at {told['time']}, says {told['authority']}: {token.answer}"
        )
        click.echo(shown(said))


@click.command()
@workspace_options
@click.argument("address", metavar="URL")
@click.option("--version", "number", type=click.IntRange(1), help="This version of it; else the latest.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with all that a check needs.")
def prove(workspace: Workspace, address: str, number: int | None, as_json: bool) -> None:
    """Show that the capture of a document is one of those that an entry of the hash chain sums.

    URL is the address of a document in the archive, one that led to it, or its number.
    """
    with Archive.open_read_only(workspace.data) as archive:
        document = find_document(archive.db.conn, address)
        held = find_version(archive.db.conn, document, number)
        position = position_of(archive.db, held.capture["id"])
    if position is None:
        raise GongkaiError(
            f"the capture of document {document} is not in the chain: its crawl goes on, or is of before it"
        )
    proof = proof_of(workspace.warc, position)
    if as_json:
        click.echo(json.dumps(proof.told(), ensure_ascii=False))
        return
    for line in _lines(proof):
        click.echo(shown(line))


def _lines(proof: Proof) -> list[str]:
    entry = proof.position.entry
    return [
        f"record    {proof.position.record_id}",
        f"lies      warc/{entry.file} at byte {proof.position.offset}, {proof.position.length} bytes",
        f"leaf      {proof.leaf} (record {proof.index} of {entry.records}, from 0)",
        *(f"path      {each}" for each in proof.path),
        f"root      {entry.root}",
        f"entry     {entry.n}, closed {entry.closed}",
        f"hash      {entry.hash}",
        f"previous  {entry.previous or 'none: it is the first'}",
    ]
