"""Which parts of a page are metadata blocks 信息公开目录头: the elements whose text is labels and values.

A block is the largest element of which at least seven tenths of the characters belong to pairs: the rest are
separators, buttons and labels nobody listed. The share was chosen on the shapes of CMS.md §2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from pipelines.candidates import is_placeholder
from pipelines.cells import LONGEST_CELL, short
from pipelines.dates import only_date
from pipelines.dom import Parsed
from pipelines.labels import CHROME, inline, plain
from pipelines.pairs import LONGEST_TEXT, Pair, pairs_of
from pipelines.tree import Tree

Element = html.HtmlElement

_SHARE = 0.7
_LONGEST_OTHER = 14
"""Characters. A button or a name between pairs is shorter; a sentence or a title is not, however small
its share.
"""
_TEXT_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "article"))
"""In these even a short text is one: a title, a sentence."""
_NAME = re.compile(r"(?!附件)[\u4e00-\u9fff\s]{2,14}")
"""A label nobody listed (咨询单位, 法律性质) in the first cell of a row; files are none."""
_LONGEST_UNKNOWN = 80
"""Characters of such a row."""
_LONGEST_BLOCK = 3000
_TOO_LONG = 1_000_000
"""Characters of a block, and what a longer element counts as."""
_ROW = 2
"""Steps from a row up to its table: a row that is half a label nobody listed (机构代码) is of the block
that its table is.
"""
_GOES_ON = frozenset(("table", "dl"))
"""What goes on with an entry right before it: 主 题 词 in a table of its own, a `<dl>` for each pair."""
_MOST_PAIRS = 100
"""Pairs of one element. The longest catalogue entries have about twenty."""
_DISCLOSURE = frozenset(
    (
        "document_number",
        "issuer",
        "responsible_unit",
        "date_written",
        "date_published",
        "category",
        "disclosure",
        "validity",
        "keywords",
    )
)


@dataclass(frozen=True, slots=True)
class MetadataBlock:
    """An element and the pairs in it; `at` is its number in the page's tree.

    `kind`: `disclosure` (the catalogue's entry) or `line` (source and date).
    """

    element: Element
    pairs: tuple[Pair, ...]
    kind: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading of a page found: its blocks, and the pairs that stand alone."""

    blocks: tuple[MetadataBlock, ...]
    single: tuple[Pair, ...]


def read_blocks(parsed: Parsed) -> Found:
    """All metadata blocks of a page, and the pairs outside them."""
    if parsed.root is None:
        return Found((), ())
    tree = parsed.tree
    blocks: list[MetadataBlock] = []
    single: list[Pair] = []
    after = -1  # where the entry read last ends
    grown, loose = _grow(pairs_of(tree), tree)
    for at, members in grown:
        kind = _kind(members)
        if not kind and at == after and tree.tags[at] in _GOES_ON:
            kind = "disclosure"
        if kind:
            blocks.append(MetadataBlock(tree.nodes[at], tuple(members), kind, at))
        else:
            single.extend(members)
        if kind == "disclosure":
            after = tree.ends[at]
    return Found(tuple(blocks), (*single, *loose))


def find_blocks(parsed: Parsed) -> list[Element]:
    """The elements that are metadata blocks, for the reader of the body to set aside."""
    return [block.element for block in read_blocks(parsed).blocks]


def bare_dates(tree: Tree, i: int) -> Iterator[str]:
    """The dates that stand in an element without a label or an element of their own, before any label."""
    for text in (tree.heads[i], *(tree.tails[child] for child in tree.children(i))):
        if len(text) < 8 or len(text) > LONGEST_TEXT:
            continue
        first = next(iter(inline(text)), None)
        if only_date(day := text[: first.start if first is not None else None].strip()):
            yield day


def _bare(text: str) -> str:
    return "".join(text.split())


class _Measure:
    """How much of an element's text is labels and values."""

    def __init__(self, pairs: list[Pair], tree: Tree) -> None:
        self._tree = tree
        self._explained: dict[int, int] = {}
        self._sizes: dict[int, int] = {}
        self._own: dict[int, list[str]] = {}
        self._numbers: dict[int, set[str]] = {}
        self._blocks: dict[int, bool] = {}
        parents, explained = tree.parents, self._explained
        for pair in pairs:
            label, value = _bare(pair.label), _bare(pair.raw)
            if len(pair.unread) > LONGEST_CELL:  # a long 内容概述 is of the entry as a short one is
                value = _bare(pair.unread)
            self._own.setdefault(pair.at, []).extend((value, label))
            size = len(label) + len(value) + 1
            number = pair.raw if pair.meaning.field == "index_number" else ""
            number = "" if is_placeholder(number) else number
            up = pair.at
            while up >= 0:
                explained[up] = explained.get(up, 0) + size
                if number:
                    self._numbers.setdefault(up, set()).add(number)
                up = parents[up]

    def _of(self, i: int) -> int:
        if i not in self._sizes:
            length = self._tree.stops[i] - self._tree.starts[i]
            size = self._tree.size(i) if length <= 40 * _LONGEST_BLOCK else _TOO_LONG
            self._sizes[i] = size if size <= _LONGEST_BLOCK else _TOO_LONG
        return self._sizes[i]

    def is_block(self, i: int) -> bool:
        """Whether an element is pairs, buttons and separators, of one document, without a text or a title."""
        if i not in self._blocks:
            self._blocks[i] = self._judge(i)
        return self._blocks[i]

    def _judge(self, i: int) -> bool:
        if len(self._numbers.get(i, ())) > 1:
            return False
        own, explained = self._own.get(i, []), self._explained.get(i, 0)
        if len(own) > 2 * _MOST_PAIRS or self._of(i) > explained * 4 + 40:
            return False
        children = self._tree.children(i)
        if self._of(i) * _SHARE > explained:
            dates = sum(self._of(c) for c in children if only_date(short(self._tree, c, 60) or ""))
            dates += sum(len(_bare(day)) for day in bare_dates(self._tree, i))
            rows = sum(self._of(c) for c in children if self._is_unknown_row(c))
            if (self._of(i) - dates - min(rows, explained)) * _SHARE > explained:
                return False
        if any(self._is_text(child, own) for child in children):
            return False
        return "。" not in self._tree.raw(i) or not any(map(self._holds_sentence, children))

    def _holds_sentence(self, i: int) -> bool:
        """Whether below an element with pairs a sentence stands that is no value of theirs: a short article
        beside the catalogue's entry, under a byline of its own."""
        if i not in self._explained or self.is_block(i):
            return False
        own = self._own.get(i, [])
        return any(
            ("。" in self._tree.raw(child) and self._is_text(child, own)) or self._holds_sentence(child)
            for child in self._tree.children(i)
        )

    def _is_text(self, child: int, own: list[str]) -> bool:
        """Whether a child is text of its own. The values of the element's own pairs are not."""
        if child in self._explained or not self._of(child):
            return False
        text = short(self._tree, child, _LONGEST_BLOCK) or ""
        tag = self._tree.tags[child]
        if self._is_unknown_row(child):
            return False
        if (len(text) <= _LONGEST_OTHER and tag not in _TEXT_TAGS) or only_date(text):
            return False
        text = _bare(text)
        for piece in sorted(own, key=len, reverse=True):
            text = text.replace(piece, "", 1) if piece else text
        rest = len(text.strip(":："))
        return rest > _LONGEST_OTHER or (rest > 0 and tag in _TEXT_TAGS)

    def _is_unknown_row(self, child: int) -> bool:
        """Whether a child is a row of a label nobody listed and its value."""
        tree = self._tree
        if tree.tags[child] != "tr" or child in self._explained or self._of(child) > _LONGEST_UNKNOWN:
            return False
        cells = tree.children(child)
        name = short(tree, cells[0], _LONGEST_UNKNOWN) or "" if len(cells) > 1 else ""
        return _NAME.fullmatch(name.rstrip(":： ")) is not None


def _grow(pairs: list[Pair], tree: Tree) -> tuple[list[tuple[int, list[Pair]]], list[Pair]]:
    """Pairs by the largest element that is mostly pairs, and the pairs in no such element."""
    if not pairs:
        return [], []
    measure = _Measure(pairs, tree)
    groups: dict[int, list[Pair]] = {}
    loose: list[Pair] = []
    for pair in pairs:
        block = pair.at
        for _ in range(_ROW):
            if block <= 0 or measure.is_block(block):
                break
            block = tree.parents[block]
        if block <= 0 or not measure.is_block(block):
            loose.append(pair)
            continue
        for above in tree.above(block):
            if above == 0 or tree.tags[above] in ("body", "html", "form") or not measure.is_block(above):
                break
            block = above
        groups.setdefault(block, []).append(pair)
    return list(groups.items()), loose


def _kind(pairs: list[Pair]) -> str:
    """`disclosure` with an 索引号 or three fields of the catalogue, `line` with two labels of a byline,
    else empty.

    Three, because a table of the text itself may have a column 文号 and one 发文日期; and a byline needs a
    source, a publication date or a label of the web page (浏览次数, 字体), because a text may say 时间：…
    地点：….
    """
    fields = {pair.meaning.field for pair in pairs}
    if "index_number" in fields or len(fields & _DISCLOSURE) >= 3:
        return "disclosure"
    if len(pairs) >= 2 and all(
        pair.shape not in ("header-row", "cells") and _of_byline(pair) for pair in pairs
    ):
        return "line"
    return ""


def _of_byline(pair: Pair) -> bool:
    return pair.meaning.field in ("source", "date_published", "issuer") or plain(pair.label) in CHROME
