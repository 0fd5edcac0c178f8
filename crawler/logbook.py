"""The logbook of one crawl: opens the archive and the WARC file, and writes down how the crawl went.

A Scrapy extension, one per crawl. It is `spider.desk`, where the capture, the spider and the stages meet.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from archive.errors import GongkaiError
from archive.journal import Asked
from archive.numbering import reserve
from archive.records import Outcome
from archive.sealing import seal, seal_what_was_left
from archive.store import Archive, CrawlOutcome, CrawlReason
from archive.warc import FORMAT, CannotStore, WarcFile, warc_date
from crawler.capture import Recorder
from crawler.lease import LOST
from crawler.middlewares import RobotsForbid, RobotsUnknown
from crawler.tally import Tally
from pipelines.recovery import recover
from pipelines.site import Site
from pipelines.stages import Fetched

SOFTWARE = f"gongkai/{version('gongkai')} scrapy/{scrapy.__version__}"


class Logbook:
    """Keeps the record of one crawl of one site, from its first row to its outcome."""

    def __init__(self, crawler: Crawler, site: Site, tally: Tally, archive: Archive | None) -> None:
        """Raises `GongkaiError` when the data folder cannot be used."""
        settings = crawler.settings
        data = Path(settings["GONGKAI_DATA"])
        self._crawler, self.site, self.tally = crawler, site, tally
        self._own = archive is None
        self.archive = archive if archive is not None else Archive.open(data, create=True)
        for said in (*recover(self.archive, data / "warc", site.id), *reserve(self.archive, data / "warc")):
            logging.getLogger(__name__).warning("%s", said)
        reason, moment = settings["GONGKAI_REASON"], datetime.now(UTC)
        self.archive.save_site(site.record())
        self._slot = settings["GONGKAI_SLOT"] or None
        self.crawl = self.archive.next_number("crawls")
        name = f"{site.id}-{moment:%Y%m%dT%H%M%SZ}-{self.crawl}.warc.gz"
        tally.crawl = self.crawl
        info = (
            ("software", SOFTWARE),
            *FORMAT,
            ("description", f"crawl {self.crawl} of {site.id} ({site.name})"),
            ("robots", "obey"),
            ("http-header-user-agent", settings["USER_AGENT"]),
            ("operator", settings["GONGKAI_CONTACT"]),
        )
        try:
            warc = WarcFile(data / "warc", name, info, moment)
            self.recorder = Recorder(site.id, self.crawl, warc, self.archive)
            told = {"crawl": self.crawl, "reason": reason, "software": SOFTWARE, "slot": self._slot}
            self.recorder.event("crawl-begins", told | {"site": asdict(site.record())}, moment)
        except CannotStore as error:
            self._begins(reason, moment, None)
            self.archive.finish_crawl(self.crawl, "failed", str(error))
            raise
        self._begins(reason, moment, name)  # after the capture says so: cut off between, it is made up for
        self._notes: list[str] = []
        self._had: set[str] = set()
        self._failed: set[str] = set()
        self._stopped = ""
        self.sent = 0  # requests that went out, those for robots.txt too
        self._blocked_limit = settings.getint("GONGKAI_BLOCKED_LIMIT")
        self._blocked_in_a_row = 0
        self._columns_read = 0

    def _begins(self, reason: CrawlReason, moment: datetime, file: str | None) -> None:
        self.archive.start_crawl(
            self.site.id,
            reason,
            SOFTWARE,
            number=self.crawl,
            started=warc_date(moment),
            warc_file=file,
            slot=self._slot,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Logbook:
        spider: Any = crawler.spider
        site = getattr(spider, "site", None)
        if not isinstance(site, Site):
            raise NotConfigured  # `scrapy shell` and the like
        logbook = cls(crawler, site, spider.tally, spider.shared_archive)
        spider.desk = logbook
        crawler.signals.connect(logbook.spider_closed, signals.spider_closed)
        crawler.signals.connect(logbook.item_error, signals.item_error)
        crawler.signals.connect(logbook.spider_error, signals.spider_error)
        logbook.tally.outcome = "running"
        return logbook

    # What the capture asks and tells

    def is_asked_elsewhere(self, request: Request) -> bool:
        """Whether a redirect has led to an address that the spider asks for by itself."""
        spider: Any = self._crawler.spider
        return bool(spider.is_asked_elsewhere(request))

    @property
    def is_open(self) -> bool:
        """Whether the crawl still goes on."""
        return not self._stopped

    def refuse_if_stopped(self) -> None:
        """No request goes out once the crawl has been stopped; one that does is counted (`sent`)."""
        if self._stopped:
            raise IgnoreRequest(f"the crawl of {self.site.id} was stopped: {self._stopped}")
        self.sent += 1

    @contextmanager
    def storing(self) -> Iterator[None]:
        """While something is written: a disk that does not take it stops the crawl."""
        try:
            yield
        except (GongkaiError, sqlite3.Error) as error:
            self.stop("storage", str(error))
            raise IgnoreRequest(str(error)) from error

    def saw(self, request: Request, outcome: Outcome) -> None:
        """Count an exchange; robots.txt is no page."""
        if not request.meta.get("dont_obey_robotstxt"):
            self._count(request.url, outcome)

    # What the spider tells

    def note(self, message: str) -> None:
        """Something the crawl's message should say."""
        if message not in self._notes:
            self._notes.append(message)

    def skipped(self, request: Request, reason: RobotsForbid) -> None:
        """robots.txt forbids an address, or cannot be had: evidence that it was not asked for."""
        outcome: Outcome = "failed" if isinstance(reason, RobotsUnknown) else "robots"
        with self.storing():
            request.meta["fetch_id"] = self.recorder.failed(
                request, outcome, str(reason), datetime.now(UTC), sent=False
            )

    def also_asked(self, fetch_id: int, asked: Asked) -> None:
        """A page that was asked for as one thing is read as another as well: on record, for the next time."""
        told = {"fetch": fetch_id, "asked": asked.told()}
        with self.storing():
            self.recorder.event("also-asked", told, datetime.now(UTC))

    def judged(self, url: str, outcome: Outcome) -> None:
        """What a page turned out to be once read; several of a firewall in a row end the crawl."""
        self._count(url, outcome)
        blocked = outcome == "blocked"
        self._blocked_in_a_row = self._blocked_in_a_row + 1 if blocked else 0
        if blocked and self._blocked_in_a_row >= self._blocked_limit:
            self.stop("blocked", f"{self._blocked_in_a_row} answers in a row came from a firewall")

    def column_read(self) -> None:
        """A column has shown its list: without one, a crawl has failed."""
        self._columns_read += 1

    def broken(self, fetch_id: int, url: str, error: BaseException) -> None:
        """The program failed on a page: its capture is kept, the failure is named, the crawl goes on."""
        self._count(url, "failed")
        self.note(f"{url}: could not be read ({type(error).__name__}: {error})")
        self._crawler.spider.logger.error("%s: could not be read", url, exc_info=error)  # type: ignore[union-attr]
        with self.storing():
            self.archive.mark_fetch(fetch_id, "", "failed")

    def stop(self, reason: str, message: str) -> None:
        """End the crawl of this site; the others go on."""
        if self._stopped:
            return
        self._stopped = reason
        self._notes.insert(0, message)
        deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))

    # What Scrapy tells

    def item_error(self, item: Fetched, failure: Failure) -> None:
        """A stage failed on a page."""
        self._failed_on(item.fetch_id, item.pages[0].url, failure)

    def spider_error(self, failure: Failure, response: Any) -> None:
        """The spider failed on a page."""
        request = getattr(response, "request", None) or failure.request  # type: ignore[attr-defined]
        self._failed_on(request.meta.get("fetch_id", 0), request.url, failure)

    def _count(self, url: str, outcome: Outcome) -> None:
        """Addresses that were had and that were not, each once, however often they were tried."""
        self._had.discard(url)
        self._failed.discard(url)
        if outcome != "redirected":
            (self._had if outcome in ("ok", "unchanged") else self._failed).add(url)
        self.tally.pages, self.tally.failures = len(self._had), len(self._failed)

    def _failed_on(self, fetch_id: int, url: str, failure: Failure) -> None:
        error = failure.value
        assert error is not None
        if _is_of_storage(error):
            self.stop("storage", str(error))
        else:
            self.broken(fetch_id, url, error)

    def spider_closed(self, reason: str) -> None:
        """Write down how the crawl ended, and close its files."""
        outcome = self._outcome(reason)
        message = "; ".join(self._notes)
        moment = datetime.now(UTC)
        told = {"crawl": self.crawl, "outcome": outcome, "message": message}
        spider: Any = self._crawler.spider
        try:
            for walk in spider.walks():
                self.recorder.event("walk-ends", {"crawl": self.crawl, "walk": asdict(walk)}, moment)
                self.archive.save_walk(self.crawl, walk)
            self.recorder.event("crawl-ends", told, moment)
            seal_what_was_left(self.archive, self.recorder.warc, self.site.id)
            seal(self.archive, self.recorder.warc, [self.crawl])
            self.recorder.warc.close()
            self.archive.finish_crawl(self.crawl, outcome, message, warc_date(moment))
            counted = self.archive.db.execute("select pages, failures from crawls where id = ?", [self.crawl])
            self.tally.pages, self.tally.failures = counted.fetchone()  # in the end, what is on record
        except (GongkaiError, sqlite3.Error) as error:
            outcome, message = "failed", "; ".join([message, str(error)] if message else [str(error)])
        self.tally.finish(outcome, message)
        if self._own:
            self.archive.close()

    def _outcome(self, reason: str) -> CrawlOutcome:
        lease = getattr(self._crawler.spider, "lease", None)
        if lease is not None and not lease.is_held():
            self.note(LOST)
            return "interrupted"
        if reason in ("shutdown", "lease"):
            return "interrupted"
        if reason == "partial":
            return "partial"
        if reason == "blocked" or (not self._columns_read and self._blocked_in_a_row):
            return "blocked"
        return "finished" if reason == "finished" and self._columns_read else "failed"


def _is_of_storage(error: BaseException) -> bool:
    """Whether the disk or the database failed, rather than the page."""
    if isinstance(error, GongkaiError):
        return isinstance(error.__cause__, (OSError, sqlite3.Error))
    return isinstance(error, sqlite3.Error)
