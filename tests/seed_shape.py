# ruff: noqa: E501  (markup is easier to check on one line)
"""Pages in the shape of the seed: breadcrumb, a header of six fields, a report pasted from Word or WPS.

`page(number)` writes one by chance: always the same for the same number. All places, units and texts are
invented; the markup is what Word, WPS and the editors of county sites leave behind a paste.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

TOWNS = ("清溪镇", "砚湾镇", "苇塘乡", "梨坪镇", "雁渚乡", "石磨沟镇", "槐渡街道", "云雀岭乡")
DISTRICTS = ("磬河区", "望麓县", "耘溪区", "南塬县")
LAWS = ("《宪法》", "《民法典》", "《安全生产法》", "《行政复议法》", "《行政处罚法》", "《信访工作条例》")
THINGS = (
    "法治讲座", "普法宣传", "案卷评查", "矛盾纠纷排查", "合同审查", "法律咨询", "执法检查", "旁听庭审", "以案释法",
)  # fmt: skip
ENDS = (
    "取得良好成效", "群众满意度持续提升", "做到应审尽审", "形成工作合力", "营造浓厚氛围", "确保落到实处",
)  # fmt: skip
NUMERALS = "一二三四五六七八"
CRUMBS = ("首页", "政府信息公开", "法定主动公开内容", "法治政府建设", "法治政府建设报告")
NOISE = ("font-face", "WordDocument", "supportLists", "扫一扫", "上一篇", "网站标识码", "当前位置")
"""What stands in the source and is no text of the document."""


@dataclass(frozen=True)
class Pasted:
    """A page and what must be read from it. `paragraphs` are the lines of the text, white space aside."""

    html: str
    title: str
    paragraphs: tuple[str, ...]
    fields: dict[str, str]


# --- the text ---------------------------------------------------------------------------------------------


def quantities(chance: random.Random) -> str:
    """A sentence of counts, of the kind that lost its measure words and commas in the seed."""
    n = chance.randint
    return chance.choice([
        f"在{n(2, 19)}个村{n(1, 9)}个社区常态化设置意见箱、留言板",
        f"学习习近平法治思想{n(2, 12)}次，学习{''.join(chance.sample(LAWS, 3))}等法律法规{n(11, 60)}部，开展专题讲座{n(3, 30)}场次",
        f"接待办事群众{n(1000, 9999)}人次，各类办件量累计{n(200, 3000)}件，办结率均为100%",
        f"开展“{n(3, 12)}·{n(1, 30)}”主题宣传{n(2, 20)}余场次，发放资料{n(10, 99)}00余份",
        f"将法治宣传与“桃花节”“荷花节”等主题节日相结合，覆盖{n(1, 9)}.{n(1, 9)}万人次",
        f"审核镇村合同{n(20, 99)}件，提出意见{n(2, 99)}条，涉及金额{n(100, 999)}.{n(10, 99)}万元，同比下降{n(1, 9)}.{n(1, 9)}%",
        f"修建道路{n(2, 30)}公里，绿化{n(2, 90)}亩，每天8:30—17:{n(10, 59)}开放，室温保持在{n(18, 22)}℃",
        f"依据〔2023〕{n(1, 99)}号文件，自2023年{n(1, 12)}月{n(1, 28)}日起实行“{n(1, 5)}+{n(1, 5)}+N”模式",
        f"全年召开会议{n(2, 12)}次（其中专题会议{n(1, 4)}次），占比{n(10, 99)}.{n(0, 9)}%，达到A类标准，AI辅助办件{n(2, 99)}件",
    ])  # fmt: skip


def point(chance: random.Random, number: int) -> str:
    """一是…：a point of a run, one to three sentences."""
    sentences = [f"{NUMERALS[number]}是抓好{chance.choice(THINGS)}。"]
    for _ in range(chance.randint(1, 3)):
        end = f"，{chance.choice(ENDS)}" if chance.random() < 0.6 else ""
        sentences.append(f"{quantities(chance)}{end}。")
    return "".join(sentences)


def report(chance: random.Random, town: str, year: int) -> list[str]:
    """The paragraphs of a report, signature 落款 and date at the end."""
    lines = [
        f"{year}年，在区委、区政府的坚强领导下，{town}扎实推进法治政府建设，{quantities(chance)}。现将情况报告如下："
    ]
    for section, heading in enumerate(("工作开展情况", "存在的主要问题", "下一步工作思路")):
        lines.append(f"{NUMERALS[section]}、{heading}")
        if section == 0:
            for part in range(chance.randint(2, 4)):
                points = "".join(point(chance, n) for n in range(chance.randint(2, 5)))
                lines.append(f"（{NUMERALS[part]}）强化{chance.choice(THINGS)}，提升法治素养。{points}")
        else:
            lines += [point(chance, n) for n in range(chance.randint(2, 4))]
    return lines


# --- the paste --------------------------------------------------------------------------------------------

_RUNS = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d+(?:[.:·]\d+)*|[A-Za-z]+|[％%℃+]|[“”《》（）〔〕]|[，。：、；]|[^\W\d_a-zA-Z]{1,6}|."
)
_LATIN = re.compile(r"[0-9A-Za-z]")
FAMILIES = ("仿宋_GB2312", "FangSong", "Times New Roman", "方正小标宋简体", "楷体")
DROSS = (
    '<span lang="EN-US"></span>',
    '<span style="mso-spacerun:yes"></span>',
    "<o:p></o:p>",
    '<a name="_Toc1"></a>',
    '<a name="OLE_LINK2"></a>',
    "<b></b>",
    "<!--[if !supportLists]--><!--[endif]-->",
    "<!--[if supportFields]><span style='mso-element:field-begin'></span>PAGE 9<![endif]-->",
    "<!--EndFragment-->",
    "<![if !supportEmptyParas]><![endif]>",
    "<font></font>",
)


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def span(chance: random.Random, inner: str) -> str:
    """A span, font or nest of them around something, as the paste writes them."""
    size, family = chance.choice(("16.0pt", "16pt", "21px")), chance.choice(FAMILIES)
    for _ in range(chance.randint(1, 3)):
        inner = chance.choice([
            f"<span style=\"font-size:{size};font-family:'{family}';mso-font-kerning:0pt\">{inner}</span>",
            f"<span style='mso-bidi-font-size:{size};font-family:{family};mso-hansi-font-family:{family}'>{inner}</span>",
            f'<font face="{family}" size="4">{inner}</font>',
            f'<font style="font-size: {size};">{inner}</font>',
            f'<span class="15" style="letter-spacing: 0pt">{inner}</span>',
            f"<b style='mso-bidi-font-weight:normal'>{inner}</b>",
            f'<SPAN style="COLOR: black">{inner}</SPAN>',
        ])  # fmt: skip
    return inner


def number(chance: random.Random, run: str) -> str:
    """A number or Latin word: in a span of its own, language English."""
    text = escape(run)
    return chance.choice([
        f'<span lang="EN-US" style="font-family:\'Times New Roman\'">{text}</span>',
        f'<span lang="EN-US">{text}<o:p></o:p></span>',
        f"<span lang=EN-US><font face='Times New Roman'>{text}</font></span>",
        f'<span lang="EN-US"><span style="mso-list:Ignore">{text}</span></span>',
        f'<st1:chmetcnv unitname="个" sourcevalue="{text}" hasspace="False" negative="False" numbertype="1" tcsc="0" w:st="on">{text}</st1:chmetcnv>',
        f'<font face="宋体"><span lang="EN-US">{text}</span></font>',
    ])  # fmt: skip


def date(chance: random.Random, run: str) -> str:
    """A date: whole in Word's own tag, or each number by itself."""
    year, month, day = re.findall(r"\d+", run)
    if chance.random() < 0.4:
        return (
            f'<st1:chsdate year="{year}" month="{month}" day="{day}" islunardate="False" isrocdate="False" w:st="on">'
            f'{number(chance, year)}年{number(chance, month)}月{number(chance, day)}日</st1:chsdate>'
        )  # fmt: skip
    return "".join(
        f"{number(chance, n)}<span>{unit}</span>"
        for n, unit in zip((year, month, day), "年月日", strict=True)
    )


def paste(chance: random.Random, text: str) -> str:
    """A text through the markup of a paste: nothing added that is seen, and nothing taken away.

    Source lines are broken and indented only where no space would be seen: not between Latin and digits.
    """
    pieces: list[str] = []
    before = ""
    for run in _RUNS.findall(text):
        if pieces and chance.random() < 0.12 and not (_LATIN.match(before[-1]) and _LATIN.match(run)):
            pieces.append(chance.choice(("\n", "\n      ", "\r\n\t\t", "\n\n  ")))
        if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", run):
            pieces.append(date(chance, run))
        elif _LATIN.match(run):
            pieces.append(number(chance, run))
        elif chance.random() < 0.7:
            pieces.append(span(chance, escape(run)))
        else:
            pieces.append(escape(run))
        if chance.random() < 0.15:
            pieces.append(chance.choice(DROSS))
        before = run
    return "".join(pieces)


INDENTS = (
    "",
    "&nbsp;&nbsp;&nbsp;&nbsp;",
    "　　",
    "&#8194;&#8194;",
    "&emsp;&emsp;",
    "<span>&nbsp;&nbsp; </span>",
    "\n      ",
)


def paragraph(chance: random.Random, text: str, inner: str = "") -> str:
    """A paragraph of the paste; `inner` where its markup is made already."""
    body = chance.choice(INDENTS) + (inner or paste(chance, text))
    tail = chance.choice(
        ("", '<span lang="EN-US"><o:p></o:p></span>', "<o:p></o:p>", "&nbsp;", "<br>", "\n    ")
    )
    indent = "text-indent:32.0pt;mso-char-indent-count:2.0"
    opening, closing = chance.choice([
        (f'<p class="MsoNormal" style="{indent};line-height:28.0pt;mso-line-height-rule:exactly">', "</p>"),
        (f'<p class=MsoNormal align=left style="{indent}">', "</p>"),
        ('<p class="p0" style="margin-top:0pt">', "</p>"),
        (f'<P style="TEXT-ALIGN: justify; {indent}">', "</P>"),
        ('<div class="Section1" style="layout-grid:15.6pt"><p class="MsoNormal">', "</p></div>"),
        ("<p>\n      ", "\n    </p>"),
    ])  # fmt: skip
    return f"{opening}{body}{tail}{closing}"


EMPTY = (
    '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>',
    "<p>&nbsp;</p>",
    "<p>　　</p>",
    '<p class="MsoNormal"><span lang="EN-US"><br clear="all" style="page-break-before:always;mso-break-type:section-break"></span></p>',
    "<!--[if gte vml 1]><v:shapetype id=\"_x0000_t75\"><v:stroke/></v:shapetype><![endif]-->",
    '<a name="_Toc2024"></a>',
    "<br>",
)  # fmt: skip
HEAD_OF_PASTE = (
    "",
    '<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />',
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
    "<style><!-- @font-face{font-family:仿宋_GB2312;} p.MsoNormal{mso-style-parent:'';margin:0pt} --></style>",
    "<!--StartFragment--><style type=\"text/css\">@page{mso-page-border-surround-header:no;}</style>",
)  # fmt: skip


def body(chance: random.Random, lines: list[str]) -> tuple[str, list[str]]:
    """The pasted body, and its lines with the footnote that may have been added."""
    lines = list(lines)
    inner: dict[int, str] = {}
    note = ""
    if chance.random() < 0.3:
        at = chance.randrange(2, len(lines) - 3)
        mark = (
            '<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1" title=""><span class="MsoFootnoteReference">'
            '<span lang="EN-US">[1]</span></span></a>'
        )
        inner[at] = paste(chance, lines[at]) + mark
        lines[at] += "[1]"
        said = f"数据截至{chance.randint(2020, 2024)}年12月31日，由镇司法所统计。"
        note = (
            '<div style="mso-element:footnote-list"><hr align="left" size="1" width="33%">'
            '<div style="mso-element:footnote" id="ftn1"><p class="MsoFootnoteText">'
            '<a style="mso-footnote-id:ftn1" href="#_ftnref1" name="_ftn1" title=""><span lang="EN-US">[1]</span></a>'
            f"{paste(chance, said)}</p></div></div>"
        )
        lines.append(f"[1]{said}")
    pieces = [chance.choice(HEAD_OF_PASTE)]
    for place, line in enumerate(lines[:-1] if note else lines):
        pieces.append(paragraph(chance, line, inner.get(place, "")))
        if chance.random() < 0.2:
            pieces.append(chance.choice(EMPTY))
    return "\n    ".join([*pieces, note]), lines


# --- the page ---------------------------------------------------------------------------------------------


def label(chance: random.Random, text: str) -> str:
    """索引号 as 索 引 号, 文号 as 文　　号."""
    style = chance.random()
    if style < 0.25:
        return "&nbsp;".join(text)
    if style < 0.4 and len(text) < 4:
        return "　".join(text)
    return text


def rows_of_cells(chance: random.Random, fields: list[tuple[str, str]]) -> str:
    rows = [fields[:3], fields[3:]] if chance.random() < 0.5 else [fields[:2], fields[2:4], fields[4:]]
    return '<table class="xxgk_table" width="100%">' + "".join(
        "<tr>" + "".join(f"<td class=t><b>{label(chance, k)}：</b></td><td>{v}</td>" for k, v in row) + "</tr>" for row in rows
    ) + "</table>"  # fmt: skip


def cells_of_both(chance: random.Random, fields: list[tuple[str, str]]) -> str:
    rows = [fields[:3], fields[3:]]
    return "<table class='head'>" + "".join(
        "<tr>" + "".join(f"<td><span>{label(chance, k)}：</span>\n      {v}</td>" for k, v in row) + "</tr>" for row in rows
    ) + "</table>"  # fmt: skip


def list_of_terms(chance: random.Random, fields: list[tuple[str, str]]) -> str:
    return '<div class="xxgk_head"><dl>' + "".join(
        f"<dd><label>{label(chance, k)}：</label><span>{v}</span></dd>" for k, v in fields
    ) + "</dl></div>"  # fmt: skip


def list_items(chance: random.Random, fields: list[tuple[str, str]]) -> str:
    return '<ul class="head clearfix">' + "".join(
        f"<li><strong>{label(chance, k)}</strong>\n      <em>{v}</em></li>" for k, v in fields
    ) + "</ul>"  # fmt: skip


HEADERS: tuple[Callable[[random.Random, list[tuple[str, str]]], str], ...] = (
    rows_of_cells,
    cells_of_both,
    list_of_terms,
    list_items,
)
CONTAINERS = (
    ('<div class="view TRS_UEDITOR trs_paper_default trs_web">', "</div>"),
    ('<div class="TRS_Editor"><div class="Custom_UnionStyle">', "</div></div>"),
    ('<div id="zoom">', "</div>"),
    ('<div class="article-content" id="content">', "</div>"),
    ('<div class="xl_con"><div class="trs_editor_view">', "</div></div>"),
)
MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/hd/">互动交流</a></li></ul></div>'
FOOT = (
    '<div class="fjxz">附件下载:</div><div class="ewm"><img src="/ewm.png" alt=""><p>扫一扫在手机打开当前页</p></div>'
    '<div class="footer"><p>某ICP备00000000号-1</p><p>主办单位:{district}人民政府办公室 版权所有 联系方式:0000-0000000 '
    "网站标识码:9900000002</p></div>"
)


def page(number: int) -> Pasted:
    """The page of a number: any number gives one, the same one each time."""
    chance = random.Random(number)
    district, town = chance.choice(DISTRICTS), chance.choice(TOWNS)
    year = chance.randint(2019, 2024)
    title = f"{district}{town}{year}年法治政府建设情况报告"
    unit = f"{district}{town}人民政府"
    month, day = chance.randint(1, 3), chance.randint(1, 28)
    fields = [
        ("索引号", f"99000{chance.randint(1000, 9999)}/{year + 1}-{chance.randint(1, 99):05}"),
        ("文号", ""),
        ("生成日期", f"{year + 1}-{month:02}-{day:02}"),
        (chance.choice(("公开方式", "内容分类")), "主动公开"),
        ("发布机构", f"{district}{town}"),
        ("责任部门", unit),
    ]
    lines = [*report(chance, town, year), unit, f"{year + 1}年{month}月{day}日"]
    pasted, lines = body(chance, lines)
    opening, closing = chance.choice(CONTAINERS)
    crumbs = " &gt; ".join(f'<a href="/{n}/">{step}</a>' for n, step in enumerate(CRUMBS))
    heading = chance.choice(
        (f"<h1>{title}</h1>", f'<div class="title">{title}</div>', f'<h2 class="bt">\n  {title}\n</h2>')
    )
    header = chance.choice(HEADERS)(chance, fields)
    head = f"<title>{title}_{district}人民政府</title>"
    if chance.random() < 0.5:
        head += f'<meta name="ArticleTitle" content="{title}">'
    parts = [heading, header] if chance.random() < 0.7 else [header, heading]
    source = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{head}</head><body>{MENU}\n'
        f'<div class="position">当前位置:{crumbs}</div>\n<div class="main">{parts[0]}\n{parts[1]}\n'
        f"{opening}\n    {pasted}\n{closing}</div>\n{FOOT.format(district=district)}</body></html>"
    )
    return Pasted(
        html=source,
        title=title,
        paragraphs=tuple("".join(line.split()) for line in lines),
        fields={
            "index_number": fields[0][1],
            "date_written": fields[2][1],
            "disclosure": "主动公开",
            "issuer": fields[4][1],
            "responsible_unit": fields[5][1],
        },
    )
