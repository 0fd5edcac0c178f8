"""What a page is, decided before anything is believed of it, and why.

Two questions in turn: is it an answer at all (`refusal`: files, challenges, redirects, empty shells), and if
so, an error page in its own words, a document, a list or a front page (`plainly`, then `kind_of` by links)?
Words such as 不存在 or 访问 occur in real reports: they count only in titles and on short pages without a
document's marks (`pipelines.marks`). docs/page-kinds.md has every rule with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from archive.records import Kind, ListRow
from archive.urls import canonical
from pipelines import boilerplate, challenges, marks, shells
from pipelines.answer import Listing
from pipelines.body import Body
from pipelines.challenges import ROOTS
from pipelines.dom import Parsed, path_of, text_of
from pipelines.locate import find_known, signature
from pipelines.metadata_blocks import Found
from pipelines.site import Site

_SHORT = 400
"""Characters. Error pages, challenges and shells say less than this outside their navigation."""
_AT_LENGTH = 1500
"""Characters. A firewall that explains itself says less than this, under a title of its own."""

_FEW_ROWS = 5
_SOME_SENTENCES = 50
"""Rows of a list, and characters of sentences: what has as many rows and fewer sentences is no article."""
_LONG_TITLE = 10
"""Characters. Names of columns are shorter."""
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_SENTENCE = 150
"""Characters a mark on average, in the longest-winded prose."""

BLOCKED_STATUS = frozenset({401, 403, 405, 407, 412, 418, 429, 503, 521})
"""Statuses of somebody who may not or must not come in: 412 is 瑞数's, 521 加速乐's, 405 a cloud firewall's;
429 and 503 ask for quiet."""

_ADDRESSED = re.compile(
    r"(?:您|你)?(?:所|要|正在)?(?:访问|查找|请求|浏览|打开|查看|寻找)的?(?:页面|网页|文件|内容|文章|信息|网址|链接|地址|资源|栏目|站点)"
    r"[^。]{0,16}(?:不存在|删除|找不到|无法(?:找到|访问|显示|打开)|未找到|没有找到|失效|下线|走丢|出错|移动|撤销)"
    r"|(?:抱歉|对不起)[^。]{0,20}(?:不存在|找不到|出错|无法|没有找到|删除|未找到)"
)
"""What an error page says to its visitor."""
_STATED = re.compile(
    r"(?:页面|网页|文件|文章|内容|信息|数据|栏目|资源|链接|记录|稿件)(?:可能)?"
    r"(?:已?不存在|未找到|找不到了?|走丢了|已被?删除|已失效|已过期|未审核)|(?:没有|无)权限(?:访问|查看|浏览)|无法找到该"
    r"|404\s*(?:错误|Not Found|页面|error)|(?:Page|File|Object|URL|resource).{0,80}not (?:be )?found"
    r"|HTTP Status [45]\d\d|Whitelabel Error Page|Server Error in|could not be found|哎呀.{0,10}出错"
    r"|参数错误|非法(?:访问|参数)|系统(?:繁忙|异常|(?:发生)?错误)|服务器(?:内部)?错误"
    r"|(?:网站|系统)(?:正在)?(?:建设|维护|升级)中|暂停(?:访问|服务)"
    r"|nginx web server is successfully installed|^It works!?$",
    re.IGNORECASE,
)
_ARTICLE_URL = re.compile(
    r"/t\d{6,8}_\d+(?:_\d+)?\.s?html?|/t\d{5,}\.s?html?|/art/\d{4}/|/art_[\w_]+\.html?|/content/?post_\d+|content_\d+\.s?html?"
    r"|/[0-9a-f]{20,}\.s?html?|/info/\d+/\d+\.html?|/\d{6,8}/[\w-]+\.s?html?|/post_\d+\.html?"
)
_LONGEST_PATH = 2000
_PAGING = re.compile(
    r"createPage(?:HTML)?\s{0,5}\(|pageControl\s{0,5}\(|\.pagination\s{0,5}\(|laypage|<totalpage>|dataproxy\.jsp"
)
_FEW_WORDS = 80
"""Characters. A text as short, without any mark of a document, may be an error in words nobody foresaw."""
_HAN = re.compile(r"[一-鿿]")
_OF_A_HOME = re.compile(r"首页|门户|官方|网站|官网|欢迎(?:您|访问|光临)?|[\s\-—–_|｜,，!！]")
"""What a front page's title says beside the site's name."""

_links = etree.XPath("//a[@href]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and the reason for it, a sentence for a person."""

    kind: Kind
    reason: str


def refusal(parsed: Parsed) -> Verdict | None:
    """Why a page is no answer to anybody's question; None when it may be one. Needs no body."""
    status = parsed.page.status
    if status is not None and status >= 300:
        if status >= 400:
            return _refusing_status(parsed, status)
        if sent := challenges.redirected(parsed):
            return _verdict(sent)
    if parsed.root is None:
        told = "; ".join(parsed.problems) or "the page has no content"
        return Verdict("attachment" if parsed.file_type else "empty", told)
    if shells.frameset(parsed):
        return Verdict("shell", "frames only: the content is at their addresses")
    length = _length(parsed, _AT_LENGTH)
    return _of_short(parsed, length) if length < _AT_LENGTH else None


def _length(parsed: Parsed, enough: int) -> int:
    """Characters of the visible text, white space aside; a long page is counted only until it is `enough`."""
    visible = parsed.visible
    opening = len("".join(visible[: 2 * enough].split()))
    return opening if opening >= enough or len(visible) <= 2 * enough else len("".join(visible.split()))


def _refusing_status(parsed: Parsed, status: int) -> Verdict:
    """What a status of 400 and above means. A firewall's leftover script on a site's own 404 makes it no
    challenge: only one that has nothing to say is."""
    firewall = challenges.challenge(parsed)
    silent = parsed.root is None or _length(parsed, _SHORT) < 60
    if status in BLOCKED_STATUS or (firewall and (silent or challenges.words_of(parsed.visible[:_SHORT]))):
        by = f" with a challenge of {firewall}" if firewall else ""
        return Verdict("blocked", f"the server answered {status}{by}")
    return Verdict("error_page", f"the server answered {status}")


def _of_short(parsed: Parsed, length: int) -> Verdict | None:
    """What a page of few words is, where it is no answer."""
    visible = parsed.visible
    if length < _SHORT and (reason := shells.shell(parsed, visible, length)):
        return _instead_of(Verdict("shell", reason), parsed, visible, length)
    if marks.is_document(parsed, visible):
        return None
    if length < _SHORT:
        if _has_body(parsed):
            return None
        if sent := challenges.onward(parsed, visible, length):
            return _verdict(sent)
        if reason := challenges.kept_out(parsed, visible, length):
            return Verdict("blocked", reason)
        return _without_content(parsed, visible, length)
    if (reason := challenges.explained(parsed, visible)) and not _has_body(parsed):
        return Verdict("blocked", reason)
    return None


def _verdict(told: tuple[Kind, str]) -> Verdict:
    return Verdict(*told)


def _instead_of(shell: Verdict, parsed: Parsed, visible: str, length: int) -> Verdict:
    """A page that shows nothing may be more than a shell: a challenge, an alert, a page that sends one on."""
    if length >= 150:
        return shell
    said = " ".join(challenges.alerts(parsed)) if length == 0 else ""
    if reason := challenges.kept_out(parsed, visible, length):
        return Verdict("blocked", reason)
    if said and (error := _ADDRESSED.search(said) or _STATED.search(said)):
        return Verdict("error_page", f"a box says: {error.group()[:60]}")
    if sent := challenges.onward(parsed, visible, length):
        return _verdict(sent)
    return shell


def _without_content(parsed: Parsed, visible: str, length: int) -> Verdict | None:
    root = parsed.root
    assert root is not None
    titles = [parsed.title, *(text_of(element) for element in root.iter("h1"))]
    if length < 200 and any(challenges.MOVED_TITLE.fullmatch(title) for title in titles):
        return Verdict("empty", "a server's notice that the page is at another address")
    if length == 0:
        if next(root.iter("img", "embed", "object", "video", "canvas"), None) is None:
            return Verdict("empty", "; ".join(parsed.problems) or "markup without any text")
    elif length < 12 and not _HAN.search(visible) and not marks.is_error_title(visible):
        return Verdict("empty", f"a stub: {visible}")
    return None


def _has_body(parsed: Parsed) -> bool:
    """Whether a family's container of an article holds text: firewalls leave their scripts on real pages."""
    region = find_known(parsed)
    return region is not None and sum(len(text_of(element)) for element in region.elements) >= 10


def error_page(parsed: Parsed, body: Body, text: str) -> Verdict | None:
    """Whether a page says in its own words that it is an error, whatever its status. `text`: the body's."""
    if parsed.root is None or (len(text) > _SHORT and len("".join(text.split())) > _SHORT):
        return None
    title = marks.headline(parsed)
    known = body.region is not None and body.region.known
    if marks.tagged(parsed) or (known and len(text) > 100):
        return None
    if marks.is_error_title(title):
        return Verdict("error_page", f"its title says so: {title[:40]}")
    visible = parsed.visible if _length(parsed, 2 * _SHORT) < 2 * _SHORT else ""
    document = _is_document(parsed, body, text)
    for element in parsed.root.iter("h1", "h2", "h3", "h4"):
        said = text_of(element)
        if not said or len(said) > 60 or element.find(".//a") is not None or marks.is_document_title(said):
            continue
        if marks.is_error_title(said) or (_ADDRESSED.match(said) if document else _says_error(said)):
            return Verdict("error_page", f"its headline says so: {said}")
    if document:
        return None
    if marks.is_hint(title):
        return Verdict("error_page", f"its title says so: {title[:40]}")
    said = marks.outside_links(parsed) if min(len(text), len(visible)) <= 250 else ""
    for words in (text, visible):
        if words and len(words) <= 250 and _says_error(words) and (error := _says_error(said)):
            return Verdict("error_page", f"a short page that says: {error.group()[:60]}")
    if visible and marks.is_error_title(visible):
        return Verdict("error_page", f"all it says is {visible}")
    if visible and len(text) < 100:
        target = challenges.refreshes_to(parsed)
        if target and challenges.is_home(parsed, target):
            return Verdict("error_page", f"a short page that sends the reader on to {target[:100]}")
    return None


def _says_error(words: str) -> re.Match[str] | None:
    return _ADDRESSED.search(words) or _STATED.search(words)


def _is_document(parsed: Parsed, body: Body, text: str) -> bool:
    """Whether a page bears a document's mark: a title, a day of publication beside the title or the body, a
    signature 落款 under the text."""
    if marks.titled(parsed) or marks.is_document_title(body.title.text):
        return True
    if marks.dated(parsed.visible[: 10 * _SHORT]):
        return True
    last = text.rpartition("\n")[2]
    return last != text and len(last) <= 60 and signature(last)


def plainly(parsed: Parsed, site: Site | None, body: Body) -> Verdict | None:
    """What a page is by marks that need no look at its links; None where they do not decide."""
    text = body.text
    if verdict := error_page(parsed, body, text):
        return verdict
    if placeholder := shells.unfilled(text):
        return Verdict("shell", f"an application whose template is not filled in: {placeholder}")
    if site is not None and parsed.page.url and canonical(parsed.page.url) == canonical(site.home):
        return Verdict("home", "the site's own home page")
    if marks.tagged(parsed):
        return Verdict("report", "it names its ArticleTitle")
    known = body.region is not None and body.region.known
    if known and (body.attachments or len(text) >= _FEW_WORDS or (text and _is_document(parsed, body, text))):
        # A container with next to nothing outside its links is a list put into an article's template.
        if body.attachments or (body.running > 0.2 * len(text) and not _lost_links(parsed, body)):
            return Verdict("report", "it has the container of an article's body")
    elif known and body.blocks and _is_document(parsed, body, text):
        return Verdict("report", "it has the container of an article's body, with an image in it")
    return None


def kind_of(
    parsed: Parsed, site: Site | None, body: Body, metadata: Found, listing: Listing | None
) -> Verdict:
    """Whether a page that is not `plainly` anything is a document, a list or a front page, by its links."""
    assert parsed.root is not None
    links = [text_of(link) for link in _links(parsed.root)]
    linked = sum(map(len, links))
    rows = listing.rows if listing is not None else ()
    lost = _lost_links(parsed, body)
    running = 0 if lost else body.running
    reads_on = len(rows) < _FEW_ROWS or _sentences(body) >= _SOME_SENTENCES
    path = path_of(parsed.page.url)[:_LONGEST_PATH]
    asked = path not in ROOTS and _ARTICLE_URL.search(path) is not None
    at_root = bool(parsed.page.url) and path in ROOTS
    headed = not at_root and 1 <= len(metadata.blocks) <= 2 and bool(body.title.text)
    if not headed and _front_with_words(parsed, site, links):
        return _front_verdict(asked)
    if not asked and _is_digest(body, rows):
        return Verdict("list", f"rows with words of their documents below them ({len(rows)} rows)")
    if reads_on and running >= max(400, 0.3 * linked):
        return Verdict("report", "it has the running text of an article")
    thin = asked and _thin_front(parsed, site, body, links)
    if not headed and (at_root or thin or _front(parsed, site, links)):
        return _front_verdict(asked)
    paging = bool(_PAGING.search(parsed.text)) or bool(listing is not None and rows and listing.next)
    if not paging and _is_empty_template(parsed, body, metadata, asked, len(rows)):
        return Verdict("error_page", "an article's template without an article: no text, and empty labels")
    if not paging and not rows and _says_little(parsed, body, metadata):
        return Verdict("empty", f"a few words that nothing marks as a document's: {body.text[:40]}")
    if running >= 4 or body.attachments:
        if headed and (len(rows) < 2 or len(metadata.blocks) == 1):
            return Verdict("report", "a text under a line of date and source")
        if asked and reads_on:
            return Verdict("report", "text at the address of an article")
    if reads_on and not paging and running >= max(20, 0.15 * linked, sum(len(row.title) for row in rows)):
        return Verdict("report", "more text than links")
    if reads_on and not paging and running >= 0.15 * linked and _heads_a_text(body):
        return Verdict("report", "sentences under the headline of a document, with links beside")
    if not rows and not paging and not running and shells.framed(parsed):
        return Verdict("shell", "furniture round a frame: the content is at its address")
    if rows or paging or lost or len(links) >= 5:
        return Verdict(
            "list", f"links rather than text ({len(rows)} rows)" if rows else "links rather than text"
        )
    if body.blocks or body.attachments:
        return Verdict("report", "a short page with text of its own")
    return Verdict("empty", "no text beside the page's furniture")


def _is_digest(body: Body, rows: tuple[ListRow, ...]) -> bool:
    """Whether the body is a list with an abstract below each row: it opens with the first of them, holds
    them all, and each has its day. An article's own list of links comes after its words."""
    if len(rows) < _FEW_ROWS or not all(row.date for row in rows) or _heads_a_text(body):
        return False
    text = body.text
    return rows[0].title in text[: _LONG_TITLE + 2 * len(rows[0].title)] and all(
        row.title in text for row in rows
    )


def _front_verdict(asked: bool) -> Verdict:
    if asked:
        return Verdict("error_page", "a site's front page in answer to the address of an article")
    return Verdict("home", "a site's front page")


def _says_little(parsed: Parsed, body: Body, metadata: Found) -> bool:
    """Whether a page says a few words, and bears no mark of a document: neither title, day, signature,
    catalogue entry nor file. An address is no mark: soft errors come in answer to articles' addresses."""
    text = body.text
    if not text or body.attachments or sum(map(len, _lines(body))) >= _FEW_WORDS:
        return False
    if any(pair.raw for block in metadata.blocks for pair in block.pairs):
        return False
    return not _is_document(parsed, body, text)


def _heads_a_text(body: Body) -> bool:
    """Whether sentences stand under a headline that is a document's and no column's (通知公告, 权力清单)."""
    title = body.title.text
    long = len(title) >= _LONG_TITLE or "关于" in title
    return long and marks.is_document_title(title) and _sentences(body) >= _SOME_SENTENCES


def _is_empty_template(parsed: Parsed, body: Body, metadata: Found, asked: bool, rows: int) -> bool:
    """Whether an article's template came without its article: labels of a line of date and source, all
    empty; no headline and no text. A list's search form has such labels too, so a list goes before unless an
    article was asked for."""
    if body.running >= 20 or body.attachments or marks.is_document_title(body.title.text):
        return False
    pairs = [*metadata.single, *(pair for block in metadata.blocks for pair in block.pairs)]
    byline = [pair.raw for pair in pairs if pair.meaning.field in ("date_published", "source")]
    if not byline or any(byline):
        return False
    if asked:
        return True
    told = any(name.lower() == "articletitle" for name, _ in parsed.metas)
    return rows < _FEW_ROWS and (told or len(byline) >= 2)


def _lost_links(parsed: Parsed, body: Body) -> bool:
    """Whether a page nested too deep was read without most of its links: then what is left of a list looks
    like running text, but has hardly a sentence in it."""
    if not any("nested" in problem for problem in parsed.problems):
        return False
    assert parsed.root is not None
    read = sum(1 for _ in parsed.root.iter("a"))
    if parsed.text.count("<a ") < 2 * read + _FEW_ROWS:
        return False
    text = body.text
    return len(text) > _LONGEST_SENTENCE * len(_SENTENCE.findall(text))


def _lines(body: Body) -> list[str]:
    """The body's lines and cells, without a footer and the like that was taken for a part of it."""
    said = (
        line for block in body.blocks if block.kind != "image" for line in re.split(r"[\t\n]", block.text)
    )
    return [line for line in said if not boilerplate.set_apart(line)]


def _sentences(body: Body) -> int:
    """The characters of the body's lines and cells that are sentences, which rows of a list are not."""
    return sum(len(line) for line in _lines(body) if _SENTENCE.search(line))


def _bears_site_name(parsed: Parsed, site: Site | None) -> bool:
    """Whether the page is titled with the site's name alone, and names no column."""
    if parsed.meta("ColumnName") or parsed.meta("ColumnType"):
        return False
    said = (parsed.meta("SiteName"), site.name if site is not None else "")
    names = {_OF_A_HOME.sub("", name) for name in said} - {""}
    return _OF_A_HOME.sub("", parsed.title[:200]) in names


def _thin_front(parsed: Parsed, site: Site | None, body: Body, links: list[str]) -> bool:
    """Whether a front page with little on it came in answer to the address of an article."""
    return len(links) >= 5 and not _sentences(body) and _bears_site_name(parsed, site)


def _front_with_words(parsed: Parsed, site: Site | None, links: list[str]) -> bool:
    """Whether a front page has an introduction or a long piece of news on it: it bears the site's name, shows
    several lists side by side, and gives no day of publication."""
    if len(links) < 30 or not _bears_site_name(parsed, site) or marks.titled(parsed):
        return False
    return _news_lists(parsed) >= 3 and not marks.dated(parsed.visible)


def _front(parsed: Parsed, site: Site | None, links: list[str]) -> bool:
    """Whether a page without an article is a site's front page: it bears the site's name and no column's, or
    shows several lists side by side."""
    if len(links) < 30:
        return False
    if _bears_site_name(parsed, site):
        return True
    return not _PAGING.search(parsed.text) and _news_lists(parsed) >= 4


def _news_lists(parsed: Parsed) -> int:
    assert parsed.root is not None
    return sum(_is_news_list(element) for element in parsed.root.iter("ul", "ol"))


def _is_news_list(element: html.HtmlElement) -> bool:
    titles = [text_of(item) for item in element if item.tag == "li"]
    return len(titles) >= 4 and sum(map(len, titles)) / len(titles) >= 14
