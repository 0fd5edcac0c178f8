"""The metadata of a document: every field of `archive.records.FIELDS`, with the evidence for it.

Four dates are four fields: 成文 or 生成日期 is `date_written`, 发布日期 `date_published`; the year of a
report and
the day we saw it are others. A field that nothing on the page states stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from archive.records import Evidence
from pipelines import labels
from pipelines.breadcrumb import column_path
from pipelines.candidates import BLOCK, LABEL, LINE, SITE_RULE, Candidate, choose, is_placeholder
from pipelines.dates import find_date, only_date, url_date
from pipelines.dom import Parsed, place, squeeze, text_of
from pipelines.genre import genre_candidates, report_year
from pipelines.meta_tags import standard_tags, tag_candidates
from pipelines.metadata_blocks import Found, MetadataBlock, find_blocks, read_blocks
from pipelines.pairs import Pair
from pipelines.platforms import Platform
from pipelines.signature import signature_candidates
from pipelines.site import Site
from pipelines.units import unit_candidate

__all__ = ["Metadata", "find_blocks", "printed_title", "read_blocks", "read_metadata"]

Element = html.HtmlElement

_DATES = ("date_written", "date_published")
_DISCLOSURES = re.compile(r"(?:主动|依申请|依职权|不予|部分|免予|全部|全文)公开")
_MOST_COMMENTS = 500
_MOST = 60
"""Blocks, and pairs outside them, that are kept as evidence: more are a list of other documents."""
_CUT = re.compile(r"(?:\.{3}|…)\s*$")


@dataclass(frozen=True)
class Metadata:
    """What a page says of its document. `values` by field name; `title` as a metadata block or tag
    prints it.
    """

    values: dict[str, str]
    evidence: tuple[Evidence, ...]
    meta_tags: tuple[tuple[str, str], ...]
    blocks: tuple[Element, ...]
    title: str = ""


def read_metadata(
    parsed: Parsed,
    site: Site | None,
    platform: Platform | None,
    body: Element | None,
    title: str,
    text: str,
    found: Found | None = None,
) -> Metadata:
    """The fields of a page, given its body, title and text as read; `found` saves reading the blocks
    again.
    """
    found = found or read_blocks(parsed)
    candidates = [
        *_by_selectors(parsed, site),
        *_from_pairs(found, body, title),
        *tag_candidates(parsed),
        *_from_comments(parsed),
        *_from_address(parsed.page.url),
        *signature_candidates(text),
    ]
    if path := column_path(parsed, site, title):
        candidates.append(path)
    values, _ = choose(candidates)
    title = title or values.get("title", "")
    candidates += _derived(values, title, site)
    values, evidence = choose(candidates)
    printed = values.pop("title", "")
    elements = tuple(block.element for block in found.blocks)
    return Metadata(values, evidence, standard_tags(parsed), elements, printed)


def printed_title(parsed: Parsed, found: Found | None = None) -> str:
    """The title that a metadata block prints beside 标题 or 名称, or empty; a shortened one is none."""
    pairs = [
        p
        for block in (found or read_blocks(parsed)).blocks
        for p in block.pairs
        if p.meaning.field == "title"
    ]
    whole = {p.raw for p in pairs if p.raw and not _CUT.search(p.raw) and not is_placeholder(p.raw)}
    return whole.pop() if len(whole) == 1 else ""


# --- from the page -----------------------------------------------------------------------------


def _by_selectors(parsed: Parsed, site: Site | None) -> Iterator[Candidate]:
    """The site file's own selectors: they may point at the value, or at label and value."""
    if site is None or parsed.root is None:
        return
    for field, selector in site.article.metadata:
        for element in parsed.root.cssselect(selector)[:1]:
            raw = text_of(element)
            match = labels.leading(raw)
            value = raw[match.end :] if match else raw
            yield _candidate(
                field, value, raw, place(element), "site-rule", match.label if match else "", SITE_RULE
            )


def _from_pairs(found: Found, body: Element | None, title: str) -> Iterator[Candidate]:
    own = _own_blocks(found.blocks, title)
    for block in found.blocks[:_MOST]:
        base = BLOCK if block.kind == "disclosure" else LINE
        for pair in block.pairs:
            if pair.meaning.field:
                yield _of_pair(pair, base, block.kind, eligible=block in own)
        if block.kind == "line" and block in own:
            yield from _bare_date(block)
    for pair in found.single[:_MOST]:
        inside = body is not None and (pair.item is body or body in pair.item.iterancestors())
        if not inside and pair.shape != "header-row" and pair.meaning.field:
            yield _of_pair(pair, LABEL, "label", eligible=pair.shape != "cells")


def _own_blocks(blocks: tuple[MetadataBlock, ...], title: str) -> list[MetadataBlock]:
    """The blocks that may speak for the document.

    Blocks with different 索引号 are of different documents (lists carry a hidden table per item, CMS.md §2):
    then only the one that prints this document's title is its own.
    """
    numbers = Counter(p.raw for b in blocks for p in b.pairs if p.meaning.field == "index_number" and p.raw)
    if len(numbers) <= 1:
        return list(blocks)
    bare = "".join(title.split())
    return [
        block
        for block in blocks
        if block.kind == "line"
        or (bare and any(p.meaning.field == "title" and "".join(p.raw.split()) == bare for p in block.pairs))
    ]


def _of_pair(pair: Pair, base: int, kind: str, *, eligible: bool) -> Candidate:
    meaning = pair.meaning
    strength = base + meaning.rank
    rule = f"{kind}-{pair.shape}"
    return _candidate(
        meaning.field, pair.raw, pair.raw, place(pair.item), rule, pair.label, strength, eligible
    )


def _candidate(
    field: str, value: str, raw: str, where: str, rule: str, label: str, strength: int, eligible: bool = True
) -> Candidate:
    """A candidate with its value as the field keeps it; empty where the raw string cannot be a value of
    it.
    """
    value = squeeze(value)
    if is_placeholder(value):
        value = ""
    elif field in _DATES:
        value = find_date(value, compact=True)
    elif field == "index_number":
        value = value if re.search(r"\d", value) else ""
    elif field == "document_number":
        value = value if re.search(r"[\d一二三四五六七八九十]", value) and not only_date(value) else ""
    elif field == "category" and _DISCLOSURES.fullmatch(value):
        # FACTS.md §0: some systems print 内容分类 where they mean 公开方式.
        field, rule, strength = "disclosure", f"{rule}-value", strength + 5
    elif field == "title":
        eligible = eligible and not _CUT.search(value)
    elif field == "genre":
        eligible = False  # 体裁 is the block's own vocabulary, not our genres
    return Candidate(field, value, raw, where, rule, squeeze(label).rstrip("：: "), strength, eligible)


def _bare_date(block: MetadataBlock) -> Iterator[Candidate]:
    """A date without a label in the line under the title, when no label there says a date."""
    if any(pair.meaning.field == "date_published" for pair in block.pairs):
        return
    for element in block.element.iterdescendants():
        if isinstance(element.tag, str) and (day := only_date(text_of(element))):
            yield Candidate(
                "date_published", day, text_of(element), place(element), "line-date", strength=LINE + 3
            )
            return


def _from_comments(parsed: Parsed) -> Iterator[Candidate]:
    """Fields a template has commented out: kept as evidence, never believed (CMS.md §2, Handan)."""
    if parsed.root is None:
        return
    for comment in islice(parsed.root.iter(etree.Comment), _MOST_COMMENTS):
        text = comment.text or ""
        if len(text) > 3000 or not ("：" in text or ":" in text):
            continue
        if not labels.inline(text) and "<" not in text:
            continue
        plain = re.sub(r"<[^<>]*>", "", text)
        found = labels.inline(plain)
        for here, match in enumerate(found):
            end = found[here + 1].start if here + 1 < len(found) else len(plain)
            raw = squeeze(plain[match.end : end].strip().split("\n")[0])
            field = labels.LABELS[labels.plain(match.label)].field
            if field and raw and not is_placeholder(raw) and len(raw) < 200:
                yield _candidate(field, raw, raw, "comment", "comment", match.label, LABEL, eligible=False)


def _from_address(url: str) -> Iterator[Candidate]:
    """The day in an address: it can differ from the day of publication (CMS.md §4), so evidence only."""
    if day := url_date(url):
        yield Candidate("date_published", day, url, "url", "url-date", eligible=False)


# --- derived from what was chosen --------------------------------------------------------------


def _derived(values: dict[str, str], title: str, site: Site | None) -> Iterator[Candidate]:
    genres = genre_candidates(title, values.get("column_path", ""), values.get("document_number", ""), site)
    yield from genres
    chosen = min(genres, key=lambda c: c.strength).value if genres else ""
    if year := report_year(title, chosen):
        yield year
    printed = [(name, values[name]) for name in ("issuer", "responsible_unit") if name in values]
    if unit := unit_candidate(site, [*printed, ("title", title)]):
        yield unit
