"""Everything the sheet says of one version, gathered from the database, the WARC and the chain."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.chain import Position, Proof, entry_held, position_of, proof_of
from archive.errors import GongkaiError
from archive.history import states_of
from archive.loading import Held, load, rows
from archive.sheet.recorded import Recorded, in_public, recorded
from archive.tokens import FOLDER, covering
from archive.warc import digest, warc_date

SHOWN = 12
"""Captures of a version that are listed: the first and the last of them. All are in the database."""


@dataclass(frozen=True)
class Stamp:
    """The token that covers an entry of the chain: that of entry `n`, its file, and when (UTC) and by whom it
    says it was given; `problem` is why it does not hold, where it does not.
    """

    n: int
    file: str
    time: str = ""
    authority: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """One version of a document with its evidence.

    `records` are those of its capture in the WARC, and `problem` why there are none. `holding`: the capture
    that has the bytes, where this one is a revisit. `parts`: the captures of the further pages of an article
    that was split over pages. `position` is None for what is not in the chain yet, or never was; `proof`
    where it was left out, or could not be made (`unproven` says why).
    """

    held: Held
    made: str
    software: str
    text_digest: str
    captures: list[dict[str, Any]]
    left_out: int
    records: list[Recorded]
    problem: str
    holding: dict[str, Any] | None
    parts: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    states: list[dict[str, Any]]
    position: Position | None
    proof: Proof | None
    unproven: str
    stamp: Stamp | None

    @property
    def agrees(self) -> bool:
        """Whether the record was read again for the sheet, and every digest of it that could be computed is
        the recorded one."""
        computed = [each.block for each in self.records] + [each.payload for each in self.records]
        return any(computed) and False not in computed

    @property
    def imported(self) -> bool:
        """Whether somebody else saved the page: then no server answered us, and no time is known."""
        return self.held.capture["status"] is None


def gather(
    connection: sqlite3.Connection, warc: Path, document: int, number: int | None = None, *, largest: int = 0
) -> Sheet | None:
    """The sheet of a version, the newest without a number; None where there is none.

    `largest`: bytes of a WARC file above which the path to its root is left out, since it takes reading the
    whole file; 0 for no limit.
    """
    held = load(connection, document, number)
    if held is None:
        return None
    records, problem = recorded(warc, held.capture)
    captures, left_out = _captures(connection, held)
    try:
        position, damaged = position_of(connection, held.capture["id"]), ""
    except GongkaiError as error:
        position, damaged = None, str(error)
    proof, unproven = _proof(warc, position, largest)
    return Sheet(
        held=held,
        made=warc_date(datetime.now(UTC)),
        software=f"gongkai/{version('gongkai')}",
        text_digest=digest(held.report.text.encode()),
        captures=captures,
        left_out=left_out,
        records=records,
        problem=problem,
        holding=_holding(connection, held),
        parts=rows(
            connection, "select * from fetches where part_of = ? order by fetched", [held.capture["id"]]
        ),
        attachments=_attachments(connection, held),
        states=states_of(connection, held.document),
        position=position,
        proof=proof,
        unproven=unproven or damaged,
        stamp=_stamp(connection, warc.parent, position),
    )


def _captures(connection: sqlite3.Connection, held: Held) -> tuple[list[dict[str, Any]], int]:
    """When this version was seen: the captures that brought or confirmed it; and how many are not listed."""
    found = rows(
        connection,
        "select id, fetched, outcome, status, warc_file, payload_digest from fetches"
        " where document = ? and fetched between ? and ? order by fetched",
        [held.document, held.first_seen, held.last_confirmed],
    )
    if len(found) <= SHOWN:
        return found, 0
    return found[: SHOWN // 2] + found[-SHOWN // 2 :], len(found) - SHOWN


def _holding(connection: sqlite3.Connection, held: Held) -> dict[str, Any] | None:
    found = rows(connection, "select * from fetches where id = ?", [held.capture["revisit_of"]])
    return found[0] if found else None


def _attachments(connection: sqlite3.Connection, held: Held) -> list[dict[str, Any]]:
    """The attachments, each with the capture of it that belongs to this version (`archive.attached`)."""
    return rows(
        connection,
        "select a.name, a.url, f.fetched, f.payload_digest, f.warc_file, f.warc_offset, f.warc_record"
        ' from attachments a left join fetches f on f.id = a."fetch" where a.version = ? order by a.position',
        [held.version],
    )


def _proof(warc: Path, position: Position | None, largest: int) -> tuple[Proof | None, str]:
    if position is None:
        return None, ""
    try:
        if largest and (warc / position.file).stat().st_size > largest:
            return None, "the file is too large to be read for this page; `gongkai sheet` prints the path"
        return proof_of(warc, position), ""
    except (GongkaiError, OSError) as error:
        return None, in_public(error, warc)


def _stamp(connection: sqlite3.Connection, data: Path, position: Position | None) -> Stamp | None:
    """The earliest token that covers a position, checked as far as it can be without a root."""
    token = covering(data, position.entry.n) if position is not None else None
    if token is None:
        return None
    from archive.timestamp import BadToken, read  # cryptography: nothing else of a page needs it

    file = f"{FOLDER}/{token.answer.name}"
    found = rows(connection, "select * from chain where n = ?", [token.n])
    try:
        told = read(token.answer.read_bytes(), entry_held(found[0]), token.request.read_bytes())
    except (BadToken, GongkaiError, OSError, IndexError) as error:
        return Stamp(token.n, file, problem=str(error))
    return Stamp(token.n, file, told.time, told.authority)
