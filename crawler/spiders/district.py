"""Walks one district's site: home page → columns → lists → documents and their attachments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.records import Kind, ListRow
from archive.store import Archive
from archive.urls import canonical
from archive.warc import utc_now
from crawler.capture import NoAnswer
from crawler.logbook import Logbook
from crawler.middlewares import LOOPING, OffSite, RobotsForbid
from crawler.sites import is_address
from crawler.tally import Tally
from pipelines.answer import Answer, Page
from pipelines.dom import parse
from pipelines.extract import extract
from pipelines.keep import outcome_of
from pipelines.links import find_link
from pipelines.listing import read_listing
from pipelines.platforms import PLATFORMS
from pipelines.site import Column, Site
from pipelines.stages import Fetched

MAX_LIST_PAGES = 500
"""Pages of one list that are walked at most, unless the site's politeness.max_pages says otherwise."""
MAX_PARTS = 200
"""Parts of one article that are joined at most."""
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

    @property
    def name(self) -> str:
        return self.column.path or self.column.url


class DistrictSpider(Spider):
    """Crawls the site of its class. One class per site file is made by `crawler.spiders.make_spider`."""

    site: ClassVar[Site]
    desk: Logbook
    """Where everything is written down; the logbook puts itself here before the first request."""

    def __init__(self, *args: Any, tally: Tally | None = None, archive: Archive | None = None, **kwargs: Any):
        """`tally` and `archive` are shared by the crawls of one process; alone, the spider has its own."""
        super().__init__(*args, **kwargs)
        self.tally = tally if tally is not None else Tally(self.site.id)
        self.shared_archive = archive
        self._asked: set[str] = set()
        self._hosts = {_host(url) for url in (self.site.home, *(c.url for c in self.site.columns)) if url}

    @property
    def archive(self) -> Archive:
        return self.desk.archive

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
        ):
            if value is not None:
                settings.set(name, value, priority="spider")

    def is_on_site(self, url: str) -> bool:
        """Whether an address is on a host of the site (with or without `www.`), and names no user."""
        return "@" not in urlsplit(url).netloc and _host(url) in self._hosts

    def saved(self, change: str) -> None:
        """A document is in the archive."""
        self.tally.reports += 1

    # The walk

    async def start(self) -> AsyncIterator[Request]:
        yield self._request(self.site.home, self.parse_home, LIST)
        for column in self.site.columns:
            if column.url:
                yield self._list_request(column.url, Trail(column))

    async def parse_home(self, response: Response) -> AsyncIterator[Request | Fetched]:
        """The home page, and from there to every column that is named by its breadcrumb."""
        self.tally.done += 1
        page, answer = self._read(response)
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
            async for output in self._read_list(found, Trail(column)):
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
                what = f"column {column.path!r}, step {step!r}"
                walked[address] = await self._get(address, here, what)
                if number + 1 < len(steps):
                    self._pass_by(walked[address], what)
            here = walked[address]
        return here

    def _pass_by(self, response: Response, what: str) -> None:
        """A page on the way to a column: what it is goes on record. Raises `PageLost` for a firewall."""
        _, answer = self._read(response)
        outcome = outcome_of(answer.kind, response.status)
        kind = _no_document(answer, "list").kind
        self.archive.mark_fetch(response.meta["fetch_id"], kind, outcome)
        if outcome != "ok":
            raise PageLost(f"{what}: {response.url} is no page of the site ({answer.kind})")

    async def _get(self, url: str, from_page: Response, what: str) -> Response:
        """A page on the way, fetched at once. Raises `PageLost` when it is not to be had."""
        if not is_address(url) or not self.is_on_site(url):
            raise PageLost(f"{what}: {url} is off the site")
        request = Request(url, dont_filter=True, headers={"Referer": from_page.url})
        self.tally.known += 1
        try:
            response = await self.crawler.engine.download_async(request)
        except (NoAnswer, IgnoreRequest) as error:
            self._refused(request, error)
            raise PageLost(f"{what}: {url}: {error}") from error
        finally:
            self.tally.done += 1
        if response.status != 200:
            raise PageLost(f"{what}: {url} answered {response.status}")
        return response

    async def parse_list(self, response: Response, trail: Trail) -> AsyncIterator[Request | Fetched]:
        """A list page that was asked for by its address."""
        self.tally.done += 1
        async for output in self._read_list(response, trail):
            yield output

    async def _read_list(self, response: Response, trail: Trail) -> AsyncIterator[Request | Fetched]:
        """A list page: its rows are asked for, and the page after it."""
        page, answer = self._read(response)
        answer = self._as_list(page, answer)
        first = not trail.addresses
        trail.addresses |= {
            canonical(response.url),
            canonical(response.request.url if response.request else ""),
        }
        listing = answer.listing
        if answer.kind != "list" or listing is None or response.status != 200:
            yield self._fetched(response, page, _no_document(answer, "empty"))
            what = f"answered {response.status}" if response.status != 200 else f"is no list ({answer.kind})"
            self.desk.note(f"column {trail.name!r}: {response.url} {what}")
            return
        if first:
            self.desk.column_read()
            column = trail.column
            self.archive.save_column(self.site.id, column.path, response.url, column.genre, utc_now())
        if nowhere := [row for row in listing.rows if not is_address(row.url)]:
            self.desk.note(f"column {trail.name!r}: {len(nowhere)} rows of {response.url} lead nowhere")
            listing = replace(listing, rows=tuple(row for row in listing.rows if is_address(row.url)))
            answer = replace(answer, listing=listing)
        rows = tuple(canonical(row.url) for row in listing.rows)
        if rows in trail.pages_of_rows:
            self.desk.note(f"column {trail.name!r}: {response.url} repeats an earlier page of the list")
            yield self._fetched(response, page, answer, trail.column)
            return
        trail.pages_of_rows.add(rows)
        yield self._fetched(response, page, answer, trail.column)
        for row in listing.rows:
            if self._is_new(row.url):
                yield self._request(row.url, self.parse_document, ARTICLE, column=trail.column, row=row)
        for request in self._next_page(trail, listing.next, listing.pages):
            yield request

    def _as_list(self, page: Page, answer: Answer) -> Answer:
        """The site file says that a list is here: where the page reads as something else and yet has rows and
        says how it is paged, the site file's word stands."""
        if answer.kind not in ("report", "home", "empty"):
            return answer
        listing = read_listing(parse(page), self.site, PLATFORMS.get(self.site.platform))
        if not listing.rows or not (listing.next or listing.pages or self.site.list.rows):
            return answer
        return Answer(answer.url, kind="list", listing=listing, encoding=answer.encoding)

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
            return
        if self.is_on_site(url):
            yield self._list_request(url, trail)

    async def parse_document(
        self, response: Response, column: Column, row: ListRow
    ) -> AsyncIterator[Request | Fetched]:
        """A document, all its parts, and the attachments it links to; or whatever else was there."""
        self.tally.done += 1
        if response.request is not None and response.url != response.request.meta.get("asked"):
            if canonical(response.url) in self._asked:
                return  # redirected to a page that is asked for under its own address
            self._asked.add(canonical(response.url))
        page, answer = self._read(response, row)
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
            column=column,
            part_ids=tuple(part_ids),
        )
        for attachment in (one for each in answers if each.kind == "report" for one in each.attachments):
            if self._is_new(attachment.url):
                yield self._request(attachment.url, self.parse_attachment, ATTACHMENT)

    async def _parts(self, here: Response, answer: Answer) -> AsyncIterator[tuple[Response, Page, Answer]]:
        """The further parts of an article split over pages, in order. Raises `PageLost` without one.

        Where a part leads back to one before it, or there are more than MAX_PARTS, the last one's `next_part`
        still says where the article goes on.
        """
        first, seen = here.url, {canonical(here.url)}
        while (
            is_address(answer.next_part) and canonical(answer.next_part) not in seen and len(seen) < MAX_PARTS
        ):
            seen.add(canonical(answer.next_part))
            self._asked.add(canonical(answer.next_part))
            said = f"part {len(seen)} of {first}"
            here = await self._get(answer.next_part, here, said)
            page, answer = self._read(here)
            if answer.kind != "report":
                self.archive.mark_fetch(
                    here.meta["fetch_id"], answer.kind, outcome_of(answer.kind, here.status)
                )
                raise PageLost(f"{said}: {here.url} is a page of kind {answer.kind}")
            yield here, page, answer

    async def parse_attachment(self, response: Response) -> AsyncIterator[Fetched]:
        """A file that a document links to: it is in the WARC; what is said of it is that it is one."""
        self.tally.done += 1
        page, answer = self._read(response)
        yield self._fetched(response, page, _no_document(answer, "attachment"))

    # Asking and reading

    def _request(self, url: str, callback: Any, priority: int, **arguments: Any) -> Request:
        self.tally.known += 1
        return Request(
            url,
            callback=callback,
            errback=self.not_had,
            priority=priority,
            dont_filter=True,
            cb_kwargs=arguments,
            meta={"asked": url},
        )

    def _list_request(self, url: str, trail: Trail) -> Request:
        return self._request(url, self.parse_list, LIST, trail=trail)

    def _is_new(self, url: str) -> bool:
        """Whether an address is ours to ask for and has not been asked for in this crawl."""
        if not is_address(url) or not self.is_on_site(url):
            return False
        address = canonical(url)
        if address in self._asked:
            return False
        self._asked.add(address)
        return True

    def _read(self, response: Response, row: ListRow | None = None) -> tuple[Page, Answer]:
        page = _page(response)
        answer = extract(page, self.site, row)
        self.desk.judged(response.url, outcome_of(answer.kind, response.status))
        return page, answer

    def _fetched(
        self, response: Response, page: Page, answer: Answer, column: Column | None = None
    ) -> Fetched:
        fetch_id = response.meta["fetch_id"]
        return Fetched(self.site, self.desk.crawl, fetch_id, (page,), (answer,), column=column)

    def not_had(self, failure: Failure) -> None:
        """An address that could not be had: the others go on."""
        self.tally.done += 1
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        self._refused(request, failure.value)
        trail = request.cb_kwargs.get("trail")
        if trail is not None:
            self.desk.note(f"column {trail.name!r}: {request.url}: {failure.value}")
        elif request.callback == self.parse_home:
            self.desk.note(f"{request.url}: {failure.value}")

    def _refused(self, request: Request, error: BaseException) -> None:
        """Say in the record why there is no page, where the capture has not done so."""
        if isinstance(error, RobotsForbid):
            self.desk.skipped(request, str(error))
        elif isinstance(error, (NoAnswer, OffSite)):
            return
        elif isinstance(error, IgnoreRequest):
            if LOOPING in str(error):
                self.desk.note(f"{request.url}: redirects without an end")
            elif "fetch_id" in request.meta and self.desk.is_open:  # unpacked, it is over DOWNLOAD_MAXSIZE
                self.archive.mark_fetch(request.meta["fetch_id"], "", "too_large")
        else:
            self.desk.broken(request.meta.get("fetch_id", 0), request.url, error)


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


def _no_document(answer: Answer, kind: Kind) -> Answer:
    """What is reached as a list or an attachment is never kept as a document."""
    return Answer(answer.url, kind=kind) if answer.kind == "report" else answer
