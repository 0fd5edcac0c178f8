"""From the elements of a body to blocks as a reader sees them, in order, and what was set aside on the way.

Every character of the elements given ends in a block or in a `Removed` that knows where it stood; nothing is
dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from archive.records import Block, Removed
from pipelines import boilerplate
from pipelines.lines import BLOCK, DRESS, Line, Read, image_of
from pipelines.tables import is_layout, read_table
from pipelines.tree import SILENT, Tree

_SETS_ASIDE = {
    "button": "form control",
    "select": "form control",
    "textarea": "form control",
    "object": "embedded object",
    "video": "embedded object",
    "audio": "embedded object",
    "iframe": "embedded object",
}
"""Elements whose text is no text of an article: what a form offers, and what a plug-in would show."""
_HEADLINE = re.compile(r"title|biaoti|headline|bt\b", re.IGNORECASE)
_NUMBERED = (
    (1, re.compile(r"(?:第[一二三四五六七八九十百]+[章节部分编篇]+|[一二三四五六七八九十]{1,3}、)")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
)
_HEADING_LENGTH = 50
_TAG_LEVEL = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
_LISTS = frozenset({"ul", "ol"})
_PARAGRAPHS = frozenset({"div", "td"})


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

    def __init__(self, tree: Tree, *, base: str, title: str, typed: bool, aside: Mapping[int, str]) -> None:
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.running = 0
        self._tree = tree
        self._base, self._title, self._typed, self._aside = base, "".join(title.split()), typed, aside
        self._line = Line()
        self._images: list[Block] = []
        self._owner = -1
        self._size = 0  # characters of the text so far
        self._as_typed = 0
        self._lists = 0  # lists that are open
        self._in_related = False
        self._past_title = False
        self._begun = False  # whether a sentence, or a line longer than a heading, has been read

    def read(self, element: int) -> None:
        """Read one element and everything below it; its tail is not its own."""
        tree = self._tree
        tags, ends, heads = tree.tags, tree.ends, tree.heads
        special = self._special(element)
        open_: list[int] = []
        i, end = element, ends[element]
        while i < end:
            while open_ and ends[open_[-1]] <= i:
                self._close(open_.pop(), element)
            here, stop = i - element, ends[i]
            if special[here + 1] > special[here] and self._leaves(i, top=i == element):
                if i != element:
                    self._line.add(tree.tails[i])
                i = stop
                continue
            self._open(i)
            if special[here + 1] == special[stop - element]:
                # Nothing below but dress: the text of the element is one piece.
                self._add(tree.text[tree.starts[i] : tree.stops[i]])
                self._close(i, element)
                i = stop
                continue
            if tags[i] == "table" and not is_layout(tree, i):
                self._table(i)
                self._close(i, element)
                i = stop
                continue
            self._add(heads[i])
            open_.append(i)
            i += 1
        while open_:
            self._close(open_.pop(), element)
        self._flush()

    def _special(self, element: int) -> list[int]:
        """How many elements, from the first on, are more than dress; one entry more than elements."""
        tree, end = self._tree, self._tree.ends[element]
        ids, classes = tree.ids[element:end], tree.classes[element:end]
        flags = [
            tag not in DRESS or ((said or name) and boilerplate.called(name, said) != "")
            for tag, name, said in zip(tree.tags[element:end], ids, classes, strict=True)
        ]
        for i in (*tree.hidden, *self._aside, *tree.raised):
            if element <= i < end:
                flags[i - element] = True
        return list(accumulate(map(bool, flags), initial=0))

    def _leaves(self, i: int, *, top: bool) -> bool:
        tree, tag = self._tree, self._tree.tags[i]
        if tag in SILENT:
            return True
        reason = self._aside.get(i, "")
        if reason == "metadata line" and self._begun:
            reason = ""  # below the first words of a text, 时间：… and 来源：… are the text's own
        if not reason and i in tree.hidden:
            reason = "hidden"
        reason = reason or _SETS_ASIDE.get(tag, "")
        if not reason and not top and (tree.ids[i] or tree.classes[i]) and boilerplate.named(tree, i):
            reason = boilerplate.inside(tree, i, tree.text_of(i))
            if self._typed and reason == "attachment list":
                reason = ""  # an editor who lists the files in the text means them to be read there
        if not reason:
            return False
        self._set_aside(i, reason)
        return True

    def _set_aside(self, i: int, reason: str) -> None:
        if self._tree.tags[i] in BLOCK:
            self._flush()
        if text := self._tree.text_of(i):
            self._line.cut(Removed(reason, text, self._tree.place(i)))

    def _open(self, i: int) -> None:
        tag = self._tree.tags[i]
        if tag in BLOCK:
            self._flush()
            self._owner = i
            self._as_typed += tag == "pre"
            self._lists += tag in _LISTS
        elif tag == "br":
            self._flush()
            self._owner = self._tree.parents[i]
        elif self._tree.mark(i):
            self._line.open(self._tree, i, self._base)
        elif tag == "img":
            image = image_of(self._tree, i, self._base)
            if self._line.is_blank:
                self.blocks.append(image)
            else:
                self._images.append(image)

    def _close(self, i: int, element: int) -> None:
        tag = self._tree.tags[i]
        if tag in BLOCK:
            self._flush()
            self._owner = self._tree.parents[i]
            self._as_typed -= tag == "pre"
            self._lists -= tag in _LISTS
        elif self._tree.mark(i):
            self._line.close()
        if i != element:
            self._add(self._tree.tails[i])

    def _add(self, text: str) -> None:
        """Text of the line; inside `pre` a line break of the source is one that a reader sees."""
        if not self._as_typed or "\n" not in text:
            self._line.add(text)
            return
        for place, line in enumerate(text.split("\n")):
            if place:
                self._flush()
            self._line.add(line)

    def _flush(self) -> None:
        """End the line being read: it becomes a block, or goes with its reason."""
        line = self._line.end()
        if line.text:
            self._end(line)
        elif line.cuts:
            self._keep(Block("paragraph", ""), line.cuts)
        if self._images:
            self.blocks.extend(self._images)
            self._images = []

    def _end(self, line: Read) -> None:
        text, linked = line.text, line.linked
        self._in_related = (
            self._in_related and bool(linked) and linked >= 0.8 * len("".join(text.split()))
        ) or (not self._typed and boilerplate.related_heading(text))
        if reason := self._reason(text, linked):
            self._remove(line, reason)
            return
        self._keep(self._block(line), line.cuts)
        self.running += 0 if boilerplate.is_link(text, linked) else len(text)

    def _remove(self, line: Read, reason: str) -> None:
        """Set a line aside, in pieces where something was cut out of it before."""
        where = self._tree.place(self._owner) if self._owner >= 0 else ""
        last = 0
        for place, cut in line.cuts:
            if piece := line.text[last:place].strip():
                self.removed.append(Removed(reason, piece, where, self._size))
            self.removed.append(replace(cut, offset=self._size))
            last = place
        if piece := line.text[last:].strip():
            self.removed.append(Removed(reason, piece, where, self._size))

    def _reason(self, text: str, linked: int) -> str:
        if reason := boilerplate.line(text):
            return reason
        if self._typed:
            return ""
        if self._in_related:
            return "related links"
        if not self._begun:
            # Above the text of a container that is no editor's, the page's own head may stand.
            if self._is_title(text):
                self._past_title = True
                return "title" if self._is_headline() else ""
            if boilerplate.breadcrumb(text):
                return "breadcrumb"
            if boilerplate.metadata_line(text, alone=self._past_title):
                return "metadata line"
            return ""
        return boilerplate.below(text, linked)

    def _keep(self, block: Block, cuts: Sequence[tuple[int, Removed]] = ()) -> None:
        if not block.text:
            self.removed.extend(replace(removed, offset=self._size) for _, removed in cuts)
            return
        start = self._size + 1 if self._size else 0
        self.removed.extend(replace(removed, offset=start + place) for place, removed in cuts)
        self.blocks.append(block)
        self._size = start + len(block.text)
        if not self._begun and not self._is_title(block.text):
            self._begun = len(block.text) > 20 or block.text.endswith("。")
            self._past_title = False  # what follows a line of the text is the text's own, be it a date

    def _is_title(self, text: str) -> bool:
        return bool(self._title) and "".join(text.split()) == self._title

    def _is_headline(self) -> bool:
        owner, tree = self._owner, self._tree
        for _ in range(3):
            if owner < 0:
                return False
            if tree.tags[owner] in ("h1", "h2", "h3") or _HEADLINE.search(boilerplate.names(tree, owner)):
                return True
            owner = tree.parents[owner]
        return False

    def _block(self, line: Read) -> Block:
        tree, owner, tag = self._tree, self._owner, ""
        if owner >= 0:
            tag = tree.tags[owner]
            if tag not in _TAG_LEVEL and tag not in _PARAGRAPHS:
                parent = tree.parents[owner]
                tag = tree.tags[parent] if parent >= 0 and tree.tags[parent] in _TAG_LEVEL else tag
        if line.is_note:
            return Block("note", line.text, spans=line.spans)
        if level := heading_level(line.text, tag):
            return Block("heading", line.text, level=level, spans=line.spans)
        if tag == "li":
            return Block("list_item", line.text, level=max(self._lists, 1), spans=line.spans)
        return Block("paragraph", line.text, spans=line.spans)

    def _table(self, i: int) -> None:
        self._flush()
        table = read_table(self._tree, i, self._base)
        for line in table.captions:
            self._keep(Block("paragraph", line.text, spans=line.spans), line.cuts)
        self._keep(Block("table", table.text, rows=table.rows, spans=table.spans), table.cuts)
        self.running += len(table.text) if self._tree.link_share(i) < 0.5 else 0
        self.blocks.extend(table.images)


def read_blocks(
    tree: Tree,
    region: Sequence[int],
    *,
    base: str = "",
    title: str = "",
    typed: bool = True,
    aside: Mapping[int, str] | None = None,
) -> BlockReader:
    """Read a body's elements in order."""
    reader = BlockReader(tree, base=base, title=title, typed=typed, aside=aside or {})
    for element in region:
        reader.read(element)
    return reader


def plain(blocks: Sequence[Block]) -> str:
    """The text of a document: its blocks, one below the other. The alt text of an image is not text."""
    return "\n".join(block.text for block in blocks if block.kind != "image" and block.text)
