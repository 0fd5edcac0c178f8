"""One field, many candidates: a stated ranking decides, and every candidate is kept as evidence.

The ranking, best first: a selector of the site file; the disclosure block; the line under the title; another
label outside the text; JSON in the page; a standard meta tag; the signature 落款 at the end of the text; the
row of the list that led to the page. What is evidence only (a comment, the address, the time a page was
generated) is never chosen, even when nothing else is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.records import Evidence

SITE_RULE, BLOCK, LINE, LABEL, JSON, TAG, SIGNATURE, ROW, REST = 0, 10, 20, 30, 35, 40, 50, 60, 90
"""Strengths; the rank of a label (0-2) is added, so 发文字号 stands before 文号. REST: when no rule knows."""

_EMPTY = re.compile(
    r"[\s\-—–―_/\\.。·*:：,，;；、|]*|0+|[（(]?(?:暂?无(?:文号|编号|来源|出处|标题|题|数据|信息|内容|作者|关键词|主题词)?|暂缺|空|不详|null|none|undefined|nan)[）)]?",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\{\{|\}\}|\$\{|<\$|\[\$|<%|\[#|%>|\A[{\[#@$%<][^\u4e00-\u9fff]*[a-z][^\u4e00-\u9fff]*[}\]#@$%>]\Z"
)
"""Code of a template: ${title}, {{title}}, [!--title--], #title#."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value for a field. `strength`: lower is believed first; `eligible` is false for evidence only;
    `precision` is of a date, as in `Evidence`.
    """

    field: str
    value: str
    raw: str
    place: str
    rule: str
    label: str = ""
    strength: int = LABEL
    eligible: bool = True
    precision: str = ""


def is_placeholder(value: str) -> bool:
    """Whether a value says that there is none (—, 无, 暂无), or is a template nobody filled in."""
    value = value.strip()
    return (len(value) < 12 and _EMPTY.fullmatch(value) is not None) or _TEMPLATE.search(value) is not None


def choose(candidates: Iterable[Candidate]) -> tuple[dict[str, str], tuple[Evidence, ...]]:
    """(values, evidence): the strongest eligible value of each field; of equals, the first in reading
    order.
    """
    ordered = list(dict.fromkeys(candidates))
    best: dict[str, Candidate] = {}
    for candidate in ordered:
        if not candidate.eligible or not candidate.value:
            continue
        held = best.get(candidate.field)
        if held is None or candidate.strength < held.strength:
            best[candidate.field] = candidate
    evidence = tuple(
        Evidence(
            c.field,
            c.value,
            c.raw,
            c.place,
            c.rule,
            c.label,
            chosen=best.get(c.field) is c,
            eligible=c.eligible,
            precision=c.precision if c.value else "",
        )
        for c in ordered
    )
    return {field: c.value for field, c in best.items()}, evidence
