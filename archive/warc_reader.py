"""Reads WARCs that anybody made, as far as they are whole, and copies what is whole byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.errors import GongkaiError
from archive.warc import cannot_store, digest

Headers = tuple[tuple[str, str], ...]


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
        payload_digest=declared if declared.startswith("sha256:") else digest(raw),
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
