"""Search in the archive, and what a reader sees of a hit."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.query import Query, Term, parse
from archive.segment import fold_with_offsets

WEIGHTS = "10.0, 1.0, 5.0"
"""bm25 weights of title, text and names: a word in the title says more of a document than one in its text."""

FILTERS = {"site": "d.site", "unit": "v.unit", "genre": "v.genre", "year": "v.report_year"}

SNIPPET = 110
"""Characters of a snippet."""

Pieces = list[tuple[str, bool]]
"""A text cut into pieces; true for those that match."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers."""

    id: int
    url: str
    title: str
    site: str
    unit: str
    genre: str
    report_year: str
    date_published: str
    date_written: str
    snippet: Pieces


@dataclass(frozen=True, slots=True)
class Results:
    """`count` is exact; `hits` are the asked-for part of it, best first."""

    query: Query
    count: int
    hits: list[Hit]


def fts_query(words: str) -> str:
    """The FTS5 expression of a query: what Datasette's `escape_fts` becomes."""
    return parse(words or "").match


def search(
    connection: sqlite3.Connection,
    words: str,
    *,
    limit: int = 20,
    offset: int = 0,
    filters: Mapping[str, str] | None = None,
) -> Results:
    """Documents that answer `words`, best first; `filters` by site (id), unit, genre and year."""
    query = parse(words)
    condition, params = "", list[Any]()
    for name, column in FILTERS.items():
        if filters and filters.get(name):
            condition += f" and {column} = ?"
            params.append(filters[name])
    join = "join documents d on d.id = f.rowid join versions v on v.id = d.version"
    where = f"where f.search_index match ?{condition}"
    table = "search_index f" if not condition else f"search_index f {join}"
    (count,) = connection.execute(f"select count(*) from {table} {where}", [query.match, *params]).fetchone()
    best = connection.execute(
        f"select f.rowid from {table} {where} order by bm25(search_index, {WEIGHTS}), f.rowid desc limit ? offset ?",
        [query.match, *params, limit, offset],
    ).fetchall()
    return Results(query, count, [_hit(connection, row[0], query) for row in best])


def _hit(connection: sqlite3.Connection, document: int, query: Query) -> Hit:
    fields = "id, url, title, site, unit, genre, report_year, date_published, date_written, text"
    *values, text = connection.execute(f"select {fields} from reports where id = ?", [document]).fetchone()
    return Hit(*(value or "" if i else value for i, value in enumerate(values)), snippet(text, query.terms))


def highlight(text: str, terms: Sequence[Term]) -> Pieces:
    """The text in pieces, those that match a term marked; joined again they are the text."""
    pieces: Pieces = []
    end = 0
    for start, stop, _ in _merged(_spans(text, terms)):
        if start > end:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


def snippet(text: str, terms: Sequence[Term], length: int = SNIPPET) -> Pieces:
    """The part of a text with the most different terms in it, marked; its beginning where none stands in it."""
    spans = list(_spans(text, terms))
    spans.sort()
    best, start = 0, 0
    for i, (place, _, _) in enumerate(spans):
        inside = {term for at, stop, term in spans[i : i + 50] if stop <= place + length - 20}
        if len(inside) > best:
            best, start = len(inside), max(0, place - 20)
    stop = min(len(text), start + length)
    shown = " ".join(text[start:stop].split("\n"))
    pieces = highlight(shown, terms)
    before = [("…", False)] if start else []
    after = [("…", False)] if stop < len(text) else []
    return [*before, *pieces, *after]


def _spans(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """Where the terms stand in a text: from, to, and which term."""
    if not terms:
        return
    folded, offsets = fold_with_offsets(text)
    for number, term in enumerate(terms):
        for match in _pattern(term).finditer(folded):
            start, stop = match.span()
            if offsets is not None:
                start, stop = offsets[start], offsets[stop - 1] + 1
            yield start, stop, number


def _pattern(term: Term) -> re.Pattern[str]:
    """The runs of a term one after another, whatever punctuation between them; a number only whole."""
    runs = [
        re.escape(run) if han else rf"(?<![^\W_㐀-鿿]){re.escape(run)}(?![^\W_㐀-鿿])"
        for run, han in term.runs
    ]
    return re.compile(r"[\W_]*".join(runs))


def _merged(spans: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Spans in order, those that touch joined into one."""
    open_span: tuple[int, int, int] | None = None
    for span in sorted(spans):
        if open_span is None:
            open_span = span
        elif span[0] <= open_span[1]:
            open_span = (open_span[0], max(open_span[1], span[1]), open_span[2])
        else:
            yield open_span
            open_span = span
    if open_span is not None:
        yield open_span
