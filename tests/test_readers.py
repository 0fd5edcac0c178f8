"""Pages read by other processes: in order, in bounded memory, with the same archive whatever is killed."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest
from hongqi import ROOT, article, build, list_page, rows, site_file
from loopback import serving
from travelling import everything

import pipelines.rebuild
from archive.errors import GongkaiError
from archive.journal import Asked
from archive.prepared import prepare
from archive.records import Fetch
from archive.search import search
from archive.store import Archive
from crawler import readers
from crawler.readers import Readers
from pipelines.answer import Answer, Page, Ready
from pipelines.readers import _AHEAD, _CHUNK, each_in_order, new_pool, read_ready
from pipelines.reading import read_as
from pipelines.rebuild import rebuild
from pipelines.site import Column, Site
from pipelines.stages import validated, whole

SITE = Site("hongqi", "红旗区人民政府", "http://www.hongqi.example/", "tdate", (Column("首页 > 政务公开"),))
URL = "http://www.hongqi.example/fzjs/202501/t20250120_1001.html"
ASKED = Asked("document", "首页 > 政务公开", genre="法治政府建设年度报告")
DOCUMENTS = 30


def page(town: str = "北街镇", more: str = "") -> Page:
    return Page(URL, article(town, more=more).partition(b"\r\n\r\n")[2], status=200)


# What is handed back


def test_a_document_that_stands_alone_is_made_ready_where_it_is_read() -> None:
    ready = read_ready(page(more='<p><a href="a.pdf">附件：表.pdf</a></p>'), ASKED, SITE)
    answer = read_as(page(more='<p><a href="a.pdf">附件：表.pdf</a></p>'), ASKED, SITE)
    assert isinstance(ready, Ready)
    assert ready.prepared == prepare(validated(whole([answer], ASKED)), for_index=True)
    assert (ready.url, ready.kind, ready.attachments) == (answer.url, "report", answer.attachments)
    assert ready.attachments and ready.text == ""


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (replace(ASKED, role="part"), {}),
        (replace(ASKED, role="saved"), {}),
        (replace(ASKED, role="step"), {}),
        (ASKED, {"status": 404}),
        (ASKED, {"body": b"<html><body>404</body></html>"}),
    ],
)
def test_anything_else_is_answered_as_it_is(asked: Asked, changed: dict[str, object]) -> None:
    given = replace(page(), **changed)  # type: ignore[arg-type]
    assert read_ready(given, asked, SITE) == read_as(given, asked, SITE)


def test_saving_a_page_asks_the_schema_nothing(tmp_path: Path) -> None:
    """sqlite-utils asks what a table is like before each insert: half of what saving took."""
    said: list[str] = []
    with Archive.open(tmp_path, create=True) as archive:
        archive.save_site(SITE.record())
        crawl = archive.start_crawl(SITE.id, "crawl")
        archive.db.conn.set_trace_callback(said.append)
        fetch = archive.save_fetch(crawl, Fetch(SITE.id, URL, "2025-01-20T00:00:00Z", "ok", 200))
        archive.save_report(crawl, fetch, validated(read_as(page(), ASKED, SITE)))
        archive.db.conn.set_trace_callback(None)
        assert search(archive.db, "合法性审查").count == 1
    asked = [statement for statement in said if "sqlite_master" in statement or "table_info" in statement]
    assert asked == []
    assert len([one for one in said if one.startswith(("insert", "update", "select"))]) < 45


# The processes


def _double(number: int) -> int:
    return 2 * number


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_what_comes_back_is_in_order_and_no_more_is_taken_than_can_be_done() -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for number in range(5000):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool:
        made = each_in_order(pool, 2, _double, numbers())  # type: ignore[arg-type]
        assert next(made) == 0
        assert len(taken) == 2 * _AHEAD * _CHUNK
        assert list(made) == list(range(2, 10_000, 2))


def test_a_process_that_is_killed_is_noticed_and_the_archive_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = new_pool(1)
    try:
        with pytest.raises(BrokenProcessPool):
            list(each_in_order(pool, 1, _die, range(3)))
    finally:
        pool.shutdown()
    with serving() as server:
        build(server)
        site_file(tmp_path / "sites", server)
        crawled(tmp_path, "crawl")
    before = everything(tmp_path / "data")

    def broken(*_: object) -> Iterator[object]:
        raise BrokenProcessPool

    monkeypatch.setattr(pipelines.rebuild, "each_in_order", broken)
    with pytest.raises(GongkaiError, match="the archive stays as it was"):
        rebuild(tmp_path / "data", processes=2)
    assert everything(tmp_path / "data") == before


_PARENT = """
import os, sys, time
from pipelines.readers import new_pool
if __name__ == "__main__":
    print(new_pool(1).submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_a_process_whose_parent_is_killed_ends_too(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        reader = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if not _lives(reader):
            return
        time.sleep(0.05)
    os.kill(reader, signal.SIGKILL)
    pytest.fail("the process lives on")


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# The readers of a crawl


class Slow(Readers):
    """Another process that takes its time with some pages."""

    def _has_begun(self) -> bool:
        return True

    async def _elsewhere(self, page: Page, asked: Asked, site: Site) -> Answer:
        await asyncio.sleep(float(page.body))
        return Answer(page.url)


async def test_pages_are_answered_in_the_order_they_came() -> None:
    waits = [random.Random(3).choice((0.0, 0.001, 0.03)) for _ in range(60)]
    readers, answered = Slow(100), []

    async def ask(number: int) -> None:
        given = Page(f"http://a.test/{number}", str(waits[number]).encode())
        answered.append((await readers.read(given, ASKED, SITE)).url.rpartition("/")[2])

    await asyncio.gather(*map(ask, range(60)))
    assert answered == [str(number) for number in range(60)]
    assert not readers._last  # nothing of it is left


async def test_one_that_failed_holds_up_no_other() -> None:
    readers, told = Slow(100), []

    async def ask(body: bytes) -> None:
        try:
            await readers.read(Page("http://a.test/", body), ASKED, SITE)
        except ValueError:
            told.append(b"failed")
        else:
            told.append(body)

    await asyncio.gather(*map(ask, (b"0.03", b"no time", b"0", b"0.01")))
    assert told == [b"0.03", b"failed", b"0", b"0.01"]
    assert not readers._last


async def test_another_process_is_begun_only_where_reading_takes_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "WINDOW", 0.0)
    for share, begun in ((2.0, False), (0.0, True)):
        monkeypatch.setattr(readers, "SHARE", share)
        some = Readers(1)
        for _ in range(3):
            assert (await some.read(page(), ASKED, SITE)).kind == "report"
        assert (some._pool is not None) == begun
        some.close()
    assert Readers(0)._has_begun() is False


class Eager(Readers):
    """Has other processes read all, and counts what they do; `killed` of them is killed once."""

    done = 0
    killed = False

    def _has_begun(self) -> bool:
        if self._pool is None and self._most:
            self._pool = new_pool(self._most)
        return self._pool is not None

    async def _elsewhere(self, page: Page, asked: Asked, site: Site) -> Answer:
        Eager.done += 1
        if Eager.killed and Eager.done == DOCUMENTS // 2:
            assert self._pool is not None
            os.kill(next(iter(self._pool._processes)), signal.SIGKILL)
        return await super()._elsewhere(page, asked, site)


def _crawl(folder: Path, how: str) -> None:
    import crawler.crawl
    from crawler.sites import read_site

    if how != "crawl":
        Eager.killed = how == "killed"
        crawler.crawl.Readers = lambda _: Eager(2)  # type: ignore[misc, assignment]
    (result,) = crawler.crawl.run_crawls(
        [read_site(folder / "sites" / "hongqi.toml")], folder / "data", fast=True
    )
    (folder / "told.json").write_text(json.dumps({**result.__dict__, "elsewhere": Eager.done}))


def crawled(folder: Path, how: str) -> dict[str, object]:
    """A crawl in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=_crawl, args=(folder, how))
    process.start()
    process.join(120)
    assert process.exitcode == 0
    told: dict[str, object] = json.loads((folder / "told.json").read_text())
    return told


@pytest.mark.parametrize("how", ["read", "killed"])
def test_the_archive_is_the_same_whoever_reads_and_made_again(tmp_path: Path, how: str) -> None:
    address = "/fzjs/202501/t20250120_2{:03}.html"
    listed = [(address.format(n), f"第{n}镇2024年法治政府建设情况报告") for n in range(DOCUMENTS)]
    here, there = tmp_path / "here", tmp_path / "there"
    with serving() as server:
        build(server)
        for start in range(0, DOCUMENTS, 10):
            shown = list_page(listed[start : start + 10], total=3, current=start // 10)
            server.pages["/fzjs/" + (f"index_{start // 10}.html" if start else "")] = shown
        for number, (path, _) in enumerate(listed):
            more = "<p>　　补充说明。</p>" * number + '<p><a href="/fzjs/a.pdf">附件：考核表.pdf</a></p>'
            server.pages[path] = article(f"第{number}镇", more=more)
        parts = '<script>createPageHTML(2, 0, "t20250120_2003", "html");</script>'
        server.pages[address.format(3)] = article("第3镇", script=parts)
        server.pages[address.format(3).replace(".html", "_1.html")] = article(
            "第3镇", more="<p>　　余下的话。</p>"
        )
        for folder in (here, there):
            folder.mkdir()
            site_file(folder / "sites", server)
        told = crawled(here, how)
        assert crawled(there, "crawl")["elsewhere"] == 0
    assert told["outcome"] == "finished" and told["reports"] == DOCUMENTS
    assert int(told["elsewhere"]) >= DOCUMENTS // 2  # type: ignore[call-overload]
    read = "select d.url, v.title, v.text, v.genre from documents d join versions v on v.document = d.id"
    assert sorted(rows(here, read)) == sorted(rows(there, read))
    live = everything(here / "data")
    assert rebuild(here / "data", processes=2).problems == []
    again = everything(here / "data")
    del live["sequence"], again["sequence"]
    for name, found in live.items():
        assert again[name] == found, name
    with Archive.open_read_only(here / "data") as archive:
        assert search(archive.db, "余下的话").count == 1
