"""Where several places speak of one field: which is believed, and that all are kept."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import read, values

from pipelines.site import ArticleRules, Site


def test_the_issued_number_stands_before_the_plain_one():
    body = """<table><tr><td>索引号：</td><td>1/2024-00001</td><td>文号：</td><td>甲〔2024〕1号</td></tr>
        <tr><td>发文字号：</td><td>乙〔2024〕2号</td><td>成文日期：</td><td></td></tr></table>"""
    result = read(body)
    assert result.values["document_number"] == "乙〔2024〕2号"
    assert [(e.value, e.chosen) for e in result.evidence if e.field == "document_number"] == [
        ("甲〔2024〕1号", False),
        ("乙〔2024〕2号", True),
    ]


def test_four_dates_are_four_fields():
    body = """<table><tr><td>索引号：</td><td>1/2024-00001</td><td>生成日期：</td><td>2024-01-17</td></tr>
        <tr><td>成文日期：</td><td>2024-01-15</td><td>发布日期：</td><td>2024-01-20</td></tr></table>"""
    result = read(
        body, '<meta name="PubDate" content="2024-01-22 10:00">', title="耘溪区2023年法治政府建设情况报告"
    )
    assert result.values["date_written"] == "2024-01-15"
    assert result.values["date_published"] == "2024-01-20"
    assert result.values["report_year"] == "2023"
    rivals = {(e.value, e.rule) for e in result.evidence if e.field == "date_published" and not e.chosen}
    assert rivals == {("2024-01-22", "meta-tag"), ("2024-01-18", "url-date")}


def test_a_date_of_publication_is_never_taken_for_the_date_of_writing():
    got = values("<div><span>发布日期：2024-01-18</span><span>来源：甲局</span></div>")
    assert "date_written" not in got


def test_a_publication_tag_that_is_the_time_of_generation_is_evidence_only():
    head = """<meta name="PubDate" content="2023-08-16 10:33:59"><meta name="others" content="页面生成时间 2023-08-16 10:33:59">"""
    result = read("", head)
    assert "date_published" not in result.values
    assert ("2023-08-16", "page-generation-time") in {(e.value, e.rule) for e in result.evidence}
    later = head.replace("页面生成时间 2023-08-16", "页面生成时间 2023-09-01")
    assert values("", later)["date_published"] == "2023-08-16"


def test_the_date_in_an_address_is_evidence_only():
    result = read("", url="http://a.test/t20240118_5.html")
    assert result.values == {}
    assert [(e.value, e.rule, e.chosen) for e in result.evidence] == [("2024-01-18", "url-date", False)]


def test_the_signature_is_believed_only_where_nothing_else_speaks():
    text = "一、工作情况\n下一步继续努力。\n利通镇人民政府\n2024年1月17日"
    got = read("", text=text).values
    assert got == {"issuer": "利通镇人民政府", "date_written": "2024-01-17"}
    block = "<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布机构：</td><td>耘溪区</td></tr></table>"
    result = read(block, text=text)
    assert result.values["issuer"] == "耘溪区"
    assert ("利通镇人民政府", False) in {(e.value, e.chosen) for e in result.evidence if e.field == "issuer"}


@pytest.mark.parametrize(
    "text",
    [
        "会议于2024年1月17日召开。",
        "截至目前，共办理5件。\n2024年1月17日",
        "2024117",
        "请于以下日期前报送：\n2024年1月17日",
    ],
)
def test_a_day_without_an_office_above_it_is_no_signature(text):
    assert read("", text=text).values == {}


def test_a_category_that_says_how_it_is_disclosed_is_the_way_of_disclosure():
    body = "<table><tr><td>索引号</td><td>1/2024-00001</td><td>内容分类</td><td>主动公开</td></tr></table>"
    assert values(body)["disclosure"] == "主动公开"
    assert "category" not in values(body)


def test_the_seeds_header_leaves_its_empty_number_empty():
    body = """<table><tr><td>索引号</td><td>640302027/2024-00001</td><td>文号</td><td></td><td>生成日期</td><td>2024-01-17</td></tr>
        <tr><td>内容分类</td><td>主动公开</td><td>发布机构</td><td>利通区上桥镇</td><td>责任部门</td><td>吴忠市利通区上桥镇人民政府</td></tr></table>"""
    assert values(body) == {
        "index_number": "640302027/2024-00001",
        "date_written": "2024-01-17",
        "disclosure": "主动公开",
        "issuer": "利通区上桥镇",
        "responsible_unit": "吴忠市利通区上桥镇人民政府",
    }


def test_a_site_files_selector_goes_first():
    site = Site("x", "甲", "http://a.test/", "", (), article=ArticleRules(metadata=(("source", "i.from"),)))
    got = values(
        "<i class='from'>来源：真的来源</i><div><span>来源：别的</span><span>发布时间：2024-01-18</span></div>",
        site=site,
    )
    assert got["source"] == "真的来源"


def test_the_footer_of_a_site_names_no_unit_of_the_document():
    footer = """<div class="foot"><p>主办单位：耘溪区人民政府办公室　承办单位：耘溪区大数据中心</p><p>发布单位：耘溪区网信办</p>
        <p>网站标识码：9903030001 某ICP备00000000号</p></div>"""
    result = read(footer, url="http://a.test/5.html")
    assert result.values == {}
    assert {e.eligible for e in result.evidence} <= {False}


def test_a_label_for_any_date_is_believed_after_pubdate():
    head = '<meta name="PubDate" content="2024-01-18 09:30">'
    result = read("<p>日期：2024-11-23</p>", head, url="http://a.test/5.html")
    assert (result.values["date_published"], result.conflicts) == ("2024-01-18", ("date_published",))
    assert values("<p>日期：2024-01-18</p>", url="http://a.test/5.html")["date_published"] == "2024-01-18"
    assert "date_published" not in values("<p>时间：2024年</p>", url="http://a.test/5.html")


def test_labels_of_other_documents_beside_the_text_speak_for_none():
    others = "".join(f"<li><b>文{n}</b><p>发布时间：2024-02-0{n}</p></li>" for n in range(1, 4))
    result = read(f"<ul>{others}</ul>", url="http://a.test/5.html")
    assert "date_published" not in result.values
    assert sum(e.field == "date_published" for e in result.evidence) == 3


def test_of_several_lines_the_one_right_above_the_text_is_its_own():
    def line(day, source):
        return f"<div><span>发布时间：{day}</span><span>来源：{source}</span></div>"

    others = "".join(f"<li><h4>文{n}</h4>{line(f'2024-02-0{n}', f'{n}局')}</li>" for n in range(1, 4))
    own = f"<h1>标题</h1>{line('2024-01-18', '耘溪区司法局')}"
    result = read(f"<ul>{others}</ul>{own}", url="http://a.test/5.html")
    assert result.values == {"date_published": "2024-01-18", "source": "耘溪区司法局"}
    assert result.conflicts == ()


def test_a_row_of_heads_with_colons_is_no_header_row():
    table = """<table><tr><th>索引号：</th><th>1/2024-00001</th><th>文号：</th><th>耘政发〔2024〕1号</th></tr>
        <tr><th>发布机构：</th><th>耘溪区司法局</th><th>公开方式：</th><th></th></tr></table>"""
    assert values(table) == {
        "index_number": "1/2024-00001",
        "document_number": "耘政发〔2024〕1号",
        "issuer": "耘溪区司法局",
    }
