"""Sixty nights of accidents give exactly the history that a person wrote down, and each change its proof."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nights import BASE, Nights
from simulated import SIXTY_DAYS, Script
from small_site import (
    HOME,
    LIST,
    OTHER,
    URL,
    Site,
    answered,
    lost,
    reading,
    there,
    told_of_a_copy,
    told_of_a_list_with_the_old_address,
)  # fmt: skip

from archive.absence import Change, Ledger, Thresholds, observe
from archive.observations import day_of


@pytest.fixture(scope="module")
def script() -> Script:
    return Script(SIXTY_DAYS)


@pytest.fixture(scope="module")
def nights(script: Script) -> Nights:
    told = Nights(script)
    assert [day for day, _ in told.all()] == list(range(1, 61))
    return told


@pytest.fixture(scope="module")
def changes(nights: Nights) -> list[tuple[int, Change]]:
    ledger = Ledger()
    return [(day, change) for day, visit in nights.visits.items() for change in observe(ledger, visit)]


def told_of(script: Script, state: str) -> int:
    """How often a state is entered, as was written down."""
    return sum(entry.endswith(f" {state}") for history in script.expected.values() for entry in history)


# The whole script


def test_each_document_has_the_history_that_was_written_down(script, changes):
    got: dict[str, list[str]] = {}
    for day, change in changes:
        got.setdefault(change.url.removeprefix(BASE), []).append(f"{day} {change.state}")
    assert got == {script.address(name): history for name, history in script.expected.items()}


def test_each_walk_ended_as_was_written_down(script, nights):
    for column, expected in script.walks.items():
        got = [
            f"{day} {walk.ended}"
            for day, walks in nights.walks.items()
            for walk in walks
            if walk.column == column and walk.ended != "complete"
        ]
        assert got == expected


def test_every_change_cites_captures_that_were_made_before_it(nights, changes):
    made = {e.fetch: e for visit in nights.visits.values() for e in visit.exchanges}
    for _, change in changes:
        assert change.fetches and len(set(change.fetches)) == len(change.fetches)
        assert all(made[fetch].time <= change.since for fetch in change.fetches)
        if change.state in ("seen", "returned", "blocked", "robots", "failed", "missing"):
            urls = {made[fetch].url for fetch in change.fetches}
            assert change.url in urls or any(made[fetch].kind == "list" for fetch in change.fetches)


def test_gone_cites_three_misses_and_the_site_in_good_order_on_each_of_those_days(script, nights, changes):
    made = {e.fetch: e for visit in nights.visits.values() for e in visit.exchanges}
    gone = [change for _, change in changes if change.state == "gone"]
    assert len(gone) == told_of(script, "gone")
    for change in gone:
        cited = [made[fetch] for fetch in change.fetches]
        for day in {day_of(exchange.time) for exchange in cited}:
            of_day = [exchange for exchange in cited if day_of(exchange.time) == day]
            assert {e.outcome for e in of_day if e.url == change.url} <= {"not_found", "gone", "redirected"}
            assert any(e.url == change.url for e in of_day)
            assert any(e.url == HOME and e.outcome == "ok" for e in of_day)
            assert any(e.kind == "list" and e.outcome == "ok" for e in of_day)
        assert len({day_of(exchange.time) for exchange in cited}) == 3


def test_a_move_names_the_address_and_cites_a_capture_of_it(script, nights, changes):
    made = {e.fetch: e for visit in nights.visits.values() for e in visit.exchanges}
    moves = [change for _, change in changes if change.state == "moved"]
    assert len(moves) == told_of(script, "moved")
    for change in moves:
        assert change.moved_to != change.url
        assert change.moved_to in {made[fetch].url for fetch in change.fetches}


def test_thresholds_are_settings(script, nights):
    """Five misses instead of three: what was gone on the third is gone on the fifth."""
    ledger, gone = Ledger(), {}
    for day, visit in nights.visits.items():
        for change in observe(ledger, visit, Thresholds(misses=5)):
            if change.state == "gone":
                gone[change.url.removeprefix(BASE)] = day
    assert gone[script.address("withdrawn")] == 18  # 7, 8, 9, 17, 18
    assert gone[script.address("slow-gone")] == 25  # 18, 19, 21, 22, 25


# Single rules, each on the smallest site that shows it


def test_three_misses_of_one_day_are_one():
    site = Site()
    site.night(there())
    for same_day in (False, True, True, True):
        site.night(lost(), same_day=same_day)
    assert site.history == ["1 seen", "2 missing"]
    site.night(lost())
    site.night(lost())
    assert site.history[2:] == ["4 gone"]


@pytest.mark.parametrize(
    "trouble",
    [{"home": "http_error"}, {"home": "timeout"}, {"ended": "broken"}, {"blocked": True}, {"listed": ()}],
)
def test_no_miss_counts_while_the_site_is_not_well(trouble):
    site = Site()
    site.night(there())
    for _ in range(5):
        site.night(lost(), **trouble)
    assert site.history == ["1 seen", "2 missing"]
    for _ in range(3):
        site.night(lost())
    assert site.history == ["1 seen", "2 missing", "9 gone"]


def test_a_miss_says_why_it_does_not_count():
    site = Site()
    site.night(there())
    (change,) = site.night(lost(), home="timeout")
    assert change.said == "answered 404; does not count towards gone: the home page did not answer well"


def test_a_good_answer_between_misses_starts_the_count_anew():
    site = Site()
    site.night(there())
    for asked in (lost(), lost(), there(), lost(), lost()):
        site.night(asked)
    assert site.history == ["1 seen", "2 missing", "4 returned", "5 missing"]


def test_the_days_between_the_first_and_the_last_miss_are_a_setting():
    site = Site(Thresholds(span=6))
    site.night(there())
    for _ in range(6):
        site.night(lost())
    assert site.history == ["1 seen", "2 missing"]
    site.night(lost())
    assert site.history[-1] == "8 gone"


def test_failures_and_blocks_between_misses_neither_count_nor_start_anew():
    site = Site()
    site.night(there())
    for asked in (lost(), (URL, "timeout"), lost(), (URL, "blocked"), lost()):
        site.night(asked)
    assert site.history == ["1 seen", "2 missing", "3 failed", "4 missing", "5 blocked", "6 gone"]


def test_what_cannot_be_asked_for_does_not_bring_back_what_is_gone():
    site = Site()
    site.night(there())
    for asked in (lost(), lost(), lost(), (URL, "timeout"), (URL, "blocked"), (URL, "robots")):
        site.night(asked)
    assert site.history == ["1 seen", "2 missing", "4 gone"]
    site.night(there())
    assert site.history[-1] == "8 returned"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (answered("error_page", "soft_404"), "missing"),
        (answered("home"), "missing"),
        (answered("", "gone"), "missing"),
        (answered("list"), "failed"),  # a page we read wrongly looks like this too
        (answered("shell"), "failed"),
        (answered("empty"), "failed"),
        (answered("blocked", "blocked"), "blocked"),
        (answered("", "http_error"), "failed"),
        (answered("", "dns"), "failed"),
        (answered("", "tls"), "failed"),
        (answered("", "too_large"), "failed"),
        (answered("", "robots"), "robots"),
        (answered("", "redirected", redirected_to=HOME), "missing"),
        (answered("", "redirected", redirected_to=LIST), "missing"),
        (answered("", "redirected", redirected_to=URL), "failed"),  # without an end
        (answered("", "redirected", redirected_to="http://elsewhere.test/"), "failed"),
        (answered("", "redirected", redirected_to=OTHER), "moved"),
        (answered("", "unchanged"), "seen"),
        (answered(""), "seen"),  # nobody read the answer: it says nothing
    ],
)
def test_what_an_answer_says_of_an_address(answer, state):
    site = Site()
    site.night(there(), there(OTHER, "二"))
    site.night(answer, there(OTHER, "二"))
    assert site.ledger.get(URL).state == state


def test_only_the_last_attempt_of_a_night_counts():
    site = Site()
    site.night(there())
    site.night((URL, "timeout"), (URL, "http_error"), there())
    assert site.history == ["1 seen"]


@pytest.mark.parametrize(
    "ended", ["early", "repeated", "capped", "shifted", "broken", "limit", "known", "cut"]
)
def test_a_list_that_was_not_walked_whole_marks_nothing(ended):
    site = Site()
    site.night(there(), listed=(URL, OTHER))
    for _ in range(9):
        site.night(there(), listed=(OTHER,), ended=ended)
    assert site.history == ["1 seen"]
    site.night(there(), listed=(OTHER,))
    assert site.history == ["1 seen", "11 not_listed"]


def test_a_list_that_lacks_much_at_once_is_believed_on_the_second_day():
    papers = [f"{BASE}/{n}.html" for n in range(6)]
    everything = (URL, *papers)

    def begun() -> Site:
        site = Site()
        site.night(*(there(url, url) for url in everything), listed=everything)
        site.night(listed=everything[4:])
        return site

    site = begun()
    site.night(listed=everything[4:], same_day=True)
    assert site.history == ["1 seen"]
    site.night(listed=everything[4:])
    assert site.history == ["1 seen", "3 not_listed"]
    recovered = begun()
    recovered.night(listed=everything)
    recovered.night(listed=everything[4:])
    assert recovered.history == ["1 seen"]
    assert recovered.night(listed=everything[4:])[0].fetches == (15, 17)  # both walks are cited


def test_how_many_walks_it_takes_is_a_setting():
    site = Site(Thresholds(walks=3))
    site.night(there(), listed=(URL, OTHER))
    for _ in range(3):
        site.night(listed=(OTHER,))
    assert site.history == ["1 seen", "4 not_listed"]


def test_listed_again_it_is_seen_again():
    site = Site()
    site.night(there(), listed=(URL, OTHER))
    site.night(listed=(OTHER,))
    site.night(listed=(URL, OTHER), ended="known")
    assert site.history == ["1 seen", "2 not_listed", "3 seen"]


def test_no_miss_counts_where_many_are_asked_for_and_none_is_there():
    papers = [f"{BASE}/{n}.html" for n in range(6)]
    site = Site()
    site.night(there(), *(there(url, url) for url in papers))
    for _ in range(5):
        site.night(lost(), *map(lost, papers))
    assert site.history == ["1 seen", "2 missing"]
    for _ in range(3):  # one of them is back: the site serves its documents
        site.night(lost(), there(papers[0], papers[0]), *map(lost, papers[1:]))
    assert site.history[-1] == "9 gone"


def test_an_address_that_always_led_elsewhere_lists_the_document_it_leads_to():
    """Lists that still link to http, on a site that redirects to https."""
    site = Site()
    to = answered("", "redirected", redirected_to=OTHER)
    site.night(to, there(OTHER), listed=(URL,))
    assert site.ledger.get(URL) is None
    assert site.ledger.get(OTHER).listings["c"].listed
    changes = site.night(there(OTHER), listed=(f"{BASE}/c.html",))
    assert [(change.url, change.state) for change in changes] == [(OTHER, "not_listed")]


def test_a_document_of_the_same_name_is_a_move_only_where_it_is_the_only_one():
    site = Site()
    site.night(there())
    rivals = [there(f"{BASE}/{n}.html", f"{n}") for n in (1, 2)]
    site.night(lost(), *rivals, listed=(URL, *(url for url, _ in rivals)))
    assert site.history == ["1 seen", "2 missing"]
    other = Site()
    other.night(there())
    other.night(lost(), rivals[0], listed=(URL, rivals[0][0]))
    assert other.history == ["1 seen", "2 missing", "2 moved"]


def test_without_title_issuer_and_date_only_the_same_content_is_a_move():
    nameless = reading("一", issuer="")
    site = Site()
    site.night((URL, nameless))
    site.night(lost(), (OTHER, replace(nameless, digest="二")))
    assert site.history == ["1 seen", "2 missing"]
    site.night(lost(), (f"{BASE}/c.html", nameless))
    assert site.history == ["1 seen", "2 missing", "3 moved"]


def test_days_are_those_of_china():
    assert day_of("2025-03-01T15:59:59.999999Z") == "2025-03-01"
    assert day_of("2025-03-01T16:00:00Z") == "2025-03-02"


@pytest.mark.parametrize("order", [("c", "d"), ("d", "c")])
def test_a_document_that_changes_its_column_is_listed_whichever_is_walked_first(order):
    def lists(c: tuple[str, ...], d: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        both = {"c": c, "d": d}
        return {column: both[column] for column in order}

    site = Site()
    site.night(there(), lists=lists((URL, OTHER), (OTHER,)))
    site.night(lists=lists((OTHER,), (OTHER, URL)))
    assert site.history == ["1 seen"]
    (change,) = site.night(lists=lists((OTHER,), (OTHER,)))
    assert (change.state, change.said) == ("not_listed", "no longer listed in c, d, which was walked whole")
    assert change.fetches == tuple(
        site.visits[night].walks[order.index(c)].fetches[0] for night, c in ((1, "c"), (2, "d"))
    )


def test_what_was_unlisted_while_it_could_not_be_asked_for_cites_the_list_when_it_answers():
    site = Site()
    site.night(there(), listed=(URL, OTHER))
    site.night((URL, "blocked"), listed=(OTHER,))
    (change,) = site.night(there(), listed=(OTHER,))
    assert change.state == "not_listed"
    assert change.said == "answered; no longer listed in c, which was walked whole"
    assert change.fetches == (site.visits[1].walks[0].fetches[0], site.visits[2].exchanges[-1].fetch)


def test_a_copy_that_came_up_while_it_was_still_listed_is_no_move():
    assert told_of_a_copy(Site()).history == ["1 seen", "5 not_listed", "5 missing"]


def test_a_list_that_links_to_the_old_address_lists_the_document():
    site = told_of_a_list_with_the_old_address(Site())
    assert site.history == ["1 seen", "2 moved"]
    ledger, listed, told = Ledger(), [], []
    for visit in site.visits:
        told.append([change.state for change in observe(ledger, visit) if change.url == OTHER])
        standing = ledger.get(OTHER)
        listed.append(standing is not None and "c" in standing.listings and standing.listings["c"].listed)
    assert told == [[], ["seen"], [], ["not_listed"]]
    assert listed == [False, True, True, False]
