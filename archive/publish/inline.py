"""The text of a block in runs for the page: links, superscripts and subscripts, marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_WAY = re.compile(r"ref|back")


@dataclass(frozen=True, slots=True)
class Inline:
    """Characters with one look. `script`: `sup`, `sub` or empty; `note`: the number of a footnote, else 0."""

    text: str
    address: str = ""
    script: str = ""
    note: int = 0


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a document: the number of each, by the fragment that leads to it or back from it."""

    numbers: Mapping[str, int]

    def number(self, address: str) -> int:
        """The number of the note that a fragment belongs to; 0 where the text and the notes do not pair."""
        return self.numbers.get(_key(address), 0)


def notes_of(blocks: Iterable[Mapping[str, Any]]) -> Notes:
    """Pair the marks in the text with the notes they lead to.

    The word processors' fragments are alike both ways (`#_ftn1` there, `#_ftnref1` back), so a mark and a
    note of one key are a pair. A mark without a note, or a note without a mark, is text.
    """
    marked: dict[str, None] = {}
    noted: set[str] = set()
    for block in blocks:
        keys = [_key(str(span["address"])) for span in _spans(block) if span["kind"] == "note"]
        if block.get("kind") == "note":
            noted.update(keys[:1])
        else:
            marked.update(dict.fromkeys(keys))
    return Notes({key: number for number, key in enumerate((k for k in marked if k in noted), 1)})


def inline(block: Mapping[str, Any], notes: Notes) -> tuple[Inline, ...]:
    """The runs of a block's text in order; put together they are its text. Spans may lie in each other."""
    text = str(block.get("text", ""))
    spans = [span for span in _spans(block) if 0 <= span["start"] < span["end"] <= len(text)]
    if not spans:
        return (Inline(text),) if text else ()
    spans.sort(key=lambda span: int(span["start"]))
    cuts = sorted({0, len(text), *(span[end] for span in spans for end in ("start", "end"))})
    runs: list[Inline] = []
    over: list[Mapping[str, Any]] = []
    begun = 0
    for start, end in pairwise(cuts):
        over = [span for span in over if span["end"] > start]  # as many as lie in each other
        while begun < len(spans) and spans[begun]["start"] == start:
            over.append(spans[begun])
            begun += 1
        runs.append(_run(text[start:end], over, notes))
    return tuple(runs)


def links(block: Mapping[str, Any]) -> tuple[Inline, ...]:
    """The links of a block, for one that is laid out otherwise than its text."""
    text = str(block.get("text", ""))
    return tuple(
        Inline(text[span["start"] : span["end"]], str(span["address"]))
        for span in _spans(block)
        if span["kind"] == "link" and text[span["start"] : span["end"]].strip()
    )


def _run(text: str, over: Sequence[Mapping[str, Any]], notes: Notes) -> Inline:
    address = next((str(s["address"]) for s in over if s["kind"] == "link"), "")
    script = next((str(s["kind"]) for s in over if s["kind"] in ("sup", "sub")), "")
    note = next((notes.number(str(s["address"])) for s in over if s["kind"] == "note"), 0)
    return Inline(text, address, script, note)


def _spans(block: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    spans: Sequence[Mapping[str, Any]] = block.get("spans") or ()
    return spans


def _key(address: str) -> str:
    return _WAY.sub("", address.rpartition("#")[2].lower())
