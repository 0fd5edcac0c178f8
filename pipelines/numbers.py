"""The numbers of a document taken apart: 索引号, 发文字号 and 令第N号.

The raw string is always kept as evidence; what does not have one of these shapes has no parts.
"""

from __future__ import annotations

import re

from archive.records import Number

_YEAR = r"(?:19|20)\d{2}"
_BRACKETED = re.compile(rf"\s*[(\[（〔﹝【［]\s*({_YEAR})\s*[)\]）〕﹞】］]\s*")
"""A year of four digits in brackets of any kind: FACTS.md §1.4."""
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_HAN = "〇○零一二三四五六七八九十百千"
_NUMBER = re.compile(rf"([^\s\d〔〕]{{1,30}})〔({_YEAR})〕\s*(?:第\s*)?(\d{{1,6}})\s*号?")
_YEAR_BEFORE = re.compile(rf"([^\s\d〔〕]{{2,40}}?)\s*({_YEAR})\s*年\s*第\s*(\d{{1,6}}|[{_HAN}]{{1,8}})\s*号")
"""国家某局公告2024年第5号: announcements and orders that count by the year."""
_ORDER = re.compile(rf"([^\s\d〔〕]{{0,40}}?令)\s*[(（]?\s*第?\s*(\d{{1,6}}|[{_HAN}]{{1,8}})\s*号\s*[)）]?")
_ORDER_AFTER = re.compile(rf"([^\s\d〔〕]{{0,40}}?)\s*第\s*(\d{{1,6}}|[{_HAN}]{{1,8}})\s*号\s*令")
_INDEX = re.compile(rf"([0-9A-Z]{{7,18}}(?:-[0-9X])?)/({_YEAR})-(\d{{4,7}})")
"""FACTS.md §1.3, with the seven digits that CMS.md §2 shows (2023-0043406)."""


def document_number(printed: str) -> str:
    """A 文号 as the archive keeps it: the year in 〔〕, digits as ASCII, no white space inside one number.

    Orders (令第N号) and whatever has no year in brackets keep their form; two numbers in one field stay
    apart.
    """
    value = printed.translate(_WIDE)
    value = _BRACKETED.sub(r"〔\1〕", value)
    value = re.sub(r"(?<=〕)(第?)\s*(\d+)\s*(?=号)", r"\1\2", value)
    whole = _NUMBER.fullmatch("".join(value.split()))
    if whole or _as_order("".join(value.split())):
        return "".join(value.split())
    return value


def _as_order(text: str) -> tuple[str, str, str] | None:
    if match := _YEAR_BEFORE.fullmatch(text):
        return match[1], match[2], match[3]
    if match := _ORDER.fullmatch(text) or _ORDER_AFTER.fullmatch(text):
        return match[1], "", match[2]
    return None


def _who(organ: str) -> str:
    """Who gave an order: what stands before 令 or 命令."""
    return organ.removesuffix("令").removesuffix("命") if organ.endswith("令") else organ


def numbers_of(values: dict[str, str]) -> tuple[Number, ...]:
    """The parts of the chosen `index_number` and `document_number`, as far as their shapes allow."""
    found: list[Number] = []
    index = "".join(values.get("index_number", "").translate(_WIDE).split())
    if match := _INDEX.fullmatch(index):
        found.append(Number("index_number", "index", match[1], match[2], match[3]))
    printed = "".join(values.get("document_number", "").split())
    if match := _NUMBER.fullmatch(printed):
        form = "order" if match[1].endswith("令") else "number"
        found.append(Number("document_number", form, _who(match[1]), match[2], match[3]))
    elif order := _as_order(printed):
        organ, year, serial = order
        form = "order" if "令" in printed else "number"
        found.append(Number("document_number", form, _who(organ), year, serial))
    return tuple(found)
