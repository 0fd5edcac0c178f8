"""The index of a WACZ: CDXJ 0.1 (Webrecorder) in blocks of gzip members, with an index of the blocks.

A line is a key (SURT, as every index of web archives has it), the time to the millisecond, and JSON; lines
are sorted by their bytes (`LC_ALL=C sort`), and blocks named by the key and time that they begin with.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from archive.export.captures import Member

BLOCK = 1024
"""Lines in a block: what a reader fetches to look up one address."""

SHOWN = frozenset({"response", "revisit", "resource"})
"""The types of records that can be shown, and are indexed."""


class Index:
    """The lines, gathered in any order. They wait in a file of SQLite, which sorts them in flat memory."""

    def __init__(self, place: Path) -> None:
        self._db = sqlite3.connect(place, isolation_level=None)
        self._db.execute("pragma synchronous = off")
        self._db.execute("create table lines (line blob not null)")  # blobs are compared byte by byte
        self._db.execute("begin")
        self.count = 0

    def add(self, member: Member, file: str, offset: int, record_digest: str) -> None:
        """A record as it lies in `file` at `offset`, if it is one that can be shown."""
        if member.kind in SHOWN and member.url:
            self._db.execute("insert into lines values (?)", [line(member, file, offset, record_digest)])
            self.count += 1

    def write(self, write: Callable[[bytes], None], name: str) -> list[bytes]:
        """Write the blocks of the file `name`; the lines of the index of blocks."""
        blocks = [b"!meta 0 " + _json({"format": "cdxj-gzip-1.0", "filename": name})]
        offset = 0
        sorted_lines = self._sorted()
        while lines := list(islice(sorted_lines, BLOCK)):
            packed = gzip.compress(b"".join(lines), mtime=0)
            told = {"offset": offset, "length": len(packed), "digest": f"sha256:{sha256(packed).hexdigest()}"}
            blocks.append(lines[0].partition(b" {")[0] + b" " + _json(told))
            write(packed)
            offset += len(packed)
        return blocks

    def close(self) -> None:
        self._db.close()

    def _sorted(self) -> Iterator[bytes]:
        return (line for (line,) in self._db.execute("select line from lines order by line"))


def line(member: Member, file: str, offset: int, record_digest: str) -> bytes:
    """The line of a record. A 304 has no content of its own: a reader is to show what it confirms, so the
    status is left open, as indexes have it for revisits.
    """
    revisit = member.kind == "revisit"
    told = {
        "url": member.url,
        "mime": "warc/revisit" if revisit else member.mime,
        "status": str(member.status) if member.status not in (None, 304) else "-",
        "digest": member.digest or "-",
        "length": str(member.length),
        "offset": str(offset),
        "filename": file,
        "recordDigest": record_digest,
    }
    return f"{key(member.url)} {timestamp(member.date)} ".encode() + _json(told)


def key(url: str) -> str:
    """The SURT of an address; an address that has none is its own key, without the spaces that end one."""
    import surt  # a quarter of a second, and nothing else needs it

    try:
        return str(surt.surt(url)).replace(" ", "%20")
    except Exception:  # whatever it stumbles over, the capture is indexed
        return url.replace(" ", "%20")


def timestamp(date: str) -> str:
    """A WARC-Date as 17 digits, milliseconds too: `20240117083000123`.

    With 14, as most indexes have, two captures of one second are one, and replayweb.page looks in vain for
    what a revisit refers to, whose date in the WARC is later than the index says.
    """
    return "".join(c for c in date if c.isdigit())[:17].ljust(17, "0")


def _json(told: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
