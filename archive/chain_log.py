"""`chain.jsonl`: the entries of the hash chain, one a line, appended and never written again.

It says nothing that the captures do not say. Its use is that it is small, and that a copy of it elsewhere, or
the hash of its last line, holds whoever keeps the archive to all that it sums.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.chain import Entry, entry_in
from archive.warc import cannot_store

NAME = "chain.jsonl"
_TAIL = 1 << 16
"""Bytes at the end of the log in which its last line is looked for."""


class ChainLog:
    """The log of one data folder. Whoever appends holds the write lock of its database."""

    def __init__(self, data: Path) -> None:
        self.path = data / NAME

    def lines(self) -> Iterator[str]:
        """The lines in order; one that is cut off has no line break."""
        if self.path.is_file():
            with self.path.open(encoding="ascii", errors="backslashreplace", newline="\n") as stream:
                yield from stream

    def last(self) -> Entry | None:
        """The last entry; None where there is none, or where it is damaged."""
        if not self.path.is_file():
            return None
        with self.path.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL))
            lines = stream.read().decode("ascii", "backslashreplace").splitlines()
        try:
            return entry_in(lines[-1]) if lines else None
        except ValueError:
            return None

    def after(self, n: int) -> list[Entry]:
        """The entries whose place is behind `n`, as far as they can be read."""
        found = []
        for line in self.lines():
            try:
                entry = entry_in(line.removesuffix("\n"))
            except ValueError:
                continue
            if entry.n > n:
                found.append(entry)
        return found

    def mend(self) -> Path | None:
        """Set a line aside that was cut off while it was written; the file it went to, None where all is
        whole. Raises `CannotStore`.
        """
        if not self.path.is_file():
            return None
        try:
            with self.path.open("r+b") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - _TAIL))
                tail = stream.read()
                cut = tail[tail.rfind(b"\n") + 1 :]
                if not cut:
                    return None
                end = size - len(cut)
                aside = self.path.with_name(f"{NAME}.cut-{end}")
                aside.write_bytes(cut)
                stream.truncate(end)
                os.fsync(stream.fileno())
        except OSError as error:
            raise cannot_store(self.path, error) from error
        return aside

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries at the end, and have the disk take them: all, or none. Raises `CannotStore`."""
        written = "".join(f"{entry.line}\n" for entry in entries).encode("ascii")
        try:
            with self.path.open("ab", buffering=0) as stream:
                end = stream.tell()
                try:
                    if stream.write(written) != len(written):
                        raise OSError("the disk took a part of it")
                    os.fsync(stream.fileno())
                except OSError:
                    stream.truncate(end)
                    raise
        except OSError as error:
            raise cannot_store(self.path, error) from error
