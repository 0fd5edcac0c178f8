"""The rows of a list page, whoever drew it.

A row is the smallest element around a date that also holds a link; rows that stand in like places form
a list, and
the heaviest list is the page's. A date is never taken from a neighbour: where one element holds several
links and
dates without an element of their own, each date goes with the link beside it, or with none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from archive.records import ListRow
from pipelines.columns import Columns
from pipelines.dates import find_date
from pipelines.dom import Parsed, text_of
from pipelines.links import resolve
from pipelines.pairs import read_pairs
from pipelines.site import Site
from pipelines.survey import CUT, Survey, Titles, date_places, row_date

Element = html.HtmlElement

_MORE = re.compile(r"^(?:更多|more|查看|返回|首页|上一页|下一页|尾页)|更多\W*$", re.IGNORECASE)
_STOP = ("ul", "ol", "tbody", "table", "body", "html", "dl", "form", "td")
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
        columns = Columns()
        elements = parsed.root.cssselect(site.list.rows)
        return _unique(row for element in elements if (row := row_of(parsed, element, site, columns)))
    survey = Survey(parsed.root)
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for draft in _drafts(survey):
        groups.setdefault(_address_of(draft.element), []).append(draft)
    if groups:
        best = _complete(survey, max(groups.values(), key=lambda group: _weight(survey, group)))
    else:
        best = _undated(survey)
    columns = Columns()
    return _unique(_row(parsed, draft, survey.titles, columns) for draft in best)


def row_of(
    parsed: Parsed, element: Element, site: Site | None = None, columns: Columns | None = None
) -> ListRow | None:
    """The row an element is, or None when it holds no link. Site rules for link and date go first."""
    titles = Titles()
    rules = site.list if site is not None else None
    links = element.cssselect(rules.link) if rules and rules.link else titles.within(element)
    if element.tag == "a" and not links:
        links = [element]
    if not links:
        return None
    dates = element.cssselect(rules.date) if rules and rules.date else [e for e, _ in date_places(element)]
    link = links[0] if rules and rules.link else titles.longest(links)
    draft = _Draft(element, link, find_date(text_of(dates[0])) if dates else "")
    return _row(parsed, draft, titles, columns or Columns())


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


def _drafts(survey: Survey) -> Iterator[_Draft]:
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
        link = survey.titles.longest(survey.titles.within(element))
        if link not in seen:
            seen.add(link)
            yield _Draft(_widest(survey, element), link, day)


def _tokens(survey: Survey, element: Element) -> list[tuple[Element | None, str]]:
    """The links and dates that stand directly in an element, in order: (link, "") and (None, date)."""
    tokens: list[tuple[Element | None, str]] = []
    days = dict(survey.dates_at(element))
    for child in element:
        if child.tag == "a" and survey.titles.lead(child):
            tokens.append((child, ""))
        elif isinstance(child.tag, str) and child.tag not in ("ul", "ol", "li", "table", "tr"):
            tokens.extend((None, day) for _, day in survey.dates_at(child))
            tokens.extend((link, "") for link in child if link.tag == "a" and survey.titles.lead(link))
        if days and child.tail and (day := row_date(child.tail)) is not None:
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


def _widest(survey: Survey, element: Element) -> Element:
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


def _weight(survey: Survey, drafts: list[_Draft]) -> float:
    """How much a group looks like the page's list: its titles, and whether its paging stands beside it."""
    titles = sum(min(len(survey.titles.of(draft.link)), 30) for draft in drafts)
    first = drafts[0].element
    if survey.in_furniture(first):
        titles //= 4
    for above in [*first.iterancestors()][:5]:
        if above.tag in ("body", "html"):
            break
        if survey.is_paged(above):
            return titles + _BESIDE_PAGING
    return titles


def _complete(survey: Survey, dated: list[_Draft]) -> list[_Draft]:
    """A list with its rows that print no date: those in the same places as the dated ones, in order."""
    known = {draft.element: draft for draft in dated}
    first = dated[0].element
    if first.tag not in ("li", "tr", "dd", "div", "p", "dl"):
        return dated
    where, titles = _address_of(first), survey.titles
    rows: list[_Draft] = []
    for element in survey.root.iter(first.tag):
        if element in known:
            rows.append(known[element])
            continue
        if not 1 <= survey.count(element) <= _MOST_LINKS or element.get("class") != first.get("class"):
            continue
        if _address_of(element) == where:
            links = [a for a in titles.within(element) if not _MORE.search(titles.of(a))]
            if links:
                rows.append(_Draft(element, titles.longest(links), ""))
    return rows


def _undated(survey: Survey) -> list[_Draft]:
    """A list without dates: at least three like rows of one link each, with titles as long as titles are."""
    groups: dict[tuple[str, ...], list[_Draft]] = {}
    for element in survey.root.iter("li", "tr", "dd", "p"):
        if survey.count(element) != 1 or survey.in_furniture(element) or len(text_of(element)) > 200:
            continue
        link = survey.titles.within(element)[0]
        groups.setdefault(_address_of(element), []).append(_Draft(element, link, ""))
    lists = [
        g
        for g in groups.values()
        if len(g) >= 3 and sum(len(survey.titles.of(d.link)) for d in g) >= 10 * len(g)
    ]
    return max(lists, key=lambda group: _weight(survey, group)) if lists else []


# --- reading one -------------------------------------------------------------------------------


def _row(parsed: Parsed, draft: _Draft, titles: Titles, columns: Columns) -> ListRow:
    fields = columns.fields(draft.element) or _pairs(draft.element)
    title = titles.of(draft.link)
    if CUT.search(title) and fields.get("title") and not CUT.search(fields["title"]):
        title = fields["title"]
    return ListRow(
        url=resolve(parsed, draft.link.get("href") or ""),
        title=title,
        date=draft.date or find_date(fields.get("date_published", "")),
        **{name: fields.get(name, "") for name in _FIELDS},
    )


def _pairs(element: Element) -> dict[str, str]:
    """The fields a row prints beside labels, in a hidden table or in its text."""
    fields: dict[str, str] = {}
    for pair in read_pairs(element):
        if pair.meaning.field and pair.raw:
            fields.setdefault(pair.meaning.field, pair.raw)
    return fields
