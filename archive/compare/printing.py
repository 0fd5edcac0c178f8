"""A comparison as a person likes to read it in a terminal. Signs and words say what colour says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from archive.compare.copies import Copied
from archive.compare.difference import Difference, Passage, Run
from archive.compare.held import Compared
from archive.compare.words import ATTACHMENTS, COPIES, NOISE, PASSAGES, counts
from archive.loading import Held
from archive.printing import WIDEST_TEXT, Printer
from archive.words import TERMS

GONE, COME, MOVED = "red", "green", "cyan"

SIGNS = {
    "changed": ("~ ", "bold yellow"),
    "removed": ("- ", f"bold {GONE}"),
    "added": ("+ ", f"bold {COME}"),
    "moved_away": ("< ", f"bold {MOVED}"),
    "moved_here": ("> ", f"bold {MOVED}"),
}

MOST_COPIES = 20
"""Sentences of one kind that are listed of a comparison of two documents; the rest is counted."""


def print_difference(compared: Compared, printer: Printer) -> None:
    """The whole comparison: what changed in short, figures, title and fields, files, tables, text, noise."""
    found = compared.difference
    _print_head(compared, printer)
    if compared.copies is not None:
        _print_copies(compared.copies, printer)
    if found.figures:
        printer.section("数字 Figures", str(len(found.figures)))
        for figure in found.figures:
            pair = (_gone(figure.before or "(none)"), " → ", _come(figure.after or "(none)"))
            printer.line(Text.assemble(*pair), 2)
            printer.line(_flat(figure.sentence_after), 4, "dim", WIDEST_TEXT)
    _print_fields(found, printer)
    _print_attachments(found, printer)
    _print_cells(found, printer)
    _print_text(found.passages, printer)
    _print_noise(compared, printer)


def _print_head(compared: Compared, printer: Printer) -> None:
    before, after = compared.before, compared.after
    printer.line(after.report.title or "(no title 原网页没有标题)", style="bold")
    printer.line(after.report.url, style="blue")
    printer.pair("旧 from", _version(before, after))
    printer.pair("新 to", _version(after, before))
    said = " · ".join(f"{english} {number}" for number, _, english in counts(compared.difference))
    if said:
        printer.pair("共 in all", said)
    elif not compared.noise:
        printer.line("nothing differs 毫无差别", style="bold")
    else:
        printer.line("nothing visible changed; the bytes differ because of what is listed here", style="bold")
    if compared.is_silent:
        said = "a silent edit 悄然改动: the date of publication stayed as it was"
        printer.hung(Text("! ", "bold yellow"), said, style="yellow")


def _version(held: Held, other: Held) -> str:
    which = f"version {held.number} of {held.versions}, {held.first_seen}"
    if held.document == other.document:
        return which
    return f"document {held.document}, {which}: {held.report.title}"


def _print_fields(found: Difference, printer: Printer) -> None:
    if not found.title and not found.fields:
        return
    printer.section("字段 Fields", str(len(found.fields) + bool(found.title)))
    if found.title:
        printer.pair(TERMS["title"], _runs(found.title))
    for field in found.fields:
        pair = (_gone(field.before or "(not stated)"), " → ", _come(field.after or "(not stated)"))
        printer.pair(TERMS[field.name], Text.assemble(*pair))
        if (field.raw_before, field.raw_after) not in (("", ""), (field.before, field.after)):
            printer.under(f"printed “{field.raw_before}” → “{field.raw_after}”")


def _print_attachments(found: Difference, printer: Printer) -> None:
    if not found.attachments:
        return
    printer.section("附件 Attachments", str(len(found.attachments)))
    for change in found.attachments:
        chinese, english = ATTACHMENTS[change.kind]
        names = [a.name or "(no name)" for a in (change.before, change.after) if a is not None]
        printer.line(f"{chinese} {english}: {' → '.join(dict.fromkeys(names))}", 2)
        for sign, attachment, digest, style in (
            ("- ", change.before, change.digest_before, GONE),
            ("+ ", change.after, change.digest_after, COME),
        ):
            if attachment is not None:
                printer.hung(Text(sign, style), " · ".join(filter(None, (attachment.url, digest))), 4, "dim")


def _print_cells(found: Difference, printer: Printer) -> None:
    if not found.cells:
        return
    printer.section("表格 Tables", str(len(found.cells)))
    for cell in found.cells:
        where = {"cell": f"row {cell.row}, column {cell.column}", "row": "row", "column": "column"}[cell.kind]
        said = Text(f"table {cell.table}, {where}: ", "dim")
        said.append_text(_gone(cell.before or "(none)")).append(" → ")
        printer.line(said.append_text(_come(cell.after or "(none)")), 2)


def _print_text(passages: Sequence[Passage], printer: Printer) -> None:
    shown = [passage for passage in passages if passage.kind in SIGNS]
    if not shown:
        return
    printer.section("正文 Text", f"{len(shown)} places")
    for passage in shown:
        sign, style = SIGNS[passage.kind]
        place = passage.before_start if passage.kind in ("removed", "moved_away") else passage.after_start
        head = Text(sign, style)
        for line in _lines(passage):
            printer.hung(head, line, 2)
            head = Text("  ")
        chinese, english = PASSAGES[passage.kind]
        number = f" {passage.move}" if passage.move else ""
        printer.line(f"{chinese} {english}{number}, at character {place}", 4, "dim")


def _lines(passage: Passage) -> Iterator[Text]:
    if passage.runs:
        yield _runs(passage.runs)
        return
    style = {"removed": GONE, "added": COME}.get(passage.kind, MOVED)
    for line in (passage.before or passage.after).strip("\n").split("\n"):
        if line.strip():
            yield Text(_flat(line), style)


def _print_noise(compared: Compared, printer: Printer) -> None:
    if not compared.noise:
        return
    printer.section("未计入的差别 Folded as noise", str(sum(noise.count for noise in compared.noise)))
    for noise in compared.noise:
        printer.line(f"{NOISE.get(noise.reason, '')} {noise.reason} × {noise.count}".strip(), 2, "dim")
        for old, new in noise.examples:
            if old.strip() or new.strip():
                printer.line(f"“{_flat(old)}” → “{_flat(new)}”", 4, "dim")


def _print_copies(copies: Copied, printer: Printer) -> None:
    printer.section("沿用 Copied forward", f"{copies.forward:.0%} of {len(copies.sentences)} sentences")
    for kind, (chinese, english) in COPIES.items():
        said = [each for each in copies.sentences if each.kind == kind]
        printer.line(f"{chinese} {english}: {len(said)}, {len(said) / max(len(copies.sentences), 1):.0%}", 2)
        if kind in ("figures", "new"):
            for each in said[:MOST_COPIES]:
                printer.hung(Text("+ ", COME), _flat(each.text), 4, "dim")
                if each.earlier:
                    printer.hung(Text("- ", GONE), _flat(each.earlier), 4, "dim")
            _print_rest(len(said), printer)
    printer.line(f"在别处 in another order: {copies.moved}", 2)
    printer.line(f"未再提 dropped: {len(copies.dropped)}", 2)
    for gone in copies.dropped[:MOST_COPIES]:
        printer.hung(Text("- ", GONE), _flat(gone.text), 4, "dim")
    _print_rest(len(copies.dropped), printer)


def _print_rest(count: int, printer: Printer) -> None:
    if count > MOST_COPIES:
        printer.line(f"and {count - MOST_COPIES} more", 4, "dim")


def _runs(runs: Sequence[Run]) -> Text:
    said = Text()
    for run in runs:
        if run.kind in ("same", "space"):
            said.append(_flat(run.after))
            continue
        if run.before:
            said.append_text(_gone(f"[-{run.before}-]"))
        if run.after:
            said.append_text(_come(f"{{+{run.after}+}}"))
    said.rstrip()
    return said


def _gone(text: str) -> Text:
    return Text(_flat(text), GONE)


def _come(text: str) -> Text:
    return Text(_flat(text), COME)


def _flat(text: str) -> str:
    """One line: the bound of a cell as a bar, the end of a line inside as ⏎."""
    return text.rstrip("\n").replace("\t", " │ ").replace("\n", "⏎")
