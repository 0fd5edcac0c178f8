"""The same sixty nights over HTTP: a server on loopback, pages that are read, an archive that is written.

The crawl here is a plain loop, without Scrapy: it shows that the served pages read as what the script says,
and that the archive then tells the history of the script. It asks with ETag, as the nightly crawl does.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from observed import SITE
from simulated import Simulated, simulated

from archive.journal import Asked
from archive.observations import day_of
from archive.records import Fetch, SiteRecord
from archive.store import Archive
from archive.urls import canonical
from pipelines.answer import Answer, Listing, Page
from pipelines.extract import extract
from pipelines.keep import keep, outcome_of, outcome_of_status
from pipelines.reading import read_as
from pipelines.walk import ListPage, list_page, verdict

PATIENCE = 0.5
"""Seconds that an answer may take, of a server that answers at once or never."""
BLOCKED_LIMIT = 3


@dataclass
class Had:
    """What came of an address in one night."""

    fetch: int
    outcome: str
    url: str
    answer: Answer


@dataclass
class Crawler:
    """Crawls a simulated site into an archive, a night at a time."""

    server: Simulated
    archive: Archive
    known: dict[str, None] = field(default_factory=dict)
    held: dict[str, tuple[str, Page]] = field(default_factory=dict)
    read: dict[tuple[str, bytes], Answer] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)

    @cached_property
    def home(self) -> str:
        return f"{self.server.url}/"

    def night(self, day: int) -> None:
        self.server.day = day
        self.asked: dict[str, Had] = {}
        self.blocked = 0
        self.crawl = self.archive.start_crawl(SITE, "crawl")
        self.moment = self.server.script.night(day)
        listed: dict[str, None] = {}
        # No client of ours asks for what robots.txt forbids.
        self.forbidden = b"Disallow: /\n" in self._fetch(f"{self.server.url}/robots.txt")[1].body
        if not self._left(self._ask(self.home)):
            for column, told in self.server.script.columns.items():
                listed |= dict.fromkeys(self._walk(column, canonical(self.server.url + told["address"])))
        for url in dict.fromkeys((*listed, *self.known)):
            self.known.setdefault(url)
            if self.blocked < BLOCKED_LIMIT:
                self._ask(url)
        self.archive.finish_crawl(self.crawl, "blocked" if self.blocked >= BLOCKED_LIMIT else "finished")

    def _left(self, had: Had) -> bool:
        return self.blocked >= BLOCKED_LIMIT

    def _walk(self, column: str, url: str) -> list[str]:
        pages: list[ListPage] = []
        while url and self.blocked < BLOCKED_LIMIT:
            had = self._ask(url)
            page = list_page(had.answer, had.outcome, had.fetch, had.url)  # type: ignore[arg-type]
            repeats = page.rows in [earlier.rows for earlier in pages]
            pages.append(page)
            url = page.next if page.is_list and not repeats else ""
        if pages:
            self.archive.save_walk(self.crawl, verdict(column, pages))
        return [row for page in pages for row in page.rows]

    def _ask(self, url: str) -> Had:
        """The end of an address's redirects, each exchange on record."""
        if url in self.asked:
            return self.asked[url]
        outcome, page, location = self._fetch(url)
        self.moment += timedelta(seconds=3)
        fetch = self.archive.save_fetch(
            self.crawl,
            Fetch(
                SITE, url, f"{self.moment:%Y-%m-%dT%H:%M:%S}.000000Z", outcome,  # type: ignore[arg-type]
                status=page.status, redirected_to=location,
            ),
        )  # fmt: skip
        answer = Answer(url, kind="empty", listing=Listing())
        if outcome in ("ok", "unchanged") or (page.body and not location):
            answer = self._read(page)
            outcome = outcome if outcome == "unchanged" else outcome_of(answer.kind, page.status)
            keep(self.archive, self.crawl, fetch, answer, page.status)
        for attachment in answer.attachments:
            self._ask_file(attachment.url)
        self.blocked = self.blocked + 1 if outcome == "blocked" else 0
        had = self.asked[url] = Had(fetch, outcome, url, answer)
        return self._ask(location) if location else had

    def _ask_file(self, url: str) -> None:
        """A file is fetched after its page, and what it holds is looked at."""
        outcome, page, _ = self._fetch(url)
        self.moment += timedelta(seconds=3)
        when = f"{self.moment:%Y-%m-%dT%H:%M:%S}.000000Z"
        fetch = self.archive.save_fetch(self.crawl, Fetch(SITE, url, when, outcome, status=page.status))  # type: ignore[arg-type]
        keep(self.archive, self.crawl, fetch, read_as(page, Asked("attachment"), None), page.status)

    def _read(self, page: Page) -> Answer:
        key = (page.url, page.body)
        if key not in self.read:
            self.read[key] = extract(page)
        return self.read[key]

    def _fetch(self, url: str) -> tuple[str, Page, str]:
        """The outcome, the page (as it was held, where the server says it is unchanged), the redirect."""
        if getattr(self, "forbidden", False) and not url.endswith("/robots.txt"):
            return "robots", Page(url, b""), ""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        connection: Any = (HTTPSConnection if secure else HTTPConnection)(parts.netloc, timeout=PATIENCE)
        headers = {"If-None-Match": self.held[url][0]} if url in self.held else {}
        try:
            connection.request("GET", parts.path, headers=headers)
            response = connection.getresponse()
            body = response.read()
        except ssl.SSLError:
            return "tls", Page(url, b""), ""
        except TimeoutError:
            return "timeout", Page(url, b""), ""
        except (OSError, HTTPException):
            return "connection", Page(url, b""), ""
        finally:
            connection.close()
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        if response.status == 304:
            return "unchanged", self.held[url][1], ""
        page = Page(url, body, tuple(response.getheaders()), response.status)
        if response.status == 200 and response.getheader("ETag"):
            self.held[url] = (response.getheader("ETag", ""), page)
        return outcome_of_status(response.status), page, response.getheader("Location", "")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawler]:
    with simulated() as server, Archive.open(tmp_path_factory.mktemp("data"), create=True) as archive:
        archive.save_site(SiteRecord(SITE, server.script.name, f"{server.url}/"))
        crawler = Crawler(server, archive)
        for day in range(1, server.script.days + 1):
            crawler.night(day)
        yield crawler


def test_the_archive_tells_the_history_that_was_written_down(crawled):
    script, first = crawled.server.script, crawled.server.script.first_day
    got: dict[str, list[str]] = {}
    for row in crawled.archive.db.query(
        "select d.url, s.state, s.since from states s join documents d on d.id = s.document"
        " order by d.url, s.position"
    ):
        day = (type(first).fromisoformat(day_of(row["since"])) - first).days + 1
        got.setdefault(row["url"].removeprefix(crawled.server.url), []).append(f"{day} {row['state']}")
    assert got == {script.address(name): history for name, history in script.expected.items()}


def test_the_archive_has_the_versions_that_were_written_down(crawled):
    script, first = crawled.server.script, crawled.server.script.first_day
    for name, expected in script.versions.items():
        got = []
        for row in crawled.archive.db.query(
            "select v.first_seen, r.version from versions v join documents d on d.id = v.document"
            " left join replacements r on r.version = v.id where d.url = ? order by v.number",
            [crawled.server.url + script.address(name)],
        ):
            day = (type(first).fromisoformat(day_of(row["first_seen"])) - first).days + 1
            got.append(f"{day} replaced" if row["version"] else f"{day}")
        assert got == expected, name


def test_the_walks_ended_as_was_written_down(crawled):
    script, first = crawled.server.script, crawled.server.script.first_day
    for column, expected in script.walks.items():
        got = []
        for row in crawled.archive.db.query(
            "select ended, finished from walks where \"column\" = ? and ended <> 'complete'"
            " order by finished",
            [column],
        ):
            day = (type(first).fromisoformat(day_of(row["finished"])) - first).days + 1
            got.append(f"{day} {row['ended']}")
        assert got == expected


def test_what_did_not_change_is_confirmed_and_not_sent(crawled):
    assert crawled.statuses[304] > 3 * crawled.statuses[200]
