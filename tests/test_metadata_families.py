"""The block of each family of CMS.md §2 as it is printed there, with empty values beside filled ones."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import read, values

UCAP = """<div class="meta-main"><div class="meta-data"><dl class="clearfix">
<dd class="IndexNo"><label><font>索 引 号：</font></label><div>990303001/2024-0043406</div></dd>
<dd class="scrq"><label>生成日期：</label><div>2024-01-17</div></dd>
<dd class="wh"><label>文 &nbsp;&nbsp; 号：</label><div></div></dd>
<dd class="gkfs"><label>公开方式：</label><div>主动公开</div></dd>
<dd class="gksx"><label>公开时限：</label><div>长期公开</div></dd>
<dd class="gkfw"><label>公开范围：</label><div>面向社会</div></dd>
<dd class="ReleaseMechanism"><label>责任部门：</label><div>耘溪区统计局</div></dd></dl></div></div>"""

HANWEB = """<table class="xxgk_table"><tr><td>索引号: 990482082/2024-00332</td><td>公开方式: 主动公开</td></tr>
<tr><td>文件编号: </td><td>发布机构: 耘溪区水务局</td></tr><tr><td>公开时限: 长期公开</td><td>公开日期: 2024-01-18</td></tr>
<tr><td>有效性: </td><td>统一编号: </td></tr></table>"""

SHANGHAI = """<table class="xxgk"><tbody><thead><tr><th>索取号</th><th>文号</th><th>公开主体</th><th>生成日期</th><th>公开属性</th></tr>
</thead><tr><td>AB1234567-2024-005</td><td></td><td>耘溪区司法局</td><td></td><td>主动公开</td></tr></tbody></table>"""

HANDAN = """<div class="top cf"><div class="top-l fl"><p><strong>索引号</strong>：990014348/2020-35147</p>
<p><strong>发布机构</strong>：耘溪区教育局</p><p><strong>名称</strong>：耘溪区教育局关于印发方案的通知</p><p><strong>文号</strong>：无</p></div>
<div class="top-r fr"><p><strong>主题分类</strong>：科技</p><!--<p><strong>主题词</strong>：安全整治</p>--><p><strong>发布日期</strong>：2020年08月02日</p>
<!--<p><strong>成文日期</strong>：2020年07月30日</p>--></div></div>"""

GOV = """<table class="bd1" width="640"><tbody><tr><td width="72"><b>索 引 号：</b></td><td width="240">990014349/2019-00007</td>
<td><b>主题分类：</b></td><td>财政、金融、审计\\其他</td></tr><tr><td><b>发文机关：</b></td><td>耘溪区人民政府办公室</td><td><b>成文日期：</b></td>
<td>2019年02月02日</td></tr><tr><td><b>标　　题：</b></td><td colspan="3">耘溪区人民政府办公室关于发挥作用的意见</td></tr>
<tr><td><b>发文字号：</b></td><td>耘政办发〔2019〕6号</td><td><b>发布日期：</b></td><td>2019年02月14日</td></tr>
<tr><td><b>主 题 词：</b></td><td colspan="3"></td></tr></tbody></table>"""

WUXI = """<table><tr><td>信息索引号</td><td><!--<$[SYH]>-->990006438/2026-03652<!--<$[SYH]>--></td><td>生成日期</td>
<td><!--<$[SCRQ]>-->2026-03-02<!--<$[SCRQ]>--></td><td>公开日期</td><td><!--<$[GKRQ]>-->2026-03-05<!--<$[GKRQ]>--></td></tr>
<tr><td>文件编号</td><td><!--<$[WJBH]>-->—&nbsp;&nbsp;—<!--<$[WJBH]>--></td><td>发布机构</td><td><!--<$[FBJG]>-->耘溪区住房局<!--<$[FBJG]>--></td>
<td>效力状况</td><td><!--<$[XLZK]>-->有效<!--<$[XLZK]>--></td></tr></table>"""

NFRA = """<div class="ItemDetailRed-header ng-scope"><div><span class="w">索 引 号：<span class="ng-binding"></span></span><span>主题分类：
<span class="ng-binding">行政处罚</span></span></div><div><span>办文部门：<span class="ng-binding"></span></span><span>发文日期：
<span class="ng-binding"></span></span></div><div><span>公文名称：<span class="ng-binding">处罚信息公开表</span></span></div>
<div class="ng-hide"><span>文  号：<span class="ng-binding"></span></span></div></div>"""

FAMILIES = {
    "UCAP: dl, dd with classes, label": (
        UCAP,
        {"index_number": "990303001/2024-0043406", "date_written": "2024-01-17", "disclosure": "主动公开", "responsible_unit": "耘溪区统计局"},
    ),
    "Hanweb: label and value in one cell": (
        HANWEB,
        {"index_number": "990482082/2024-00332", "disclosure": "主动公开", "issuer": "耘溪区水务局", "date_published": "2024-01-18"},
    ),
    "Shanghai: header row and value row, nested wrongly": (
        SHANGHAI,
        {"index_number": "AB1234567-2024-005", "issuer": "耘溪区司法局", "disclosure": "主动公开"},
    ),
    "Handan: strong and text, rows in comments, a number that is none": (
        HANDAN,
        {"index_number": "990014348/2020-35147", "issuer": "耘溪区教育局", "category": "科技", "date_published": "2020-08-02"},
    ),
    "gov.cn: two pairs a row, full-width spaces in labels": (
        GOV,
        {"index_number": "990014349/2019-00007", "category": "财政、金融、审计\\其他", "issuer": "耘溪区人民政府办公室", "date_written": "2019-02-02", "document_number": "耘政办发〔2019〕6号", "date_published": "2019-02-14"},
    ),
    "Wuxi: values between template comments, a dash for none": (
        WUXI,
        {"index_number": "990006438/2026-03652", "date_written": "2026-03-02", "date_published": "2026-03-05", "issuer": "耘溪区住房局", "validity": "有效"},
    ),
    "NFRA: spans left empty": (NFRA, {"category": "行政处罚"}),
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_block_gives_its_fields_and_leaves_its_empty_ones_empty(family):
    source, wanted = FAMILIES[family]
    got = values(source)
    got.pop("genre", None)
    assert got == wanted


FILLED = {
    "UCAP": (UCAP, ("990303001/2024-0043406", "2024-01-17", "主动公开", "耘溪区统计局")),
    "Hanweb": (HANWEB, ("990482082/2024-00332", "主动公开", "耘溪区水务局", "2024-01-18")),
    "Shanghai": (SHANGHAI, ("AB1234567-2024-005", "耘溪区司法局", "主动公开")),
    "Handan": (HANDAN, ("990014348/2020-35147", "耘溪区教育局", "科技", "2020年08月02日")),
    "gov.cn": (
        GOV,
        (
            "990014349/2019-00007",
            "财政、金融、审计\\其他",
            "耘政办发〔2019〕6号",
            "2019年02月02日",
            "2019年02月14日",
        ),
    ),
    "Wuxi": (WUXI, ("990006438/2026-03652", "2026-03-02", "2026-03-05", "耘溪区住房局", "有效")),
    "NFRA": (NFRA, ("行政处罚",)),
}


@pytest.mark.parametrize(("family", "lost"), [(f, lost) for f, (_, all_) in FILLED.items() for lost in all_])
def test_emptying_a_value_empties_its_field_and_no_other(family, lost):
    source = FILLED[family][0]
    before, after = values(source), values(source.replace(lost, "", 1))
    gone = {name for name in before if name not in after}
    assert {name: before[name] for name in after} == after
    assert len(gone) == 1


def test_values_in_comments_are_kept_as_evidence_only():
    kept = {(e.field, e.value, e.chosen, e.eligible) for e in read(HANDAN).evidence if e.rule == "comment"}
    assert kept == {("keywords", "安全整治", False, False), ("date_written", "2020-07-30", False, False)}


def test_a_missing_cell_takes_no_value_from_the_row_below():
    got = values("""<table><tr><td>索引号：</td><td>990303001/2024-00001</td><td>文号：</td></tr>
        <tr><td>发布机构：</td><td>耘溪区司法局</td><td>成文日期：</td><td>2024-01-17</td></tr></table>""")
    assert got == {
        "index_number": "990303001/2024-00001",
        "issuer": "耘溪区司法局",
        "date_written": "2024-01-17",
    }


def test_an_empty_last_value_is_not_filled_by_the_text_after_the_block():
    source = "<div class='m'>索引号：990303001/2024-00001<br>公开方式：主动公开<br>文号：</div><div>耘政发〔2024〕1号文件</div>"
    assert values(source) == {"index_number": "990303001/2024-00001", "disclosure": "主动公开"}


def test_a_name_that_runs_into_a_sentence_is_no_name():
    got = values(
        "<p>索引号：990303001/2024-00001 发布机构：耘溪区司法局。请各单位认真贯彻。 公开方式：主动公开</p>"
    )
    assert "issuer" not in got and got["disclosure"] == "主动公开"


def test_a_label_in_brackets_needs_no_colon():
    got = values(
        "<ul><li><em>【索引号】</em>990303001/2024-00001</li><li><em>【关键词】</em>法治</li><li><em>【标题】</em>甲</li></ul>"
    )
    assert got["keywords"] == "法治"
