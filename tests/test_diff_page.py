"""The page of changes: `/report/<id>/diff`, asked through Datasette's own client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import shelf
from datasette.app import Datasette

from archive.publish import diff
from archive.publish.app import datasette_for


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("edited")
    shelf.fill(data)
    shelf.edit(data)
    return data


@pytest.fixture
async def site(filled: Path) -> Datasette:
    datasette = datasette_for(filled)
    await datasette.invoke_startup()
    return datasette


async def get(datasette: Datasette, path: str, status: int = 200) -> str:
    response = await datasette.client.get(path)
    assert response.status_code == status, (path, response.status_code, response.text[:500])
    return str(response.text)


def words(page: str) -> str:
    """The page as a reader without eyes hears it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<main")[2]))


async def test_figures_come_first_and_lead_to_their_sentences(site: Datasette) -> None:
    page = await get(site, "/report/29/diff")
    assert page.index('id="figures"') < page.index('id="text"')
    (anchor,) = set(re.findall(r'<a href="#(c\d+)">看原处', page))
    place = page.index(f'id="{anchor}"')
    assert "5561人次" in page[place : place + 400]


async def test_every_mark_is_also_a_word(site: Datasette) -> None:
    page = words(await get(site, "/report/29/diff"))
    assert "政府〔增〕未扎实推进" in page
    assert "〔移走〕一、压实责任" in page and "〔移来〕一、压实责任" in page
    table = words(await get(site, "/report/9/diff"))
    assert "〔删〕12〔增〕17 │ 3" in table and "〔删〕12 〔增〕17" not in table


async def test_a_moved_passage_leads_to_where_it_stands_now_and_back(site: Datasette) -> None:
    page = await get(site, "/report/29/diff")
    away = re.search(r'<div class="change moved_away" id="(c\d+)">.*?<a href="#(c\d+)">现在此处', page)
    here = re.search(r'<div class="change moved_here" id="(c\d+)">.*?<a href="#(c\d+)">原在此处', page)
    assert away and here
    assert (away[1], away[2]) == (here[2], here[1])


async def test_a_silent_edit_is_said(site: Datasette) -> None:
    assert "悄然改动" in await get(site, "/report/29/diff")
    assert "悄然改动" not in await get(site, "/report/10/diff?with=14")


async def test_fields_files_tables_and_noise_are_told(site: Datasette) -> None:
    page = words(await get(site, "/report/9/diff?a=1&b=2"))
    for said in ("索引号", "990101001/2024-00008", "同名，另一地址", "nb/2023-2.xlsx", "自然人"):
        assert said in page, said
    assert "浏览次数 view counter" in words(await get(site, "/report/29/diff"))


async def test_either_version_may_be_the_older(site: Datasette) -> None:
    there, back = await get(site, "/report/29/diff?a=1&b=2"), await get(site, "/report/29/diff?a=2&b=1")
    assert "〔增〕5561人次" in words(there) and "〔删〕5561人次" in words(back)
    assert await get(site, "/report/29/diff?b=2") == await get(site, "/report/29/diff?a=1&b=2")
    assert "两者毫无差别" in await get(site, "/report/29/diff?a=2&b=2")


async def test_two_documents_show_what_is_copied(site: Datasette) -> None:
    page = words(await get(site, "/report/10/diff?with=14"))
    assert "沿用" in page and "只换数字" in page and "前一份：" in page


async def test_the_report_page_leads_here_where_there_are_versions(site: Datasette) -> None:
    page = await get(site, "/report/29")
    assert 'href="/report/29/diff">与上一版比较' in page and 'href="/report/29/diff?b=2">与前一版比较' in page
    assert "/diff" not in await get(site, "/report/10")
    alone = await get(site, "/report/10/diff")
    assert "只存有这份文件的一个版本" in alone and "<select" not in alone


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/report/999/diff", 404),
        ("/report/9999999999999999999/diff", 404),
        ("/report/29/diff?a=7", 404),
        ("/report/29/diff?a=1&b=9", 404),
        ("/report/29/diff?with=999", 404),
        ("/report/10/diff?b=2", 404),
        ("/report/29/diff?a=x", 400),
        ("/report/29/diff?a=-1", 400),
        ("/report/29/diff?b=99999999999999999999", 400),
        ("/report/29/diff?with=%3Cscript%3E", 400),
    ],
)
async def test_what_cannot_be_compared_is_no_crash(site: Datasette, path: str, status: int) -> None:
    page = await get(site, path, status)
    assert "<script>" not in page


async def test_hostile_changes_are_shown_as_text(site: Datasette) -> None:
    for path in ("/report/1/diff", "/report/1/diff?a=2&b=1"):
        page = await get(site, path)
        assert "<script>" not in page and "<img" not in page and 'href="javascript' not in page
        assert "alert(20)" in page and "alert(22)" in page and "&lt;b&gt;" in page


async def test_texts_too_long_for_a_page_are_refused(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diff, "LONGEST", 100)
    assert "gongkai diff" in await get(site, "/report/29/diff", 400)


async def test_more_changes_than_a_page_shows_are_counted(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diff, "MOST_PASSAGES", 2)
    page = await get(site, "/report/29/diff")
    assert page.count('class="change ') == 2 and "另有 3 处改动" in page


async def test_robots_need_not_compare(site: Datasette) -> None:
    assert "Disallow: /report/*/diff" in await get(site, "/robots.txt")
    assert '<meta name="robots" content="noindex">' in await get(site, "/report/29/diff")
