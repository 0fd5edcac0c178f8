"""Tables of a body: which are data and which are layout, and the grid behind merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from archive.records import Block, Removed, Span
from pipelines.lines import DRESS, Line, Read, image_of
from pipelines.tree import SILENT, Tree

MAX_CELLS = 200_000
"""Cells of one grid. Spans that would exceed it are taken as 1: a page must not decide our memory."""

_BREAKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dd", "dt"})
_CELLS = ("td", "th")
_PARAGRAPHS = ("p", "br", "div", "li")


@dataclass(frozen=True, slots=True)
class Table:
    """A data table as read.

    `rows`: the grid, a merged cell repeated in every place it covers, text outside the cells a row of its
    own. `text`: each cell once, cells joined by a tab and rows by a newline; `spans` and `cuts` count in it.
    `captions`: the lines before the first row. `images`: image blocks.
    """

    rows: tuple[tuple[str, ...], ...]
    text: str
    spans: tuple[Span, ...]
    cuts: tuple[tuple[int, Removed], ...]
    captions: tuple[Read, ...]
    images: tuple[Block, ...]


def is_layout(tree: Tree, table: int) -> bool:
    """Whether a table only places things: it holds tables, or one cell, or a cell that is a whole article."""
    if len(tree.of_tag("table", table)) > 1:
        return True
    cells = sorted(cell for tag in _CELLS for cell in tree.of_tag(tag, table))
    if len(cells) <= 1:
        return True
    if tree.stops[table] - tree.starts[table] < 300 or (whole := tree.size(table)) < 300:
        return False
    return any(
        tree.stops[cell] - tree.starts[cell] > 0.8 * whole
        and tree.size(cell) > 0.8 * whole
        and sum(len(tree.of_tag(tag, cell)) for tag in _PARAGRAPHS) >= 3
        for cell in cells
    )


@dataclass(slots=True)
class _Placed:
    """A cell in its row: what was read of it and how far it reaches."""

    read: Read
    width: int = 1
    height: int = 1


def read_table(tree: Tree, table: int, base: str = "") -> Table:
    """Read a data table (one without tables in it)."""
    return _Reader(tree, table, base).read()


class _Reader:
    def __init__(self, tree: Tree, table: int, base: str) -> None:
        self._tree, self._table, self._base = tree, table, base
        self._rows: list[list[_Placed]] = []
        self._captions: list[Read] = []
        self._images: list[Block] = []
        self._line = Line()
        self._lines: list[Read] = []  # of the cell being read
        self._cell = -1

    def read(self) -> Table:
        tree, tags, ends = self._tree, self._tree.tags, self._tree.ends
        open_: list[int] = []
        i, end = self._table + 1, ends[self._table]
        special = self._special(end)
        self._line.add(tree.heads[self._table])
        while i < end:
            while open_ and ends[open_[-1]] <= i:
                self._close(open_.pop())
            if tags[i] in SILENT or i in tree.hidden:
                if tags[i] not in SILENT and (text := tree.text_of(i)):
                    self._line.cut(Removed("hidden", text, tree.place(i)))
                self._line.add(tree.tails[i])
                i = ends[i]
                continue
            if tags[i] in _CELLS and self._cell < 0 and self._is_plain(i, special):
                self._plain(i)
                i = ends[i]
                continue
            self._open(i, tags[i])
            open_.append(i)
            i += 1
        while open_:
            self._close(open_.pop())
        self._end_line()
        return self._made()

    def _special(self, end: int) -> list[int]:
        """How many elements of the table, from the first on, are more than dress, and one entry more."""
        tree, table = self._tree, self._table
        flags = [tag not in DRESS for tag in tree.tags[table:end]]
        for i in (*tree.hidden, *tree.raised):
            if table <= i < end:
                flags[i - table] = True
        return list(accumulate(flags, initial=0))

    def _is_plain(self, cell: int, special: list[int]) -> bool:
        """Whether a cell holds nothing but dress, or one paragraph of it."""
        tree, end = self._tree, self._tree.ends[cell]
        more = special[end - self._table] - special[cell + 1 - self._table]
        return more == 0 or (
            more == 1
            and tree.tags[cell + 1] in ("p", "div")
            and tree.ends[cell + 1] == end
            and cell + 1 not in tree.hidden
            and not tree.heads[cell].strip()
            and not tree.tails[cell + 1].strip()
        )

    def _plain(self, i: int) -> None:
        """A cell that is one piece of text."""
        self._end_line()
        if not self._rows:
            self._rows.append([])
        self._placed(i, Read(self._tree.text_of(i)))
        self._line.add(self._tree.tails[i])

    def _placed(self, i: int, read: Read) -> None:
        node = self._tree.nodes[i]
        wide, high = node.get("colspan"), node.get("rowspan")
        self._rows[-1].append(
            _Placed(read, _span(wide, 1000, 1) if wide else 1, _span(high, 65534, 65534) if high else 1)
        )

    def _open(self, i: int, tag: str) -> None:
        if self._tree.mark(i):
            self._line.open(self._tree, i, self._base)
        elif tag == "img":
            self._images.append(image_of(self._tree, i, self._base))
        elif self._cell >= 0:
            if tag in _BREAKS:
                self._end_line()
        elif tag == "tr" or tag in _CELLS:
            self._end_line()
            if tag == "tr" or not self._rows:
                self._rows.append([])
            if tag in _CELLS:
                self._cell = i
        self._line.add(self._tree.heads[i])

    def _close(self, i: int) -> None:
        tag = self._tree.tags[i]
        if self._tree.mark(i):
            self._line.close()
        elif i == self._cell:
            self._end_line()
            self._placed(i, _joined(self._lines, " "))
            self._lines, self._cell = [], -1
        elif (self._cell >= 0 and tag in _BREAKS) or tag in ("tr", "caption"):
            self._end_line()
        self._line.add(self._tree.tails[i])

    def _end_line(self) -> None:
        read = self._line.end()
        if not read.text and not read.cuts:
            return
        if self._cell >= 0:
            self._lines.append(read)
        elif not any(self._rows):
            self._captions.append(read)
        else:
            if self._rows[-1]:
                self._rows.append([])
            self._rows[-1].append(_Placed(read))

    def _made(self) -> Table:
        captions, images = tuple(self._captions), tuple(self._images)
        if not any(placed.read.spans or placed.read.cuts for row in self._rows for placed in row):
            lines = ("\t".join([placed.read.text for placed in row]).strip("\t") for row in self._rows)
            return Table(_grid(self._rows), "\n".join(filter(None, lines)), (), (), captions, images)
        rows = [_joined([placed.read for placed in row], "\t", blank=True) for row in self._rows]
        whole = _joined([_stripped(row) for row in rows], "\n")
        return Table(_grid(self._rows), whole.text, whole.spans, whole.cuts, captions, images)


def _joined(reads: Sequence[Read], separator: str, *, blank: bool = False) -> Read:
    """Texts one after the other, and what is known of places in them; empty ones too where `blank`."""
    if len(reads) == 1:
        return reads[0]
    texts: list[str] = []
    spans: list[Span] = []
    cuts: list[tuple[int, Removed]] = []
    size = 0
    for read in reads:
        if not read.text and not blank:
            cuts.extend((size, removed) for _, removed in read.cuts)
            continue
        start = size + (len(separator) if texts else 0)
        spans.extend(replace(s, start=s.start + start, end=s.end + start) for s in read.spans)
        cuts.extend((place + start, removed) for place, removed in read.cuts)
        texts.append(read.text)
        size = start + len(read.text)
    return Read(separator.join(texts), tuple(spans), tuple(cuts))


def _stripped(row: Read) -> Read:
    """A row without the tabs of the empty cells at its ends."""
    bare = row.text.strip("\t")
    ahead = len(row.text) - len(row.text.lstrip("\t"))
    if not ahead:
        return Read(bare, row.spans, tuple((min(place, len(bare)), cut) for place, cut in row.cuts))
    return Read(
        bare,
        tuple(replace(s, start=s.start - ahead, end=s.end - ahead) for s in row.spans),
        tuple((min(max(place - ahead, 0), len(bare)), cut) for place, cut in row.cuts),
    )


def _span(printed: str, most: int, of_zero: int) -> int:
    """A colspan or rowspan as HTML reads it: 1 when absent or nonsense; a rowspan of 0 is to the end."""
    said = printed.strip()
    if not said.isascii() or not said.isdigit():
        return 1
    return min(int(said[:7]), most) or of_zero


def _grid(rows: list[list[_Placed]]) -> tuple[tuple[str, ...], ...]:
    if all(placed.width == placed.height == 1 for row in rows for placed in row):
        return _even([[placed.read.text for placed in row] for row in rows])
    area = sum(p.width * min(p.height, len(rows) - y) for y, row in enumerate(rows) for p in row)
    grid: list[dict[int, str]] = [{} for _ in rows]
    for y, row in enumerate(rows):
        x = 0
        for placed in row:
            width, height = (placed.width, placed.height) if area <= MAX_CELLS else (1, 1)
            while x in grid[y]:
                x += 1
            if width == height == 1:
                grid[y][x] = placed.read.text
            else:
                for below in range(y, min(y + height, len(grid))):
                    for right in range(x, x + width):
                        grid[below].setdefault(right, placed.read.text)
            x += width
    return _even([[row.get(x, "") for x in range(max(row, default=-1) + 1)] for row in grid])


def _even(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows that are not blank, filled up to one length; a single long row makes no long ones of all."""
    filled = [row for row in rows if any(row)]
    width = max(map(len, filled), default=0)
    if width * len(filled) > MAX_CELLS:
        return tuple(map(tuple, filled))
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in filled)
