"""A sentence in the smallest pieces that a change may replace: figures, Latin words, else characters.

A figure is a number as printed with what it counts: 5516人次, 20余场次, 二十余场次, 100%, 2024年1月17日,
〔2024〕8号. It is never cut, so a changed figure is always shown whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.compare.normal import UNSEEN

_HAN = "〇零○一二两三四五六七八九十百千万亿廿卅"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)"
_UNITS = """
人次 场次 件次 户次 辆次 批次 台次 车次 班次 家次 项次 平方公里 平方千米 平方米 立方米 公顷 公里
千米 厘米 毫米 公斤 千克 万元 亿元 美元 小时 分钟 周年 课时 学时 工作日 个百分点 百分点 个月 元 人
户 件 份 次 场 个 项 名 家 起 条 部 本 篇 批 类 处 所 座 台 辆 套 块 张 期 届 位 支 只 头 亩 吨 米
度 天 日 月 年 秒 周 倍 分 岁 村 例 宗 案 课 讲 轮 遍 层 级 章 款 号 集 幅 面 册 门 间 栋 片 页 组
队 站 点 艘 株 棵 匹 升 克 瓦 伏 时
"""
_UNIT = "(?:" + "|".join(sorted(_UNITS.split(), key=len, reverse=True)) + ")"
_DAY = r"\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"

_PIECE = re.compile(
    rf"(?P<figure>"
    rf"\d{{4}}\s*年(?:{_DAY})?"
    rf"|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?![\d.])"
    rf"|[一二][〇零○一二三四五六七八九]{{3}}年(?:[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?)?"
    rf"|[〔\[［(（]\d{{4}}[〕\]］)）]\s*\d+\s*号"
    rf"|第\s*(?:\d+|[{_HAN}]+)\s*{_UNIT}"
    rf"|百分之[{_HAN}]+(?:点[{_HAN}]+)?"
    rf"|{_NUMBER}\s*[%％‰]"
    rf"|\d{{1,2}}月\d{{1,2}}日"
    rf"|{_NUMBER}\s*[余多几]?[十百千万亿]*[余多几]?\s*{_UNIT}"
    rf"|{_NUMBER}(?:[余多]?[十百千万亿]+[余多]?|[余多])?(?![A-Za-z0-9])"
    rf"|[{_HAN}]+[余多几]?[百千万亿]?{_UNIT}"
    rf")"
    rf"|(?P<number>[{_HAN}]+)"
    rf"|(?P<word>[0-9A-Za-z\u00c0-\u024f]+(?:[-'’./@_][0-9A-Za-z\u00c0-\u024f]+)*)"
    rf"|(?P<space>[\s{UNSEEN}]+)"
    rf"|(?P<character>.)",
    re.DOTALL,
)
_MEASURE = re.compile(rf"(?:{_UNIT}|[%％‰])$")
_WEAK = re.compile(rf"第?[{_HAN}]{_UNIT}")


class Piece(NamedTuple):
    """A piece at `start`; `kind` is figure, number (二 without a measure), word, space or character.

    `key` is what it is compared by: white space is alike but for the bounds of cells, and none in a figure.
    """

    kind: str
    text: str
    start: int
    key: str

    @property
    def measure(self) -> str:
        """What a figure counts, as printed; empty for a bare number."""
        found = _MEASURE.search(self.text)
        return found[0] if found else ""

    @property
    def is_weak(self) -> bool:
        """Whether it may be no figure at all: 一起, 十分, 一个. It counts only beside another figure."""
        return self.kind == "figure" and bool(_WEAK.fullmatch(self.text))


def pieces(text: str) -> list[Piece]:
    """The whole text in pieces, in order: put together they are the text."""
    return [_piece(match) for match in _PIECE.finditer(text)]  # its last branch takes any character


def masked(normal: str) -> str:
    """A sentence with every figure and number as `#`: two with the same one differ in their figures only."""
    return _PIECE.sub(lambda match: "#" if match.lastgroup in ("figure", "number") else match[0], normal)


def _piece(match: re.Match[str]) -> Piece:
    kind, text = str(match.lastgroup), match[0]
    if kind == "space":
        return Piece(kind, text, match.start(), "\t" * text.count("\t") or " ")
    key = text if kind == "character" else "".join(text.split())
    return Piece(kind, text, match.start(), key)
