"""`gongkai timestamp`: tokens of an authority on loopback, kept, checked offline, and read by openssl."""

from __future__ import annotations

import json
import random
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from asn1crypto import tsp
from authority import ELLIPTIC, RSA, Authority, authority, openssl
from hongqi import build, gongkai, site_file
from loopback import serving
from travelling import night

from archive.chain import Entry
from archive.chain_log import ChainLog
from archive.errors import GongkaiError
from archive.timestamp import BadToken, read, roots_in, stamp
from archive.verify.audit import Audit, Finding
from archive.verify.stamps import check_tokens

ENTRY = Entry(1, "a.warc.gz", (1,), "2026-03-01T00:00:00.000000Z", 4, f"sha256:{'0' * 64}", "")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory):
    with authority(tmp_path_factory.mktemp("tsa") / "tsa") as running:
        yield running


@pytest.fixture(autouse=True)
def honest(tsa):
    yield
    tsa.answers = None


@pytest.fixture(scope="module")
def crawled(tmp_path_factory) -> Path:
    here = tmp_path_factory.mktemp("crawled")
    with serving() as server:
        build(server)
        site_file(here / "sites", server)
        night(here, 1)
        night(here, 2)
    return here


@pytest.fixture
def data(crawled, tmp_path) -> Path:
    shutil.copytree(crawled / "data", tmp_path / "data")
    return tmp_path / "data"


def test_the_head_is_stamped_kept_and_verified_offline(data, tsa):
    done = gongkai("timestamp", "--data", data, "--tsa", tsa.url, "--json")
    told = json.loads(done.stdout)
    assert told["n"] == 2 and told["new"] and told["authority"] == "CN=Authority of the tests"
    assert told["hash"] == ChainLog(data).last().hash
    assert sorted(p.name for p in (data / "timestamps").iterdir()) == ["2.sha256", "2.tsq", "2.tsr"]
    checked = gongkai("verify", "--data", data, "--quick")
    assert f"entry 2 and all before it existed at {told['time']}" in checked.stdout
    assert "not checked against a root" in checked.stdout and "1 timestamps" in checked.stdout
    rooted = gongkai("verify", "--data", data, "--quick", "--roots", tsa.root)
    assert "not checked against a root" not in rooted.stdout
    again = gongkai("timestamp", "--data", data, "--tsa", tsa.url)
    assert "has its timestamp" in again.stdout and len(tsa.requests) == 1


def test_openssl_and_sha256sum_agree(data, tsa):
    stamp(data, ChainLog(data).last(), tsa.url)
    folder, digest = data / "timestamps", ChainLog(data).last().hash.removeprefix("sha256:")
    common = ("ts", "-verify", "-in", folder / "2.tsr", "-CAfile", tsa.root)
    assert "Verification: OK" in openssl(*common, "-digest", digest).stdout
    assert "Verification: OK" in openssl(*common, "-queryfile", folder / "2.tsq").stdout
    subprocess.run(["sha256sum", "-c", "2.sha256"], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("how", [
    {"key": RSA}, {"key": RSA, "named_by": "sha1"}, {"key": ELLIPTIC, "with_root": True},
    {"key": RSA, "with_root": True}, {"key": RSA, "named_by": "sha512"},
])  # fmt: skip
def test_authorities_of_many_kinds_are_understood(tmp_path, how):
    with authority(tmp_path / "tsa", **how) as other:
        told = stamp(tmp_path, ENTRY, other.url)
        assert (told.authority, told.rooted) == ("CN=Authority of the tests", False)
        kept = [(tmp_path / "timestamps" / f"1.{kind}").read_bytes() for kind in ("tsr", "tsq")]
        assert read(kept[0], ENTRY, kept[1], roots_in(other.root)).rooted


def test_a_root_that_it_does_not_lead_to_is_told(tmp_path, tsa):
    untrusted = pytest.raises(GongkaiError, match=r"is no token for entry 1: .*does not hold")
    with authority(tmp_path / "other", key=ELLIPTIC) as other, untrusted:
        stamp(tmp_path, ENTRY, other.url, roots_in(tsa.root))
    assert not (tmp_path / "timestamps").exists()


def refused(_: bytes) -> tuple[int, bytes]:
    """`PKIStatus` 2, rejection (RFC 3161 §2.4.2)."""
    said = "维护中".encode()
    return 200, b"\x30\x12\x30\x10\x02\x01\x02\x30\x0b\x0c" + bytes([len(said)]) + said


def test_what_is_no_token_for_the_request_is_never_kept(tmp_path, tsa):
    other = Entry(2, "b.warc.gz", (2,), ENTRY.closed, 1, ENTRY.root, ENTRY.hash)
    stamp(tmp_path, other, tsa.url)
    old = (tmp_path / "timestamps" / "2.tsq").read_bytes()
    mine = tmp_path / "mine"
    mine.mkdir()
    for answers, said in (
        (refused, "it was not granted: rejection, 维护中"),
        (lambda _: (200, b"<html>It works!</html>"), "it cannot be read"),
        (lambda _: (200, b""), "it cannot be read"),
        (lambda _: (200, tsa.stamp(old)), f"not for {ENTRY.hash}"),
        (lambda asked: (200, tsa.stamp(with_other_nonce(asked))), "its nonce is"),
        (lambda _: (200, b"0" * (1 << 21)), "more than 1048576 bytes"),
        (lambda _: (503, b"later"), "answered 503 Service Unavailable"),
    ):
        tsa.answers = answers
        with pytest.raises(GongkaiError) as error:
            stamp(mine, ENTRY, tsa.url)
        assert said in str(error.value) and tsa.url in str(error.value)
        assert not (mine / "timestamps").exists()


def with_other_nonce(asked: bytes) -> bytes:
    """The request with another nonce: its last integer, before the wish for a certificate."""
    request = tsp.TimeStampReq.load(asked)
    request["nonce"] = request["nonce"].native ^ 1
    return request.dump()


def test_an_authority_that_is_not_there_is_named(data, tsa):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    done = gongkai("timestamp", "--data", data, "--tsa", url, code=1)
    assert url in done.stderr and "cannot be asked" in done.stderr
    done = gongkai("timestamp", "--data", data, code=1)
    assert "--tsa" in done.stderr and "GONGKAI_TSA" in done.stderr
    done = gongkai("timestamp", "--data", data, "--tsa", "ftp://x", code=1)
    assert "no http or https address" in done.stderr


def findings(data: Path) -> list[str]:
    found: list[Finding] = []
    entries = {entry.n: entry for entry in ChainLog(data).after(0)}
    check_tokens(Audit(found.append), data, entries, [])
    return [str(finding) for finding in found]


def test_a_byte_turned_anywhere_in_a_token_is_found(data, tsa):
    stamp(data, ChainLog(data).last(), tsa.url)
    assert findings(data) == []
    chance = random.Random(8)
    for path in (data / "timestamps").iterdir():
        whole = path.read_bytes()
        for place in sorted({chance.randrange(len(whole)) for _ in range(60)}):
            path.write_bytes(
                whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
            )
            assert any(f"timestamps/{path.name}" in said for said in findings(data)), (path.name, place)
        path.write_bytes(whole)


def test_a_token_is_worth_what_its_signature_is(data, tsa: Authority):
    """It cannot be made to tell another time, or to be for another entry."""
    entry = ChainLog(data).last()
    stamp(data, entry, tsa.url)
    answer, request = ((data / "timestamps" / f"2.{kind}").read_bytes() for kind in ("tsr", "tsq"))
    year = answer.index(b"\x18\x0f20") + 4
    forged = answer[:year] + b"19" + answer[year + 2 :]
    with pytest.raises(BadToken, match="what is signed is not what is in it"):
        read(forged, entry, request)
    with pytest.raises(BadToken, match="it is for sha256"):
        read(answer, ENTRY, request)
