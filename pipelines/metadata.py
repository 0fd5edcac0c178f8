"""The metadata of a document: every field of `archive.records.FIELDS`, with the evidence for it.

Four dates are four fields: 成文 or 生成日期 is `date_written`, 发布日期 `date_published`; the year of a
report and the day we saw it are others. A field that nothing on the page states stays empty. The rules and
their ranking are told in docs/metadata.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from archive.records import Evidence, ListRow, Number
from pipelines import labels
from pipelines.breadcrumb import column_path
from pipelines.candidates import JSON, LABEL, ROW, SITE_RULE, Candidate, choose, is_placeholder
from pipelines.conflicts import conflicts_of
from pipelines.dates import instant_date, url_date
from pipelines.dom import Parsed
from pipelines.genre import genre_candidates, report_year
from pipelines.json_blocks import article_fields
from pipelines.meta_tags import standard_tags, tag_candidates
from pipelines.metadata_blocks import Found, find_blocks, read_blocks
from pipelines.numbers import numbers_of
from pipelines.platforms import Platform
from pipelines.printed import printed_candidates
from pipelines.signature import signature_candidates
from pipelines.site import Site
from pipelines.title_evidence import with_title
from pipelines.tree import squeeze
from pipelines.units import unit_candidate
from pipelines.values import DATES, candidate_of, is_cut

__all__ = ["Metadata", "find_blocks", "printed_title", "read_blocks", "read_metadata"]

Element = html.HtmlElement

_HAN = re.compile("[\u4e00-\u9fff]")
_TAG = re.compile(r"<[^<>]*>")
_MOST_COMMENTS = 500


@dataclass(frozen=True)
class Metadata:
    """What a page says of its document. `values` by field name; `title` is what is shown as one.

    `conflicts`: the fields that are told differently in other places. `numbers`: 索引号 and 文号 taken apart.
    """

    values: dict[str, str]
    evidence: tuple[Evidence, ...]
    meta_tags: tuple[tuple[str, str], ...]
    blocks: tuple[Element, ...]
    title: str = ""
    conflicts: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()


def read_metadata(
    parsed: Parsed,
    site: Site | None,
    platform: Platform | None,
    body: Element | None,
    title: str,
    text: str,
    found: Found | None = None,
    row: ListRow | None = None,
    told: Sequence[Candidate] = (),
) -> Metadata:
    """The fields of a page, given its body, title and text as read.

    `found` saves reading the blocks again; `row` is the row of the list that led to the page; `told` is what
    the title was read from, and its rivals (`pipelines.title_evidence`).
    """
    found = found or read_blocks(parsed)
    printed = [
        *_by_selectors(parsed, site),
        *printed_candidates(parsed, found, body, title),
        *tag_candidates(parsed),
        *_from_json(parsed, title),
        *_from_comments(parsed),
        *_from_address(parsed.page.url),
        *signature_candidates(text),
        *_from_row(row),
    ]
    candidates = with_title(printed, told)
    if path := column_path(parsed, site, title):
        candidates.append(path)
    values, _ = choose(candidates)
    title = title or values.get("title", "")
    candidates += _derived(values, title, site)
    values, evidence = choose(candidates)
    shown = values.pop("title", "")
    return Metadata(
        values,
        evidence,
        standard_tags(parsed),
        tuple(block.element for block in found.blocks),
        shown,
        conflicts_of(evidence),
        numbers_of(values),
    )


def printed_title(parsed: Parsed, found: Found | None = None) -> str:
    """The title that a metadata block prints beside 标题 or 名称, or empty; a shortened one is none."""
    pairs = [
        p
        for block in (found or read_blocks(parsed)).blocks
        for p in block.pairs
        if p.meaning.field == "title"
    ]
    whole = {p.raw for p in pairs if p.raw and not is_cut(p.raw) and not is_placeholder(p.raw)}
    return whole.pop() if len(whole) == 1 else ""


# --- from the page -----------------------------------------------------------------------------


def _by_selectors(parsed: Parsed, site: Site | None) -> Iterator[Candidate]:
    """The site file's own selectors: they may point at the value, or at label and value."""
    if site is None or parsed.root is None or not site.article.metadata:
        return
    tree = parsed.tree
    for field, selector in site.article.metadata:
        for element in parsed.root.cssselect(selector)[:1]:
            raw = tree.text_of(tree.number[element])
            match = labels.leading(raw)
            value = raw[match.end :] if match else raw
            where, label = tree.place(tree.number[element]), match.label if match else ""
            yield candidate_of(field, value, raw, where, "site-rule", label, SITE_RULE)


def _from_json(parsed: Parsed, title: str) -> Iterator[Candidate]:
    """Fields of the article object in a script's JSON; evidence only where its title is not this page's."""
    found = article_fields(parsed, title)
    if found is None:
        return
    article, proven = found
    for field, key, raw in article.fields:
        value = raw
        if field in DATES and raw.isdecimal() and len(raw) in (10, 13):
            day = instant_date(int(raw))
            value = day.value if day is not None else ""
        strength = JSON + (key.lower() == "classify_main_name")
        yield candidate_of(field, value, raw, f"{article.place}.{key}", "json", key, strength, proven)
    if article.title and not article.listed:
        yield candidate_of(
            "title", article.title, article.title, article.place, "json", "title", JSON + 1, proven
        )


def _from_comments(parsed: Parsed) -> Iterator[Candidate]:
    """Fields a template has commented out: kept as evidence, never believed (CMS.md §2, Handan)."""
    if parsed.root is None:
        return
    tree = parsed.tree
    for comment in islice(tree.comments, _MOST_COMMENTS):
        text = comment.text
        if len(text) > 3000 or not ("：" in text or ":" in text) or not _HAN.search(text):
            continue
        plain = _TAG.sub("", text) if "<" in text else text
        found = labels.inline(plain)
        for here, match in enumerate(found):
            end = found[here + 1].start if here + 1 < len(found) else len(plain)
            raw = squeeze(plain[match.end : end].strip().split("\n")[0])
            field = labels.LABELS[labels.plain(match.label)].field
            if field and raw and not is_placeholder(raw) and len(raw) < 200:
                where = f"{tree.place(comment.parent)} > comment" if comment.parent >= 0 else "comment"
                yield candidate_of(field, raw, raw, where, "comment", match.label, LABEL, eligible=False)


def _from_address(url: str) -> Iterator[Candidate]:
    """The day in an address: it can differ from the day of publication (CMS.md §4), so evidence only."""
    if day := url_date(url):
        yield Candidate("date_published", day, url, "url", "url-date", eligible=False, precision="day")


def _from_row(row: ListRow | None) -> Iterator[Candidate]:
    """What the list that led to the page says of it: believed only where the page itself says nothing."""
    if row is None:
        return
    printed = (
        ("date_published", row.date),
        ("index_number", row.index_number),
        ("document_number", row.document_number),
        ("issuer", row.issuer),
        ("title", row.title),
    )
    for field, raw in printed:
        if raw.strip():
            yield candidate_of(field, raw, raw, "list row", "list-row", "", ROW)


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
