"""How a page is read, given what it was asked for: the same for a crawl and for the archive made again."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.journal import Asked
from archive.records import Kind
from archive.urls import is_web_address
from pipelines.answer import Answer, Page
from pipelines.dom import parse
from pipelines.extract import extract
from pipelines.files import content_digest
from pipelines.listing import read_listing
from pipelines.platforms import PLATFORMS
from pipelines.site import Column, Site

EMPTY_ROLES: dict[str, Kind] = {"step": "list", "attachment": "attachment"}
"""What is reached as one of these is never kept as a document; it counts as this instead."""


_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|div|p)\b", re.IGNORECASE)

NOWHERE = "rows lead nowhere"
"""The end of the warning about a list's rows whose addresses are none."""


def column_of(asked: Asked) -> Column | None:
    """The column of the site file that an address was found in; None where it was in none."""
    if not (asked.column or asked.column_url or asked.genre):
        return None
    return Column(asked.column, asked.column_url, asked.genre)


def read_as(page: Page, asked: Asked, site: Site | None) -> Answer:
    """The answer of a page for what it was asked for. Like `extract`, it raises nothing for any bytes."""
    answer = extract(page, site, asked.row)
    if answer.kind == "attachment" or (asked.role == "attachment" and _is_text_file(page)):
        return Answer(
            answer.url, kind="attachment", content_digest=content_digest(page.body), warnings=answer.warnings
        )
    if asked.role == "list":
        return _as_list(page, answer, site)
    if asked.role == "part" and page.status not in (None, 200):
        return no_document(answer, "error_page")
    if asked.role in EMPTY_ROLES:
        return no_document(answer, EMPTY_ROLES[asked.role])
    return answer


def _is_text_file(page: Page) -> bool:
    """Whether what a document links to as a file is one, though its bytes are text (.txt, .csv, .rtf): the
    server calls it no page, and it has no markup of one."""
    said_page = "html" in page.header("content-type").lower()
    return (
        page.status in (None, 200)
        and bool(page.body.strip())
        and not (said_page or _MARKUP.search(page.body[:4096]))
    )


def no_document(answer: Answer, kind: Kind) -> Answer:
    """An answer that is no document, for what that is not kept as one."""
    return Answer(answer.url, kind=kind) if answer.kind == "report" else answer


def _as_list(page: Page, answer: Answer, site: Site | None) -> Answer:
    """A page asked for as a list: its rows that lead anywhere; no document where it is none."""
    answer = _by_the_site_file(page, answer, site)
    listing = answer.listing
    if answer.kind != "list" or listing is None or page.status not in (None, 200):
        return no_document(answer, "empty")
    rows = tuple(row for row in listing.rows if is_web_address(row.url))
    if not (nowhere := len(listing.rows) - len(rows)):
        return answer
    told = (*answer.warnings, f"{nowhere} {NOWHERE}")
    return replace(answer, listing=replace(listing, rows=rows), warnings=told)


def _by_the_site_file(page: Page, answer: Answer, site: Site | None) -> Answer:
    """The site file says that a list is here: where the page reads as something else and yet has rows and
    says how it is paged, the site file's word stands."""
    if site is None or answer.kind not in ("report", "home", "empty"):
        return answer
    listing = read_listing(parse(page), site, PLATFORMS.get(site.platform))
    if not listing.rows or not (listing.next or listing.pages or site.list.rows):
        return answer
    return Answer(answer.url, kind="list", listing=listing, encoding=answer.encoding)
