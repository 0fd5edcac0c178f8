"""Metadata blocks of every shape, the ranking of candidates, and the fields we derive."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest

from archive.records import FIELD_NAMES
from pipelines.answer import Page
from pipelines.dom import parse, text_of
from pipelines.genre import genre_candidates, report_year
from pipelines.metadata import find_blocks, printed_title, read_metadata
from pipelines.site import ArticleRules, Column, Site, Unit

PROSE = "为进一步规范管理，现将有关事项公布如下，请各单位结合实际认真贯彻执行，工作中遇到的问题及时反馈。" * 3


def page(body, head="", url="http://a.test/zwgk/202401/t20240118_5.html"):
    source = (
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}<div id='c'><p>{PROSE}</p></div></body></html>"
    )
    return parse(Page(url, source.encode()))


def read(body, head="", *, site=None, title="", text="", url="http://a.test/zwgk/202401/t20240118_5.html"):
    parsed = page(body, head, url)
    found = parsed.root.xpath("//div[@id='c']")
    return read_metadata(parsed, site, None, found[0], title, text)


def values(body, head="", **kwargs):
    return read(body, head, **kwargs).values


# --- shapes ------------------------------------------------------------------------------------

FULL = {
    "index_number": "640999001/2024-00007",
    "document_number": "云政办发〔2024〕7号",
    "issuer": "耘溪区人民政府办公室",
    "date_written": "2024-01-17",
    "date_published": "2024-01-18",
    "category": "综合政务",
}
SHAPES = {
    "label and value in one cell": """<table class="xxgk"><tr><td>索引号: 640999001/2024-00007</td>
        <td>文件编号: 云政办发〔2024〕7号</td></tr><tr><td>发布机构: 耘溪区人民政府办公室</td><td>成文日期: 2024-01-17</td></tr>
        <tr><td>发布日期: 2024-01-18</td><td>主题分类: 综合政务</td></tr></table>""",
    "a cell each, twice a row, spaces inside labels": """<table><tr><td><b>索　引　号：</b></td>
        <td>640999001/2024-00007</td><td><b>文　　号：</b></td><td>云政办发〔2024〕7号</td></tr>
        <tr><td><b>发文机关：</b></td><td>耘溪区人民政府办公室</td><td><b>成文日期：</b></td><td>2024年1月17日</td></tr>
        <tr><td><b>发布日期：</b></td><td>2024年01月18日</td><td><b>主题分类：</b></td><td>综合政务</td></tr></table>""",
    "cells without colons": """<table><tr><th>索引号</th><td>640999001/2024-00007</td><th>文号</th>
        <td>云政办发〔2024〕7号</td></tr><tr><th>发布机构</th><td>耘溪区人民政府办公室</td><th>生成日期</th><td>2024-01-17</td></tr>
        <tr><th>公开日期</th><td>2024-01-18</td><th>信息分类</th><td>综合政务</td></tr></table>""",
    "header row then value row, nested wrongly": """<table><tbody><thead><tr><th>索取号</th><th>文号</th>
        <th>发布机构</th><th>成文日期</th><th>发布日期</th><th>主题分类</th></tr></thead><tr><td>640999001/2024-00007</td>
        <td>云政办发〔2024〕7号</td><td>耘溪区人民政府办公室</td><td>2024-01-17</td><td>2024-01-18</td><td>综合政务</td></tr>
        </tbody></table>""",
    "dl, dd, label": """<div class="meta"><dl><dd><label><font>索&ensp;引&ensp;号：</font></label><div>
        640999001/2024-00007
        </div></dd><dd><label>发文字号：</label><div>云政办发〔2024〕7号</div></dd><dd><label>发布机构：</label>
        <div>耘溪区人民政府办公室</div></dd><dd><label>生成日期：</label><div>2024-01-17</div></dd><dd><label>发布日期：</label>
        <div>2024-01-18</div></dd><dd><label>分类：</label><div>综合政务</div></dd></dl></div>""",
    "dt and dd": """<dl><dt>索引号</dt><dd>640999001/2024-00007</dd><dt>文号</dt><dd>云政办发〔2024〕7号</dd>
        <dt>发布机构</dt><dd>耘溪区人民政府办公室</dd><dt>成文日期</dt><dd>2024-01-17</dd><dt>发布日期</dt><dd>2024-01-18</dd>
        <dt>主题分类</dt><dd>综合政务</dd></dl>""",
    "strong and text": """<div><div class="l"><p><strong>索引号</strong>：640999001/2024-00007</p><p><strong>文号</strong>：
        云政办发〔2024〕7号</p><p><strong>发布机构</strong>：耘溪区人民政府办公室</p></div><div class="r">
        <p><strong>成文日期</strong>：2024年01月17日</p><p><strong>发布日期</strong>：2024年01月18日</p>
        <p><strong>主题分类</strong>：综合政务</p></div></div>""",
    "spans, as Angular renders them": """<div><div><span class="a">索 引 号：<span class="ng-binding">640999001/2024-00007
        </span></span><span class="a">主题分类：<span class="ng-binding">综合政务</span></span></div><div><span class="a">发文机关：
        <span>耘溪区人民政府办公室</span></span><span>发文日期：<span>2024-01-17</span></span></div><div><span>文  号：
        <span>云政办发〔2024〕7号</span></span><span>发布日期：<span>2024-01-18</span></span></div></div>""",
    "label span and value span side by side": """<div><span>索引号：</span><span>640999001/2024-00007</span>
        <span>文号：</span><span>云政办发〔2024〕7号</span><span>发布机构：</span><span>耘溪区人民政府办公室</span><br>
        <span>成文日期：</span><span>2024-01-17</span><span>发布日期：</span><span>2024-01-18</span><span>主题分类：</span>
        <span>综合政务</span></div>""",
    "label div and value div": """<div class="xx"><div class="row"><div class="k">索引号</div><div class="v">640999001/2024-00007
        </div></div><div class="row"><div class="k">文号</div><div class="v">云政办发〔2024〕7号</div></div><div class="row">
        <div class="k">发布机构</div><div class="v">耘溪区人民政府办公室</div></div><div class="row"><div class="k">成文日期</div>
        <div class="v">2024-01-17</div></div><div class="row"><div class="k">发布日期</div><div class="v">2024-01-18</div></div>
        <div class="row"><div class="k">主题分类</div><div class="v">综合政务</div></div></div>""",
    "list items": """<ul class="h"><li><em>【索引号】</em>640999001/2024-00007</li><li><em>【文号】</em>云政办发〔2024〕7号</li>
        <li><em>【发布机构】</em>耘溪区人民政府办公室</li><li><em>【成文日期】</em>2024-01-17</li><li><em>【发布日期】</em>2024-01-18</li>
        <li><em>【主题分类】</em>综合政务</li></ul>""",
    "one line with all": """<p class="i">索引号：640999001/2024-00007　文号：云政办发〔2024〕7号　发布机构：耘溪区人民政府办公室
        成文日期：2024-01-17　发布日期：2024-01-18　主题分类：综合政务</p>""",
    "values in template comments": """<table><tr><td>信息索引号</td><td><!--<$[SYH]>-->640999001/2024-00007<!--<$[SYH]>--></td>
        <td>文件编号</td><td><!--<$[WH]>-->云政办发〔2024〕7号<!--<$[WH]>--></td></tr><tr><td>发布机构</td><td><!--<$[JG]>-->
        耘溪区人民政府办公室<!--<$[JG]>--></td><td>生成日期</td><td>20240117</td></tr><tr><td>公开日期</td><td>2024-01-18</td>
        <td>主题分类</td><td>综合政务</td></tr></table>""",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_block_of_any_shape_gives_the_same_fields(shape):
    assert values(SHAPES[shape]) == FULL


@pytest.mark.parametrize("shape", SHAPES)
def test_a_block_of_any_shape_is_found_whole_and_no_more(shape):
    blocks = find_blocks(page(f"<h1>标题在此</h1>{SHAPES[shape]}"))
    texts = "".join(text_of(b) for b in blocks)
    assert "640999001/2024-00007" in texts and "综合政务" in texts
    assert "标题在此" not in texts and PROSE[:10] not in texts


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "lost", ["640999001/2024-00007", "云政办发〔2024〕7号", "耘溪区人民政府办公室", "综合政务", "2024-01-18"]
)
def test_an_empty_value_is_never_filled_from_its_neighbour(shape, lost):
    field = next(k for k, v in FULL.items() if v == lost)
    source = SHAPES[shape]
    for printed in (lost, "2024年01月18日" if lost == "2024-01-18" else lost):
        source = source.replace(printed, "")
    got = values(source)
    assert {k: v for k, v in got.items() if k != "date_published"} == {
        k: v for k, v in FULL.items() if k not in (field, "date_published")
    }
    assert got.get("date_published", "") in ("", FULL["date_published"])


@pytest.mark.parametrize(
    "nothing",
    ["—&nbsp;&nbsp;—", "无", "暂无", "--", "／", "-", "（无）", "暂无文号", "{{data.no}}", "&nbsp;"],
)
def test_a_placeholder_is_an_empty_value_and_stays_as_evidence(nothing):
    result = read(
        f"<table><tr><td>索引号：</td><td>1/2024-00001</td><td>文号：</td><td>{nothing}</td></tr></table>"
    )
    assert "document_number" not in result.values
    (kept,) = [e for e in result.evidence if e.field == "document_number"]
    assert not kept.chosen and kept.value == "" and kept.label == "文号"


def test_a_label_is_kept_as_printed():
    result = read(
        "<table><tr><td>索　引　号：</td><td>1/2024-00001</td><td>文号：</td><td></td></tr></table>"
    )
    (kept,) = [e for e in result.evidence if e.field == "index_number"]
    assert (kept.label, kept.raw, kept.chosen) == ("索　引　号", "1/2024-00001", True)


def test_the_document_number_stays_as_printed():
    assert values(SHAPES["dt and dd"].replace("〔2024〕", "[2024]"))["document_number"] == "云政办发[2024]7号"


def test_a_header_row_over_several_rows_is_a_list_of_others():
    table = """<table><tr><th>名称</th><th>索引号</th><th>发布机构</th></tr><tr><td>甲</td><td>1/2024-00001</td><td>甲局</td></tr>
        <tr><td>乙</td><td>1/2024-00002</td><td>乙局</td></tr></table>"""
    assert values(table) == {}
    assert find_blocks(page(table)) == []


def test_a_header_row_over_one_linked_row_is_a_list_of_one():
    table = """<table><tr><th>名称</th><th>索引号</th><th>发布机构</th></tr><tr><td><a href="a.html">甲</a></td>
        <td>1/2024-00001</td><td>甲局</td></tr></table>"""
    assert values(table) == {}


def test_hidden_tables_of_other_documents_do_not_speak_for_this_one():
    def item(title, number):
        return f"""<li><a href="{number[-1]}.html">{title}</a><div style="display:none"><table><tr><td>名称</td><td>{title}</td>
            <td>索引号</td><td>{number}</td></tr><tr><td>发布机构</td><td>{title}局</td><td>文号</td><td></td></tr></table></div></li>"""

    others = f"<ul>{item('甲', '1/2024-00001')}{item('乙', '1/2024-00002')}</ul>"
    result = read(others, title="丙")
    assert result.values == {}
    assert {e.value for e in result.evidence if e.field == "index_number"} == {"1/2024-00001", "1/2024-00002"}
    assert read(others, title="乙").values["index_number"] == "1/2024-00002"


def test_what_a_comment_says_is_evidence_only():
    result = read("""<div><p><strong>索引号</strong>：1/2024-00001</p><!--<p><strong>成文日期</strong>：2024年01月17日</p>-->
        <p><strong>发布机构</strong>：甲局</p></div>""")
    assert "date_written" not in result.values
    (kept,) = [e for e in result.evidence if e.field == "date_written"]
    assert (kept.value, kept.chosen, kept.rule) == ("2024-01-17", False, "comment")


def test_a_table_in_the_text_is_no_metadata_block():
    body = """<div id="text"><p>附表如下：</p><table><tr><td>名称</td><td>甲</td></tr><tr><td>文号</td><td>云字〔2024〕1号</td></tr>
        <tr><td>发文日期</td><td>2024-01-01</td></tr></table></div>"""
    parsed = page(body)
    text = parsed.root.xpath("//div[@id='text']")[0]
    assert read_metadata(parsed, None, None, text, "", "").values == {}
    assert find_blocks(parsed) == []


def test_a_notice_of_a_meeting_keeps_its_time_and_place():
    parsed = page(
        "<div id='text'><p>时间：2024年3月1日</p><p>地点：二楼会议室</p><p>联系电话：0953-1234567</p></div>"
    )
    assert find_blocks(parsed) == []


def test_a_very_short_text_beside_the_block_is_not_swallowed():
    body = f"<div class='w'><h2>关于放假的通知</h2>{SHAPES['dt and dd']}<div class='t'><p>今日放假一天。</p></div></div>"
    texts = "".join(text_of(b) for b in find_blocks(page(body)))
    assert "放假" not in texts and "综合政务" in texts


def test_the_line_under_a_title():
    got = values("""<div class="info"><span>发布时间：2024-01-18 09:53</span>&nbsp;&nbsp;<span>来源：<b>耘溪区司法局</b></span>
        <span>浏览次数：<i id="n"></i></span><span>字体：[<a href="#">大</a> <a href="#">中</a>]</span></div>""")
    assert got == {"date_published": "2024-01-18", "source": "耘溪区司法局"}


def test_an_empty_source_does_not_take_the_button_after_it():
    got = values(
        "<div><span>来源：</span><span>打印</span><span>关闭</span> <span>发布时间：2024-01-18</span></div>"
    )
    assert got.get("date_published") == "2024-01-18"
    got = values(
        "<div><span>来源：<b></b></span><span>访问量：<b>5</b></span><span>发布日期：2024-01-18</span></div>"
    )
    assert got == {"date_published": "2024-01-18"}


def test_a_data_source_in_the_text_is_not_the_source():
    assert values("<div><p>数据来源：统计局</p></div>") == {}


# --- ranking -----------------------------------------------------------------------------------


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


# --- meta tags ---------------------------------------------------------------------------------


def test_meta_tags_are_read_in_any_case_and_order_once():
    result = read(
        "",
        """<meta content="耘溪区人民政府
        " name="sitename"><meta name="contentSource" content="耘溪区司法局"><META NAME="PUBDATE" CONTENT="2024年01月18日">
        <meta name="contentSource" content="耘溪区司法局"><meta name="ArticleTitle" content="关于&lt;br/&gt;春节的&lt;b&gt;通知&lt;/b&gt;">
        <meta name="viewport" content="width=device-width">""",
    )
    assert result.meta_tags == (
        ("SiteName", "耘溪区人民政府"),
        ("ContentSource", "耘溪区司法局"),
        ("PubDate", "2024年01月18日"),
        ("ArticleTitle", "关于<br/>春节的<b>通知</b>"),
    )
    assert result.values["source"] == "耘溪区司法局"
    assert result.values["date_published"] == "2024-01-18"
    assert "".join(result.title.split()) == "关于春节的通知"


def test_a_tag_nobody_filled_in_is_no_value():
    head = """<meta name="SiteIDCode" content="政府网站标识码"><meta name="ContentSource" content="来源">
        <meta name="ArticleTitle" content="文章标题"><meta name="PubDate" content="YYYY-MM-DD HH:MM"><meta name="Keywords" content="${kw}">"""
    result = read("", head)
    assert result.values == {} and result.title == ""
    assert ("SiteIDCode", "政府网站标识码") in result.meta_tags


def test_the_keywords_of_the_site_are_not_the_documents():
    article = '<meta name="ArticleTitle" content="甲"><meta name="SiteName" content="耘溪区">'
    assert "keywords" not in values("", article + '<meta name="keywords" content="耘溪区">')
    assert "keywords" not in values(
        "", article + '<meta name="keywords" content="云溪;政府"><meta name="Keywords" content="">'
    )
    assert values("", article + '<meta name="Keywords" content="法治 报告">')["keywords"] == "法治 报告"


# --- breadcrumb --------------------------------------------------------------------------------

PATH = "政务公开 > 法治政府建设 > 年度报告"
CRUMBS = {
    "links and entities": """<div class="x">当前位置：<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/a/">政务公开</a>&nbsp;&gt;&nbsp;
        <a href="/a/b/">法治政府建设</a>&gt;<a href="/a/b/c/">年度报告</a></div>""",
    "text only": "<p>当前位置:首页 > 政务公开 > 法治政府建设 > 年度报告 > 正文</p>",
    "a list": """<ul><li>您的位置：<a href="/">网站首页</a></li><li><a href="/a/">政务公开</a></li><li><a href="/b/">法治政府建设</a></li>
        <li><a href="/c/">年度报告</a></li></ul>""",
    "a table in a table": """<table><tr><td>您现在所在的位置：</td><td><a href="/">首页</a></td><td><table><tr><td>&gt;<a href="/a">政务公开</a></td>
        <td>&gt;<a href="/b">法治政府建设</a></td><td>&gt;<a href="/c">年度报告</a></td></tr></table></td></tr></table>""",
    "slashes and a bare last step": """<div>当前位置：<a href="/">首页</a>&nbsp;/&nbsp;<a href="/a">政务公开</a> /
        <a href="/b">法治政府建设</a> / <span>年度报告</span></div>""".replace(" /", " »").replace(
        "/&nbsp;", "»&nbsp;"
    ),
    "the links of TRS without a label": """<div><a href="../../" class="CurrChnlCls">首页</a>-&gt;<a href="../" class="CurrChnlCls">政务公开</a>
        -&gt;<a href="./b" class="CurrChnlCls">法治政府建设</a>-&gt;<a href="./" class="CurrChnlCls">年度报告</a></div>""",
    "a class": """<div class="BreadcrumbNav"><a href="/">首页</a> &gt; <a href="/a">政务公开</a> &gt; <a href="/b">法治政府建设</a>
        &gt; <a href="/c">年度报告</a></div>""",
    "a span for the label": """<div><i></i><span>您当前的位置 </span>&gt; <span><a href="/">首页</a></span>&gt; <span><a href="/a">政务公开</a>>
        <a href="/b">法治政府建设</a>><a href="/c">年度报告</a></span></div>""",
}


@pytest.mark.parametrize("shape", CRUMBS)
def test_a_breadcrumb_of_any_shape_is_one_path(shape):
    assert values(CRUMBS[shape]) == {"column_path": PATH}


def test_the_label_of_a_breadcrumb_is_kept_without_its_colon():
    result = read("<div>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a></div>")
    assert [e.label for e in result.evidence if e.field == "column_path"] == ["当前位置"]


def test_the_title_at_the_end_of_a_breadcrumb_is_no_column():
    crumb = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; 关于春节的通知</div>"
    assert values(crumb, title="关于春节的通知")["column_path"] == "政务公开"


# --- genre, year, unit -------------------------------------------------------------------------

SITE = Site(
    "yunxi",
    "耘溪区人民政府",
    "http://a.test/",
    "tdate",
    (Column(path="政务公开 > 法治政府建设 > 年度报告", genre="法治政府建设年度报告"),),
    units=(
        Unit("上桥镇"),
        Unit("上桥镇中心"),
        Unit("金积镇人民政府"),
        Unit("司法局", "department"),
        Unit("耘溪区人民政府", "government"),
    ),
)


def chosen(title, path="", number=""):
    found = genre_candidates(title, path, number, SITE)
    return min(found, key=lambda c: c.strength).value if found else ""


@pytest.mark.parametrize(
    ("title", "genre", "year"),
    [
        ("利通区上桥镇2023年法治政府建设情况报告", "法治政府建设年度报告", "2023"),
        ("耘溪区司法局2022年度法治政府建设工作情况的报告", "法治政府建设年度报告", "2022"),
        ("耘溪区人民政府关于2021年度法治政府建设情况的报告", "法治政府建设年度报告", "2021"),
        ("二〇二〇年度法治政府建设年度报告", "法治政府建设年度报告", "2020"),
        (
            "中共上桥镇委员会 上桥镇人民政府关于2023年度推进法治政府建设工作情况的报告",
            "法治政府建设年度报告",
            "2023",
        ),
        ("上桥镇2023年政府信息公开工作年度报告", "政府信息公开工作年度报告", "2023"),
        ("耘溪区2022年国民经济和社会发展统计公报", "统计公报", "2022"),
        ("关于2024年春节放假安排的通知", "通知公告", ""),
        ("国有土地使用权挂牌出让公告（云地告字5号）", "通知公告", ""),
        ("关于印发2023年法治政府建设工作要点的通知", "通知公告", ""),
        ("关于报送2023年度法治政府建设情况报告的通知", "通知公告", ""),
        ("上桥镇召开法治政府建设推进会", "", ""),
        ("统计公报解读", "", ""),
        ("2021-2023年法治政府建设情况报告", "法治政府建设年度报告", ""),
        ("法治政府建设情况报告", "法治政府建设年度报告", ""),
    ],
)
def test_genre_and_year_come_from_the_title_by_stated_rules(title, genre, year):
    assert chosen(title) == genre
    found = report_year(title, genre)
    assert (found.value if found else "") == year


def test_the_columns_genre_stands_before_the_titles():
    assert chosen("上桥镇情况报告", "政务公开 > 法治政府建设 > 年度报告") == "法治政府建设年度报告"
    assert chosen("上桥镇情况报告", "政务公开 > 法治政府建设") == ""


def test_a_normative_document_is_told_by_its_number_or_column():
    assert chosen("关于印发管理办法的通知", number="云政规发〔2024〕1号") == "规范性文件"
    assert chosen("耘溪区管理办法", path="政策文件 > 行政规范性文件") == "规范性文件"
    assert chosen("耘溪区管理办法", number="云政发〔2024〕1号") == ""


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("利通区上桥镇", "上桥镇"),
        ("吴忠市利通区金积镇人民政府", "金积镇人民政府"),
        ("耘溪区金积镇", "金积镇人民政府"),
        ("耘溪区上桥镇中心", "上桥镇中心"),
        ("耘溪区人民政府", "耘溪区人民政府"),
        ("耘溪区财政局", ""),
        ("上桥镇、金积镇", ""),
    ],
)
def test_an_issuer_names_one_unit_or_none(printed, unit):
    block = (
        f"<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布机构：</td><td>{printed}</td></tr></table>"
    )
    assert values(block, site=SITE).get("unit", "") == unit


def test_a_title_names_the_unit_where_no_issuer_is_printed():
    assert values("", site=SITE, title="上桥镇2023年法治政府建设情况报告")["unit"] == "上桥镇"


# --- the whole ---------------------------------------------------------------------------------


def test_only_known_fields_are_answered():
    for source in (*SHAPES.values(), *CRUMBS.values()):
        assert set(values(source, site=SITE, title="上桥镇2023年法治政府建设情况报告")) <= set(FIELD_NAMES)


def test_the_printed_title_is_whole_or_none():
    block = "<table><tr><td>索引号</td><td>1/2024-00001</td><td>标　　题</td><td>{}</td></tr></table>"
    assert printed_title(page(block.format("河北：关于春节的通知"))) == "河北：关于春节的通知"
    assert printed_title(page(block.format("关于唐山国际旅游岛管理区..."))) == ""


@pytest.mark.parametrize(
    "source", [b"", b"%PDF-1.4", b"<", b"\x00\x01\x02", "索引号：".encode(), "<td>索引号".encode()]
)
def test_a_page_without_anything_has_no_metadata(source):
    parsed = parse(Page("", source))
    assert read_metadata(parsed, None, None, None, "", "").values == {}
