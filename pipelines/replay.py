"""The archive made again from its captures: each record is read as it was read when it was captured.

A crawl and its replay are two ways through the same functions (`pipelines.reading`, `pipelines.stages`), so
both give the same rows, numbers included. What a record was asked for stands in it (`archive.journal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from archive.errors import GongkaiError
from archive.journal import CONTEXT, Asked, Context, asked_of, context_of, told_by
from archive.records import LARGEST_PAGE, Capture, Fetch, Outcome, SiteRecord, UnitRecord
from archive.scanning import Scanned, read_at, scan
from archive.store import Archive, CrawlOutcome
from archive.urls import canonical, is_web_address
from archive.warc import digest
from pipelines.answer import Answer, Page
from pipelines.keep import outcome_of_status
from pipelines.reading import read_as
from pipelines.site import site_of
from pipelines.stages import MAX_PARTS, save, validated, whole

Mapped = Callable[
    [Callable[["Task | Happened"], "Read | Happened"], Iterable["Task | Happened"]],
    Iterable["Read | Happened"],
]

TOO_LARGE = "too_large"
BATCH = 200
"""Records put into one transaction."""
UNFINISHED = "the crawl was cut off: nothing says how it ended"
"""The message of a crawl whose record of its end is missing."""


@dataclass(frozen=True)
class Task:
    """A record to be read, as it is handed to whoever reads it; `site` is its definition as JSON."""

    folder: Path
    file: str
    offset: int
    length: int
    site: str
    also: Asked | None = None  # what it is read as again, beside what it was asked for


@dataclass(frozen=True)
class Read:
    """What a record says: a fetch, what it was asked for, and the answer, where it was passed on and read."""

    context: Context
    fetch: Fetch
    asked: Asked
    answer: Answer | None = None
    status: int | None = None
    broken: str = ""


def read_task(task: Task) -> Read:
    """Read one record. Raises GongkaiError where it cannot be read at all."""
    record = read_at(task.folder / task.file, task.offset)
    context = context_of(record.fields[CONTEXT])
    if context is None:
        raise GongkaiError(f"{task.file}: the record at byte {task.offset} has a context that cannot be read")
    held = record
    if context.held is not None:
        held = read_at(task.folder / context.held[0], context.held[1])
    fetch, asked = _fetch(record, held, context, task), task.also or context.asked
    if not asked.passed_on or asked.role == "robots" or record.kind == "metadata":
        return Read(context, fetch, asked)
    page = _page(record, held)
    if len(page.body) >= LARGEST_PAGE > len(held.payload):
        return Read(context, fetch, asked, broken=TOO_LARGE)
    site = site_of(task.site)
    try:
        answer = read_as(page, asked, site)
    except Exception as error:  # the program failed on a page: as in a crawl, the others go on
        return Read(context, fetch, asked, broken=f"{type(error).__name__}: {error}")
    return Read(context, fetch, asked, answer, page.status)


def _page(record: Scanned, held: Scanned) -> Page:
    """The page as extraction takes it: a 304 is the page that it confirms."""
    said = held if record.status == 304 else record
    return Page(record.url, held.body, said.headers, said.status)


def _fetch(record: Scanned, held: Scanned, context: Context, task: Task) -> Fetch:
    exchange = record.kind in ("response", "revisit")
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
        content_type=record.header("Content-Type"),
        size=size if exchange or record.kind == "resource" else None,
        redirected_to=location,
        referrer=context.via,
        error=error,
        capture=capture,
        number=context.fetch,
        asked=context.asked.role,
        part_of=context.asked.part_of,
        revisit_of=context.revisits,
        etag=record.header("ETag"),
        last_modified=record.header("Last-Modified"),
    )


def _outcome(record: Scanned) -> tuple[Outcome, str]:
    if record.kind == "metadata":
        told = BytesParser().parsebytes(record.block)
        return told["outcome"], _utf8(told["error"])
    if record.fields.get("WARC-Truncated") == "disconnect":
        return "connection", ""
    return outcome_of_status(record.status), ""


def _utf8(said: str | None) -> str:
    return (said or "").encode("ascii", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True)
class Happened:
    """Something that is no exchange: its name, what it tells, and when (UTC)."""

    name: str
    told: dict[str, Any]
    when: str


def _read(step: Task | Happened) -> Read | Happened:
    return read_task(step) if isinstance(step, Task) else step


@dataclass
class Waiting:
    """An article whose further parts are still to come."""

    first: Read
    answers: list[Answer]
    seen: set[str]
    parts: list[int] = field(default_factory=list)


class Replay:
    """Puts the records of our own WARC files into an archive, in their order.

    `mapped(function, steps)` reads the records, in their order: `map`, or a pool's `imap`.
    """

    def __init__(self, archive: Archive, folder: Path, mapped: Mapped = map) -> None:
        self._archive, self._folder, self._mapped = archive, folder, mapped
        self._sites: dict[int, SiteRecord] = {}  # of the crawls that have begun and not ended
        self._last: dict[int, str] = {}  # the time of their last record
        self._places: dict[
            int, tuple[int, int, int]
        ] = {}  # of the fetches that may be read as something else
        self._waiting: dict[int, Waiting] = {}
        self.pages = 0

    def take(self, path: Path) -> None:
        """All that a file holds. Raises GongkaiError where it cannot be read on: what came before stays."""
        self._places.clear()
        steps = iter(self._mapped(_read, self._steps(path)))
        while batch := list(islice(steps, BATCH)):
            with self._archive.writing():
                for read in batch:
                    if isinstance(read, Happened):
                        self._happened(read, path.name)
                    else:
                        self._exchanged(read)
        for crawl in list(self._sites):
            self._ended(crawl, "interrupted", UNFINISHED, self._last[crawl])

    def _steps(self, path: Path) -> Iterator[Task | Happened]:
        """The records of a file to be read. Each reader is handed a record's place, not its bytes."""
        definitions: dict[int, str] = {}
        for record in scan(path):
            if told := told_by(record.url, record.block):
                name, said = told
                if name == "crawl-begins":
                    definitions[said["crawl"]] = said["site"]["definition"]
                if name == "also-asked":
                    crawl, offset, length = self._places[said["fetch"]]
                    also = asked_of(said["asked"])
                    yield Task(self._folder, path.name, offset, length, definitions.get(crawl, ""), also)
                else:
                    yield Happened(name, said, record.fields.get("WARC-Date", ""))
            elif CONTEXT in record.fields and (context := context_of(record.fields[CONTEXT])) is not None:
                place = (context.crawl, record.offset, record.length)
                if context.asked.role in ("home", "step", "list"):
                    self._places[context.fetch] = place
                yield Task(self._folder, path.name, *place[1:], definitions.get(context.crawl, ""))

    def _happened(self, event: Happened, file: str) -> None:
        told = event.told
        match event.name:
            case "crawl-begins":
                site = told["site"]
                units = tuple(UnitRecord(**unit) for unit in site.pop("units"))
                record = SiteRecord(**site, units=units)
                self._sites[told["crawl"]], self._last[told["crawl"]] = record, event.when
                self._archive.save_site(record)
                self._archive.start_crawl(
                    record.id,
                    told["reason"],
                    told["software"],
                    number=told["crawl"],
                    started=event.when,
                    warc_file=file,
                )
            case "crawl-ends":
                self._ended(told["crawl"], told["outcome"], told["message"], event.when)

    def _ended(self, crawl: int, outcome: CrawlOutcome, message: str, when: str) -> None:
        for number in [n for n, waiting in self._waiting.items() if waiting.first.context.crawl == crawl]:
            self._archive.mark_fetch(number, "", "failed")  # half a document must not pass for a change of it
            del self._waiting[number]
        self._archive.finish_crawl(crawl, outcome, message, when)
        del self._sites[crawl], self._last[crawl]

    def _exchanged(self, read: Read) -> None:
        context, asked = read.context, read.asked
        self._last[context.crawl] = read.fetch.fetched
        if asked == context.asked:
            fetch = replace(read.fetch, site=self._sites[context.crawl].id)
            self._archive.save_fetch(context.crawl, fetch)
        self.pages += 1
        try:
            self._read(read)
        except GongkaiError as error:
            if error.__cause__ is not None:  # the disk or the database, rather than the page
                raise
            self._archive.mark_fetch(self._first_of(read), "", "failed")

    def _first_of(self, read: Read) -> int:
        return read.asked.part_of if read.asked.part_of is not None else read.context.fetch

    def _read(self, read: Read) -> None:
        """What an answer brings, as the spider and the stages of a crawl have it."""
        number, answer = read.context.fetch, read.answer
        if read.broken:
            self._archive.mark_fetch(number, "", "too_large" if read.broken == TOO_LARGE else "failed")
        if answer is None:
            return
        if read.asked.role == "part" and read.status == 200:
            self._part(read, answer)
            return
        if read.asked.first and answer.kind == "list" and read.status == 200:
            self._archive.save_column(number, read.asked)
        if read.asked.role == "document" and _goes_on(answer, seen := {canonical(answer.url)}):
            self._waiting[number] = Waiting(read, [answer], seen)
        else:
            self._save(read, [answer], ())

    def _part(self, read: Read, answer: Answer) -> None:
        waiting = self._waiting.get(self._first_of(read))
        if waiting is None:
            return
        waiting.answers.append(answer)
        waiting.parts.append(read.context.fetch)
        waiting.seen.add(canonical(answer.url))
        if not _goes_on(answer, waiting.seen):
            del self._waiting[waiting.first.context.fetch]
            self._save(waiting.first, waiting.answers, waiting.parts)

    def _save(self, read: Read, answers: Sequence[Answer], parts: Sequence[int]) -> None:
        answer = validated(whole(answers, read.asked))
        save(self._archive, read.context.crawl, read.context.fetch, answer, read.status, read.asked, parts)


def _goes_on(answer: Answer, seen: set[str]) -> bool:
    """Whether an article has a further part that is to be had."""
    following = answer.next_part
    return is_web_address(following) and canonical(following) not in seen and len(seen) < MAX_PARTS
