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

_TOKEN = re.compile(rf"[{_DIGITS}][{_DIGITS}]{{0,2}}(?=[是、）)，,：:])")
"""A numeral and what may make it an enumerator; what stands before it is looked at for these few only."""

_WRITTEN = {"point": "{}是", "ordinal": "第{}", "bracket": "（{}）", "section": "{}、"}
_NO_POINT = frozenset("之第其唯统万同专单逐归任每某这那百千零〇" + _DIGITS)
_WHITE = " \t\u3000\u2002\u2003\xa0"


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
    runs: dict[str, list[_Run]] = {kind: [] for kind in _WRITTEN}
    line, counted = 0, 0
    for token in _enumerators(text):
        line, counted = line + text.count("\n", counted, token.start), token.start
        if token.kind in ("section", "bracket") and _begins_line(text, token.start):
            runs["point"].clear()
            runs["ordinal"].clear()
            if token.kind == "section":
                runs["bracket"].clear()
        yield from _follow(text, token, runs[token.kind], line)


@dataclass(frozen=True, slots=True)
class _Enumerator:
    """One enumerator: `text[start:end]`, of a kind of `_WRITTEN`."""

    kind: str
    number: int
    start: int
    end: int


def _enumerators(text: str) -> Iterator[_Enumerator]:
    """Every enumerator of the text. 之一是, 第三是, 第（三）项 and 一、二级 are none."""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        before, after, next_but_one = text[start - 1 : start], text[end], text[end + 1 : end + 2]
        kind = ""
        if after == "是":
            kind = "" if before in _NO_POINT else "point"
        elif before == "第":
            kind = (
                ""
                if after in "）)" or next_but_one == "第" or (after == "、" and next_but_one in _DIGITS)
                else "ordinal"
            )
            start -= 1
        elif before in ("（", "(") and after in "）)":
            reference = text[start - 2 : start - 1] == "第" or (
                next_but_one and next_but_one in "项款目至、和或（("
            )
            kind = "" if reference else "bracket"
            start -= 1
        elif after == "、" and not (before and (before in "、—-" or "\u3400" <= before <= "\u9fff")):
            kind = "" if next_but_one and next_but_one in _DIGITS else "section"
        if kind and (number := number_of(match[0])):
            yield _Enumerator(kind, number, start, end + 1)


@dataclass(slots=True)
class _Run:
    """A run: its last number, how many were printed twice, the line of the last and where it ends."""

    last: int
    twice: int
    line: int
    end: int


def _follow(text: str, token: _Enumerator, runs: list[_Run], line: int) -> Iterator[Doubt]:
    """Put an enumerator into its run; `runs` are the open ones of its kind, the innermost last."""
    number, points = token.number, token.kind == "point"
    apart = _apart(text, token.start)
    if number == 1:
        if apart or points:
            runs.append(_Run(1, 0, line, token.end))
            del runs[:-4]
        return
    if not runs:
        return
    if (depth := _continued(runs, number)) is not None:
        if points and _stuck(text, token.start):
            yield _stuck_doubt(text, token)
        runs[depth] = _Run(number, runs[depth].twice, line, token.end)
        del runs[depth + 1 :]
        return
    run = runs[-1]
    if not apart or number <= run.last:
        run.twice += number == run.last
        return
    missing = number - run.last - 1
    if missing > _MOST_MISSING:
        return
    if missing > run.twice:
        written = _WRITTEN[token.kind]
        lost = "、".join(written.format(numeral_of(n)) for n in range(run.last + 1, number))
        this, last = text[token.start : token.end], written.format(numeral_of(run.last))
        yield Doubt(
            "missing-enumerator",
            token.start,
            token.end,
            f"“{this}” follows {last}; not there: {lost}",
        )
        if points:
            yield from _beheaded(text, run.end, token.start)
    runs[-1] = _Run(number, 0, line, token.end)


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


def _stuck_doubt(text: str, token: _Enumerator) -> Doubt:
    near, point = text[max(0, token.start - 4) : token.end], text[token.start : token.end]
    return Doubt(
        "stuck-sentence",
        token.start - 1,
        token.end,
        f"“{near}”: {point} begins without a full stop before it",
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


def _begins_line(text: str, start: int) -> bool:
    begins = text.rfind("\n", max(0, start - 12), start)
    return (begins >= 0 or start < 12) and not text[begins + 1 : start].strip()


def _apart(text: str, start: int) -> bool:
    """Whether something begins here: the text, a line, or what follows a stop."""
    return start == 0 or text[start - 1] in "\n\r" + _WHITE or text[start - 1] in _ENDS


def _stuck(text: str, start: int) -> bool:
    """Whether what begins here runs on from a word, a number or a title without a stop."""
    before = text[start - 1 : start]
    if before in ("%", "％", "》") or before.isdigit() or bool(re.match(rf"[{_HAN}]", before)):
        return True
    return before in ("”", "）", ")") and text[start - 2 : start - 1] not in ("。", "；", "！", "？", "，")
