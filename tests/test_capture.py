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
from hongqi import (
    GONGKAI,
    article,
    crawl,
    environment,
    gongkai,
    page_of_links,
    rows,
    site_file,
    warcs,
)
from loopback import answer
from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.warc import CannotStore, Record, WarcFile, digest, http_head, new_id, warc_date, warc_fields
from crawler.capture import failure_of, request_head

MOMENT = datetime(2026, 1, 17, 8, 30, 0, 123456, tzinfo=UTC)
FIRST = "/fzjs/202501/t20250120_1001.html"
TOOLS = Path(sys.executable).parent


def check(*files: Path) -> None:
    """`warcio check` and `fastwarc check` find every digest there and right.

    The payload of a revisit is in another record: only its block can be checked.
    """
    for file in files:
        with file.open("rb") as stream:
            revisits = any(record.rec_type == "revisit" for record in WarcioIterator(stream))
        done = subprocess.run([TOOLS / "warcio", "check", "-v", file], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "digest failed" not in done.stdout
        assert "no digest to check" not in done.stdout
        done = subprocess.run(
            [TOOLS / "fastwarc", "check", "--decompress-alg", "gzip", *([] if revisits else ["-p"]), file],
            capture_output=True,
            text=True,
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


# On the wire: a crawl of a loopback server that knows what it was asked and what it sent.


def records(folder: Path) -> list[tuple[dict[str, str], bytes]]:
    """WARC header fields and block of every record of a crawl."""
    found = []
    for file in warcs(folder):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
                found.append((dict(record.headers), record.reader.read()))
    return found


def blocks(folder: Path, kind: str, path: str) -> list[bytes]:
    return [
        block
        for fields, block in records(folder)
        if fields["WARC-Type"] == kind and fields["WARC-Target-URI"].endswith(path)
    ]


def test_every_exchange_of_a_crawl_is_in_its_warc(tmp_path, server):
    server.pages["/zwgk/"] = answer("", "301 Moved Permanently", location="/zwgk/index.html")
    server.pages["/zwgk/index.html"] = page_of_links(("/fzjs/", "法治政府建设"))
    server.pages[FIRST] = [answer("", "500 Internal Server Error"), article("北街镇")]
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 4
    check(*warcs(tmp_path))
    asked = [fields for fields, _ in records(tmp_path) if fields["WARC-Type"] == "request"]
    answered = [fields for fields, _ in records(tmp_path) if fields["WARC-Type"] == "response"]
    assert len(asked) == len(answered) == len(server.requests) == len(rows(tmp_path, "select 1 from fetches"))
    assert blocks(tmp_path, "response", "/robots.txt")
    assert blocks(tmp_path, "response", "/zwgk/")[0].startswith(b"HTTP/1.1 301 Moved Permanently\r\n")
    assert len(blocks(tmp_path, "response", FIRST)) == 2


def test_requests_are_recorded_as_they_were_sent(tmp_path, server):
    site_file(tmp_path / "sites", server)
    crawl(tmp_path)
    recorded = [block for fields, block in records(tmp_path) if fields["WARC-Type"] == "request"]
    assert sorted(recorded) == sorted(server.requests)


def test_bodies_are_as_they_came_compressed_or_in_any_encoding(tmp_path, server):
    html = article("北街镇").partition(b"\r\n\r\n")[2]
    packed = gzip.compress(html)
    server.pages[FIRST] = answer(packed, content_encoding="gzip")
    server.pages["/fzjs/202501/t20250120_1002.html"] = answer(
        html.decode().replace("utf-8", "gb2312").encode("gb18030"), content_type="text/html; charset=gb2312"
    )
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 4
    check(*warcs(tmp_path))
    (block,) = blocks(tmp_path, "response", FIRST)
    head, _, body = block.partition(b"\r\n\r\n")
    assert body == packed
    assert b"Content-Encoding: gzip" in head
    (digest_kept,) = rows(tmp_path, "select payload_digest from fetches where url like '%1001.html'")[0]
    assert digest_kept == digest(packed)
    assert blocks(tmp_path, "response", "1002.html")[0].endswith(
        server.pages["/fzjs/202501/t20250120_1002.html"][-50:]
    )


def test_chunks_are_put_together_and_not_claimed(tmp_path, server):
    html = article("北街镇").partition(b"\r\n\r\n")[2]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (html[:100], html[100:]))
    server.pages[FIRST] = (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"
        + chunks
        + b"0\r\n\r\n"
    )
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 4
    check(*warcs(tmp_path))
    head, _, body = blocks(tmp_path, "response", FIRST)[0].partition(b"\r\n\r\n")
    assert body == html
    assert b"transfer-encoding" not in head.lower()


def test_headers_keep_their_values_and_repetitions(tmp_path, server):
    name = 'inline; filename="报告.html"'.encode("gb18030")
    raw = answer(article("北街镇").partition(b"\r\n\r\n")[2])
    server.pages[FIRST] = raw.replace(
        b"Content-Type", b"x-twice: 1\r\nContent-Disposition: " + name + b"\r\nX-Twice: 2\r\nContent-Type", 1
    )
    site_file(tmp_path / "sites", server)
    crawl(tmp_path)
    check(*warcs(tmp_path))
    head = blocks(tmp_path, "response", FIRST)[0].partition(b"\r\n\r\n")[0]
    assert name in head
    assert b"X-Twice: 1\r\nX-Twice: 2" in head  # the case of names is Scrapy's: docs/capture.md


def test_what_is_not_exact_is_what_the_docs_say(tmp_path, server):
    """docs/capture.md: names, places, the phrase, folded lines and lines without a colon."""
    body = article("北街镇").partition(b"\r\n\r\n")[2]
    lines = [
        b"HTTP/1.1 200 Fine",
        b"ETag:   abc  ",
        b"X-Folded: one",
        b"  two",
        b"no colon here",
        b"x-via-JSL: a",
        b"Connection: keep-alive",
        b"Content-Length: %d" % len(body),
    ]
    server.pages[FIRST] = b"\r\n".join([*lines, b"", body])
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 4
    head = blocks(tmp_path, "response", FIRST)[0].partition(b"\r\n\r\n")[0]
    assert head.split(b"\r\n") == [
        b"HTTP/1.1 200 OK",
        b"Content-Length: %d" % len(body),
        b"Etag: abc",
        b"X-Folded: one  two",
        b"X-Via-Jsl: a",
    ]


def test_an_answer_cut_short_is_kept_marked_and_not_believed(tmp_path, server):
    whole = article("北街镇")
    server.pages[FIRST] = whole[:-200]
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 3
    check(*warcs(tmp_path))
    cut = [
        f
        for f, _ in records(tmp_path)
        if f["WARC-Type"] == "response" and f["WARC-Target-URI"].endswith(FIRST)
    ]
    assert {fields["WARC-Truncated"] for fields in cut} == {"disconnect"}
    assert blocks(tmp_path, "response", FIRST)[0].endswith(whole[-300:-200])
    assert {o for (o,) in rows(tmp_path, "select outcome from fetches where url like '%1001.html'")} == {
        "connection"
    }
    assert rows(tmp_path, "select count(*) from documents where url like '%1001.html'") == [(0,)]


def test_failures_of_transport_are_on_record_with_their_reason(tmp_path, server):
    server.pages["/fzjs/202501/t20250120_1001.html"] = None  # says nothing
    server.pages["/fzjs/202501/t20250120_1002.html"] = answer(b"x" * 40000)
    server.pages["/fzjs/202501/t20250120_1003.html"] = b""  # hangs up
    limits = "[politeness]\ndelay = 0\nautothrottle = false\ntimeout = 1\nmax_size = 20000\n"
    site_file(tmp_path / "sites", server, more=limits)
    result = crawl(tmp_path)
    assert result["reports"] == 1
    assert result["failures"] == 3
    check(*warcs(tmp_path))
    found = rows(
        tmp_path, "select distinct substr(url, -9, 4), outcome, status from fetches where status is null"
    )
    assert sorted(found) == [
        ("1001", "timeout", None),
        ("1002", "too_large", None),
        ("1003", "connection", None),
    ]
    told = blocks(tmp_path, "metadata", "1001.html")
    assert len(told) == 3  # asked three times
    assert told[0].startswith(b"outcome: timeout\r\nerror: DownloadTimeoutError")
    assert len(blocks(tmp_path, "request", "1001.html")) == 3


@pytest.mark.parametrize(
    ("home", "outcome"),
    [("http://127.0.0.1:1", "connection"), ("https://127.0.0.1:{port}", "tls")],
)
def test_a_host_that_gives_no_answer_is_told_and_recorded(tmp_path, server, home, outcome):
    """Nobody listens at port 1; the other speaks no TLS."""
    site_file(tmp_path / "sites", server)
    file = tmp_path / "sites" / "hongqi.toml"
    file.write_text(file.read_text().replace(server.url, home.format(port=server.port)))
    result = crawl(tmp_path, code=1)
    assert result["outcome"] == "failed"
    assert "robots.txt could not be fetched" in result["message"]
    assert rows(tmp_path, "select distinct outcome from fetches where url like '%/robots.txt'") == [
        (outcome,)
    ]
    assert rows(tmp_path, "select outcome from fetches where url not like '%/robots.txt'") == [("failed",)]
    check(*warcs(tmp_path))
    assert blocks(tmp_path, "metadata", "/robots.txt")
    assert not blocks(tmp_path, "request", "/robots.txt")


def test_a_proxy_gets_every_request_and_is_no_part_of_the_addresses(tmp_path, server):
    """GONGKAI_PROXY: how the fictional sites are reached, whatever port is free."""
    site_file(tmp_path / "sites", server)
    file = tmp_path / "sites" / "hongqi.toml"
    file.write_text(file.read_text().replace(server.url, "http://hongqi.localhost:1"))
    real, server.url = server.url, "http://hongqi.localhost:1"
    done = subprocess.run(
        [GONGKAI, "crawl", "hongqi", "--json", "--data", tmp_path / "data", "--sites", tmp_path / "sites"],
        env=environment(GONGKAI_PROXY=real), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(path.startswith("http://hongqi.localhost:1/") for path in server.paths)
    assert server.paths[0].endswith("/robots.txt")
    assert rows(tmp_path, "select count(*) from documents where url like 'http://hongqi.localhost:1/%'") == [
        (4,)
    ]
    recorded = [block for fields, block in records(tmp_path) if fields["WARC-Type"] == "request"]
    assert sorted(recorded) == sorted(server.requests)


def test_we_say_who_we_are(tmp_path, server):
    site_file(tmp_path / "sites", server)
    gongkai("crawl", "hongqi", "--data", tmp_path / "data", "--sites", tmp_path / "sites")
    assert all(b"User-Agent: Gongkai/" in request for request in server.requests)
    assert not any(b"Mozilla" in request for request in server.requests)


@pytest.mark.parametrize(
    ("odd", "outcome", "status"),
    [
        (answer("", "302 Found", location="http://["), "failed", 302),
        (answer("<p>x</p>", "99999999999999999999 Odd"), "http_error", None),
    ],
    ids=["a redirect to no address", "a status that is none"],
)
def test_an_odd_answer_has_its_row_as_well_as_its_record(tmp_path, server, odd, outcome, status):
    server.pages[FIRST] = odd
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 3
    told = rows(tmp_path, "select outcome, status, warc_file from fetches where url like ?", "%" + FIRST)
    assert [row[:2] for row in told][:1] == [(outcome, status)]
    assert all(row[2] for row in told)
