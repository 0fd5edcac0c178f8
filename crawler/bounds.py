"""The bounds of one crawl: its night window, its budgets of requests and minutes, and its lease.

A downloader middleware, the last before the wire, and a timer for the bounds of time: what waits for its
pause when the window closes is not sent either (`Logbook.refuse_if_stopped`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.asyncio import CallLaterResult, call_later

from crawler.lease import LOST
from crawler.windows import CHINA

TICK = 0.1
"""Seconds after which it is looked whether all that the budget allows was sent."""


class Bounds:
    """Ends the crawl as `partial` at a bound, as interrupted when its lease was lost."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._most = settings.getint("GONGKAI_MAX_REQUESTS")
        self._passed = 0
        self._until, self._why = _deadline(
            datetime.now(UTC), settings["GONGKAI_UNTIL"], settings.getfloat("GONGKAI_MAX_MINUTES")
        )
        self._timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Bounds:
        if getattr(crawler.spider, "desk", None) is None:
            raise NotConfigured
        bounds = cls(crawler)
        crawler.signals.connect(bounds.spider_opened, signals.spider_opened)
        crawler.signals.connect(bounds.spider_closed, signals.spider_closed)
        return bounds

    def spider_opened(self) -> None:
        if self._until is not None:
            left = (self._until - datetime.now(UTC)).total_seconds()
            self._timer = call_later(max(left, 0), self._end, "partial", self._why)

    def spider_closed(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or end the crawl and refuse it."""
        spider: Any = self._crawler.spider
        if not self._crawler.crawling:  # being stopped: what waits to be tried again is not
            raise IgnoreRequest("the crawl was stopped")
        if not spider.lease.is_held():
            self._refuse("lease", LOST)
        if self._until is not None and datetime.now(UTC) >= self._until:  # a machine that slept, say
            self._refuse("partial", self._why)
        if self._most and self._passed >= self._most:
            while spider.desk.sent < self._most and spider.desk.is_open:  # some wait for their pause
                await asyncio.sleep(TICK)
            self._refuse("partial", f"left after {self._most} requests, its budget (politeness.max_requests)")
        self._passed += 1

    def _refuse(self, reason: str, why: str) -> None:
        self._end(reason, why)
        raise IgnoreRequest(why)

    def _end(self, reason: str, why: str) -> None:
        self._timer = None
        desk: Any = self._crawler.spider.desk  # type: ignore[union-attr]
        desk.stop(reason, why)


def _deadline(now: datetime, until: str, minutes: float) -> tuple[datetime | None, str]:
    """The earlier end of the window and of the time budget, and what to say then."""
    ends: list[tuple[datetime, str]] = []
    if until:
        closing = datetime.fromisoformat(until)
        ends.append((closing, f"its window closed at {closing.astimezone(CHINA):%H:%M} of China"))
    if 0 < minutes < 1_000_000:  # two years: more is no bound
        said = f"left after {minutes:g} minutes, its budget (politeness.max_minutes)"
        ends.append((now + timedelta(minutes=minutes), said))
    return min(ends) if ends else (None, "")
