"""`gongkai export bagit`, checked by bagit and by sha256sum, and put to use again."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from handed import SECOND, eventful, number, run
from hongqi import gongkai
from travelling import everything

from archive.search import search
from archive.store import Archive
from pipelines.rebuild import rebuild


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return eventful(tmp_path)


@pytest.fixture
def bag(data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "bag"
    run(
        "export",
        "bagit",
        path,
        "--organization",
        "红旗区  档案馆",
        "--contact",
        "a@b.example",
        "--data",
        data,
    )
    return path


def check(path: Path) -> None:
    """By the reference library, by its command, and by what everybody has."""
    bagit.Bag(str(path)).validate()
    for sums in ("sha256", "sha512"):
        for manifest in (f"manifest-{sums}.txt", f"tagmanifest-{sums}.txt"):
            subprocess.run([f"{sums}sum", "--quiet", "-c", manifest], cwd=path, check=True)
    listed = {line.split("  ", 1)[1] for line in (path / "manifest-sha256.txt").read_text().splitlines()}
    assert listed == {str(p.relative_to(path)) for p in (path / "data").rglob("*") if p.is_file()}


def test_a_bag_is_valid_and_holds_warcs_database_tables_and_the_log(data, bag):
    check(bag)
    payload = bag / "data"
    for warc in (data / "warc").iterdir():
        assert (payload / "warc" / warc.name).read_bytes() == warc.read_bytes()
    assert (payload / "chain.jsonl").read_bytes() == (data / "chain.jsonl").read_bytes()
    assert everything(payload) == everything(data)
    tables = {"documents", "versions", "attachments", "evidence", "states", "captures"}
    assert {path.stem for path in (payload / "tables").glob("*.csv")} == tables
    with (payload / "tables" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        held = {str(row[0]) for row in everything(data)["documents"]}
        assert {row["document"] for row in csv.DictReader(stream)} == held and len(held) == 5
    lines = (payload / "tables" / "versions.jsonl").read_text("utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 6


def test_its_information_says_who_what_and_when(data, bag):
    info = bagit.Bag(str(bag)).info
    assert info["Source-Organization"] == "红旗区 档案馆"
    assert info["Contact-Email"] == "a@b.example"
    assert "政府信息公开" in info["External-Description"] and info["External-Description"].endswith(
        "captured."
    )
    files = [p for p in (bag / "data").rglob("*") if p.is_file()]
    assert info["Payload-Oxum"] == f"{sum(p.stat().st_size for p in files)}.{len(files)}"
    assert len(info["Bagging-Date"]) == 10 and info["Bag-Software-Agent"].startswith("gongkai/")
    connection = sqlite3.connect(data / "archive.db")
    ((head,),) = connection.execute("select hash from chain order by n desc limit 1")
    connection.close()
    assert info["Internal-Sender-Identifier"] == head


def test_its_payload_is_a_data_folder_again(data, bag, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(bag / "data", again)
    with Archive.open_read_only(again) as archive:
        assert search(archive.db, "补充说明").count == 1
    assert "no findings" in gongkai("verify", "--data", again).stdout
    (again / "archive.db").unlink()
    rebuild(again, processes=1)
    live, made = everything(data), everything(again)
    assert all(made[name] == live[name] for name in live if name not in ("sequence", "readings"))


def test_a_changed_byte_is_found(bag):
    (first, *_) = sorted((bag / "data" / "warc").iterdir())
    raw = bytearray(first.read_bytes())
    raw[100] ^= 1
    first.write_bytes(raw)
    with pytest.raises(bagit.BagValidationError, match=first.name):
        bagit.Bag(str(bag)).validate()


def test_a_part_has_its_captures_and_tables_and_no_database(data, tmp_path):
    path = tmp_path / "part"
    second = number(data, SECOND)
    run("export", "bagit", path, "--document", second, "--data", data)
    check(path)
    assert not (path / "data" / "archive.db").exists()
    assert f"A part: document {second}." in bagit.Bag(str(path)).info["External-Description"]
    with (path / "data" / "tables" / "versions.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["document"] for row in csv.DictReader(stream)] == [second]
    names = {warc.name for warc in (path / "data" / "warc").iterdir()}
    assert names and not any(name.startswith("ingest-") for name in names)
    for name in names:
        subprocess.run(
            [Path(sys.executable).parent / "warcio", "check", path / "data" / "warc" / name],
            check=True,
            capture_output=True,
        )


def test_a_folder_that_is_there_stays_unless_told_otherwise(data, bag, tmp_path):
    path = tmp_path / "mine"
    path.mkdir()
    (path / "mine.txt").write_text("mine")
    here = os.getcwd()
    for force, said in (([], "is there already"), (["--force"], "is no bag, so it is not replaced")):
        done = run("export", "bagit", path, *force, "--data", data, code=1)
        assert said in str(done.exception)
    assert (path / "mine.txt").read_text() == "mine" and not (tmp_path / "mine.part").exists()
    run("export", "bagit", bag, "--document", number(data, SECOND), "--force", "--data", data)
    check(bag)
    assert not (bag / "data" / "archive.db").exists() and os.getcwd() == here


def test_a_bag_does_not_go_to_the_standard_output(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("export", "bagit", "-", "--data", data, code=2)
    assert "a bag is a folder" in done.output and not Path("-").exists()


def test_a_capture_that_is_missing_leaves_no_half_bag(data, tmp_path):
    (first,) = (data / "warc").glob("*-1.warc.gz")
    first.unlink()
    done = run("export", "bagit", tmp_path / "x", "--document", number(data, SECOND), "--data", data, code=1)
    assert first.name in str(done.exception)
    assert not list(tmp_path.glob("x*"))
