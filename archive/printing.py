"""A report as a person likes to read it in a terminal: what `gongkai extract` and `gongkai explain` show.

Colour is an addition: whatever it says is also said in words or signs, for a pipe, for NO_COLOR and for
eyes that do not see it. Nothing is wrapped in a pipe, so that a paragraph stays one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from archive.marks import Run, runs, told, warnings_of_the_page
from archive.plain import fields_of, value_of
from archive.records import DERIVED, FIELD_NAMES, Evidence, Number, Removed, Report
from archive.words import DOUBTS, REASONS, TERMS, warned
from archive.wrapping import shortened, shown, wrapped

WIDEST_TEXT = 100
"""Cells of a line of running text, however wide the terminal: some fifty Chinese characters."""

MOST_OF_A_REASON = 8
"""Removed blocks that are shown of one reason; the rest is counted."""

OPENING = 66
"""Cells of a removed block that are shown."""

DEEPEST = 5
"""Steps that the items of lists in lists are set in."""

TERM = 10
"""Cells of the column of terms: four Chinese characters and a gap."""

LONGEST_PLACE = 60
"""Cells of a CSS path on a terminal: of a longer one the last steps tell the most."""


class Printer:
    """Writes to a console line by line; `width` is None where lines are not to be wrapped."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.width = self.console.width if self.console.is_terminal else None

    def line(
        self, text: Text | str = "", indent: int = 0, style: str = "", widest: int | None = None
    ) -> None:
        """One line, wrapped with every line of it indented."""
        said = _safe(text, style)
        if self.width is None:
            lines = [said]
        else:
            lines = wrapped(said, min(self.width, widest or self.width) - indent)
        for each in lines:
            self.console.print(Text(" " * indent) + each if each.plain else "", soft_wrap=True)

    def hung(self, sign: Text, text: Text | str, indent: int = 0, style: str = "") -> None:
        """A sign and what it says; where that is wrapped, each line stands below the first."""
        said, sign = _safe(text, style), _safe(sign)
        hang = indent + cell_len(sign.plain)
        lines = [said] if self.width is None else wrapped(said, self.width - hang)
        for number, each in enumerate(lines):
            head = Text(" " * indent) + sign if number == 0 else Text(" " * hang)
            self.console.print(head + each, soft_wrap=True)

    def pair(self, term: str, value: Text | str, style: str = "") -> None:
        """A term, and what it is, in two columns."""
        gap = " " * max(TERM - cell_len(shown(term)), 1)
        self.hung(Text.assemble((term, "cyan"), gap), value, 2, style)

    def under(self, text: Text | str, style: str = "dim", sign: str = "") -> None:
        """A line below the value of a pair."""
        self.hung(Text(sign, style), text, TERM + 2, style)

    def place(self, place: str) -> str:
        """A CSS path: at a terminal its last steps where it is long, in a pipe the whole."""
        if self.width is None or cell_len(place) <= LONGEST_PLACE:
            return place
        steps = place.split(" > ")
        while len(steps) > 1 and cell_len(" > ".join(steps)) > LONGEST_PLACE - 4:
            steps.pop(0)
        return "… > " + " > ".join(steps)

    def section(self, title: str, note: str = "") -> None:
        """A heading. No rule across: a terminal for Chinese may draw its dashes twice as wide."""
        self.console.print()
        head = Text.assemble(("── ", "dim"), (title, "bold"))
        if note:
            head.append(f"  {note}", "dim")
        self.line(head)


def _safe(text: Text | str, style: str = "") -> Text:
    """A line whose every character is fit for a terminal, whoever wrote it."""
    said = Text(text, style) if isinstance(text, str) else text
    said.plain = shown(said.plain)  # as long as before, so its styles stay in place
    return said


def print_report(report: Report, printer: Printer, *, origin: Sequence[tuple[str, str]] = ()) -> None:
    """The whole of a report: title, warnings, fields with evidence, text with its doubts, what was removed.

    `origin` says where it came from, as pairs of a term and words.
    """
    printer.line(report.title or "(no title 原网页没有标题)", style="bold")
    if report.url:
        printer.line(report.url, style="blue")
    for warning in warnings_of_the_page(report.warnings, report.doubts):
        printer.hung(Text("! ", "bold yellow"), warned(warning), style="yellow")
    if report.doubts:
        count = len(report.doubts)
        places = "1 place: see [?1]" if count == 1 else f"{count} places: see [?1] to [?{count}]"
        said = f"原文中有 {count} 处似有脱字 characters look lost in the source at {places} in the text"
        printer.hung(Text("! ", "bold yellow"), said, style="yellow")
    if origin:
        printer.section("来源 Source")
        for term, said in origin:
            printer.pair(term, said)
    _print_fields(report, printer)
    _print_text(report, printer)
    if report.attachments:
        printer.section("附件 Attachments", str(len(report.attachments)))
        for attachment in report.attachments:
            printer.line(attachment.name or "(no name)", 2)
            printer.line(attachment.url, 4, "blue")
    _print_removed(report, printer)
    read_by = " · ".join(filter(None, (report.extractor, report.encoding)))
    if read_by:
        printer.console.print()
        printer.line(f"read by {read_by}", style="dim")


# Fields


def _print_fields(report: Report, printer: Printer) -> None:
    held = fields_of(report)
    note = f"{len(report.conflicts)} in conflict 冲突" if report.conflicts else ""
    printer.section("字段 Fields", note)
    for name, evidence in held:
        _print_field(name, report, evidence, printer)
    named = {name for name, _ in held}
    if empty := [TERMS[name] for name in FIELD_NAMES if name not in named and name not in DERIVED]:
        printer.pair("未标明", f"not stated by the page: {'、'.join(empty)}", "dim")


def _print_field(name: str, report: Report, held: tuple[Evidence, ...], printer: Printer) -> None:
    value = value_of(report, name)
    first = held[0] if held and held[0].chosen else None
    said = Text(value, "green") if value else Text("left empty", "dim")
    if first is not None and first.precision and first.precision != "day":
        said.append(f"  known to the {first.precision}", "dim")
    if name in report.conflicts:
        said.append("  CONFLICT 冲突", "bold red")
    printer.pair(TERMS.get(name, name), said)
    for number in report.numbers:
        if number.field == name:
            printer.under(_taken_apart(number))
    if first is not None:
        printer.under(" · ".join(_evidence(first, value, printer)))
    for rival in held[1:] if first is not None else held:
        if not rival.value and not rival.raw:
            printer.under(" · ".join(["nothing stands there", *_evidence(rival, "", printer)]), sign="· ")
            continue
        kind = "also read" if rival.chosen else "not chosen" if rival.eligible else "evidence only"
        sign = "· " if not rival.value else "= " if rival.value == value else "≠ "
        where = _evidence(rival, rival.value, printer)
        printer.under(" · ".join([f"{rival.value or '—'}  {kind}", *where]), sign=sign)


def _evidence(evidence: Evidence, value: str, printer: Printer) -> Iterator[str]:
    """Where a value stood: the raw string where it differs, the label, the place, the rule."""
    if evidence.raw != value:
        yield f"from “{evidence.raw}”"
    if evidence.label and f"={evidence.label}]" not in evidence.place:
        yield f"label {evidence.label}"
    yield f"at {printer.place(evidence.place)}"
    yield f"rule {evidence.rule}"


def _taken_apart(number: Number) -> str:
    parts = (("organ", number.organ), ("year", number.year), ("serial", number.serial))
    return f"{number.form}: " + " · ".join(f"{name} {said}" for name, said in parts if said)


# Text


def _print_text(report: Report, printer: Printer) -> None:
    count = sum(not character.isspace() for character in report.text)
    printer.section("正文 Text", f"{count:,} characters as published")
    if not report.text:
        printer.line("(no text 原网页没有正文)", 2, "dim")
        return
    headings = {block.text for block in report.blocks if block.kind == "heading"}
    depths = _depths(report)
    for number, line in enumerate(_lines(runs(report.text, report.doubts, report.joins))):
        if line.plain.strip() in headings:
            line.stylize("bold")
        printer.line(line, 2 + 2 * depths.get(number, 0), widest=WIDEST_TEXT)
    if report.doubts or report.joins:
        printer.console.print()
    for number, doubt in enumerate(report.doubts, 1):
        meaning = DOUBTS.get(doubt.rule, "")
        said = f"at {doubt.start}: {told(report.text, doubt)} ({doubt.rule})"
        printer.hung(Text(f"[?{number}] ", "bold yellow"), f"{meaning} {said}".strip(), 2, "yellow")
    for number, join in enumerate(report.joins, 1):
        before, after = report.text[max(join.start - 4, 0) : join.start], report.text[join.end : join.end + 4]
        read = f"“…{before}{join.read}{after}…”".replace("\n", "⏎")
        said = f"at {join.start} published with {_named(join.raw)}, read as {read} ({join.rule})"
        printer.hung(Text(f"[~{number}] ", "bold magenta"), said, 2, "magenta")


def _depths(report: Report) -> dict[int, int]:
    """How far the lines of the text are set in that are items of a list in a list, by their number."""
    depths: dict[int, int] = {}
    number = 0
    for block in report.blocks:
        if block.kind != "image" and block.text:
            if block.kind == "list_item" and block.level > 1:
                depths[number] = min(block.level - 1, DEEPEST)
            number += block.text.count("\n") + 1
    return depths


def _lines(cut: Sequence[Run]) -> Iterator[Text]:
    """The lines of the text, with a numbered mark after each doubt and at each join."""
    line, marked = Text(), 0
    for run in cut:
        style = "yellow underline" if run.doubts else ""
        for each in run.joins:
            if each > marked:  # a doubt may cut a join in two: it is marked where it begins
                line.append(f"[~{each}]", "magenta")
                marked = each
        for number, piece in enumerate(run.text.split("\n")):
            if number:
                yield line
                line = Text()
            line.append(piece.replace("\t", " │ "), style)
        for each in run.ends:
            line.append(f"[?{each}]", "bold yellow")
    yield line


def _named(raw: str) -> str:
    return "nothing" if not raw else f"“{raw}”".replace("\n", "⏎")


# What was removed


def _print_removed(report: Report, printer: Printer) -> None:
    kept = _size(report.text)
    gone = sum(_size(block.text) for block in report.removed)
    count = f"{len(report.removed)} block{'' if len(report.removed) == 1 else 's'}"
    share = f"{count}, {gone:,} characters, {gone / max(kept + gone, 1):.0%} of the page"
    printer.section("移出 Set aside", share if report.removed else "nothing")
    order = {reason: n for n, reason in reversed(list(enumerate(r.reason for r in report.removed)))}
    ordered = sorted(report.removed, key=lambda block: order[block.reason])
    for reason, group in groupby(ordered, key=lambda block: block.reason):
        _print_reason(reason, list(group), printer)
    if any(shortened(block.text, OPENING).endswith("…") for block in report.removed):
        printer.line("… is the opening of a block; --json has all of it", 2, "dim")


def _print_reason(reason: str, blocks: list[Removed], printer: Printer) -> None:
    size = sum(_size(block.text) for block in blocks)
    head = Text.assemble((f"{REASONS.get(reason, '')} {reason}".strip(), "red"))
    head.append(
        f"  {len(blocks)} × {size:,} characters" if len(blocks) > 1 else f"  {size:,} characters", "dim"
    )
    printer.line(head, 2)
    for block in blocks[:MOST_OF_A_REASON]:
        opening = shortened(block.text, OPENING)
        said = Text(opening or "(no words)")
        if len(blocks) > 1 and opening.endswith("…"):
            said.append(f" ({_size(block.text):,} characters)", "dim")
        places = [] if block.offset is None else [f"cut out of the text at {block.offset}"]
        if places or block.place:
            said.append(f"   {' · '.join([printer.place(block.place), *places]).strip(' ·')}", "dim")
        printer.line(said, 4)
    if left := blocks[MOST_OF_A_REASON:]:
        more = sum(_size(block.text) for block in left)
        printer.line(f"and {len(left)} more, {more:,} characters", 4, "dim")


def _size(text: str) -> int:
    return len("".join(text.split()))
