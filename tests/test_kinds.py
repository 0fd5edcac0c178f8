# ruff: noqa: E501  (markup is easier to check on one line)
"""What a page is. Nothing that is no report passes for one, and no real report is refused."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from layouts import FULL, H1, LAYOUTS, META, TITLE, page, ps
from refusals import ADDRESS, CHROMES, NEAR_LISTS, NEAR_MISSES, REFUSED, SAYING_CHROMES, SAYINGS, around, tags

from archive.records import Kind
from pipelines import challenges, fronts, kinds, marks, prose, shells, soft_errors
from pipelines.answer import Answer, Page
from pipelines.extract import extract
from pipelines.site import Site

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
NAV = "<ul>" + "".join(f'<li><a href="/c{n}/">栏目名称{n}</a></li>' for n in range(12)) + "</ul>"
FOOT = '<div class="footer">主办：云溪县人民政府 网站标识码：0000000001 某ICP备00000000号</div>'


def read(markup: str | bytes, status: int | None = 200, url: str = URL, **headers: str) -> Answer:
    body = markup.encode() if isinstance(markup, str) else markup
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return extract(Page(url, body, named, status))


ALL = [(family, name) for family, cases in REFUSED.items() for name in cases]


@pytest.mark.parametrize(("family", "name"), ALL, ids=lambda said: said)
def test_what_is_no_report_is_told_by_its_own_marks(family: str, name: str) -> None:
    case = REFUSED[family][name]
    answer = extract(case.page)
    assert (answer.kind, answer.text, answer.blocks) == (case.kind, "", ()) and answer.warnings


@pytest.mark.parametrize(("family", "name"), ALL, ids=lambda said: said)
def test_and_from_a_saved_file_without_status_headers_and_address(family: str, name: str) -> None:
    case = REFUSED[family][name]
    answer = extract(case.file)
    assert (answer.kind, answer.text) == (case.saved or case.kind, "") and answer.warnings


MARKUP = [(family, name) for family, name in ALL if REFUSED[family][name].page.body.startswith(b"<")]


@pytest.mark.parametrize(("family", "name"), MARKUP, ids=lambda said: said)
def test_and_with_what_servers_and_browsers_put_round_it(family: str, name: str) -> None:
    case = REFUSED[family][name]
    body = (
        b"\xef\xbb\xbf\r\n<!-- saved from url=(0014)about:internet -->\r\n"
        + case.page.body
        + b"\r\n<!-- 12ms -->"
    )
    assert extract(replace(case.page, body=body)).kind == case.kind


@pytest.mark.parametrize("url", [ADDRESS, ""])
@pytest.mark.parametrize("chrome", SAYING_CHROMES)
@pytest.mark.parametrize("said", SAYINGS)
def test_what_a_server_says_of_its_own_is_no_report(said: str, chrome: str, url: str) -> None:
    answer = read(SAYING_CHROMES[chrome](said), url=url)
    assert answer.kind != "report" and not answer.text and answer.warnings


def test_every_family_has_three_pages_of_its_own() -> None:
    assert all(len(cases) >= 3 for cases in REFUSED.values())


NEAR = [(name, chrome) for name in NEAR_MISSES for chrome in CHROMES]


@pytest.mark.parametrize("told", ["tags", "no tags"])
@pytest.mark.parametrize(("name", "chrome"), NEAR, ids=lambda said: said)
def test_a_document_that_looks_like_a_refusal_is_a_report(name: str, chrome: str, told: str) -> None:
    near = NEAR_MISSES[name]
    markup = CHROMES[chrome](near, tags(near.title) if told == "tags" else "").encode()
    for given in (Page(ADDRESS, markup, (), near.status), Page("", markup)):
        answer = extract(given)
        assert answer.kind == "report" and near.text in answer.text, answer.warnings


@pytest.mark.parametrize("status", [403, 405, 412, 429, 503, 521])
def test_a_refusing_status_is_blocked(status: int) -> None:
    assert read("<html><body></body></html>", status).kind == "blocked"


@pytest.mark.parametrize("status", [400, 404, 410, 500, 502])
def test_an_error_status_is_an_error_page_even_with_text(status: int) -> None:
    assert read(page(f"{H1}{ps(FULL)}"), status).kind == "error_page"


@pytest.mark.parametrize("body", [b"", b"  \n", b"<html><body></body></html>", b"<!-- nothing -->"])
def test_nothing_is_empty(body: bytes) -> None:
    assert read(body).kind == "empty"


@pytest.mark.parametrize("body", [b"PK\x03\x04" + b"\x00" * 99, b"%PDF-1.4 x", bytes(range(256)) * 20])
def test_a_file_is_an_attachment(body: bytes) -> None:
    assert read(body).kind == "attachment"


@pytest.mark.parametrize("name", NEAR_LISTS)
def test_a_list_that_looks_like_a_refusal_is_a_list(name: str) -> None:
    markup, count = NEAR_LISTS[name]
    for url in ("", "http://www.example.gov.cn/zwgk/tzgg/"):
        answer = read(markup, url=url)
        assert answer.kind == "list" and answer.listing is not None, answer.warnings
        assert len(answer.listing.rows) == count


def test_a_report_behind_a_firewall_that_left_its_script_is_a_report() -> None:
    markup = page(
        f"{H1}{META}<div class=TRS_Editor>{ps(FULL[:1])}</div><script>$_ts=window['$_ts'];</script>"
    )
    assert read(markup).kind == "report"


@pytest.mark.parametrize(
    ("family", "named"),
    [
        ("加速乐 521", "加速乐"),
        ("瑞数 412 and 202", "瑞数"),
        ("EdgeOne", "EdgeOne"),
        ("Aliyun 405", "Aliyun"),
    ],
)
def test_a_firewall_is_named(family: str, named: str) -> None:
    told = [extract(case.file).warnings[-1] for case in REFUSED[family].values()]
    assert sum(f"a challenge page of {named}" in warning for warning in told) >= 2


def test_what_is_nothing_says_why() -> None:
    moved = REFUSED["sent to itself"]["openresty, the cookie first"].file
    assert "at another address" in extract(moved).warnings[-1]
    assert "a stub: null" in read("null").warnings[-1]


def test_cloudflares_challenge_is_named() -> None:
    body = "<html><body><div id=cf-chl-widget></div><p>Checking, please hold</p></body></html>"
    assert "a challenge page of Cloudflare" in read(body).warnings[-1]


_BY_ONE_MARK = {  # each a page that its one mark keeps from being refused
    "its tag": '<title>x</title><meta name="ArticleTitle" content="清溪要闻一则"><div><p>您访问的页面不存在，已整改。</p></div>',
    "its title": "<title>关于网页的通报</title><div><p>您访问的页面不存在，已整改。</p></div>",
    "its headline": "<title>云溪县</title><h2>关于网页的通报</h2><div><p>您访问的页面不存在，已整改。</p></div>",
    "its headline beside a tool's box": "<title>云溪县</title><div id=app></div><h2>关于网页的通报</h2><p>页面均能打开。</p>",
    "its day": "<title>云溪县</title><h1>网页整改</h1><p>发布日期：2024-01-17</p><div><p>您访问的页面不存在，已整改。</p></div>",
    "its signature": "<title>云溪县</title><div><p>您访问的页面不存在，已整改。</p><p>云溪县人民政府</p><p>2024年1月17日</p></div>",
    "its container": "<script>var c='acw_sc__v2'</script><div class=TRS_Editor><p>"
    + "页面无误，已经复核，" * 9
    + "</p></div>",
    "its length and sentences": "<script>var c='acw_sc__v2'</script><div><p>"
    + "经复核，全县各部门的网站页面都能打开。" * 7
    + "</p></div>",
}

_HEADED = "梨花开满山城游人踏青来"
_BY_ONE_MARK |= {  # a headline too long for a column's, and what vouches for it
    "its headline in the title, before the site's name": f"<title>{_HEADED}_云溪县</title><h1>{_HEADED}</h1><p>各页面已更新。</p>",
    "its headline over an editor's box": f"<title>云溪县</title><h1>{_HEADED}</h1><div class=TRS_Editor><p>各页面已更新。</p></div>",
}


@pytest.mark.parametrize("mark", _BY_ONE_MARK)
def test_one_mark_of_a_document_is_enough(mark: str) -> None:
    answer = read(f"<html><body>{_BY_ONE_MARK[mark]}</body></html>")
    assert answer.kind == "report" and "页面" in answer.text, answer.warnings


ROWS = "".join(
    f'<li><a href="./202401/t202401{day}_{day}.html">关于做好第{day}项工作有关事项的通知</a><span>2024-01-{day}</span></li>'
    for day in range(10, 25)
)


def test_a_list_is_a_list_with_its_rows_and_no_text() -> None:
    markup = f"<html><title>通知公告_云溪县人民政府</title><body>{NAV}<ul class=list>{ROWS}</ul>{FOOT}</body></html>"
    answer = read(markup, url="http://www.example.gov.cn/zwgk/tzgg/")
    assert (answer.kind, answer.text) == ("list", "") and answer.listing is not None
    assert len(answer.listing.rows) == 15


HOME = (
    '<html><head><title>云溪县人民政府</title><meta name="SiteName" content="云溪县人民政府"></head><body>'
    + NAV
    + "".join(f"<h2>栏目{n}</h2><ul>{ROWS}</ul>" for n in range(5))
    + "<p>县委召开会议，研究部署近期重点工作。</p>"
    + FOOT
    + "</body></html>"
)


def test_a_list_with_abstracts_is_a_list_at_the_address_of_an_article_too() -> None:
    rows = "".join(
        f"<dl><dt><a href=/t/{n}.html>关于第{n}批项目安排情况的公示</a></dt><dd>第{n}批项目安排资金{n}万元，现予公示。</dd>"
        f"<dd>2024-03-{n}</dd></dl>"
        for n in range(10, 22)
    )
    answer = read(page(f"<h1>项目公示专栏</h1><div class=k>{rows}</div>", name="项目公示专栏"))
    assert (answer.kind, answer.text) == ("list", "")


def test_a_front_page_is_home_and_in_answer_to_an_article_an_error() -> None:
    assert read(HOME, url="http://www.example.gov.cn/").kind == "home"
    assert read(HOME, url="").kind == "home"
    assert read(HOME, url=URL).kind == "error_page"


_TITLE = "关于做好第{n}项工作有关事项的通知"
LISTS_WITH_DATES_BESIDE_THE_LINKS = {
    "paragraphs": '<div><p><a href="./t{n}.html">' + _TITLE + "</a></p><p>2024-01-17</p></div>",
    "divisions": '<div class=r><div><a href="./t{n}.html">'
    + _TITLE
    + "</a></div><div>2024-01-17</div></div>",
    "a table": '<table><tr><td>{n}</td><td><a href="./t{n}.html">'
    + _TITLE
    + "</a></td><td>2024-01-17</td></tr></table>",
    "definitions": '<dl><dt><a href="./t{n}.html">' + _TITLE + "</a></dt><dd>[2024-01-17]</dd></dl>",
    "items": '<li><h4><a href="./t{n}.html">' + _TITLE + "</a></h4><p>发布日期：2024-01-17</p></li>",
}


@pytest.mark.parametrize("count", [5, 45, 120])
@pytest.mark.parametrize("shape", LISTS_WITH_DATES_BESIDE_THE_LINKS)
def test_a_long_list_whose_dates_stand_outside_the_links_is_a_list(shape: str, count: int) -> None:
    rows = "".join(LISTS_WITH_DATES_BESIDE_THE_LINKS[shape].format(n=n) for n in range(count))
    answer = read(
        f"<html><title>通知公告</title><body>{NAV}<div>{rows}</div>{FOOT}</body></html>",
        url="http://a.test/tzgg/",
    )
    assert answer.kind == "list" and answer.listing is not None
    assert [row.date for row in answer.listing.rows] == ["2024-01-17"] * count


def test_an_article_with_a_long_list_of_news_below_it_is_a_report() -> None:
    answer = read(
        f"<html><title>{TITLE}</title><body>{NAV}{H1}<div>{ps(FULL * 4)}</div><ul>{ROWS}</ul></body></html>"
    )
    assert answer.kind == "report"


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_report_of_any_layout_is_one_without_its_address_and_with_leftovers(name: str) -> None:
    left = "<script>var c='acw_sc__v2';function home(){location.href='/'}</script><div id=app></div><iframe src=/w.html></iframe>"
    markup = LAYOUTS[name][0].replace("<body>", f"<body>{left}")
    assert read(markup, url="").kind == "report" and read(markup, 202).kind == "report"


THIN_HOME = f"<html><head><title>云溪县人民政府</title></head><body>{NAV}{FOOT}</body></html>"


def test_the_home_of_a_site_is_home_and_in_answer_to_an_article_an_error_even_when_thin() -> None:
    site = Site("yunxi", "云溪县人民政府", "http://www.example.gov.cn/yx/main.htm", "tdate", ())
    at_home, asked = Page(site.home + "#top", THIN_HOME.encode()), Page(URL, THIN_HOME.encode())
    assert extract(at_home, site).kind == "home"
    assert extract(asked, site).kind == "error_page"


@pytest.mark.parametrize("status", [200, 202, None])
def test_a_redirect_is_read_by_where_it_leads(status: int | None) -> None:
    for target in ("/cas/login?service=x", "https://sso.example.gov.cn/", "//passport.example.gov.cn/in"):
        assert read("", 302, Location=target).kind == "blocked"
    for target in (
        "/zwgk/logins.html",
        "https://www.example.gov.cn/zwgk/202401/t20240117_1.html",
        "http://[x",
    ):
        assert read("", 302, Location=target).kind == "empty"
    assert read(page(f"{H1}{META}{ps(FULL)}"), status).kind == "report"


def test_the_reason_of_an_answer_that_leads_to_itself_is_told() -> None:
    answer = read("", 302, Location=URL, Set_Cookie="a=1")
    assert answer.kind == "blocked" and "302 and led back here" in answer.warnings[-1]


def test_a_leftover_script_on_a_sites_own_404_makes_it_no_challenge() -> None:
    script = "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"
    assert read(around(f"<h3>您访问的页面不存在</h3>{script}"), 404).kind == "error_page"
    assert read(f"<html><head>{script}</head><body></body></html>", 404).kind == "blocked"


def test_the_root_of_a_site_that_leads_on_to_its_index_is_no_error() -> None:
    markup = '<html><head><meta http-equiv="refresh" content="0;url=/index.shtml"></head><body></body></html>'
    assert read(markup, url="http://www.example.gov.cn/").kind == "shell"
    assert read(markup).kind == "error_page"


def test_what_noframes_says_is_not_read() -> None:
    frames = "<frameset><frame src=a.html><noframes><body>"
    assert read(f"<html>{frames}{H1}{META}{ps(FULL * 9)}</body></noframes></frameset></html>").kind == "shell"


@pytest.mark.parametrize("tag", ["div", "ul><li"])
@pytest.mark.parametrize("depth", [50, 119, 400])
def test_a_list_is_no_report_however_deep_it_stands(tag: str, depth: int) -> None:
    markup = around(f"<{tag}>" * depth + f"<ul>{ROWS * 5}</ul>", "通知公告")
    assert read(markup, url="http://www.example.gov.cn/tzgg/").kind == "list"


def test_a_text_is_a_report_however_deep_it_stands() -> None:
    assert read(around(f"{H1}{META}" + "<div>" * 400 + ps(FULL * 4), TITLE)).kind == "report"


SHARED = Path(__file__).resolve().parents[2] / "shared" / "pages"
PAGES = sorted((SHARED / "html").glob("*.html"))
REAL: dict[str, Kind] = {  # what each page is, read by a person; without its address, as it was saved
    "016": "error_page",  # a custom 404 body with a refresh to the home page
    **dict.fromkeys(("018", "019", "020", "021", "022", "023", "024", "025", "026"), "report"),
    "027": "home",  # in answer to the address of a script
    "028": "home",
    "029": "list",  # a guide saved without its text: what is left of it is navigation
    "030": "report",  # saved without its text, with its ArticleTitle and its catalogue entry
    "031": "list",
    "032": "report",
    "033": "report",
    "034": "shell",  # an application's template, with a firewall's leftover script
    "035": "report",
    "036": "blocked",
    **{f"{number:03}": "report" for number in range(38, 97, 2)},
    **dict.fromkeys(("101", "102", "103", "104"), "list"),
    "105": "blocked",
    "106": "blocked",
}

real = pytest.mark.skipif(not PAGES, reason=f"the real pages are not at {SHARED}")


@real
@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem[:3])
def test_no_real_report_is_refused_and_nothing_else_is_taken_for_one(file: Path) -> None:
    answer = extract(Page("", file.read_bytes()))
    assert answer.kind == REAL[file.name[:3]], answer.warnings
    assert answer.kind == "report" or not answer.text
    assert (
        answer.text
        or answer.kind != "report"
        or (file.name[:3] == "030" and answer.metadata and answer.warnings)
    )


@real
@pytest.mark.parametrize(("number", "status"), [("036", 412), ("036", 202), ("105", 521), ("106", 521)])
def test_a_real_challenge_with_its_status_is_blocked(number: str, status: int) -> None:
    body = next(path for path in PAGES if path.name.startswith(number)).read_bytes()
    assert extract(Page(URL, body, (), status)).kind == "blocked"


@real
def test_a_real_home_page_in_answer_to_an_article_is_an_error() -> None:
    body = next(path for path in PAGES if path.name.startswith("027")).read_bytes()
    asked = "http://www.example.gov.cn/yx/tjgb/201705/9c059bf058ef4db8b3c8f920e22186fe.shtml"
    assert extract(Page(asked, body, (), 200)).kind == "error_page"


def _patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in (challenges, fronts, kinds, marks, prose, shells, soft_errors):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found[f"{module.__name__}.{name}"] = value
    return found | {f"challenge of {name}": pattern for name, pattern in challenges._CHALLENGES}


WHOLE = {
    "_DOCUMENT",
    "_STRONG",
    "_WEAK",
    "_TITLE",
    "_LOGIN_TITLE",
    "MOVED_TITLE",
    "_APP",
    "_REFRESH",
    "_SITE",
}
"""Patterns held against a whole line or its beginning, never searched for in a long text."""


def _time(use: Callable[[str], object], text: str, times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        use(text)
        taken.append(time.perf_counter() - begun)
    return min(taken)


@pytest.mark.parametrize("name", _patterns())
def test_no_pattern_goes_back_again_and_again(name: str) -> None:
    pattern = _patterns()[name]
    use = pattern.match if name.rpartition(".")[2] in WHOLE else pattern.search
    words = set(re.findall(r"[A-Za-z_]{2,}|[一-鿿]{1,6}|[<{$%('=.:/]", pattern.pattern))
    for trigger in [*sorted(words, key=len)[-8:], " ", "\n", "0", "页"]:
        half = trigger * (500_000 // len(trigger.encode()))
        whole = half * 2  # a megabyte
        if _time(use, whole, 1) > 2.5 * _time(use, half, 1) + 0.02:  # perhaps something else was running
            assert _time(use, whole, 3) < 3 * _time(use, half, 3) + 0.1, trigger
