"""Where the body of an article stands in a page.

First what the families of CMS.md §3 are known to write round a body, then the places their templates mark by
comments, then the shape of the page: running text outside links, which only a body has much of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html

from pipelines import boilerplate
from pipelines.dom import Parsed
from pipelines.select import select
from pipelines.tree import Comment, Tree

EDITORS = (  # what an editor's text is wrapped in; all of it was typed as the body
    "ucapcontent",  # UCAP
    ".TRS_Editor",  # TRS WCM
    ".TRS_UEDITOR",
    ".trs_editor_view",
    ".trs_paper_default",
    ".Custom_UnionStyle",
    "#UCAP-CONTENT",  # gov.cn
    "#vsb_content",  # 博达 VSB, with _2, _4 … of its variants
    ".v_news_content",
    "#ivs_content",  # Shanghai
    ".j-fontContent",  # Anhui
)
WRAPPERS = (  # what a template wraps the editor's text in
    "#zoomcon",  # UCAP
    ".article-content-body",
    "#zoom",  # Hanweb, and much copied
    "#Zoom",
    "#fontzoom",
    "#fontZoom",
    ".Article_content",  # Shanghai
    ".pages_content",  # gov.cn
)
_VARIANTS = "vsb_content_"
"""The beginning of the ids of #vsb_content's variants."""
_MARKERS = (
    (re.compile(r"^\s*(?:<\$\[(?:信息内容|正文|内容)\]>|ZJEG_RSS\.content\.|enpcontent)\s*begin|^\s*enpcontent\s*$"),
     re.compile(r"(?:<\$\[(?:信息内容|正文|内容)\]>|ZJEG_RSS\.content\.)\s*end|^\s*/enpcontent\s*$")),
)  # fmt: skip
_MARKS = ("<$[", "ZJEG_RSS", "enpcontent")
_MOST_MARKED = 20
"""Pairs of markers tried on a page; a template writes one."""
_SIGNATURE = re.compile(
    r"(?:[一-鿿（）()·、 　]{2,40}(?:政府|办公室|局|厅|院|会|处|中心|所|站|队|党委|党组)\s*)?"
    r"(?:[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?"
)
FILES = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[:：]")
"""The list of files 附件说明 above a signature (GB/T 9704-2012 §7.3.4)."""
_NEAR, _FAR_OUT = 2, 10
"""Levels above a container at which a signature is looked for."""
_DATE = re.compile(r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Oo0一二三四五六七八九]{3}年")
_ORGAN = re.compile(r"(?:政府|办公室|委员会|局|厅|院|处|中心|党委|党组)$")
_OFFICE = re.compile(r"(?!第)[一-鿿（）()·、]{3,40}(?:联合会|所|站|队)")
"""Offices of names that end much else (一站, 场所): with the day right below they sign."""

NEVER = frozenset(
    {
        "select",
        "textarea",
        "iframe",
        "object",
        "button",
        "video",
        "audio",
    }
)
"""Elements whose text is no article's; a tree has none of scripts, styles, noscript and
templates."""
_MEDIA = ("img", "embed", "video")


@dataclass(frozen=True)
class Region:
    """The elements a body is made of, in order, by their numbers in the page's tree; `rule` says how they
    were found.

    `known`: a container that the family, its comments or the site definition mark as an article's. `typed`:
    an editor's own, all of it typed as the text; a template's wrapper may hold the page's headline as well.
    """

    tree: Tree
    numbers: tuple[int, ...]
    rule: str
    known: bool
    typed: bool = False

    @property
    def elements(self) -> tuple[html.HtmlElement, ...]:
        """The elements themselves."""
        return tuple(self.tree.nodes[i] for i in self.numbers)


def find_known(parsed: Parsed, site: str = "", platform: Sequence[str] = ()) -> Region | None:
    """The body by the site's selector, by the platform's, by the families' containers, or by markers."""
    if parsed.root is None:
        return None
    tree = parsed.tree
    if site and (found := _filled(tree, select(tree, site))):
        return Region(tree, tuple(found), f"site definition {site}", True, True)
    for selector in platform:
        if found := _filled(tree, select(tree, selector)):
            return Region(
                tree, tuple(with_ends(tree, found)), f"platform {selector}", True, selector in EDITORS
            )
    if found := _filled(tree, _find(tree, EDITORS)):
        return Region(
            tree, tuple(with_ends(tree, found)), f"editor container {_called(tree, found[0])}", True, True
        )
    if tree.comments and (found := _marked(tree)):
        return Region(tree, tuple(with_ends(tree, found)), "comment markers", True, True)
    if found := _filled(tree, _find(tree, WRAPPERS)):
        return Region(tree, tuple(with_ends(tree, found)), f"body container {_called(tree, found[0])}", True)
    return None


def _find(tree: Tree, selectors: tuple[str, ...]) -> list[int]:
    """Elements that any of the selectors names, in order."""
    found = {i for selector in selectors for i in select(tree, selector)}
    if "#vsb_content" in selectors:
        for name, members in tree.by_id.items():
            if name.startswith(_VARIANTS):
                found.update(members)
    return sorted(found)


def _called(tree: Tree, i: int) -> str:
    return tree.ids[i] or tree.classes[i].strip() or tree.tags[i]


def _filled(tree: Tree, found: Sequence[int]) -> list[int]:
    """Of the elements found: the outermost visible ones with text; the hidden ones if there are no others.

    Several of them are one body when they stand in one place, as blocks side by side; otherwise (an abstract
    or a second column in the same editor's markup) the one with most text is.
    """
    outermost: list[int] = []
    for i in found:
        if not outermost or i >= tree.ends[outermost[-1]]:
            outermost.append(i)
    visible = [i for i in outermost if not tree.is_hidden(i)]
    filled = [i for i in (visible or outermost) if tree.has_text(i)]
    if not filled:
        return [i for i in visible if _has_media(tree, i)][:1]
    if len(filled) == 1:
        return filled
    # The foot of a site is edited in the same editor.
    filled = [i for i in filled if not boilerplate.site_numbers(tree.text_of(i))] or filled
    best = max(filled, key=lambda i: tree.stops[i] - tree.starts[i])
    return [i for i in filled if tree.parents[i] == tree.parents[best] and tree.tags[i] == tree.tags[best]]


def _has_media(tree: Tree, i: int) -> bool:
    if any(tree.of_tag(tag, i) for tag in _MEDIA):
        return True
    return any(tree.nodes[link].get("href") for link in tree.of_tag("a", i))


def _marked(tree: Tree) -> list[int]:
    """The elements between a template's comments round the body, when both stand in one parent."""
    comments = [c for c in tree.comments if any(mark in c.text for mark in _MARKS)]
    tried = 0
    for opening, closing in _MARKERS:
        begin: Comment | None = None
        for comment in comments:
            if begin is None and opening.search(comment.text):
                begin = comment
            elif begin is not None and comment.parent == begin.parent and closing.search(comment.text):
                parent, tried = begin.parent, tried + 1
                if tried > _MOST_MARKED:
                    return []
                if parent < 0 or tree.is_hidden(parent):
                    begin = None
                    continue
                if found := _between(tree, begin, comment):
                    return found
                begin = None
    return []


def _between(tree: Tree, begin: Comment, end: Comment) -> list[int]:
    """The body between two markers; empty where it is bare text beside other things."""
    children = tree.children(begin.parent)
    inside = [i for i in children if begin.before <= i < end.before]
    outside = [i for i in children if not begin.before <= i < end.before]
    # The markers have a container of their own: it is the body, with the bare text in it.
    if not any(tree.has_text(i) for i in outside) and tree.has_text(begin.parent):
        return [begin.parent]
    place, bare = begin.offset, False
    for i in inside:
        bare = bare or bool(tree.text[place : tree.starts[i]].strip())
        place = tree.stops[i]
    bare = bare or bool(tree.text[place : end.offset].strip())
    return inside if not bare and any(tree.has_text(i) for i in inside) else []


def with_ends(tree: Tree, elements: Sequence[int]) -> list[int]:
    """The elements, with a signature block 落款 that a template put right after the container.

    One that stands further out must have its date: a name alone may be the site's own.
    """
    found = list(elements)
    node = elements[-1]
    for level in range(_FAR_OUT):
        parent = tree.parents[node]
        following, end, taken = tree.ends[node], tree.ends[parent] if parent >= 0 else 0, 0
        while following < end and taken < 4:
            if tree.tags[following] not in NEVER:
                text = tree.text_of(following)
                if text and not signature(text) and not _heads_signature(tree, following, end, text):
                    return found
                if text and following not in tree.hidden and not boilerplate.named(tree, following):
                    found.append(following)
                    taken += 1
            if tree.tails[following].strip():
                return found
            following = tree.ends[following]
        if level >= _NEAR and taken and not any(_DATE.search(tree.text_of(i)) for i in found[-taken:]):
            return found[:-taken]
        if parent < 0 or taken or tree.tags[parent] in ("body", "html"):
            return found
        node = parent
    return found


def _heads_signature(tree: Tree, i: int, end: int, text: str) -> bool:
    """Whether a line stands above a signature (GB/T 9704-2012 §7.3.4, 7.3.5): the list of files 附件说明, or
    an office of which the name alone is not enough, where the day stands in the next line.
    """
    is_office = _OFFICE.fullmatch("".join(text.split())) is not None and tree.link_share(i) <= 0.5
    if not is_office and (len(text) > 300 or not FILES.match(text)):
        return False
    following = tree.ends[i]
    while following < end:
        if text := tree.text_of(following):
            return signature(text) and (not is_office or _DATE.match(text) is not None)
        following = tree.ends[following]
    return False


def signature(text: str) -> bool:
    """Whether a line is a signature 落款: an organ, a date of writing, or both, and nothing else."""
    if len(text) > 200:
        return False
    text = "".join(text.split())
    if not text or len(text) > 60 or not _SIGNATURE.fullmatch(text):
        return False
    return bool(_DATE.search(text) or _ORGAN.search(text))
