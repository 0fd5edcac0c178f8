"""The stages of a crawl as Scrapy item pipelines: extract, validate, save. Each calls one plain function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from archive.journal import Asked
from archive.records import Evidence
from archive.store import Archive, Saved
from pipelines.answer import Answer, Page, Ready
from pipelines.extract import join
from pipelines.genre import OTHER
from pipelines.keep import keep
from pipelines.reading import column_of, read_as
from pipelines.site import Column, Site

if TYPE_CHECKING:  # who reads captures in a process of its own needs no Scrapy, which takes half a second
    from scrapy.crawler import Crawler

MAX_PARTS = 200
"""Parts of one article that are joined at most."""
SHORT = 30
"""Characters below which a document is suspiciously short: a title and a signature are longer."""


@dataclass
class Fetched:
    """What the spider hands on: a page, or the parts of one, and how far it has been read.

    `fetch_id` is the row of the first part, `part_ids` those of the others; `answers` are the spider's
    readings of the pages in order (it reads to know where to go), `answer` is what they make together;
    `asked`: what the page was asked for.
    """

    site: Site
    crawl: int
    fetch_id: int
    pages: tuple[Page, ...]
    answers: tuple[Answer, ...] = ()
    answer: Answer | None = None
    asked: Asked = field(default_factory=Asked)
    part_ids: tuple[int, ...] = ()


class Spider(Protocol):
    """What the last stage needs of a spider: where to save, and someone to tell."""

    archive: Archive

    def saved(self, change: str) -> None: ...


class ExtractPipeline:
    """Makes one answer of the pages."""

    def process_item(self, item: Fetched) -> Fetched:
        answers = item.answers or tuple(read_as(page, item.asked, item.site) for page in item.pages)
        item.answer = whole(answers, item.asked)
        return item


class ValidatePipeline:
    """Keeps what is odd about a document beside it; nothing is thrown away for being odd."""

    def process_item(self, item: Fetched) -> Fetched:
        if item.answer is not None:
            item.answer = validated(item.answer)
        return item


class SavePipeline:
    """Saves the document, the list or the verdict, in one transaction."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SavePipeline:
        return cls(crawler)

    def process_item(self, item: Fetched) -> Fetched:
        spider: Any = self._crawler.spider
        assert item.answer is not None
        saved = save(
            spider.archive,
            item.crawl,
            item.fetch_id,
            item.answer,
            item.pages[0].status,
            item.asked,
            item.part_ids,
        )
        if saved is not None:
            spider.saved(saved.change)
        return item


def whole(answers: Sequence[Answer], asked: Asked) -> Answer:
    """The parts of a page as one answer, with what its column tells of it."""
    answer = join(answers) if len(answers) > 1 else answers[0]
    if isinstance(answer, Ready):
        return answer
    return with_genre(answer, column_of(asked))


def validated(answer: Answer) -> Answer:
    """An answer with what is odd about it among its warnings."""
    found = [] if isinstance(answer, Ready) else problems(answer)
    return replace(answer, warnings=(*answer.warnings, *found)) if found else answer


def save(
    archive: Archive,
    crawl: int,
    fetch: int,
    answer: Answer,
    status: int | None,
    asked: Asked,
    parts: Sequence[int] = (),
) -> Saved | None:
    """Keep an answer; the fetches of an article's further parts are marked as what they are."""
    saved = keep(archive, crawl, fetch, answer, status, asked)
    for part in parts if saved is not None else ():
        archive.mark_fetch(part, "report")
    return saved


def problems(answer: Answer) -> list[str]:
    """What is odd about a document, in words; nothing for any other kind of page."""
    if answer.kind != "report":
        return []
    found = []
    if not answer.title.strip():
        found.append("no title found")
    if not answer.text.strip():
        found.append("no text found" + (", only attachments" if answer.attachments else ""))
    elif len(answer.text) < SHORT:
        found.append(f"only {len(answer.text)} characters of text")
    if "\N{REPLACEMENT CHARACTER}" in answer.text:
        found.append("undecodable bytes in the text")
    return found


def with_genre(answer: Answer, column: Column | None) -> Answer:
    """The genre 文种 of the column where the page itself tells none: the site definition is the evidence."""
    if column is None or not column.genre or answer.kind != "report":
        return answer
    if answer.metadata.get("genre", OTHER) != OTHER:
        return answer
    told = Evidence("genre", column.genre, column.genre, f"column {column.path or column.url}", "site_column")
    return replace(
        answer,
        metadata={**answer.metadata, "genre": column.genre},
        evidence=(
            *(replace(e, chosen=False) if e.field == "genre" else e for e in answer.evidence),
            told,
        ),
    )
