"""Tables of a body: which are data and which are layout, and the grid behind merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree, html

from pipelines.boilerplate import hidden
from pipelines.dom import squeeze

MAX_CELLS = 200_000
"""Cells of one grid. Spans that would exceed it are taken as 1: a page must not decide our memory."""

_BREAKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dd", "dt"}
)
_SILENT = frozenset({"script", "style", "noscript", "template"})
_nested = etree.XPath("boolean(.//table)")
_cells = etree.XPath("count(.//*[self::td or self::th])")
_texts = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_paragraphs = etree.XPath("count(.//*[self::p or self::br or self::div or self::li])")


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the grid, a merged cell repeated in every place it covers. `text`: each cell once, cells joined
    by a tab and rows by a newline. `stray`: text outside the cells (captions). `images`: the img elements."""

    rows: tuple[tuple[str, ...], ...]
    text: str
    stray: tuple[str, ...]
    images: tuple[html.HtmlElement, ...]


def is_layout(table: html.HtmlElement) -> bool:
    """Whether a table only places things: it holds tables, or one cell, or a cell that is a whole article."""
    if _nested(table) or _cells(table) <= 1:
        return True
    whole = sum(len(text.strip()) for text in _texts(table))
    if whole < 300:
        return False
    for cell in table.iter("td", "th"):
        if _paragraphs(cell) >= 3 and sum(len(text.strip()) for text in _texts(cell)) > 0.8 * whole:
            return True
    return False


def read_table(table: html.HtmlElement, set_aside: Callable[[html.HtmlElement], None]) -> Table:
    """Read a data table (one without tables in it). `set_aside` is told each hidden element met."""
    spans: list[list[tuple[str, int, int]]] = []
    stray: list[str] = []
    images: list[html.HtmlElement] = []
    lines: list[list[str]] = [[]]
    cell: html.HtmlElement | None = None
    walk = etree.iterwalk(table, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _SILENT or (node is not table and hidden(node)):
                if node.tag not in _SILENT:
                    set_aside(node)
                walk.skip_subtree()
                continue
            if cell is None:
                if node.tag == "tr":
                    spans.append([])
                elif node.tag in ("td", "th"):
                    if not spans:
                        spans.append([])
                    cell, lines = node, [[]]
                elif node.text and node.tag != "table" and (text := squeeze(node.text)):
                    stray.append(text)
                if cell is None:
                    continue
            elif node.tag in _BREAKS:
                lines.append([])
            elif node.tag == "img":
                images.append(node)
            if node.text:
                lines[-1].append(node.text)
            continue
        if cell is not None and node is cell:
            text = " ".join(filter(None, (squeeze("".join(pieces)) for pieces in lines)))
            spans[-1].append((text, _span(node, "colspan", 1000), _span(node, "rowspan", 65534)))
            cell = None
        elif cell is not None and event == "end" and node.tag in _BREAKS:
            lines.append([])
        if node is not table and node.tail:
            if cell is not None:
                lines[-1].append(node.tail)
            elif text := squeeze(node.tail):
                stray.append(text)
    rows = _grid(spans)
    text = "\n".join(line for row in spans if (line := "\t".join(value for value, _, _ in row)).strip())
    return Table(rows, text, tuple(stray), tuple(images))


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    """A colspan or rowspan as HTML reads it: 1 when absent or nonsense; a rowspan of 0 is to the end."""
    said = (cell.get(name) or "").strip()
    if not said.isascii() or not said.isdigit():
        return 1
    value = min(int(said[:7]), most)
    return value or (most if name == "rowspan" else 1)


def _grid(spans: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    area = sum(width * min(height, len(spans) - y) for y, row in enumerate(spans) for _, width, height in row)
    grid: list[dict[int, str]] = [{} for _ in spans]
    for y, row in enumerate(spans):
        x = 0
        for text, width, height in row:
            if area > MAX_CELLS:
                width = height = 1
            while x in grid[y]:
                x += 1
            for below in range(y, min(y + height, len(grid))):
                for right in range(x, x + width):
                    grid[below].setdefault(right, text)
            x += width
    return tuple(
        tuple(row.get(x, "") for x in range(max(row) + 1)) for row in grid if row and any(row.values())
    )
