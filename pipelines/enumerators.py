"""Enumerators missing from a run: 三是 after 一是, （三） after （一）. One rule of `pipelines.losses`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Doubt

_DIGITS = "一二三四五六七八九十"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_ENDS = "。；;！？：:，,、”》）)…"
_MOST_MISSING = 3
"""Enumerators lost at one place; where more are missing, the number is no part of the run."""

_SPACE = r"[ \t\u3000\u2002\u2003\xa0]*"
_SECTION = rf"^{_SPACE}[{_DIGITS}]{{1,3}}、"
_BRACKET = rf"^{_SPACE}[（(][{_DIGITS}]{{1,3}}[）)]"

_POINT = rf"(?<![之第其唯统万同专单逐归任每某这那百千零〇{_DIGITS}])([{_DIGITS}]{{1,3}})是"
_FAMILIES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    # how it is written, the enumerator with its number as group 1, or else a heading above it: a new list
    ("{}是", re.compile(rf"{_POINT}|{_SECTION}|{_BRACKET}", re.M), "points"),
    ("第{}", re.compile(rf"第([{_DIGITS}]{{1,3}})[，,、：:](?!第)|{_SECTION}|{_BRACKET}", re.M), "ordinals"),
    (
        "（{}）",
        re.compile(rf"(?<!第)[（(]([{_DIGITS}]{{1,3}})[）)](?![项款目至、和或（(])|{_SECTION}", re.M),
        "brackets",
    ),
    ("{}、", re.compile(rf"(?<![{_HAN}、—\-])([{_DIGITS}]{{1,3}})、(?![{_DIGITS}])"), "sections"),
)


def number_of(numeral: str) -> int:
    """一 → 1 … 九十九 → 99; 0 for what is no such numeral."""
    tens, ten, ones = numeral.rpartition("十")
    if ten:
        if any(len(part) > 1 or part == "十" for part in (tens, ones)):
            return 0
        return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)
    return _DIGITS.index(numeral) + 1 if len(numeral) == 1 else 0


def numeral_of(number: int) -> str:
    """1 → 一 … 99 → 九十九."""
    if number <= 10:
        return _DIGITS[number - 1]
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens - 1] if tens > 1 else "") + "十" + (_DIGITS[ones - 1] if ones else "")


def missing_enumerators(text: str) -> Iterator[Doubt]:
    """Doubts of the rules `missing-enumerator` and `stuck-sentence` (an enumerator without a stop before it).

    A run begins at 一; a run inside another (一是…一是…二是…二是) is followed as such; a number printed twice
    stands for the one that is missing after it (the author's slip, not a loss).
    """
    for written, pattern, name in _FAMILIES:
        yield from _family(text, pattern, written, name)


@dataclass(slots=True)
class _Run:
    """A run: its last number, how many were printed twice, the line of the last and where it ends."""

    last: int
    twice: int
    line: int
    end: int


def _family(text: str, pattern: re.Pattern[str], written: str, name: str) -> Iterator[Doubt]:
    runs: list[_Run] = []  # the open ones, the innermost last
    line, counted = 0, 0
    for match in pattern.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        if match[1] is None:
            runs.clear()
            continue
        number = number_of(match[1])
        apart = _apart(text, match.start())
        if number == 1 and (apart or name == "points"):
            runs.append(_Run(1, 0, line, match.end()))
            del runs[:-4]
        if number < 2 or not runs:
            continue
        depth = _continued(runs, number)
        if depth is not None:
            if name == "points" and _stuck(text, match.start()):
                yield _stuck_doubt(text, match)
            runs[depth] = _Run(number, runs[depth].twice, line, match.end())
            del runs[depth + 1 :]
            continue
        run = runs[-1]
        if not apart or number <= run.last:
            run.twice += number == run.last
            continue
        missing = number - run.last - 1
        if missing > run.twice and missing <= _MOST_MISSING:
            lost = "、".join(written.format(numeral_of(n)) for n in range(run.last + 1, number))
            yield Doubt(
                "missing-enumerator",
                match.start(),
                match.end(),
                f"“{match[0]}” follows {written.format(numeral_of(run.last))}; not there: {lost}",
            )
            if name == "points":
                yield from _beheaded(text, run.end, match.start())
        if missing <= _MOST_MISSING:
            runs[-1] = _Run(number, 0, line, match.end())


def _continued(runs: list[_Run], number: int) -> int | None:
    """Which run the number continues, the innermost first.

    A list inside a list has more than its 一, unless it stands in the same line: else 一是…二是 above would
    hide what is lost in 一是…三是 below.
    """
    for depth in range(len(runs) - 1, -1, -1):
        if runs[depth].last == number - 1:
            return depth
        if runs[depth].last == 1 and depth and runs[depth - 1].line != runs[depth].line:
            return None
    return None


def _stuck_doubt(text: str, match: re.Match[str]) -> Doubt:
    return Doubt(
        "stuck-sentence",
        match.start() - 1,
        match.end(),
        f"“{text[max(0, match.start() - 4) : match.end()]}”: {match[0]} begins without a full stop before it",
    )


def _beheaded(text: str, start: int, end: int) -> Iterator[Doubt]:
    """Between 一是 and 四是, a line that begins with 是: an enumerator that lost its number."""
    for match in re.compile(r"\n[ \t\u3000\u2002\u2003]*(是)").finditer(text, start, min(end, start + 20000)):
        yield Doubt(
            "missing-enumerator",
            match.start(1),
            match.end(1),
            "“是” begins a line where an enumerator is missing; its number looks lost",
        )


def _apart(text: str, start: int) -> bool:
    """Whether something begins here: the text, a line, or what follows a stop."""
    return start == 0 or text[start - 1] in "\n\r\t \u3000\u2002\u2003\xa0" or text[start - 1] in _ENDS


def _stuck(text: str, start: int) -> bool:
    """Whether what begins here runs on from a word, a number or a title without a stop."""
    before = text[start - 1 : start]
    if before in ("%", "％", "》") or before.isdigit() or bool(re.match(rf"[{_HAN}]", before)):
        return True
    return before in ("”", "）", ")") and text[start - 2 : start - 1] not in ("。", "；", "！", "？", "，")
