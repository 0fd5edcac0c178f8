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
from pipelines.cells import Tables
from pipelines.dom import short_text, squeeze

Element = html.HtmlElement

_SKIP = ("script", "style", "noscript", "template", "head", "title", "select", "textarea", "button")
_INLINE = frozenset(
    ("b", "strong", "em", "i", "u", "font", "label", "small", "big", "o:p", "span", "ucaptitle")
)
_CLIMB = _INLINE | {"div", "dt", "th", "a"}
"""A label may be wrapped in these alone; p, li, dd, td and tr end its place."""
_COMMON_WORDS = ("", "source", "title", "keywords")
"""Fields whose labels are everyday words: without a colon they are none."""
LONGEST_TEXT = 600
"""Characters. A longer text is prose, not labels and values."""
_LONGEST_FLOW = 2000
_MOST_FLOWING = 500
"""Characters and elements that continue one value."""
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


def read_pairs(root: Element) -> list[Pair]:
    """All pairs below an element, in reading order. Text in scripts, forms' choices and links is no label."""
    pairs: list[Pair] = []
    tables = Tables(root)
    for node, text in _texts(root):
        if node.in_link:
            continue
        if found := labels.alone(text):
            cell = tables.value(node.parent, found["label"])
            pair = Pair(found["label"], *cell) if cell is not None else _beside(node, found, root)
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
    child, size = _children_after(place), 0
    for _ in range(_MOST_FLOWING):
        if child is None or size > _LONGEST_FLOW:
            break
        if isinstance(child.tag, str):
            if child.tag not in _INLINE or before[-1:].isspace():
                break
            piece = short_text(child)
            if piece is None or labels.starts(piece):
                break
            pieces.append(piece)
            size += len(piece)
        tail = child.tail or ""
        pieces.append(tail[: labels.next_label(tail)])
        size += len(pieces[-1])
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
            if text is None or node.tag == "br" or labels.starts(text):
                return "", False
            colon = text[:1] in ("：", ":")
            text = text[1:].strip() if colon else text
            if not text and colon:  # <strong>索引号</strong><span>：</span>值
                return _after_colon(node), True
            return text[: labels.next_label(text)].strip() or text, colon
        tail = node.tail or ""
        if tail.strip():
            if labels.starts(tail):
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


def _holder(element: Element) -> Element:
    """The element a pair belongs to: the nearest one that is not mere dress."""
    while element.tag in _INLINE or element.tag in ("dt", "dd"):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element
