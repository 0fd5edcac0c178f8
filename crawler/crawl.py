"""Runs the crawls of several sites in one process, each at its own pace (one connection to a host).

Scrapy's reactor starts once in the life of a process: one call of `run_crawls` to a process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archive.errors import GongkaiError
from archive.store import Archive
from crawler.spiders import make_spider
from crawler.tally import CrawlResult, Tally
from pipelines.site import Site

FAST = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
}
"""For our own demonstration sites on loopback, never for anyone else's."""


def run_crawls(
    sites: Sequence[Site],
    data: Path,
    *,
    reason: str = "crawl",
    proxy: str = "",
    fast: bool = False,
    watch: Callable[[Sequence[Tally]], AbstractContextManager[None]] | None = None,
) -> list[CrawlResult]:
    """Crawl the sites at the same time into the archive in `data`; a result a site, in their order.

    `watch(tallies)` gives a context in which the progress is shown. Raises `GongkaiError` when the archive
    cannot be opened; what goes wrong with one site is told in its result, and the others go on.
    """
    tallies = [Tally(site.id) for site in sites]
    archive = Archive.open(data, create=True)
    logging.raiseExceptions = False  # a log that the disk does not take must not flood the terminal
    try:
        process = _process(settings_for(data, reason=reason, proxy=proxy, fast=fast))
        tasks = []
        for site, tally in zip(sites, tallies, strict=True):
            spider = make_spider(site)
            tasks.append(process.crawl(spider, tally=tally, archive=archive))
        context: AbstractContextManager[None] = watch(tallies) if watch is not None else nullcontext()
        with context:
            process.start()
            for task, tally in zip(tasks, tallies, strict=True):
                _settle(archive, task, tally)
        return [_result(archive, tally) for tally in tallies]
    finally:
        archive.close()


def settings_for(data: Path, *, reason: str, proxy: str, fast: bool) -> Settings:
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


def _process(settings: Settings) -> AsyncCrawlerProcess:
    """Scrapy, logging to its file. Raises `GongkaiError` where that cannot be written."""
    try:
        return AsyncCrawlerProcess(settings)
    except OSError as error:
        raise GongkaiError(
            f"cannot write {error.filename or settings['LOG_FILE']}: {error.strerror}; "
            "make the folder writable, or give another --data"
        ) from error


def _settle(archive: Archive, task: asyncio.Task[None], tally: Tally) -> None:
    """Give a crawl that could not end by itself its outcome. Raises what only a mistake of ours can raise."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is not None and not isinstance(error, GongkaiError):
        raise error
    if error is None and tally.ended is None:
        error = GongkaiError("stopped at once, on demand")
        if tally.crawl is not None:
            archive.finish_crawl(tally.crawl, "interrupted", str(error))
        tally.finish("interrupted", str(error))
    elif error is not None:
        tally.finish("failed", str(error))


def _result(archive: Archive, tally: Tally) -> CrawlResult:
    if tally.crawl is None:
        return CrawlResult(tally.site, None, tally.outcome, tally.message)
    names = ("pages", "reports", "new", "changed", "unchanged", "failures")
    row = archive.db.execute(f"select {', '.join(names)} from crawls where id = ?", [tally.crawl]).fetchone()
    counts = dict(zip(names, row, strict=True))
    return CrawlResult(
        tally.site, tally.crawl, tally.outcome, tally.message, seconds=round(tally.seconds, 2), **counts
    )
