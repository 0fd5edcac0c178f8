"""The hash chain: what a crawl closes is summed, bound to all before it, and said in three places alike."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hongqi import article, gongkai, rows, warcs
from travelling import everything, night, start_night

from archive import merkle
from archive.chain import Entry, entry_in, head, linked, position_of, proof_of
from archive.chain_log import ChainLog
from archive.members import stored, tree_over
from archive.publish.app import datasette_for
from archive.scanning import scan
from archive.sealing import seal
from archive.store import Archive
from archive.warc import FORMAT, WarcFile
from crawler.cli import gongkai as command
from pipelines.rebuild import rebuild

TOOLS = Path(sys.executable).parent


def log_of(folder: Path) -> list[Entry]:
    lines = (folder / "data" / "chain.jsonl").read_text("ascii").splitlines()
    return [entry_in(line) for line in lines]


def recorded(folder: Path) -> list[str]:
    """The entries in the journal, in the order of the chain."""
    blocks = [r.block.decode() for path in warcs(folder) for r in scan(path) if r.url == "urn:gongkai:chain"]
    return sorted(blocks, key=lambda line: json.loads(line)["n"])


def held(folder: Path) -> list[Entry]:
    with Archive.open_read_only(folder / "data") as archive:
        n = head(archive.db).n
        found = [
            position_of(archive.db, f).entry
            for (f,) in rows(folder, "select min(id) from fetches group by crawl")
        ]
        assert max(entry.n for entry in found) == n
    return sorted(found, key=lambda entry: entry.n)


def test_each_crawl_is_an_entry_in_journal_log_and_database_alike(here):
    for number in (1, 2, 3):
        night(here, number)
    log = log_of(here)
    assert [(e.n, e.crawls, e.restored) for e in log] == [(1, (1,), 0), (2, (2,), 0), (3, (3,), 0)]
    assert linked(log) == [] and held(here) == log
    assert recorded(here) == [entry.line for entry in log]
    for entry, path in zip(log, warcs(here), strict=True):
        leaves = [record.leaf for record in stored(path)]
        assert entry.file == path.name and len(leaves) == entry.records + 1  # its own entry is behind them
        assert entry.root == f"sha256:{merkle.root_of(leaves[:-1]).hex()}"
    assert log[0].previous == "" and log[1].previous == log[0].hash
    live = everything(here / "data")
    assert rebuild(here / "data", processes=1).problems == []
    assert everything(here / "data")["chain"] == live["chain"]


def test_one_record_is_proven_without_the_others(here):
    night(here, 1)
    (path,) = warcs(here)
    with Archive.open_read_only(here / "data") as archive:
        for (fetch,) in rows(here, "select id from fetches"):
            position = position_of(archive.db, fetch)
            proof = proof_of(path.parent, position)
            record = path.read_bytes()[position.offset : position.offset + position.length]
            assert proof.holds(record)
            assert not proof.holds(record[:-1] + bytes([record[-1] ^ 1]))
            assert len(proof.path) <= 6 and proof.told()["entry"]["hash"] == position.entry.hash
        assert position_of(archive.db, 10**9) is None


def test_an_entry_is_written_in_one_way_only():
    entry = Entry(1, "a.warc.gz", (1,), "2026-03-01T00:00:00.000000Z", 4, "sha256:00", "")
    assert entry_in(entry.line) == entry
    assert entry.hash == f"sha256:{sha256(entry.text.encode()).hexdigest()}"
    for place in range(len(entry.line)):
        for bit in range(8):
            turned = bytearray(entry.line.encode())
            turned[place] ^= 1 << bit
            with pytest.raises(ValueError):
                entry_in(turned.decode("ascii", "backslashreplace"))


def closed(archive: Archive, data: Path, name: str, crawls: tuple[int, ...] = ()) -> Entry:
    """A file of no crawl, closed."""
    warc = WarcFile(data / "warc", name, FORMAT, datetime.now(UTC))
    try:
        return seal(archive, warc, crawls)
    finally:
        warc.close()


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "data", create=True) as opened:
        yield opened


def test_a_crash_between_log_and_database_is_made_up_for(archive, tmp_path):
    """The log is written first: whoever closes next puts what it has into journal and database."""
    data = tmp_path / "data"
    closed(archive, data, "a.warc.gz")
    second = closed(archive, data, "b.warc.gz")
    archive.db.execute("delete from chain where n = 2")
    cut = (data / "warc" / "b.warc.gz").read_bytes()
    (data / "warc" / "b.warc.gz").write_bytes(cut[: list(stored(data / "warc" / "b.warc.gz"))[-1].offset])
    third = closed(archive, data, "c.warc.gz")
    assert (third.n, third.previous, third.restored) == (3, second.hash, 0)
    assert linked(log_of(tmp_path)) == []
    assert [e.line for e in log_of(tmp_path)] == recorded(tmp_path)
    assert archive.db["chain"].count == 3


def test_a_line_cut_off_is_set_aside(archive, tmp_path):
    data = tmp_path / "data"
    closed(archive, data, "a.warc.gz")
    log = data / "chain.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"n":2,"fi')
    second = closed(archive, data, "b.warc.gz")
    assert second.n == 2 and linked(log_of(tmp_path)) == []
    assert (data / f"chain.jsonl.cut-{len(whole)}").read_bytes() == b'{"n":2,"fi'


def test_a_lost_log_is_written_again_and_the_chain_says_so(archive, tmp_path):
    data = tmp_path / "data"
    for name in "abc":
        closed(archive, data, f"{name}.warc.gz")
    before = (data / "chain.jsonl").read_bytes()
    (data / "chain.jsonl").unlink()
    fourth = closed(archive, data, "d.warc.gz")
    assert fourth.restored == 3
    assert (data / "chain.jsonl").read_bytes() == before + f"{fourth.line}\n".encode()


def test_a_database_put_back_from_before_is_given_what_the_log_has(archive, tmp_path):
    data = tmp_path / "data"
    for name in "abcd":
        closed(archive, data, f"{name}.warc.gz")
    archive.db.execute("delete from chain where n in (2, 4)")
    sizes = [path.stat().st_size for path in warcs(tmp_path)]
    fifth = closed(archive, data, "e.warc.gz")
    assert (fifth.n, fifth.restored, archive.db["chain"].count) == (5, 0, 5)
    assert len(recorded(tmp_path)) == 5  # each file ends with its entry already
    assert [path.stat().st_size for path in warcs(tmp_path)][:4] == sizes


def test_log_and_newer_rows_lost_the_captures_still_know_where_the_chain_ends(archive, tmp_path):
    data = tmp_path / "data"
    for name in "abc":
        closed(archive, data, f"{name}.warc.gz")
    before = (data / "chain.jsonl").read_text()
    (data / "chain.jsonl").unlink()
    archive.db.execute("delete from chain where n > 1")
    fourth = closed(archive, data, "d.warc.gz")
    assert (fourth.n, fourth.restored) == (4, 3)
    assert (data / "chain.jsonl").read_text() == f"{before}{fourth.line}\n"
    assert archive.db["chain"].count == 4


def test_a_file_is_closed_once(archive, tmp_path):
    data = tmp_path / "data"
    warc = WarcFile(data / "warc", "a.warc.gz", FORMAT, datetime.now(UTC))
    first = seal(archive, warc, [])
    assert seal(archive, warc, []) == first
    warc.close()
    assert len(log_of(tmp_path)) == 1


def test_files_of_before_the_chain_are_taken_in_by_the_next_crawl(here):
    night(here, 1)
    night(here, 2)
    for path in warcs(here):  # as an older Gongkai left them
        entry = list(stored(path))[-1]
        path.write_bytes(path.read_bytes()[: entry.offset])
    (here / "data" / "chain.jsonl").unlink()
    with Archive.open(here / "data") as archive:
        archive.db.execute("delete from chain")
    before = [path.read_bytes() for path in warcs(here)]
    night(here, 3)
    assert [e.crawls for e in log_of(here)] == [(1,), (2,), (3,)]
    assert [path.read_bytes() for path in warcs(here)][:2] == before  # a closed file is not touched
    assert [entry.root for entry in log_of(here)[:2]] == [
        tree_over(path).summed[1] for path in warcs(here)[:2]
    ]
    live = everything(here / "data")
    rebuild(here / "data", processes=1)
    assert everything(here / "data")["chain"] == live["chain"]


def test_what_is_ingested_is_summed_too_with_the_copies_of_strangers(here, tmp_path):
    night(here, 1)
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "one.html").write_bytes(article("溪口镇").partition(b"\r\n\r\n")[2])
    shutil.copy(warcs(here)[0], saved / "theirs.warc.gz")
    elsewhere = tmp_path / "elsewhere"
    done = CliRunner().invoke(command, ["ingest", str(saved), "--data", str(elsewhere / "data")])
    assert done.exit_code == 0, done.output
    copy, own = log_of(elsewhere)
    assert copy.crawls == () and own.crawls and linked([copy, own]) == []
    assert copy.root == tree_over(elsewhere / "data" / "warc" / copy.file).summed[1]
    with Archive.open_read_only(elsewhere / "data") as archive:
        for (fetch,) in rows(elsewhere, "select id from fetches"):
            proof = proof_of(elsewhere / "data" / "warc", position_of(archive.db, fetch))
            assert proof.position.file in (copy.file, own.file)
    live = everything(elsewhere / "data")
    rebuild(elsewhere / "data", processes=1)
    assert everything(elsewhere / "data")["chain"] == live["chain"]


def test_killed_at_any_moment_the_chain_holds_and_goes_on(here, server):
    """kill -9 again and again: what the next crawl mends is closed too, each file once."""
    night(here, 1)
    (seconds,) = rows(here, "select (julianday(finished) - julianday(started)) * 86400 from crawls")[0]
    chance, kills = random.Random(7), 0
    while kills < 8:
        process = start_night(here, 2)
        seen = len(warcs(here))
        while process.is_alive() and len(warcs(here)) == seen:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, seconds * 1.2))
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
    night(here, 3)
    log = log_of(here)
    assert linked(log) == []
    assert sorted(entry.file for entry in log) == [path.name for path in warcs(here)]
    assert {entry.line for entry in log} == set(recorded(here))
    live = everything(here / "data")
    assert live["chain"] and rebuild(here / "data", processes=1).problems == []
    assert everything(here / "data")["chain"] == live["chain"]


def test_other_peoples_tools_read_a_closed_file(here):
    night(here, 1)
    (path,) = warcs(here)
    for tool in ("warcio", "fastwarc"):
        done = subprocess.run([TOOLS / tool, "check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_log_is_written_even_where_its_end_is_damaged(archive, tmp_path):
    """A crawl is not lost for it: the chain goes on from the database, and the log keeps its damage."""
    data = tmp_path / "data"
    first = closed(archive, data, "a.warc.gz")
    log = data / "chain.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"records":1', b'"records":2'))
    second = closed(archive, data, "b.warc.gz")
    assert (second.n, second.previous) == (2, first.hash)
    assert ChainLog(data).last() == second


async def test_the_page_of_a_report_shows_its_entry_and_the_timestamp_that_covers_it(here):
    night(here, 1)
    night(here, 2)
    entry = log_of(here)[0]
    (document,) = rows(here, "select min(id) from documents")[0]
    datasette = datasette_for(here / "data")
    await datasette.invoke_startup()

    async def page(kind: str = "") -> str:
        return (await datasette.client.get(f"/report/{document}{kind}")).text

    shown = await page()
    assert "第 1 条</a>" in shown and entry.hash in shown and entry.root in shown and "尚无时间戳" in shown
    assert (await datasette.client.get("/archive/chain/1")).status_code == 200
    told = json.loads(await page(".json"))["chain"]
    assert (told["n"], told["hash"], told["timestamped_at"]) == (1, entry.hash, None)
    (here / "data" / "timestamps").mkdir()
    (here / "data" / "timestamps" / "2.tsr").touch()
    assert "有时间戳（见第 2 条）" in await page()


def test_prove_tells_a_person_and_refuses_what_is_not_summed(here):
    night(here, 1)
    entry = log_of(here)[0]
    (document, url) = rows(here, "select id, url from documents order by id limit 1")[0]
    done = gongkai("prove", url, "--data", here / "data")
    assert f"hash      {entry.hash}" in done.stdout and f"root      {entry.root}" in done.stdout
    assert "previous  none: it is the first" in done.stdout
    assert (
        "has no version 2" in gongkai("prove", url, "--version", "2", "--data", here / "data", code=1).stderr
    )
    (path,) = warcs(here)
    path.write_bytes(path.read_bytes().replace(b"\x1f\x8b\x08\0\0\0\0\0", b"\x1f\x8b\x08\0\0\0\0\1", 1))
    done = gongkai("prove", str(document), "--data", here / "data", code=1)
    assert "is not the file that entry 1 of the chain sums" in done.stderr
    with Archive.open(here / "data") as archive:
        archive.db.execute("delete from chain")
    done = gongkai("prove", url, "--data", here / "data", code=1)
    assert "is not in the chain: its crawl goes on" in done.stderr
