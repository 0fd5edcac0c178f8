"""The verdict on a walk of a list: was it seen whole? A pure function of the list's pages as they were read.

Lists go wrong in ways that look like an end: they claim more pages than there are, answer a page that is not
there with page 1 or an error, stop at a cap, or lose their script. An archive that takes such a list for
whole calls everything else deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.records import Outcome
from archive.urls import canonical
from archive.walks import Ended, Walk
from pipelines.answer import Answer

Left = Literal["", "limit", "known"]
"""Why we left a list that goes on: it did not, or nobody said; the limit of pages; all was known."""

_NOT_THERE = frozenset({"not_found", "gone", "soft_404"})
_NOTHING = frozenset({"empty", "home", "error_page"})


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list as it was read. `rows` are the canonical addresses it shows, `next` is where it goes
    on (empty on the last), `pages` and `records` are its claims; `fetch` is its capture."""

    url: str
    outcome: Outcome | Literal["unchanged"]
    kind: str
    fetch: int
    rows: tuple[str, ...] = ()
    next: str = ""
    pages: int | None = None
    records: int | None = None

    @property
    def is_list(self) -> bool:
        """Whether it answered with rows."""
        return self.outcome in ("ok", "unchanged") and self.kind == "list" and bool(self.rows)


def list_page(answer: Answer, outcome: Outcome | Literal["unchanged"], fetch: int, url: str = "") -> ListPage:
    """A page of a list, from the answer that it was read as; `url`: as asked, where it was redirected."""
    listing = answer.listing
    if listing is None:
        return ListPage(url or answer.url, outcome, answer.kind, fetch)
    rows = tuple(canonical(row.url) for row in listing.rows)
    claims = (listing.next, listing.pages, listing.records)
    return ListPage(url or answer.url, outcome, answer.kind, fetch, rows, *claims)


def verdict(column: str, pages: Sequence[ListPage], left: Left = "") -> Walk:
    """How a walk ended, of all pages of one column's list that a crawl asked for, in order.

    The page that ended it is among them: the one that failed, was not there or repeated an earlier one.
    `left` says why we did not follow a list that goes on. Raises ValueError for no pages.
    """
    if not pages:
        raise ValueError("a walk has at least the page it began with")
    read = _read(pages)
    ended, said = _end(pages, read, left)
    found = {row for page in read for row in page.rows}
    return Walk(
        column=column,
        list_url=canonical(pages[0].url),
        ended=ended,
        pages_walked=len(read),
        pages_claimed=_most(page.pages for page in read),
        rows_found=len(found),
        records_claimed=_most(page.records for page in read),
        fetches=tuple(page.fetch for page in pages),
        said=said,
    )


def _read(pages: Sequence[ListPage]) -> list[ListPage]:
    """The pages that showed rows which no earlier page had shown in this order."""
    shown: dict[tuple[str, ...], ListPage] = {}
    for page in pages:
        if page.is_list:
            shown.setdefault(page.rows, page)
    return list(shown.values())


def _end(pages: Sequence[ListPage], read: Sequence[ListPage], left: Left) -> tuple[Ended, str]:
    for number, page in enumerate(pages, start=1):
        if not page.is_list:
            return _stopped_at(page, number)
    if len(read) < len(pages):
        return "repeated", f"page {len(read) + 1} shows the rows of an earlier page"
    if left == "limit":
        return "limit", f"left after {len(read)} pages, the limit"
    if left == "known":
        return "known", f"left after {len(read)} pages: everything on the last one was known"
    return _against_claims(read)


def _stopped_at(page: ListPage, number: int) -> tuple[Ended, str]:
    """A page that showed no rows: a later one that is not there ends the list early, any other breaks it."""
    answered = page.outcome in ("ok", "unchanged")
    what = page.kind or "nothing" if answered else page.outcome
    if number > 1 and (page.outcome in _NOT_THERE or (answered and page.kind in _NOTHING)):
        return "early", f"page {number} is not there ({what})"
    return "broken", f"page {number} is no list ({what})"


def _against_claims(read: Sequence[ListPage]) -> tuple[Ended, str]:
    """Every page that was asked for was a list of its own: is that all that the list claims?"""
    claimed, records = {page.pages for page in read}, {page.records for page in read}
    pages, rows = _most(claimed), _most(records)
    found = len({row for page in read for row in page.rows})
    if len(claimed - {None}) > 1 or len(records - {None}) > 1:
        return "shifted", "the list's claims changed while it was walked"
    if pages is not None and len(read) < pages:
        if read[-1].next:
            return "cut", f"{len(read)} of {pages} pages"
        return "early", f"page {len(read)} of {pages} leads nowhere"
    # A last page that leads on to one that was walked, or past what it claims, is still the last.
    follows = canonical(read[-1].next) if read[-1].next else ""
    if pages is None and follows and follows not in {canonical(page.url) for page in read}:
        return "cut", f"{len(read)} pages, and the last one leads on"
    if rows is not None and found < rows:
        largest = max(len(page.rows) for page in read)
        if pages is not None and pages * largest < rows:
            return "capped", f"{pages} pages of {largest} cannot hold {rows} records"
        return "early", f"{found} of {rows} records"
    return "complete", f"{len(read)} pages, {found} records" + ("" if rows is None else f" of {rows}")


def _most(claims: Iterable[int | None]) -> int | None:
    """The largest of the claims; None where none was made."""
    made = [claim for claim in claims if claim is not None]
    return max(made, default=None)
