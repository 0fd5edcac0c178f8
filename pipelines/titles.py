"""The title of a document: every place that may print it, and which of them is believed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from pipelines import boilerplate
from pipelines.breadcrumb import column_path
from pipelines.dom import Parsed
from pipelines.meta_tags import is_unfilled
from pipelines.select import select
from pipelines.site import SEPARATOR
from pipelines.tree import Tree, squeeze
from pipelines.values import is_cut

_BEGIN = re.compile(r"<!--\s*<\$\[(?:标题|信息标题|文章标题)\]>\s*begin\s*-->")
_END = re.compile(r"<!--\s*<\$\[[^\]]{0,100}\]>\s*end\s*-->")
_NAMED = re.compile(
    r"[\s-](?:article|art|news|detail|page|con|content|main|xl|wz|wenzhang|doc|text|arc|info|zw|big|nr|xx|h1|the)?"
    r"-?(?:title|tit|biaoti|headline|bt)(?:$|[\s-]|\d)",
    re.IGNORECASE,
)
_PARTS_OF_NAMES = ("tit", "bt", "biaoti", "headline")
"""A cheap look before the classes of an element are taken apart."""
_LONGEST = 200
"""Characters of a headline."""
_BOXES = ("div", "p", "ul", "dl", "table", "h3")
_SITE_NAME = re.compile(r"[_|｜]|\s[-—]+\s|-(?=[^-]*$)")
_BETWEEN = re.compile(r"\s*(?:[_|｜]|[-—–]+|>>?|»)\s*")
_SITE = re.compile(r"(?:门户)?(?:网站?|官网)$")
_MOST_NAMES = 6
_LONG = 8
"""Characters. Names of columns and offices are shorter, and stand on a page more than once."""
_MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, where it stood, and the rule that read it.

    `raw`: as it stood there, empty where that is `text` itself.
    """

    text: str
    place: str
    rule: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """An element that looks like a headline: its number in the page's tree, and what it says.

    `printed`: nothing but its words or its place marks it as one; it may stand in the body's own container.
    """

    element: int
    text: str
    printed: bool = False


def clean(text: str) -> str:
    """A title without tags a template wrote into it, in one line."""
    return squeeze(text) if "<" not in text else squeeze(re.sub(r"<[^<>]{1,200}>", "", text))


def _marked(text: str) -> tuple[str, str]:
    """(title, as it stood) between a family's markers, which is markup still: tags go, entities are read."""
    begin = _BEGIN.search(text)
    end = _END.search(text, begin.end()) if begin else None
    raw = text[begin.end() : end.start()].strip() if begin and end else ""
    return squeeze(unescape(clean(raw))), raw


def _article_title(parsed: Parsed, headlines: Sequence[Headline]) -> str:
    """ArticleTitle; what looks like tags in it stays only where a headline prints it too."""
    printed = squeeze(parsed.meta("ArticleTitle"))
    if is_unfilled(printed):
        return ""
    if "<" not in printed:
        return printed
    return printed if any(_same(h.text, printed) for h in headlines) else clean(printed)


def read_title(
    parsed: Parsed,
    selector: str,
    body: tuple[int, ...],
    headlines: Sequence[Headline],
    labelled: tuple[str, str] | None = None,
) -> Title:
    """The title of a page; an empty one when no place prints it.

    `body`: the numbers of its elements; `headlines`: all of the page; `labelled`: the 标题 of the metadata
    block and its place. Order: the site's own selector; the family's marks (UCAPTITLE, <!--<$[标题]>-->);
    ArticleTitle where the page also prints it; ArticleTitle alone; an `<h1>` above the body; a headline that
    `<title>` holds; `labelled`, or what prints it whole where it is cut short; any headline; `<title>` less
    the site's name.
    """
    if parsed.root is None:
        return Title("", "", "")
    tree = parsed.tree
    for i in select(tree, selector) if selector else ():
        if text := tree.text_of(i):
            return Title(text, tree.place(i), "site definition")
    for i in tree.by_tag.get("ucaptitle", []):
        if text := tree.text_of(i):
            return Title(text, tree.place(i), "UCAPTITLE")
    marked, raw = _marked(parsed.text) if any("<$[" in c.text for c in tree.comments) else ("", "")
    if marked and len(marked) <= 200:
        return Title(marked, "comment <$[标题]>", "Hanweb marker", raw)
    above = _above(tree, headlines, body)
    meta = _article_title(parsed, above)
    if _is_site_name(meta, parsed):
        meta = ""
    for headline in above if meta else ():
        if _same(headline.text, meta):
            return Title(headline.text, tree.place(headline.element), "headline and ArticleTitle")
    if meta and (printed := _instead(tree, above, meta, parsed)):
        return printed
    if meta:
        return Title(meta, "meta[name=ArticleTitle]", "ArticleTitle", parsed.meta("ArticleTitle"))
    above = [h for h in above[::-1] if not _is_site_name(h.text, parsed) and not is_unfilled(h.text)]
    whole = parsed.title
    for rule, fits in (
        ("headline", lambda h: tree.tags[h.element] == "h1"),
        ("headline and title", lambda h: len(h.text) >= 4 and h.text in whole),
    ):
        for headline in filter(fits, above):
            return Title(headline.text, tree.place(headline.element), rule)
    if labelled:
        return _less_short(parsed, above, labelled[0]) or Title(*labelled, "metadata block")
    for headline in above:
        if len(headline.text) >= 6:
            return Title(headline.text, tree.place(headline.element), "headline")
    return _from_whole(parsed, whole, body)


def _instead(tree: Tree, above: Sequence[Headline], meta: str, parsed: Parsed) -> Title | None:
    """The headline that `<title>` prints too, where ArticleTitle (测试, a template's word) is in neither."""
    whole, bare = _bare(parsed.title), _bare(meta)
    if not whole or bare in whole or whole in bare:
        return None
    for headline in reversed(above):
        said = _bare(headline.text)
        if len(said) >= 6 and said in whole and not _is_site_name(headline.text, parsed):
            if bare in said or said in bare:
                return None
            return Title(headline.text, tree.place(headline.element), "headline and title")
    return None


def _less_short(parsed: Parsed, above: Sequence[Headline], said: str) -> Title | None:
    """The title that a metadata block has cut short, where a headline or `<title>` prints more of it."""
    if not is_cut(said):
        return None
    begun = _bare(said).rstrip("….")
    for headline in above:
        if _bare(headline.text).startswith(begun) and not is_cut(headline.text):
            return Title(headline.text, parsed.tree.place(headline.element), "headline")
    for part in map(squeeze, _SITE_NAME.split(parsed.title)):
        if _bare(part).startswith(begun) and not is_cut(part):
            return Title(part, "title", "title, cut short in the metadata block", parsed.words_of_title)
    return None


def _from_whole(parsed: Parsed, whole: str, body: tuple[int, ...]) -> Title:
    """A title from `<title>`, which often names the site as well.

    What the body itself opens with is the title. Else it loses what stands at its ends only where another
    field proves it to be the site's or the column's name; what is proven by nothing stays as printed.
    """
    if not whole or not body or is_unfilled(whole):
        return Title("", "", "")
    opening = "".join("".join(parsed.tree.text_of(i) for i in body).split())[:300]
    for part in sorted(_SITE_NAME.split(whole), key=len, reverse=True):
        if len(part := squeeze(part)) >= 6 and "".join(part.split()) in opening:
            return Title(part, "title", "title, proven by the body", parsed.words_of_title)
    if not (bare := less_names(parsed, proven_names(parsed))):
        return Title("", "", "")
    rule = "title" if bare == whole else "title, less names that other fields prove"
    return Title(bare, "title", rule, parsed.words_of_title)


def less_names(parsed: Parsed, names: frozenset[str]) -> str:
    """`<title>` without the names of site and columns that other fields prove; empty where it is one."""
    bare = _without(parsed.title, names)
    return "" if not bare or _bare(bare) in names or _is_site_name(bare, parsed) else bare


def nearest_headlines(parsed: Parsed, headlines: Sequence[Headline], body: tuple[int, ...]) -> list[Headline]:
    """The headlines above the body, the nearest first."""
    return _above(parsed.tree, headlines, body)[::-1]


def may_be_title(text: str, parsed: Parsed) -> bool:
    """Whether a text in a box called a title is neither the site's name nor a template's, neither the line of
    date and source nor a tool."""
    return not (
        _is_site_name(text, parsed)
        or is_unfilled(text)
        or boilerplate.metadata_line(text)
        or boilerplate.line(text)
    )


def proven_names(parsed: Parsed) -> frozenset[str]:
    """The names of the site and its columns that other places of the page print: SiteName, ColumnName, the
    steps of the breadcrumb."""
    path = column_path(parsed, None, "")
    said = [
        parsed.meta("SiteName"),
        parsed.meta("ColumnName"),
        *(path.value.split(SEPARATOR) if path else ()),
    ]
    return frozenset(_bare(name) for name in said if len(_bare(name)) >= 2)


def _without(whole: str, names: frozenset[str]) -> str:
    """`<title>` without the names at its ends, of which 网, 网站 and 门户网站 may follow."""
    for _ in range(_MOST_NAMES):
        for between in reversed(list(_BETWEEN.finditer(whole))):
            if _named(whole[between.end() :], names):
                whole = whole[: between.start()]
                break
            if _named(whole[: between.start()], names):
                whole = whole[between.end() :]
                break
        else:
            break
    return whole.strip()


def _named(text: str, names: frozenset[str]) -> bool:
    return _core(_bare(text)) in {_core(name) for name in names}


def _core(name: str) -> str:
    """The name of a site without 门户网站 and the like, 人民政府 being 政府 as well."""
    return _SITE.sub("", name).replace("人民政府", "政府")


def find_headline(parsed: Parsed, headlines: Sequence[Headline]) -> int | None:
    """The element that surely is the page's headline: it says what ArticleTitle or `<title>` says."""
    meta, whole = _article_title(parsed, headlines), parsed.title
    for headline in headlines if meta else ():
        if _same(headline.text, meta):
            return headline.element
    for headline in headlines:
        if len(headline.text) >= 6 and headline.text in whole and not _is_site_name(headline.text, parsed):
            return headline.element
    return None


def find_printed(parsed: Parsed, headlines: Sequence[Headline], bylines: Sequence[int]) -> Headline | None:
    """The headline that nothing marks as one, in a cell or a box of any name: what says nothing but what
    ArticleTitle or `<title>` before the site's name says. Else the page's only headline, else what stands
    right above the line of date and source (`bylines`: the numbers of such elements)."""
    tree = parsed.tree
    for said in dict.fromkeys((squeeze(parsed.meta("ArticleTitle")), _before_site(parsed.title))):
        if len(said) < _LONG or len(said) > _LONGEST or _is_site_name(said, parsed):
            continue
        place = tree.text.find(said)
        for _ in range(_MOST_PLACES):
            if place < 0:
                break
            if (i := _just(tree, place, said)) is not None:
                return Headline(i, said, True)
            place = tree.text.find(said, place + len(said))
    long = [h for h in headlines if len(h.text) >= _LONG and not _is_site_name(h.text, parsed)]
    only = [h for h in long if tree.tags[h.element] == "h1"] or long
    if only or not bylines:
        return only[0] if len(only) == 1 else None
    return _right_above(parsed, bylines[0])


def _right_above(parsed: Parsed, byline: int) -> Headline | None:
    tree, node = parsed.tree, byline
    while (parent := tree.parents[node]) >= 0:
        above = [i for i in tree.children(parent) if i < node and tree.has_text(i) and i not in tree.hidden]
        if not above:
            if tree.heads[parent].strip():
                return None
            node = parent
            continue
        i = above[-1]
        text = _short(tree, i)
        if len(text) < _LONG or text.endswith(("。", "；")) or tree.link_share(i) > 0.5:
            return None
        if boilerplate.set_apart(text) or _is_site_name(text, parsed):
            return None
        return Headline(i, text, True)
    return None


def _before_site(whole: str) -> str:
    return squeeze(_BETWEEN.split(whole, maxsplit=1)[0])


def _just(tree: Tree, place: int, said: str) -> int | None:
    """The largest element around a place of the text that says `said` alone; None where it is a link's, a
    breadcrumb's, or hidden."""
    i = bisect_right(tree.starts, place) - 1
    while i >= 0 and tree.stops[i] < place + len(said):
        i = tree.parents[i]
    if i < 0 or tree.text_of(i) != said or tree.tags[i] in ("title", "textarea", "script"):
        return None
    while tree.parents[i] >= 0 and tree.text_of(tree.parents[i]) == said:
        i = tree.parents[i]
    around = [i, *tree.above(i)]
    if any(tree.tags[up] in ("a", "head") or up in tree.hidden for up in around):
        return None
    return None if any(boilerplate.breadcrumb(_short(tree, up)) for up in around[:3]) else i


def _first_line(tree: Tree, i: int) -> str:
    """The headline itself, where its box also holds the line of source and date below it."""
    for child in tree.children(i):
        if tree.tags[child] in _BOXES and tree.has_text(child):
            return squeeze(tree.heads[i]) or _short(tree, child)
    whole, head = _short(tree, i), squeeze(tree.heads[i])
    if (
        head
        and head != whole
        and len(head) >= 4
        and boilerplate.metadata_line(whole[len(head) :].strip(" （）()"))
    ):
        return head  # <h1>关于…的通知<br><span>2024-01-17 来源：…</span></h1>
    return whole


def _short(tree: Tree, i: int) -> str:
    """The text of an element, empty where it is too long for a headline."""
    if tree.stops[i] - tree.starts[i] > _LONGEST and tree.size(i) > _LONGEST:
        return ""
    return tree.text_of(i)


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


@lru_cache(maxsize=64)
def _bare(text: str) -> str:
    return "".join(text.split())


def _is_site_name(text: str, parsed: Parsed) -> bool:
    site = parsed.meta("SiteName")
    return not text or _same(text, site) or _same(text, parsed.meta("ColumnName")) or len(text) < 2


def read_headlines(tree: Tree) -> list[Headline]:
    """The elements of a page that look like a headline, in order."""
    candidates = {i for tag in ("h1", "h2", "ucaptitle") for i in tree.by_tag.get(tag, [])}
    candidates.update(tree.by_id.get("title", []))
    for classes, members in tree.by_classes.items():
        said = classes.lower()
        if any(part in said for part in _PARTS_OF_NAMES):
            candidates.update(i for i in members if _NAMED.search(boilerplate.names(tree, i)))
    found: list[Headline] = []
    for i in sorted(candidates):
        if i in tree.hidden or tree.stops[i] - tree.starts[i] < 2:
            continue
        text = _first_line(tree, i)
        if (
            2 <= len(text) <= _LONGEST
            and tree.linked(i) < 0.9 * tree.size(i)
            and not boilerplate.breadcrumb(clean(text))
        ):
            found.append(Headline(i, text))
    return found


def _above(tree: Tree, headlines: Sequence[Headline], body: tuple[int, ...]) -> list[Headline]:
    """The headlines above the body, all where there is none; of those in it only its own h1 and h2."""
    if not body:
        return list(headlines)
    found: list[Headline] = []
    for headline in headlines:
        i = headline.element
        if tree.ends[i] <= body[0]:
            found.append(headline)
        elif (headline.printed or tree.tags[i] in ("h1", "h2")) and (here := bisect_right(body, i)):
            around = body[here - 1]
            if tree.within(i, around) and (i != around or len(body) > 1):
                found.append(headline)
    return found
