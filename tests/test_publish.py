"""Publication: what readers and programs are promised, asked through Datasette's own client."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import shelf
from click.testing import CliRunner
from datasette.app import Datasette

from archive.errors import GongkaiError
from archive.publish import access, inline, layout, links
from archive.publish.app import datasette_for
from archive.store import Archive
from archive.words import REASONS
from crawler.cli import gongkai

WORDS = (
    "普法",
    "行政复议",
    "年度报告",
    "防汛",
    "法",
    "5516人次",
    "〔2023〕3号",
    "普法 台账",
    "报告 -防汛",
    "普法 OR 防汛",
    "政府信息公開",
)

DENIED = (
    "fingerprints",
    "search_index",
    "search_index_docsize",
    "search_state",
    "sqlite_master",
    "_sqlite_migrations",
    "_migrations",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("filled")
    shelf.fill(data)
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


def ids(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<h2><a href="/report/(\d+)">', page)]


def count_of(page: str) -> int:
    found = re.search(r'<h1>\w+ <span class="number">([\d,]+)</span> 份文件', page)
    assert found, page[:2000]
    return int(found[1].replace(",", ""))


def number_of(filled: Path, title: str) -> int:
    with sqlite3.connect(filled / "archive.db") as db:
        (number,) = db.execute("select id from reports where title = ?", [title]).fetchone()
    db.close()
    return int(number)


# Home


async def test_home_says_what_is_held_and_by_whom_it_is_not(site: Datasette) -> None:
    page = await get(site, "/")
    assert "<dd>29</dd>" in page and "<dd>2</dd>" in page
    assert "非官方网站 · 内容来自各区政府公开页面 · 以原网页为准 · 数据更新至" in page and "北京时间" in page
    assert page.count('name="q"') == 1
    assert "应有 5 个公开单位，已见 5 个的文件" in page
    assert '<html lang="zh-CN">' in page


async def test_invented_sites_are_marked_and_real_ones_are_not(site: Datasette) -> None:
    home = await get(site, "/")
    marked = re.search(r"耘溪区人民政府</a>\s*<span class=\"tag invented\">虚构", home)
    assert marked
    assert not re.search(r"清河区人民政府</a>\s*<span class=\"tag invented\"", home)
    assert "含虚构示例" in home


async def test_an_empty_archive_helps(tmp_path: Path) -> None:
    Archive.open(tmp_path, create=True).close()
    datasette = datasette_for(tmp_path)
    home = await get(datasette, "/")
    assert "档案还是空的" in home and "gongkai crawl" in home
    zero = await get(datasette, "/search?q=" + quote("普法"))
    assert "还没有任何文件" in zero and count_of(zero) == 0
    await get(datasette, "/archive/reports")


def test_no_archive_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GongkaiError):
        datasette_for(tmp_path)


# Search


@pytest.mark.parametrize("words", WORDS)
async def test_our_search_and_datasettes_own_find_the_same(site: Datasette, words: str) -> None:
    page = await get(site, "/search?" + urlencode({"q": words}))
    own = json.loads(
        await get(
            site, "/archive/reports.json?_shape=array&_col=id&_size=max&" + urlencode({"_search": words})
        )
    )
    assert count_of(page) == len(own) > 0
    assert set(ids(page)) <= {row["id"] for row in own}
    box = await get(site, "/archive/reports?" + urlencode({"_search": words}))
    assert f"{len(own)} 行" in box


async def test_every_hit_stands_on_exactly_one_page(site: Datasette) -> None:
    for sort in ("", "date", "oldest"):
        question = {"q": "普法", "sort": sort}
        first = await get(site, "/search?" + urlencode(question))
        second = await get(site, "/search?" + urlencode({**question, "page": 2}))
        assert len(ids(first)) == min(20, count_of(first))
        assert len({*ids(first), *ids(second)}) == len(ids(first)) + len(
            ids(second) if count_of(first) > 20 else []
        )
    everything = [ids(await get(site, f"/search?page={page}")) for page in (1, 2)]
    assert sorted(everything[0] + everything[1]) == list(range(1, 30))


async def test_dates_sort_newest_first_and_undated_last(site: Datasette) -> None:
    page = await get(site, "/search?q=%E6%8A%A5%E5%91%8A&sort=date")
    dates = re.findall(r'发布 <span class="number">([\d-]+)</span>', page)
    assert dates == sorted(dates, reverse=True) and len(dates) > 10


async def test_filters_count_what_they_then_give(site: Datasette) -> None:
    page = await get(site, "/search?" + urlencode({"q": "普法"}))
    links_ = re.findall(
        r'<li><a href="(/search\?[^"]+)" rel="nofollow">.*?<span class="number">(\d+)</span></a>', page
    )
    assert len(links_) > 8
    for address, count in links_:
        assert count_of(await get(site, address.replace("&amp;", "&"))) == int(count), address


async def test_a_chosen_filter_can_be_taken_off(site: Datasette) -> None:
    page = await get(site, "/search?" + urlencode({"q": "普法", "site": "qinghe", "year": "2021"}))
    assert count_of(page) == 3
    assert "网站：清河区人民政府" in page and "报告年度：2021" in page and "清空条件" in page


async def test_snippets_mark_the_words_that_are_in_the_text(site: Datasette) -> None:
    page = await get(site, "/search?" + urlencode({"q": "台账"}))
    snippets = re.findall(r'<p class="snippet">(.*?)</p>', page)
    assert snippets and all("<mark>台账</mark>" in each for each in snippets)


async def test_the_query_is_said_as_understood(site: Datasette) -> None:
    assert "理解为" in await get(site, "/search?" + urlencode({"q": "普法 -防汛"}))


async def test_zero_says_what_is_covered_and_when_it_was_checked(site: Datasette) -> None:
    page = await get(site, "/search?" + urlencode({"q": "量子计算", "site": "yunxi"}))
    assert count_of(page) == 0
    assert "档案中没有符合的文件" in page and "清河区人民政府" in page and "最近采集" in page
    assert "去掉全部筛选条件再查" in page


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "''",
        "((((",
        "AND OR NOT",
        "*",
        "-",
        "-普法",
        "标题:",
        "NEAR(",
        "\x00",
        "a" * 5000,
        "😀",
        "%",
        "普法" * 300,
        "^",
        "{}",
    ],
)
async def test_no_query_is_an_error_page(site: Datasette, query: str) -> None:
    await get(site, "/search?" + urlencode({"q": query}))
    await get(site, "/archive/reports?" + urlencode({"_search": query}))


@pytest.mark.parametrize(
    "odd", ["page=abc", "page=-1", "page=99999999999", "sort=zz", "site=", "year=%00", "q=a&q=b", "%"]
)
async def test_odd_arguments_fall_back(site: Datasette, odd: str) -> None:
    await get(site, f"/search?q=%E6%99%AE%E6%B3%95&{odd}")


# A document


async def test_a_document_shows_its_text_fields_and_origin(site: Datasette, filled: Path) -> None:
    number = number_of(filled, "青石镇2023年法治政府建设情况报告")
    page = await get(site, f"/report/{number}")
    assert re.search(r'<h2 id="p2">一、主要举措和成效</h2>', page)
    assert '<p id="p3">全年开展普法宣传21场次' in page
    terms = re.findall(r"<dt>(.*?)</dt><dd>", page)
    assert terms[:4] == ["发布机构", "成文日期", "发布日期", "公开方式"]
    assert "原文标签：生成日期" in page and "由本档案按规则得出" in page
    assert "来源未标明：" in page and "有效性" in page
    assert 'href="http://yunxi.localhost:8642/zwgk/2023/' in page
    assert "核对未变" in page and "current" not in page.lower().replace("aria-current", "")
    assert "2026-11-23 02:03:04 UTC · 2026-11-23 10:03（北京时间）" in page
    assert shelf.DIGEST in page and "yunxi-20261123T020304Z-1.warc.gz" in page and "urn:uuid:" in page
    assert "分享到：微信 微博" in page and "meta[name=PubDate]" in page
    assert page.count("<h1>") == 1


async def test_tables_are_tables_and_images_are_links(site: Datasette, filled: Path) -> None:
    page = await get(site, f"/report/{number_of(filled, '耘溪区人民政府2023年政府信息公开工作年度报告')}")
    assert '<th scope="col">自然人</th>' in page and "<td>12</td>" in page
    assert '<td rowspan="2">三、本年度办理结果</td>' in page
    assert (
        '<a href="http://yunxi.localhost:8642/images/2023.png" rel="nofollow noreferrer">流程图</a>' in page
    )
    assert "<img" not in page
    assert "统计表.xlsx</a>" in page and "2 个字节不是 GB18030" in page
    assert re.search(r"<ul id=\"p5\"><li>主动公开政府信息三百二十条</li><li class=\"level-2\">", page)


def test_equal_numbers_are_never_merged_into_one_cell() -> None:
    (row,) = layout.spans([["0", "0", "无", "无"]])
    assert [cell.text for cell in row] == ["0", "0", "无", "无"]


def test_a_merged_title_row_is_one_cell_again() -> None:
    rows = layout.spans([["行政复议情况统计表"] * 3, ["甲", "乙", "丙"]])
    assert [(cell.columns, cell.rows) for cell in rows[0]] == [(3, 1)]


@pytest.mark.parametrize(
    ("table", "laid"),
    [
        (  # short labels of a header of two rows
            ["单位 办理数 办理数", "单位 受理 办结", "青石镇 3 3"],
            [["单位 1×2", "办理数 2×1"], ["受理", "办结"], ["青石镇", "3", "3"]],
        ),
        (  # and of the first columns
            ["类别 类别 件数", "行政 许可 3", "行政 处罚 3", "总计 总计 6"],
            [["类别 2×1", "件数"], ["行政 1×2", "许可", "3"], ["处罚", "3"], ["总计 2×1", "6"]],
        ),
        (  # under different heads equal labels are two
            ["指标 2022年 2023年", "指标 件 件", "受理 1 2"],
            [["指标 1×2", "2022年", "2023年"], ["件", "件"], ["受理", "1", "2"]],
        ),
        (  # short words where values stand are two
            ["单位 公开 报送", "青石镇 是 是", "柳林镇 是 是"],
            [["单位", "公开", "报送"], ["青石镇", "是", "是"], ["柳林镇", "是", "是"]],
        ),
        (["甲 甲", "乙 乙"], [["甲", "甲"], ["乙", "乙"]]),
        (["甲 12件 12件", "乙 3.25万元 3.25万元"], [["甲", "12件", "12件"], ["乙", "3.25万元", "3.25万元"]]),
    ],
)
def test_short_labels_are_joined_where_labels_stand(table: list[str], laid: list[list[str]]) -> None:
    def told(cell: layout.Cell) -> str:
        return cell.text if (cell.columns, cell.rows) == (1, 1) else f"{cell.text} {cell.columns}×{cell.rows}"

    assert [[told(cell) for cell in row] for row in layout.spans([row.split() for row in table])] == laid


def test_items_of_lists_in_lists_keep_their_levels() -> None:
    blocks = [{"kind": "list_item", "text": "甲", "level": level} for level in (0, 1, 2, 99)]
    (piece,) = layout.pieces(json.dumps(blocks), "")
    assert piece.levels == (1, 1, 2, layout.DEEPEST_ITEM)


def test_names_and_values_in_two_columns_have_no_header_row() -> None:
    rows = layout.spans([["文号", "甲字〔2024〕1号"], ["当事人", "某公司"]])
    assert not any(cell.header for row in rows for cell in row)


async def test_a_document_without_title_or_text_still_has_a_page(site: Datasette, filled: Path) -> None:
    page = await get(site, f"/report/{number_of(filled, '')}")
    assert "原网页没有标题" in page and "原网页没有正文" in page


async def test_text_and_json_carry_the_same_document(site: Datasette, filled: Path) -> None:
    number = number_of(filled, "青石镇2023年法治政府建设情况报告")
    response = await site.client.get(f"/report/{number}.json")
    record = response.json()
    assert "青石镇" in response.text
    assert record["metadata"]["date_written"] == "2024-01-13"
    assert record["capture"]["payload_digest"] == shelf.DIGEST
    assert record["evidence"][1]["chosen"] is False
    assert record["blocks"][1]["kind"] == "heading"
    text = await get(site, f"/report/{number}.txt")
    assert text.startswith(record["title"] + "\n")
    assert text.endswith("————\n\n" + record["text"] + "\n")
    assert record["url"] in text and "虚构" in text


# How it was read


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """An archive with a document about which everything is said, and its number."""
    data = tmp_path_factory.mktemp("read")
    shelf.fill(data)
    report = shelf.marked()
    with Archive.open(data) as archive:
        crawl = archive.start_crawl("qinghe", "crawl")
        fetch = archive.save_fetch(crawl, shelf.fetched("qinghe", report.url))
        number = archive.save_report(crawl, fetch, report).document
        archive.finish_crawl(crawl, "finished")
    return data, number


async def test_the_text_has_its_links_scripts_and_footnotes(read: tuple[Path, int]) -> None:
    page = await get(datasette_for(read[0]), f"/report/{read[1]}")
    follow = 'rel="nofollow noopener noreferrer"'
    assert f'详见<a href="http://qinghe.localhost:8642/t.html" {follow}>统计公报</a><sup>' in page
    assert '<sup><a class="note-mark" id="note-mark-1" href="#note-1">[1]</a></sup>，纳入' in page
    assert (
        '<p class="footnote" id="note-1"><a class="note-mark" href="#note-mark-1" aria-label="回到正文">'
        "[1]</a> 截至" in page
    )
    assert '<p class="footnote" id="p9">[2] 没有标记的注。</p>' in page  # leads nowhere
    assert "120m<sup>2</sup>，水H<sub>2</sub>O，点我，也" in page  # javascript: is no link
    assert f'<a href="https://qinghe.localhost/&lt;script&gt;" {follow}>点我</a>' in page
    assert f'一、<a href="http://qinghe.localhost/h" {follow}>主要举措</a></h2>' in page
    assert f'<li>见<a href="http://qinghe.localhost/list" {follow}>附表</a></li>' in page
    assert '执法现场</a> <span class="soft number">640×?</span>' in page
    assert f'表中链接：<a href="http://qinghe.localhost/cell" {follow}>全文</a>、单位</p>' in page
    assert "javascript:" not in page.replace("javascript:alert(12)</code>", "")


async def test_the_report_says_discreetly_what_is_in_doubt(read: tuple[Path, int]) -> None:
    page = await get(datasette_for(read[0]), f"/report/{read[1]}")
    how = f"/report/{read[1]}/how"
    said = '数字与其后的村、社区等之间没有量词，中间可能脱字 <span lang="en">数字与“社区”之间似有脱字</span>'
    assert f'“<bdi>81社区</bdi>”：{said} <a href="{how}#doubt-at-1">' in page
    assert "“<bdi>头学习。‸三是培训</bdi>”：" in page and "没有“二是”" in page
    assert page.count("似有脱字") == 1  # not once more among the warnings
    assert "两个字节不是 GB18030" in page
    assert f'有 1 处原文断开而应连读。<a href="{how}#join-1">' in page
    assert f'页面各处所载不一，<a href="{how}#fields">' in page
    assert f'<a class="button" href="{how}">怎样读出</a>' in page
    plain = await get(datasette_for(read[0]), "/report/8")
    assert "读者注意" not in plain and "所载不一" not in plain


async def test_the_page_is_outlined_in_its_own_order(read: tuple[Path, int]) -> None:
    page = await get(datasette_for(read[0]), f"/report/{read[1]}/how")
    regions = re.findall(r'<li class="depth-(\d) (kept|gone)">(.*?)</li>', page, re.S)
    assert [(depth, state) for depth, state, _ in regions] == [
        ("0", "gone"), ("1", "kept"), ("2", "gone"), ("0", "gone"), ("0", "gone"),
    ]  # fmt: skip
    said = [region for _, _, region in regions]
    assert '× 移出：导航 <span lang="en">navigation</span>' in said[0] and "body &gt; div.nav" in said[0]
    assert '<p class="whole">首页\n政务公开</p>' in said[0] and "<details>" in said[0]
    assert "✓ 保留为正文" in said[1] and "90 字" in said[1] and "body &gt; div.c" in said[1]
    assert "页码" in said[2] and f"在正文第 {shelf.marked().joins[0].start} 字处" in said[2]
    assert "页脚" in said[3] and "二维码" in said[4]  # what no region tells of comes last
    assert "gongkai test/9" in page and '移出 <b class="number">' in page


async def test_each_field_is_shown_with_what_lost(read: tuple[Path, int]) -> None:
    page = await get(datasette_for(read[0]), f"/report/{read[1]}/how")
    fields = dict(re.findall(r'<h3><span class="soft">(.*?)</span>(.*?)</section>', page, re.S))
    date = " ".join(re.sub("<[^>]+>", " ", fields["成文日期"]).split())
    assert date.startswith(
        "2024-01-17 冲突：页面各处所载不一 conflict ✓ 采用 2024-01-17 到日 原文“ 2024年1月17日 ”"
    )
    assert "× 未采用 2024-01-19 到分 原文“ 2024-01-19 10:00 ” · 位置 meta[name=PubDate] · 规则 meta" in date
    assert "○ 只作旁证 2024-01-18 到日" in date
    assert "拆开：机构 <b>清政发</b> · 年份 <b>2024</b> · 序号 <b>8</b>" in fields["文号"]
    assert "（留空）" in fields["来源"] and "此处空白" in fields["来源"]


async def test_doubts_and_joins_are_marked_in_the_text_and_told_below(read: tuple[Path, int]) -> None:
    page = await get(datasette_for(read[0]), f"/report/{read[1]}/how")
    assert (
        '在<mark class="doubt" title="数字与其后的村、社区等之间没有量词，中间可能脱字 ">81社区</mark>'
        '<sup><a class="doubt-mark" id="doubt-at-1" href="#doubt-1">疑1</a></sup>常态化' in page
    )
    assert '<li id="doubt-1"><a href="#doubt-at-1">疑1</a> “<bdi>81社区</bdi>”' in page
    assert 'id="doubt-at-2"' in page and 'id="doubt-2"' in page
    assert re.search(
        r'纳入年度考<a class="join" id="join-at-1" href="#join-1" title="[^"]+">⌒接1</a></p>\s*', page
    )
    assert "原文“<bdi>，纳入年度考⏎核。面积12</bdi>”，读作“<bdi>，纳入年度考核。面积12</bdi>”" in page
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page, anchor


async def test_a_version_without_an_outline_has_a_page_too(read: tuple[Path, int]) -> None:
    datasette = datasette_for(read[0])
    page = await get(datasette, f"/report/{number_of(read[0], '青石镇2023年法治政府建设情况报告')}/how")
    assert "这一版没有留下网页轮廓" in page and "分享到：微信 微博" in page
    bare = await get(datasette, f"/report/{number_of(read[0], '')}/how")
    assert "原网页没有正文" in bare and "没有移出任何内容" in bare and "没有读出任何字段" in bare


@pytest.mark.parametrize(
    "address", ["999999/how", "9999999999999999999/how", "0/how", "x/how", "1/how/", "1/How"]
)
async def test_how_nothing_was_read_is_a_404(site: Datasette, address: str) -> None:
    await get(site, f"/report/{address}", 404)


async def test_the_json_of_a_document_says_all_that_is_said_of_it(read: tuple[Path, int]) -> None:
    record = json.loads(await get(datasette_for(read[0]), f"/report/{read[1]}.json"))
    assert record["reading_text"] == record["text"].replace("考\n核", "考核")
    assert record["conflicts"] == ["date_written"] and record["doubts"][0]["rule"] == "stuck-digits"
    assert record["joins"][0]["raw"] == "\n" and record["outline"][1]["reason"] == ""
    assert record["numbers"] == [
        {"field": "document_number", "form": "number", "organ": "清政发", "year": "2024", "serial": "8"}
    ]
    assert [e["eligible"] for e in record["evidence"]] == [True, True, False, True]
    assert record["removed"][1]["offset"] == record["joins"][0]["start"]


async def test_numbers_can_be_filtered_for_gaps(read: tuple[Path, int]) -> None:
    found = json.loads(
        await get(
            datasette_for(read[0]),
            "/archive/numbers.json?_shape=array&year=2024&_sort=serial&organ=" + quote("清政发"),
        )
    )
    assert [row["serial"] for row in found] == ["8"]


def test_runs_of_a_block_are_its_text_however_its_spans_lie() -> None:
    spans = [
        {"kind": "link", "start": 0, "end": 6, "address": "http://a.example/"},
        {"kind": "sup", "start": 2, "end": 4, "address": ""},
        {"kind": "link", "start": 5, "end": 9, "address": "http://b.example/"},
        {"kind": "sub", "start": 90, "end": 99, "address": ""},
        {"kind": "note", "start": 7, "end": 7, "address": "#x"},
    ]
    block = {"kind": "paragraph", "text": "零一二三四五六七八九", "spans": spans}
    runs = inline.inline(block, inline.notes_of([block]))
    assert "".join(run.text for run in runs) == block["text"]
    assert [(run.text, run.address[-2:], run.script) for run in runs] == [
        ("零一", "e/", ""), ("二三", "e/", "sup"), ("四", "e/", ""), ("五", "e/", ""), ("六七八", "e/", ""),
        ("九", "", ""),
    ]  # fmt: skip
    many = [{"kind": "link", "start": n, "end": n + 1, "address": "http://a/"} for n in range(20_000)]
    long = {"kind": "paragraph", "text": "长" * 20_000, "spans": many}
    assert len(inline.inline(long, inline.notes_of([long]))) == 20_000


@pytest.mark.parametrize(
    "address", ["999999", "0", "x", "1.xml", "%", "%E4%B8%80", "1/2", "9" * 30, "", "-1"]
)
async def test_a_missing_document_is_a_proper_404(site: Datasette, address: str) -> None:
    page = await get(site, f"/report/{address}", 404)
    assert "没有这个页面" in page and '<html lang="zh-CN">' in page and "gk.css" in page


async def test_missing_json_and_text_are_404_in_kind(site: Datasette) -> None:
    assert json.loads(await get(site, "/report/999999.json", 404))["status"] == 404
    assert "<" not in await get(site, "/report/999999.txt", 404)


# Hostile pages

ADDRESSES = (
    "/",
    "/search",
    "/search?q=%E6%8F%90%E9%86%92",
    "/report/1",
    "/report/1/how",
    "/archive/reports",
    "/archive/versions/1",
    "/archive/evidence",
    "/archive/numbers",
    "/archive/alarms",
    "/archive/removed",
    "/archive/attachments",
    "/archive/documents",
    "/archive",
    "/search?q=%3Cscript%3Ealert(9)%3C/script%3E&site=%22%3E%3Cscript%3E",
    "/nope%3Cscript%3Ealert(9)",
    "/archive/reports?genre=%22%3E%3Cscript%3E&_search=%3Cscript%3E",
    "/archive/reports?_sort=%3Cscript%3E",
)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_what_strangers_wrote_is_text_everywhere(site: Datasette, address: str) -> None:
    response = await site.client.get(address, follow_redirects=True)
    assert response.status_code < 500
    for live in (
        "<script",
        "<img",
        "<b>机关",
        "<i>原文",
        "<u>处",
        "<s>规则",
        "<em>标签",
        "onerror=alert(1)>正",
    ):
        assert live not in response.text.replace("&lt;", "‹").replace("&gt;", "›"), live
    assert not re.search(r'(href|src|action)="\s*(javascript|data|vbscript):', response.text, re.I)


async def test_a_hostile_document_is_shown_in_full_as_text(site: Datasette) -> None:
    page = await get(site, "/report/1")
    assert "&lt;script&gt;alert(&#34;题&#34;)&lt;/script&gt;关于" in page
    assert "原地址不能作链接" in page and "查看原网页" not in page


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("http://a.cn/x", True),
        ("HTTPS://a.cn", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" http://a.cn", False),
        ("data:text/html,x", False),
        ("//a.cn", False),
        ("http:", False),
        ("http://[bad", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert bool(links.safe_link(url)) is safe


# What is closed


@pytest.mark.parametrize("table", access.PUBLIC)
async def test_public_tables_are_open_in_every_form(site: Datasette, table: str) -> None:
    await get(site, f"/archive/{table}")
    await get(site, f"/archive/{table}.json")
    await get(site, f"/archive/{table}.csv")


@pytest.mark.parametrize("table", DENIED)
async def test_everything_else_is_closed_in_every_form(site: Datasette, table: str) -> None:
    for form in ("", ".json", ".csv", "/1", "/1.json"):
        response = await site.client.get(f"/archive/{table}{form}")
        assert response.status_code in {403, 404}, (table, form)
    assert table not in await get(site, "/archive?_show_hidden=1")
    listed = json.loads(await get(site, "/archive.json?_show_hidden=1"))
    assert table not in {each["name"] for each in (*listed["tables"], *listed["views"])}


async def test_no_table_is_forgotten(site: Datasette) -> None:
    """Every table of the schema is either public by name or closed."""
    for name in await site.get_database("archive").table_names():
        response = await site.client.get(f"/archive/{name}.json")
        assert response.status_code == (200 if name in access.PUBLIC else 403), name


@pytest.mark.parametrize(
    "path",
    [
        "/archive?sql=select+1",
        "/archive.json?sql=select+1",
        "/archive.db",
        "/archive/reports?_where=1%3D1",
        "/_internal",
        "/_memory",
    ],
)
async def test_sql_downloads_and_internals_are_closed(site: Datasette, path: str) -> None:
    response = await site.client.get(path)
    assert response.status_code in {403, 404}


@pytest.mark.parametrize(
    "page",
    [
        "databases",
        "databases.json",
        "metadata",
        "settings",
        "plugins",
        "versions",
        "threads",
        "actor",
        "logout",
        "messages",
        "",
    ],
)
async def test_introspection_is_closed(site: Datasette, page: str, filled: Path) -> None:
    assert str(filled) not in await get(site, f"/-/{page}", 404)


async def test_nothing_is_written(site: Datasette) -> None:
    for path in ("/", "/search", "/archive/reports", "/-/messages"):
        assert (await site.client.post(path, content=b"x")).status_code == 405


async def test_raw_search_arguments_are_ignored(site: Datasette) -> None:
    plain = json.loads(
        await get(site, "/archive/reports.json?_search=%E6%99%AE%E6%B3%95&_shape=array&_col=id")
    )
    raw = "&_searchmode=raw&_fts_table=sqlite_master&_fts_pk=url&_through=x&_trace=1"
    assert (
        json.loads(
            await get(site, "/archive/reports.json?_search=%E6%99%AE%E6%B3%95&_shape=array&_col=id" + raw)
        )
        == plain
    )


async def test_an_empty_search_box_filters_nothing(site: Datasette) -> None:
    assert "29 行" in await get(site, "/archive/reports?_search=")
    assert "16 行" in await get(site, "/archive/reports?_search=&site_id=yunxi")


async def test_searching_one_column_is_refused_not_silently_empty(site: Datasette) -> None:
    assert "_search=" in await get(site, "/archive/reports?_search_title=%E6%99%AE%E6%B3%95", 400)


@pytest.mark.parametrize(
    "argument",
    [
        "_timelimit=abc",
        "_next=abc",
        "_next=99999999999999999999999",
        "id__in=[x",
        "_sort=nosuch",
        "_sort=text&_sort_desc=id",
        "_size=-1",
        "_size=x",
        "_col=nosuch",
        "_facet=nosuch",
        "_facet_array=title",
        "_nocol=zz",
        "_facet_size=x",
        "_shape=zz",
        "_sort=%00",
    ],
)
@pytest.mark.parametrize("form", ["", ".json"])
@pytest.mark.filterwarnings("ignore:coroutine .*facet.*:RuntimeWarning")  # Datasette leaves them unawaited
@pytest.mark.filterwarnings("ignore:.*[Ff]acet.*:pytest.PytestUnraisableExceptionWarning")
async def test_a_strangers_mistake_is_400_not_500(site: Datasette, argument: str, form: str) -> None:
    response = await site.client.get(f"/archive/reports{form}?{argument}")
    assert response.status_code < 500, response.text[:300]
    if form and response.status_code == 400:
        assert response.json()["ok"] is False


@pytest.mark.parametrize(
    "path",
    [
        "/%",
        "/a%20b",
        "/%E6%8A%A5",
        "/archive/%",
        "/archive/reports/%",
        "/x" * 500,
        "/search/",
        "/archive//",
        "/..%2f..%2fetc",
    ],
)
async def test_odd_paths_end_in_a_page(site: Datasette, path: str) -> None:
    response = await site.client.get(path, follow_redirects=True)
    assert response.status_code in {200, 404}


async def test_bytes_in_a_path_are_a_404(site: Datasette) -> None:
    """Datasette itself decodes the raw path as ASCII and fails."""
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": "/报告", "raw_path": "/报告".encode(),
        "query_string": "q=报".encode(), "headers": [(b"host", b"localhost")], "scheme": "http",
    }  # fmt: skip
    await site.app()(scope, receive, send)
    assert sent[0]["status"] in {302, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=x",
        "/report/3",
        "/report/1/how",
        "/archive/reports",
        "/nope",
        "/archive/search_index",
        "/robots.txt",
    ],
)
async def test_every_answer_forbids_scripts_and_other_hosts(site: Datasette, path: str) -> None:
    response = await site.client.get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in response.text and " style=" not in response.text
    loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', response.text)
    assert all(address.startswith("/-/static-plugins/gongkai/") for address in loaded)
    assert not re.search(r"<[a-z]+[^<>]* (src|srcset)=|<iframe|<object|<embed", response.text)


async def test_the_style_sheet_is_served_and_kept(site: Datasette) -> None:
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', await get(site, "/nope", 404))
    response = await site.client.get(address)
    assert response.status_code == 200 and "immutable" in response.headers["cache-control"]


async def test_failures_are_not_printed_with_local_variables(
    site: Datasette, capsys: pytest.CaptureFixture[str]
) -> None:
    await get(site, "/archive/reports?_next=abc", 400)
    await get(site, "/nope", 404)
    assert capsys.readouterr() == ("", "")


# Datasette's own pages


async def test_datasettes_tables_share_the_look_and_keep_their_facets(site: Datasette) -> None:
    page = await get(site, "/archive/reports")
    for facet in ("site", "unit", "genre", "report_year"):
        assert f'id="facet-{facet}"' in page
    assert "公开单位" in page and "索引号" in page and "gk.css" in page
    assert '<a href="/report/29">石桥镇2023年法治政府建设情况报告</a>' in page
    faceted = await get(site, "/archive/reports?genre=" + quote(shelf.OPENNESS))
    assert "3 行" in faceted


async def test_the_data_page_lists_every_public_table_reports_first(site: Datasette) -> None:
    page = await get(site, "/archive")
    assert tuple(re.findall(r'<h2><a href="/archive/(\w+)">', page)) == access.PUBLIC


async def test_csv_gives_every_row(site: Datasette) -> None:
    table = await get(site, "/archive/reports.csv?_stream=1&_col=title")
    assert len(table.strip().splitlines()) == 30


async def test_plain_datasette_on_the_file_is_as_closed(filled: Path) -> None:
    """`datasette archive.db` without our settings: the plugin comes by its entry point."""
    plain = Datasette([str(filled / "archive.db")])
    await plain.invoke_startup()
    assert "区县政府公开文件的独立档案" in await get(plain, "/")
    for path in ("/archive.db", "/archive?sql=select+1", "/archive/search_index", "/-/databases"):
        assert (await plain.client.get(path)).status_code in {403, 404}


def test_the_plugin_is_whole_however_it_is_imported_first() -> None:
    """Datasette loads the package while it is itself being imported, or the other way round."""
    check = (
        "from datasette.plugins import pm; plugin = pm.get_plugin('gongkai'); "
        "assert 'register_routes' in [c.name for c in pm.get_hookcallers(plugin)]"
    )
    for first in ("import archive.publish.app", "import datasette.app", "import datasette.plugins"):
        subprocess.run([sys.executable, "-c", f"{first}\n{check}"], check=True, timeout=60)


# Live


async def test_a_new_version_is_told_from_the_first(tmp_path: Path, filled: Path) -> None:
    shutil.copytree(filled, tmp_path / "data")
    with Archive.open(tmp_path / "data") as archive:
        crawl = archive.start_crawl("qinghe", "crawl")
        report = shelf.replaced(shelf.notice(3), text="各镇：防汛值守改为三班。")
        later = shelf.fetched("qinghe", report.url, "2026-12-01T02:03:04Z")
        saved = archive.save_report(crawl, archive.save_fetch(crawl, later), report)
    datasette = datasette_for(tmp_path / "data")
    page = await get(datasette, f"/report/{saved.document}")
    assert "第 2 版，共存 2 版" in page and "第 1 版</a>" in page
    record = json.loads(await get(datasette, f"/report/{saved.document}.json"))
    assert record["first_seen"].startswith("2026-11-23")
    assert record["version"]["first_seen"].startswith("2026-12-01")
    assert count_of(await get(datasette, "/search?q=" + quote("三班"))) == 1


async def test_what_a_crawl_saves_is_seen_at_once_and_readers_do_not_hold_it_up(
    tmp_path: Path, filled: Path
) -> None:
    shutil.copytree(filled, tmp_path / "data")
    datasette = datasette_for(tmp_path / "data")
    assert count_of(await get(datasette, "/search?q=" + quote("洪峰"))) == 0
    archive = Archive.open(tmp_path / "data")
    crawl = archive.start_crawl("qinghe", "crawl")
    report = shelf.notice(9)
    fetch = archive.save_fetch(crawl, shelf.fetched("qinghe", report.url))
    archive.save_report(crawl, fetch, shelf.replaced(report, title="关于洪峰过境的通知"))
    assert count_of(await get(datasette, "/search?q=" + quote("洪峰"))) == 1
    archive.db.execute("begin immediate")
    try:
        await get(datasette, "/")
    finally:
        archive.db.execute("rollback")
        archive.close()


# Strangers who mean harm


@pytest.mark.parametrize(
    "question",
    [
        "&".join(["_facet=text"] * 9),
        "&".join(["_facet_date=text"] * 9),
        "text__contains=" + "x" * 9000,
        "id=1&" * 61,
    ],
)
@pytest.mark.parametrize("path", ["/archive/reports", "/archive/reports.json", "/search"])
async def test_a_question_without_an_end_is_refused(site: Datasette, path: str, question: str) -> None:
    """Each facet may take a second, and thirty of them made 66 MB."""
    await get(site, f"{path}?{question}", 400)


async def test_the_longest_honest_question_is_answered(site: Datasette) -> None:
    question = {"q": "法" * 200, "unit": "耘溪区人民政府办公室", "genre": shelf.LAW, "sort": "date"}
    await get(site, "/search?" + urlencode(question))
    facets = "".join(f"&_facet={name}" for name in ("site", "unit", "genre", "report_year", "issuer"))
    await get(site, "/archive/reports?_search=" + quote("法" * 200) + facets)


@pytest.mark.parametrize("words", ["普法 " * 30, '"普法" ' * 30, "普法|" * 30, "普法， 普法。 " * 15])
async def test_a_word_repeated_finds_what_it_finds_once(site: Datasette, words: str) -> None:
    once = await get(site, "/search?" + urlencode({"q": "普法"}))
    again = await get(site, "/search?" + urlencode({"q": words}))
    assert ids(again) == ids(once) and count_of(again) == count_of(once)
    assert again.count("<mark>普法</mark>") == once.count("<mark>普法</mark>") > 0


@pytest.mark.parametrize("host", ['evil"><x', "a b", "a<b", "x,y", "x/y"])
async def test_a_host_name_that_is_none_is_not_repeated(site: Datasette, host: str) -> None:
    """Datasette writes it into links and headers."""
    for path in ("/archive/reports", "/archive/reports.json", "/"):
        response = await site.client.get(path, headers={"Host": host})
        assert response.status_code == 400 and host not in response.text
        assert response.headers["content-security-policy"]


async def test_a_stranger_does_not_tell_caches_how_long_to_keep(site: Datasette) -> None:
    response = await site.client.get("/archive/reports.json?_ttl=99999999")
    assert response.headers["cache-control"] == "max-age=5"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff"])
def test_an_address_that_reads_as_another_is_no_link(mark: str) -> None:
    assert links.safe_link(f"http://yunxi.localhost/{mark}fdp.exe") == ""


async def test_a_turned_direction_ends_with_the_text_that_turned_it(site: Datasette) -> None:
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', await get(site, "/"))
    assert "a, b, span, small, code, mark, strong, time { unicode-bidi: isolate; }" in await get(
        site, address
    )


async def test_what_was_set_aside_is_named_in_chinese_beside_the_stored_word(
    site: Datasette, filled: Path
) -> None:
    page = await get(site, f"/report/{number_of(filled, '青石镇2023年法治政府建设情况报告')}")
    assert '分享按钮 <span lang="en">share bar</span>' in page
    assert set(re.findall(r'"([a-zA-Z ]+)"', _words_of_reasons())) >= set(REASONS)


def _words_of_reasons() -> str:
    source = Path(__file__).parent.parent / "pipelines"
    names = ("boilerplate", "body", "blocks", "metadata_blocks", "candidates", "locate", "scripted")
    return "".join((source / f"{name}.py").read_text(encoding="utf-8") for name in names)


async def test_refusing_one_column_advises_only_what_works(site: Datasette) -> None:
    assert "_search=标题" not in await get(site, "/archive/reports?_search_title=x", 400)


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "//evil.example/a/", "/%2f%2fevil.example/", "/%5cevil.example/", "/\\evil.example/"],
)
async def test_no_redirect_leads_to_another_host(site: Datasette, path: str) -> None:
    response = await site.client.get(f"http://localhost{path}")
    assert not response.headers.get("location", "").startswith(("//", "/\\", "http"))


async def test_a_page_that_somebody_else_saved_is_not_shown_as_fetched_by_us(tmp_path: Path) -> None:
    body = "<h1>溪口镇公告</h1><div class='TRS_Editor'><p>溪口镇定于周五清理河道，请沿岸住户配合。</p></div>"
    (tmp_path / "saved.html").write_text(f"<title>溪口镇公告</title>{body}", encoding="utf-8")
    CliRunner().invoke(gongkai, ["ingest", str(tmp_path / "saved.html"), "--data", str(tmp_path)])
    datasette = datasette_for(tmp_path)
    await datasette.invoke_startup()
    page = (await datasette.client.get("/report/1")).text
    assert "由他人保存后导入，原采集时间不明" in page
    assert "核对未变" not in page
    assert "首次采集" not in page
    assert "原采集时间不明" in (await datasette.client.get("/report/1.txt")).text
    assert (await datasette.client.get("/report/1.json")).json()["imported"] is True
    assert '最近采集</dt><dd class="number">尚未采集' in (await datasette.client.get("/")).text
