"""The WARC records that are handed over: whole files, or of each file the members that a choice needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator

from archive import chain_log
from archive.errors import GongkaiError
from archive.export.choice import Choice
from archive.journal import EVENT, told_by
from archive.repair import whole_until
from archive.tokens import FOLDER, tokens
from archive.warc_reader import is_copy


@dataclass(frozen=True, slots=True)
class Member:
    """A record as it lies in a WARC: `offset` and `length` in bytes, of its gzip member where it is packed.

    `status` and `mime` are those of the HTTP answer (RFC 9110), or of the record's own block; `event` is what
    a record of the journal tells: its name, and its JSON.
    """

    offset: int
    length: int
    kind: str
    record_id: str
    url: str = ""
    date: str = ""
    digest: str = ""
    concurrent: str = ""
    status: int | None = None
    mime: str = ""
    event: tuple[str, dict[str, Any]] | None = None


@dataclass(frozen=True)
class Source:
    """A WARC that is handed over: its first `size` bytes whole, or, with `part`, only these members of it.

    `members` are the records there, as far as the file can be read; `problem` says where it cannot.
    """

    path: Path
    size: int
    members: tuple[Member, ...]
    part: bool = False
    problem: str = ""

    @property
    def pieces(self) -> list[tuple[int, int, Member | None]]:
        """(offset, length, member) of what is copied, in order; what is no record has none."""
        if self.part:
            return [(member.offset, member.length, member) for member in self.members]
        pieces: list[tuple[int, int, Member | None]] = []
        here = 0
        for member in self.members:
            if member.offset > here:
                pieces.append((here, member.offset - here, None))
            pieces.append((member.offset, member.length, member))
            here = member.offset + member.length
        return [*pieces, (here, self.size - here, None)] if here < self.size else pieces


def sources(connection: sqlite3.Connection, warc: Path, choice: Choice) -> Iterator[Source]:
    """The WARCs of `data/warc/` with what is handed over of them, by name. Needs the table of `choose`.

    Of everything, files that are there are handed over, and `missing` names the others. Of a choice, raises
    GongkaiError where a capture that the database names is not there.
    """
    closed = {file for (file,) in connection.execute(_CLOSED)}
    if choice.is_all:
        summed = dict(connection.execute("select file, records from chain").fetchall())
        for path in warc_files(warc):
            yield _whole(path, path.name in closed, summed.get(path.name, 0))
        return
    _pick(connection, choice)
    crawls = {crawl for (crawl,) in connection.execute("select distinct crawl from temp.picked")}
    for (file,) in connection.execute(_FILES).fetchall():
        picked = dict(connection.execute(_PICKED_IN, [file]).fetchall())
        if source := _part(warc / file, file in closed, picked, crawls):
            yield source


def missing(connection: sqlite3.Connection, warc: Path) -> list[str]:
    """The files that the chain sums and that are not there, each as a sentence."""
    files = [file for (file,) in connection.execute("select file from chain order by n")]
    return [
        f"warc/{file} is not there, and the chain sums it: put back a copy, then export again"
        for file in files
        if not (warc / file).exists()
    ]


def warc_files(warc: Path) -> list[Path]:
    """The WARCs in a folder, those copied from others too, by name."""
    if not warc.is_dir():
        return []
    named = (p for p in warc.iterdir() if p.name.endswith((".warc", ".warc.gz")) and p.name[0] != ".")
    return sorted(named)


def beside(data: Path) -> dict[str, list[Path]]:
    """What goes with all captures, by the folder of the data folder that it lies in: the tokens of the
    chain's timestamps, the log of the chain, and what was cut off WARCs when killed crawls were mended.

    To be copied in this order, and before the WARCs: a token is of a line of the log, and a line of the log
    sums what is in a WARC by then.
    """
    log = data / chain_log.NAME
    return {
        FOLDER: [path for each in tokens(data) for path in (each.request, each.answer, each.sums)],
        "": [log] if log.exists() else [],
        "warc": sorted((data / "warc").glob("*.cut-*")),
    }


_CLOSED = (
    "select warc_file from crawls where warc_file is not null group by 1 having max(outcome = 'running') = 0"
)

_FILES = """
select distinct f.warc_file from temp.picked p join fetches f on f.id = p.fetch
where f.warc_file is not null
union select c.warc_file from crawls c where c.id in (select crawl from temp.picked)
    and c.warc_file is not null
order by 1
"""

_PICKED_IN = """
select f.warc_offset, f.id from temp.picked p join fetches f on f.id = p.fetch
where f.warc_file = ? and f.warc_offset is not null
"""

_OF_DOCUMENTS = """
with addresses (site, url) as (
    select site, url from documents where id in (select document from temp.chosen)
    union select d.site, a.url from attachments a join versions v on v.id = a.version
        join documents d on d.id = v.document where d.id in (select document from temp.chosen)
    union select d.site, p.value from versions v join documents d on d.id = v.document, json_each(v.parts) p
        where d.id in (select document from temp.chosen)
)
select id, crawl from fetches where document in (select document from temp.chosen)
union select f.id, f.crawl from fetches f join addresses a on a.site = f.site and a.url = f.url
union select f.id, f.crawl from fetches f join addresses a on a.site = f.site and a.url = f.redirected_to
    where f.redirected_to <> ''
union select f.id, f.crawl from states s, json_each(s.evidence) e join fetches f on f.id = e.value
    where s.document in (select document from temp.chosen)
"""


def _pick(connection: sqlite3.Connection, choice: Choice) -> None:
    """Fill `picked` with the fetches that belong to the chosen documents, or to the chosen sites.

    Of a document: each attempt at its address and those of its attachments and parts, what led to it, and
    what its states cite. And the captures that hold the bytes of those that were the same again.
    """
    connection.execute("drop table if exists temp.picked")
    connection.execute("create temp table picked (fetch integer primary key, crawl integer not null)")
    if choice.is_by_site:
        marks = ", ".join("?" * len(choice.sites))
        connection.execute(
            f"insert into temp.picked select id, crawl from fetches where site in ({marks})", choice.sites
        )
    else:
        connection.execute(f"insert or ignore into temp.picked {_OF_DOCUMENTS}")
        connection.execute(
            "insert or ignore into temp.picked select id, crawl from fetches"
            " where part_of in (select fetch from temp.picked)"
        )
    connection.execute(
        "insert or ignore into temp.picked select h.id, h.crawl from temp.picked p"
        " join fetches f on f.id = p.fetch join fetches h on h.id = f.revisit_of"
    )


def _whole(path: Path, is_closed: bool, summed: int) -> Source:
    """`summed`: the records of it that the chain sums. (Of a copy those are gzip members, of any number.)"""
    size = path.stat().st_size if is_closed or path.suffix != ".gz" else _settled(path)
    members, problem = _members(path, size)
    if not problem and len(members) < summed and not is_copy(path.name):
        problem = (
            f"{path.name} has {len(members)} whole records, and the chain sums {summed}; `gongkai verify`"
            " tells more"
        )
    return Source(path, size, tuple(members), problem=problem)


def _settled(path: Path) -> int:
    """Bytes up to the end of the last whole record: somebody may be writing the next one."""
    return path.stat().st_size if is_copy(path.name) else whole_until(path)


def _part(path: Path, is_closed: bool, picked: dict[int, int], crawls: set[int]) -> Source | None:
    """Of a file the records picked, what was recorded with them, and what the journal says of them."""
    if not path.exists():
        raise GongkaiError(
            f"{path} is not there, but the database names captures in it: put it back, then try again"
        )
    members, problem = _members(path, path.stat().st_size if is_closed else _settled(path))
    if lacking := picked.keys() - {member.offset for member in members}:
        raise GongkaiError(
            f"{path}: no record at byte {min(lacking)}, where the database has one; see `gongkai verify`"
        )
    kept = {m.record_id for m in members if m.offset in picked}
    paired = {m.concurrent for m in members if m.offset in picked and m.concurrent}
    fetches = set(picked.values())
    chosen = tuple(
        m
        for m in members
        if m.kind == "warcinfo"
        or m.offset in picked
        or m.concurrent in kept
        or m.record_id in paired
        or (m.event is not None and _is_of(m.event[1], crawls, fetches))
    )
    return Source(path, path.stat().st_size, chosen, part=True, problem=problem) if chosen else None


def _is_of(told: dict[str, Any], crawls: set[int], fetches: set[int]) -> bool:
    """Whether an event is of one of these fetches or crawls, or an entry of the chain."""
    if "fetch" in told:
        return told["fetch"] in fetches
    return told.get("crawl") in crawls or "root" in told


def _members(path: Path, size: int) -> tuple[list[Member], str]:
    """The records in the first `size` bytes of a file, and why it cannot be read to its end, if it cannot."""
    found: list[Member] = []
    problem = ""
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                if record.stream_pos >= size:
                    break
                found.append(_member(record))
    except (OSError, ValueError) as error:
        problem = f"{path.name} cannot be read on ({error}); `gongkai verify` tells where"
        size = found.pop().offset if found else 0  # the damage lies in the last one that began
    ends = [after.offset for after in found[1:]] + [size]
    return [replace(each, length=end - each.offset) for each, end in zip(found, ends, strict=False)], problem


def _member(record: Any) -> Member:
    fields = dict(record.headers)
    kind, block = fields.get("WARC-Type", ""), fields.get("WARC-Block-Digest", "")
    status, mime, event = None, fields.get("Content-Type", ""), None
    if kind in ("response", "revisit"):
        record.parse_http()
        head = record.http_headers
        status = head.status_code if head is not None else None
        mime = (head.get("Content-Type") or "") if head is not None else ""
    url = fields.get("WARC-Target-URI", "").strip("<>")
    if url.startswith(EVENT):
        event = told_by(url, record.reader.read())
    return Member(
        offset=record.stream_pos,
        length=0,
        kind=kind,
        record_id=fields.get("WARC-Record-ID", ""),
        url=url,
        date=fields.get("WARC-Date", ""),
        digest=fields.get("WARC-Payload-Digest") or (block if kind == "resource" else ""),
        concurrent=fields.get("WARC-Concurrent-To", ""),
        status=status,
        mime=mime.partition(";")[0].strip(),
        event=event,
    )
