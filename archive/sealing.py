"""Closes WARC files into the hash chain: the log first, then the record in the journal, then the row.

All under the write lock of the database, so that entries follow one another in the order of closing, whoever
closes. What a kill came between is made up for by whoever closes next.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from archive.chain import Entry, entry_held, entry_in, following, head, remember
from archive.chain_log import ChainLog
from archive.errors import GongkaiError
from archive.journal import event_of
from archive.loading import rows
from archive.members import tree_over
from archive.store import Archive
from archive.warc import WarcFile, warc_date
from archive.warc_reader import is_copy

_logger = logging.getLogger(__name__)
_TAIL = 1 << 14
"""Bytes at the end of a file in which its entry is looked for."""


def seal(archive: Archive, warc: WarcFile, crawls: Sequence[int]) -> Entry:
    """Close a file of ours, in which these crawls are: its last record is its entry. Raises `CannotStore`.

    One that is in the chain already gets no other entry.
    """
    warc.sync()
    return _seal(archive, warc, warc.path.name, crawls, warc.tree.summed)


def seal_what_was_left(archive: Archive, warc: WarcFile, site: str) -> None:
    """Take in the files of a site's earlier crawls that are not in the chain, for one those of before it."""
    for file, crawls in _left(archive, site).items():
        path = warc.path.parent / file
        if path.is_file() and path != warc.path:
            _seal_other(archive, warc, path, crawls)


def seal_copies(archive: Archive, warc: WarcFile) -> None:
    """Take in the WARCs of others that were copied whole."""
    held = {file for (file,) in archive.db.execute("select file from chain")}
    for path in sorted(warc.path.parent.iterdir()):
        if is_copy(path.name) and path.name not in held:
            _seal_other(archive, warc, path, ())


def _seal_other(archive: Archive, warc: WarcFile, path: Path, crawls: Sequence[int]) -> None:
    """Take a file that is not to be written any more into the chain: its entry stands in `warc`."""
    try:
        summed = tree_over(path).summed
    except GongkaiError as error:  # a damaged file is no reason to lose a crawl that is well
        _logger.warning("%s is not taken into the chain: %s", path.name, error)
        return
    _seal(archive, warc, path.name, crawls, summed)


def _left(archive: Archive, site: str) -> dict[str, list[int]]:
    left: dict[str, list[int]] = {}
    found = archive.db.execute(
        "select id, warc_file from crawls where site = ? and reason <> 'ingest' and outcome <> 'running'"
        " and warc_file is not null and not exists (select 1 from chain where file = crawls.warc_file)"
        " order by id",
        [site],
    )
    for crawl, file in found:
        left.setdefault(file, []).append(crawl)
    return left


def _seal(
    archive: Archive, warc: WarcFile, file: str, crawls: Sequence[int], summed: tuple[int, str]
) -> Entry:
    log = ChainLog(archive.path.parent)
    with archive.writing():
        before, restored = _caught_up(archive, log, warc)
        held = rows(archive.db.conn, "select * from chain where file = ?", [file])
        if held:
            return entry_held(held[0])
        entry = following(before, file, crawls, warc_date(datetime.now(UTC)), summed, restored)
        log.append([entry])
        _put(archive, warc, entry)
    return entry


def _caught_up(archive: Archive, log: ChainLog, warc: WarcFile) -> tuple[Entry | None, int]:
    """The last entry, once log and database say the same; how many lines of the log were written again."""
    if aside := log.mend():
        _logger.warning("%s: a line was cut off while it was written; it lies in %s", log.path, aside.name)
    ours, theirs = _held(archive), log.last()
    if ours is not None and ours == theirs and _is_whole(archive, ours):
        return ours, 0
    if theirs is None and not log.path.is_file():
        return _written_again(archive, log, _known(archive, warc.path.parent))
    if theirs is None:  # its damage stays for `gongkai verify` to name; a crawl is not lost for it
        _logger.error("%s ends with what is no entry; see `gongkai verify`", log.path)
        return ours, 0
    if ours is not None and ours.n > theirs.n:
        return _written_again(archive, log, [e for e in _all_held(archive) if e.n > theirs.n])
    if ours is not None and ours.n == theirs.n and ours != theirs:
        _logger.error("%s and the database tell of different entries; see `gongkai verify`", log.path)
    for entry in log.after(_whole_until(archive)):
        _put(archive, warc, entry)
    return theirs, 0


def _written_again(archive: Archive, log: ChainLog, entries: Sequence[Entry]) -> tuple[Entry | None, int]:
    """Give the log the lines that it lacks; the last entry, and how many they were."""
    if not entries:
        return _held(archive), 0
    log.append(entries)
    for entry in entries:
        remember(archive.db, entry)
    _logger.warning("%s lacked %d entries; they were written again", log.path, len(entries))
    return entries[-1], len(entries)


def _all_held(archive: Archive) -> list[Entry]:
    return [entry_held(row) for row in rows(archive.db.conn, "select * from chain order by n")]


def _known(archive: Archive, folder: Path) -> list[Entry]:
    """What database and captures know of a chain whose log is lost: each file of ours ends with its entry."""
    known = {entry.n: entry for entry in _all_held(archive)}
    for path in folder.glob("*.warc.gz"):
        if (entry := last_entry(path)) is not None:
            known.setdefault(entry.n, entry)
    return [known[n] for n in sorted(known)]


def _is_whole(archive: Archive, last: Entry) -> bool:
    """Whether the database has every entry up to its last: then nobody has to read the log."""
    return bool(archive.db.execute("select count(*) from chain").fetchone()[0] == last.n)


def _whole_until(archive: Archive) -> int:
    """The entry up to which the database has all; a copy put back may lack some, and have later ones."""
    held = {n for (n,) in archive.db.execute("select n from chain")}
    return next(n for n in count() if n + 1 not in held)


def _held(archive: Archive) -> Entry | None:
    """The last entry of the database; a damaged one counts as none, since the log has it."""
    try:
        return head(archive.db)
    except GongkaiError as error:
        _logger.error("%s", error)
        return None


def _put(archive: Archive, warc: WarcFile, entry: Entry) -> None:
    """An entry that is in the log, into the journal, unless its file ends with it, and into the database."""
    if last_entry(warc.path.parent / entry.file) != entry:
        common = (("WARC-Date", entry.closed), ("WARC-Warcinfo-ID", warc.info.id))
        warc.append_plainly(event_of("chain", entry.line.encode("ascii"), common))
        warc.sync()
    remember(archive.db, entry)


def last_entry(path: Path) -> Entry | None:
    """The entry that a file ends with, if it is its own. It is not packed, and is read as it stands."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL))
            lines = re.findall(rb"\r\n\r\n(\{[ -~]+\})\r\n\r\n", stream.read())
    except OSError:
        return None
    try:
        entry = entry_in(lines[-1].decode("ascii")) if lines else None
    except ValueError:
        return None
    return entry if entry is not None and entry.file == path.name else None
