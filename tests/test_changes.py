"""What each version changed, in a row that one can ask for: silent edits, fields, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.publish.app import datasette_for
from archive.records import Attachment, Fetch, Report, SiteRecord
from archive.schema import migrations
from archive.store import Archive

URL = "http://yunxi.localhost/2023.html"
TEXT = "青石镇全年接待群众5516人次，办结率100%。柳林镇完善了工作台账并逐项销号。"
FIRST = Report(URL, "报告", TEXT, metadata={"date_published": "2024-01-17", "issuer": "司法局"})


def told(data: Path, *readings: Report) -> list[dict[str, object]]:
    """The rows of `changes`, of a document read so one night after the other."""
    with Archive.open(data, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        for day, report in enumerate(readings, 1):
            crawl = archive.start_crawl("yunxi", "crawl")
            fetch = archive.save_fetch(crawl, Fetch("yunxi", URL, f"2026-11-{day:02}T00:00:00Z", "ok", 200))
            archive.save_report(crawl, fetch, report)
            archive.finish_crawl(crawl, "finished")
        return list(archive.db.query("select * from changes order by version"))


@pytest.mark.parametrize(
    ("later", "silent", "said"),
    [
        ({"text": TEXT.replace("5516", "5561")}, 1, "1 句改动；数字 5516人次 → 5561人次"),
        ({"title": "工作报告"}, 1, "标题"),
        ({"metadata": FIRST.metadata | {"issuer": "司法局办公室"}}, 1, "字段 发布机构"),
        ({"attachments": (Attachment("http://yunxi.localhost/a.pdf", "表.pdf"),)}, 1, "附件 表.pdf 新增"),
        ({"metadata": FIRST.metadata | {"date_published": "2024-02-01"}}, 0, "字段 发布日期"),
        ({"text": TEXT + "另有一句。", "metadata": {"issuer": "司法局"}}, 0, "1 句增加；字段 发布日期"),
    ],
)
def test_each_version_says_what_it_changed(tmp_path, later, silent, said):
    (row,) = told(tmp_path, FIRST, replace(FIRST, **later))
    assert (row["silent"], row["said"]) == (silent, said)


def test_without_a_stated_date_nobody_can_say_whether_an_edit_is_silent(tmp_path):
    bare = replace(FIRST, metadata={})
    (row,) = told(tmp_path, bare, replace(bare, text=TEXT + "另有一句。"))
    assert row["silent"] is None


def test_what_is_confirmed_has_no_row_and_the_first_version_neither(tmp_path):
    assert told(tmp_path, FIRST, FIRST, replace(FIRST, text=f"浏览次数：9\n{TEXT}")) == []


async def test_silent_edits_are_a_table_and_marked_on_the_page(tmp_path):
    edited = replace(FIRST, text=TEXT.replace("5516", "5561"))
    dated = replace(edited, text=TEXT, metadata=FIRST.metadata | {"date_published": "2024-02-01"})
    _, second = told(tmp_path, FIRST, edited, dated)
    assert second["before"] == 2 and json.loads(str(second["fields"])) == ["date_published"]
    room = datasette_for(tmp_path)
    await room.invoke_startup()
    table = (await room.client.get("/archive/silent_edits.json?_shape=array")).json()
    assert [(row["url"], row["number"], row["said"]) for row in table] == [
        (URL, 2, "1 句改动；数字 5516人次 → 5561人次")
    ]
    page = (await room.client.get("/report/1")).text
    assert page.count("悄然改动") == 1 and "5516人次 → 5561人次" in page
    history = (await room.client.get("/report/1.json")).json()["history"]
    assert [row["silent"] for row in history] == [False, True, None]


def test_an_archive_made_before_knows_the_captures_of_its_files(tmp_path):
    """Its versions get the captures that were the latest; copies and changes are told from the next on."""
    path, file = tmp_path / "archive.db", "http://yunxi.localhost/a.pdf"
    db = Database(path)
    migrations.apply(db, stop_before="m008_versions")
    script = f"""
    insert into sites (id, name, home) values ('yunxi', '耘溪区', 'http://yunxi.localhost/');
    insert into crawls (id, site, reason, started) values (1, 'yunxi', 'crawl', '2026-11-01T00:00:00Z');
    insert into fetches (id, crawl, site, url, fetched, outcome, kind, document, change) values
        (1, 1, 'yunxi', '{URL}', '2026-11-01T00:00:00Z', 'ok', 'report', null, 'new');
    insert into fetches (id, crawl, site, url, fetched, outcome, kind, warc_record, payload_digest) values
        (2, 1, 'yunxi', '{file}', '2026-11-01T00:00:01Z', 'ok', 'attachment', 'x', 'sha256:a');
    insert into documents (id, site, url, first_seen, last_seen) values
        (1, 'yunxi', '{URL}', '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z');
    insert into versions (id, document, number, "fetch", first_seen, last_confirmed, digest) values
        (1, 1, 1, 1, '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', 'sha256:b');
    update documents set version = 1; update fetches set document = 1 where id = 1;
    insert into attachments (version, position, url, name) values (1, 1, '{file}', '表.pdf');
    """
    db.conn.executescript(script)
    db.close()
    with Archive.open(tmp_path) as archive:
        found = archive.db.execute('select "fetch", address from attachments').fetchall()
        assert found == [(2, "//yunxi.localhost/a.pdf")]
