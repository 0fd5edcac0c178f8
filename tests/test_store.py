"""The archive on disk: versions, transactions, other processes, and files that are no archive."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import index
from archive.compare.normal import published_digest
from archive.describe import described
from archive.errors import GongkaiError
from archive.journal import Asked
from archive.loading import load
from archive.records import (
    Attachment,
    Block,
    Capture,
    Doubt,
    Evidence,
    Fetch,
    Join,
    ListRow,
    Number,
    OutlineRegion,
    Removed,
    Report,
    SiteRecord,
    Span,
    UnitRecord,
)
from archive.schema import migrations
from archive.search import search
from archive.store import Archive

Opening = Callable[[Path], Archive]
ROOT = Path(__file__).parent.parent
SITE = SiteRecord(
    "yunxi", "耘溪区", "http://yunxi.localhost/", units=(UnitRecord("青石镇"), UnitRecord("柳林镇"))
)
REPORT = Report(
    url="http://yunxi.localhost/a.html",
    title="青石镇法治政府建设报告",
    text="一是学习。\n二是普法。",
    blocks=(Block("paragraph", "一是学习。"), Block("table", "甲\t乙", rows=(("甲", "乙"),))),
    metadata={"document_number": "云府发〔2023〕8号", "unit": "青石镇", "report_year": "2023"},
    evidence=(
        Evidence("unit", "青石镇", "青石镇政府", "meta", "r"),
        Evidence("unit", "", "x", "y", "z", chosen=False),
    ),
    meta_tags=(("SiteName", "耘溪区"),),
    removed=(Removed("share bar", "分享到"),),
    attachments=(Attachment("http://yunxi.localhost/a.doc", "附件一"),),
    extractor="test",
)

READ = replace(
    REPORT,
    text="一是年度考\n核。\n在81社区设置。",
    blocks=(
        Block("paragraph", "一是年度考核。", spans=(Span("link", 0, 2, "http://yunxi.localhost/b"),)),
        Block("image", "图", address="http://yunxi.localhost/a.png", width=300, height=200),
        Block("table", "甲\t乙", rows=(("甲", "乙"),)),
        Block("note", "注"),
    ),
    evidence=(
        Evidence("date_written", "2024-01-17", "2024年1月17日", "td", "label", "生成日期", precision="day"),
        Evidence("date_written", "2024-01-18", "0118", "url", "url", "", False, False, "day"),
    ),
    removed=(Removed("share bar", "分享到", "div.share"), Removed("page numbers", "1", "p", 4)),
    joins=(Join(5, 6, "\n", "", "page-break"),),
    doubts=(Doubt("glued", 10, 14, "似有脱字"),),
    conflicts=("date_written",),
    numbers=(Number("document_number", "number", "云府发", "2023", "8"),),
    outline=(
        OutlineRegion(0, "div.header", "site header", 12, "耘溪区"),
        OutlineRegion(1, "div.c", "", 9, "一是"),
    ),
    warnings=("似有脱字",),
    encoding="gb18030",
)  # fmt: skip
"""A report with everything that can be said of one."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "data", create=True) as opened:
        opened.save_site(SITE)
        opened.start_crawl("yunxi", "crawl")
        yield opened


def fetched(archive: Archive, url: str = REPORT.url, day: int = 1, **changes: object) -> int:
    fetch = Fetch("yunxi", url, f"2024-01-{day:02}T00:00:00.000000Z", "ok", status=200)
    return archive.save_fetch(1, replace(fetch, **changes))  # type: ignore[arg-type]


def save(archive: Archive, report: Report = REPORT, day: int = 1) -> str:
    return archive.save_report(1, fetched(archive, report.url, day), report).change


def rows(archive: Archive, sql: str) -> list[tuple[object, ...]]:
    return list(archive.db.execute(sql))


def finds(archive: Archive, words: str) -> int:
    return search(archive.db, words).count


def check_index(archive: Archive) -> None:
    """Every posting belongs to a document, and ranking works."""
    archive.db.execute("insert into search_index (search_index) values ('integrity-check')")
    archive.db.execute(
        "select bm25(search_index) from search_index where search_index match '\"学习\"'"
    ).fetchall()


def test_a_report_is_kept_whole(archive: Archive) -> None:
    assert save(archive) == "new"
    (row,) = archive.db.query("select * from reports")
    assert (row["url"], row["title"], row["text"]) == (REPORT.url, REPORT.title, REPORT.text)
    assert (row["site"], row["site_id"], row["unit"], row["report_year"]) == (
        "耘溪区",
        "yunxi",
        "青石镇",
        "2023",
    )
    assert row["issuer"] is None and row["document_number"] == "云府发〔2023〕8号"
    assert rows(archive, "select field, raw, chosen from evidence") == [
        ("unit", "青石镇政府", 1),
        ("unit", "x", 0),
    ]
    assert rows(archive, "select reason, text from removed") == [("share bar", "分享到")]
    assert rows(archive, "select name from attachments") == [("附件一",)]
    assert rows(archive, "select json_extract(blocks, '$[1].rows[0][1]'), meta_tags from versions") == [
        ("乙", '[["SiteName", "耘溪区"]]')
    ]
    assert rows(archive, "select kind, document, change from fetches") == [("report", 1, "new")]


def test_the_whole_reading_comes_back_as_it_was_saved(archive: Archive) -> None:
    for report in (READ, Report("http://yunxi.localhost/bare.html")):
        saved = archive.save_report(1, fetched(archive, report.url), report)
        held = load(archive.db.conn, saved.document)
        assert held is not None
        assert held.report == report
        assert (held.number, held.versions, held.capture["url"], held.site["name"]) == (
            1, 1, report.url, "耘溪区",
        )  # fmt: skip
    assert load(archive.db.conn, 99) is None


def test_a_version_is_had_by_its_number(archive: Archive) -> None:
    save(archive)
    save(archive, READ, day=2)
    texts = {n: held.report.text for n in (None, 1, 2, 3) if (held := load(archive.db.conn, 1, n))}
    assert texts == {None: READ.text, 1: REPORT.text, 2: READ.text}


def test_our_reading_is_no_part_of_what_was_published(archive: Archive) -> None:
    """Doubts, joins and the outline are ours: a better rule makes no new version."""
    save(archive, READ)
    unread = replace(READ, joins=(), doubts=(), conflicts=(), numbers=(), outline=(), evidence=(), removed=())
    assert published_digest(unread) == published_digest(READ)
    assert save(archive, unread, day=2) == "unchanged"


def test_a_better_extractor_makes_a_reading_and_no_version(archive: Archive) -> None:
    """The same bytes, read otherwise: the version stays, its reading is the new one, the old one is kept."""
    capture = Capture("yunxi.warc.gz", 10, 20, "<urn:uuid:1>", "sha256:ab")
    better = replace(READ, text=READ.text + "\n一句从前漏读的话。", extractor="gongkai 9/9")
    for report, day in ((READ, 1), (better, 2)):
        fetch = fetched(archive, READ.url, day, capture=replace(capture, record_id=f"<urn:uuid:{day}>"))
        archive.save_report(1, fetch, report)
    held = load(archive.db.conn, 1)
    assert held is not None and (held.versions, held.number) == (1, 1)
    assert (held.report.text, held.report.extractor) == (better.text, "gongkai 9/9")
    assert rows(archive, "select extractor, text from readings") == [(READ.extractor, READ.text)]
    assert finds(archive, "从前漏读") == 1
    check_index(archive)
    edited = replace(better, text=READ.text + "\n一句改过的话。")
    fetch = fetched(archive, READ.url, 3, capture=replace(capture, payload_digest="sha256:cd"))
    assert archive.save_report(1, fetch, edited).change == "changed"


def test_a_gap_in_a_series_of_numbers_can_be_asked_for(archive: Archive) -> None:
    for serial in (7, 8, 11):
        number = Number("document_number", "number", "云府发", "2023", str(serial))
        save(archive, replace(REPORT, url=f"http://yunxi.localhost/{serial}", numbers=(number,)))
    gaps = """
        select serial, serial - before - 1 from (
            select cast(serial as integer) as serial,
                lag(cast(serial as integer)) over (order by cast(serial as integer)) as before
            from numbers where field = 'document_number' and organ = '云府发' and year = '2023'
        ) where serial - before > 1"""
    assert rows(archive, gaps) == [(11, 2)]
    (plan,) = rows(archive, "explain query plan select serial from numbers where field = 'x' and organ = 'y'")
    assert "numbers_series" in str(plan)


def test_an_unchanged_report_adds_no_version_and_is_confirmed(archive: Archive) -> None:
    save(archive, day=1)
    again = replace(
        REPORT, text=" 一是学习。\n\n二是普法。 ", extractor="newer", metadata={**REPORT.metadata, "unit": ""}
    )
    assert save(archive, again, day=3) == "unchanged"
    assert rows(archive, "select count(*), max(last_confirmed) from versions") == [
        (1, "2024-01-03T00:00:00.000000Z")
    ]
    assert rows(archive, "select first_seen < last_seen from documents") == [(1,)]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的"},
        {"text": "一是学习。"},
        {"metadata": {"issuer": "耘溪区"}},
        {"attachments": ()},
        {"attachments": (Attachment("http://yunxi.localhost/b.doc", "附件一"),)},
    ],
)
def test_whatever_was_published_differently_is_a_version(archive: Archive, change: dict[str, object]) -> None:
    save(archive)
    assert save(archive, replace(REPORT, **change), day=2) == "changed"  # type: ignore[arg-type]
    assert save(archive, REPORT, day=3) == "changed"
    assert rows(archive, "select number, digest from versions where number <> 2") == [
        (1, published_digest(REPORT)), (3, published_digest(REPORT)),
    ]  # fmt: skip
    check_index(archive)


def test_one_document_is_one_address_however_it_is_written(archive: Archive) -> None:
    save(archive)
    assert save(archive, replace(REPORT, url="HTTP://yunxi.localhost:80/x/../a.html#top")) == "unchanged"


def test_the_index_forgets_the_words_of_a_former_version(archive: Archive) -> None:
    save(archive)
    save(archive, replace(REPORT, url="http://yunxi.localhost/b.html"))
    changed = replace(REPORT, title="臺灣", text="审计", metadata={}, attachments=())
    save(archive, changed, day=2)
    for word in ("普法", "青石", "附件一", "〔2023〕8号"):
        assert finds(archive, word) == 1  # the other document
    assert finds(archive, "台湾") == finds(archive, "审计") == 1
    check_index(archive)


def test_another_segmenter_makes_the_index_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    save(archive)
    archive.close()
    monkeypatch.setattr(index, "SEGMENTER", index.SEGMENTER + 1)
    monkeypatch.setattr(index, "segment", lambda text: " ".join(text.replace("学习", "gone")))
    with Archive.open(archive.path.parent) as newer:
        assert rows(newer, "select distinct segmenter from search_state") == [(index.SEGMENTER,)]
        assert finds(newer, "学习") == 0
        monkeypatch.undo()
        assert search(newer.db, "学").messages  # says that the index is another's
    with Archive.open(archive.path.parent) as again:
        assert finds(again, "学习") == 1
        check_index(again)


def test_a_crawl_counts_what_it_wrote(archive: Archive) -> None:
    fetched(archive, "http://yunxi.localhost/robots.txt", outcome="not_found", status=404)
    fetched(archive, "http://yunxi.localhost/x", outcome="timeout", status=None)
    fetched(archive, "http://yunxi.localhost/x", outcome="timeout", status=None)
    fetched(archive, "http://yunxi.localhost/y", outcome="timeout", status=None)
    fetched(archive, "http://yunxi.localhost/y")
    fetched(archive, "http://yunxi.localhost/z", outcome="robots", status=None)
    save(archive)
    save(archive)
    archive.finish_crawl(1, "finished", "well")
    (crawl,) = archive.db["crawls"].rows
    counts = {name: crawl[name] for name in ("pages", "reports", "new", "changed", "unchanged", "failures")}
    assert counts == {"pages": 3, "reports": 1, "new": 1, "changed": 0, "unchanged": 1, "failures": 1}
    assert crawl["outcome"] == "finished" and crawl["finished"] > crawl["started"]


def test_lists_columns_and_captures_are_kept(archive: Archive) -> None:
    capture = Capture("yunxi.warc.gz", 10, 20, "<urn:uuid:1>", "sha256:ab")
    fetch = fetched(archive, "http://yunxi.localhost/list", capture=capture)
    archive.save_listing(
        fetch, "http://yunxi.localhost/list", [ListRow("http://yunxi.localhost:80/a", "甲", "2024-01-01")]
    )
    assert rows(archive, "select position, url, title, list_url from sightings") == [
        (1, "http://yunxi.localhost/a", "甲", "http://yunxi.localhost/list")
    ]
    archive.save_listing(fetched(archive, "http://yunxi.localhost/none"), "http://yunxi.localhost/none", [])
    archive.mark_fetch(fetch, "", "soft_404")
    assert rows(archive, "select kind, outcome, warc_offset from fetches where id = 1") == [
        ("list", "soft_404", 10)
    ]
    assert archive.has_record("<urn:uuid:1>") and not archive.has_record("<urn:uuid:2>")
    assert archive.has_payload("yunxi", "http://yunxi.localhost/list", "sha256:ab")
    assert not archive.has_payload("yunxi", "http://yunxi.localhost/list", "sha256:cd")
    for _ in range(2):
        archive.save_column(1, Asked("list", "公开 > 报告", genre="报告", first=True))
    assert rows(archive, "select path, genre, url from columns") == [
        ("公开 > 报告", "报告", "http://yunxi.localhost/list")
    ]


def test_a_site_is_remembered_as_its_definition_now_says(archive: Archive) -> None:
    archive.save_site(replace(SITE, name="耘溪区人民政府", units=(UnitRecord("白鹭乡"),)))
    assert rows(archive, "select name from sites") == [("耘溪区人民政府",)]
    assert rows(archive, "select name from units") == [("白鹭乡",)]


def test_a_save_that_fails_leaves_nothing(archive: Archive) -> None:
    broken = replace(REPORT, evidence=(Evidence("issuer", "x", "x", None, "x"),))  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        save(archive, broken)
    assert rows(archive, "select count(*) from documents union all select count(*) from versions") == [
        (0,),
        (0,),
    ]
    assert save(archive) == "new"


def test_what_refers_to_nothing_is_refused(archive: Archive) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        archive.start_crawl("nowhere", "crawl")


# An archive of an earlier Gongkai


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """An archive as m001 made it, with a document, closed."""
    (tmp_path / "old").mkdir()
    db = Database(tmp_path / "old" / "archive.db")
    migrations.apply(db, stop_before="m002_fidelity")
    for statement in (
        "insert into sites (id, name, home) values ('yunxi', '耘溪区', 'http://yunxi.localhost/')",
        "insert into crawls (site, reason, started) values ('yunxi', 'crawl', '2024')",
        "insert into fetches (crawl, site, url, fetched, outcome, kind, change)"
        " values (1, 'yunxi', 'http://yunxi.localhost/a.html', '2024', 'ok', 'report', 'new')",
        "insert into documents (site, url, first_seen, last_seen)"
        " values ('yunxi', 'http://yunxi.localhost/a.html', '2024', '2024')",
        'insert into versions (document, number, "fetch", first_seen, last_confirmed, digest, title, text,'
        " blocks) values (1, 1, 1, '2024', '2024', 'x', '题', '学习', '[{\"kind\": \"paragraph\","
        ' "text": "学习", "level": 0, "rows": [], "address": ""}]\')',
        "update documents set version = 1",
        "insert into evidence (version, field, value, raw, place, rule)"
        " values (1, 'issuer', '某', '某', 'td', 'label')",
        "insert into removed (version, position, reason, text) values (1, 1, 'footer', '页脚')",
    ):
        db.execute(statement)
    index.index_document(db, 1, 1)
    assert "joins" not in db.table("versions").columns_dict
    db.conn.commit()
    db.close()
    return tmp_path / "old"


@pytest.mark.parametrize("opening", [Archive.open, Archive.open_read_only])
def test_an_older_archive_gets_the_new_tables_and_keeps_its_rows(older: Path, opening: Opening) -> None:
    with opening(older) as archive:
        held = load(archive.db.conn, 1)
        assert held is not None
        assert held.report == Report(
            "http://yunxi.localhost/a.html",
            "题",
            "学习",
            (Block("paragraph", "学习"),),
            evidence=(Evidence("issuer", "某", "某", "td", "label"),),
            removed=(Removed("footer", "页脚"),),
        )
        assert rows(archive, "select kept_characters, filled from fetches") == [(None, None)]
        assert rows(archive, "select count(*) from alarms") == [(0,)]
    with Archive.open(older) as archive:
        assert finds(archive, "学习") == 1
        assert save(archive, replace(READ, title="题")) == "changed"
        archive.finish_crawl(1, "finished")
        assert rows(archive, "select reports from extractions") == [(1,)]
        check_index(archive)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_older_archive_that_cannot_be_written_is_said(older: Path) -> None:
    (older / "archive.db").chmod(0o444)
    older.chmod(0o555)
    with pytest.raises(GongkaiError, match="cannot be"):
        Archive.open_read_only(older)


# Files and folders


def test_a_missing_archive_is_said(tmp_path: Path) -> None:
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(GongkaiError, match=r"no archive in .*data.*: run `gongkai crawl` first"):
            opening(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GongkaiError, match=r"cannot make the data folder .*file/data"):
        Archive.open(tmp_path / "file" / "data", create=True)


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive.db").mkdir()
    with pytest.raises(GongkaiError, match=r"archive\.db cannot be opened"):
        Archive.open(tmp_path, create=True)


def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"not a database, surely" * 100)
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(GongkaiError, match=r"archive\.db is not a database"):
            opening(tmp_path)
    assert (tmp_path / "archive.db").read_bytes().startswith(b"not a database")


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "archive.db")
    other.execute("create table birds (name)")
    other.close()
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(GongkaiError, match="not an archive of Gongkai"):
            opening(tmp_path)
    other = sqlite3.connect(tmp_path / "archive.db")
    assert other.execute("pragma journal_mode").fetchone() == ("delete",)
    other.close()


def test_an_archive_of_a_newer_gongkai_is_refused(archive: Archive) -> None:
    archive.db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('gongkai', 'm999_later', 'now')"
    )
    for opening in (Archive.open, Archive.open_read_only):
        with pytest.raises(GongkaiError, match=r"made by a newer Gongkai .*m999_later.*: upgrade"):
            opening(archive.path.parent)


def test_a_full_disk_is_said_and_what_was_saved_stays(archive: Archive) -> None:
    save(archive)
    pages = archive.db.execute("pragma page_count").fetchone()[0]
    archive.db.execute(f"pragma max_page_count = {pages}")
    fetch = fetched(archive, "http://yunxi.localhost/b")
    with pytest.raises(GongkaiError, match=r"archive\.db cannot grow, the disk is full: free some space"):
        archive.save_report(1, fetch, replace(REPORT, url="http://yunxi.localhost/b", text="大" * 1_000_000))
    assert rows(archive, "select count(*) from reports") == [(1,)]
    archive.db.execute("pragma max_page_count = 1000000")
    assert save(archive, replace(REPORT, url="http://yunxi.localhost/b")) == "new"
    check_index(archive)


def test_opening_twice_changes_nothing(archive: Archive) -> None:
    save(archive)
    before = rows(archive, "select * from _sqlite_migrations")
    with Archive.open(archive.path.parent, create=True) as again:
        assert rows(again, "select * from _sqlite_migrations") == before
        assert rows(again, "pragma journal_mode") == [("wal",)]
        assert rows(again, "pragma foreign_keys") == [(1,)]
        assert rows(again, "pragma busy_timeout")[0][0] >= 60_000  # type: ignore[operator]


def test_a_reader_writes_nothing_and_sees_what_is_saved(archive: Archive) -> None:
    with Archive.open_read_only(archive.path.parent) as reader:
        save(archive)
        assert finds(reader, "普法") == 1
        with pytest.raises(GongkaiError, match="cannot be written"):
            reader.save_site(SITE)


# Other processes

WRITER = """
import sys
from pathlib import Path
from archive.records import *
from archive.store import Archive
name, count = sys.argv[2], int(sys.argv[3])
with Archive.open(Path(sys.argv[1]), create=True) as archive:
    archive.save_site(SiteRecord(name, name, f"http://{name}/"))
    crawl = archive.start_crawl(name, "crawl")
    number = 0
    while number != count:
        number += 1
        url = f"http://{name}/{number}"
        fetch = archive.save_fetch(crawl, Fetch(name, url, "2024-01-01T00:00:00Z", "ok"))
        archive.save_report(crawl, fetch, Report(url, f"第{number}号", "学习普法。" * 200))
        print(number, flush=True)
"""


def writer(data: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), name, str(count)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def test_writers_wait_for_each_other_from_the_first_moment(tmp_path: Path) -> None:
    writers = [writer(tmp_path / "data", f"site{n}", 60) for n in range(3)]
    for process in writers:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    with Archive.open(tmp_path / "data") as archive:
        assert rows(archive, "select count(*), count(distinct version) from reports") == [(180, 180)]
        assert finds(archive, "普法") == 180
        check_index(archive)


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_killed_writer_loses_only_the_page_in_hand(tmp_path: Path, after: int) -> None:
    with writer(tmp_path, "yunxi", -1) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout if line.endswith("\n")]
    with Archive.open(tmp_path) as archive:
        saved = rows(archive, "select count(*) from reports")[0][0]
        assert saved in (told[-1], told[-1] + 1)
        assert finds(archive, "学习") == saved
        assert rows(archive, "pragma integrity_check") == [("ok",)]
        check_index(archive)
        archive.start_crawl("yunxi", "crawl")


def test_the_schema_document_is_current() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == described(), (
        "run: python -m archive.describe > docs/schema.md"
    )
