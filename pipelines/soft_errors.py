"""Error pages answered with 200 (soft 404), told by their own words; and templates without an article.

A word counts in a title or a headline that is no document's, or on a short page without a document's marks,
and only outside links: a list may well have a row about pages that do not exist.
"""

from __future__ import annotations

import re

from pipelines import challenges, marks, prose
from pipelines.body import Body
from pipelines.dom import Parsed
from pipelines.metadata_blocks import Found

_HEADLINES = ("h1", "h2", "h3", "h4")
_SHORT = 400
"""Characters. An error page says less than this."""
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
    r"|nginx web server is successfully installed",
    re.IGNORECASE,
)
"""What it states of the page, and what servers and applications state in English."""


def error_said(parsed: Parsed, body: Body, text: str) -> str:
    """Whether a page says in its own words that it is an error, whatever its status: the words, or
    empty. `text`: the body's."""
    if parsed.root is None or (len(text) > _SHORT and len("".join(text.split())) > _SHORT):
        return ""
    title = marks.headline(parsed)
    known = body.region is not None and body.region.known
    if marks.tagged(parsed) or (known and len(text) > 100):
        return ""
    if marks.is_error_title(title):
        return f"its title says so: {title[:40]}"
    visible = parsed.visible if len(parsed.visible) < 4 * _SHORT else ""
    document = prose.bears_mark(parsed, body, text)
    tree = parsed.tree
    for i in sorted(i for tag in _HEADLINES for i in tree.by_tag.get(tag, ())):
        said = tree.text_of(i)
        if not said or len(said) > 60 or tree.of_tag("a", i) or marks.is_document_title(said):
            continue
        if marks.is_error_title(said) or (_ADDRESSED.match(said) if document else says_error(said)):
            return f"its headline says so: {said}"
    if document:
        return ""
    if marks.is_hint(title):
        return f"its title says so: {title[:40]}"
    if any(0 < len(words) <= 250 and says_error(words) for words in (text, visible)) and (
        error := says_error(marks.outside_links(parsed))
    ):
        return f"a short page that says: {error.group()[:60]}"
    if visible and marks.is_error_title(visible):
        return f"all it says is {visible}"
    if visible and len(text) < 100:
        target = challenges.refreshes_to(parsed)
        if target and challenges.is_home(parsed, target):
            return f"a short page that sends the reader on to {target[:100]}"
    return ""


def says_error(words: str) -> re.Match[str] | None:
    """An error page's words in a text."""
    return _ADDRESSED.search(words) or _STATED.search(words)


def is_empty_template(parsed: Parsed, body: Body, metadata: Found, asked: bool, rows: int) -> bool:
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
    return rows < prose.FEW_ROWS and (told or len(byline) >= 2)
