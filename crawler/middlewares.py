"""Small downloader middlewares: robots.txt as RFC 9309 wants it, staying on the site, cookies, the proxy."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

TOO_MANY_REQUESTS = 429

LOOPING = "max redirections reached"
"""What Scrapy's RedirectMiddleware says when it gives up."""

LARGEST_RULES = 500 * 1024
"""Bytes of a robots.txt that are read, as many as RFC 9309 §2.5 asks for; 10 MB take 12 s to parse."""


class RobotsForbid(IgnoreRequest):
    """robots.txt keeps us from an address."""


class RobotsUnknown(RobotsForbid):
    """robots.txt could not be had: the address is not asked for (RFC 9309 §2.3.1.4)."""


class OffSite(IgnoreRequest):
    """An address of another site: seen, not asked for."""


class StayOut(RobotParser):
    """The rules of a site whose robots.txt cannot be had: nothing is allowed (RFC 9309 §2.3.1.4)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> StayOut:
        return cls("no robots.txt")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class Robots(RobotsTxtMiddleware):
    """robots.txt is obeyed; 4xx means no rules (§2.3.1.3), 5xx, 429 and no answer mean stay out (§2.3.1.4).

    Scrapy 2.19 by itself reads the body of any answer as rules, an error page's too, and lets everything
    through when none came.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._longest = crawler.settings.getfloat("GONGKAI_ROBOTS_HOURS") * 3600
        self._read: dict[str, float] = {}  # when the rules of a host were had, by the monotonic clock

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for an address; those of yesterday are asked for again (RFC 9309 §2.4)."""
        host = urlsplit(request.url).netloc
        asked = isinstance(self._parsers.get(host), Deferred)  # for them already, and waited for
        if not asked and host in self._read and monotonic() - self._read[host] >= self._longest:
            del self._read[host]
            self._parsers.pop(host, None)
        rules = await super().robot_parser(request)
        self._read.setdefault(host, monotonic())
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            if isinstance(rp, StayOut):
                raise RobotsUnknown(rp.reason) from error
            raise RobotsForbid("forbidden by robots.txt") from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == TOO_MANY_REQUESTS:
            self._stay_out(netloc, f"robots.txt answered {response.status}")
        elif response.status >= 400:
            await super()._parse_robots(response.replace(body=b""), netloc, request)
        elif len(response.body) > LARGEST_RULES:
            whole_lines = response.body[:LARGEST_RULES].rpartition(b"\n")[0]
            await super()._parse_robots(response.replace(body=whole_lines), netloc, request)
        else:
            await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, OffSite) or LOOPING in str(exc):  # it leads off the site, or nowhere: none is here
            super()._robots_error(exc, netloc)
        else:
            self._stay_out(netloc, f"robots.txt could not be fetched ({exc})")

    def _stay_out(self, netloc: str, reason: str) -> None:
        waiting, rules = self._parsers[netloc], StayOut(reason)
        self._parsers[netloc] = rules
        if isinstance(waiting, Deferred):
            waiting.callback(rules)


class OnSite:
    """Refuses requests that lead off the site, redirects included.

    Stands in for Scrapy's OffsiteMiddleware, which lets all subdomains in (other sites, here) and drops a
    redirect to elsewhere without telling the spider.
    """

    def __init__(self, crawler: Crawler) -> None:
        if getattr(crawler.spider, "site", None) is None:
            raise NotConfigured
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSite:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider: Any = self._crawler.spider
        if not spider.is_on_site(request.url):
            raise OffSite(f"{urlsplit(request.url).hostname} is not {spider.site.id}")


class Cookies(CookiesMiddleware):
    """Cookies of one site's hosts.

    Scrapy 2.19 fetches the Public Suffix List from the network at the first cookie, to refuse those for a
    whole suffix. A crawl asks one site and no other, so no other could get them: the list is not needed.
    """

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        for cookie in cookies:
            jar.set_cookie_if_ok(cookie, request)


class ThroughProxy:
    """Sends every request, robots.txt included, through the HTTP proxy named by GONGKAI_PROXY."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ThroughProxy:
        proxy = crawler.settings["GONGKAI_PROXY"]
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self._proxy
