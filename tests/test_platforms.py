"""The three families: how each is recognised, and how its lists and split articles go on."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.answer import Page
from pipelines.dom import parse
from pipelines.listing import read_listing
from pipelines.platforms import PLATFORMS, platform_of

ITEMS = "".join(
    f'<li><a href="./t2024010{n}_{n}.html">关于第{n}号事项的通知公告</a><span>2024-01-0{n}</span></li>'
    for n in range(1, 6)
)
LIST = f"<ul>{ITEMS}</ul>"


def page(body, url, head=""):
    return parse(Page(url, f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()))


def paging(body, url):
    parsed = page(body, url)
    listing = read_listing(parsed, None, platform_of(parsed))
    return listing.next, listing.pages, listing.records


def test_a_family_is_a_module_and_nothing_else():
    assert set(PLATFORMS) >= {"tdate", "jpage", "ucap"}
    for name, platform in PLATFORMS.items():
        assert platform.id == name and platform.name


@pytest.mark.parametrize(
    ("mark", "family"),
    [
        ('<div class="TRS_Editor"><p>文</p></div>', "tdate"),
        ('<div class="view TRS_UEDITOR trs_paper_default trs_web"><p>文</p></div>', "tdate"),
        ('<a class="CurrChnlCls" href="../">首页</a>', "tdate"),
        ('<div class="TRS_Editor"><!--ZJEG_RSS.content.begin--><p>文</p></div>', "tdate"),
        ("<!--ZJEG_RSS.content.begin--><p>文</p><!--ZJEG_RSS.content.end-->", "jpage"),
        ("<!--<$[信息内容]>begin--><p>文</p>", "jpage"),
        ('<script type="text/xml"><datastore></datastore></script>', "jpage"),
        ("<UCAPCONTENT><p>文</p></UCAPCONTENT>", "ucap"),
        ('<div id="UCAP-CONTENT"><p>文</p></div>', "ucap"),
        ("<script>createPageHTML('page-div',34,1,'list','shtml',500);</script>", "ucap"),
        ('<script>createPageHTML(34,0,"index","html");</script>', "tdate"),
    ],
)
def test_fingerprints(mark, family):
    assert platform_of(page(mark, "")).id == family


def test_a_page_without_fingerprints_is_of_no_family():
    assert platform_of(page("<p>文</p>", "http://a.test/x.html")) is None


# --- TRS ---------------------------------------------------------------------------------------

INDEX = "http://a.test/zwgk/index.html"


@pytest.mark.parametrize(
    ("call", "url", "expected"),
    [
        ('createPageHTML(55, 0, "index", "html");', INDEX, ("http://a.test/zwgk/index_1.html", 55, None)),
        ("createPageHTML(3,1,'index','shtml')", INDEX, ("http://a.test/zwgk/index_2.shtml", 3, None)),
        ('createPageHTML(3, 2, "index", "html");', INDEX, ("", 3, None)),
        ('createPageHTML(1, 0, "index", "html");', INDEX, ("", 1, None)),
        ('createPageHTML(0, 0, "index", "html");', INDEX, ("", 0, None)),
        ('createPageHTML(55,0, "index","shtml","1089");', "", ("index_1.shtml", 55, 1089)),
        ('createPage(9, 0, "index","html")', INDEX, ("http://a.test/zwgk/index_1.html", 9, None)),
        (
            'pageControl(4,2,"index","shtml",10,\'pages-nav\')',
            INDEX,
            ("http://a.test/zwgk/index_3.shtml", 4, None),
        ),
        (
            'createPageHTML(4, 0, "index", "html", "pages");',
            INDEX,
            ("http://a.test/zwgk/index_1.html", 4, None),
        ),
        (
            'var n=7, c=2;\ncreatePageHTML(n, c, "index", "html");',
            INDEX,
            ("http://a.test/zwgk/index_3.html", 7, None),
        ),
        (
            '//createPageHTML(9,8,"index","html")\n/* createPageHTML(9,8,"index","html") */ createPageHTML(2,0,"index","html")',
            INDEX,
            ("http://a.test/zwgk/index_1.html", 2, None),
        ),
        (
            'function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}\ncreatePageHTML(2,0,"index","html")',
            INDEX,
            ("http://a.test/zwgk/index_1.html", 2, None),
        ),
    ],
)
def test_trs_counts_pages_from_nought(call, url, expected):
    assert paging(f"{LIST}<script>{call}</script>", url) == expected


def test_trs_pages_counted_anew_from_the_records():
    script = """createPageHTML(80,0,"index","shtml","1089");
        function createPageHTML(_nPageCount,_nCurrIndex,_sPageName,_sPageExt,_recordCount){
        _nPageCount = Math.ceil(_recordCount/ 20); }"""
    assert paging(f"{LIST}<script>{script}</script>", INDEX) == ("http://a.test/zwgk/index_1.shtml", 55, 1089)


def test_trs_links_written_from_variables_before_scripts_run():
    script = r"""var currentPage=0; var countPage=56; var nextPage=currentPage+1;
        document.write("<a href=\"index"+"_"+nextPage+"."+"html\">下一页</a>");"""
    assert paging(f"{LIST}<script>{script}</script>", INDEX) == ("http://a.test/zwgk/index_1.html", 56, None)
    last = script.replace("currentPage=0", "currentPage=55")
    assert paging(f"{LIST}<script>{last}</script>", INDEX) == ("", 56, None)


def test_the_call_on_an_article_pages_its_parts():
    body = '<div class="TRS_Editor"><p>正文</p></div><script>createPageHTML(3,{},"t20190918_693227","shtml");</script>'
    url = "http://a.test/sx/201909/t20190918_693227.shtml"
    family = PLATFORMS["tdate"]
    first = page(body.format(0), url)
    assert family.listing(first, None) is None
    assert family.next_part(first, None) == "http://a.test/sx/201909/t20190918_693227_1.shtml"
    assert (
        family.next_part(page(body.format(1), url), None)
        == "http://a.test/sx/201909/t20190918_693227_2.shtml"
    )
    assert family.next_part(page(body.format(2), url), None) == ""
    assert (
        family.next_part(page(LIST + '<script>createPageHTML(3,0,"index","html");</script>', INDEX), None)
        == ""
    )


# --- UCAP --------------------------------------------------------------------------------------

COMMON = "http://a.test/xjgtzy/kyqsc/common_list.shtml"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            "createPageHTML('page-div',34,1,'common_list','shtml',500)",
            ("http://a.test/xjgtzy/kyqsc/common_list_2.shtml", 34, 500),
        ),
        (
            "createPageHTML('page-div',34, 33,'common_list','shtml',500)",
            ("http://a.test/xjgtzy/kyqsc/common_list_34.shtml", 34, 500),
        ),
        ("createPageHTML('page-div',34,34,'common_list','shtml',500)", ("", 34, 500)),
        (
            "createPageHTML('paging', 2, 1,'index','html',23)",
            ("http://a.test/xjgtzy/kyqsc/index_2.html", 2, 23),
        ),
        ("createPageHTML('page-div',1,1,'common_list','shtml',3)", ("", 1, 3)),
    ],
)
def test_ucap_counts_pages_from_one(call, expected):
    assert (
        paging(
            f"{LIST}<script>window.onload=function() {{{call};}}</script><div id='page-div'></div>", COMMON
        )
        == expected
    )


def test_ucap_articles_go_on_too():
    name = "7215380191c5400397df5d7d0b5fd06b"
    body = (
        f"<ucapcontent><p>正文</p></ucapcontent><script>createPageHTML('p',2,1,'{name}','shtml',2)</script>"
    )
    parsed = page(body, f"http://a.test/x/202305/{name}.shtml")
    assert PLATFORMS["ucap"].listing(parsed, None) is None
    assert PLATFORMS["ucap"].next_part(parsed, None) == f"http://a.test/x/202305/{name}_2.shtml"


# --- Hanweb ------------------------------------------------------------------------------------

PROXY = "http://a.test/module/web/jpage/dataproxy.jsp"
COLUMN = "http://a.test/col/col1601/index.html"


def store(first, last, *, total="", group="", tag="li"):
    def record(n):
        link = f'<a href="/art/2024/1/{n % 28 + 1}/art_1601_{n}.html" title="关于第{n}号事项的通知公告">关于第{n}号事项…</a>'
        if tag == "tr":
            return f"<record><![CDATA[<tr><td>{link}</td><td>2024-01-{n % 28 + 1:02}</td></tr>]]></record>"
        return f"<record><![CDATA[<li>{link}<b>2024-01-{n % 28 + 1:02}</b></li>]]></record>"

    records = "".join(record(n) for n in range(first, last + 1))
    return f"<datastore>{group}{total}<recordset>{records}</recordset></datastore>"


def column(source, config=""):
    body = f"""<div class="nav"><a href="/">首页</a></div><div id="88"><script type="text/xml">{source}</script></div>
        <script>{config}</script>"""
    return page(body, COLUMN)


CONFIG = """$('#88').jpage({{ proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:15, groupSize:3, totalRecord:{total},
    ajaxParam:{{'col':1,'appid':'1','webid':'7','path':'/','columnid':'1601','sourceContentType':'1','unitid':'88',
    'webname':'清河县人民政府','permissiontype':'0'}} }});"""


def query(url):
    return {k: v[0] for k, v in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def test_jpage_embedded_records_are_rows_and_the_next_group_is_a_get():
    parsed = column(store(1, 45), CONFIG.format(total=100))
    listing = read_listing(parsed, None, platform_of(parsed))
    assert len(listing.rows) == 45
    assert (listing.rows[0].title, listing.rows[0].date) == ("关于第1号事项的通知公告", "2024-01-02")
    assert listing.rows[0].url == "http://a.test/art/2024/1/2/art_1601_1.html"
    assert (listing.pages, listing.records) == (7, 100)
    assert listing.next.startswith(PROXY + "?")
    asked = query(listing.next)
    assert (asked["startrecord"], asked["endrecord"], asked["perpage"]) == ("46", "90", "15")
    assert (asked["columnid"], asked["unitid"], asked["webid"], asked["col"]) == ("1601", "88", "7", "1")
    assert asked["webname"] == "清河县人民政府"


def test_jpage_answers_go_on_to_the_last_record():
    url = PROXY + "?columnid=1601&unitid=88&startrecord=46&endrecord=90&perpage=15"
    answer = store(46, 90, total="<totalrecord>100</totalrecord><totalpage>7</totalpage>")
    parsed = parse(
        Page(
            url, ('<?xml version="1.0" encoding="UTF-8"?>' + answer).encode(), (("Content-Type", "text/xml"),)
        )
    )
    listing = read_listing(parsed, None, platform_of(parsed))
    assert (len(listing.rows), listing.pages, listing.records) == (45, 7, 100)
    assert query(listing.next) == {
        "columnid": "1601",
        "unitid": "88",
        "startrecord": "91",
        "endrecord": "100",
        "perpage": "15",
    }
    last = parse(Page(listing.next, store(91, 100, total="<totalrecord>100</totalrecord>").encode()))
    listing = read_listing(last, None, platform_of(last))
    assert (len(listing.rows), listing.next) == (10, "")


def test_jpage_follows_the_group_address_the_page_gives():
    group = '<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1&columnid=x%3D%3D&unitid=y"></a>]]></nextgroup>'
    parsed = column(store(1, 45, group=group, total="<totalrecord>100</totalrecord>"), "perPage:15")
    asked = query(read_listing(parsed, None, platform_of(parsed)).next)
    assert (asked["columnid"], asked["unitid"], asked["page"], asked["startrecord"]) == (
        "x==",
        "y",
        "1",
        "46",
    )


def test_jpage_answers_counted_by_page_go_on_by_page():
    url = PROXY + "?page=2&perpage=15&columnid=1601"
    parsed = parse(Page(url, store(31, 75, total="<totalrecord>500</totalrecord>").encode()))
    assert query(read_listing(parsed, None, platform_of(parsed)).next)["page"] == "3"


def test_jpage_without_more_records_ends():
    parsed = column(store(1, 12), CONFIG.format(total=12))
    assert read_listing(parsed, None, platform_of(parsed)).next == ""
    empty = parse(
        Page(
            PROXY + "?startrecord=500&endrecord=545&perpage=15",
            b"<datastore><recordset></recordset></datastore>",
        )
    )
    listing = read_listing(empty, None, platform_of(empty))
    assert (listing.rows, listing.next) == ((), "")


def test_jpage_rows_of_a_table_are_rows():
    parsed = column(store(1, 3, tag="tr"), CONFIG.format(total=3))
    listing = read_listing(parsed, None, platform_of(parsed))
    assert [row.date for row in listing.rows] == ["2024-01-02", "2024-01-03", "2024-01-04"]


def test_an_article_of_the_family_is_no_list():
    parsed = page(
        "<div id='zoom'><!--ZJEG_RSS.content.begin--><p>正文</p></div>",
        "http://a.test/art/2024/1/2/art_1_2.html",
    )
    assert PLATFORMS["jpage"].listing(parsed, None) is None
