"""Where a sentence was cut in two by no will of its author: pasted page breaks, and the pages of an article.

A join is proposed only for a stated reason, never because a line lacks its full stop: that is as often a
slip of the author's. A text pasted from Word or WPS brings its page breaks as ends of paragraphs, so that
年度考核 stands as 年度考 and 核; a CMS cuts a long article by its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from archive.records import Block, Join
from pipelines.words import WORDS

_PROSE = 20
"""Characters a line must have, with a comma or full stop inside, to be prose: headings, salutations 主送机关,
signatures 落款 and lines of verse have less or none."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_NUMERAL = "一二三四五六七八九十百"
_OPENS = re.compile(
    rf"[{_NUMERAL}]{{1,3}}(?:[、是要]|方面)|第[{_NUMERAL}\d]"
    r"|\d{1,3}[.．、)）]|[①-⑳■●◆★▲·•*#|【\[“‘《〈（(]|(?:19|20)\d\d年"
    r"|附[件表录注：:]|注[：:\d]|[图表]\s?\d|编者|来源|责任编辑|作者"
)
"""How a new paragraph, heading, list entry, note or date begins (GB/T 9704-2012 §7.3.3 for the numbering)."""

_SENTENCE = re.compile(
    r"首先|其次|再次|最后|此外|另外|同时|其中|下一步|今年|去年|近年|目前|截至|当前|特此|以上|现将"
    r"|由于|虽然|但|因此|所以|在|为[了此进切深全认充]|根据|按照|通过|围绕|坚持|加强|强化|深化|推进"
    r"|推动|落实|严格|全面|深入|积极|认真|切实|持续|进一步|不断|大力|一[年是方]|我[镇乡县区市省局]"
    r"|全[镇乡县区市省年]|各[镇乡县区市级]"
)
"""How a sentence of a report likes to begin: what so begins may be a paragraph of its own."""

_CLOSED = frozenset("。；：！？.;:!?…")
_STOPS = re.compile(r"[。；！？]")
_INNER = re.compile(r"[，。；,;]")
_PUNCTUATED = re.compile(r"[，。；：、！？,;]")
_GOES_ON = re.compile(r"[，。；、：！？）》”’〕〉」』％%]")
_CLITIC = re.compile(
    r"的(?![士确])|们|等(?:[，。、；]|方面|工作|活动|内容|问题|法律|形式|方式)"
    r"|年(?![度末初底])|月(?![底初末])|亿元|万[元人亩户]|余[个件次人份]|人次|场次|件次"
)
_COUNTED = "年月亿万余人场件"
"""What `_CLITIC` begins with only after a number."""

_UNFINISHED = re.compile(
    r"(?:关于|对于|按照|根据|通过|进一步|不断|并且"
    r"|[^目有]的|[^缓温总饱调]和|[^参给赠]与|[^普涉波]及|[，、《“（〔])$"
)
_DIGIT_END = re.compile(r"\d$")
_YEAR_END = re.compile(r"(?<!\d)(?:19|20)\d\d$")


def find_joins(blocks: Sequence[Block]) -> tuple[Join, ...]:
    """The joins of rule `page-break` in the text of some blocks (`pipelines.blocks.plain`).

    Each takes away the line break between two paragraphs where the sentence of the first goes on in the
    second: a word of two characters is cut in two; the second begins with what cannot begin a sentence
    (，》的们等…), the first ends with what cannot end one (，的以及…), or in a book title or bracket that the
    second closes. The first must be prose and the second no heading, list entry, note or date.
    """
    document = _Document(blocks)
    joins: list[Join] = []
    offset, last = 0, None
    for block in blocks:
        if block.kind == "image":
            last = None if last is None else Block("image", "")
            continue
        if not block.text:
            continue
        if last is not None:
            if last.kind == block.kind == "paragraph" and document.goes_on(last.text, block.text):
                joins.append(Join(offset, offset + 1, "\n", "", "page-break"))
            offset += 1
        offset += len(block.text)
        last = block
    return tuple(joins)


def seam(before: str, after: str, offset: int) -> Join:
    """The join of rule `part` between the texts of two pages of an article.

    `offset` is where the line break between them stands in the joined text. It is read as nothing where the
    first page ends inside a sentence, else as the line break it is: each seam is known. A page is cut by its
    length, so prose without an end and a line that does not open anything are reason enough here.
    """
    last = before.rstrip().rsplit("\n", 1)[-1].strip()
    first = after.lstrip().split("\n", 1)[0].strip()
    cut = _prose(last) and _may_follow(first) and "\t" not in last + first
    if cut and not _verse(last):
        document = _Document((Block("paragraph", last), Block("paragraph", first)))
        cut = document.goes_on(last, first) or (
            bool(re.search(rf"[{_HAN}\d，、]$", last))
            and bool(re.match(rf"[{_HAN}\d]", first))
            and bool(_STOPS.search(first))
            and not _SENTENCE.match(first)
        )
    else:
        cut = False
    return Join(offset, offset + 1, "\n", "" if cut else "\n", "part")


class _Document:
    """What the document itself says of words: those that stand before and after its punctuation."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    @cached_property
    def _text(self) -> str:
        return "\n".join(block.text for block in self._blocks if block.kind != "image")

    @cached_property
    def _endings(self) -> set[str]:
        return set(re.findall(rf"[{_HAN}]{{2}}(?=[，。；：、！？”》）])", self._text))

    @cached_property
    def _beginnings(self) -> set[str]:
        return set(re.findall(rf"(?<=[，。；：、！？“《（])[{_HAN}]{{2}}", self._text))

    def goes_on(self, first: str, second: str) -> bool:
        """Whether the sentence that ends the first line goes on in the second, for a certain reason."""
        if len(first) < _PROSE or first[-1] in _CLOSED:
            return False
        if _GOES_ON.match(second) and first[-1] not in "，、,":
            return True
        if not _prose(first) or not _may_follow(second):
            return False
        cut = self._cut_word(first, second) or (
            bool(_PUNCTUATED.search(second)) and _cut_sentence(first, second)
        )
        return cut and not _verse(first)

    def _cut_word(self, first: str, second: str) -> bool:
        """年度考 + 核: the two characters are a word, and neither of them ends or begins another one here."""
        word, left, right = first[-1] + second[0], first[-2:], second[:2]
        if word not in WORDS or left in WORDS or right in WORDS or _SENTENCE.match(second):
            return False
        if not _PUNCTUATED.search(second) and len(second) > 2:
            return False
        return left not in self._endings and right not in self._beginnings


def _prose(line: str) -> bool:
    return len(line) >= _PROSE and bool(_INNER.search(line, 0, len(line) - 1))


def _may_follow(line: str) -> bool:
    return bool(line) and not _OPENS.match(line)


def _verse(line: str) -> bool:
    """Whether all clauses are of one length: a verse, whose lines end where the author wills."""
    clauses = [clause for clause in re.split(r"[，。；、,;]", line) if clause]
    return len(clauses) > 2 and len({len(clause) for clause in clauses}) == 1


def _cut_sentence(first: str, second: str) -> bool:
    if _CLITIC.match(second) and re.search(rf"[{_HAN}\d]$", first):
        return second[0] not in _COUNTED or bool(_DIGIT_END.search(first))
    if second[0] == "年" and _YEAR_END.search(first):
        return True
    if _open_bracket(first) and re.search(rf"[{_HAN}]$", first):
        return _closes_first(second)
    if not _UNFINISHED.search(first):
        return False
    return not (second.endswith(("：", ":")) and not _STOPS.search(first))  # 主送机关 over two lines


def _open_bracket(line: str) -> str:
    """The 《 or （ that the line leaves open, or the empty string."""
    for opening, closing in ("《》", "（）"):
        if line.rfind(opening) > line.rfind(closing):
            return opening
    return ""


def _closes_first(line: str) -> bool:
    match = re.search(r"[《》（）]", line)
    return match is not None and match[0] in "》）"
