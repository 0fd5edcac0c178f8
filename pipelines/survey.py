"""The links, dates and paging of a tree, read once: what the rows of a list are found by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

from pipelines import labels
from pipelines.dates import only_date
from pipelines.dom import squeeze, text_of
from pipelines.links import is_address

Element = html.HtmlElement

_BULLET = re.compile(r"^[\s·•●○■□◆◇▪▫▶►★☆※◎]+|^\d{1,3}[.、]\s*(?=\D)")
CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
"""A title that goes on elsewhere."""
_SHORT_DATE = re.compile(r"[\[(（]?\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）]?")
_DATED = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|^\s*[\[(（]?\s*\d{1,2}[-/月]\d{1,2}"
)
_LONGEST_DATED = 200
"""Characters in which a text that is a date, with its label, begins to say so."""
_FURNITURE = re.compile(
    r"nav|menu|header|footer|foot\b|friend|tree|sitemap|crumb|copyright|toolbar|share|banner", re.IGNORECASE
)
_PAGE_WORDS = ("下一页", "下页", "尾页", "末页")
_PAGER = re.compile(r"\bpag(?:e|ing|ination|er)", re.IGNORECASE)


class Titles:
    """The titles of links; each is read once."""

    def __init__(self) -> None:
        self._read: dict[Element, str] = {}

    def of(self, link: Element) -> str:
        """The title a link gives its row."""
        if link not in self._read:
            self._read[link] = title_of(link)
        return self._read[link]

    def lead(self, link: Element) -> bool:
        """Whether a link has an address and a title, not a number or a date."""
        return is_address(link.get("href") or "") and self.is_title(link)

    def is_title(self, link: Element) -> bool:
        """Whether what a link says is a title."""
        title = self.of(link)
        return len(title) >= 4 and not title.isdecimal() and not only_date(title)

    def within(self, element: Element) -> list[Element]:
        """The titled links in an element, else the one it stands in."""
        links = [a for a in element.iter("a") if self.lead(a)]
        return links or [a for a in element.iterancestors("a") if self.lead(a)][:1]

    def longest(self, links: list[Element]) -> Element:
        """The link with most to say, the first of equals."""
        return max(links, key=lambda link: len(self.of(link)))


class Survey:
    """The links, dates and paging of a tree, read in one pass, so that no place is read for every date
    in it.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.dates = date_places(root)
        self.titles = Titles()
        self._leading: set[Element] = set()
        self._titles_in: Counter[Element] = Counter()
        self._dead_in: Counter[Element] = Counter()
        self._dates_in: Counter[Element] = Counter()
        self._paged: set[Element] = set()
        self._furniture: dict[Element, bool] = {}
        for link in root.iter("a"):
            if not self.titles.is_title(link):
                if self.titles.of(link) in _PAGE_WORDS:
                    self._paged.update(link.iterancestors())
                continue
            alive = is_address(link.get("href") or "")
            if alive:
                self._leading.add(link)
            _add(self._titles_in if alive else self._dead_in, link)
        self._at: dict[Element, list[tuple[Element, str]]] = {}
        for place, day in self.dates:
            _add(self._dates_in, place)
            self._at.setdefault(place, []).append((place, day))
        for node in root.iter("script", "div"):
            text = node.text or ""
            called = node.tag == "script" and any(
                word in text for word in ("createPage", "pageControl", "jpage")
            )
            if called or (node.tag == "div" and _PAGER.search(_marks(node))):
                self._paged.add(node)
                self._paged.update(node.iterancestors())

    def linked(self, place: Element) -> Element | None:
        """The smallest element around a date that also holds a link; None where the date's own row has
        none.
        """
        element: Element | None = place
        while element is not None and element.tag not in ("body", "html"):
            if self._titles_in[element] or self._is_in_link(element):
                return element
            if self._dead_in[element] or element.tag == "tr":
                return None
            parent = element.getparent()
            # A row may be an ul of its own, with an li for each part; else an li without a link is no row.
            if element.tag == "li" and parent is not None and self._dates_in[parent] > 1:
                return None
            element = parent
        return None

    def _is_in_link(self, element: Element) -> bool:
        return any(a in self._leading for a in element.iterancestors("a"))

    def dates_at(self, place: Element) -> list[tuple[Element, str]]:
        """The dates that are text of an element itself."""
        return self._at.get(place, [])

    def count(self, element: Element) -> int:
        """How many titles are linked inside an element."""
        return self._titles_in[element]

    def is_paged(self, element: Element) -> bool:
        """Whether an element holds the paging of a list."""
        return element in self._paged

    def in_furniture(self, element: Element) -> bool:
        """Whether an element stands in navigation, a header or a footer, by the names those carry."""
        path: list[Element] = []
        node: Element | None = element
        while node is not None and node not in self._furniture:
            path.append(node)
            node = node.getparent()
        told = self._furniture[node] if node is not None else False
        for node in reversed(path):
            told = told or _FURNITURE.search(_marks(node)) is not None
            self._furniture[node] = told
        return told


def _add(counter: Counter[Element], element: Element) -> None:
    counter[element] += 1
    counter.update(element.iterancestors())


def _marks(element: Element) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def date_places(root: Element) -> list[tuple[Element, str]]:
    """(the element a date stands in, the date or empty for one without a year), in reading order."""
    places: list[tuple[Element, str]] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in ("script", "style", "select", "textarea", "head"):
                walk.skip_subtree()
                continue
            text, element = node.text, node
        else:
            if node is root:
                continue
            text, element = node.tail, node.getparent()
        if (
            text
            and len(text) < 80
            and not text.isspace()
            and _DATED.search(text)
            and (found := row_date(text)) is not None
        ):
            places.append((element, found))
    return places


def row_date(text: str) -> str | None:
    """The date a text is; empty when it says only month and day; None when it is something else."""
    text = squeeze(text)
    if match := labels.leading(text):
        text = text[match.end :]
    if day := only_date(text):
        return day
    return "" if _SHORT_DATE.fullmatch(text) else None


def title_of(link: Element) -> str:
    """The title of a row: the link's text, or its title attribute where the text is that cut short."""
    text = squeeze("".join(_words_without_date(link)))
    text = _BULLET.sub("", text).strip()
    given = (link.get("title") or "").strip()
    if match := labels.leading(given):  # title="标题：…发布时间：…"
        following = labels.inline(given, match.end)
        given = given[match.end : following[0].start if following else None]
    given = squeeze(given)
    if not text or not given:
        return text or given
    cut = "".join(CUT.sub("", text).split())
    return given if len(given) >= len(cut) and "".join(given.split()).startswith(cut) else text


def _words_without_date(link: Element) -> Iterator[str]:
    if link.text and row_date(link.text) is None:
        yield link.text
    for child in link:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            text = text_of(child)
            if not _is_dated(text):
                yield text
        if child.tail and not _is_dated(child.tail):
            yield child.tail


def _is_dated(text: str) -> bool:
    return _DATED.search(text[:_LONGEST_DATED]) is not None and row_date(text) is not None
