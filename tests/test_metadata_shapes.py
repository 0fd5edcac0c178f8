"""Metadata blocks of every shape of CMS.md §2, each with the trap beside it."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import FULL, PROSE, SHAPES, page, read, values

from pipelines.dom import text_of
from pipelines.metadata import find_blocks, printed_title, read_metadata


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


def test_the_document_number_has_its_year_in_the_official_brackets_and_the_raw_is_kept():
    result = read(SHAPES["dt and dd"].replace("〔2024〕", "[2024]"))
    (kept,) = [e for e in result.evidence if e.field == "document_number"]
    assert (kept.value, kept.raw) == ("云政办发〔2024〕7号", "云政办发[2024]7号")


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
    assert result.values == {"genre": "其他"}
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


def test_a_colon_in_a_cell_of_its_own_is_no_value():
    got = values(
        """<table><tr><td>索引号</td><td>：</td><td>990303001/2024-00001</td></tr>
        <tr><td>发布机构</td><td>：</td><td>耘溪区司法局</td></tr><tr><td>文号</td><td>：</td><td></td></tr>
        <tr><td>责任部门</td><td>：</td></tr></table>"""
    )
    assert got == {"index_number": "990303001/2024-00001", "issuer": "耘溪区司法局"}


@pytest.mark.parametrize("title", ["耘溪区 上桥镇：普法到田头", "关于印发“十四五”规划：纲要的通知"])
def test_a_title_with_a_colon_is_whole(title):
    for shape in (
        "<dl><dt>索引号：</dt><dd>1/2024-00001</dd><dt>名称：</dt><dd>{}</dd></dl>",
        "<div><span>索引号：</span><span>1/2024-00001</span><span>标题：</span><span>{}</span></div>",
        "<table><tr><td>索引号</td><td>1/2024-00001</td></tr><tr><td>名称</td><td>{}</td></tr></table>",
    ):
        assert printed_title(page(shape.format(title))) == title


def test_labels_in_one_column_and_values_in_another_are_not_paired():
    got = values(
        """<div class="k"><p>索引号：</p><p>文号：</p><p>发布机构：</p></div>
        <div class="v"><p>990303001/2024-00001</p><p>耘溪区司法局</p></div>"""
    )
    assert got == {}


def test_a_value_row_of_another_width_belongs_to_no_header():
    table = """<table><tr><th>索引号</th><th>文号</th><th>发布机构</th></tr>
        <tr><td>990303001/2024-00001</td><td colspan="2">耘溪区司法局</td></tr></table>"""
    assert values(table) == {}
