"""Labels and their values, wherever a page prints them beside each other.

Every shape of CMS.md §2: one cell with both, a cell each, a header row and a value row, dl/dd/label,
strong and
text, spans, one line with several. A value is only ever taken from the label's own place: when that is
empty the
value is empty, whatever stands in the next cell, line or item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from pipelines import labels
from pipelines.dom import squeeze, words

Element = html.HtmlElement

_SKIP = ("script", "style", "noscript", "template", "head", "title", "select", "textarea", "button")
_INLINE = frozenset(
    ("b", "strong", "em", "i", "u", "font", "label", "small", "big", "o:p", "span", "ucaptitle")
)
_CLIMB = _INLINE | {"div", "dt", "th", "a"}
"""A label may be wrapped in these alone; p, li, dd, td and tr end its place."""
_CELLS = ("td", "th")
_COMMON_WORDS = ("", "source", "title", "keywords")
"""Fields whose labels are everyday words: without a colon they are none."""
_MOST_CELLS = 60
"""Cells in a row. A catalogue entry has four, a header row fifteen at most."""
LONGEST_TEXT = 600
LONGEST_VALUE = 300
"""Characters. A longer text is prose, not a value; titles stay below."""
_MOST_PAIRS = 1000
"""Pairs on a page. A list with a hidden table for each of its items has some two hundred."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label as printed, the text beside it, the element that holds both, and the shape they were read
    by.
    """

    label: str
    raw: str
    item: Element
    shape: str

    @property
    def meaning(self) -> labels.Label:
        """The field the label stands for, and its rank."""
        return labels.LABELS[labels.plain(self.label)]


def short_text(element: Element, limit: int = LONGEST_VALUE) -> str | None:
    """The text of an element in one line; None when it is longer than `limit` characters: then nobody
    reads it.
    """
    pieces: list[str] = []
    size = 0
    for piece in words(element):
        pieces.append(piece)
        size += len(piece.strip()) // 2 if "\n" in piece else len(piece.strip())
        if size > limit:
            return None
    text = squeeze("".join(pieces))
    return text if len(text) <= limit else None


def read_pairs(root: Element) -> list[Pair]:
    """All pairs below an element, in reading order. Text in scripts, forms' choices and links is no label."""
    pairs: list[Pair] = []
    tables = _Tables(root)
    for node, text in _texts(root):
        if node.in_link:
            continue
        if found := labels.alone(text):
            pair = tables.pair(node, found["label"]) or _beside(node, found, root)
            if pair:
                pairs.append(pair)
        else:
            pairs.extend(_in_text(node, text, root))
        if len(pairs) >= _MOST_PAIRS:
            break
    return pairs


@dataclass(frozen=True, slots=True)
class _Text:
    """Where a text stands: the element around it, and the child after which it follows (None: before
    the first).
    """

    parent: Element
    after: Element | None
    in_link: bool


def _texts(root: Element) -> Iterator[tuple[_Text, str]]:
    links = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _SKIP:
                walk.skip_subtree()
                continue
            links += node.tag == "a"
            if node.text and _worth(node.text):
                yield _Text(node, None, links > 0), node.text
            continue
        if event == "end" and node.tag == "a":
            links -= 1
        if node is not root and node.tail and _worth(node.tail):
            yield _Text(node.getparent(), node, links > 0), node.tail


def _worth(text: str) -> bool:
    return 1 < len(text) <= LONGEST_TEXT and not text.isspace()


def _children_after(place: _Text) -> Element | None:
    if place.after is None:
        return place.parent[0] if len(place.parent) else None
    return place.after.getnext()


# --- label and value in one text ---------------------------------------------------------------


def _in_text(place: _Text, text: str, root: Element) -> Iterator[Pair]:
    found = labels.inline(text)
    for here, match in enumerate(found):
        last = here + 1 == len(found)
        raw = text[match.end : None if last else found[here + 1].start]
        if not last or raw.strip():
            cut = labels.next_label(raw) if raw.strip() else 0
            if last and cut == len(raw):
                raw += _flowing(place)
            else:
                raw = raw[:cut]
            yield Pair(match.label, squeeze(raw), _holder(place.parent), "line")
        else:
            yield _next_to(place, match.label, "line", root)


def _flowing(place: _Text) -> str:
    """The inline text that continues a text without a gap: <em> in a title, the rest after a comment."""
    pieces: list[str] = []
    before = (place.parent.text if place.after is None else place.after.tail) or ""
    child = _children_after(place)
    while child is not None:
        if isinstance(child.tag, str):
            if child.tag not in _INLINE or before[-1:].isspace():
                break
            piece = short_text(child)
            if piece is None or _starts_label(piece):
                break
            pieces.append(piece)
        tail = child.tail or ""
        pieces.append(tail[: labels.next_label(tail)])
        if len(pieces[-1]) < len(tail):
            break
        before, child = tail or pieces[-1] or before, child.getnext()
    return "".join(pieces)


# --- a label alone in its element --------------------------------------------------------------


def _beside(place: _Text, found: re.Match[str], root: Element) -> Pair | None:
    """The value after a label that stands alone in its text."""
    pair = _next_to(place, found["label"], "beside", root)
    if found["colon"] or pair.shape == "beside-colon" or pair.item.tag == "dl":
        return pair
    # Without a colon a word such as 来源 is a label only with an element of its own and a value beside it.
    return pair if place.after is None and pair.raw and pair.meaning.field not in _COMMON_WORDS else None


def _next_to(place: _Text, label: str, shape: str, root: Element) -> Pair:
    """What stands after a label in its own place, and nothing beyond."""
    parent, child = place.parent, _children_after(place)
    while True:
        if child is not None:
            raw, colon = _first_value(parent, child)
            return Pair(label, raw, _holder(parent), f"{shape}-colon" if colon else shape)
        tail = parent.tail or ""
        if tail.strip() and parent is not root:
            return _from_tail(label, shape, parent, tail)
        if parent is root or parent.tag not in _CLIMB or parent.getparent() is None:
            return Pair(label, "", _holder(parent), shape)
        child, was, parent = parent.getnext(), parent, parent.getparent()
        while child is not None and not isinstance(child.tag, str):
            if (child.tail or "").strip():
                return _from_tail(label, shape, child, child.tail or "")
            child = child.getnext()
        if child is not None and not _may_hold(was, child):
            return Pair(label, "", _holder(parent), shape)


def _may_hold(label: Element, sibling: Element) -> bool:
    """Whether the element after a label's own can be its value: dt and dd, two spans, two divs."""
    if label.tag == "dt":
        return sibling.tag == "dd"
    return sibling.tag not in ("br", "hr", "li", "tr", "table", "ul", "ol", "form", "script", "style")


def _from_tail(label: str, shape: str, before: Element, tail: str) -> Pair:
    """A value that is bare text after the element of its label: `<strong>索引号</strong>：…`."""
    colon = tail.lstrip()[:1] in ("：", ":")
    text = tail.lstrip()[1:] if colon else tail
    parent = before.getparent()
    if text.strip():
        cut = labels.next_label(text)
        known = labels.inline(text)
        cut = min(cut, known[0].start) if known else cut
        raw = text[:cut]
        if cut == len(text):
            raw += _flowing(_Text(parent, before, False))
        return Pair(label, squeeze(raw), _holder(parent), f"{shape}-colon" if colon else shape)
    following = before.getnext()
    raw = _first_value(parent, following)[0] if following is not None else ""
    return Pair(label, raw, _holder(parent), f"{shape}-colon" if colon else shape)


def _first_value(parent: Element, child: Element) -> tuple[str, bool]:
    """(the text of the first thing after a label, whether a colon led it): empty where that thing is
    empty.
    """
    node: Element | None = child
    while node is not None:
        if isinstance(node.tag, str):
            if node.tag in _SKIP:
                return "", False
            text = short_text(node)
            if text is None or node.tag == "br" or _starts_label(text):
                return "", False
            colon = text[:1] in ("：", ":")
            text = text[1:].strip() if colon else text
            if not text and colon:  # <strong>索引号</strong><span>：</span>值
                return _after_colon(node), True
            return text[: labels.next_label(text)].strip() or text, colon
        tail = node.tail or ""
        if tail.strip():
            if _starts_label(tail):
                return "", False
            return squeeze(tail[: labels.next_label(tail)] + _flowing(_Text(parent, node, False))), False
        node = node.getnext()
    return "", False


def _after_colon(node: Element) -> str:
    tail = node.tail or ""
    if tail.strip():
        return squeeze(tail[: labels.next_label(tail)])
    following = node.getnext()
    return _first_value(node.getparent(), following)[0] if following is not None else ""


def _starts_label(text: str) -> bool:
    text = text.strip()
    return bool(labels.alone(text)) or labels.is_like(text) or labels.leading(text) is not None


def _holder(element: Element) -> Element:
    """The element a pair belongs to: the nearest one that is not mere dress."""
    while element.tag in _INLINE or element.tag in ("dt", "dd"):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


# --- tables ------------------------------------------------------------------------------------


def _nearest(element: Element, tags: tuple[str, ...], root: Element) -> Element | None:
    node: Element | None = element
    while node is not None:
        if node.tag in tags:
            return node
        if node is root:
            return None
        node = node.getparent()
    return None


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [child for child in row if child.tag in _CELLS]


def rows_of(table: Element) -> list[Element]:
    """The rows of a table itself, not of tables inside it; wrongly nested tbody and thead change nothing."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


class _Tables:
    """The tables of a tree; what is asked of a row or a table is read once."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._texts: dict[Element, list[str]] = {}
        self._one_cell: dict[Element, bool] = {}
        self._below: dict[Element, Element | str] = {}

    def pair(self, place: _Text, label: str) -> Pair | None:
        """The value of a label that fills its cell; None when it does not stand in a cell of its own."""
        cell = _nearest(place.parent, _CELLS, self._root)
        row = cell.getparent() if cell is not None else None
        if cell is None or row is None or len(row) > _MOST_CELLS:
            return None
        table = next(row.iterancestors("table"), None)
        cells = cells_of(row)
        if table is None or cell not in cells:
            return None
        here, texts = cells.index(cell), self._of(row)
        if not labels.alone(texts[here]):
            return None
        if _is_header(row, texts):
            below = self._row_below(table, row)
            if isinstance(below, str):
                return Pair(label, "", table, "header-row") if below == _NOTHING else None
            return Pair(label, self._of(below)[here], table, "header-row")
        raw = ""
        # Where other cells hold label and value together, a cell with only a label is an empty field.
        if here + 1 < len(cells) and not _starts_label(texts[here + 1]) and not self._is_one_cell(table):
            raw = texts[here + 1]
        return Pair(label, raw, row, "cells")

    def _of(self, row: Element) -> list[str]:
        if row not in self._texts:
            self._texts[row] = [short_text(cell) or "" for cell in cells_of(row)]
        return self._texts[row]

    def _row_below(self, table: Element, header: Element) -> Element | str:
        """The one row of values under a header; several rows are each a document of its own."""
        if header not in self._below:
            rows, width = rows_of(table), len(cells_of(header))
            values = [row for row in rows[rows.index(header) + 1 :] if len(cells_of(row)) == width]
            told: Element | str = _SEVERAL
            if not values or _starts_label(self._of(values[0])[0]):
                told = _NOTHING
            elif (
                len(values) == 1
                and values[0].find(".//a") is None
                and not any(map(_starts_label, self._of(values[0])))
            ):
                told = values[0]
            self._below[header] = told
        return self._below[header]

    def _is_one_cell(self, table: Element) -> bool:
        if table not in self._one_cell:
            self._one_cell[table] = any(
                (match := labels.leading(text)) and text[match.end :].strip()
                for row in rows_of(table)
                for text in self._of(row)
            )
        return self._one_cell[table]


_NOTHING, _SEVERAL = "nothing", "several"


def _is_header(row: Element, texts: list[str]) -> bool:
    """Whether a row names columns: more than one cell, each a label, or all of them th."""
    if len(texts) < 2:
        return False
    if all(t.strip() and labels.alone(t) for t in texts):
        return True
    heads = (
        all(cell.tag == "th" for cell in cells_of(row)) or next(row.iterancestors("thead"), None) is not None
    )
    return heads and sum(bool(labels.alone(t)) for t in texts) >= 2
