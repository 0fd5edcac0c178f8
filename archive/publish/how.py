"""How a document was read: the page's own outline with what was kept and removed, each field's evidence, the
text with its doubts and joins. `/report/<id>/how`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from archive.loading import Held, load
from archive.marks import Run, runs, warnings_of_the_page
from archive.plain import fields_of, value_of
from archive.publish.document import LARGEST_ID, NO_REPORT
from archive.publish.doubts import doubted
from archive.publish.errors import error_page
from archive.publish.reading import read
from archive.records import DERIVED, Evidence, Number, OutlineRegion, Removed, Report
from archive.words import REASONS, TERMS, warned

if TYPE_CHECKING:
    from datasette.app import Datasette

DEEPEST = 8
"""Levels of the outline that are indented; what lies deeper stands there too."""

PRECISIONS = {"year": "到年", "month": "到月", "day": "到日", "minute": "到分", "second": "到秒"}


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the page for the template. `text` is what was removed; empty for what was kept.

    `part` is the number of the page that begins with it, of an article that was split over pages; else 0.
    """

    depth: int
    place: str
    kept: bool
    reason: str
    characters: int
    opening: str
    text: str = ""
    offset: int | None = None
    part: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether the opening is not all of it: a region is counted without its white space."""
        return self.characters > _size(self.opening)


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field with its evidence: what was chosen first, then its rivals, then what is evidence only."""

    name: str
    term: str
    value: str
    conflict: bool
    ours: bool
    numbers: tuple[Number, ...]
    evidence: tuple[Evidence, ...]


async def page(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>/how`"""
    number = int(request.url_vars["id"])
    held: Held | None = None
    if number <= LARGEST_ID:
        held = await read(datasette, lambda connection: load(connection, number))
    if held is None:
        return await error_page(datasette, request, 404, NO_REPORT)
    report = held.report
    kept, gone = _size(report.text), sum(_size(block.text) for block in report.removed)
    shown = {
        "held": held,
        "report": report,
        "regions": list(outline(report, len(held.parts))),
        "warnings": [warned(each) for each in warnings_of_the_page(report.warnings, report.doubts)],
        "kept": kept,
        "gone": gone,
        "share": gone / max(kept + gone, 1),
        "lines": list(lines(runs(report.text, report.doubts, report.joins))),
        "doubted": doubted(report.text, report.doubts),
        "joined": [_joined(report.text, join.start, join.end, join.read) for join in report.joins],
        "fields": list(fields(report)),
        "reasons": REASONS,
        "precisions": PRECISIONS,
    }
    return Response.html(await datasette.render_template("how.html", shown, request=request))


def outline(report: Report, parts: int = 1) -> Iterator[Region]:
    """The page's regions in its own order; what was cut out of the body stands below the body.

    What no region tells of comes last. A version that was read by an older Gongkai has no outline: then that
    is all there is. Of an article of several `parts` the outlines follow each other.
    """
    begins = _beginnings(report.outline, parts)
    left: dict[tuple[str, str], list[Removed]] = {}
    for removed in report.removed:
        left.setdefault((removed.place, removed.reason), []).append(removed)
    inside = [removed for removed in report.removed if removed.offset is not None]
    for number, region in enumerate(report.outline):
        matching = left.get((region.place, region.reason), []) if region.reason else []
        gone = matching.pop(0) if matching else None
        yield Region(
            min(region.depth, DEEPEST), region.place, not region.reason, region.reason, region.characters,
            region.opening, gone.text if gone else "", gone.offset if gone else None, begins.get(number, 0),
        )  # fmt: skip
        if not region.reason:
            for each in [r for r in inside if f"{r.place} ".startswith(f"{region.place} ")]:
                waiting = left[(each.place, each.reason)]
                if each in waiting:
                    waiting.remove(each)
                    yield _cut(each, min(region.depth + 1, DEEPEST))
    for waiting in left.values():
        for each in waiting:
            yield _cut(each, 0)


def _beginnings(outline: Sequence[OutlineRegion], parts: int) -> dict[int, int]:
    """Where the outline of each part begins, by the number of the part.

    The pages of an article have one template, so what stands first on one stands first on all. Where they
    have not, nothing is said.
    """
    if parts < 2 or not outline:
        return {}
    first = outline[0]
    found = [
        number
        for number, each in enumerate(outline)
        if (each.depth, each.place, each.reason) == (first.depth, first.place, first.reason)
    ]
    return {number: part for part, number in enumerate(found, 1)} if len(found) == parts else {}


def _cut(removed: Removed, depth: int) -> Region:
    opening = " ".join(removed.text[:200].split())[:60]
    return Region(
        depth, removed.place, False, removed.reason, _size(removed.text), opening, removed.text,
        removed.offset,
    )  # fmt: skip


def fields(report: Report) -> Iterator[FieldRead]:
    """Every field that has a value or evidence, in reading order; whatever else the evidence names."""
    for name, evidence in fields_of(report):
        yield FieldRead(
            name,
            TERMS.get(name, name),
            value_of(report, name),
            name in report.conflicts,
            name in DERIVED,
            tuple(number for number in report.numbers if number.field == name),
            evidence,
        )


def lines(cut: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each line of the text. A run over a line's end goes on in the next, its mark at its end."""
    line: list[Run] = []
    for run in cut:
        pieces = run.text.split("\n")
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            joins = run.joins if number == 0 else ()
            if piece or joins or (last and run.ends):
                line.append(Run(piece, run.doubts, joins, run.ends if last else ()))
            if not last:
                if line:
                    yield line
                line = []
    if line:
        yield line


def _joined(text: str, start: int, end: int, read_as: str) -> tuple[str, str]:
    """A join with the characters around it: as published, and as read."""
    before, after = text[max(start - 6, 0) : start], text[end : end + 6]
    both = (f"{before}{text[start:end]}{after}", f"{before}{read_as}{after}")
    return both[0].replace("\n", "⏎"), both[1].replace("\n", "⏎")


def _size(text: str) -> int:
    return len("".join(text.split()))
