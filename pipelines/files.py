"""What a file 附件 holds, apart from what a program writes anew each time it makes it: a digest over that.

Some servers make a file for each download, with the time and a new number in it, and are not to be taken for
publishers who replace it every night. What is left out is listed here and nothing else is:

- PDF (ISO 32000-2): the file identifier `/ID` (§14.4), `/CreationDate` and `/ModDate` (§14.3.3), the same
  in XMP metadata with its document and instance numbers (ISO 16684-1), and where objects lie in the file
  (§7.5.4, §7.5.8): offsets say nothing;
- ZIP, so also docx, xlsx, pptx, ofd (ECMA-376-2, GB/T 33190): times, order and packing of the entries, and in
  the document's properties its times, its revision and the minutes of work.

Whatever else differs is another file. One that is encrypted, or of another kind, is taken as its bytes are.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256

SCHEME = "file/1"
"""Goes before each digest: those of another scheme are not to be compared."""

LARGEST = 64 << 20
"""Bytes that a file may unpack to; one that is larger is taken as its bytes are."""

_HEX = rb"<[0-9A-Fa-f\s]{0,200}>"
_STRING = rb"(?:\((?:[^()\\]|\\.){0,200}\)|" + _HEX + rb")"
_DATES = rb"/(?:CreationDate|ModDate)\s*" + _STRING
_ID = rb"/ID\s*\[\s*" + _STRING + rb"\s*" + _STRING + rb"\s*\]"
_NAMES = rb"(?:x[am]p:(?:CreateDate|ModifyDate|MetadataDate)|x[am]pMM:(?:Document|Instance|Version)ID)"
_QUOTED = rb"(?:\"[^\"]{0,200}\"|'[^']{0,200}')"
_XMP = rb"<" + _NAMES + rb">[^<]{0,200}</|\b" + _NAMES + rb"\s*=\s*" + _QUOTED
_TABLE = rb"\bxref\s+(?:\d+ \d+\s+(?:\d{10} \d{5} [nf]\s{1,2})*)+"
_PLACES = rb"\bstartxref\s+\d+|" + _TABLE + rb"|/(?:Length|Prev|XRefStm)\s+\d+(?!\s+\d+\s+R)"
_DRAWN = re.compile(b"|".join((_DATES, _ID, _XMP, _PLACES)))
_STREAM = re.compile(rb"\bstream\r?\n")
_PROPERTIES = re.compile(
    rb"<(dcterms:created|dcterms:modified|cp:lastPrinted|cp:revision|TotalTime)\b[^>]{0,200}>[^<]{0,200}</"
)


def content_digest(body: bytes) -> str:
    """SHA-256 over what a file holds, its scheme before it: `file/1:` and 64 hexadecimal digits."""
    try:
        return _digest(_pieces(body))
    except Exception:  # damaged, encrypted, or packed as nobody else does: zipfile says so in many ways
        return _digest([body])


def _digest(pieces: Iterable[bytes]) -> str:
    said = sha256()
    for piece in pieces:
        said.update(len(piece).to_bytes(8, "big"))
        said.update(piece)
    return f"{SCHEME}:{said.hexdigest()}"


def _pieces(body: bytes) -> Iterable[bytes]:
    if body.startswith(b"%PDF-") and b"/Encrypt" not in body:
        return _of_pdf(body)
    return _of_zip(body) if body.startswith(b"PK\3\4") else [body]


def _of_pdf(body: bytes) -> Iterator[bytes]:
    """What lies between the streams, and the streams, by turns."""
    place, room = 0, LARGEST
    while (begins := _STREAM.search(body, place)) is not None:
        yield _DRAWN.sub(b"", body[place : begins.end()])
        head = body[max(body.rfind(b"obj", place, begins.start()), place) : begins.start()]
        ends = body.find(b"endstream", begins.end())
        if ends < 0:
            break
        stream = body[begins.end() : ends]
        if b"/XRef" not in head:
            if b"/ObjStm" in head and b"/FlateDecode" in head:
                stream = _unpacked(stream, room)
                room -= len(stream)
                yield _DRAWN.sub(b"", stream)
            else:
                yield _DRAWN.sub(b"", stream) if b"/Metadata" in head else stream
        place = ends
    yield _DRAWN.sub(b"", body[place:])


def _unpacked(stream: bytes, room: int) -> bytes:
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(stream, room)
    if unpacking.unconsumed_tail:
        raise ValueError("unpacks to more than is read")
    return data


def _of_zip(body: bytes) -> Iterator[bytes]:
    """Each entry's name and what it holds, by name."""
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        entries = sorted(bundle.infolist(), key=lambda entry: entry.filename)
        if sum(entry.file_size for entry in entries) > LARGEST:
            raise ValueError("unpacks to more than is read")
        for entry in entries:
            held = bundle.read(entry)
            yield entry.filename.encode("utf-8", "surrogatepass")
            yield _PROPERTIES.sub(b"", held) if entry.filename.startswith("docProps/") else held
