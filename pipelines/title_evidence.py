"""The evidence for a title: what was chosen, as it stood, and the other places of the page that print one.

`pipelines.titles` decides; here is only said what it decided on and what else it could have read. A rival
that differs is a conflict unless something explains it (`pipelines.conflicts`), so what names the site or a
column as likely as a document is evidence only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from pipelines.candidates import Candidate
from pipelines.dom import Parsed
from pipelines.marks import is_document_title
from pipelines.meta_tags import is_unfilled
from pipelines.titles import Headline, Title, less_names, may_be_title, nearest_headlines, proven_names
from pipelines.tree import squeeze
from pipelines.values import is_cut

_CHOSEN, _RIVAL = -1, 45
"""Strengths: the title is decided before the fields are ranked; these rivals stand behind meta tags."""
_HEADLINES = ("h1", "ucaptitle")
_MOST = 10
"""Headlines of a page that are kept as rivals."""
_SHORTEST, _SHORTEST_UNNAMED = 4, 6
"""Characters of a headline: by its tag or `<title>`, and by nothing but its class."""
_LONGEST_COLUMN = 8
"""Characters. A column's name (政策文件, 信息公开详情) is as short as that, and no kind of document."""
_BETWEEN = re.compile(r"[_|｜>»]|[-—–]+")
"""What stands between a title and the names of site and column in `<title>`."""
_OF_A_SITE = re.compile(
    r"(?:政府|网站?|门户|平台|中心|局|厅|委员会|办公室|办事处)(?:信息公开\w{0,4})?[\s\-—–_|｜]*$"
)
"""How the names of sites and offices end, which stand in the `<h1>` of a page's head."""


def title_candidates(
    parsed: Parsed, shown: Title, headlines: Sequence[Headline], body: tuple[int, ...]
) -> Iterator[Candidate]:
    """The chosen title first, where there is one; then the headlines above the body and `<title>`.

    `headlines`: all of the page; `body`: the numbers of its elements.
    """
    if shown.text:
        raw = shown.raw or shown.text
        yield Candidate("title", shown.text, raw, shown.place, shown.rule, strength=_CHOSEN)
    if parsed.root is None:
        return
    rivals = _Rivals(parsed, shown)
    yield from rivals.headlines(nearest_headlines(parsed, headlines, body))
    if shown.place != "title" and (candidate := rivals.whole()):
        yield candidate


def with_title(candidates: Iterable[Candidate], told: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page with those of its title, `told`; a place that two readers read stands once.

    The reader of the place knows more than the title's: the label, and the shape.
    """
    chosen = next((c for c in told if c.strength == _CHOSEN), None)
    rivals = [c for c in told if c is not chosen]
    others: list[Candidate] = []
    for candidate in candidates:
        if chosen is not None and candidate.field == "title" and _is_same_place(candidate, chosen):
            chosen = replace(chosen, rule=candidate.rule, label=candidate.label)
        else:
            others.append(candidate)
    return [*([chosen] if chosen is not None else []), *rivals, *others]


def _is_same_place(one: Candidate, other: Candidate) -> bool:
    return one.place == other.place and (
        _bare(one.raw) == _bare(other.raw) or _bare(one.value) == _bare(other.value)
    )


class _Rivals:
    """The places of a page that print a title beside the one that is shown."""

    def __init__(self, parsed: Parsed, shown: Title) -> None:
        self._parsed, self._shown = parsed, shown
        self._bare, self._whole = _bare(shown.text), _bare(parsed.title)

    def headlines(self, above: Sequence[Headline]) -> Iterator[Candidate]:
        """The headlines above the body, given the nearest first.

        Eligible are those that `<title>` or the shown title confirms, the `<h1>` nearest to the body, and
        what has nothing but its class where it is the nearest of all and names a kind of document.
        """
        tree, own = self._parsed.tree, self._own(above)
        is_nearest, has_h1, count = True, False, 0
        beside = self._whole if self._bare in self._whole else ""
        for headline in above:
            i, said = headline.element, _bare(headline.text)
            is_h1 = tree.tags[i] in _HEADLINES
            if own >= 0 and (tree.within(i, own) or tree.within(own, i)):
                is_nearest, has_h1 = False, has_h1 or is_h1
                continue
            agrees = bool(self._bare) and (said in self._bare or self._bare in said)
            if len(said) < _SHORTEST or (said in beside and not agrees):
                continue  # what stands beside the title in `<title>` is the column or the site
            confirmed = agrees or said in self._whole
            last_resort = is_nearest and len(said) >= _SHORTEST_UNNAMED and not tree.linked(i)
            if not (confirmed or is_h1 or last_resort) or not may_be_title(headline.text, self._parsed):
                continue
            fits = not has_h1 if is_h1 else is_document_title(headline.text)
            eligible = agrees or ((confirmed or fits) and not self._names_no_document(headline.text))
            yield self._candidate(headline.text, headline.text, tree.place(i), "headline", eligible)
            is_nearest, has_h1, count = False, has_h1 or is_h1, count + 1
            if count == _MOST:
                return

    def whole(self) -> Candidate | None:
        """`<title>`: its value is the part that is a title, empty where it only names site or column."""
        parsed, raw = self._parsed, self._parsed.words_of_title
        if not raw or is_unfilled(parsed.title):
            return None
        if self._bare and self._bare in self._whole:
            return self._candidate(self._shown.text, raw, "title", "title", True)
        longest = max(map(squeeze, _BETWEEN.split(parsed.title)), key=len)
        if (part := _bare(longest).rstrip("….")) and len(part) >= _SHORTEST_UNNAMED and part in self._bare:
            return self._candidate(longest, raw, "title", "title", True)  # 关于某事的通知-某区林业局
        bare = less_names(parsed, self._names)
        return self._candidate(bare, raw, "title", "title", not self._names_no_document(bare))

    def _candidate(self, value: str, raw: str, where: str, rule: str, eligible: bool) -> Candidate:
        # Where no title is shown, none of these was good enough to be one.
        eligible = eligible and bool(self._bare) and not is_cut(value)
        return Candidate("title", value, raw, where, rule, strength=_RIVAL, eligible=eligible)

    def _own(self, above: Sequence[Headline]) -> int:
        """The element of the shown title, -1 where it is no headline."""
        tree, shown = self._parsed.tree, self._shown
        fits = (h.element for h in above if h.text == shown.text and tree.place(h.element) == shown.place)
        return next(fits, -1)

    @cached_property
    def _names(self) -> frozenset[str]:
        return proven_names(self._parsed)

    def _names_no_document(self, text: str) -> bool:
        """Whether a text is as likely the name of a site, an office or a column."""
        if _bare(text) in self._names:
            return True
        if is_document_title(text):
            return False
        return len(_bare(text)) <= _LONGEST_COLUMN or _OF_A_SITE.search(text) is not None


def _bare(text: str) -> str:
    return "".join(text.split())
