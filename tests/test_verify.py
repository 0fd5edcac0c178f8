"""`gongkai verify`: a whole archive is found whole, and one changed byte anywhere is found and named."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hongqi import article, build, gongkai, site_file, warcs
from loopback import serving
from travelling import everything, night, start_night

from archive.chain import entry_in
from archive.chain_log import ChainLog
from archive.members import stored
from archive.opening import read_only
from archive.scanning import read_at, scan
from archive.verify import rows as compared
from archive.verify.audit import Audit, Finding
from archive.verify.wal import wrong_in
from archive.warc import Record, digest, member_of, serialize, serialize_plainly
from pipelines.rebuild import rebuild
from pipelines.verify import verify

TOOLS = Path(sys.executable).parent


def found(data: Path, *, quick: bool = True) -> list[str]:
    findings: list[Finding] = []
    verify(data, Audit(findings.append), processes=1, quick=quick)
    return [str(finding) for finding in findings]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights of a small district: new documents, an edit, the same bytes again."""
    here = tmp_path_factory.mktemp("whole")
    with serving() as server:
        build(server)
        site_file(here / "sites", server)
        night(here, 1)
        server.pages["/fzjs/202501/t20250120_1001.html"] = article("北街镇", more="<p>　　补充一处。</p>")
        night(here, 2)
        night(here, 3)
    return here


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    shutil.copytree(archive, tmp_path / "copy")
    return tmp_path / "copy"


def turned(path: Path, places: int, seed: int) -> Iterator[int]:
    """The file with one bit turned at random places, one after the other; each place (bytes)."""
    whole, chance = path.read_bytes(), random.Random(seed)
    with path.open("r+b") as stream:
        for place in sorted(chance.randrange(len(whole)) for _ in range(places)):
            stream.seek(place)
            stream.write(bytes([whole[place] ^ 1 << chance.randrange(8)]))
            stream.flush()
            yield place
            stream.seek(place)
            stream.write(whole[place : place + 1])
            stream.flush()
    assert path.read_bytes() == whole


def test_a_whole_archive_has_no_findings(archive):
    for options in ([], ["--quick"]):
        done = gongkai("verify", "--data", archive / "data", *options)
        assert done.stdout.splitlines()[-1].startswith("no findings; checked: ")
        assert "3 WARC files" in done.stdout and "3 entries of the chain" in done.stdout


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_byte_turned_anywhere_in_a_capture_is_found(copy, number):
    path = warcs(copy)[number]
    for place in turned(path, 100, seed=number):
        told = found(copy / "data")
        assert any(said.startswith(f"warc/{path.name}") for said in told), (place, told)


def test_a_byte_turned_anywhere_in_the_record_of_an_entry_is_found(copy):
    """It stands behind what the root sums: each third byte of it."""
    path = warcs(copy)[1]
    *_, entry = stored(path)
    whole = path.read_bytes()
    for place in range(entry.offset, len(whole), 3):
        turned_once = bytearray(whole)
        turned_once[place] ^= 1 << place % 8
        path.write_bytes(turned_once)
        assert found(copy / "data"), place


def test_a_byte_turned_anywhere_in_the_log_is_found(copy):
    log = copy / "data" / "chain.jsonl"
    for place in turned(log, 300, seed=5):
        told = found(copy / "data")
        assert any(said.startswith("chain.jsonl") for said in told), (place, told)


def test_a_byte_turned_anywhere_in_the_database_is_found(copy):
    for place in turned(copy / "data" / "archive.db", 300, seed=6):
        told = found(copy / "data")
        assert any(said.startswith("archive.db") for said in told), (place, told)


def test_a_byte_turned_in_the_digest_of_the_database_is_found(copy):
    for place in turned(copy / "data" / "archive.db.sha256", 80, seed=7):
        assert any(said.startswith("archive.db") for said in found(copy / "data")), place


def test_without_its_digest_a_turned_byte_is_found_where_it_means_anything(copy, tmp_path):
    """As in a database that is being written: what is not found changes nothing that a query can tell."""
    data = copy / "data"
    (data / "archive.db.sha256").unlink()
    again = tmp_path / "again"
    shutil.copytree(data, again)
    rebuild(again, processes=1)
    before, missed = everything(data), 0
    with closing(read_only(again / "archive.db").conn) as made:
        for place in turned(data / "archive.db", 300, seed=9):
            if found(data):
                continue
            told: list[Finding] = []
            audit = Audit(told.append)
            with audit.reading("archive.db", ""), closing(read_only(data / "archive.db").conn) as live:
                for table in compared.tables(made):
                    compared.compare(audit, live, made, table, "[]")
                compared.compare_words(audit, live, made, "[]")
            if not told:
                missed += 1
                assert everything(data) == before, place
    assert 0 < missed < 300  # most of a small database is room for more


def change(data: Path, statement: str) -> None:
    """As somebody would who has SQLite, and leaves no digest that does not fit."""
    with closing(sqlite3.connect(data / "archive.db", isolation_level=None)) as connection:
        connection.execute(statement)
        connection.execute("pragma wal_checkpoint(truncate)")
    (data / "archive.db.sha256").unlink(missing_ok=True)


CHANGED = (
    ("update versions set text = replace(text, '1286人次', '1287人次') where number = 1", "versions"),
    ("update documents set last_seen = '2026-03-09T00:00:00.000000Z'", "documents"),
    ("update fetches set fetched = '2026-02-01T00:00:00.000000Z' where id = 9", "fetches 9, fetched"),
    ("update evidence set raw = raw || ' ' where position = 1", "evidence"),
    ("delete from sightings where position = 1", "sightings"),
    ("update states set said = '已删除' where position = 1", "states"),
    ("update crawls set message = 'x' where id = 2", "crawls 2, message"),
    ("delete from search_state where document = (select min(id) from documents)", "search_state"),
    ("insert into search_index (rowid, title) values (999, '编造')", "search_index 999"),
    ("update chain set records = records + 1 where n = 2", "chain 2"),
    ("delete from chain where n = 3", "chain 3"),
    ("update sequence set last = 1", "sequence"),
    ("create view more as select 1", "the schema of more"),
)
"""What somebody does to the database, and what is named."""


@pytest.mark.parametrize(("statement", "named"), CHANGED)
def test_a_row_that_was_changed_is_named_with_its_column(copy, statement, named):
    change(copy / "data", statement)
    told = found(copy / "data", quick=False)
    assert any(said.startswith(f"archive.db: {named}") for said in told), told


def test_a_changed_text_is_shown_where_it_parts(copy):
    change(copy / "data", CHANGED[0][0])
    done = gongkai("verify", "--data", copy / "data", code=1)
    assert "1286人次" in done.stdout and "1287人次" in done.stdout and ", text: from character" in done.stdout
    assert "gongkai rebuild" in done.stdout
    gongkai("rebuild", "--data", copy / "data")
    assert "no findings" in gongkai("verify", "--data", copy / "data").stdout


def forged(path: Path, old: bytes, new: bytes) -> None:
    """A capture rewritten by somebody who makes its digests anew, record by record; its size changes."""
    records = []
    for record in scan(path):
        parsed = read_at(path, record.offset)
        fields = [(n, v) for n, v in parsed.fields.items() if "Digest" not in n and n != "Content-Length"]
        head, separator, payload = parsed.block.partition(b"\r\n\r\n")
        if parsed.kind in ("response", "request"):
            made = Record(parsed.kind, (), (head + separator).replace(old, new), payload)
        else:
            made = Record(parsed.kind, (), payload=parsed.block)
        ours = {"WARC-Type", "WARC-Record-ID", "Content-Type"}
        rest = tuple((n, v) for n, v in fields if n not in ours)
        made = replace(
            made,
            fields=rest,
            id=parsed.fields["WARC-Record-ID"],
            content_type=parsed.fields["Content-Type"],
            revisited=parsed.fields.get("WARC-Payload-Digest", "") if parsed.kind == "revisit" else "",
        )
        records.append(serialize_plainly(made) if parsed.url == "urn:gongkai:chain" else serialize(made))
    path.write_bytes(b"".join(records))


def test_a_forgery_with_fresh_digests_is_found_by_the_chain(copy):
    path = warcs(copy)[2]
    forged(path, b"Accept-Language: zh-CN", b"Accept-Language: en-GB")
    gongkai("rebuild", "--data", copy / "data")  # and the database made to agree
    done = subprocess.run([TOOLS / "warcio", "check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    told = found(copy / "data", quick=False)
    assert len(told) == 1 and told[0].startswith(f"warc/{path.name}: entry 3 of the chain sums")


def test_captures_and_lines_that_are_lost_are_named(copy):
    data = copy / "data"
    log = data / "chain.jsonl"
    whole = log.read_text("ascii")
    first, second, third = whole.splitlines(keepends=True)
    for written, said in (
        (first + second, "chain.jsonl: entry 3: it is lacking"),
        (second + third, "chain.jsonl: entry 2 stands where 1 should"),
        (first + third + second, "chain.jsonl: entry 3 stands where 2 should"),
        (whole + third, "chain.jsonl: entry 3 stands where 4 should"),
        (whole[:-1], "chain.jsonl: line 3"),
        (whole + "\n", "chain.jsonl: line 4"),
    ):
        log.write_text(written, "ascii")
        assert any(told.startswith(said) for told in found(data)), (said, found(data))
    log.unlink()
    assert sum("it is lacking" in told for told in found(data)) == 3
    said = gongkai("verify", "--quick", "--data", data, code=1).stdout
    assert "before the chain" not in said and "in the chain yet" not in said
    log.write_text(whole, "ascii")
    lost = warcs(copy)[1]
    lost.rename(copy / "away")
    told = found(data, quick=False)
    assert any(one.startswith(f"warc/{lost.name}: it is not there") for one in told)
    rows = [one for one in told if "the captures give no such row" in one]
    assert rows and all("do first what is said of the captures" in one for one in rows)
    (copy / "away").rename(lost)
    assert found(data) == []


def test_a_chain_that_was_written_anew_is_not_to_be_made_the_databases(copy):
    data = copy / "data"
    log = ChainLog(data)
    *others, last = [entry_in(line.rstrip()) for line in log.lines()]
    anew = replace(last, closed="2020-01-01T00:00:00.000000Z")
    log.path.write_text("".join(f"{entry.line}\n" for entry in (*others, anew)), "ascii")
    path = data / "warc" / last.file
    whole = path.read_bytes()
    *_, end = stored(path)
    record = gzip.decompress(whole[end.offset :])
    made = record.replace(last.line.encode(), anew.line.encode())
    made = made.replace(digest(last.line.encode()).encode(), digest(anew.line.encode()).encode())
    path.write_bytes(whole[: end.offset] + member_of(made))
    (told,) = found(data)
    assert told.startswith(f"archive.db: chain {last.n}: ") and "kept elsewhere; if it agrees" in told


def test_a_damaged_file_is_called_by_its_own_place_and_not_by_a_passing_one(copy):
    path = warcs(copy)[1]
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\0\0\0\0" + whole[len(whole) // 2 + 4 :])
    (told,) = [one for one in found(copy / "data", quick=False) if "while reading anew" in one]
    assert f"anew: warc/{path.name} cannot be read on" in told and str(copy) not in told


def test_what_is_put_behind_or_between_is_found(copy):
    path = warcs(copy)[2]
    whole = path.read_bytes()
    *_, before, _ = stored(path)
    foreign = serialize(Record("metadata", (("WARC-Target-URI", "http://x/"),), payload=b"x"))
    for made in (whole + b"\0", whole + foreign, whole[: before.offset] + foreign + whole[before.offset :]):
        path.write_bytes(made)
        assert any(told.startswith(f"warc/{path.name}") for told in found(copy / "data"))


def test_nothing_is_changed_and_nothing_left_by_a_check(copy):
    def listing() -> dict[str, tuple[int, int]]:
        return {
            str(p.relative_to(copy)): (p.stat().st_size, p.stat().st_mtime_ns)
            for p in copy.rglob("*")
            if p.is_file()
            and p.name != "archive.db-shm"  # SQLite's own: who has it open
            and not (p.name == "archive.db-wal" and not p.stat().st_size)  # and so is a log of nothing
        }

    before = listing()
    assert found(copy / "data", quick=False) == []
    assert listing() == before


def test_while_a_crawl_runs_nothing_is_found(copy):
    """A crawl is held in the middle: its captures are left for when it is over, the others are checked."""
    with serving() as server:
        build(server)
        site_file(copy / "sites", server)
        server.pages["/fzjs/"] = None  # it answers nothing, so the crawl waits
        process = start_night(copy, 4)
        while server.paths[-1:] != ["/fzjs/"]:
            time.sleep(0.01)
        notes: list[str] = []
        told: list[Finding] = []
        audit = Audit(told.append, notes=notes)
        verify(copy / "data", audit, processes=1)
        process.kill()
        process.join()
    assert told == []
    assert any("hongqi is being crawled" in note for note in notes)
    assert found(copy / "data") == []  # killed, and not mended yet: the next crawl does that


def test_a_byte_turned_in_the_log_of_sqlite_is_found(tmp_path):
    """A database that was killed while it was written: what is in its log is checked too."""
    data = tmp_path / "data"
    script = (
        "import os, sys; from pathlib import Path; from archive.store import Archive;"
        "from archive.records import SiteRecord;"
        "a = Archive.open(Path(sys.argv[1]), create=True);"
        "[a.save_site(SiteRecord(f's{n}', '区', 'http://x/')) for n in range(5)]; os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, data], check=False)
    log = data / "archive.db-wal"
    page, size = 4096, log.stat().st_size
    assert wrong_in(log) is None and size > 5 * page
    whole, chance = log.read_bytes(), random.Random(3)
    for _ in range(100):
        place = chance.randrange(size - 24 - page)  # a last frame with other salts is what remains of before
        log.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        assert wrong_in(log) is not None, place
    log.write_bytes(whole)


def test_a_reading_by_another_program_is_left_to_rebuild(copy):
    change(copy / "data", "update versions set extractor = 'gongkai 0.0/1'")
    told: list[Finding] = []
    audit = Audit(told.append)
    verify(copy / "data", audit, processes=1)
    assert told == []
    assert any("was read by gongkai 0.0/1" in note for note in audit.notes)


def test_where_there_is_nothing_that_is_said(tmp_path):
    done = gongkai("verify", "--data", tmp_path, code=1)
    assert "nothing to verify" in done.stderr


def test_a_folder_of_captures_that_is_gone_is_to_be_put_back(copy):
    (copy / "data" / "warc").rename(copy / "away")
    for command in ("verify", "rebuild"):
        assert "put back a copy of the folder" in gongkai(command, "--data", copy / "data", code=1).stderr


def test_for_a_program_each_finding_is_an_object(copy):
    path = warcs(copy)[0]
    path.write_bytes(path.read_bytes()[:-1])
    done = gongkai("verify", "--data", copy / "data", "--quick", "--json", code=1)
    *findings, summary = map(json.loads, done.stdout.splitlines())
    assert findings and all(set(one) == {"where", "said", "remedy"} for one in findings)
    assert summary["findings"] == len(findings) and summary["checked"]["WARC files"] == 3
