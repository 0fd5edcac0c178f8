"""Invented reports, and edits of them by chance: noise, and real ones, each with what must be found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.compare import Difference
from archive.records import Attachment, Block, Evidence, Removed, Report

TOWNS = ("青石镇", "柳林镇", "白鹭乡", "云溪街道", "石桥镇")
TASKS = (
    "普法宣传",
    "矛盾调解",
    "行政执法监督",
    "合法性审查",
    "行政复议应诉",
    "法律顾问服务",
    "政务公开",
    "综合执法改革",
)
MEANS = ("完善工作台账", "健全联席会议制度", "组织专题培训", "开展案卷评查", "压实网格责任", "推行告知承诺")
COUNTED = ("人次", "件", "场次", "份", "户", "个", "余份")
HAN = ("十二", "二十余", "三十五", "四十余", "一百二十")


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: the report after it, and what the difference must say of it."""

    name: str
    before: Report
    after: Report
    found: Callable[[Difference], bool]


def sentence(chance: random.Random) -> str:
    """One of many thousand sentences, with a figure or without."""
    town, task, means = chance.choice(TOWNS), chance.choice(TASKS), chance.choice(MEANS)
    tail = chance.choice(
        (
            f"累计服务群众{chance.randrange(11, 9999)}{chance.choice(COUNTED)}",
            f"办结率达到{chance.randrange(51, 99)}%",
            f"举办讲座{chance.choice(HAN)}场次",
            f"由分管负责同志牵头，在第{chance.choice('一二三四')}季度前完成",
            f"按照《{town}{task}实施办法》的要求（试行；每年修订）逐项落实",
        )
    )
    return f"{town}围绕{task}，{means}，{tail}{chance.choice('。。。；')}"


def report(chance: random.Random) -> Report:
    """A report of a town: numbered headings, paragraphs of sentences all different, a table, a signature."""
    year, town = chance.randrange(2019, 2025), chance.choice(TOWNS)
    seen: set[str] = set()
    byline = [f"来源：办公室 作者：李青 浏览次数：{chance.randrange(999)}"] if chance.random() < 0.4 else []
    lines: list[str] = [*byline, f"{year}年，{town}党委、政府坚持依法行政，现将有关情况报告如下："]
    for number in "一二三":
        lines.append(f"{number}、{chance.choice(TASKS)}情况")
        for _ in range(chance.randrange(2, 4)):
            fresh = []
            while len(fresh) < chance.randrange(2, 5):
                said = sentence(chance)
                if said[:-1] not in seen:
                    seen.add(said[:-1])
                    fresh.append(said)
            lines.append("".join(fresh).rstrip("；。") + "。")
    rows = (
        ("事项", "上年", "本年"),
        *((task, str(chance.randrange(9, 99)), str(chance.randrange(100, 999))) for task in TASKS[:4]),
    )
    signed = (f"{town}人民政府", f"{year + 1}年1月{chance.randrange(10, 28)}日")
    table = "\n".join("\t".join(row) for row in rows)
    blocks = (
        *(Block("paragraph", line) for line in lines),
        Block("table", table, rows=rows),
        *(Block("paragraph", s) for s in signed),
    )
    day = f"{year + 1}-01-20"
    address = f"http://yunxi.localhost/zwgk/{year}/"
    return Report(
        address + "t.html",
        f"{town}{year}年法治政府建设情况报告",
        "\n".join(block.text for block in blocks),
        blocks,
        {
            "issuer": f"{town}人民政府", "date_published": day,
            "document_number": f"青政发〔{year}〕{chance.randrange(2, 90)}号",
            "column_path": "首页 > 政务公开 > 法治政府",
            "index_number": f"990101/{year}-{chance.randrange(10_000, 99_999)}",
        },
        evidence=(Evidence("date_published", day, f"{day} 09:30", "td", "label"),),
        meta_tags=(("PubDate", f"{day} 09:30"), ("SiteName", "耘溪区人民政府")),
        removed=(
            Removed("view counter", f"浏览次数：{chance.randrange(9999)}"),
            Removed("share bar", "分享到：微信"),
        ),
        attachments=(
            Attachment(address + "P1.xlsx", "统计表.xlsx"), Attachment(address + "P2.pdf", "情况说明.pdf"),
        ),
        encoding="utf-8",
        extractor="gongkai 0.1.0/1",
    )  # fmt: skip


def _lines(chance: random.Random, before: Report) -> list[int]:
    """The numbers of its lines that are paragraphs of several sentences."""
    return [
        n
        for n, line in enumerate(before.text.split("\n"))
        if line.count("。") + line.count("；") > 2 and "\t" not in line
    ]


def _with_text(before: Report, text: str) -> Report:
    return replace(before, text=text)


# Noise


def wider_spaces(chance: random.Random, before: Report) -> Report:
    lines = before.text.split("\n")
    n = chance.randrange(len(lines))
    if "\t" not in lines[n]:
        at = chance.randrange(len(lines[n]))
        while lines[n][at : at + 1].isascii() and at:
            at -= 1
        lines[n] = (
            "\u3000\u3000" + lines[n][:at] + chance.choice((" ", "\u3000", "\xa0", "\u200b")) + lines[n][at:]
        )
    return _with_text(before, "\n\n".join(lines) if chance.random() < 0.5 else "\n".join(lines) + " ")


def other_lines(chance: random.Random, before: Report) -> Report:
    """The paragraphs are cut otherwise, at the end of a sentence or inside one."""
    n = chance.choice(_lines(chance, before))
    lines = before.text.split("\n")
    at = chance.randrange(2, len(lines[n]) - 2)
    while lines[n][at - 1].isascii() and lines[n][at].isascii():
        at -= 1
    lines[n] = lines[n][:at] + "\n" + lines[n][at:]
    return _with_text(before, "\n".join(lines))


def counter(chance: random.Random, before: Report) -> Report:
    """A byline's counter goes on; where there is no byline, a counter comes in."""
    told, number = "作者：李青 浏览次数：", str(chance.randrange(1000, 99_999))
    head, found, rest = before.text.partition(told)
    if found:
        return _with_text(before, head + found + number + "\n" + rest.partition("\n")[2])
    said = chance.choice(("浏览次数：{}", "【点击：{}次】", "阅读量： {}", "您是第{}位访客", "已有{}人浏览"))
    return _with_text(before, said.format(number) + "\n" + before.text)


def generated(chance: random.Random, before: Report) -> Report:
    day = f"2026-{chance.randrange(10, 13)}-{chance.randrange(10, 29)}"
    clock = f"{day} {chance.randrange(10, 24)}:{chance.randrange(10, 60)}:07"
    said = chance.choice(("页面生成时间：{}", "今天是{}", "打印时间: {}"))
    meta = (*before.meta_tags[:1], ("GenTime", clock))
    if chance.random() < 0.3:
        return replace(before, meta_tags=meta)
    return replace(before, text=before.text + "\n" + said.format(clock), meta_tags=meta)


def tools(chance: random.Random, before: Report) -> Report:
    said = (
        "分享到：微信 新浪微博 QQ空间",
        "【字体：大 中 小】【打印本页】【关闭窗口】",
        "扫一扫在手机打开当前页",
        "打印 | 收藏 | 关闭",
    )
    return _with_text(before, before.text + "\n" + chance.choice(said))


def set_aside(chance: random.Random, before: Report) -> Report:
    blocks = (Removed("view counter", f"浏览次数：{chance.randrange(10_000, 99_999)}"), *before.removed[1:])
    return replace(before, removed=(*blocks, Removed("related links", f"相关文件{chance.randrange(99)}")))


def tokens(chance: random.Random, before: Report) -> Report:
    token = f"{chance.getrandbits(64):016x}"
    tail = chance.choice(
        (
            f"?token={token}",
            f";jsessionid={token}",
            f"?_=17{chance.randrange(10**11):011d}",
            f"?Expires=99&Signature={token}",
        )
    )
    return replace(
        before,
        attachments=tuple(
            replace(a, url=(a.url + tail).replace("http:", chance.choice(("http:", "https:"))))
            for a in before.attachments
        ),
    )


def read_anew(chance: random.Random, before: Report) -> Report:
    metadata = {
        **before.metadata,
        "genre": "年度报告",
        "issuer": before.metadata["issuer"] + " ",
        "column_path": "政务公开 > 法治政府",
    }
    return replace(
        before, encoding="gb18030", extractor=f"gongkai 9/{chance.randrange(9)}", metadata=metadata
    )


NOISE = (wider_spaces, other_lines, counter, generated, tools, set_aside, tokens, read_anew)


# Real edits


def _changed(
    difference: Difference, *, figures: tuple[tuple[str, str], ...] | None = None, passages: int = 1
) -> bool:
    """One changed sentence, nothing dropped, added or moved, and these figures."""
    kinds = [p.kind for p in difference.passages if p.kind not in ("same", "noise")]
    told = tuple((f.before, f.after) for f in difference.figures if f.place == "text")
    return kinds == ["changed"] * passages and (figures is None or told == figures)


def figure(chance: random.Random, before: Report) -> Edit:
    import re

    found = chance.choice(list(re.finditer(r"(\d{2,4})(人次|件|场次|余份|份|户|个|%)", before.text)))
    digits = found[1]
    other = digits[0] + digits[1:][::-1] if digits[1:][::-1] != digits[1:] else str(int(digits) + 1)
    text = before.text[: found.start()] + other + found[2] + before.text[found.end() :]
    pair = (found[0], other + found[2])
    return Edit(
        "figure", before, _with_text(before, text), lambda d: _changed(d, figures=(pair,)) and bool(d.silent)
    )


def han_figure(chance: random.Random, before: Report) -> Edit:
    old = next((h for h in HAN if f"讲座{h}场次" in before.text), "")
    if not old:
        before = _with_text(before, before.text.replace("\n", "\n全年举办讲座二十余场次。", 1))
        old = "二十余"
    new = chance.choice([h for h in HAN if h != old])
    after = _with_text(before, before.text.replace(f"讲座{old}场次", f"讲座{new}场次", 1))
    return Edit(
        "Chinese figure", before, after, lambda d: _changed(d, figures=((f"{old}场次", f"{new}场次"),))
    )


def character(chance: random.Random, before: Report) -> Edit:
    places = [n for n, c in enumerate(before.text) if c in "围绕完善健全组织开展压实推行累计服务群众牵头落实"]
    at = chance.choice(places)
    after = _with_text(before, before.text[:at] + "禁" + before.text[at + 1 :])
    return Edit("character", before, after, lambda d: _changed(d, figures=()))


def negation(chance: random.Random, before: Report) -> Edit:
    word = chance.choice(("未", "不"))
    at = (
        chance.choice(
            [n for n, c in enumerate(before.text) if c == "，" and before.text[n + 1] not in "\n0123456789"]
        )
        + 1
    )
    after = _with_text(before, before.text[:at] + word + before.text[at:])

    def found(d: Difference) -> bool:
        runs = [run for p in d.passages for run in p.runs if run.kind != "same"]
        return _changed(d, figures=()) and [(r.kind, r.before, r.after) for r in runs] == [
            ("added", "", word)
        ]

    return Edit("negation", before, after, found)


def punctuation(chance: random.Random, before: Report) -> Edit:
    at = chance.choice([n for n, c in enumerate(before.text) if c in "，、"])
    after = _with_text(
        before, before.text[:at] + {"，": ",", "、": "，"}[before.text[at]] + before.text[at + 1 :]
    )
    return Edit("punctuation", before, after, lambda d: _changed(d, figures=()))


def _cut(chance: random.Random, before: Report) -> tuple[int, list[str]]:
    import re

    n = chance.choice(_lines(chance, before))
    return n, re.findall(r"(?:（[^）]*）|[^；。（])*[；。]", before.text.split("\n")[n])


def _line(before: Report, n: int, line: str) -> Report:
    lines = before.text.split("\n")
    lines[n] = line
    return _with_text(before, "\n".join(lines))


def dropped(chance: random.Random, before: Report) -> Edit:
    n, cut = _cut(chance, before)
    gone = cut.pop(chance.randrange(len(cut)))

    def found(d: Difference) -> bool:
        told = [(p.kind, p.before.strip()) for p in d.passages if p.kind not in ("same", "noise")]
        return told == [("removed", gone)]

    return Edit("dropped", before, _line(before, n, "".join(cut)), found)


def added(chance: random.Random, before: Report) -> Edit:
    edit = dropped(chance, before)
    (gone,) = [p for p in compare_of(edit).passages if p.kind == "removed"]

    def found(d: Difference) -> bool:
        told = [(p.kind, p.after) for p in d.passages if p.kind not in ("same", "noise")]
        return told == [("added", gone.before)]

    return Edit("added", edit.after, edit.before, found)


def compare_of(edit: Edit) -> Difference:
    from archive.compare import compare

    return compare(edit.before, edit.after)


def moved(chance: random.Random, before: Report) -> Edit:
    """A whole paragraph goes elsewhere, over at least one other."""
    lines = before.text.split("\n")
    n = chance.choice(_lines(chance, before))
    line = lines.pop(n)
    places = [m for m in range(1, len(lines) - 7) if abs(m - n) > 1]
    lines.insert(chance.choice(places), line)

    def found(d: Difference) -> bool:
        kinds = sorted(p.kind for p in d.passages if p.kind not in ("same", "noise"))
        return kinds == ["moved_away", "moved_here"] and d.moves == 1 and not d.figures

    return Edit("moved", before, _with_text(before, "\n".join(lines)), found)


def date(chance: random.Random, before: Report) -> Edit:
    old = before.text.split("\n")[-1]
    day = int(old.split("月")[1][:-1])
    new = old.replace(f"月{day}日", f"月{day + 1}日")
    after = _with_text(before, before.text.replace(old, new))
    return Edit("date", before, after, lambda d: _changed(d, figures=((old, new),)))


def name(chance: random.Random, before: Report) -> Edit:
    """The unit that signed becomes another: in the title, the signature and the field."""
    old = before.metadata["issuer"]
    new = chance.choice([f"{town}人民政府" for town in TOWNS if not old.startswith(town)])
    signed = before.text.rpartition(old)
    after = replace(before, text=signed[0] + new + signed[2], metadata={**before.metadata, "issuer": new})

    def found(d: Difference) -> bool:
        (field,) = d.fields
        return _changed(d, figures=()) and (field.name, field.before, field.after) == ("issuer", old, new)

    return Edit("name", before, after, found)


def cell(chance: random.Random, before: Report) -> Edit:
    (table,) = [block for block in before.blocks if block.kind == "table"]
    rows = [list(row) for row in table.rows]
    y, x = chance.randrange(1, len(rows)), chance.randrange(1, 3)
    old, rows[y][x] = rows[y][x], str(int(rows[y][x]) + 7)
    new_rows = tuple(map(tuple, rows))
    text = "\n".join("\t".join(row) for row in new_rows)
    blocks = tuple(replace(b, text=text, rows=new_rows) if b is table else b for b in before.blocks)
    after = replace(before, blocks=blocks, text=before.text.replace(table.text, text))
    told = (rows[y][0], rows[0][x], old, rows[y][x])

    def found(d: Difference) -> bool:
        cells = [(c.row, c.column, c.before, c.after) for c in d.cells]
        return cells == [told] and _changed(d, figures=((old, rows[y][x]),))

    return Edit("table cell", before, after, found)


def row(chance: random.Random, before: Report) -> Edit:
    (table,) = [block for block in before.blocks if block.kind == "table"]
    y = chance.randrange(1, len(table.rows))
    rows = table.rows[:y] + table.rows[y + 1 :]
    text = "\n".join("\t".join(r) for r in rows)
    blocks = tuple(replace(b, text=text, rows=rows) if b is table else b for b in before.blocks)
    after = replace(before, blocks=blocks, text=before.text.replace(table.text, text))

    def found(d: Difference) -> bool:
        return [(c.kind, c.row, c.after) for c in d.cells] == [("row", table.rows[y][0], "")]

    return Edit("table row", before, after, found)


def swapped(chance: random.Random, before: Report) -> Edit:
    """Another file under the same name."""
    n = chance.randrange(2)
    other = replace(
        before.attachments[n], url=before.attachments[n].url.replace("/P", f"/P2026{chance.randrange(99)}_")
    )
    files = tuple(other if m == n else a for m, a in enumerate(before.attachments))

    def found(d: Difference) -> bool:
        return [(a.kind, a.before, a.after) for a in d.attachments] == [
            ("moved", before.attachments[n], other)
        ]

    return Edit("attachment swapped", before, replace(before, attachments=files), found)


def renamed(chance: random.Random, before: Report) -> Edit:
    other = replace(before.attachments[0], name="统计表（修订）.xlsx")
    after = replace(before, attachments=(other, before.attachments[1]))
    return Edit("attachment renamed", before, after, lambda d: [a.kind for a in d.attachments] == ["renamed"])


def attachment_gone(chance: random.Random, before: Report) -> Edit:
    after = replace(before, attachments=before.attachments[:1])
    return Edit("attachment gone", before, after, lambda d: [a.kind for a in d.attachments] == ["removed"])


def document_number(chance: random.Random, before: Report) -> Edit:
    old = before.metadata["document_number"]
    new = old.replace("号", "0号")
    after = replace(before, metadata={**before.metadata, "document_number": new})

    def found(d: Difference) -> bool:
        return [(f.name, f.before, f.after) for f in d.fields] == [
            ("document_number", old, new)
        ] and not d.text_changed

    return Edit("文号", before, after, found)


def title(chance: random.Random, before: Report) -> Edit:
    after = replace(before, title=before.title.replace("情况报告", "年度报告"))
    return Edit("title", before, after, lambda d: bool(d.title) and not d.text_changed and not d.fields)


def republished(chance: random.Random, before: Report) -> Edit:
    """An edit that the page owns up to: another date of publication is no silent edit."""
    edit = figure(chance, before)
    after = replace(edit.after, metadata={**before.metadata, "date_published": "2026-02-02"})
    return Edit("republished", before, after, lambda d: d.silent is False and len(d.figures) == 1)


EDITS = (
    figure, han_figure, character, negation, punctuation, dropped, added, moved, date, name, cell, row,
    swapped, renamed, attachment_gone, document_number, title, republished,
)  # fmt: skip
