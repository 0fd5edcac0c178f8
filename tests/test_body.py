# ruff: noqa: E501  (markup is easier to check on one line)
"""The body of an article: nothing of it lost, nothing of the page's furniture in it."""

from __future__ import annotations

import pytest
from layouts import CATALOGUE, FULL, H1, LAYOUTS, META, PARAGRAPHS, TITLE, page, ps

from archive.records import Removed
from pipelines.answer import Answer, Page
from pipelines.blocks import heading_level
from pipelines.extract import extract
from pipelines.site import ArticleRules, Site

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
STANDARD_TAGS = (
    f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-17 10:20">'
)


def read(markup: str, site: Site | None = None) -> Answer:
    return extract(Page(URL, markup.encode()), site)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("tagged", [False, True], ids=["without tags", "with the standard tags"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_body_is_read_whole_and_alone_in_every_layout(name: str, tagged: bool) -> None:
    markup, lines = LAYOUTS[name]
    answer = read(markup.replace("<head>", "<head>" + STANDARD_TAGS) if tagged else markup)
    assert answer.kind == "report"
    assert answer.title == TITLE
    assert bare(answer.text) == bare("".join(lines))


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_is_not_in_the_text_is_kept_with_a_reason(name: str) -> None:
    markup, _ = LAYOUTS[name]
    answer = read(markup)
    assert all(isinstance(block, Removed) and block.reason and block.text for block in answer.removed)
    visible = sorted(bare(extract_visible(markup)))
    assert sorted(bare(answer.text + "".join(block.text for block in answer.removed))) == visible


def extract_visible(markup: str) -> str:
    from pipelines.dom import parse

    return parse(Page(URL, markup.encode())).visible


def test_paragraphs_stand_on_lines_of_their_own() -> None:
    answer = read(page(f"{H1}<div class=nr>{ps(FULL)}</div>"))
    assert answer.text.split("\n") == FULL


def test_headings_carry_their_official_level() -> None:
    answer = read(page(f"{H1}<div class=nr>{ps(PARAGRAPHS)}</div>"))
    assert [(b.kind, b.level) for b in answer.blocks] == [
        ("paragraph", 0),
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 1),
        ("paragraph", 0),
    ]
    levels = ["一、总体情况", "（一）加强领导", "1.学法用法", "（1）组织培训", "1.5亿元", "一是加强学习。"]
    assert [heading_level(text) for text in levels] == [1, 2, 3, 4, 0, 0]


def test_a_merged_cell_is_repeated_in_the_rows_and_printed_once_in_the_text() -> None:
    table = "<table><tr><td rowspan=2>镇</td><td>甲</td></tr><tr><td>乙</td></tr><tr><td colspan=2>合计</td></tr></table>"
    answer = read(page(f"{H1}<div class=nr>{ps(FULL)}{table}</div>"))
    block = next(block for block in answer.blocks if block.kind == "table")
    assert block.rows == (("镇", "甲"), ("镇", "乙"), ("合计", "合计"))
    assert block.text == "镇\t甲\n乙\n合计"


def test_spans_of_nonsense_size_cost_no_memory() -> None:
    table = (
        "<table>"
        + "<tr>"
        + "<td colspan=1000 rowspan=65534>甲</td>" * 50
        + "</tr>" * 1
        + "<tr><td>乙</td></tr>" * 500
    )
    answer = read(page(f"{H1}<div class=nr>{ps(FULL)}{table}</table></div>"))
    block = next(block for block in answer.blocks if block.kind == "table")
    assert sum(map(len, block.rows)) <= 200_000 and block.text.count("甲") == 50


def test_white_space_of_the_source_is_not_text_and_a_space_between_names_is() -> None:
    markup = page(
        f"{H1}<div class=nr>{ps(FULL)}<p>\n   学习\n   7\n   次，\n&nbsp;&nbsp;张三　李四</p></div>"
    )
    assert read(markup).text.split("\n")[-1] == "学习7次，张三　李四"


def test_an_image_is_a_block_and_its_alt_text_is_not_text() -> None:
    answer = read(page(f'{H1}<div class=nr>{ps(FULL)}<p><img src="../W020.jpg" alt="现场图"></p></div>'))
    image = next(block for block in answer.blocks if block.kind == "image")
    assert image.address == "http://www.example.gov.cn/zwgk/W020.jpg" and image.text == "现场图"
    assert "现场图" not in answer.text


def test_hidden_text_is_set_aside() -> None:
    answer = read(page(f'{H1}<div class=TRS_Editor>{ps(FULL)}<p style="display: none">隐藏的话</p></div>'))
    assert "隐藏的话" not in answer.text
    assert Removed("hidden", "隐藏的话", answer.removed[0].place, len(answer.text)) in answer.removed


def test_a_sentence_about_scanning_codes_stays_in_the_text() -> None:
    line = "全镇推行扫一扫评价，群众扫描二维码即可打印证明、关闭工单，方便快捷。"
    assert line in read(page(f"{H1}<div class=nr>{ps([*FULL, line])}</div>")).text


def test_the_rules_of_a_site_come_first() -> None:
    markup = page(f'{H1}<div id="zoom">{ps(["别的内容在这里，不是正文。"])}</div><b class=t>真题目</b><div class=own>'
                  f'{ps(FULL)}<p class=ad>广告一则。</p></div>')  # fmt: skip
    rules = ArticleRules(body="div.own", title="b.t", remove=("p.ad",))
    site = Site(id="x", name="x", home="http://www.example.gov.cn/", platform="", columns=(), article=rules)
    answer = read(markup, site)
    assert (answer.title, answer.text.split("\n")) == ("真题目", FULL)
    assert any(block.reason == "site definition" and block.text == "广告一则。" for block in answer.removed)


def test_the_title_of_a_catalogue_entry_is_the_title_where_no_other_is_printed() -> None:
    markup = f"<html><body><div>{CATALOGUE}<div id=zoom>{ps(FULL)}</div></div></body></html>"
    assert read(markup).title == TITLE


def test_a_headline_is_read_without_the_line_in_its_box() -> None:
    box = f"<div class=news-title><div>{TITLE}</div><ul><li>来源：清溪镇</li><li>2024-01-17</li></ul></div>"
    assert read(page(f"{box}<div class=nr>{ps(FULL)}</div>")).title == TITLE


def test_a_title_with_tags_in_it_is_read_as_words() -> None:
    tags = f'<meta name="ArticleTitle" content="&lt;b&gt;{TITLE}&lt;/b&gt;">'
    assert (
        read(f"<html><head>{tags}</head><body><div class=TRS_Editor>{ps(FULL)}</div></body></html>").title
        == TITLE
    )


def test_files_are_named_as_the_reader_sees_them() -> None:
    links = (
        '<p>附件：<a href="./P020.pdf">1.统计表</a></p><p><a href="/module/download/downfile.jsp?classid=0&showname='
        '%E8%A1%A8%E4%BA%8C.xls&filename=ab12.xls">点击下载</a></p><p><a href="/system/_content/download.jsp?id=3">表三.docx'
        '</a></p><p><a href="/list/">更多</a></p>'
    )
    answer = read(page(f"{H1}<div class=TRS_Editor>{ps(FULL)}{links}</div>"))
    assert [(file.url.rsplit("/", 1)[-1].split("?")[0], file.name) for file in answer.attachments] == [
        ("P020.pdf", "1.统计表"),
        ("downfile.jsp", "表二.xls"),
        ("download.jsp", "表三.docx"),
    ]
    assert "1.统计表" in answer.text


def test_files_written_by_a_script_are_found() -> None:
    script = "<script>var hasFJ='<a href=\"./P9.xlsx\">附表.xlsx</a><BR/>'; document.write(hasFJ)</script>"
    answer = read(page(f"{H1}{META}<div class=TRS_Editor>{ps(FULL)}</div>{script}"))
    assert [(file.url, file.name) for file in answer.attachments] == [
        ("http://www.example.gov.cn/zwgk/202401/P9.xlsx", "附表.xlsx")
    ]


def test_markup_in_a_text_is_read_as_text() -> None:
    markup = page(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>&lt;script&gt;alert(1)&lt;/script&gt;</p></div>")
    assert read(markup).text.endswith("<script>alert(1)</script>")
