"""What a record of the captures says: the attempt that it is of, and the answer, read as it was then."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path
from typing import cast
from urllib.parse import urljoin

from archive.errors import GongkaiError
from archive.journal import CONTEXT, Asked, Context, context_of
from archive.records import LARGEST_PAGE, Capture, Fetch, Outcome
from archive.scanning import Scanned, read_at
from archive.warc import digest
from archive.warc_reader import read_member, utc
from pipelines.answer import Answer, Page
from pipelines.keep import outcome_of_status
from pipelines.readers import read_ready
from pipelines.site import site_of

TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Task:
    """A record to be read, as it is handed to whoever reads it; `site` is its definition as JSON.

    `also`: what it is read as once more, beside what it was asked for. `ingested`: the context of a record in
    somebody else's WARC, which has none of its own.
    """

    folder: Path
    file: str
    offset: int
    length: int
    site: str = ""
    also: Asked | None = None
    ingested: Context | None = None


@dataclass(frozen=True)
class Read:
    """What a record says: a fetch, what it was asked for, and the answer, where it was passed on and read.

    `broken`: why there is no answer where there should be one.
    """

    context: Context
    fetch: Fetch
    asked: Asked
    answer: Answer | None = None
    status: int | None = None
    broken: str = ""


def read_task(task: Task) -> Read:
    """Read one record. Raises GongkaiError where it cannot be read at all."""
    if task.ingested is not None:
        return _read_ingested(task, task.ingested)
    record = read_at(task.folder / task.file, task.offset)
    context = context_of(record.fields.get(CONTEXT, ""))
    if context is None:
        raise GongkaiError(
            f"{task.file}: the record at byte {task.offset} does not say what it was asked for"
        )
    held = record
    if context.held is not None:
        held = read_at(task.folder / context.held[0], context.held[1])
    fetch, asked = _fetch(record, held, context, task), task.also or context.asked
    if not asked.passed_on or asked.role == "robots" or record.kind == "metadata":
        return Read(context, fetch, asked)
    said = held if record.status == 304 else record  # a 304 is the page that it confirms
    page = Page(record.url, held.body, said.headers, said.status)
    if len(page.body) >= LARGEST_PAGE > len(held.payload):
        return Read(context, fetch, asked, broken=TOO_LARGE)
    return _answered(context, fetch, asked, page, task.site)


def _answered(context: Context, fetch: Fetch, asked: Asked, page: Page, definition: str) -> Read:
    site = site_of(definition)
    try:
        answer = read_ready(page, asked, site)
    except Exception as error:  # the program failed on a page: as in a crawl, the others go on
        return Read(context, fetch, asked, broken=f"{type(error).__name__}: {error}")
    return Read(context, fetch, asked, answer, page.status)


def _read_ingested(task: Task, context: Context) -> Read:
    member = read_member(task.folder / task.file, task.offset)
    page = Page(member.url, member.body, member.headers, member.status)
    capture = Capture(task.file, task.offset, task.length, member.record_id, member.payload_digest)
    fetch = Fetch(
        site="",
        url=member.url,
        fetched=utc(member.date),
        outcome=outcome_of_status(member.status),
        status=member.status,
        content_type=page.header("content-type"),
        size=member.size,
        redirected_to=page.header("location"),
        capture=capture,
        number=context.fetch,
        asked=context.asked.role,
        context=context.asked.context(),
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
    )
    if context.asked.role == "robots":
        return Read(context, fetch, context.asked)
    return _answered(context, fetch, context.asked, page, task.site)


def _fetch(record: Scanned, held: Scanned, context: Context, task: Task) -> Fetch:
    exchange, saved = record.kind in ("response", "revisit"), record.kind == "resource"
    outcome, error = _outcome(record)
    location = record.header("Location") if outcome == "redirected" else ""
    with suppress(ValueError):
        location = urljoin(record.url, location) if location else ""
    capture = Capture(
        task.file,
        task.offset,
        task.length,
        record.fields["WARC-Record-ID"],
        record.fields.get("WARC-Payload-Digest") or digest(record.block),
    )
    size = len(held.payload) if record.status != 304 else 0
    return Fetch(
        site="",
        url=record.url,
        fetched=record.fields["WARC-Date"],
        outcome=outcome,
        status=record.status,
        content_type=record.fields["Content-Type"] if saved else record.header("Content-Type"),
        size=size if exchange or saved else None,
        redirected_to=location,
        referrer=context.via,
        error=error,
        capture=capture,
        number=context.fetch,
        asked=context.asked.role,
        context=context.asked.context(),
        part_of=context.asked.part_of,
        revisit_of=context.revisits,
        etag=record.header("ETag"),
        last_modified=record.header("Last-Modified"),
    )


def _outcome(record: Scanned) -> tuple[Outcome, str]:
    if record.kind == "metadata":
        told = BytesParser().parsebytes(record.block)
        return cast("Outcome", told["outcome"]), _utf8(told["error"])
    if record.fields.get("WARC-Truncated") == "disconnect":
        return "connection", ""
    return outcome_of_status(record.status), ""


def _utf8(said: str | None) -> str:
    return (said or "").encode("ascii", "surrogateescape").decode("utf-8", "replace")
