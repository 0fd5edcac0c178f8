"""Rows and paging of lists of any shape."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import pytest

from pipelines.answer import Page
from pipelines.attachments import is_file
from pipelines.dom import parse
from pipelines.links import find_link, resolve
from pipelines.listing import read_listing
from pipelines.platforms import platform_of
from pipelines.site import ListRules, Site

URL = "http://a.test/zwgk/tzgg/index.html"
NAVIGATION = """<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开信息</a></li>
    <li><a href="/hd/">互动交流专栏</a></li><li><a href="/fw/">办事服务大厅</a></li></ul></div>"""
FOOTER = """<div class="footer"><a href="/about.html">关于我们网站地图</a><p>网站标识码：6409990001 更新日期：2026-11-01</p></div>"""


def page(body, url=URL):
    source = f"<!DOCTYPE html><html><head><title>通知公告</title></head><body>{NAVIGATION}{body}{FOOTER}</body></html>"
    return parse(Page(url, source.encode()))


def read(body, url=URL, site=None):
    parsed = page(body, url)
    return read_listing(parsed, site, platform_of(parsed, site))


def told(listing):
    return [(row.url.rpartition("/")[2], row.title, row.date) for row in listing.rows]


TITLES = ("关于做好春节期间安全生产工作的通知", "耘溪区2023年法治政府建设情况报告", "关于公开征求意见的公告")
DATES = ("2024-02-01", "2024-01-18", "2023-12-30")
EXPECTED = [(f"t{n}.html", TITLES[n], DATES[n]) for n in range(3)]


def rows(form):
    return "\n".join(form.format(n=n, t=TITLES[n], d=DATES[n], s=DATES[n][5:]) for n in range(3))


SHAPES = {
    "date before": "<ul>" + rows('<li><span>{d}</span><a href="./t{n}.html">{t}</a></li>') + "</ul>",
    "date after": "<ul>" + rows('<li><a href="t{n}.html" title="{t}">·{t}</a><em>[{d}]</em></li>') + "</ul>",
    "date inside the link": "<ul>"
    + rows('<li><a href="t{n}.html"><span>{t}</span><i>{d}</i></a></li>')
    + "</ul>",
    "date as text": "<ul>" + rows('<li><a href="t{n}.html">{t}</a> {d}</li>') + "</ul>",
    "table rows": "<table>"
    + rows('<tr><td>·</td><td><a href="t{n}.html">{t}</a></td><td align="right">{d}</td></tr>')
    + "</table>",
    "a table per row": rows('<table><tr><td><a href="t{n}.html">{t}</a></td><td>{d}</td></tr></table>'),
    "divs": "<div class='list'>"
    + rows('<div class="item"><div class="t"><a href="t{n}.html">{t}</a></div><div class="d">{d}</div></div>')
    + "</div>",
    "dl": "<dl>" + rows('<dd><a href="t{n}.html">{t}</a><span>{d}</span></dd>') + "</dl>",
    "a label before the date": "<ul>"
    + rows('<li><a href="t{n}.html">{t}</a><p>发布日期：{d}</p></li>')
    + "</ul>",
    "links and dates in one div": "<div>"
    + rows('<a href="t{n}.html">{t}</a><span>{d}</span><br>')
    + "</div>",
    "dates and links in one div": "<div>"
    + rows('<span>{d}</span><a href="t{n}.html">{t}</a><br>')
    + "</div>",
    "one div, dates as text": "<div>" + rows('<a href="t{n}.html">{t}</a> {d}<br>') + "</div>",
    "several ul": rows('<ul class="l"><li><a href="t{n}.html">{t}</a><span>{d}</span></li></ul>'),
    "a script among the items": "<ul>"
    + rows('<li><a href="t{n}.html">{t}</a><span>{d}</span></li><script>var a="2020-01-01"</script>')
    + "</ul>",
    "day and month apart": "<ul>"
    + rows(
        '<li><span class="d">{d}</span><h3><a href="t{n}.html">{t}</a></h3><p>现将有关事项通知如下，请遵照执行。</p></li>'
    )
    + "</ul>",
    "a summary and a button": "<ul>"
    + rows('<li><a href="t{n}.html">{t}</a><p>摘要</p><span>{d}</span><a href="t{n}.html">详情</a></li>')
    + "</ul>",
    "dates of hours": "<ul>"
    + rows('<li><a href="t{n}.html">{t}</a><span>{d} 10:30:00</span></li>')
    + "</ul>",
    "numbered": "<ol>" + rows('<li><a href="t{n}.html">{n}. {t}</a><span>({d})</span></li>') + "</ol>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_of_any_shape_gives_all_rows_and_no_other(shape):
    assert told(read(SHAPES[shape])) == EXPECTED


@pytest.mark.parametrize("shape", SHAPES)
def test_a_missing_date_is_not_taken_from_a_neighbour(shape):
    if shape == "dates and links in one div":
        source = SHAPES[shape].replace("<span>2024-01-18</span>", "")
    else:
        source = SHAPES[shape].replace(DATES[1], "")
    got = {title: date for _, title, date in told(read(source))}
    assert got.get(TITLES[0]) == DATES[0] and got.get(TITLES[2]) == DATES[2]
    assert got.get(TITLES[1], "") == ""


def test_a_row_without_a_date_is_still_a_row():
    source = SHAPES["date after"].replace(f"<em>[{DATES[1]}]</em>", "")
    assert [title for _, title, _ in told(read(source))] == list(TITLES)


def test_a_pinned_old_item_stays_first():
    body = (
        "<ul>"
        + '<li><a href="p.html">置顶：举报违法线索有奖励</a><span>2019-05-01</span></li>'
        + rows('<li><a href="t{n}.html">{t}</a><span>{d}</span></li>')
        + "</ul>"
    )
    assert [r[2] for r in told(read(body))] == ["2019-05-01", *DATES]


@pytest.mark.parametrize("dots", ["...", "…", "……"])
def test_a_title_cut_short_is_taken_from_its_attribute(dots):
    cut = TITLES[0][:8] + dots
    body = f'<ul><li><a href="t0.html" title="{TITLES[0]}">{cut}</a><span>2024-02-01</span></li></ul>'
    assert told(read(body)) == EXPECTED[:1]
    label = f'<ul><li><a href="t0.html" title="标题：{TITLES[0]}&#10;发布时间：2024-02-01">{cut}</a><span>2024-02-01</span></li></ul>'
    assert told(read(label)) == EXPECTED[:1]


def test_a_title_attribute_that_says_something_else_is_not_the_title():
    body = '<ul><li><a href="t0.html" title="点击查看">关于做好春节期间安全生产工作的通知</a><span>2024-02-01</span></li></ul>'
    assert told(read(body)) == EXPECTED[:1]


def test_rows_that_lead_to_other_hosts_and_files_are_rows():
    body = """<ul><li><a href="https://b.test/jy/1.html?x=1">关于终止探矿权挂牌出让的公告</a><span>2024-02-01</span></li>
        <li><a href="./P020240201.pdf">关于公布名单的公告</a><span>2024-01-31</span></li></ul>"""
    assert [r.url for r in read(body).rows] == [
        "https://b.test/jy/1.html?x=1",
        "http://a.test/zwgk/tzgg/P020240201.pdf",
    ]


def test_links_by_script_are_no_rows():
    body = """<ul><li><a href="javascript:void(0)">关于公布名单的公告</a><span>2024-01-31</span></li>
        <li><a href="t0.html">关于做好春节期间安全生产工作的通知</a><span>2024-02-01</span></li></ul>"""
    assert told(read(body)) == EXPECTED[:1]


def test_hidden_tables_give_each_row_its_own_number():
    def item(n, number, cut=""):
        return f"""<li><div class="no">{number}</div><div class="t"><a href="t{n}.html" title="{TITLES[n]}">{TITLES[n][:9]}...</a>
            <div class="hide"><table><tr><td><div>名称</div></td><td colspan="3">{TITLES[n][:9]}...</td></tr><tr><td>发布机构</td>
            <td>第{n}科</td><td>索引号</td><td>{number}</td></tr><tr><td>文号</td><td></td><td>发布日期</td><td>{DATES[n]}</td></tr>
            </table></div></div><div class="d">{DATES[n]}</div></li>"""

    listing = read("<ul>" + item(0, "A1/2024-00001") + item(1, "") + item(2, "A1/2024-00003") + "</ul>")
    assert told(listing) == EXPECTED
    assert [(r.index_number, r.issuer, r.document_number) for r in listing.rows] == [
        ("A1/2024-00001", "第0科", ""),
        ("", "第1科", ""),
        ("A1/2024-00003", "第2科", ""),
    ]


def test_the_head_of_a_table_names_its_columns():
    body = """<table><tr><th>名称</th><th>索引号</th><th>文号</th><th>发布机构</th><th>发布日期</th></tr>
        <tr><td><a href="t0.html">关于做好春节期间安全生产工作的通知</a></td><td>A/2024-00001</td><td>云政〔2024〕1号</td><td>区政府</td>
        <td>2024-02-01</td></tr></table>"""
    (row,) = read(body).rows
    assert (row.index_number, row.document_number, row.issuer, row.date) == (
        "A/2024-00001",
        "云政〔2024〕1号",
        "区政府",
        "2024-02-01",
    )


def test_a_side_list_does_not_win_over_the_list_with_the_paging():
    side = (
        "<div class='hot'><ul>"
        + "".join(
            f'<li><a href="h{n}.html">热点新闻标题之第{n}条比较长的标题</a><span>2024-02-0{n}</span></li>'
            for n in range(1, 9)
        )
        + "</ul></div>"
    )
    main = f"""<div class="main">{SHAPES["date after"]}<div class="page"><a href="index.html">上一页</a>
        <span class="now">2</span><span>下一页</span></div></div>"""
    assert told(read(side + main, "http://a.test/zwgk/tzgg/index_1.html")) == EXPECTED
    assert told(read(main + side, "http://a.test/zwgk/tzgg/index_1.html")) == EXPECTED


@pytest.mark.parametrize("shape", SHAPES)
def test_the_day_in_the_header_belongs_to_no_row(shape):
    body = f"<div class='top'><div class='today'>2026年11月23日</div></div>{SHAPES[shape]}<p>2026-11-23</p>"
    assert told(read(body)) == EXPECTED


@pytest.mark.parametrize(
    "body",
    [
        "<ul>" + '<li><a href="x.html">关于某某的通知</a><span>2024-01-01</span></li>' * 3000 + "</ul>",
        "<ul><li><a href='x.html'>关于某某的通知</a>2024-01-01" * 500 + "</li></ul>" * 500,
        "<div>" + "<a href='x.html'>1</a>" * 5000 + "</div>",
        "<script>createPageHTML(1," * 3000 + "</script>",
        "<script type='text/xml'>" + "<datastore><record>" * 5000 + "</script>",
    ],
)
def test_a_hostile_page_is_read_to_its_end(body):
    assert len(read(body).rows) <= 1


def test_a_list_without_dates_is_read_from_its_links():
    body = "<ul>" + rows('<li><a href="t{n}.html">{t}</a></li>') + "</ul>"
    assert told(read(body)) == [(u, t, "") for u, t, _ in EXPECTED]


def test_navigation_alone_is_no_list():
    assert read("<p>正在建设中</p>").rows == ()


def test_a_stub_or_an_empty_page_has_no_rows_and_no_next():
    for source in (b"", b"<html></html>", b"<html><body>404</body></html>", b"\x00", b"%PDF-1.7"):
        listing = read_listing(parse(Page(URL, source)))
        assert (listing.rows, listing.next) == ((), "")


def test_a_sites_own_rules_go_first():
    site = Site(
        "x", "甲", "http://a.test/", "", (), list=ListRules(rows="div.r", link="b a", date="i", next="a.go")
    )
    body = """<div class="r"><a href="x.html">不是这个链接而且很长很长</a><b><a href="t0.html">关于做好春节期间安全生产工作的通知</a></b>
        <i>2024-02-01</i></div><a class="go" href="index_7.html">更早</a>"""
    listing = read(body, site=site)
    assert told(listing) == EXPECTED[:1]
    assert listing.next == "http://a.test/zwgk/tzgg/index_7.html"


# --- paging by links ---------------------------------------------------------------------------

LIST = SHAPES["date after"]
BAR = """<div id="page_nav_list"><span>首页</span><span>上一页</span><a href="/x/index_1.html" class="select">1</a>
    <a href="/x/index_2.html">2</a><a href="/x/index_3.html">3</a><a href="/x/index_4.html">...</a><a href="/x/index_36.html">36</a>
    <a class="next" href="/x/index_2.html">下一页</a><a href="/x/index_36.html">尾页</a></div>"""


def test_static_page_links():
    listing = read(LIST + BAR)
    assert (listing.next, listing.pages) == ("http://a.test/x/index_2.html", 36)
    assert told(listing) == EXPECTED


def test_a_window_of_page_numbers_is_no_count():
    listing = read(LIST + BAR.replace('<a href="/x/index_36.html">36</a>', ""))
    assert (listing.next, listing.pages) == ("http://a.test/x/index_2.html", None)


@pytest.mark.parametrize("word", ["下一页", "下页", "下一页>", "后一页", "»", ">", "Next", "下一页 >>"])
def test_words_for_the_next_page(word):
    listing = read(
        LIST + f'<div class="p"><a href="index.html">首页</a> <a href="index_1.html">{word}</a></div>'
    )
    assert listing.next == "http://a.test/zwgk/tzgg/index_1.html"


@pytest.mark.parametrize(
    "last",
    [
        '<span class="now">3</span><span>下一页</span>',
        '<span class="now">3</span><a href="javascript:void(0)">下一页</a>',
        '<span class="now">3</span><a>下一页</a>',
        '<a href="index_2.html" class="cur">3</a><a href="index_2.html">下一页</a>',
        '<span class="now">3</span><a class="disabled" href="index_9.html">下一页</a>',
    ],
)
def test_the_last_page_has_no_next(last):
    bar = f'<div class="p"><a href="index.html">1</a><a href="index_1.html">2</a>{last}</div>'
    assert read(LIST + bar, "http://a.test/zwgk/tzgg/index_2.html").next == ""


@pytest.mark.parametrize(
    "current",
    [
        "<span>2</span>",
        "<strong>2</strong>",
        '<a class="on" href="index_1.html">2</a>',
        '<a class="current">2</a>',
    ],
)
def test_numbers_alone_lead_on(current):
    bar = f'<div><a href="index.html">1</a>{current}<a href="index_2.html">3</a><a href="index_3.html">4</a></div>'
    assert read(LIST + bar).next == "http://a.test/zwgk/tzgg/index_2.html"


@pytest.mark.parametrize(
    ("words", "pages", "records"),
    [
        ("共5页", 5, None),
        ("共 89 条 第1页/共5页", 5, 89),
        ("页次：1/5页", 5, None),
        ("共有<b>89</b>条信息", None, 89),
        ("总记录数：89", None, 89),
    ],
)
def test_counts_in_words(words, pages, records):
    listing = read(LIST + f'<div class="p">{words} <a href="index_1.html">下一页</a></div>')
    assert (listing.pages, listing.records) == (pages, records)


def test_pages_by_query_lead_on():
    bar = '<div><a href="?pageIndex=1" class="active">1</a><a href="?pageIndex=2">2</a><a href="?pageIndex=2">下一页</a></div>'
    assert (
        read(LIST + bar, "http://a.test/content/column/1?pageIndex=1").next
        == "http://a.test/content/column/1?pageIndex=2"
    )


# --- links -------------------------------------------------------------------------------------


def test_addresses_resolve_only_where_the_pages_own_is_known():
    assert resolve(page("", URL), "../x/t1.html") == "http://a.test/zwgk/x/t1.html"
    assert resolve(page("", ""), "../x/t1.html") == "../x/t1.html"
    assert resolve(page("", "./t1.html"), "./t2.html") == "./t2.html"
    assert resolve(page("", URL), " ./t 1.html\n#top") == "http://a.test/zwgk/tzgg/t 1.html"


def test_a_link_is_found_by_its_text():
    parsed = page(
        """<a href="http://b.test/fz/">法治政府建设</a><a href="/fz/">法治政府建设 &gt;&gt;</a><a href="#">政府文件</a>
        <a href="/wj/" title="政府文件"><img src="x.png"></a><a href="/wj2/">政府文件库</a>""",
        "http://a.test/",
    )
    assert find_link(parsed, "法治政府建设") == "http://a.test/fz/"
    assert find_link(parsed, "政府文件") == "http://a.test/wj/"
    assert find_link(parsed, "政府公报") is None


@pytest.mark.parametrize(
    "said",
    [
        "·人事任免",
        "&gt;&gt; 人事任免",
        "【人事任免】",
        "人事任免 »",
        "人事任免更多",
        "人事任免 More",
        "人事任免+",
    ],
)
def test_what_dresses_the_text_of_a_link_is_not_of_it(said):
    parsed = page(f'<a href="/rs/">{said}</a><a href="/rsj/">人事任免局更多信息</a>', "http://a.test/")
    assert find_link(parsed, "人事任免") == "http://a.test/rs/"


def test_addresses_of_files():
    assert is_file("http://a.test/P0.PDF?x=1") and not is_file("http://a.test/pdf/")
