"""Was a list seen whole? Each way in which lists end, and those that only look like an end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import ListRow
from pipelines.answer import Answer, Listing
from pipelines.walk import ListPage, list_page, verdict

LIST = "http://a.test/list/"


def page(number: int, of: int, *, rows: int = 3, records: int | None = None, claims: bool = True) -> ListPage:
    """Page `number` of a list of `of` pages."""
    return ListPage(
        f"{LIST}{number}", "ok", "list", 100 + number,
        rows=tuple(f"http://a.test/{number}-{row}.html" for row in range(rows)),
        next=f"{LIST}{number + 1}" if number < of else "",
        pages=of if claims else None,
        records=records,
    )  # fmt: skip


def whole(of: int = 3, **more: object) -> list[ListPage]:
    return [page(number, of, **more) for number in range(1, of + 1)]  # type: ignore[arg-type]


def lost(number: int, outcome: str = "not_found", kind: str = "error_page") -> ListPage:
    return ListPage(f"{LIST}{number}", outcome, kind, 100 + number)  # type: ignore[arg-type]


def repeated(number: int, earlier: ListPage) -> ListPage:
    return replace(earlier, url=f"{LIST}{number}", fetch=100 + number)


CASES = {
    "all pages that are claimed": (whole(), "complete"),
    "one page that claims nothing": (whole(1, claims=False), "complete"),
    "pages without a claim, to the last": (whole(claims=False), "complete"),
    "all records that are claimed": (whole(records=9), "complete"),
    "a last page that leads to itself": ([*whole()[:2], replace(page(3, 3), next=f"{LIST}3")], "complete"),
    "a last page that leads past": ([*whole()[:2], replace(page(3, 3), next=f"{LIST}4")], "complete"),
    "a pinned row on every page": (
        [replace(one, rows=("http://a.test/pin.html", *one.rows)) for one in whole(records=10)],
        "complete",
    ),
    "a confirmed page (304)": ([replace(one, outcome="unchanged") for one in whole()], "complete"),
    "a page that is not there": ([*whole()[:2], lost(3)], "early"),
    "a page that is gone (410)": ([*whole()[:2], lost(3, "gone")], "early"),
    "a page that is an error page": ([*whole()[:2], lost(3, "soft_404")], "early"),
    "an error page that is confirmed (304)": ([*whole()[:2], lost(3, "unchanged")], "early"),
    "a page that leads home": ([*whole()[:2], lost(3, "ok", "home")], "early"),
    "a page without rows": ([*whole()[:2], lost(3, "ok", "empty")], "early"),
    "a page that does not lead on": ([page(1, 3), replace(page(2, 3), next="")], "early"),
    "more records than claimed": (whole(records=8), "complete"),
    "a record less than claimed": ([*whole(records=10, rows=4)[:2], page(3, 3, rows=1, records=10)], "early"),
    "pages that cannot hold the records": (whole(records=500), "capped"),
    "page 1 again": ([page(1, 3), repeated(2, page(1, 3))], "repeated"),
    "an earlier page again": ([page(1, 4), page(2, 4), repeated(3, page(2, 4))], "repeated"),
    "a claim that changed on the way": ([page(1, 2, records=6), page(2, 2, records=5)], "shifted"),
    "a first page that is not there": ([lost(1)], "broken"),
    "a first page without rows": ([lost(1, "ok", "empty")], "broken"),
    "a first page that is an article": ([lost(1, "ok", "report")], "broken"),
    "a page that timed out": ([*whole()[:2], lost(3, "timeout", "")], "broken"),
    "a page that failed": ([*whole()[:2], lost(3, "http_error")], "broken"),
    "a page behind a firewall": ([*whole()[:2], lost(3, "blocked", "blocked")], "broken"),
    "a page that robots.txt forbids": ([*whole()[:2], lost(3, "robots", "")], "broken"),
    "a page that is a shell": ([*whole()[:2], lost(3, "ok", "shell")], "broken"),
    "pages that nobody asked for": (whole()[:2], "cut"),
    "pages that nobody asked for, without a claim": (whole(claims=False)[:2], "cut"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_how_a_walk_ended(name):
    pages, ended = CASES[name]
    walk = verdict("c", pages)
    assert (walk.ended, walk.fetches) == (ended, tuple(page.fetch for page in pages))
    assert walk.said


@pytest.mark.parametrize("left", ["limit", "known"])
def test_a_list_that_we_left_is_not_whole_whatever_it_claims(left):
    assert verdict("c", whole()[:2], left).ended == left
    assert verdict("c", whole()[:1], left).ended == left
    assert verdict("c", [*whole()[:2], lost(3, "timeout", "")], left).ended == "broken"


def test_the_claims_stand_beside_what_was_found():
    walk = verdict("政务公开 > 通知公告", [*whole(3, records=40)[:2], lost(3)])
    assert (walk.column, walk.list_url) == ("政务公开 > 通知公告", f"{LIST}1")
    assert (walk.pages_walked, walk.pages_claimed) == (2, 3)
    assert (walk.rows_found, walk.records_claimed) == (6, 40)
    assert walk.said == "page 3 is not there (not_found)"


def test_a_row_that_is_listed_twice_is_found_once():
    pages = [
        page(1, 2, records=6),
        replace(page(2, 2, records=6), rows=(*page(1, 2).rows[:2], "http://a.test/z")),
    ]
    assert verdict("c", pages).rows_found == 4
    assert verdict("c", pages).ended == "early"


def test_a_page_is_made_of_the_answer_it_was_read_as():
    rows = (ListRow("HTTP://a.test:80/x.html", "题"), ListRow("http://a.test/y.html", "题"))
    answer = Answer(LIST, kind="list", listing=Listing(rows, f"{LIST}2", 2, 30))
    assert list_page(answer, "ok", 7) == ListPage(
        LIST, "ok", "list", 7, ("http://a.test/x.html", "http://a.test/y.html"), f"{LIST}2", 2, 30
    )
    assert list_page(Answer(LIST, kind="blocked"), "blocked", 7) == ListPage(LIST, "blocked", "blocked", 7)


def test_a_walk_without_a_page_is_none():
    with pytest.raises(ValueError, match="at least the page it began with"):
        verdict("c", [])
