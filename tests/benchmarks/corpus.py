# ruff: noqa: E501  (markup is easier to check on one line)
"""An invented district of any size for the benchmarks: pages as large as real ones are, each another.

A document's page is about 43 kB in the mean: one of the layouts of `tests/templates.py`, filled in with a menu, style
sheets and scripts as district sites carry them in each page, and an invented text (`tests/invented.py`) of some
2,800 characters, lognormally spread, marked up as pasted from Word. Every fifth has a table. Same number, same page.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import invented
import templates

ROWS = 20
"""Documents on a page of the list."""
COLUMN = "/zwgk/"
_TYPED = 'class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly;layout-grid-mode:char"'
_FONT = 'style="font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体;color:#333333"'
_HALVES = dict.fromkeys(map(ord, "“”《》（）\n"))
"""Marks that stand in pairs: those of an invented sentence stand alone, and a page would be all doubts."""
_LAYOUTS = tuple(templates.TEMPLATES.values())


@dataclass(frozen=True)
class District:
    """A site of `documents` reports in one column. `scale`: the text's length, of the usual; `furniture`:
    whether pages have menus, style sheets and scripts; `first`: the number of its first document, since pages
    of one number are the same."""

    documents: int
    scale: float = 1.0
    furniture: bool = True
    first: int = 0

    @property
    def lists(self) -> int:
        """Pages of the column's list."""
        return -(-self.documents // ROWS)

    def address(self, number: int) -> str:
        """The path of a document, from 0."""
        return f"{COLUMN}202{number % 5}0{number % 9 + 1}/t202{number % 5}0{number % 9 + 1}15_{number + 1_000_000}.html"

    def title(self, number: int) -> str:
        chance = random.Random(f"title {self.first + number}")
        words = "".join(chance.choices(invented.WORDS[:60], k=4))
        return f"{chance.choice(invented.UNITS)}关于{words}的通知"

    def document(self, number: int) -> bytes:
        """A document's page, UTF-8."""
        chance = random.Random(self.first + number)
        title = self.title(number)
        filled = _LAYOUTS[number % len(_LAYOUTS)]
        menu, head = (_menu(), _head()) if self.furniture else ("", "")
        for sign, said in (
            ("NAV", menu),
            ("FOOT", _foot()),
            ("CRUMB", templates.BREADCRUMB),
            ("SIDE", templates._SIDE),
            ("B", _body(chance, self.scale)),
            ("T", title),
        ):
            filled = filled.replace(f"@{sign}@", said)
        tags = (
            f'<meta name="SiteName" content="{templates.SITE}"><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="202{number % 5}-0{number % 9 + 1}-15 09:30"><meta name="ColumnName" content="通知公告">'
        )
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{templates.SITE}</title>{tags}{head}</head>'
            f"<body>{filled}</body></html>"
        ).encode()

    def list_page(self, page: int) -> bytes:
        """A page of the list, from 0, in the shape of a t-date list."""
        numbers = range(page * ROWS, min((page + 1) * ROWS, self.documents))
        rows = "".join(
            f'<li><a href="{self.address(n)}" title="{self.title(n)}">{self.title(n)}</a>'
            f"<span>202{n % 5}-0{n % 9 + 1}-15</span></li>"
            for n in numbers
        )
        menu, head = (_menu(), _head()) if self.furniture else ("", "")
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_{templates.SITE}</title>'
            f'<meta name="ColumnName" content="通知公告">{head}</head><body>{menu}<ul class="list">{rows}</ul>'
            f'<div class="page"><script>createPageHTML({self.lists}, {page}, "index", "html");</script></div>'
            f"{_foot()}</body></html>"
        ).encode()

    def home(self) -> bytes:
        """The front page: it leads to the column."""
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{templates.SITE}</title>{_head()}</head>'
            f"<body><h1>{templates.SITE}</h1>{_menu()}{_foot()}</body></html>"
        ).encode()

    def pages(self) -> dict[str, bytes]:
        """Every page by its path, but for the documents, which are made when they are asked for."""
        names = {COLUMN + (f"index_{n}.html" if n else ""): self.list_page(n) for n in range(self.lists)}
        return {"/": self.home(), **names}


def _body(chance: random.Random, scale: float) -> str:
    wanted = min(max(chance.lognormvariate(7.75, 0.6), 200), 15_000) * scale
    lines: list[str] = []
    while sum(map(len, lines)) < wanted:
        sentences = "".join(invented.sentence(chance) for _ in range(chance.randint(1, 5)))
        lines.append(sentences.translate(_HALVES))
    marked = [f'<p {_TYPED}><span lang="EN-US" {_FONT}>{line}</span></p>\n' for line in lines]
    if chance.random() < 0.2:
        marked.insert(len(marked) // 2, _table(chance))
    return "".join(marked)


def _table(chance: random.Random) -> str:
    rows = [
        [str(n), "".join(chance.choices(invented.WORDS[:60], k=3)), str(chance.randint(1, 999)), "已完成"]
        for n in range(1, chance.randint(5, 15))
    ]
    cells = [["序号", "项目", "数量", "进度"], *rows]
    return (
        '<table border="1" cellspacing="0" style="border-collapse:collapse">'
        + "".join("<tr>" + "".join(f"<td {_FONT}>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        + "</table>"
    )


@cache
def _menu() -> str:
    """A menu of ninety links under twelve heads, as district sites print it in every page."""
    chance = random.Random("menu")
    groups = []
    for group in range(12):
        links = "".join(
            f'<li class="sub-item"><a href="/zwgk/{group:02}{n:02}/" target="_blank" title="{(name := "".join(chance.choices(invented.WORDS[:60], k=2)))}">{name}</a></li>'
            for n in range(6)
        )
        groups.append(
            f'<li class="nav-item" id="nav{group}"><a href="/zwgk/{group:02}/" class="nav-link">{chance.choice(invented.WORDS[:60])}</a>'
            f'<ul class="sub">{links}</ul></li>'
        )
    return f'<div class="header"><div class="top"><a href="/">首页</a> <a href="{COLUMN}">政务公开</a></div><div class="nav"><ul>{"".join(groups)}</ul></div></div>'


@cache
def _head() -> str:
    """Style sheets and scripts, as they stand in real pages: some 12 kB that are read and say nothing."""
    chance = random.Random("head")
    rules = "".join(
        f".c{n}{{margin:{chance.randint(0, 40)}px {chance.randint(0, 40)}px;color:#{chance.randrange(1 << 24):06x};width:{chance.randint(1, 1200)}px}}\n"
        for n in range(150)
    )
    code = "".join(
        f"function f{n}(a){{var b=document.getElementById('e{n}');if(b&&a>{chance.randint(0, 99)}){{b.style.display='none';}}return {chance.random()};}}\n"
        for n in range(75)
    )
    return f"<style>\n{rules}</style><script>\n{code}</script>"


def _foot() -> str:
    return templates._FOOTS[0]
