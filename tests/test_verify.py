"""`gongkai verify`: a whole archive is found whole, and one changed byte anywhere is found and named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hongqi import article, build, gongkai, site_file, warcs
from loopback import serving
from travelling import night

from archive.verify.audit import Audit, Finding
from pipelines.verify import verify


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


def test_a_byte_turned_anywhere_in_the_log_is_found(copy):
    log = copy / "data" / "chain.jsonl"
    for place in turned(log, 150, seed=5):
        told = found(copy / "data")
        assert any(said.startswith("chain.jsonl") for said in told), (place, told)


def test_a_byte_turned_anywhere_in_the_database_is_found(copy):
    for place in turned(copy / "data" / "archive.db", 150, seed=6):
        told = found(copy / "data")
        assert any(said.startswith("archive.db") for said in told), (place, told)
