"""The archive made again from its captures: each record is read as it was read when it was captured.

A crawl and its replay are two ways through the same functions (`pipelines.reading`, `pipelines.stages`), so
both give the same rows, numbers included. Saved pages are ingested by the replay of what was captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from archive.chain import entry_of, remember
from archive.errors import GongkaiError
from archive.journal import CONTEXT, Context, asked_of, context_of, told_by
from archive.records import SiteRecord, UnitRecord
from archive.scanning import scan
from archive.store import Archive, CrawlOutcome
from archive.urls import canonical, is_web_address
from archive.walks import Walk
from pipelines.answer import Answer
from pipelines.recorded import TOO_LARGE, Read, Task, read_task
from pipelines.stages import MAX_PARTS, save, validated, whole

BATCH = 200
"""Records put into one transaction."""
UNREADABLE = "unreadable"
FILE_ENDS = "file-ends"
UNFINISHED = "the crawl was cut off: nothing says how it ended"
"""The message of a crawl whose record of its end is missing."""


@dataclass(frozen=True)
class Happened:
    """Something that is no exchange: its name, what it tells, and when (UTC)."""

    name: str
    told: dict[str, Any]
    when: str = ""
    file: str = ""  # the WARC that says so


Step = Task | Happened
Said = Read | Happened
Mapped = Callable[[Callable[[Step], Said], Iterable[Step]], Iterable[Said]]


def _read(step: Step) -> Said:
    if not isinstance(step, Task):
        return step
    try:
        return read_task(step)
    except GongkaiError as error:
        return Happened(UNREADABLE, {"said": str(error)})


@dataclass
class Waiting:
    """An article whose further parts are still to come."""

    first: Read
    answers: list[Answer]
    seen: set[str]
    parts: list[int] = field(default_factory=list)


class Replay:
    """Puts the records of our own WARC files into an archive, in their order.

    `mapped(function, steps)` reads the records, in their order: `map`, or a pool's `imap`. `missing_only`:
    the archive has some of them already, and those stay as they are.
    """

    def __init__(
        self, archive: Archive, folder: Path, mapped: Mapped = map, *, missing_only: bool = False
    ) -> None:
        self._archive, self._folder, self._mapped = archive, folder, mapped
        self._missing_only = missing_only
        self._sites: dict[int, SiteRecord] = {}  # of the crawls that have begun and not ended
        self._last: dict[int, str] = {}  # the time of their last record
        self._waiting: dict[int, Waiting] = {}
        self._expected: dict[str, int] = {}  # of saved articles: the address of the next part, and the first
        self.pages = 0
        self.problems: list[str] = []

    def take(self, *paths: Path, done: Callable[[], None] = lambda: None) -> None:
        """All that files hold, in their order; what cannot be read of them is told in `problems`.

        `done` is called after each file. The next one is read while the end of it is put into the archive.
        """
        steps = iter(self._mapped(_read, chain.from_iterable(map(self._steps, paths))))
        while batch := list(islice(steps, BATCH)):
            with self._archive.writing():
                for read in batch:
                    if not isinstance(read, Happened):
                        self.exchanged(read)
                    elif read.name == FILE_ENDS:
                        self._cut_off()
                        done()
                    else:
                        self.happened(read, read.file)

    def _cut_off(self) -> None:
        """A file has ended, and with it what it does not say the end of."""
        for crawl in list(self._sites):
            self._ended(crawl, "interrupted", UNFINISHED, self._last[crawl])

    def _steps(self, path: Path) -> Iterator[Step]:
        """The records of a file to be read. Each reader is handed a record's place, not its bytes."""
        try:
            yield from self._steps_in(path)
        except GongkaiError as error:
            yield Happened(UNREADABLE, {"said": str(error)})
        yield Happened(FILE_ENDS, {})

    def _steps_in(self, path: Path) -> Iterator[Step]:
        definitions: dict[int, str] = {}
        places: dict[int, tuple[int, int, int]] = {}  # of what may be read as something else as well
        for record in scan(path):
            if told := told_by(record.url, record.block):
                name, said = told
                if name == "crawl-begins":
                    definitions[said["crawl"]] = said["site"]["definition"]
                if name == "also-asked":
                    crawl, offset, length = places[said["fetch"]]
                    also = asked_of(said["asked"])
                    yield Task(self._folder, path.name, offset, length, definitions[crawl], also)
                elif name == "ingested":
                    yield ingested(self._folder, said, definitions[said["crawl"]])
                else:
                    yield Happened(name, said, record.fields.get("WARC-Date", ""), path.name)
            elif CONTEXT in record.fields and (context := context_of(record.fields[CONTEXT])) is not None:
                place = (context.crawl, record.offset, record.length)
                if context.asked.role in ("home", "step", "list"):
                    places[context.fetch] = place
                if self._missing_only and self._archive.is_read(context.fetch, context.asked):
                    self._seen(context.crawl, record.fields.get("WARC-Date", ""))
                    continue
                yield Task(self._folder, path.name, *place[1:], definitions[context.crawl])

    def happened(self, event: Happened, file: str) -> None:
        """A crawl begins or ends; `file` is the WARC that says so."""
        told = event.told
        match event.name:
            case "crawl-begins":
                site = told["site"]
                units = tuple(UnitRecord(**unit) for unit in site["units"])
                record = SiteRecord(**{**site, "units": units})
                self._sites[told["crawl"]] = record
                self._seen(told["crawl"], event.when)
                self._archive.save_site(record)
                if self._missing_only and self._archive.has("crawls", told["crawl"]):
                    return
                self._archive.start_crawl(
                    record.id,
                    told["reason"],
                    told["software"],
                    number=told["crawl"],
                    started=event.when,
                    warc_file=file,
                    slot=told.get("slot"),
                )
            case "walk-ends":
                self._archive.save_walk(told["crawl"], Walk(**told["walk"]))
            case "crawl-ends":
                self._ended(told["crawl"], told["outcome"], told["message"], event.when)
            case "chain":
                with suppress(ValueError):  # a damaged one is `gongkai verify`'s to tell
                    remember(self._archive.db, entry_of(told))
            case "unreadable":
                self.problems.append(told["said"])

    def _seen(self, crawl: int, when: str) -> None:
        self._last[crawl] = max(self._last.get(crawl, ""), when)

    def _ended(self, crawl: int, outcome: CrawlOutcome, message: str, when: str) -> None:
        for number in [n for n, waiting in self._waiting.items() if waiting.first.context.crawl == crawl]:
            self._finish(number)  # what came of it is all there is: `keep` tells half from whole
        self._archive.finish_crawl(crawl, outcome, message, when)
        del self._sites[crawl], self._last[crawl]

    def expected(self) -> list[str]:
        """The parts that are still to come of saved articles, as their addresses are printed."""
        return [w.answers[-1].next_part for w in self._waiting.values() if w.first.asked.role == "saved"]

    def exchanged(self, read: Read) -> None:
        """A record of a crawl that has begun, and what it brings."""
        context, asked = read.context, read.asked
        self._seen(context.crawl, read.fetch.fetched)
        if asked == context.asked and not (
            self._missing_only and self._archive.has("fetches", context.fetch)
        ):
            fetch = replace(read.fetch, site=self._sites[context.crawl].id)
            if fetch.revisit_of is not None and not self._archive.has("fetches", fetch.revisit_of):
                fetch = replace(fetch, revisit_of=None)  # its capture is damaged, and named in `problems`
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
        if read.asked.role == "saved":
            self._saved(read, answer)
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
        if answer.kind != "report":
            self._save(read, [answer], ())
            self._finish(waiting.first.context.fetch)
            return
        waiting.answers.append(answer)
        waiting.parts.append(read.context.fetch)
        waiting.seen.add(canonical(answer.url))
        if not _goes_on(answer, waiting.seen):
            self._finish(waiting.first.context.fetch)

    def _saved(self, read: Read, answer: Answer) -> None:
        """A page that somebody else saved: nothing but its address tells that it is a part of an article."""
        first = self._expected.pop(canonical(answer.url), None)
        if first not in self._waiting:
            first = None
        number = read.context.fetch
        if first is not None and answer.kind == "report":
            waiting = self._waiting[first]
            waiting.answers.append(answer)
            waiting.parts.append(number)
        else:
            if first is not None:
                self._finish(first)
            first, waiting = number, Waiting(read, [answer], set())
            self._waiting[number] = waiting
        waiting.seen.add(canonical(answer.url))
        if answer.kind == "report" and _goes_on(answer, waiting.seen):
            self._expected[canonical(answer.next_part)] = first
        else:
            self._finish(first)

    def _finish(self, first: int) -> None:
        """Save an article with the parts that came."""
        waiting = self._waiting.pop(first)
        self._save(waiting.first, waiting.answers, waiting.parts)

    def _save(self, read: Read, answers: Sequence[Answer], parts: Sequence[int]) -> None:
        answer = validated(whole(answers, read.asked))
        save(self._archive, read.context.crawl, read.context.fetch, answer, read.status, read.asked, parts)


def _goes_on(answer: Answer, seen: set[str]) -> bool:
    """Whether an article has a further part that is to be had."""
    following = answer.next_part
    return is_web_address(following) and canonical(following) not in seen and len(seen) < MAX_PARTS


def ingested(folder: Path, told: dict[str, Any], definition: str) -> Task:
    """The record of somebody else's WARC that an event says was ingested."""
    context = Context(told["crawl"], told["fetch"], asked_of(told["asked"]))
    place = (told["file"], told["offset"], told["length"])
    return Task(folder, *place, definition, ingested=context)
