"""The commands of docs/evidence.md, run as printed: they pass on a whole archive and on no other."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from authority import authority
from hongqi import ROOT, article, build, gongkai, rows, site_file, warcs
from loopback import serving
from travelling import night

from archive.chain_log import ChainLog
from archive.timestamp import stamp

BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs" / "evidence.md").read_text("utf-8"), re.M | re.S)
CAPTURES, LOG, ROOTS, RECORD, DATABASE, TIMESTAMPS = BLOCKS
SQLITE = """#!{python}
import sqlite3, sys
*options, file, sql = sys.argv[1:]
for row in sqlite3.connect(f"file:{{file}}?mode=ro", uri=True).execute(sql):
    print(*row, sep=" ")
"""
"""Where there is no sqlite3 on the command line: as much of it as the document uses."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("whole")
    with serving() as server:
        build(server)
        site_file(here / "sites", server)
        night(here, 1)
        server.pages["/fzjs/202501/t20250120_1001.html"] = article("北街镇", more="<p>　　补充一处。</p>")
        night(here, 2)
    with authority(here / "tsa") as tsa:
        stamp(here / "data", ChainLog(here / "data").last(), tsa.url)
        shutil.copy(tsa.root, here / "roots.pem")
    (address,) = rows(here, "select url from documents order by id desc limit 1")[0]
    (here / "proof.json").write_text(gongkai("prove", address, "--json", "--data", here / "data").stdout)
    (here / "bin").mkdir()
    if shutil.which("sqlite3") is None:
        (here / "bin" / "sqlite3").write_text(SQLITE.format(python=sys.executable))
        (here / "bin" / "sqlite3").chmod(stat.S_IRWXU)
    return here


@pytest.fixture
def here(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "here")
    return tmp_path / "here"


def run(block: str, here: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), str(here / "bin"), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=here,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("block", BLOCKS)
def test_each_passes_on_a_whole_archive(here, block):
    done = run(block, here)
    assert done.returncode == 0, done.stdout + done.stderr


def test_they_say_what_they_should(here):
    head = ChainLog(here / "data").last()
    assert f"the head of the chain is {head.hash}" in run(LOG, here).stdout
    assert "Verification: OK" in run(TIMESTAMPS, here).stdout


def _turn(path: Path, place: int) -> None:
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(whole)


def _in_the_record(here: Path) -> None:
    (offset,) = rows(here, "select warc_offset from fetches where id = (select max(id) from documents)")[0]
    _turn(warcs(here)[0], offset + 300)


def _in_the_log(here: Path) -> None:
    _turn(here / "data" / "chain.jsonl", 40)


def _a_line_less(here: Path) -> None:
    log = here / "data" / "chain.jsonl"
    log.write_text(log.read_text().splitlines(keepends=True)[1])


def _in_the_database(here: Path) -> None:
    _turn(here / "data" / "archive.db", 5000)


def _in_the_token(here: Path) -> None:
    _turn(here / "data" / "timestamps" / "2.tsr", 200)


@pytest.mark.parametrize(("block", "tampers"), [
    (CAPTURES, _in_the_record), (ROOTS, _in_the_record), (RECORD, _in_the_record), (DATABASE, _in_the_record),
    (LOG, _in_the_log), (LOG, _a_line_less), (DATABASE, _in_the_database), (TIMESTAMPS, _in_the_token),
])  # fmt: skip
def test_each_fails_where_something_was_changed(here, block, tampers):
    tampers(here)
    done = run(block, here)
    assert done.returncode != 0, done.stdout + done.stderr


def test_whoever_writes_everything_anew_is_told_by_a_token(here):
    """The captures of a night thrown away, log and database made to agree: the token is for another chain."""
    data = here / "data"
    first, _ = warcs(here)
    night_one = first.read_bytes()
    shutil.rmtree(data / "warc")
    (data / "warc").mkdir()
    first.write_bytes(night_one)
    (data / "archive.db").unlink()
    log = ChainLog(data).path
    log.write_text(log.read_text().splitlines(keepends=True)[0])
    gongkai("rebuild", "--data", data)
    done = gongkai("verify", "--data", data, code=1)
    assert "timestamps/2.tsr: there is no entry 2 in the chain" in done.stdout
    assert "1 finding;" in done.stdout
