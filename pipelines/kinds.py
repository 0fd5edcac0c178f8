"""What a page is, decided before anything is believed of it, and why.

Two questions in turn: is it an answer at all (`refusal`: files, challenges, error pages, empty shells), and
if so, a document, a list or a front page (`kind_of`)? Words such as 不存在 or 访问 occur in real reports:
they count only in titles and on short pages without an article's marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from archive.records import Kind
from archive.urls import canonical
from pipelines import boilerplate
from pipelines.answer import Listing
from pipelines.body import Body
from pipelines.dom import Parsed, path_of, text_of
from pipelines.locate import find_known
from pipelines.metadata_blocks import Found
from pipelines.site import Site

_SHORT = 400
"""Characters. Error pages, challenges and shells say less than this outside their navigation."""

_FEW_ROWS = 5
_SOME_SENTENCES = 50
"""Rows of a list, and characters of sentences: what has as many rows and fewer sentences is no article."""
_SENTENCE = re.compile(r"[。；！？]")

BLOCKED_STATUS = frozenset({401, 403, 405, 407, 412, 418, 429, 503, 521})
"""Statuses of somebody who may not or must not come in: 412 is 瑞数's, 521 加速乐's, 405 a cloud firewall's;
429 and 503 ask for quiet."""
_CHALLENGES = (  # firewalls of CMS.md §5, by what their own pages hold
    ("加速乐", re.compile(r"__jsl_clearance|__jsluid|\('_'\)\+\('_'\)\+\('j'\)\+\('s'\)\+\('l'\)")),
    ("瑞数", re.compile(r"\$_ts\s*=\s*window\[|\$_ts\.(?:nsd|cd)\b|<meta[^>]{1,400}\br=['\"]m['\"]")),
    ("EdgeOne", re.compile(r"EO_Bot_Ssid|__tst_status|edgeone", re.IGNORECASE)),
    (
        "Aliyun",
        re.compile(r"acw_sc__v[23]|aliyun_waf|aliyunwaf|errors\.aliyun\.com|block_traceid", re.IGNORECASE),
    ),
    ("Cloudflare", re.compile(r"cf-chl-|cf_chl_opt|challenge-platform", re.IGNORECASE)),
)
_CHALLENGE_HEADERS = ("x-via-jsl",)
_CHALLENGE_WORDS = re.compile(
    r"访问(?:请求)?(?:已|被|可能)?.{0,6}(?:拦截|阻断|阻止)|请求.{0,12}(?:拦截|阻断|威胁|非法)|(?:人机|安全|滑动|图形)验证|拖动.{0,6}滑块"
    r"|请输入验证码|访问过于频繁|访问频率|网站防火墙|云锁|安全狗|创宇盾"
    r"|Request Rejected|Access Denied|403 Forbidden|Just a moment"
    r"|has been blocked|Request blocked|blocked by",
    re.IGNORECASE,
)
_SETS_COOKIE = re.compile(r"document\.cookie\s*=")
_GOES_ON = re.compile(r"location(?:\.href|\.reload|\.replace)?\s*[=(]|\.submit\(\)")

_ERROR_TITLE = re.compile(
    r"(?:HTTP\s*)?(?:Error\s*)?(?:40[0-9]|410|50[0-9])(?:\D.{0,40})?|(?:.{0,12}(?:页面|网页|内容|文章|文件)(?:已?不存在|未找到|找不到|已删除|已被删除|走丢了|无法(?:访问|显示|找到)).{0,10})"
    r"|(?:出错|错误)(?:了|页面?|提示|信息)?.{0,6}|(?:系统|错误|温馨)?提示(?:信息|页面)?"
    r"|(?:page )?not found|error(?: page)?|服务器(?:内部)?错误|无权访问",
    re.IGNORECASE,
)
_ERROR_WORDS = re.compile(
    r"(?:您|你)?(?:所|要|正在)?(?:访问|查找|请求|浏览|打开|查看|寻找)的?(?:页面|网页|文件|内容|文章|信息|网址|链接|地址|资源|栏目|站点)"
    r"[^。]{0,16}(?:不存在|删除|找不到|无法(?:找到|访问|显示|打开)|未找到|没有找到|失效|下线|走丢|出错|移动|撤销)"
    r"|(?:页面|网页|文件|文章|内容|信息)(?:可能)?(?:已?不存在|未找到|找不到了?|走丢了|已被?删除|已失效|已过期)|(?:抱歉|对不起)[^。]{0,20}(?:不存在|找不到|出错|无法|没有找到|删除|未找到)"
    r"|404\s*(?:错误|Not Found|页面|error)|(?:Page|File|Object|URL|resource).{0,80}not (?:be )?found"
    r"|参数错误|非法(?:访问|参数)|系统(?:繁忙|异常|错误)|服务器(?:内部)?错误",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,200}\}\}|\$\{[\w.]{1,60}\}|<%=?[^%]{1,80}%>")
_APP = re.compile(r"(?:app|root|__next|__nuxt|main-?app|vue-?app|application)", re.IGNORECASE)
_ARTICLE_URL = re.compile(
    r"/t\d{6,8}_\d+(?:_\d+)?\.s?html?|/t\d{5,}\.s?html?|/art/\d{4}/|/art_[\w_]+\.html?|/content/?post_\d+|content_\d+\.s?html?"
    r"|/[0-9a-f]{20,}\.s?html?|/info/\d+/\d+\.html?|/\d{6,8}/[\w-]+\.s?html?|/post_\d+\.html?"
)
_PAGING = re.compile(
    r"createPage(?:HTML)?\s*\(|pageControl\s*\(|\.pagination\s*\(|laypage|<totalpage>|dataproxy\.jsp"
)

_ROOTS = frozenset({"", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp"})

_links = etree.XPath("//a[@href]")
_frames = etree.XPath("boolean(//frame[@src] or //body/iframe[@src])")
_passwords = etree.XPath("boolean(//input[translate(@type,'PASWORD','pasword')='password'])")
_refresh = etree.XPath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and the reason for it, a sentence for a person."""

    kind: Kind
    reason: str


def refusal(parsed: Parsed) -> Verdict | None:
    """Why a page is no answer to anybody's question; None when it may be one. Needs no body."""
    page, root = parsed.page, parsed.root
    status = page.status
    if status is not None and status >= 400:
        if status in BLOCKED_STATUS or _challenge(parsed):
            return Verdict("blocked", f"the server answered {status}{_by(parsed)}")
        return Verdict("error_page", f"the server answered {status}")
    if root is None:
        told = "; ".join(parsed.problems) or "the page has no content"
        return Verdict("attachment" if parsed.file_type else "empty", told)
    visible = parsed.visible
    length = len("".join(visible.split()))
    if length < _SHORT and not _marks(parsed) and not _has_body(parsed):
        if firewall := _challenge(parsed):
            return Verdict("blocked", f"a challenge page of {firewall}")
        if _CHALLENGE_WORDS.search(visible) and length < 250:
            return Verdict(
                "blocked", f"a firewall's words on a short page: {_shown(_CHALLENGE_WORDS, visible)}"
            )
        if length < 150 and _passwords(root) and re.search(r"登[录陆]|login|sign in", visible, re.IGNORECASE):
            return Verdict("blocked", "a login form instead of content")
        if verdict := _without_content(parsed, visible, length):
            return verdict
    return None


def _by(parsed: Parsed) -> str:
    firewall = _challenge(parsed)
    return f" with a challenge of {firewall}" if firewall else ""


def _challenge(parsed: Parsed) -> str:
    """The firewall whose challenge a page is, empty for none."""
    head = parsed.text[:200_000]
    for name, pattern in _CHALLENGES:
        if pattern.search(head):
            return name
    if any(parsed.page.header(name) for name in _CHALLENGE_HEADERS):
        return "加速乐"
    if not parsed.visible and _SETS_COOKIE.search(head) and _GOES_ON.search(head):
        return "an unknown firewall (a script sets a cookie and loads the page again)"
    return ""


def _without_content(parsed: Parsed, visible: str, length: int) -> Verdict | None:
    root = parsed.root
    assert root is not None
    placeholders = _TEMPLATE.findall(visible)
    if len(placeholders) >= 2 and not re.search(r"\S{15}。", _TEMPLATE.sub("", visible)):
        return Verdict("shell", f"an application whose template is not filled in: {placeholders[0]}")
    if length < 60:
        if _frames(root):
            return Verdict("shell", "frames only: the content is at their addresses")
        empty_app = any(
            _APP.fullmatch(element.get("id") or "") for element in root.iter("div", "main", "section")
        )
        if empty_app or root.find(".//app-root") is not None or "enable JavaScript" in parsed.text[:50_000]:
            return Verdict(
                "shell", "an application that writes its content by script; nothing in the page itself"
            )
    if length == 0:
        if any(script.text or script.get("src") for script in root.iter("script")):
            return Verdict("shell", "scripts only: nothing a reader could see")
        if next(root.iter("img", "embed", "object", "video", "canvas"), None) is None:
            return Verdict("empty", "; ".join(parsed.problems) or "markup without any text")
    return None


def _marks(parsed: Parsed) -> bool:
    """Whether the page carries the standard's mark of an article: an ArticleTitle that is a title."""
    title = parsed.meta("ArticleTitle")
    if not title or _ERROR_TITLE.fullmatch(title):
        return False
    return "".join(title.split()) not in {"".join(parsed.meta(n).split()) for n in ("SiteName", "ColumnName")}


def _has_body(parsed: Parsed) -> bool:
    """Whether a family's container of an article holds text: firewalls leave their scripts on real pages."""
    region = find_known(parsed)
    return region is not None and sum(len(text_of(element)) for element in region.elements) >= 10


def error_page(parsed: Parsed, body: Body) -> Verdict | None:
    """Whether a page says in its own words that it is an error, whatever its status."""
    if parsed.root is None:
        return None
    text = body.text
    article = _marks(parsed) or (body.region is not None and body.region.known and len(text) > 100)
    title = re.split(r"[_|｜]|\s*[-—–]\s*", parsed.title)[0].strip() if parsed.title else ""
    if title and _ERROR_TITLE.fullmatch(title) and not article and len(text) < _SHORT:
        return Verdict("error_page", f"its title says so: {title[:40]}")
    if article or len("".join(text.split())) > _SHORT:
        return None
    for element in parsed.root.iter("h1", "h2", "h3", "h4"):
        if (said := text_of(element)) and len(said) <= 60 and _ERROR_WORDS.search(said):
            return Verdict("error_page", f"its headline says so: {said}")
    if text and len(text) <= 250 and _ERROR_WORDS.search(text):
        return Verdict("error_page", f"a short page that says: {_shown(_ERROR_WORDS, text)}")
    visible = parsed.visible
    if len(visible) <= 250 and _ERROR_WORDS.search(visible):
        return Verdict("error_page", f"a short page that says: {_shown(_ERROR_WORDS, visible)}")
    if (target := _refreshes_to(parsed)) and len(visible) < 2 * _SHORT and len(text) < 100:
        return Verdict("error_page", f"a short page that sends the reader on to {target}")
    return None


def _refreshes_to(parsed: Parsed) -> str:
    for content in _refresh(parsed.root):
        match = re.search(r"url\s*+=\s*+['\"]?\s*+([^'\"\s;]+)", content, re.IGNORECASE)
        if match and path_of(match.group(1)) in _ROOTS:
            return match.group(1)
    return ""


def _shown(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(0)[:60] if match else ""


def plainly(parsed: Parsed, site: Site | None, body: Body) -> Verdict | None:
    """What a page is by marks that need no look at its links; None where they do not decide."""
    if verdict := error_page(parsed, body):
        return verdict
    if site is not None and parsed.page.url and canonical(parsed.page.url) == canonical(site.home):
        return Verdict("home", "the site's own home page")
    if _marks(parsed):
        return Verdict("report", "it names its ArticleTitle")
    text = body.text
    known = body.region is not None and body.region.known
    if known and body.element is not None and (text or body.attachments):
        mostly_links = not body.attachments and boilerplate.link_share(body.element, text) >= 0.8
        if not mostly_links:
            return Verdict("report", "it has the container of an article's body")
    return None


def kind_of(
    parsed: Parsed, site: Site | None, body: Body, metadata: Found, listing: Listing | None
) -> Verdict:
    """Whether a page that is not `plainly` anything is a document, a list or a front page, by its links."""
    assert parsed.root is not None
    links = [text_of(link) for link in _links(parsed.root)]
    linked = sum(map(len, links))
    rows = listing.rows if listing is not None else ()
    reads_on = len(rows) < _FEW_ROWS or _sentences(body) >= _SOME_SENTENCES
    if reads_on and body.running >= max(400, 0.3 * linked):
        return Verdict("report", "it has the running text of an article")
    path = path_of(parsed.page.url)
    at_root = bool(parsed.page.url) and path in _ROOTS
    headed = not at_root and 1 <= len(metadata.blocks) <= 2 and bool(body.title.text)
    if not headed and (at_root or _front(parsed, site, links) or _thin_front(parsed, site, body, links)):
        if not at_root and _ARTICLE_URL.search(path):
            return Verdict("error_page", "a site's front page in answer to the address of an article")
        return Verdict("home", "a site's front page")
    if body.running >= 6 or body.attachments:
        if headed and (len(rows) < 2 or len(metadata.blocks) == 1):
            return Verdict("report", "a text under a line of date and source")
        if _ARTICLE_URL.search(path):
            return Verdict("report", "text at the address of an article")
    paging = bool(_PAGING.search(parsed.text)) or bool(listing is not None and rows and listing.next)
    if (
        reads_on
        and not paging
        and body.running >= max(20, 0.15 * linked, sum(len(row.title) for row in rows))
    ):
        return Verdict("report", "more text than links")
    if rows or paging or len(links) >= 5:
        return Verdict(
            "list", f"links rather than text ({len(rows)} rows)" if rows else "links rather than text"
        )
    if body.blocks or body.attachments:
        return Verdict("report", "a short page with text of its own")
    return Verdict("empty", "no text beside the page's furniture")


def _sentences(body: Body) -> int:
    """The characters of the body's lines and cells that are sentences, which rows of a list are not."""
    lines = (
        line for block in body.blocks if block.kind != "image" for line in re.split(r"[\t\n]", block.text)
    )
    return sum(len(line) for line in lines if _SENTENCE.search(line))


def _bears_site_name(parsed: Parsed, site: Site | None) -> bool:
    """Whether the page is titled with the site's name alone, and names no column."""
    if parsed.meta("ColumnName") or parsed.meta("ColumnType"):
        return False
    names = {"".join(parsed.meta("SiteName").split()), "".join(site.name.split()) if site else ""} - {""}
    return "".join(parsed.title.split()) in names


def _thin_front(parsed: Parsed, site: Site | None, body: Body, links: list[str]) -> bool:
    """Whether a front page with little on it came in answer to the address of an article."""
    asked = _ARTICLE_URL.search(path_of(parsed.page.url)) is not None
    return asked and len(links) >= 5 and not _sentences(body) and _bears_site_name(parsed, site)


def _front(parsed: Parsed, site: Site | None, links: list[str]) -> bool:
    """Whether a page without an article is a site's front page: it bears the site's name and no column's, or
    shows several lists side by side."""
    root = parsed.root
    assert root is not None
    if len(links) < 30:
        return False
    if _bears_site_name(parsed, site):
        return True
    if _PAGING.search(parsed.text):
        return False
    return sum(_is_news_list(element) for element in root.iter("ul", "ol")) >= 4


def _is_news_list(element: html.HtmlElement) -> bool:
    titles = [text_of(item) for item in element if item.tag == "li"]
    return len(titles) >= 4 and sum(map(len, titles)) / len(titles) >= 14
