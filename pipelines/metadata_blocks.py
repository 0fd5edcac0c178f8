"""Which parts of a page are metadata blocks 信息公开目录头: the elements whose text is labels and values.

A block is the largest element of which at least seven tenths of the characters belong to pairs: the rest are
separators, buttons and labels nobody listed. The share was chosen on the shapes of CMS.md §2.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from pipelines.dates import only_date
from pipelines.dom import Parsed, short_text
from pipelines.labels import CHROME, plain
from pipelines.pairs import Pair, read_pairs

Element = html.HtmlElement

_SHARE = 0.7
_LONGEST_OTHER = 14
"""Characters. A button or a name between pairs is shorter; a sentence or a title is not, however small
its share.
"""
_LONGEST_BLOCK = 3000
_TOO_LONG = 1_000_000
"""Characters of a block, and what a longer element counts as."""
_MOST_PAIRS = 100
"""Pairs of one element. The longest catalogue entries have about twenty."""
_DISCLOSURE = frozenset(
    (
        "index_number",
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
    """An element and the pairs in it. `kind`: `disclosure` (the catalogue's entry) or `line` (source
    and date).
    """

    element: Element
    pairs: tuple[Pair, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading of a page found: its blocks, and the pairs that stand alone."""

    blocks: tuple[MetadataBlock, ...]
    single: tuple[Pair, ...]


def read_blocks(parsed: Parsed) -> Found:
    """All metadata blocks of a page, and the pairs outside them."""
    if parsed.root is None:
        return Found((), ())
    pairs = read_pairs(parsed.root)
    groups = _grow(pairs, parsed.root)
    blocks: list[MetadataBlock] = []
    single: list[Pair] = []
    for element, members in groups:
        kind = _kind(members)
        if kind:
            blocks.append(MetadataBlock(element, tuple(members), kind))
        else:
            single.extend(members)
    return Found(tuple(blocks), tuple(single))


def find_blocks(parsed: Parsed) -> list[Element]:
    """The elements that are metadata blocks, for the reader of the body to set aside."""
    return [block.element for block in read_blocks(parsed).blocks]


def _size(text: str) -> int:
    return len("".join(text.split()))


class _Measure:
    """How much of an element's text is labels and values."""

    def __init__(self, pairs: list[Pair]) -> None:
        self._explained: dict[Element, int] = {}
        self._sizes: dict[Element, int] = {}
        self._own: dict[Element, list[str]] = {}
        self._numbers: dict[Element, set[str]] = {}
        self._blocks: dict[Element, bool] = {}
        for pair in pairs:
            self._own.setdefault(pair.item, []).extend((pair.raw, pair.label))
            size = _size(pair.label) + _size(pair.raw) + 1
            for element in (pair.item, *pair.item.iterancestors()):
                self._explained[element] = self._explained.get(element, 0) + size
                if pair.raw and pair.meaning.field == "index_number":
                    self._numbers.setdefault(element, set()).add(pair.raw)

    def _of(self, element: Element) -> int:
        if element not in self._sizes:
            text = short_text(element, _LONGEST_BLOCK)
            self._sizes[element] = _TOO_LONG if text is None else _size(text)
        return self._sizes[element]

    def is_block(self, element: Element) -> bool:
        """Whether an element is pairs, buttons and separators, of one document, without a text or a title."""
        if element not in self._blocks:
            self._blocks[element] = self._judge(element)
        return self._blocks[element]

    def _judge(self, element: Element) -> bool:
        if len(self._numbers.get(element, ())) > 1:
            return False
        own = self._own.get(element, [])
        if len(own) > 2 * _MOST_PAIRS or self._of(element) > self._explained.get(element, 0) * 4 + 40:
            return False
        dates = sum(
            self._of(c) for c in element if isinstance(c.tag, str) and only_date(short_text(c, 60) or "")
        )
        if (self._of(element) - dates) * _SHARE > self._explained.get(element, 0):
            return False
        return not any(self._is_text(child, own) for child in element if isinstance(child.tag, str))

    def _is_text(self, child: Element, own: list[str]) -> bool:
        """Whether a child is text of its own. The values of the element's own pairs are not."""
        if child in self._explained or child.tag in ("script", "style") or not self._of(child):
            return False
        text = short_text(child, _LONGEST_BLOCK) or ""
        if only_date(text):
            return False
        for piece in sorted(own, key=len, reverse=True):
            text = text.replace(piece, "", 1) if piece else text
        rest = _size(text.strip(":："))
        return rest > _LONGEST_OTHER or (rest > 0 and child.tag in ("p", "h1", "h2", "h3", "h4", "article"))


def _grow(pairs: list[Pair], root: Element) -> list[tuple[Element, list[Pair]]]:
    """Pairs by the largest element that is mostly pairs; a pair in no such element stands for itself."""
    measure = _Measure(pairs)
    groups: dict[Element, list[Pair]] = {}
    loose: list[tuple[Element, list[Pair]]] = []
    for pair in pairs:
        element = pair.item
        if element is root or not measure.is_block(element):
            loose.append((element, [pair]))
            continue
        for above in element.iterancestors():
            if above is root or above.tag in ("body", "html", "form") or not measure.is_block(above):
                break
            element = above
        groups.setdefault(element, []).append(pair)
    return [*groups.items(), *loose]


def _kind(pairs: list[Pair]) -> str:
    """`disclosure` with an 索引号 or three fields of the catalogue, `line` with two labels of a byline,
    else empty.

    Three, because a table of the text itself may have a column 文号 and one 发文日期; and a byline
    needs a source,
    a publication date or a label of the web page (浏览次数, 字体), because a text may say 时间：… 地点：….
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
