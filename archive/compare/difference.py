"""What differs between two readings, as plain frozen records. `archive.compare.compare` makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.errors import GongkaiError
from archive.records import Attachment

PassageKind = Literal["same", "changed", "removed", "added", "moved_away", "moved_here", "noise"]
"""`same` may differ in white space and counters; `noise` stands in one text only and is no part of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a changed sentence as they were and as they are; equal where nothing changed.

    Never a part of a figure or of a Latin word. `kind` is same, space (white space only), removed, added or
    replaced.
    """

    kind: Literal["same", "space", "removed", "added", "replaced"]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or sentences in a row of one kind, with the white space behind them.

    `before` is `text_before[before_start:][:len(before)]`, likewise `after`; a removed one has no `after`.
    Of what moved, the passage it left (`moved_away`) has `before`, the one where it stands now (`moved_here`)
    `after`; both have the same number `move` from 1, and where it was changed on its way, both have its
    runs. `reasons` says what noise is folded inside a `same` or `noise` passage.
    """

    kind: PassageKind
    before: str
    after: str
    before_start: int
    after_start: int
    runs: tuple[Run, ...] = ()
    move: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that changed, as printed with its measure word: `5516人次` → `5561人次`; empty where none was.

    `place` is text or title. The starts are offsets there: of the figure, or of the place where it would be.
    The sentences are those it stands in.
    """

    before: str
    after: str
    place: Literal["text", "title"]
    before_start: int
    after_start: int
    sentence_before: str
    sentence_after: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A printed field whose value changed; empty where it is not stated. `raw_…`: the string on the page."""

    name: str
    before: str
    after: str
    raw_before: str = ""
    raw_after: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentChange:
    """kind: added, removed, renamed (same address), moved (same name, another address: perhaps another file),
    replaced (other bytes, whatever its address). Digests are empty where the file was not captured."""

    kind: Literal["added", "removed", "renamed", "moved", "replaced"]
    before: Attachment | None
    after: Attachment | None
    digest_before: str = ""
    digest_after: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A place of a table that changed: kind cell, row or column (added or removed as a whole).

    `table` counts the tables of the later reading from 1 (of the earlier one for a table that is gone). `row`
    and `column` are the labels as printed: the row's first cell, the column's head; a number where there is
    none. Of a row or column `before` or `after` is its cells, joined by ` | `.
    """

    kind: Literal["cell", "row", "column"]
    table: int
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Noise:
    """What differs and is no change of what was published: why, how often, and up to three examples."""

    reason: str
    count: int
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two readings of a document, or between two documents.

    `title` is empty where it did not change. The passages cover both texts from end to end.
    `silent`: content changed while the date of publication stayed; None where the pages state no date or
    nothing changed.
    """

    title: tuple[Run, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    fields: tuple[FieldChange, ...]
    attachments: tuple[AttachmentChange, ...]
    cells: tuple[CellChange, ...]
    noise: tuple[Noise, ...]
    silent: bool | None

    @property
    def text_changed(self) -> bool:
        return any(passage.kind not in ("same", "noise") for passage in self.passages)

    @property
    def changed(self) -> bool:
        """Whether anything that was published differs."""
        return bool(self.title or self.fields or self.attachments or self.text_changed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all, noise included."""
        return not self.changed and not self.noise

    @property
    def moves(self) -> int:
        return max((passage.move for passage in self.passages), default=0)

    def count(self, kind: PassageKind) -> int:
        """Passages of a kind."""
        return sum(passage.kind == kind for passage in self.passages)


def apply(before: str, passages: Sequence[Passage]) -> str:
    """The later text out of the earlier one. Raises GongkaiError when the passages are not of this text."""
    place = 0
    for passage in passages:
        if passage.before:
            if passage.before_start != place or not before.startswith(passage.before, place):
                raise GongkaiError(
                    f"The difference is not of this text: it differs at {place}. Compare again."
                )
            place += len(passage.before)
    if place != len(before):
        raise GongkaiError(f"The difference is not of this text: it ends at {place}. Compare again.")
    return "".join(passage.after for passage in passages)
