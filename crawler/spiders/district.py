"""Walks one district's site: home page → columns → lists → documents and their attachments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.journal import Asked
from archive.known import (
    CHINA,
    Known,
    Night,
    came_later,
    cut_off_since,
    due_documents,
    had_well,
    is_turn,
    known_documents,
    last_asked,
    may_leave,
    unfinished,
)
from archive.records import ListRow, Outcome
from archive.states import doubtful, listed_in
from archive.store import Archive
from archive.urls import canonical
from archive.walks import Walk
from crawler.capture import ASKED, NoAnswer
from crawler.conditional import ANEW
from crawler.logbook import Logbook
from crawler.middlewares import LOOPING, OffSite, RobotsForbid, RobotsUnknown
from crawler.readers import Readers
from crawler.sites import is_address
from crawler.tally import Tally
from pipelines.answer import Answer, Page
from pipelines.dom import parse
from pipelines.keep import keep, outcome_of
from pipelines.links import find_link
from pipelines.reading import NOWHERE
from pipelines.site import Column, Site
from pipelines.stages import MAX_PARTS, Fetched
from pipelines.walk import Left, ListPage, list_page, verdict

MAX_LIST_PAGES = 500
"""Pages of one list that are walked at most, unless the site's politeness.max_pages says otherwise."""
HOME_STEPS = frozenset({"首页", "网站首页", "当前位置"})
"""Breadcrumb steps that mean the home page itself."""

LIST, ARTICLE, ATTACHMENT = 20, 10, 0
"""Priorities: lists first, so that what is left to do is known early."""


class PageLost(Exception):
    """A page on the way to something is not to be had: says which, and where."""


@dataclass
class Trail:
    """The pages of one list as they are walked."""

    column: Column
    addresses: set[str] = field(default_factory=set)
    pages_of_rows: set[tuple[str, ...]] = field(default_factory=set)
    pages: list[ListPage] = field(default_factory=list)
    newest: str = ""  # the latest date of its rows
    left: Left = ""

    @property
    def name(self) -> str:
        return self.column.path or self.column.url


class DistrictSpider(Spider):
    """Crawls the site of its class. One class per site file is made by `crawler.spiders.make_spider`."""

    site: ClassVar[Site]
    desk: Logbook
    """Where everything is written down; the logbook puts itself here before the first request."""

    def __init__(
        self,
        *args: Any,
        tally: Tally | None = None,
        archive: Archive | None = None,
        readers: Readers | None = None,
        **kwargs: Any,
    ):
        """What the crawls of one process share; alone, the spider has its own."""
        super().__init__(*args, **kwargs)
        self.readers = readers if readers is not None else Readers(0)
        self.tally = tally if tally is not None else Tally(self.site.id)
        self.shared_archive = archive
        self._asked: set[str] = set()
        self._trails: list[Trail] = []
        self._hosts = {_host(url) for url in (self.site.home, *(c.url for c in self.site.columns)) if url}

    @property
    def archive(self) -> Archive:
        return self.desk.archive

    @cached_property
    def _since(self) -> str:
        """When the crawl began that this one goes on with; empty where none was cut off."""
        return cut_off_since(self.archive.db, self.site.id)

    @cached_property
    def night(self) -> Night:
        """The day of this crawl, and what it looks at again."""
        settings, today = self.settings, datetime.now(CHINA).date()
        return Night(today, settings.getint("GONGKAI_DEEP_DAYS"), settings.getint("GONGKAI_RECENT_DAYS"))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The site's politeness, where it differs from ours."""
        super().update_settings(settings)
        politeness = cls.site.politeness
        for name, value in (
            ("DOWNLOAD_DELAY", politeness.delay),
            ("AUTOTHROTTLE_ENABLED", politeness.autothrottle),
            ("AUTOTHROTTLE_START_DELAY", politeness.delay),
            ("DOWNLOAD_TIMEOUT", politeness.timeout),
            ("DOWNLOAD_MAXSIZE", politeness.max_size),
            ("GONGKAI_MAX_REQUESTS", politeness.max_requests),
            ("GONGKAI_MAX_MINUTES", politeness.max_minutes),
        ):
            if value is not None:
                settings.set(name, value, priority="spider")

    def is_on_site(self, url: str) -> bool:
        """Whether an address is on a host of the site (with or without `www.`), and names no user."""
        return "@" not in urlsplit(url).netloc and _host(url) in self._hosts

    def walks(self) -> Iterator[Walk]:
        """How the walks of this crawl's lists ended."""
        for trail in self._trails:
            yield verdict(trail.name, trail.pages, trail.left)

    def saved(self, change: str) -> None:
        """A document is in the archive."""
        self.tally.reports += 1

    # The walk

    async def start(self) -> AsyncIterator[Request]:
        yield self._request(self.site.home, self.parse_home, LIST, Asked("home"))
        for column in self.site.columns:
            if column.url:
                yield self._list_request(column.url, Trail(column))
        for url, asked in due_documents(self.archive.db, self.site.id, self.night):
            if self._is_new(url):
                yield self._request(url, self.parse_document, ARTICLE, asked, anew=True)
        for url in unfinished(self.archive.db, self.site.id, self.night):
            for request in self._again(url):
                yield request
        for url in doubtful(self.archive.db, self.site.id):
            if is_turn(self.archive.db, self.site.id, url, self.night):
                for request in self._again(url):
                    yield request

    async def parse_home(self, response: Response) -> AsyncIterator[Request | Fetched]:
        """The home page, and from there to every column that is named by its breadcrumb."""
        self.tally.done += 1
        page, answer = await self._read(response)
        yield self._fetched(response, page, answer)
        if outcome_of(answer.kind, response.status) != "ok":
            self.desk.note(f"{response.url}: the home page answered {response.status} ({answer.kind})")
            return
        walked = {response.url: response}
        for column in self.site.columns:
            if column.url:
                continue
            try:
                found = await self._walk(response, column, walked)
            except PageLost as error:
                self.desk.note(str(error))
                self.logger.warning("%s", error)
                continue
            trail = Trail(column)
            async for output in self._read_list(found, trail, self._asked_again(found, trail)):
                yield output

    async def _walk(self, home: Response, column: Column, walked: dict[str, Response]) -> Response:
        """The list page of a column, by the link texts of its breadcrumb. Raises `PageLost`.

        A step may be a heading without a link (an unfolding menu): then the next step is looked for on the
        same page, which must show the heading's words.
        """
        here, steps = home, [step for step in column.steps if step not in HOME_STEPS]
        for number, step in enumerate(steps):
            parsed = parse(_page(here))
            address = find_link(parsed, step)
            if not address:
                shown = parsed.root is not None and step in "".join(parsed.root.itertext())
                if shown and number + 1 < len(steps):
                    continue
                raise PageLost(
                    f"column {column.path!r}: no link {step!r} on {here.url}; "
                    "correct the path in the site file or give the column's url"
                )
            if address not in walked:
                what, on_the_way = f"column {column.path!r}, step {step!r}", number + 1 < len(steps)
                asked = Asked("step") if on_the_way else asked_for_list(column, first=True)
                walked[address] = await self._get(address, here, what, asked)
                if on_the_way:
                    await self._pass_by(walked[address], what)
            here = walked[address]
        return here

    def _asked_again(self, response: Response, trail: Trail) -> Asked:
        """What the page is read as, now that it turns out to be the list of this column: that goes on record
        where it was asked for as something else."""
        asked = asked_for_list(trail.column, first=True)
        if response.meta[ASKED] != asked:
            self.desk.also_asked(response.meta["fetch_id"], asked)
        return asked

    async def _pass_by(self, response: Response, what: str) -> None:
        """A page on the way to a column: what it is goes on record. Raises `PageLost` for a firewall."""
        page, answer = await self._read(response)
        outcome = outcome_of(answer.kind, page.status)
        keep(self.archive, self.desk.crawl, response.meta["fetch_id"], answer, page.status, Asked("step"))
        if outcome != "ok":
            raise PageLost(f"{what}: {response.url} is no page of the site ({answer.kind})")

    async def _get(self, url: str, from_page: Response, what: str, asked: Asked) -> Response:
        """A page on the way, fetched at once. Raises `PageLost` when it is not to be had."""
        if not is_address(url) or not self.is_on_site(url):
            raise PageLost(f"{what}: {url} is off the site")
        request = Request(url, dont_filter=True, headers={"Referer": from_page.url}, meta={ASKED: asked})
        self.tally.known += 1
        try:
            response = await self.crawler.engine.download_async(request)
        except (NoAnswer, IgnoreRequest) as error:
            self._refused(request, error)
            raise PageLost(f"{what}: {url}: {error}") from error
        finally:
            self.tally.done += 1
        if response.status != 200:
            page, answer = await self._read(response)
            keep(self.archive, self.desk.crawl, response.meta["fetch_id"], answer, page.status, asked)
            raise PageLost(f"{what}: {url} answered {response.status}")
        return response

    async def parse_list(self, response: Response, trail: Trail) -> AsyncIterator[Request | Fetched]:
        """A list page that was asked for by its address."""
        self.tally.done += 1
        async for output in self._read_list(response, trail, response.meta[ASKED]):
            yield output

    async def _read_list(
        self, response: Response, trail: Trail, asked: Asked
    ) -> AsyncIterator[Request | Fetched]:
        """A list page: its rows are asked for, and the page after it."""
        page, answer = await self._read(response, asked)
        if not trail.pages:
            self._trails.append(trail)
        outcome = outcome_of(answer.kind, response.status)
        trail.pages.append(list_page(answer, outcome, response.meta["fetch_id"], response.url))
        trail.addresses |= {
            canonical(response.url),
            canonical(response.request.url if response.request else ""),
        }
        listing = answer.listing
        yield self._fetched(response, page, answer, asked)
        if answer.kind != "list" or listing is None or response.status != 200:
            what = f"answered {response.status}" if response.status != 200 else f"is no list ({answer.kind})"
            self.desk.note(f"column {trail.name!r}: {response.url} {what}")
            return
        if asked.first:
            self.desk.column_read()
            self.archive.save_column(response.meta["fetch_id"], asked)
        for warning in filter(lambda said: said.endswith(NOWHERE), answer.warnings):
            self.desk.note(f"column {trail.name!r}: {response.url}: {warning}")
        rows = tuple(canonical(row.url) for row in listing.rows)
        if rows in trail.pages_of_rows:
            self.desk.note(f"column {trail.name!r}: {response.url} repeats an earlier page of the list")
            return
        trail.pages_of_rows.add(rows)
        trail.newest = max(trail.newest, *(row.date for row in listing.rows))
        known = known_documents(self.archive.db, self.site.id, rows)
        wanted = [row for row in listing.rows if self._is_wanted(row, known.get(canonical(row.url)), trail)]
        for row in wanted:
            if self._is_new(row.url):
                yield self._request(row.url, self.parse_document, ARTICLE, asked_for_row(trail.column, row))
        if known and not wanted and self._may_leave(trail):
            trail.left = "known" if listing.next else ""
            return
        following = list(self._next_page(trail, listing.next, listing.pages))
        for request in following or self._no_longer_listed(trail):
            yield request

    def _next_page(self, trail: Trail, url: str, declared: int | None) -> Iterator[Request]:
        """The page after, within what the list declares, what we allow, and never one seen."""
        walked, limit = len(trail.pages_of_rows), self.site.politeness.max_pages or MAX_LIST_PAGES
        if (
            not is_address(url)
            or canonical(url) in trail.addresses
            or (declared is not None and walked >= declared)
        ):
            return
        if walked >= limit:
            self.desk.note(f"column {trail.name!r}: left after {walked} pages, the limit")
            trail.left = "limit"
            return
        if self.is_on_site(url):
            yield self._list_request(url, trail)

    async def parse_document(self, response: Response) -> AsyncIterator[Request | Fetched]:
        """A document, all its parts, and the attachments it links to; or whatever else was there."""
        self.tally.done += 1
        if not response.meta[ASKED].passed_on:
            return  # redirected to a page that is asked for under its own address
        self._asked.add(canonical(response.url))
        page, answer = await self._read(response)
        pages, answers, part_ids = [page], [answer], []
        try:
            async for part, part_page, part_answer in self._parts(response, answer):
                pages.append(part_page)
                answers.append(part_answer)
                part_ids.append(part.meta["fetch_id"])
        except PageLost as error:  # what is there is kept as what it is: `keep` tells half from whole
            self.desk.note(f"{response.url}: {error}")
        yield Fetched(
            self.site,
            self.desk.crawl,
            response.meta["fetch_id"],
            tuple(pages),
            tuple(answers),
            asked=response.meta[ASKED],
            part_ids=tuple(part_ids),
        )
        anew, asked = bool(response.meta.get(ANEW)), Asked("attachment")
        for attachment in (one for each in answers if each.kind == "report" for one in each.attachments):
            if self._is_new(attachment.url):
                yield self._request(attachment.url, self.parse_attachment, ATTACHMENT, asked, anew=anew)

    async def _parts(self, here: Response, answer: Answer) -> AsyncIterator[tuple[Response, Page, Answer]]:
        """The further parts of an article split over pages, in order. Raises `PageLost` without one.

        Where a part leads back to one before it, or there are more than MAX_PARTS, the last one's `next_part`
        still says where the article goes on.
        """
        first, first_fetch, seen = here.url, here.meta["fetch_id"], {canonical(here.url)}
        while (
            is_address(answer.next_part) and canonical(answer.next_part) not in seen and len(seen) < MAX_PARTS
        ):
            seen.add(canonical(answer.next_part))
            self._asked.add(canonical(answer.next_part))
            said, asked = f"part {len(seen)} of {first}", Asked("part", part_of=first_fetch)
            here = await self._get(answer.next_part, here, said, asked)
            page, answer = await self._read(here)
            if answer.kind != "report":
                self.archive.mark_fetch(
                    here.meta["fetch_id"], answer.kind, outcome_of(answer.kind, here.status)
                )
                raise PageLost(f"{said}: {here.url} is a page of kind {answer.kind}")
            yield here, page, answer

    async def parse_attachment(self, response: Response) -> AsyncIterator[Fetched]:
        """A file that a document links to: it is in the WARC; what is said of it is that it is one."""
        self.tally.done += 1
        page, answer = await self._read(response)
        yield self._fetched(response, page, answer)

    def _no_longer_listed(self, trail: Trail) -> Iterator[Request]:
        """What the column listed before, and a walk of all of it has not shown: is it there itself?"""
        if verdict(trail.name, trail.pages, trail.left).ended != "complete":
            return
        shown = {row for page in trail.pages for row in page.rows}
        for url in listed_in(self.archive.db, self.site.id, trail.name):
            if url not in shown:
                yield from self._again(url)

    def _again(self, url: str) -> Iterator[Request]:
        """A document that is held, asked for as it was the last time."""
        if self._is_new(url):
            asked = last_asked(self.archive.db, self.site.id, url)
            yield self._request(url, self.parse_document, ARTICLE, asked)

    def _may_leave(self, trail: Trail) -> bool:
        return may_leave(self.archive.db, self.site.id, trail.name, self.night, trail.newest)

    def _is_wanted(self, row: ListRow, known: Known | None, trail: Trail) -> bool:
        """Whether what a row leads to is asked for tonight: not a document that is held, was had well the
        last time and has not come lately. Its turn to be fetched anew comes by itself."""
        db, site = self.archive.db, self.site.id
        if known is None or not had_well(db, site, row.url):
            return is_turn(db, site, row.url, self.night)
        if self._since and known.confirmed >= self._since:
            return False  # had before the crawl was cut off
        if row.date and self.night.is_recent(row.date):
            return True
        return known.is_recent(self.night) and came_later(db, site, trail.name, row.url)

    # Asking and reading

    def _request(
        self, url: str, callback: Any, priority: int, asked: Asked, anew: bool = False, **arguments: Any
    ) -> Request:
        self.tally.known += 1
        url = canonical(url)
        return Request(
            url,
            callback=callback,
            errback=self.not_had,
            priority=priority,
            dont_filter=True,
            cb_kwargs=arguments,
            meta={ASKED: asked, ANEW: anew, "asked": url},
        )

    def _list_request(self, url: str, trail: Trail) -> Request:
        asked = asked_for_list(trail.column, first=not trail.addresses)
        return self._request(url, self.parse_list, LIST, asked, trail=trail)

    def _is_new(self, url: str) -> bool:
        """Whether an address is ours to ask for and has not been asked for in this crawl."""
        if not is_address(url) or not self.is_on_site(url):
            return False
        address = canonical(url)
        if address in self._asked:
            return False
        self._asked.add(address)
        return True

    def is_asked_elsewhere(self, request: Request) -> bool:
        """Whether a redirect has led to an address that is asked for by itself."""
        return (
            "asked" in request.meta
            and request.url != request.meta["asked"]
            and request.meta[ASKED].role == "document"
            and canonical(request.url) in self._asked
        )

    async def _read(self, response: Response, asked: Asked | None = None) -> tuple[Page, Answer]:
        page = _page(response)
        answer = await self.readers.read(page, asked or response.meta[ASKED], self.site)
        self.desk.judged(response.url, outcome_of(answer.kind, response.status))
        return page, answer

    def _fetched(self, response: Response, page: Page, answer: Answer, asked: Asked | None = None) -> Fetched:
        fetch_id, asked = response.meta["fetch_id"], asked or response.meta[ASKED]
        return Fetched(self.site, self.desk.crawl, fetch_id, (page,), (answer,), asked=asked)

    def not_had(self, failure: Failure) -> None:
        """An address that could not be had: the others go on."""
        self.tally.done += 1
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        self._refused(request, failure.value)
        trail: Trail | None = request.cb_kwargs.get("trail")
        if trail is not None:
            if not trail.pages:
                self._trails.append(trail)
            outcome = _outcome_of(failure.value)
            trail.pages.append(ListPage(request.url, outcome, "", request.meta.get("fetch_id", 0)))
            self.desk.note(f"column {trail.name!r}: {request.url}: {failure.value}")
        elif request.callback == self.parse_home:
            self.desk.note(f"{request.url}: {failure.value}")

    def _refused(self, request: Request, error: BaseException) -> None:
        """Say in the record why there is no page, where the capture has not done so."""
        if isinstance(error, RobotsForbid):
            self.desk.skipped(request, error)
        elif isinstance(error, (NoAnswer, OffSite)):
            return
        elif isinstance(error, IgnoreRequest):
            if LOOPING in str(error):
                self.desk.note(f"{request.url}: redirects without an end")
            elif "fetch_id" in request.meta and self.desk.is_open:  # unpacked, it is over DOWNLOAD_MAXSIZE
                self.archive.mark_fetch(request.meta["fetch_id"], "", "too_large")
        else:
            self.desk.broken(request.meta.get("fetch_id", 0), request.url, error)


def _outcome_of(error: BaseException) -> Outcome:
    """How it ended that a page was not had."""
    if isinstance(error, NoAnswer):
        return error.outcome
    forbidden = isinstance(error, RobotsForbid) and not isinstance(error, RobotsUnknown)
    return "robots" if forbidden else "failed"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _page(response: Response) -> Page:
    """The response as extraction takes it."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    )
    return Page(response.url, response.body, headers, response.status)


def asked_for_list(column: Column, *, first: bool) -> Asked:
    """What a page of a column's list is asked for as."""
    return Asked("list", column.path, column.url, column.genre, first=first)


def asked_for_row(column: Column, row: ListRow) -> Asked:
    """What a document is asked for as that a row of a column's list leads to."""
    return Asked("document", column.path, column.url, column.genre, row=row)
