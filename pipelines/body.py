"""The body of an article: its blocks, its title and files, and everything else of the page with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import html

from archive.records import Attachment, Block, OutlineRegion, Removed
from pipelines import boilerplate
from pipelines.attachments import read_attachments
from pipelines.blocks import plain, read_blocks
from pipelines.candidates import is_placeholder
from pipelines.dom import Parsed, resolve
from pipelines.locate import Region, find_known
from pipelines.metadata_blocks import Found
from pipelines.platforms import Platform
from pipelines.select import select
from pipelines.shape import find_by_shape
from pipelines.site import Site
from pipelines.titles import Headline, Title, find_headline, find_printed, read_headlines, read_title
from pipelines.tree import Tree, squeeze

_NO_FILES = frozenset({"navigation", "site header", "footer", "related links", "previous and next", "hidden"})
_LONGEST_HEADING = 8
"""Characters of a heading of files: 附件：, 相关附件下载."""
OPENING = 40
"""Characters of a region's first words in the outline."""


@dataclass(frozen=True)
class Body:
    """What was found of an article. `element` holds all of the body, None where the page has none."""

    element: html.HtmlElement | None
    region: Region | None
    title: Title
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    running: int = 0  # characters of its text that are no links
    text: str = ""  # as published: paragraphs one below the other, cells of a table row joined by tabs
    outline: tuple[OutlineRegion, ...] = ()
    headlines: tuple[Headline, ...] = ()  # of the page


def base_of(parsed: Parsed) -> str:
    """The address that links of the page are relative to."""
    return resolve(parsed.page.url, parsed.base) if parsed.base else parsed.page.url


def read_body(parsed: Parsed, site: Site | None, platform: Platform | None, metadata: Found) -> Body:
    """Find and read the body of a page. Site rules come first, then the platform's, then the general ones."""
    if parsed.root is None:
        return Body(None, None, Title("", "", ""))
    tree = parsed.tree
    rules = site.article if site is not None else None
    headlines = read_headlines(tree)
    region = find_known(parsed, rules.body if rules else "", platform.body if platform else ())
    headline, printed = None, None
    if region is None or not region.typed:  # an editor's own container holds no head to tell from its text
        headline = find_headline(parsed, headlines)
        if headline is None:
            printed = find_printed(parsed, headlines, _bylines(tree, metadata))
        if printed is not None:
            headlines = sorted({*headlines, printed}, key=lambda h: h.element)
    if region is None:
        silent = {tree.number[block.element] for block in metadata.blocks}
        region = find_by_shape(tree, headline, silent, printed.element if printed is not None else None)
    numbers = region.numbers if region is not None else ()
    title = read_title(parsed, rules.title if rules else "", numbers, headlines, _labelled(tree, metadata))
    if region is None:
        around = _Surroundings(tree, (), {}, title.text)
        return Body(
            None,
            None,
            title,
            removed=tuple(around.removed),
            outline=tuple(around.outline),
            headlines=tuple(headlines),
        )

    element = _common(tree, numbers)
    aside = _blocks_aside(tree, region, element, metadata)
    for selector in rules.remove if rules else ():
        aside.update(dict.fromkeys(select(tree, selector), "site definition"))
    base = base_of(parsed)
    read = read_blocks(tree, numbers, base=base, title=title.text, typed=region.typed, aside=aside)
    around = _Surroundings(tree, numbers, aside, title.text)
    attachments = read_attachments(
        tree,
        [*numbers, *_holding_files(around.regions)],
        [script for script in parsed.scripts if "<a" in script],
        base,
    )
    return Body(
        tree.nodes[element],
        region,
        title,
        tuple(read.blocks),
        (*read.removed, *around.removed),
        attachments,
        read.running,
        plain(read.blocks),
        tuple(around.outline),
        tuple(headlines),
    )


def _bylines(tree: Tree, metadata: Found) -> list[int]:
    """The lines of date and source, in order: blocks of them, and single pairs that fill a line."""
    found = {block.at for block in metadata.blocks if block.kind == "line"}
    dated = (p for p in metadata.single if p.raw and p.meaning.field in ("date_published", "source"))
    found.update(p.at for p in dated if boilerplate.metadata_line(tree.text_of(p.at)))
    return sorted(found)


def _labelled(tree: Tree, metadata: Found) -> tuple[str, str] | None:
    """The title that a metadata block prints, and its place."""
    for block in metadata.blocks:
        for pair in block.pairs if block.kind == "disclosure" else ():
            if pair.meaning.field == "title" and not is_placeholder(pair.raw):
                return pair.raw, tree.place(tree.number[pair.item])
    return None


def _blocks_aside(tree: Tree, region: Region, element: int, metadata: Found) -> dict[int, str]:
    """The metadata blocks in a body, to be set aside; an editor's own text holds none but the catalogue's."""
    aside: dict[int, str] = {}
    for block in metadata.blocks:
        i = tree.number[block.element]
        if tree.within(element, i):
            continue
        if not region.typed:
            aside.setdefault(i, "metadata block" if block.kind == "disclosure" else "metadata line")
        elif block.kind == "disclosure" and any(p.meaning.field == "index_number" for p in block.pairs):
            aside.setdefault(i, "metadata block")
    return aside


def _holding_files(regions: list[tuple[int, Removed]]) -> Iterator[int]:
    """The regions beside the body whose files are the document's; so are those right below a heading 附件 in
    a box of its own."""
    is_headed = False
    for i, removed in regions:
        if _may_hold_files(removed) or (is_headed and removed.reason != "hidden"):
            yield i
        is_headed = "附件" in removed.text and len(removed.text) <= _LONGEST_HEADING


def _may_hold_files(removed: Removed) -> bool:
    """Whether files linked there are the document's: furniture has files of its own, unless it says 附件.

    All three demo families list attachments beside the body under a name that reads as furniture.
    """
    if removed.reason not in _NO_FILES:
        return True
    return removed.reason != "hidden" and "附件" in removed.text


def _common(tree: Tree, numbers: tuple[int, ...]) -> int:
    """The nearest element that holds all of them."""
    element = numbers[0]
    while not all(tree.within(i, element) for i in numbers):
        element = tree.parents[element]
    return element


class _Surroundings:
    """The regions of the page beside the body, from the top down to its siblings, each with its reason."""

    def __init__(self, tree: Tree, region: tuple[int, ...], aside: Mapping[int, str], title: str) -> None:
        self._tree, self._region, self._aside, self._title = tree, frozenset(region), aside, title
        self.regions: list[tuple[int, Removed]] = []
        self.removed: list[Removed] = []
        self.outline: list[OutlineRegion] = []
        top = next(iter(tree.by_tag.get("body", [])), 0)
        outside = tree.text[: tree.starts[top]] + tree.text[tree.stops[top] :]
        if outside.strip() or any(not tree.within(i, top) for i in region):
            top = 0  # a page that is broken before its body
        self._path = {up for i in region for up in tree.above(i)} or {top}
        if top in self._region:
            self._kept(top, 0)
        else:
            self._read(top, 0)

    def _read(self, i: int, depth: int) -> None:
        tree = self._tree
        bare = [tree.heads[i]]
        for child in tree.children(i):
            bare.append(tree.tails[child])
            if child in self._region:
                self._kept(child, depth)
            elif child in self._path:
                self._read(child, depth + 1)
            elif text := tree.text_of(child):
                reason = self._aside.get(child) or ("title" if text == self._title else "")
                reason = reason or boilerplate.region(tree, child, text)
                removed = Removed(reason, text, tree.place(child))
                self.regions.append((child, removed))
                self._left(removed, depth)
        if text := squeeze(" ".join(filter(None, bare))):
            self._left(Removed("outside the body", text, tree.place(i)), depth)

    def _left(self, removed: Removed, depth: int) -> None:
        self.removed.append(removed)
        size = len("".join(removed.text.split()))
        self.outline.append(OutlineRegion(depth, removed.place, removed.reason, size, removed.text[:OPENING]))

    def _kept(self, i: int, depth: int) -> None:
        tree, before = self._tree, self.outline[-1] if self.outline else None
        if before is not None and not before.reason and before.depth == depth:  # one body in several pieces
            size = before.characters + tree.size(i)
            self.outline[-1] = replace(before, place=f"{tree.place(tree.parents[i])} > *", characters=size)
            return
        opening = squeeze(tree.raw(i)[: 20 * OPENING])[:OPENING]
        self.outline.append(OutlineRegion(depth, tree.place(i), "", tree.size(i), opening))
