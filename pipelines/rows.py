"""The rows of a list page, whoever drew it.

A row is the smallest element around a date that also holds a link; rows that stand in like places form
a list, and
the heaviest list is the page's. A date is never taken from a neighbour: where one element holds several
links and
dates without an element of their own, each date goes with the link beside it, or with none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from archive.records import ListRow
from pipelines import labels
from pipelines.dates import find_date, only_date
from pipelines.dom import Parsed, squeeze, text_of
from pipelines.links import is_address, resolve
from pipelines.pairs import cells_of, read_pairs, rows_of
from pipelines.site import Site

Element = html.HtmlElement

_BULLET = re.compile(r"^[\s·•●○■□◆◇▪▫▶►★☆※◎]+|^\d{1,3}[.、]\s*(?=\D)")
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
_SHORT_DATE = re.compile(r"[\[(（]?\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）]?")
_DATED = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|^\s*[\[(（]?\s*\d{1,2}[-/月]\d{1,2}"
)
_FURNITURE = re.compile(
    r"nav|menu|header|footer|foot\b|friend|tree|sitemap|crumb|copyright|toolbar|share|banner", re.IGNORECASE
)
_MORE = re.compile(r"^(?:更多|more|查看|返回|首页|上一页|下一页|尾页)|更多\W*$", re.IGNORECASE)
_STOP = ("ul", "ol", "tbody", "table", "body", "html", "dl", "form", "td")
_PAGE_WORDS = ("下一页", "下页", "尾页", "末页")
_PAGER = re.compile(r"\bpag(?:e|ing|ination|er)", re.IGNORECASE)
_BESIDE_PAGING = 150
"""Characters of titles that standing beside the paging is worth: five rows, as a list of latest news has."""
_MOST_LINKS = 4
"""Links in a row: title, column, a file or two. More is not a row."""
_FIELDS = ("index_number", "document_number", "issuer")


def read_rows(parsed: Parsed, site: Site | None = None) -> tuple[ListRow, ...]:
    """The rows of the page's list in its order, pinned ones where they stand. Empty where there is no
    list.
    """
    if parsed.root is None:
        return ()
    if site is not None and site.list.rows:
        elements = parsed.root.cssselect(site.list.rows)
        return _unique(row for element in elements if (row := row_of(parsed, element, site)))
    survey = _Survey(parsed.root)
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for draft in _drafts(survey):
        groups.setdefault(_address_of(draft.element), []).append(draft)
    if groups:
        best = _complete(survey, max(groups.values(), key=lambda group: _weight(survey, group)))
    else:
        best = _undated(survey)
    return _unique(_row(parsed, draft) for draft in best)


def row_of(parsed: Parsed, element: Element, site: Site | None = None) -> ListRow | None:
    """The row an element is, or None when it holds no link. Site rules for link and date go first."""
    rules = site.list if site is not None else None
    links = element.cssselect(rules.link) if rules and rules.link else _title_links(element)
    if element.tag == "a" and not links:
        links = [element]
    if not links:
        return None
    dates = element.cssselect(rules.date) if rules and rules.date else [e for e, _ in _date_places(element)]
    link = links[0] if rules and rules.link else max(links, key=lambda a: len(_title(a)))
    return _row(parsed, _Draft(element, link, find_date(text_of(dates[0])) if dates else ""))


@dataclass(frozen=True, slots=True)
class _Draft:
    element: Element
    link: Element
    date: str


def _unique(rows: Iterator[ListRow]) -> tuple[ListRow, ...]:
    """Rows in order; the same link and title twice (an image and a text) is one row."""
    kept: dict[tuple[str, str], ListRow] = {}
    for row in rows:
        if row.title:
            kept.setdefault((row.url, row.title), row)
    return tuple(kept.values())


# --- finding them ------------------------------------------------------------------------------


class _Survey:
    """The links, dates and paging of a tree, read in one pass, so that no place is read for every date
    in it.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.dates = _date_places(root)
        self.titles: list[Element] = []
        self._titles_in: Counter[Element] = Counter()
        self._dead_in: Counter[Element] = Counter()
        self._dates_in: Counter[Element] = Counter()
        self._paged: set[Element] = set()
        self._furniture: dict[Element, bool] = {}
        for link in root.iter("a"):
            title = _title(link)
            if len(title) < 4 or title.isdecimal() or only_date(title):
                if title in _PAGE_WORDS:
                    self._paged.update(link.iterancestors())
                continue
            alive = is_address(link.get("href") or "")
            if alive:
                self.titles.append(link)
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
        return any(self._titles_in[a] for a in element.iterancestors("a"))

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


def _drafts(survey: _Survey) -> Iterator[_Draft]:
    seen: set[Element] = set()
    flat: set[Element] = set()
    for place, day in survey.dates:
        element = survey.linked(place)
        if element is None or element in flat:
            continue
        if survey.count(element) > 1 and (element is place or element is place.getparent()):
            tokens = _tokens(survey, element)
            if (
                sum(link is None for link, _ in tokens) > 1
                and sum(link is not None for link, _ in tokens) > 1
            ):
                flat.add(element)
                yield from _flat(tokens, seen)
                continue
        if survey.count(element) > _MOST_LINKS:
            continue
        links = _title_links(element)
        link = max(links, key=lambda a: len(_title(a)))
        if link not in seen:
            seen.add(link)
            yield _Draft(_widest(survey, element), link, day)


def _date_places(root: Element) -> list[tuple[Element, str]]:
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
        if text and len(text) < 80 and _DATED.search(text) and (found := _row_date(text)) is not None:
            places.append((element, found))
    return places


def _row_date(text: str) -> str | None:
    """The date a text is; empty when it says only month and day; None when it is something else."""
    text = squeeze(text)
    if match := labels.leading(text):
        text = text[match.end :]
    if day := only_date(text):
        return day
    return "" if _SHORT_DATE.fullmatch(text) else None


def _tokens(survey: _Survey, element: Element) -> list[tuple[Element | None, str]]:
    """The links and dates that stand directly in an element, in order: (link, "") and (None, date)."""
    tokens: list[tuple[Element | None, str]] = []
    days = dict(survey.dates_at(element))
    for child in element:
        if child.tag == "a" and _is_title_link(child):
            tokens.append((child, ""))
        elif isinstance(child.tag, str) and child.tag not in ("ul", "ol", "li", "table", "tr"):
            tokens.extend((None, day) for _, day in survey.dates_at(child))
            tokens.extend((link, "") for link in child if link.tag == "a" and _is_title_link(link))
        if days and child.tail and (day := _row_date(child.tail)) is not None:
            tokens.append((None, day))
    return tokens


def _flat(tokens: list[tuple[Element | None, str]], seen: set[Element]) -> Iterator[_Draft]:
    """Links and dates in one element: date after its link when a link comes first, else before it."""
    before = tokens[0][0] is None
    for here, (link, _) in enumerate(tokens):
        if link is None or link in seen:
            continue
        beside = here - 1 if before else here + 1
        day = tokens[beside][1] if 0 <= beside < len(tokens) and tokens[beside][0] is None else ""
        seen.add(link)
        yield _Draft(link, link, day)


def _is_title_link(link: Element) -> bool:
    if not is_address(link.get("href") or ""):
        return False
    title = _title(link)
    return len(title) >= 4 and not title.isdecimal() and not only_date(title)


def _title_links(element: Element) -> list[Element]:
    links = [a for a in element.iter("a") if _is_title_link(a)]
    if not links:
        links = [a for a in element.iterancestors("a") if _is_title_link(a)][:1]
    return links


def _widest(survey: _Survey, element: Element) -> Element:
    """The row around what was found: as large as it gets with the same links."""
    count = max(survey.count(element), 1)
    for above in element.iterancestors():
        if element.tag in ("li", "tr") or above.tag in _STOP or survey.count(above) != count:
            break
        element = above
    return element


def _address_of(element: Element) -> tuple[str, ...]:
    """Where a row stands, without counting: rows of one list stand in like places, also in several ul."""
    steps = [element.tag]
    for above in element.iterancestors():
        if above.tag in ("body", "html"):
            break
        steps.append(f"{above.tag}.{above.get('class') or ''}#{above.get('id') or ''}")
    return tuple(steps)


def _weight(survey: _Survey, drafts: list[_Draft]) -> float:
    """How much a group looks like the page's list: its titles, and whether its paging stands beside it."""
    titles = sum(min(len(_title(draft.link)), 30) for draft in drafts)
    first = drafts[0].element
    if survey.in_furniture(first):
        titles //= 4
    for above in [*first.iterancestors()][:5]:
        if above.tag in ("body", "html"):
            break
        if survey.is_paged(above):
            return titles + _BESIDE_PAGING
    return titles


def _complete(survey: _Survey, dated: list[_Draft]) -> list[_Draft]:
    """A list with its rows that print no date: those in the same places as the dated ones, in order."""
    known = {draft.element: draft for draft in dated}
    first = dated[0].element
    if first.tag not in ("li", "tr", "dd", "div", "p", "dl"):
        return dated
    where = _address_of(first)
    rows: list[_Draft] = []
    for element in survey.root.iter(first.tag):
        if element in known:
            rows.append(known[element])
            continue
        if not 1 <= survey.count(element) <= _MOST_LINKS or element.get("class") != first.get("class"):
            continue
        if _address_of(element) == where:
            links = [a for a in _title_links(element) if not _MORE.search(_title(a))]
            if links:
                rows.append(_Draft(element, max(links, key=lambda a: len(_title(a))), ""))
    return rows


def _marks(element: Element) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def _undated(survey: _Survey) -> list[_Draft]:
    """A list without dates: at least three like rows of one link each, with titles as long as titles are."""
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for element in survey.root.iter("li", "tr", "dd", "p"):
        if survey.count(element) != 1 or survey.in_furniture(element) or len(text_of(element)) > 200:
            continue
        link = _title_links(element)[0]
        groups.setdefault(_address_of(element), []).append(_Draft(element, link, ""))
    lists = [g for g in groups.values() if len(g) >= 3 and sum(len(_title(d.link)) for d in g) >= 10 * len(g)]
    return max(lists, key=lambda group: _weight(survey, group)) if lists else []


# --- reading one -------------------------------------------------------------------------------


def _row(parsed: Parsed, draft: _Draft) -> ListRow:
    fields = _columns(draft.element) or _pairs(draft.element)
    title = _title(draft.link)
    if _CUT.search(title) and fields.get("title") and not _CUT.search(fields["title"]):
        title = fields["title"]
    return ListRow(
        url=resolve(parsed, draft.link.get("href") or ""),
        title=title,
        date=draft.date or find_date(fields.get("date_published", "")),
        **{name: fields.get(name, "") for name in _FIELDS},
    )


def _title(link: Element) -> str:
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
    cut = "".join(_CUT.sub("", text).split())
    return given if len(given) >= len(cut) and "".join(given.split()).startswith(cut) else text


def _words_without_date(link: Element) -> Iterator[str]:
    if link.text and _row_date(link.text) is None:
        yield link.text
    for child in link:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            text = text_of(child)
            if not (_DATED.search(text) and _row_date(text) is not None):
                yield text
        if child.tail and not (_DATED.search(child.tail) and _row_date(child.tail) is not None):
            yield child.tail


def _columns(element: Element) -> dict[str, str]:
    """The fields of a table row, by the labels at the head of their columns."""
    if element.tag != "tr":
        return {}
    table = next(element.iterancestors("table"), None)
    cells = cells_of(element)
    for head in rows_of(table) if table is not None else []:
        names = [labels.alone(text_of(cell)) for cell in cells_of(head)]
        if head is element or sum(name is not None for name in names) < 2 or len(names) != len(cells):
            continue
        meanings = [labels.LABELS[labels.plain(name["label"])].field if name else "" for name in names]
        return {field: text_of(cell) for field, cell in zip(meanings, cells, strict=True) if field}
    return {}


def _pairs(element: Element) -> dict[str, str]:
    """The fields a row prints beside labels, in a hidden table or in its text."""
    fields: dict[str, str] = {}
    for pair in read_pairs(element):
        if pair.meaning.field and pair.raw:
            fields.setdefault(pair.meaning.field, pair.raw)
    return fields
