"""A process that crawls what it is told: `python -m crawler.child --data DIR --place N`.

Reads orders from its standard input while it crawls, a JSON object a line (`crawler.engine.Order`), and says
how each crawl ended on its standard output, likewise (`crawler.tally.CrawlResult`). It ends when its input
has ended and its crawls are over: a child whose parent was killed finishes what it has, holding its leases.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from twisted.internet.error import ReactorNotRunning

from archive.attempts import written
from archive.errors import GongkaiError
from archive.store import Archive
from crawler.crawl import Crawls, result_of, settings_for
from crawler.engine import PLACE_TAKEN, Order
from crawler.lease import FOLDER, HostBusy, Lease
from crawler.sites import read_site
from crawler.tally import CrawlResult, Tally


class Child:
    """Takes orders, and tells how they ended."""

    def __init__(self, archive: Archive, data: Path) -> None:
        self._archive = archive
        self._crawls = Crawls(archive, settings_for(data), self._ended)
        self._open: set[str] = set()
        self._read = b""
        self._input_is_open = True

    def run(self) -> None:
        """Until the input has ended and everything is done, or somebody has us stop."""
        loop = asyncio.get_event_loop()
        loop.add_reader(sys.stdin.fileno(), self._take)
        self._crawls.process.start(stop_after_crawl=False)
        self._crawls.settle()
        for mistake in self._crawls.mistakes:
            raise mistake

    def _take(self) -> None:
        """What has come on the input: whole lines are orders."""
        came = os.read(sys.stdin.fileno(), 65536)
        if not came:
            self._input_is_open = False
            asyncio.get_event_loop().remove_reader(sys.stdin.fileno())
            self._end_if_done()
            return
        *lines, self._read = (self._read + came).split(b"\n")
        for line in lines:
            self._begin(Order.read(line.decode()))

    def _begin(self, order: Order) -> None:
        self._open.add(order.site)
        tally = Tally(order.site)
        if order.until is not None and order.until <= datetime.now(UTC):
            tally.finish("left", "its window closed before its turn came")
            self._ended(tally)
            return
        try:
            site = read_site(order.file)
        except GongkaiError as error:
            tally.finish("failed", str(error))
            self._ended(tally)
            return
        until = written(order.until) if order.until is not None else ""
        self._crawls.begin(site, tally, {"GONGKAI_SLOT": written(order.slot), "GONGKAI_UNTIL": until})

    def _ended(self, tally: Tally) -> None:
        self._open.discard(tally.site)
        say(result_of(self._archive, tally))
        self._end_if_done()

    def _end_if_done(self) -> None:
        if self._open or self._input_is_open:
            return
        asyncio.get_event_loop().call_soon(_stop)


def _stop() -> None:
    """End the reactor, unless a signal has done so already."""
    from twisted.internet import reactor  # Scrapy has installed it

    with suppress(ReactorNotRunning):
        reactor.stop()  # type: ignore[misc]  # the types of an interface, not of a reactor


def say(result: CrawlResult) -> None:
    """A result, to whoever still listens: the crawl is in the archive all the same."""
    try:
        print(json.dumps(asdict(result), ensure_ascii=False), flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    parser = argparse.ArgumentParser(prog="crawler.child")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--place", required=True)
    given = parser.parse_args()
    logging.raiseExceptions = False
    try:
        lease = Lease(given.data / FOLDER, [given.place])
    except HostBusy:
        sys.exit(PLACE_TAKEN)
    try:
        with Archive.open(given.data, create=True) as archive:
            Child(archive, given.data).run()
    except GongkaiError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        sys.exit(1)
    finally:
        with suppress(GongkaiError):
            lease.release()


if __name__ == "__main__":
    main()
