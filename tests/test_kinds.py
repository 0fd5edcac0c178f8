# ruff: noqa: E501  (markup is easier to check on one line)
"""What a page is. Nothing that is no report passes for one, and no real report is refused."""

from __future__ import annotations

import pytest
from layouts import FULL, H1, META, TITLE, page, ps

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


BLOCKED = {
    "加速乐": "<script>document.cookie='__jsl_clearance=1.1|-1|x';location.href=location.pathname</script>",
    "加速乐, spelt out": "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_')+'x';location.href='/'</script>",
    "an unknown one": "<script>var a='k';document.cookie=a+'=1;path=/';location.reload()</script>",
    "瑞数": '<html><head><meta id="a" content="b" r="m"><script r="m">$_ts=window["$_ts"];$_ts.nsd=1;</script></head>'
    "<body></body></html>",
    "EdgeOne": "<html><script>document.cookie='EO_Bot_Ssid=1';location.reload()</script></html>",
    "Aliyun": "<html><body><div>405</div><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"
    '<img src="https://errors.aliyun.com/x.png"></body></html>',
    "plain words": "<html><title>403</title><body><h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p></body></html>",
    "a captcha": "<html><body><p>访问过于频繁，请完成安全验证</p><p>请输入验证码</p><input name=code></body></html>",
    "a login": "<html><body><form><h2>用户登录</h2>账号<input name=u>密码<input type=password name=p></form></body></html>",
}


@pytest.mark.parametrize("name", BLOCKED)
def test_a_challenge_is_blocked_whatever_its_status(name: str) -> None:
    answer = read(BLOCKED[name])
    assert (answer.kind, answer.text) == ("blocked", "") and answer.warnings


@pytest.mark.parametrize("status", [403, 405, 412, 429, 503, 521])
def test_a_refusing_status_is_blocked(status: int) -> None:
    assert read("<html><body></body></html>", status).kind == "blocked"


@pytest.mark.parametrize("status", [400, 404, 410, 500, 502])
def test_an_error_status_is_an_error_page_even_with_text(status: int) -> None:
    assert read(page(f"{H1}{ps(FULL)}"), status).kind == "error_page"


ERRORS = {
    "a headline": f"<html><title>云溪县人民政府</title><body>{NAV}<h3>您访问的页面不存在或已删除</h3><p>请确认网址。</p>{FOOT}</body></html>",
    "a title": "<html><title>404 Not Found</title><body><center><h1>404 Not Found</h1></center><hr>nginx</body></html>",
    "words in a box": f"<html><title>云溪县人民政府</title><body>{NAV}<div class=c><p>抱歉，您要访问的网页已被删除，请返回首页。</p></div>{FOOT}</body></html>",
    "sent home": '<html><head><meta http-equiv="Refresh" content="5; url=/"><title>提示</title></head><body><p>5秒后返回首页</p></body></html>',
    "a system's words": "<html><title>系统提示</title><body><p>参数错误</p></body></html>",
    "English": "<html><body><p>The requested URL /a.html was not found on this server.</p></body></html>",
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_answered_with_200_is_an_error_page(name: str) -> None:
    answer = read(ERRORS[name])
    assert (answer.kind, answer.text) == ("error_page", "")


SHELLS = {
    "an application": '<html><head><title>数据查询</title></head><body><div id="app"></div><script src="a.js"></script></body></html>',
    "a template not filled in": "<html><body><ul><li>{{item.title}}</li><li>{{item.date}}</li></ul></body></html>",
    "frames": '<html><frameset cols="200,*"><frame src="l.html"><frame src="r.html"></frameset></html>',
    "scripts": "<html><body><script src='/app.js'></script></body></html>",
}


@pytest.mark.parametrize("name", SHELLS)
def test_a_page_whose_content_is_elsewhere_is_a_shell(name: str) -> None:
    assert read(SHELLS[name]).kind == "shell"


@pytest.mark.parametrize("body", [b"", b"  \n", b"<html><body></body></html>", b"<!-- nothing -->"])
def test_nothing_is_empty(body: bytes) -> None:
    assert read(body).kind == "empty"


@pytest.mark.parametrize("body", [b"PK\x03\x04" + b"\x00" * 99, b"%PDF-1.4 x", bytes(range(256)) * 20])
def test_a_file_is_an_attachment(body: bytes) -> None:
    assert read(body).kind == "attachment"


NEAR_MISSES = {
    "a report about website errors": [
        "2023年第四季度抽查发现，3个网站存在“您访问的页面不存在”等404错误，链接无法访问。",
        "针对页面不存在、内容已删除等问题，已要求主办单位限期整改，安全验证、访问拦截等功能同步完善。",
    ],
    "a short notice about errors": [
        "因系统升级，1月20日您访问的页面可能无法打开，敬请谅解。",
        "2024年1月17日",
    ],
    "a short notice": ["今日无新增病例。"],
    "a report on login and codes": ["全县推行人机验证、网站防火墙，拦截攻击请求5516次。"],
}


@pytest.mark.parametrize("name", NEAR_MISSES)
@pytest.mark.parametrize("box", ["div class=TRS_Editor", "div class=nr"])
def test_a_real_text_with_an_error_pages_words_is_a_report(name: str, box: str) -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE}">'
    answer = read(page(f"{H1}{META}<{box}>{ps(NEAR_MISSES[name])}</div>", head))
    assert answer.kind == "report" and answer.text.split("\n") == NEAR_MISSES[name]


def test_a_report_behind_a_firewall_that_left_its_script_is_a_report() -> None:
    markup = page(
        f"{H1}{META}<div class=TRS_Editor>{ps(FULL[:1])}</div><script>$_ts=window['$_ts'];</script>"
    )
    assert read(markup).kind == "report"


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


THIN_HOME = f"<html><head><title>云溪县人民政府</title></head><body>{NAV}{FOOT}</body></html>"


def test_the_home_of_a_site_is_home_and_in_answer_to_an_article_an_error_even_when_thin() -> None:
    site = Site("yunxi", "云溪县人民政府", "http://www.example.gov.cn/yx/main.htm", "tdate", ())
    at_home, asked = Page(site.home + "#top", THIN_HOME.encode()), Page(URL, THIN_HOME.encode())
    assert extract(at_home, site).kind == "home"
    assert extract(asked, site).kind == "error_page"
