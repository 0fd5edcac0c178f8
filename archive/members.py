"""The records of a WARC as they lie in its file: where each begins and ends, whatever is in it.

In a `.warc.gz` each is a gzip member of its own (ISO 28500:2017 annex D), in a `.warc` nothing parts them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

from archive import merkle
from archive.errors import GongkaiError
from archive.warc_reader import read_members

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as stored: its place (bytes), and what stands for it in a Merkle tree."""

    offset: int
    length: int
    leaf: bytes


class Broken(GongkaiError):
    """A file in which no whole record follows at `offset`, before its end."""

    def __init__(self, path: Path, offset: int, why: str) -> None:
        super().__init__(f"{path}: no whole record at byte {offset} ({why}); `gongkai verify` tells more")
        self.path, self.offset, self.why = path, offset, why


def stored(path: Path) -> Iterator[Stored]:
    """The records of a WARC in order, without a gap. Raises `Broken`, GongkaiError where none can be read."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            yield from (_members(stream, path) if packed else _records(stream, path))
    except OSError as error:
        raise GongkaiError(f"cannot read {path}: {error.strerror or error}; check the path") from error


def tree_over(path: Path) -> merkle.Tree:
    """The Merkle tree over the records of a WARC. Raises `Broken`, GongkaiError where none can be read."""
    tree = merkle.Tree()
    for record in stored(path):
        tree.add(record.leaf)
    return tree


def _members(stream: IO[bytes], path: Path) -> Iterator[Stored]:
    return members(stream, path, lambda _: None)


def members(stream: IO[bytes], path: Path, unpacked: Callable[[bytes], object]) -> Iterator[Stored]:
    """The gzip members of a file; `unpacked` is given what is in each, piece by piece. Raises `Broken`."""
    offset, packed = 0, stream.read(PIECE)
    while packed:
        unpacker, hashed, length = zlib.decompressobj(zlib.MAX_WBITS | 16), merkle.leaf_begun(), 0
        while not unpacker.eof:
            if not packed and not (packed := stream.read(PIECE)):
                raise Broken(path, offset, "it is cut off")
            try:
                unpacked(unpacker.decompress(packed, PIECE))
            except zlib.error as error:
                raise Broken(path, offset, str(error)) from error
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            taken, packed = packed[: len(packed) - len(rest)], rest
            hashed.update(taken)
            length += len(taken)
        yield Stored(offset, length, hashed.digest())
        offset += length
        packed = packed or stream.read(PIECE)


def _records(stream: IO[bytes], path: Path) -> Iterator[Stored]:
    """Of a WARC that is not packed: each record goes on to where the next begins, the last to the end."""
    begins: list[int] = []
    for member in read_members(path):
        if member.problem:
            raise Broken(path, begins[-1] if begins else 0, member.problem)
        begins.append(member.offset)
    for offset, end in pairwise([*begins, path.stat().st_size]):
        stream.seek(offset)
        hashed, left = merkle.leaf_begun(), end - offset
        while left and (piece := stream.read(min(left, PIECE))):
            hashed.update(piece)
            left -= len(piece)
        yield Stored(offset, end - offset, hashed.digest())
