"""WARC 1.1 (ISO 28500:2017, GB/T 33994-2017): one gzip member a record, SHA-256 digests.

Blocks are written as they are given, byte for byte: warcio frames them, and re-reads no HTTP header
(it would re-encode what is not ASCII).
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from archive.errors import GongkaiError
from archive.records import Capture

Headers = tuple[tuple[str, str], ...]


def utc_now() -> str:
    """The time, UTC, ISO 8601 with microseconds and `Z`, as WARC-Date allows."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(payload: bytes) -> str:
    """A labelled digest as WARC writes it: `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


class WarcFile:
    """A `.warc.gz` being written: a killed process loses at most the record in hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._out = path.open("xb", buffering=0)
        self._member = BytesIO()  # a record is framed here whole, then written in one go
        self._writer = WARCWriter(self._member, gzip=True, warc_version="1.1")
        self._info_id = ""
        self._info_id = self._warcinfo()

    @classmethod
    def create(cls, folder: Path, name: str) -> WarcFile:
        """Open `folder/name-<UTC time>.warc.gz`; raises GongkaiError where it cannot be written."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        path = folder / f"{name}-{stamp}.warc.gz"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(path)
        except OSError as error:
            raise _unwritable(path, error) from error

    def exchange(self, url: str, date: str, request: bytes, response: bytes, *, ip: str = "") -> Capture:
        """Record a request and its response, each a whole HTTP message; the capture is the response's."""
        extra = {"WARC-IP-Address": ip} if ip else {}
        capture = self._record("response", url, date, response, extra)
        self._record("request", url, date, request, {"WARC-Concurrent-To": capture.record_id})
        return capture

    def failure(self, url: str, date: str, request: bytes, error: str) -> Capture:
        """Record a request that got no answer, and why (a `metadata` record); the capture is the former."""
        capture = self._record("request", url, date, request, {})
        self._note(capture, url, date, "fetchError", error)
        return capture

    def resource(self, url: str, date: str, content_type: str, body: bytes, *, via: str = "") -> Capture:
        """Record a page that was handed to us without its exchange; `via` names the file it came from."""
        capture = self._record("resource", url, date, body, {}, content_type)
        if via:
            self._note(capture, url, date, "via", via)
        return capture

    def close(self) -> None:
        """Close the file; what was written is on the disk afterwards."""
        if not self._out.closed:
            try:
                os.fsync(self._out.fileno())
            finally:
                self._out.close()

    def _warcinfo(self) -> str:
        fields = {
            "software": f"gongkai/{version('gongkai')} warcio/{version('warcio')}",
            "format": "WARC file version 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        return self._record("warcinfo", "", utc_now(), block, {"WARC-Filename": self.path.name}).record_id

    def _note(self, capture: Capture, url: str, date: str, name: str, value: str) -> None:
        block = f"{name}: {' '.join(value.split())}\r\n".encode()
        self._record("metadata", url, date, block, {"WARC-Concurrent-To": capture.record_id})

    def _record(
        self, kind: str, url: str, date: str, block: bytes, extra: dict[str, str], content_type: str = ""
    ) -> Capture:
        record_id: str = self._writer._make_warc_id()
        payload_digest = sha256(_payload(kind, block))
        headers = {
            "WARC-Record-ID": record_id,
            "WARC-Date": date,
            **({"WARC-Warcinfo-ID": self._info_id} if self._info_id else {}),
            **extra,
            "WARC-Block-Digest": sha256(block),
            **({"WARC-Payload-Digest": payload_digest} if kind != "warcinfo" else {}),
        }
        record = ArcWarcRecord(
            "warc",
            kind,
            self._writer._init_warc_headers(url, kind, headers),
            BytesIO(block),
            None,
            content_type or WARCWriter.WARC_RECORDS[kind],
            len(block),
        )
        record.payload_length = len(block)
        self._writer.write_record(record)
        offset, length = self._append(self._member.getvalue())
        self._member.seek(0)
        self._member.truncate()
        return Capture(self.path.name, offset, length, record_id, payload_digest)

    def _append(self, member: bytes) -> tuple[int, int]:
        """Write a gzip member; where it does not fit, take it off again: what was whole stays readable."""
        offset = self._out.tell()
        left = memoryview(member)
        try:
            while left:
                left = left[self._out.write(left) :]
        except OSError as error:
            self._out.truncate(offset)
            self._out.seek(offset)
            self._member.seek(0)
            self._member.truncate()
            raise _unwritable(self.path, error) from error
        return offset, len(member)


def _payload(kind: str, block: bytes) -> bytes:
    """What a payload digest is over: the body of an HTTP message, else the whole block (WARC 1.1 §5.9)."""
    return block.partition(b"\r\n\r\n")[2] if kind in ("request", "response") else block


def _unwritable(path: Path, error: OSError) -> GongkaiError:
    return GongkaiError(
        f"cannot write {path}: {error.strerror or error}; free some space or give another --data. "
        "What was saved before is whole."
    )


@dataclass(frozen=True)
class Member:
    """A record of somebody's WARC. `problem` is a sentence where the file could not be read on."""

    type: str = ""
    url: str = ""
    date: str = ""
    record_id: str = ""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    size: int = 0
    payload_digest: str = ""
    offset: int = 0
    length: int = 0
    problem: str = ""


def read_members(path: Path) -> Iterator[Member]:
    """The whole records of a WARC in order; a cut or damaged file ends with a member that says so."""
    end = 0
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                if record.format != "warc":
                    raise ArchiveLoadFailed("it does not begin as a WARC record does")
                member = _member(record)
                records.read_to_end()
                offset, length = records.get_record_offset(), records.get_record_length()
                if not _is_whole(path, offset, length):
                    break
                end = offset + length
                yield replace(member, offset=offset, length=length)
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        yield Member(problem=f"cannot be read beyond byte {end}: {' '.join(str(error).split())[:160]}")
        return
    except OSError as error:
        raise GongkaiError(f"cannot read {path}: {error.strerror or error}; check the path.") from error
    size = path.stat().st_size
    if end < size and path.read_bytes()[end:].strip(b"\r\n"):
        yield Member(
            problem=f"is cut short or damaged after byte {end} of {size}; what is whole before it was read"
        )


def copy_whole_members(path: Path, folder: Path) -> Path:
    """Copy the whole records of a WARC into `folder`, byte for byte, under a name that its content gives."""
    end = max((m.offset + m.length for m in read_members(path) if not m.problem), default=0)
    with path.open("rb") as source:
        digest = hashlib.sha256()
        left = end
        while left and (chunk := source.read(min(left, 1 << 20))):
            digest.update(chunk)
            left -= len(chunk)
        suffix = ".warc.gz" if path.name.endswith(".gz") else ".warc"
        target = folder / f"ingest-{digest.hexdigest()[:32]}{suffix}"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            source.seek(0)
            try:
                with part.open("wb") as out:
                    shutil.copyfileobj(source, out)
                    out.truncate(end)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(part, target)
            except OSError as error:
                part.unlink(missing_ok=True)
                raise _unwritable(target, error) from error
    return target


def _is_whole(path: Path, offset: int, length: int) -> bool:
    """Whether the member's gzip stream has its end (warcio reads a cut one without a word)."""
    with path.open("rb") as stream:
        stream.seek(offset)
        raw = stream.read(length)
    if not raw.startswith(b"\x1f\x8b"):
        return True
    try:
        gzip.decompress(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return False
    return True


def _member(record: ArcWarcRecord) -> Member:
    headers = record.rec_headers
    http = record.http_headers
    raw = record.raw_stream.read()
    fields: Headers = tuple(http.headers) if http is not None else ()
    code = http.get_statuscode() if http is not None else ""
    declared = headers.get_header("WARC-Payload-Digest") or ""
    return Member(
        type=record.rec_type,
        url=(headers.get_header("WARC-Target-URI") or "").strip("<>"),
        date=headers.get_header("WARC-Date") or "",
        record_id=headers.get_header("WARC-Record-ID") or "",
        status=int(code) if code and code.isdigit() else None,
        headers=fields,
        body=_decoded(raw, fields),
        size=len(raw),
        payload_digest=declared if declared.startswith("sha256:") else sha256(raw),
    )


def _decoded(raw: bytes, headers: Headers) -> bytes:
    """The payload with transfer- and content-encoding undone."""
    fields = {name.lower(): value.lower().strip() for name, value in headers}
    if "transfer-encoding" not in fields and "content-encoding" not in fields:
        return raw
    reader = ChunkedDataReader(BytesIO(raw), decomp_type=fields.get("content-encoding"))
    body: bytes = reader.read()
    while more := reader.read():
        body += more
    return body
