"""Search in the archive: an exact count, the best first, and what a reader sees of a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlite_utils import Database

from archive.index import names
from archive.query import Query, Term, parse
from archive.segment import SEGMENTER, fold_with_offsets

FILTERS = {"site": "d.site", "unit": "v.unit", "genre": "v.genre", "year": "v.report_year"}

RANKED = 5000
"""Hits that are ranked one and all. Of a word that stands in more documents, those with it in the title come
first, then the newest by rank, then the rest, newest first: ranking 60,000 hits takes a tenth of a second."""

SNIPPET = 110
"""Characters of a snippet."""

LEAD = 20
"""Characters of a snippet before the match."""

Pieces = list[tuple[str, bool]]
"""A text cut into pieces; true for those that match."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers. Fields nobody knows are empty."""

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
    site_id: str

    @property
    def date(self) -> str:
        """The day it was published, or else written."""
        return self.date_published or self.date_written


@dataclass(frozen=True, slots=True)
class Results:
    """`count` is exact; `hits` are the asked-for part of it, best first."""

    query: Query
    count: int
    hits: list[Hit]
    messages: tuple[str, ...] = ()


def fts_query(words: str | None) -> str:
    """The FTS5 expression of a query: what Datasette's SQL function `escape_fts` becomes."""
    return parse(words or "").match


def search(
    db: sqlite3.Connection | Database,
    words: str,
    *,
    limit: int = 20,
    offset: int = 0,
    filters: Mapping[str, str] | None = None,
) -> Results:
    """Documents that answer `words`, best first; `filters` by site (its id), unit, genre and year."""
    connection = db.conn if isinstance(db, Database) else db
    query = parse(words)
    found = _Found(connection, query, filters or {})
    count = found.count()
    ids = found.ranked(count, max(limit, 0), max(offset, 0)) if count else []
    hits = [_hit(connection, document, query) for document in ids]
    return Results(query, count, hits, (*query.messages, *_stale(connection)))


def _stale(connection: sqlite3.Connection) -> tuple[str, ...]:
    """A read-only archive of another version is searched as it is."""
    row = connection.execute("select segmenter from search_state limit 1").fetchone()
    if row is None or row[0] == SEGMENTER:
        return ()
    return (
        "检索索引由另一版本建立，可能有遗漏。The index was made by another version: it may miss documents.",
    )


class _Found:
    """The documents that match, filtered."""

    def __init__(self, connection: sqlite3.Connection, query: Query, filters: Mapping[str, str]) -> None:
        self._connection = connection
        self._match = query.match
        chosen = {name: value for name, value in filters.items() if name in FILTERS and value}
        self._filter = "".join(f" and {FILTERS[name]} = ?" for name in chosen)
        self._chosen = list(chosen.values())
        self._from = "search_index f"
        if chosen:
            self._from += " join documents d on d.id = f.rowid join versions v on v.id = d.version"

    def count(self) -> int:
        return int(self._rows("count(*)", self._match, "")[0][0])

    def ranked(self, count: int, limit: int, offset: int) -> list[int]:
        """The ids from `offset` on, in an order that every page of a result shares."""
        if count <= RANKED:
            return self._ids(self._match, "order by f.rank, f.rowid desc limit ? offset ?", limit, offset)
        return list(islice(self._many(), offset, offset + limit))

    def _many(self) -> Iterator[int]:
        """Title first, then the newest by rank, then the rest by age: see RANKED."""
        titled = self._ids(f"{{title}} : ({self._match})", "order by f.rowid desc limit ?", RANKED)
        named = set(titled)
        # A match in the title alone may miss a word that stands only in the text, never the other way round:
        # but an excluded word may stand in the text.
        if " NOT " in self._match:
            titled = [i for i in titled if self._ids(self._match, "and f.rowid = ?", i)]
            named = set(titled)
        yield from titled
        (floor,) = self._ids(self._match, "order by f.rowid desc limit 1 offset ?", RANKED - 1)
        newest = self._ids(self._match, "and f.rowid >= ? order by f.rank, f.rowid desc", floor)
        yield from (i for i in newest if i not in named)
        rest = self._ids(self._match, "and f.rowid < ? order by f.rowid desc", floor)
        yield from (i for i in rest if i not in named)

    def _ids(self, match: str, end: str, *arguments: int) -> list[int]:
        return [row[0] for row in self._rows("f.rowid", match, end, *arguments)]

    def _rows(self, what: str, match: str, end: str, *arguments: int) -> list[Any]:
        sql = f"select {what} from {self._from} where search_index match ?{self._filter} {end}"
        return self._connection.execute(sql, [match, *self._chosen, *arguments]).fetchall()


def _hit(connection: sqlite3.Connection, document: int, query: Query) -> Hit:
    fields = "url, title, site, unit, genre, report_year, date_published, date_written, site_id"
    *found, text, version, number, index_number = connection.execute(
        f"select {fields}, text, version, document_number, index_number from reports where id = ?", [document]
    ).fetchone()
    shown = snippet(text, query.terms)
    if not any(is_match for _, is_match in shown):
        attached = connection.execute(
            "select name from attachments where version = ? order by position", [version]
        )
        by_name = snippet(names((number, index_number), (name for (name,) in attached)), query.terms)
        if any(is_match for _, is_match in by_name):
            shown = by_name
    url, title, *rest = (value or "" for value in found)
    site, unit, genre, year, published, written, site_id = rest
    return Hit(document, url, title, site, unit, genre, year, published, written, shown, site_id)


def highlight(text: str, terms: Sequence[Term]) -> Pieces:
    """The text in pieces, those that match a term marked; joined again they are the text."""
    pieces: Pieces = []
    end = 0
    for start, stop in _merged((start, stop) for start, stop, _ in _spans(text, terms)):
        if start > end:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


def snippet(text: str, terms: Sequence[Term], length: int = SNIPPET) -> Pieces:
    """The part of a text with the most different terms in it, marked; its beginning where there is none."""
    spans = sorted(_spans(text, terms))
    start = _best_start(spans, length)
    stop = min(len(text), start + length)
    marked = _merged((max(a, start), min(b, stop)) for a, b, _ in spans if a < stop and b > start)
    pieces: Pieces = [("…", False)] if start else []
    end = start
    for a, b in marked:
        if a > end:
            pieces.append((_flat(text[end:a]), False))
        pieces.append((_flat(text[a:b]), True))
        end = b
    if end < stop:
        pieces.append((_flat(text[end:stop]), False))
    return [*pieces, ("…", False)] if stop < len(text) else pieces


def _best_start(spans: Sequence[tuple[int, int, int]], length: int) -> int:
    """Where a window of `length` begins that shows the most different terms; the first of the best."""
    best, start = 0, 0
    for first, (place, _, _) in enumerate(spans):
        within = islice(spans, first, first + 50)
        seen = len({term for _, stop, term in within if stop <= place + length - LEAD})
        if seen > best:
            best, start = seen, max(0, place - LEAD)
    return start


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _spans(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """Where the terms stand in a text: from, to, and which term."""
    if not terms or not text:
        return
    folded, offsets = fold_with_offsets(text)
    for number, term in enumerate(terms):
        for match in term.pattern.finditer(folded):
            start, stop = match.span()
            if offsets is not None:
                start, stop = offsets[start], offsets[stop - 1] + 1
            yield start, stop, number


def _merged(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch joined into one."""
    held: tuple[int, int] | None = None
    for start, stop in sorted(spans):
        if held is not None and start <= held[1]:
            held = held[0], max(held[1], stop)
            continue
        if held is not None:
            yield held
        held = start, stop
    if held is not None:
        yield held
