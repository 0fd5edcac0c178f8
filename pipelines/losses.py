"""Where characters look lost in the source itself: said with the offset, never repaired.

An earlier copying of a text drops short spans: a measure word, a comma, an enumerator (8个村1个社区 became
81社区; 7次，学习 became 7学习; 2024年1月17日 became 2024117). What is left reads well enough to be
quoted, so each rule names a shape that a careful writer does not leave; its exceptions are what writers do
leave. Every rule is one pass over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from string import ascii_letters

from archive.records import Doubt
from pipelines.enumerators import missing_enumerators
from pipelines.quotes import unbalanced_quotes

MOST = 200
"""Doubts told of one rule: a text with more is damaged as a whole."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PLACES = "行政村|自然村|社区|村|街道|居委会|村委会"
_NOT_BEFORE = frozenset(".:：/〔-—~～至第“”'\"·%％") | frozenset(ascii_letters)
"""What stands before a number that is no count: part of a longer one, of a name, or of a range."""

_PAIRED = re.compile(rf"\d(?:{_PLACES}|镇|乡)[、和及与，,]?$")

_VERBS = (
    "开展|学习|组织|举办|召开|发放|印发|制定|出台|完成|办理|受理|审核|审查|化解|调解|排查|整改|接待|解答|参加|参与|培训|宣传|推进|推动|"
    "落实|加强|强化|建立|健全|完善|提升|提高|深入|持续|全面|积极|认真|切实|严格|及时|有效|其中|同时|并[对将在向与]|累计|共计|"
    "发现|查处|收集|征求|解决|处理|答复|回复|覆盖|惠及|涉及|通过|围绕|结合|依托|坚持|确保|做到|形成|营造|引导|督促|协调|帮助"
)
_OPENERS = "(?:同时|此外|另外|目前)[，,]|其中|今年|全年|下一步|一年来|我[镇乡县区市省局]|[镇区县]政府"
_FIRST = "".join(sorted({word[0] for word in f"{_PLACES}|{_VERBS}".split("|")}))
_DIGITS = re.compile(
    rf"[0-9](?P<more>[0-9]{{0,5}}+)(?=[%％《{_FIRST}])"
    rf"(?:(?P<place>{_PLACES})(?![级路道民委史志改镇干支两])(?![、和及与]?\d)"
    rf"|(?P<next>《|{_VERBS})|[%％](?={_OPENERS}))"
)
"""Digits and what should not follow them; what stands before them is looked at for these few only."""

_NAMED_NUMBER = re.compile(
    r"(?:附件|附录|附|专栏|图|表|例|第|注|步骤|阶段|任务|目标|方案|问题|条|项目|版本|标段|包|号|批次|工况|卷|册|篇|"
    r"[年月·.〔型方组之]|模式|热线|[一二三四五六七八九十]|[拨打借])$"
)
_SERVICE = re.compile(r"1[12]\d|1[12]\d{3}|9[56]\d{3}|315|415|512|626")
"""Numbers that are names: telephone services (110, 12345, 95598), commemorative days without their dot (3·15,
4·15, 5·12, 6·26, 12·4)."""

_LAST_LINES = 8
"""How far from the end a signature 落款 may stand: the names of attachments may follow it."""

_RUN_DATE = re.compile(r"(?:[^\d：:。，；、]{3,40}?[\s\u3000]*)?((?:19|20)\d{2}[01]?\d[0-3]?\d)")
_HALF_DATE = re.compile(
    r"(?:[^\d：:。，；、]{3,40}?[\s\u3000]*)?"
    r"((?:19|20)\d{2}年(?:\d{1,2}月\d{1,2}|\d{1,4}日)|(?:19|20)\d{3,4}月\d{1,2}日?)"
)

_STUCK_DAY = re.compile(r"日(?:(?<=\d{3}日)|(?<=\d{5}月\d日)|(?<=\d{5}月\d\d日))")
"""A day that more digits stand before than it has; begins with 日, so that a text is searched for that."""
_RUN = re.compile(
    r"(?<![\dA-Za-z第号码话编共计达〔（(:：/.\-—～~])(?:19|20)\d{2}"
    r"(?:(?:年(?P<half>\d{3,4})|(?P<run>\d{2,4}))日(?![期均报常志夜历记产供处元内游间后前])"
    r"|(?:1[0-2]|0?[1-9])月\d{1,2}日)"
)
"""2024年117日, 2024117日, 20241月17日 in running text: there is no such day, and nothing is counted so."""
_LONGEST_RUN = 12
"""Characters: 202411月17日, and one before it."""
_COUNTED_DAYS = re.compile(r"\s?(?:攻坚|行动|会战|大干|冲刺|计划|专项|活动|无休|开放|工作)")
"""What follows a number of days that has a name: 2024年120日攻坚行动."""


def find_doubts(text: str) -> tuple[Doubt, ...]:
    """Every place of `text` where characters look lost, in order of place.

    Rules: `stuck-digits` (81社区), `bare-digits` (学习7学习), `run-date` (2024117 in the signature,
    于2024117日), `missing-enumerator` (三是 after 一是), `stuck-sentence` (100%二是), `quotes`
    (桃花节”“荷花节).
    At most `MOST` of each kind. One pass each: linear in the length of the text.
    """
    signed = list(_run_dates(text))
    rules = (
        _bare_numbers(text),
        signed,
        _run_dates_within(text, {doubt.end for doubt in signed}),
        missing_enumerators(text),
        unbalanced_quotes(text),
    )
    found = (doubt for rule in rules for doubt in islice(rule, MOST))
    return tuple(sorted(found, key=lambda doubt: (doubt.start, doubt.end, doubt.rule)))


def _bare_numbers(text: str) -> Iterator[Doubt]:
    for match in _DIGITS.finditer(text):
        start = match.start()
        before = text[start - 1 : start]
        if match["place"]:
            yield from _stuck_digits(text, match, before)
        elif match["next"]:
            yield from _bare_digits(text, match, before)
        else:
            yield Doubt(
                "stuck-sentence",
                start,
                match.end(),
                f"“{text[start : match.end() + 2]}”: a new sentence begins without a full stop before it",
            )


def _stuck_digits(text: str, match: re.Match[str], before: str) -> Iterator[Doubt]:
    """81社区: two digits or more before a place that is counted with 个.

    The abbreviation 12村2社区 counts both without 个; years and names (“81社区”) are no counts.
    """
    digits = match[0][: 1 + len(match["more"])]
    if len(digits) < 2 or before.isdigit() or before in _NOT_BEFORE or _is_year(digits):
        return
    if not _PAIRED.search(text, max(0, match.start() - 8), match.start()):
        yield Doubt(
            "stuck-digits",
            match.start(),
            match.end(),
            f"“{match[0]}”: no measure word between the number and {match['place']}; "
            "two numbers may stand here whose words between them were lost",
        )


def _bare_digits(text: str, match: re.Match[str], before: str) -> Iterator[Doubt]:
    """学习7学习, 法规43开展: a count in running text whose measure word and comma are gone.

    A number after 第, 附件, 图, 表 and the like is a name, and so are the numbers of telephone services.
    """
    digits = match[0][: 1 + len(match["more"])]
    if not re.match(rf"[{_HAN}》”]", before) or _is_year(digits) or _SERVICE.fullmatch(digits):
        return
    if not _NAMED_NUMBER.search(text, max(0, match.start() - 6), match.start()):
        yield Doubt(
            "bare-digits",
            match.start(),
            match.end(),
            f"“{match[0]}”: no measure word and no comma between the number and what follows",
        )


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def _run_dates(text: str) -> Iterator[Doubt]:
    """2024117 for 2024年1月17日: a signature's date without its 年, 月 or 日 (GB/T 9704-2012 §7.3.5.3)."""
    for start, line in _last_lines(text):
        for pattern in (_RUN_DATE, _HALF_DATE):
            if (match := pattern.fullmatch(line)) and not re.search(
                r"[码话号编数价额]\s*$", line[: match.start(1)]
            ):
                yield Doubt(
                    "run-date",
                    start + match.start(1),
                    start + match.end(1),
                    f"“{match[1]}” stands where the signature has its date, without 年, 月 or 日",
                )
                break


def _run_dates_within(text: str, known: set[int]) -> Iterator[Doubt]:
    """于2024117日, 2024年117日, 20241月17日 in running text, where 日 and 月 leave no other reading.

    `known`: the ends of those told already.
    """
    for day in _STUCK_DAY.finditer(text):
        end = day.end()
        if end not in known and (match := _run_date_at(text, end)) is not None:
            said = f"“{match[0]}” stands where a date should, without 年 or 月"
            yield Doubt("run-date", match.start(), end, said)


def _run_date_at(text: str, end: int) -> re.Match[str] | None:
    """The run date that ends here; None where its digits are no month and day, or count days by name."""
    # As far as the character behind it, which the pattern looks at.
    found = (m for m in _RUN.finditer(text, max(0, end - _LONGEST_RUN), end + 1) if m.end() == end)
    if (match := next(found, None)) is None or _COUNTED_DAYS.match(text, end):
        return None
    digits = match["half"] or match["run"] or ""
    splits = ((int(digits[:n]), int(digits[n:])) for n in range(1, len(digits)))
    is_day = not digits or any(1 <= month <= 12 and 1 <= day <= 31 for month, day in splits)
    return match if is_day else None


def _last_lines(text: str) -> list[tuple[int, str]]:
    """The last lines that are not empty, each with its offset, white space around it aside."""
    lines: list[tuple[int, str]] = []
    end = len(text.rstrip())
    while end > 0 and len(lines) < _LAST_LINES:
        begin = text.rfind("\n", 0, end) + 1
        if line := text[begin:end].strip():
            lines.append((begin + text[begin:end].index(line), line))
        end = begin - 1
    lines = lines[::-1]
    # A column of numbers is no signature: the line above one is words.
    return [
        (start, line)
        for above, (start, line) in zip(["", *(line for _, line in lines)], lines, strict=False)
        if len(line) <= 60 and above and not re.fullmatch(r"[\d.,%\s]+", above)
    ]
