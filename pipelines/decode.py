"""From bytes to text: which encoding a page really has, and which of its bytes cannot be read.

Sites declare gb2312 and send GBK, or declare one thing in the header and another in the page (CMS.md §5).
So a declaration is a candidate, and the bytes decide. The mapping of labels to encodings, and 0x80 as the
euro sign in GBK, follow the WHATWG Encoding Standard, since that is what a reader's browser does.
"""

from __future__ import annotations

import codecs
import re
from contextvars import ContextVar
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB = "gb18030"
_ALIASES = {
    "gb2312": _GB,
    "gb_2312-80": _GB,
    "gbk": _GB,
    "x-gbk": _GB,
    "cp936": _GB,
    "hz-gb-2312": _GB,
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_META_WINDOW = 16_384
"""Bytes searched for a declaration: templates put long comments before it, beyond the standard's 1024."""
_NAMED_OFFSETS = 5
"""At most this many places are named one by one; the rest are counted."""

_bad: ContextVar[list[tuple[int, int]] | None] = ContextVar("undecodable", default=None)


def _report(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding == _GB and error.object[error.start] == 0x80:
        return "€", error.start + 1
    bad = _bad.get()
    if bad is not None:
        bad.append((error.start, error.end))
    return "�", error.end


codecs.register_error("gongkai-report", _report)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and what went wrong on the way, in words."""

    text: str
    encoding: str
    problems: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Text of a page. `content_type` is the header; unreadable bytes become U+FFFD and are reported."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text, bad = _attempt(body[len(mark) :], encoding)
            return Decoded(text, encoding, _told(bad, encoding, len(mark)))

    declared = _declared(body, content_type)
    disagree = len({encoding for _, encoding in declared}) > 1
    best: tuple[int, str, str, list[tuple[int, int]]] | None = None
    for encoding in _candidates(body, [encoding for _, encoding in declared]):
        text, bad = _attempt(body, encoding)
        if best is None or len(bad) < best[0]:
            best = (len(bad), encoding, text, bad)
        if not bad:
            break
    assert best is not None  # there is always a candidate
    _, encoding, text, bad = best
    problems = list(_told(bad, encoding))
    if disagree:
        said = ", ".join(f"{where} {name}" for where, name in declared)
        problems.append(f"the declared encodings disagree ({said}); the bytes read best as {encoding}")
    elif declared and declared[0][1] != encoding:
        problems.append(f"{declared[0][0]} says {declared[0][1]}, but the bytes read best as {encoding}")
    return Decoded(text, encoding, tuple(problems))


def _declared(body: bytes, content_type: str) -> list[tuple[str, str]]:
    """(where it was said, codec), header first. A Latin-1 header is a server's default, not a statement."""
    head = body[:_META_WINDOW]
    said: list[tuple[str, str]] = []
    if found := _HEADER_CHARSET.search(content_type):
        codec = _codec(found.group(1))
        if codec and codec != "cp1252":
            said.append(("header", codec))
    for where, pattern in (("meta", _META_CHARSET), ("xml", _XML_ENCODING)):
        if match := pattern.search(head):
            codec = _codec(match.group(1).decode("ascii", "ignore"))
            # A page whose declaration could be read as ASCII is not UTF-16, whatever it says.
            if codec:
                said.append((where, "utf-8" if codec.startswith("utf-16") else codec))
    return said


def _codec(label: str) -> str:
    """Python's name of an encoding label, empty when there is none."""
    label = label.strip().lower()
    try:
        return _ALIASES.get(label) or codecs.lookup(label).name
    except LookupError:
        return ""


def _candidates(body: bytes, declared: list[str]) -> list[str]:
    """Encodings to try, likeliest first.

    Chinese text in GBK is hardly ever valid UTF-8 by accident, while UTF-8 often is valid GBK: so UTF-8 goes
    first, unless the page says GB everywhere and is too short to tell.
    """
    order = ["utf-8", *declared, _GB]
    if declared and set(declared) == {_GB} and sum(byte >= 0x80 for byte in body[:4096]) < 12:
        order = [_GB, "utf-8"]
    if declared and declared[0].startswith(("utf-16", "utf_16")):
        order.insert(0, declared[0])
    return list(dict.fromkeys(order))


def _attempt(body: bytes, encoding: str) -> tuple[str, list[tuple[int, int]]]:
    bad: list[tuple[int, int]] = []
    token = _bad.set(bad)
    try:
        return body.decode(encoding, "gongkai-report"), bad
    finally:
        _bad.reset(token)


def _told(bad: list[tuple[int, int]], encoding: str, shift: int = 0) -> tuple[str, ...]:
    told = [
        f"{end - start} byte(s) at offset {start + shift} cannot be read as {encoding}"
        for start, end in bad[:_NAMED_OFFSETS]
    ]
    if len(bad) > _NAMED_OFFSETS:
        told.append(f"{len(bad) - _NAMED_OFFSETS} more place(s) cannot be read as {encoding}")
    return tuple(told)
