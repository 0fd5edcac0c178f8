"""What changed between two versions of a document, or two documents. `/report/<id>/diff?a=&b=&with=`"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import BadRequest, Request, Response

from archive.compare.difference import Figure, Passage, Run
from archive.compare.held import Compared, Pair, compare_held, known_bytes, load_documents, load_versions
from archive.compare.words import ATTACHMENTS, COPIES, NOISE, PASSAGES, counts
from archive.errors import GongkaiError
from archive.publish.document import LARGEST_ID, NO_REPORT
from archive.publish.errors import error_page
from archive.publish.reading import read, rows
from archive.words import TERMS

if TYPE_CHECKING:
    from datasette.app import Datasette

AROUND = 60
"""Characters that are shown of what stayed, before and after a change; the rest opens on demand."""

MOST_PASSAGES = 2000
"""Changes in the text that one page shows; the rest is counted."""

LONGEST = 1_000_000
"""Characters of both texts together that are compared for a page: some seconds. The command takes any."""

NO_VERSIONS = "没有这些版本 · There are no such versions"

Versions = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stayed:
    """What did not change: its beginning and end, and what lies between."""

    head: str
    middle: str
    tail: str
    kind: str = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that changed, with its words for a reader; `partner` is the anchor of where it moved."""

    kind: str
    anchor: str
    chinese: str
    english: str
    runs: tuple[Run, ...]
    text: str
    move: int
    partner: str


async def page(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>/diff`"""
    numbers = {name: _number(request.args.get(name)) for name in ("a", "b", "with")}
    document = int(request.url_vars["id"])

    def loaded(connection: sqlite3.Connection) -> Loaded | None:
        return load(connection, document, numbers["with"], numbers["a"], numbers["b"])

    found = await read(datasette, loaded) if document <= LARGEST_ID else None
    if found is None:
        return await error_page(datasette, request, 404, NO_REPORT)
    if found.pair is None and any(numbers.values()):
        return await error_page(datasette, request, 404, NO_VERSIONS)
    if found.pair is not None and sum(len(held.report.text) for held in found.pair) > LONGEST:
        said = "这两版太长，请用 gongkai diff · Too long for a page: use gongkai diff"
        return await error_page(datasette, request, 400, said)
    shown: dict[str, Any] = {
        "document": document,
        "versions": found.versions,
        "numbers": numbers,
        "title": found.title,
    }
    if found.pair is not None:
        loop = asyncio.get_running_loop()
        compared = await loop.run_in_executor(None, compare_held, *found.pair, found.known)
        shown |= described(compared)
    return Response.html(await datasette.render_template("diff.html", shown, request=request))


@dataclass(frozen=True, slots=True)
class Loaded:
    """The versions of a document, and the two to be compared; None where there are no such."""

    title: str
    versions: Versions
    pair: Pair | None
    known: tuple[dict[str, str], dict[str, str]]


def load(
    connection: sqlite3.Connection, document: int, other: int | None, before: int | None, after: int | None
) -> Loaded | None:
    """What the page is about; None where there is no such document. `b` alone: with the version before."""
    versions = rows(
        connection,
        "select number, first_seen, last_confirmed, title from versions where document = ? order by number",
        (document,),
    )
    if not versions:
        return None
    title = str(versions[-1]["title"])
    if other is None and before is None and after is not None:
        before = max([v["number"] for v in versions if v["number"] < after], default=after)
    try:
        if other is None:
            pair = load_versions(connection, document, before, after)
        else:
            pair = load_documents(connection, document, other, before, after)
    except GongkaiError:
        return Loaded(title, versions, None, ({}, {}))
    return Loaded(title, versions, pair, known_bytes(connection, *pair))


def described(compared: Compared) -> dict[str, Any]:
    """The variables of the template."""
    found = compared.difference
    passages = list(laid_out(found.passages))
    shown = [passage for passage in found.passages if passage.kind in PASSAGES]
    return {
        "compared": compared,
        "found": found,
        "counts": counts(found),
        "passages": passages,
        "left": max(len(shown) - MOST_PASSAGES, 0),
        "figures": [(figure, _anchor(figure, shown)) for figure in found.figures],
        "copies": compared.copies,
        "copy_words": COPIES,
        "attachment_words": ATTACHMENTS,
        "reasons": NOISE,
        "terms": TERMS,
    }


def laid_out(passages: Sequence[Passage]) -> Iterator[Stayed | Change]:
    """The text as it is read: changes with a little of what stands around them."""
    shown = [passage for passage in passages if passage.kind in PASSAGES]
    partners: dict[tuple[str, int], str] = {}
    for number, passage in enumerate(shown[:MOST_PASSAGES], 1):
        if passage.move:
            partners.setdefault((passage.kind, passage.move), f"c{number}")
    number = 0
    for place, passage in enumerate(passages):
        if passage.kind in PASSAGES:
            number += 1
            if number > MOST_PASSAGES:
                return
            yield _change(passage, number, partners)
        elif passage.kind == "same":
            yield _stayed(passage.after, place == 0, place == len(passages) - 1)


def _change(passage: Passage, number: int, partners: dict[tuple[str, int], str]) -> Change:
    chinese, english = PASSAGES[passage.kind]
    opposite = "moved_here" if passage.kind == "moved_away" else "moved_away"
    runs = tuple(Run(run.kind, _shown(run.before), _shown(run.after)) for run in passage.runs)
    text = _shown((passage.before or passage.after).strip("\n"))
    partner = partners.get((opposite, passage.move), "")
    return Change(passage.kind, f"c{number}", chinese, english, runs, text, passage.move, partner)


def _stayed(text: str, first: bool, last: bool) -> Stayed:
    """What follows a change is shown at its head, what comes before one at its tail."""
    text = _shown(text.strip("\n"))
    head, tail = 0 if first else AROUND, 0 if last else AROUND
    if len(text) <= head + tail + AROUND:
        return Stayed(text, "", "")
    return Stayed(text[:head], text[head : len(text) - tail], text[len(text) - tail :])


def _anchor(figure: Figure, shown: Sequence[Passage]) -> str:
    """The anchor of the change that a figure stands in."""
    if figure.place == "title":
        return "title"
    here = [
        (p.after_start, n)
        for n, p in enumerate(shown[:MOST_PASSAGES], 1)
        if p.kind in ("changed", "moved_here")
    ]
    place = bisect_right(here, (figure.after_start, len(shown) + 1))
    return f"c{here[place - 1][1]}" if place else ""


def _shown(text: str) -> str:
    return text.replace("\t", " │ ")


def _number(given: str | None) -> int | None:
    """A number of a version or a document. Raises BadRequest for what is none."""
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{1,19}", given) or int(given) > LARGEST_ID:
        raise BadRequest("版本用数字表示 · Versions are numbers")
    return int(given)
