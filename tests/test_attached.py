"""A file replaced under its address is a version of the document that links to it; one made anew is none."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest
from hongqi import article, build, gongkai, rows
from loopback import answer, serving
from travelling import FIRST_NIGHT, everything, night

from archive.records import Attachment, Capture, Fetch, Report, SiteRecord
from archive.store import Archive
from pipelines.files import content_digest
from pipelines.rebuild import rebuild

FIRST = "/fzjs/202501/t20250120_1001.html"
SECOND = "/fzjs/202501/t20250120_1002.html"
FILE = "/fzjs/202501/P1.pdf"
OTHER = "/fzjs/202501/P2.pdf"
LINKS = f'<p><a href="{FILE}">附件1：考核表.pdf</a></p><p><a href="{OTHER}">附件2：名单.pdf</a></p>'


def pdf(said: str, made: str = "20260301020000", number: str = "0A") -> bytes:
    """A file as a server makes it for each download: its time and number in it, an object stream packed."""
    packed = zlib.compress(f"5 0 <</Producer(x)/CreationDate(D:{made}+08'00')/ModDate(D:{made}Z)>>".encode())
    xmp = f'<x xmp:ModifyDate="{made}"><xmp:CreateDate>{made}</xmp:CreateDate><xmpMM:InstanceID>{number}</x>'
    objects = [
        b"%PDF-1.7\n",
        f"1 0 obj<</Length {len(said.encode())}>>stream\n{said}\nendstream endobj\n".encode(),
        b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed),
        packed + b"\nendstream endobj\n",
        f"3 0 obj<</Type/Metadata/Subtype/XML/Length {len(xmp)}>>stream\n{xmp}\nendstream endobj\n".encode(),
    ]
    start = sum(map(len, objects))
    table = f"xref\n0 2\n0000000000 65535 f \n{start - 200:010} 00000 n \n"
    objects.append(f"{table}trailer<</ID[<{number}><{number}FF>]>>\nstartxref\n{start}\n%%EOF".encode())
    return b"".join(objects)


def docx(said: str, made: str = "2026-03-01", day: int = 1, reverse: bool = False) -> bytes:
    entries = [
        ("word/document.xml", said),
        ("docProps/core.xml", f"<p><dcterms:modified a='x'>{made}</dcterms:modified><cp:revision>{day}</p>"),
    ]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED if reverse else zipfile.ZIP_STORED) as bundle:
        for name, text in reversed(entries) if reverse else entries:
            bundle.writestr(zipfile.ZipInfo(name, (2026, 3, day, 2, 0, 0)), text)
    return held.getvalue()


def served(body: bytes) -> bytes:
    return answer(body, content_type="application/octet-stream")


@pytest.fixture
def server():
    with serving() as running:
        build(running, newest=FIRST_NIGHT.date())  # asked for each night
        running.pages[FIRST] = article("北街镇", more=LINKS)
        running.pages |= {FILE: served(pdf("一")), OTHER: served(pdf("名单"))}
        yield running


def versions(here: Path, path: str = FIRST) -> list[tuple[object, ...]]:
    """(text, what each changed) of a document's versions."""
    return rows(
        here,
        "select v.text, c.said from versions v join documents d on d.id = v.document"
        " left join changes c on c.version = v.id where d.url like ? order by v.number",
        f"%{path}",
    )


def is_made_again(here: Path) -> None:
    """A rebuild gives the same rows."""
    live = everything(here / "data")
    assert rebuild(here / "data", processes=1).problems == []
    again = everything(here / "data")
    del live["sequence"], again["sequence"]
    assert again == live


def test_a_file_replaced_under_its_address_is_a_version(here, server):
    night(here, 1)
    night(here, 2)
    assert len(versions(here)) == 1
    server.pages[FILE] = served(pdf("二"))
    result = night(here, 3)
    assert (result["changed"], result["unchanged"]) == (1, 3)
    assert night(here, 4)["changed"] == 0
    (first, nothing), (second, said) = versions(here)
    assert first == second and nothing is None and said == "附件 附件1：考核表.pdf 文件已换"
    ((silent, title, sentences, fields, attachments),) = rows(
        here, "select silent, title, sentences, fields, attachments from changes"
    )
    assert (silent, title, sentences, json.loads(fields), attachments) == (1, 0, 0, [], 1)
    assert rows(here, "select said from silent_edits") == [(said,)]
    (begun, confirmed), (seen, _) = rows(
        here, "select v.first_seen, v.last_confirmed from versions v join documents d on d.id = v.document"
              " where d.url like ? order by v.number", f"%{FIRST}",
    )  # fmt: skip
    assert begun < confirmed < seen
    page, file = (
        rows(here, "select max(fetched) from fetches where crawl = 3 and url like ?", f"%{path}")[0][0]
        for path in (FIRST, FILE)
    )
    assert seen == file > page > confirmed  # the page of that night says nothing of the file
    shown = gongkai("diff", f"{server.url}{FIRST}", "--data", here / "data").stdout
    assert "文件已换 other bytes" in shown and "silent edit" in shown
    is_made_again(here)


def test_a_file_that_is_made_anew_for_each_download_is_the_same_file(here, server):
    for number in range(1, 4):
        made = f"202603{number:02}020000"
        server.pages[FILE] = served(pdf("一", made, f"{number:02}"))
        server.pages[OTHER] = served(docx("名单", made, number, reverse=number == 2))
        night(here, number)
    bytes_of = "select count(distinct payload_digest) from fetches where url like ?"
    assert rows(here, bytes_of, f"%{FILE}") == rows(here, bytes_of, f"%{OTHER}") == [(3,)]
    assert len(versions(here)) == 1
    is_made_again(here)


def test_a_file_that_is_not_had_is_no_change_and_is_tried_again(here, server):
    build(server)  # old rows: nothing but the lost file is a reason to ask
    server.pages[FIRST] = article("北街镇", more=LINKS)
    whole, server.pages[FILE] = server.pages[FILE], answer("", "503 Service Unavailable")
    asked = []
    for number in range(1, 6):
        before = len(server.requests)
        night(here, number)
        if FILE in server.paths[before:]:
            asked.append(number)
    assert asked == [1, 2, 4]
    server.pages[FILE] = whole
    night(here, 8)
    assert rows(here, 'select count(*) from attachments where "fetch" is null') == [(0,)]
    server.pages[FILE] = answer("<html><body>您访问的页面不存在或已被删除</body></html>")
    for number in (40, 75):
        night(here, number)
    server.pages[FILE] = whole
    night(here, 110)
    assert len(versions(here)) == 1
    is_made_again(here)


def test_a_table_as_plain_text_is_a_file_and_a_page_in_its_place_is_none(here, server):
    def written(said: str, content_type: str) -> bytes:
        return answer(said, content_type=content_type)

    server.pages[FILE] = written("年度,件数\n2024,23\n", "text/csv; charset=utf-8")
    night(here, 1)
    server.pages[FILE] = written("请先登录", "text/html")
    assert night(here, 2)["changed"] == 0
    server.pages[FILE] = written("<html><body>请先登录</body></html>", "application/octet-stream")
    assert night(here, 3)["changed"] == 0
    server.pages[FILE] = written("年度,件数\n2024,32\n", "text/csv; charset=utf-8")
    assert night(here, 4)["changed"] == 1
    is_made_again(here)


def test_two_files_of_one_night_are_one_version_and_one_with_the_page(here, server):
    night(here, 1)
    server.pages |= {FILE: served(pdf("二")), OTHER: served(pdf("名单二"))}
    night(here, 2)
    both = "附件 附件1：考核表.pdf 文件已换、附件2：名单.pdf 文件已换"
    assert [said for _, said in versions(here)][1:] == [both]
    server.pages[FIRST] = article("北街镇", more="<p>　　补充说明一处。</p>" + LINKS)
    server.pages[OTHER] = served(pdf("名单三"))
    night(here, 3)
    assert [said for _, said in versions(here)][2:] == ["1 句增加；附件 附件2：名单.pdf 文件已换"]
    is_made_again(here)


def test_a_file_that_two_documents_link_to_makes_a_version_of_each(here, server):
    server.pages[SECOND] = article("南湖镇", more=LINKS)
    night(here, 1)
    server.pages[FILE] = served(pdf("二"))
    assert night(here, 2)["changed"] == 2
    assert len(versions(here)) == len(versions(here, SECOND)) == 2
    is_made_again(here)


def test_a_file_behind_a_redirect_is_the_file(here, server):
    moved = "/files/P1.pdf"
    server.pages[FILE] = answer("", "302 Found", location=moved)
    server.pages[moved] = served(pdf("一"))
    night(here, 1)
    server.pages[moved] = served(pdf("二"))
    assert night(here, 2)["changed"] == 1
    is_made_again(here)


def test_the_captures_of_another_archive_tell_the_same_versions(here, server, tmp_path):
    night(here, 1)
    server.pages[FILE] = served(pdf("二"))
    server.pages[FIRST] = article("北街镇", more=LINKS, script="<!-- made anew -->")  # a response, no revisit
    night(here, 2)
    elsewhere = tmp_path / "elsewhere"
    theirs = sorted((here / "data" / "warc").glob("*.warc.gz"), key=lambda file: file.stat().st_mtime)
    for number, file in enumerate(theirs):
        copy = tmp_path / f"{number}.warc.gz"
        copy.write_bytes(file.read_bytes())
        gongkai("ingest", copy, "--data", elsewhere / "data")
    assert [said for _, said in versions(elsewhere)] == [None, "附件 附件1：考核表.pdf 文件已换"]
    is_made_again(elsewhere)


# Whatever comes first

SITE = "yunxi"
PAGE = "http://yunxi.localhost/a.html"
ANNEX = "http://yunxi.localhost/a.pdf"


def story(folder: Path, order: tuple[str, ...]) -> list[tuple[object, ...]]:
    """Two crawls of a page and its file, which is another one in the second; in this order there."""
    with Archive.open(folder, create=True) as archive:
        archive.save_site(SiteRecord(SITE, "耘溪区", "http://yunxi.localhost/"))
        for day, what in ((1, ("page", "file")), (2, order)):
            crawl = archive.start_crawl(SITE, "crawl")
            numbers = {"page": day * 10, "file": day * 10 + 5}
            for each in what:
                url, number = (PAGE, numbers["page"]) if each == "page" else (ANNEX, numbers["file"])
                capture = Capture("x.warc.gz", number, 9, f"<urn:uuid:{number}>", f"sha256:{number:064}")
                time = f"2026-03-0{day}T00:00:{number:02}Z"
                archive.save_fetch(crawl, Fetch(SITE, url, time, "ok", 200, capture=capture, number=number))
                if each == "page":
                    report = Report(PAGE, "报告", "内容。" * 50, attachments=(Attachment(ANNEX, "附件.pdf"),))
                    archive.save_report(crawl, number, report)
                else:
                    archive.save_file(number, f"file/1:{day:064}")
        return archive.db.execute(
            'select v.id, v.number, v.first_seen, v.last_confirmed, a."fetch", c.said, f.change'
            " from versions v join attachments a on a.version = v.id join fetches f on f.id = v.id"
            " left join changes c on c.version = v.id order by v.number"
        ).fetchall()


def test_the_rows_are_the_same_whichever_comes_first(tmp_path):
    told = story(tmp_path / "a", ("page", "file"))
    assert told == story(tmp_path / "b", ("file", "page"))
    assert [row[:2] for row in told] == [(10, 1), (20, 2)] and [row[4] for row in told] == [15, 25]
    assert told[0][3] == "2026-03-01T00:00:10Z" and told[1][2] == "2026-03-02T00:00:25Z"


# What of a file is its content


@pytest.mark.parametrize("made", [pdf, docx])
def test_what_a_program_writes_anew_is_no_content_and_all_else_is(made):
    assert content_digest(made("甲")) != content_digest(made("乙"))
    assert content_digest(pdf("甲")) == content_digest(pdf("甲", "20991231235959", "FE"))
    assert content_digest(docx("甲")) == content_digest(docx("甲", "2099-12-31", 9, reverse=True))
    assert content_digest(made("甲")).startswith("file/1:")


def test_one_byte_of_another_kind_of_file_is_another_file():
    whole = bytes(range(256)) * 4
    assert content_digest(whole) != content_digest(whole[:-1] + b"\0")


@pytest.mark.parametrize("whole", [pdf("甲"), docx("甲")])
def test_a_damaged_file_has_a_digest_too(whole):
    seen = {content_digest(whole[:length]) for length in range(4, len(whole), 7)}
    assert len(seen) == len(range(4, len(whole), 7))


def test_a_bomb_is_taken_as_its_bytes_are():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bundle:
        for number in range(9):
            bundle.writestr(f"{number}", bytes(20 << 20))
    assert content_digest(held.getvalue()) != content_digest(docx("甲"))
    packed = zlib.compress(bytes(100 << 20))
    body = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"
    assert content_digest(body) != content_digest(body[:-1])
