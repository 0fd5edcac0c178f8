# ruff: noqa: E501  (markup is easier to check on one line)
"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

Which rows are a list, where it goes on, and which family a page is of.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import FULL, H1, ps
from rule_readers import read

from archive.records import ListRow
from pipelines.answer import Listing, Page
from pipelines.dom import parse
from pipelines.extract import extract
from pipelines.platforms import platform_of
from pipelines.rows import read_rows

# Where a list goes on

_ROWS = "".join(
    f'<li><a href="/a/{day}.html">关于做好第{day}项工作有关事项的通知</a><span>2024-01-{day}</span></li>'
    for day in range(10, 25)
)
LIST = "http://www.example.gov.cn/zwgk/tzgg/"


def listed(pager: str, url: str = LIST) -> Listing:
    markup = f"<html><title>通知公告</title><body><ul>{_ROWS}</ul><div>{pager}</div></body></html>"
    listing = extract(Page(url, markup.encode())).listing
    assert listing is not None and len(listing.rows) == 15
    return listing


def rows(path: str, count: int, day: str = "<b>2024-01-{}</b>") -> str:
    """Items of a list, whose addresses begin with a path."""
    said = "<li><a href=/{}/{}.html>关于做好第{}项工作有关事项的通知{}</a>{}</li>"
    return "".join(said.format(path, n, n, path, day.format(n)) for n in range(10, 10 + count))


def paths(markup: str) -> list[str]:
    """Where the rows of a page's list lead: the beginnings of their paths."""
    markup = f"<html><title>通知公告</title><body>{markup}</body></html>"
    listing = extract(Page(LIST, markup.encode())).listing
    assert listing is not None
    return [row.url.split("/")[3] for row in listing.rows]


@pytest.mark.parametrize("pager", rules.BESIDE_A_LIST)
def test_the_list_beside_the_paging_is_the_pages_own(pager: str) -> None:
    news = f"<div class=x><div><ul>{rows('news', 12)}</ul></div></div>"
    own = f"<div class=y><div><ul class=q>{rows('own', 10)}</ul><div>{{}}</div></div></div>"
    assert paths(news + own.format(pager)) == ["own"] * 10
    assert paths(news + own.format("")) == ["news"] * 12


@pytest.mark.parametrize("name", rules.NO_LISTS_IN)
def test_links_in_furniture_are_no_list(name: str) -> None:
    for day in ("<b>2024-01-{}</b>", ""):
        own = f"<div class=y><ul class=q>{rows('own', 8, day)}</ul></div>"
        assert (
            paths(f"<div class=x><div {name}><ul>{rows('other', 12, day)}</ul></div></div>{own}")
            == ["own"] * 8
        )
        assert (
            paths(f"<div class=x><div class=k><ul>{rows('other', 12, day)}</ul></div></div>{own}")
            == ["other"] * 12
        )


@pytest.mark.parametrize("address", rules.DEAD_LINKS)
def test_links_that_lead_nowhere_are_no_rows(address: str) -> None:
    other = "".join(
        f'<li><a href="{address}">关于做好第{n}项工作有关事项的通知</a><b>2024-01-{n}</b></li>'
        for n in range(10, 25)
    )
    own = f"<div class=y><ul class=q>{rows('own', 8)}</ul></div>"
    assert paths(f"<div class=x><ul>{other}</ul></div>{own}") == ["own"] * 8


def dated(markup: str) -> list[ListRow]:
    """The rows of a page that may be no list."""
    markup = f"<html><title>通知公告</title><body>{markup}</body></html>"
    return list(read_rows(parse(Page(LIST, markup.encode()))))


def items(tag: str, numbers: range, more: str = "") -> str:
    """Rows with a date, in a tag of their own, and what else they say."""
    said = "<a href=/own/{0}.html>关于做好第{0}项工作有关事项的通知</a>{1}<b>2024-01-{0}</b>"
    return "".join(f"<{tag}>{said.format(n, more)}</{tag}>" for n in numbers)


@pytest.mark.parametrize(("around", "tag"), rules.ROWS_IN.items())
def test_a_year_of_a_single_row_is_not_that_row(around: str, tag: str) -> None:
    """Taken for the row, its box would stand in another place than the other rows, and its date be lost."""
    closing = "".join(f"</{name}>" for name in reversed(around.strip("<>").split("><")))
    years = (range(10, 16), range(16, 17), range(17, 20))
    markup = "".join(
        f"<div class=y><h3>{2024 - n}</h3>{around}{items(tag, of)}{closing}</div>"
        for n, of in enumerate(years)
    )
    found = dated(f"<div class=q>{markup}</div>")
    assert [row.date for row in found] == [f"2024-01-{n}" for n in range(10, 20)]


def test_what_a_page_says_beside_its_only_row_is_not_of_it() -> None:
    row = items("p", range(12, 13))
    assert [r.issuer for r in dated(f"<div>{row}</div><div><p>发布机构：清溪镇</p></div>")] == [""]
    assert [r.issuer for r in dated(items("p", range(12, 13), "<b>发布机构：清溪镇</b>"))] == ["清溪镇"]


def test_a_row_may_be_a_card_that_is_all_one_link() -> None:
    """Its title is the part that the link's own title names, and its labels are read though links have none."""
    title = "关于做好本季度工作有关事项的通知"
    card = f"<div><h4>{title}</h4><p>2024-01-{{0}}<span>发布机构：清溪镇</span></p></div>"
    cards = "".join(f"<a href=/{n}.html title={title}>{card.format(n)}</a>" for n in range(10, 18))
    found = dated(f"<div>{cards}</div>")
    assert [(r.title, r.date, r.issuer) for r in found] == [
        (title, f"2024-01-{n}", "清溪镇") for n in range(10, 18)
    ]


@pytest.mark.parametrize("day", rules.SHORT_DATES)
def test_rows_are_dated_by_a_day_without_its_year(day: str) -> None:
    other = f"<div class=x><ul>{rows('other', 12, '')}</ul></div>"
    assert (
        paths(f"{other}<div class=y><ul class=q>{rows('own', 8, f'<b>{day}</b>')}</ul></div>") == ["own"] * 8
    )


@pytest.mark.parametrize("day", rules.NO_DATES_OF_ROWS)
def test_what_is_offered_beside_a_row_is_not_its_date(day: str) -> None:
    markup = f"<html><title>通知公告</title><body><ul>{rows('own', 12, day)}</ul></body></html>"
    listing = extract(Page(LIST, markup.encode())).listing
    assert listing is not None and [row.date for row in listing.rows] == [""] * 12


@pytest.mark.parametrize(("markup", "address", "family"), rules.FAMILIES)
def test_a_family_is_known_by_one_mark(markup: str, address: str, family: str) -> None:
    page = Page(address, f"<html><body><p>云溪</p>{markup}</body></html>".encode())
    found = platform_of(parse(page))
    assert found is not None and found.id == family


@pytest.mark.parametrize(("mark", "wrapper"), rules.FAMILIES_WRAPPERS)
def test_all_that_a_familys_own_container_holds_is_the_text(mark: str, wrapper: str) -> None:
    """A part of it may have been pasted with the container of another family's editor."""
    inside = f"{ps(FULL[:3])}<div class=v_news_content>{ps(FULL[3:])}</div>"
    answer = read(f"{mark}{H1}<div {wrapper}>{inside}</div>", url="http://www.example.gov.cn/x/1.html")
    assert answer.text.splitlines() == FULL


@pytest.mark.parametrize("record", rules.RECORDS)
def test_a_record_is_read_whole_whatever_it_was_cut_out_of(record: str) -> None:
    records = "".join(f"<record><![CDATA[{record.format(n)}]]></record>" for n in range(10, 20))
    store = f"<script type=text/xml><datastore><recordset>{records}</recordset></datastore></script>"
    markup = f"<html><title>通知公告</title><body><p>云溪县</p>{store}</body></html>"
    listing = extract(Page("http://www.example.gov.cn/col/col12/index.html", markup.encode())).listing
    assert listing is not None
    assert [(row.date, row.issuer) for row in listing.rows] == [
        (f"2024-01-{n}", "清溪镇") for n in range(10, 20)
    ]


@pytest.mark.parametrize("said", rules.NO_ROWS)
def test_a_link_to_more_is_no_row_of_a_list(said: str) -> None:
    row = f"<li><a href=/more.html>{said}</a></li>"
    markup = f"<html><title>通知公告</title><body><ul>{_ROWS}{row}</ul></body></html>"
    listing = extract(Page(LIST, markup.encode())).listing
    assert listing is not None and len(listing.rows) == 15
    other = extract(Page(LIST, markup.replace(said, "关于另一事项的意见").encode())).listing
    assert other is not None and len(other.rows) == 16


@pytest.mark.parametrize("said", rules.NEXT_PAGES)
def test_a_list_goes_on_where_its_link_says(said: str) -> None:
    shown = said.replace(">", "&gt;")
    assert listed(f"<a href=a.html>1</a> <a href=b.html>{shown}</a>").next == f"{LIST}b.html"


@pytest.mark.parametrize("said", rules.LAST_PAGES)
def test_the_last_page_is_counted_where_its_link_leads_to_its_number(said: str) -> None:
    pager = f"<a href=a.html>1</a> <a href=b.html>2</a> <a href=c.html>3</a> <a href=b.html>下一页</a> <a href=c.html>{said}</a>"
    assert listed(pager).pages == 3


@pytest.mark.parametrize("name", rules.CURRENT_PAGES)
def test_the_current_page_is_known_by_its_class(name: str) -> None:
    pager = f'<a href=a.html>1</a> <a href=b.html class="{name}">2</a> <a href=c.html>3</a>'
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize("shown", rules.CURRENT_IN)
def test_the_current_page_is_the_number_that_leads_nowhere(shown: str) -> None:
    pager = f"<a href=a.html>1</a> {shown.format(2)} <a href=c.html>3</a> <a href=d.html>4</a>"
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize(("said", "pages", "records"), [(k, *v) for k, v in rules.COUNTS.items()])
def test_a_list_counts_its_pages_and_rows(said: str, pages: int | None, records: int | None) -> None:
    linked = f"{said} <a href=b.html>2</a> <a href=b.html>下一页</a>"
    for pager in (said, linked) if "共" in said else (linked,):
        listing = listed(pager)
        assert (listing.pages, listing.records) == (pages, records)


@pytest.mark.parametrize(("name", "following"), rules.PART_CALLS.items())
def test_the_call_that_pages_an_article_names_its_next_part(name: str, following: str) -> None:
    url = f"http://www.example.gov.cn/a/{name}.html"
    call = f'<script>createPageHTML(3, 0, "{name}", "html");</script>'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>{call}", url=url)
    assert answer.next_part == f"http://www.example.gov.cn/a/{following}"


def test_a_call_in_a_comment_is_none() -> None:
    call = '<script>var a = 1; // createPageHTML(9, 0, name, kind)\ncreatePageHTML(3, 0, "index", "html");</script>'
    assert listed(f"<div class=CurrChnlCls></div>{call}").pages == 3
