"""A page walked once: its elements as flat lists in reading order, and all its text as one string.

Every reader asks here instead of walking the page again: what stands below an element is a range of
numbers, its text a slice. Reading a page then costs one walk, whatever is asked of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from lxml import etree, html

Element = html.HtmlElement

SILENT = frozenset({"script", "style", "title"})
"""What these hold is no text of the page."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKS = frozenset({"a", "sup", "sub"})
_INLINE = frozenset({"span", "font", "b", "strong", "em", "i", "small"})
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_hidden = etree.XPath("descendant-or-self::*/@hidden")  # of attributes: half the time of [@hidden]
_HIDDEN_CLASSES = frozenset(
    {"hide", "hidden", "ng-hide", "d-none", "layui-hide", "visually-hidden", "sr-only"}
)
_MAY_HIDE = re.compile(r"hid|none|only", re.IGNORECASE)
"""What is in each of them."""
_INVISIBLE = "\u200b\u2060\ufeff\u00ad\x00"
_GONE = dict.fromkeys(map(ord, _INVISIBLE))
_BLANK = " \t\f\v\xa0"
_SPACES = re.compile(r"[ \t\f\v\xa0]{2,}|[\t\f\v\xa0]")
_RUNS = re.compile(f"[{_BLANK}\r\n{_INVISIBLE}]+")
_ENDS = _INVISIBLE + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_FAR = 1 << 60
_CJK = re.compile("[⺀-鿿豈-﫿︰-﹏＀-￯\U00020000-\U0003ffff“”‘’—…·]")


def squeeze(text: str) -> str:
    """White space as a reader sees it.

    Invisible characters go; a line break of the source beside a Chinese character is formatting, not text;
    any other run is one space; the ends are bare. A full-width space between two names stays.
    """
    text = text.strip()
    if text.isprintable():
        return _SPACES.sub(" ", text) if "  " in text else text
    for character in _INVISIBLE:
        if character in text:
            text = text.translate(_GONE).strip()
            break
    if "\n" in text or "\r" in text:
        text = _on_one_line(text)
    return text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)


@lru_cache(maxsize=8192)
def _is_chinese(character: str) -> bool:
    return _CJK.match(character) is not None


def _between(before: str, run: str, after: str) -> str:
    """What a run of white space between two characters is read as."""
    if not run or (("\n" in run or "\r" in run) and (_CJK.match(before) or _CJK.match(after))):
        return ""
    return " "


def _on_one_line(text: str) -> str:
    """A text without the line breaks of its source: nothing beside a Chinese character, else a space."""
    lines = (text.replace("\r", "\n") if "\r" in text else text).split("\n")
    pieces: list[str] = []
    last = ""
    for line in lines:
        if line := line.strip(_BLANK):
            if last and not (_is_chinese(last) or _is_chinese(line[0])):
                pieces.append(" ")
            pieces.append(line)
            last = line[-1]
    return "".join(pieces)


class Squeezed:
    """A text squeezed, that knows where each of its characters went."""

    def __init__(self, raw: str) -> None:
        begin = len(raw) - len(raw.lstrip(_ENDS))
        end = len(raw.rstrip(_ENDS))
        self._runs: list[tuple[int, int, int, int]] = [(0, begin, 0, 0)]
        pieces: list[str] = []
        size, last = 0, begin
        for run in _RUNS.finditer(raw, begin, end) if begin < end else ():
            space = _between(raw[run.start() - 1], run.group().translate(_GONE), raw[run.end()])
            pieces += (raw[last : run.start()], space)
            size += run.start() - last
            self._runs.append((run.start(), run.end(), size, size + len(space)))
            size, last = size + len(space), run.end()
        pieces.append(raw[last:end])
        self._runs.append((end, len(raw), size + max(end - last, 0), size + max(end - last, 0)))
        self.text = "".join(pieces)

    def at(self, offset: int, *, after: bool = False) -> int:
        """Where a place of the raw text is now; one in white space is before it, or `after` it."""
        _, end, before, behind = self._runs[bisect_right(self._runs, (offset, _FAR)) - 1]
        if offset <= end:
            return behind if after else before
        return behind + offset - end


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    return _HIDDEN_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def _raises(style: str) -> str:
    match = _RAISED.search(style)
    return match[1].lower()[:3] if match else ""


class Comment(NamedTuple):
    """A comment of the page: its words, the number of the element it stands in, how many elements stand
    before it, and the offset of the text that follows it."""

    text: str
    parent: int
    before: int
    offset: int


class Tree:
    """A page as flat lists, one entry for each element, in reading order. Elements are known by number.

    `nodes[i]`: the element; `tags[i]`; `parents[i]` (-1 for the root); what stands below element i are the
    elements i+1 to ends[i]-1. `text[starts[i]:stops[i]]` is its text with all below it, as it stands in the
    source; `heads[i]` the text between its start tag and its first child, `tails[i]` the text after its end
    tag. A comment is no element: the text after it belongs to the text before it.
    `pieces`: the texts that are not blank, in order: i for heads[i], ~i for tails[i].
    `classes[i]` and `ids[i]`: as printed, empty where there are none. `deepest`: levels below the root.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        everything = list(root.iter())
        self.nodes: list[Element] = [node for node in everything if node.tag.__class__ is str]
        self.tags: list[str] = [node.tag for node in self.nodes]
        self.heads: list[str] = [
            "" if tag in SILENT else node.text or "" for node, tag in zip(self.nodes, self.tags, strict=True)
        ]
        self.tails: list[str] = [node.tail or "" for node in self.nodes]
        self.tails[0] = ""
        self.ids: list[str] = [node.get("id", "") for node in self.nodes]
        self.classes: list[str] = [node.get("class", "") for node in self.nodes]
        count = len(self.nodes)
        self.parents = [-1] * count
        self.ends = [0] * count
        self.starts = [0] * count
        self.stops = [0] * count
        self.pieces: list[int] = []
        self.comments: list[Comment] = []
        self.deepest = 0
        self.text = self._walk(everything)

    def _walk(self, everything: list[Element]) -> str:
        """Set every place of the lists. lxml's own walk takes a time quadratic in the comments of a page."""
        parents, ends, starts, stops = self.parents, self.ends, self.starts, self.stops
        heads, tails, pieces = self.heads, self.tails, self.pieces
        chunks: list[str] = []
        after: dict[int, list[str]] = {}  # what stands after comments, by the piece it belongs to
        path, open_ = [-1], [everything[0].getparent()]
        size = count = deepest = here = 0
        for node in everything:
            parent = node.getparent()
            while open_[-1] is not parent:
                open_.pop()
                here = path.pop()
                ends[here] = count
                stops[here] = size
                if text := tails[here]:
                    chunks.append(text)
                    size += len(text)
                    if not text.isspace():
                        pieces.append(~here)
                here = ~here
            if node.tag.__class__ is str:
                parents[count] = path[-1]
                starts[count] = size
                if text := heads[count]:
                    chunks.append(text)
                    size += len(text)
                    if not text.isspace():
                        pieces.append(count)
                open_.append(node)
                path.append(count)
                if len(path) > deepest:
                    deepest = len(path)
                here = count
                count += 1
                continue
            if node.tag is etree.Comment:
                self.comments.append(Comment(node.text or "", path[-1], count, size))
            if text := node.tail:
                if here not in after:
                    after[here] = [heads[here] if here >= 0 else tails[~here]]
                if not text.isspace() and (not pieces or pieces[-1] != here):
                    pieces.append(here)
                after[here].append(text)
                chunks.append(text)
                size += len(text)
        for here in reversed(path[1:]):
            ends[here] = count
            stops[here] = size
            if text := tails[here]:
                chunks.append(text)
                size += len(text)
                if not text.isspace():
                    pieces.append(~here)
        for here, texts in after.items():
            if here >= 0:
                heads[here] = "".join(texts)
            else:
                tails[~here] = "".join(texts)
        self.deepest = deepest - 2
        return "".join(chunks)

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def number(self) -> dict[Element, int]:
        """The number of each element."""
        return {node: i for i, node in enumerate(self.nodes)}

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """The elements of each tag, in order."""
        return _gathered(self.tags)

    @cached_property
    def by_id(self) -> dict[str, list[int]]:
        """The elements of each id, in order."""
        return _gathered(self.ids)

    @cached_property
    def by_classes(self) -> dict[str, list[int]]:
        """The elements of each class attribute as printed (several classes are one string), in order."""
        return _gathered(self.classes)

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """The elements of each single class, in order."""
        found: dict[str, list[int]] = {}
        for printed, members in self.by_classes.items():
            for name in dict.fromkeys(printed.split()):
                found.setdefault(name, []).extend(members)
        for members in found.values():
            members.sort()
        return found

    @cached_property
    def _styles(self) -> list[str | None]:
        return [node.get("style") for node in self.nodes]

    @cached_property
    def raised(self) -> dict[int, str]:
        """The inline elements whose style raises (`sup`) or lowers (`sub`) their text, as Word writes it."""
        raising = {style: kind for style in set(self._styles) if style and (kind := _raises(style))}
        if not raising:
            return {}
        return {i: raising[s] for i, s in enumerate(self._styles) if s in raising and self.tags[i] in _INLINE}

    def mark(self, i: int) -> str:
        """How an element marks its text: `a`, `sup`, `sub`, or not at all (empty)."""
        return self.tags[i] if self.tags[i] in _MARKS else self.raised.get(i, "")

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The elements of which the page itself says that a reader does not see them; not those below."""
        styles = self._styles
        hiding = {style for style in set(styles) if style and _hides(style)}
        found = {i for i, style in enumerate(styles) if style in hiding} if hiding else set()
        found.update(self.number[said.getparent()] for said in _hidden(self.root))
        for printed, members in self.by_classes.items():
            if _MAY_HIDE.search(printed) and not _HIDDEN_CLASSES.isdisjoint(printed.lower().split()):
                found.update(members)
        return frozenset(found)

    def is_hidden(self, i: int) -> bool:
        """Whether a reader does not see an element, for its own sake or for what it stands in."""
        return bool(self.hidden) and (i in self.hidden or any(up in self.hidden for up in self.above(i)))

    def raw(self, i: int) -> str:
        """The text of an element as it stands in the source."""
        return self.text[self.starts[i] : self.stops[i]]

    def has_text(self, i: int) -> bool:
        """Whether an element holds any text that a reader could see."""
        return bool(self.text[self.starts[i] : self.stops[i]].strip(_ENDS))

    def text_of(self, i: int) -> str:
        """The text of an element in one line."""
        return squeeze(self.text[self.starts[i] : self.stops[i]])

    def size(self, i: int) -> int:
        """Characters of an element's text, white space aside."""
        return len("".join(self.text[self.starts[i] : self.stops[i]].split()))

    def above(self, i: int) -> list[int]:
        """The elements an element stands in, the nearest first."""
        parents, found = self.parents, []
        up = parents[i]
        while up >= 0:
            found.append(up)
            up = parents[up]
        return found

    def children(self, i: int) -> list[int]:
        """The elements directly in an element, in order."""
        ends, found, child, end = self.ends, [], i + 1, self.ends[i]
        while child < end:
            found.append(child)
            child = ends[child]
        return found

    def within(self, i: int, j: int) -> bool:
        """Whether element i is j or stands in it."""
        return j <= i < self.ends[j]

    def of_tag(self, tag: str, i: int) -> list[int]:
        """The elements of a tag in an element, the element itself included."""
        members = self.by_tag.get(tag, [])
        return members[bisect_left(members, i) : bisect_left(members, self.ends[i])]

    @cached_property
    def _links(self) -> tuple[list[int], list[int]]:
        """The outermost links, and how many characters of link text stand before each."""
        links: list[int] = []
        for i in self.by_tag.get("a", []):
            if not links or i >= self.ends[links[-1]]:
                links.append(i)
        return links, list(accumulate(map(self.size, links), initial=0))

    def linked(self, i: int) -> int:
        """Characters of link text in an element, white space aside; a link around it is none of its own."""
        links, before = self._links
        return before[bisect_left(links, self.ends[i])] - before[bisect_left(links, i)]

    def link_share(self, i: int) -> float:
        """How much of an element's text is link text, 0 to 1; 0 where it has no text."""
        linked = self.linked(i)
        return min(1.0, linked / max(1, self.size(i))) if linked else 0.0

    def place(self, i: int) -> str:
        """Where an element stands, as a short CSS path: the nearest id above it, then tags and classes."""
        if i in self._places:
            return self._places[i]
        steps: list[str] = []
        node = i
        while node >= 0 and len(steps) < 6:
            tag = self.tags[node]
            if name := self.ids[node].strip():
                steps.append(f"{tag}#{name}" if " " not in name else f'{tag}[id="{name}"]')
                break
            names = self.classes[node].split()[:2]
            steps.append(f"{tag}.{'.'.join(names)}" if names else tag + self._nth(node))
            node = self.parents[node]
        self._places[i] = " > ".join(reversed(steps))
        return self._places[i]

    @cached_property
    def _places(self) -> dict[int, str]:
        return {}

    @cached_property
    def _ordinals(self) -> dict[int, dict[int, tuple[int, int]]]:
        return {}

    def _nth(self, i: int) -> str:
        parent = self.parents[i]
        if parent < 0:
            return ""
        if parent not in self._ordinals:
            children = self.children(parent)
            of = Counter(self.tags[child] for child in children)
            seen: Counter[str] = Counter()
            told: dict[int, tuple[int, int]] = {}
            for child in children:
                tag = self.tags[child]
                seen[tag] += 1
                told[child] = seen[tag], of[tag]
            self._ordinals[parent] = told
        number, of_all = self._ordinals[parent][i]
        return f":nth-of-type({number})" if of_all > 1 else ""


def _gathered(names: list[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        if name:
            found[name].append(i)
    found.default_factory = None  # from here on a register: who asks for what is not there adds nothing
    return found
