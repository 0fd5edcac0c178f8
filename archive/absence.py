"""The state 状态 of each document, told from what the crawls of its site observed: a pure fold.

`observe(ledger, visit, thresholds)` takes one crawl after another, in order of time, and answers what
changed. It asks nothing of a clock, a database or a row's number, so the same crawls give the same history
whether they are told one by one or all at once.

What it holds to (docs/states.md):

- absent is not deleted. A miss is what an address said, once; `gone` needs several on different days, on each
  of which the site's home page and the document's own column answered well, and other documents were there;
- what was seen while the site failed or a firewall stood before it counts for nothing;
- only a list that was walked whole says that something is not in it, and where it lacks much of what it had,
  only when it lacks it on another day too;
- every change cites the captures that prove it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from archive.observations import Finding, Health, Reading, Visit, Walked, day_of, findings, health
from archive.standing import SETTLED, Change, Ledger, Listing, Proof, Standing, State, Thresholds

__all__ = ["Change", "Ledger", "Standing", "State", "Thresholds", "observe"]

USUAL = Thresholds()
_MISSED = frozenset({"missing", "gone"})
_THERE = frozenset({"seen", "returned"})


def observe(ledger: Ledger, visit: Visit, thresholds: Thresholds = USUAL) -> list[Change]:
    """What a crawl changes, in order of time; the ledger then remembers it.

    Crawls must come in order of time. What is observed twice changes nothing the second time.
    """
    return list(_Observer(ledger, visit, thresholds).changes())


class _Observer:
    """One visit, as its events follow each other."""

    def __init__(self, ledger: Ledger, visit: Visit, thresholds: Thresholds) -> None:
        self.ledger, self.visit, self.thresholds = ledger, visit, thresholds
        known = [e.url for e in visit.exchanges if ledger.get(e.url) is not None]
        self.found = findings(visit, known)
        self.health: Health = health(visit, self.found, known, thresholds.crowd)
        for url, finding in sorted(self.found.items()):
            if finding.verdict == "moved" and ledger.get(url) is None:
                ledger.alias(url, finding.target)
        self.new_names: dict[str, set[str]] = {}
        for url, finding in self.found.items():
            if finding.verdict == "good" and finding.reading is not None and ledger.get(url) is None:
                self.new_names.setdefault(finding.reading.likeness, set()).add(url)
        self.shown = {walk.column: self._documents(walk) for walk in visit.walks}

    def changes(self) -> Iterator[Change]:
        walks = self.visit.walks
        # A document that changed its column is in the new list before it is missed in the old one.
        read = max((walk.time for walk in walks), default="")
        events: list[tuple[tuple[str, int, str], Callable[[Any], Iterator[Change]], Any]] = [
            *(((walk.time, 0, walk.column), self._sighted, walk) for walk in walks),
            *(((read, 1, walk.column), self._lacking, walk) for walk in walks if walk.is_complete),
            *(((found.time, 2, found.url), self._asked, found) for found in self.found.values()),
        ]
        for _, tell, what in sorted(events, key=lambda event: event[0]):
            yield from tell(what)

    # What lists say

    def _documents(self, walk: Walked) -> dict[str, int]:
        """The documents that a walk lists, under whatever address, and the captures that show them."""
        shown: dict[str, int] = {}
        for url, fetch in sorted(walk.listed.items()):
            standing, finding = self.ledger.get(url), self.found.get(url)
            shown[url if standing is not None else self.ledger.target(url)] = fetch
            if standing is not None and standing.address == "moved":
                shown.setdefault(standing.moved_to, fetch)
            if finding is not None and finding.verdict == "moved":
                shown.setdefault(finding.target, fetch)
        return shown

    def _sighted(self, walk: Walked) -> Iterator[Change]:
        for url, fetch in self.shown[walk.column].items():
            standing = self.ledger.get(url)
            if standing is None:
                continue
            held = standing.listings.get(walk.column)
            if held is not None and held.listed and not held.lacking:
                if walk.is_complete:  # `ledger.walked` says so for the whole column
                    continue
                held.last = walk.time
            else:
                standing.listings[walk.column] = Listing(last=walk.time)
            self.ledger.touch(standing)
            yield from self._settle(standing, walk.time, (fetch,), f"listed in {walk.column}")

    def _lacking(self, walk: Walked) -> Iterator[Change]:
        """What a whole walk does not list of what its column listed before."""
        shown = self.shown[walk.column]
        held = self.ledger.listed_in(walk.column)
        lacking = [standing for standing in held if standing.url not in shown]
        before, limits = self.ledger.walked(walk.column), self.thresholds
        is_sudden = len(lacking) >= max(limits.sudden_least, limits.sudden * len(held))
        time = max(walk.time for walk in self.visit.walks)
        for standing in lacking:
            listing = standing.listings[walk.column]
            if not listing.lacking:
                listing.last = max(listing.last, before)
            listing.lacking = _on_another_day(listing.lacking, Proof(day_of(walk.time), walk.fetches))
            self.ledger.touch(standing)
            if len(listing.lacking) < limits.walks + is_sudden:
                continue
            listing.listed = False
            if any(each.listed for each in standing.listings.values()):
                continue
            if standing.address == "returned":
                standing.address = "seen"
            yield from self._settle(standing, time, (), "")
        self.ledger.walk(walk.column, walk.time)

    # What addresses say

    def _asked(self, finding: Finding) -> Iterator[Change]:
        standing = self.ledger.get(finding.url)
        if standing is None:
            if finding.verdict == "good" and finding.reading is not None:
                yield from self._first_seen(finding, finding.reading)
            return
        match finding.verdict:
            case "good":
                yield from self._there(standing, finding)
            case "missing":
                yield from self._missed(standing, finding)
            case "moved":
                yield from self._moved(standing, finding.target, finding.time, finding.fetches, finding.said)
            case unseen if standing.address not in SETTLED:
                standing.address = unseen
                self.ledger.touch(standing)
                yield from self._settle(standing, finding.time, finding.fetches, finding.said)

    def _first_seen(self, finding: Finding, reading: Reading) -> Iterator[Change]:
        fetch = finding.fetches[-1]
        standing = Standing(finding.url, finding.time, fetch, finding.time, reading)
        for walk in self.visit.walks:
            if finding.url in self.shown[walk.column]:
                standing.listings[walk.column] = Listing(last=walk.time)
        self.ledger.add(standing)
        yield Change(finding.url, "seen", finding.time, finding.fetches, "first seen")
        for other in self.ledger.alike(reading):
            if other.address in _MISSED and self._is_newer(standing, other):
                yield from self._reappeared(other, standing, finding.time, ())

    def _there(self, standing: Standing, finding: Finding) -> Iterator[Change]:
        was_away = standing.address in _MISSED or standing.address == "moved"
        if was_away or standing.address != "returned":
            standing.address = "returned" if was_away else "seen"
        standing.last, standing.misses, standing.moved_to = finding.time, (), ""
        standing.reading = finding.reading or standing.reading
        self.ledger.touch(standing)
        said = f"{finding.said} again, after it was {standing.state}" if was_away else finding.said
        yield from self._settle(standing, finding.time, finding.fetches, said)

    def _missed(self, standing: Standing, finding: Finding) -> Iterator[Change]:
        if standing.address in SETTLED:
            return
        why_not, witnesses = self._witnesses(standing)
        if not why_not:
            proof = Proof(day_of(finding.time), (*finding.fetches, *witnesses))
            standing.misses = _on_another_day(standing.misses, proof)
        standing.address = "missing"
        self.ledger.touch(standing)
        for other in self.ledger.alike(standing.reading):
            if other.address in _THERE and self._is_newer(other, standing):
                yield from self._reappeared(standing, other, finding.time, finding.fetches)
                return
        if self._is_gone(standing):
            standing.address = "gone"
            days = ", ".join(miss.day for miss in standing.misses)
            said = f"not there on {days}, while the site's home page and its column answered"
            yield from self._settle(standing, finding.time, _evidence(standing.misses), said)
            return
        said = f"{finding.said}; does not count towards gone: {why_not}" if why_not else finding.said
        yield from self._settle(standing, finding.time, finding.fetches, said)

    def _witnesses(self, standing: Standing) -> tuple[str, tuple[int, ...]]:
        """Why a miss of this visit does not count, empty where it does; and the captures of the site's own
        health that make it count."""
        here = self.health
        if here.was_blocked:
            return "the site was blocked", ()
        if not here.home:
            return "the home page did not answer well", ()
        columns = [here.columns[name] for name in sorted(standing.listings) if name in here.columns]
        if not columns:
            return "its column did not answer well", ()
        if not here.documents_answer:
            return "no other document was there", ()
        return "", (*here.home, *columns[0])

    def _is_gone(self, standing: Standing) -> bool:
        misses, limits = standing.misses, self.thresholds
        if len(misses) < limits.misses:
            return False
        first, last = (date.fromisoformat(miss.day) for miss in (misses[0], misses[-1]))
        return (last - first).days >= limits.span

    def _moved(
        self, standing: Standing, target: str, time: str, fetches: tuple[int, ...], said: str
    ) -> Iterator[Change]:
        if standing.address == "moved" and standing.moved_to == target:
            return
        standing.address, standing.moved_to = "moved", target
        self.ledger.touch(standing)
        yield from self._settle(standing, time, fetches, said, always=True)

    def _reappeared(
        self, old: Standing, new: Standing, time: str, fetches: tuple[int, ...]
    ) -> Iterator[Change]:
        how = "the same content" if old.reading.digest == new.reading.digest else "title, issuer and date"
        proofs = (*(f for miss in old.misses for f in miss.fetches), *fetches, new.first_fetch)
        said = f"not there any more; at {new.url} since, by {how}"
        yield from self._moved(old, new.url, time, _in_order(proofs), said)

    def _is_newer(self, new: Standing, old: Standing) -> bool:
        """Whether a document came up only after another was last known to be there or listed; a double that
        always stood beside it is no move, and neither is one of several alike by name only."""
        if new.url == old.url or new.first <= self._last_known(old):
            return False
        alike = (s for s in self.ledger.alike(old.reading) if s.url not in (old.url, new.url))
        others = [other for other in alike if other.address in _THERE]
        if new.reading.digest == old.reading.digest:
            return all(other.first > self._last_known(old) for other in others)
        return not others and self.new_names.get(old.reading.likeness, set()) <= {new.url}

    def _last_known(self, standing: Standing) -> str:
        times = [standing.last]
        for column, listing in standing.listings.items():
            firm = listing.listed and not listing.lacking
            times.append(max(listing.last, self.ledger.walked(column) if firm else ""))
        return max(times)

    def _settle(
        self, standing: Standing, time: str, fetches: tuple[int, ...], said: str, *, always: bool = False
    ) -> Iterator[Change]:
        """The change that follows, if one does."""
        unlisted = standing.listings and not any(each.listed for each in standing.listings.values())
        state: State = "not_listed" if standing.address == "seen" and unlisted else standing.address
        if state == standing.state and not always:
            return
        standing.state = state
        if state == "not_listed":  # an address that answers again says nothing of the lists
            proofs = [proof for each in standing.listings.values() for proof in each.lacking]
            fetches = (*_evidence(proofs), *fetches)
            lists = f"no longer listed in {', '.join(sorted(standing.listings))}, which was walked whole"
            said = f"{said}; {lists}" if said else lists
        yield Change(standing.url, state, time, _in_order(fetches), said, standing.moved_to)


def _on_another_day(proofs: tuple[Proof, ...], proof: Proof) -> tuple[Proof, ...]:
    """With one proof more, where that day has none."""
    return proofs if any(each.day == proof.day for each in proofs) else (*proofs, proof)


def _evidence(proofs: Iterable[Proof]) -> tuple[int, ...]:
    ordered = sorted(proofs, key=lambda proof: proof.day)
    return _in_order(fetch for proof in ordered for fetch in proof.fetches)


def _in_order(fetches: Iterable[int]) -> tuple[int, ...]:
    """Each once, as first named."""
    return tuple(dict.fromkeys(fetches))
