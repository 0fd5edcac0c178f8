"""`gongkai backup` while a real crawl runs; what is put back is whole, and the crawl goes on from it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from handed import FIRST, LAST, run
from hongqi import GONGKAI, article, build, environment, gongkai, rows, site_file
from loopback import Server, serving
from travelling import FIRST_NIGHT, everything, night, start_night

from archive.journal import CONTEXT, context_of, told_by
from archive.scanning import scan
from archive.search import search
from archive.store import Archive
from pipelines.rebuild import rebuild


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        build(running, newest=FIRST_NIGHT.date())
        yield running


@pytest.fixture
def here(tmp_path: Path, server: Server) -> Path:
    site_file(tmp_path / "sites", server)
    return tmp_path


class Halted:
    """A server that keeps one answer back until it is told to go on: the crawl waits in the middle."""

    def __init__(self, server: Server, path: str) -> None:
        self.server, self.path, self.go = server, path, threading.Event()
        answered = server._answer

        def answer(request: bytes) -> bytes | None:
            if request.split(b" ", 2)[1].decode().endswith(path):
                self.go.wait(60)
            return answered(request)

        server._answer = answer  # type: ignore[method-assign]

    def crawled(self, here: Path) -> Any:
        """Begin the first night; comes back when the crawl waits, and has some pages in the database."""
        process = start_night(here, 1)
        deadline = time.monotonic() + 60
        while self.path not in self.server.paths or self._saved(here) < 6:
            assert process.is_alive() and time.monotonic() < deadline
            time.sleep(0.02)
        return process

    @staticmethod
    def _saved(here: Path) -> int:
        try:
            return int(rows(here, "select count(*) from fetches where kind <> ''")[0][0])
        except sqlite3.OperationalError:
            return 0


def backed_up(here: Path, server: Server) -> tuple[Path, Path]:
    """A backup from the middle of the first crawl, with the captures as they were copied a moment later, and
    those of after the crawl."""
    halted = Halted(server, LAST)
    process = halted.crawled(here)
    copy, early = here / "backup.db", here / "early" / "warc"
    gongkai("backup", copy, "--data", here / "data")
    assert not (here / "data" / "chain.jsonl").exists()  # no file is closed yet
    shutil.copytree(here / "data" / "warc", early)
    assert process.is_alive() and rows(here, "select outcome from crawls") == [("running",)]
    halted.go.set()
    process.join(60)
    assert process.exitcode == 0
    return copy, early


def put_back(here: Path, copy: Path, warc: Path) -> Path:
    """A new data folder from a backup of the database and a copy of the captures."""
    folder = here / "restored"
    (folder / "data").mkdir(parents=True)
    shutil.copytree(here / "sites", folder / "sites")
    shutil.copy(copy, folder / "data" / "archive.db")
    if (log := warc.with_name("chain.jsonl")).exists():
        shutil.copy(log, folder / "data")
    shutil.copytree(warc, folder / "data" / "warc")
    return folder


def numbers(folder: Path) -> list[int]:
    """The numbers of fetches that stand in the captures."""
    found = []
    for path in (folder / "data" / "warc").glob("*.warc.gz"):
        for record in scan(path):
            if (context := context_of(record.fields.get(CONTEXT, ""))) is not None:
                found.append(context.fetch)
            elif (told := told_by(record.url, record.block)) and told[0] == "ingested":
                found.append(told[1]["fetch"])
    return found


def remade(folder: Path) -> None:
    """What a rebuild gives is what is there."""
    live = everything(folder / "data")
    assert rebuild(folder / "data", processes=1).problems == []
    again = everything(folder / "data")
    for name in live:
        assert name == "sequence" or again[name] == live[name], name


def test_a_backup_from_the_middle_of_a_crawl_is_whole_and_the_crawl_does_not_notice(here, server):
    copy, _ = backed_up(here, server)
    assert not Path(f"{copy}-wal").exists() and not Path(f"{copy}-journal").exists()
    connection = sqlite3.connect(copy)
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []
    ((held,),) = connection.execute("select count(*) from fetches")
    connection.close()
    assert 6 <= held < rows(here, "select count(*) from fetches")[0][0]
    assert rows(here, "select outcome, new from crawls") == [("finished", 4)]
    remade(here)


@pytest.mark.parametrize("when", ["early", "later"])
def test_what_was_put_back_is_searched_and_the_crawl_goes_on_from_it(here, server, when):
    copy, early = backed_up(here, server)
    folder = put_back(here, copy, early if when == "early" else here / "data" / "warc")
    with Archive.open_read_only(folder / "data") as archive:
        assert search(archive.db, "北街镇").count == 1
    assert night(folder, 2)["outcome"] == "finished"
    assert sorted(rows(folder, "select url from documents")) == sorted(
        rows(here, "select url from documents")
    )
    assert len(numbers(folder)) == len(set(numbers(folder)))
    first = rows(folder, "select outcome from crawls where id = 1")
    assert first == [("interrupted" if when == "early" else "finished",)]
    assert "no findings" in gongkai("verify", "--data", folder / "data").stdout
    remade(folder)


def test_numbers_of_captures_that_a_restored_database_lacks_are_not_given_again(here, server):
    night(here, 1)
    gongkai("backup", here / "old.db", "--data", here / "data")
    server.pages[FIRST] = article("北街镇", more="<p>　　补充说明一处。</p>")
    night(here, 2)
    folder = put_back(here, here / "old.db", here / "data" / "warc")
    page = here / "page.html"
    page.write_bytes(article("溪口镇").partition(b"\r\n\r\n")[2])
    done = run("ingest", page, "--data", folder / "data")
    assert "does not have the captures in hongqi-" in done.stderr and "gongkai rebuild" in done.stderr
    assert len(numbers(folder)) == len(set(numbers(folder)))
    night(folder, 3)
    assert len(numbers(folder)) == len(set(numbers(folder)))
    assert rows(folder, "select id, outcome from crawls order by started") == [
        (1, "finished"), (2, "finished"), (4, "finished"), (3, "finished"),
    ]  # fmt: skip
    (file,) = (folder / "data" / "warc").glob("*-4.warc.gz")
    assert file.is_file() and rows(folder, "select max(number) from versions") == [(2,)]
    remade(folder)


def test_numbers_given_in_a_crawl_that_is_cut_off_are_not_given_again(here, server):
    """The database knows the crawl, but not its last captures; the next to take numbers is somebody else."""
    copy, _ = backed_up(here, server)
    folder = put_back(here, copy, here / "data" / "warc")
    before = set(numbers(folder))
    page = here / "page.html"
    page.write_bytes(article("溪口镇").partition(b"\r\n\r\n")[2])
    run("ingest", page, "--data", folder / "data")
    ((given,),) = rows(folder, "select id from fetches where asked = 'saved'")
    assert given not in before and given == max(before) + 1


def test_errors_name_the_file_and_what_to_do(here, server, tmp_path):
    night(here, 1)
    data, copy = here / "data", tmp_path / "copy.db"
    copy.write_text("mine")
    for target, said in (
        (copy, f"{copy} is there already"),
        (tmp_path / "nowhere" / "copy.db", "No such file or directory"),
    ):
        assert said in gongkai("backup", target, "--data", data, code=1).stderr
    assert (
        "is the archive itself"
        in gongkai("backup", "--force", data / "archive.db", "--data", data, code=1).stderr
    )
    assert "no archive in" in gongkai("backup", tmp_path / "x.db", "--data", tmp_path / "none", code=1).stderr
    assert copy.read_text() == "mine" and not list(tmp_path.glob("*.part"))
    gongkai("backup", copy, "--force", "--data", data)
    assert copy.read_bytes().startswith(b"SQLite format 3")


def test_a_full_disk_leaves_the_backup_of_before(here, server, tmp_path):
    night(here, 1)
    copy = tmp_path / "copy.db"
    copy.write_text("before")
    script = (
        f"ulimit -f 100; exec '{GONGKAI}' backup '{copy}' --force --data '{here / 'data'}'"  # 100 KB a file
    )
    done = subprocess.run(
        ["bash", "-c", script], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and str(copy) in done.stderr and "Traceback" not in done.stderr
    assert copy.read_text() == "before" and not list(tmp_path.glob("*.part"))


def test_a_damaged_database_is_not_handed_out_as_a_backup(here, server, tmp_path):
    night(here, 1)
    database = here / "data" / "archive.db"
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 4096] = b"\xff" * 4096
    database.write_bytes(raw)
    done = gongkai("backup", tmp_path / "copy.db", "--data", here / "data", code=1)
    assert f"{database} is damaged" in done.stderr
    assert not list(tmp_path.glob("copy.db*"))
