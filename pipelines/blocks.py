"""From the elements of a body to blocks as a reader sees them, in order, and what was set aside on the way.

Every character of the elements given ends in a block or in a `Removed`; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree, html

from archive.records import Block, Removed
from pipelines import boilerplate
from pipelines.dom import place, resolve, squeeze, text_of
from pipelines.tables import is_layout, read_table

_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ucapcontent", "ul", "caption", "option",
})  # fmt: skip
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "object", "iframe", "textarea"}
)
_CONTROLS = frozenset({"button", "select", "input"})
_NUMBERED = (
    (1, re.compile(r"(?:第[一二三四五六七八九十百]+[章节部分编篇]+|[一二三四五六七八九十]{1,3}、)")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
)
_HEADING_LENGTH = 50
_TAG_LEVEL = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}


def heading_level(text: str, tag: str = "") -> int:
    """The level of an official heading (一、 → 1, （一） → 2, 1. → 3, （1） → 4; GB/T 9704-2012), 0 for none.

    A numbered line that runs on into a sentence is a paragraph with a run-in heading.
    """
    if len(text) <= _HEADING_LENGTH and not text.endswith(("。", "；", "，", "：", ";", ",", ":")):
        for level, pattern in _NUMBERED:
            if pattern.match(text) and "。" not in text:
                return level
    return _TAG_LEVEL.get(tag, 0)


class BlockReader:
    """Reads elements into `blocks` and `removed`; `running` counts the characters kept that are no links.

    `typed`: the container is an editor's own (TRS_Editor, UCAPCONTENT …), so all of it was typed as the body
    and lines in it that look like page furniture are not believed. `aside`: elements to set aside, and why.
    """

    def __init__(self, *, base: str, title: str, typed: bool, aside: Mapping[html.HtmlElement, str]) -> None:
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.running = 0
        self._base, self._title, self._typed, self._aside = base, "".join(title.split()), typed, aside
        self._pieces: list[str] = []
        self._linked = 0
        self._images: list[html.HtmlElement] = []
        self._owner: html.HtmlElement | None = None
        self._in_related = False
        self._in_link = 0
        self._past_title = False
        self._begun = False  # whether a line longer than a heading has been read

    def read(self, element: html.HtmlElement) -> None:
        """Read one element and everything below it; its tail is not its own."""
        walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
        skipped: html.HtmlElement | None = None
        for event, node in walk:
            if event == "start":
                if self._leaves(node, top=node is element):
                    skipped = node
                    walk.skip_subtree()
                    continue
                self._open(node)
                if node.tag == "table" and not is_layout(node):
                    self._table(node)
                    skipped = node
                    walk.skip_subtree()
                elif node.text:
                    self._add(node.text)
                continue
            if event == "end" and node is not skipped:
                self._close(node)
            if node is skipped:
                skipped = None
            if node is not element and node.tail:
                self._add(node.tail)
        self._flush()

    def _leaves(self, node: html.HtmlElement, *, top: bool) -> bool:
        if node.tag in _SILENT:
            return True
        reason = self._aside.get(node, "")
        if reason == "metadata line" and self._begun:
            reason = ""  # below the first words of a text, 时间：… and 来源：… are the text's own
        if not reason and boilerplate.hidden(node):
            reason = "hidden"
        if not reason and node.tag in _CONTROLS:
            reason = "form control"
        if not reason and not top and (node.get("class") or node.get("id")) and boilerplate.named(node):
            reason = boilerplate.inside(node, text_of(node))
            if self._typed and reason == "attachment list":
                reason = ""  # an editor who lists the files in the text means them to be read there
        if not reason:
            return False
        if node.tag in _BLOCK:
            self._flush()
        self._set_aside(node, reason)
        return True

    def _set_aside(self, node: html.HtmlElement, reason: str) -> None:
        if text := text_of(node):
            self.removed.append(Removed(reason, text, place(node)))

    def _open(self, node: html.HtmlElement) -> None:
        tag = node.tag
        if tag in _BLOCK or tag == "br":
            self._flush()
            self._owner = node if tag != "br" else node.getparent()
        elif tag == "a":
            self._in_link += 1
        elif tag == "img":
            self._images.append(node)

    def _close(self, node: html.HtmlElement) -> None:
        if node.tag in _BLOCK:
            self._flush()
            self._owner = node.getparent()
        elif node.tag == "a":
            self._in_link -= 1

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._in_link:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        """End the line being read: it becomes a block, or goes with its reason."""
        text, linked = squeeze("".join(self._pieces)), self._linked
        self._pieces, self._linked = [], 0
        if text:
            self._in_related = (self._in_related and linked >= 0.8 * len("".join(text.split()))) or (
                not self._typed and boilerplate.related_heading(text)
            )
            if reason := self._reason(text):
                where = place(self._owner) if self._owner is not None else ""
                self.removed.append(Removed(reason, text, where))
            else:
                self._keep(self._block(text))
                self.running += 0 if boilerplate.is_link(text, linked) else len(text)
        for image in self._images:
            address = resolve(self._base, image.get("src") or "")
            self.blocks.append(Block("image", squeeze(image.get("alt") or ""), address=address))
        self._images = []

    def _reason(self, text: str) -> str:
        if reason := boilerplate.line(text):
            return reason
        if self._typed:
            return ""
        if self._in_related:
            return "related links"
        if not self._begun:
            # Above the text of a container that is no editor's, the page's own head may stand.
            if self._title and "".join(text.split()) == self._title and self._is_headline():
                self._past_title = True
                return "title"
            if boilerplate.breadcrumb(text):
                return "breadcrumb"
            if boilerplate.metadata_line(text, alone=self._past_title):
                return "metadata line"
        elif boilerplate.editor_line(text):
            return "editors"
        return ""

    def _keep(self, block: Block) -> None:
        self.blocks.append(block)
        self._begun = self._begun or (len(block.text) > 20 and block.kind != "image")

    def _is_headline(self) -> bool:
        owner = self._owner
        for _ in range(3):
            if owner is None or not isinstance(owner.tag, str):
                return False
            if owner.tag in ("h1", "h2", "h3") or re.search(
                r"title|biaoti|headline|bt\b", boilerplate.names(owner), re.I
            ):
                return True
            owner = owner.getparent()
        return False

    def _block(self, text: str) -> Block:
        owner, tag = self._owner, ""
        if owner is not None:
            tag = owner.tag
            if tag not in _TAG_LEVEL and tag not in ("p", "li", "div", "td"):
                parent = owner.getparent()
                tag = parent.tag if parent is not None and parent.tag in _TAG_LEVEL else tag
        if level := heading_level(text, tag):
            return Block("heading", text, level=level)
        if tag == "li":
            return Block("list_item", text)
        return Block("paragraph", text)

    def _table(self, node: html.HtmlElement) -> None:
        self._flush()
        table = read_table(node, lambda hidden: self._set_aside(hidden, "hidden"))
        for text in table.stray:
            self._keep(Block("paragraph", text))
        if table.text:
            self._keep(Block("table", table.text, rows=table.rows))
            self.running += len(table.text) if boilerplate.link_share(node, table.text) < 0.5 else 0
        self._images.extend(table.images)
        self._flush()


def read_blocks(
    region: Sequence[html.HtmlElement],
    *,
    base: str = "",
    title: str = "",
    typed: bool = True,
    aside: Mapping[html.HtmlElement, str] | None = None,
) -> BlockReader:
    """Read a body's elements in order."""
    reader = BlockReader(base=base, title=title, typed=typed, aside=aside or {})
    for element in region:
        reader.read(element)
    return reader


def plain(blocks: Sequence[Block]) -> str:
    """The text of a document: its blocks, one below the other. The alt text of an image is not text."""
    return "\n".join(block.text for block in blocks if block.kind != "image" and block.text)
