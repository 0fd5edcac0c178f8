"""The metadata of a document: every field of `archive.records.FIELDS`, with the evidence for it.

Four dates are four fields: 成文 or 生成日期 is `date_written`, 发布日期 `date_published`; the year of a
report and the day we saw it are others. A field that nothing on the page states stays empty. The rules and
their ranking are told in docs/metadata.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from archive.records import Evidence, ListRow, Number
from pipelines import labels
from pipelines.breadcrumb import column_path
from pipelines.candidates import (
    BLOCK,
    JSON,
    LABEL,
    LINE,
    ROW,
    SITE_RULE,
    TAG,
    Candidate,
    choose,
    is_placeholder,
)
from pipelines.cells import short
from pipelines.conflicts import conflicts_of
from pipelines.dates import field_date, instant_date, only_date, url_date
from pipelines.dom import Parsed
from pipelines.genre import genre_candidates, report_year
from pipelines.json_blocks import article_fields
from pipelines.meta_tags import standard_tags, tag_candidates
from pipelines.metadata_blocks import Found, MetadataBlock, find_blocks, read_blocks
from pipelines.numbers import document_number, numbers_of
from pipelines.pairs import Pair
from pipelines.platforms import Platform
from pipelines.signature import signature_candidates
from pipelines.site import Site
from pipelines.tree import squeeze
from pipelines.units import unit_candidate

__all__ = ["Metadata", "find_blocks", "printed_title", "read_blocks", "read_metadata"]

Element = html.HtmlElement

_DATES = ("date_written", "date_published")
_WEAK_DATES = ("日期", "时间")
"""Labels that may stand for any date: beside them only a whole day is one."""
_DISCLOSURES = re.compile(r"(?:主动|依申请|依职权|不予|部分|免予|全部|全文)公开")
_LONGEST = {"disclosure": 40, "validity": 40, "index_number": 80, "title": 400, "keywords": 400}
_LONGEST_VALUE = 200
"""Characters: what is longer is text that a broken template ran into the block."""
_NAMES = frozenset(
    ("issuer", "responsible_unit", "category", "disclosure", "validity", "source", "document_number")
)
_TOOLS = re.compile(
    r"(?:[\s|｜丨]*[【\[（(]?\s*(?:打\s?印(?:本页|此页|正文|文章)?|关\s?闭(?:本页|此页|窗口)?|收藏(?:本页|此页)?|返回(?:顶部)?"
    r"|大\s*中\s*小|默认\s*大\s*超大)\s*[】\]）)]?)+\s*$"
)
"""The buttons of a page that stand behind the last value of a line."""
_DATE_BEHIND = re.compile(r"(?<=\S)[\s|｜]+(?:19|20)\d{2}[-年/.][\d\s:年月日时分秒/.-]+$")
"""A date without a label behind a name: 来源：新华社 2024-01-18."""
_LAST_OF_TOOLS = frozenset("印页文章闭口藏回部小大】]）)")
_BARS = " \t\u3000|｜丨┃"
"""What separates the pairs of a line."""
_HAN = re.compile("[\u4e00-\u9fff]")
_TAG = re.compile(r"<[^<>]*>")
_FOOTER = re.compile(r"主办|标识码|ICP备|公网安备|版权所有|技术支持|网站维护|维护单位|开发维护")
_LONGEST_FOOTER = 600
_COUNTED = re.compile(r"[\d一二三四五六七八九十]")
_MOST_COMMENTS = 500
_MOST = 60
"""Blocks, and pairs outside them, that are kept as evidence: more are a list of other documents."""
_CUT = re.compile(r"(?:\.{3}|…)\s*$")


@dataclass(frozen=True)
class Metadata:
    """What a page says of its document. `values` by field name; `title` as a metadata block or tag prints it.

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
) -> Metadata:
    """The fields of a page, given its body, title and text as read.

    `found` saves reading the blocks again; `row` is the row of the list that led to the page.
    """
    found = found or read_blocks(parsed)
    candidates = [
        *_by_selectors(parsed, site),
        *_from_pairs(parsed, found, body, title),
        *tag_candidates(parsed),
        *_from_json(parsed, title),
        *_from_comments(parsed),
        *_from_address(parsed.page.url),
        *signature_candidates(text),
        *_from_row(row),
    ]
    if path := column_path(parsed, site, title):
        candidates.append(path)
    values, _ = choose(candidates)
    title = title or values.get("title", "")
    candidates += _derived(values, title, site)
    values, evidence = choose(candidates)
    printed = values.pop("title", "")
    return Metadata(
        values,
        evidence,
        standard_tags(parsed),
        tuple(block.element for block in found.blocks),
        printed,
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
    whole = {p.raw for p in pairs if p.raw and not _CUT.search(p.raw) and not is_placeholder(p.raw)}
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
            yield _candidate(field, value, raw, where, "site-rule", label, SITE_RULE)


def _from_pairs(parsed: Parsed, found: Found, body: Element | None, title: str) -> Iterator[Candidate]:
    inside = parsed.tree.number.get(body, -1) if body is not None else -1
    own = _own_lines(_own_blocks(found.blocks, title), inside)
    for block in found.blocks[:_MOST]:
        base = BLOCK if block.kind == "disclosure" else LINE
        for pair in block.pairs:
            if pair.meaning.field:
                yield _of_pair(parsed, pair, base, block.kind, eligible=block in own)
        if block.kind == "line" and block in own:
            yield from _bare_date(parsed, block)
    yield from _from_single(parsed, found, inside)


def _from_single(parsed: Parsed, found: Found, inside: int) -> Iterator[Candidate]:
    """Labels outside the text that stand in no block: believed where one says one thing, and not in a
    footer.
    """
    candidates: list[Candidate] = []
    for pair in found.single[:_MOST]:
        if pair.shape == "header-row" or not pair.meaning.field:
            continue
        if inside < 0 or not parsed.tree.within(pair.at, inside):
            eligible = pair.shape != "cells" and not _in_footer(parsed, pair)
            weak = labels.plain(pair.label) in _WEAK_DATES
            candidates.append(_of_pair(parsed, pair, TAG if weak else LABEL, "label", eligible=eligible))
    told: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.eligible and candidate.value:
            told.setdefault(candidate.field, set()).add(candidate.value)
    # Different values beside the same label are of other documents: a list in the margin.
    several = {field for field, said in told.items() if len(said) > 1}
    yield from (replace(c, eligible=False) if c.field in several else c for c in candidates)


def _in_footer(parsed: Parsed, pair: Pair) -> bool:
    """Whether a label is one of those at the foot of a site: 主办单位, 承办单位, 网站标识码 (FACTS.md §1.5).
    """
    tree = parsed.tree
    for i in (pair.at, *tree.above(pair.at)[:2]):
        if tree.tags[i] == "footer" or _FOOTER.search(short(tree, i, _LONGEST_FOOTER) or ""):
            return True
    return False


def _own_blocks(blocks: tuple[MetadataBlock, ...], title: str) -> list[MetadataBlock]:
    """The blocks that may speak for the document.

    Blocks with different 索引号 are of different documents (lists carry a hidden table per item, CMS.md §2):
    then only the one that prints this document's title is its own.
    """
    blocks = tuple(block for block in blocks if not _of_several(block))
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


def _of_several(block: MetadataBlock) -> bool:
    """Whether a label stands in a block with two values: then it is a list, and each is of another document.
    """
    said: dict[str, str] = {}
    for pair in block.pairs:
        if pair.meaning.field and pair.raw:
            label = labels.plain(pair.label)
            if said.setdefault(label, pair.raw) != pair.raw:
                return True
    return False


def _own_lines(blocks: list[MetadataBlock], body: int) -> list[MetadataBlock]:
    """The blocks without the lines of other documents: of lines that differ, the last above the text is its
    own.

    A list in the margin prints such a line for each of its items.
    """
    lines = [b for b in blocks if b.kind == "line"]
    said = {p.raw for b in lines for p in b.pairs if p.meaning.field == "date_published" and p.raw}
    above = [b for b in lines if b.at < body and any(p.meaning.field and p.raw for p in b.pairs)]
    if len(said) < 2 or not above:
        return blocks
    return [b for b in blocks if b.kind != "line" or b is above[-1]]


def _of_pair(parsed: Parsed, pair: Pair, base: int, kind: str, *, eligible: bool) -> Candidate:
    meaning, where = pair.meaning, parsed.tree.place(pair.at)
    rule, strength = f"{kind}-{pair.shape}", base + pair.meaning.rank
    return _candidate(meaning.field, pair.raw, pair.raw, where, rule, pair.label, strength, eligible)


def _candidate(
    field: str, value: str, raw: str, where: str, rule: str, label: str, strength: int, eligible: bool = True
) -> Candidate:
    """A candidate with its value as the field keeps it; empty where the raw string cannot be one."""
    value = squeeze(value)
    if value and value[-1] in _LAST_OF_TOOLS and field != "title":
        value = _TOOLS.sub("", value)
    if field in _NAMES and (dated := _DATE_BEHIND.search(value)) is not None and only_date(dated.group()):
        value = value[: dated.start()]
    value = value.strip(_BARS)
    label = squeeze(label).rstrip("：: ")
    precision = ""
    if is_placeholder(value) or len(value) > _LONGEST.get(field, _LONGEST_VALUE):
        value = ""
    elif "。" in value and field in _NAMES:
        value = ""  # a sentence is no name
    elif field in _DATES:
        value, precision = _day(value, label)
    elif field == "index_number":
        value = value if re.search(r"\d", value) else ""
    elif field == "document_number":
        counted = _COUNTED.search(value) and not only_date(value)
        value = document_number(value) if counted else ""
    elif field == "category" and _DISCLOSURES.fullmatch(value):
        # FACTS.md §0: some systems print 内容分类 where they mean 公开方式.
        field, rule, strength = "disclosure", f"{rule}-value", strength + 5
    elif field == "title":
        eligible = eligible and not _CUT.search(value)
    elif field == "genre":
        eligible = False  # 体裁 is the block's own vocabulary, not our genres
    return Candidate(field, value, raw, where, rule, label, strength, eligible, precision)


def _day(value: str, label: str) -> tuple[str, str]:
    """(date, precision) of a date field."""
    printed = field_date(value)
    if printed is None or (printed.precision in ("year", "month") and labels.plain(label) in _WEAK_DATES):
        return "", ""
    return printed.value, printed.precision


def _bare_date(parsed: Parsed, block: MetadataBlock) -> Iterator[Candidate]:
    """A date without a label in the line under the title, when no label there says a date."""
    if any(pair.meaning.field == "date_published" for pair in block.pairs):
        return
    tree = parsed.tree
    for i in range(block.at + 1, tree.ends[block.at]):
        raw = short(tree, i, 60) or ""
        if only_date(raw) and (day := field_date(raw)):
            yield Candidate(
                "date_published",
                day.value,
                raw,
                tree.place(i),
                "line-date",
                strength=LINE + 3,
                precision=day.precision,
            )
            return


def _from_json(parsed: Parsed, title: str) -> Iterator[Candidate]:
    """Fields of the article object in a script's JSON; evidence only where its title is not this page's."""
    found = article_fields(parsed, title)
    if found is None:
        return
    article, proven = found
    for field, key, raw in article.fields:
        value = raw
        if field in _DATES and raw.isdecimal() and len(raw) in (10, 13):
            day = instant_date(int(raw))
            value = day.value if day is not None else ""
        strength = JSON + (key.lower() == "classify_main_name")
        yield _candidate(field, value, raw, f"{article.place}.{key}", "json", key, strength, proven)
    if article.title and not article.listed:
        yield _candidate(
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
                yield _candidate(field, raw, raw, where, "comment", match.label, LABEL, eligible=False)


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
            yield _candidate(field, raw, raw, "list row", "list-row", "", ROW)


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
