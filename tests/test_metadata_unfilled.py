"""Values and titles that a template, a database or a person never filled in; the pages are invented."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import PROSE, values

from pipelines.answer import Page
from pipelines.dates import field_date
from pipelines.extract import extract

DOCUMENT = "耘政办发〔2024〕7号"
TITLE = "耘溪区人民政府办公室关于印发农村供水管理办法的通知"
TABLE = f"""<table><tr><td>索引号</td><td>640999001/2024-00007</td><td>文号</td><td>{DOCUMENT}</td></tr>
    <tr><td>发布机构</td><td>耘溪区人民政府办公室</td><td></td><td></td></tr></table>"""


def printed(body, head=""):
    """What the page prints: without what we derive from it."""
    return {field: value for field, value in values(body, head).items() if field != "genre"}


def title_of(head):
    """The title of a page with a headline and the head given."""
    source = f"<html><head>{head}</head><body><h1>{TITLE}</h1><div class='TRS_Editor'><p>{PROSE}</p></div></body></html>"
    return extract(Page("http://a.test/zwgk/202401/t20240118_5.html", source.encode())).title


@pytest.mark.parametrize("value", ["0", "#fwzh1#", "[!--wh1--]"])
def test_a_placeholder_or_a_template_is_no_number(value):
    assert "document_number" not in printed(TABLE.replace(DOCUMENT, value))


@pytest.mark.parametrize("source", ["暂无来源", "{source}", "[!--befrom--]", "ContentSource", "请填写来源"])
def test_a_tag_that_was_never_filled_in_is_empty(source):
    assert printed("", f'<meta name="ContentSource" content="{source}">') == {}


@pytest.mark.parametrize(
    ("printed_date", "value", "precision"),
    [
        ("2024-01-17 至 2024-03-17", "", ""),
        ("2024年1月17日—2024年3月17日", "", ""),
        ("2024-01-17 09:30", "2024-01-17", "minute"),
        ("1970-01-01 08:00:00", "", ""),
        ("1900-01-01", "", ""),
        ("Wed Jan 17 10:00:00 CST 2024", "2024-01-17", "second"),
        ("Wed Jan 37 10:00:00 CST 2024", "", ""),
        ("20240117093000", "2024-01-17", "second"),
        ("202401170930", "2024-01-17", "minute"),
        ("20241317093000", "", ""),
    ],
)
def test_a_date_field_says_a_day_or_nothing(printed_date, value, precision):
    day = field_date(printed_date)
    assert (day.value, day.precision) == (value, precision) if value else day is None


def test_the_publication_time_of_the_open_graph_is_read():
    head = '<meta property="article:published_time" content="2024-02-03T09:30:00+08:00">'
    assert printed("", head) == {"date_published": "2024-02-03"}


@pytest.mark.parametrize(
    "tag", ["${article.title}", "{title}", "[!--title--]", "文章标题", "ArticleTitle", "无标题"]
)
def test_an_article_title_that_is_a_template_is_no_title(tag):
    assert title_of(f'<meta name="ArticleTitle" content="{tag}">') == TITLE


def test_an_article_title_that_headline_and_title_contradict_is_not_believed():
    head = f"<title>{TITLE}_耘溪区人民政府</title>"
    assert title_of(head + '<meta name="ArticleTitle" content="测试">') == TITLE
    short = '<meta name="ArticleTitle" content="农村供水管理办法">'
    assert title_of(head + short) == "农村供水管理办法"
