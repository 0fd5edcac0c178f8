"""Runs the crawls of several sites in one process, each at its own pace (one connection to a host).

Scrapy's reactor starts once in the life of a process: one `Crawls` to a process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.errors import GongkaiError
from archive.store import Archive
from crawler.lease import HostBusy
from crawler.readers import Readers
from crawler.schedule import hosts_of
from crawler.spiders import make_spider
from crawler.tally import CrawlResult, Tally
from pipelines.site import Site

FAST = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
}
"""For our own demonstration sites on loopback, never for anyone else's."""


class Crawls:
    """Crawls of one process and one archive; those of one host one after another."""

    def __init__(self, archive: Archive, settings: Settings, ended: Callable[[Tally], None]) -> None:
        """`ended` is told of each crawl that is over. Raises `GongkaiError`: the log cannot be written."""
        self._archive, self._ended = archive, ended
        self.process = _process(settings)
        self._readers = Readers(settings.getint("GONGKAI_READERS", -1))
        self._running: dict[str, tuple[asyncio.Task[None], Crawler, Tally]] = {}
        self._hosts: dict[str, str] = {}  # a host, and the site it is being asked for
        self._waiting: list[tuple[Site, Tally, Mapping[str, object]]] = []
        self.mistakes: list[BaseException] = []
        """What only a mistake of ours can raise."""

    def begin(self, site: Site, tally: Tally, settings: Mapping[str, object] | None = None) -> None:
        """Crawl a site, with settings of its own, once no other crawl of this process asks its hosts."""
        self._waiting.append((site, tally, settings or {}))
        self._next()

    def settle(self) -> None:
        """The reactor has ended: whatever runs or waits was stopped."""
        self._readers.close()
        for site in [*self._running]:
            self._over(site)
        for _, tally, _ in self._waiting:
            self._tell(tally, "interrupted", "stopped before its turn")
        self._waiting = []

    def _next(self) -> None:
        """Begin what waits and whose hosts are free, in its order."""
        waiting, self._waiting = self._waiting, []
        for order in waiting:
            site, tally, settings = order
            hosts = set(hosts_of(site))
            if hosts & set(self._hosts) or any(hosts & set(hosts_of(one)) for one, *_ in self._waiting):
                self._waiting.append(order)
                continue
            crawler = self.process.create_crawler(make_spider(site, settings))
            task = self.process.crawl(crawler, tally=tally, archive=self._archive, readers=self._readers)
            self._running[site.id] = (task, crawler, tally)
            self._hosts |= dict.fromkeys(hosts, site.id)
            task.add_done_callback(partial(self._when_done, site.id))

    def _when_done(self, site: str, _: asyncio.Task[None]) -> None:
        self._over(site)

    def _over(self, site: str) -> None:
        """A crawl has ended, well or not: give its lease back, tell of it, and begin what waited for it."""
        if site not in self._running:
            return
        task, crawler, tally = self._running.pop(site)
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, HostBusy):
            self._tell(tally, "busy", str(error))
        elif isinstance(error, GongkaiError):
            self._tell(tally, "failed", str(error))
        elif error is not None:
            self.mistakes.append(error)
            self._tell(tally, "failed", f"{type(error).__name__}: {error}")
        elif tally.ended is None:
            self._tell(tally, "interrupted", "stopped at once, on demand")
        else:
            self._ended(tally)
        lease: Any = getattr(crawler.spider, "lease", None)
        if lease is not None:
            lease.release()
        self._hosts = {host: holder for host, holder in self._hosts.items() if holder != site}
        if tally.outcome != "interrupted":
            self._next()

    def _tell(self, tally: Tally, outcome: str, message: str) -> None:
        """Give a crawl that could not end by itself its outcome."""
        if tally.crawl is not None:
            self._archive.finish_crawl(
                tally.crawl, "failed" if outcome == "failed" else "interrupted", message
            )
        tally.finish(outcome, message)
        self._ended(tally)


def run_crawls(
    sites: Sequence[Site],
    data: Path,
    *,
    reason: str = "crawl",
    proxy: str = "",
    fast: bool = False,
    slots: Mapping[str, Mapping[str, object]] | None = None,
    watch: Callable[[Sequence[Tally]], AbstractContextManager[None]] | None = None,
) -> list[CrawlResult]:
    """Crawl the sites at the same time into the archive in `data`; a result a site, in their order.

    `slots`: settings of single crawls by site (GONGKAI_SLOT, GONGKAI_UNTIL). `watch(tallies)` gives a context
    in which the progress is shown. Raises `GongkaiError` when the archive cannot be opened; what goes wrong
    with one site is told in its result, and the others go on.
    """
    tallies = [Tally(site.id) for site in sites]
    archive = Archive.open(data, create=True)
    logging.raiseExceptions = False  # a log that the disk does not take must not flood the terminal
    try:
        crawls = Crawls(archive, settings_for(data, reason=reason, proxy=proxy, fast=fast), lambda _: None)
        for site, tally in zip(sites, tallies, strict=True):
            crawls.begin(site, tally, (slots or {}).get(site.id))
        context: AbstractContextManager[None] = watch(tallies) if watch is not None else nullcontext()
        with context:
            crawls.process.start()
            crawls.settle()
        for mistake in crawls.mistakes:
            raise mistake
        return [result_of(archive, tally) for tally in tallies]
    finally:
        archive.close()


def settings_for(data: Path, *, reason: str = "crawl", proxy: str = "", fast: bool = False) -> Settings:
    """The project's settings for a run from the command line: the log goes to a file beside the archive."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SPIDER_LOADER_CLASS", "scrapy.spiderloader.DummySpiderLoader")  # the spiders are made here
    settings.set("GONGKAI_DATA", str(data), priority="cmdline")
    settings.set("GONGKAI_REASON", reason, priority="cmdline")
    if proxy:
        settings.set("GONGKAI_PROXY", proxy, priority="cmdline")
    settings.set("LOG_FILE", str(data / "crawl.log"), priority="cmdline")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    if fast:
        settings.setdict(FAST, priority="cmdline")
    return settings


def result_of(archive: Archive, tally: Tally) -> CrawlResult:
    """A crawl that is over, with the counts of its row; zeros where it has none."""
    if tally.crawl is None:
        return CrawlResult(tally.site, None, tally.outcome, tally.message)
    names = ("pages", "reports", "new", "changed", "unchanged", "failures")
    row = archive.db.execute(f"select {', '.join(names)} from crawls where id = ?", [tally.crawl]).fetchone()
    counts = dict(zip(names, row, strict=True))
    return CrawlResult(
        tally.site, tally.crawl, tally.outcome, tally.message, seconds=round(tally.seconds, 2), **counts
    )


def _process(settings: Settings) -> AsyncCrawlerProcess:
    """Scrapy, logging to its file. Raises `GongkaiError` where that cannot be written."""
    try:
        return AsyncCrawlerProcess(settings)
    except OSError as error:
        raise GongkaiError(
            f"cannot write {error.filename or settings['LOG_FILE']}: {error.strerror}; "
            "make the folder writable, or give another --data"
        ) from error
