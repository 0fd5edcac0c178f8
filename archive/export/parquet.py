"""`gongkai export parquet`: a typed table. Needs pyarrow (`pip install gongkai[parquet]`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from importlib.metadata import version
from itertools import islice
from typing import IO, Any

from archive.errors import GongkaiError
from archive.export.tables import Table

BATCH = 500
"""Rows held at once."""
PARTIAL = "_partial"
"""Ends the name of the column that holds a day of which only the year or the month is printed."""


def write_parquet(connection: sqlite3.Connection, table: Table, out: IO[bytes]) -> int:
    """Write a table; how many rows. Raises GongkaiError where pyarrow is missing.

    Days are dates, times are moments in UTC, years are integers. A day that is printed in part is no date:
    the column is null then, and the next one, named `…_partial`, has it as it is.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise GongkaiError(
            "Parquet is written by pyarrow, which is not installed: pip install 'gongkai[parquet]'"
        ) from error
    types = {
        "integer": pa.int64(),
        "text": pa.string(),
        "year": pa.int16(),
        "day": pa.date32(),
        "partial": pa.string(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    parts = list(_parts(table))
    about = {"gongkai": f"{table.name}: {table.said}", "software": f"gongkai/{version('gongkai')}"}
    schema = pa.schema([(name, types[kind]) for name, _, kind in parts], metadata=about)
    count, found = 0, table.rows(connection)
    with ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(found, BATCH)):
            columns = [[_typed(row[place], kind) for row in batch] for _, place, kind in parts]
            writer.write_table(pa.table(columns, schema=schema))
            count += len(batch)
    return count


def _parts(table: Table) -> Iterator[tuple[str, int, str]]:
    """(name, place in a row, kind) of the columns; a day is two."""
    for place, column in enumerate(table.columns):
        yield column.name, place, column.kind
        if column.kind == "day":
            yield f"{column.name}{PARTIAL}", place, "partial"


def _typed(value: Any, kind: str) -> Any:
    if value is None or (value == "" and kind != "text"):
        return None
    match kind:
        case "year":
            return int(value)
        case "time":
            return datetime.fromisoformat(value)
        case "day":
            return _day(value)
        case "partial":
            return value if _day(value) is None else None
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == len("2024-01-17") else None
    except ValueError:
        return None
