"""Where the body of an article stands in a page.

First what the families of CMS.md §3 are known to write round a body, then the places their templates mark by
comments, then the shape of the page: running text outside links, which only a body has much of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html

from pipelines import boilerplate
from pipelines.dom import Parsed, text_of

_EDITORS = (  # what an editor's text is wrapped in; all of it was typed as the body
    "ucapcontent",  # UCAP
    ".TRS_Editor",  # TRS WCM
    ".TRS_UEDITOR",
    ".trs_editor_view",
    ".trs_paper_default",
    ".Custom_UnionStyle",
    "#UCAP-CONTENT",  # gov.cn
    "#vsb_content",  # 博达 VSB, with _2, _4 … of its variants
    ".v_news_content",
    "#ivs_content",  # Shanghai
    ".j-fontContent",  # Anhui
)
_WRAPPERS = (  # what a template wraps the editor's text in
    "#zoomcon",  # UCAP
    ".article-content-body",
    "#zoom",  # Hanweb, and much copied
    "#Zoom",
    "#fontzoom",
    "#fontZoom",
    ".Article_content",  # Shanghai
    ".pages_content",  # gov.cn
)
_MARKERS = (
    (re.compile(r"^\s*(?:<\$\[(?:信息内容|正文|内容)\]>|ZJEG_RSS\.content\.|enpcontent)\s*begin|^\s*enpcontent\s*$"),
     re.compile(r"(?:<\$\[(?:信息内容|正文|内容)\]>|ZJEG_RSS\.content\.)\s*end|^\s*/enpcontent\s*$")),
)  # fmt: skip
_MARKED = re.compile(r"<!--\s*(?:<\$\[|ZJEG_RSS|/?enpcontent)")
_MOST_MARKED = 20
"""Pairs of markers tried on a page; a template writes one."""
_SIGNATURE = re.compile(
    r"(?:[一-鿿（）()·、 　]{2,40}(?:政府|办公室|办公厅|委员会|局|厅|院|会|处|中心|所|站|队|党委|党组)\s*)?"
    r"(?:[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?"
)
_DATE = re.compile(r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年")
_ORGAN = re.compile(r"(?:政府|办公室|办公厅|委员会|局|厅|院|处|中心|办事处|党委|党组)$")

_NEVER = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "textarea", "iframe", "object", "button"}
)


def _test(selector: str) -> str:
    name = selector.lstrip("#.")
    if selector == "#vsb_content":
        return f"@id='{name}' or starts-with(@id,'{name}_')"
    if selector.startswith("#"):
        return f"@id='{name}'"
    if selector.startswith("."):
        return f"contains(concat(' ',normalize-space(@class),' '),' {name} ')"
    return f"self::{selector}"


@lru_cache(maxsize=256)
def _finder(selectors: tuple[str, ...]) -> etree.XPath:
    return etree.XPath(f"//*[{' or '.join(map(_test, selectors))}]")


def _find(parsed: Parsed, selectors: tuple[str, ...]) -> list[html.HtmlElement]:
    """Elements that any of the selectors names; only those are tried whose name occurs in the page at all."""
    text = parsed.text
    present = tuple(
        s for s in selectors if s.lstrip("#.") in text or (s[0] not in "#." and s.upper() in text)
    )
    return list(_finder(present)(parsed.root)) if present else []


_has_media = etree.XPath("boolean(.//img or .//embed or .//video or .//a[@href])")


@dataclass(frozen=True)
class Region:
    """The elements a body is made of, in order; `rule` says how they were found.

    `known`: a container that the family, its comments or the site definition mark as an article's. `typed`:
    an editor's own, all of it typed as the text; a template's wrapper may hold the page's headline as well.
    """

    elements: tuple[html.HtmlElement, ...]
    rule: str
    known: bool
    typed: bool = False


def find_known(parsed: Parsed, site: str = "", platform: Sequence[str] = ()) -> Region | None:
    """The body by the site's selector, by the platform's, by the families' containers, or by markers."""
    root = parsed.root
    if root is None:
        return None
    if site and (found := _filled(root.cssselect(site))):
        return Region(tuple(found), f"site definition {site}", True, True)
    for selector in platform:
        if found := _filled(root.cssselect(selector)):
            return Region(tuple(with_ends(found)), f"platform {selector}", True, selector in _EDITORS)
    if found := _filled(_find(parsed, _EDITORS)):
        return Region(tuple(with_ends(found)), f"editor container {_called(found[0])}", True, True)
    if _MARKED.search(parsed.text) and (found := _marked(root)):
        return Region(tuple(found), "comment markers", True, True)
    if found := _filled(_find(parsed, _WRAPPERS)):
        return Region(tuple(with_ends(found)), f"body container {_called(found[0])}", True)
    return None


def _called(element: html.HtmlElement) -> str:
    return element.get("id") or (element.get("class") or "").strip() or str(element.tag)


def _filled(found: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    """Of the elements found: the outermost visible ones with text; the hidden ones if there are no others.

    Several of them are one body when they stand in one place, as blocks side by side; otherwise (an abstract
    or a second column in the same editor's markup) the one with most text is.
    """
    known = set(found)
    outermost = [element for element in found if known.isdisjoint(element.iterancestors())]
    visible = [element for element in outermost if not _is_hidden(element)]
    filled = [element for element in (visible or outermost) if text_of(element)]
    if not filled:
        return [element for element in visible if _has_media(element)][:1]
    if len(filled) == 1:
        return filled
    best = max(filled, key=lambda element: len(text_of(element)))
    return [element for element in filled if _near(element, best)]


def _near(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    return one.getparent() is other.getparent() and one.tag == other.tag


def _is_hidden(element: html.HtmlElement) -> bool:
    return boilerplate.hidden(element) or any(boilerplate.hidden(above) for above in element.iterancestors())


def _marked(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements between a template's comments round the body, when both stand in one parent."""
    tried = 0
    for opening, closing in _MARKERS:
        begin: html.HtmlElement | None = None
        for comment in root.iter(etree.Comment):
            said = comment.text or ""
            if begin is None and opening.search(said):
                begin = comment
            elif begin is not None and closing.search(said) and comment.getparent() is begin.getparent():
                parent, tried = begin.getparent(), tried + 1
                if tried > _MOST_MARKED:
                    return []
                if parent is None or _is_hidden(parent):
                    begin = None
                    continue
                # The markers have a container of their own: it is the body, with the bare text in it.
                inside = [node for node in _between(begin, comment) if isinstance(node.tag, str)]
                held = set(inside)
                outside = [node for node in parent if isinstance(node.tag, str) and node not in held]
                if not any(text_of(node) for node in outside) and text_of(parent):
                    return [parent]
                bare = any((node.tail or "").strip() for node in [begin, *_between(begin, comment)])
                if not bare and any(text_of(node) for node in inside):
                    return inside
                begin = None
    return []


def _between(begin: html.HtmlElement, end: html.HtmlElement) -> list[html.HtmlElement]:
    nodes: list[html.HtmlElement] = []
    node = begin.getnext()
    while node is not None and node is not end:
        nodes.append(node)
        node = node.getnext()
    return nodes


def with_ends(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """The elements, with a signature block 落款 that a template put right after the container."""
    found = list(elements)
    node = elements[-1]
    for _ in range(2):
        following = node.getnext()
        taken = 0
        while following is not None and taken < 4:
            if isinstance(following.tag, str) and following.tag not in _NEVER:
                text = text_of(following)
                if text and not signature(text):
                    return found
                if text and not boilerplate.hidden(following) and not boilerplate.named(following):
                    found.append(following)
                    taken += 1
            if (following.tail or "").strip():
                return found
            following = following.getnext()
        parent = node.getparent()
        if parent is None or taken or parent.tag in ("body", "html"):
            return found
        node = parent
    return found


def signature(text: str) -> bool:
    """Whether a line is a signature 落款: an organ, a date of writing, or both, and nothing else."""
    text = "".join(text.split())
    if not text or len(text) > 60 or not _SIGNATURE.fullmatch(text):
        return False
    return bool(_DATE.search(text) or _ORGAN.search(text))
