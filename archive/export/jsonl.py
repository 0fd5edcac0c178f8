"""`gongkai export jsonl`: an object a line, UTF-8 (jsonlines.org); a document with all its evidence."""

from __future__ import annotations

import json
import sqlite3
from typing import IO

from archive.export.tables import Table

_BREAKS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\u0085\u2028\u2029"})
"""Line breaks of Unicode, that some readers of lines go by: inside a JSON string they may be escaped."""


def write_jsonl(connection: sqlite3.Connection, table: Table, out: IO[bytes]) -> int:
    """Write a table; how many lines."""
    count = 0
    for told in table.objects(connection):
        out.write(json.dumps(told, ensure_ascii=False).translate(_BREAKS).encode() + b"\n")
        count += 1
    return count
