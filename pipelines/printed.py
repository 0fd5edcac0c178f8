"""What a page prints beside labels, as candidates: which blocks and labels speak for its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html

from pipelines import labels
from pipelines.candidates import BLOCK, LABEL, LINE, TAG, Candidate, is_placeholder
from pipelines.cells import short
from pipelines.dates import field_date, only_date
from pipelines.dom import Parsed
from pipelines.metadata_blocks import Found, MetadataBlock, bare_dates
from pipelines.pairs import Pair
from pipelines.tree import Tree
from pipelines.values import WEAK_DATES, candidate_of, date_behind

Element = html.HtmlElement

_MOST = 60
"""Blocks, and pairs outside them, that are kept as evidence: more are a list of other documents."""
_PROSE = 100
"""Characters of a text that has begun, or that goes on."""
_FOOTER = re.compile(r"主办|标识码|ICP备|公网安备|版权所有|技术支持|网站维护|维护单位|开发维护")
_LONGEST_ITEM = 200
"""Characters of an item in a margin: the name of a document, and what is said of it."""
_SHORTEST_NAME = 8
"""Characters of a link that can name a document: 打印本页, 关闭窗口 are shorter."""
_DRESS = " |｜丨　()（）[]【】"
_LONGEST_FOOTER = 600
"""Characters around a label in which the words of a footer are looked for."""


def printed_candidates(parsed: Parsed, found: Found, body: Element | None, title: str) -> Iterator[Candidate]:
    """Every field that stands beside a label, in blocks first; eligible where it surely is the document's."""
    inside = parsed.tree.number.get(body, -1) if body is not None else -1
    blocks = tuple(block for block in found.blocks if not _is_of_text(parsed, block, inside, title))
    own = _own_lines(_own_blocks(blocks, title), inside)
    for block in found.blocks[:_MOST]:
        base = BLOCK if block.kind == "disclosure" else LINE
        for pair in block.pairs:
            if pair.meaning.field:
                yield _of_pair(parsed, pair, base, block.kind, eligible=block in own)
        if block.kind == "line" and block in own:
            yield from _bare_date(parsed, block)
    yield from _from_single(parsed, found, inside, title)


def _from_single(parsed: Parsed, found: Found, inside: int, title: str) -> Iterator[Candidate]:
    """Labels outside the text that stand in no block: believed where they say one thing of this document."""
    candidates: list[Candidate] = []
    for pair in found.single[:_MOST]:
        if pair.shape == "header-row" or not pair.meaning.field:
            continue
        if inside < 0 or not parsed.tree.within(pair.at, inside):
            eligible = pair.shape != "cells" and not _of_other(parsed, pair, inside, title)
            weak = labels.plain(pair.label) in WEAK_DATES
            candidates.append(_of_pair(parsed, pair, TAG if weak else LABEL, "label", eligible=eligible))
            if eligible:
                candidates += _beside_single(parsed, pair)
    told: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.eligible and candidate.value:
            told.setdefault(candidate.field, set()).add(candidate.value)
    # Different values beside the same label are of other documents: a list in the margin.
    several = {field for field, said in told.items() if len(said) > 1}
    yield from (replace(c, eligible=False) if c.field in several else c for c in candidates)


def _of_other(parsed: Parsed, pair: Pair, inside: int, title: str) -> bool:
    """Whether a label is at the foot of a site (主办单位, 网站标识码: FACTS.md §1.5), or beside a link that
    names another document, as in the margin.

    What also holds the text is neither: a short page ends with a footer.
    """
    tree = parsed.tree
    for i in (pair.at, *tree.above(pair.at)[:2]):
        if inside >= 0 and tree.within(inside, i):
            return False
        said = short(tree, i, _LONGEST_FOOTER) or ""
        if tree.tags[i] == "footer" or _FOOTER.search(said):
            return True
        if said and len(said) <= _LONGEST_ITEM and _names_other(tree, i, pair, title):
            return True
    return False


def _names_other(tree: Tree, i: int, pair: Pair, title: str) -> bool:
    for link in tree.of_tag("a", i):
        name = short(tree, link, _LONGEST_ITEM) or ""
        if len(name) >= _SHORTEST_NAME and name not in pair.raw and _bare(name) not in _bare(title):
            return True
    return False


def _own_blocks(blocks: tuple[MetadataBlock, ...], title: str) -> list[MetadataBlock]:
    """The blocks that may speak for the document.

    Blocks with different 索引号 are of different documents (lists carry a hidden table per item, CMS.md §2):
    then only the one that prints this document's title is its own.
    """
    blocks = tuple(block for block in blocks if not _of_several(block))
    said = (p.raw for b in blocks for p in b.pairs if p.meaning.field == "index_number")
    numbers = {number for number in said if not is_placeholder(number)}
    if len(numbers) <= 1:
        return list(blocks)
    bare = _bare(title)
    return [
        block
        for block in blocks
        if block.kind == "line"
        or (bare and any(p.meaning.field == "title" and _bare(p.raw) == bare for p in block.pairs))
    ]


def _is_of_text(parsed: Parsed, block: MetadataBlock, inside: int, title: str) -> bool:
    """Whether a block is a table of the text itself: a row under 文件名称, 文号, 发文机关 that names another
    document, or cells amid the text. The catalogue's entry has an 索引号, or stands at an end of the text.
    """
    tree = parsed.tree
    if inside < 0 or block.at == inside or not tree.within(block.at, inside) or block.kind != "disclosure":
        return False
    if any(p.meaning.field == "index_number" for p in block.pairs):
        return False
    before = tree.text[tree.starts[inside] : tree.starts[block.at]]
    behind = tree.text[tree.stops[block.at] : tree.stops[inside]]
    if len(_bare(before)) < _PROSE:
        return False
    named = {_bare(p.raw) for p in block.pairs if p.meaning.field == "title" and p.raw}
    if named:
        return not any(_bare(title) in name or name in _bare(title) for name in named)
    return any(p.shape == "header-row" for p in block.pairs) or len(_bare(behind)) >= _PROSE


def _bare(text: str) -> str:
    return "".join(text.split())


def _of_several(block: MetadataBlock) -> bool:
    """Whether a label stands in a block with two values: then it is a list of other documents."""
    said: dict[str, str] = {}
    for pair in block.pairs:
        if pair.meaning.field and not is_placeholder(pair.raw):
            label = labels.plain(pair.label)
            if said.setdefault(label, pair.raw) != pair.raw:
                return True
    return False


def _own_lines(blocks: list[MetadataBlock], body: int) -> list[MetadataBlock]:
    """The blocks without the lines of other documents.

    A list in the margin prints such a line for each of its items: of lines that differ, the last above the
    text is its own. `body` is the number of the text's element, -1 where it is not known.
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
    raw = pair.raw or pair.unread
    return candidate_of(meaning.field, pair.raw, raw, where, rule, pair.label, strength, eligible)


def _bare_date(parsed: Parsed, block: MetadataBlock) -> Iterator[Candidate]:
    """A date without a label in the line under the title, when no label there says a date."""
    if any(pair.meaning.field == "date_published" for pair in block.pairs):
        return
    tree = parsed.tree
    for day in bare_dates(tree, block.at):
        yield from _without_label(parsed, block.at, day, "line-date", LINE + 3)
        return
    for i in range(block.at + 1, tree.ends[block.at]):
        if only_date(raw := short(tree, i, 60) or ""):
            yield from _without_label(parsed, i, raw, "line-date", LINE + 3)
            return
    for pair in block.pairs:
        if behind := date_behind(pair.raw):  # 来源：某局 | 2024-01-17 15:20 | 阅读：5
            yield from _without_label(parsed, pair.at, behind, "line-date", LINE + 3)
            return


def _beside_single(parsed: Parsed, pair: Pair) -> Iterator[Candidate]:
    """A date in a line that is the source and it alone: `<div>2024-01-17 <span>来源：…</span></div>`."""
    if pair.meaning.field != "source" or not pair.raw:
        return
    said = short(parsed.tree, pair.at, 120) or ""
    at = said.find(pair.label)
    before, behind = said[: max(at, 0)].strip(_DRESS), said[at:].rpartition(pair.raw)[2].strip(_DRESS)
    for day, rest in ((before, behind), (behind, before)):
        if only_date(day) and not rest:
            yield from _without_label(parsed, pair.at, day, "label-date", LABEL + 3)


def _without_label(parsed: Parsed, at: int, raw: str, rule: str, strength: int) -> Iterator[Candidate]:
    if day := field_date(raw):
        where = parsed.tree.place(at)
        yield Candidate(
            "date_published", day.value, raw, where, rule, strength=strength, precision=day.precision
        )
