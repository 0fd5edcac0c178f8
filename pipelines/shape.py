"""The body of a page nobody described, by its shape: only a body has much running text outside links."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from pipelines import boilerplate
from pipelines.attachments import is_file
from pipelines.lines import BLOCK, DRESS
from pipelines.locate import FILES, NEVER, Region, signature, with_ends
from pipelines.tree import Tree, squeeze

_SERVER_SIDE = ("<%", "<?", "<#", "${")
"""A template the server failed to fill in: no text of the document."""
_PUNCTUATION = re.compile(r"[，。；：！？、]")
_SENTENCE = re.compile(r"[。；！？]")
_ENTER = frozenset({
    "div", "section", "article", "main", "center", "form", "table", "tr", "td",
    "blockquote", "dl", "dd", "ul", "ol", "span", "font",
})  # fmt: skip
_SHORT = 600
_A_HEADING = 10.0
"""The weight of a heading above a list of links."""
_SIGNED = re.compile(
    r"年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$"
)
_DOWNLOADS = re.compile(r"(?:相关)?附件(?:下载|列表)|附件[：:]?\Z")
_TEXTS = frozenset({"p", "h2", "h3", "h4", "blockquote", "ul", "ol"})
_HOLDS = frozenset({
    "p", "div", "table", "li", "dd", "section", "br", "center", "blockquote", "h2", "h3", "h4", "pre",
    "article", "form", "main", "ul", "ol", "dl",
})  # fmt: skip


class _Weights:
    """For each element the weight of the text below it, and how many of its lines are sentences.

    Running text counts a point a character, a scrap half; links, furniture and what stands above the page's
    own headline count nothing.
    """

    def __init__(
        self,
        tree: Tree,
        body: int,
        headline: int | None,
        silent: AbstractSet[int] = frozenset(),
        *,
        believe_names: bool = True,
    ) -> None:
        self._silent = tree.hidden | silent
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
        tags, ends, heads, silent = tree.tags, tree.ends, tree.heads, self._silent
        open_: list[int] = []
        i, end = body, ends[body]
        while i < end:
            while open_ and ends[open_[-1]] <= i:
                self._close(open_.pop(), headline)
            tag = tags[i]
            silenced = tag in NEVER or i in silent
            if not silenced and self._names and i != body and _furniture(tree, i):
                silenced = self.doubted = True
            if silenced:
                self._flush()
                self._add(tree.tails[i])
                i = ends[i]
                continue
            if tag in BLOCK or tag == "br":
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
        elif tag in BLOCK:
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
        running = text.endswith("。") or (len(text) >= 12 and bool(_PUNCTUATION.search(text)))
        self.weight[self._owner] = self.weight.get(self._owner, 0.0) + (
            len(text) if running else 0.5 * len(text)
        )
        if running and _SENTENCE.search(text):
            self.prose[self._owner] = self.prose.get(self._owner, 0) + 1


def find_by_shape(
    tree: Tree,
    headline: int | None,
    silent: AbstractSet[int] = frozenset(),
    printed: int | None = None,
) -> Region | None:
    """Follow the running text down from the top of the page to the element over which it is spread out.

    `silent`: metadata blocks, which hold much text beside a short body and are none of it. `printed`: what
    may be the headline, though nothing marks it: what stands above it weighs nothing, but is not cut off.
    """
    body = next(iter(tree.by_tag.get("body", [])), 0)
    top = headline if headline is not None else printed
    weights = _Weights(tree, body, top, silent)
    if weights.doubted and not weights.prose.get(body):
        # Names lie: a body may sit in a box called after the share bar below it.
        unnamed = _Weights(tree, body, top, silent, believe_names=False)
        weights = unnamed if unnamed.prose.get(body) else weights
    if silent and not weights.weight.get(body):
        weights = _Weights(tree, body, top)
    weight, prose = weights.weight, weights.prose
    if not weight.get(body):
        return None
    node = body
    while True:
        children = [child for child in tree.children(node) if weight.get(child)]
        if not children:
            break
        best = max(children, key=lambda child: weight[child])
        headed = _headed(tree, children, top, prose)
        if headed is not None and weight[headed] >= 0.5 * weight[best]:
            best = headed  # news with their abstracts may outweigh a short text, but have no headline
        others = [child for child in children if child != best]
        if (
            tree.tags[best] not in _ENTER
            or (best != headed and weight[best] < 0.5 * weight[node])
            or weight[node] - sum(weight[child] for child in children) > 0.2 * weight[best]
            or (others and not _holds_blocks(tree, best))
            or _bare_end(tree, node, best)
            or any(_runs_on(tree, best, child, prose, top) for child in others)
            or (tree.tags[best] == "table" and not _one_cell(tree, best, weight))
        ):
            break
        node = best
    while tree.tags[node] in ("tbody", "tr"):
        node = tree.parents[node]
    body_of = tuple(with_ends(tree, _trimmed(tree, node, weight, headline)))
    if tree.tags[node] in ("body", "html") and not prose.get(node):
        linked, size = sum(map(tree.linked, body_of)), sum(map(tree.size, body_of))
        if linked > 0.3 * size:
            return None  # a page of links and scraps has no body
    return Region(tree, body_of, "shape of the page", False)


def _headed(tree: Tree, children: list[int], headline: int | None, prose: dict[int, int]) -> int | None:
    """Of several boxes the one that holds the headline, and sentences below it."""
    if headline is None or len(children) < 2:
        return None
    return next((child for child in children if tree.within(headline, child) and prose.get(child)), None)


def _runs_on(tree: Tree, best: int, child: int, prose: dict[int, int], headline: int | None) -> bool:
    """Whether a sibling of the heaviest child belongs to the same text: it holds sentences, or is a table.

    Where the heaviest child holds the page's headline, sentences in a box of another name are something else:
    the leaders of the office, a reminder, news with their abstracts.
    """
    alike = tree.tags[child] == tree.tags[best] and tree.classes[child] == tree.classes[best]
    sentences = prose.get(child, 0)
    if not alike and headline is not None and tree.within(headline, best):
        sentences = 0
    if tree.tags[child] == "table" and tree.linked(child) < 0.5 * tree.size(child):
        return not boilerplate.footer(tree.text_of(child))  # old templates lay out their foot as a table
    if sentences > 1 or (sentences == 1 and tree.tags[child] in _TEXTS):
        return True
    text = tree.text_of(child) if tree.stops[child] - tree.starts[child] < _SHORT else ""
    if (tree.link_share(child) < 0.5 and _SIGNED.search(text)) or FILES.match(text):
        return True
    # A text cut into several boxes of one name, or into boxes of no name at all.
    named = bool(tree.classes[best] or tree.ids[best])
    if not alike or tree.ids[child] != tree.ids[best]:
        return False
    return sentences == 1 or (named and tree.link_share(child) < 0.5) or bool(tree.of_tag("table", child))


def _holds_blocks(tree: Tree, i: int) -> bool:
    """Whether an element is more than a line; old editors put one <font> round all the paragraphs."""
    return tree.tags[i] in ("table", "tbody", "tr") or any(
        tree.tags[child] in _HOLDS or (tree.tags[child] in DRESS and _holds_blocks(tree, child))
        for child in tree.children(i)
    )


def _bare_end(tree: Tree, node: int, best: int) -> bool:
    """Whether a signature stands after the heaviest child in no block of its own, or in inline dress."""
    children = tree.children(node)
    lines = [tree.tails[best]]
    for child in children[children.index(best) + 1 :]:
        if tree.tags[child] in DRESS:
            lines[-1] += tree.raw(child)
        else:
            lines.append("")
        lines[-1] += tree.tails[child]
    return any(signature(squeeze(line)) for line in lines if line)


def _trimmed(tree: Tree, node: int, weight: dict[int, float], headline: int | None) -> tuple[int, ...]:
    """The children of the body's element less the furniture at both ends; itself where there is none."""
    children = tree.children(node)
    if not children or tree.heads[node].strip() or any(tree.tails[child].strip() for child in children):
        return (node,)
    first, last = 0, len(children)
    for place, child in enumerate(children):
        if (
            headline is not None
            and tree.within(headline, child)
            and (not weight.get(child) or tree.size(headline) == tree.size(child))
        ):
            first = place + 1
            while first < last and _is_byline(tree, children[first], weight):
                first += 1
            break
    while first < last and _is_head(tree, children[first], weight):
        first += 1
    while first < last and _is_foot(tree, children[last - 1], weight):
        last -= 1
    kept = [child for child in children[first:last] if not _is_navigation(tree, child, weight)]
    return tuple(kept) if 0 < len(kept) < len(children) else (node,)


def _is_byline(tree: Tree, child: int, weight: dict[int, float]) -> bool:
    """Whether an element right below the headline gives date and source, as labels in a notice do too."""
    return not weight.get(child) and boilerplate.metadata_line(tree.text_of(child))


def _is_navigation(tree: Tree, child: int, weight: dict[int, float]) -> bool:
    """Whether an element among those of a body is a list of links to other things.

    A paragraph of one link may be a line of the text: a file, a document it speaks of.
    """
    if tree.link_share(child) <= 0.5 or weight.get(child, 0.0) >= _A_HEADING:
        return False
    return tree.tags[child] != "p" or len(tree.of_tag("a", child)) > 1


def _is_head(tree: Tree, child: int, weight: dict[int, float]) -> bool:
    """Whether an element at the beginning of a body is navigation, or nothing."""
    if weight.get(child) or _shows(tree, child):
        return False
    text = tree.text_of(child)
    return not text or boilerplate.breadcrumb(text) or tree.link_share(child) > 0.5


def _is_foot(tree: Tree, child: int, weight: dict[int, float]) -> bool:
    """Whether an element at the end of a body is furniture: a disclaimer, the editors, a box of downloads.

    A line of 主办 and 承办 may be the text's, and so may an image.
    """
    text = tree.text_of(child)
    if child in tree.hidden or _is_navigation(tree, child, weight):
        return True
    if boilerplate.editor_line(text) or _DOWNLOADS.match(text) or boilerplate.site_numbers(text):
        return True
    if boilerplate.inside(tree, child, text):
        return True
    if weight.get(child) or signature(text):
        return False
    if boilerplate.named(tree, child):
        return True
    if _shows(tree, child) or boilerplate.footer(text):
        return False
    if tree.tags[child] == "p" and not tree.classes[child] and boilerplate.metadata_line(text):
        return False  # 发布人：… at the end of a notice, typed like the paragraphs above it
    return not text or tree.link_share(child) > 0.5 or boilerplate.set_apart(text)


def _shows(tree: Tree, child: int) -> bool:
    return any(tree.of_tag(tag, child) for tag in ("img", "video", "embed"))


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
    if reason == "attachment list":
        return _is_shorter(tree, i, 100)
    if reason in ("article tools", "metadata line", "site header", "navigation"):
        return _is_shorter(tree, i, 200) or tree.link_share(i) > 0.6
    return _is_shorter(tree, i, 1500)


def _is_shorter(tree: Tree, i: int, limit: int) -> bool:
    return tree.stops[i] - tree.starts[i] < limit or tree.size(i) < limit
