"""A nightly crawl of a simulated site, without a network: what it would observe.

It asks for robots.txt, the home page, every list to its end, every document that is listed and every address
that it ever knew; after three answers of a firewall in a row it leaves, as the real crawl does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from simulated import Reply, Script

from archive.observations import Exchange, Reading, Visit, Walked
from archive.records import Outcome
from archive.walks import Walk
from pipelines.keep import outcome_of_status
from pipelines.walk import ListPage, verdict

BASE = "http://anlan.test"
BLOCKED_LIMIT = 3


class Nights:
    """The crawls of one site, night after night. `visits` and `walks` by day, as they were observed."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.known: dict[str, None] = {}
        self.visits: dict[int, Visit] = {}
        self.walks: dict[int, list[Walk]] = {}
        self._numbers = count(1)

    def all(self) -> Iterator[tuple[int, Visit]]:
        for day in range(1, self.script.days + 1):
            yield day, self.visit(day)

    def visit(self, day: int) -> Visit:
        night = _Night(self.script, day, self._numbers)
        walks: list[tuple[Walk, Walked]] = []
        try:
            night.ask("/")
            for column in self.script.columns:
                walks.append(night.walk(column))
                if night.left:
                    raise _Left
            rows = [url for _, walked in walks for url in walked.listed]
            for url in dict.fromkeys((*rows, *self.known)):
                self.known.setdefault(url)
                night.ask(url.removeprefix(BASE))
        except _Left:
            pass
        self.walks[day] = [walk for walk, _ in walks]
        self.visits[day] = Visit(
            f"{BASE}/", tuple(night.exchanges), tuple(walked for _, walked in walks), night.left
        )
        return self.visits[day]


class _Left(Exception):
    """A firewall stands before the site."""


class _Night:
    def __init__(self, script: Script, day: int, numbers: Iterator[int]) -> None:
        self.script, self.day, self.numbers = script, day, numbers
        self.exchanges: list[Exchange] = []
        self.forbidden = script.answer(day, "/robots.txt").title == "robots"
        self.blocked, self.left = 0, False
        self.asked: dict[str, Exchange] = {}

    def ask(self, path: str) -> tuple[Exchange, Reply]:
        """The last exchange of an address, and what it answered; redirects are followed."""
        url = path if path.startswith("https:") else BASE + path
        reply = Reply(fault="tls") if url != BASE + path else self.script.answer(self.day, path)
        if url in self.asked:
            return self.asked[url], reply
        moment = self.script.night(self.day) + timedelta(seconds=3 * len(self.exchanges))
        exchange = self.asked[url] = Exchange(
            url=url,
            time=f"{moment:%Y-%m-%dT%H:%M:%S}.000000Z",
            outcome=self._outcome(reply),
            fetch=next(self.numbers),
            kind=reply.kind if not self.forbidden else "",
            redirected_to=self._target(reply),
            status=reply.status,
            reading=_reading(reply) if not self.forbidden else None,
        )
        self.exchanges.append(exchange)
        self.blocked = self.blocked + 1 if exchange.outcome == "blocked" else 0
        if self.blocked >= BLOCKED_LIMIT:
            self.left = True
            raise _Left
        if exchange.redirected_to:
            return self.ask(exchange.redirected_to.removeprefix(BASE))
        return exchange, reply

    def walk(self, column: str) -> tuple[Walk, Walked]:
        pages: list[ListPage] = []
        listed: dict[str, int] = {}
        path = self.script.columns[column]["address"]
        while path:
            try:
                exchange, reply = self.ask(path)
            except _Left:
                exchange, reply = self.exchanges[-1], Reply()
            rows = tuple(BASE + paper.address for paper in reply.rows)
            following = BASE + reply.next if reply.next else ""
            page = ListPage(
                exchange.url, exchange.outcome, exchange.kind, exchange.fetch, rows, following,
                reply.pages, reply.records,
            )  # fmt: skip
            repeats = rows in [earlier.rows for earlier in pages]
            pages.append(page)
            for row in rows:
                listed.setdefault(row, exchange.fetch)
            path = "" if repeats or not page.is_list else reply.next
        walk = verdict(column, pages)
        return walk, Walked(column, exchange.time, walk.ended, listed, walk.fetches)

    def _outcome(self, reply: Reply) -> Outcome:
        if self.forbidden:
            return "robots"
        if reply.fault:
            return {"cut": "connection", "silent": "timeout", "tls": "tls"}[reply.fault]  # type: ignore
        by_status = outcome_of_status(reply.status)
        return "soft_404" if by_status == "ok" and reply.kind == "error_page" else by_status

    def _target(self, reply: Reply) -> str:
        if self.forbidden or not reply.location:
            return ""
        secure = reply.location.startswith("https:")
        return f"https://anlan.test{reply.location[6:]}" if secure else BASE + reply.location


def _reading(reply: Reply) -> Reading | None:
    paper = reply.paper
    return None if paper is None else Reading(paper.digest, paper.title, paper.issuer, paper.date)
