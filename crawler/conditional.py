"""Asks a server only for what it has changed: conditional requests (RFC 9110 §13) for pages that are held."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.capture import ASKED, HELD

ANEW = "anew"
"""The key under which a request says that it wants the whole answer, whatever is held."""


class Conditional:
    """Gives a request the validators of the capture that is held of its address.

    Validators of some caches are wrong, so a document is fetched without them when its turn comes.
    """

    def __init__(self, crawler: Crawler) -> None:
        if getattr(crawler.spider, "site", None) is None:
            raise NotConfigured
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        for name in ("If-None-Match", "If-Modified-Since"):  # of the address before a redirect
            request.headers.pop(name, None)
        request.meta.pop(HELD, None)
        if request.meta.get(ANEW) or ASKED not in request.meta:
            return
        spider: Any = self._crawler.spider
        earlier = spider.archive.earlier(spider.site.id, request.url)
        if earlier is None or not (earlier.etag or earlier.last_modified):
            return
        if earlier.etag:
            request.headers["If-None-Match"] = earlier.etag
        if earlier.last_modified:
            request.headers["If-Modified-Since"] = earlier.last_modified
        request.meta[HELD] = earlier
