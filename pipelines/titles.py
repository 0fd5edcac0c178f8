"""The title of a document: every place that may print it, and which of them is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from lxml import etree, html

from pipelines import boilerplate
from pipelines.dom import Parsed, place, squeeze, text_of

_BEGIN = re.compile(r"<!--\s*<\$\[(?:标题|信息标题|文章标题)\]>\s*begin\s*-->")
_END = re.compile(r"<!--\s*<\$\[[^\]]{0,100}\]>\s*end\s*-->")
_NAMED = re.compile(
    r"(?:^|[\s-])(?:article|art|news|detail|page|con|content|main|xl|wz|wenzhang|doc|text|arc|info|zw|big|nr|xx|h1|the)?"
    r"-?(?:title|tit|biaoti|headline|bt)(?:$|[\s-]|\d)",
    re.IGNORECASE,
)
_HEADING = (
    "self::h1 or self::h2 or self::ucaptitle or @id='title'"
    " or contains(@class,'tit') or contains(@class,'bt')"
)
_headings = etree.XPath(f"//*[{_HEADING}]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, where it stood, and the rule that read it."""

    text: str
    place: str
    rule: str
    element: html.HtmlElement | None = None


def clean(text: str) -> str:
    """A title without tags a template wrote into it, in one line."""
    return squeeze(re.sub(r"<[^<>]{1,200}>", "", text))


def _marked(text: str) -> str:
    """The title between a family's markers, which is markup still: tags go, entities are read."""
    begin = _BEGIN.search(text)
    end = _END.search(text, begin.end()) if begin else None
    return squeeze(unescape(clean(text[begin.end() : end.start()]))) if begin and end else ""


def _article_title(parsed: Parsed, headlines: list[tuple[html.HtmlElement, str]]) -> str:
    """ArticleTitle; what looks like tags in it stays only where a headline prints it too."""
    printed = squeeze(parsed.meta("ArticleTitle"))
    return printed if any(_same(text, printed) for _, text in headlines) else clean(printed)


def read_title(
    parsed: Parsed,
    selector: str,
    body: html.HtmlElement | None,
    labelled: tuple[str, html.HtmlElement] | None = None,
) -> Title:
    """The title of a page; an empty one when no place prints it.

    Order: the site's own selector; the family's marks (UCAPTITLE, <!--<$[标题]>-->); ArticleTitle where the
    page also prints it; ArticleTitle alone; an `<h1>` above the body; a headline that `<title>` holds;
    `labelled`, the 标题 of the metadata block; any headline; `<title>` less the site's name.
    """
    root = parsed.root
    if root is None:
        return Title("", "", "")
    if selector:
        for element in root.cssselect(selector):
            if text := text_of(element):
                return Title(text, place(element), "site definition", element)
    for element in root.iter("ucaptitle"):
        if text := text_of(element):
            return Title(text, place(element), "UCAPTITLE", element)
    if (text := _marked(parsed.text)) and len(text) <= 200:
        return Title(text, "comment <$[标题]>", "Hanweb marker")
    above = _headlines(root, body)
    meta = _article_title(parsed, above)
    if _is_site_name(meta, parsed):
        meta = ""
    for element, text in above:
        if meta and _same(text, meta):
            return Title(text, place(element), "headline and ArticleTitle", element)
    if meta:
        return Title(meta, "meta[name=ArticleTitle]", "ArticleTitle")
    for element, text in reversed(above):
        if element.tag == "h1" and not _is_site_name(text, parsed):
            return Title(text, place(element), "headline", element)
    whole = parsed.title
    for element, text in reversed(above):
        if len(text) >= 4 and text in whole and not _is_site_name(text, parsed):
            return Title(text, place(element), "headline and title", element)
    if labelled:
        return Title(labelled[0], place(labelled[1]), "metadata block")
    for element, text in reversed(above):
        if len(text) >= 6 and not _is_site_name(text, parsed):
            return Title(text, place(element), "headline", element)
    if whole and body is not None:
        # A `<title>` names the site as well: only what the body itself opens with is proven to be the title.
        opening = "".join(text_of(body).split())[:300]
        for part in sorted(re.split(r"[_|｜]|\s[-—]+\s|-(?=[^-]*$)", whole), key=len, reverse=True):
            if len(part := squeeze(part)) >= 6 and "".join(part.split()) in opening:
                return Title(part, "title", "title, proven by the body")
        if not re.search(r"[_|｜]|\s-\s", whole) and not _is_site_name(whole, parsed):
            return Title(whole, "title", "title")
    return Title("", "", "")


def find_headline(parsed: Parsed) -> html.HtmlElement | None:
    """The element that surely is the page's headline: it says what ArticleTitle or `<title>` says."""
    if parsed.root is None:
        return None
    found = _headlines(parsed.root, None)
    meta, whole = _article_title(parsed, found), parsed.title
    for element, text in found:
        if meta and _same(text, meta):
            return element
    for element, text in found:
        if len(text) >= 6 and text in whole and not _is_site_name(text, parsed):
            return element
    return None


def _first_line(element: html.HtmlElement) -> str:
    """The headline itself, where its box also holds the line of source and date below it."""
    for child in element:
        if child.tag in ("div", "p", "ul", "dl", "table", "h1", "h2", "h3") and (text := text_of(child)):
            return text if not squeeze(element.text or "") else squeeze(element.text)
    return text_of(element)


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


@lru_cache(maxsize=64)
def _bare(text: str) -> str:
    return "".join(text.split())


def _is_site_name(text: str, parsed: Parsed) -> bool:
    site = parsed.meta("SiteName")
    return not text or _same(text, site) or _same(text, parsed.meta("ColumnName")) or len(text) < 2


def _headlines(root: html.HtmlElement, body: html.HtmlElement | None) -> list[tuple[html.HtmlElement, str]]:
    """Elements that look like a headline, in order: those above the body, or all when there is none."""
    candidates = _headings(root)
    below: set[html.HtmlElement] = set()
    ancestors: set[html.HtmlElement] = set()
    if body is not None:
        ancestors = set(body.iterancestors())
        wanted, above = set(candidates), set()
        for element in root.iter(body.tag, *{candidate.tag for candidate in candidates}):
            if element is body:
                break
            if element in wanted:
                above.add(element)
        # Below the body's first words only its own h1 and h2 may still be the headline.
        below = {e for e in wanted - above if e.tag not in ("h1", "h2") or body not in e.iterancestors()}
    found: list[tuple[html.HtmlElement, str]] = []
    for element in candidates:
        if element in ancestors or element in below:
            continue
        if element.tag not in ("h1", "h2", "ucaptitle") and not (
            _NAMED.search(boilerplate.names(element)) or element.get("id") == "title"
        ):
            continue
        if boilerplate.hidden(element):
            continue
        text = _first_line(element)
        if (
            2 <= len(text) <= 200
            and boilerplate.link_share(element, text) < 0.9
            and not boilerplate.breadcrumb(clean(text))
        ):
            found.append((element, text))
    return found
