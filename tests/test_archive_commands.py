"""`gongkai search`, `status` and `serve`, as a person or a program runs them."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.records import Fetch, Report, SiteRecord
from archive.store import Archive

GONGKAI = Path(sys.executable).parent / "gongkai"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with Archive.open(folder, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        archive.save_site(SiteRecord("qinghe", "清河区", "http://qinghe.localhost/"))
        crawl = archive.start_crawl("yunxi", "crawl")
        for number, (title, text) in enumerate(
            (("青石镇普法报告", "臺灣發展与审计。"), ("[red]\x1b[31m普法", "学习普法"))
        ):
            url = f"http://yunxi.localhost/{number}"
            fetch = archive.save_fetch(crawl, Fetch("yunxi", url, "2024-01-01T00:00:00Z", "ok", status=200))
            metadata = (
                {"unit": "青石镇", "report_year": "2023", "date_published": "2024-01-17"}
                if not number
                else {}
            )
            archive.save_report(crawl, fetch, Report(url, title, text, metadata=metadata))
        archive.save_fetch(
            crawl, Fetch("yunxi", "http://yunxi.localhost/x", "2024-01-01T00:00:00Z", "timeout")
        )
        archive.finish_crawl(crawl, "finished")
    return folder


def gongkai(*arguments: str | Path, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"}
    if data is not None:
        environment["GONGKAI_DATA"] = str(data)
    return subprocess.run(
        [GONGKAI, *arguments], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def test_search_for_a_program(data: Path) -> None:
    done = gongkai("search", "普法", "审计", "--json", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["count"] == 1
    (hit,) = answer["results"]
    assert {
        "id",
        "url",
        "title",
        "site",
        "unit",
        "genre",
        "report_year",
        "date_published",
        "date_written",
    } < set(hit)
    assert (hit["unit"], hit["report_year"], hit["date_published"]) == ("青石镇", "2023", "2024-01-17")
    assert hit["snippet"] == "臺灣發展与审计。" and hit["matches"] == ["审计"]


def test_search_takes_limits_filters_and_exclusions(data: Path) -> None:
    def ids(*arguments: str) -> tuple[int, list[int]]:
        answer = json.loads(gongkai("search", *arguments, "--json", data=data).stdout)
        return answer["count"], [hit["id"] for hit in answer["results"]]

    assert ids("普法")[0] == 2
    assert ids("普法", "--limit", "1")[0] == 2 and len(ids("普法", "--limit", "1")[1]) == 1
    assert ids("普法", "-审计") == (1, [2])
    assert ids("普法 -审计") == (1, [2])
    assert ids("普法", "--unit", "青石镇") == ids("普法", "--year", "2023") == ids("台湾") == (1, [1])
    assert ids("普法", "--site", "qinghe") == (0, [])


def test_search_for_a_person_lets_no_control_character_through(data: Path) -> None:
    done = gongkai("search", "普法", data=data)
    assert done.returncode == 0
    assert "青石镇普法报告" in done.stdout and "http://yunxi.localhost/0" in done.stdout
    assert "\x1b" not in done.stdout and "[red]" in done.stdout
    assert done.stdout.endswith("2 documents: 含 “普法”\n")


def test_a_search_for_nothing_is_no_error(data: Path) -> None:
    done = gongkai("search", "，。", data=data)
    assert (done.returncode, done.stdout) == (0, "0 documents\n")
    assert done.stderr.startswith("gongkai: “，。”")
    assert gongkai("search", data=data).returncode == 2


def test_status_shows_each_site(data: Path) -> None:
    answer = json.loads(gongkai("status", "--json", data=data).stdout)
    assert (answer["documents"], answer["fetches"]) == (2, 3)
    never, last = (site for site in answer["sites"] if site["schedule"] is None)
    assert (never["id"], never["crawl"], never["documents"]) == ("qinghe", None, 0)
    assert (last["outcome"], last["documents"], last["failures"], last["pages"]) == ("finished", 2, 1, 2)
    plain = gongkai("status", data=data)
    assert plain.returncode == 0
    assert re.search(r"^yunxi\t耘溪区\t[\d :-]+\tfinished\t2\t2\t1\t2\t\t\t\t$", plain.stdout, re.MULTILINE)
    assert "qinghe\t清河区\tnever" in plain.stdout


def test_status_warns_of_a_site_that_is_read_otherwise_than_before(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        for issuer in ("青石镇", "青石镇", "青石镇", ""):
            crawl = archive.start_crawl("yunxi", "crawl")
            for number in range(8):
                url = f"http://yunxi.localhost/{number}"
                fetch = archive.save_fetch(crawl, Fetch("yunxi", url, "2024-01-01T00:00:00Z", "ok"))
                metadata = {"issuer": issuer} if issuer else {}
                archive.save_report(crawl, fetch, Report(url, "题", "正文" * 50, metadata=metadata))
            archive.finish_crawl(crawl, "finished")
    said = "发布机构 issuer is filled in 0 of 8 reports that were read before, usually in 8"
    site = json.loads(gongkai("status", "--json", data=tmp_path).stdout)["sites"][-1]
    assert [(alarm["measure"], alarm["field"]) for alarm in site["alarms"]] == [("fill_rate", "issuer")]
    assert f"\n! yunxi: {said}" in gongkai("status", data=tmp_path).stdout


@pytest.mark.parametrize(
    "command", [["search", "普法"], ["status"], ["explain", "1"], ["serve", "--port", "0"]]
)
def test_no_archive_is_one_sentence(command: list[str], tmp_path: Path) -> None:
    done = gongkai(*command, "--data", tmp_path / "none")
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr.count("\n") == 1
        and done.stderr.startswith("gongkai: ")
        and "gongkai crawl" in done.stderr
    )
    assert not (tmp_path / "none").exists()


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [GONGKAI, "serve", "--port", "0", "--data", data],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


def test_serve_shows_the_archive_and_what_is_saved_meanwhile(data: Path) -> None:
    with served(data) as (process, address):
        assert _count(address) == 2
        with Archive.open(data) as archive:
            fetch = archive.save_fetch(
                1, Fetch("yunxi", "http://yunxi.localhost/9", "2024-01-02T00:00:00Z", "ok")
            )
            archive.save_report(1, fetch, Report("http://yunxi.localhost/9", "后来", "普法"))
        assert _count(address) == 3
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def _count(address: str) -> int:
    with urllib.request.urlopen(
        f"{address}archive/reports.json?_search=%E6%99%AE%E6%B3%95", timeout=30
    ) as answer:
        return int(json.load(answer)["filtered_table_rows_count"])


def test_an_address_that_cannot_be_had_is_one_sentence(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = gongkai("serve", "--port", port, data=data)
    assert done.returncode == 1
    assert done.stderr == (
        f"gongkai: port {port} of 127.0.0.1 is in use: give another with --port, "
        "or --port 0 for any that is free\n"
    )
    elsewhere = gongkai("serve", "--host", "no such host", "--port", "0", data=data)
    assert elsewhere.returncode == 1 and "is no address of this machine" in elsewhere.stderr


def test_a_file_name_or_an_address_reaches_no_terminal_as_a_command(data: Path, tmp_path: Path) -> None:
    """A folder of saved pages is as strange as its pages: \\x1b would turn the colours, \\u202e the words."""
    for command in (
        ["extract", tmp_path / "a\x1b[31m\u202e.html"],
        ["ingest", tmp_path / "b\x07\u202e"],
        ["explain", "a\x1b]0;x\x07\u202e"],
        ["status", "--data", tmp_path / "c\x07\u202e"],
    ):
        done = gongkai(*command, data=data)
        assert done.returncode == 1 and done.stderr.startswith("gongkai: ")
        assert not {c for c in done.stderr + done.stdout if not c.isprintable()} - {"\n"}
