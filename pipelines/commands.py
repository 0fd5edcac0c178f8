"""The commands of this floor: `gongkai extract` reads saved pages, `gongkai ingest` keeps them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from archive.chain_commands import roots_option
from archive.errors import GongkaiError
from archive.plain import as_plain
from archive.printing import Printer, print_report
from archive.store import Archive
from archive.timestamp import roots_in
from archive.urls import is_web_address
from archive.verify.audit import Audit, Finding
from archive.workspace import Workspace, is_plain, workspace_options
from archive.wrapping import shown, shown_lines
from pipelines.answer import Answer, Listing, Page
from pipelines.extract import extract as read_page
from pipelines.ingest import Ingested, ingest_path
from pipelines.rebuild import rebuild as rebuild_archive
from pipelines.site import Site
from pipelines.verify import verify as verify_archive


@click.command()
@workspace_options
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", default="", help="Address the page came from (one FILE only).")
@click.option("--site", "site_id", default="", help="Id of the site definition to read it with.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a file, in order.")
def extract(workspace: Workspace, files: tuple[Path, ...], url: str, site_id: str, as_json: bool) -> None:
    """Read saved pages: what each is, its title, text and metadata with the evidence. Keeps nothing.

    A person is shown how each field was read, which places of the text are in doubt, and what was set aside.
    """
    if url and len(files) > 1:
        raise click.UsageError("--url tells the address of one page; give one FILE with it.")
    if url and not is_web_address(url):
        raise click.BadParameter(f"{url!r} is not an http or https address.", param_hint="--url")
    site = _site(workspace, site_id)
    printer = Printer()
    failed = False
    for file in files:
        try:
            answer = read_page(Page(url, file.read_bytes()), site)
        except OSError as error:
            failed = True
            reason = error.strerror or str(error)
            click.echo(shown(f"gongkai: cannot read {file}: {reason}; check the path."), err=True)
            if as_json:
                click.echo(json.dumps({"file": str(file), "url": url, "kind": None, "error": reason}))
            continue
        if as_json:
            click.echo(json.dumps({"file": str(file), **answer_as_json(answer)}, ensure_ascii=False))
        else:
            _print_answer(file, answer, printer)
    if failed:
        sys.exit(1)


@click.command()
@workspace_options
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a path.")
def ingest(workspace: Workspace, paths: tuple[Path, ...], as_json: bool) -> None:
    """Keep saved pages: a folder (addresses from its INDEX.tsv), a page, a .warc.gz or a .wacz.

    They go the way a crawl's pages go: captured, read, saved. What is held already adds nothing. A whole
    archive that `gongkai export wacz` wrote is made again as it was, where the data folder is empty.
    """
    sites: dict[str, Site] = dict(workspace.sites())
    archive = Archive.open(workspace.data, create=True)
    failed = False
    try:
        for path in paths:
            try:
                result = ingest_path(path, archive, workspace.warc, sites)
            except GongkaiError as error:
                failed = True
                click.echo(f"gongkai: {shown_lines(str(error))}", err=True)
                continue
            failed = failed or bool(result.problems)
            for sentence in (*result.notes, *result.problems):
                click.echo(f"gongkai: {shown_lines(sentence)}", err=True)
            click.echo(json.dumps({"path": str(path), **asdict(result)}, ensure_ascii=False)
                       if as_json else shown(_told(path, result)))  # fmt: skip
    finally:
        archive.close()
    if failed:
        sys.exit(1)


@click.command()
@workspace_options
@click.option(
    "--processes", type=click.IntRange(1), default=None, help="How many at once; one a core without."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def rebuild(workspace: Workspace, processes: int | None, as_json: bool) -> None:
    """Make the whole archive again from the WARC files alone, without the network.

    It grows beside the old one and takes its place when it is complete: readers go on reading.
    """
    with _progress(as_json) as watch:
        result = rebuild_archive(workspace.data, processes=processes, watch=watch)
    for sentence in result.problems:
        click.echo(f"gongkai: {sentence}", err=True)
    told = f"{workspace.data / 'archive.db'}: {result.crawls} crawls, {result.pages} pages"
    click.echo(json.dumps(asdict(result), ensure_ascii=False) if as_json else told)
    if result.problems:
        sys.exit(1)


@click.command()
@workspace_options
@click.option(
    "--quick", is_flag=True, help="Do not read the pages anew: what is stored is checked by itself."
)
@roots_option
@click.option(
    "--processes", type=click.IntRange(1), default=None, help="How many at once; one a core without."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, and one with the summary.")
def verify(
    workspace: Workspace, quick: bool, roots: Path | None, processes: int | None, as_json: bool
) -> None:
    """Recompute everything: digests, chain, timestamps, database, and every page read anew. Changes nothing.

    Each finding is a line that names the place, what was expected and found, and what to do. Exit code 1 when
    there is one.
    """

    def tell(finding: Finding) -> None:
        click.echo(json.dumps(asdict(finding), ensure_ascii=False) if as_json else shown(str(finding)))

    audit = Audit(tell)
    known = roots_in(roots) if roots is not None else []
    with _said(audit, as_json):
        verify_archive(workspace.data, audit, quick=quick, roots=known, processes=processes)
    if as_json:
        summary = {"findings": audit.found, "checked": audit.counts, "notes": audit.notes}
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        for note in audit.notes:
            click.echo(shown(f"note: {note}"))
        checked = ", ".join(f"{count:,} {what}" for what, count in audit.counts.items())
        found = "1 finding" if audit.found == 1 else f"{audit.found or 'no'} findings"
        click.echo(f"{found}; checked: {checked}")
    if audit.found:
        sys.exit(1)


@contextmanager
def _said(audit: Audit, quiet: bool) -> Iterator[None]:
    """What is being checked, on stderr: a line that a person watches; nothing where a program reads."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status("") as status:
        audit.watch = lambda what: status.update(what)
        yield


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int, int], None] | None]:
    """A line that a person watches; nothing where a program reads."""
    if quiet or is_plain():
        yield None
        return
    columns = (
        TextColumn("captures"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} pages"),
    )
    with Progress(*columns, TimeElapsedColumn(), transient=True) as progress:
        task = progress.add_task("", total=None, pages=0)
        yield lambda done, files, pages: progress.update(task, completed=done, total=files, pages=pages)


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """An answer as plain data; `evidence` by field, best first, and `list` for a list page."""
    listing = answer.listing
    report = as_plain(answer)
    return {
        "url": report.pop("url"),
        "kind": answer.kind,
        **report,
        "list": None
        if listing is None
        else {
            "rows": [asdict(row) for row in listing.rows],
            "next": listing.next or None,
            "pages": listing.pages,
            "records": listing.records,
        },
        "next_part": answer.next_part,
    }


def _site(workspace: Workspace, site_id: str) -> Site | None:
    if not site_id:
        return None
    sites = workspace.sites()
    try:
        site: Site = sites[site_id]  # a broken file raises its own error
    except KeyError:
        known = ", ".join(sorted(sites)) or "none"
        raise click.BadParameter(f"no site {site_id!r}; known: {known}.", param_hint="--site") from None
    return site


def _print_answer(file: Path, answer: Answer, printer: Printer) -> None:
    """A document in full; of anything else what it is, why, and the rows of a list."""
    printer.line(f"{file}: {answer.kind}", style="dim" if answer.kind == "report" else "bold")
    if answer.kind == "report":
        print_report(answer, printer)
        if answer.next_part:
            printer.line(f"goes on at {answer.next_part}", style="dim")
    else:
        if answer.title:
            printer.line(answer.title, style="bold")
        for warning in answer.warnings:
            printer.hung(Text("! ", "bold yellow"), warning, style="yellow")
        if answer.listing is not None:
            _print_listing(answer.listing, printer)
    printer.line()


def _print_listing(listing: Listing, printer: Printer) -> None:
    for row in listing.rows:
        printer.hung(Text(f"{shown(row.date):<10}  ", "dim"), row.title, 2)
        printer.line(row.url, 14, "blue")
    told = (("pages", listing.pages), ("records", listing.records), ("next", listing.next or None))
    said = " · ".join(f"{name} {value}" for name, value in told if value is not None)
    printer.line(f"{len(listing.rows)} rows" + (f" · {said}" if said else ""), 2, "dim")


def _told(path: Path, result: Ingested) -> str:
    if result.crawls:
        return f"{path}: the archive as it was: {result.crawls} crawls, {result.added} pages"
    if not result.added:
        return f"{path}: nothing new ({result.known} pages held already)"
    return (
        f"{path}: {result.added} pages added ({result.reports} reports, {result.lists} lists, "
        f"{result.other} other), {result.known} held already"
    )
