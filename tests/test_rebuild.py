"""The archive made again from its captures alone is the archive: every row of every table, by number too."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hongqi import article, build, gongkai, list_page, robots, rows, site_file
from loopback import Server, answer
from travelling import FIRST_NIGHT, everything, night, start_night

from archive.errors import GongkaiError
from archive.scanning import scan
from archive.search import search
from archive.store import Archive
from crawler.cli import gongkai as command
from pipelines.rebuild import rebuild

FIRST = "/fzjs/202501/t20250120_1001.html"
SECOND = "/fzjs/202501/t20250120_1002.html"
PARTS = "/fzjs/202501/t20250120_1003.html"
FOURTH = "/fzjs/202501/t20250120_1004.html"
FILE = "/fzjs/202501/P020250120.pdf"
FROM_FILE = '<p><a href="/fzjs/202501/P020250120.pdf">附件：考核表.pdf</a></p>'


def rebuilt(here: Path, **options: int) -> None:
    """What a rebuild gives is what is there, row by row. (`sequence` is no part of the archive: it counts the
    numbers given, those of captures that a kill prevented too.)"""
    live = everything(here / "data")
    result = rebuild(here / "data", **options)
    assert result.problems == []
    again = everything(here / "data")
    del live["sequence"], again["sequence"]
    assert {name: len(found) for name, found in again.items()} == {n: len(f) for n, f in live.items()}
    for name, found in live.items():
        assert again[name] == found, name


def with_validators(raw: bytes, tag: str) -> bytes:
    return raw.replace(b"\r\n\r\n", f'\r\nETag: "{tag}"\r\n\r\n'.encode(), 1)


def _attachment(server: Server) -> None:
    server.pages[FIRST] = article("北街镇", more=FROM_FILE)
    server.pages[FILE] = answer(b"%PDF-1.4 one", content_type="application/pdf")


def _edited(server: Server) -> None:
    server.pages[FIRST] = article("北街镇", more=FROM_FILE + "<p>　　补充说明一处。</p>")


def _parts(server: Server) -> None:
    more = '<script>createPageHTML(2, 0, "t20250120_1003", "html");</script>'
    server.pages[PARTS] = article("东山乡", script=more)
    server.pages[PARTS.replace(".html", "_1.html")] = article("东山乡", more="<p>　　第二页的话。</p>")


def _lost_part(server: Server) -> None:
    server.pages[PARTS.replace(".html", "_1.html")] = answer("", "404 Not Found")


def _gone(server: Server) -> None:
    server.pages[SECOND] = answer("<html><body>410</body></html>", "410 Gone")


def _redirected(server: Server) -> None:
    server.pages[SECOND] = answer("", "302 Found", location=FIRST)


def _broken_server(server: Server) -> None:
    server.pages[SECOND] = answer("<html><body>error</body></html>", "500 Internal Server Error")


def _challenged(server: Server) -> None:
    script = "<script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"
    server.pages[SECOND] = answer(
        f'<html><head>{script}<meta id="x" content="abc" r="m"></head><body></body></html>',
        "412 Precondition Failed",
    )


def _forbidden(server: Server) -> None:
    server.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /fzjs/202501/\n")


def _cut(server: Server) -> None:
    server.pages[SECOND] = article("南湖镇")[:-900]


def _silent(server: Server) -> None:
    server.pages["/fzjs/index_1.html"] = answer("", "404 Not Found")


HAPPENS = {
    "an attachment": _attachment,
    "an edit": _edited,
    "two parts": _parts,
    "a part lost": _lost_part,
    "gone": _gone,
    "redirected": _redirected,
    "a broken server": _broken_server,
    "a challenge": _challenged,
    "half an answer": _cut,
    "a list without its second page": _silent,
    "robots.txt forbids": _forbidden,
}


def test_an_eventful_year_is_the_same_made_again(here, server):
    for month, happens in enumerate(HAPPENS.values()):
        happens(server)
        night(here, 1 + 31 * month)  # each document's turn has come in between
    assert rows(here, "select max(number) from versions") >= [(2,)]
    kinds = {outcome for (outcome,) in rows(here, "select outcome from fetches")}
    assert {"ok", "not_found", "gone", "redirected", "http_error", "blocked", "robots", "connection"} <= kinds
    rebuilt(here, processes=1)
    rebuilt(here, processes=2)
    with Archive.open_read_only(here / "data") as archive:
        assert search(archive.db, "补充说明").count == 1


def test_a_server_that_says_304_is_believed_and_the_page_read_again(here, server):
    build(server, newest=FIRST_NIGHT.date())
    tagged = [path for path in server.pages if path != "/robots.txt"]
    for path in tagged:
        server.pages[path] = with_validators(server.pages[path], path)
    assert night(here, 1)["new"] == 4
    for path in tagged:
        server.pages[path] = b'HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\nETag: "x"\r\n\r\n'
    again = night(here, 2)
    assert (again["outcome"], again["reports"], again["unchanged"]) == ("finished", 4, 4)
    assert set(rows(here, "select outcome, status from fetches where crawl = 2 and asked <> 'robots'")) == {
        ("unchanged", 304)
    }
    assert rows(here, "select count(*) from versions") == [(4,)]
    assert b'If-None-Match: "/fzjs/"' in next(r for r in server.requests[-9:] if b" /fzjs/ " in r)
    (second,) = (here / "data" / "warc").glob("*-2.warc.gz")
    profiles = {r.fields["WARC-Profile"].rpartition("/")[2] for r in scan(second) if r.kind == "revisit"}
    assert profiles == {"server-not-modified", "identical-payload-digest"}  # robots.txt came whole again
    rebuilt(here, processes=1)


def test_the_same_bytes_again_are_a_revisit_that_points_to_the_first(here, server):
    build(server, newest=FIRST_NIGHT.date())
    for number in (1, 2, 3):
        night(here, number)
    found = rows(here, "select id, revisit_of, payload_digest from fetches where url like ?", f"%{FIRST}")
    (first, nothing, digest), *later = sorted(found)
    assert nothing is None
    assert [(of, same) for _, of, same in later] == [(first, digest)] * len(later) and later
    records = [r for file in (here / "data" / "warc").glob("*-2.warc.gz") for r in scan(file)]
    assert not any(r.kind == "response" and r.url.endswith(".html") for r in records)


def test_what_is_held_and_old_is_left_alone_and_a_turn_comes_round(here, server):
    night(here, 1)
    asked = []
    for number in range(9, 40):
        before = len(server.requests)
        night(here, number)
        asked.append([path for path in server.paths[before:] if "/t2025" in path])
    turns = [path for paths in asked for path in paths]
    assert 4 <= len(turns) <= 8 and set(turns) == {FIRST, SECOND, PARTS, PARTS.replace("1003", "1004")}
    assert max(map(len, asked)) <= 2  # spread over the days
    assert rows(here, "select count(*) from versions") == [(4,)]
    night_9 = rows(here, "select count(*) from fetches f join crawls c on c.id = f.crawl where c.id = 2")
    assert night_9[0][0] <= 6  # robots.txt, the home page, the way to the column, the first page of its list


def test_a_pinned_old_item_hides_no_new_one(here, server):
    night(here, 1)
    new = "/fzjs/202603/t20260310_1009.html"
    old = [(FIRST, "置顶：北街镇2024年法治政府建设情况报告"), (new, "新桥镇2025年法治政府建设情况报告")]
    server.pages["/fzjs/"] = list_page(old, total=2)
    server.pages[new] = article("新桥镇", 2025)
    assert night(here, 12)["new"] == 1


def test_a_page_of_pinned_items_hides_no_new_one(here, server):
    """Nothing but pinned items on the first page of a list, all of them held: the news is on the second."""
    pinned = [
        (FIRST, "置顶：北街镇2024年法治政府建设情况报告"),
        (SECOND, "置顶：南湖镇2024年法治政府建设情况报告"),
    ]
    latest = [(PARTS, "东山乡2024年法治政府建设情况报告"), (FOURTH, "西河乡2024年法治政府建设情况报告")]
    server.pages["/fzjs/"] = list_page(pinned, total=3, newest=date(2019, 5, 5))
    server.pages["/fzjs/index_1.html"] = list_page(latest, total=3, current=1)
    server.pages["/fzjs/index_2.html"] = list_page(latest[1:], total=3, current=2, newest=date(2025, 1, 18))
    night(here, 1)
    before = len(server.requests)
    night(here, 2)
    assert [path for path in server.paths[before:] if path.startswith("/fzjs/i")] == ["/fzjs/index_1.html"]
    new = "/fzjs/202603/t20260310_1009.html"
    server.pages[new] = article("新桥镇", 2025)
    listed = [(new, "新桥镇2025年法治政府建设情况报告"), *latest[:1]]
    server.pages["/fzjs/index_1.html"] = list_page(listed, total=3, current=1, newest=date(2025, 1, 21))
    assert night(here, 3)["new"] == 1


@pytest.mark.parametrize("listed", [SECOND, PARTS])
def test_what_failed_is_tried_again_with_growing_delay(here, server, listed):
    """Whether its row stands on the first page of its list, or on one that is not asked for every night."""
    server.pages[listed] = answer("<html><body>error</body></html>", "500 Internal Server Error")
    nights = []
    for number in range(1, 12):
        before = len(server.requests)
        night(here, number)
        if listed in server.paths[before:]:
            nights.append(number)
    assert nights == [1, 2, 4, 8]
    server.pages[listed] = article("南湖镇")
    assert night(here, 16)["new"] == 1


def test_saved_pages_and_the_warcs_of_others_are_made_again_too(here, server, tmp_path):
    night(here, 1)
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "one.html").write_bytes(article("溪口镇").partition(b"\r\n\r\n")[2])
    (saved / "INDEX.tsv").write_text("file\turl\none.html\thttp://www.xikou.example/t1.html\n", "utf-8")
    (other,) = (here / "data" / "warc").glob("*-1.warc.gz")
    shutil.copy(other, saved / "theirs.warc.gz")
    elsewhere = tmp_path / "elsewhere"
    done = CliRunner().invoke(command, ["ingest", str(saved), "--data", str(elsewhere / "data")])
    assert done.exit_code == 0, done.output
    assert rows(elsewhere, "select count(*) from documents") == [(5,)]
    rebuilt(elsewhere, processes=1)


def test_without_captures_nothing_is_made_and_nothing_lost(here, server):
    night(here, 1)
    before = everything(here / "data")
    shutil.move(here / "data" / "warc", here / "away")
    with pytest.raises(GongkaiError, match="holds no captures of ours"):
        rebuild(here / "data", processes=1)
    assert everything(here / "data") == before
    assert not (here / "data" / ".rebuild").exists()


def test_a_damaged_capture_is_named_and_the_others_are_read(here, server):
    night(here, 1)
    night(here, 2)
    (first,) = (here / "data" / "warc").glob("*-1.warc.gz")
    whole = first.read_bytes()
    first.write_bytes(whole[: len(whole) // 2] + b"\0\0\0\0" + whole[len(whole) // 2 + 4 :])
    done = gongkai("rebuild", "--data", here / "data", code=1)
    assert first.name in done.stderr and "verify" in done.stderr
    assert rows(here, "select count(*) from crawls") == [(2,)]


def test_the_rows_of_captures_that_are_lost_are_kept_and_the_files_named(here, server):
    night(here, 1)
    night(here, 2)
    data, before = here / "data", everything(here / "data")
    (second,) = (data / "warc").glob("*-2.warc.gz")
    second.rename(here / second.name)
    done = gongkai("rebuild", "--data", data, code=1)
    assert f"warc/{second.name}" in done.stderr and "rebuild again" in done.stderr
    (kept,) = data.glob("archive.before-*.db")
    (here / "kept").mkdir()
    kept.rename(here / "kept" / "archive.db")
    assert everything(here / "kept") == before
    (here / second.name).rename(second)
    gongkai("rebuild", "--data", data)
    assert everything(data) == before
    assert not list(data.glob("archive.before-*"))


def test_what_is_no_database_any_more_is_moved_aside(here, server):
    night(here, 1)
    data, before = here / "data", everything(here / "data")
    (data / "archive.db").write_bytes(b"junk" * 5000)
    gongkai("rebuild", "--data", data)
    assert everything(data) == before
    (aside,) = data.glob("archive.before-*.db")
    assert aside.read_bytes() == b"junk" * 5000
    assert "no findings" in gongkai("verify", "--data", data).stdout


def test_who_reads_goes_on_reading_while_the_archive_is_replaced(here, server):
    night(here, 1)
    with Archive.open_read_only(here / "data") as reader:
        before = reader.db.execute("select count(*) from documents").fetchone()
        done = gongkai("rebuild", "--data", here / "data")
        assert "1 crawls, " in done.stdout
        assert reader.db.execute("select count(*) from documents").fetchone() == before


def published(folder: Path) -> list[tuple[object, ...]]:
    """What the archive says was published, whatever the numbers are."""
    return sorted(
        rows(
            folder,
            "select d.url, v.title, v.text, v.issuer, v.date_published, v.genre,"
            " (select group_concat(name || url) from attachments a where a.version = v.id)"
            " from documents d join versions v on v.id = d.version",
        )
    )


def test_killed_at_thirty_moments_a_crawl_loses_nothing(tmp_path, server):
    """kill -9 at random moments, one crawl going on after the other, until one comes to its end."""
    towns = [f"第{n}镇" for n in range(30)]
    address = "/fzjs/202501/t20250120_2{:03}.html"
    listed = [(address.format(n), f"{town}2024年法治政府建设情况报告") for n, town in enumerate(towns)]
    for start in range(0, 30, 10):
        page = list_page(listed[start : start + 10], total=3, current=start // 10)
        server.pages["/fzjs/" + (f"index_{start // 10}.html" if start else "")] = page
    for (path, _), town in zip(listed, towns, strict=True):
        server.pages[path] = article(town)
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    for folder in (undisturbed, killed):
        folder.mkdir()
        site_file(folder / "sites", server)
    night(undisturbed, 1)
    (seconds,) = rows(undisturbed, "select (julianday(finished) - julianday(started)) * 86400 from crawls")[0]
    chance = random.Random(5)
    kills = 0
    while kills < 30:
        process = start_night(killed, 1)
        warc = killed / "data" / "warc"
        seen = len(list(warc.glob("*.warc.gz")))
        while process.is_alive() and len(list(warc.glob("*.warc.gz"))) == seen:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, seconds / 3))
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
    last = night(killed, 1)
    assert last["outcome"] == "finished"
    assert published(killed) == published(undisturbed)
    outcomes = [outcome for (outcome,) in rows(killed, "select outcome from crawls order by id")]
    assert outcomes.count("finished") >= 1 and set(outcomes) <= {"finished", "interrupted"}
    log = (killed / "data" / "crawl.log").read_text()
    assert "was cut off" in log
    rebuilt(killed, processes=1)


def test_a_record_cut_in_the_middle_is_set_aside_and_said(here, server):
    night(here, 1)
    (warc,) = (here / "data" / "warc").glob("*-1.warc.gz")
    whole = warc.read_bytes()
    *_, last = [r for r in scan(warc) if r.kind == "response"]
    cut = last.offset + last.length // 2
    warc.write_bytes(whole[:cut])
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute(\"update crawls set outcome = 'running', finished = null\"); c.commit()"
    )
    subprocess.run([sys.executable, "-c", script, here / "data" / "archive.db"], check=True)
    night(here, 2)
    aside = warc.with_name(f"{warc.name}.cut-{last.offset}")
    assert aside.read_bytes() == whole[last.offset : cut]
    assert warc.read_bytes() == whole[: last.offset]
    assert f"lies in {aside.name}" in (here / "data" / "crawl.log").read_text()
    assert rows(here, "select outcome from crawls order by id") == [("interrupted",), ("finished",)]
