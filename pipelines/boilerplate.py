"""The furniture of a government page: what stands in or around an article without being part of it.

Two kinds of evidence, both weak alone: what an element is called, and what a short line says. Names lie
(a body may sit in `div.page-printer`), so a name removes only a small or link-heavy element; words lie too
(a report may say 扫一扫 in a sentence), so they must be the whole line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.tree import Tree

_TAGS = {"nav": "navigation", "header": "site header", "footer": "footer", "aside": "side column"}
"""What an element is by its tag."""

# What a region of a page is, by its id and class. Every family of CMS.md §3 names its furniture so.
_NAMES = (
    ("share bar", r"(?:bd|article-|news)?share(?!d)|jiathis|fenxiang|bs-?(?:box|panel)|social"),
    ("QR code", r"ewm|erweima|qr[-_]?(?:code|container|img)?(?![a-z])|saoyisao|saomiao"),
    ("previous and next", r"nav-?documents|prev(?:-?next)?(?![a-z])|shangxia|pre-?next|up-?down(?![a-z])"),
    ("related links", r"relat|rel-?doc|xg(?:wd|yd|lj|xx|wz|jd|xw)|about-?news|new-about"),
    ("attachment list", r"fujian|attach|xgfj|fj-?(?:a|list|box)?(?![a-z])|annex"),
    ("breadcrumb", r"(?:bread)?crumb|position|location|dqwz|weizhi|curr-?(?:chnl|pos)|mianbaoxie"),
    ("disclaimer", r"banquan|disclaimer|mianze|shengming"),
    ("footer", r"foot(?!-?note)|copyright|friend-?link|yqlj|bottom-?(?:nav|box|link)?(?![a-z])|dhlm"),
    ("article tools", r"article-(?:btn|extended|tool|attr)|tool-?(?:bar|box|s)?(?![a-z])|font-?size"
     r"|font-?s(?![a-z])|zihao|switchsize|pages?-?print(?![a-z])|printer(?![a-z])|dayin|jiucuo|main-word|close(?![a-z])"),
    ("metadata line", r"article-?(?:info|meta)|small-title|page-?source|news-?info"),
    ("comments", r"comment|pinglun"),
    ("navigation", r"nav|menu|sidebar|side-|submenu|tab-?(?:hd|nav)"),
    ("site header", r"header|top-|logo|banner|search|masthead"),
)  # fmt: skip
_NAMED = tuple((reason, re.compile(rf"(?:^|[\s_-]|\b)(?:{p})", re.IGNORECASE)) for reason, p in _NAMES)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_+")
_LONGEST_NAME = 500
"""Characters of an id and classes."""
_INSIDE = frozenset(
    {
        "share bar",
        "QR code",
        "previous and next",
        "related links",
        "attachment list",
        "breadcrumb",
        "disclaimer",
        "footer",
        "article tools",
        "metadata line",
        "comments",
    }
)
"""Names that are believed inside a body; a pasted body may well contain a `nav` or a `header`."""

_WORDY = frozenset({"disclaimer", "comments", "footer", "related links"})
"""Furniture that may speak in sentences."""
_A_SENTENCE = re.compile(r"\S{15}[。；]")

_TOOL = (
    r"(?:打\s?印|关\s?闭|返回|收藏|保存|推荐)(?:本页|本页面|此页|页面|文章|此文|内容|窗口|顶部|首页|列表|上一页|本文|朋友)?"
    r"|字体|字号|文字大小|特大|超大|默认|大|中|小|繁体|简体|分享(?:到|至|本页)?|我要纠错|纠错|挑错|复制链接|下载全文|全文下载"
    r"|微信|微博|新浪微博|腾讯微博|QQ空间|人人网|Word下载|朗读|语音(?:播报|朗读|阅读)|播放|暂停|停止|继续|语速|快|慢|音量"
    r"|继续访问|放弃|电脑版|手机版|告诉好友|发表评论|加入收藏|[顶踩]一下|(?<!\d)\d{1,4}(?!\d)"
)
_EDGE = r"[\s【】\[\]（）()|｜：:>＞·、/+\-A]*"
_LINES = (
    ("article tools", re.compile(rf"{_EDGE}(?:(?:{_TOOL}){_EDGE})+", re.IGNORECASE)),
    (
        "QR code",
        re.compile(
            r"[^。；]{0,12}(?:扫一扫|扫描(?:下方|上方|左侧|右侧)?二维码|微信扫码|手机扫码)[^。；]{0,24}"
            r"|(?:分享到微信朋友圈)?(?:打开微信，点击底部的.发现.，?(?:使用.扫一扫.即可将网页分享.{0,10})?|使用.扫一扫.即可将网页分享.{0,10})"
        ),
    ),
    ("previous and next", re.compile(r"【?[上下]一?[篇条](?:文章|信息|新闻|记录)?】?\s*[：:].{0,120}")),
    (
        "page numbers",
        re.compile(
            r"(?:(?:首页|上一?页|下一?页|尾页|末页|共\s*\d+\s*页|第\s*\d+\s*页|\d++|\.{3}|…)[\s|<>«»《》\[\]]*){2,}"
        ),
    ),
    (
        "view counter",
        re.compile(r"【?(?:浏览|点击|阅读|访问)(?:次数|量|率|数)?】?[：:]\s*[\d ]*(?:次|人次)?"),
    ),
    ("disclaimer", re.compile(r"(?:版权(?:与|及|和)?免责|免责)声明[：:]?")),
    ("article tools", re.compile(r"-{4,}\s*分隔线\s*-{4,}")),
    ("disclaimer", re.compile(r"您(?:现在|即将)?(?:访问|点击)的链接.{0,60}(?:离开|跳转).{0,60}")),
)
_ANY_LINE = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _LINES), re.IGNORECASE)
"""One look for all of them: most lines are none."""
_TOOL_WORDS = re.compile(
    r"打\s?印|关\s?闭|继续访问|手机版|字体|字号|分享|收藏|纠错|挑错|返回|下载|朗读|播报|文字大小|推荐朋友|[顶踩]一下|分隔线"
)
_PAGE_WORDS = re.compile(r"[上下]一?页|尾页|末页")
_DATE = r"[\[（(]?(?:[12]\d{3}[-年/.])?\d{1,2}[-月/.]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\]）)]?"
_LINK_AND_DATE = re.compile(rf"(?:.+{_DATE}|{_DATE}.+)$")
_RELATED = re.compile(
    r"(?:相关|关联|扩展|延伸|推荐)(?:链接|阅读|新闻|文章|稿件|文档|解读|信息|报道|报导|内容|政策|文件|附件)[：:]?"
)
_WHO_ELSE = r"(?:单位)?[：:].{2,30}(?:主办|承办|维护|地址|电话|技术支持)"
_FOOTER = re.compile(
    r"版权所有|I(?i:CP备)|i(?i:CP备)|公网安备|公安备案|网站标识码|C(?i:opyright)|c(?i:opyright)"
    rf"|建议使用.{{0,30}}浏览器|主办{_WHO_ELSE}|承办{_WHO_ELSE}"
)
_GREETING = re.compile(
    r"(?:您好[，,！!]?)?\s*(?:欢迎[^，。；]{0,30}[，,！!]?)?\s*(?:今天|现在)是[：:]?\s*\d{4}年[^，。；]{0,60}"
)
_CONTACT = re.compile(r"(?:单位|办公|联系)?地址[：:][^。；]{2,60}(?:邮编|邮政编码)[：:][^。；]{0,60}")
_NUMBERS = re.compile(r"网站标识码|ICP备|公网安备")
_DISCLAIMER = re.compile(
    r"(?:免责|版权)声明|凡(?:本(?:站|网)|注明)|版权(?:均?归|均?属于?)(?:原|作者|其|本)|如有侵权|涉及(?:作品)?版权|未经(?:书面)?授权|转载请注明"
)
_BEGINS_DISCLAIMER = re.compile(
    r"[【（(]?(?:(?:特别|郑重|版权|免责)?声明[】：:]|凡(?:本(?:站|网)|注明)|(?:如需)?转载请注明|版权(?:所有|归))"
)
_ADDRESS = re.compile(r"(?:本文|原文|文章|本页)(?:链接|网址|地址)[：:]\s*\S*")
_KEYWORDS = re.compile(r"(?:关键[词字]|标签|Tags?)[：:].{0,80}", re.IGNORECASE)
# Where each alternative begins with a character of its own, a text is searched for those: ten times as fast.
_WITH_A_DAY = r"(?=\s*[：:]\s*[12]\d{3}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?!\s*[上下]午))"
_META_LABEL = re.compile(
    r"(?:发布(?:时间|日期|机构|人|单位)|发文(?:时间|日期)|更新(?:时间|日期)|公开(?:时间|日期)"
    rf"|日期{_WITH_A_DAY}|时间{_WITH_A_DAY}|文章来源|信息来源|稿件来源|内容来源|来源|作者"
    r"|浏览(?:次数|量)?|点击(?:次数|率|量)?|阅读(?:次数|量)?|访问(?:次数|量)|字体|字号|责任编辑|编辑|审核|录入)\s*[：:]"
)
_META_ONLY = re.compile(
    r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*(?:来源|作者).{0,40})?"
    r"|(?P<open>[（(\[])?\d{4}([-/.])\d{1,2}\2\d{1,2}(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?(open)[）)\]]|\s[^，。；、]{1,40})"
)
_EDITOR = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|责编|编辑|编审|审核|审签|签发|校对|录入|初审|复审|终审|[一二三]审|监制|主编|值班主任)\s*[：:].{0,40}"
)

_EDITED = re.compile(r"(?:编辑|审核|校对|录入)\s*[：:]")
_BREADCRUMB_BEGINS = re.compile(
    r".{0,6}(?:当前|所在)(?:的)?(?:位置|栏目|页面).{0,4}[：:]|首页\s*[>＞»/]|位置[：:]"
)
_STEPS = re.compile(r"[>＞»](?:.*[>＞»]|\s*$)")


def names(tree: Tree, i: int) -> str:
    """The id and classes of an element, camel case and underscores as dashes, for matching."""
    return _names(tree.ids[i], tree.classes[i])


@lru_cache(maxsize=4096)
def _names(identity: str, classes: str) -> str:
    said = f"{identity} {classes}"
    return "" if said == " " else _CAMEL.sub("-", said[:_LONGEST_NAME])


def named(tree: Tree, i: int) -> str:
    """What an element's id and classes call it: a reason, or empty."""
    return called(tree.ids[i], tree.classes[i])


@lru_cache(maxsize=4096)
def called(identity: str, classes: str) -> str:
    """What an id and classes call an element: a reason, or empty."""
    said = _names(identity, classes)
    return next((reason for reason, pattern in _NAMED if pattern.search(said)), "") if said else ""


def is_link(text: str, linked: int) -> bool:
    """Whether a line is a link to something else: `linked` of its characters are link text, and beside them
    stands little, or nothing but a date. A sentence with links in it is none."""
    if not linked or text.endswith(("。", "；")):
        return False
    return linked > 0.6 * len(text) or (linked > 0.3 * len(text) and bool(_LINK_AND_DATE.match(text)))


def inside(tree: Tree, i: int, text: str) -> str:
    """Why a named element inside a body is furniture, or empty. Long text is never removed by its name."""
    reason = named(tree, i)
    if reason not in _INSIDE:
        return ""
    if reason not in _WORDY and _A_SENTENCE.search(text):
        return ""
    if reason in ("related links", "previous and next", "share bar", "attachment list"):
        return reason if len(text) <= 300 or tree.link_share(i) > 0.5 else ""
    if reason == "disclaimer":
        return reason if len(text) <= 800 else ""
    return reason if len(text) <= 200 else ""


def line(text: str) -> str:
    """Why a whole line is furniture wherever it stands, or empty."""
    if len(text) > 160 or not _ANY_LINE.fullmatch(text):
        return ""
    for reason, pattern in _LINES:
        if pattern.fullmatch(text):
            if reason == "article tools" and not _TOOL_WORDS.search(text):
                continue
            if reason == "page numbers" and not _PAGE_WORDS.search(text):
                continue
            return reason
    return ""


def related_heading(text: str) -> bool:
    """Whether a line heads a list of other documents (相关阅读 …)."""
    return len(text) <= 12 and bool(_RELATED.fullmatch(text))


def metadata_line(text: str, *, alone: bool = True) -> bool:
    """Whether a line above a body gives its date, source and counter rather than its text.

    One label or a bare date is enough only where nothing but such a line is expected (`alone`): a text may
    well begin with its own date.
    """
    if len(text) > 160 or text.endswith(("。", "；")):
        return False
    labels = _META_LABEL.findall(text)
    if not labels:
        return alone and bool(_META_ONLY.fullmatch(text))
    if len(labels) > 1:
        return True
    return alone and bool(_META_LABEL.match(text) or re.match(r"\d{4}[-年/]", text))


def editor_line(text: str) -> bool:
    """Whether a line names the editors: （责任编辑：…）."""
    return len(text) <= 60 and bool(_EDITOR.fullmatch(text))


def below(text: str, linked: int) -> str:
    """Why a line below the text of an article is the template's, or empty: the editors, whose the text is and
    how it may be used, its address, its keywords. `linked`: characters of it that are links."""
    if editor_line(text):
        return "editors"
    if len(text) <= 300 and _BEGINS_DISCLAIMER.match(text) and _DISCLAIMER.search(text):
        return "disclaimer"
    if len(text) <= 200 and (_ADDRESS.fullmatch(text) or (linked and _KEYWORDS.fullmatch(text))):
        return "article tools"
    labels = _META_LABEL.findall(text) if len(text) <= 100 else []
    return "editors" if len(labels) > 1 and metadata_line(text) and _EDITED.search(text) else ""


def breadcrumb(text: str) -> bool:
    """Whether a line is a breadcrumb 当前位置."""
    return len(text) <= 160 and bool(_BREADCRUMB_BEGINS.match(text) or _STEPS.search(text))


def footer(text: str) -> bool:
    """Whether a block is the site's footer: owner, filing numbers, site code."""
    return len(text) <= 600 and bool(_FOOTER.search(text))


def site_numbers(text: str) -> bool:
    """Whether a block prints the numbers that only a site's footer has: 标识码, ICP, 公安备案."""
    return len(text) <= 600 and bool(_NUMBERS.search(text))


@lru_cache(maxsize=1024)  # a page is weighed twice where its names are doubted
def set_apart(text: str) -> bool:
    """Whether a line can be no text of an article, for weighing a page by its shape."""
    if footer(text) or line(text) or breadcrumb(text):
        return True
    if len(text) <= 300 and _DISCLAIMER.search(text):
        return True
    if len(text) <= 160 and (_CONTACT.fullmatch(text) or _GREETING.fullmatch(text)):
        return True
    return metadata_line(text)


def region(tree: Tree, i: int, text: str) -> str:
    """What a region outside the body is, for the record: a reason, never empty."""
    if i in tree.hidden:
        return "hidden"
    if breadcrumb(text):
        return "breadcrumb"
    if reason := line(text):
        return reason
    if footer(text):
        return "footer"
    if reason := named(tree, i):
        return reason
    if metadata_line(text):
        return "metadata line"
    if reason := _TAGS.get(tree.tags[i], ""):
        return reason
    if related_heading(text[:5]):
        return "related links"
    if tree.link_share(i) > 0.7:
        return "navigation"
    return "outside the body"
