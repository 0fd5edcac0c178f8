"""A line of text being read: its characters, the links and marks on it, and what was cut out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive.records import Block, Removed, Span
from pipelines.dom import resolve
from pipelines.tree import Element, Squeezed, Tree, squeeze

DRESS = frozenset({"span", "font", "b", "i", "u", "em", "strong", "small", "big", "label", "ins", "o:p"})
"""Inline elements that are nothing but dress: a line of them is read as one piece of text."""
BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ucapcontent", "ul", "caption", "option",
})  # fmt: skip
"""Elements that begin and end a line of their own."""
_NOTE = re.compile(r"#_?(?:sd)?(?:ftn|edn|fn|footnote|endnote|note)(?P<back>ref|-ref|anc|sym)?[\w:.-]*", re.I)
"""Footnotes 脚注 as Word and WPS write them (#_ftn1, back #_ftnref1), LibreOffice (#sdfootnote1sym), and HTML
editors (#fn1, #fnref1)."""
_NOWHERE = re.compile(r"\s*(?:javascript|vbscript|data|about):|\s*#?\s*\Z", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_STYLED = {
    name: re.compile(rf"(?:^|[;\s]){name}\s*:\s*(\d{{1,5}})(?:\.\d+)?px", re.IGNORECASE)
    for name in ("width", "height")
}


@dataclass(slots=True)
class Mark:
    """A mark as the page has it, not yet closed: `start` counts in the line's raw text."""

    kind: str
    address: str
    start: int
    back: bool = False  # of a footnote: it leads from the note to the text


class Read(NamedTuple):
    """A line read: its text, the spans on it, what was cut out and where, and how much of it is links."""

    text: str
    spans: tuple[Span, ...] = ()
    cuts: tuple[tuple[int, Removed], ...] = ()
    linked: int = 0
    is_note: bool = False


_NOTHING = Read("")


@dataclass(slots=True)
class Line:
    """A line being read. Marks that are open where it ends go on in the next."""

    _pieces: list[str] = field(default_factory=list)
    _size: int = 0
    _linked: int = 0
    _open: list[Mark] = field(default_factory=list)
    _marks: list[tuple[Mark, int]] = field(default_factory=list)
    _cuts: list[tuple[int, Removed]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """More text, as it stands in the source."""
        if text:
            self._pieces.append(text)
            self._size += len(text)
            if self._open and any(mark.kind in ("link", "note") for mark in self._open):
                self._linked += len(text.strip())

    def open(self, tree: Tree, i: int, base: str) -> None:
        """A link, sup or sub begins."""
        self._open.append(_mark_of(tree, i, base, self._size))

    def close(self) -> None:
        """The mark opened last ends."""
        if self._open:
            self._marks.append((self._open.pop(), self._size))

    def cut(self, removed: Removed) -> None:
        """Something is set aside here."""
        self._cuts.append((self._size, removed))

    @property
    def is_blank(self) -> bool:
        """Whether nothing a reader sees stands on it yet."""
        return all(map(str.isspace, self._pieces))

    def end(self) -> Read:
        """What was read; the line begins anew."""
        raw = "".join(self._pieces)
        if not self._cuts and (not raw or raw.isspace()):
            self._pieces, self._size, self._linked, self._marks = [], 0, 0, []
            if self._open:
                self._open = [replace(mark, start=0) for mark in self._open]
            return _NOTHING
        if not self._marks and not self._cuts and not self._open:
            read = Read(squeeze(raw))
        else:
            read = self._read(raw)
        self._pieces, self._size, self._linked, self._marks, self._cuts = [], 0, 0, [], []
        if self._open:
            self._open = [replace(mark, start=0) for mark in self._open]
        return read

    def _read(self, raw: str) -> Read:
        squeezed = Squeezed(raw)
        spans: list[Span] = []
        is_note = False
        for mark, end in [*self._marks, *((mark, len(raw)) for mark in self._open)]:
            first, last = squeezed.at(mark.start, after=True), squeezed.at(end)
            if mark.kind and first < last:
                spans.append(Span(mark.kind, first, last, mark.address))
                is_note = is_note or (mark.back and first <= 1)
        spans.sort(key=lambda span: (span.start, -span.end))
        cuts = tuple((squeezed.at(place), removed) for place, removed in self._cuts)
        return Read(squeezed.text, tuple(spans), cuts, self._linked, is_note)


def _mark_of(tree: Tree, i: int, base: str, start: int) -> Mark:
    if (kind := tree.mark(i)) != "a":
        return Mark(kind, "", start)
    href = tree.nodes[i].get("href")
    if href is None:
        return Mark("", "", start)  # the name of a place
    if note := _NOTE.fullmatch(href.strip()[:80]):
        return Mark("note", href.strip(), start, note["back"] is not None)
    return Mark("link", "" if _NOWHERE.match(href) else resolve(base, href), start)


def image_of(tree: Tree, i: int, base: str) -> Block:
    """An image as a block: where it is, what its alt says, and its size where the page states one."""
    node = tree.nodes[i]
    return Block(
        "image",
        squeeze(node.get("alt") or ""),
        address=resolve(base, node.get("src") or ""),
        width=_pixels(node, "width"),
        height=_pixels(node, "height"),
    )


def _pixels(node: Element, name: str) -> int | None:
    """A width or height in CSS pixels; a style stands before an attribute, as in a browser."""
    style = node.get("style")
    if style and (match := _STYLED[name].search(style)):
        return int(match[1])
    match = _PIXELS.fullmatch(node.get(name) or "")
    return int(match[1]) if match else None
