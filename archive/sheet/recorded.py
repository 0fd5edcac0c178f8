"""What the WARC has of a capture: the records themselves, read again and summed again for the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.errors import GongkaiError
from archive.scanning import Scanned, read_at
from archive.warc import digest


@dataclass(frozen=True)
class Recorded:
    """A record as it lies in a WARC.

    `fields` are its own header fields in order; `head` is that of the HTTP message in it, line by line as it
    came, empty where it holds none. `stored` is the SHA-256 over the bytes in the file, packed as they are.
    `block` and `payload`: whether those digests, computed again, are the recorded ones; None where none is
    recorded, or the payload is in another record.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    stored: str
    block: bool | None
    payload: bool | None


def in_public(error: Exception, folder: Path) -> str:
    """What an error says, without where our folder of WARC files lies: a sheet is for others."""
    return str(error).replace(f"{folder}/", "warc/")


def recorded(folder: Path, capture: dict[str, Any]) -> tuple[list[Recorded], str]:
    """The record of a capture (a row of `fetches`) and the request recorded with it; why there is none, in a
    sentence, where there is none. `folder` holds the WARC files.
    """
    if not capture["warc_file"]:
        return [], "no record of this capture was kept"
    path = folder / capture["warc_file"]
    try:
        answer, record = _read(path, capture["warc_offset"], capture["warc_length"])
    except (GongkaiError, OSError) as error:
        return [], f"the record could not be read when this sheet was made: {in_public(error, folder)}"
    try:
        end = capture["warc_offset"] + capture["warc_length"]
        after = read_at(path, end)
        if after.fields.get("WARC-Concurrent-To") == record.fields.get("WARC-Record-ID"):
            return [answer, _read(path, end, None)[0]], ""
    except (GongkaiError, OSError):
        pass  # it was the last one of the file
    return [answer], ""


def _read(path: Path, offset: int, length: int | None) -> tuple[Recorded, Scanned]:
    record = read_at(path, offset)
    head = _head(record)
    payload = record.block[len(head) :]
    told = Recorded(
        kind=record.kind,
        fields=tuple(record.fields.items()),
        head=tuple(_said(line) for line in head.split(b"\r\n") if line),
        stored=_stored(path, offset, length),
        block=_agrees(record.fields.get("WARC-Block-Digest"), record.block),
        payload=None
        if record.kind == "revisit"
        else _agrees(record.fields.get("WARC-Payload-Digest"), payload),
    )
    return told, record


def _head(record: Scanned) -> bytes:
    """The head of the HTTP message in a record, with its empty line."""
    if not record.fields.get("Content-Type", "").startswith("application/http"):
        return b""
    end = record.block.find(b"\r\n\r\n")
    return record.block[: end + 4] if end >= 0 else record.block


def _said(line: bytes) -> str:
    """A line of a head: UTF-8, else GB 18030, as Chinese servers send names of files; else byte by byte."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _stored(path: Path, offset: int, length: int | None) -> str:
    if length is None:
        return ""
    with path.open("rb") as stream:
        stream.seek(offset)
        return f"sha256:{sha256(stream.read(length)).hexdigest()}"


def _agrees(declared: str | None, content: bytes) -> bool | None:
    """Whether a digest of SHA-256 in hexadecimal is that of some bytes; None for one of another kind."""
    if not declared or not declared.startswith("sha256:") or len(declared) != len("sha256:") + 64:
        return None
    return declared == digest(content)
