"""The stages of a crawl as Scrapy item pipelines: extract, validate, save. Each calls one plain function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from scrapy.crawler import Crawler

from archive.records import Evidence
from archive.store import Archive
from pipelines.answer import Answer, Page
from pipelines.extract import extract, join
from pipelines.genre import OTHER
from pipelines.keep import keep
from pipelines.site import Column, Site

SHORT = 30
"""Characters below which a document is suspiciously short: a title and a signature are longer."""


@dataclass
class Fetched:
    """What the spider hands on: a page, or the parts of one, and how far it has been read.

    `fetch_id` is the row of the first part, `part_ids` those of the others; `answers` are the spider's
    readings of the pages in order (it reads to know where to go), `answer` is what they make together.
    """

    site: Site
    crawl: int
    fetch_id: int
    pages: tuple[Page, ...]
    answers: tuple[Answer, ...] = ()
    answer: Answer | None = None
    column: Column | None = None
    part_ids: tuple[int, ...] = ()


class Spider(Protocol):
    """What the last stage needs of a spider: where to save, and someone to tell."""

    archive: Archive

    def saved(self, change: str) -> None: ...


class ExtractPipeline:
    """Makes one answer of the pages."""

    def process_item(self, item: Fetched) -> Fetched:
        answers = item.answers or tuple(extract(page, item.site) for page in item.pages)
        answer = join(answers) if len(answers) > 1 else answers[0]
        item.answer = with_genre(answer, item.column)
        return item


class ValidatePipeline:
    """Keeps what is odd about a document beside it; nothing is thrown away for being odd."""

    def process_item(self, item: Fetched) -> Fetched:
        if item.answer is not None and (found := problems(item.answer)):
            item.answer = replace(item.answer, warnings=(*item.answer.warnings, *found))
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
        saved = keep(spider.archive, item.crawl, item.fetch_id, item.answer, item.pages[0].status)
        if saved is not None:
            for part in item.part_ids:
                spider.archive.mark_fetch(part, "report")
            spider.saved(saved.change)
        return item


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
