"""Fields that are told differently in several places are named, and nothing else is."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import read

from archive.records import Evidence, ListRow
from pipelines.conflicts import conflicts_of

URL = "http://a.test/zwgk/202401/t20240118_5.html"
BLOCK = """<table><tr><td>索引号：</td><td>990303001/2024-00001</td><td>发布机构：</td><td>{issuer}</td></tr>
<tr><td>成文日期：</td><td>{written}</td><td>发布日期：</td><td>{published}</td></tr></table>"""


def block(issuer="利通区上桥镇", written="2024-01-17", published="2024-01-18"):
    return BLOCK.format(issuer=issuer, written=written, published=published)


SIGNED = "正文。\n上桥镇人民政府\n2024年1月17日"


def test_a_page_that_agrees_with_itself_has_no_conflict():
    row = ListRow(URL, "关于春节的通知", "2024-01-18", "990303001/2024-00001", "", "上桥镇")
    head = (
        '<meta name="PubDate" content="2024-01-18 09:30"><meta name="ArticleTitle" content="关于春节的通知">'
    )
    result = read(block(), head, text=SIGNED, row=row)
    assert result.conflicts == ()
    assert sum(e.field == "date_published" for e in result.evidence) == 4


@pytest.mark.parametrize(
    ("head", "url", "text", "row", "field"),
    [
        ('<meta name="PubDate" content="2024-01-22 10:00">', URL, SIGNED, None, "date_published"),
        ("", URL.replace("0118", "0119"), SIGNED, None, "date_published"),
        ("", URL, SIGNED, ListRow(URL, "甲", "2024-01-20"), "date_published"),
        ("", URL, SIGNED.replace("17日", "16日"), None, "date_written"),
        ("", URL, SIGNED.replace("上桥镇人民政府", "金积镇人民政府"), None, "issuer"),
        ("", URL, SIGNED, ListRow(URL, "甲", "", "990303001/2024-00002"), "index_number"),
    ],
)
def test_the_field_that_another_place_tells_differently_is_named(head, url, text, row, field):
    result = read(block(), head, url=url, text=text, row=row)
    assert result.conflicts == (field,)
    values = {e.value for e in result.evidence if e.field == field}
    assert len(values) > 1 and result.values[field] in values


def test_the_block_is_believed_and_every_rival_is_kept():
    row = ListRow(URL, "甲", "2024-01-20")
    result = read(block(), '<meta name="PubDate" content="2024-01-22 10:00:05">', text=SIGNED, row=row)
    assert result.values["date_published"] == "2024-01-18"
    told = [(e.value, e.rule, e.chosen, e.precision) for e in result.evidence if e.field == "date_published"]
    assert told == [
        ("2024-01-18", "disclosure-cells", True, "day"),
        ("2024-01-22", "meta-tag", False, "second"),
        ("2024-01-18", "url-date", False, "day"),
        ("2024-01-20", "list-row", False, "day"),
    ]


def test_dates_are_compared_as_far_as_both_are_printed():
    assert read(block(written="2024年1月"), text=SIGNED).conflicts == ()
    assert read(block(written="2024年2月"), text=SIGNED).conflicts == ("date_written",)
    assert read(block(written="2023年"), text=SIGNED).conflicts == ("date_written",)


def test_the_list_speaks_only_where_the_page_is_silent():
    row = ListRow(URL, "关于春节的通知", "2024-01-20", "990303001/2024-00009", "耘政发[2024]7号", "司法局")
    result = read("", row=row, url="http://a.test/5.html")
    assert result.values == {
        "date_published": "2024-01-20",
        "index_number": "990303001/2024-00009",
        "document_number": "耘政发〔2024〕7号",
        "issuer": "司法局",
        "genre": "通知公告",
    }
    assert result.title == "关于春节的通知"
    assert {(e.rule, e.place) for e in result.evidence if e.field == "issuer"} == {("list-row", "list row")}
    assert read(block(), row=row).values["index_number"] == "990303001/2024-00001"


def test_a_title_the_list_cuts_short_is_evidence_only():
    result = read("", row=ListRow(URL, "关于春节放假安排的…"), url="http://a.test/5.html")
    assert result.title == "" and "genre" not in result.values


def test_what_is_never_believed_is_in_no_conflict():
    generated = """<meta name="PubDate" content="2023-08-16 10:33:59"><meta name="others" content="页面生成时间 2023-08-16 10:33:59">"""
    assert read(block(), generated, text=SIGNED).conflicts == ()
    assert read(block() + "<!--成文日期：2020-01-01-->", text=SIGNED).conflicts == ()


def told(field, *values, labels=("", "")):
    return [
        Evidence(field, value, value, "", "x", label, chosen=n == 0)
        for n, (value, label) in enumerate(zip(values, labels, strict=True))
    ]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("document_number", "耘政发〔2024〕7号", "耘政发[2024] 7号"),
        ("issuer", "上桥镇", "吴忠市利通区上桥镇人民政府"),
        ("issuer", "司法局、财政局", "耘溪区财政局"),
        ("source", "浙江监管局", "浙江监管局"),
        ("source", "上桥镇", "利通区上桥镇人民政府"),
        ("responsible_unit", "司法所、党政办", "上桥镇司法所"),
        ("title", "关于春节的通知", "耘溪区司法局关于春节的 通知"),
        ("index_number", "1/2024-00001", "1/2024- 00001"),
    ],
)
def test_another_dress_is_no_conflict(field, one, other):
    assert conflicts_of(told(field, one, other)) == ()


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("document_number", "耘政发〔2024〕7号", "耘政办发〔2024〕7号"),
        ("issuer", "耘溪区人民政府", "耘溪区人民政府办公室"),
        ("issuer", "耘溪区", "耘溪区司法局"),
        ("title", "关于春节的通知", "关于国庆的通知"),
        ("validity", "有效", "失效"),
    ],
)
def test_another_name_is_one(field, one, other):
    assert conflicts_of(told(field, one, other)) == (field,)


def test_two_schemes_of_classes_do_not_disagree():
    labels = ("主题分类", "信息分类")
    assert conflicts_of(told("category", "综合政务", "通知", labels=labels)) == ()
    assert conflicts_of(told("category", "综合政务", "通知", labels=("主题分类", "主题分类"))) == (
        "category",
    )
