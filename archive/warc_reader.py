"""Reads WARCs that anybody made, as far as they are whole, and copies what is whole byte for byte."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.errors import GongkaiError
from archive.records import LARGEST_PAGE
from archive.warc import cannot_store, warc_date

Headers = tuple[tuple[str, str], ...]

_PIECE = 1 << 20
_COPY = re.compile(r"ingest-[0-9a-f]{32}\.warc(?:\.gz)?")


@dataclass(frozen=True)
class Member:
    """A record of somebody's WARC. `fields` are the record's own header fields, `headers` those of the HTTP
    message in it; `problem` is a sentence where the file could not be read on."""

    type: str = ""
    url: str = ""
    date: str = ""
    record_id: str = ""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    size: int = 0
    payload_digest: str = ""
    fields: Headers = ()
    offset: int = 0
    length: int = 0
    problem: str = ""


def read_members(path: Path) -> Iterator[Member]:
    """The whole records of a WARC in order; a cut or damaged file ends with a member that says so."""
    end = 0
    try:
        with path.open("rb") as stream:
            if not _begins_as_warc(stream):
                yield Member(problem="cannot be read beyond byte 0: it does not begin as a WARC does")
                return
            records = ArchiveIterator(stream)
            for record in records:
                member = _member(record)
                records.read_to_end()
                offset, length = records.get_record_offset(), records.get_record_length()
                if getattr(record.raw_stream, "limit", 0) or not _is_whole(path, offset, length):
                    break
                end = offset + length
                yield replace(member, offset=offset, length=length)
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        yield Member(problem=f"cannot be read beyond byte {end}: {_in_words(error)}")
        return
    except OSError as error:
        raise GongkaiError(f"cannot read {path}: {error.strerror or error}; check the path.") from error
    size = path.stat().st_size
    if end < size and _read_at(path, end, 4096).strip(b"\r\n"):
        yield Member(
            problem=f"is cut short or damaged after byte {end} of {size}; what is whole before it was read"
        )


def read_member(path: Path, offset: int) -> Member:
    """The record at a place of a WARC of ours. Raises GongkaiError where none can be read there."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            records = ArchiveIterator(stream)
            return replace(_member(next(iter(records))), offset=offset)
    except (OSError, ArchiveLoadFailed, zlib.error, EOFError, StopIteration) as error:
        said = error.strerror if isinstance(error, OSError) else _in_words(error)
        raise GongkaiError(
            f"{path}: the record at byte {offset} cannot be read ({said}); check it with `gongkai verify`"
        ) from error


def _begins_as_warc(stream: IO[bytes]) -> bool:
    """Whether a file begins as a WARC does, gzipped or not; warcio would look for a line for ever."""
    start = stream.read(4096)
    stream.seek(0)
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 16)
        except zlib.error:
            return False
    return start.startswith(b"WARC/")


def _in_words(error: Exception) -> str:
    """What an error says, fit for a terminal: it quotes the file."""
    said = " ".join(str(error).split())[:160]
    return "".join(c if c.isprintable() and c != "\N{REPLACEMENT CHARACTER}" else "?" for c in said)


def _read_at(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def copy_whole_members(path: Path, folder: Path, end: int) -> Path:
    """Copy the whole records of a WARC into `folder`, byte for byte, under a name that its content gives.

    `end` is where the last of them ends, in bytes. A file that lies there already stays as it is.
    """
    if path.resolve().parent == folder.resolve() and not path.name.startswith("."):
        return path
    with path.open("rb") as source:
        content = hashlib.sha256()
        left = end
        while left and (chunk := source.read(min(left, 1 << 20))):
            content.update(chunk)
            left -= len(chunk)
        suffix = ".warc.gz" if path.name.endswith(".gz") else ".warc"
        target = folder / f"ingest-{content.hexdigest()[:32]}{suffix}"
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
                raise cannot_store(target, error) from error
    return target


def is_copy(name: str) -> bool:
    """Whether a file is called as `copy_whole_members` calls its copies."""
    return _COPY.fullmatch(name) is not None


def _is_whole(path: Path, offset: int, length: int) -> bool:
    """Whether the member's gzip stream has its end (warcio reads a cut one without a word)."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        stream.seek(offset)
        if stream.read(2) != b"\x1f\x8b":
            return True
        stream.seek(offset)
        while length > 0 and not unpacker.eof and (packed := stream.read(min(length, _PIECE))):
            length -= len(packed)
            while packed and not unpacker.eof:
                unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
    return unpacker.eof


def _member(record: ArcWarcRecord) -> Member:
    headers = record.rec_headers
    http = record.http_headers
    raw, size, counted = _payload(record)
    fields: Headers = tuple(http.headers) if http is not None else ()
    code = http.get_statuscode() if http is not None else ""
    declared = headers.get_header("WARC-Payload-Digest") or ""
    return Member(
        type=record.rec_type,
        url=(headers.get_header("WARC-Target-URI") or "").strip("<>"),
        date=headers.get_header("WARC-Date") or "",
        record_id=headers.get_header("WARC-Record-ID") or "",
        status=int(code) if code and code.isascii() and code.isdigit() else None,
        headers=fields,
        body=decoded(raw, fields),
        size=size,
        payload_digest=declared if declared.startswith("sha256:") else counted,
        fields=tuple(headers.headers),
    )


def _payload(record: ArcWarcRecord) -> tuple[bytes, int, str]:
    """The payload as it was kept, its size and digest; one larger than a page is counted, but not held."""
    content, size, pieces = hashlib.sha256(), 0, []
    while piece := record.raw_stream.read(_PIECE):
        content.update(piece)
        size += len(piece)
        if size <= LARGEST_PAGE:
            pieces.append(piece)
        else:
            pieces.clear()
    return b"".join(pieces), size, f"sha256:{content.hexdigest()}"


def decoded(raw: bytes, headers: Headers) -> bytes:
    """The payload with transfer- and content-encoding undone, `LARGEST_PAGE` bytes of it at most.

    One that does not unpack as it says is given as it is: extraction will say that it is no text.
    """
    fields = {name.lower(): value.lower().strip() for name, value in headers}
    if "chunked" in fields.get("transfer-encoding", ""):
        reader = ChunkedDataReader(BytesIO(raw))
        raw = b"".join(iter(lambda: reader.read(_PIECE), b""))
    try:
        match fields.get("content-encoding", ""):
            case "gzip" | "x-gzip":
                return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, LARGEST_PAGE)
            case "deflate":
                bits = zlib.MAX_WBITS if raw[:1] == b"\x78" else -zlib.MAX_WBITS
                return zlib.decompressobj(bits).decompress(raw, LARGEST_PAGE)
            case "br":
                return bytes(brotli.Decompressor().process(raw, output_buffer_limit=LARGEST_PAGE))
    except (zlib.error, brotli.error):
        return raw
    return raw


def utc(date: str) -> str:
    """A WARC-Date (ISO 28500 §5.4: W3C date and time, UTC), or nothing where it is none or yet to come.

    One of another zone, against the standard, is put into UTC: times are compared as they are written.
    """
    try:
        moment = datetime.fromisoformat(date)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    if moment > datetime.now(UTC) + timedelta(days=1):
        return ""
    return date if date.endswith("Z") and len(date) > len("2024-01-17T") else warc_date(moment)
