"""The same document at two addresses is linked and never merged; what only looks alike is not."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hongqi import TEXT, article, build, list_page, page_of_links, rows, site_file
from loopback import serving
from test_attached import is_made_again
from travelling import night

from archive.duplicates import MOST
from archive.history import duplicates
from archive.publish.app import datasette_for
from archive.records import Attachment, Fetch, Report, SiteRecord
from archive.store import Archive
from crawler.cli import gongkai

HOST = "http://www.yunxi.example"
LONG = "\n".join(line.format(town="北街镇") for line in TEXT)
OTHER = "本局依据《道路运输条例》第六十四条，对下列车辆未按规定检测的行为作出决定，责令改正并处罚款。" * 4
STATED = {"issuer": "耘溪区司法局", "date_published": "2025-01-20"}

YEAR = STATED | {"date_published": "2025"}


def report(url: str, title: str = "2024年法治政府建设情况报告", text: str = LONG, **stated: str) -> Report:
    """`stated`: fields; without any, those of STATED."""
    return Report(url, title, text, metadata=stated or STATED)


Save = Callable[..., int]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "data", create=True) as opened:
        for site in ("yunxi", "mirror"):
            opened.save_site(SiteRecord(site, "耘溪区", f"{HOST}/"))
        yield opened


@pytest.fixture
def save(archive: Archive) -> Save:
    crawls: dict[str, int] = {}
    seconds = itertools.count()

    def saved(one: Report, site: str = "yunxi") -> int:
        if site not in crawls:
            crawls[site] = archive.start_crawl(site, "crawl")
        second = next(seconds)
        when = f"2025-02-01T00:{second // 60:02}:{second % 60:02}Z"
        fetch = archive.save_fetch(crawls[site], Fetch(site, one.url, when, "ok", 200))
        return archive.save_report(crawls[site], fetch, one).document

    return saved


def linked(archive: Archive) -> set[tuple[str, str, str]]:
    """(address, other address, reason), each pair once."""
    found = archive.db.execute(
        "select d.url, o.url, p.reason from duplicates p join documents d on d.id = p.document"
        " join documents o on o.id = p.other"
    ).fetchall()
    assert {(b, a, why) for a, b, why in found} == set(found)  # both ways round
    return {(min(a, b), max(a, b), why) for a, b, why in found}


@pytest.mark.parametrize(
    ("one", "other", "site"),
    [
        (f"{HOST}/fzjs/1.html", f"{HOST}/zwgk/tzgg/1.html", "yunxi"),
        (f"{HOST}/1.html", "http://yunxi.example/1.html", "yunxi"),
        (f"{HOST}/1.html", "https://www.yunxi.example/1.html", "yunxi"),
        (f"{HOST}/1.html", "http://mirror.example/1.html", "mirror"),
    ],
    ids=["two columns", "www", "https", "mirror"],
)
def test_the_same_text_at_two_addresses_is_linked(archive, save, one, other, site):
    """Its column, its issuer's label and its files' addresses are of the place, and not of the document."""
    first = save(report(one, **STATED, column_path="首页 > 法治政府建设"))
    attached = Report(other, "2024年法治政府建设情况报告", LONG, metadata={"column_path": "首页 > 公告"},
                      attachments=(Attachment(f"{other}.pdf", "附件"),))  # fmt: skip
    second = save(attached, site)
    assert linked(archive) == {(min(one, other), max(one, other), "content")}
    assert archive.db["documents"].count == 2
    (found,) = duplicates(archive.db.conn, first)
    assert (found["document"], found["url"], found["since"]) == (second, other, "2025-02-01T00:00:01Z")


def test_the_same_title_issuer_and_date_is_linked_where_the_text_is_cut_otherwise(archive, save):
    save(report(f"{HOST}/a"))
    save(report(f"{HOST}/b", text=LONG + "\n以上情况，特此报告。"))
    save(report(f"{HOST}/c", text="详见附件。"))
    why = "title, issuer and date"
    assert linked(archive) == {
        (f"{HOST}/a", f"{HOST}/b", why), (f"{HOST}/a", f"{HOST}/c", why), (f"{HOST}/b", f"{HOST}/c", why)
    }  # fmt: skip


def test_versions_that_were_the_same_once_stay_linked(archive, save):
    save(report(f"{HOST}/a"))
    save(report(f"{HOST}/b", text=OTHER, issuer="另一局"))
    assert linked(archive) == set()
    save(report(f"{HOST}/b"))
    save(report(f"{HOST}/b", title="另一标题", text=OTHER, issuer="另一局"))
    assert linked(archive) == {(f"{HOST}/a", f"{HOST}/b", "content")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (report("", issuer="北街镇人民政府"), report("", issuer="南湖镇人民政府")),
        (report("", text="暂无内容。", column_path="x"), report("", text="暂无内容。", column_path="x")),
        (report("", text="详见。", date_published="2025-01-20"),) * 2,
        (report("", text="甲" * 99, issuer="某局"), report("", text="甲" * 99, issuer="某局")),
        (report("", text=LONG, **STATED), report("", text=OTHER, **STATED)),
        (report("", text="甲", **STATED), report("", text="甲", **STATED | {"date_published": "2025-01-21"})),
        (report("", text="甲", **YEAR), report("", text="甲", **YEAR)),
        (report("", text="甲", **STATED), report("", "2023年法治政府建设情况报告", "甲", **STATED)),
    ],
    ids=["two towns fill in one form", "nothing yet", "no issuer", "short", "an office's many decisions",
         "another day", "no day", "another year"],
)  # fmt: skip
def test_what_only_looks_alike_is_not_linked(archive, save, one, other):
    for number, each in enumerate((one, other)):
        save(Report(f"{HOST}/{number}", each.title, each.text, metadata=each.metadata))
    assert linked(archive) == set()


def test_a_form_at_many_addresses_is_not_linked_to_all(archive, save):
    """What a new document costs stays the same however many there are."""
    for number in range(3 * MOST):
        save(report(f"{HOST}/{number}"))
    assert archive.db["duplicates"].count <= (MOST + 1) * MOST
    plan = " ".join(
        row[3]
        for row in archive.db.execute("explain query plan select * from fingerprints where content = 'x'")
    )
    assert "fingerprints_content" in plan


def test_in_whatever_order_they_come_the_links_are_the_same(tmp_path):
    chance = random.Random(7)
    texts = [LONG, OTHER, "短。"]
    made = [
        report(
            f"{HOST}/{n}",
            text=chance.choice(texts),
            issuer=chance.choice(["甲局", "乙局"]),
            date_published="2025-01-20",
        )
        for n in range(12)
    ]
    seen = []
    for turn in range(4):
        with Archive.open(tmp_path / str(turn), create=True) as archive:
            archive.save_site(SiteRecord("yunxi", "耘溪区", f"{HOST}/"))
            crawl = archive.start_crawl("yunxi", "crawl")
            for one in chance.sample(made, len(made)):
                fetch = Fetch("yunxi", one.url, "2025-02-01T00:00:00Z", "ok", 200)
                archive.save_report(crawl, archive.save_fetch(crawl, fetch), one)
            seen.append(linked(archive))
    assert seen[0] and all(each == seen[0] for each in seen)


@pytest.fixture
def crawled(tmp_path) -> Iterator[Path]:
    """One report in two columns of a site, by a real crawl."""
    twin = "/tzgg/202501/t20250120_2001.html"
    with serving() as server:
        build(server)
        server.pages["/zwgk/"] = page_of_links(("/fzjs/", "法治政府建设"), ("/tzgg/", "通知公告"))
        server.pages["/tzgg/"] = list_page([(twin, "北街镇2024年法治政府建设情况报告")])
        server.pages[twin] = article("北街镇")
        columns = "".join(
            f'[[columns]]\npath = "政务公开 > {name}"\n' for name in ("法治政府建设", "通知公告")
        )
        site_file(tmp_path / "sites", server, columns=columns)
        night(tmp_path, 1)
        night(tmp_path, 2)
        yield tmp_path


async def test_both_are_shown_beside_each_other(crawled):
    found = rows(crawled, "select document, other from duplicates order by document")
    assert len(found) == 2
    (first, second), _ = found
    shown = CliRunner().invoke(gongkai, ["explain", str(first), "--data", str(crawled / "data")]).output
    assert "另见 Also published at" in shown and "2001.html" in shown and "the same title and text" in shown
    told = CliRunner().invoke(gongkai, ["explain", str(second), "--data", str(crawled / "data"), "--json"])
    assert json.loads(told.output)["duplicates"][0]["document"] == first
    room = datasette_for(crawled / "data")
    await room.invoke_startup()
    page = (await room.client.get(f"/report/{first}")).text
    assert "另见" in page and f'href="/report/{second}"' in page
    alone = rows(crawled, "select id from documents where id not in (?, ?) limit 1", first, second)[0][0]
    assert "另见" not in (await room.client.get(f"/report/{alone}")).text


def test_they_are_linked_again_from_the_captures(crawled):
    is_made_again(crawled)
    with sqlite3.connect(crawled / "data" / "archive.db") as connection:
        assert connection.execute("select count(*) from duplicates").fetchone() == (2,)
    connection.close()
