"""What a difference is called, in Chinese and English: on a terminal and in the reading room."""

from __future__ import annotations

from archive.compare.difference import Difference
from archive.words import REASONS

NOISE = {
    **REASONS,
    "white space": "空白",
    "line breaks": "分段",
    "page generation": "页面生成时间",
    "share bar": "分享按钮",
    "article tools": "打印、字号等工具",
    "view counter": "浏览次数",
    "meta tags": "网页元标签",
    "address tokens": "链接中的会话标识",
    "pictures": "图片地址",
    "encoding": "网页编码",
    "extractor": "读取程序",
    "derived fields": "本档案推得的字段",
    "printed otherwise": "同值异写",
    "table layout": "表格排列",
    "markup": "网页代码",
}
"""Why something differs that was not published."""

PASSAGES = {
    "changed": ("改", "changed"),
    "removed": ("删", "removed"),
    "added": ("增", "added"),
    "moved_away": ("移走", "moved away"),
    "moved_here": ("移来", "moved here"),
}

ATTACHMENTS = {
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
    "renamed": ("改名", "renamed"),
    "moved": ("同名，另一地址", "same name, another address"),
    "replaced": ("文件已换", "other bytes"),
}

COPIES = {
    "identical": ("照抄", "identical"),
    "figures": ("只换数字", "other figures only"),
    "nearly": ("略改", "nearly so"),
    "new": ("新写", "new"),
}


def counts(difference: Difference) -> list[tuple[int, str, str]]:
    """How much of what changed: a number, the Chinese and the English for it; nothing of what did not."""
    moved = difference.moves
    found = [
        (int(bool(difference.title)), "标题", "title"),
        (difference.count("changed"), "句改动", "sentences changed"),
        (difference.count("added"), "句增加", "added"),
        (difference.count("removed"), "句删去", "removed"),
        (moved, "处移动", "moved"),
        (len(difference.figures), "个数字", "figures"),
        (len(difference.fields), "个字段", "fields"),
        (len(difference.attachments), "个附件", "attachments"),
        (len(difference.cells), "处表格", "places in tables"),
    ]
    return [each for each in found if each[0]]
