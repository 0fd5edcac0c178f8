"""The evidence sheet says what database, WARC and chain say; and nothing that a page wrote runs in it."""

from __future__ import annotations

import gzip
import hashlib
import re
import sqlite3
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import shelf
from authority import authority
from handed import FIRST, PARTS, SAVED, SECOND, eventful, fetched, number
from hongqi import gongkai

from archive.publish.app import datasette_for
from archive.sheet.gathered import gather
from archive.sheet.printed import printed
from archive.sheet.style import SOURCE, STYLE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return eventful(tmp_path)


def sheet(data: Path, *words: str) -> str:
    return gongkai("sheet", *words, "--data", data).stdout


def plain(page: str) -> str:
    """The text of a page, as one reads it."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def row(data: Path, query: str, *values: Any) -> dict[str, Any]:
    connection = sqlite3.connect(data / "archive.db")
    connection.row_factory = sqlite3.Row
    try:
        return dict(connection.execute(query, values).fetchone())
    finally:
        connection.close()


def test_it_says_what_database_warc_and_chain_say(data):
    said = plain(sheet(data, number(data, FIRST), "2"))
    version = row(data, "select * from versions where document = ? and number = 2", number(data, FIRST))
    capture = row(data, "select * from fetches where id = ?", version["fetch"])
    entry = row(data, "select * from chain where file = ?", capture["warc_file"])
    assert "version 2 of 2" in said and capture["url"] in said
    for when in (capture["fetched"], version["first_seen"], version["last_confirmed"]):
        assert f"{when[:10]} {when[11:19]} UTC" in said
    text = f"sha256:{hashlib.sha256(version['text'].encode()).hexdigest()}"
    for digest in (capture["payload_digest"], version["digest"], text, entry["hash"], entry["root"]):
        assert digest in said
    for line in version["text"].split("\n"):
        assert line in said
    assert said.count("制作本单时重算，相符") == 2 and "重算不符" not in said
    assert "制作本单时，所存字节与下列摘要相符" in said
    assert f"第 {entry['n']} 项" in said and "到根的路径" in said
    assert "GET /fzjs/202501/t20250120_1001.html HTTP/1.1" in said and "HTTP/1.1 200 OK" in said
    assert "Gongkai-Context:" in said
    assert "2025-01-20 09:30" in said and "meta[name=PubDate]" in said  # the raw string, and where it stood
    assert "导航 navigation" in said and "首页 政务公开" in said  # what was set aside, and why
    assert "附件：考核表.pdf" in said and "P020250120.pdf" in said
    file = row(
        data,
        'select f.* from fetches f join attachments a on a."fetch" = f.id where a.version = ?',
        version["id"],
    )
    assert file["warc_record"] in said and file["payload_digest"] in said  # the version's own, not the newest
    assert "不能证明" in said and "TLS signs nothing that lasts" in said


def test_its_commands_check_what_it_says(data):
    page = sheet(data, number(data, FIRST), "2")
    commands = unescape(re.search(r"<pre>(# .*?)</pre>", page, re.S)[1])  # type: ignore[index]
    stored = next(line for line in commands.splitlines() if line.endswith("| sha256sum"))
    ran = subprocess.run(
        ["bash", "-c", stored], cwd=data / "warc", capture_output=True, text=True, check=True
    )
    assert f"sha256:{ran.stdout.split()[0]}" in page
    shown = next(line for line in commands.splitlines() if line.endswith("| zcat"))
    ran = subprocess.run(["bash", "-c", shown], cwd=data / "warc", capture_output=True, text=True, check=True)
    assert "补充说明一处" in ran.stdout


def test_the_path_to_the_root_holds_for_this_record_and_no_other(data):
    connection = sqlite3.connect(data / "archive.db")
    found = gather(connection, data / "warc", int(number(data, FIRST)), 2)
    connection.close()
    assert found is not None and found.proof is not None
    capture = found.held.capture
    raw = (data / "warc" / capture["warc_file"]).read_bytes()
    record = raw[capture["warc_offset"] :][: capture["warc_length"]]
    assert found.proof.holds(record) and not found.proof.holds(record + b"\0")
    assert all(step in printed(found) for step in found.proof.path)


def test_a_version_that_came_as_a_revisit_says_where_the_bytes_lie(data):
    """A text that comes back is a version whose capture holds no bytes."""
    connection = sqlite3.connect(data / "archive.db")
    edited, again = fetched(data, FIRST, 3), fetched(data, FIRST, 4)
    connection.execute('update versions set "fetch" = ? where id = ?', [again, edited])
    connection.commit()
    connection.close()
    said = plain(sheet(data, number(data, FIRST), "2"))
    assert "应答（与以前所存相同） revisit" in said and "字节存于" in said
    held = row(data, "select * from fetches where id = ?", edited)
    assert held["warc_record"] in said and held["warc_file"] in said


def test_every_page_of_an_article_is_on_it(data):
    said = plain(sheet(data, number(data, PARTS)))
    part = row(data, "select * from fetches where asked = 'part' and crawl = 1")
    assert "文章其余各页" in said and said.count(part["url"]) >= 2
    assert part["warc_record"] in said and part["payload_digest"] in said


def test_what_somebody_else_saved_claims_no_time_of_a_server(data):
    said = plain(sheet(data, number(data, SAVED)))
    assert "由他人保存" in said and "Somebody else saved this page" in said
    assert "收到下列应答" not in said and "保存的网页 resource" in said


def test_the_history_of_a_document_is_on_it(data):
    said = plain(sheet(data, number(data, SECOND)))
    assert "已迁移 moved" in said and FIRST in said and str(fetched(data, FIRST, 4)) in said
    assert "304 未变" in said  # what confirmed it


def test_a_byte_changed_in_the_warc_is_seen_and_said(data):
    capture = row(data, "select * from fetches where id = ?", fetched(data, FIRST, 3))
    path = data / "warc" / capture["warc_file"]
    raw = path.read_bytes()
    start, end = capture["warc_offset"], capture["warc_offset"] + capture["warc_length"]
    record = gzip.decompress(raw[start:end])
    forged = gzip.compress(record.replace("补充说明".encode(), "另外说明".encode()))
    path.write_bytes(raw[:start] + forged + raw[end:])
    said = plain(sheet(data, number(data, FIRST), "2"))
    assert said.count("重算不符") == 2 and "所存字节与下列摘要相符" not in said
    assert "没有列出路径" in said and "gongkai verify" in said


def test_without_the_warc_it_says_that_it_could_not_look(data):
    (data / "warc").rename(data / "away")
    said = plain(sheet(data, number(data, FIRST), "2"))
    assert "没有读到记录" in said and "相符" not in said
    assert ": warc/" in said and str(data) not in said  # a sheet is for others
    capture = row(data, "select * from fetches where id = ?", fetched(data, FIRST, 3))
    assert capture["payload_digest"] in said


def test_before_its_file_is_closed_it_is_in_no_chain(data):
    connection = sqlite3.connect(data / "archive.db")
    connection.execute("delete from chain")
    connection.commit()
    connection.close()
    assert "这一采集还不在哈希链中" in plain(sheet(data, number(data, FIRST)))


def test_a_timestamp_that_covers_it_is_shown_and_a_broken_one_too(data, tmp_path):
    assert "尚无 none yet" in plain(sheet(data, number(data, FIRST), "1"))
    with authority(tmp_path / "tsa") as tsa:
        gongkai("timestamp", "--tsa", tsa.url, "--data", data)
    said = plain(sheet(data, number(data, FIRST), "1"))  # in an entry before the one that is stamped
    assert "timestamps/7.tsr，盖在第 7 项上" in said and "the signature fits" in said
    answer = data / "timestamps" / "7.tsr"
    raw = bytearray(answer.read_bytes())
    raw[-1] ^= 1  # the end of its signature
    answer.write_bytes(raw)
    assert "不成立 timestamps/7.tsr" in plain(sheet(data, number(data, FIRST), "1"))


def test_a_chain_that_was_tampered_with_is_said(data):
    connection = sqlite3.connect(data / "archive.db")
    connection.execute("update chain set records = records + 1")
    connection.commit()
    connection.close()
    said = plain(sheet(data, number(data, FIRST), "2"))
    assert "is damaged in the database" in said and "gongkai verify" in said


def test_a_version_that_is_not_there_is_said(data):
    done = gongkai("sheet", number(data, FIRST), "3", "--data", data, code=1)
    assert f"document {number(data, FIRST)} has no version 3: it has 2, from 1 on" in done.stderr


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    shelf.fill(tmp_path)
    connection = sqlite3.connect(tmp_path / "archive.db")
    found = gather(connection, tmp_path / "warc", 1)
    connection.close()
    assert found is not None
    return printed(found)


def test_nothing_that_a_page_wrote_is_markup_in_it(hostile):
    assert "<script" not in hostile and "<img" not in hostile
    assert "&lt;script&gt;" in hostile
    assert (
        re.findall(
            r"""(?:src|href|action)\s*=""",
            re.sub(r"<bdi>.*?</bdi>|<code>.*?</code>", "", hostile, flags=re.S),
        )
        == []
    )
    assert hostile.count("<style>") == 1 and f"<style>{STYLE}</style>" in hostile
    policy = re.search('Content-Security-Policy" content="(.*?)"', hostile)
    assert policy and unescape(policy[1]) == f"default-src 'none'; style-src {SOURCE}"
    assert not re.search(r"url\(|@import", STYLE)


async def test_the_reading_room_shows_the_same_sheet(data):
    datasette = datasette_for(data)
    await datasette.invoke_startup()
    first = f"/report/{number(data, FIRST)}"
    answer = await datasette.client.get(f"{first}/sheet?version=1")
    assert answer.status_code == 200
    assert SOURCE in answer.headers["content-security-policy"]
    made = re.compile(r"本单制作.*?</tr>", re.S)
    assert made.sub("", answer.text) == made.sub("", sheet(data, number(data, FIRST), "1"))
    report = (await datasette.client.get(first)).text
    assert f'href="{first}/sheet"' in report and f'href="{first}/sheet?version=1"' in report
    for path, status in (
        (f"{first}/sheet?version=3", 404),
        ("/report/999/sheet", 404),
        (f"{first}/sheet?version=x", 400),
    ):
        assert (await datasette.client.get(path)).status_code == status


async def test_of_a_large_file_the_reading_room_leaves_the_path_out(data, monkeypatch):
    monkeypatch.setattr("archive.publish.evidence.LARGEST_FILE", 100)
    datasette = datasette_for(data)
    await datasette.invoke_startup()
    said = plain((await datasette.client.get(f"/report/{number(data, FIRST)}/sheet")).text)
    assert "too large to be read for this page" in said and "到根的路径" not in said
