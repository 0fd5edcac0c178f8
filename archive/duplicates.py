"""The same document under two addresses: linked, never merged.

Two documents are linked where a version of each has the same title and text, or the same title, issuer and
date. Sites copy a document into several columns, keep it with `www.` and without, and are mirrored; the text
is the same then, and what the page prints around it (its column, its attachments' addresses) is not.

What reads alike is not always one document, so it takes more:

- a text of LEAST characters, since 详见附件 under a common title says nothing; of a shorter one, title,
  issuer and date;
- by title, issuer and date: all three stated, the date to the day, and where both have a text, some of one in
  the other: an office gives 行政处罚决定书 the same title many times a day;
- by text: no two issuers, since towns fill in one form;
- no more than MOST documents of one kind: what stands at more addresses is a form.

The links are a function of the versions held, found by an index when a version is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlite_utils import Database

from archive.compare.normal import normal_text, squeezed
from archive.records import Report
from archive.replaced import KEPT, kept_share

LEAST = 100
"""Characters of a text, white space aside."""

MOST = 20
"""Documents that a new one is compared with."""

CONTENT, NAMED = "content", "title, issuer and date"


Keys = tuple[str | None, str | None]
"""What a version is known again by: digests over title and text, and over title, issuer and day."""


def keys_of(report: Report) -> Keys:
    """The keys of a reading."""
    return content_of(report), likeness_of(report)


def fingerprint(db: Database, document: int, version: int, keys: Keys) -> None:
    """Remember what knows a version again, and link its document to those that are the same. Needs an open
    transaction."""
    db.execute(
        "insert or replace into fingerprints (version, document, content, likeness) values (?, ?, ?, ?)",
        [version, document, *keys],
    )
    _link(db, document, version, *keys)


def fingerprint_anew(db: Database, document: int, version: int, keys: Keys) -> None:
    """The same of a version that was read anew: links that its reading before made go."""
    db.execute("delete from duplicates where ? in (document, other)", [document])
    fingerprint(db, document, version, keys)
    kept = "select version, content, likeness from fingerprints where document = ? and version <> ?"
    for other, content, likeness in db.execute(kept, [document, version]).fetchall():
        _link(db, document, other, content, likeness)


def _link(db: Database, document: int, version: int, content: str | None, likeness: str | None) -> None:
    for reason, column, key in ((CONTENT, "content", content), (NAMED, "likeness", likeness)):
        for other, since in _same(db, document, version, column, key) if key else ():
            for pair in ((document, other), (other, document)):
                db.execute(
                    "insert or ignore into duplicates (document, other, reason, since) values (?, ?, ?, ?)",
                    [*pair, reason, since],
                )


def content_of(report: Report) -> str | None:
    """A digest over title and text in normal form; None where the text is too short to know it by."""
    text = normal_text(report.text)
    if len(text) < LEAST or not report.title.strip():
        return None
    return _digest(squeezed(report.title), text)


def likeness_of(report: Report) -> str | None:
    """A digest over title, issuer and day; None where one of them is not stated."""
    date = report.metadata.get("date_published") or report.metadata.get("date_written") or ""
    said = [squeezed(part) for part in (report.title, report.metadata.get("issuer", ""), date)]
    return _digest(*said) if all(said) and len(date) >= len("2025-01-20") else None


def _same(db: Database, document: int, version: int, column: str, key: str) -> Iterator[tuple[int, str]]:
    """The documents whose version has the same key and is no other's, and since when both were there."""
    alike = db.execute(_ALIKE.format(column=column), [key, document, MOST + 1]).fetchall()
    if len(alike) > MOST:
        return
    found = [db.execute(_BOTH, [version, other]).fetchone() for (other,) in alike]
    found.sort(key=lambda row: row[1])
    for other, since, issuer, other_issuer, text, other_text in found:
        if column == "content":
            if issuer and other_issuer and squeezed(issuer) != squeezed(other_issuer):
                continue
        elif not _is_alike(text, other_text):
            continue
        yield other, since


def _is_alike(one: str, other: str) -> bool:
    """Whether one text may be the other, set or cut otherwise; a short one says nothing against it."""
    if min(len(squeezed(one)), len(squeezed(other))) < LEAST:
        return True
    return max(kept_share(one, other), kept_share(other, one)) >= KEPT


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_ALIKE = "select version from fingerprints where {column} = ? and document <> ? limit ?"

_BOTH = """
select w.document, max(v.first_seen, w.first_seen), v.issuer, w.issuer, v.text, w.text
from versions v cross join versions w where v.id = ? and w.id = ?
"""
