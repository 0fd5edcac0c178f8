"""The links, dates and paging of a page, read once: what the rows of a list are found by."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from pipelines import labels
from pipelines.dates import only_date
from pipelines.links import is_address
from pipelines.tree import Tree, squeeze

_BULLET = re.compile(r"[\s·•●○■□◆◇▪▫▶►★☆※◎]+|\d{1,3}[.、]\s*(?=\D)")
CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
"""A title that goes on elsewhere."""
_SHORT_DATE = re.compile(r"[\[(（]?\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）]?")
_DATED = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|^\s*[\[(（]?\s*\d{1,2}[-/月]\d{1,2}"
)
_NUMBERED = re.compile(r"\d\s*[-/.年月]")
"""What is in every text that is dated."""
_SOME_DATE = re.compile(r"[\d年]")
_PLAIN_DATE = re.compile(r"\s*[\[(]?((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-([0-2][0-9])[\])]?\s*")
"""The date of most rows, on a day that every month has."""
_NO_DATE = re.compile(
    r"(?![年月日号零一二三四五六七八九十廿卅元星期周天上午下晚凌晨时点分秒])[\u4e00-\u9fff]"
)
"""A character that no date and no time of day is written with, full-width signs and all."""
_LONGEST_DATE = 80
_LONGEST_DATED = 200
"""Characters in which a text that is a date, with its label, begins to say so."""
_SILENT = ("select", "textarea")
"""What stands in these is no date of a row."""
_FURNITURE = re.compile(
    r"nav|menu|header|footer|foot\b|friend|tree|sitemap|crumb|copyright|toolbar|share|banner", re.IGNORECASE
)
_PAGE_WORDS = ("下一页", "下页", "尾页", "末页")
_PAGER = re.compile(r"\bpag(?:e|ing|ination)", re.IGNORECASE)
_PAGER_CALLS = ("createPage", "pageControl", "jpage")


class Survey:
    """The links, dates and paging of a page, read in one pass: what stands in an element is then a range.

    `dates`: (the element a date stands in, the date or empty for one without a year), in reading order.
    `offsets`: where each of the tree's pieces stands in its text. A link or element is known by its number.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.offsets = [tree.starts[p] if p >= 0 else tree.stops[~p] for p in tree.pieces]
        self.dates: list[tuple[int, str]] = []
        self._dated: list[int] = []
        self._read_dates()
        self._titles: dict[int, str] = {}
        self._paths: dict[tuple[int, str, str, str], int] = {}
        self._path_of: dict[int, int] = {-1: 0}
        self._furniture: dict[int, bool] = {-1: False}
        self._named: dict[str, bool] = {}
        self._leading: list[int] = []
        self._dead: list[int] = []
        self._page_links: list[int] = []
        nodes = tree.nodes
        for i in tree.by_tag.get("a", ()):
            title = title_of(tree, i)
            self._titles[i] = title
            if is_title(title):
                alive = is_address(nodes[i].get("href") or "")
                (self._leading if alive else self._dead).append(i)
            elif title in _PAGE_WORDS:
                self._page_links.append(tree.parents[i])
        self._places = sorted(place for place, _ in self.dates)

    def _read_dates(self) -> None:
        tree, offsets = self.tree, self.offsets
        silent = self._outermost(sorted(i for tag in _SILENT for i in tree.by_tag.get(tag, ())))
        last = -1
        for match in _NUMBERED.finditer(tree.text):
            here = bisect_right(offsets, match.end() - 1) - 1
            if here == last:
                continue
            last, piece = here, tree.pieces[here]
            text, place = (
                (tree.heads[piece], piece) if piece >= 0 else (tree.tails[~piece], tree.parents[~piece])
            )
            if len(text) >= _LONGEST_DATE and len(text.strip()) >= _LONGEST_DATE:
                continue
            if not _DATED.search(text) or (day := row_date(text)) is None or self._around(silent, place) >= 0:
                continue
            self.dates.append((place, day))
            self._dated.append(offsets[here])

    # --- links ---------------------------------------------------------------------------------

    def title(self, link: int) -> str:
        """The title a link gives its row."""
        if link not in self._titles:
            self._titles[link] = title_of(self.tree, link)
        return self._titles[link]

    def leads(self, link: int) -> bool:
        """Whether an element is a link with an address and a title, not a number or a date."""
        here = bisect_left(self._leading, link)
        return here < len(self._leading) and self._leading[here] == link

    def count(self, i: int) -> int:
        """How many titles are linked inside an element."""
        return self._in(self._leading, i)

    def links(self, i: int) -> list[int]:
        """The titled links in an element, else the one it stands in."""
        found = self._leading[bisect_left(self._leading, i) : bisect_left(self._leading, self.tree.ends[i])]
        if found or not self._is_in_link(i):
            return found
        return [above for above in self.tree.above(i) if self.leads(above)][:1]

    def longest(self, links: list[int]) -> int:
        """The link with most to say, the first of equals."""
        return max(links, key=lambda link: len(self.title(link)))

    def linked(self, place: int) -> int:
        """The smallest element around a date that also holds a link; -1 where the date's own row has none."""
        tags, parents = self.tree.tags, self.tree.parents
        i = place
        while i >= 0 and tags[i] not in ("body", "html"):
            if self.count(i) or self._is_in_link(i):
                return i
            if tags[i] == "tr" or self._in(self._dead, i):
                return -1
            up = parents[i]
            # A row may be an ul of its own, with an li for each part; else an li without a link is no row.
            if tags[i] == "li" and up >= 0 and self._in(self._places, up) > 1:
                return -1
            i = up
        return -1

    def _in(self, members: list[int], i: int) -> int:
        return bisect_left(members, self.tree.ends[i]) - bisect_left(members, i)

    def _is_in_link(self, i: int) -> bool:
        return self._around(self._outer_links, i) not in (-1, i)

    @cached_property
    def _outer_links(self) -> list[int]:
        return self._outermost(self._leading)

    # --- dates ---------------------------------------------------------------------------------

    @cached_property
    def _by_place(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for place, day in self.dates:
            found.setdefault(place, []).append(day)
        return found

    def dates_at(self, i: int) -> list[str]:
        """The dates that are text of an element itself."""
        return self._by_place.get(i, [])

    def first_date(self, i: int) -> int:
        """The element the first date in an element stands in, or -1."""
        here = bisect_left(self._dated, self.tree.starts[i])
        if here < len(self._dated) and self._dated[here] < self.tree.stops[i]:
            return self.dates[here][0]
        return -1

    # --- where a list stands -------------------------------------------------------------------

    @cached_property
    def _pagers(self) -> list[int]:
        tree, found = self.tree, [*self._page_links]
        for register in (tree.by_classes, tree.by_id):
            for name in register:
                if "pag" in name.lower() and _PAGER.search(name):
                    found.extend(i for i in register[name] if tree.tags[i] == "div")
        for i in tree.by_tag.get("script", ()):
            script = tree.nodes[i].text or ""
            if any(call in script for call in _PAGER_CALLS):
                found.append(i)
        return sorted(found)

    def is_paged(self, i: int) -> bool:
        """Whether an element holds the paging of a list."""
        return self._in(self._pagers, i) > 0

    def in_furniture(self, i: int) -> bool:
        """Whether an element stands in navigation, a header or a footer, by the names those carry."""
        tree, told, path = self.tree, self._furniture, []
        while i not in told:
            path.append(i)
            i = tree.parents[i]
        inside = told[i]
        for i in reversed(path):
            if not inside:
                name = f"{tree.tags[i]} {tree.classes[i]} {tree.ids[i]}"
                if name not in self._named:
                    self._named[name] = _FURNITURE.search(name) is not None
                inside = self._named[name]
            told[i] = inside
        return inside

    def _outermost(self, members: list[int]) -> list[int]:
        found: list[int] = []
        for i in members:
            if not found or i >= self.tree.ends[found[-1]]:
                found.append(i)
        return found

    def _around(self, outermost: list[int], i: int) -> int:
        """Which of the elements, none of them in another, an element is or stands in; -1 for none."""
        here = bisect_right(outermost, i) - 1
        return outermost[here] if here >= 0 and i < self.tree.ends[outermost[here]] else -1

    def address(self, i: int) -> tuple[str, int]:
        """Where a row stands, without counting: rows of one list stand in like places, also in several ul."""
        return self.tree.tags[i], self._path(self.tree.parents[i])

    def _path(self, i: int) -> int:
        tree, known, steps = self.tree, self._path_of, []
        while i not in known and tree.tags[i] not in ("body", "html"):
            steps.append(i)
            i = tree.parents[i]
        path = known.get(i, 0)
        for step in reversed(steps):
            name = (path, tree.tags[step], tree.classes[step], tree.ids[step])
            path = known[step] = self._paths.setdefault(name, len(self._paths) + 1)
        return path


def row_date(text: str) -> str | None:
    """The date a text is; empty when it says only month and day; None when it is something else."""
    if not _SOME_DATE.search(text):
        return None
    if (plain := _PLAIN_DATE.fullmatch(text)) and "01" <= plain[3] <= "28":
        return f"{plain[1]}-{plain[2]}-{plain[3]}"
    if ":" not in text and "：" not in text and _NO_DATE.search(text):
        return None
    text = squeeze(text)
    if match := labels.leading(text):
        text = text[match.end :]
    if day := only_date(text):
        return day
    return "" if _SHORT_DATE.fullmatch(text) else None


def is_title(text: str) -> bool:
    """Whether what a link says is a title."""
    if len(text) < 4 or text.isdecimal():
        return False
    return _NO_DATE.search(text) is not None or not only_date(text)


def title_of(tree: Tree, link: int) -> str:
    """The title of a row: the link's text, or its title attribute where the text is that cut short, or where
    the link is a card of which one part says just that."""
    text = _words_without_date(tree, link)
    if bullet := _BULLET.match(text):
        text = text[bullet.end() :].strip()
    given: str = (tree.nodes[link].get("title") or "").strip()
    if given == text or not given:
        return text
    if match := labels.leading(given):  # title="标题：…发布时间：…"
        following = labels.inline(given, match.end)
        given = given[match.end : following[0].start if following else None]
    given = squeeze(given)
    if not text or not given:
        return text or given
    if given in text and any(tree.text_of(i) == given for i in range(link + 1, tree.ends[link])):
        return given
    cut = "".join(CUT.sub("", text).split())
    return given if len(given) >= len(cut) and "".join(given.split()).startswith(cut) else text


def _words_without_date(tree: Tree, link: int) -> str:
    """The text of a link, white space squeezed, without the parts of it that are dates."""
    end, raw = tree.ends[link], tree.text[tree.starts[link] : tree.stops[link]].strip()
    if end == link + 1:
        return "" if row_date(raw) is not None else squeeze(raw)
    if " " not in raw and raw.isprintable() and not _SOME_DATE.search(raw):
        return raw
    head = tree.heads[link]
    words = [] if head and row_date(head) is not None else [head]
    for child in tree.children(link):
        said = tree.text_of(child)
        if said and not _is_dated(said):
            words.append(said)
        if (tail := tree.tails[child]) and not _is_dated(tail):
            words.append(tail)
    return squeeze("".join(words))


def _is_dated(text: str) -> bool:
    return _DATED.search(text[:_LONGEST_DATED]) is not None and row_date(text) is not None
