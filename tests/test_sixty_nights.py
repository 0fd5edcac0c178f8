"""The sixty nights of accidents by the real crawl: Scrapy, HTTP on loopback, WARC files, a clock set to the
day. The archive tells the history that was written by hand, and made again from its captures it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hongqi import rows
from simulated import Simulated, simulated
from travelling import crawl_at, everything

from archive.observations import day_of
from pipelines.rebuild import rebuild

FILE = """id = "anlan"
name = "安澜区人民政府"
home = "{home}/"
platform = "tdate"
{columns}
[politeness]
delay = 0
autothrottle = false
timeout = 1
"""


@dataclass
class Crawled:
    folder: Path
    server: Simulated

    def day(self, moment: str) -> int:
        first = self.server.script.first_day
        return (type(first).fromisoformat(day_of(moment)) - first).days + 1

    def unblocked(self, address: str, history: list[str]) -> list[str]:
        """A history without the firewall's week, for a document that was asked for in it.

        The script's crawl leaves at the home page; ours has asked for some documents by then, and what it
        says of those is true: each `blocked` is of a day on which the firewall answered in its place.
        """
        met = {
            f"{self.day(fetched)} blocked"
            for (fetched,) in rows(
                self.folder, "select fetched from fetches where url = ? and outcome = 'blocked'",
                self.server.url + address,
            )
        }  # fmt: skip
        kept: list[str] = []
        for said in history:
            after_wall = kept and kept[-1] in met
            if after_wall:
                kept.pop()
            if not (after_wall and said.endswith(" seen")):
                kept.append(said)
        return kept


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("sixty")
    with simulated() as server:
        columns = "".join(
            f'[[columns]]\npath = "{name}"\nurl = "{server.url}{told["address"]}"\n'
            for name, told in server.script.columns.items()
        )
        (folder / "sites").mkdir()
        (folder / "sites" / "anlan.toml").write_text(FILE.format(home=server.url, columns=columns), "utf-8")
        for day in range(1, server.script.days + 1):
            server.day = day
            crawl_at(folder, server.script.night(day), site="anlan", deep=1)
        yield Crawled(folder, server)


ORDERED = {"twin-b": ["50 moved"]}
"""One of two addresses of one document, gone since night 46. On night 50 the site has new addresses, and our
crawl reads the new one of the document before it asks for the old one of its twin: the text that had gone is
somewhere else, and that is said of both. The script's crawl asks in the other order, and says it of one."""


def by_night(history: list[str]) -> list[str]:
    """The state at the end of each night: our crawl asks in another order than the script's."""
    return list({said.split()[0]: said for said in history}.values())


def test_the_real_crawl_tells_the_history_that_was_written_down(crawled):
    got: dict[str, list[str]] = {}
    for url, state, since in rows(
        crawled.folder,
        "select d.url, s.state, s.since from states s join documents d on d.id = s.document"
        " order by d.url, s.position",
    ):
        got.setdefault(url.removeprefix(crawled.server.url), []).append(f"{crawled.day(since)} {state}")
    script = crawled.server.script
    expected = {
        script.address(name): by_night(history + ORDERED.get(name, []))
        for name, history in script.expected.items()
    }
    assert got.keys() == expected.keys()
    for address, history in got.items():
        told = by_night(history)
        assert (told if told == expected[address] else crawled.unblocked(address, told)) == (
            expected[address]
        ), address


def test_the_real_crawl_has_the_versions_that_were_written_down(crawled):
    script = crawled.server.script
    for name, expected in script.versions.items():
        found = rows(
            crawled.folder,
            "select v.first_seen, r.version from versions v join documents d on d.id = v.document"
            " left join replacements r on r.version = v.id where d.url = ? order by v.number",
            crawled.server.url + script.address(name),
        )
        got = [f"{crawled.day(seen)}{' replaced' if replaced else ''}" for seen, replaced in found]
        assert got == expected, name


def test_after_sixty_nights_the_archive_made_again_is_the_same(crawled):
    data = crawled.folder / "data"
    live = everything(data)
    assert rebuild(data, processes=2).problems == []
    again = everything(data)
    del live["sequence"], again["sequence"]
    for name, found in live.items():
        assert again[name] == found, name
