"""Articles of several pages, crawled: one document with all, and what is said where one is missing."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hongqi import build, crawl, rows
from loopback import Server, answer, serving
from travelling import FIRST_NIGHT, night

NAME = "t20250120_1001"
FIRST = f"/fzjs/202501/{NAME}.html"
CHALLENGE = (
    "<html><head><script>var $_ts=window['$_ts'];</script><meta id='x' r='m'></head><body></body></html>"
)


def part(number: int, of: int, said: str = "") -> bytes:
    """Page `number`, from 0, of an article of `of` pages, in the shape of a t-date page."""
    text = "".join(
        f"<p>　　第{number + 1}页第{n}段：全年接待群众{number * 10 + n}人次，答复来信若干封。{said}</p>"
        for n in range(3)
    )
    call = f'<script>createPageHTML({of}, {number}, "{NAME}", "html");</script>'
    return answer(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>北街镇2024年法治政府建设情况报告</title>
<meta name="ArticleTitle" content="北街镇2024年法治政府建设情况报告"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<h1>北街镇2024年法治政府建设情况报告</h1><div class="TRS_Editor">{text}</div><div class="page">{call}</div>
<div class="footer">主办单位：红旗区人民政府办公室</div></body></html>"""
    )


def publish(server: Server, count: int) -> None:
    for number in range(count):
        server.pages[address(number)] = part(number, count)


def address(number: int) -> str:
    return FIRST if not number else FIRST.replace(".html", f"_{number}.html")


@pytest.fixture
def server():
    with serving() as running:
        build(running, newest=date.today())
        yield running


def versions(here):
    """(text, parts, warnings) of each version of the article."""
    found = rows(
        here,
        "select v.text, v.parts, v.warnings from versions v join documents d on d.id = v.document"
        " where d.url like ? order by v.number",
        f"%{FIRST}",
    )
    return [(text, json.loads(parts), json.loads(warnings)) for text, parts, warnings in found]


def test_all_sixty_pages_of_an_article_are_one_document(here, server):
    publish(server, 60)
    assert crawl(here)["reports"] == 4
    ((text, parts, warnings),) = versions(here)
    assert [f"第{n}页第2段" in text for n in range(1, 61)] == [True] * 60
    assert parts == [server.url + address(number) for number in range(60)] and warnings == []
    assert rows(here, "select count(*) from documents where url like '%\\_59.html' escape '\\'") == [(0,)]


@pytest.mark.parametrize(
    "lost",
    [
        None,
        answer("<html><body>404</body></html>", "404 Not Found"),
        answer(CHALLENGE),
        answer("", "302 Found", location="http://elsewhere.example/"),
    ],
    ids=["cut off", "404", "challenge", "led away"],
)
def test_a_missing_page_is_said_and_never_passes_for_a_change(here, server, lost):
    build(server, newest=FIRST_NIGHT.date())
    publish(server, 3)
    server.pages[address(1)] = b"" if lost is None else lost
    result = night(here, 1)
    assert result["outcome"] == "finished" and "part 2 of" in result["message"]
    ((text, _, warnings),) = versions(here)
    assert "第1页第2段" in text and "第2页" not in text and "第3页" not in text
    assert [w for w in warnings if f"goes on at {server.url}{address(1)}" in w and "ends early" in w]

    publish(server, 3)  # it is back: the whole article is a new version
    assert night(here, 2)["changed"] == 1
    assert len(versions(here)) == 2 and len(versions(here)[1][1]) == 3 and versions(here)[1][2] == []

    server.pages[address(2)] = b"" if lost is None else lost  # gone again: what is held stays
    assert night(here, 3)["changed"] == 0 and len(versions(here)) == 2
    assert rows(
        here, "select outcome, kind from fetches where url like ? order by id desc limit 1", f"%{FIRST}"
    ) == [("failed", "report")]


def test_a_lost_page_of_an_old_article_is_tried_again_with_growing_delay(here, server):
    """Its row stands on the second page of a list that is left after the first."""
    article = FIRST.replace("1001", "1003")
    second = article.replace(".html", "_1.html")
    build(server)
    server.pages[article] = part(0, 2).replace(b"1001", b"1003")
    nights = []
    for number in range(1, 10):
        before = len(server.requests)
        night(here, number)
        if second in server.paths[before:]:
            nights.append(number)
    assert nights == [1, 2, 4, 8]
    server.pages[second] = part(1, 2).replace(b"1001", b"1003")
    assert night(here, 16)["changed"] == 1
    assert night(here, 17)["unchanged"] == 0


def test_a_page_that_leads_back_to_an_earlier_one_ends_the_article_with_a_word(here, server):
    publish(server, 2)
    server.pages[address(1)] = part(0, 2, "又是第一页")  # says that page 2 comes next, on page 2
    crawl(here)
    ((text, parts, warnings),) = versions(here)
    assert "又是第一页" in text and len(parts) == 2
    assert any("goes on at" in warning for warning in warnings)


def test_a_change_on_the_second_page_is_a_new_version(here, server):
    publish(server, 2)
    crawl(here)
    server.pages[address(1)] = part(1, 2, "另有新增。")
    assert crawl(here)["changed"] == 1
    assert "另有新增。" in versions(here)[1][0]
    publish(server, 1)
    assert crawl(here)["changed"] == 1  # now it is an article of one page
    assert versions(here)[2][1] == [] and "第2页" not in versions(here)[2][0]
