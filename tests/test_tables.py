"""`gongkai export csv`, `jsonl` and `parquet`: what a spreadsheet and a program are handed."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from handed import FIRST, FORMULA, LAST, PARTS, SAVED, SECOND, eventful, fetched, number, run
from hongqi import GONGKAI, environment, gongkai
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from archive.export.csv_file import guarded, write_csv
from archive.export.jsonl import write_jsonl
from archive.export.parquet import write_parquet
from archive.export.tables import TABLES
from archive.store import Archive


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return eventful(tmp_path)


def held(data: Path, query: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(data / "archive.db")
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(query)]
    finally:
        connection.close()


REPORTS = "select * from reports order by first_seen, id"


def read(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_spreadsheet_gets_each_document_as_it_is(data, tmp_path):
    path = tmp_path / "reports.csv"
    done = run("export", "csv", path, "--data", data)
    assert f"{path}: 5 rows" in done.stderr
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfdocument,url,") and b"\r\n" in raw
    found, expected = read(path), held(data, REPORTS)
    for row, report in zip(found, expected, strict=True):
        for name in (
            "url",
            "title",
            "text",
            "genre",
            "report_year",
            "date_published",
            "first_seen",
            "site_id",
        ):
            assert row[name].removeprefix("'") == (report[name] or ""), name
    formula = next(row["title"] for row in found if "HYPERLINK" in row["title"])
    assert formula.startswith(f"'{FORMULA}")
    assert {row["state"] for row in found} == {"seen", "moved", "missing"}


def test_a_program_gets_every_cell_as_it_is(data, tmp_path):
    path = tmp_path / "plain.csv"
    run("export", "csv", path, "--plain", "--data", data)
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["title"] for row in read(path, "utf-8")] == [row["title"] for row in held(data, REPORTS)]
    assert any(row["title"].startswith(FORMULA) for row in read(path, "utf-8"))


@given(st.text() | st.from_regex(r"\A[=+\-@'0-9./eE]{1,20}\Z"))
def test_a_guarded_cell_can_be_had_back_and_begins_no_formula(text):
    cell = guarded(text)
    assert (cell[1:] if cell.startswith("'") else cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


@pytest.mark.parametrize(
    "text", ["000014349", "114403006955506492", "1E5", "2024-01", "3-1", "1/2", "1/2/2024", "'a", "-1"]
)
def test_what_a_spreadsheet_would_read_as_another_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["2024-01-17", "2024", "640302027/2024-00001", "国办发〔2019〕6号", "12件", "2026-03-01T18:00:00.5Z", ""],
)
def test_what_it_shows_as_it_is_stays(text):
    assert guarded(text) == text


def test_lines_are_objects_with_evidence_states_and_capture(data, tmp_path):
    path = tmp_path / "reports.jsonl"
    run("export", "jsonl", path, "--data", data)
    found = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    expected = held(data, REPORTS)
    assert [(each["document"], each["title"], each["text"]) for each in found] == [
        (row["id"], row["title"], row["text"]) for row in expected
    ]
    moved = next(each for each in found if each["url"].endswith(SECOND))
    assert [state["state"] for state in moved["states"]] == ["seen", "moved"]
    assert fetched(data, FIRST, 4) in moved["states"][1]["evidence"]
    published = moved["evidence"]["date_published"][0]
    assert (published["value"], published["raw"]) == ("2025-01-20", "2025-01-20 09:30")
    assert moved["capture"]["warc_file"].endswith("-1.warc.gz") and moved["removed"]
    as_shown = json.loads(gongkai("explain", str(moved["document"]), "--json", "--data", data).stdout)
    assert {name: moved[name] for name in as_shown} == as_shown


def test_versions_are_objects_too_each_with_its_own_text(data, tmp_path):
    path = tmp_path / "versions.jsonl"
    run("export", "jsonl", path, "--table", "versions", "--document", number(data, FIRST), "--data", data)
    one, two = map(json.loads, path.read_text("utf-8").splitlines())
    assert (one["version"], two["version"]) == (1, 2)
    assert "补充说明一处" in two["text"] and "补充说明一处" not in one["text"]


def test_a_line_is_a_line_whatever_breaks_a_text_has(tmp_path):
    connection = sqlite3.connect(":memory:")
    odd = "a\u2028b\u0085c\nd"
    connection.execute("create table odd (odd text)")
    connection.execute("insert into odd values (?)", [odd])
    from archive.export.tables import Column, Table

    out = io.BytesIO()
    write_jsonl(connection, Table("odd", "", (Column("odd", "odd"),), "from odd"), out)
    assert len(out.getvalue().decode().splitlines()) == 1
    assert json.loads(out.getvalue()) == {"odd": odd}


def test_parquet_has_days_as_days_and_times_as_times(data, tmp_path):
    second, parts = int(number(data, SECOND)), int(number(data, PARTS))
    edit(data, f"update versions set date_written = '2025-01', report_year = null where id = {second}")
    path = tmp_path / "reports.parquet"
    run("export", "parquet", path, "--data", data)
    found = parquet.read_table(path).to_pylist()
    for row, report in zip(found, held(data, REPORTS), strict=True):
        assert (row["document"], row["title"], row["text"]) == (report["id"], report["title"], report["text"])
        assert row["date_published"] == date.fromisoformat(report["date_published"])
        assert row["first_seen"] == datetime.fromisoformat(report["first_seen"])
        assert row["first_seen"].tzinfo is not None
    months = {row["document"]: (row["date_written"], row["date_written_partial"]) for row in found}
    assert months[second] == (None, "2025-01") and months[parts] == (None, None)
    years = {row["document"]: row["report_year"] for row in found}
    assert years.pop(second) is None and set(years.values()) == {2024} and len(years) == 4


def edit(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "archive.db")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_the_same_in_all_three(data, tmp_path, name):
    for kind in ("csv", "jsonl", "parquet"):
        more = ["--plain"] if kind == "csv" else []
        run("export", kind, tmp_path / f"t.{kind}", "--table", name, *more, "--data", data)
    as_csv = read(tmp_path / "t.csv", "utf-8")
    as_parquet = parquet.read_table(tmp_path / "t.parquet").to_pylist()
    as_lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text("utf-8").splitlines()]
    assert len(as_csv) == len(as_parquet) == len(as_lines) > 0
    for row, typed, told in zip(as_csv, as_parquet, as_lines, strict=True):
        assert {n: said(typed[n], typed.get(f"{n}_partial")) for n in row} == row
        if name not in ("documents", "versions"):
            assert {n: "" if told[n] is None else str(told[n]) for n in row} == row


def said(value: Any, partial: str | None = None) -> str:
    """A typed value as the archive writes it."""
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return str(value if value is not None else partial or "")


def test_choices_and_columns(data, tmp_path):
    def titles(*words: str) -> set[str]:
        path = tmp_path / "some.csv"
        run("export", "csv", path, *words, "--plain", "--force", "--data", data)
        return {row["document"] for row in read(path, "utf-8")}

    first, second, parts, last, saved = (number(data, each) for each in (FIRST, SECOND, PARTS, LAST, SAVED))
    assert titles("--site", "www.xikou.example") == {saved}
    assert titles("--site", "hongqi", "--words", "东山乡 OR 南湖镇") == {second, parts}
    assert titles("--document", first, "--document", last) == {first, last}
    assert titles("--site", "hongqi", "--since", "2026-03-03") == {first}
    assert titles("--site", "hongqi", "--since", "2026-03-04", "--site", "www.xikou.example") == {saved}
    run("export", "csv", tmp_path / "short.csv", "--no-text", "--data", data)
    assert "text" not in read(tmp_path / "short.csv")[0]


def test_to_the_standard_output_and_into_a_pipe_that_closes(data):
    done = gongkai("export", "csv", "-", "--plain", "--data", data)
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 5
    command = f"'{GONGKAI}' export jsonl - --data '{data}' | true"
    shut = subprocess.run(
        ["bash", "-c", command], env=environment(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in shut.stderr


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_file_that_is_there_stays_unless_told_otherwise(data, tmp_path, kind):
    path = tmp_path / f"mine.{kind}"
    path.write_text("mine")
    done = run("export", kind, path, "--data", data, code=1)
    assert "is there already" in str(done.exception)
    assert path.read_text() == "mine" and not path.with_name(f"{path.name}.part").exists()
    run("export", kind, path, "--force", "--data", data)
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("target", "said"), [("nowhere/a.csv", "No such file or directory"), ("", "is there already")]
)
def test_where_it_cannot_be_written_that_is_said(data, tmp_path, target, said):
    done = run("export", "csv", tmp_path / target, "--data", data, code=1)
    assert said in str(done.exception) and str(tmp_path) in str(done.exception)


def test_a_full_disk_leaves_what_was_there(data, tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("before")
    script = f"ulimit -f 40; exec '{GONGKAI}' export jsonl '{path}' --force --data '{data}'"  # 40 KB a file
    done = subprocess.run(
        ["bash", "-c", script], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"{path} cannot be written" in done.stderr
    assert path.read_text() == "before" and not path.with_name("reports.jsonl.part").exists()


def test_without_pyarrow_the_extra_is_named(data, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("export", "parquet", tmp_path / "x.parquet", "--data", data, code=1)
    assert "pip install 'gongkai[parquet]'" in str(done.exception)
    assert not list(tmp_path.glob("x.parquet*"))


class Nowhere(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        return len(piece)


def many(tmp_path: Path, count: int) -> sqlite3.Connection:
    """An archive of so many documents of some 20,000 characters, chosen all."""
    with Archive.open(tmp_path / str(count), create=True) as archive:
        archive.db.execute("insert into sites (id, name, home) values ('s', 'S', 'http://s/')")
        archive.db.execute("insert into crawls (id, site, reason, started) values (1, 's', 'crawl', '2026')")
        archive.db.execute("pragma foreign_keys = off")
        numbers = f"with recursive n (n) as (select 1 union all select n + 1 from n where n < {count})"
        moment = "'2026-01-01T00:00:00.000000Z'"
        archive.db.execute(
            f"insert into fetches (id, crawl, site, url, fetched, outcome, warc_file) {numbers}"
            f" select n, 1, 's', 'http://s/' || n, {moment}, 'ok', 'f' from n"
        )
        archive.db.execute(
            'insert into versions (id, document, number, "fetch", first_seen, last_confirmed, digest, text)'
            f" {numbers} select n, n, 1, n, {moment}, {moment}, 'd', hex(randomblob(10000)) from n"
        )
        archive.db.execute(
            "insert into documents (id, site, url, first_seen, last_seen, version)"
            f" {numbers} select n, 's', 'http://s/' || n, {moment}, {moment}, n from n"
        )
    connection = sqlite3.connect(tmp_path / str(count) / "archive.db")
    connection.execute("create temp table chosen as select id as document from documents")
    return connection


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_parquet])
def test_memory_does_not_grow_with_the_documents(tmp_path, write):
    peaks = []
    for count in (600, 2400):
        connection = many(tmp_path, count)
        write(connection, TABLES["documents"], Nowhere())  # what is imported and cached is there by now
        tracemalloc.start()
        assert write(connection, TABLES["documents"], Nowhere()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        connection.close()
    assert peaks[1] < 1.3 * peaks[0] + 1_000_000
