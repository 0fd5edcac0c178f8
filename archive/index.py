"""Upkeep of the search index: a contentless FTS5 table, whose rows are the documents.

A contentless table takes a row away only when given the exact text that was put in; with any other text it
keeps ghost postings and breaks ranking. So `search_state` remembers which version of a document is in the
index and by which segmenter it was cut, and that text is made again from the version, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from archive.segment import SEGMENTER, segment

_INSERT = "insert into search_index (rowid, title, text, names) values (?, ?, ?, ?)"
_DELETE = "insert into search_index (search_index, rowid, title, text, names) values ('delete', ?, ?, ?, ?)"
_STATE = "insert or replace into search_state (document, version, segmenter) values (?, ?, ?)"


def index_document(db: Database, document: int, version: int, ready: tuple[str, ...] = ()) -> None:
    """Put a version of a document into the index in place of the one before. Needs an open transaction.

    `ready`: what `cut` makes of the version, where that was done already.
    """
    forget_document(db, document)
    db.execute(_INSERT, [document, *(ready or _cut(db, version))])
    db.execute(_STATE, [document, version, SEGMENTER])


def forget_document(db: Database, document: int) -> None:
    """Take a document out of the index, while the version that is in it stands as it did then."""
    held = db.execute("select version from search_state where document = ?", [document]).fetchone()
    if held:
        db.execute(_DELETE, [document, *_cut(db, held[0])])
        db.execute("delete from search_state where document = ?", [document])


def is_current(db: Database) -> bool:
    """Whether the index was cut by this segmenter. Refills are whole, so one row speaks for all."""
    row = db.execute("select segmenter from search_state limit 1").fetchone()
    return row is None or row[0] == SEGMENTER


def refill(db: Database) -> None:
    """Make the whole index again from the stored versions. Needs an open transaction."""
    db.execute("insert into search_index (search_index) values ('delete-all')")
    db.execute("delete from search_state")
    documents = db.execute(
        "select id, version from documents where version is not null order by id"
    ).fetchall()
    for document, version in documents:
        index_document(db, document, version)


def searched_text(db: Database, version: int) -> tuple[str, str, str]:
    """What of a version can be found: title, text, and the names it goes by (文号, 索引号, attachments).

    All of it is fixed for good when the version is saved.
    """
    title, text, *numbers = db.execute(
        "select title, text, document_number, index_number from versions where id = ?", [version]
    ).fetchone()
    attached = db.execute("select name from attachments where version = ? order by position", [version])
    return title, text, names(numbers, (name for (name,) in attached))


def names(numbers: Iterable[str | None], attachments: Iterable[str]) -> str:
    """The names of a version, one a line."""
    return "\n".join(name for name in (*numbers, *attachments) if name)


def cut(*parts: str) -> tuple[str, ...]:
    """Texts as they are written into the index."""
    return tuple(map(segment, parts))


def _cut(db: Database, version: int) -> tuple[str, ...]:
    return cut(*searched_text(db, version))
