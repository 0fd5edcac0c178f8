"""Shows crawls while they run: a live table at a terminal, a line a site when it is done otherwise."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.tally import Tally

EVERY = 0.25
"""Seconds between two looks at the numbers."""


@contextmanager
def watching(tallies: Sequence[Tally], console: Console) -> Iterator[None]:
    """Show the crawls on `console` until the context ends."""
    if console.is_terminal:
        with Live(get_renderable=lambda: table(tallies), console=console, refresh_per_second=1 / EVERY):
            yield
    else:
        with _lines(tallies, console):
            yield


def table(tallies: Sequence[Tally]) -> Table:
    """The crawls as a table: a row a site."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("site")
    for heading in ("pages", "reports", "failures", "pages/s", "left"):
        shown.add_column(heading, justify="right")
    shown.add_column("")
    for tally in tallies:
        shown.add_row(
            tally.site,
            str(tally.pages),
            str(tally.reports),
            str(tally.failures),
            f"{tally.rate:.1f}",
            left(tally.seconds_left),
            tally.outcome,
        )
    return shown


def left(seconds: float | None) -> str:
    """A time in words as short as can be: `8 s`, `3 min`, `2 h 05`; empty when nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02}"


def line(tally: Tally) -> str:
    """A crawl that has ended, in one plain line."""
    return (
        f"{tally.site}: {tally.outcome}, {tally.pages} pages, {tally.reports} reports, "
        f"{tally.failures} failures, {tally.rate:.1f} pages/s"
    )


@contextmanager
def _lines(tallies: Sequence[Tally], console: Console) -> Iterator[None]:
    """Print each crawl's line once it has ended."""
    stop = threading.Event()

    def look() -> None:
        waiting = list(tallies)
        while waiting and not stop.wait(EVERY):
            for tally in [one for one in waiting if one.ended is not None]:
                waiting.remove(tally)
                say(tally)

    def say(tally: Tally) -> None:
        said.add(tally.site)
        console.print(line(tally), markup=False, highlight=False, soft_wrap=True)

    said: set[str] = set()
    thread = threading.Thread(target=look, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for tally in tallies:
            if tally.ended is not None and tally.site not in said:
                say(tally)
