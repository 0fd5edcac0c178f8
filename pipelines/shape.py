"""The body of a page nobody described, by its shape: only a body has much running text outside links."""

from __future__ import annotations

import re

from pipelines import boilerplate
from pipelines.attachments import is_file
from pipelines.locate import NEVER, Region, signature, with_ends
from pipelines.tree import Tree, squeeze

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
_HOLDS = frozenset({
    "p", "div", "table", "li", "dd", "section", "br", "center", "blockquote", "h2", "h3", "h4", "pre",
})  # fmt: skip


class _Weights:
    """For each element the weight of the text below it, and how many of its lines are sentences.

    Running text counts a point a character, a scrap half; links, furniture and what stands above the page's
    own headline count nothing.
    """

    def __init__(self, tree: Tree, body: int, headline: int | None, *, believe_names: bool = True) -> None:
        self.weight: dict[int, float] = {}
        self.prose: dict[int, int] = {}
        self._tree, self._body = tree, body
        self._names = believe_names
        self.doubted = False  # whether anything was passed over for its name alone
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._filed = False
        self._owner = body
        self._above = 0.0
        self._walk(headline)
        if headline is not None and self.weight.get(body, 0.0) < 0.3 * self._above:
            # What looked like the headline stands below the text: it heads something else.
            self.weight, self.prose = {}, {}
            self._walk(None)

    def _walk(self, headline: int | None) -> None:
        """Weigh the page: what stands below the headline."""
        tree, body = self._tree, self._body
        tags, ends, heads, hidden = tree.tags, tree.ends, tree.heads, tree.hidden
        open_: list[int] = []
        i, end = body, ends[body]
        while i < end:
            while open_ and ends[open_[-1]] <= i:
                self._close(open_.pop(), headline)
            tag = tags[i]
            silenced = tag in NEVER or i in hidden
            if not silenced and self._names and i != body and _furniture(tree, i):
                silenced = self.doubted = True
            if silenced:
                self._flush()
                self._add(tree.tails[i])
                i = ends[i]
                continue
            if tag in _BLOCK:
                self._flush()
                self._owner = i if tag != "br" else tree.parents[i]
            elif tag == "a":
                self._links += 1
                self._filed = self._filed or is_file(tree.nodes[i].get("href") or "")
            self._add(heads[i])
            open_.append(i)
            i += 1
        while open_:
            self._close(open_.pop(), headline)
        self._flush()

    def _close(self, i: int, headline: int | None) -> None:
        tag, parent = self._tree.tags[i], self._tree.parents[i]
        if tag == "a":
            self._links -= 1
        elif tag in _BLOCK and tag != "br":
            self._flush()
            self._owner = parent if parent >= 0 else self._body
        if i == self._body:
            return
        if i == headline:
            self._flush()
            self._above = sum(self.weight.values())
            self.weight, self.prose = {}, {}
        elif parent >= 0:
            if weight := self.weight.get(i):
                self.weight[parent] = self.weight.get(parent, 0.0) + weight
            if prose := self.prose.get(i):
                self.prose[parent] = self.prose.get(parent, 0) + prose
        self._add(self._tree.tails[i])

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
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


def find_by_shape(tree: Tree, headline: int | None) -> Region | None:
    """Follow the running text down from the top of the page to the element over which it is spread out."""
    body = next(iter(tree.by_tag.get("body", [])), 0)
    weights = _Weights(tree, body, headline)
    if weights.doubted and not weights.prose.get(body):
        # Names lie: a body may sit in a box called after the share bar below it.
        unnamed = _Weights(tree, body, headline, believe_names=False)
        weights = unnamed if unnamed.prose.get(body) else weights
    weight, prose = weights.weight, weights.prose
    if not weight.get(body):
        return None
    node = body
    while True:
        children = [child for child in tree.children(node) if weight.get(child)]
        if not children:
            break
        best = max(children, key=lambda child: weight[child])
        others = [child for child in children if child != best]
        if (
            tree.tags[best] not in _ENTER
            or weight[best] < 0.5 * weight[node]
            or weight[node] - sum(weight[child] for child in children) > 0.2 * weight[best]
            or (others and not _holds_blocks(tree, best))
            or any(_runs_on(tree, child, prose) for child in others)
            or (tree.tags[best] == "table" and not _one_cell(tree, best, weight))
        ):
            break
        node = best
    while tree.tags[node] in ("tbody", "tr"):
        node = tree.parents[node]
    if tree.tags[node] in ("body", "html"):
        if not prose.get(node) and tree.link_share(node) > 0.3:
            return None  # a page of links and scraps has no body
        return Region(tree, (node,), "shape of the page", False)
    return Region(tree, tuple(with_ends(tree, [node])), "shape of the page", False)


def _runs_on(tree: Tree, child: int, prose: dict[int, int]) -> bool:
    """Whether a sibling of the heaviest child belongs to the same text: sentences, or a signature."""
    sentences = prose.get(child, 0)
    if sentences > 1 or (
        sentences and tree.tags[child] in ("p", "table", "h2", "h3", "h4", "blockquote", "ul", "ol")
    ):
        return True
    text = tree.text_of(child)
    return len(text) <= 60 and signature(text)


def _holds_blocks(tree: Tree, i: int) -> bool:
    return any(tree.tags[child] in _HOLDS for child in tree.children(i))


def _one_cell(tree: Tree, table: int, weight: dict[int, float]) -> bool:
    """Whether one cell of a table carries it all: then the table only places an article on the page."""
    cells = [
        cell
        for tag in ("td", "th")
        for cell in tree.of_tag(tag, table)
        if next(up for up in tree.above(cell) if tree.tags[up] == "table") == table
    ]
    if not cells:
        return False
    best = max(sorted(cells), key=lambda cell: weight.get(cell, 0.0))
    return weight.get(best, 0.0) >= 0.7 * weight[table] and (_holds_blocks(tree, best) or len(cells) == 1)


def _furniture(tree: Tree, i: int) -> bool:
    """Whether a region can hold no body: by what it is called, unless it holds much of the page's text."""
    if tree.tags[i] in ("nav", "footer", "header", "aside"):
        reason = "navigation"
    elif tree.ids[i] or tree.classes[i]:
        reason = boilerplate.named(tree, i)
    else:
        return False
    if not reason:
        return False
    if tree.stops[i] == tree.starts[i]:
        return True
    size = len(tree.text_of(i))
    if reason == "attachment list":
        return size < 100
    if reason in ("article tools", "metadata line", "site header", "navigation"):
        return size < 200 or tree.link_share(i) > 0.6
    return size < 1500
