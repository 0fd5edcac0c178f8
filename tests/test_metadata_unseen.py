"""What pages nobody had shown us print beside the known shapes; the pages are invented, each fails without its rule."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import PROSE, values

from pipelines.answer import Page
from pipelines.extract import extract
from pipelines.labels import LABELS

NUMBER = "640999001/2024-00007"
DOCUMENT = "耘政办发〔2024〕7号"
OFFICE = "耘溪区人民政府办公室"
TITLE = "耘溪区人民政府办公室关于印发农村供水管理办法的通知"
ENTRY = {"index_number": NUMBER, "document_number": DOCUMENT, "issuer": OFFICE}
TABLE = f"""<table><tr><td>索引号</td><td>{NUMBER}</td><td>文号</td><td>{DOCUMENT}</td></tr>
    <tr><td>发布机构</td><td>{OFFICE}</td><td></td><td></td></tr></table>"""
FOOT = "<div class='footer'><p>主办单位：耘溪区人民政府办公室　网站标识码：6409990001</p></div>"


def printed(body, head="", **kwargs):
    """What the page prints: without what we derive from it."""
    found = values(body, head, **kwargs)
    return {field: value for field, value in found.items() if field != "genre"}


def whole(body, head=""):
    """The answer to a whole page with a text under the body given, a short one."""
    source = f"<html><head>{head}</head><body>{body}<div class='TRS_Editor'><p>{PROSE[:120]}</p></div>{FOOT}</body></html>"
    return extract(Page("http://a.test/zwgk/202401/t20240118_5.html", source.encode()))


# --- labels nobody listed ----------------------------------------------------------------------

UNKNOWN = {
    "half of a row": f"""<table><tr><td>受理窗口名称</td><td>耘溪区政务服务中心</td><td>索引号</td><td>{NUMBER}</td></tr>
        <tr><td>文号</td><td>{DOCUMENT}</td><td>发布机构</td><td>{OFFICE}</td></tr></table>""",
    "a row of its own": f"""<table><tr><th>索引号：</th><td>{NUMBER}</td></tr><tr><th>文号：</th><td>{DOCUMENT}</td></tr>
        <tr><th>受理窗口：</th><td>耘溪区政务服务中心二楼综合窗口</td></tr><tr><th>发布机构：</th><td>{OFFICE}</td></tr></table>""",
    "a row without colons": f"""<table><tr><td>索引号</td><td>{NUMBER}</td></tr><tr><td>文号</td><td>{DOCUMENT}</td></tr>
        <tr><td>受理窗口</td><td>耘溪区政务服务中心二楼综合窗口</td></tr><tr><td>发布机构</td><td>{OFFICE}</td></tr></table>""",
    "rows as long as the known ones": f"""<table><tr><th>索引号：</th><td>{NUMBER}</td><th>文号：</th><td>{DOCUMENT}</td></tr>
        <tr><th>发布机构：</th><td>{OFFICE}</td><td></td><td></td></tr><tr><th>受理窗口：</th><td colspan="3">耘溪区政务服务中心二楼综合窗口</td></tr>
        <tr><th>受理时间：</th><td colspan="3">工作日九时至十七时，节假日除外</td></tr></table>""",
}


@pytest.mark.parametrize("block", UNKNOWN.values(), ids=UNKNOWN)
def test_a_label_nobody_listed_costs_no_field_beside_it(block):
    assert printed(block) == ENTRY


def test_a_table_that_is_mostly_unknown_labels_is_no_entry():
    rows = "".join(
        f"<tr><td>{name}</td><td>甲乙丙丁戊己庚辛</td></tr>" for name in ("项目名", "地块", "面积", "用途")
    )
    known = f"<tr><td>文号</td><td>耘水罚〔2024〕3号</td></tr><tr><td>发文机关</td><td>{OFFICE}</td></tr><tr><td>发布日期</td><td>2024-02-03</td></tr>"
    assert printed(f"<table>{rows * 3}{known}</table>") == {}


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("颁布单位", "issuer"),
        ("文件制发机关", "issuer"),
        ("信息公开机构", "issuer"),
        ("信息责任部门", "responsible_unit"),
        ("签署日期", "date_written"),
        ("形成日期", "date_written"),
        ("颁布日期", "date_published"),
        ("登记日期", ""),
        ("统一登记号", ""),
        ("咨询机关", ""),
        ("起草单位", ""),
        ("所属机构", ""),
        ("发布人", ""),
    ],
)
def test_a_spelling_stands_for_its_field_or_for_none(label, field):
    assert LABELS[label].field == field


# --- shapes ------------------------------------------------------------------------------------

SHAPES = {
    "header and values, twice": f"""<table><tr><td>索引号</td><td>文号</td></tr><tr><td>{NUMBER}</td><td>{DOCUMENT}</td></tr>
        <tr><td>发布机构</td><td>公开日期</td></tr><tr><td>{OFFICE}</td><td></td></tr></table>""",
    "a cell says its label again": f"""<table><tr><td>索引号</td><td>{NUMBER}</td></tr><tr><td>文号</td><td>文号：{DOCUMENT}</td></tr>
        <tr><td>发布机构</td><td>{OFFICE}</td></tr></table>""",
    "brackets and no colon": f"""<div><p>【索引号】{NUMBER}</p><p>【文　　号】{DOCUMENT}</p><p>【发文机关】{OFFICE}</p></div>""",
    "common brackets": f"""<ol><li>[索引号]<span>{NUMBER}</span></li><li>[发文字号]耘政办发<span>〔2024〕</span>7号</li>
        <li>[发文机构]<span>{OFFICE}</span></li><li>[废止日期]<span></span></li></ol>""",
    "items by turns": f"""<ul><li>索 引 号</li><li>{NUMBER}</li><li>文　　号</li><li>{DOCUMENT}</li><li>受理窗口</li><li>二楼</li>
        <li>发布机构</li><li>{OFFICE}</li><li>公开日期</li><li></li></ul>""",
    "headings and paragraphs by turns": f"""<div><h4>索引号</h4><p>{NUMBER}</p><h4>文号</h4><p>{DOCUMENT}</p><h4>发布机构</h4>
        <p>{OFFICE}</p></div>""",
    "two paragraphs in a cell": f"""<table><tr><td><p>索引号</p><p>{NUMBER}</p></td><td><p>文号</p><p>{DOCUMENT}</p></td></tr>
        <tr><td><p>发布机构</p><p>{OFFICE}</p></td><td><p>公开日期</p><p></p></td></tr></table>""",
    "a line break in a cell": f"""<table><tr><td>索引号<br>{NUMBER}</td><td>文号<br>{DOCUMENT}</td></tr><tr><td>发布机构<br>{OFFICE}
        </td><td>公开日期<br></td></tr></table>""",
    "a star before the label": f"""<table><tr><td>*索引号：</td><td>{NUMBER}</td></tr><tr><td>*文号：</td><td>{DOCUMENT}</td></tr>
        <tr><td>·发布机构：</td><td>{OFFICE}</td></tr></table>""",
    "the template of a hidden block": f"""<div style="display:none"><table><tr><td>索引号</td><td>{{{{item.syh}}}}</td></tr></table></div>{TABLE}""",
}


@pytest.mark.parametrize("block", SHAPES.values(), ids=SHAPES)
def test_a_shape_is_read_exactly(block):
    assert printed(block) == ENTRY


def test_a_second_table_goes_on_with_the_entry():
    assert (
        printed(TABLE + "<table><tr><td>主 题 词</td><td>水利　供水</td></tr></table>")["keywords"]
        == "水利　供水"
    )


def test_a_list_for_each_pair_goes_on_with_the_entry():
    lists = f"""<dl><dt>索引号：</dt><dd>{NUMBER}</dd></dl><dl><dt>文号：</dt><dd>{DOCUMENT}</dd></dl>
        <dl><dt>发布机构：</dt><dd>{OFFICE}</dd></dl>"""
    source = f"<html><body><h1>{TITLE}</h1><div class='TRS_Editor'>{lists}<p>{PROSE}</p></div></body></html>"
    answer = extract(Page("http://a.test/a.html", source.encode()))
    assert {field: answer.metadata.get(field) for field in ENTRY} == ENTRY


def test_an_everyday_word_without_a_colon_is_a_label_among_others_alike():
    items = f"""<li><label>名　　称</label><div>{TITLE}</div></li><li><label>索 引 号</label><div>{NUMBER}</div></li>"""
    answer = whole(f"<ul>{items}</ul>")
    assert (answer.title, answer.metadata["index_number"]) == (TITLE, NUMBER)
    assert whole(f"<ul><li><label>名　　称</label><div>{TITLE}</div></li></ul>").title == ""


NOT_BESIDE = {
    "items that hold label and value": f"<ul><li>索引号：{NUMBER}</li><li>文号：</li><li>耘政发〔2023〕1号</li><li>发布机构：{OFFICE}</li></ul>",
    "paragraphs": f"<div><p>索引号：{NUMBER}</p><p>文号：</p><p>耘政发〔2023〕1号文件</p><p>发布机构：{OFFICE}</p></div>",
    "a box that has none alike": f"<div><p>索引号：{NUMBER}</p><p>发布机构：{OFFICE}</p></div><div><p>文号：</p><p>耘政发〔2023〕1号</p></div>",
    "cells with both": f"<table><tr><td>索引号：{NUMBER}</td><td>文号：</td><td>耘政发〔2023〕1号</td></tr><tr><td>发布机构：{OFFICE}</td></tr></table>",
}


@pytest.mark.parametrize("block", NOT_BESIDE.values(), ids=NOT_BESIDE)
def test_what_follows_an_empty_label_elsewhere_is_not_its_value(block):
    assert "document_number" not in printed(block)


CHOICES = [
    """<dl><dt>发文机关：</dt><dd><a href='/1'>区政府</a></dd><dd><a href='/2'>区水务局</a></dd></dl>""",
    """<div><span>主题分类</span><span>水利</span><span>农业</span><span>发文机关</span><span>区政府</span>
    <span>区水务局</span></div>""",
]


@pytest.mark.parametrize("choices", CHOICES)
def test_the_first_choice_of_a_filter_is_no_value(choices):
    assert printed(choices) == {}


def test_spans_by_turns_are_no_choices():
    spans = f"""<div><span>受理窗口</span><span>二楼</span><span>索引号</span><span>{NUMBER}</span><span>受理时间</span>
        <span>工作日</span><span>文号</span><span>{DOCUMENT}</span><span>发布机构</span><span>{OFFICE}</span></div>"""
    assert printed(spans) == ENTRY


# --- of which document a label speaks ----------------------------------------------------------


def test_labels_above_a_short_text_are_read_though_a_footer_follows():
    answer = whole(
        f"<h1>{TITLE}</h1><div class='info'>2024-02-03 09:30 <span>来源： 耘溪区水务局</span></div>"
    )
    assert (answer.metadata["source"], answer.metadata["date_published"]) == ("耘溪区水务局", "2024-02-03")
    assert "issuer" not in answer.metadata  # the footer's 主办单位


def test_a_label_beside_the_link_to_another_document_is_of_that_one():
    other = "<div class='item'><a href='/1.html'>耘溪区水务局关于开展节水宣传的通知</a><p>文号：耘水发〔2023〕1号</p></div>"
    assert "document_number" not in printed(other)
    assert printed("<div class='item'><a href='/p'>打印本页</a><p>文号：耘水发〔2023〕1号</p></div>")[
        "document_number"
    ]


LISTED = """<table><tr><td>文件名称</td><td>文号</td><td>发文机关</td><td>发布日期</td></tr>
    <tr><td>关于甲的通知</td><td>耘政发〔2019〕1号</td><td>耘溪区财政局</td><td>2019-01-01</td></tr></table>"""
AMID = """<table><tr><td>文号</td><td>耘水罚〔2024〕3号</td></tr><tr><td>发文机关</td><td>耘溪区水务局</td></tr>
    <tr><td>发布日期</td><td>2024-02-01</td></tr></table>"""


@pytest.mark.parametrize("table", [LISTED, AMID])
def test_a_table_amid_the_text_is_of_the_text(table):
    source = f"<html><body><h1>{TITLE}</h1><div class='TRS_Editor'><p>{PROSE}</p>{table}<p>{PROSE}</p></div></body></html>"
    answer = extract(Page("http://a.test/a.html", source.encode()))
    assert not {"document_number", "issuer", "date_published"} & set(answer.metadata)
    assert "耘" in answer.text.split("〔")[0].split("\t")[-1]


# --- the line under the title ------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<div>2024年02月03日 稿件来源：耘溪日报 责任编辑：王某</div>",
        "<div>来源：耘溪日报 | 作者：张某 | 2024-02-03 15:20 | 阅读：12</div>",
        "<div><span>来源：耘溪日报</span> <span>浏览：3</span> 2024-02-03 15:20</div>",
    ],
)
def test_a_date_without_a_label_in_the_line_is_its_date(line):
    assert printed(line) == {"source": "耘溪日报", "date_published": "2024-02-03"}
