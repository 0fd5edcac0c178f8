"""Saved pages go the way a crawl's pages go, and a second time adds nothing."""

import gzip
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import crawler.demo
from archive.records import Capture, Fetch, SiteRecord
from archive.store import Archive
from archive.warc import FORMAT, Record, WarcFile, digest, new_id
from archive.warc_reader import read_members
from crawler.cli import gongkai

SHARED = Path(__file__).resolve().parents[2] / "shared" / "pages"

ARTICLE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-02-01 09:00"></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<h1>{title}</h1><div class="TRS_Editor"><p>　　{first}</p><p>　　{second}</p><p>溪口镇人民政府</p>
<p>2024年1月20日</p></div><div class="footer">网站标识码：0000000001</div></body></html>"""

FIRST = "2023年，溪口镇把依法办事放在首位，全年办结群众来访三百一十二件，办结率百分之九十八。"
SECOND = "下一步，继续完善合法性审查，做到每一份合同都有法律顾问的意见。"


def article(title: str) -> bytes:
    return ARTICLE.format(title=title, first=FIRST, second=SECOND).encode()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(gongkai, [str(w) for w in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two saved pages, one with its address in the index."""
    pages = tmp_path / "pages"
    (pages / "html").mkdir(parents=True)
    (pages / "html" / "one.html").write_bytes(article("溪口镇2023年法治政府建设情况报告"))
    (pages / "html" / "two.html").write_bytes(article("溪口镇2022年法治政府建设情况报告"))
    (pages / "INDEX.tsv").write_text(
        "file\turl\tnote\none.html\thttp://www.xikou.example/t1.html\tx\ntwo.html\t\tx\n", encoding="utf-8"
    )
    return pages


def reports(data: Path) -> list[dict[str, str]]:
    archive = Archive.open(data)
    try:
        return list(archive.db.query("select * from reports order by id"))
    finally:
        archive.close()


def copies(data: Path) -> list[Path]:
    """The WARCs of others, copied: beside the ones in which we say what was taken in."""
    return [path for path in (data / "warc").iterdir() if re.match(r"ingest-[0-9a-f]{32}\.", path.name)]


def counts(data: Path) -> dict[str, int]:
    archive = Archive.open(data)
    try:
        return {t: archive.db[t].count for t in ("documents", "versions", "fetches", "crawls", "evidence")}
    finally:
        archive.close()


def test_a_folder_of_pages_becomes_reports_with_the_addresses_of_its_index(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = run("ingest", folder, "--data", data)
    assert done.exit_code == 0, done.output
    one, two = reports(data)
    assert (one["url"], one["title"]) == (
        "http://www.xikou.example/t1.html",
        "溪口镇2023年法治政府建设情况报告",
    )
    assert one["site_id"] == "www.xikou.example"
    assert one["text"].splitlines() == [FIRST, SECOND, "溪口镇人民政府", "2024年1月20日"]
    assert (two["url"], two["site_id"]) == ("saved:two.html", "unplaced")


def test_a_second_run_adds_nothing_and_says_so(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("ingest", folder, "--data", data)
    before, files = counts(data), sorted((data / "warc").iterdir())
    done = run("ingest", folder, "--data", data)
    assert "nothing new (2 pages held already)" in done.output
    assert counts(data) == before
    assert sorted((data / "warc").iterdir()) == files


def test_the_bytes_of_a_saved_page_are_in_a_warc_that_its_fetch_points_at(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("ingest", folder, "--data", data)
    archive = Archive.open(data)
    row = next(archive.db.query("select * from fetches where url like '%t1.html'"))
    archive.close()
    raw = (data / "warc" / row["warc_file"]).read_bytes()[row["warc_offset"] :][: row["warc_length"]]
    assert gzip.decompress(raw).partition(b"\r\n\r\n")[2][:-4] == article("溪口镇2023年法治政府建设情况报告")


def test_a_file_the_index_names_and_the_folder_lacks_is_named_and_the_rest_goes_on(
    folder: Path, tmp_path: Path
) -> None:
    with (folder / "INDEX.tsv").open("a", encoding="utf-8") as index:
        index.write("three.html\thttp://www.xikou.example/t3.html\tx\n")
    data = tmp_path / "data"
    done = run("ingest", folder, "--data", data)
    assert done.exit_code == 1
    assert "names three.html, which is no file of this folder" in done.output
    assert len(reports(data)) == 2


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (b"name\taddress\n", "needs a first line with the columns `file` and `url`"),
        (b"file\turl\n\xff\xfe\n", "is not UTF-8"),
    ],
)
def test_a_broken_index_is_named_with_its_reason(
    folder: Path, tmp_path: Path, index: bytes, said: str
) -> None:
    (folder / "INDEX.tsv").write_bytes(index)
    done = run("ingest", folder, "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert said in done.output
    assert "INDEX.tsv" in done.output


def test_an_address_that_is_none_is_told_and_the_page_kept_without(folder: Path, tmp_path: Path) -> None:
    (folder / "INDEX.tsv").write_text(
        "file\turl\none.html\thttp://[bad\ntwo.html\t./t2.html\n", encoding="utf-8"
    )
    data = tmp_path / "data"
    done = run("ingest", folder, "--data", data)
    assert "'http://[bad', which is no whole one" in done.output
    assert {r["url"] for r in reports(data)} == {"saved:one.html", "saved:two.html"}


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A WARC as another tool might make it: a gzipped page, a page not found, a redirect."""
    moment = datetime(2023, 5, 6, 7, 8, 9, 500000, UTC)
    writer = WarcFile(tmp_path / "foreign", "other.warc.gz", FORMAT, moment)
    packed = b"200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"
    for address, head, body in (
        ("a.html", packed, gzip.compress(article("甲报告"))),
        (
            "b.html",
            b"404 Not Found\r\nContent-Type: text/html",
            b"<title>404</title>no such page",
        ),
        ("c.html", b"302 Found\r\nLocation: /a.html", b""),
    ):
        url = ("WARC-Target-URI", f"http://www.xikou.example/{address}")
        fields = (url, ("WARC-Date", "2023-05-06T07:08:09.5Z"))
        writer.append([Record("response", fields, b"HTTP/1.1 " + head + b"\r\n\r\n", body, new_id())])
    writer.close()
    return writer.path


def test_a_warc_of_another_tool_is_copied_whole_and_read(foreign: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("ingest", foreign, "--data", data, "--json")
    assert json.loads(done.output)["reports"] == 1
    (report,) = reports(data)
    assert (report["title"], report["first_seen"]) == ("甲报告", "2023-05-06T07:08:09.5Z")
    archive = Archive.open(data)
    outcomes = {r["url"][-6:]: r["outcome"] for r in archive.db.query("select url, outcome from fetches")}
    archive.close()
    assert outcomes == {"a.html": "ok", "b.html": "not_found", "c.html": "redirected"}
    (kept,) = copies(data)
    assert kept.read_bytes() == foreign.read_bytes()
    again = run("ingest", foreign, "--data", data)
    assert "nothing new (3 pages held already)" in again.output


def test_a_wacz_gives_the_pages_of_its_warcs(foreign: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "pages.wacz"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as out:
        out.write(foreign, "archive/data.warc.gz")
        out.writestr("datapackage.json", "{}")
    data = tmp_path / "data"
    done = run("ingest", bundle, "--data", data)
    assert done.exit_code == 0, done.output
    assert [r["title"] for r in reports(data)] == ["甲报告"]
    assert "nothing new" in run("ingest", bundle, "--data", data).output


def test_a_warc_cut_short_gives_what_is_whole_and_names_what_is_not(foreign: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.warc.gz"
    short.write_bytes(foreign.read_bytes()[:-30])
    data = tmp_path / "data"
    done = run("ingest", short, "--data", data)
    assert done.exit_code == 1
    assert "short.warc.gz: is cut short or damaged after byte" in done.output
    assert [r["title"] for r in reports(data)] == ["甲报告"]
    (kept,) = copies(data)
    assert all(not m.problem for m in read_members(kept))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.wacz", b"no zip", "x.wacz is no ZIP file"),
        ("x.warc.gz", b"junk", "x.warc.gz: cannot be read beyond byte 0"),
        ("nothing", None, "nothing does not exist"),
    ],
)
def test_a_path_that_is_not_what_it_seems_is_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("ingest", tmp_path / name, "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) <= 2


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real saved pages (../shared/pages) are not beside this checkout"
)
def test_the_real_saved_pages_are_kept_once_and_no_challenge_is_a_report(tmp_path: Path) -> None:
    """Reads ../shared/pages: real pages that nobody here wrote."""
    data = tmp_path / "data"
    first = json.loads(run("ingest", SHARED, "--data", data, "--json").stdout)
    pages = len(list((SHARED / "html").iterdir()))
    assert first["added"] + first["known"] == pages
    assert first["reports"] >= 40
    before = counts(data)
    second = json.loads(run("ingest", SHARED, "--data", data, "--json").stdout)
    assert (second["added"], second["known"]) == (0, pages)
    assert counts(data) == before
    urls = {r["url"] for r in reports(data)}
    assert not any("jingzhou" in u or "jsl" in u or "cnvd" in u or "vBrandSearch" in u for u in urls)


# Files that mean harm


def hostile_warc(path: Path, *records: dict[str, bytes]) -> Path:
    """A WARC written byte by byte: each record's own headers, over those of an honest one."""
    honest = {
        "WARC-Type": b"response",
        "Content-Type": b"application/http;msgtype=response",
        "WARC-Target-URI": b"http://www.xikou.example/a.html",
        "WARC-Date": b"2023-05-06T07:08:09Z",
    }
    with path.open("wb") as out:
        for number, headers in enumerate(records):
            block = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\n\r\n" % headers.pop("status", b"200 OK")
            block += article(f"甲报告之{number}")
            fields = honest | {"WARC-Record-ID": b"<urn:uuid:%d>" % number} | headers
            fields["Content-Length"] = b"%d" % len(block)
            lines = b"".join(b"%s: %s\r\n" % (name.encode(), value) for name, value in fields.items())
            out.write(b"WARC/1.1\r\n" + lines + b"\r\n" + block + b"\r\n\r\n")
    return path


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"WARC-Date": b"not a date"}, "has the date 'not a date', which is none"),
        ({"WARC-Date": b""}, "has the date '', which is none"),
        ({"WARC-Date": b"9999-12-31T00:00:00Z"}, "has the date '9999-12-31T00:00:00Z', which is none"),
        ({"WARC-Target-URI": b"http://["}, "is of 'http://[', which is no address"),
        ({"WARC-Target-URI": b"http:///x"}, "is of 'http:///x', which is no address"),
        ({"WARC-Target-URI": b"http://h:99999/"}, "is of 'http://h:99999/', which is no address"),
        ({"WARC-Target-URI": b"http://<b>/"}, "is of 'http://<b>/', which is no address"),
        ({"WARC-Target-URI": b"http://h/\x1b[2J"}, r"is of 'http://h/\x1b[2J', which is no address"),
        ({"status": b"99999999999999999999 OK"}, "has no HTTP status"),
    ],
)
def test_a_record_that_cannot_be_placed_is_named_and_the_others_are_kept(
    tmp_path: Path, headers: dict[str, bytes], said: str
) -> None:
    data = tmp_path / "data"
    done = run("ingest", hostile_warc(tmp_path / "bad.warc", headers, {}), "--data", data)
    assert done.exit_code == 1
    assert f"bad.warc: the record at byte 0 {said}" in done.output
    assert [r["title"] for r in reports(data)] == ["甲报告之1"]


def test_a_time_of_another_zone_is_kept_in_utc(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(
        "ingest",
        hostile_warc(tmp_path / "x.warc", {"WARC-Date": b"2023-05-06T07:08:09+08:00"}),
        "--data",
        data,
    )
    assert [r["first_seen"] for r in reports(data)] == ["2023-05-05T23:08:09.000000Z"]


def test_a_host_called_as_a_site_of_ours_is_not_taken_for_it(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "xikou.toml").write_text(
        'id = "xikou"\nname = "溪口区人民政府"\nhome = "http://www.xikou.example/"\nplatform = "tdate"\n'
        '[[columns]]\npath = "政务公开"\n',
        encoding="utf-8",
    )
    data = tmp_path / "data"
    warc = hostile_warc(
        tmp_path / "x.warc",
        {"WARC-Target-URI": b"http://xikou/a.html"},
        {"WARC-Target-URI": b"http://unplaced/a.html"},
    )
    done = run("ingest", warc, "--data", data, "--sites", sites)
    assert done.exit_code == 0, done.output
    assert {r["site_id"] for r in reports(data)} == {"host:xikou", "host:unplaced"}


def test_the_credentials_of_an_address_are_not_shown_as_its_site(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(
        "ingest",
        hostile_warc(tmp_path / "x.warc", {"WARC-Target-URI": b"http://u:p@h.example/a"}),
        "--data",
        data,
    )
    with Archive.open(data) as archive:
        assert [row["home"] for row in archive.db.query("select home from sites")] == ["http://h.example/"]


def test_a_record_without_an_id_is_held_once(tmp_path: Path) -> None:
    data, warc = tmp_path / "data", hostile_warc(tmp_path / "x.warc", {"WARC-Record-ID": b""})
    run("ingest", warc, "--data", data)
    assert "nothing new (1 pages held already)" in run("ingest", warc, "--data", data).output


def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path: Path) -> None:
    """Neither by a path in its index nor by a link, whichever way it leads out."""
    secret = tmp_path / "secret.html"
    secret.write_bytes(article("机密"))
    (folder / "link.html").symlink_to(secret)
    with (folder / "INDEX.tsv").open("a", encoding="utf-8") as index:
        index.write(f"../secret.html\thttp://h.example/1\tx\n{secret}\thttp://h.example/2\tx\n")
        index.write("html/../../secret.html\thttp://h.example/3\tx\n" + "a" * 5000 + "\t\tx\n")
    data = tmp_path / "data"
    done = run("ingest", folder, "--data", data)
    assert done.exit_code == 1
    assert "link.html leads out of the folder" in done.output
    assert done.output.count("which is no file of this folder; it was passed over") == 4
    assert len(reports(data)) == 2
    assert all("机密" not in r["title"] for r in reports(data))


def test_an_index_with_an_endless_cell_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "INDEX.tsv").write_text("file\turl\none.html\thttp://h/" + "a" * 200_000, encoding="utf-8")
    done = run("ingest", folder, "--data", tmp_path / "data")
    assert "INDEX.tsv line 2 cannot be read (field larger than field limit" in done.output


def test_a_title_with_a_line_separator_does_not_break_its_row(folder: Path, tmp_path: Path) -> None:
    (folder / "INDEX.tsv").write_text(
        "file\turl\tnote\none.html\thttp://h.example/1\t标\u2028题\x0b\x85\ntwo.html\thttp://h.example/2\t\n",
        encoding="utf-8",
    )
    data = tmp_path / "data"
    assert run("ingest", folder, "--data", data).exit_code == 0
    assert {r["url"] for r in reports(data)} == {"http://h.example/1", "http://h.example/2"}


def test_what_is_too_large_for_a_page_is_not_read(folder: Path, tmp_path: Path) -> None:
    with (folder / "html" / "huge.html").open("wb") as huge:
        huge.truncate(40 << 20)
    done = run("ingest", folder, "--data", tmp_path / "data")
    assert "huge.html is larger than 32 MB" in done.output
    assert len(reports(tmp_path / "data")) == 2


@pytest.mark.parametrize("name", ["archive/../../../../evil.warc.gz", f"archive/{'a' * 3000}.warc.gz"])
def test_a_warc_in_a_wacz_names_no_file_of_ours(foreign: Path, tmp_path: Path, name: str) -> None:
    bundle, data = tmp_path / "pages.wacz", tmp_path / "data"
    with zipfile.ZipFile(bundle, "w") as out:
        out.writestr(name, foreign.read_bytes())
    before = {*tmp_path.rglob("*"), *tmp_path.parent.iterdir()}
    assert run("ingest", bundle, "--data", data).exit_code == 0
    made = {*tmp_path.rglob("*"), *tmp_path.parent.iterdir()} - before
    assert all(p == data or data in p.parents for p in made)
    assert len(copies(data)) == 1


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bundle = tmp_path / "bomb.wacz"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("archive/x.warc", bytes(20_000_000))
    done = run("ingest", bundle, "--data", tmp_path / "data")
    assert "bomb.wacz/archive/x.warc unpacks to more than 100 times its size" in done.output


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [(6, 1, "encrypted"), (8, 99, "compression"), (None, 0xFF, "is no ZIP file, or damaged")],
)
def test_a_wacz_that_cannot_be_unpacked_is_one_sentence(
    foreign: Path, tmp_path: Path, place: int | None, value: int, said: str
) -> None:
    bundle = tmp_path / "pages.wacz"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("archive/x.warc", foreign.read_bytes() + b"text" * 2000)
    packed = bytearray(bundle.read_bytes())
    if place is None:
        packed[300:320] = bytes([value]) * 20
    else:
        packed[place] |= value
        packed[packed.index(b"PK\x01\x02") + place + 2] |= value
    bundle.write_bytes(packed)
    done = run("ingest", bundle, "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert said in done.output
    assert len(done.output.strip().splitlines()) <= 2


def test_our_own_captures_give_the_same_reports_and_held_ones_nothing(folder: Path, tmp_path: Path) -> None:
    data, again = tmp_path / "data", tmp_path / "again"
    run("ingest", folder, "--data", data)
    held = run("ingest", data / "warc", "--data", data)
    assert "nothing new (2 pages held already)" in held.output
    assert run("ingest", data / "warc", "--data", again).exit_code == 0
    names = (
        "url",
        "title",
        "text",
        "site_id",
        "genre",
        "report_year",
        "date_written",
        "date_published",
        "first_seen",
    )
    told = [[{name: row[name] for name in names} for row in reports(place)] for place in (data, again)]
    assert told[0] == told[1]


def test_a_page_whose_reading_was_cut_off_is_read_the_next_time(folder: Path, tmp_path: Path) -> None:
    """As after a full disk or a kill between the capture and the reading."""
    data = tmp_path / "data"
    archive = Archive.open(data, create=True)
    archive.save_site(SiteRecord("www.xikou.example", "x", "http://www.xikou.example/"))
    body = article("溪口镇2023年法治政府建设情况报告")
    capture = Capture("lost.warc.gz", 0, 1, "<urn:uuid:1>", digest(body))
    crawl = archive.start_crawl("www.xikou.example", "ingest")
    url = "http://www.xikou.example/t1.html"
    archive.save_fetch(crawl, Fetch("www.xikou.example", url, "2024-01-01T00:00:00Z", "ok", capture=capture))
    archive.close()
    assert "2 pages added" in run("ingest", folder, "--data", data).output
    assert [r["url"] for r in reports(data)] == [url, "saved:two.html"]


def test_robots_txt_in_a_warc_is_no_report(tmp_path: Path) -> None:
    writer = WarcFile(tmp_path, "robots.warc.gz", FORMAT, datetime(2024, 1, 1, tzinfo=UTC))
    fields = (("WARC-Target-URI", "http://a.example/robots.txt"), ("WARC-Date", "2024-01-01T00:00:00Z"))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    writer.append([Record("response", fields, head, b"User-agent: *\nDisallow: /x/\n", new_id())])
    writer.close()
    done = run("ingest", writer.path, "--data", tmp_path / "data", "--json")
    assert json.loads(done.stdout)["other"] == 1
    assert reports(tmp_path / "data") == []


@pytest.mark.parametrize("body", [b"", b"\0" * 100_000, gzip.compress(b"\0" * 100_000)])
def test_a_file_that_only_is_called_a_warc_says_so(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.warc.gz").write_bytes(body)
    done = run("ingest", tmp_path / "x.warc.gz", "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert "it does not begin as a WARC does" in done.output


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip", "x-unknown"])
def test_a_body_that_does_not_unpack_as_it_says_ends_nothing(tmp_path: Path, encoding: str) -> None:
    writer = WarcFile(tmp_path, "odd.warc.gz", FORMAT, datetime(2024, 1, 1, tzinfo=UTC))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding.encode() + b"\r\n\r\n"
    for name, body in (("bad", b"\x00\x01 not packed"), ("good", b"")):
        fields = (("WARC-Target-URI", f"http://a.example/{name}"), ("WARC-Date", "2024-01-01T00:00:00Z"))
        writer.append([Record("response", fields, head, body, new_id())])
    writer.close()
    assert json.loads(run("ingest", writer.path, "--data", tmp_path / "d", "--json").stdout)["added"] == 2


def test_bad_pages_are_named_with_their_reason_and_the_good_one_is_kept(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.html").write_bytes(article("溪口镇2023年法治政府建设情况报告"))
    (pages / "zero.html").write_bytes(b"")
    (pages / "zip.html").write_bytes(b"PK\x03\x04" + bytes(60))
    (pages / "random.html").write_bytes(bytes(range(256)) * 40)
    (pages / "big.html").write_bytes(b"a" * 60_000_000)
    data = tmp_path / "data"
    done = run("ingest", pages, "--data", data)
    for name, why in (
        ("zero", "no content"),
        ("zip", "ZIP"),
        ("random", "not a web page"),
        ("big", "larger than"),
    ):
        (line,) = (said for said in done.output.splitlines() if f"{name}.html" in said)
        assert why in line
    assert done.exit_code == 1  # the page that was too large is not kept
    assert [r["url"] for r in reports(data)] == ["saved:good.html"]


def test_a_crawl_and_its_captures_alone_give_the_same_reports(tmp_path: Path) -> None:
    """The raw capture is the truth: whatever the archive says of a document can be made from it, offline."""
    live, again = tmp_path / "live", tmp_path / "again"
    command = [sys.executable, "-m", "crawler.cli", "demo", "--no-serve", "--data", str(live)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    sites = Path(str(crawler.demo.__file__)).parent / "sites"
    told = run("ingest", live / "warc", "--data", again, "--sites", sites)
    assert told.exit_code == 0, told.output
    ours = {"id", "version", "versions", "first_seen", "last_seen"}
    rows = [
        {row["url"]: {k: v for k, v in row.items() if k not in ours} for row in reports(place)}
        for place in (live, again)
    ]
    assert len(rows[0]) > 50
    assert rows[0] == rows[1]
