"""Addresses without an end: calendars, pages that link to themselves a folder deeper, ever new parameters.

The spider asks for what lists name, so only a list can lead into one. No site is known by name here; what is
bounded is the shape: the length of an address, a folder that repeats, and how many addresses differ only in
their digits.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.urls import canonical
from crawler.middlewares import OffSite

LONGEST = 2000
"""Characters of an address; CMSs of districts write some 150."""
MOST_REPEATS = 3
"""How often one folder, or two in turn, may follow itself: `/a/a/a/` is passed, `/a/a/a/a/` is not."""
_DIGITS = re.compile(r"\d+")
_REPEATS = re.compile(rf"((?:/[^/]+){{1,2}})\1{{{MOST_REPEATS},}}(?=/|$)")


class Trapped(OffSite):
    """An address of an endless kind: seen, not asked for."""


class Traps:
    """Refuses addresses of an endless kind, and says so once for each kind."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getint("GONGKAI_MAX_ALIKE")
        self._alike: Counter[str] = Counter()
        self._asked: set[int] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Traps:
        if getattr(crawler.spider, "desk", None) is None:
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        address = canonical(request.url)
        why = endless(address) or self._one_too_many(address)
        if why:
            desk: Any = self._crawler.spider.desk  # type: ignore[union-attr]
            desk.note(f"{why}: the rest of them are left")
            raise Trapped(why)

    def _one_too_many(self, address: str) -> str:
        """Why it is one address too many of its pattern. One that is asked for again is no new one."""
        known = hash(address)
        if known in self._asked:
            return ""
        pattern = pattern_of(address)
        if self._alike[pattern] >= self._most:
            return f"{self._most} addresses like {pattern}"
        self._asked.add(known)
        self._alike[pattern] += 1
        return ""


def pattern_of(address: str) -> str:
    """The address with `#` for each run of digits: `/art/2024/1/art_5_99.html` is `/art/#/#/art_#_#.html`."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}" + _DIGITS.sub("#", parts.path + query)


def endless(address: str) -> str:
    """Why an address is of an endless kind by its own shape, or the empty string."""
    if len(address) > LONGEST:
        return f"an address of {len(address)} characters, {address[:100]}…"
    if found := _REPEATS.search(urlsplit(address).path):
        return f"an address that repeats {found[1]}, {address[:200]}"
    return ""
