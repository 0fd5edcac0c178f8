"""What one crawl of a site observed, and what each observation says of an address: pure functions.

An observation is never a judgement. An address that was not found is not a document that was withdrawn: that
is for `archive.absence` to say, over many crawls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from archive.records import Outcome

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""One time zone since 1949, without summer time since 1991."""

MOST_HOPS = 10
"""Redirects that are followed from one address at most."""

Verdict = Literal["good", "missing", "moved", "blocked", "robots", "failed"]
"""What a crawl says of an address: a document is there; it says itself that nothing is; it leads to another
document; a firewall stood before it; robots.txt forbids it; or nothing that can be told."""

_ANSWERED = frozenset({"ok", "unchanged"})
_NO_HOME = frozenset({"error_page", "blocked", "empty"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document was read as: the normalised digest, and what knows it again when that differs."""

    digest: str
    title: str = ""
    issuer: str = ""
    date: str = ""

    @property
    def likeness(self) -> str:
        """Title, issuer and date as one string; empty where one of them is not known."""
        parts = ["".join(part.split()) for part in (self.title, self.issuer, self.date)]
        return "\n".join(parts) if all(parts) else ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt to fetch an address. `url` and `redirected_to` are canonical, `time` is UTC with `Z`.

    `fetch` is the capture that proves it; it orders nothing. `reading`: where a document was read.
    """

    url: str
    time: str
    outcome: Outcome | Literal["unchanged"]
    fetch: int
    kind: str = ""
    redirected_to: str = ""
    status: int | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk of a column's list: which addresses it listed (and the capture that shows each), how it ended.

    `ended` as in `archive.walks.Ended`; `time` is that of its last page.
    """

    column: str
    time: str
    ended: str
    listed: Mapping[str, int]
    fetches: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the whole list was seen: only then does it say that something is not in it."""
        return self.ended == "complete" and bool(self.listed)

    @property
    def answered(self) -> bool:
        """Whether the column answered well, however far it was walked."""
        return self.ended != "broken" and bool(self.listed)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one crawl of a site observed. `was_blocked`: it was left because a firewall stood before it."""

    home: str
    exchanges: tuple[Exchange, ...] = ()
    walks: tuple[Walked, ...] = ()
    was_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a visit says of one address. `target` is where it leads; `said` says it in words."""

    url: str
    time: str
    verdict: Verdict
    fetches: tuple[int, ...]
    said: str
    target: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the site itself answered in a visit, with the captures that prove it; empty where it did not.

    `documents_answer` is false where many were asked for and not one was there: then the fault is the site's.
    """

    home: tuple[int, ...] = ()
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    documents_answer: bool = True
    was_blocked: bool = False


def day_of(time: str) -> str:
    """The day in China, `YYYY-MM-DD`, of a UTC time."""
    moment = datetime.fromisoformat(time)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(CHINA).date().isoformat()


def findings(visit: Visit, known: Iterable[str]) -> dict[str, Finding]:
    """What a visit says of each address it asked for, by its last attempt; `known` are those of documents.

    An address whose answer nobody read (the program stopped before) is left out.
    """
    documents, last = frozenset(known), _last(visit.exchanges)
    found = {url: _finding(url, last, visit.home, documents) for url in last}
    return {url: finding for url, finding in found.items() if finding is not None}


def health(visit: Visit, found: Mapping[str, Finding], known: Iterable[str], crowd: int) -> Health:
    """How the site answered. `crowd`: documents asked for, from which one at least must be there."""
    asked = [found[url] for url in sorted(set(known)) if url in found]
    there = any(finding.verdict in ("good", "moved") for finding in found.values())
    return Health(
        home=_home(visit),
        columns={walk.column: walk.fetches[:1] for walk in visit.walks if walk.answered},
        documents_answer=there or len(asked) < crowd,
        was_blocked=visit.was_blocked,
    )


def _home(visit: Visit) -> tuple[int, ...]:
    """The captures of a home page that answered well; none where it did not, or was not asked for."""
    chain, end = _followed(visit.home, _last(visit.exchanges))
    well = end is not None and end.outcome in _ANSWERED and end.kind not in _NO_HOME
    return tuple(exchange.fetch for exchange in chain) if well else ()


def _last(exchanges: Iterable[Exchange]) -> dict[str, Exchange]:
    """The last attempt of each address: what came before was tried again."""
    return {exchange.url: exchange for exchange in sorted(exchanges, key=lambda e: (e.time, e.url))}


def _followed(url: str, last: Mapping[str, Exchange]) -> tuple[list[Exchange], Exchange | None]:
    """The exchanges from an address on, by its redirects, and the one it ends with; None for no end."""
    chain: list[Exchange] = []
    while (exchange := last.get(url)) is not None and exchange not in chain and len(chain) <= MOST_HOPS:
        chain.append(exchange)
        if exchange.outcome != "redirected":
            return chain, exchange
        url = exchange.redirected_to
    return chain, None


def _finding(url: str, last: Mapping[str, Exchange], home: str, documents: frozenset[str]) -> Finding | None:
    chain, end = _followed(url, last)
    fetches = tuple(exchange.fetch for exchange in chain)
    time = max(exchange.time for exchange in chain)
    if end is None:
        said = f"redirected to {chain[-1].redirected_to}, where nothing answered"
        return Finding(url, time, "failed", fetches, said)
    away = end.url != url
    told = _landed(end, home, away, end.url in documents)
    if told is None:
        return None
    verdict, said = told
    if away:
        verdict = "moved" if verdict == "good" else verdict
        said = f"redirected to {end.url}" + ("" if verdict == "moved" else f": {said}")
    return Finding(url, time, verdict, fetches, said, end.url if away else "", end.reading)


def _landed(end: Exchange, home: str, away: bool, known: bool) -> tuple[Verdict, str] | None:
    """What the last exchange of a chain says, in a word and in words; None where nobody read its answer."""
    match end.outcome:
        case "ok" | "unchanged":
            return _answered(end, home, away, known)
        case "not_found" | "gone":
            return "missing", f"answered {end.status or (404 if end.outcome == 'not_found' else 410)}"
        case "soft_404":
            return "missing", "answered with an error page"
        case "blocked":
            return "blocked", "a firewall answered" + (f" ({end.status})" if end.status else "")
        case "robots":
            return "robots", "robots.txt forbids to ask"
        case "http_error":
            return "failed", f"answered {end.status}" if end.status else "answered with an error"
        case other:
            return "failed", _FAILURES.get(other, "could not be had")


_FAILURES: dict[str, str] = {
    "timeout": "no answer in time",
    "dns": "the host's name could not be resolved",
    "tls": "no secure connection (TLS)",
    "connection": "the connection was refused or cut",
    "too_large": "larger than what is kept",
}


def _answered(end: Exchange, home: str, away: bool, known: bool) -> tuple[Verdict, str] | None:
    if end.reading is not None or (known and end.kind in ("", "report") and end.outcome == "unchanged"):
        return "good", "confirmed unchanged (304)" if end.outcome == "unchanged" else "answered"
    if end.kind == "home" or end.url == home:
        return "missing", "the home page was shown instead"
    if end.kind == "error_page":
        return "missing", "answered with an error page"
    if end.kind == "list" and away:  # the column instead of its document: a server that will not say 404
        return "missing", "a list was shown instead"
    if end.kind == "blocked":
        return "blocked", "a firewall answered"
    return ("failed", f"answered with no document ({end.kind})") if end.kind else None
