"""Dates as pages print them, as YYYY-MM-DD, or as much of one as is printed.

Spellings: FACTS.md §1.4 (二〇二四年一月十七日 before GB/T 9704-2012, 2024年1月17日 since), CMS.md §1 (the
formats of PubDate). An impossible day is no date, and a year of two digits is never completed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"0": 0}
_ZERO = str.maketrans("〇○◯ＯOo", "零零零零零零")
_HAN_YEAR = r"[一二]\s*[零0一二三四五六七八九]\s*[零0一二三四五六七八九]\s*[零0一二三四五六七八九]"
_HAN_NUMBER = r"[元一二三四五六七八九十廿卅](?:\s*[一二三四五六七八九十]){0,2}"
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_SEPARATOR = r"[-/.—–]"
_WRITTEN = re.compile(
    rf"({_YEAR}|{_HAN_YEAR})\s*年\s*(\d{{1,2}}|{_HAN_NUMBER})\s*月\s*(\d{{1,2}}(?!\d)|{_HAN_NUMBER})"
    r"\s*(?:[日号]|(?![\w%]))"
)
"""Without 日 only at the end of what is printed: 2024年1月17次 is no date."""
_NUMERIC = re.compile(
    rf"({_YEAR})\s*(?P<by>{_SEPARATOR})\s*(\d{{1,2}})\s*(?P=by)\s*(\d{{1,2}})(?!\d|[/.]\d)\s*[日号]?"
)
"""One separator throughout: 2024年1-3月 is a quarter."""
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_MONTH = re.compile(
    rf"({_YEAR}|{_HAN_YEAR})(?:\s*年\s*(\d{{1,2}}|{_HAN_NUMBER})\s*月份?|\s*[-/.]\s*(\d{{1,2}}))"
)
_YEAR_ALONE = re.compile(rf"({_YEAR}|{_HAN_YEAR})\s*年?")
_TIME = re.compile(
    r"\s*[-T,，]?\s*(?:[(\[]?(?:星期|周)[一二三四五六日天][)\]]?\s*)?(?:上午|下午|晚上?|凌晨)?\s*"
    r"(\d{1,2})\s*[:时点]\s*(\d{2})(?:\s*分)?(?:\s*[:]?\s*(\d{2})(?:\.\d+)?\s*秒?)?"
    r"\s*(Z\b|[+-]\d{2}:?\d{2}\b)?"
)
_STAMP = re.compile(r"((?:19|20)\d{6})(?:[01]\d|2[0-3])[0-5]\d([0-5]\d)?")
"""20240117093000, as databases print a moment."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JAVA = re.compile(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ({'|'.join(_MONTHS)}) (\d\d) \d\d:\d\d:\d\d CST ((?:19|20)\d\d)"
)
"""A date that a template in Java printed as it came (Wed Jan 17 10:00:00 CST 2024)."""
_BEHIND = re.compile(
    r"$|[\s)\]】,，;；。、]|[(\[]?(?:星期|周)[一二三四五六日天]|[APap]\.?[Mm]\b|[.:_]\d{1,9}(?!\w)|\.$"
    r"|T(?:\d{1,6})?$|Z$|[+-]\d{2}:?\d{2}$|\[\w+/\w+\]$"
)
"""What may stand right behind a date that a system wrote, or behind its time of day."""
_TO = re.compile(r"\s*(?:至|到|-{1,2}|—{1,2}|–|~)\s*")
_UNSET = ("1900-01-01", "1970-01-01")
"""What databases print where no day was entered."""
_BRACKETS = re.compile(r"[\s\[\]()【】|:]+")
_URL = re.compile(r"(?:^|/)t((?:19|20)\d{2})(\d{2})(\d{2})_|/((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2})/")
_CHINA = timezone(timedelta(hours=8))
"""The one legal time of the country; a page prints it without saying so."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as far as it is printed: `value` YYYY-MM-DD, YYYY-MM or YYYY; `precision` `year`, `month`,
    `day`, `minute` or `second`. The value never holds a time of day.
    """

    value: str
    precision: str


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _number(text: str) -> int:
    """17, 十七 → 17, 三十一 or 卅一 → 31, 廿 → 20, 元 → 1; 0 for what is no number of a month or a day."""
    text = "".join(text.split())
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else 0
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _year(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return int("".join(str(_DIGITS[c]) for c in text if not c.isspace()))


def _normal(text: str) -> str:
    """The text with full-width digits and signs as ASCII, and one zero; of the same length for those."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if "年" in text:
            text = text.translate(_ZERO)
    return text


def _first(normal: str, *, compact: bool) -> tuple[int, int, str] | None:
    """(start, end, day) of the first possible date in a normalised text."""
    found: list[tuple[int, int, str]] = []
    if "月" in normal:
        for match in _WRITTEN.finditer(normal):
            if iso := _iso(_year(match[1]), _number(match[2]), _number(match[3])):
                found.append((match.start(), match.end(), iso))
                break
    for match in _NUMERIC.finditer(normal):
        if iso := _iso(int(match[1]), int(match[3]), int(match[4])):
            found.append((match.start(), match.end(), iso))
            break
    for match in _COMPACT.finditer(normal) if compact else ():
        if iso := _iso(int(match[1]), int(match[2]), int(match[3])):
            found.append((match.start(), match.end(), iso))
            break
    return min(found) if found else None


def find_date(text: str, *, compact: bool = False) -> str:
    """The first possible day in a text, or empty. `compact` reads 20240117 too: for use beside a date's
    label.
    """
    if len(text) < 8:
        return ""
    found = _first(_normal(text), compact=compact)
    return found[2] if found else ""


def field_date(text: str, *, of_system: bool = False) -> Printed | None:
    """What a date field says: the first possible day with the precision printed, else a month or a year.

    For use beside a date's label alone: 20240117 is read, and a value that is a month or a year and nothing
    else keeps that precision. None where no date can be read, and where the value is the first of two days
    (2024-01-17 至 2024-03-17) or what a database prints for none.

    `of_system`: for a field that a system fills in (a meta tag), and no line of a page, where words follow a
    date: with anything but a time of day, a weekday or a sign glued behind it, it is none
    (2024-01-01undefined).
    """
    normal = _normal(text).strip()
    stamp = _STAMP.fullmatch(normal)
    if stamp and (day := _iso(int(stamp[1][:4]), int(stamp[1][4:6]), int(stamp[1][6:]))):
        return Printed(day, "second" if stamp[2] else "minute")
    if found := _first(normal, compact=True):
        _, end, iso = found
        time = _TIME.match(normal, end)
        if iso in _UNSET or _goes_on(normal, time.end() if time else end):
            return None
        if of_system and not _BEHIND.match(normal, time.end() if time else end):
            return None
        if time is None or int(time[1]) > 24 or int(time[2]) > 59:
            return Printed(iso, "day")
        if time[4] and _moves(iso, int(time[1]), time[4]):
            return None
        return Printed(iso, "second" if time[3] else "minute")
    if java := _JAVA.fullmatch(normal):
        day = _iso(int(java[3]), _MONTHS.index(java[1]) + 1, int(java[2]))
        return Printed(day, "second") if day else None
    bare = _BRACKETS.sub("", normal)
    if match := _MONTH.fullmatch(bare):
        month = _number(match[2] or match[3])
        return Printed(f"{_year(match[1]):04}-{month:02}", "month") if 1 <= month <= 12 else None
    if match := _YEAR_ALONE.fullmatch(bare):
        return Printed(f"{_year(match[1]):04}", "year")
    return None


def _goes_on(normal: str, end: int) -> bool:
    """Whether another day follows as the end of a span."""
    to = _TO.match(normal, end)
    following = (
        _first(normal[to.end() :], compact=True) if to is not None and to.end() < len(normal) else None
    )
    return following is not None and following[0] == 0


def _moves(iso: str, hour: int, offset: str) -> bool:
    """Whether a stamp that names another offset than the country's falls on another day here.

    Then it is not known whether the offset is meant or a template's habit, and neither day is believed.
    """
    ahead = 0 if offset == "Z" else int(offset[:3])
    return not 0 <= hour + 8 - ahead < 24


def instant_date(stamp: int) -> Printed | None:
    """The day, in China, of seconds or milliseconds since 1970 as JSON holds them; None out of 1990-2100."""
    seconds = stamp / 1000 if stamp >= 10**11 else stamp
    if not 631_152_000 <= seconds < 4_102_444_800:
        return None
    return Printed(datetime.fromtimestamp(seconds, _CHINA).date().isoformat(), "second")


def only_date(text: str) -> str:
    """The date of a text that is a date and nothing else (a time of day and brackets aside), or empty."""
    if not 8 <= len(text) <= 60 or not ("年" in text or any(c.isdecimal() for c in text[:12])):
        return ""
    normal = _normal(text)
    found = _first(normal, compact=False)
    if found is None:
        return ""
    start, end, iso = found
    time = _TIME.match(normal, end)
    rest = normal[:start] + normal[time.end() if time else end :]
    return "" if _BRACKETS.sub("", rest).strip("-T") else iso


def url_date(url: str) -> str:
    """The day in an address such as /202405/t20240517_1.html or /art/2024/5/17/art_1_2.html, or empty."""
    match = _URL.search(url)
    if not match:
        return ""
    year, month, day = (g for g in match.groups() if g)
    return _iso(int(year), int(month), int(day))
