"""Invented pages for the tests of metadata, and the shapes of CMS.md §2 as one document prints them."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

from pipelines.answer import Page
from pipelines.dom import parse
from pipelines.metadata import read_metadata

PROSE = "为进一步规范管理，现将有关事项公布如下，请各单位结合实际认真贯彻执行，工作中遇到的问题及时反馈。" * 3


def page(body, head="", url="http://a.test/zwgk/202401/t20240118_5.html"):
    source = (
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}<div id='c'><p>{PROSE}</p></div></body></html>"
    )
    return parse(Page(url, source.encode()))


def read(
    body, head="", *, site=None, title="", text="", url="http://a.test/zwgk/202401/t20240118_5.html", row=None
):
    parsed = page(body, head, url)
    found = parsed.root.xpath("//div[@id='c']")
    return read_metadata(parsed, site, None, found[0], title, text, row=row)


def values(body, head="", **kwargs):
    return read(body, head, **kwargs).values


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
