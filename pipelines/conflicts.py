"""Which fields of a document are told differently by its own page, its address and the list that led to it.

The ranking has already decided what the field holds; here is only said that others disagree. What is
compared: everything that could have been chosen, and the day in the address. What differs in dress alone is
no conflict:
- dates are compared as far as both are printed (2024-01 and 2024-01-17 agree);
- 文号 and 索引号 without white space, whatever their brackets;
- names of offices without the places before them and 人民政府 behind (上桥镇 and 利通区上桥镇人民政府 agree),
  and one of several names is enough;
- titles where one holds the other, without markup and without the … that cuts one short;
- a class, the keywords and the like only under the same label: 主题分类 and 信息分类 are two schemes.
The genre, which we derive ourselves, is in no conflict; year, unit and breadcrumb have no rivals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from archive.records import Evidence
from pipelines.numbers import document_number

_OFFICES = frozenset(("issuer", "responsible_unit", "source"))
_ALSO = frozenset(("url-date",))
"""Rules of what is evidence only and yet speaks of the document."""
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_TAG = re.compile(r"<[^<>]*>")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|街道办事处|办事处)$")


def conflicts_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The fields with a believable candidate that disagrees with the chosen one, in order of appearance."""
    told = [e for e in evidence if e.value and (e.eligible or e.rule in _ALSO) and e.field != "genre"]
    chosen = {e.field: e for e in told if e.chosen}
    found = (e.field for e in told if not e.chosen and e.field in chosen and not _agree(chosen[e.field], e))
    return tuple(dict.fromkeys(found))


def _agree(one: Evidence, other: Evidence) -> bool:
    if one.value == other.value:
        return True
    if one.field in ("date_written", "date_published"):
        size = min(len(one.value), len(other.value))
        return one.value[:size] == other.value[:size]
    if one.field == "document_number":
        return _bare(document_number(one.value)) == _bare(document_number(other.value))
    if one.field == "index_number":
        return _bare(one.value) == _bare(other.value)
    if one.field in _OFFICES:
        return _same_office(one.value, other.value)
    if one.field == "title":
        mine, theirs = _title(one.value), _title(other.value)
        return mine in theirs or theirs in mine
    mine, theirs = _bare(one.value), _bare(other.value)
    return mine == theirs or _bare(one.label) != _bare(other.label)


def _bare(text: str) -> str:
    return "".join(text.split())


def _title(text: str) -> str:
    """A title without what only dresses it: tags that a template wrote, entities, the mark of a cut."""
    if "<" in text or "&" in text:
        text = _TAG.sub("", unescape(text))
    return _bare(text).rstrip("….")


def _same_office(one: str, other: str) -> bool:
    mine, theirs = ([_core(name) for name in _BETWEEN.split(text) if name] for text in (one, other))
    return any(a.endswith(b) or b.endswith(a) for a in mine for b in theirs)


def _core(name: str) -> str:
    core = _GOVERNMENT.sub("", name)
    return core if len(core) > 1 else name
