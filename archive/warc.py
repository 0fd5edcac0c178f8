"""Writes WARC 1.1 (ISO 28500:2017; GB/T 33994-2017), one gzip member per record, SHA-256 digests.

`warcio check` and `fastwarc check` read what is written here; the tests run both.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import GongkaiError
from archive.merkle import Tree, leaf
from archive.records import Capture

FORMAT = (
    ("format", "WARC File Format 1.1"),
    ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
)
"""What every warcinfo record says of its file."""

_CONTENT_TYPES = {
    "warcinfo": "application/warc-fields",
    "metadata": "application/warc-fields",
    "request": "application/http;msgtype=request",
    "response": "application/http;msgtype=response",
    "revisit": "application/http;msgtype=response",
}
REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED, IDENTICAL = f"{REVISIT}server-not-modified", f"{REVISIT}identical-payload-digest"
"""The profiles of a revisit (ISO 28500:2017 §6.7): the server said 304, or sent the same bytes again."""


class CannotStore(GongkaiError):
    """The disk does not take what was fetched: full, read-only or gone. The crawl must stop."""


@dataclass(frozen=True)
class Record:
    """One WARC record: its type, its own header fields, and its block (HTTP head and payload)."""

    kind: str
    fields: tuple[tuple[str, str], ...]
    head: bytes = b""
    payload: bytes = b""
    id: str = ""
    content_type: str = ""
    revisited: str = ""  # the digest of a payload that another record holds

    @property
    def payload_digest(self) -> str:
        return self.revisited or digest(self.payload)


def digest(*parts: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits over the parts in order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return f"sha256:{total.hexdigest()}"


def new_id() -> str:
    """A WARC-Record-ID: `<urn:uuid:…>`."""
    return f"<{uuid4().urn}>"


def utc_now() -> str:
    """The time as WARC writes it: UTC, ISO 8601 with microseconds and `Z`."""
    return warc_date(datetime.now(UTC))


def warc_date(moment: datetime) -> str:
    """UTC with microseconds, as WARC 1.1 allows (§5.4): `2024-01-17T08:30:00.123456Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def http_head(first_line: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The head of an HTTP message (RFC 9112): start line, header fields, and the empty line."""
    return b"".join((first_line, b"\r\n", *(b"%s: %s\r\n" % header for header in headers), b"\r\n"))


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of type application/warc-fields; a line break in a value would forge one: it is a space."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields if value).encode()


class _Writer(WARCWriter):
    """warcio's writer, which would give every record a payload digest of its own.

    Only an HTTP message has a payload that is not the whole block, and `fastwarc check -p` fails any other.
    """

    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "metadata", "resource", "revisit")  # type: ignore[assignment]


def serialize(record: Record) -> bytes:
    """The record as one gzip member."""
    return _packed(_framed(record))


def serialize_plainly(record: Record) -> bytes:
    """The record as a gzip member that is not packed (RFC 1951 §3.2.4), of less than 64 KiB.

    There is but one way to write it so: whoever holds what is in it can tell each byte of the member.
    """
    return member_of(_framed(record))


def member_of(content: bytes) -> bytes:
    """The gzip member that holds bytes as they are, less than 64 KiB of them."""
    size, crc = len(content), zlib.crc32(content)
    return (
        struct.pack("<10sBHH", _GZIP_HEAD, 1, size, size ^ 0xFFFF) + content + struct.pack("<II", crc, size)
    )


_GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""No name, no time, no system (RFC 1952)."""


def _framed(record: Record) -> bytes:
    """The record before it is packed.

    warcio frames it and is given the block as it is: handed parsed HTTP headers, it would percent-encode what
    is not ASCII in them (Chinese servers send file names as raw GBK or UTF-8); and its own digests are SHA-1.
    """
    block = record.head + record.payload
    fields = [
        ("WARC-Type", record.kind),
        ("WARC-Record-ID", record.id or new_id()),
        *record.fields,
        ("WARC-Block-Digest", digest(block)),
    ]
    if record.kind not in _Writer.NO_PAYLOAD_DIGEST_TYPES or record.revisited:
        fields.append(("WARC-Payload-Digest", record.payload_digest))
    framed = ArcWarcRecord(
        "warc",
        "metadata" if record.kind == "revisit" else record.kind,  # warcio would leave a revisit's block out
        StatusAndHeaders("", fields, protocol="WARC/1.1"),
        BytesIO(block),
        None,
        record.content_type or _CONTENT_TYPES[record.kind],
        len(block),
    )
    framed.payload_length = len(block)
    plain = BytesIO()
    _Writer(plain, gzip=False, warc_version="1.1").write_record(framed)
    return plain.getvalue()


def _packed(data: bytes) -> bytes:
    """One gzip member. By itself warcio packs at level 9: a hundredth less, for half as long again."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(data) + packer.flush()


class WarcFile:
    """A `.warc.gz` being written. `append` writes whole records or nothing, also on a full disk.

    `tree` sums the records that it has.
    """

    def __init__(self, folder: Path, name: str, info: Iterable[tuple[str, str]], moment: datetime) -> None:
        """Create `folder/name` and its warcinfo record. Raises `CannotStore`."""
        self.path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = open(self.path, "xb", buffering=0)  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise cannot_store(self.path, error) from error
        self._end, self.tree = 0, Tree()
        fields = (("WARC-Date", warc_date(moment)), ("WARC-Filename", name))
        self.info = Record("warcinfo", fields, payload=warc_fields(info), id=new_id())
        self.append([self.info])

    @classmethod
    def reopened(cls, path: Path, info: Record, tree: Tree) -> WarcFile:
        """Go on with a file whose records are whole; `tree` is over them. Raises `CannotStore`."""
        warc = cls.__new__(cls)
        warc.path, warc.info, warc.tree = path, info, tree
        try:
            warc._file = open(path, "ab", buffering=0)  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise cannot_store(path, error) from error
        warc._end = path.stat().st_size
        return warc

    def append(self, records: Sequence[Record]) -> list[Capture]:
        """Write the records one after another in one go; where each lies. Raises `CannotStore`."""
        return self._append(records, [serialize(record) for record in records])

    def append_plainly(self, record: Record) -> Capture:
        """Write a record that is not packed (`serialize_plainly`). Raises `CannotStore`."""
        return self._append([record], [serialize_plainly(record)])[0]

    def _append(self, records: Sequence[Record], members: Sequence[bytes]) -> list[Capture]:
        try:
            _write_all(self._file.fileno(), b"".join(members))
        except OSError as error:
            os.ftruncate(self._file.fileno(), self._end)
            os.lseek(self._file.fileno(), self._end, os.SEEK_SET)
            raise cannot_store(self.path, error) from error
        captures = []
        for record, member in zip(records, members, strict=True):
            place = (self.path.name, self._end, len(member))
            captures.append(Capture(*place, record.id, record.payload_digest))
            self._end += len(member)
            self.tree.add(leaf(member))
        return captures

    def sync(self) -> None:
        """Have the disk take everything. Raises `CannotStore`."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise cannot_store(self.path, error) from error

    def close(self) -> None:
        """Have the disk take everything, and close."""
        if self._file.closed:
            return
        try:
            self.sync()
        finally:
            self._file.close()


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def cannot_store(path: Path, error: OSError) -> CannotStore:
    return CannotStore(
        f"{path}: cannot be written ({error.strerror}); free or repair the disk, then crawl again"
    )
