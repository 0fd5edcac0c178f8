"""A crawl as a process: how it ends, what it says, and that it shares the archive with others."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from hongqi import (
    GONGKAI,
    ROOT,
    article,
    build,
    crawl,
    environment,
    gongkai,
    list_page,
    robots,
    rows,
    site_file,
    warcs,
)
from loopback import answer, serving
from test_capture import check

FIRST = "/fzjs/202501/t20250120_1001.html"


def arguments(folder: Path) -> list[str]:
    return ["--data", str(folder / "data"), "--sites", str(folder / "sites")]


def test_a_site_nobody_knows_is_wrong_use_and_the_known_are_told(tmp_path, server):
    site_file(tmp_path / "sites", server)
    done = gongkai("crawl", "hongqii", *arguments(tmp_path), code=2)
    assert "'hongqii'" in done.stderr
    assert "hongqi, ltq" in done.stderr


def test_a_broken_definition_is_told_and_hides_no_other(tmp_path, server):
    site_file(tmp_path / "sites", server)
    (tmp_path / "sites" / "broken.toml").write_text("nonsense")
    done = gongkai("crawl", "broken", *arguments(tmp_path), code=1)
    assert "broken.toml: is not TOML" in done.stderr
    assert crawl(tmp_path)["outcome"] == "finished"


def test_what_a_person_reads_is_a_table_and_a_line_a_site(tmp_path, server):
    site_file(tmp_path / "sites", server)
    done = gongkai("crawl", "hongqi", *arguments(tmp_path))
    head, row = done.stdout.splitlines()
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True)) == {
        "site": "hongqi",
        "pages": "8",
        "reports": "4",
        "new": "4",
        "changed": "0",
        "unchanged": "0",
        "failures": "0",
        "outcome": "finished",
    }
    assert "hongqi: finished, 8 pages, 4 reports, 0 failures" in done.stderr


def test_a_clean_crawl_logs_nothing_and_asks_no_one_else(tmp_path, server):
    """A cookie makes Scrapy fetch a list from the network, unless it is told not to."""
    server.pages["/"] = server.pages["/"].replace(
        b"Content-Type", b"Set-Cookie: JSESSIONID=1\r\nContent-Type", 1
    )
    site_file(tmp_path / "sites", server)
    crawl(tmp_path)
    assert (tmp_path / "data" / "crawl.log").read_text() == ""
    assert b"Cookie: JSESSIONID=1" in server.requests[-1]


def test_a_redirect_to_itself_for_a_cookie_is_followed(tmp_path, server):
    again = answer("", "302 Found", location=FIRST, set_cookie="seen=1")
    server.pages[FIRST] = [again, article("北街镇")]
    site_file(tmp_path / "sites", server)
    assert crawl(tmp_path)["reports"] == 4


def test_scrapy_crawl_works_alone_from_the_project_root(tmp_path, server):
    site_file(tmp_path / "sites", server)
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "hongqi"],
        cwd=ROOT,
        env=environment(GONGKAI_DATA=str(tmp_path / "data"), GONGKAI_SITES=str(tmp_path / "sites")),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert rows(tmp_path, "select outcome, new from crawls") == [("finished", 4)]
    check(*warcs(tmp_path))


def test_crawls_of_two_hosts_at_once_share_the_archive(tmp_path, server):
    with serving() as other:
        build(other)
        site_file(tmp_path / "sites", server)
        text = site_file(tmp_path / "others", other).read_text().replace('"hongqi"', '"lvqi"')
        (tmp_path / "sites" / "lvqi.toml").write_text(text.replace("127.0.0.1", "localhost"))
        command = [GONGKAI, "crawl", "--json", *arguments(tmp_path)]
        running = [
            subprocess.Popen([*command, site], env=environment(), stdout=subprocess.PIPE, text=True)
            for site in ("hongqi", "lvqi")
        ]
        results = [json.loads(process.communicate(timeout=120)[0]) for process in running]
    assert [result["outcome"] for result in results] == ["finished"] * 2
    assert sum(result["new"] for result in results) == 8
    assert rows(tmp_path, "select count(*) from documents") == [(8,)]
    check(*warcs(tmp_path))


def test_several_sites_are_crawled_by_one_process(tmp_path, server):
    with serving() as other:
        build(other)
        other.pages["/robots.txt"] = answer("", "503 Service Unavailable")
        site_file(tmp_path / "sites", server)
        text = site_file(tmp_path / "others", other).read_text().replace('"hongqi"', '"lvqi"')
        (tmp_path / "sites" / "lvqi.toml").write_text(text)
        done = gongkai("crawl", "hongqi", "lvqi", "--json", *arguments(tmp_path), code=1)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(result["site"], result["outcome"]) for result in results] == [
        ("hongqi", "finished"),
        ("lvqi", "failed"),
    ]


def test_ctrl_c_ends_a_crawl_in_good_order(tmp_path, server):
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号文件执行情况报告") for n in range(1001, 1051)]
    server.pages["/fzjs/"] = list_page(listed)
    server.pages |= {address: article("北街镇") for address, _ in listed}
    slow = "[politeness]\ndelay = 0.2\nautothrottle = false\n"
    site_file(tmp_path / "sites", server, more=slow)
    command = [GONGKAI, "crawl", "hongqi", "--json", *arguments(tmp_path)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    while not any(path.startswith("/fzjs/202501/") for path in server.paths):
        time.sleep(0.05)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    result = json.loads(process.communicate(timeout=60)[0])
    assert process.returncode == 1
    assert result["outcome"] == "interrupted"
    assert rows(tmp_path, "select outcome from crawls") == [("interrupted",)]
    assert len(server.requests) < 40
    check(*warcs(tmp_path))


def test_a_full_disk_stops_the_crawl_with_one_sentence_and_keeps_what_was_saved(tmp_path, server):
    """RLIMIT_FSIZE stands in for a full disk: the kernel refuses to let the files grow."""
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号文件执行情况报告") for n in range(1001, 1201)]
    server.pages["/fzjs/"] = list_page(listed)
    noise = "".join(f"<p>第{n}项，编号{hash((n, 'x'))}，金额{n * 7919 % 9973}元。</p>" for n in range(300))
    server.pages |= {address: article("北街镇", more=noise) for address, _ in listed}
    site_file(tmp_path / "sites", server)
    gongkai("sites", *arguments(tmp_path))
    limited = [
        sys.executable,
        "-c",
        "import os, resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000,) * 2)\n"
        "os.execv(sys.argv[1], sys.argv[1:])",
        GONGKAI,
        "crawl",
        "hongqi",
        "--json",
        *arguments(tmp_path),
    ]
    done = subprocess.run(limited, env=environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    result = json.loads(done.stdout)
    assert result["outcome"] == "failed"
    assert "disk" in result["message"]
    assert len(server.requests) < 200
    check(*warcs(tmp_path))
    ((saved,),) = rows(tmp_path, "select count(*) from documents")
    assert saved > 0
    assert rows(tmp_path, "pragma integrity_check") == [("ok",)]
    again = crawl(tmp_path)
    assert again["outcome"] == "finished"
    # What was captured and had not got into the database is read from the capture, and is none of the new.
    assert rows(tmp_path, "select count(*) from documents") == [(200,)]
    assert again["new"] <= 200 - saved


def test_a_data_folder_that_cannot_be_is_told(tmp_path, server):
    site_file(tmp_path / "sites", server)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "archive.db").write_text("no database" * 100)
    done = gongkai("crawl", "hongqi", *arguments(tmp_path), code=1)
    assert "archive.db is not a database" in done.stderr
    (tmp_path / "data" / "archive.db").unlink()
    (tmp_path / "data" / "warc").write_text("a file in the place of the folder")
    done = gongkai("crawl", "hongqi", *arguments(tmp_path), code=1)
    assert "warc" in done.stderr
    assert rows(tmp_path, "select outcome from crawls") == [("failed",)]


def test_a_page_the_program_fails_on_is_named_and_the_others_go_on(tmp_path, server):
    """A mistake of ours in reading one page, planted in a process of its own."""
    site_file(tmp_path / "sites", server)
    planted = """
import sys
from pathlib import Path
from crawler.crawl import run_crawls
from crawler.sites import read_site
from crawler import readers
from pipelines.readers import read_ready

def fails(page, asked, site, **options):
    if page.url.endswith("1001.html"):
        raise ZeroDivisionError("planted")
    return read_ready(page, asked, site, **options)

readers.read_ready = fails
folder = Path(sys.argv[1])
(result,) = run_crawls([read_site(folder / "sites" / "hongqi.toml")], folder / "data")
print(result.outcome, result.reports, result.failures, result.message)
"""
    done = subprocess.run(
        [sys.executable, "-c", planted, tmp_path],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.startswith("finished 3 1 "), done.stdout + done.stderr
    assert f"{server.url}{FIRST}: could not be read (ZeroDivisionError: planted)" in done.stdout
    assert rows(tmp_path, "select outcome from fetches where url like '%1001.html'") == [("failed",)]
    check(*warcs(tmp_path))
    assert "ZeroDivisionError" in (tmp_path / "data" / "crawl.log").read_text()


def test_a_site_is_asked_by_one_connection_with_a_pause(tmp_path, server):
    """The defaults, looked at where Scrapy keeps them."""
    site_file(tmp_path / "sites", server)
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "settings", "--get", "DOWNLOAD_DELAY"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "3"
    server.pages["/robots.txt"] = robots()
    slow = "[politeness]\ndelay = 0.4\n"
    site_file(tmp_path / "sites", server, more=slow)
    started = time.monotonic()
    crawl(tmp_path)
    assert time.monotonic() - started > 8 * 0.4 * 0.5  # Scrapy varies a pause by half


def test_the_demo_fills_the_archive_once_and_then_says_nothing_is_new(tmp_path):
    first = gongkai("demo", "--no-serve", "--data", tmp_path / "data")
    lines = [line.split("\t") for line in first.stdout.splitlines()]
    assert [line[0] for line in lines] == ["site", "beiyuan", "qinghe", "yunxi"]
    assert all(int(line[3]) > 10 for line in lines[1:])
    assert "Nothing new" not in first.stdout
    documents = rows(tmp_path, "select count(*) from documents")
    second = gongkai("demo", "--no-serve", "--data", tmp_path / "data")
    for done in (first, second):  # a page that answers 304 is no failure; both tell what is on record
        for site, pages, reports, *_, failures, _ in map(str.split, done.stdout.splitlines()[1:4]):
            said = f"{site}: finished, {pages} pages, {reports} reports, {failures} failures"
            assert said in done.stderr
    assert "Nothing new" in second.stdout
    assert rows(tmp_path, "select count(*) from documents") == documents
    assert rows(tmp_path, "select distinct reason, outcome from crawls") == [("demo", "finished")]
    check(*warcs(tmp_path))
