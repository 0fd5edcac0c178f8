"""The rows of a list page, whoever drew it.

A row is the smallest element around a date that also holds a link; rows that stand in like places form a list, and
the heaviest list is the page's. A date is never taken from a neighbour: where one element holds several links and
dates without an element of their own, each date goes with the link beside it, or with none.
"""

from __future__ import annotations

import re
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
_MOST_LINKS = 4
"""Links in a row: title, column, a file or two. More is not a row."""
_FIELDS = ("index_number", "document_number", "issuer")


def read_rows(parsed: Parsed, site: Site | None = None) -> tuple[ListRow, ...]:
    """The rows of the page's list in its order, pinned ones where they stand. Empty where there is no list."""
    if parsed.root is None:
        return ()
    if site is not None and site.list.rows:
        elements = parsed.root.cssselect(site.list.rows)
        return _unique(row for element in elements if (row := row_of(parsed, element, site)))
    drafts = list(_drafts(parsed.root))
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for draft in drafts:
        groups.setdefault(_address_of(draft.element), []).append(draft)
    best = _complete(parsed.root, max(groups.values(), key=_weight)) if groups else _undated(parsed.root)
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


def _drafts(root: Element) -> Iterator[_Draft]:
    seen: set[Element] = set()
    flat: set[Element] = set()
    for place, day in _date_places(root):
        element = _linked(place)
        if element is None or element in flat:
            continue
        links = _title_links(element)
        if len(links) > 1 and len(_dates_beside(element)) > 1:
            flat.add(element)
            yield from _flat(element, seen)
            continue
        if len(links) > _MOST_LINKS:
            continue
        link = max(links, key=lambda a: len(_title(a)))
        if link not in seen:
            seen.add(link)
            yield _Draft(_widest(element, links), link, day)


def _linked(place: Element) -> Element | None:
    """The smallest element around a date that also holds a link; None where the date's own row has none."""
    element: Element | None = place
    while element is not None and element.tag not in ("body", "html"):
        if _title_links(element):
            return element
        dead = any(len(_title(a)) >= 4 and not only_date(_title(a)) for a in element.iter("a"))
        if dead or element.tag == "tr":
            return None
        parent = element.getparent()
        # A row may be an ul of its own, with an li for each part; else an li without a link is no row.
        if element.tag == "li" and parent is not None and len(_date_places(parent)) > 1:
            return None
        element = parent
    return None


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
    if match := labels.INLINE.match(text):
        text = text[match.end() :]
    if day := only_date(text):
        return day
    return "" if _SHORT_DATE.fullmatch(text) else None


def _dates_beside(element: Element) -> list[Element]:
    """Dates in an element, those of a table of labels and values inside it aside."""
    inner = {e for table in element.iter("table") if table is not element for e in table.iter()}
    return [place for place, _ in _date_places(element) if place not in inner]


def _flat(element: Element, seen: set[Element]) -> Iterator[_Draft]:
    """Links and dates in one element: date after its link when a link comes first, else before it."""
    dates = dict(_date_places(element))
    tokens: list[tuple[Element | None, str]] = []
    tails = {place: day for place, day in dates.items() if place is element}
    for node in element.iterdescendants():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "a" and _is_title_link(node):
            tokens.append((node, ""))
        elif node in dates and node is not element:
            tokens.append((None, dates[node]))
        if tails and node.tail and (day := _row_date(node.tail)) and node.getparent() is element:
            tokens.append((None, day))
    before = bool(tokens) and tokens[0][0] is None
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


def _widest(element: Element, links: list[Element]) -> Element:
    """The row around what was found: as large as it gets with the same links."""
    for above in element.iterancestors():
        if element.tag in ("li", "tr") or above.tag in _STOP or len(_title_links(above)) != len(links):
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


def _weight(drafts: list[_Draft]) -> float:
    """How much a group looks like the page's list: its titles, and whether its paging stands beside it."""
    titles = sum(min(len(_title(draft.link)), 30) for draft in drafts)
    first = drafts[0].element
    if any(_FURNITURE.search(_marks(above)) for above in first.iterancestors()):
        titles //= 4
    above: Element | None = first.getparent()
    for _ in range(5):
        if above is None or above.tag in ("body", "html"):
            break
        if _has_paging(above):
            return titles + 150
        above = above.getparent()
    return titles


def _complete(root: Element, dated: list[_Draft]) -> list[_Draft]:
    """A list with its rows that print no date: those in the same places as the dated ones, in order."""
    known = {draft.element: draft for draft in dated}
    first = dated[0].element
    if first.tag not in ("li", "tr", "dd", "div", "p", "dl"):
        return dated
    where = _address_of(first)
    rows: list[_Draft] = []
    for element in root.iter(first.tag):
        if element in known:
            rows.append(known[element])
        elif element.get("class") == first.get("class") and _address_of(element) == where:
            links = [a for a in _title_links(element) if not _MORE.search(_title(a))]
            if 1 <= len(links) <= _MOST_LINKS:
                rows.append(_Draft(element, max(links, key=lambda a: len(_title(a))), ""))
    return rows


def _marks(element: Element) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def _has_paging(element: Element) -> bool:
    for node in element.iter("script", "a", "div"):
        text = node.text or ""
        if node.tag == "script" and ("createPage" in text or "pageControl" in text or "jpage" in text):
            return True
        if node.tag == "a" and text.strip() in ("下一页", "下页", "尾页", "末页"):
            return True
        if node.tag == "div" and re.search(r"\bpag(?:e|ing|ination|er)", _marks(node), re.IGNORECASE):
            return True
    return False


def _undated(root: Element) -> list[_Draft]:
    """A list without dates: at least three like rows of one link each, with titles as long as titles are."""
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for element in root.iter("li", "tr", "dd", "p"):
        links = _title_links(element)
        if len(links) != 1 or links[0] in element.iterancestors() or len(text_of(element)) > 200:
            continue
        if any(_FURNITURE.search(_marks(above)) for above in (element, *element.iterancestors())):
            continue
        groups.setdefault(_address_of(element), []).append(_Draft(element, links[0], ""))
    lists = [g for g in groups.values() if len(g) >= 3 and sum(len(_title(d.link)) for d in g) >= 10 * len(g)]
    return max(lists, key=_weight) if lists else []


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
    if match := labels.INLINE.match(given):  # title="标题：…发布时间：…"
        following = labels.INLINE.search(given, match.end())
        given = given[match.end() : following.start() if following else None]
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
