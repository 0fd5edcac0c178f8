"""The whole line beside bare Scrapy: fetch, WARC, extract, archive, index, on the same pages in the same run.

    python -m tests.benchmarks.crawling [DOCUMENTS] [ROUNDS]

A server in a process of its own holds an invented district (tests/benchmarks/corpus.py; pages of 43 kB in the
mean). Each contestant crawls it from its front page in a process of its own, in turn, with the same number of
requests at once and no delay: Scrapy that follows the links and does nothing with a document; the same with
CONCURRENT_ITEMS = 1, as we have it (Scrapy makes so many tasks for each answer, 100 by itself); Scrapy with
trafilatura in the callback, where that is installed; and `gongkai crawl`. A round is all of them; the median
is quoted. CPU is of all processes but the server, what it takes to begin included; a busy machine disturbs it
less.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from tests.benchmarks.corpus import COLUMN, District
from tests.benchmarks.watching import memory

AT_ONCE = 4
"""Requests on their way, as our demonstration sites are crawled (`crawler.crawl.FAST`)."""
CONTESTANTS = ("scrapy", "scrapy, one item at once", "trafilatura", "gongkai")


def serve(documents: int, told: Connection) -> None:
    """Serve the district on loopback until killed; tells its port."""
    district = District(documents)
    pages = {**district.pages(), **{district.address(n): district.document(n) for n in range(documents)}}
    answers = {path.encode(): _answer(body, "text/html; charset=utf-8") for path, body in pages.items()}
    answers[b"/robots.txt"] = _answer(b"User-agent: *\nAllow: /\n", "text/plain")
    missing = _answer(b"not found", "text/plain", "404 Not Found")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                writer.write(answers.get(request.split(b" ", 2)[1], missing))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _answer(body: bytes, kind: str, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@contextmanager
def serving(documents: int) -> Iterator[str]:
    """The address of the district."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(documents, there), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        server.kill()
        server.join()


def bare(home: str, *, tuned: bool = False, with_trafilatura: bool = False) -> int:
    """Crawl with Scrapy alone; pages had."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    pages = 0

    class Bare(Spider):  # type: ignore[misc]
        name = "bare"
        start_urls = (home + "/",)
        custom_settings: ClassVar[dict[str, Any]] = {
            "CONCURRENT_REQUESTS": AT_ONCE,
            "CONCURRENT_ITEMS": 1 if tuned else 100,
            "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "WARNING",
        }

        def parse(self, response: Any) -> Any:
            nonlocal pages
            pages += 1
            yield response.follow(COLUMN, self.parse_list)

        def parse_list(self, response: Any) -> Any:
            nonlocal pages
            pages += 1
            for address in response.css("ul.list a::attr(href)").getall():
                yield response.follow(address, self.parse_document)
            total, page = map(int, response.css("div.page script").re(r"\((\d+), (\d+)")[:2])
            if page + 1 < total:
                yield response.follow(f"{COLUMN}index_{page + 1}.html", self.parse_list)

        def parse_document(self, response: Any) -> None:
            nonlocal pages
            pages += 1
            if with_trafilatura:
                from trafilatura import bare_extraction

                bare_extraction(response.body, include_tables=True, favor_recall=True, with_metadata=True)

    process = CrawlerProcess({"LOG_LEVEL": "WARNING"})
    process.crawl(Bare)
    process.start()
    return pages


def ours(home: str, data: Path) -> int:
    """Crawl with Gongkai; pages had."""
    from crawler.crawl import run_crawls
    from pipelines.site import Column, Site

    site = Site("invented", "云溪县", home + "/", "tdate", (Column("首页 > 政务公开"),))
    (result,) = run_crawls([site], data, fast=True)
    assert result.outcome == "finished", result
    return result.pages


def contend(name: str, home: str, data: Path) -> None:
    """One crawl, in this process; prints what it took."""
    for module in {"gongkai": ("crawler.crawl",), "trafilatura": ("trafilatura",)}.get(name, ()):
        importlib.import_module(module)
    import scrapy.crawler  # noqa: F401 - what it takes to begin is no part of what a page takes

    begun = time.perf_counter()
    if name == "gongkai":
        pages = ours(home, data)
    else:
        pages = bare(home, tuned="one item" in name, with_trafilatura=name == "trafilatura")
    print(json.dumps({"pages": pages, "seconds": time.perf_counter() - begun}))


def _run(name: str, home: str, data: Path) -> tuple[float, float, float]:
    """(pages a second, CPU ms a page, peak memory in MB) of a contestant in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.crawling", "--contend", name, home, str(data)]
    before = os.times()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with memory(child.pid) as used:
        said, _ = child.communicate()
    told = json.loads(said.strip().splitlines()[-1])
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return told["pages"] / told["seconds"], 1000 * spent / told["pages"], used.peak


def main(documents: int, rounds: int) -> None:
    names = [n for n in CONTESTANTS if n != "trafilatura" or importlib.util.find_spec("trafilatura")]
    rates: dict[str, list[float]] = {name: [] for name in names}
    spent: dict[str, list[float]] = {name: [] for name in names}
    peaks = dict.fromkeys(names, 0.0)
    sizes: dict[str, float] = {}
    with serving(documents) as home:
        for _ in range(rounds):
            for name in names:
                with tempfile.TemporaryDirectory() as place:
                    rate, cpu, peak = _run(name, home, Path(place))
                    rates[name].append(rate)
                    spent[name].append(cpu)
                    peaks[name] = max(peaks[name], peak)
                    if name == "gongkai":
                        sizes = _sizes(Path(place), documents)
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores, {documents:,} documents, {AT_ONCE} requests at once, {rounds} rounds.\n")
    print("| | pages/s (slowest–fastest) | of bare Scrapy | CPU, ms a page | peak memory, MB |")
    print("| --- | --- | --- | --- | --- |")
    shares = {n: [r / b for r, b in zip(rates[n], rates["scrapy"], strict=True)] for n in names}
    for name, found in rates.items():
        rate = f"{median(found):.0f} ({min(found):.0f}–{max(found):.0f})"
        share, cpu = median(shares[name]), median(spent[name])
        print(f"| {name} | {rate} | {share:.2f} | {cpu:.1f} | {peaks[name]:.0f} |")
    print("\nBytes a document: " + ", ".join(f"{what} {size:,.0f}" for what, size in sizes.items()))


def _sizes(data: Path, documents: int) -> dict[str, float]:
    """Bytes a document of the captures, of the database, and of the search index in it."""
    connection = sqlite3.connect(data / "archive.db")
    connection.execute("pragma wal_checkpoint(truncate)")
    (index,) = connection.execute(
        "select sum(pgsize) from dbstat where name like 'search_index%'"
    ).fetchone() or (0,)
    (text,) = connection.execute("select sum(length(cast(text as blob))) from versions").fetchone()
    connection.close()
    sizes = {
        "WARC": sum(f.stat().st_size for f in (data / "warc").iterdir()),
        "database": (data / "archive.db").stat().st_size,
        "of it the index": index or 0,
        "of it the text": text,
    }
    return {name: size / documents for name, size in sizes.items()}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--contend"]:
        contend(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        arguments = [int(each) for each in sys.argv[1:]]
        main(*(arguments + [1500, 3][len(arguments) :]))
