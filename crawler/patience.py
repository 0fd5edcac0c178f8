"""Retry-After (RFC 9110 §10.2.3): a site that asks us to wait is not asked meanwhile.

A short time is waited for, and the page asked for again; for a longer one the site is left for the night. So
is one that goes on refusing, whatever it says.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from pipelines.kinds import BLOCKED_STATUS

MOST_WAITS = 2
"""Times that one page is waited for."""
DEFAULT = 30.0
"""Seconds waited where a site says Retry-After in words that are no time, or in the past."""
TICK = 0.5
"""Seconds after which one who waits looks whether the crawl still goes on."""


class Patience:
    """Waits as asked; ends the crawl as `blocked` where a site asks for more, or refuses again and again."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._longest = settings.getfloat("GONGKAI_PATIENCE")
        self._most_refusals = settings.getint("GONGKAI_BLOCKED_LIMIT")
        self._refused = 0
        self._until = 0.0  # of the monotonic clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        if getattr(crawler.spider, "desk", None) is None:
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request back while the site has us wait."""
        desk: Any = self._crawler.spider.desk  # type: ignore[union-attr]
        while (left := self._until - monotonic()) > 0:
            if not (self._crawler.crawling and desk.is_open):
                raise IgnoreRequest("the crawl was stopped while it waited as the site had asked")
            await asyncio.sleep(min(left, TICK))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """A refusal that names a time: the same request later, or the end of the crawl."""
        if request.meta.get("dont_obey_robotstxt"):  # of robots.txt itself: that is the end of it already
            return response
        if response.status not in BLOCKED_STATUS:
            if response.status not in (301, 302, 303, 307, 308):  # a redirect is no answer yet
                self._refused = 0
            return response
        self._refused += 1
        desk: Any = self._crawler.spider.desk  # type: ignore[union-attr]
        if self._refused >= self._most_refusals:
            desk.stop("blocked", f"{self._refused} answers in a row came from a firewall: {response.status}")
            return response
        asked = response.headers.get("Retry-After")
        if asked is None:
            return response
        seconds = seconds_of(asked.decode("latin-1"), datetime.now(UTC))
        if seconds > self._longest:
            desk.stop("blocked", f"{request.url} answered {response.status}: not before {_words(seconds)}")
            return response
        if request.meta.get("waited", 0) >= MOST_WAITS:
            return response
        self._pause(request, seconds)
        return request.replace(
            dont_filter=True, meta={**request.meta, "waited": request.meta.get("waited", 0) + 1}
        )

    def _pause(self, request: Request, seconds: float) -> None:
        """No request to the site for so long, those included that wait for their turn already."""
        self._until = max(self._until, monotonic() + seconds)
        slots = self._crawler.engine.downloader.slots
        slot = slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = max(slot.lastseen, self._until - slot.delay / 2)  # a pause varies by half


def seconds_of(value: str, now: datetime) -> float:
    """What a Retry-After asks for: seconds, or until a date; `DEFAULT` for what says nothing of use."""
    if value.strip().isdecimal():
        return float(value) or DEFAULT
    try:
        until = parsedate_to_datetime(value.strip())
    except ValueError:
        return DEFAULT
    left = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return left.total_seconds() if left.total_seconds() > 0 else DEFAULT


def _words(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes from now" if minutes < 120 else f"{minutes // 60} hours from now"
