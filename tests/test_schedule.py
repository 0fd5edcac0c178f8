"""Which sites are due, and why: cases, as a table. The time is a parameter."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from archive.attempts import Attempt
from crawler.cron import bad_schedule
from crawler.schedule import (
    BATCH,
    MOST_FAILURES,
    Handed,
    Held,
    Known,
    batches,
    due,
    hosts_of,
    outlook,
    outlooks,
    slot_of,
)
from crawler.windows import CHINA, Window
from pipelines.site import Column, Site

NIGHTLY = "0 2 * * *"
WEEKLY = "0 2 * * 1"  # Mondays: 2026-11-23 is one


def at(text: str) -> datetime:
    """`24 02:30` of November 2026, in China."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def site(site_id: str = "hongqi", schedule: str = NIGHTLY, **more: object) -> Site:
    home = f"http://{site_id}.example/"
    given = {
        "id": site_id,
        "name": site_id,
        "home": home,
        "platform": "tdate",
        "columns": (Column(url=home),),
    }
    return Site(**(given | {"schedule": schedule, "window": "00:00-08:00"} | more))  # type: ignore[arg-type]


def crawl(started: str, outcome: str, *, slot: str = "", finished: str = "", message: str = "") -> Attempt:
    end = at(finished) if finished else None
    return Attempt("hongqi", at(slot) if slot else None, at(started), end, outcome, message)


FAILED = [
    crawl("24 02:00", "failed", slot="24 02:00", finished="24 02:01"),
    crawl("24 02:11", "failed", slot="24 02:00", finished="24 02:12"),
    crawl("24 02:32", "failed", slot="24 02:00", finished="24 02:33"),
    crawl("24 03:13", "failed", slot="24 02:00", finished="24 03:14"),
    crawl("24 04:34", "failed", slot="24 02:00", finished="24 04:35"),
]
KILLED = [crawl("24 02:00", "running", slot="24 02:00"), crawl("24 02:11", "running", slot="24 02:00")]
CUT_OFF = crawl(
    "24 02:00",
    "interrupted",
    slot="24 02:00",
    finished="24 02:40",
    message="the crawl was cut off: nothing says how it ended",
)
YESTERDAY = crawl("23 02:00", "finished", slot="23 02:00", finished="23 02:30")

CASES = {
    "its slot has come": (
        NIGHTLY, [YESTERDAY], "24 02:00", "due", "24 02:00", "no crawl for its slot at 02:00",
    ),
    "a minute before, the old slot is crawled": (NIGHTLY, [YESTERDAY], "24 01:59", "done", "24 02:00", ""),
    "never crawled": (NIGHTLY, [], "24 02:30", "due", "24 02:30", "never crawled"),
    "crawled": (
        NIGHTLY,
        [crawl("24 02:00", "finished", slot="24 02:00")],
        "24 07:00",
        "done",
        "25 02:00",
        "crawled at 02:00",
    ),
    "crawled on somebody's word after the slot": (
        NIGHTLY, [crawl("24 05:00", "finished")], "24 07:00", "done", "25 02:00", "",
    ),
    "crawled on somebody's word long before it": (
        NIGHTLY, [crawl("23 12:00", "finished")], "24 02:00", "due", "24 02:00", "",
    ),
    "caught up shortly before: not twice in a night": (
        NIGHTLY, [crawl("24 00:05", "finished", slot="23 02:00")], "24 02:00", "done", "25 02:00", "",
    ),
    "a missed week is one crawl": (
        NIGHTLY, [crawl("16 02:00", "finished", slot="16 02:00")], "24 02:10", "due", "24 02:10",
        "8 slots were missed, caught up once",
    ),
    "the window is shut": (
        NIGHTLY, [YESTERDAY], "24 09:00", "waiting", "25 00:00", "its window is 00:00-08:00",
    ),
    "failed: ten minutes": (NIGHTLY, FAILED[:1], "24 02:05", "waiting", "24 02:11", "attempt 2"),
    "failed: ten minutes are over": (NIGHTLY, FAILED[:1], "24 02:11", "due", "24 02:11", "the crawl failed"),
    "failed twice: twenty": (NIGHTLY, FAILED[:2], "24 02:13", "waiting", "24 02:32", "attempt 3"),
    "failed three times: forty": (NIGHTLY, FAILED[:3], "24 02:34", "waiting", "24 03:13", ""),
    "failed four times: eighty": (NIGHTLY, FAILED[:4], "24 03:15", "waiting", "24 04:34", ""),
    "failed five times: enough": (NIGHTLY, FAILED, "24 06:00", "left", "25 02:00", "failed 5 times"),
    "failed late in the night": (
        NIGHTLY, [crawl("24 07:50", "failed", slot="24 02:00", finished="24 07:55")], "24 07:58",
        "waiting", "25 00:00", "its window",
    ),
    "failed, then crawled": (
        NIGHTLY, [*FAILED[:2], crawl("24 02:32", "finished", slot="24 02:00")], "24 03:00",
        "done", "25 02:00", "",
    ),
    "interrupted: made up for": (
        NIGHTLY, [crawl("24 02:00", "interrupted", slot="24 02:00", finished="24 03:00")], "24 03:10",
        "due", "24 03:10", "was interrupted",
    ),
    "killed: running with no lease": (
        NIGHTLY, KILLED[:1], "24 02:10", "due", "24 02:10", "was killed, attempt 2",
    ),
    "killed, and its end written down later": (
        NIGHTLY, [CUT_OFF], "24 02:45", "waiting", "24 02:50", "was killed",
    ),
    "killed twice: alone": (NIGHTLY, KILLED, "24 02:31", "due", "24 02:31", "alone"),
    "blocked: not again tonight": (
        NIGHTLY, [crawl("24 02:00", "blocked", slot="24 02:00", finished="24 02:03")], "24 03:00",
        "left", "25 02:00", "did not let us in",
    ),
    "in part: not again tonight": (
        NIGHTLY, [crawl("24 02:00", "partial", slot="24 02:00", finished="24 08:00")], "24 08:01",
        "left", "25 02:00", "in part",
    ),
    "weekly and blocked: the next night": (
        WEEKLY, [crawl("23 02:00", "blocked", slot="23 02:00", finished="23 02:03")], "23 03:00",
        "waiting", "24 00:00", "the next night",
    ),
    "weekly, blocked, the next night": (
        WEEKLY, [crawl("23 02:00", "blocked", slot="23 02:00", finished="23 02:03")], "24 00:00",
        "due", "24 00:00", "the next night",
    ),
    "weekly, in part, the next night": (
        WEEKLY, [crawl("23 02:00", "partial", slot="23 02:00", finished="23 08:00")], "24 01:00",
        "due", "24 01:00", "",
    ),
    "an hourly slot is not covered by the hour before": (
        "0 * * * *", [crawl("24 01:00", "finished", slot="24 01:00")], "24 02:00", "due", "24 02:00", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_site_stands_like_this(name):
    schedule, crawls, now, state, following, why = CASES[name]
    found = outlook(site(schedule=schedule), Known({"hongqi": crawls}), at(now))
    assert (found.state, why in found.why) == (state, True), found
    assert found.next == at(following), found
    assert found.alone is (name == "killed twice: alone")
    assert [one.site.id for one in due([site(schedule=schedule)], {"hongqi": crawls}, at(now))] == (
        ["hongqi"] if state == "due" else []
    )


def test_a_crawl_that_goes_on_is_left_to_it():
    running = [crawl("24 02:00", "running", slot="24 02:00")]
    leases = {"hongqi.example": Held("hongqi", at("24 02:00"), 7)}
    found = outlook(site(), Known({"hongqi": running}, leases), at("24 05:00"))
    assert (found.state, found.since, found.overdue) == ("running", at("24 02:00"), False)
    assert found.why == "is being crawled since at 02:00"
    assert due([site()], {"hongqi": running}, at("24 05:00"), leases) == []


def test_two_sites_on_one_host_take_turns():
    first = site("first", home="http://www.example.gov.example:8080/", columns=(Column(path="a"),))
    column = Column(url="https://example.gov.example/b/")
    second = site("second", columns=(column,))
    assert hosts_of(first) == ("example.gov.example",)
    assert hosts_of(second) == ("example.gov.example", "second.example")
    chosen = due([first, second], {}, at("24 02:00"))
    assert len(chosen) == 1
    leases = {"example.gov.example": Held("first", at("24 02:00"))}
    found = outlook(second, Known({}, leases), at("24 02:01"))
    assert (found.state, found.why) == ("waiting", "example.gov.example is being asked for first")


def test_what_was_handed_over_and_never_came_on_record_waits_longer_each_time():
    key = ("hongqi", at("24 02:00"))
    for times, until in ((1, "24 02:10"), (2, "24 02:20"), (3, "24 02:40")):
        known = Known(handed={key: Handed(times, at("24 02:00"))})
        before = outlook(site(), known, at(until) - timedelta(seconds=1))
        assert (before.state, before.next) == ("waiting", at(until))
        after = outlook(site(), known, at(until))
        assert (after.state, after.alone) == ("due", times >= 2)


def test_a_long_outage_ends_without_a_stampede():
    """300 sites were missed for weeks; somebody begins to look at 02:00, and they come over half an hour."""
    sites = [site(f"s{number}", "0 1 * * *") for number in range(300)]
    awake = at("24 02:00")
    due_at = [len(due(sites, {}, awake + timedelta(minutes=m), awake=awake)) for m in range(0, 31, 5)]
    assert due_at[0] < 15
    assert due_at[-1] == 300
    steps = [later - earlier for earlier, later in pairwise(due_at)]
    assert all(25 < step < 75 for step in steps)
    assert len(due(sites, {}, awake)) == 300  # looked for once, they are all due


def test_a_few_missed_sites_are_not_kept_waiting():
    one = outlooks([site()], Known(awake=at("24 02:30")), at("24 02:30"))[0]
    assert one.next <= at("24 02:30") + timedelta(seconds=6)


def test_three_thousand_sites_spread_over_the_night():
    sites = [Site(f"s{n}", "", "http://a.example/", "tdate", ()) for n in range(3000)]
    now = at("24 12:00")
    slots = Counter(slot_of(one, now).hour for one in sites)
    assert set(slots) == set(range(6))
    assert all(430 < count < 570 for count in slots.values())
    assert {slot_of(one, now).date() for one in sites} == {now.date()}
    minutes = Counter(slot_of(one, now).minute for one in sites)
    assert len(minutes) == 60
    assert max(minutes.values()) < 100
    again = [slot_of(one, now + timedelta(days=1)) - timedelta(days=1) for one in sites]
    assert again == [slot_of(one, now) for one in sites]


def test_batches_are_bounded_and_a_killer_is_alone():
    sites = [site(f"s{number}") for number in range(120)]
    killed = {"s7": [Attempt("s7", at("24 02:00"), at(f"24 02:{m}"), None, "running") for m in ("00", "11")]}
    found = batches(due(sites, killed, at("24 03:00")))
    assert [len(batch) for batch in found] == [BATCH, BATCH, 19, 1]
    assert (found[-1][0].site.id, found[-1][0].alone) == ("s7", True)


def test_interruptions_alone_never_give_a_slot_up():
    crawls = [
        crawl(f"24 0{hour}:00", "interrupted", slot="24 02:00", finished=f"24 0{hour}:01")
        for hour in range(2, 8)
    ]
    assert len(crawls) > MOST_FAILURES
    assert outlook(site(), Known({"hongqi": crawls}), at("24 07:02")).state == "waiting"


def test_an_overdue_site_is_seen():
    late = outlook(site(), Known({"hongqi": [YESTERDAY]}), at("24 09:00"))
    assert (late.overdue, late.missed) == (True, 1)
    assert not outlook(site(), Known({"hongqi": [YESTERDAY]}), at("24 03:00")).overdue
    for outcome, overdue in (("blocked", True), ("failed", True), ("partial", False)):
        tried = [YESTERDAY, crawl("24 02:00", outcome, slot="24 02:00")]
        assert outlook(site(), Known({"hongqi": tried}), at("24 09:00")).overdue is overdue


@pytest.mark.parametrize(
    ("window", "moment", "is_open", "closing"),
    [
        ("00:00-08:00", "24 00:00", True, "24 08:00"),
        ("00:00-08:00", "24 08:00", False, "24 08:00"),
        ("22:00-06:00", "24 23:00", True, "25 06:00"),
        ("22:00-06:00", "24 05:59", True, "24 06:00"),
        ("22:00-06:00", "24 06:00", False, "24 06:00"),
        ("22:00-06:00", "24 21:59", False, "24 06:00"),
        ("00:00-24:00", "24 23:59", True, ""),
    ],
)
def test_a_window(window, moment, is_open, closing):
    found = Window.read(window)
    assert found.is_open(at(moment)) is is_open
    assert found.closing(at(moment)) == (at(closing) if closing else None)


@pytest.mark.parametrize("window", ["", "0:00-8:00", "00:00-00:00", "00:60-08:00", "24:00-08:00", "08:00"])
def test_a_window_that_is_none(window):
    with pytest.raises(ValueError, match=repr(window)):
        Window.read(window)


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        ("H H(0-5) * * *", ""),
        ("0 3 * mar fri", ""),
        ("H H * * H", ""),
        ("0 3 * *", "has 4 fields"),
        ("0 0 3 * * *", "has 6 fields"),
        ("@daily", "has 1 fields"),
        ("R R(0-5) * * *", "has an R"),
        ("0 25 * * *", "is not a cron expression"),
        ("0 0 30 2 *", "is not a cron expression"),
        ("jetzt 0 * * *", "is not a cron expression"),
    ],
)
def test_a_schedule(schedule, why):
    found = bad_schedule(schedule, "hongqi")
    assert why in found and bool(why) == bool(found)
