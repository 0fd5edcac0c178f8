"""States in the archive: the same history whatever way it is told, and a night costs what it observed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nights import BASE, Nights
from observed import SITE, Observed, in_order
from simulated import SIXTY_DAYS, Script
from small_site import SCENARIOS, Site

from archive.absence import Change, Ledger, observe
from archive.observations import Exchange, Reading, Visit, Walked
from archive.publish.app import datasette_for
from archive.records import Fetch, Report
from archive.replaced import is_replaced, kept_share
from archive.standing import State
from archive.states import doubtful, listed_in, retell, thresholds_of, update_states, visit_of
from archive.store import Archive
from archive.words import STATES

HOME = f"{BASE}/"
Opened = Callable[[], Observed]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Archives, each in a folder of its own."""
    archives: list[Archive] = []

    def another() -> Observed:
        archives.append(Archive.open(tmp_path / str(len(archives)), create=True))
        observed = Observed(archives[-1])
        observed.begin(HOME)
        return observed

    yield another
    for archive in archives:
        archive.close()


def told(visits: list[Visit]) -> list[Change]:
    ledger = Ledger()
    return in_order([change for visit in visits for change in observe(ledger, visit)])


def start(day: int) -> str:
    return f"2025-{2 + day // 28:02}-{1 + day % 28:02}T17:59:00Z"


def test_sixty_nights_in_the_archive_are_what_they_are_in_memory(opened):
    nights = Nights(Script(SIXTY_DAYS))
    visits = dict(nights.all())
    live = opened()
    for day, visit in visits.items():
        live.put(visit, start(day))
    assert live.states() == told(list(visits.values()))
    db = live.archive.db
    open_rows = db.execute("select count(*) from states where until is null").fetchone()
    assert open_rows == db.execute("select count(*) from documents").fetchone()
    assert db.execute(
        "select count(*) from states s join states n on n.document = s.document"
        " and n.position = s.position + 1 where s.until is not n.since"
    ).fetchone() == (0,)
    with live.archive.writing():
        retell(db, SITE)
    assert live.states() == told(list(visits.values()))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_what_is_remembered_between_crawls_is_all_that_counts(opened, scenario):
    site, observed = scenario(Site()), opened()
    for night, each in enumerate(site.visits):
        observed.put(each, start(night))
    assert observed.states() == told(site.visits)
    assert len(observed.states()) > len(observed.archive.db.execute("select 1 from documents").fetchall())


# Any site


ADDRESSES = [f"{BASE}/{name}.html" for name in "abcd"]
COLUMNS = ("c", "d")
OUTCOMES = ("not_found", "gone", "soft_404", "blocked", "robots", "http_error", "timeout", "unchanged")
READINGS = [Reading(title + text, title, "某局", "2025-01-01") for text in "一二" for title in "甲乙"]


@st.composite
def visit(draw: st.DrawFn, night: int) -> Visit:
    """What a crawl of a small site may have observed; time and captures follow from `night`, from 0."""
    number = night * 100
    exchanges: list[Exchange] = []

    def made(url: str, outcome: str, **more: object) -> Exchange:
        time = f"{start(night)[:14]}{len(exchanges):02}:00Z".replace("T17:", "T18:")
        exchange = Exchange(url, time, outcome, number + len(exchanges), **more)  # type: ignore[arg-type]
        exchanges.append(exchange)
        return exchange

    made(HOME, draw(st.sampled_from(("ok", "ok", "ok", "http_error", "blocked"))), kind="home")
    walks = []
    for column in COLUMNS:
        if not draw(st.booleans()):
            continue
        page = made(f"{BASE}/{column}/", "ok", kind="list")
        listed = draw(st.lists(st.sampled_from(ADDRESSES), unique=True))
        ended = draw(st.sampled_from(("complete", "complete", "complete", "early", "broken", "known")))
        walks.append(Walked(column, page.time, ended, dict.fromkeys(listed, page.fetch), (page.fetch,)))
    for url in draw(st.lists(st.sampled_from(ADDRESSES), max_size=8)):
        answer = draw(st.sampled_from((*READINGS, *OUTCOMES, *ADDRESSES, HOME)))
        if isinstance(answer, Reading):
            made(url, "ok", kind="report", reading=answer)
        elif answer in OUTCOMES:
            made(url, answer)
        else:
            made(url, "redirected", redirected_to=answer)
    return Visit(HOME, tuple(exchanges), tuple(walks), draw(st.integers(0, 9)) == 0)


@st.composite
def visits(draw: st.DrawFn) -> list[Visit]:
    return [draw(visit(night)) for night in range(draw(st.integers(1, 9)))]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits(), st.randoms(use_true_random=False))
def test_the_history_is_the_same_one_by_one_all_at_once_and_in_any_order(tmp_path_factory, seen, chance):
    folder = tmp_path_factory.mktemp("archives")
    expected = told(seen)
    with (
        Archive.open(folder / "live", create=True) as live,
        Archive.open(folder / "late", create=True) as late,
    ):
        one_by_one, shuffled = Observed(live), Observed(late)
        one_by_one.begin(HOME)
        shuffled.begin(HOME)
        for night, each in enumerate(seen):
            one_by_one.put(each, start(night))
        assert one_by_one.states() == expected
        # Other numbers, and crawls that are known of late: those of old WARC files that somebody hands in.
        late.db.execute("insert into crawls (id, site, reason, started) values (900, ?, 'crawl', '')", [SITE])
        late.db.conn.commit()
        late.save_fetch(900, Fetch(SITE, f"{BASE}/robots.txt", "2020-01-01T00:00:00Z", "ok"))
        late.db.execute("update fetches set id = 70000")
        late.db.conn.commit()
        # A version is numbered by the order it was kept in, so documents are kept in theirs, and told after.
        crawls = [shuffled.put(each, start(night), finish=False) for night, each in enumerate(seen)]
        chance.shuffle(crawls)
        for crawl in crawls:
            late.finish_crawl(crawl, "blocked" if seen[night_of(late, crawl)].was_blocked else "finished")
        assert shuffled.states() == expected


def night_of(archive: Archive, crawl: int) -> int:
    """Which night a crawl was of."""
    ((started,),) = archive.db.execute("select started from crawls where id = ?", [crawl]).fetchall()
    return next(night for night in range(28) if start(night) == started)


@settings(max_examples=100, deadline=None)
@given(visits())
def test_what_is_observed_twice_changes_nothing_the_second_time(seen):
    ledger = Ledger()
    for each in seen:
        observe(ledger, each)
    assert observe(ledger, seen[-1]) == []


@settings(max_examples=150, deadline=None)
@given(visits())
def test_what_holds_of_any_history(seen):
    made = {e.fetch: e for each in seen for e in each.exchanges}
    sound = {
        e.time[:10]
        for each in seen
        if not each.was_blocked and each.exchanges[0].outcome == "ok"
        for e in each.exchanges
    }
    whole = {
        fetch for each in seen for walk in each.walks if walk.ended == "complete" for fetch in walk.fetches
    }
    states: dict[str, str] = {}
    for change in told(seen):
        assert change.fetches and all(made[fetch].time <= change.since for fetch in change.fetches)
        assert (change.state == "moved") == bool(change.moved_to)
        if change.state == "gone":
            cited = [made[fetch] for fetch in change.fetches if made[fetch].url == change.url]
            assert len({exchange.time[:10] for exchange in cited}) >= 3
            assert {exchange.time[:10] for exchange in cited} <= sound
        if change.state == "not_listed":
            assert set(change.fetches) & whole
        if change.state == "returned":
            assert states[change.url] in ("missing", "gone", "moved", "blocked", "robots", "failed")
        assert (change.url in states) or change.state == "seen"
        states[change.url] = change.state


# What a crawl asks of the archive


def papers(count: int) -> list[str]:
    return [f"{BASE}/t{number:05}.html" for number in range(count)]


def quiet_night(night: int, listed: list[str], asked: list[str]) -> Visit:
    def made(url: str, outcome: str, number: int, **more: object) -> Exchange:
        time = f"{start(night)[:11]}18:{number // 60 % 60:02}:{number % 60:02}.{number:06}Z"
        return Exchange(url, time, outcome, night * 10000 + number, status=200, **more)  # type: ignore[arg-type]

    home, page = made(HOME, "ok", 1, kind="home"), made(f"{BASE}/c/", "ok", 2, kind="list")
    documents = [
        made(url, "ok", number, kind="report", reading=Reading(url, url, "某局", "2025-01-01"))
        for number, url in enumerate(asked, start=3)
    ]
    walk = Walked("c", page.time, "complete", dict.fromkeys(listed, page.fetch), (page.fetch,))
    return Visit(HOME, (home, page, *documents), (walk,))


def test_a_quiet_night_writes_only_what_it_asked_for_and_reads_in_line_with_its_lists(opened):
    asked: dict[int, int] = {}
    for count in (100, 400):
        observed, urls = opened(), papers(count)
        observed.put(quiet_night(0, urls, urls), start(0))
        for night in range(1, 6):
            observed.put(quiet_night(night, urls, []), start(night))
        crawl = observed.put(quiet_night(6, urls, urls[:5]), start(6), finish=False)
        db, statements = observed.archive.db, []
        db.conn.set_trace_callback(statements.append)
        before = db.conn.total_changes
        with observed.archive.writing():
            assert update_states(db, crawl) == []
        db.conn.set_trace_callback(None)
        assert db.conn.total_changes - before <= 5 * 4 + 2
        asked[count] = len(statements)
    assert asked[400] < 4.5 * asked[100]


def test_what_should_be_asked_for_again_is_known(opened):
    observed, urls = opened(), papers(4)
    observed.put(quiet_night(0, urls, urls), start(0))
    night = quiet_night(1, urls[:3], [])
    lost = Exchange(urls[3], night.exchanges[-1].time, "not_found", 19999)
    observed.put(Visit(HOME, (*night.exchanges, lost), night.walks), start(1))
    db = observed.archive.db
    assert doubtful(db, SITE) == [urls[3]]
    assert listed_in(db, SITE, "c") == urls[:3]
    assert listed_in(db, SITE, "elsewhere") == []


def test_the_site_file_sets_the_thresholds(opened):
    observed = opened()
    assert thresholds_of(observed.archive.db, SITE).misses == 3
    observed.begin(HOME, json.dumps({"absence": {"misses": 5, "crowd": None, "of a later version": 1}}))
    assert thresholds_of(observed.archive.db, SITE).misses == 5
    assert thresholds_of(observed.archive.db, SITE).crowd == 5


def test_robots_txt_is_no_address_of_a_document(opened):
    observed = opened()
    robots = Exchange(f"{BASE}/robots.txt", f"{start(0)[:11]}18:00:00Z", "not_found", 1)
    crawl = observed.put(Visit(HOME, (robots,)), start(0))
    assert visit_of(observed.archive.db, crawl) == Visit(HOME)


def test_the_views_say_what_holds_now(opened):
    observed, urls = opened(), papers(4)
    observed.put(quiet_night(0, urls, urls), start(0))
    observed.put(quiet_night(1, urls[:3], []), start(1))
    db = observed.archive.db
    assert db.execute("select count(*) from states_now").fetchone() == (4,)
    assert [(row["url"], row["state"]) for row in db.query("select * from vanished")] == [
        (urls[3], "not_listed")
    ]


# Another document at the same address

BEFORE = "我镇对集镇停车秩序进行整治，新划停车位四十二个，其余路段一律不得停放车辆，请广大群众遵照执行。"


@pytest.mark.parametrize(
    ("title", "text", "replaced"),
    [
        ("停车通知", BEFORE, False),
        ("停车的通知", BEFORE, False),  # the title was corrected
        ("停车通知", "关于今年秋季入学报名的办法另行公布，请家长留意学校门口的公告栏和电话通知。", False),
        ("入学通知", BEFORE.replace("四十二", "四十三"), False),
        ("入学通知", "关于今年秋季入学报名的办法另行公布，请家长留意学校门口的公告栏和电话通知。", True),
        ("入学通知", "", True),
    ],
)
def test_another_title_and_another_text_are_another_document(title, text, replaced):
    assert is_replaced("停车通知", BEFORE, title, text) is replaced


def test_how_much_of_a_text_is_left():
    assert kept_share("", "任何") == 1
    assert kept_share(BEFORE, BEFORE.replace("，", "、\n ")) == 1
    assert 0.4 < kept_share(BEFORE, BEFORE[: len(BEFORE) // 2]) < 0.6


def test_the_version_of_another_document_is_marked(opened):
    observed = opened()
    archive, url = observed.archive, papers(1)[0]
    for night, (title, text) in enumerate(
        [("停车通知", BEFORE), ("停车通知", BEFORE[2:]), ("入学通知", "秋季入学。")]
    ):
        crawl = observed.put(quiet_night(night, [url], []), start(night), finish=False)
        fetch = archive.save_fetch(crawl, Fetch(SITE, url, f"{start(night)[:11]}18:30:00Z", "ok", status=200))
        archive.save_report(crawl, fetch, Report(url, title, text))
        archive.finish_crawl(crawl, "finished")
    (row,) = archive.db.query(
        "select v.number, b.number as before, r.said from replacements r"
        " join versions v on v.id = r.version join versions b on b.id = r.before"
    )
    assert (row["number"], row["before"]) == (3, 2)
    assert row["said"] == "another document: 《停车通知》 was here before; 0% of its text is left"
    assert archive.db.execute("select state from states").fetchall() == [("seen",)]


async def test_a_document_shows_its_state_with_the_captures_that_prove_it(opened):
    observed, urls = opened(), papers(3)
    observed.put(quiet_night(0, urls, urls), start(0))
    for night in (1, 2, 3):
        quiet = quiet_night(night, urls, urls[:1])
        lost = Exchange(urls[2], f"{start(night)[:11]}19:00:00Z", "not_found", 20000 + night, status=404)
        observed.put(Visit(HOME, (*quiet.exchanges, lost), quiet.walks), start(night))
    data = observed.archive.path.parent
    ids = dict(observed.archive.db.execute("select url, id from documents"))
    datasette = datasette_for(data)
    await datasette.invoke_startup()
    page = (await datasette.client.get(f"/report/{ids[urls[2]]}")).text
    assert STATES["gone"][0] in page and STATES["gone"][2] in page and "不在不等于被删除" in page
    history = page[page.index('id="states"') :]
    for night in (1, 2, 3):
        number = observed.numbers[20000 + night]
        assert f'<a href="/archive/fetches/{number}">{number}</a>' in history
        assert (await datasette.client.get(f"/archive/fetches/{number}")).status_code == 200
    told = (await datasette.client.get(f"/report/{ids[urls[2]]}.json")).json()["states"]
    assert [state["state"] for state in told] == ["gone", "missing", "seen"]
    quiet_page = (await datasette.client.get(f"/report/{ids[urls[0]]}")).text
    assert STATES["seen"][0] in quiet_page and 'id="states"' not in quiet_page


def test_every_state_has_its_words():
    assert set(STATES) == set(get_args(State))
