"""Checks SQLite's write-ahead log, which is there while the database is written or after a kill.

SQLite reads the log up to the first frame that does not fit its checksum, and takes what is behind it for
remains of before: a changed byte would lose, without a word, what was committed from there on. The format:
https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
import time
from pathlib import Path

from archive.verify.audit import Audit

AGAIN = "`gongkai rebuild` makes the database again from the captures"
_MAGIC = 0x377F0682
"""Of a log whose checksums are over little-endian words; one more stands for big-endian ones."""
_HEAD, _FRAME = 32, 24
"""Bytes of the header of the log, and of that of each frame."""
MOMENT = 0.2
"""Seconds after which a frame that is being written is whole."""


def check_log(audit: Audit, path: Path) -> None:
    """Tell where the log of a database does not fit its checksums, if it still does not a moment later."""
    log = Path(f"{path}-wal")
    wrong = wrong_in(log)
    if wrong is not None:
        time.sleep(MOMENT)
        wrong = wrong_in(log)
    if wrong is not None:
        place, said = wrong
        audit.find(f"{log.name}: byte {place}", said, AGAIN)


def wrong_in(log: Path) -> tuple[int, str] | None:
    """The first place (byte) that does not fit, and what is wrong with it; None where all fits."""
    try:
        with log.open("rb") as stream:
            head = stream.read(_HEAD)
            if len(head) < _HEAD:
                return (0, f"it has {len(head)} bytes, fewer than its header") if head else None
            magic, version, page, _, *salts, first, second = struct.unpack(">8I", head)
            order = "<" if magic == _MAGIC else ">"
            total = _sum(head[:24], (0, 0), order)
            if magic not in (_MAGIC, _MAGIC | 1) or version != 3007000 or total != (first, second):
                return 0, "its header does not fit its checksum"
            stale = None
            while len(frame := stream.read(_FRAME + page)) == _FRAME + page:
                place = stream.tell() - len(frame)
                _, _, *named, first, second = struct.unpack(">6I", frame[:_FRAME])
                if named != salts:  # what remains of an earlier log, up to the end
                    stale = place if stale is None else stale
                    continue
                if stale is not None:
                    return stale, "a frame of another log stands before one of this log"
                total = _sum(frame[:8], total, order)
                total = _sum(frame[_FRAME:], total, order)
                if total != (first, second):
                    return place, "a frame does not fit its checksum: SQLite reads nothing from it on"
    except FileNotFoundError:
        pass
    return None


def _sum(content: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    """The checksum of the log, carried on over more bytes."""
    one, two = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = one + first + two & 0xFFFFFFFF
        two = two + second + one & 0xFFFFFFFF
    return one, two
