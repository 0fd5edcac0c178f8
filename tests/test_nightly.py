"""Crawls on schedule, as processes: real signals, real servers. No time is asserted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hongqi import environment, rows, warcs
from loopback import serving
from scheduled import ALWAYS, DAILY, build, children, command, crawl_due, done, kill, started, until, write
from test_capture import check

from crawler.engine import Ended, Events, LocalEngine, Order
from crawler.lease import FOLDER, HostBusy, Lease, held
from crawler.schedule import BATCH


@pytest.fixture
def server():
    with serving() as running:
        yield running


def slow(folder: Path, server, site: str = "hongqi", top: str = DAILY) -> None:
    """A site whose crawl takes minutes."""
    build(server, site, 200)
    write(folder, site, top=top, politeness="delay = 0.5")


def asked(server, site: str, part: str = "") -> int:
    return sum(path.startswith(f"http://{site}.localhost/{part}") for path in server.paths)


def test_what_is_due_is_crawled_once_and_is_then_due_no_more(tmp_path, server):
    for site in ("hongqi", "lvqi"):
        build(server, site)
        write(tmp_path, site, top=DAILY)
    results = crawl_due(tmp_path, server, "hongqi", "lvqi")
    assert sorted((one["site"], one["outcome"], one["new"]) for one in results) == [
        ("hongqi", "finished", 2),
        ("lvqi", "finished", 2),
    ]
    found = rows(tmp_path, "select site, slot, started from crawls order by site")
    assert [site for site, *_ in found] == ["hongqi", "lvqi"]
    assert all(slot.endswith(":00:00.000000Z") and slot <= started for _, slot, started in found)
    before = len(server.requests)
    out, _ = done(started_again := started(tmp_path, server, "crawl", "--due", "hongqi", "lvqi"))
    assert (out.strip(), started_again.returncode) == ("Nothing was crawled.", 0)
    assert len(server.requests) == before
    check(*warcs(tmp_path))


def test_a_second_crawl_of_a_host_says_so_and_leaves_it_alone(tmp_path, server):
    slow(tmp_path, server)
    first = started(tmp_path, server, "crawl", "hongqi", "--json")
    until(lambda: asked(server, "hongqi", "fzjs/2025"), first)
    out, _ = done(started(tmp_path, server, "crawl", "hongqi", "--json"), 1)
    result = json.loads(out)
    assert (result["outcome"], result["crawl"]) == ("busy", None)
    assert (
        f"hongqi.localhost is being asked by the crawl of hongqi (process {first.pid})" in result["message"]
    )
    out, _ = done(started(tmp_path, server, "crawl", "--due", "hongqi"))
    assert out.strip() == "Nothing was crawled."
    told = json.loads(
        subprocess.run(
            command(tmp_path, "status", "--json"),
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    (site,) = [one for one in told["sites"] if one["id"] == "hongqi"]
    assert site["schedule"]["state"] == "running"
    assert site["schedule"]["since"] <= site["started"]
    first.send_signal(signal.SIGTERM)
    done(first, 1)
    assert rows(tmp_path, "select outcome from crawls") == [("interrupted",)]


def test_sites_of_one_host_are_crawled_one_after_another_by_one_process(tmp_path, server):
    build(server, "hongqi")
    write(tmp_path, "hongqi", top=DAILY)
    other = write(tmp_path, "lvqi", top=DAILY)
    other.write_text(other.read_text().replace("http://lvqi.localhost/", "http://www.hongqi.localhost/"))
    server.pages |= {
        url.replace("//hongqi", "//www.hongqi"): page for url, page in dict(server.pages).items()
    }
    for words in (("crawl", "--json"), ("crawl", "--due", "--json")):
        out, _ = done(started(tmp_path, server, *words, "hongqi", "lvqi"))
        assert [json.loads(line)["outcome"] for line in out.splitlines()].count("finished") == (
            2 if "--due" not in words else 0
        )
    (first, second) = rows(tmp_path, "select started, finished from crawls order by started")
    assert first[1] <= second[0]


def test_a_killed_child_frees_the_lease_and_the_slot_is_due_again(tmp_path, server):
    slow(tmp_path, server)
    runner = started(tmp_path, server, "crawl", "--due", "hongqi", "--json")
    until(lambda: asked(server, "hongqi", "fzjs/2025"), runner)
    assert [one.site for one in held(tmp_path / "data").values() if one.site] == ["hongqi"]
    (child,) = children(runner)
    kill(child)
    out, err = done(runner)
    assert "a crawling process ended (signal 9); cut off: hongqi" in err
    assert held(tmp_path / "data") == {}
    assert rows(tmp_path, "select outcome from crawls") == [("running",)]
    known = json.loads(
        subprocess.run(
            command(tmp_path, "status", "--json"),
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    (site,) = [one for one in known["sites"] if one["id"] == "hongqi"]
    assert site["schedule"]["state"] in ("waiting", "due")
    assert "the crawl was killed, attempt 2" in site["schedule"]["why"]
    build(server, "hongqi", 2)
    write(tmp_path, "hongqi", top=DAILY)
    out, _ = done(started(tmp_path, server, "crawl", "hongqi", "--json"))
    assert json.loads(out)["outcome"] == "finished"


def test_run_does_what_is_due_and_ends_in_good_order(tmp_path, server):
    slow(tmp_path, server)
    build(server, "lvqi")
    write(tmp_path, "lvqi", top=DAILY)
    runner = started(tmp_path, server, "run")
    until(lambda: asked(server, "hongqi", "fzjs/2025") and asked(server, "lvqi", "fzjs/2025"), runner)
    _, err = done(started(tmp_path, server, "run"), 1)
    assert f"runs on {tmp_path / 'data'} already (process {runner.pid})" in err
    runner.send_signal(signal.SIGTERM)
    _, err = done(runner)
    assert "ending the crawls" in err
    found = dict(rows(tmp_path, "select site, outcome from crawls where site in ('hongqi', 'lvqi')"))
    assert found["hongqi"] == "interrupted"
    assert held(tmp_path / "data") == {}
    check(*warcs(tmp_path))


def test_twice_ends_at_once(tmp_path, server):
    build(server, "hongqi", 5)
    write(tmp_path, "hongqi", top=DAILY)
    server.pages["http://hongqi.localhost/fzjs/"] = None  # an answer that does not come
    runner = started(tmp_path, server, "crawl", "--due", "hongqi")
    until(lambda: asked(server, "hongqi", "fzjs/"), runner)
    runner.send_signal(signal.SIGINT)
    while "once more to stop at once" not in runner.stderr.readline():
        assert runner.poll() is None
    runner.send_signal(signal.SIGINT)
    done(runner, None)
    assert held(tmp_path / "data") == {}


def test_the_children_of_a_killed_runner_finish_and_hold_their_places(tmp_path, server):
    build(server, "hongqi", 20)
    write(tmp_path, "hongqi", top=DAILY, politeness="delay = 0.1")
    runner = started(tmp_path, server, "crawl", "--due", "hongqi")
    until(lambda: asked(server, "hongqi", "fzjs/2025"), runner)
    kill(runner.pid)
    runner.wait()
    assert {"+child-1", "hongqi.localhost"} <= set(held(tmp_path / "data"))
    until(lambda: not held(tmp_path / "data"))
    assert rows(tmp_path, "select outcome, reports from crawls") == [("finished", 20)]
    runner.stdout.close()
    runner.stderr.close()


def test_a_crawl_whose_lease_was_lost_is_never_complete(tmp_path, server):
    """Somebody tidies the folder up while a crawl runs, and another crawl takes a lease of the same name."""
    slow(tmp_path, server)
    first = started(tmp_path, server, "crawl", "hongqi", "--json")
    until(lambda: asked(server, "hongqi", "fzjs/2025"), first)
    for file in (tmp_path / "data" / FOLDER).iterdir():
        file.unlink()
    other = Lease(tmp_path / "data" / FOLDER, ["hongqi.localhost"], "hongqi")
    out, _ = done(first, 1)
    result = json.loads(out)
    assert result["outcome"] == "interrupted"
    assert "its lease was lost" in result["message"]
    assert asked(server, "hongqi") < 200
    assert other.is_held()
    other.release()


def planted(tmp_path, server, script: str) -> str:
    """What a program of ours says, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", script, tmp_path],
        env=environment(GONGKAI_PROXY=server.url), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


CLOSING = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from crawler.crawl import run_crawls
from crawler.sites import read_site
folder = Path(sys.argv[1])
site = read_site(folder / "sites" / "hongqi.toml")
until = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
slots = {"hongqi": {"GONGKAI_SLOT": "2026-11-23T17:02:00Z", "GONGKAI_UNTIL": until}}
(result,) = run_crawls([site], folder / "data", slots=slots)
print(result.outcome, result.message)
"""


def test_the_window_ends_a_scheduled_crawl_in_part(tmp_path, server):
    slow(tmp_path, server)
    assert planted(tmp_path, server, CLOSING).startswith("partial its window closed at")
    assert asked(server, "hongqi") < 200
    assert rows(tmp_path, "select outcome, slot from crawls") == [("partial", "2026-11-23T17:02:00Z")]
    check(*warcs(tmp_path))


def test_a_crawl_whose_window_closed_before_its_turn_is_left(tmp_path, server):
    slow(tmp_path, server)
    file = str(tmp_path / "sites" / "hongqi.toml")
    order = {"site": "hongqi", "file": file, "slot": "2026-11-23T17:02:00Z", "until": "2026-11-24T00:00:00Z"}
    child = [sys.executable, "-m", "crawler.child", "--data", str(tmp_path / "data"), "--place", "+child-1"]
    ended = subprocess.run(
        child, input=json.dumps(order) + "\n", env=environment(GONGKAI_PROXY=server.url),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (json.loads(ended.stdout)["outcome"], ended.returncode) == ("left", 0)
    assert server.requests == []


def test_a_host_that_is_busy_raises_and_leaves_no_lock_behind(tmp_path):
    folder = tmp_path / FOLDER
    first = Lease(folder, ["a.example", "b.example"], "one")
    with pytest.raises(HostBusy, match=r"b\.example is being asked by the crawl of one"):
        Lease(folder, ["aa.example", "b.example"], "two")
    assert set(held(tmp_path)) == {"a.example", "b.example"}
    assert held(tmp_path)["b.example"].pid == os.getpid()
    first.release()
    assert held(tmp_path) == {}
    assert not first.is_held()


def test_a_site_that_kills_has_a_process_of_its_own_and_there_are_no_more_than_two(tmp_path, server):
    for site in ("one", "two", "three"):
        slow(tmp_path, server, site)
    now = datetime.now(UTC)
    orders = {site: Order(site, tmp_path / "sites" / f"{site}.toml", now) for site in ("one", "two", "three")}
    events = Events()
    with engine_behind(tmp_path, server, events) as engine:
        assert engine.hand([orders["one"]], alone=True) == [orders["one"]]
        assert engine.size() == BATCH
        assert engine.hand([orders["two"]]) == [orders["two"]]
        assert engine.size() == BATCH + 1
        assert engine.hand([orders["three"]], alone=True) == []  # there is one alone already
        assert engine.hand([orders["three"]]) == [orders["three"]]
        until(lambda: all(asked(server, site, "fzjs/2025") for site in orders))
        holders = held(tmp_path / "data")
        pids = {site: holders[f"{site}.localhost"].pid for site in orders}
        assert pids["two"] == pids["three"] != pids["one"]
        other = LocalEngine(tmp_path / "data", Events())
        assert other.size() == other.capacity
        assert other.hand([orders["one"]]) == []
    ended = {event.result.site: event.result.outcome for event in taken(events) if isinstance(event, Ended)}
    assert ended == dict.fromkeys(orders, "interrupted")


def test_a_site_that_must_be_alone_waits_for_a_process_that_takes_no_more(tmp_path, server):
    slow(tmp_path, server, "one")
    orders = [Order(site, tmp_path / "sites" / f"{site}.toml", datetime.now(UTC)) for site in ("one", "two")]
    build(server, "two")
    write(tmp_path, "two")
    crowd = [Order(f"nobody-{n}", tmp_path / "none.toml", datetime.now(UTC)) for n in range(BATCH)]
    events = Events()
    with engine_behind(tmp_path, server, events) as engine:
        assert engine.hand([orders[0], *crowd[: BATCH // 2]]) == [orders[0], *crowd[: BATCH // 2]]
        assert engine.hand([orders[1]], alone=True) == []
        until(lambda: engine.hand([orders[1]], alone=True))
        until(lambda: asked(server, "two", "fzjs/2025"))


@contextmanager
def engine_behind(folder, server, events):
    """An engine whose children have the server as their proxy; ended in good order."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment(GONGKAI_PROXY=server.url))
    engine = LocalEngine(folder / "data", events)
    try:
        yield engine
    finally:
        engine.end()
        until(lambda: not engine.is_busy())
        os.environ.clear()
        os.environ.update(before)


def taken(events):
    while not events.empty():
        yield events.get()


def test_a_definition_that_is_broken_is_said_and_hides_no_other(tmp_path, server):
    build(server, "hongqi")
    write(tmp_path, "hongqi", top=DAILY)
    write(tmp_path, "lvqi", top=ALWAYS.replace("00:00-24:00", "8 to 10"))
    done(started(tmp_path, server, "crawl", "--due", "hongqi"))
    _, err = done(started(tmp_path, server, "crawl", "--due", "lvqi"), 1)
    assert "lvqi.toml: window: '8 to 10' is not like '00:00-08:00'" in err
