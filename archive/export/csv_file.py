"""`gongkai export csv`: a table for spreadsheets, and with `plain` for programs (RFC 4180).

A spreadsheet takes a CSV without a byte order mark for GBK, runs what begins as a formula does, and makes
other numbers and days of what only looks like one. So by default the mark is there, and such a cell gets an
apostrophe in front, as does one that begins with an apostrophe: to have the value back, drop the first one.
"""

from __future__ import annotations

import codecs
import csv
import re
import sqlite3
from typing import IO, Any

from archive.export.tables import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What a formula begins with, in full width too (OWASP, CSV injection); and our own mark."""

_OTHERWISE = re.compile(
    r"0\d+"  # 007, the leading zeros of which would be lost
    r"|\d{12,}"  # shown as 6.40302E+11, and wrong from the 16th digit on
    r"|\d+(?:\.\d+)?[eE]\d+"  # 1E5
    r"|\d{1,4}[-/]\d{1,2}"  # 2024-01, 3-1, 1/2: taken for days
    r"|\d{1,2}[-/]\d{1,2}[-/]\d{1,4}"
)
"""What a spreadsheet reads as a number or a day that is another."""


def write_csv(connection: sqlite3.Connection, table: Table, out: IO[bytes], *, plain: bool = False) -> int:
    """Write a table; how many rows. `plain`: no byte order mark, and every cell as it is."""
    if not plain:
        out.write(codecs.BOM_UTF8)
    writer = csv.writer(_Encoding(out), lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    count = 0
    for row in table.rows(connection):
        writer.writerow(row if plain else map(guarded, row))
        count += 1
    return count


class _Encoding:
    """A binary file as a text file, which is not closed with it as with `io.TextIOWrapper`."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def guarded(value: Any) -> Any:
    """A cell that a spreadsheet will show as it is."""
    if not isinstance(value, str) or not value:
        return value
    return f"'{value}" if value.startswith(_FORMULA) or _OTHERWISE.fullmatch(value) else value
