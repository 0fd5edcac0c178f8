"""Records every exchange with a site, before anyone reads it: a WARC record pair, then a row of `fetches`.

The seam is the download handler, the last thing before the wire: robots.txt, each hop of a redirect, each
retry and each failure of transport pass through it, and bodies still have their content-encoding. What is and
what is not byte-exact is told in docs/capture.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import responses as PHRASES
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from OpenSSL.SSL import Error as TLSError
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response, TextResponse
from service_identity import VerificationError
from twisted.python.failure import Failure

from archive.journal import Asked, Context, Event, event
from archive.records import Capture, Earlier, Fetch, Outcome
from archive.store import Numbered
from archive.warc import (
    IDENTICAL,
    NOT_MODIFIED,
    Record,
    WarcFile,
    digest,
    http_head,
    new_id,
    warc_date,
    warc_fields,
)
from archive.warc_reader import read_member
from pipelines.keep import outcome_of_status

_SECRET_HEADERS = frozenset({b"proxy-authorization", b"authorization"})


class NoAnswer(Exception):
    """No answer came. It is on record already; `outcome` and `reason` say why."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome, self.reason = outcome, reason


class NoAnswerNow(NoAnswer):
    """No answer came, but one may if asked again (a setting tells Scrapy to: RETRY_EXCEPTIONS)."""


_PASSING: frozenset[Outcome] = frozenset({"timeout", "dns", "connection"})


class FetchRows(Protocol):
    """The part of `archive.store.Archive` that capture needs."""

    def next_number(self, table: Numbered) -> int: ...
    def save_fetch(self, crawl: int, fetch: Fetch) -> int: ...
    def earlier(self, site: str, url: str) -> Earlier | None: ...


ASKED = "asked_for"
"""The key of `request.meta` under which the spider says what it asks for (`archive.journal.Asked`)."""
HELD = "held"
"""The key under which a request has the capture that its conditions name (`archive.records.Earlier`)."""
_FOLLOWED = frozenset({301, 302, 303, 307, 308})
"""Where a Location leads Scrapy's RedirectMiddleware on."""


@dataclass(frozen=True)
class Recorder:
    """Writes what happened on the wire during one crawl of one site."""

    site: str
    crawl: int
    warc: WarcFile
    rows: FetchRows

    def answered(
        self, request: Request, response: Response, moment: datetime, *, passed_on: bool = True
    ) -> int:
        """Record an exchange; `moment` is when the request was handed to the wire. The number of its row.

        Raises `CannotStore`. `moment` is the WARC-Date of both records, as WARC 1.1 §5.4 asks.
        """
        answer_id, common = new_id(), self._fields(request, moment)
        earlier = self._revisited(request, response)
        context = self._context(request, passed_on=passed_on, earlier=earlier)
        truncated = (("WARC-Truncated", "disconnect"),) if "dataloss" in response.flags else ()
        address = (("WARC-IP-Address", str(response.ip_address)),) if response.ip_address else ()
        if request.meta.get("proxy"):
            address = ()  # the address is the proxy's, not the site's
        fields = (*common, *address, *truncated, context.field())
        head = response_head(response)
        if earlier is None:
            answer = Record("response", fields, head, response.body, answer_id)
        else:
            profile = NOT_MODIFIED if response.status == 304 else IDENTICAL
            fields += (
                ("WARC-Profile", profile),
                ("WARC-Refers-To", earlier.capture.record_id),
                ("WARC-Refers-To-Target-URI", request.url),
                ("WARC-Refers-To-Date", earlier.fetched),
            )
            answer = Record("revisit", fields, head, id=answer_id, revisited=earlier.capture.payload_digest)
        asked = Record(
            "request",
            (*common, ("WARC-Concurrent-To", answer_id)),
            request_head(request),
            request.body,
            new_id(),
        )
        capture = self.warc.append([answer, asked])[0]
        return self._save(request, moment, outcome_of(response), capture, context, response=response)

    def _revisited(self, request: Request, response: Response) -> Earlier | None:
        """The capture that holds what this answer brings: by the server's word (304), or byte by byte."""
        if response.status != 304 and (
            response.status != 200 or not response.body or "dataloss" in response.flags
        ):
            return None
        if response.status == 304:
            held: Earlier | None = request.meta.get(HELD)
            return held
        earlier = self.rows.earlier(self.site, request.url)
        if earlier is None:
            return None
        return earlier if digest(response.body) == earlier.capture.payload_digest else None

    def failed(
        self, request: Request, outcome: Outcome, error: str, moment: datetime, *, sent: bool = True
    ) -> int:
        """Record that no answer came, and why: a `metadata` record, beside the request if one was sent."""
        common = self._fields(request, moment)
        context = self._context(request, passed_on=False)
        told_id = new_id()
        told = (("outcome", outcome), ("error", error))
        records = [Record("metadata", (*common, context.field()), payload=warc_fields(told), id=told_id)]
        if sent:
            concurrent = ("WARC-Concurrent-To", told_id)
            records.append(
                Record("request", (*common, concurrent), request_head(request), request.body, new_id())
            )
        capture = self.warc.append(records)[0]
        return self._save(request, moment, outcome, capture, context, error=error)

    def as_held(self, response: Response, earlier: Earlier) -> Response:
        """The page that a 304 confirms, as it was kept. Raises GongkaiError where it cannot be read."""
        capture = earlier.capture
        member = read_member(self.warc.path.parent / capture.file, capture.offset)
        left_out = ("content-encoding", "transfer-encoding", "content-length")
        headers = [(n, v) for n, v in member.headers if n.lower() not in left_out]
        return TextResponse(
            response.url,
            status=member.status or 200,
            headers={name: [v for n, v in headers if n == name] for name, _ in headers},
            body=member.body,
            flags=[*response.flags, "unchanged"],
            request=response.request,
            protocol=response.protocol,
        )

    def event(self, name: Event, told: dict[str, Any], moment: datetime) -> None:
        """Record what is no exchange, so that the archive can be made again. Raises `CannotStore`."""
        common = (("WARC-Date", warc_date(moment)), ("WARC-Warcinfo-ID", self.warc.info.id))
        self.warc.append([event(name, told, common)])

    def _context(self, request: Request, *, passed_on: bool, earlier: Earlier | None = None) -> Context:
        asked: Asked = request.meta.get(ASKED) or Asked("robots")
        asked = replace(asked, passed_on=passed_on and asked.passed_on)
        said = (self.crawl, self.rows.next_number("fetches"), asked, _referrer(request))
        if earlier is None:
            return Context(*said)
        return Context(*said, earlier.fetch, (earlier.capture.file, earlier.capture.offset))

    def _fields(self, request: Request, moment: datetime) -> tuple[tuple[str, str], ...]:
        return (
            ("WARC-Target-URI", request.url),
            ("WARC-Date", warc_date(moment)),
            ("WARC-Warcinfo-ID", self.warc.info.id),
        )

    def _save(
        self,
        request: Request,
        moment: datetime,
        outcome: Outcome,
        capture: Capture,
        context: Context,
        *,
        response: Response | None = None,
        error: str = "",
    ) -> int:
        fetch = Fetch(
            site=self.site,
            url=request.url,
            fetched=warc_date(moment),
            outcome=outcome,
            status=response.status if response is not None and response.status <= 999 else None,
            content_type=_header(response, "Content-Type"),
            size=len(response.body) if response is not None else None,
            redirected_to=_target(response) if outcome == "redirected" else "",
            referrer=_referrer(request),
            error=error,
            capture=capture,
            number=context.fetch,
            asked=context.asked.role,
            context=context.asked.context(),
            part_of=context.asked.part_of,
            revisit_of=context.revisits,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        return self.rows.save_fetch(self.crawl, fetch)


class CapturingHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler, which tells the crawl's recorder of every exchange.

    `request.meta["fetch_id"]` is the row of the exchange that answered it. Whatever goes wrong on the way
    comes out as `NoAnswer`, once it is on record.
    """

    async def download_request(self, request: Request) -> Response:
        desk: Desk | None = getattr(self._crawler.spider, "desk", None)
        if desk is None:  # `scrapy shell` and the like: no crawl on record
            return await super().download_request(request)
        desk.refuse_if_stopped()
        moment = datetime.now(UTC)
        try:
            response = await super().download_request(request)
        except Exception as error:  # whatever it is, it is on record before it goes on its way
            outcome, reason = failure_of(error)
            with desk.storing():
                request.meta["fetch_id"] = desk.recorder.failed(
                    request, outcome, reason, moment, sent=was_sent(error, outcome)
                )
            desk.saw(request, outcome)
            raise _no_answer(outcome, reason) from error
        outcome, passed_on = outcome_of(response), self._is_passed_on(request, response)
        if passed_on and desk.is_asked_elsewhere(request):
            request.meta[ASKED] = replace(request.meta[ASKED], passed_on=False)
        with desk.storing():
            request.meta["fetch_id"] = desk.recorder.answered(request, response, moment, passed_on=passed_on)
        desk.saw(request, outcome)
        if outcome == "connection":  # what came is kept, but half a page is no page
            raise _no_answer(outcome, "the answer was cut off")
        if outcome == "unchanged" and (earlier := request.meta.get(HELD)) is not None:
            with desk.storing():
                return desk.recorder.as_held(response, earlier)
        return response

    def _is_passed_on(self, request: Request, response: Response) -> bool:
        """Whether the spider gets this answer: not one that is followed, tried again, or was cut off."""
        settings = self._crawler.settings
        followed = response.status in _FOLLOWED and b"Location" in response.headers
        again = response.status in map(int, settings.getlist("RETRY_HTTP_CODES"))
        tries_left = request.meta.get("retry_times", 0) < settings.getint("RETRY_TIMES")
        return not followed and not (again and tries_left) and "dataloss" not in response.flags


def _no_answer(outcome: Outcome, reason: str) -> NoAnswer:
    return (NoAnswerNow if outcome in _PASSING else NoAnswer)(outcome, reason)


class Desk(Protocol):
    """What the handler asks of the crawl it works for (`crawler.logbook.Logbook`)."""

    recorder: Recorder

    def refuse_if_stopped(self) -> None: ...
    def is_asked_elsewhere(self, request: Request) -> bool: ...
    def storing(self) -> Any: ...
    def saw(self, request: Request, outcome: Outcome) -> None: ...


def request_head(request: Request) -> bytes:
    """The request as Twisted sends it: the whole address to a proxy, Host last; credentials are left out."""
    parts = urlsplit(request.url)
    target = (
        request.url if request.meta.get("proxy") and parts.scheme == "http" else _origin_form(request.url)
    )
    headers = [pair for pair in _pairs(request.headers) if pair[0].lower() not in _SECRET_HEADERS]
    if not any(name.lower() == b"host" for name, _ in headers):
        headers.append((b"Host", parts.netloc.rpartition("@")[2].encode()))
    return http_head(f"{request.method} {target} HTTP/1.1".encode(), headers)


def _origin_form(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def response_head(response: Response) -> bytes:
    """The head as Scrapy hands it on: names in title case, the standard reason phrase."""
    protocol = response.protocol or "HTTP/1.1"
    phrase = PHRASES.get(response.status, "")
    return http_head(f"{protocol} {response.status} {phrase}".encode(), _pairs(response.headers))


def _pairs(headers: Any) -> Iterator[tuple[bytes, bytes]]:
    for name in headers:
        for value in headers.getlist(name):
            yield name, value


def _header(response: Response | None, name: str) -> str:
    value = response.headers.get(name) if response is not None else None
    return (value or b"").decode("latin-1")


def _referrer(request: Request) -> str:
    return (request.headers.get("Referer") or b"").decode("latin-1")


def _target(response: Response | None) -> str:
    location = _header(response, "Location")
    try:
        return urljoin(response.url, location) if response is not None else ""
    except ValueError:  # `http://[`: what the site wrote, as evidence
        return location


def outcome_of(response: Response) -> Outcome:
    """What the status alone says; a page that pretends is found out later, when it is read."""
    return "connection" if "dataloss" in response.flags else outcome_of_status(response.status)


_OUTCOMES: tuple[tuple[type[BaseException], Outcome], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (TLSError, "tls"),
    (VerificationError, "tls"),
    (DownloadCancelledError, "too_large"),  # DOWNLOAD_MAXSIZE; time-outs have their own error
    (DownloadConnectionRefusedError, "connection"),
    (ResponseDataLossError, "connection"),
    (DownloadFailedError, "connection"),
)


def failure_of(error: BaseException) -> tuple[Outcome, str]:
    """The outcome that an error of transport stands for, and what it says in one line."""
    causes = list(_causes(error))
    outcome: Outcome = next(
        (name for kind, name in _OUTCOMES if any(isinstance(c, kind) for c in causes)), "failed"
    )
    said = " ".join(str(causes[-1]).split()) or " ".join(str(error).split())
    return outcome, f"{type(causes[-1]).__name__}: {said}"


def was_sent(error: BaseException, outcome: Outcome) -> bool:
    """Whether the request can have left: not before there is a connection, with TLS where it needs that."""
    return outcome not in ("dns", "tls") and not isinstance(error, DownloadConnectionRefusedError)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies under it; Twisted keeps the TLS error in a list of failures."""
    yield error
    for reason in getattr(error, "reasons", ()):
        if isinstance(reason, Failure) and reason.value is not None:
            yield from _causes(reason.value)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
