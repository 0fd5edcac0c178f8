"""The small markup the demo's documents are written in, its plain text, and the HTML that editors make of it.

A line is a paragraph. `**…**` around a line: a heading in bold. `> `: right-aligned, as signatures are.
Lines of `| a | b`: the rows of a table; `<` is covered by the cell to the left, `^` by the cell above.
`‖` in a line: a paragraph break pasted into the middle of a word. `~~~`: the rest is on a next page.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import groupby

_DIGITS = re.compile(r"(\d[\d.,%]*)")
_BREAK = "‖"
_INDENT = "　　"


@dataclass(frozen=True)
class Cell:
    """A cell at its upper left place."""

    text: str
    width: int
    height: int


@dataclass(frozen=True)
class Block:
    """A paragraph (`heading`, `signature` or neither) or, with `table`, the rows of a table."""

    text: str
    style: str = ""
    table: tuple[tuple[Cell, ...], ...] = ()

    @property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """The rows of a table, a merged cell in each place it covers; an indent is no text."""
        places: dict[tuple[int, int], str] = {}
        for y, row in enumerate(self.table):
            x = 0
            for cell in row:
                while (y, x) in places:
                    x += 1
                places |= {
                    (y + v, x + h): cell.text.strip() for v in range(cell.height) for h in range(cell.width)
                }
        width = max((x for _, x in places), default=-1) + 1
        return tuple(tuple(places[y, x] for x in range(width)) for y in range(len(self.table)))


@dataclass(frozen=True)
class Part:
    """What stands on one page of an article."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def read_parts(markup: str) -> tuple[Part, ...]:
    """The pages of an article from its markup."""
    return tuple(Part(tuple(_blocks(part.strip("\n")))) for part in markup.split("~~~\n"))


def _blocks(markup: str) -> list[Block]:
    blocks: list[Block] = []
    for is_table, lines in groupby(markup.split("\n"), key=lambda line: line.startswith("| ")):
        if is_table:
            rows = _cells([re.split(r" \| ?", line[2:]) for line in lines])
            blocks.append(Block("\n".join("\t".join(c.text for c in row) for row in rows), "table", rows))
        else:
            blocks += [_paragraph(piece) for line in lines for piece in line.split(_BREAK)]
    return blocks


def _paragraph(line: str) -> Block:
    if line.startswith("> "):
        return Block(line[2:], "signature")
    if line.startswith("**") and line.endswith("**"):
        return Block(line[2:-2], "heading")
    return Block(line.replace("**", ""))


def _cells(grid: list[list[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Merged cells from their marks. Raises `ValueError` when a row has another length than the first."""
    if any(len(row) != len(grid[0]) for row in grid):
        raise ValueError(f"rows of different lengths in the table {grid[0]}")
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(grid):
        for x, text in enumerate(row):
            beside = {"<": (y, x - 1), "^": (y - 1, x)}.get(text)
            anchors[y, x] = anchors[beside] if beside else (y, x)
    rows: list[list[Cell]] = [[] for _ in grid]
    for y, x in sorted(set(anchors.values())):
        covered = [place for place, anchor in anchors.items() if anchor == (y, x)]
        height = max(v for v, _ in covered) - y + 1
        width = max(h for _, h in covered) - x + 1
        rows[y].append(Cell(grid[y][x], width, height))
    return tuple(tuple(row) for row in rows)


def as_html(part: Part, layout: str) -> str:
    """The body of a page as an editor of this habit writes it: plain, br, spans, font, nested or word."""
    if layout == "br":
        return _with_breaks(part)
    pieces = [_table(block) if block.table else _styled(block, layout) for block in part.blocks]
    body = "\n".join(pieces)
    return (
        f'<div class="TRS_Editor"><div class="Custom_UnionStyle">\n{body}\n</div></div>'
        if layout == "nested"
        else body
    )


def _styled(block: Block, layout: str) -> str:
    align = "text-align: right" if block.style == "signature" else "text-indent: 2em"
    text = html.escape(block.text, quote=False)
    if layout == "spans":
        inner = _DIGITS.sub(r'<span lang="EN-US" style="font-family: 仿宋_GB2312">\1</span>', text)
        return f'<p style="{align}"><span style="font-size: 16pt"><span>{inner}</span></span></p>'
    if layout == "font":
        return f'<p align="justify"><font face="仿宋_GB2312" size="4">{_INDENT}{text}</font></p>'
    if layout == "word":
        return _pasted(block)
    if block.style == "heading":
        text = f"<strong>{text}</strong>"
    return f'<p style="{align};">{text}</p>'


def _pasted(block: Block) -> str:
    """As Word pastes it: a span for every few characters, digits in their own, the source broken in lines."""
    pieces = [block.text[n : n + 7] for n in range(0, len(block.text), 7)]
    spans = []
    for number, piece in enumerate(pieces):
        runs = [html.escape(run, quote=False) for run in _DIGITS.split(piece) if run]
        inner = "".join(
            f'<span lang="EN-US">{run}<o:p></o:p></span>' if run[0].isdigit() else f"<font>{run}</font>"
            for run in runs
        )
        family = "仿宋_GB2312" if number % 2 else "Times New Roman"
        spans.append(
            f"<span style=\"font-size:16.0pt;font-family:'{family}';mso-font-kerning:0pt\">{inner}</span>"
        )
    body = "".join(span + ("\n" if number % 5 == 4 else "") for number, span in enumerate(spans))
    return (
        '<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0">'
        f'<!--[if !supportLists]--><!--[endif]-->{body}<span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    )


def _with_breaks(part: Part) -> str:
    """One block whose paragraphs are only told apart by <br>, indented with &nbsp;."""
    lines: list[str] = []
    for block in part.blocks:
        if block.table:
            lines.append(_table(block))
        else:
            lines.append(f"&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(block.text, quote=False)}<br/><br>")
    return "<div>" + "\n".join(lines) + "</div>"


def _table(block: Block) -> str:
    rows = []
    for row in block.table:
        cells = []
        for cell in row:
            spans = f' colspan="{cell.width}"' if cell.width > 1 else ""
            spans += f' rowspan="{cell.height}"' if cell.height > 1 else ""
            cells.append(f"<td{spans}><p>{html.escape(cell.text, quote=False)}</p></td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return (
        '<table border="1" cellspacing="0" cellpadding="0"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"
    )
