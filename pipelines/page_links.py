"""Where a list goes on, as the links of a page drawn by the server say it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from pipelines.cells import short
from pipelines.dom import Parsed
from pipelines.links import is_address, resolve
from pipelines.paging import Paging
from pipelines.select import select
from pipelines.site import Site
from pipelines.tree import Tree

_NEXT = re.compile(r"(?:下一?[页頁]|后一?页|下[页頁]|next(?:\s*page)?)[\s>＞»›]*|[>＞»›]{1,2}", re.IGNORECASE)
_LAST = re.compile(r"(?:尾|末|最后一|最末|最后)[页頁]|last", re.IGNORECASE)
_CURRENT = re.compile(
    r"(?:^|[\s_-])(?:cur|current|curr|on|now|active|select|selected|hover|this|thisclass)(?:$|[\s_-])"
)
_PAGES = re.compile(r"共\s*(\d+)\s*页|(?:页次|当前|第)?\s*[:：]?\s*\d+\s*/\s*(\d+)\s*页")
_RECORDS = re.compile(r"共\s*有?\s*(\d+)\s*(?:条|篇|件|项)|总(?:记录|条)数\s*[:：]?\s*(\d+)")
_LONGEST = 300
"""Characters of a page's paging."""
_LONGEST_COUNT = 40
_MOST_COUNTS = 20
_BARE = "[]【】\u200b\u2060\ufeff\u00ad" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
"""What may stand around the number of a page, or take no place before it."""
_OPENING = "下后nN>＞»›"
"""What the words for the next page begin with."""
_NUMBERS = ("a", "span", "strong", "b", "em", "li")
"""What the number of a page stands in."""


def link_paging(parsed: Parsed, site: Site | None = None) -> Paging:
    """Paging as the links of the page say it: 下一页, else the number after the current one."""
    if parsed.root is None:
        return Paging()
    return _Links(parsed).paging(site)


class _Links:
    """The links of one page. Elements are known by number, -1 is none."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.tree: Tree = parsed.tree

    def paging(self, site: Site | None) -> Paging:
        """What the links say, else what a line of its own says."""
        given = select(self.tree, site.list.next) if site is not None and site.list.next else []
        following = given[0] if given else self._next_word()
        bar = self._bar(following) if following >= 0 else self._numbers_bar()
        if bar < 0:
            return self._counts(Paging(self._address(following)))
        if following < 0:
            following = self._after_current(bar)
        address = self._address(following)
        current = self._current(bar)
        if following >= 0 and current >= 0 and self._get(current, "href") == self._get(following, "href"):
            address = ""
        return _told(self.tree.text_of(bar), Paging(address, self._count(bar)))

    def _get(self, i: int, name: str) -> str | None:
        given: str | None = self.tree.nodes[i].get(name)
        return given

    def _is_dead(self, link: int) -> bool:
        """Whether a link is switched off: no address, or marked so."""
        return "disabled" in self.tree.classes[link] or not is_address(self._get(link, "href") or "")

    def _address(self, link: int) -> str:
        if link < 0 or self._is_dead(link):
            return ""
        address = resolve(self.parsed, self._get(link, "href") or "")
        return "" if address == self.parsed.page.url.partition("#")[0] else address

    @cached_property
    def _openings(self) -> list[tuple[int, str]]:
        """Each link of the page that says anything, and the first character of it."""
        tree = self.tree
        text, starts, stops = tree.text, tree.starts, tree.stops
        read = ((i, text[starts[i] : stops[i]].lstrip(_BARE)[:1]) for i in tree.by_tag.get("a", ()))
        return [(i, first) for i, first in read if first]

    def _next_word(self) -> int:
        """The first link that says 下一页 and leads anywhere."""
        for link, first in self._openings:
            if (
                first in _OPENING
                and _NEXT.fullmatch(short(self.tree, link) or "")
                and not self._is_dead(link)
            ):
                return link
        return -1

    # --- the element that holds the paging -----------------------------------------------------

    def _bar(self, link: int) -> int:
        """The element that holds a page's paging: as large as it gets while it stays short."""
        tree, around = self.tree, []
        for above in tree.above(link):
            if tree.tags[above] in ("body", "html") or short(tree, above, _LONGEST) is None:
                break
            around.append(above)
        if not around:
            return link
        numbers = [i for i in self._of_tags(_NUMBERS, around[-1]) if self._digit(i) is not None]
        for above in around:
            if sum(tree.within(i, above) for i in numbers) >= 2:
                return above
        return around[-1]

    def _numbers_bar(self) -> int:
        """The element around the first links that are numbers, two at least."""
        tree = self.tree
        digits = (i for i, first in self._openings if first.isdecimal())
        numbers = [i for i in digits if self._digit(i) is not None]
        if len(numbers) < 2:
            return -1
        refused: set[int] = set()
        for link in numbers:
            for above in () if self._is_dead(link) else tree.above(link)[:2]:
                if above in refused:
                    continue
                inside = bisect_left(numbers, tree.ends[above]) - bisect_left(numbers, above)
                if inside >= 2 and short(tree, above, _LONGEST) is not None:
                    return above
                refused.add(above)
        return -1

    def _of_tags(self, tags: tuple[str, ...], i: int) -> list[int]:
        return sorted(member for tag in tags for member in self.tree.of_tag(tag, i))

    def _digit(self, i: int) -> int | None:
        """The number that an element is, in brackets or not."""
        if not self.tree.raw(i).lstrip(_BARE)[:1].isdecimal():
            return None
        text = (short(self.tree, i) or "").strip("[]【】 ")
        return int(text) if text.isdecimal() and len(text) <= 5 else None

    # --- what it says --------------------------------------------------------------------------

    def _current(self, bar: int) -> int:
        tree = self.tree
        for i in self._of_tags((*_NUMBERS, "font"), bar):
            if self._digit(i) is None:
                continue
            tag = tree.tags[i]
            link = next((a for a in tree.of_tag("a", i) if a != i), -1)
            dead = tag != "li" and not is_address(self._get(i, "href") or "")
            inside = tag != "a" and (link >= 0 or tree.tags[tree.parents[i]] == "a")
            if _CURRENT.search(tree.classes[i].lower()) or (dead and not inside):
                return i if link < 0 else link
        return -1

    def _after_current(self, bar: int) -> int:
        current = self._current(bar)
        number = self._digit(current) if current >= 0 else None
        if number is None:
            return -1
        return next((a for a in self.tree.of_tag("a", bar) if self._digit(a) == number + 1), -1)

    def _count(self, bar: int) -> int | None:
        """The highest page number, when the link to the last page leads there: else they are a window."""
        tree = self.tree
        links = tree.of_tag("a", bar)
        numbers = [(number, a) for a in links if (number := self._digit(a)) is not None]
        last = next((a for a in links if _LAST.fullmatch(tree.text_of(a))), -1)
        address = self._get(last, "href") if last >= 0 else None
        if not numbers or address is None:
            return None
        highest, link = max(numbers, key=lambda pair: pair[0])
        return highest if self._get(link, "href") == address else None

    def _counts(self, paging: Paging) -> Paging:
        """Counts of a page without page links: a short text of its own such as 共 1 页 or 共 8 条."""
        tree, left = self.tree, _MOST_COUNTS
        for piece in tree.pieces if "共" in tree.text else ():
            text = tree.heads[piece] if piece >= 0 else tree.tails[~piece]
            if "共" not in text or len(text) >= _LONGEST_COUNT or not self._in_body(piece):
                continue
            around = short(tree, piece if piece >= 0 else ~piece) or ""
            if 0 < len(around) <= _LONGEST_COUNT and (told := _told(around, paging)) != paging:
                return told
            left -= 1
            if not left:
                break
        return paging

    def _in_body(self, piece: int) -> bool:
        i = piece if piece >= 0 else self.tree.parents[~piece]
        while i >= 0 and self.tree.tags[i] != "body":
            i = self.tree.parents[i]
        return i >= 0


def _told(text: str, paging: Paging) -> Paging:
    """Pages and records as words: 共 5 页, 共 1089 条."""
    pages = _PAGES.search(text)
    records = _RECORDS.search(text)
    return Paging(
        paging.next,
        int(pages[1] or pages[2]) if pages else paging.pages,
        int(records[1] or records[2]) if records else paging.records,
    )
