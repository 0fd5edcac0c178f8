"""Where the body of an article stands in a page.

First what the families of CMS.md §3 are known to write round a body, then the places their templates mark by
comments, then the shape of the page: running text outside links, which only a body has much of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree, html

from pipelines import boilerplate
from pipelines.dom import text_of

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
_SIGNATURE = re.compile(
    r"(?:[一-鿿（）()·、 　]{2,40}(?:政府|办公室|办公厅|委员会|局|厅|院|会|处|中心|所|站|队|大队|街道办事处|办事处|党委|党组)\s*)?"
    r"(?:[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?"
)
_DATE = re.compile(r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年")
_ORGAN = re.compile(r"(?:政府|办公室|办公厅|委员会|局|厅|院|处|中心|办事处|党委|党组)$")
_SERVER_SIDE = ("<%", "<?", "<#", "${")
"""A template the server failed to fill in: no text of the document."""
_PUNCTUATION = re.compile(r"[，。；：！？、]")
_SENTENCE = re.compile(r"[。；！？]")

_BLOCKS = frozenset("div td section article main center form body ul ol blockquote dd font span pre ucapcontent".split())
_NEVER = frozenset({"script", "style", "noscript", "template", "head", "select", "textarea", "iframe", "object", "button"})
_ENTER = frozenset("div section article main center form table tbody tr td body blockquote dl dd ul li span font".split())


def _xpath(selectors: Iterable[str]) -> etree.XPath:
    tests = []
    for selector in selectors:
        name = selector[1:]
        if selector.startswith("#"):
            tests.append(f"@id='{name}' or starts-with(@id,'{name}_')" if name == "vsb_content" else f"@id='{name}'")
        elif selector.startswith("."):
            tests.append(f"contains(concat(' ',normalize-space(@class),' '),' {name} ')")
        else:
            tests.append(f"self::{selector}")
    return etree.XPath(f"//*[{' or '.join(tests)}]")


_find_editors, _find_wrappers = _xpath(_EDITORS), _xpath(_WRAPPERS)
_comments = etree.XPath("//comment()")
_has_media = etree.XPath("boolean(.//img or .//embed or .//video or .//a[@href])")


@dataclass(frozen=True)
class Region:
    """The elements a body is made of, in order; `rule` says how they were found.

    `known`: an editor's own container, marked as such by the family or by the site definition.
    """

    elements: tuple[html.HtmlElement, ...]
    rule: str
    known: bool


def find_known(root: html.HtmlElement, selectors: Sequence[str] = ()) -> Region | None:
    """The body by the site's or the platform's selectors, by the families' containers, or by markers."""
    for selector in selectors:
        if found := _filled(root.cssselect(selector)):
            return Region(tuple(found), f"selector {selector}", True)
    if found := _filled(_find_editors(root)):
        return Region(tuple(_with_ends(found)), f"editor container {_called(found[0])}", True)
    if found := _marked(root):
        return Region(tuple(found), "comment markers", True)
    if found := _filled(_find_wrappers(root)):
        return Region(tuple(_with_ends(found)), f"body container {_called(found[0])}", True)
    return None


def _called(element: html.HtmlElement) -> str:
    return element.get("id") or (element.get("class") or "").strip() or str(element.tag)


def _filled(found: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    """Of the elements found: the outermost visible ones with text; the hidden ones if there are no others.

    Several of them are one body when they stand in one place, as blocks side by side; otherwise (an abstract or
    a second column in the same editor's markup) the one with most text is.
    """
    outermost = [element for element in found if not any(above in found for above in element.iterancestors())]
    visible = [element for element in outermost if not _is_hidden(element)]
    filled = [element for element in (visible or outermost) if text_of(element)]
    if not filled:
        return [element for element in visible if _has_media(element)][:1]
    if len(filled) == 1:
        return filled
    best = max(filled, key=lambda element: len(text_of(element)))
    together = [element for element in filled if _near(element, best)]
    return together


def _near(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    return one.getparent() is other.getparent() and one.tag == other.tag


def _is_hidden(element: html.HtmlElement) -> bool:
    return boilerplate.hidden(element) or any(boilerplate.hidden(above) for above in element.iterancestors())


def _marked(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements between a template's comments round the body, when both stand in one parent."""
    for opening, closing in _MARKERS:
        begin: html.HtmlElement | None = None
        for comment in _comments(root):
            said = comment.text or ""
            if begin is None and opening.search(said):
                begin = comment
            elif begin is not None and closing.search(said) and comment.getparent() is begin.getparent():
                parent = begin.getparent()
                if parent is None or _is_hidden(parent):
                    begin = None
                    continue
                # The markers stand in a container of their own: it is the body, stray text between them included.
                inside = [node for node in _between(begin, comment) if isinstance(node.tag, str)]
                outside = [node for node in parent if isinstance(node.tag, str) and node not in inside]
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


def _with_ends(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
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


def find_by_shape(root: html.HtmlElement) -> Region | None:
    """The body of a page nobody described: follow the running text down to where it is spread out."""
    body = next(root.iter("body"), root)
    weights, prose = _weigh(body)
    if not weights.get(body):
        return None
    node = body
    while True:
        children = [child for child in node if isinstance(child.tag, str) and weights.get(child)]
        if not children:
            break
        best = max(children, key=lambda child: weights[child])
        rest = sum(weights[child] for child in children if child is not best)
        if best.tag not in _ENTER or weights[best] < 0.5 * weights[node]:
            break
        if rest > 0.4 * weights[best] and sum(prose.get(child, 0) > 0 for child in children) > 1:
            break
        if _own_prose(node) or any(_runs_on(child, prose) for child in children if child is not best):
            break
        if best.tag in ("ul", "li", "dl", "span", "font") and not _holds_blocks(best):
            break
        if best.tag == "table" and not _one_cell(best, weights):
            break
        node = best
    while node.tag in ("tbody", "tr"):
        node = node.getparent()
    if node.tag in ("body", "html") and not prose.get(node) and boilerplate.link_share(node, text_of(node)) > 0.3:
        return None  # a page of links and scraps has no body
    return Region(tuple(_with_ends([node])) if node.tag not in ("body", "html") else (node,), "shape of the page", False)


def _own_prose(node: html.HtmlElement) -> bool:
    """Whether running text stands in the element itself, between its children."""
    own = (node.text or "") + "".join(child.tail or "" for child in node)
    own = own.strip()
    return len(own) > 20 and bool(_PUNCTUATION.search(own)) and not own.startswith(_SERVER_SIDE)


def _runs_on(child: html.HtmlElement, prose: dict[html.HtmlElement, int]) -> bool:
    """Whether a sibling of the heaviest child belongs to the same text: sentences, or a signature."""
    if child.tag in ("p", "table", "h2", "h3", "h4", "blockquote") and prose.get(child, 0) > 0:
        return True
    if prose.get(child, 0) > 1:
        return True
    text = text_of(child)
    return len(text) <= 60 and signature(text)


def _holds_blocks(node: html.HtmlElement) -> bool:
    return any(child.tag in ("p", "div", "table", "li", "dd", "section") for child in node if isinstance(child.tag, str))


def _one_cell(table: html.HtmlElement, weights: dict[html.HtmlElement, float]) -> bool:
    """Whether one cell of a table carries it all: then the table only places an article on the page."""
    cells = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table"), None) is table]
    if not cells:
        return False
    heaviest = max(weights.get(cell, 0.0) for cell in cells)
    return heaviest >= 0.7 * weights[table] and any(
        weights.get(cell) == heaviest and (_holds_blocks(cell) or len(cells) == 1 or cell.find(".//br") is not None)
        for cell in cells
    )


def _weigh(body: html.HtmlElement) -> tuple[dict[html.HtmlElement, float], dict[html.HtmlElement, int]]:
    """For each element: the weight of the text below it, and how many of its own pieces are sentences.

    Running text counts a point a character, short scraps a quarter, links and furniture nothing.
    """
    weights: dict[html.HtmlElement, float] = {}
    prose: dict[html.HtmlElement, int] = {}
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    linked = 0
    silent: html.HtmlElement | None = None
    for event, node in walk:
        if event == "start":
            if node.tag in _NEVER or boilerplate.hidden(node) or (node is not body and _furniture(node)):
                silent = node
                walk.skip_subtree()
                continue
            linked += node.tag == "a"
            if node.text and not linked:
                _count(node.text, node, weights, prose)
            continue
        if event == "end":
            if node is silent:
                silent = None
            else:
                linked -= node.tag == "a"
                parent = node.getparent()
                if node is not body and parent is not None and node in weights:
                    weights[parent] = weights.get(parent, 0.0) + weights[node]
                    if node in prose:
                        prose[parent] = prose.get(parent, 0) + prose[node]
        if node is not body and node.tail and not linked:
            parent = node.getparent()
            if parent is not None:
                _count(node.tail, parent, weights, prose)
    return weights, prose


def _count(
    text: str, owner: html.HtmlElement, weights: dict[html.HtmlElement, float], prose: dict[html.HtmlElement, int]
) -> None:
    text = text.strip()
    if len(text) < 2 or text.startswith(_SERVER_SIDE) or boilerplate.footer(text) or boilerplate.metadata_line(text) or boilerplate.line(text):
        return
    running = len(text) >= 12 and bool(_PUNCTUATION.search(text))
    weights[owner] = weights.get(owner, 0.0) + (len(text) if running else 0.25 * len(text))
    if _SENTENCE.search(text) and len(text) >= 8:
        prose[owner] = prose.get(owner, 0) + 1


def _furniture(node: html.HtmlElement) -> bool:
    """Whether a region can hold no body: by what it is called, if it does not hold most of the page's text."""
    if node.tag in ("nav", "footer", "header", "aside"):
        return len(text_of(node)) < 1500
    if not (node.get("id") or node.get("class")):
        return False
    reason = boilerplate.named(node)
    if not reason:
        return False
    if reason in ("article tools", "metadata line", "site header", "navigation", "attachment list"):
        return len(text_of(node)) < (100 if reason == "attachment list" else 200) or (
            boilerplate.link_share(node, text_of(node)) > 0.6
        )
    return len(text_of(node)) < 1500
