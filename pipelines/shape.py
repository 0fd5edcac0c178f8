"""The body of a page nobody described, by its shape: only a body has much running text outside links."""

from __future__ import annotations

import re

from lxml import etree, html

from pipelines import boilerplate
from pipelines.attachments import is_file
from pipelines.dom import squeeze, text_of
from pipelines.locate import Region, signature, with_ends

_SERVER_SIDE = ("<%", "<?", "<#", "${")
"""A template the server failed to fill in: no text of the document."""
_PUNCTUATION = re.compile(r"[，。；：！？、]")
_SENTENCE = re.compile(r"[。；！？]")
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br",
})  # fmt: skip
_ENTER = frozenset({
    "div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td", "body",
    "blockquote", "dl", "dd", "ul", "ol", "span", "font",
})  # fmt: skip
_NEVER = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "textarea", "iframe", "object", "button"}
)
_HOLDS = frozenset({
    "p", "div", "table", "li", "dd", "section", "br", "center", "blockquote", "h2", "h3", "h4", "pre",
})  # fmt: skip


class _Weights:
    """For each element the weight of the text below it, and how many of its lines are sentences.

    Running text counts a point a character, a scrap half; links, furniture and what stands above the page's
    own headline count nothing.
    """

    def __init__(
        self, body: html.HtmlElement, headline: html.HtmlElement | None, *, believe_names: bool = True
    ) -> None:
        self.weight: dict[html.HtmlElement, float] = {}
        self.prose: dict[html.HtmlElement, int] = {}
        self._body = body
        self._names = believe_names
        self.doubted = False  # whether anything was passed over for its name alone
        self._pieces: list[str] = []
        self._linked = 0
        self._filed = False
        self._owner = body
        total = self._walk(headline)
        if headline is not None and total[1] < 0.3 * total[0]:
            # What looked like the headline stands below the text: it heads something else.
            self.weight, self.prose = {}, {}
            self._walk(None)

    def _walk(self, headline: html.HtmlElement | None) -> tuple[float, float]:
        """Weigh the page; the weight above the headline, and below it."""
        body, links, above = self._body, 0, 0.0
        silent: html.HtmlElement | None = None
        walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event == "start":
                silenced = node.tag in _NEVER or boilerplate.hidden(node)
                if not silenced and self._names and node is not body and _furniture(node):
                    silenced = self.doubted = True
                if silenced:
                    silent = node
                    self._flush()
                    walk.skip_subtree()
                    continue
                if node.tag in _BLOCK:
                    self._flush()
                    self._owner = node if node.tag != "br" else node.getparent()
                elif node.tag == "a":
                    links += 1
                    self._filed = self._filed or is_file(node.get("href") or "")
                if node.text:
                    self._add(node.text, links)
                continue
            if node is silent:
                silent = None
            elif event == "end":
                if node.tag == "a":
                    links -= 1
                elif node.tag in _BLOCK and node.tag != "br":
                    self._flush()
                    self._owner = parent if (parent := node.getparent()) is not None else body
                if node is headline:
                    self._flush()
                    above = sum(self.weight.values())
                    self.weight, self.prose = {}, {}
                elif node is not body:
                    self._pass_on(node)
            if node is not body and node.tail:
                self._add(node.tail, links)
        self._flush()
        return above, self.weight.get(body, 0.0)

    def _pass_on(self, node: html.HtmlElement) -> None:
        parent = node.getparent()
        if parent is None:
            return
        if node in self.weight:
            self.weight[parent] = self.weight.get(parent, 0.0) + self.weight[node]
        if node in self.prose:
            self.prose[parent] = self.prose.get(parent, 0) + self.prose[node]

    def _add(self, text: str, links: int) -> None:
        self._pieces.append(text)
        if links:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        if not self._pieces:
            return
        text, linked, filed = "".join(self._pieces).strip(), self._linked, self._filed
        self._pieces, self._linked, self._filed = [], 0, False
        if len(text) < 2:
            return
        if boilerplate.is_link(text, linked):
            if not filed:
                return
        elif linked == 0 and text.startswith(_SERVER_SIDE):
            return
        if len(text) < 600:
            text = squeeze(text)
            if boilerplate.set_apart(text):
                return
        running = len(text) >= 12 and bool(_PUNCTUATION.search(text))
        self.weight[self._owner] = self.weight.get(self._owner, 0.0) + (
            len(text) if running else 0.5 * len(text)
        )
        if running and _SENTENCE.search(text):
            self.prose[self._owner] = self.prose.get(self._owner, 0) + 1


def find_by_shape(root: html.HtmlElement, headline: html.HtmlElement | None) -> Region | None:
    """Follow the running text down from the top of the page to the element over which it is spread out."""
    body = next(root.iter("body"), root)
    weights = _Weights(body, headline)
    if weights.doubted and not weights.prose.get(body):
        # Names lie: a body may sit in a box called after the share bar below it.
        unnamed = _Weights(body, headline, believe_names=False)
        weights = unnamed if unnamed.prose.get(body) else weights
    weight, prose = weights.weight, weights.prose
    if not weight.get(body):
        return None
    node = body
    while True:
        children = [child for child in node if weight.get(child)]
        if not children:
            break
        best = max(children, key=lambda child: weight[child])
        others = [child for child in children if child is not best]
        if best.tag not in _ENTER or weight[best] < 0.5 * weight[node] or _own_text(node, best, weight):
            break
        if others and not _holds_blocks(best):
            break
        if any(_runs_on(child, prose) for child in others):
            break
        if best.tag == "table" and not _one_cell(best, weight):
            break
        node = best
    while node.tag in ("tbody", "tr"):
        node = node.getparent()
    if node.tag in ("body", "html"):
        if not prose.get(node) and boilerplate.link_share(node, text_of(node)) > 0.3:
            return None  # a page of links and scraps has no body
        return Region((node,), "shape of the page", False)
    return Region(tuple(with_ends([node])), "shape of the page", False)


def _own_text(node: html.HtmlElement, best: html.HtmlElement, weight: dict[html.HtmlElement, float]) -> bool:
    """Whether running text stands in the element itself, between its children."""
    below = sum(weight[child] for child in node if child in weight)
    return weight[node] - below > 0.2 * weight[best]


def _runs_on(child: html.HtmlElement, prose: dict[html.HtmlElement, int]) -> bool:
    """Whether a sibling of the heaviest child belongs to the same text: sentences, or a signature."""
    sentences = prose.get(child, 0)
    if sentences > 1 or (
        sentences and child.tag in ("p", "table", "h2", "h3", "h4", "blockquote", "ul", "ol")
    ):
        return True
    text = text_of(child)
    return len(text) <= 60 and signature(text)


def _holds_blocks(node: html.HtmlElement) -> bool:
    return any(child.tag in _HOLDS for child in node)


def _one_cell(table: html.HtmlElement, weight: dict[html.HtmlElement, float]) -> bool:
    """Whether one cell of a table carries it all: then the table only places an article on the page."""
    cells = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table"), None) is table]
    if not cells:
        return False
    best = max(cells, key=lambda cell: weight.get(cell, 0.0))
    return weight.get(best, 0.0) >= 0.7 * weight[table] and (_holds_blocks(best) or len(cells) == 1)


def _furniture(node: html.HtmlElement) -> bool:
    """Whether a region can hold no body: by what it is called, unless it holds much of the page's text."""
    if node.tag in ("nav", "footer", "header", "aside"):
        reason = "navigation"
    elif node.get("id") or node.get("class"):
        reason = boilerplate.named(node)
    else:
        return False
    if not reason:
        return False
    text = text_of(node)
    if reason == "attachment list":
        return len(text) < 100
    if reason in ("article tools", "metadata line", "site header", "navigation"):
        return len(text) < 200 or boilerplate.link_share(node, text) > 0.6
    return len(text) < 1500
