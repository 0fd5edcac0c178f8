"""The breadcrumb 当前位置 in every shape, as one path."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest
from metadata_pages import read, values

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
