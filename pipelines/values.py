"""From a raw string to the value a field keeps: what belongs to it, in what form, and if it is one at all."""

from __future__ import annotations

import re

from pipelines import labels
from pipelines.candidates import Candidate, is_placeholder
from pipelines.dates import field_date, only_date
from pipelines.numbers import document_number
from pipelines.tree import squeeze

DATES = ("date_written", "date_published")
WEAK_DATES = ("日期", "时间")
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
_CUT = re.compile(r"(?:\.{3}|…)\s*$")
_COUNTED = re.compile(r"[\d一二三四五六七八九十]")


def candidate_of(
    field: str, value: str, raw: str, where: str, rule: str, label: str, strength: int, eligible: bool = True
) -> Candidate:
    """A candidate with its value as the field keeps it; empty where the raw string cannot be one."""
    value = squeeze(value)
    if value and value[-1] in _LAST_OF_TOOLS and field != "title":
        value = _TOOLS.sub("", value)
    if field in _NAMES and (dated := date_behind(value)):
        value = value[: len(value.rstrip(_BARS)) - len(dated)]
    value = value.strip(_BARS)
    label = squeeze(label).rstrip("：: ")
    precision = ""
    if is_placeholder(value) or len(value) > _LONGEST.get(field, _LONGEST_VALUE):
        value = ""
    elif "。" in value and field in _NAMES:
        value = ""  # a sentence is no name
    elif field in DATES:
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
        eligible = eligible and not is_cut(value)
    elif field == "genre":
        eligible = False  # 体裁 is the block's own vocabulary, not our genres
    return Candidate(field, value, raw, where, rule, label, strength, eligible, precision)


def date_behind(value: str) -> str:
    """The date without a label that stands behind a name, or empty."""
    value = value.rstrip(_BARS)
    dated = _DATE_BEHIND.search(value)
    return dated.group() if dated is not None and only_date(dated.group()) else ""


def _day(value: str, label: str) -> tuple[str, str]:
    """(date, precision) of a date field."""
    printed = field_date(value)
    if printed is None or (printed.precision in ("year", "month") and labels.plain(label) in WEAK_DATES):
        return "", ""
    return printed.value, printed.precision


def is_cut(title: str) -> bool:
    """Whether a title is one that a list or a block has shortened."""
    return _CUT.search(title) is not None
