"""The rows of a list page, whoever drew it.

A row is the smallest element around a date that also holds a link; rows that stand in like places form
a list, and the heaviest list is the page's. A date is never taken from a neighbour: where one element holds
several links and dates without an element of their own, each date goes with the link beside it, or with none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.records import ListRow
from pipelines import labels
from pipelines.cells import short
from pipelines.columns import Columns
from pipelines.dates import find_date
from pipelines.dom import Parsed
from pipelines.links import resolve
from pipelines.pairs import LONGEST_TEXT, MOST_PAIRS, NO_LABEL, Pair, pairs_of, read_pairs
from pipelines.select import select
from pipelines.site import Site
from pipelines.survey import CUT, Survey, row_date
from pipelines.tree import Tree

_MORE = re.compile(r"^(?:更多|more|查看|返回|首页|上一页|下一页|尾页)|更多\W*$", re.IGNORECASE)
_STOP = ("ul", "ol", "tbody", "table", "body", "dl", "form", "td")
"""What holds the rows of a list; of a single one too, which is not all that it holds."""
_BESIDE_PAGING = 150
"""Characters of titles that standing beside the paging is worth: five rows, as a list of latest news has."""
_NEAR_PAGING = 5
"""Levels above a row that its paging stands in."""
_MOST_LINKS = 4
"""Links in a row: title, column, a file or two. More is not a row."""
_LONGEST_ROW = 200
"""Characters of a row without a date."""
_FIELDS = ("index_number", "document_number", "issuer")
_BLOCKS = frozenset(("li", "div", "p", "ul", "ol", "section", "article"))
"""What stands in one of these is read alike whatever is around it."""


def read_rows(parsed: Parsed, site: Site | None = None) -> tuple[ListRow, ...]:
    """The rows of the page's list in its order, pinned ones where they stand. Empty where there is no
    list.
    """
    if parsed.root is None:
        return ()
    reader = RowReader(parsed, parsed.tree, site)
    if site is not None and site.list.rows:
        read = (reader.row(i) for i in select(parsed.tree, site.list.rows))
        return _unique(row for row in read if row is not None)
    survey = reader.survey
    groups: dict[tuple[str, int], list[_Draft]] = {}
    for draft in _drafts(survey):
        groups.setdefault(survey.address(draft.element), []).append(draft)
    best = _complete(survey, _heaviest(survey, groups.values())) if groups else _undated(survey)
    return _unique(map(reader.drafted, best))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row found: the number of its element, of its link, and its date or empty."""

    element: int
    link: int
    date: str


def _unique(rows: Iterable[ListRow]) -> tuple[ListRow, ...]:
    """Rows in order; the same link and title twice (an image and a text) is one row."""
    kept: dict[tuple[str, str], ListRow] = {}
    for row in rows:
        if row.title:
            kept.setdefault((row.url, row.title), row)
    return tuple(kept.values())


# --- finding them ------------------------------------------------------------------------------


def _drafts(survey: Survey) -> Iterator[_Draft]:
    seen: set[int] = set()
    flat: dict[int, bool] = {}
    for place, day in survey.dates:
        element = survey.linked(place)
        if element < 0 or flat.get(element):
            continue
        count = survey.count(element)
        if count > 1 and element not in flat and element in (place, survey.tree.parents[place]):
            tokens = _tokens(survey, element)
            dates = sum(link < 0 for link, _ in tokens)
            flat[element] = dates > 1 and len(tokens) - dates > 1
            if flat[element]:
                yield from _flat(tokens, seen)
                continue
        if count > _MOST_LINKS:
            continue
        link = survey.longest(survey.links(element))
        if link not in seen:
            seen.add(link)
            yield _Draft(_widest(survey, element), link, day)


def _tokens(survey: Survey, element: int) -> list[tuple[int, str]]:
    """The links and dates that stand directly in an element, in order: (link, "") and (-1, date)."""
    tokens: list[tuple[int, str]] = []
    tree, dated = survey.tree, bool(survey.dates_at(element))
    for child in tree.children(element):
        if survey.leads(child):
            tokens.append((child, ""))
        elif tree.tags[child] not in ("ul", "ol", "li", "table", "tr"):
            tokens.extend((-1, day) for day in survey.dates_at(child))
            tokens.extend((link, "") for link in tree.children(child) if survey.leads(link))
        if dated and (tail := tree.tails[child]) and (day := row_date(tail)) is not None:
            tokens.append((-1, day))
    return tokens


def _flat(tokens: list[tuple[int, str]], seen: set[int]) -> Iterator[_Draft]:
    """Links and dates in one element: date after its link when a link comes first, else before it."""
    before = tokens[0][0] < 0
    for here, (link, _) in enumerate(tokens):
        if link < 0 or link in seen:
            continue
        beside = here - 1 if before else here + 1
        day = tokens[beside][1] if 0 <= beside < len(tokens) and tokens[beside][0] < 0 else ""
        seen.add(link)
        yield _Draft(link, link, day)


def _widest(survey: Survey, element: int) -> int:
    """The row around what was found: as large as it gets with the same links."""
    count, tags = max(survey.count(element), 1), survey.tree.tags
    for above in survey.tree.above(element):
        if tags[element] in ("li", "tr") or tags[above] in _STOP or survey.count(above) != count:
            break
        element = above
    return element


def _heaviest(survey: Survey, groups: Iterable[list[_Draft]]) -> list[_Draft]:
    """The group that looks most like the page's list, the first of equals."""
    found = list(groups)
    return found[0] if len(found) == 1 else max(found, key=lambda group: _weight(survey, group))


def _weight(survey: Survey, drafts: list[_Draft]) -> float:
    """How much a group looks like the page's list: its titles, and whether its paging stands beside it."""
    titles = sum(min(len(survey.title(draft.link)), 30) for draft in drafts)
    first = drafts[0].element
    if survey.in_furniture(first):
        titles //= 4
    for above in survey.tree.above(first)[:_NEAR_PAGING]:
        if survey.tree.tags[above] in ("body", "html"):
            break
        if survey.is_paged(above):
            return titles + _BESIDE_PAGING
    return titles


def _complete(survey: Survey, dated: list[_Draft]) -> list[_Draft]:
    """A list with its rows that print no date: those in the same places as the dated ones, in order."""
    known = {draft.element: draft for draft in dated}
    first, tree = dated[0].element, survey.tree
    if tree.tags[first] not in ("li", "tr", "dd", "div", "p", "dl"):
        return dated
    where, drawn = survey.address(first), tree.classes[first]
    rows: list[_Draft] = []
    for i in tree.by_tag[tree.tags[first]]:
        if i in known:
            rows.append(known[i])
        elif tree.classes[i] == drawn and 1 <= survey.count(i) <= _MOST_LINKS and survey.address(i) == where:
            links = [a for a in survey.links(i) if not _MORE.search(survey.title(a))]
            if links:
                rows.append(_Draft(i, survey.longest(links), ""))
    return rows


def _undated(survey: Survey) -> list[_Draft]:
    """A list without dates: at least three like rows of one link each, with titles as long as titles are."""
    groups: dict[tuple[str, int], list[_Draft]] = {}
    tree = survey.tree
    for i in sorted(i for tag in ("li", "tr", "dd", "p") for i in tree.by_tag.get(tag, ())):
        if survey.count(i) != 1 or survey.in_furniture(i) or short(tree, i, _LONGEST_ROW) is None:
            continue
        groups.setdefault(survey.address(i), []).append(_Draft(i, survey.links(i)[0], ""))
    lists = [
        g for g in groups.values() if len(g) >= 3 and sum(len(survey.title(d.link)) for d in g) >= 10 * len(g)
    ]
    return _heaviest(survey, lists) if lists else []


# --- reading one -------------------------------------------------------------------------------


class RowReader:
    """Reads the rows of one tree: a page's, or that of records parsed apart. Site rules go first."""

    def __init__(self, parsed: Parsed, tree: Tree, site: Site | None = None) -> None:
        rules = site.list if site is not None else None
        self._parsed = parsed
        self._tree = tree
        self._columns = Columns(tree)
        self._links = select(tree, rules.link) if rules and rules.link else None
        self._dates = select(tree, rules.date) if rules and rules.date else None
        self.survey = Survey(tree)

    def row(self, i: int) -> ListRow | None:
        """The row an element is, or None when it holds no link."""
        links = self.survey.links(i) if self._links is None else self._within(self._links, i)
        if self._tree.tags[i] == "a" and not links:
            links = [i]
        if not links:
            return None
        if self._dates is None:
            date = self.survey.first_date(i)
        else:
            date = next(iter(self._within(self._dates, i)), -1)
        link = self.survey.longest(links) if self._links is None else links[0]
        return self.drafted(_Draft(i, link, find_date(self._tree.text_of(date)) if date >= 0 else ""))

    def _within(self, members: list[int], i: int) -> list[int]:
        return members[bisect_left(members, i) : bisect_left(members, self._tree.ends[i])]

    def drafted(self, draft: _Draft) -> ListRow:
        """The row that was found, with the fields it prints."""
        fields = self._columns.fields(draft.element) or self._pairs(draft.element)
        title = self.survey.title(draft.link)
        if CUT.search(title) and fields.get("title") and not CUT.search(fields["title"]):
            title = fields["title"]
        return ListRow(
            url=resolve(self._parsed, self._tree.nodes[draft.link].get("href") or ""),
            title=title,
            date=draft.date or find_date(fields.get("date_published", "")),
            **{name: fields.get(name, "") for name in _FIELDS},
        )

    def _pairs(self, i: int) -> dict[str, str]:
        """The fields a row prints beside labels, in a hidden table or in its text."""
        fields: dict[str, str] = {}
        for pair in self._pairs_in(i) if self._is_labelled(i) else ():
            if pair.meaning.field and pair.raw:
                fields.setdefault(pair.meaning.field, pair.raw)
        return fields

    def _is_labelled(self, i: int) -> bool:
        """Whether a row holds a text that is or has a known label; most rows have none."""
        tree, offsets = self._tree, self.survey.offsets
        if tree.tags[i] == "a":  # the words of a link are none
            return False
        for here in range(bisect_left(offsets, tree.starts[i]), bisect_left(offsets, tree.stops[i])):
            piece = tree.pieces[here]
            text = tree.heads[piece] if piece >= 0 else tree.tails[~piece]
            if len(text) > LONGEST_TEXT or not labels.may_hold(text):
                continue
            if labels.alone(text) or labels.inline(text):
                return True
        return False

    def _pairs_in(self, i: int) -> list[Pair]:
        """The pairs of a row: those of the page, where the page says what the row says by itself."""
        tree = self._tree
        if tree.tags[i] not in _BLOCKS or any(tree.tags[above] in NO_LABEL for above in tree.above(i)):
            return read_pairs(tree.nodes[i])
        pairs = pairs_of(tree)
        if len(pairs) >= MOST_PAIRS:  # there may be more
            return read_pairs(tree.nodes[i])
        start, end = bisect_left(self._places, (i, 0)), bisect_left(self._places, (tree.ends[i], 0))
        return [pairs[n] for n in sorted(n for _, n in self._places[start:end])]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """(the element a pair stands in, which pair it is), by element."""
        return sorted((pair.at, n) for n, pair in enumerate(pairs_of(self._tree)))
