"""Labels and their values, wherever a page prints them beside each other.

Every shape of CMS.md §2: one cell with both, a cell each, a header row and a value row, dl/dd/label, strong
and text, spans, one line with several. A value is only ever taken from the label's own place: when that is
empty the value is empty, whatever stands in the next cell, line or item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from lxml import html

from pipelines import labels
from pipelines.cells import Tables, opening, short
from pipelines.tree import Tree, squeeze

Element = html.HtmlElement

_SKIP = frozenset(("select", "textarea", "button", "option"))
NO_LABEL = _SKIP | {"a"}
"""What stands in these is no label: the words of a link lead elsewhere."""
_INLINE = frozenset(
    ("b", "strong", "em", "i", "u", "font", "label", "small", "big", "o:p", "span", "ucaptitle")
)
_CLIMB = _INLINE | {"div", "dt"}
"""A label may be wrapped in these alone; p, li, dd, td and tr end its place."""
_CLIMB_BY_TURNS = _CLIMB | {"li", "p", "h3", "h4", "h5", "h6"}
"""These end a label's place, unless labels and values take turns in them."""
_MOST_TURNS = 60
"""Children of one element that take turns: as many as cells in a row."""
_LONGEST_NAME = 12
"""Characters of a label nobody listed, among those that are known."""
_NO_VALUE = frozenset(("li", "table", "ul", "ol", "form"))
_PARAGRAPHS = ("p", "table", "br")
_COMMON_WORDS = ("", "source", "title", "keywords")
"""Fields whose labels are everyday words: without a colon they are none."""
_TITLES = frozenset(spelling for spelling, label in labels.LABELS.items() if label.field == "title")
LONGEST_TEXT = 600
"""Characters. A longer text is prose, not labels and values."""
_LONGEST_DRESS = 4
"""Characters beside a label in its element: a colon, brackets, a bullet."""
_OF_TEXT = ("p", "br", "div", "table", "li", "section", "article")
"""An element with these in it is the text of the page rather than a long value."""
_LONGEST_FLOW = 2000
_MOST_FLOWING = 500
"""Characters and elements that continue one value."""
MOST_PAIRS = 1000
"""Pairs on a page. A list with a hidden table for each of its items has some two hundred."""


_read: WeakKeyDictionary[Tree, list[Pair]] = WeakKeyDictionary()
"""The pairs of the pages being read: the blocks of a page and the rows of a list are read from the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label as printed, the text beside it, the element that holds both, and the shape they were read by.

    `at` is the element's number in its tree, `item` the element. `unread` is the opening of what stands
    beside the label and can be no value: it is too long, or the first of several choices; `raw` is empty.
    """

    label: str
    raw: str
    at: int
    item: Element
    shape: str
    meaning: labels.Label
    """The field the label stands for, and its rank."""
    unread: str = ""


def read_pairs(root: Element) -> list[Pair]:
    """All pairs below an element, as `pairs_of` reads them."""
    return pairs_of(Tree(root))


def pairs_of(tree: Tree) -> list[Pair]:
    """All pairs of a page, in reading order. Text in scripts, forms' choices and links is no label."""
    if tree not in _read:
        _read[tree] = _Reader(tree).read()
    return _read[tree]


class _Reader:
    """Reads the pairs of one tree. A text is known as in `Tree.pieces`: i for heads[i], ~i for tails[i]."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tables = Tables(tree)
        self._turns: dict[int, bool] = {}

    def read(self) -> list[Pair]:
        heads, tails = self.tree.heads, self.tree.tails
        pairs: list[Pair] = []
        bare: set[int] = set()  # places of pairs whose label had no colon
        weak: set[int] = set()  # places of those whose label is an everyday word
        may_hold = labels.may_hold
        for piece in self.tree.pieces:
            text = heads[piece] if piece >= 0 else tails[~piece]
            if len(text) > LONGEST_TEXT or not may_hold(text) or self._silent(piece):
                continue
            if found := labels.alone(text):
                cell = self.tables.value(self._parent(piece))
                pair = self._pair(found.label, *cell) if cell is not None else self._beside(piece, found)
                if pair:
                    if cell is None and self._is_bare(pair, found):
                        (weak if pair.meaning.field in _COMMON_WORDS else bare).add(len(pairs))
                    pairs.append(pair)
            else:
                pairs.extend(self._in_text(piece, text))
            if len(pairs) >= MOST_PAIRS:
                break
        return self._without_words(pairs, weak, bare) if weak else pairs

    def _without_words(self, pairs: list[Pair], weak: set[int], bare: set[int]) -> list[Pair]:
        """The pairs without everyday words (名称, 来源) that have no colon and stand in no entry.

        They are labels where the items beside theirs are labels and values built alike (the lists of the
        ministries: 名　　称, 索 引 号, 发布机关 in `<li><label>`).
        """
        entries = {self._place_of(pairs[n]) for n in bare}
        return [pair for n, pair in enumerate(pairs) if n not in weak or self._place_of(pair) in entries]

    def _place_of(self, pair: Pair) -> tuple[int, str]:
        """Where an entry stands: the list around its items, and the items' tag."""
        tags, parents = self.tree.tags, self.tree.parents
        return parents[pair.at], tags[pair.at]

    def _pair(self, label: str, raw: str, at: int, shape: str, unread: str = "") -> Pair:
        meaning = labels.LABELS[labels.plain(label)]
        return Pair(label, raw, at, self.tree.nodes[at], shape, meaning, "" if raw else unread)

    # --- where a text stands -------------------------------------------------------------------

    def _parent(self, piece: int) -> int:
        """The element around a text."""
        return piece if piece >= 0 else self.tree.parents[~piece]

    def _after(self, piece: int) -> int:
        """The element right after a text, or -1."""
        if piece < 0:
            return self._next(~piece)
        return piece + 1 if piece + 1 < self.tree.ends[piece] else -1

    def _next(self, i: int) -> int:
        """The element after an element in the same place, or -1."""
        end, up = self.tree.ends[i], self.tree.parents[i]
        return end if up >= 0 and end < self.tree.ends[up] else -1

    def _silent(self, piece: int) -> bool:
        up, tags, parents = self._parent(piece), self.tree.tags, self.tree.parents
        while up >= 0:
            if tags[up] in NO_LABEL:
                return True
            up = parents[up]
        return False

    def _holder(self, i: int) -> int:
        """The element a pair belongs to: the nearest one that is not mere dress."""
        tags, parents = self.tree.tags, self.tree.parents
        while parents[i] >= 0 and (tags[i] in _INLINE or tags[i] in ("dt", "dd")):
            i = parents[i]
        return i

    # --- label and value in one text -----------------------------------------------------------

    def _in_text(self, piece: int, text: str) -> Iterator[Pair]:
        found = labels.inline(text)
        for here, match in enumerate(found):
            last = here + 1 == len(found)
            raw = text[match.end : None if last else found[here + 1].start]
            if not last or raw.strip():
                cut = labels.next_label(raw) if raw.strip() else 0
                if last and cut == len(raw):
                    raw += self._flowing(piece)
                else:
                    raw = raw[:cut]
                yield self._pair(match.label, squeeze(raw), self._holder(self._parent(piece)), "line")
            else:
                yield self._next_to(piece, match.label, "line")

    def _flowing(self, piece: int) -> str:
        """The inline text that continues a text without a gap: <em> in a title, a link in a value."""
        tree = self.tree
        pieces: list[str] = []
        before = tree.heads[piece] if piece >= 0 else tree.tails[~piece]
        child, size = self._after(piece), 0
        for _ in range(_MOST_FLOWING):
            if child < 0 or size > _LONGEST_FLOW or tree.tags[child] not in _INLINE or before[-1:].isspace():
                break
            said = short(tree, child)
            if said is None or labels.starts(said):
                break
            tail = tree.tails[child]
            cut = labels.next_label(tail)
            pieces += (said, tail[:cut])
            size += len(said) + cut
            if cut < len(tail):
                break
            before, child = tail or before, self._next(child)
        return "".join(pieces)

    # --- a label alone in its element ----------------------------------------------------------

    def _beside(self, piece: int, found: labels.Alone) -> Pair | None:
        """The value after a label that stands alone in its text."""
        pair = self._next_to(piece, found.label, "beside", is_bare=not found.colon)
        if not self._is_bare(pair, found):
            return pair
        # Without a colon a word is a label only with an element of its own and a value beside.
        return pair if piece >= 0 and pair.raw else None

    def _is_bare(self, pair: Pair, found: labels.Alone) -> bool:
        """Whether nothing but its place says that a word is a label."""
        return not (found.colon or pair.shape == "beside-colon" or self.tree.tags[pair.at] == "dl")

    def _next_to(self, piece: int, label: str, shape: str, *, is_bare: bool = False) -> Pair:
        """What stands after a label in its own place, and nothing beyond."""
        tree, parent, child = self.tree, self._parent(piece), self._after(piece)
        while True:
            if child >= 0:
                raw, colon = self._value(child, label) if tree.tags[child] != "br" else self._below(parent)
                unread = "" if raw else self._unread(child, colon=colon)
                if self._is_choice(child, is_bare=is_bare and not colon):
                    raw, unread = "", raw
                shape = f"{shape}-colon" if colon else shape
                return self._pair(label, raw, self._holder(parent), shape, unread)
            if tree.tails[parent].strip():
                return self._from_tail(label, shape, parent)
            up = tree.parents[parent]
            if up < 0 or tree.tags[parent] not in _CLIMB_BY_TURNS or not self._fills(label, parent):
                return self._pair(label, "", self._holder(parent), shape)
            by_turns = tree.tags[parent] not in _CLIMB
            if by_turns and not self._takes_turns(up):
                return self._pair(label, "", self._holder(parent), shape)
            child, was, parent = self._next(parent), parent, up
            if child >= 0 and not by_turns and not self._may_hold(was, child, label):
                return self._pair(label, "", self._holder(parent), shape)

    def _is_choice(self, value: int, *, is_bare: bool) -> bool:
        """Whether a value is the first of several: the choices of a filter (发文机关, 全部, 区政府, 水务局).

        Several `<dd>` under one `<dt>`; after a word without a colon several elements that are no labels,
        unless labels and values take turns there.
        """
        tree = self.tree
        following = self._next(value)
        if following < 0 or tree.tags[following] != tree.tags[value]:
            return False
        if tree.tags[value] == "dd":
            return tree.has_text(following)
        said = (short(tree, following) or "") if is_bare else ""
        return said != "" and not labels.starts(said) and not self._takes_turns(tree.parents[value])

    def _takes_turns(self, i: int) -> bool:
        """Whether the children of an element are labels and values by turns: `<li>文　　号</li><li>…</li>`.

        Of two children, where the boxes beside theirs are built alike: `<td><p>文号</p><p>…</p></td>`.
        """
        if i not in self._turns:
            self._turns[i] = self._by_turns(i) and (len(self._first(i)) > 2 or self._alike(i, self._by_turns))
        return self._turns[i]

    def _by_turns(self, i: int) -> bool:
        tree = self.tree
        children = self._first(i)
        if not 2 <= len(children) <= _MOST_TURNS or len(children) % 2 or tree.heads[i].strip():
            return False
        if any(tree.tags[c] in _SKIP or tree.tags[c] == "br" or tree.tails[c].strip() for c in children):
            return False
        names = [short(tree, c, _LONGEST_NAME) or "" for c in children[::2]]
        known = sum(labels.alone(name) is not None for name in names)
        if not all(names) or known < min(2, len(names)):
            return False
        return not any(labels.starts(short(tree, c) or "") for c in children[1::2])

    def _alike(self, i: int, fits: Callable[[int], bool]) -> bool:
        """Whether two of the elements beside an element, itself one of them, have its tag and fit."""
        tree, up = self.tree, self.tree.parents[i]
        beside = self._first(up) if up >= 0 else []
        return sum(tree.tags[c] == tree.tags[i] and fits(c) for c in beside) > 1

    def _first(self, i: int) -> list[int]:
        """The first children of an element, one more than take turns."""
        ends, child = self.tree.ends, i + 1
        found: list[int] = []
        while child < ends[i] and len(found) <= _MOST_TURNS:
            found.append(child)
            child = ends[child]
        return found

    def _below(self, i: int) -> tuple[str, bool]:
        """The value under a label in one box (`<td>文号<br>…</td>`), the box beside it being built alike."""
        tree = self.tree
        if len(self._first(i)) != 1 or not self._alike(i, lambda c: labels.alone(tree.heads[c]) is not None):
            return "", False
        text = squeeze(tree.tails[i + 1])
        return ("" if labels.starts(text) or labels.inline(text) else text), False

    def _fills(self, label: str, i: int) -> bool:
        """Whether an element holds a label and nothing else worth a word: then its value may follow it."""
        tree = self.tree
        if tree.stops[i] - tree.starts[i] > 40 * LONGEST_TEXT:
            return False
        return tree.size(i) <= len("".join(label.split())) + _LONGEST_DRESS

    def _may_hold(self, before: int, sibling: int, label: str) -> bool:
        """Whether the element after a label's own can be its value: dt and dd, two spans, two divs.

        One with a table or with paragraphs of sentences is the text itself, below a label that its page left
        empty; only a summary 概述 says as much.
        """
        tags, tree = self.tree.tags, self.tree
        if tags[before] == "dt":
            return tags[sibling] == "dd"
        if tags[sibling] in _NO_VALUE:
            return False
        if (
            tags[sibling] != "div"
            or "概" in label
            or not any(tree.of_tag(tag, sibling) for tag in _PARAGRAPHS)
        ):
            return True
        return not tree.of_tag("table", sibling) and "。" not in tree.raw(sibling)

    def _from_tail(self, label: str, shape: str, before: int) -> Pair:
        """A value that is bare text after the element of its label: `<strong>索引号</strong>：…`."""
        tree = self.tree
        tail = tree.tails[before].lstrip()
        colon = tail[:1] in ("：", ":")
        text = tail[1:] if colon else tree.tails[before]
        shape = f"{shape}-colon" if colon else shape
        holder = self._holder(tree.parents[before])
        if text.strip():
            cut = labels.next_label(text)
            known = labels.inline(text)
            cut = min(cut, known[0].start) if known else cut
            raw = text[:cut] + (self._flowing(~before) if cut == len(text) else "")
            return self._pair(label, squeeze(raw), holder, shape)
        following = self._next(before)
        raw = self._value(following)[0] if following >= 0 else ""
        return self._pair(label, raw, holder, shape, "" if raw else self._unread(following))

    def _value(self, i: int, label: str = "") -> tuple[str, bool]:
        """(the text of the element after a label, whether a colon led it): empty where that is empty.

        It ends where something built like a label starts; a title, which may hold a colon, does not.
        """
        tree = self.tree
        text = None if tree.tags[i] in _SKIP else short(tree, i)
        if text is None or tree.tags[i] == "br" or labels.starts(text):
            return "", False
        colon = text[:1] in ("：", ":")
        text = text[1:].strip() if colon else text
        if not text and colon:  # <strong>索引号</strong><span>：</span>值
            return self._after_colon(i), True
        if labels.plain(label) in _TITLES and not labels.inline(text):
            return text, colon
        return text[: labels.next_label(text)].strip() or text, colon

    def _unread(self, i: int, *, colon: bool = False) -> str:
        """The opening of an element after a label, too long for a value; `colon`: of the one behind it."""
        tree, i = self.tree, self._next(i) if colon else i
        if i < 0 or tree.tags[i] in _SKIP or short(tree, i) is not None:
            return ""
        is_text = any(tree.of_tag(tag, i) for tag in _OF_TEXT)
        return "" if is_text else opening(tree, i)

    def _after_colon(self, i: int) -> str:
        tail = self.tree.tails[i]
        if tail.strip():
            return squeeze(tail[: labels.next_label(tail)])
        following = self._next(i)
        return self._value(following)[0] if following >= 0 else ""
