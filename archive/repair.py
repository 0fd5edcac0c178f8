"""Mends a WARC of ours that was cut off while it was written: what is whole stays, the rest is set aside."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from archive.warc import cannot_store

_PIECE = 1 << 20


def mend(path: Path) -> Path | None:
    """Cut a WARC to its whole gzip members; the file that the bytes behind them went to, None where all is
    whole. Raises `CannotStore` where the disk does not take it; nothing is lost then.
    """
    end = whole_until(path)
    if end == path.stat().st_size:
        return None
    aside = path.with_name(f"{path.name}.cut-{end}")
    try:
        with path.open("r+b") as stream:
            stream.seek(end)
            with aside.open("wb") as out:
                while piece := stream.read(_PIECE):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            stream.truncate(end)
            os.fsync(stream.fileno())
    except OSError as error:
        raise cannot_store(path, error) from error
    return aside


def whole_until(path: Path) -> int:
    """Bytes up to the end of the last whole gzip member."""
    end = here = 0
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        packed = b""
        while True:
            if not packed and not (packed := stream.read(_PIECE)):
                return end
            here += len(packed)
            try:
                while packed and not unpacker.eof:
                    unpacker.decompress(packed, _PIECE)
                    packed = unpacker.unconsumed_tail
            except zlib.error:
                return end
            if unpacker.eof:
                packed = unpacker.unused_data
                here -= len(packed)
                end = here
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
