"""`gongkai export wacz`, read with other people's tools, and taken back by `gongkai ingest`."""

from __future__ import annotations

import functools
import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from handed import FILE, FIRST, PARTS, SAVED, SECOND, eventful, number, run
from hongqi import gongkai, rows
from travelling import everything
from warcio.archiveiterator import ArchiveIterator

from archive.export import cdxj
from archive.export.captures import Member, Source, sources
from archive.members import stored
from pipelines.rebuild import rebuild

BIN = Path(sys.executable).parent


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return eventful(tmp_path)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild in this process: others take seconds to start."""
    monkeypatch.setattr("pipelines.restore.rebuild", functools.partial(rebuild, processes=1))


@pytest.fixture
def wacz(data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "whole.wacz"
    run("export", "wacz", path, "--data", data)
    return path


def sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def digits(date: str) -> str:
    """A time as CDXJ has it, to the millisecond."""
    return "".join(c for c in date if c.isdigit())[:17]


def lines(path: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """The index, read block by block as a player reads it: by the index of blocks."""
    with zipfile.ZipFile(path) as bundle:
        packed = bundle.read("indexes/index.cdx.gz")
        meta, *blocks = bundle.read("indexes/index.idx").decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    found = []
    for block in blocks:
        start, _, told = block.partition(" {")
        place = json.loads("{" + told)
        member = packed[place["offset"] :][: place["length"]]
        assert place["digest"] == sha256(member)
        unpacked = gzip.decompress(member)
        assert unpacked.decode().startswith(start + " {")
        found += unpacked.splitlines(keepends=True)
    assert b"".join(found) == gzip.decompress(packed)
    assert found == sorted(found)  # bytes: LC_ALL=C
    return [(*line.decode().split(" ", 2)[:2], json.loads(line.split(b" ", 2)[2])) for line in found]


def records(path: Path) -> list[tuple[str, int, Any, bytes]]:
    """(file, offset, record, its stored bytes) of all records in the WARCs of a WACZ, by warcio."""
    found = []
    with zipfile.ZipFile(path) as bundle:
        for name in bundle.namelist():
            if name.startswith("archive/"):
                raw = bundle.read(name)
                reader = ArchiveIterator(io.BytesIO(raw))
                for record in reader:
                    record.content_stream().read()
                    reader.read_to_end()
                    place, length = reader.get_record_offset(), reader.get_record_length()
                    found.append((name.removeprefix("archive/"), place, record, raw[place : place + length]))
    return found


def pages(path: Path, name: str = "pages") -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as bundle:
        head, *listed = map(json.loads, bundle.read(f"pages/{name}.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    return listed


def check(path: Path) -> None:
    """What any WACZ must be: whole, described, indexed record by record, its pages among them."""
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        package = bundle.read("datapackage.json")
        digest = json.loads(bundle.read("datapackage-digest.json"))
        assert digest == {"path": "datapackage.json", "hash": sha256(package)}
        told = json.loads(package)
        assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
        described = {each["path"]: (each["hash"], each["bytes"]) for each in told["resources"]}
        held = {
            info.filename: (sha256(bundle.read(info)), info.file_size)
            for info in bundle.infolist()
            if not info.filename.startswith("datapackage")
        }
        assert described == held
        for info in bundle.infolist():
            if info.filename.startswith("archive/") or info.filename.endswith(".gz"):
                assert info.compress_type == zipfile.ZIP_STORED
            assert not info.extra  # replayweb.page takes it that the local header has none either
    held_records = {(file, place): (record, raw) for file, place, record, raw in records(path)}
    listed = lines(path)
    for key, moment, line in listed:
        record, raw = held_records[line["filename"], int(line["offset"])]
        fields = record.rec_headers
        assert line["url"] == fields.get_header("WARC-Target-URI")
        assert cdxj.key(line["url"]) == key
        assert moment == digits(fields.get_header("WARC-Date"))
        assert (int(line["length"]), line["recordDigest"]) == (
            len(raw),
            sha256(raw),
        )
        block = fields.get_header("WARC-Block-Digest")  # of a resource, which is all payload
        assert line["digest"] == (fields.get_header("WARC-Payload-Digest") or block)
    indexed = {(line["filename"], int(line["offset"])) for _, _, line in listed}
    shown = {
        place
        for place, (record, _) in held_records.items()
        if record.rec_type in ("response", "revisit", "resource")
    }
    assert indexed == shown and shown
    captured = {(line["url"], moment) for _, moment, line in listed}
    for page in pages(path):
        assert page["title"]
        assert (page["url"], digits(page["ts"])) in captured
    done = subprocess.run([BIN / "wacz", "validate", "-f", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "is valid" in done.stdout, done.stdout + done.stderr


def test_a_whole_archive_is_a_wacz_of_its_very_warcs(data, wacz, tmp_path):
    check(wacz)
    with zipfile.ZipFile(wacz) as bundle:
        warcs = {p.name: p.read_bytes() for p in (data / "warc").iterdir()}
        assert {n[8:]: bundle.read(n) for n in bundle.namelist() if n.startswith("archive/")} == warcs
        assert bundle.read("journal/chain.jsonl") == (data / "chain.jsonl").read_bytes()
        bundle.extractall(tmp_path / "out")
    for warc in sorted((tmp_path / "out" / "archive").iterdir()):
        for tool in ("warcio", "fastwarc"):
            subprocess.run([BIN / tool, "check", warc], check=True, capture_output=True)
    versions = rows(tmp_path, "select f.url, v.title from versions v join fetches f on f.id = v.fetch")
    assert sorted((p["url"], p["title"]) for p in pages(wacz)) == sorted(versions)
    assert {p["title"] for p in pages(wacz, "extraPages")} == {
        "红旗区人民政府", "首页 > 政务公开 > 法治政府建设",
    }  # fmt: skip


def test_the_index_is_that_of_the_reference_indexer(data, wacz):
    """cdxj-indexer, by which py-wacz makes its own; but for a 304, which we leave without a status."""
    warcs = sorted((data / "warc").iterdir())
    command = [BIN / "cdxj-indexer", "--sort", "--records", "response,revisit,resource", *warcs]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    reference = {}
    for line in done.stdout.splitlines():
        key, moment, told = line.split(" ", 2)
        read = json.loads(told)
        reference[read["filename"], read["offset"]] = (key, moment, read)
    ours = lines(wacz)
    assert len(ours) == len(reference)
    for key, moment, line in ours:
        theirs = reference[line["filename"], line["offset"]]
        assert (key, moment[:14]) == theirs[:2]
        same = ("url", "mime", "length")
        assert {name: line[name] for name in same} == {name: theirs[2].get(name) for name in same}
        status = theirs[2].get("status")
        assert line["status"] == (status if status not in (None, "304") else "-")
    assert {line["mime"] for *_, line in ours} >= {"text/html", "application/pdf", "warc/revisit"}


def test_keys_are_sorted_as_bytes_whatever_is_in_an_address(tmp_path):
    index = cdxj.Index(tmp_path / "index")
    for url in (
        "http://a.cn/政务",
        "http://a.cn/b c",
        "http://a.cn/~",
        "http://a.cn/B",
        "saved:页.html",
        "http://[bad",
    ):
        index.add(Member(0, 1, "response", "", url, "2024-01-17T08:30:00.5Z"), "f.warc.gz", 7, "sha256:0")
    written: list[bytes] = []
    index.write(written.append, "index.cdx.gz")
    index.close()
    found = gzip.decompress(b"".join(written)).splitlines()
    assert found == sorted(found) and len(found) == 6
    assert all(line.split(b" ")[1] == b"20240117083000500" for line in found)


def test_many_lines_are_many_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(cdxj, "BLOCK", 3)
    index = cdxj.Index(tmp_path / "index")
    for n in range(10):
        index.add(Member(n, 1, "response", "", f"http://a.cn/{n}", "2024-01-17T08:30:00Z"), "f", n, "")
    written: list[bytes] = []
    blocks = index.write(written.append, "index.cdx.gz")
    index.close()
    assert [line.split(b" ")[0] for line in blocks[1:]] == [b"cn,a)/0", b"cn,a)/3", b"cn,a)/6", b"cn,a)/9"]
    assert len(written) == 4


EVENTS = ("crawl-begins", "walk-ends", "crawl-ends", "chain")


def test_of_one_document_what_belongs_to_it_is_handed_over_byte_for_byte(data, tmp_path):
    path = tmp_path / "one.wacz"
    ((address,),) = rows(tmp_path, "select url from documents where url like ?", f"%{SECOND}")
    run("export", "wacz", path, "--document", address, "--data", data)
    check(path)
    home = address.removesuffix(SECOND)
    taken = records(path)
    for file, _, _, raw in taken:
        assert raw in (data / "warc" / file).read_bytes()
    exchanges = {(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for _, _, r, _ in taken}
    assert exchanges == {
        ("warcinfo", None),
        *((kind, address) for kind in ("response", "request", "revisit")),  # a 304, a redirect
        *((kind, home + FIRST) for kind in ("request", "revisit", "response")),  # where it has moved to
        *(("metadata", f"urn:gongkai:{event}") for event in EVENTS),
    }  # fmt: skip
    ids = {r.rec_headers.get_header("WARC-Record-ID") for _, _, r, _ in taken}
    revisited = {
        r.rec_headers.get_header("WARC-Refers-To") for _, _, r, _ in taken if r.rec_type == "revisit"
    }
    assert revisited and revisited <= ids
    (page,) = pages(path)
    with zipfile.ZipFile(path) as bundle:
        told = json.loads(bundle.read("datapackage.json"))
    assert (told["mainPageUrl"], told["mainPageDate"]) == (address, page["ts"])
    assert told["gongkai"]["holds"] == "part"


def test_attachments_and_all_versions_go_with_a_document(data, tmp_path):
    path = tmp_path / "one.wacz"
    run("export", "wacz", path, "--document", number(data, FIRST), "--data", data)
    check(path)
    assert len(pages(path)) == 2
    addresses = {
        line["url"].partition("/fzjs")[1] + line["url"].partition("/fzjs")[2] for *_, line in lines(path)
    }
    assert {FIRST, FILE} <= addresses


def test_of_a_site_all_is_handed_over_and_of_others_nothing(data, tmp_path):
    path = tmp_path / "site.wacz"
    run("export", "wacz", path, "--site", "hongqi", "--data", data)
    check(path)
    with zipfile.ZipFile(path) as bundle:
        for name in (n for n in bundle.namelist() if n.startswith("archive/")):
            assert bundle.read(name) == (data / "warc" / name[8:]).read_bytes()
    assert SAVED not in {line["url"] for *_, line in lines(path)}
    other = tmp_path / "other.wacz"
    run("export", "wacz", other, "--site", "www.xikou.example", "--data", data)
    check(other)
    assert {line["url"] for *_, line in lines(other)} == {SAVED}


def test_by_words_and_by_the_day_of_the_newest_version(data, tmp_path):
    for option, value, titles in (
        ("--words", "东山乡", {"东山乡2024年法治政府建设情况报告"}),
        ("--since", "2026-03-03", {"北街镇2024年法治政府建设情况报告", "溪口镇2024年法治政府建设情况报告"}),
    ):
        path = tmp_path / f"{option}.wacz"
        run("export", "wacz", path, option, value, "--data", data)
        check(path)
        assert {page["title"] for page in pages(path)} == titles


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--site", "nowhere"], "no site 'nowhere' is held; held are: hongqi, www.xikou.example"),
        (["--document", "999"], "no document has the number 999"),
        (["--words", "量子计算机"], "no document answers the choice (words 量子计算机)"),
    ],
)
def test_what_is_not_held_is_said_and_nothing_written(data, tmp_path, words, said):
    done = run("export", "wacz", tmp_path / "x.wacz", *words, "--data", data, code=1)
    assert said in str(done.exception)
    assert not list(tmp_path.glob("x.wacz*"))


def test_a_file_that_is_there_is_not_replaced_unless_told_to(data, wacz):
    before = wacz.read_bytes()
    done = run("export", "wacz", wacz, "--data", data, code=1)
    assert "is there already" in str(done.exception) and "--force" in str(done.exception)
    assert wacz.read_bytes() == before
    run("export", "wacz", wacz, "--document", number(data, SECOND), "--force", "--data", data)
    assert len(pages(wacz)) == 1


def test_a_capture_that_is_missing_is_named(data, tmp_path):
    (first,) = (data / "warc").glob("*-1.warc.gz")
    first.unlink()
    done = run(
        "export", "wacz", tmp_path / "x.wacz", "--document", number(data, SECOND), "--data", data, code=1
    )
    assert f"{first.name} is not there" in str(done.exception)
    assert not list(tmp_path.glob("x.wacz*"))


def test_a_crawl_that_goes_on_is_handed_over_as_far_as_it_is_whole(data, tmp_path):
    (last,) = (data / "warc").glob("*-6.warc.gz")
    whole = last.read_bytes()
    kept = len(whole) - 700
    last.write_bytes(whole[:kept])  # in the middle of a record
    path = tmp_path / "now.wacz"
    with_running(data, 6)
    run("export", "wacz", path, "--data", data)
    check(path)
    with zipfile.ZipFile(path) as bundle:
        handed = bundle.read(f"archive/{last.name}")
    assert whole.startswith(handed) and kept - 2000 < len(handed) < kept


def with_running(data: Path, crawl: int) -> None:
    """Say in the database that a crawl goes on. By another process: this one holds the file open."""
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute(\"update crawls set outcome = 'running' where id = ?\", [sys.argv[2]]); c.commit()"
    )
    subprocess.run([sys.executable, "-c", script, data / "archive.db", str(crawl)], check=True)


def test_the_log_is_copied_before_the_captures_that_its_lines_sum(data, tmp_path, monkeypatch):
    """A crawl that ends meanwhile adds a line: its file is in the WACZ as it was before, without its end."""
    log, path = data / "chain.jsonl", tmp_path / "now.wacz"
    before = log.read_bytes()

    def while_a_crawl_ends(*arguments: Any) -> Iterator[Source]:
        yield from sources(*arguments)
        log.write_bytes(before + b"another line\n")

    for module in ("wacz", "bag"):
        monkeypatch.setattr(f"archive.export.{module}.sources", while_a_crawl_ends)
    run("export", "wacz", path, "--data", data)
    with zipfile.ZipFile(path) as bundle:
        assert bundle.read("journal/chain.jsonl") == before
    log.write_bytes(before)
    run("export", "bagit", tmp_path / "bag", "--data", data)
    assert (tmp_path / "bag" / "data" / "chain.jsonl").read_bytes() == before


def test_a_damaged_warc_is_handed_over_as_it_is_and_said(data, tmp_path):
    (first,) = (data / "warc").glob("*-1.warc.gz")
    whole = first.read_bytes()
    half = len(whole) // 2
    first.write_bytes(whole[:half] + b"\0\0\0\0" + whole[half + 4 :])
    path = tmp_path / "damaged.wacz"
    done = run("export", "wacz", path, "--data", data)
    assert first.name in done.stderr and "cannot be read on" in done.stderr
    with zipfile.ZipFile(path) as bundle:
        assert bundle.read(f"archive/{first.name}") == first.read_bytes()


def test_of_everything_what_is_cut_off_or_missing_is_said(data, tmp_path):
    first, second = ((data / "warc").glob(f"*-{n}.warc.gz") for n in (1, 2))
    cut, gone = next(first), next(second)
    last = list(stored(cut))[-4]
    cut.write_bytes(cut.read_bytes()[: last.offset + 9])
    gone.unlink()
    for kind, path in (("wacz", tmp_path / "x.wacz"), ("bagit", tmp_path / "bag")):
        done = run("export", kind, path, "--data", data)
        assert f"{cut.name} has " in done.stderr and "whole records, and the chain sums" in done.stderr
        assert f"warc/{gone.name} is not there" in done.stderr


# Taking it back


def same(data: Path, again: Path) -> None:
    live, made = everything(data), everything(again)
    for name in live:
        if name not in (
            "sequence",
            "readings",
        ):  # numbers given and not used; a rebuild has no earlier readings
            assert made[name] == live[name], name
    assert live["fetches"] and live["states"] and live["chain"]


def test_a_whole_archive_is_made_again_from_its_wacz_row_by_row(data, wacz, tmp_path):
    again = tmp_path / "again"
    done = gongkai("ingest", wacz, "--data", again)
    pages_read = len(everything(data)["fetches"])
    assert f"the archive as it was: 7 crawls, {pages_read} pages" in done.stdout
    same(data, again)
    for warc in (data / "warc").iterdir():
        assert (again / "warc" / warc.name).read_bytes() == warc.read_bytes()
    assert (again / "chain.jsonl").read_bytes() == (data / "chain.jsonl").read_bytes()
    assert "no findings" in gongkai("verify", "--data", again).stdout
    twice = tmp_path / "twice.wacz"
    run("export", "wacz", twice, "--data", again)
    assert lines(twice) == lines(wacz)
    assert "nothing new" in run("ingest", wacz, "--data", again).output
    same(data, again)


def test_the_warcs_of_others_go_with_it_packed_or_not(data, tmp_path):
    """As somebody gave them: in one each record is a gzip member, the other is not packed."""
    (first,) = (data / "warc").glob("*-1.warc.gz")
    theirs = tmp_path / "theirs.warc"
    theirs.write_bytes(gzip.decompress(first.read_bytes()).replace(b"127.0.0.1:", b"127.0.0.2:"))
    other = tmp_path / "other"
    run("ingest", theirs, "--data", other)
    (third,) = (data / "warc").glob("*-3.warc.gz")
    run("ingest", third, "--data", other)
    path, again = tmp_path / "whole.wacz", tmp_path / "again"
    run("export", "wacz", path, "--data", other)
    with zipfile.ZipFile(path) as bundle:
        kinds = {name.rpartition("ingest-")[2][32:] for name in bundle.namelist() if "ingest-" in name}
    assert {".warc", ".warc.gz"} <= kinds
    held = {(file, place) for file, place, _, _ in records(path)}
    assert {(line["filename"], int(line["offset"])) for *_, line in lines(path)} <= held
    run("ingest", path, "--data", again)
    live, made = everything(other), everything(again)
    assert len(live["documents"]) == 5
    assert all(made[name] == live[name] for name in live if name not in ("sequence", "readings"))


def test_what_was_cut_off_and_timestamps_go_with_it_and_numbers_go_on(data, tmp_path):
    cut = data / "warc" / "hongqi-20260519T180000Z-6.warc.gz.cut-99"
    cut.write_bytes(b"half a record")
    (data / "timestamps").mkdir()
    for kind in ("tsq", "tsr", "sha256"):
        (data / "timestamps" / f"5.{kind}").write_bytes(kind.encode())
    path, again = tmp_path / "cut.wacz", tmp_path / "again"
    run("export", "wacz", path, "--data", data)
    check(path)
    run("ingest", path, "--data", again)
    assert (again / "warc" / cut.name).read_bytes() == b"half a record"
    kept = {each.name: each.read_bytes() for each in (again / "timestamps").iterdir()}
    assert kept == {"5.tsq": b"tsq", "5.tsr": b"tsr", "5.sha256": b"sha256"}
    page = tmp_path / "page.html"
    shutil.copy(tmp_path.parent / "handed" / "saved" / "one.html", page)
    run("ingest", page, "--data", again)
    assert sorted(everything(again)["fetches"])[-1][0] == sorted(everything(data)["fetches"])[-1][0] + 1


def test_into_an_archive_that_is_not_empty_it_is_taken_in_like_anybodys(data, wacz, tmp_path):
    other, page = tmp_path / "other", tmp_path / "page.html"
    shutil.copy(tmp_path.parent / "handed" / "saved" / "one.html", page)
    run("ingest", page, "--data", other)
    done = run("ingest", wacz, "--data", other)
    assert "taken in as somebody else's" in done.stderr and str(other) in done.stderr
    urls = {row[0] for row in rows_of(other, "select url from documents")}
    assert urls == {row[0] for row in rows_of(data, "select url from documents")} | {"saved:page.html"}


def rows_of(data: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(data / "archive.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_part_into_an_empty_archive_gives_its_documents(data, tmp_path):
    path, again = tmp_path / "part.wacz", tmp_path / "again"
    run("export", "wacz", path, "--document", number(data, PARTS), "--data", data)
    run("ingest", path, "--data", again)
    text = "select d.url, v.title, v.text from documents d join versions v on v.id = d.version"
    assert rows_of(again, text) == rows_of(data, f"{text} where d.id = {number(data, PARTS)}")


def rezipped(wacz: Path, target: Path, changes: dict[str, Callable[[bytes], bytes | None]]) -> Path:
    """A WACZ in which some files are others; None leaves one out."""
    with zipfile.ZipFile(wacz) as bundle, zipfile.ZipFile(target, "w") as out:
        for info in bundle.infolist():
            content = changes.get(info.filename, lambda c: c)(bundle.read(info))
            if content is not None:
                out.writestr(info, content)
    return target


def flipped(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]


FIRST_WARC, PACKAGE = "archive/hongqi-20260228T180000Z-1.warc.gz", "datapackage.json"


CHANGES: dict[str, tuple[str, Callable[[bytes], bytes | None], str]] = {
    "a byte of a WARC": (FIRST_WARC, flipped, "is not what datapackage.json says"),
    "a WARC left out": (FIRST_WARC, lambda _: None, "is not in both the ZIP and datapackage.json"),
    "another digest of it": (PACKAGE, lambda c: c.replace(b"sha256:", b"sha256:0", 1), "another digest"),
    "a line in the log": ("journal/chain.jsonl", lambda c: c + b"\n", "is not what datapackage.json says"),
    "no digest": (f"{PACKAGE[:-5]}-digest.json", lambda c: c.replace(b"hash", b"hush"), "cannot be read"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_one_that_was_changed_is_refused_whole(wacz, tmp_path, kind):
    again = tmp_path / "again"
    name, change, said = CHANGES[kind]
    changed = rezipped(wacz, tmp_path / "changed.wacz", {name: change})
    done = run("ingest", changed, "--data", again, code=1)
    assert said in done.output and "nothing was taken in" in done.output
    assert not list((again / "warc").glob("*")) and not (again / ".restore").exists()
    run("ingest", wacz, "--data", again)  # the folder is as empty as before


def test_a_zip_with_a_turned_byte_is_refused_in_whole_sentences(wacz, tmp_path):
    with zipfile.ZipFile(wacz) as bundle:
        place = bundle.getinfo(FIRST_WARC)
    content = bytearray(wacz.read_bytes())
    content[place.header_offset + 30 + len(FIRST_WARC) + place.file_size // 2] ^= 1
    (tmp_path / "turned.wacz").write_bytes(content)
    done = run("ingest", tmp_path / "turned.wacz", "--data", tmp_path / "again", code=1)
    assert "turned.wacz: the ZIP is not whole (Bad CRC-32 for file " in done.output


@pytest.mark.parametrize(
    "name", ["archive/../../evil.warc.gz", "archive/.hidden.warc.gz", "archive/a/b.warc.gz"]
)
def test_names_that_lead_elsewhere_are_refused(wacz, tmp_path, name):
    again, evil = tmp_path / "again", tmp_path / "evil.wacz"
    shutil.copy(wacz, evil)
    with zipfile.ZipFile(evil, "a") as bundle:
        bundle.writestr(name, b"x")
        package = json.loads(bundle.read("datapackage.json"))
    package["resources"].append({"name": "x", "path": name, "hash": sha256(b"x"), "bytes": 1})
    written = json.dumps(package).encode()
    digest = json.dumps({"path": PACKAGE, "hash": sha256(written)}).encode()
    swapped = {PACKAGE: lambda _: written, f"{PACKAGE[:-5]}-digest.json": lambda _: digest}
    rezipped(evil, tmp_path / "evil2.wacz", swapped)
    done = run("ingest", tmp_path / "evil2.wacz", "--data", again, code=1)
    assert "is not called as a file of ours is" in done.output
    assert not list(tmp_path.rglob("evil.warc.gz"))
