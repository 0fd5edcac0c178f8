"""The reading text of a document: the text as published with its joins applied, and back again."""

from __future__ import annotations

from collections.abc import Iterable

from archive.errors import GongkaiError
from archive.records import Join


def apply(text: str, joins: Iterable[Join]) -> str:
    """The text as read: each `text[join.start:join.end]`, which is `join.raw`, gives way to `join.read`.

    Raises GongkaiError when a join overlaps another or is not of this text.
    """
    pieces: list[str] = []
    done = 0
    for join in sorted(joins, key=_place):
        if join.start < done or text[join.start : join.end] != join.raw:
            raise _foreign(join)
        pieces += (text[done : join.start], join.read)
        done = join.end
    pieces.append(text[done:])
    return "".join(pieces)


def undo(reading: str, joins: Iterable[Join]) -> str:
    """The text as published again: `undo(apply(text, joins), joins) == text`.

    Raises GongkaiError when a join overlaps another or is not of this text.
    """
    pieces: list[str] = []
    done = shift = 0  # shift: how many characters the joins so far have taken away
    for join in sorted(joins, key=_place):
        start = join.start - shift
        if start < done or reading[start : start + len(join.read)] != join.read:
            raise _foreign(join)
        pieces += (reading[done:start], join.raw)
        done = start + len(join.read)
        shift += len(join.raw) - len(join.read)
    pieces.append(reading[done:])
    return "".join(pieces)


def _place(join: Join) -> tuple[int, int]:
    return join.start, join.end


def _foreign(join: Join) -> GongkaiError:
    return GongkaiError(
        f"The join {join.raw!r} at {join.start} is not of this text or overlaps another; "
        "extract the page again."
    )
