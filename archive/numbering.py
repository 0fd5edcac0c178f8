"""Numbers that stand in captures are given to nothing else, even if the database knows less than they do.

A database that was put back from a backup is older than the WARC files beside it. What those hold and it
lacks is read by the next crawl of the site, or by `gongkai rebuild`; but the next crawl of another site, or
an ingest, would give their numbers once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator

from archive.journal import CONTEXT, context_of, told_by
from archive.store import Archive
from archive.warc_reader import is_copy

_BEFORE = 2
"""Records of a file of ours before the journal says something; one that says nothing has no numbers."""


def reserve(archive: Archive, warc_folder: Path) -> list[str]:
    """Set the sequence behind every number in captures that the database does not have.

    The files that it does not have at all are named, in a sentence.
    """
    known = {file: (bool(open_), offset or 0) for file, open_, offset in archive.db.execute(_KNOWN)}
    highest = {"crawls": 0, "fetches": 0}
    lacking = []
    for path in sorted(warc_folder.glob("*.warc.gz")):
        is_open, offset = known.get(path.name, (True, 0))
        if not is_open or is_copy(path.name):
            continue
        found = list(_numbers(path, offset))
        for table, number in found:
            highest[table] = max(highest[table], number)
        if found and path.name not in known:
            lacking.append(path.name)
    with archive.writing():
        for table, number in highest.items():
            archive.db.execute("update sequence set last = max(last, ?) where name = ?", [number, table])
    if not lacking:
        return []
    more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    return [
        f"the database does not have the captures in {lacking[0]}{more}: is it an older copy? The next crawl"
        " of their sites reads them, and `gongkai rebuild` all at once"
    ]


_KNOWN = """
select c.warc_file, max(c.outcome = 'running'), max(case when c.outcome = 'running' then (
    select max(f.warc_offset) from fetches f where f.crawl = c.id and f.warc_file = c.warc_file) end)
from crawls c where c.warc_file is not null group by c.warc_file
"""


def _numbers(path: Path, offset: int) -> Iterator[tuple[str, int]]:
    """The numbers in the records of a file of ours from a place on (bytes), each with its table."""
    told = offset > 0
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            for place, record in enumerate(ArchiveIterator(stream, parse_http=False)):
                fields = dict(record.headers)
                event = told_by(fields.get("WARC-Target-URI", ""), _block(record, fields))
                told = told or event is not None
                if not told and place >= _BEFORE:
                    return
                if event is not None:
                    yield from _in_event(event[1])
                elif (context := context_of(fields.get(CONTEXT, ""))) is not None:
                    yield from (("crawls", context.crawl), ("fetches", context.fetch))
    except (OSError, ValueError):  # cut off or damaged here: `gongkai verify` tells of it
        return


def _block(record: Any, fields: dict[str, str]) -> bytes:
    return bytes(record.reader.read()) if fields.get("WARC-Type") == "metadata" else b""


def _in_event(told: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name, table in (("crawl", "crawls"), ("fetch", "fetches")):
        if isinstance(number := told.get(name), int):
            yield table, number
