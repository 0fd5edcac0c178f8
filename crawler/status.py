"""`gongkai status`: how each site stands, what was crawled last, and what is due next and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import health
from archive.attempts import read, written
from archive.printing import Printer
from archive.store import Archive
from archive.words import STATES
from archive.workspace import Workspace, is_plain, workspace_options
from archive.wrapping import shown
from crawler.looking import known
from crawler.schedule import Outlook, outlooks
from crawler.sites import Sites
from crawler.windows import CHINA

HEADINGS = ("site", "name", "last crawl (UTC)", "outcome", "pages", "reports", "failures", "documents")
"""For a pipe; `PLANNED` stand after them."""
PLANNED = ("now", "next (UTC)", "overdue", "why")

COUNTS = ("pages", "reports", "failed", "docs")
COLUMNS = ("site", "name", "last crawl", "outcome", *COUNTS, "now", "next")
"""For a person."""


@dataclass(frozen=True)
class Standing:
    """A site: its row in the archive, and its outlook if there is a definition of it."""

    row: dict[str, Any]
    outlook: Outlook | None


@click.command()
@workspace_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the totals and `sites`.")
def status(workspace: Workspace, as_json: bool) -> None:
    """Show how each site stands: its last crawl, what it brought, and what is due next and why; how many of
    its documents are there, missing or gone, and what the last crawl changed of that.

    `!` marks a site that should have been crawled by now and was not, and one whose last crawl read it
    otherwise than the ones before it (table `alarms`). Exit code 0 all the same.
    """
    sites = workspace.sites()
    assert isinstance(sites, Sites)
    now = datetime.now(UTC)
    with Archive.open_read_only(workspace.data) as archive:
        totals, held = health.totals(archive.db.conn), health.sites(archive.db.conn)
    ahead = outlooks(sites.values(), known(workspace.data, sites.values(), now), now)
    standings = standings_of(held, sites, ahead)
    if as_json:
        told = [one.row | {"schedule": plan_as_json(one.outlook)} for one in standings]
        click.echo(json.dumps({**totals, "sites": told}, ensure_ascii=False))
        return
    if is_plain():
        print_lines(standings)
    else:
        print_table(standings, Console(highlight=False))
    print_states(standings)
    print_news(standings)
    click.echo(
        f"{totals['documents']} documents in {totals['versions']} versions, {totals['fetches']} fetches"
    )


def standings_of(held: Sequence[dict[str, Any]], sites: Sites, ahead: Sequence[Outlook]) -> list[Standing]:
    """The sites of the archive and those that are only defined yet, in order of id."""
    rows = {row["id"]: row for row in held}
    plans = {one.site: one for one in ahead}
    return [
        Standing(rows.get(site) or _never(site, sites), plans.get(site))
        for site in sorted(rows.keys() | plans.keys())
    ]


def plan_as_json(one: Outlook | None) -> dict[str, Any] | None:
    """An outlook for a program; times in UTC. None for a site without a definition."""
    if one is None:
        return None
    return {
        "state": one.state,
        "why": one.why,
        "slot": written(one.slot),
        "next": written(one.next),
        "since": written(one.since) if one.since else None,
        "missed": one.missed,
        "overdue": one.overdue,
    }


def print_lines(standings: Sequence[Standing]) -> None:
    """Tab-separated, for programs that read no JSON."""
    click.echo("\t".join((*HEADINGS, *PLANNED)))
    for one in standings:
        row, plan = one.row, one.outlook
        last = (row["started"] or "never")[:16].replace("T", " ")
        counts = (str(row[name]) if row[name] is not None else "" for name in HEADINGS[4:])
        ahead = ("", "", "", "")
        if plan is not None:
            overdue = "overdue" if plan.overdue else ""
            ahead = (plan.state, written(plan.next)[:16].replace("T", " "), overdue, plan.why)
        click.echo("\t".join((row["id"], shown(row["name"]), last, row["outcome"] or "", *counts, *ahead)))


def print_table(standings: Sequence[Standing], console: Console) -> None:
    """For a person, in the time of China. It fits into 100 columns; with more there are the names too, and
    with fewer a site stands on two lines or more."""
    rows = [_cells(one) for one in standings]
    widths = [max(map(cell_len, column)) + 2 for column in zip(COLUMNS, *rows, strict=True)]
    if sum(widths) - widths[1] > console.width:
        _print_stacked(rows, Printer(console))
        return
    names = sum(widths) <= console.width
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(COLUMNS):
        if number != 1 or names:
            table.add_column(heading, justify="right" if heading in COUNTS else "left", no_wrap=True)
    for row in rows:
        style = "yellow" if row[-2].endswith("!") else ""
        table.add_row(*(Text(cell, style) for n, cell in enumerate(row) if n != 1 or names))
    console.print(table)
    console.print(Text("Times are those of China.", "dim"))


def _cells(one: Standing) -> tuple[str, ...]:
    row, plan = one.row, one.outlook
    counts = ("" if row[n] is None else str(row[n]) for n in ("pages", "reports", "failures", "documents"))
    last = _day(read(row["started"])) if row["started"] else "never"
    state = "" if plan is None else f"{plan.state} !" if plan.overdue else plan.state
    ahead = "" if plan is None else _day(plan.next)
    return row["id"], shown(row["name"]), last, row["outcome"] or "", *counts, state, ahead


def _print_stacked(rows: Sequence[Sequence[str]], printer: Printer) -> None:
    """The same where a table would cut its words."""
    for site, name, last, outcome, *counts, state, ahead in rows:
        printer.line(Text.assemble((site, "bold"), f"  {name}"))
        told = [f"{count} {word}" for count, word in zip(counts, COUNTS, strict=True) if count]
        printer.line(" · ".join(filter(None, (last, outcome, *told))), 2)
        if state:
            printer.line(f"{state} · next {ahead} of China", 2)


def print_states(standings: Sequence[Standing]) -> None:
    """How many documents of each site are in which state, and what its last crawl changed of that."""
    printer = Printer()
    for one in standings:
        row = one.row
        if not row["states"]:
            continue
        changes = [f"{row[name]} {name}" for name in ("new", "changed") if row[name]]
        changes += [f"悄然改动 silent edits {row['silent']}"] if row["silent"] else []
        said = _counted(row["states"])
        if changes := [*changes, *filter(None, [_counted(row["became"])])]:
            said += f"; in the last crawl: {', '.join(changes)}"
        printer.hung(Text("· "), f"{row['id']}: {said}")


def _counted(states: Mapping[str, int]) -> str:
    """`980 seen 在, 3 not listed 栏目不再列出`, in the order in which the states are told."""
    return ", ".join(
        f"{states[state]} {english} {chinese}"
        for state, (chinese, english, _) in STATES.items()
        if state in states
    )


def print_news(standings: Sequence[Standing]) -> None:
    """Whatever is not as it should be, or is going on, for a person and in a pipe alike."""
    printer = Printer()
    for one in standings:
        plan = one.outlook
        if plan is not None and plan.overdue:
            said = f"{plan.site}: overdue since {_day(plan.slot)} of China: {plan.why}"
            printer.hung(Text("! ", "bold yellow"), said, style="yellow")
        elif plan is not None and plan.state in ("running", "waiting", "left"):
            printer.hung(Text("· "), f"{plan.site}: {plan.why}")
        for alarm in one.row["alarms"]:
            printer.hung(Text("! ", "bold yellow"), f"{one.row['id']}: {alarm['said']}", style="yellow")


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%m-%d %H:%M}" if moment else ""


def _never(site: str, sites: Sites) -> dict[str, Any]:
    """The row of a site that is not in the archive yet."""
    empty = dict.fromkeys(
        ("crawl", "reason", "started", "finished", "outcome", "message", "pages", "reports", "new", "changed",
         "unchanged", "failures")
    )  # fmt: skip
    return (
        {"id": site, "name": sites[site].name, "status": sites[site].status, "documents": 0}
        | empty
        | {"alarms": [], "states": {}, "became": {}, "silent": 0}
    )
