"""What bounds a crawl: budgets, refusals, Retry-After, old rules, and addresses without an end."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hongqi import article, crawl, environment, list_page, robots, rows, site_file, warcs
from loopback import answer
from test_capture import check

from crawler.patience import DEFAULT, seconds_of
from crawler.traps import endless, pattern_of

FIRST = "/fzjs/202501/t20250120_1001.html"


def politeness(more: str) -> str:
    return f"[politeness]\ndelay = 0\nautothrottle = false\n{more}\n"


def listed(server, count: int) -> list[str]:
    """The one list page of the site names so many documents."""
    found = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号报告") for n in range(1001, 1001 + count)]
    server.pages["/fzjs/"] = list_page(found)
    server.pages |= {address: article("北街镇") for address, _ in found}
    return [address for address, _ in found]


def crawl_with(folder, setting: str) -> str:
    """Crawl with a setting of ours changed; the outcome and the message."""
    script = (
        f"import sys\nfrom pathlib import Path\nimport crawler.settings\ncrawler.settings.{setting}\n"
        "from crawler.crawl import run_crawls\nfrom crawler.sites import read_site\n"
        "folder = Path(sys.argv[1])\n"
        "(result,) = run_crawls([read_site(folder / 'sites' / 'hongqi.toml')], folder / 'data')\n"
        "print(result.outcome, result.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, folder], env=environment(), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_budget_of_requests_ends_a_crawl_in_part(tmp_path, server):
    listed(server, 30)
    site_file(tmp_path / "sites", server, more=politeness("max_requests = 12"))
    result = crawl(tmp_path)
    assert result["outcome"] == "partial"
    assert result["message"] == "left after 12 requests, its budget (politeness.max_requests)"
    assert len(server.requests) == 12  # robots.txt and all
    assert rows(tmp_path, "select count(*) from fetches") == [(12,)]
    check(*warcs(tmp_path))


def test_a_budget_of_minutes_ends_a_crawl_in_part(tmp_path, server):
    listed(server, 100)
    site_file(
        tmp_path / "sites",
        server,
        more="[politeness]\ndelay = 0.5\nautothrottle = false\nmax_minutes = 0.05\n",
    )
    result = crawl(tmp_path)
    assert result["outcome"] == "partial"
    assert "left after 0.05 minutes, its budget (politeness.max_minutes)" in result["message"]
    assert len(server.requests) < 60


def test_a_site_that_asks_to_wait_a_little_is_asked_again_then(tmp_path, server):
    busy = answer("busy", "503 Service Unavailable", retry_after="1")
    server.pages[FIRST] = [busy, busy, article("北街镇")]
    site_file(tmp_path / "sites", server)
    result = crawl(tmp_path)
    assert (result["outcome"], result["reports"], result["failures"]) == ("finished", 4, 0)
    assert server.paths.count(FIRST) == 3
    between = server.paths[server.paths.index(FIRST) + 1 :]
    assert between.count(FIRST) == 2
    assert rows(tmp_path, f"select outcome from fetches where url like '%{FIRST}' order by id") == [
        ("blocked",), ("blocked",), ("ok",),
    ]  # fmt: skip


def test_nothing_is_asked_while_the_site_has_us_wait(tmp_path, server):
    addresses = listed(server, 8)
    server.pages[addresses[0]] = [answer("", "429 Too Many Requests", retry_after="2"), article("北街镇")]
    site_file(tmp_path / "sites", server, more="[politeness]\ndelay = 0.05\nautothrottle = false\n")
    result = crawl(tmp_path)
    assert (result["outcome"], result["reports"]) == ("finished", 8)
    times = [
        datetime.fromisoformat(fetched)
        for (fetched,) in rows(tmp_path, "select fetched from fetches order by fetched")
    ]
    refused = rows(tmp_path, "select fetched from fetches where status = 429")[0][0]
    after = next(moment for moment in times if moment > datetime.fromisoformat(refused))
    assert (after - datetime.fromisoformat(refused)).total_seconds() >= 1.9


@pytest.mark.parametrize("when", ["86400", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_site_that_asks_for_a_long_time_is_left_for_the_night(tmp_path, server, when):
    addresses = listed(server, 20)
    server.pages[addresses[2]] = answer("busy", "503 Service Unavailable", retry_after=when)
    site_file(tmp_path / "sites", server)
    result = crawl(tmp_path, code=1)
    assert result["outcome"] == "blocked"
    assert f"{addresses[2]} answered 503: not before" in result["message"]
    assert len(server.requests) < 15


@pytest.mark.parametrize("status", ["403 Forbidden", "412 Precondition Failed", "429 No", "503 No"])
def test_a_site_that_refuses_again_and_again_is_left_and_the_others_go_on(tmp_path, server, status):
    for address in listed(server, 40)[3:]:
        server.pages[address] = answer("no", status)
    site_file(tmp_path / "sites", server)
    result = crawl(tmp_path, code=1)
    assert (result["outcome"], result["reports"]) == ("blocked", 3)
    assert len(server.requests) < 20


def test_a_refusal_now_and_then_ends_nothing(tmp_path, server):
    for address in listed(server, 24)[::3]:
        server.pages[address] = answer("no", "403 Forbidden")
    site_file(tmp_path / "sites", server)
    result = crawl(tmp_path)
    assert (result["outcome"], result["reports"], result["failures"]) == ("finished", 16, 8)


def test_rules_that_are_old_are_asked_for_again(tmp_path, server):
    """With rules that are old at once, every page has its own; the last ones forbid what is left."""
    addresses = listed(server, 6)
    server.pages["/robots.txt"] = [
        robots(),
        robots(),
        robots(),
        robots(),
        robots("User-agent: *\nDisallow: /\n"),
    ]
    site_file(tmp_path / "sites", server)
    crawl_with(tmp_path, "GONGKAI_ROBOTS_HOURS = 0")
    assert server.paths.count("/robots.txt") >= 5
    got = [path for path in server.paths if path in addresses]
    assert 0 < len(got) < 6
    ((forbidden,),) = rows(tmp_path, "select count(*) from fetches where outcome = 'robots'")
    assert forbidden == 6 - len(got)


def test_a_crawl_of_less_than_a_day_asks_for_the_rules_once(tmp_path, server):
    site_file(tmp_path / "sites", server)
    crawl(tmp_path)
    assert server.paths.count("/robots.txt") == 1


def test_a_calendar_without_an_end_is_left(tmp_path, server):
    """A list whose every page names another month: its next page, and a document of its own."""
    for month in range(1, 60):
        page = f"/fzjs/index_{month}.html"
        link = f'<a href="/fzjs/index_{month + 1}.html">下一页</a>'
        server.pages[page] = list_page([(f"/cal/{month}.html", f"第{month}号报告")], 999, month, more=link)
        server.pages[f"/cal/{month}.html"] = article("北街镇")
    server.pages["/fzjs/"] = list_page([("/cal/0.html", "第0号报告")], 999)
    site_file(tmp_path / "sites", server, more=politeness("max_pages = 10"))
    result = crawl(tmp_path)
    assert "left after 10 pages, the limit" in result["message"]
    assert len([path for path in server.paths if "index_" in path]) == 9


def test_addresses_that_differ_in_their_digits_are_bounded(tmp_path, server):
    addresses = listed(server, 30)
    site_file(tmp_path / "sites", server)
    done = crawl_with(tmp_path, "GONGKAI_MAX_ALIKE = 10")
    assert done.startswith("finished")
    assert "10 addresses like" in done and "/fzjs/#/t#_#.html: the rest of them are left" in done
    assert len([path for path in server.paths if path in addresses]) == 10


def test_a_link_ever_a_folder_deeper_is_left(tmp_path, server):
    deep = "/fzjs" * 6 + "/t20250120_1.html"
    server.pages["/fzjs/"] = list_page([(deep, "第一号报告"), (FIRST, "第二号报告")])
    server.pages[deep] = article("北街镇")
    site_file(tmp_path / "sites", server)
    result = crawl(tmp_path)
    assert "an address that repeats /fzjs" in result["message"]
    assert deep not in server.paths
    assert FIRST in server.paths


@pytest.mark.parametrize(
    ("address", "is_endless"),
    [
        ("http://x.cn/a/a/a/t1.html", False),
        ("http://x.cn/a/a/a/a/t1.html", True),
        ("http://x.cn/a/b/a/b/a/b/a/b/", True),
        ("http://x.cn/a/b/a/b/a/b/", False),
        ("http://x.cn/2024/01/01/art_1_1.html", False),
        ("http://x.cn/11/11/11/11.html", False),
        ("http://x.cn/?" + "a" * 2000, True),
    ],
)
def test_an_address_that_is_endless_by_its_shape(address, is_endless):
    assert bool(endless(address)) is is_endless


def test_a_pattern_keeps_everything_but_digits():
    assert pattern_of("http://h1.cn:80/art/2024/3/art_5_99.html?id=7") == (
        "http://h1.cn:80/art/#/#/art_#_#.html?id=#"
    )


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("0", DEFAULT),
        ("soon", DEFAULT),
        ("-3", DEFAULT),
        ("Mon, 23 Nov 2026 00:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 00:01:00 -0000", 60.0),
        ("Mon, 23 Nov 2020 00:00:00 GMT", DEFAULT),
        ("Mon, 99 Nov 2026 00:00:00 GMT", DEFAULT),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert seconds_of(value, datetime(2026, 11, 23, tzinfo=UTC)) == seconds
