"""The body of an article: its blocks, its title and files, and everything else of the page with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html

from archive.records import Attachment, Block, Removed
from pipelines import boilerplate
from pipelines.attachments import read_attachments
from pipelines.blocks import plain, read_blocks
from pipelines.dom import Parsed, place, resolve, squeeze, text_of
from pipelines.locate import Region, find_known
from pipelines.metadata_blocks import Found
from pipelines.pairs import Pair
from pipelines.platforms import Platform
from pipelines.shape import find_by_shape
from pipelines.site import Site
from pipelines.titles import Title, find_headline, read_title

_NO_FILES = frozenset({"navigation", "site header", "footer", "related links", "previous and next", "hidden"})


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

    @property
    def text(self) -> str:
        """The text as published: paragraphs one below the other, cells of a table row joined by tabs."""
        return plain(self.blocks)


def base_of(parsed: Parsed) -> str:
    """The address that links of the page are relative to."""
    return resolve(parsed.page.url, parsed.base) if parsed.base else parsed.page.url


def read_body(parsed: Parsed, site: Site | None, platform: Platform | None, metadata: Found) -> Body:
    """Find and read the body of a page. Site rules come first, then the platform's, then the general ones."""
    root = parsed.root
    if root is None:
        return Body(None, None, Title("", "", ""))
    rules = site.article if site is not None else None
    known = find_known(parsed, rules.body if rules else "", platform.body if platform else ())
    region = known or find_by_shape(root, find_headline(parsed))
    element = _common(region.elements) if region is not None else None
    labelled = next(((pair.raw, pair.item) for pair in _titles(metadata) if pair.raw), None)
    title = read_title(parsed, rules.title if rules is not None else "", element, labelled)
    if region is None or element is None:
        return Body(None, None, title, removed=tuple(removed for _, removed in _outside(root, (), {})))

    aside = {
        found: "site definition"
        for selector in (rules.remove if rules else ())
        for found in root.cssselect(selector)
    }
    inside = set(region.elements)
    for block in metadata.blocks:
        if block.element in inside or any(above is block.element for above in element.iterancestors()):
            continue
        if not region.typed:
            aside.setdefault(
                block.element, "metadata block" if block.kind == "disclosure" else "metadata line"
            )
        elif block.kind == "disclosure" and any(p.meaning.field == "index_number" for p in block.pairs):
            aside.setdefault(block.element, "metadata block")
    base = base_of(parsed)
    read = read_blocks(region.elements, base=base, title=title.text, typed=region.typed, aside=aside)
    outside = list(_outside(root, region.elements, aside))
    attachments = read_attachments(
        [
            *region.elements,
            *(node for node, removed in outside if node is not None and _may_hold_files(removed)),
        ],
        [script.text for script in root.iter("script") if script.text and "<a" in script.text],
        base,
    )
    return Body(
        element,
        region,
        title,
        tuple(read.blocks),
        (*read.removed, *(removed for _, removed in outside)),
        attachments,
        read.running,
    )


def _may_hold_files(removed: Removed) -> bool:
    """Whether files linked there are the document's: furniture has files of its own, unless it says 附件.

    All three demo families list attachments beside the body under a name that reads as furniture.
    """
    if removed.reason not in _NO_FILES:
        return True
    return removed.reason != "hidden" and "附件" in removed.text


def _titles(metadata: Found) -> Iterator[Pair]:
    pairs = [pair for block in metadata.blocks if block.kind == "disclosure" for pair in block.pairs]
    return (pair for pair in pairs if pair.meaning.field == "title")


def _common(elements: tuple[html.HtmlElement, ...]) -> html.HtmlElement:
    """The nearest element that holds all of them."""
    if len(elements) == 1:
        return elements[0]
    chains = [[element, *element.iterancestors()] for element in elements]
    others = [set(chain) for chain in chains[1:]]
    return next(element for element in chains[0] if all(element in chain for chain in others))


def _outside(
    root: html.HtmlElement, region: tuple[html.HtmlElement, ...], aside: Mapping[html.HtmlElement, str]
) -> Iterator[tuple[html.HtmlElement | None, Removed]]:
    """The regions of the page beside the body, from the top down to its siblings, each with its reason."""
    top = next(root.iter("body"), root)
    path = {above for element in region for above in element.iterancestors()} or {top}
    kept = set(region)
    stack = [top] if top not in kept else []
    while stack:
        node = stack.pop()
        bare = [node.text or ""]
        for child in node:
            bare.append(child.tail or "")
            if not isinstance(child.tag, str) or child in kept:
                continue
            if child in path:
                stack.append(child)
            elif text := text_of(child):
                yield child, Removed(aside.get(child) or boilerplate.region(child, text), text, place(child))
        if text := squeeze(" ".join(bare)):
            yield None, Removed("outside the body", text, place(node))
