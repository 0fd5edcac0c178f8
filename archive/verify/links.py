"""Checks the hash chain: log, journal and database tell the same entries, each bound to the one before."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from archive.chain import Entry, entry_in, entry_of, linked
from archive.chain_log import NAME, ChainLog
from archive.loading import rows
from archive.verify.audit import Audit, shown
from archive.verify.captures import Journal
from archive.verify.database import MOST

KEEP = "compare with a copy of the log kept elsewhere, and put that back"
AGAIN = "`gongkai rebuild` makes the database again"
DISPUTED = f"compare both with a copy of the log kept elsewhere; if it agrees with the log, {AGAIN}"
"""Each is an entry by itself: one of them was written anew, and a rebuild would let that of the log stand."""


def entries_in_log(audit: Audit, data: Path) -> list[Entry]:
    """The entries of the log; what is wrong with its lines is told."""
    entries = []
    for number, line in enumerate(ChainLog(data).lines(), start=1):
        audit.counts["lines of the log"] += 1
        try:
            if not line.endswith("\n"):
                raise ValueError("it is cut off")
            entries.append(entry_in(line[:-1]))
        except ValueError as error:
            audit.find(f"{NAME}: line {number}", f"{shown(line)} is no entry: {error}", KEEP)
    for said in linked(entries):
        audit.find(NAME, said, KEEP)
    if restored := [entry for entry in entries if entry.restored]:
        for entry in restored:
            audit.notes.append(
                f"{entry.restored} lines of {NAME} were lost and written again from the captures before entry"
                f" {entry.n} ({entry.closed}): they are worth what the captures are, unless a copy kept"
                " elsewhere agrees"
            )
    return entries


def entries_in_database(audit: Audit, db: sqlite3.Connection) -> list[Entry]:
    """The entries of the table; rows that tell another hash than theirs are told."""
    entries = []
    for row in rows(db, "select * from chain order by n"):
        try:
            entries.append(entry_of(row))
        except ValueError as error:
            audit.find(f"archive.db: chain {row['n']}", f"it is no entry: {error}", AGAIN)
    return entries


def check_links(
    audit: Audit,
    log: Collection[Entry],
    held: Collection[Entry] | None,
    journal: Journal,
    files: Collection[str],
    open_crawls: set[int],
) -> None:
    """That log, database (None: it cannot be read) and journal agree, and no file of the chain is lacking."""
    by_number = {entry.n: entry for entry in log}
    ours = {entry.n: entry for entry in held} if held is not None else None
    lacking: list[tuple[int, str, str]] = []
    for n in sorted({*by_number, *journal.entries, *(ours or ())}):
        entry = by_number.get(n)
        recorded = journal.entries.get(n, {})
        if _is_under_way(entry, recorded, ours, n, open_crawls):
            continue
        audit.counts["entries of the chain"] += 1
        for place, line in recorded.items():
            if entry is None:
                lacking.append((n, place, line))
            elif line != entry.line:
                audit.find(place, f"it tells entry {n} as {line}, and {NAME} as {entry.line}", KEEP)
        if entry is None and not recorded:
            audit.find(f"archive.db: chain {n}", f"neither {NAME} nor the captures have it", AGAIN)
        if entry is not None and not recorded:
            audit.find(f"{NAME}: entry {n}", "no record in the captures tells it", "put back the WARC files")
        if ours is not None and ours.get(n) != entry and (entry is not None or not recorded):
            said = ours[n].line if n in ours else "no such row"
            remedy = DISPUTED if entry is not None and n in ours else AGAIN
            audit.find(
                f"archive.db: chain {n}", f"{NAME} has {entry and entry.line}, the database {said}", remedy
            )
    _tell_lacking(audit, lacking)
    for entry in log:
        if entry.file not in files:
            audit.find(
                f"warc/{entry.file}", f"it is not there, and entry {entry.n} of the chain sums it",
                "put back a copy of this file",
            )  # fmt: skip


def _tell_lacking(audit: Audit, lacking: Sequence[tuple[int, str, str]]) -> None:
    """Entries that the captures tell and the log does not: number, place and line of each."""
    remedy = (
        f"put back a copy of {NAME}; without one the next crawl writes it again, and the chain will say so"
    )
    for n, place, line in lacking[:MOST]:
        audit.find(f"{NAME}: entry {n}", f"it is lacking, and {place} tells it: {line}", remedy)
    if len(lacking) > MOST:
        audit.find(NAME, f"{len(lacking) - MOST} more entries are lacking", remedy)


def _is_under_way(
    entry: Entry | None, recorded: Collection[str], ours: dict[int, Entry] | None, n: int, opened: set[int]
) -> bool:
    """Whether an entry was being made while we looked: the log has it first, and its crawl was still open."""
    return (
        bool(opened)
        and ours is not None
        and n not in ours
        and n > max(ours, default=0)
        and (entry is None or not entry.crawls or bool(set(entry.crawls) & opened))
    )


_OVER = """
select site, id, warc_file from crawls where outcome <> 'running' and warc_file is not null order by id
"""


def check_unsummed(
    audit: Audit,
    db: sqlite3.Connection,
    log: Collection[Entry],
    held: Collection[Entry],
    files: Collection[str],
) -> None:
    """Files whose crawls are over and which are not in the chain: of before it, or taken out of it.

    What the database (`held`) has in the chain and the log has not is told as a line that is lacking.
    """
    summed, known = {entry.file for entry in log}, {entry.file for entry in held}
    last: dict[str, int] = {}
    for site, crawl, file in db.execute(_OVER):
        if file in summed:
            last[site] = crawl
    left = 0
    for site, crawl, file in db.execute(_OVER):
        if file in summed or file not in files:
            continue
        if crawl < last.get(site, 0):
            audit.find(
                f"warc/{file}", f"it is not in the chain, and crawl {last[site]} of {site} after it is", KEEP
            )
        left += file not in known
    if left and not summed | known:
        audit.notes.append(f"crawls of before the chain: {left}; the next crawl of each site takes them in")
    elif left:
        audit.notes.append(f"crawls not in the chain yet: {left}; the next crawl of their site takes them in")
