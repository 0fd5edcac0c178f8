"""Reads the WARC files that we wrote ourselves, fast, record by record or at a known place.

`archive.warc_reader` reads what anybody wrote, and mistrusts it; this reads our own, by FastWARC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from archive.errors import GongkaiError
from archive.warc_reader import Headers, decoded


@dataclass(frozen=True)
class Scanned:
    """A record of ours: its place (bytes), its own fields by name, and its block where that was read."""

    file: str
    offset: int
    length: int
    kind: str
    fields: dict[str, str]
    block: bytes = b""

    @property
    def url(self) -> str:
        return self.fields.get("WARC-Target-URI", "")

    @cached_property
    def _parts(self) -> tuple[bytes, bytes]:
        if self.kind not in ("response", "revisit"):
            return b"", self.block
        head, _, payload = self.block.partition(b"\r\n\r\n")
        return head, payload

    @property
    def payload(self) -> bytes:
        """The payload as it came."""
        return self._parts[1]

    @cached_property
    def headers(self) -> Headers:
        """The fields of the HTTP head, in order."""
        lines = self._parts[0].decode("latin-1").split("\r\n")[1:]
        return tuple((name, value) for name, _, value in (line.partition(": ") for line in lines) if name)

    def header(self, name: str) -> str:
        """The first value of a field of the HTTP head, or empty."""
        return next((value for n, value in self.headers if n.lower() == name.lower()), "")

    @property
    def status(self) -> int | None:
        """The status of the HTTP answer; None where there was none, or none that can be."""
        words = self._parts[0].split(b"\r\n", 1)[0].split()
        status = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
        return status if status is not None and status <= 999 else None

    @property
    def body(self) -> bytes:
        """The payload with its content-encoding undone."""
        return decoded(self.payload, self.headers)


def scan(path: Path) -> Iterator[Scanned]:
    """The records of a WARC of ours, in order; with their blocks those of what is no exchange.

    Raises GongkaiError where the file cannot be read on: it names the place, and `gongkai verify` the damage.
    """
    before: Scanned | None = None
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                if before is not None:
                    yield replace(before, length=record.stream_pos - before.offset)
                fields = dict(record.headers)
                kind = fields.get("WARC-Type", "")
                block = record.reader.read() if kind == "metadata" else b""
                before = Scanned(path.name, record.stream_pos, 0, kind, fields, block)
    except (OSError, ValueError) as error:
        raise GongkaiError(f"{path} cannot be read on ({error}); `gongkai verify` tells where") from error
    if before is not None:
        yield replace(before, length=path.stat().st_size - before.offset)


def read_at(path: Path, offset: int) -> Scanned:
    """The record at a place, with its block. Raises GongkaiError where none can be read there."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream, parse_http=False)))
            fields = dict(record.headers)
            return Scanned(path.name, offset, 0, fields.get("WARC-Type", ""), fields, record.reader.read())
    except (OSError, ValueError, StopIteration) as error:
        said = str(error) or "no record follows there"
        raise GongkaiError(
            f"{path}: the record at byte {offset} cannot be read ({said}); check it with `gongkai verify`"
        ) from error
