"""The drift alarm: noise is no alarm, a template that changed is, and it names what jumped."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive import drift
from archive.health import sites as health_of
from archive.records import Fetch, Removed, Report, SiteRecord
from archive.store import Archive, CrawlOutcome, CrawlReason

Change = Callable[[Report], Report]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, create=True) as opened:
        opened.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        yield opened


def invented(chance: random.Random, number: int) -> Report:
    """A document as a site has them: long and short, some without 文号 or 主题词."""
    metadata = {"issuer": "青石镇", "date_published": "2024-01-17"}
    for name, share in (("document_number", 0.3), ("keywords", 0.6), ("index_number", 0.95)):
        if chance.random() < share:
            metadata[name] = "某"
    return Report(
        f"http://yunxi.localhost/{number}",
        "关于普法的通知",
        "法" * int(chance.lognormvariate(7, 0.6)),
        metadata=metadata,
        removed=(Removed("navigation", "栏" * int(chance.gauss(600, 40))),),
    )


def crawl(
    archive: Archive,
    reports: Sequence[Report],
    outcome: CrawlOutcome = "finished",
    reason: CrawlReason = "crawl",
) -> list[tuple[str, str]]:
    """Read these documents; what the alarm says: measure and field."""
    number = archive.start_crawl("yunxi", reason)
    for report in reports:
        fetch = archive.save_fetch(number, Fetch("yunxi", report.url, "2024-01-01T00:00:00.000000Z", "ok"))
        archive.save_report(number, fetch, report)
    archive.finish_crawl(number, outcome)
    return [
        (row["measure"], row["field"])
        for row in archive.db.query("select * from alarms where crawl = ?", [number])
    ]


def half(report: Report) -> Report:
    return replace(report, text=report.text[::2])


def wordy(report: Report) -> Report:
    return replace(report, removed=(*report.removed, Removed("footer", "脚" * 4000)))


def nameless(report: Report) -> Report:
    return replace(report, metadata={k: v for k, v in report.metadata.items() if k != "issuer"})


def kind(report: Report, genre: str) -> Report:
    return replace(report, metadata=report.metadata | {"genre": genre})


def untitled(report: Report) -> Report:
    return replace(report, title="")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_thirty_crawls_of_a_site_as_sites_are_give_no_alarm(archive: Archive, seed: int) -> None:
    """Each crawl reads what it read before and a few new documents; some crawls reach only half of them."""
    chance = random.Random(seed)
    held = [invented(chance, number) for number in range(12)]
    for _ in range(30):
        held.append(invented(chance, len(held)))
        assert crawl(archive, held[: len(held) // 2] if chance.random() < 0.1 else held) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_crawls_that_read_only_what_is_new_give_no_alarm(archive: Archive, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(30):
        assert (
            crawl(archive, [invented(chance, number * 100 + n) for n in range(chance.randint(10, 50))]) == []
        )


@pytest.mark.parametrize(
    ("change", "alarm"),
    [
        (half, ("body_length", "")),
        (wordy, ("removed_share", "")),
        (nameless, ("fill_rate", "issuer")),
        (untitled, ("fill_rate", "title")),
    ],
)
@pytest.mark.parametrize("earlier", [3, 20])
def test_a_template_that_changed_is_named_by_what_jumped(
    archive: Archive, change: Change, alarm: tuple[str, str], earlier: int
) -> None:
    chance = random.Random(7)
    held = [invented(chance, number) for number in range(40)]
    for _ in range(earlier):
        assert crawl(archive, held) == []
    assert alarm in crawl(archive, [change(report) for report in held])


def test_the_alarm_is_a_row_and_a_sentence_in_status(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    for _ in range(4):
        crawl(archive, held)
    assert crawl(archive, [nameless(report) for report in held]) == [("fill_rate", "issuer")]
    (row,) = archive.db.query("select * from alarms")
    assert (row["crawl"], row["site"], row["value"], row["usual"]) == (5, "yunxi", 0.0, 1.0)
    assert row["said"] == (
        "发布机构 issuer is filled in 0 of 20 reports that were read before, usually in 20:"
        " has the site's template changed?"
    )
    (site,) = health_of(archive.db.conn)
    assert [alarm["said"] for alarm in site["alarms"]] == [row["said"]]
    for reason, outcome in (("ingest", "finished"), ("crawl", "interrupted")):
        crawl(archive, held[:2], outcome, reason)  # neither compares: what is known stays said
        (site,) = health_of(archive.db.conn)
        assert [alarm["said"] for alarm in site["alarms"]] == [row["said"]]
    crawl(archive, held)
    (site,) = health_of(archive.db.conn)
    assert site["alarms"] == []  # of the last whole crawl only; the row stays


def test_the_new_level_becomes_the_usual_one(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    for _ in range(4):
        crawl(archive, held)
    changed = [nameless(report) for report in held]
    said = [bool(crawl(archive, changed)) for _ in range(6)]
    assert said[0] and said[1] and not said[-1]


def test_what_was_read_is_kept_for_each_crawl_unchanged_documents_too(archive: Archive) -> None:
    texts = ("一" * 100, "二 \n" * 300, "")
    held = [
        Report(f"http://yunxi.localhost/{n}", "题", text, metadata={"issuer": "某"} if n else {},
               removed=(Removed("footer", " 脚 " * 100),))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    for number in (1, 2):
        crawl(archive, held)
        (row,) = archive.db.query("select * from extractions where crawl = ?", [number])
        assert (row["site"], row["reports"], row["kept_characters"], row["removed_characters"]) == (
            "yunxi", 3, 400, 300,
        )  # fmt: skip
        assert (row["body_lower"], row["body_length"], row["body_upper"]) == (50, 100, 200)
        assert (row["removed_lower"], row["removed_share"], row["removed_upper"]) == (0.375, 0.5, 0.75)
        rates = {r["field"]: (r["filled"], r["of"]) for r in archive.db.query(
            "select * from fill_rates where crawl = ?", [number])}  # fmt: skip
        assert rates["issuer"] == (2, 3) and rates["title"] == (3, 3) and rates["unit"] == (0, 3)
        assert set(rates) == set(drift.MEASURED)
    (fetch,) = archive.db.query("select * from fetches where id = 6")
    assert (fetch["kept_characters"], fetch["removed_characters"]) == (0, 100)
    assert json.loads(fetch["filled"]) == ["title", "issuer"]


def test_nothing_is_compared_without_reports_or_a_history_of_its_own_kind(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    broken = [nameless(half(report)) for report in held]
    crawl(archive, held)
    crawl(archive, held)
    assert crawl(archive, broken) == []  # two crawls are no history
    crawl(archive, held)
    assert crawl(archive, broken, "interrupted") == []
    assert crawl(archive, broken, reason="ingest") == []  # somebody's folder is not the site
    assert [row["crawl"] for row in archive.db.query("select crawl from extractions")] == [*range(1, 7)]
    assert crawl(archive, broken)


@pytest.mark.parametrize("read", [0, 4])
def test_a_template_that_is_not_understood_at_all_is_told_by_what_is_missing(
    archive: Archive, read: int
) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    for _ in range(3):
        crawl(archive, held)
    assert crawl(archive, held[:10]) == []  # half of a site may be out of reach
    assert ("reports", "") in crawl(archive, held[:read])
    assert crawl(archive, held[:read], "blocked") == []  # that is told already
    (row,) = archive.db.query("select * from alarms where measure = 'reports'")
    assert row["said"].startswith(f"{read} reports were read, usually 20: ")
    assert ("reports", "") in crawl(archive, [])  # a crawl that failed does not make the next one usual


def test_a_burst_of_another_kind_of_documents_is_no_jump(archive: Archive) -> None:
    """In January the yearly reports come, three times as long and with other fields than the notices."""
    chance = random.Random(7)
    held = [kind(invented(chance, number), "通知公告") for number in range(20)]
    for _ in range(4):
        crawl(archive, held)
    reports = [replace(nameless(invented(chance, 100 + n)), text="年" * 9000) for n in range(40)]
    held += [kind(report, "政府信息公开工作年度报告") for report in reports]
    assert crawl(archive, held) == [] and crawl(archive, held) == []


def test_a_template_that_only_new_documents_have_is_told(archive: Archive) -> None:
    """A site that leaves old pages as they are: the new ones are compared with the latest of their kind."""
    chance = random.Random(7)
    held = [kind(invented(chance, number), "通知公告") for number in range(80)]
    for _ in range(4):
        crawl(archive, held)
    said = []
    for number in range(90, 98, 2):
        held += [kind(nameless(half(invented(chance, n))), "通知公告") for n in (number, number + 1)]
        said.append(("fill_rate", "issuer") in crawl(archive, held))
    assert said == [False, False, True, True]
    (row, *_) = archive.db.query("select * from alarms where field = 'issuer'")
    assert "filled in 2 of the 8 newest reports, usually in 100% of their kind" in row["said"]
    assert ("body_length", "") in crawl(
        archive,
        held + [kind(replace(invented(chance, 200 + n), text="法" * 60), "通知公告") for n in range(9)],
    )


@pytest.mark.parametrize(
    ("change", "alarm"),
    [
        (lambda r: replace(r, removed=(*r.removed, *r.removed)), ("removed_share", "")),
        (lambda r: half(r) if int(r.url[-1]) < 3 else r, ("body_length", "")),
        (lambda r: replace(r, metadata={"issuer": "青石镇"}), ("fill_rate", "document_number")),
    ],
    ids=["doubled", "some", "rare"],
)
def test_what_moves_no_median_of_the_site_is_told_too(
    archive: Archive, change: Change, alarm: tuple[str, str]
) -> None:
    """Removed text that doubles, a third of the bodies, a field that only few documents ever had."""
    chance = random.Random(7)
    held = [invented(chance, number) for number in range(30)]
    for _ in range(4):
        crawl(archive, held)
    assert alarm in crawl(archive, [change(report) for report in held])


def test_a_site_of_three_documents_is_watched_too(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(3)]
    for _ in range(3):
        assert crawl(archive, held) == []
    assert ("fill_rate", "issuer") in crawl(archive, [nameless(report) for report in held])
    assert crawl(archive, [*map(nameless, held[:2]), held[2]]) == []  # two are edits
    assert crawl(archive, []) == [("reports", "")]


def test_what_varies_from_crawl_to_crawl_is_no_jump(archive: Archive) -> None:
    """A list of links beside the text that is as long as it happens to be; a field that comes and goes."""
    chance = random.Random(7)
    held = [invented(chance, number) for number in range(30)]
    for _ in range(20):
        read = [
            replace(r, removed=(Removed("related links", "栏" * chance.randint(200, 900)),)) for r in held
        ]
        assert crawl(archive, [nameless(r) if chance.random() < 0.5 else r for r in read]) == []


def test_a_new_gongkai_is_named_beside_the_template(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    for _ in range(3):
        crawl(archive, held)
    archive.db.execute("update crawls set software = 'gongkai/1'")
    crawl(archive, [nameless(report) for report in held])
    (row,) = archive.db.query("select * from alarms")
    assert row["said"].endswith("template changed, or is it our reading (gongkai/1 before, now ?)?")


def test_measuring_again_gives_the_same_rows(archive: Archive) -> None:
    held = [invented(random.Random(7), number) for number in range(20)]
    for _ in range(4):
        crawl(archive, held)
    crawl(archive, [nameless(report) for report in held])
    tables = ("extractions", "fill_rates", "alarms")

    def everything() -> list[list[dict[str, object]]]:
        return [
            [{k: v for k, v in row.items() if k != "id"} for row in archive.db[table].rows]
            for table in tables
        ]

    before = everything()
    with archive.writing():
        assert [alarm.field for alarm in drift.measure(archive.db, 5)] == ["issuer"]
    assert everything() == before
