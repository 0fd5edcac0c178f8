"""The line under a title in every shape: date and source exact, nothing of the page's tools taken for them."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import random

import pytest
from metadata_pages import page, values

from pipelines.metadata import read_metadata

DATES = (
    "2024-01-18",
    "2024-01-18 09:53",
    "2024-01-18 09:53:20",
    "2024年01月18日",
    "2024年1月18日 09:53",
    "2024/01/18",
)
DATE_LABELS = ("发布时间", "发布日期", "日期", "时间", "公开日期")
SOURCES = ("耘溪区司法局", "新华社", "区委宣传部 区司法局", "中国政府网")
SOURCE_LABELS = ("来源", "信息来源", "文章来源", "稿源")
TOOLS = (
    ("浏览次数", "<i id='n'></i>"),
    ("浏览次数", "128次"),
    ("阅读", "<span>35</span>"),
    ("字体", "[<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>]"),
    ("字号", "默认 大 超大"),
    ("作者", "张三"),
    ("责任编辑", "李四"),
    ("编辑", ""),
    ("分享到", "<a href='#' class='wx'></a>"),
    ("点击数", "{{count}}"),
)
BUTTONS = (
    "",
    "",
    "<a href='javascript:print()'>打印</a>",
    "<span>【打印】</span><span>【关闭】</span>",
    "|  打印本页",
)


class Line:
    def __init__(self, seed):
        pick = self.pick = random.Random(seed)
        self.wanted = {}
        self.items = []
        if pick.random() < 0.9:
            self.items.append((pick.choice(DATE_LABELS), pick.choice((*DATES, ""))))
            if self.items[-1][1]:
                self.wanted["date_published"] = "2024-01-18"
        if pick.random() < 0.8 or not self.items:
            self.items.append((pick.choice(SOURCE_LABELS), pick.choice((*SOURCES, "", "  "))))
            if self.items[-1][1].strip():
                self.wanted["source"] = self.items[-1][1]
        self.items += pick.sample(TOOLS, pick.randint(1, 3))
        pick.shuffle(self.items)
        self.colon = pick.choice(("：", ":", "： "))
        self.button = pick.choice(BUTTONS)

    def spans(self):
        return (
            "<div>"
            + "\n".join(f"<span>{k}{self.colon}{v}</span>" for k, v in self.items)
            + self.button
            + "</div>"
        )

    def bold(self):
        return (
            "<div>"
            + "&nbsp;&nbsp;".join(f"<span>{k}{self.colon}<b>{v}</b></span>" for k, v in self.items)
            + self.button
            + "</div>"
        )

    def italic(self):
        return (
            "<p>"
            + " ".join(f"<em>{k}{self.colon}</em><i>{v}</i>" for k, v in self.items)
            + self.button
            + "</p>"
        )

    def one_text(self):
        return "<p>" + "　　".join(f"{k}{self.colon}{v}" for k, v in self.items) + self.button + "</p>"

    def bars(self):
        return "<div>" + " | ".join(f"{k}{self.colon}{v}" for k, v in self.items) + "</div>"

    def list_items(self):
        return (
            "<ul>"
            + "".join(f"<li>{k}{self.colon}{v}</li>" for k, v in self.items)
            + f"<li>{self.button}</li></ul>"
        )

    def cells(self):
        return (
            "<table><tr>" + "".join(f"<td>{k}{self.colon}{v}</td>" for k, v in self.items) + "</tr></table>"
        )

    def nested(self):
        return (
            "<div>"
            + "".join(
                f"<div class='x'><span>{k}{self.colon}</span><span>{v}</span></div>" for k, v in self.items
            )
            + "</div>"
        )


SHAPES = {
    "spans": Line.spans,
    "bold values": Line.bold,
    "em and i": Line.italic,
    "one text": Line.one_text,
    "bars": Line.bars,
    "list items": Line.list_items,
    "cells": Line.cells,
    "nested": Line.nested,
}


def test_a_date_without_a_label_behind_a_source_is_not_part_of_it():
    got = values("<div>来源：耘溪区司法局　2024-01-18 09:53　浏览次数：5　作者：</div>")
    assert got["source"] == "耘溪区司法局"


def test_the_buttons_behind_a_source_are_not_part_of_it():
    for tools in ("【打印】【关闭】", "| 打印本页", "[大 中 小] 打印 关闭", "<a href='#'>【打 印】</a>"):
        got = values(f"<div>发布时间：2024-01-18　　来源：耘溪区司法局 {tools}</div>")
        assert got == {"date_published": "2024-01-18", "source": "耘溪区司法局"}


def read(seed, shape):
    line = Line(seed)
    parsed = page(f"<h1>关于春节的通知</h1>{SHAPES[shape](line)}", url="http://a.test/5.html")
    (body,) = parsed.root.xpath("//div[@id='c']")
    return line, read_metadata(parsed, None, None, body, "", "")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_random_byline_is_never_read_wrong(shape):
    wrong, missing, right = [], 0, 0
    for seed in range(60):
        line, metadata = read(seed, shape)
        wrong += [(seed, k, v) for k, v in metadata.values.items() if line.wanted.get(k) != v]
        missing += sum(k not in metadata.values for k in line.wanted)
        right += sum(metadata.values.get(k) == v for k, v in line.wanted.items())
    assert not wrong
    assert missing <= right * 0.05
