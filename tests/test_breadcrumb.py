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


@pytest.mark.parametrize(
    "between",
    [
        "&gt;",
        "&gt;&gt;",
        "/",
        " / ",
        "»",
        "›",
        " - ",
        "|",
        "｜",
        "\\",
        "→",
        " :: ",
        "&nbsp;&gt;&nbsp;",
        "<i>&gt;</i>",
        "<span>/</span>",
    ],
)
def test_any_sign_between_links_is_no_step(between):
    links = [f"<a href='/{n}'>{name}</a>" for n, name in enumerate(("首页", *PATH.split(" > ")))]
    assert values(f"<div>当前位置：{between.join(links)}</div>") == {"column_path": PATH}
    assert values(f"<div>当前位置：{between.join(links)}{between}正文</div>") == {"column_path": PATH}


@pytest.mark.parametrize("between", [" > ", ">>", " / ", " » ", " - ", "｜"])
def test_a_path_in_one_text_is_cut_at_its_signs(between):
    assert values(
        f"<p>您现在的位置：{between.join(('首页', *PATH.split(' > '), '正文'))}</p>".replace(">>", "&gt;&gt;")
    ) == {"column_path": PATH}


@pytest.mark.parametrize(
    "label",
    [
        "当前位置",
        "您的位置",
        "您当前所在位置",
        "您现在的位置",
        "所在位置",
        "现在位置",
        "你所在的位置是",
        "当前栏目位置",
        "位置",
    ],
)
@pytest.mark.parametrize("colon", ["：", ":", " ", "： "])
def test_every_wording_of_the_label_is_one(label, colon):
    path = "<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; <a href='/b'>年度报告</a>"
    assert values(f"<div>{label}{colon}{path}</div>") == {"column_path": "政务公开 > 年度报告"}
    assert values(f"<div><span>{label}{colon}</span>{path}</div>") == {"column_path": "政务公开 > 年度报告"}


def test_the_shortened_title_at_the_end_is_no_column():
    crumb = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; 关于春节放假...</div>"
    assert values(crumb, title="关于春节放假安排的通知")["column_path"] == "政务公开"


def test_a_place_in_the_text_is_no_breadcrumb():
    assert (
        values(
            "<p>该地块位置：位于上桥镇以南、金积镇以北，<a href='/a'>详见附图</a></p>",
            url="http://a.test/5.html",
        )
        == {}
    )
    assert values("<p>位置优越，交通便利。</p>", url="http://a.test/5.html") == {}
