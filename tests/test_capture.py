"""What went over the wire is in the WARC, and other people's tools agree that it is whole."""

from __future__ import annotations

import gzip
import hashlib
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from crawler.capture import failure_of, request_head
from crawler.warc import CannotStore, Record, WarcFile, digest, http_head, new_id, warc_date, warc_fields

MOMENT = datetime(2026, 1, 17, 8, 30, 0, 123456, tzinfo=UTC)
TOOLS = Path(sys.executable).parent


def check(*files: Path) -> None:
    """`warcio check` and `fastwarc check` find every digest right and no other kind of record than checked."""
    for file in files:
        done = subprocess.run([TOOLS / "warcio", "check", "-v", file], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "digest failed" not in done.stdout
        assert "no digest to check" not in done.stdout
        done = subprocess.run(
            [TOOLS / "fastwarc", "check", "--decompress-alg", "gzip", "-p", file], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "FAIL" not in done.stdout + done.stderr


def open_file(folder: Path, name: str = "hongqi-20260117T083000Z-1.warc.gz") -> WarcFile:
    return WarcFile(folder, name, (("software", "gongkai/test"), ("operator", "")), MOMENT)


def exchange(body: bytes, *, note: bytes = b"") -> list[Record]:
    answer_id = new_id()
    fields = (("WARC-Target-URI", "http://hongqi.example/a.html"), ("WARC-Date", warc_date(MOMENT)))
    head = http_head(b"HTTP/1.1 200 OK", [(b"Content-Type", b"text/html"), (b"X-Note", note)])
    asked = http_head(b"GET /a.html HTTP/1.1", [(b"Host", b"hongqi.example")])
    return [
        Record("response", fields, head, body, answer_id),
        Record("request", (*fields, ("WARC-Concurrent-To", answer_id)), asked, id=new_id()),
    ]


def test_what_is_written_passes_the_checks_of_two_tools(tmp_path):
    warc = open_file(tmp_path)
    for body in (b"", b"<p>\xd6\xd0\xce\xc4</p>", bytes(range(256)) * 5000):
        warc.append(exchange(body))
    warc.append([Record("metadata", exchange(b"")[0].fields, payload=warc_fields([("outcome", "dns")]))])
    warc.close()
    check(warc.path)


def test_a_record_is_a_gzip_member_of_its_own_where_its_capture_says(tmp_path):
    warc = open_file(tmp_path)
    capture = warc.append(exchange(b"body"))[0]
    warc.append(exchange(b"another"))
    warc.close()
    assert capture.file == warc.path.name
    data = warc.path.read_bytes()
    member = gzip.decompress(data[capture.offset : capture.offset + capture.length])
    assert member.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
    assert member.endswith(b"\r\n\r\nbody\r\n\r\n")
    assert capture.record_id in member.decode()
    assert capture.payload_digest == "sha256:" + hashlib.sha256(b"body").hexdigest()


def test_request_and_response_share_their_date_and_know_each_other(tmp_path):
    warc = open_file(tmp_path)
    warc.append(exchange(b"body"))
    warc.close()
    with warc.path.open("rb") as file:
        records = ArchiveIterator(file, record_types=WarcRecordType.any_type)
        info, response, request = [dict(record.headers) for record in records]
    assert info["WARC-Type"] == "warcinfo"
    assert info["WARC-Filename"] == warc.path.name
    assert response["WARC-Date"] == request["WARC-Date"] == "2026-01-17T08:30:00.123456Z"
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert len({info["WARC-Record-ID"], response["WARC-Record-ID"], request["WARC-Record-ID"]}) == 3


def test_header_bytes_that_are_no_ascii_stay_as_they_are(tmp_path):
    name = 'attachment; filename="报告.pdf"'.encode("gb18030")
    warc = open_file(tmp_path)
    capture = warc.append(exchange(b"x", note=name))[0]
    warc.close()
    check(warc.path)
    member = warc.path.read_bytes()[capture.offset : capture.offset + capture.length]
    assert name in gzip.decompress(member)


def test_every_record_is_on_disk_before_the_next(tmp_path):
    warc = open_file(tmp_path)
    warc.append(exchange(b"body"))
    with warc.path.open("rb") as file:
        kinds = [record.rec_type for record in WarcioIterator(file)]
    assert kinds == ["warcinfo", "response", "request"]
    warc.close()
    warc.close()  # closing again is no error


def test_a_full_disk_leaves_whole_records_only(tmp_path):
    """RLIMIT_FSIZE makes the kernel refuse the write half way, as a full disk does."""
    warc = open_file(tmp_path)
    warc.append(exchange(b"kept"))
    before = warc.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))
    try:
        with pytest.raises(CannotStore, match=r"hongqi.*cannot be written"):
            warc.append(exchange(hashlib.sha512(b"no").digest() * 50))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert warc.path.read_bytes() == before
    warc.append(exchange(b"after"))
    warc.close()
    check(warc.path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "warc").write_text("a file, no folder")
    with pytest.raises(CannotStore, match="warc"):
        open_file(tmp_path / "warc")


def test_a_file_is_never_overwritten(tmp_path):
    open_file(tmp_path).close()
    with pytest.raises(CannotStore, match="exists"):
        open_file(tmp_path)


def test_a_line_break_in_an_error_forges_no_field():
    assert warc_fields([("error", "a\r\noutcome: ok"), ("empty", "")]) == b"error: a outcome: ok\r\n"


def test_digest_is_over_all_parts():
    assert digest(b"a", b"b") == digest(b"ab") == "sha256:" + hashlib.sha256(b"ab").hexdigest()


def test_credentials_for_a_proxy_are_not_recorded():
    request = Request(
        "http://hongqi.example/a?b=1#c",
        headers={"Proxy-Authorization": "Basic c2VjcmV0", "User-Agent": "Gongkai"},
        meta={"proxy": "http://127.0.0.1:1"},
    )
    head = request_head(request)
    assert b"c2VjcmV0" not in head
    assert head.startswith(b"GET http://hongqi.example/a?b=1")


def test_failures_of_transport_are_told_apart():
    from OpenSSL.SSL import Error as TLSError
    from twisted.python.failure import Failure
    from twisted.web.client import ResponseFailed

    assert failure_of(DownloadTimeoutError("60 seconds"))[0] == "timeout"
    wrapped = DownloadFailedError("failed")
    wrapped.__cause__ = ResponseFailed([Failure(TLSError([("ssl", "", "bad ecpoint")]))])
    outcome, reason = failure_of(wrapped)
    assert outcome == "tls"
    assert "bad ecpoint" in reason
    assert failure_of(ValueError("odd"))[0] == "failed"
