"""`gongkai status`: what is due next and why, and what is overdue."""

from __future__ import annotations

import io
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hongqi import article, build, environment, site_file
from loopback import answer, serving
from rich.cells import cell_len
from rich.console import Console
from scheduled import ALWAYS, DAILY, command, write
from travelling import FIRST_NIGHT, night

from archive.store import Archive
from crawler.schedule import Outlook
from crawler.sites import read_site
from crawler.status import Standing, plan_as_json, print_table

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def status(folder: Path, *words: str) -> str:
    done = subprocess.run(
        command(folder, "status", *words), env=environment(), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path):
    """Three sites: one crawled, one blocked, one never crawled."""
    with Archive.open(tmp_path / "data", create=True) as archive:
        for site, outcome in (("hongqi", "finished"), ("lvqi", "blocked")):
            archive.save_site(read_site(write(tmp_path, site, top=DAILY)).record())
            crawl = archive.start_crawl(site, "crawl", slot="2020-01-01T00:00:00Z")
            archive.finish_crawl(crawl, outcome, "5 answers in a row came from a firewall")
    write(tmp_path, "huangqi", top=DAILY)
    return tmp_path


def test_each_site_says_what_is_due_next_and_why(folder):
    told = {site["id"]: site for site in json.loads(status(folder, "--json"))["sites"]}
    plans = {name: told[name]["schedule"] for name in ("hongqi", "lvqi", "huangqi")}
    assert {name: plan["state"] for name, plan in plans.items()} == {
        "hongqi": "done", "lvqi": "left", "huangqi": "due",
    }  # fmt: skip
    assert {name: plan["overdue"] for name, plan in plans.items()} == {
        "hongqi": False, "lvqi": True, "huangqi": True,
    }  # fmt: skip
    assert plans["huangqi"]["why"] == "never crawled"
    assert "the site did not let us in" in plans["lvqi"]["why"]
    assert plans["hongqi"]["slot"] < plans["hongqi"]["next"]
    assert told["huangqi"]["documents"] == 0
    assert told["huangqi"]["started"] is None


def test_a_pipe_gets_a_line_a_site_and_the_overdue_are_named(folder):
    said = status(folder)
    lines = {line.split("\t")[0]: line.split("\t") for line in said.splitlines() if "\t" in line}
    assert lines["site"][-4:] == ["now", "next (UTC)", "overdue", "why"]
    assert lines["huangqi"][-4::3] == ["due", "never crawled"]
    assert {len(line) for line in lines.values()} == {12}
    assert "! huangqi: overdue since" in said
    assert "! lvqi: overdue since" in said
    assert "! hongqi" not in said
    assert "\x1b" not in said


def test_each_site_says_how_many_documents_are_where_and_what_its_last_crawl_changed(tmp_path):
    with serving() as server:
        build(server, newest=FIRST_NIGHT.date())
        site_file(tmp_path / "sites", server)
        night(tmp_path, 1)
        withdrawn, edited = (f"/fzjs/202501/t20250120_{n}.html" for n in (1002, 1003))
        server.pages[withdrawn] = answer("<html><body>404</body></html>", "404 Not Found")
        server.pages[edited] = article("东山乡", more="<p>　　补充说明一处。</p>")
        night(tmp_path, 2)
    (row,) = (each for each in json.loads(status(tmp_path, "--json"))["sites"] if each["id"] == "hongqi")
    assert row["states"] == {"seen": 3, "missing": 1}
    assert row["became"] == {"missing": 1} and (row["changed"], row["silent"]) == (1, 1)
    said = status(tmp_path)
    assert "· hongqi: 3 seen 在, 1 missing 打不开; in the last crawl: 1 changed, " in said
    assert "悄然改动 silent edits 1, 1 missing 打不开" in said


def test_a_site_that_has_no_definition_has_no_plan(folder):
    (folder / "sites" / "hongqi.toml").unlink()
    told = {site["id"]: site for site in json.loads(status(folder, "--json"))["sites"]}
    assert told["hongqi"]["schedule"] is None
    assert told["hongqi"]["outcome"] == "finished"


ROW = {
    "id": "wuzhong-litong", "name": "吴忠市利通区人民政府", "started": "2026-11-23T17:02:00.000000Z",
    "outcome": "interrupted", "pages": 100_000, "reports": 100_000, "failures": 12_345,
    "documents": 1_234_567, "alarms": [],
}  # fmt: skip
PLAN = Outlook("wuzhong-litong", "waiting", NOW, NOW + timedelta(hours=17), "it failed", overdue=True)


def drawn(width: int) -> list[str]:
    """The lines of the table at a terminal of this width."""
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    never = dict.fromkeys(ROW) | {"id": "hongqi", "name": "红旗区", "alarms": []}
    print_table([Standing(ROW, PLAN), Standing(never, None)], console)
    lines = console.file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    return lines


def test_the_table_fits_into_100_columns():
    lines = drawn(100)
    assert len(lines) == 4  # nothing is folded
    assert lines[1].split() == [
        "wuzhong-litong", "11-24", "01:02", "interrupted", "100000", "100000", "12345", "1234567",
        "waiting", "!", "11-25", "02:00",
    ]  # fmt: skip
    assert "红旗区" in drawn(160)[2]


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_cuts_no_word(width):
    said = "\n".join(drawn(width))
    for word in (
        "wuzhong-litong",
        "吴忠市利通区人民政府",
        "interrupted",
        "1234567 docs",
        "waiting !",
        "never",
    ):
        assert word in said
    assert "next 11-25 02:00" in said


def test_a_plan_for_a_program_is_in_utc():
    plan = plan_as_json(Outlook("hongqi", "running", NOW, NOW, "is being crawled", since=NOW, missed=2))
    assert plan == {
        "state": "running",
        "why": "is being crawled",
        "slot": "2026-11-24T01:00:00.000000Z",
        "next": "2026-11-24T01:00:00.000000Z",
        "since": "2026-11-24T01:00:00.000000Z",
        "missed": 2,
        "overdue": False,
    }


def test_a_site_of_every_minute_is_planned_too(folder):
    write(folder, "hongqi", top=ALWAYS)
    assert "hongqi" in status(folder)
