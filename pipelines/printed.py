"""What a page prints beside labels, as candidates: which blocks and labels speak for its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import html

from pipelines import labels
from pipelines.candidates import BLOCK, LABEL, LINE, TAG, Candidate
from pipelines.cells import short
from pipelines.dates import field_date, only_date
from pipelines.dom import Parsed
from pipelines.metadata_blocks import Found, MetadataBlock
from pipelines.pairs import Pair
from pipelines.values import WEAK_DATES, candidate_of

Element = html.HtmlElement

_MOST = 60
"""Blocks, and pairs outside them, that are kept as evidence: more are a list of other documents."""
_FOOTER = re.compile(r"主办|标识码|ICP备|公网安备|版权所有|技术支持|网站维护|维护单位|开发维护")
_LONGEST_FOOTER = 600
"""Characters around a label in which the words of a footer are looked for."""


def printed_candidates(parsed: Parsed, found: Found, body: Element | None, title: str) -> Iterator[Candidate]:
    """Every field that stands beside a label, in blocks first; eligible where it surely is the document's."""
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
    """Labels outside the text that stand in no block: believed where they say one thing, outside a footer."""
    candidates: list[Candidate] = []
    for pair in found.single[:_MOST]:
        if pair.shape == "header-row" or not pair.meaning.field:
            continue
        if inside < 0 or not parsed.tree.within(pair.at, inside):
            eligible = pair.shape != "cells" and not _in_footer(parsed, pair)
            weak = labels.plain(pair.label) in WEAK_DATES
            candidates.append(_of_pair(parsed, pair, TAG if weak else LABEL, "label", eligible=eligible))
    told: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.eligible and candidate.value:
            told.setdefault(candidate.field, set()).add(candidate.value)
    # Different values beside the same label are of other documents: a list in the margin.
    several = {field for field, said in told.items() if len(said) > 1}
    yield from (replace(c, eligible=False) if c.field in several else c for c in candidates)


def _in_footer(parsed: Parsed, pair: Pair) -> bool:
    """Whether a label is one at the foot of a site: 主办单位, 承办单位, 网站标识码 (FACTS.md §1.5)."""
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
    """Whether a label stands in a block with two values: then it is a list of other documents."""
    said: dict[str, str] = {}
    for pair in block.pairs:
        if pair.meaning.field and pair.raw:
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
    return candidate_of(meaning.field, pair.raw, pair.raw, where, rule, pair.label, strength, eligible)


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
