"""Checks the database by itself: its file, pages and keys, the digests of its versions, its search index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from archive.at_rest import digest_file, digest_of, log_size, recorded
from archive.compare.normal import published_digest
from archive.index import searched_text
from archive.loading import load
from archive.schema import migrations
from archive.segment import segment
from archive.verify.audit import Audit, difference

AGAIN = "`gongkai rebuild` makes the database again from the captures"
MOST = 20
"""Findings of one kind that are told one by one."""


def check_file(audit: Audit, path: Path) -> None:
    """The file against the digest that was left when it was last closed (`archive.at_rest`)."""
    try:
        expected = recorded(path)
    except (ValueError, OSError) as error:
        audit.find(digest_file(path).name, str(error), "remove it, once `gongkai verify` finds nothing else")
        return
    if expected is None:
        audit.notes.append(
            f"{path.name} is being written, or was not closed in good order: bytes that hold no data were not"
            " checked"
        )
        return
    if log_size(path):
        audit.find(f"{path.name}-wal", "it holds what was written after the archive was closed", AGAIN)
    if (found := digest_of(path)) != expected:
        audit.find(
            path.name,
            f"its SHA-256 is {found}, and was {expected} when Gongkai closed it: a byte was changed since, or"
            " another program wrote",
            AGAIN,
        )


def check_pages(audit: Audit, db: sqlite3.Connection) -> None:
    """What SQLite says of its own pages, indexes and checks, and of keys that lead nowhere."""
    told = [said for (said,) in db.execute(f"pragma integrity_check({MOST})")]
    for said in told if told != ["ok"] else ():
        audit.find("archive.db", f"SQLite's integrity check says: {' '.join(said.split())}", AGAIN)
    for table, row, parent, _ in db.execute("pragma foreign_key_check"):
        audit.find(f"archive.db: {table} {row}", f"the row of {parent} that it names is not there", AGAIN)


def check_schema(audit: Audit, db: sqlite3.Connection) -> None:
    """The tables, views and indexes are those that the migrations make, quotes and white space aside."""
    expected, found = _made(), _schema(db)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            said = difference(expected.get(name, "nothing"), found.get(name, "nothing"))
            audit.find(f"archive.db: the schema of {name}", said, AGAIN)


@cache
def _made() -> dict[str, str]:
    fresh = Database(memory=True)
    try:
        migrations.apply(fresh)
        return _schema(fresh.conn)
    finally:
        fresh.close()


def _schema(db: sqlite3.Connection) -> dict[str, str]:
    """What makes each thing by its name; but for SQLite's own, and the list of migrations."""
    made = db.execute(
        "select name, type || ' of ' || tbl_name || ': ' || coalesce(sql, '') from sqlite_master"
        " where name not like 'sqlite_%' and name not like '_sqlite%'"
    )
    return {name: "".join(sql.replace('"', "").split()) for name, sql in made}


def check_sequence(audit: Audit, db: sqlite3.Connection) -> None:
    """No number was given that could be given again."""
    for table in ("crawls", "fetches"):
        last, highest = db.execute(
            f"select (select last from sequence where name = ?), (select max(id) from {table})", [table]
        ).fetchone()
        if last is None or last < (highest or 0):
            audit.find(
                f"archive.db: sequence {table}, last", f"{last} was given, and {highest} is in use", AGAIN
            )


def check_versions(audit: Audit, db: sqlite3.Connection) -> None:
    """The digest of each version against the one over what is stored of it."""
    for document, number, version in db.execute("select document, number, id from versions order by id"):
        audit.counts["versions"] += 1
        with audit.reading(f"archive.db: versions {version}", AGAIN):
            held = load(db, document, number)
            if held is None:
                audit.find(f"archive.db: versions {version}", f"its document {document} is not there", AGAIN)
            elif (found := published_digest(held.report)) != held.digest:
                audit.find(
                    f"archive.db: versions {version}, digest",
                    f"{held.digest} stands there, and what is stored gives {found}", AGAIN,
                )  # fmt: skip


def check_index(audit: Audit, db: sqlite3.Connection) -> None:
    """The search index holds each document's newest version: as many words in each column as it has."""
    sizes = db.execute("select id, sz from search_index_docsize order by id")
    documents = db.execute(
        "select d.id, d.version, s.version from documents d left join search_state s on s.document = d.id"
        " where d.version is not null order by d.id"
    )
    held = dict(sizes)
    for document, version, indexed in documents:
        audit.counts["documents in the search index"] += 1
        where = f"archive.db: search_index {document}"
        if indexed != version:
            audit.find(where, f"it is of version {indexed}, and {version} is the newest", AGAIN)
            continue
        words = [len(segment(part).split()) for part in searched_text(Database(db), version)]
        if (found := list(_varints(held.pop(document, b"")))) != words:
            audit.find(where, f"it has {found} words in its columns, and the document {words}", AGAIN)
    for document in held:
        audit.find(f"archive.db: search_index {document}", "there is no such document", AGAIN)


def _varints(packed: bytes) -> Iterator[int]:
    """The numbers in a row of FTS5's docsize table (https://www.sqlite.org/fileformat2.html#varint)."""
    value = 0
    for byte in packed:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0
