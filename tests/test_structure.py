# ruff: noqa: E501  (markup is easier to check on one line)
"""Order and structure: paragraphs, headings, lists, tables, images, links, footnotes, sup and sub, white space.

The contract is in `archive/records.py`: spans count in characters of their block's text.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from composed import compose, draw
from layouts import FULL, H1, LAYOUTS, META, PARAGRAPHS, SIGNATURE, TITLE, page, ps
from mutations import REAL, demo_pages, real_pages

from archive.records import Block, Span
from pipelines.answer import Answer, Page
from pipelines.extract import extract

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
FOLDER = "http://www.example.gov.cn/zwgk/202401/"


def read(body: str, head: str = "", box: str = "TRS_Editor") -> Answer:
    """The answer to a page whose body begins with a known text and goes on with `body`."""
    return extract(Page(URL, page(f'{H1}{META}<div class="{box}">{ps(FULL[:1])}{body}</div>', head).encode()))


def blocks(body: str, head: str = "") -> list[Block]:
    """The blocks of a body."""
    found = list(read(body, head).blocks)
    assert found[0].text == FULL[0]
    return found[1:]


def lines(body: str) -> list[str]:
    return [block.text for block in blocks(body) if block.kind != "image"]


def only(body: str, head: str = "") -> Block:
    (block,) = blocks(body, head)
    return block


def marked(block: Block) -> list[tuple[str, str, str]]:
    """Each span of a block: its kind, its text, its address."""
    return [(span.kind, block.text[span.start : span.end], span.address) for span in block.spans]


# Paragraphs


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲。</p><p>乙。</p>",
        "<p>甲。<p>乙。",
        "<div>甲。</div><div>乙。</div>",
        "<div><div><p>甲。</p></div><p>乙。</p></div>",
        "甲。<br>乙。",
        "甲。<br/><br/>&nbsp;&nbsp;乙。",
        "<p>甲。<br>　　乙。</p>",
        "<p>甲。</p>乙。",
        "甲。<p>乙。</p>",
        "<div>甲。<p>乙。</p></div>",
        "<center>甲。</center><blockquote>乙。</blockquote>",
        "<section><p>甲。</p></section><article><p>乙。</p></article>",
        "<pre>甲。\n乙。</pre>",
        "<p><span>甲。<br></span></p><p><b>乙。</b></p>",
        "<span><p>甲。</p><p>乙。</p></span>",
        "<p></p><p>&nbsp;</p><p>甲。</p><p>　　</p><p>乙。</p>",
        "<table><tr><td><p>甲。</p><p>乙。</p></td></tr></table>",
        "<fieldset><legend>甲。</legend>乙。</fieldset>",
        "<ucapcontent><p>甲。</p></ucapcontent><p>乙。</p>",
    ],
)
def test_paragraphs_are_as_a_reader_sees_them(body: str) -> None:
    assert lines(body) == ["甲。", "乙。"]


def test_inline_markup_makes_no_paragraph() -> None:
    body = "<p>甲<b>乙</b><span>丙<font>丁</font></span><o:p></o:p><st1:chsdate>2024年</st1:chsdate><u></u>戊。</p>"
    assert lines(body) == ["甲乙丙丁2024年戊。"]


def test_the_order_is_that_of_the_page() -> None:
    body = '<p>一句。</p><img src="a.png"><ul><li>二句。</li></ul><table><tr><td>三</td><td>句</td></tr></table>四句。<p>五句。</p>'
    found = blocks(body)
    assert [b.kind for b in found] == ["paragraph", "image", "list_item", "table", "paragraph", "paragraph"]
    assert [b.text for b in found if b.kind != "image"] == ["一句。", "二句。", "三\t句", "四句。", "五句。"]


# Headings: GB/T 9704-2012, 7.3.3


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、主要举措和成效", 1),
        ("十二、附则", 1),
        ("第一章　总则", 1),
        ("（一）加强组织领导", 2),
        ("(二)健全制度", 2),
        ("1.学法用法", 3),
        ("12．开展培训", 3),
        ("3、健全机制", 3),
        ("（1）组织培训", 4),
        ("(2)开展宣讲", 4),
        ("1.5亿元资金到位", 0),
        ("一是加强学习", 0),
        ("2024年1月17日", 0),
        ("（一）加强学习。组织中心组学习7次。", 0),
        ("一、加强学习，提高认识；", 0),
        ("三、" + "长" * 60, 0),
        ("2023.12.31前完成", 0),
    ],
)
@pytest.mark.parametrize("form", ["<p>　　{}</p>", "<p><b><span>{}</span></b></p>", "<div>\n {}\n</div>"])
def test_headings_carry_their_official_level(text: str, level: int, form: str) -> None:
    block = only(form.format(text))
    assert (block.kind, block.level) == (("heading", level) if level else ("paragraph", 0))
    assert block.text == text


def test_levels_that_jump_are_left_as_they_are() -> None:
    found = blocks("<p>一、总体情况</p><p>1.学习</p><p>内容如下。</p><p>（1）次数</p>")
    assert [b.level for b in found] == [1, 3, 0, 4]


def test_a_heading_of_the_page_has_a_level_without_a_number() -> None:
    assert [(b.kind, b.level) for b in blocks("<h2>总体情况</h2><h3>学习</h3><p>内容如下。</p>")] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]


# Lists


def test_items_of_a_list_are_blocks_in_order() -> None:
    found = blocks(
        "<ul><li>甲项。</li><li>乙项。<ul><li>丙项。</li></ul></li><li><p>丁项。</p></li></ul><p>戊。</p>"
    )
    assert [b.text for b in found] == ["甲项。", "乙项。", "丙项。", "丁项。", "戊。"]
    assert [b.kind for b in found][:3] == ["list_item"] * 3
    assert found[-1].kind == "paragraph"


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("<ul><li>甲<ul><li>乙<ol><li>丙</li></ol>丁</li></ul></li><li>戊</li></ul>", [1, 2, 3, 2, 1]),
        ("<ol><li>甲</li><ul><li>乙</li></ul><li>丙</li></ol>", [1, 2, 1]),
        ("<ul><li>甲<ul><li>乙<ul><li>丙", [1, 2, 3]),
        ("<li>甲</li><li>乙</li>", [1, 1]),
        ("<ul><li>甲</li></ul><p>乙</p><ul><li>丙</li></ul>", [1, 0, 1]),
    ],
)
def test_an_item_knows_how_many_lists_it_stands_in(body: str, levels: list[int]) -> None:
    found = blocks(body)
    assert [b.level for b in found] == levels
    assert "".join(b.text for b in found) == "甲乙丙丁戊"[: len(found)]


def test_terms_and_definitions_are_lines() -> None:
    assert lines("<dl><dt>词语</dt><dd>含义。</dd></dl>") == ["词语", "含义。"]


# Tables


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr>", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td colspan=2>甲</td></tr><tr><td>1</td><td>2</td></tr>", [["甲", "甲"], ["1", "2"]]),
        ("<tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr>", [["甲", "1"], ["甲", "2"]]),
        (
            "<tr><td rowspan=2 colspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td><td>4</td><td>5</td></tr>",
            [["甲", "甲", "1"], ["甲", "甲", "2"], ["3", "4", "5"]],
        ),
        (
            "<tr><th rowspan=2>信息</th><th colspan=2>本年</th></tr><tr><th>制发</th><th>废止</th></tr><tr><td>规章</td><td>0</td><td>0</td></tr>",
            [["信息", "本年", "本年"], ["信息", "制发", "废止"], ["规章", "0", "0"]],
        ),
        ("<tr><td>甲</td><td></td></tr><tr><td></td><td>2</td></tr>", [["甲", ""], ["", "2"]]),
        ("<thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td>甲<td>乙<tr><td>1<td>2", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td> 甲 </td><td>\n  <p>乙</p>\n</td></tr><tr><td>1</td><td><span>2</span><b>3</b></td></tr>", [["甲", "乙"], ["1", "23"]]),
        ("<tr><td rowspan=9>甲</td><td>1</td></tr><tr><td>2</td></tr>", [["甲", "1"], ["甲", "2"]]),
        ('<tr><td colspan="x">甲</td><td rowspan="-1">乙</td></tr><tr><td>1</td><td>2</td></tr>', [["甲", "乙"], ["1", "2"]]),
    ],
)  # fmt: skip
def test_a_table_is_rows_with_merged_cells_resolved(rows: str, grid: list[list[str]]) -> None:
    block = only(f"<table border=1>{rows}</table>")
    assert block.kind == "table"
    assert [list(row) for row in block.rows] == grid


def test_a_merged_cell_is_printed_once_and_rows_are_lines() -> None:
    rows = "<tr><th rowspan=2>信息</th><th colspan=2>本年</th></tr><tr><th>制发</th><th>废止</th></tr><tr><td>规章</td><td>0</td><td>3</td></tr>"
    answer = read(f"<table>{rows}</table><p>表后。</p>")
    assert answer.text.split("\n")[1:] == ["信息\t本年", "制发\t废止", "规章\t0\t3", "表后。"]


def test_rows_of_one_table_are_equally_long() -> None:
    block = only(
        "<table><tr><td>甲</td></tr><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>"
    )
    assert {len(row) for row in block.rows} == {3}


def test_a_caption_stands_before_its_table() -> None:
    found = blocks("<table><caption>表一　统计</caption><tr><td>甲</td><td>1</td></tr></table>")
    assert [(b.kind, b.text) for b in found] == [("paragraph", "表一　统计"), ("table", "甲\t1")]


def test_the_form_of_the_yearly_report_is_a_table_of_its_rows() -> None:
    """国办公开办函〔2021〕30号: the third part, whose cells are merged in both directions."""
    rows = (
        "<tr><td rowspan=3 colspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><td colspan=3>申请人情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=2>法人</td></tr><tr><td>企业</td><td>科研</td></tr>"
        "<tr><td colspan=3>一、本年新收政府信息公开申请数量</td><td>5</td><td>0</td><td>0</td></tr>"
        "<tr><td rowspan=2>三、本年度办理结果</td><td colspan=2>（一）予以公开</td><td>4</td><td>0</td><td>0</td></tr>"
        "<tr><td>（二）</td><td>不予公开</td><td>1</td><td>0</td><td>0</td></tr>"
    )
    block = only(f"<table>{rows}</table>")
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    first = "一、本年新收政府信息公开申请数量"
    assert block.rows == (
        (note, note, note, "申请人情况", "申请人情况", "申请人情况"),
        (note, note, note, "自然人", "法人", "法人"),
        (note, note, note, "自然人", "企业", "科研"),
        (first, first, first, "5", "0", "0"),
        ("三、本年度办理结果", "（一）予以公开", "（一）予以公开", "4", "0", "0"),
        ("三、本年度办理结果", "（二）", "不予公开", "1", "0", "0"),
    )


def test_a_table_that_only_places_things_is_no_table() -> None:
    found = blocks(f"<table width=100%><tr><td>{ps(PARAGRAPHS)}</td></tr></table>")
    assert [b.text for b in found] == PARAGRAPHS
    assert "table" not in {b.kind for b in found}


def test_a_table_in_a_layout_table_is_one() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    found = blocks(f"<table><tr><td><p>上文。</p>{inner}<p>下文。</p></td></tr></table>")
    assert [(b.kind, b.text) for b in found] == [
        ("paragraph", "上文。"),
        ("table", "甲\t1\n乙\t2"),
        ("paragraph", "下文。"),
    ]


# Images


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="480"', (640, 480)),
        ('width="640px" height=" 480 "', (640, 480)),
        ('style="width:320px; height: 200px"', (320, 200)),
        ('width="10" style="WIDTH: 320px"', (320, None)),
        ('width="100%" height="auto"', (None, None)),
        ('style="max-width: 600px"', (None, None)),
        ('style="width: 50%"', (None, None)),
        ('width="" height="x"', (None, None)),
        ("", (None, None)),
    ],
)
def test_an_image_is_recorded_with_alt_address_and_size(
    attributes: str, size: tuple[int | None, int | None]
) -> None:
    block = only(f'<p><img src="./W020240117.jpg" alt=" 宣讲现场 " {attributes}></p>')
    assert block == Block(
        "image", "宣讲现场", address=FOLDER + "W020240117.jpg", width=size[0], height=size[1]
    )


def test_images_stand_where_they_stood_and_their_alt_is_no_text() -> None:
    answer = read('<p>甲。</p><p><img src="1.png" alt="图一"></p><p>乙。</p><img src="2.png"><p>丙。</p>')
    assert [b.address.rsplit("/", 1)[-1] or b.text for b in answer.blocks[1:]] == [
        "甲。",
        "1.png",
        "乙。",
        "2.png",
        "丙。",
    ]
    assert "图一" not in answer.text


def test_an_image_in_a_table_is_recorded() -> None:
    found = blocks(
        '<table><tr><td>甲</td><td><img src="a.png" alt="章"></td></tr><tr><td>乙</td><td>2</td></tr></table>'
    )
    assert [(b.kind, b.address) for b in found if b.kind == "image"] == [("image", FOLDER + "a.png")]


# Links


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("./a.html", FOLDER + "a.html"),
        ("../202312/b.html", "http://www.example.gov.cn/zwgk/202312/b.html"),
        ("/c/", "http://www.example.gov.cn/c/"),
        ("//www.other.gov.cn/d", "http://www.other.gov.cn/d"),
        ("https://www.other.gov.cn/e?x=1&amp;y=2", "https://www.other.gov.cn/e?x=1&y=2"),
        (" f.pdf ", FOLDER + "f.pdf"),
        ("javascript:void(0)", ""),
        ("#", ""),
    ],
)
def test_links_have_resolved_addresses(href: str, address: str) -> None:
    block = only(f'<p>详见<a href="{href}">《办法》</a>全文。</p>')
    assert block.text == "详见《办法》全文。"
    assert marked(block) == [("link", "《办法》", address)]


def test_links_are_relative_to_the_base_of_the_page() -> None:
    block = only('<p>详见<a href="a.html">《办法》</a>。</p>', head='<base href="/other/">')
    assert marked(block) == [("link", "《办法》", "http://www.example.gov.cn/other/a.html")]


def test_spans_count_in_the_text_as_read() -> None:
    body = '<p>&nbsp;&nbsp;　　依据\n    <a href="a">《宪法》\n  </a>、<b><a href="b"><span>《民法典》</span></a></b>，\n办理7\n件<sup>1</sup>。</p>'
    block = only(body)
    assert block.text == "依据《宪法》、《民法典》，办理7件1。"
    assert marked(block) == [
        ("link", "《宪法》", FOLDER + "a"),
        ("link", "《民法典》", FOLDER + "b"),
        ("sup", "1", ""),
    ]


def test_a_link_over_paragraphs_is_a_span_of_each() -> None:
    found = blocks('<a href="a"><p>甲文。</p><p>乙文。</p></a><p>丙文。</p>')
    assert [marked(b) for b in found] == [
        [("link", "甲文。", FOLDER + "a")],
        [("link", "乙文。", FOLDER + "a")],
        [],
    ]


def test_a_link_in_a_cell_counts_in_the_text_of_the_table() -> None:
    block = only(
        '<table><tr><td>甲</td><td>见<a href="a.pdf">附表</a></td></tr><tr><td><a href="b">乙</a></td><td>2</td></tr></table>'
    )
    assert marked(block) == [("link", "附表", FOLDER + "a.pdf"), ("link", "乙", FOLDER + "b")]


def test_the_name_of_a_place_and_an_empty_link_are_no_spans() -> None:
    assert only('<p><a name="top"></a>甲<a id="x">乙</a><a href="y"></a>丙。</p>').spans == ()


# Sup and sub


def test_sup_and_sub_are_spans() -> None:
    block = only("<p>绿化25km<sup>2</sup>，减排CO<sub>2</sub>共3×10<sup><span>4</span></sup>吨。</p>")
    assert block.text == "绿化25km2，减排CO2共3×104吨。"
    assert marked(block) == [("sup", "2", ""), ("sub", "2", ""), ("sup", "4", "")]


def test_sup_in_a_cell_and_in_a_heading() -> None:
    table, heading = blocks(
        "<table><tr><td>m<sup>2</sup></td><td>7</td></tr><tr><td>甲</td><td>8</td></tr></table><p>一、面积（km<sup>2</sup>）</p>"
    )
    assert marked(table) == [("sup", "2", "")] and table.spans[0].start == 1
    assert marked(heading) == [("sup", "2", "")] and heading.level == 1


# Footnotes


def test_footnotes_as_word_pastes_them() -> None:
    body = (
        '<p>全年办件71件<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>，'
        '其中<a href="#_ftn2" name="_ftnref2">[2]</a>已办结。</p><br clear="all"><hr size="1">'
        '<div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1">[1]</a> 数据来自统计表。</p></div>'
        '<div id="ftn2"><p class="MsoFootnoteText"><a href="#_ftnref2" name="_ftn2">[2]</a> 截至年底。</p></div>'
    )
    text, first, second = blocks(body)
    assert text.text == "全年办件71件[1]，其中[2]已办结。"
    assert marked(text) == [("note", "[1]", "#_ftn1"), ("note", "[2]", "#_ftn2")]
    assert [first.kind, second.kind] == ["note", "note"]
    assert (first.text, second.text) == ("[1] 数据来自统计表。", "[2] 截至年底。")


def test_footnotes_as_html_writes_them() -> None:
    body = (
        '<p>全年办件71件<sup><a href="#fn1" id="fnref1">①</a></sup>。</p>'
        '<ol class="footnotes"><li id="fn1">数据来自统计表。<a href="#fnref1">↩</a></li></ol>'
    )
    text, note = blocks(body)
    assert text.text == "全年办件71件①。"
    assert ("note", "①", "#fn1") in marked(text)
    assert note.text.startswith("数据来自统计表。")


def test_endnotes_are_notes_too() -> None:
    body = '<p>办件71件<a href="#_edn1" name="_ednref1">[i]</a>。</p><div id="edn1"><p><a href="#_ednref1" name="_edn1">[i]</a> 统计表。</p></div>'
    text, note = blocks(body)
    assert marked(text) == [("note", "[i]", "#_edn1")] and (note.kind, note.text) == ("note", "[i] 统计表。")


def test_a_link_to_a_place_of_the_page_is_no_footnote() -> None:
    block = only('<p>详见<a href="#part2">第二部分</a>。</p>')
    assert [span.kind for span in block.spans] in ([], ["link"])


# White space


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\n    学习\n    7\n    次，\n", "学习7次，"),
        ("&nbsp;&nbsp;&nbsp;&nbsp;学习7次。", "学习7次。"),
        ("　　学习7次。", "学习7次。"),
        ("&emsp;&ensp;学习7次。", "学习7次。"),
        (" &nbsp;　\u200b学习7次。&nbsp;", "学习7次。"),
        ("张三　李四", "张三　李四"),
        ("张　三　　李四", "张　三　　李四"),
        ("World\n    Bank项目", "World Bank项目"),
        ("《宪法》\n\t《民法典》", "《宪法》《民法典》"),
        ("<span>8</span>\n<span>个村</span>\n <span>1</span>\n<span>个社区</span>", "8个村1个社区"),
        ("<span>20</span><span>24</span>年", "2024年"),
        ("学\u200b习\ufeff7\u00ad次", "学习7次"),
        ("甲 乙", "甲 乙"),
        ("“桃花节”\r\n“荷花节”", "“桃花节”“荷花节”"),
        ("（\n一\n）", "（一）"),
    ],
)
def test_white_space_of_the_source_is_no_text(source: str, text: str) -> None:
    assert only(f"<p>{source}</p>").text == text


# The end of a document


@pytest.mark.parametrize(
    "end",
    [
        f'<p align="right">{SIGNATURE[0]}</p><p align="right">{SIGNATURE[1]}</p>',
        f'<p style="text-align:right">{SIGNATURE[0]}<br>{SIGNATURE[1]}</p>',
        f'<div class="lk"><div>{SIGNATURE[0]}</div><div>{SIGNATURE[1]}</div></div>',
        f'<table align="right"><tr><td>{SIGNATURE[0]}</td></tr><tr><td>{SIGNATURE[1]}</td></tr></table>',
        f"<p>{'&nbsp;' * 40}{SIGNATURE[0]}</p><p>{'&nbsp;' * 44}<span>2024</span>\n<span>年</span><span>1</span><span>月</span><span>17</span><span>日</span></p>",
    ],
)  # fmt: skip
def test_signature_and_date_are_the_last_lines_of_the_text(end: str) -> None:
    text = read(f"{ps(PARAGRAPHS[1:])}{end}").text
    assert [line for piece in text.split("\n")[-2:] for line in piece.split("\t")] == SIGNATURE


# Of every page


def every_page() -> list[tuple[str, bytes]]:
    found = [(name, markup.encode()) for name, (markup, _) in LAYOUTS.items()]
    found += [(f"composed {seed}", compose(draw(seed)).body) for seed in range(40)]
    return [*found, *demo_pages(), *((path.name, path.read_bytes()) for path in real_pages())]


def test_what_holds_of_the_blocks_of_every_page() -> None:
    seen: set[str] = set()
    for name, body in every_page():
        answer = extract(Page(URL, body))
        printed = [block.text for block in answer.blocks if block.kind != "image" and block.text]
        assert answer.text == "\n".join(printed), name
        for block in answer.blocks:
            seen.add(block.kind)
            where = f"{name}: {block.text[:40]!r}"
            assert block.text == block.text.strip() or block.kind == "table", where
            assert "\n" not in block.text or block.kind == "table", where
            assert not set(block.text) & set("\xa0\u200b\ufeff\x00\r"), where
            if block.kind == "heading":
                assert 1 <= block.level <= 4, where
            else:
                assert block.level >= 1 if block.kind == "list_item" else block.level == 0, where
            assert len({len(row) for row in block.rows}) <= 1 and bool(block.rows) == (
                block.kind == "table"
            ), where
            assert all(cell in block.text for row in block.rows for cell in row), where
            assert list(block.spans) == sorted(block.spans, key=lambda span: (span.start, -span.end)), where
            for span in block.spans:
                _span_holds(span, block, where)
        assert len({file.url for file in answer.attachments}) == len(answer.attachments), name
    assert seen >= {"paragraph", "heading", "list_item", "table", "image"} or not REAL.is_dir()


def _span_holds(span: Span, block: Block, where: str) -> None:
    assert span.kind in ("link", "sup", "sub", "note"), where
    assert 0 <= span.start < span.end <= len(block.text), where
    assert block.text[span.start : span.end].strip(), where
    if span.kind == "note":
        assert span.address.startswith("#"), where
    elif span.kind == "link":
        assert not span.address or urlsplit(span.address).scheme, where
    else:
        assert not span.address, where


def test_the_title_is_no_block_of_the_body_that_stands_under_it() -> None:
    assert TITLE not in read("<p>甲。</p>").text


def test_a_style_that_raises_is_a_superscript() -> None:
    raised = "<p>面积500m<span style='font-size:8pt;vertical-align: super'>2</span>。</p>"
    answer = extract(Page("", page(f"{H1}<div class=nr>{ps(FULL)}{raised}</div>").encode()))
    block = answer.blocks[-1]
    assert [(s.kind, block.text[s.start : s.end]) for s in block.spans] == [("sup", "2")]
