"""The files 附件 of versions: which capture of a file belongs to which version, and what another file makes.

A file is fetched after the page that links to it, so a version is made first and then given its files. Where
one holds something else than the version's own capture of it (`fetches.content_digest`), that is a version
too: of the page that the same crawl has read and found unchanged, whose number it takes. A file that was not
had is no change, and a page that was not read in that crawl has its turn another night.

Whatever comes first, the page or a file that another page links to as well, the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.changes import tell_change
from archive.compare.normal import steady_address
from archive.index import index_document
from archive.observations import MOST_HOPS
from archive.prepared import DETAILS
from archive.urls import canonical


@dataclass(frozen=True, slots=True)
class File:
    """A capture of a file: the row of `fetches` that it is."""

    fetch: int
    crawl: int
    fetched: str
    payload: str | None
    content: str | None

    def is_same(self, other: File) -> bool:
        """Whether both hold the same: by their contents, or else byte by byte."""
        if self.is_comparable(other):
            return self.content == other.content
        return self.payload is not None and self.payload == other.payload

    def is_comparable(self, other: File) -> bool:
        """Whether both contents were looked at, and by one scheme."""
        schemes = {(file.content or "").partition(":")[0] for file in (self, other)}
        return len(schemes) == 1 and "" not in schemes


def attach(db: Database, fetch: int) -> None:
    """Give a file that has come to the versions that link to it. Needs an open transaction."""
    file = _file(db, fetch)
    for address in _leading_to(db, fetch):
        for (document,) in db.execute(_LINKING, [steady_address(address), fetch]).fetchall():
            _give(db, document, steady_address(address), file)


def attach_held(db: Database, document: int, crawl: int) -> int:
    """Give a version that was just read the files that its crawl had before; the version that then stands."""
    for url, address in db.execute(_LINKED, [document]).fetchall():
        if (file := _had(db, document, url, crawl)) is not None:
            _give(db, document, address, file)
    ((version,),) = db.execute("select version from documents where id = ?", [document]).fetchall()
    return int(version)


def files_of(db: Database, version: int) -> dict[str, int]:
    """The captures of the files of a version, by their steady addresses."""
    found = db.execute(
        'select address, "fetch" from attachments where version = ? and "fetch" is not null', [version]
    )
    return dict(found.fetchall())


def keep_files(db: Database, version: int, files: dict[str, int]) -> None:
    """A version that was read anew keeps the captures of its files."""
    for address, fetch in files.items():
        _set(db, version, address, fetch)


def _give(db: Database, document: int, address: str, file: File) -> None:
    """A file for the version that now stands for a document: its first, the same, or another one."""
    page = db.execute(_PAGE, [document, file.crawl]).fetchone()
    if page is None:
        return
    number, change, read = page
    ((version, held),) = db.execute(_HELD, [address, document]).fetchall()
    before = _file(db, held) if held is not None else None
    if before is not None and before.is_same(file):
        return
    if before is None or not before.is_comparable(file):
        _set(db, version, address, file.fetch)
        tell_change(db, version)
        return
    seen = max(read, file.fetched)
    if change == "unchanged":
        _make(db, document, version, number, seen)
    elif version != number or (before.crawl == file.crawl and before.fetched >= read):
        return  # captured twice by one crawl after the page, the page once
    _set(db, number, address, file.fetch)
    db.execute(
        "update versions set first_seen = min(first_seen, ?), last_confirmed = max(last_confirmed, ?)"
        " where id = ?",
        [seen, seen, number],
    )
    tell_change(db, number)


def _make(db: Database, document: int, version: int, page: int, seen: str) -> None:
    """Another version of a document: its page is that of the version before, as read again by `page`."""
    db.execute(_UNCONFIRMED, {"version": version, "document": document, "page": page})
    changed = {
        "id": page, "fetch": page, "first_seen": seen, "last_confirmed": seen,
        "number": db.execute("select number + 1 from versions where id = ?", [version]).fetchone()[0],
    }  # fmt: skip
    _copy(db, "versions", "id", version, changed)
    for table in (*DETAILS, "fingerprints"):
        _copy(db, table, "version", version, {"version": page})
    db.execute("update documents set version = ? where id = ?", [page, document])
    db.execute("update fetches set change = 'changed' where id = ?", [page])
    index_document(db, document, page)


def _copy(db: Database, table: str, key: str, value: int, changed: dict[str, Any]) -> None:
    """The rows of a key once more, with these columns changed."""
    names = [column.name for column in db[table].columns]
    listed = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join("?" if name in changed else f'"{name}"' for name in names)
    values = [changed[name] for name in names if name in changed]
    db.execute(
        f"insert into {table} ({listed}) select {taken} from {table} where {key} = ?", [*values, value]
    )


def _set(db: Database, version: int, address: str, fetch: int) -> None:
    db.execute(
        'update attachments set "fetch" = ? where version = ? and address = ?', [fetch, version, address]
    )


def _file(db: Database, fetch: int) -> File:
    return File(*db.execute(_FILE, [fetch]).fetchone())


def _leading_to(db: Database, fetch: int) -> Iterator[str]:
    """The address of a fetch, and those that redirected to it in its crawl."""
    ((url, crawl),) = db.execute("select url, crawl from fetches where id = ?", [fetch]).fetchall()
    waiting, told = [url], set[str]()
    while waiting and len(told) <= MOST_HOPS:
        told.add(url := waiting.pop())
        yield url
        found = db.execute(_REDIRECTED, [crawl, url, canonical(url)])
        waiting += [before for (before,) in found if before not in told]


def _had(db: Database, document: int, url: str, crawl: int) -> File | None:
    """What a crawl had of an address, or of where that led; None where it had no file there."""
    for _ in range(MOST_HOPS):
        found = db.execute(_LAST, [document, url, canonical(url), crawl]).fetchone()
        if found is None or not found[1]:
            return _file(db, found[0]) if found is not None and found[2] else None
        url = found[1]
    return None


_FILE = "select id, crawl, fetched, payload_digest, content_digest from fetches where id = ?"

_LINKING = """
select distinct d.id from attachments a indexed by attachments_address
cross join documents d on d.version = a.version
where a.address = ? and d.site = (select site from fetches where id = ?)
"""

_LINKED = """
select distinct a.url, a.address from attachments a join documents d on d.version = a.version
where d.id = ? order by a.position
"""

_PAGE = """
select id, change, fetched from fetches where document = ? and crawl = ? order by fetched desc limit 1
"""

_HELD = """
select a.version, max(a."fetch") from attachments a join documents d on d.version = a.version
where a.address = ? and d.id = ?
"""

_REDIRECTED = """
select url from fetches indexed by fetches_redirected
where crawl = ? and redirected_to in (?, ?) and outcome = 'redirected'
"""

_LAST = """
select f.id, f.redirected_to, f.content_digest from fetches f join documents d on d.site = f.site
where d.id = ? and f.url in (?, ?) and f.crawl = ? order by f.fetched desc limit 1
"""

# The page said nothing of the file: the version before was confirmed when it was read the time before.
_UNCONFIRMED = """
update versions set last_confirmed = max(first_seen, coalesce((
    select max(fetched) from fetches
    where document = :document and id <> :page and fetched < (select fetched from fetches where id = :page)
), first_seen)) where id = :version
"""
