"""Marks that only a document bears: what keeps a short page with an error page's words from being refused.

Servers, firewalls and applications write none of them: the standard's ArticleTitle, a labelled day of
publication, a title that names a kind of document (关于…的通知).
"""

from __future__ import annotations

import re

from lxml import etree

from pipelines.dom import Parsed, squeeze

_STATUS = r"(?:HTTP\s*)?(?:Error\s*)?(?:4[01]\d|50\d)"
_STRONG = re.compile(
    rf"{_STATUS}|{_STATUS}\s*(?:[-—–:：!！,，.。|]\s*|\s+|(?=页|错|报))"
    r"(?:页面?|错误|报错|找不到|未找到|没有找到|无法|抱歉|对不起|很抱歉|您|你|访问|服务器|禁止|文件"
    r"|error|not found|forbidden|bad|internal|service|gateway|unauthorized|method|access|file|page)"
    r".{0,60}"
    r"|.{0,12}(?:页面|网页|内容|文章|文件)"
    r"(?:已?不存在|未找到|找不到|已删除|已被删除|走丢了|无法(?:访问|显示|找到)).{0,10}"
    r"|(?:页面|系统|网站|服务器|程序|发生|访问)?(?:出错|错误)(?:了|啦|页面?|提示|信息|代码.{0,6})?[!！.。…]{0,6}"
    r"|(?:page |file )?not found|error(?: page)?|服务器(?:内部)?错误|无权访问"
    r"|welcome to nginx!?|IIS\d* Windows.{0,20}|Apache Tomcat.{0,20}",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?:系统|错误|温馨|友情|信息)?提示(?:信息|页面)?")
"""Error pages are called so, and so are real reminders to the public."""
_DOCUMENT = re.compile(
    r"关于.{4,}"
    r"|.{3,}(?:通知|公告|公示|通报|通告|报告|年报|意见|办法|方案|决定|决议|规定|规范|细则|规划|计划|总结|要点|情况|说明|批复|答复"
    r"|解读|图解|名单|清单|目录|指南|条例|简报|须知|倡议书|告知书|公报|制度|纪要|函|令|表)"
    r"(?:[（(][^（）()]{1,30}[)）])?[》”\"]?"
)
"""Kinds of official documents (文种; 党政机关公文处理工作条例 art. 8) and of what else such columns
hold."""
_OF_THE_SITE = re.compile(r"维护|升级|暂停|关闭|建设中|拦截|防火墙|错误|出错|40[34]")
"""A server's own notice has such a title too (系统维护公告); only 关于 makes it a document's."""
_TO_THE_VISITOR = re.compile(r"抱歉|对不起|请|稍[后候]|[您你]|无法|不存在|访问|页面|网站|系统|登录|验证")
"""What a server says on a page of its own, in words nobody foresaw."""
_DATED = re.compile(
    r"(?:发布|发文|公开|成文|公布|印发|发表|更新)\s{0,3}(?:时\s{0,4}间|日\s{0,4}期)\s{0,3}[:：]\s{0,3}[\[（(]?"
    r"\d{4}\s?[-年/.]\s?\d"
    r"|生成日期\s{0,3}[:：]\s{0,3}\d{4}[-年/.]\d"
    r"|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    r"\s{0,3}(?:信息|稿件|文章)?(?:来源|字号|字体|浏览|作者)"
)
"""A day of publication. A bare 时间 is none: firewalls print when they refused."""
_SITE = re.compile(r"\s*[-—–]\s*[^-—–]{2,30}(?:政府|网|网站|门户|平台|中心|局|厅|委员会)$")
_PLACEHOLDER = ("{{", "${", "<%", "[#", "<$")
_unlinked = etree.XPath(
    "//text()[not(parent::script or parent::style or parent::title or ancestor::a[@href])]",
    smart_strings=False,
)
_LONGEST = 200
"""Characters of a title that are looked at."""


def headline(parsed: Parsed) -> str:
    """The words of `<title>` less the site's name: what stands before _ or |, or before a dash and a site."""
    said = re.split(r"[_|｜]", parsed.title[:_LONGEST], maxsplit=1)[0].strip()
    return _SITE.sub("", said).strip() or said


def is_error_title(title: str) -> bool:
    """Whether a title says that the page is an error, and cannot be a document's."""
    return len(title) <= 120 and not is_document_title(title) and bool(_STRONG.fullmatch(title.strip()))


def is_hint(title: str) -> bool:
    """Whether a title is 提示 and the like, as error pages and reminders have it."""
    return len(title) <= 12 and bool(_WEAK.fullmatch(title.strip()))


def is_document_title(title: str) -> bool:
    """Whether a title names a kind of document."""
    title = title.strip()
    if not 5 <= len(title) <= _LONGEST or not _DOCUMENT.fullmatch(title):
        return False
    return title.startswith("关于") or "关于" in title or not _OF_THE_SITE.search(title)


def may_be_an_article(title: str) -> bool:
    """Whether a title may be an article's: it speaks neither to the visitor nor of the site itself."""
    if is_error_title(title) or is_hint(title):
        return False
    return not (_OF_THE_SITE.search(title) or _TO_THE_VISITOR.search(title))


def tagged(parsed: Parsed) -> bool:
    """Whether the page carries the standard's mark of an article: an ArticleTitle that is a title."""
    title = parsed.meta("ArticleTitle")
    if not title or is_error_title(title) or any(sign in title for sign in _PLACEHOLDER):
        return False
    bare = "".join(title.split())
    return all(bare != "".join(parsed.meta(name).split()) for name in ("SiteName", "ColumnName"))


def dated(visible: str) -> bool:
    """Whether a text gives a day of publication with its label."""
    return bool(_DATED.search(visible))


def titled(parsed: Parsed) -> bool:
    """Whether `<title>` or a headline of the page names a kind of document."""
    return is_document_title(headline(parsed)) or headed(parsed)


def headed(parsed: Parsed) -> bool:
    """Whether a headline of the page names a kind of document."""
    if parsed.root is None:
        return False
    tree = parsed.tree
    return any(is_document_title(tree.text_of(i)) for tag in ("h1", "h2") for i in tree.by_tag.get(tag, ()))


def outside_links(parsed: Parsed) -> str:
    """The text of a page that is no link: what a list's rows say is not what the page says."""
    return "" if parsed.root is None else squeeze("".join(_unlinked(parsed.root)))


def is_document(parsed: Parsed, visible: str) -> bool:
    """Whether any of the marks stands on a page whose visible text is short."""
    return tagged(parsed) or dated(visible) or titled(parsed)
