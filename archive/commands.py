"""The commands of this floor, which change nothing: `search`, `explain`, `sheet`, `serve`, `backup`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from archive.backup import back_up
from archive.finding import find_document, find_version, no_version
from archive.history import duplicates, history, print_history
from archive.loading import Held
from archive.plain import held_as_plain
from archive.printing import Printer, print_report
from archive.search import Hit, Results
from archive.search import search as search_archive
from archive.serve import serve_archive
from archive.sheet.gathered import gather
from archive.sheet.printed import printed
from archive.store import Archive
from archive.workspace import Workspace, workspace_options
from archive.wrapping import shown


@click.command(context_settings={"ignore_unknown_options": True})  # -词 excludes: it is no option
@workspace_options
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Documents to show."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Documents to pass over.")
@click.option("--site", default="", help="Only of the site with this id.")
@click.option("--unit", default="", help="Only of this publishing unit 公开单位.")
@click.option("--genre", default="", help="Only of this genre 文种.")
@click.option("--year", default="", help="Only about this year 报告年度.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with `count` and `results`.")
def search(
    workspace: Workspace, words: tuple[str, ...], limit: int, offset: int, as_json: bool, **filters: str
) -> None:
    """Find documents: every one that holds all WORDS, as substrings.

    \b
    法治 建设       both words                '"法治 建设"'   one after the other
    法治 -建设      without the second        法治 OR 建设    either
    """
    for word in words:
        if word.startswith("--") and len(word) > 2:
            raise click.NoSuchOption(word, ctx=click.get_current_context())
    with Archive.open_read_only(workspace.data) as archive:
        results = search_archive(archive.db, " ".join(words), limit=limit, offset=offset, filters=filters)
    if as_json:
        click.echo(json.dumps(_as_json(results), ensure_ascii=False))
    else:
        _print_results(results)


@click.command()
@workspace_options
@click.argument("address", metavar="URL")
@click.option("--version", "number", type=click.IntRange(1), help="This version of it; else the latest.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def explain(workspace: Workspace, address: str, number: int | None, as_json: bool) -> None:
    """Show how a document was read: each field with its evidence, the text, and what was set aside.

    URL is the address of a document in the archive, one that led to it, or its number.
    """
    with Archive.open_read_only(workspace.data) as archive:
        document = find_document(archive.db.conn, address)
        held = find_version(archive.db.conn, document, number)
        versions, others = history(archive.db.conn, document), duplicates(archive.db.conn, document)
    if as_json:
        told = held_as_plain(held) | {"history": versions, "duplicates": others}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        printer = Printer()
        print_report(held.report, printer, origin=origin_of(held))
        print_history(versions, others, printer)


@click.command()
@workspace_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any free one."
)
def serve(workspace: Workspace, host: str, port: int) -> None:
    """Show the archive to a browser, until Ctrl-C. What a crawl saves meanwhile is seen at once."""
    serve_archive(
        workspace.data,
        host,
        port,
        lambda address: click.echo(f"The archive in {workspace.data} is at {address} (Ctrl-C stops it)"),
    )


@click.command()
@workspace_options
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there under this name.")
def backup(workspace: Workspace, path: Path, force: bool) -> None:
    """Copy the database whole, also while crawls write on. The captures are copied apart, and after it."""
    size = back_up(workspace.data, path, force=force)
    click.echo(
        shown(f"{path}: {size} bytes; copy timestamps/, chain.jsonl and warc/ after it, in this order")
    )


@click.command()
@workspace_options
@click.argument("address", metavar="DOCUMENT")
@click.argument("number", metavar="[VERSION]", type=click.IntRange(1), required=False)
def sheet(workspace: Workspace, address: str, number: int | None) -> None:
    """Print the evidence sheet of a version, the latest without a number: one HTML file, fit for paper.

    \b
    gongkai sheet URL > sheet.html
    """
    with Archive.open_read_only(workspace.data) as archive:
        document = find_document(archive.db.conn, address)
        found = gather(archive.db.conn, workspace.warc, document, number)
        if found is None:
            raise no_version(archive.db.conn, document, number)
    click.echo(printed(found), nl=False)


def _as_json(results: Results) -> dict[str, Any]:
    return {
        "query": results.query.said,
        "messages": list(results.messages),
        "count": results.count,
        "results": [_hit_as_json(hit) for hit in results.hits],
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    row = asdict(hit)
    row["snippet"] = "".join(text for text, _ in hit.snippet)
    row["matches"] = [text for text, is_match in hit.snippet if is_match]
    return row


def _print_results(results: Results) -> None:
    for message in results.messages:
        click.echo(f"gongkai: {message}", err=True)
    console = Console(highlight=False, soft_wrap=True)
    for number, hit in enumerate(results.hits, start=1):
        console.print(Text(f"{number}. ", "dim") + Text(shown(hit.title) or hit.url, "bold"))
        where = (hit.site, hit.unit, hit.genre, hit.report_year, hit.date)
        console.print(Text("   " + shown(" · ".join(filter(None, where))), "dim"))
        console.print(Text("   " + shown(hit.url), "blue"))
        pieces = [(shown(text), "bold red" if is_match else "") for text, is_match in hit.snippet]
        console.print(Text("   ") + Text.assemble(*pieces))
    console.print(
        Text(
            f"{results.count} documents: {shown(results.query.said)}" if results.query.said else "0 documents"
        )
    )


def origin_of(held: Held) -> list[tuple[str, str]]:
    """Where a version came from: pairs of a term and words."""
    capture = held.capture
    imported = capture["status"] is None
    answered = (str(capture["status"] or ""), capture["content_type"], f"{capture['size'] or 0:,} bytes")
    lies = f"{capture['warc_file']} at byte {capture['warc_offset']}, {capture['warc_length']} bytes"
    said = [
        ("网站", f"{held.site['name']} ({held.site['id']})"),
        ("文件", f"document {held.document}, version {held.number} of {held.versions}"),
        (
            "采集",
            f"{capture['fetched']}" + (" (saved by somebody else, and ingested then)" if imported else ""),
        ),
        ("核对", "" if imported else f"unchanged until {held.last_confirmed}"),
        ("应答", " · ".join(filter(None, answered))),
        ("WARC", lies if capture["warc_file"] else "not kept"),
        ("记录", capture["warc_record"] or ""),
        ("摘要", capture["payload_digest"] or ""),
        ("拼合自", "  ".join(held.parts) if len(held.parts) > 1 else ""),
    ]
    return [(term, words) for term, words in said if words]
