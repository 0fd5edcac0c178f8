"""Random metadata blocks: spellings, order, shapes, empties, dress; each value exact, none invented."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import random

import pytest
from metadata_pages import page

from pipelines.metadata import printed_title, read_metadata

SPELLINGS = {
    "index_number": ("索引号", "信息索引号", "索取号", "信息索引"),
    "document_number": ("文号", "发文字号", "文件编号", "信息文号"),
    "issuer": ("发布机构", "发文机关", "发布单位", "公开主体", "制发机关"),
    "responsible_unit": ("责任部门", "公开责任部门", "承办单位"),
    "date_written": ("成文日期", "生成日期", "发文日期", "印发日期"),
    "date_published": ("发布日期", "公开日期", "发布时间", "信息公开日期"),
    "category": ("主题分类", "信息分类", "内容分类", "所属主题"),
    "disclosure": ("公开方式", "公开属性", "公开形式"),
    "validity": ("有效性", "效力状况", "文件状态"),
    "keywords": ("主题词", "关键词"),
}
OTHERS = {
    "公开时限": "长期公开",
    "公开范围": "面向社会",
    "有效期": "5年",
    "签发人": "李四",
    "体裁": "通知",
    "服务对象": "",
}
VALUES = {
    "index_number": ("990303001/2024-00012", "11990303MB0C12345X/2025-00001", "0233621J/2026-00150"),
    "document_number": ("耘政办发〔2024〕7号", "耘政规〔2021〕12号", "耘溪区人民政府令第12号"),
    "issuer": ("耘溪区人民政府办公室", "磐石镇人民政府", "耘溪区 司法局"),
    "responsible_unit": ("耘溪区财政局", "办公室"),
    "date_written": (
        "2024-01-17",
        "2024年1月17日",
        "二〇二四年一月十七日",
        "20240117",
        "2024/1/17",
        "2024.01.17",
    ),
    "date_published": (
        "2024-01-18",
        "2024年01月18日",
        "2024-01-18 09:30",
        "2024-01-18 09:30:15",
        "２０２４年１月１８日",
    ),
    "category": ("综合政务", "城乡建设、环境保护\\城乡建设(含住房)", "财政、金融、审计;其他"),
    "disclosure": ("主动公开", "依申请公开"),
    "validity": ("有效", "失效", "是"),
    "keywords": ("法治 报告", "住房;公积金", "通知"),
}
READ = {"date_written": "2024-01-17", "date_published": "2024-01-18"}
NOTHING = ("", "", "&nbsp;", "无", "—&nbsp;&nbsp;—", "--", "　", "<span></span>", "暂无", "/")


class Block:
    """One block: its pairs, how it is dressed, and what must be read."""

    def __init__(self, seed):
        self.pick = random.Random(seed)
        names = self.pick.sample([*SPELLINGS], self.pick.randint(4, len(SPELLINGS)))
        if "index_number" not in names and self.pick.random() < 0.8:
            names.insert(self.pick.randrange(len(names) + 1), "index_number")
        self.spaced = self.pick.choice(("", "", "　", "&ensp;", "&nbsp;", " "))
        self.colon = self.pick.choice(("：", ":", "： ", " ："))
        self.wanted = {}
        self.pairs = []
        for name in names:
            label = self.pick.choice(SPELLINGS[name])
            value = self.pick.choice(VALUES[name])
            if self.pick.random() < 0.25:
                value = self.pick.choice(NOTHING)
            elif name not in self.wanted:
                self.wanted[name] = READ.get(name, value)
            self.pairs.append((label, value))
        for label in self.pick.sample([*OTHERS], self.pick.randint(0, 3)):
            self.pairs.insert(self.pick.randrange(len(self.pairs) + 1), (label, OTHERS[label]))
        self.title = ""
        if self.pick.random() < 0.4:
            self.title = "耘溪区人民政府关于印发《耘溪区“十四五”规划：纲要》的通知"
            self.pairs.insert(
                self.pick.randrange(len(self.pairs) + 1), (self.pick.choice(("名称", "标题")), self.title)
            )

    def label(self, text):
        return self.spaced.join(text) if len(text) < 4 else text

    def dress(self, text):
        tag = self.pick.choice(("", "b", "strong", "span", "font"))
        return f"<{tag}>{text}</{tag}>" if tag else text

    def value(self, text):
        return self.pick.choice(
            ("{}", "{}", "\n      {}\n    ", "<!--<$[X]>-->{}<!--<$[X]>-->", "<span>{}</span>")
        ).format(text)

    def cells(self, colon, each):
        cells = [
            f"<td>{self.dress(self.label(label) + colon)}</td>\n<td>{self.value(value)}</td>"
            for label, value in self.pairs
        ]
        rows = ["".join(cells[at : at + each]) for at in range(0, len(cells), each)]
        return "<table><tbody>" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"

    def one_cell(self):
        cells = [
            f"<td>{self.label(label)}{self.colon}{self.value(value)}</td>" for label, value in self.pairs
        ]
        rows = ["".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
        return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"

    def header(self):
        heads = "".join(f"<th>{self.label(label)}</th>" for label, _ in self.pairs)
        row = "".join(f"<td>{self.value(value)}</td>" for _, value in self.pairs)
        inner = self.pick.choice(
            ("<thead><tr>{}</tr></thead><tr>{}</tr>", "<tr>{}</tr><tbody><tr>{}</tr></tbody>")
        )
        return f"<table><tbody>{inner.format(heads, row)}</tbody></table>"

    def dl(self):
        return (
            "<dl>"
            + "\n".join(
                f"<dt>{self.label(label)}{self.colon}</dt><dd class='x{n}'>{self.value(value)}</dd>"
                for n, (label, value) in enumerate(self.pairs)
            )
            + "</dl>"
        )

    def dd_label(self):
        return (
            "<div class='meta-data'><dl class='clearfix'>"
            + "\n".join(
                f"<dd class='f{n}'><label>{self.label(label)}{self.colon}</label><div>{self.value(value)}</div></dd>"
                for n, (label, value) in enumerate(self.pairs)
            )
            + "</dl></div>"
        )

    def strong(self):
        half = len(self.pairs) // 2
        items = [
            f"<p><strong>{self.label(label)}</strong>{self.colon}{self.value(value)}</p>"
            for label, value in self.pairs
        ]
        return f"<div><div class='l'>{''.join(items[:half])}</div>\n<div class='r'>{''.join(items[half:])}</div></div>"

    def spans(self):
        return (
            "<div>"
            + "\n".join(
                f"<span>{self.label(label)}{self.colon}</span><span>{value}</span>"
                for label, value in self.pairs
            )
            + "</div>"
        )

    def nested_spans(self):
        return (
            "<div>"
            + "".join(
                f"<div class='row'><span class='k'>{self.label(label)}{self.colon}<span>{value}</span></span></div>\n"
                for label, value in self.pairs
            )
            + "</div>"
        )

    def items(self):
        return (
            "<ul>"
            + "\n".join(
                f"<li><em>{self.label(label)}{self.colon}</em>{self.value(value)}</li>"
                for label, value in self.pairs
            )
            + "</ul>"
        )

    def bracketed(self):
        return (
            "<ul>"
            + "".join(f"<li><em>【{label}】</em>{self.value(value)}</li>" for label, value in self.pairs)
            + "</ul>"
        )

    def divs(self):
        return (
            "<div>"
            + "".join(
                f"<div class='r'><div class='k'>{self.label(label)}{self.colon}</div><div class='v'>{self.value(value)}</div></div>"
                for label, value in self.pairs
            )
            + "</div>"
        )

    def lines(self):
        return (
            "<div>"
            + "<br>\n".join(f"{self.label(label)}{self.colon}{value}" for label, value in self.pairs)
            + "</div>"
        )

    def paragraphs(self):
        return (
            "<div>"
            + "".join(
                f"<p>{self.label(label)}{self.colon}{self.value(value)}</p>" for label, value in self.pairs
            )
            + "</div>"
        )


SHAPES = {
    "cells": lambda b: b.cells(b.colon, 2),
    "a pair a row": lambda b: b.cells(b.colon, 1),
    "three pairs a row": lambda b: b.cells(b.colon, 3),
    "one cell": Block.one_cell,
    "header row": Block.header,
    "dt and dd": Block.dl,
    "dd and label": Block.dd_label,
    "strong": Block.strong,
    "spans": Block.spans,
    "nested spans": Block.nested_spans,
    "items": Block.items,
    "brackets": Block.bracketed,
    "divs": Block.divs,
    "lines": Block.lines,
    "paragraphs": Block.paragraphs,
}


def read(seed, shape):
    block = Block(seed)
    parsed = page(SHAPES[shape](block))
    (body,) = parsed.root.xpath("//div[@id='c']")
    return block, parsed, read_metadata(parsed, None, None, body, "", "")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_random_block_gives_each_value_and_invents_none(shape):
    right = wrong = missing = 0
    for seed in range(40):
        block, _, metadata = read(seed, shape)
        got = {k: v for k, v in metadata.values.items() if k != "genre"}
        wrong += sum(block.wanted.get(name, "") != value for name, value in got.items())
        right += sum(got.get(name) == value for name, value in block.wanted.items())
        missing += sum(name not in got for name in block.wanted)
    assert (wrong, missing) == (0, 0), f"{right} right"


@pytest.mark.parametrize("shape", SHAPES)
def test_the_title_of_a_random_block_is_whole_or_none(shape):
    for seed in range(40):
        block, parsed, _ = read(seed, shape)
        assert printed_title(parsed) == block.title
