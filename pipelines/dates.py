"""Dates as pages print them, as YYYY-MM-DD.

A date is a day: 2023年 alone is none, and neither is an impossible one. Spellings: FACTS.md §1.4
(二〇二四年一月十七日 before GB/T 9704-2012, 2024年1月17日 since), CMS.md §1 (the formats of PubDate).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_ZERO = str.maketrans("〇○Ｏ◯ＯO", "零零零零零零")
_HAN_YEAR = r"[一二][零一二三四五六七八九]{3}"
_HAN = re.compile(
    rf"({_HAN_YEAR})\s*年\s*([一二三四五六七八九十]{{1,3}})\s*月\s*([一二三四五六七八九十]{{1,3}})\s*[日号]"
)
_ARABIC = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-/.—－–])\s*(\d{1,2})\s*(?:月|[-/.—－–])\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_URL = re.compile(r"(?:^|/)t((?:19|20)\d{2})(\d{2})(\d{2})_|/((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2})/")


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _numeral(text: str) -> int:
    """十七 → 17, 三十一 → 31, 五 → 5; 0 for what is no numeral of a month or a day."""
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else 0
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def find_date(text: str, *, compact: bool = False) -> str:
    """The first possible date in a text, or empty. `compact` reads 20240117 too: for use beside a
    date's label.
    """
    normal = unicodedata.normalize("NFKC", text)
    found: list[tuple[int, str]] = []
    for pattern in (_ARABIC, _COMPACT) if compact else (_ARABIC,):
        for match in pattern.finditer(normal):
            if iso := _iso(*(int(g) for g in match.groups())):
                found.append((match.start(), iso))
                break
    if "年" in normal:
        for match in _HAN.finditer(normal.translate(_ZERO)):
            year = int("".join(str(_DIGITS[c]) for c in match[1]))
            if iso := _iso(year, _numeral(match[2]), _numeral(match[3])):
                found.append((match.start(), iso))
                break
    return min(found)[1] if found else ""


def only_date(text: str) -> str:
    """The date of a text that is a date and nothing else (a time of day and brackets aside), or empty."""
    if len(text) > 60 or not ("年" in text or any(c.isdecimal() for c in text[:12])):
        return ""
    text = unicodedata.normalize("NFKC", text).strip()
    iso = find_date(text)
    if not iso:
        return ""
    rest = _HAN.sub("", _ARABIC.sub("", text, count=1).translate(_ZERO), count=1)
    rest = re.sub(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|[\s\[\]()【】（）|:：T-]", "", rest)
    return "" if rest else iso


def url_date(url: str) -> str:
    """The day in an address such as /202405/t20240517_1.html or /art/2024/5/17/art_1_2.html, or empty."""
    match = _URL.search(url)
    if not match:
        return ""
    year, month, day = (g for g in match.groups() if g)
    return _iso(int(year), int(month), int(day))
