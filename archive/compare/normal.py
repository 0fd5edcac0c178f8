"""What was published, apart from what each answer prints anew: normal forms, and the digest over them.

White space says nothing between Chinese characters: a page that is laid out again has other breaks and
indents. Between two Latin words or two numbers it parts them, and counts as one space. A row of a table keeps
its cells apart. Punctuation is never noise: a comma for a stop is an edit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from archive.records import DERIVED, FIELD_NAMES, Attachment, Report
from archive.urls import canonical

SCHEME = "published/2"
"""Goes into the digest: another normal form gives other digests, never the same one for another reason."""

HEAD, FOOT = 3, 5
"""Lines at the two ends of a text where a page prints its counters and tools; between them all is the text.

A report on a government's websites may well say 访问量：1204332 in its middle, and that is a figure."""

LONGEST_BYLINE = 160
"""Characters. A longer line is prose, whatever it holds."""

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that show nothing; they count as white space."""

_BLANK = re.compile(rf"[\s{UNSEEN}]+")
_WORD = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u00c0-\u024f\u0370-\u052f]")

_COUNTED = r"(?:浏览|阅读|点击|访问|查看)(?:次数|人数|人次|量|数|率)?|人气"
_OPEN, _CLOSE = r"[\[【（(]?", r"[\]】）)]?"
_COUNTER = re.compile(
    rf"{_OPEN}(?:本[文页]|文章|页面|信息)?(?:已)?(?:{_COUNTED})[：:]?\d[\d,，]*(?:人次|次|人)?{_CLOSE}"
    rf"|{_OPEN}(?:本[文页]|文章|页面|信息)?(?:{_COUNTED})[：:](?:人次|次|人)?{_CLOSE}"  # a script fills it
    r"|您是(?:本[页站])?第\d[\d,，]*位(?:访客|访问者|浏览者|读者)"
    r"|(?:已有)?\d[\d,，]*人(?:次)?(?:已)?(?:浏览|阅读)"
)
_COUNTER_WITHIN = re.compile(rf"(?:{_COUNTED})[：:]\s*\d*[\d,，]*\s*(?:人次|次|人)?")
_BYLINE = re.compile(
    r"(?:发布|更新|发表|公开|录入)?(?:时间|日期)[：:]|(?:来源|作者|编辑|责编|字体|字号)[：:]"
)

_WHEN = r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?: ?\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?)?)?"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_WEEKDAY = r"[，,]?(?:星期|周)[一二三四五六日天]"
_GENERATED = re.compile(
    rf"(?:本?(?:页面?|网页|文件))?(?:自动)?(?:生成|打印|当前|系统|下载|导出)(?:时间|日期|于|自)?[：:]?{_WHEN}(?:{_WEEKDAY})?"
    rf"|(?:今天|今日|现在|当前)(?:是|时间)?[：:]?{_WHEN}(?:{_WEEKDAY})?(?: ?{_CLOCK})?",
)

_TOOL = (
    r"分享(?:到|至)?|转发(?:到|至)?|新浪微博|腾讯微博|微博|微信(?:好友|朋友圈)?|朋友圈|QQ(?:空间|好友)?|人人网|豆瓣|"
    r"复制(?:链接|网址)|打印(?:本[页文]|此页|文章)?|关闭(?:窗口|本页|此页)?|(?:加入)?收藏(?:本[页文])?|返回顶部|"
    r"扫一扫(?:在手机(?:上)?(?:打开|查看|浏览)(?:当前页|本页)?)?|手机(?:扫一扫|查看|浏览)|"
    r"(?:字体|字号)|[大中小]|默认"
)
_TOOLS = re.compile(rf"(?:(?>{_TOOL})[：:|｜/、，,·\[\]【】（）()]*+)++")  # never back: a line may be hostile
_TOOLS_OPEN = "：:|｜/、，,·[]【】（）()"
_STRONG = re.compile(r"分享|转发|打印|关闭|扫一扫|收藏|复制")
_SIZES = re.compile(r"(?:字体|字号)[：:]")

_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_TOKENS = """
jsessionid phpsessid aspsessionid sessionid session_id sid token access_token accesstoken csrf csrf_token
_csrf nonce sign signature expires ossaccesskeyid x-amz-signature x-amz-date x-amz-expires x-amz-credential
x-amz-security-token
"""
_CHANCE = "_ _t t r rnd rand random ts time timestamp tm"
_CHANCE_VALUE = re.compile(r"\d{10,}|\d?\.\d+")
"""A time in seconds or more, or a fraction as a script draws it. `t=3` may well name a page."""

_HOME = frozenset({"首页", "网站首页", "本站首页", "主页", "首 页"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text that shows something: `text[start:end]`, its normal form, and where it is noise, why.

    A row of a table has tabs in its normal form. A byline's counter is left out of it.
    """

    start: int
    end: int
    normal: str
    noise: str = ""

    @property
    def is_row(self) -> bool:
        return "\t" in self.normal


def squeezed(text: str) -> str:
    """The text without white space, but for one space where it parts two Latin words or numbers."""
    words = [word for word in _BLANK.split(text) if word]
    if len(words) < 2:
        return "".join(words)
    kept = [words[0]]
    for before, word in pairwise(words):
        if _WORD.match(before[-1]) and _WORD.match(word[0]):
            kept.append(" ")
        kept.append(word)
    return "".join(kept)


def lines(text: str) -> list[Line]:
    """The lines that show something, in order."""
    found: list[Line] = []
    start = 0
    for line in text.split("\n"):
        cells = [squeezed(cell) for cell in line.split("\t")]
        if any(cells):
            found.append(Line(start, start + len(line), "\t".join(cells).strip("\t")))
        start += len(line) + 1
    edges = {*range(min(HEAD, len(found))), *range(max(len(found) - FOOT, 0), len(found))}
    return [_judged(line) if n in edges else line for n, line in enumerate(found)]


@lru_cache(maxsize=2)  # a digest and a fingerprint are made of it, one after the other
def normal_text(text: str) -> str:
    """The whole text in its normal form: two texts with the same one show the same words."""
    return joined(line.normal for line in lines(text) if not line.noise)


def joined(normals: Iterable[str]) -> str:
    """The normal form of lines or sentences in a row: rows of a table apart, all else run together."""
    found = (
        list(row) if is_row else [squeezed("\n".join(row))]
        for is_row, row in groupby(normals, key=lambda normal: "\t" in normal)
    )
    return "\n".join(piece for pieces in found for piece in pieces if piece)


def noise_of(line: str) -> str:
    """Why a whole line is no part of the document: a counter, a tool, a time of generation; else empty."""
    said = squeezed(line)
    if _COUNTER.fullmatch(said):
        return "view counter"
    if _GENERATED.fullmatch(said):
        return "page generation"
    tools = said.lstrip(_TOOLS_OPEN)
    if tools and _TOOLS.fullmatch(tools) and (_STRONG.search(tools) or _SIZES.match(tools)):
        return "share bar" if "分享" in tools or "转发" in tools else "article tools"
    return ""


def steady_address(url: str) -> str:
    """An address without what only this visit made: session ids, tokens, drawn numbers, and its scheme."""
    address = _SESSION.sub("", canonical(url))
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme not in ("http", "https"):
        return address
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _made_by_visit(pair))
    return f"//{parts.netloc}{parts.path}" + (f"?{kept}" if kept else "")


def steady_field(name: str, value: str) -> str:
    """A field's value in its normal form; a breadcrumb without its first step 首页, which redesigns add."""
    if name == "column_path":
        steps = [squeezed(step) for step in value.split(" > ")]
        return ">".join(steps[1:] if steps[0] in _HOME else steps)
    return squeezed(value)


def steady_attachment(attachment: Attachment) -> tuple[str, str]:
    """An attachment's name and address in their normal forms."""
    return squeezed(attachment.name), steady_address(attachment.url)


def printed_fields(report: Report) -> Iterator[tuple[str, str]]:
    """The fields that a page prints and this one does, with their normal values."""
    for name in FIELD_NAMES:
        if name not in DERIVED and (value := steady_field(name, report.metadata.get(name, ""))):
            yield name, value


def published_digest(report: Report) -> str:
    """SHA-256 over title, text, printed metadata and attachments in normal form: `sha256:` and 64 digits.

    The same for two readings exactly when `compare` finds nothing changed between them, known bytes of
    attachments aside.
    """
    published = [
        SCHEME,
        squeezed(report.title),
        normal_text(report.text),
        list(printed_fields(report)),
        sorted(map(steady_attachment, report.attachments)),
    ]
    written = json.dumps(published, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return "sha256:" + sha256(written).hexdigest()


def _judged(line: Line) -> Line:
    """A line at an end of the text: noise as a whole, or a byline whose counter is left out."""
    if line.is_row:
        return line
    if reason := noise_of(line.normal):
        return Line(line.start, line.end, line.normal, reason)
    if len(line.normal) <= LONGEST_BYLINE and "。" not in line.normal and _BYLINE.search(line.normal):
        return Line(line.start, line.end, _COUNTER_WITHIN.sub("", line.normal))
    return line


def _made_by_visit(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    return name in _TOKENS.split() or (name in _CHANCE.split() and bool(_CHANCE_VALUE.fullmatch(value)))
