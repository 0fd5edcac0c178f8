"""WARC files: ours pass the checkers of the field, and those of others are read as far as they are whole."""

import gzip
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.errors import GongkaiError
from archive.warc import FORMAT, Record, WarcFile, digest, new_id, warc_date, warc_fields
from archive.warc_reader import copy_whole_members, read_members

BIN = Path(sys.executable).parent
MOMENT = datetime(2026, 11, 23, 4, 5, 6, 123456, UTC)
DATE = "2026-11-23T04:05:06.123456Z"
HEAD = b"HTTP/1.1 200 OK\r\nX-Odd-\xff: \xe4\r\nContent-Encoding: gzip\r\n\r\n"
BODY = gzip.compress("公开".encode())


def fields(url: str) -> tuple[tuple[str, str], ...]:
    return (("WARC-Target-URI", url), ("WARC-Date", DATE))


def response(url: str) -> Record:
    return Record("response", fields(url), HEAD, BODY, new_id())


def page(url: str, body: bytes) -> Record:
    return Record("resource", fields(url), payload=body, id=new_id(), content_type="text/html")


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """A file with an exchange, a saved page and a note."""
    writer = WarcFile(tmp_path, "yunxi.warc.gz", FORMAT, MOMENT)
    asked = Record(
        "request", fields("http://a.example/a"), b"GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n", id=new_id()
    )
    writer.append([response("http://a.example/a"), asked])
    note = Record(
        "metadata", fields("saved:a"), payload=warc_fields([("via", "a\r\nforged: b")]), id=new_id()
    )
    writer.append([page("saved:a", b"<p>a"), note])
    writer.close()
    return writer.path


def test_the_checkers_of_the_field_pass_every_record(warc: Path) -> None:
    for command in (["warcio", "check"], ["fastwarc", "check"], ["fastwarc", "check", "-p"]):
        done = subprocess.run([BIN / command[0], *command[1:], warc], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "5 records were verified" in done.stdout


def test_every_record_is_a_gzip_member_of_its_own_with_sha256_digests_and_a_utc_date(warc: Path) -> None:
    with warc.open("rb") as stream:
        records = ArchiveIterator(stream)
        seen = []
        for record in records:
            headers = record.rec_headers
            records.read_to_end()
            offset, length = records.get_record_offset(), records.get_record_length()
            assert gzip.decompress(warc.read_bytes()[offset : offset + length]).startswith(b"WARC/1.1\r\n")
            assert headers.get_header("WARC-Block-Digest").startswith("sha256:")
            assert headers.get_header("WARC-Date") == DATE
            seen.append(record.rec_type)
    assert seen == ["warcinfo", "response", "request", "resource", "metadata"]


def test_the_block_is_kept_byte_for_byte_and_the_capture_points_at_it(tmp_path: Path) -> None:
    writer = WarcFile(tmp_path, "x.warc.gz", FORMAT, MOMENT)
    (capture,) = writer.append([response("http://a.example/a")])
    writer.close()
    member = writer.path.read_bytes()[capture.offset : capture.offset + capture.length]
    block = gzip.decompress(member).partition(b"\r\n\r\n")[2]
    assert block == HEAD + BODY + b"\r\n\r\n"
    assert capture.payload_digest == digest(BODY)


def test_a_line_break_in_a_note_forges_no_field(warc: Path) -> None:
    (note,) = (m for m in read_members(warc) if m.type == "metadata")
    assert note.body == b"via: a forged: b\r\n"


def test_a_response_is_read_back_with_its_encodings_undone(warc: Path) -> None:
    answer = next(m for m in read_members(warc) if m.type == "response")
    assert (answer.status, answer.body.decode()) == (200, "公开")
    assert answer.url == "http://a.example/a"
    assert answer.date == DATE
    assert answer.payload_digest == digest(BODY)


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_file_cut_short_gives_what_is_whole_and_names_what_is_not(
    warc: Path, tmp_path: Path, cut: int
) -> None:
    short = tmp_path / "cut.warc.gz"
    short.write_bytes(warc.read_bytes()[:-cut])
    *whole, last = read_members(short)
    assert [m.type for m in whole] == ["warcinfo", "response", "request", "resource"]
    assert "cut short" in last.problem
    kept = copy_whole_members(short, tmp_path / "kept", whole[-1].offset + whole[-1].length)
    assert [m.type for m in read_members(kept)] == [m.type for m in whole]
    assert short.read_bytes().startswith(kept.read_bytes())


def test_a_file_that_is_no_warc_says_so(tmp_path: Path) -> None:
    junk = tmp_path / "junk.warc.gz"
    junk.write_bytes(b"not a WARC at all")
    (only,) = read_members(junk)
    assert "cannot be read beyond byte 0" in only.problem


def test_a_full_disk_is_told_and_the_records_before_stay_whole(tmp_path: Path) -> None:
    """A file-size limit fails a write half way through, as a full disk does."""
    writer = WarcFile(tmp_path, "x.warc.gz", FORMAT, MOMENT)
    writer.append([page("saved:a", b"a")])
    before = writer.path.read_bytes()
    old_handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    old_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 2000, old_limit[1]))
    try:
        with pytest.raises(GongkaiError, match=r"x\.warc\.gz: cannot be written .*free or repair the disk"):
            writer.append([page("saved:b", os.urandom(9000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
        signal.signal(signal.SIGXFSZ, old_handler)
    assert writer.path.read_bytes() == before
    writer.append([page("saved:c", b"c")])
    writer.close()
    assert [m.url for m in read_members(writer.path)][1:] == ["saved:a", "saved:c"]


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(GongkaiError, match=r"file.*cannot be written"):
        WarcFile(blocker / "warc", "x.warc.gz", FORMAT, MOMENT)


def test_a_moment_is_written_in_utc_with_its_fraction() -> None:
    assert warc_date(MOMENT) == DATE
