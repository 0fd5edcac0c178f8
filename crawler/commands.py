"""The commands of this floor: `gongkai crawl`, `gongkai sites` and `gongkai demo`."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.commands import serve
from archive.serve import listening
from archive.workspace import Workspace, is_plain, workspace_options
from crawler.divisions import load_divisions, unknown_codes
from crawler.nightly import as_json as result_as_json
from crawler.nightly import crawl_due, warn_of_contact
from crawler.progress import watching
from crawler.sites import Sites, read_folders
from crawler.tally import CrawlResult
from pipelines.site import Site

DEMO_SITES = Path(__file__).parent / "demo" / "sites"


@click.command()
@workspace_options
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--due", "only_due", is_flag=True, help="Only what is due by its schedule, in its window.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site on stdout.")
def crawl(workspace: Workspace, names: tuple[str, ...], only_due: bool, as_json: bool) -> None:
    """Crawl the named sites (all of them when none is named), politely, into the archive.

    Exit code 1 when the crawl of a site failed, was blocked, or was left alone because another crawl asks
    that host already; single pages that failed are in the archive.
    """
    sites = workspace.sites()
    assert isinstance(sites, Sites)
    chosen = _chosen(sites, names)
    if only_due:
        results = crawl_due(workspace, names)
        if results or as_json:
            _print_results(results, as_json)
        else:
            click.echo("Nothing was crawled.")
        _exit_by(results)
        return
    warn_of_contact(chosen)
    results = _run(chosen, workspace.data, proxy=os.environ.get("GONGKAI_PROXY", ""))
    _print_results(results, as_json)
    _exit_by(results)


@click.command()
@workspace_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site.")
def sites(workspace: Workspace, as_json: bool) -> None:
    """List the site definitions, and what is wrong with those that cannot be used."""
    known = workspace.sites()
    assert isinstance(known, Sites)
    divisions = load_divisions(workspace.sites_folder)
    odd = {site_id: unknown_codes(site, divisions) for site_id, site in known.items()}
    rows = [_as_row(known, site_id) | {"warnings": odd.get(site_id, [])} for site_id in known.files]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        headings = ("id", "name", "platform", "status", "columns", "units", "home")
        _print_table(headings, [[str(row[name]) for name in headings] for row in rows if not row["error"]])
    for site_id, warnings in odd.items():
        for warning in warnings:
            _say(f"gongkai: warning: {known.files[site_id]}: {warning}")
    for error in known.broken.values():
        _say(f"gongkai: {error}")
    if known.broken:
        sys.exit(1)


@click.command()
@workspace_options
@click.option(
    "--no-serve", is_flag=True, help="Do not open the archive in a browser's reach; exit when crawled."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to serve at."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site on stdout (with --no-serve).")
@click.pass_context
def demo(context: click.Context, workspace: Workspace, no_serve: bool, port: int, as_json: bool) -> None:
    """Crawl three fictional district sites on this machine, then show the archive. Needs no network."""
    from crawler.demo import PORT, running  # its server is needed by no other command

    fictional = read_folders([DEMO_SITES])
    for error in fictional.broken.values():
        raise error
    if not no_serve:
        listening("127.0.0.1", port).close()  # a port in use is told before the crawl, not after it
    with running(PORT, or_any=True) as proxy:
        results = _run(list(fictional.values()), workspace.data, reason="demo", proxy=proxy, fast=True)
        _print_results(results, as_json)
        unchanged = all(r.outcome == "finished" and not r.new and not r.changed for r in results)
        if unchanged and not as_json:
            click.echo("Nothing new: every report is in the archive as it was.")
        _exit_by(results)
        if not no_serve:  # the sites stay up meanwhile, so that the links to the original pages open
            if not proxy.endswith(f":{PORT}"):
                _say(f"gongkai: port {PORT} is in use, so the links to the fictional sites do not open.")
            context.invoke(serve, data=workspace.data, sites_folder=workspace.sites_folder, port=port)


def _run(sites: list[Site], data: Path, **how: Any) -> list[CrawlResult]:
    """Crawl, and show the progress on stderr. Scrapy takes a second to import; other commands do without."""
    from crawler.crawl import run_crawls

    watch = functools.partial(watching, console=Console(stderr=True))
    return run_crawls(sites, data, watch=watch, **how)


def _chosen(sites: Sites, names: Sequence[str]) -> list[Site]:
    """The sites by their ids, each once. A name nobody knows is wrong use; a broken file raises its error."""
    for name in names:
        if name not in sites and name not in sites.broken:
            known = ", ".join(sites) or "none"
            raise click.BadParameter(f"no site {name!r}; known: {known}", param_hint="SITE")
    if not names:
        for error in sites.broken.values():
            _say(f"gongkai: {error}")
    chosen = [sites[name] for name in dict.fromkeys(names or sites)]
    if not chosen:
        raise click.UsageError("there is no site to crawl; see gongkai sites")
    return chosen


def _as_row(sites: Sites, site_id: str) -> dict[str, object]:
    site = sites.get(site_id)
    row: dict[str, object] = {"id": site_id, "file": str(sites.files[site_id]), "error": None}
    if site is None:
        return row | {"error": str(sites.broken[site_id])}
    return row | {
        "name": site.name,
        "home": site.home,
        "platform": site.platform,
        "status": site.status,
        "division_code": site.division_code,
        "columns": len(site.columns),
        "units": len(site.units),
    }


def _print_results(results: Sequence[CrawlResult], as_json: bool) -> None:
    if as_json:
        for result in results:
            click.echo(result_as_json(result))
        return
    headings = ("site", "pages", "reports", "new", "changed", "unchanged", "failures", "outcome")
    _print_table(headings, [[str(getattr(result, name)) for name in headings] for result in results])
    for result in results:
        if result.message:
            _say(f"{result.site}: {result.message}")


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a person; tab-separated lines for anything else."""
    if is_plain():
        for row in (headings, *rows):
            click.echo("\t".join(row))
        return
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        is_number = bool(rows) and all(row[number].isdecimal() for row in rows)
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _exit_by(results: Sequence[CrawlResult]) -> None:
    """1 when the crawl of a site did not end as it should; that a page is lost, or a budget used up, is no
    failure of the crawl."""
    if any(result.outcome not in ("finished", "partial") for result in results):
        sys.exit(1)
