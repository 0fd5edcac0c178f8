"""The versions of the archive that are to be compared, with what is known of their attachments' bytes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.compare import compare
from archive.compare.copies import Copied, copied
from archive.compare.difference import Difference, Noise
from archive.errors import GongkaiError
from archive.finding import find_version
from archive.loading import Held, rows


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and how they differ; `copies` only of two documents. `noise` is why the bytes differ."""

    before: Held
    after: Held
    difference: Difference
    copies: Copied | None = None

    @property
    def noise(self) -> tuple[Noise, ...]:
        """That of the difference; where nothing else differs and yet the bytes do, the page's code."""
        if self.difference.is_empty and not self.same_bytes:
            return (Noise("markup", 1),)
        return self.difference.noise

    @property
    def is_silent(self) -> bool:
        """Whether a document was edited without a new date of publication; never said of two documents."""
        return self.before.document == self.after.document and bool(self.difference.silent)

    @property
    def same_bytes(self) -> bool:
        """Whether both captures brought the very same bytes."""
        digests = [held.capture["payload_digest"] for held in (self.before, self.after)]
        return bool(digests[0]) and digests[0] == digests[1]


Pair = tuple[Held, Held]


def load_versions(
    connection: sqlite3.Connection, document: int, before: int | None = None, after: int | None = None
) -> Pair:
    """Two versions of a document by their numbers: the last two; or `before` and the latest.

    Raises GongkaiError where there are no two, or not these.
    """
    numbers = [
        row["number"]
        for row in rows(
            connection, "select number from versions where document = ? order by number", [document]
        )
    ]
    if before is None:
        if len(numbers) < 2:
            raise GongkaiError(
                f"document {document} has one version only: name another document to compare it with"
            )
        before, after = numbers[-2:]
    return find_version(connection, document, before), find_version(connection, document, after)


def load_documents(
    connection: sqlite3.Connection,
    document: int,
    other: int,
    before: int | None = None,
    after: int | None = None,
) -> Pair:
    """A version of each of two documents, the latest ones without numbers. Raises GongkaiError."""
    return find_version(connection, document, before), find_version(connection, other, after)


def compare_held(before: Held, after: Held, known: tuple[dict[str, str], dict[str, str]]) -> Compared:
    """The difference of two versions; of two documents, also what the one copies from the other."""
    found = compare(before.report, after.report, known_before=known[0], known_after=known[1])
    copies = copied(before.report, after.report) if before.document != after.document else None
    return Compared(before, after, found, copies)


def known_bytes(
    connection: sqlite3.Connection, before: Held, after: Held
) -> tuple[dict[str, str], dict[str, str]]:
    """The digest of the bytes of each version's files, by address, where they were captured. A file that was
    only made anew (`fetches.content_digest`) has the digest of the one before."""
    old, new = (rows(connection, _BYTES, [held.version]) for held in (before, after))
    known = {row["content_digest"]: row["payload_digest"] for row in old if row["content_digest"]}
    return (
        {row["url"]: row["payload_digest"] for row in old},
        {row["url"]: known.get(row["content_digest"], row["payload_digest"]) for row in new},
    )


_BYTES = """
select a.url, f.payload_digest, f.content_digest from attachments a join fetches f on f.id = a."fetch"
where a.version = ? order by a.position
"""
