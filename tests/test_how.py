"""How a document was read, for a reader: in Chinese, page by page, and safe from what strangers wrote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import shelf

from archive.publish.app import datasette_for
from archive.records import Block, Doubt, Evidence, OutlineRegion, Report, SiteRecord
from archive.store import Archive
from archive.words import DOUBTS, REASONS
from pipelines.answer import Answer


async def read(data: Path, path: str) -> str:
    """A page of the reading room, which must be there."""
    datasette = datasette_for(data)
    await datasette.invoke_startup()
    answer = await datasette.client.get(path)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_every_reason_and_every_doubt_that_is_read_has_its_chinese() -> None:
    """A lawyer reads the page, not the program."""
    answers = [json.loads(path.read_text()) for path in (Path(__file__).parent / "golden/expected").iterdir()]
    assert {block["reason"] for answer in answers for block in answer["removed"]} <= set(REASONS)
    rules = re.findall(r'Doubt\(\s*"([a-z-]+)"', "".join(
        (Path(__file__).parent.parent / "pipelines" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("losses", "enumerators", "quotes")
    ))  # fmt: skip
    assert set(rules) == set(DOUBTS)


async def test_a_direction_turned_in_the_evidence_leaves_our_own_words_alone(tmp_path: Path) -> None:
    """U+202E: without an end of its own the label, the place and the rule behind it would read backwards."""
    turned = "甲\u202e乙"
    report = replace(
        shelf.marked(),
        url="http://qinghe.localhost/turned",
        text=f"{turned}\t丙",
        blocks=(Block("image", turned, address="x"),),
        evidence=(Evidence("issuer", "", turned, "td", "block", turned, False),),
        joins=(), doubts=(Doubt("quotes", 0, 3, "said"),),
    )  # fmt: skip
    number = keep(tmp_path, report)
    how = await read(tmp_path, f"/report/{number}/how")
    assert f"原文“<bdi>{turned}</bdi>” · 标签 <bdi>{turned}</bdi> · 位置" in how
    assert f"“<bdi>{turned}</bdi>”：引号不成对" in how
    assert "\t<bdi>丙</bdi>" in how.replace("&#9;", "\t")
    page = await read(tmp_path, f"/report/{number}")
    assert f"图片：<bdi>{turned}</bdi>" in page


async def test_the_outline_says_where_each_page_of_an_article_begins(tmp_path: Path) -> None:
    top = OutlineRegion(0, "body > div.nav", "navigation", 2, "首 页")
    body = OutlineRegion(0, "body > div.c", "", 900, "各镇：" + " " * 50)
    parts = ("http://qinghe.localhost/t.html", "http://qinghe.localhost/t_1.html")
    article = Answer(
        url=parts[0], title="题", text="正文", kind="report", outline=(top, body) * 2, parts=parts
    )
    number = keep(tmp_path, article)
    page = await read(tmp_path, f"/report/{number}/how")
    assert re.findall(r'<li class="part">第 (\d) 页 <code>(.*?)</code>', page) == [
        ("1", parts[0]),
        ("2", parts[1]),
    ]
    assert re.search(r"<p>各镇：\s*…</p>", page)  # there is more, though white space fills the opening
    assert "首 页</span>" in page  # and here there is not
    odd = replace(article, url="http://qinghe.localhost/odd", outline=(top, body, body))
    number = keep(tmp_path, odd)
    assert 'class="part"' not in await read(tmp_path, f"/report/{number}/how")


async def test_a_picture_that_is_its_own_address_is_named_by_its_beginning(tmp_path: Path) -> None:
    """WPS pastes pictures as data: addresses of megabytes; the whole is in the JSON."""
    address = "data:image/png;base64," + "A" * 100_000
    report = replace(shelf.marked(), blocks=(Block("image", "", address=address),))
    number = keep(tmp_path, report)
    assert "A" * 100 not in await read(tmp_path, f"/report/{number}")
    assert address in await read(tmp_path, f"/report/{number}.json")


async def test_a_warning_goes_with_the_downloaded_text_too(tmp_path: Path) -> None:
    """Half an article must not be quoted as a whole one."""
    report = replace(shelf.marked(), warnings=("the article goes on at http://x/, which is not here",))
    text = await read(tmp_path, f"/report/{keep(tmp_path, report)}.txt")
    assert "\n读取提醒：the article goes on at http://x/, which is not here\n" in text


async def test_a_title_in_conflict_is_said_below_it(tmp_path: Path) -> None:
    number = keep(tmp_path, replace(shelf.marked(), conflicts=("title",)))
    assert "页面各处所载标题不一" in await read(tmp_path, f"/report/{number}")
    other = keep(tmp_path, replace(shelf.marked(), url="http://qinghe.localhost/2", conflicts=("issuer",)))
    assert "页面各处所载标题不一" not in await read(tmp_path, f"/report/{other}")


def keep(data: Path, report: Report) -> int:
    """Save a document of its own in an archive; its number."""
    with Archive.open(data, create=True) as archive:
        archive.save_site(SiteRecord("qinghe", "清河区", "http://qinghe.localhost/"))
        crawl = archive.start_crawl("qinghe", "crawl")
        fetch = archive.save_fetch(crawl, shelf.fetched("qinghe", report.url))
        return archive.save_report(crawl, fetch, report).document
