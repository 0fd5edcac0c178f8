"""How a reading is shown: `gongkai explain`, and the lines that it and `gongkai extract` print."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import shelf
from click.testing import CliRunner, Result
from hypothesis import given, strategies
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from archive.finding import find_document
from archive.marks import runs
from archive.printing import Printer, print_report
from archive.publish import how
from archive.records import Block, Doubt, Evidence, Join, Number, OutlineRegion, Removed, Report
from archive.store import Archive
from archive.words import warned
from archive.wrapping import shortened, shown, wrapped
from crawler.cli import gongkai
from pipelines.answer import Page
from pipelines.dom import parse

TEXT = (
    "青石镇2023年度法治政府建设情况报告如下：全年接待群众5516人次，纳入年度考\n核。\n"
    "一、主要举措\n在81社区常态化设置法治宣传栏，“法律明白人”（含网格员）带头学习《中华人民共和国行政复议法》。"
)
SEAM, STUCK = TEXT.index("\n核"), TEXT.index("81社区")
READ = Report(
    "http://yunxi.localhost:8642/read.html",
    "青石镇2023年度法治政府建设情况报告",
    TEXT,
    (Block("heading", "一、主要举措", 1),),
    {"date_written": "2024-01-17", "document_number": "云府发〔2023〕8号"},
    evidence=(
        Evidence("date_written", "2024-01-17", "2024年1月17日", "table > td", "block", "生成日期"),
        Evidence("date_written", "2024-01-19", "2024-01-19 10:00", "meta[name=PubDate]", "meta", "", False,
                 precision="minute"),
        Evidence("date_written", "2024-01-18", "20240118", "url", "url", "", False, False, "day"),
        Evidence("document_number", "云府发〔2023〕8号", "云府发[2023]8号", "table > td", "block", "文　号"),
        Evidence("date_published", "", "待定", "p", "line", "发布日期", False),
    ),
    removed=(
        Removed("navigation", "首页 政务公开 " * 100, "body > div.nav"),
        Removed("footer", "主办：青石镇", "body > div.foot"),
        Removed("navigation", "站群导航", "body > div.top"),
        Removed("page numbers", "1 2 3", "p.pages", SEAM),
    ),
    warnings=("81社区: characters may be lost (at 50)", "2 bytes are not GB18030"),
    extractor="gongkai test",
    encoding="gb18030",
    joins=(Join(SEAM, SEAM + 1, "\n", "", "page-break"),),
    doubts=(Doubt("stuck-digits", STUCK, STUCK + 4, "characters may be lost"),),
    conflicts=("date_written",),
    numbers=(Number("document_number", "number", "云府发", "2023", "8"),),
    outline=(OutlineRegion(0, "body > div.nav", "navigation", 700, "首页 政务公开"),),
)  # fmt: skip


def printed(report: Report, width: int | None = None, colour: bool = False) -> str:
    """What is printed at a terminal of this width, or into a pipe."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=width is not None, no_color=not colour, highlight=False,
        color_system="standard" if colour else None, legacy_windows=False,
    )  # fmt: skip
    print_report(report, Printer(console))
    return out.getvalue()


# What is printed


def test_everything_about_a_reading_is_said() -> None:
    said = printed(READ)
    for expected in (
        READ.title,
        READ.url,
        "! 2 bytes are not GB18030",
        "! 原文中有 1 处似有脱字 characters look lost in the source at 1 place",
        "── 字段 Fields  1 in conflict 冲突",
        "  成文日期  2024-01-17  CONFLICT 冲突",
        "            from “2024年1月17日” · label 生成日期 · at table > td · rule block",
        "            ≠ 2024-01-19  not chosen · from “2024-01-19 10:00” · at meta[name=PubDate] · rule meta",
        "            ≠ 2024-01-18  evidence only · from “20240118” · at url · rule url",
        "            number: organ 云府发 · year 2023 · serial 8",
        "  发布日期  left empty",
        "not stated by the page: 索引号、发布机构、",
        "纳入年度考[~1]\n  核。",
        "在81社区[?1]常态化",
        "  [?1] 数字与其后的村、社区等之间没有量词，中间可能脱字"
        f" at {STUCK}: “81社区”: characters may be lost (stuck-digits)",
        f"  [~1] at {SEAM} published with “⏎”, read as “…入年度考核。⏎一…” (page-break)",
        "── 移出 Set aside  4 blocks, 613 characters, 86% of the page",
        "  导航 navigation  2 × 604 characters",
        "… (600 characters)   body > div.nav",
        f"p.pages · cut out of the text at {SEAM}",
        "read by gongkai test · gb18030",
    ):
        assert expected in said, expected
    assert "at 50" not in said  # the doubt is told once, where it stands
    assert said.index("站群导航") < said.index("主办：青石镇")  # by reason


def test_items_of_lists_in_lists_are_set_in() -> None:
    blocks = (
        Block("paragraph", "产量如下："),
        Block("list_item", "水果，其中：", 1),
        Block("image", "图", address="http://x.test/a.png"),
        Block("list_item", "苹果；", 2),
        Block("table", "甲\t乙\n1\t2", rows=(("甲", "乙"), ("1", "2"))),
        Block("list_item", "红的。", 30),
    )
    text = "\n".join(block.text for block in blocks if block.kind != "image")
    said = printed(Report("http://x.test/", "题名", text, blocks))
    assert "\n  水果，其中：\n    苹果；\n  甲 │ 乙\n  1 │ 2\n            红的。\n" in said


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<meta charset=gbk><h1>x</h1>\xe7\x94\xb2", "页面所标的编码与内容不符 meta says"),
        ("<meta charset=utf-8>甲".encode() + b"\xff", "有字节无法按此编码读出 1 byte(s)"),
        (b"<p>x" + b"<span>" * 3000, "标签嵌套过深，读取时略去了行内标签 tags nested"),
        (b"<p>x" + b"<div>" * 3000 + b"y", "标签嵌套过深，此后内容没有读取 tags nested"),
        (b"<p>x" + b"<div>" * 900 + b"y", "标签嵌套过深，深处按纯文本读取 tags nested"),
        (b"<p " + b"a=b " * 20000 + b">x", "有标签带数百个属性，读取时略去了属性 a tag"),
    ],
)
def test_a_warning_is_told_in_chinese_and_as_it_is_stored(page: bytes, said: str) -> None:
    (warning, *_) = parse(Page("", page)).problems
    assert warned(warning).startswith(said) and warned(warning).endswith(warning)


def test_a_warning_nobody_has_words_for_is_told_as_it_is() -> None:
    assert warned("2 bytes are not GB18030") == "2 bytes are not GB18030"


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    wide = replace(
        READ,
        attachments=shelf.openness("2023").attachments,
        removed=(*READ.removed, Removed("x" * 300, "长" * 3000, "div > " * 60)),
        text=TEXT + "\n" + "无标点" * 200 + "\n" + "a" * 500,
    )
    for line in printed(wide, width).splitlines():
        assert cell_len(line) <= width, line


def test_into_a_pipe_goes_neither_colour_nor_a_broken_line() -> None:
    said = printed(READ)
    assert "\x1b" not in said
    assert "  " + TEXT.split("\n")[-1].replace("81社区", "81社区[?1]") in said.splitlines()


def test_colour_is_an_addition_to_the_words() -> None:
    coloured = printed(READ, 80, colour=True)
    assert "\x1b[" in coloured
    assert Text.from_ansi(coloured).plain.split() == printed(READ, 80).split()


def test_a_report_with_nothing_in_it_is_shown_too() -> None:
    said = printed(Report(""))
    assert "(no title" in said and "(no text" in said and "Set aside  nothing" in said


def test_what_strangers_wrote_reaches_no_terminal_as_a_command() -> None:
    evil = "\x1b]8;;http://evil\x07红\x1b[31m\u202e倒\x9b1m\r覆盖[bold]"
    report = Report(
        evil, evil, f"{evil}\n{evil}", (Block("heading", evil),), {"issuer": evil, "source": evil},
        evidence=(Evidence("issuer", evil, evil + "x", evil, evil, evil, precision=evil),
                  Evidence(evil, evil, evil, evil, evil, evil, False)),
        removed=(Removed(evil, evil, evil, 1), Removed("footer", evil * 90, evil)), warnings=(evil,),
        attachments=shelf.hostile().attachments, encoding=evil, extractor=evil,
        joins=(Join(0, 1, evil, evil, evil),), doubts=(Doubt(evil, 0, 2, evil + "!"),), conflicts=(evil,),
        numbers=(Number("issuer", evil, evil, evil, evil),),
    )  # fmt: skip
    for said in (printed(report), printed(report, 80)):
        assert not {c for c in said if not c.isprintable()} - {"\n", "\u3000"}
        assert "[bold]" in said


# Lines


def test_chinese_is_broken_where_a_printer_may() -> None:
    lines = [line.plain for line in wrapped(Text("全年学习《宪法》，办理“一件事”共12345件（含信访）。"), 10)]
    assert "".join(lines) == "全年学习《宪法》，办理“一件事”共12345件（含信访）。"
    assert all(cell_len(line) <= 10 for line in lines)
    assert not any(line[0] in "》，”）。" or line[-1] in "《“（" for line in lines)
    assert any("12345" in line for line in lines)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_no_width_is_too_small(width: int) -> None:
    text = "《中》，ab cd。"
    assert "".join(line.plain for line in wrapped(Text(text), width)).replace(" ", "") == text.replace(
        " ", ""
    )


def test_a_shortened_text_is_no_wider_than_asked() -> None:
    assert shortened("短 \n 文", 20) == "短 文"
    for cells in (5, 6, 7, 66):
        assert cell_len(shortened("长文" * 1000, cells)) <= cells
        assert shortened("长文" * 1000, cells).endswith("…")


def test_a_full_width_space_between_two_names_stays() -> None:
    assert shown("张三\u3000李四\x00\u200b\ue000") == "张三\u3000李四   "


# Marks


def test_the_runs_are_the_text_and_each_mark_stands_once() -> None:
    doubts = (Doubt("a", 2, 6, ""), Doubt("b", 4, 8, ""), Doubt("c", 5, 5, ""), Doubt("d", 90, 99, ""))
    cut = runs("一二三四五六七八九十", doubts, (Join(3, 5, "四五", "", "x"), Join(-5, 1, "", "", "y")))
    assert "".join(run.text for run in cut) == "一二三四五六七八九十"
    assert sorted(number for run in cut for number in run.ends) == [1, 2, 3, 4]
    assert "".join(run.text for run in cut if 1 in run.doubts) == "三四五六"
    assert "".join(run.text for run in cut if 1 in run.joins) == "四五"
    assert [run.text for run in runs("")] == []


_PLACES = strategies.tuples(strategies.integers(-2, 12), strategies.integers(-2, 14))


@given(strategies.text("一二\n", max_size=10), strategies.lists(_PLACES), strategies.lists(_PLACES))
def test_no_character_and_no_mark_is_lost_or_doubled(
    text: str, doubted: list[tuple[int, int]], joined: list[tuple[int, int]]
) -> None:
    doubts = [Doubt("rule", start, end, "said") for start, end in doubted]
    cut = runs(text, doubts, [Join(start, end, "", "", "rule") for start, end in joined])
    assert "".join(run.text for run in cut) == text
    assert sorted(number for run in cut for number in run.ends) == list(range(1, len(doubts) + 1))
    assert {number for run in cut for number in run.joins} == set(range(1, len(joined) + 1))
    shown_lines = list(how.lines(cut))
    assert "\n".join("".join(run.text for run in line) for line in shown_lines).split() == text.split()
    assert sorted(number for line in shown_lines for run in line for number in run.ends) == list(
        range(1, len(doubts) + 1)
    )


# The command


@pytest.fixture(scope="module")
def shelf_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("shelf")
    shelf.fill(data)
    with Archive.open(data) as archive:
        crawl = archive.start_crawl("yunxi", "crawl")
        for day, text in (("01", "第一版正文。"), ("02", TEXT)):
            fetch = archive.save_fetch(crawl, shelf.fetched("yunxi", READ.url, f"2026-12-{day}T00:00:00Z"))
            archive.save_report(crawl, fetch, replace(READ, text=text))
        gone = replace(shelf.fetched("yunxi", "http://yunxi.localhost:8642/gone.html"), outcome="not_found")
        archive.save_fetch(crawl, gone)
        home = "http://yunxi.localhost:8642"
        for old, new in (("old", "newer"), ("newer", "read"), ("ring", "ring")):
            asked = shelf.fetched("yunxi", f"{home}/{old}.html")
            archive.save_fetch(
                crawl, replace(asked, outcome="redirected", redirected_to=f"{home}/{new}.html")
            )
    return data


def explain(data: Path, *words: str) -> Result:
    return CliRunner().invoke(gongkai, ["explain", *words, "--data", str(data)])


@pytest.mark.parametrize(
    "said",
    [
        READ.url,
        "30",
        "HTTP://YUNXI.localhost:8642/x/../read.html#top",
        f" {READ.url} ",
        "http://yunxi.localhost:8642/old.html",  # it led there, over another
    ],
)
def test_a_document_is_explained_by_its_address_however_written(shelf_data: Path, said: str) -> None:
    done = explain(shelf_data, said)
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"{READ.title}\n{READ.url}\n")
    for expected in (
        "耘溪区人民政府 (yunxi)", "document 30, version 2 of 2", "2026-12-02T00:00:00Z",
        "yunxi-20261123T020304Z-1.warc.gz at byte 1024, 2048 bytes", shelf.DIGEST, "在81社区[?1]常态化",
    ):  # fmt: skip
        assert expected in done.output, expected


def test_an_earlier_version_is_explained(shelf_data: Path) -> None:
    assert "第一版正文。" in explain(shelf_data, READ.url, "--version", "1").output
    missing = explain(shelf_data, READ.url, "--version", "3")
    assert str(missing.exception) == "document 30 has no version 3: it has 2, from 1 on"
    assert explain(shelf_data, READ.url, "--version", "0").exit_code == 2


def test_a_program_gets_the_whole_reading(shelf_data: Path) -> None:
    answer = json.loads(explain(shelf_data, "30", "--json").output)
    assert answer["text"] == TEXT and answer["reading_text"] == TEXT.replace("考\n核", "考核")
    assert (answer["document"], answer["version"], answer["versions"]) == (30, 2, 2)
    assert answer["conflicts"] == ["date_written"] and answer["numbers"][0]["serial"] == "8"
    assert [e["eligible"] for e in answer["evidence"]["date_written"]] == [True, True, False]
    assert answer["capture"]["payload_digest"] == shelf.DIGEST


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "http://other.localhost/read.html",
            "Did you mean\n  30  http://yunxi.localhost:8642/read.html  青石镇",
        ),
        ("https://yunxi.localhost:8642/read.html?from=wx", "Did you mean\n  30  "),
        ("http://yunxi.localhost:8642/old/path/read.html", "Did you mean\n  30  "),
        ("read.html", "Did you mean\n  30  "),
        ("http://yunxi.localhost:8642/gone.html", "It was tried on 2026-11-23: not_found"),
        (
            "http://yunxi.localhost:8642/ring.html",
            "redirected, status 200, leading to http://yunxi.localhost",
        ),
        ("nothing-like-it", "Give the whole address, with http:// or https://"),
        ("99", "no document has the number 99"),
        ("9" * 18, "no document has the number"),
        ("9" * 40, "no document is held of"),
        ("http://[", "no document is held of"),
        ("%", "no document is held of"),
        ("", "no document is held of"),
    ],
)
def test_an_address_that_is_not_held_is_said_with_what_is_near(
    shelf_data: Path, said: str, answer: str
) -> None:
    done = explain(shelf_data, said)
    assert done.exit_code == 1 and answer in str(done.exception)


def test_an_address_that_two_sites_hold_asks_for_the_number(tmp_path: Path) -> None:
    shelf.fill(tmp_path)
    with Archive.open(tmp_path) as archive:
        url = shelf.notice(3).url
        crawl = archive.start_crawl("yunxi", "crawl")
        archive.save_report(crawl, archive.save_fetch(crawl, shelf.fetched("yunxi", url)), shelf.notice(3))
        with pytest.raises(
            Exception, match=r"more than one site: give the number .*: 4 \(qinghe\), 30 \(yunxi\)"
        ):
            find_document(archive.db.conn, url)
