"""What is remembered of a site between its crawls, so that the state of each document can be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.observations import Reading

State = Literal["seen", "not_listed", "missing", "blocked", "robots", "failed", "moved", "gone", "returned"]

SETTLED = frozenset({"gone", "moved"})
"""States that only a document at the address itself ends: not seeing is no news of what is not there."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much it takes. A site file may say otherwise in its table `[absence]`.

    misses: counted misses, each on another day, that make `gone`; span: days from the first of them to the
    last, at least. walks: complete walks on different days, without a document, that make `not_listed`.
    sudden, sudden_least: a walk that lacks this share of what the column listed, and so many documents, needs
    one walk more on another day. crowd: where so many documents were asked for and none was there, no miss
    counts.
    """

    misses: int = 3
    span: int = 2
    walks: int = 1
    sudden: float = 0.5
    sudden_least: int = 3
    crowd: int = 5


@dataclass(frozen=True, slots=True)
class Proof:
    """A day in China, and the captures that prove what was observed then."""

    day: str
    fetches: tuple[int, ...]


@dataclass(slots=True)
class Listing:
    """What a column's list says of a document. `last`: until when it is known to have listed it; `lacking`:
    the complete walks without it since."""

    listed: bool = True
    last: str = ""
    lacking: tuple[Proof, ...] = ()


@dataclass(slots=True)
class Standing:
    """What is remembered of a document. `address` is the state of its address alone, whatever lists say."""

    url: str
    first: str
    first_fetch: int
    last: str
    reading: Reading
    address: State = "seen"
    state: State = "seen"
    moved_to: str = ""
    misses: tuple[Proof, ...] = ()
    listings: dict[str, Listing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A document's state became another one. `fetches`: the captures that prove it, in order of time."""

    url: str
    state: State
    since: str
    fetches: tuple[int, ...]
    said: str
    moved_to: str = ""


class Ledger:
    """What is remembered of a site between its crawls: here in memory, by `archive.states` in SQL."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}
        self._aliases: dict[str, str] = {}
        self._walked: dict[str, str] = {}
        self._known_by: dict[str, set[str]] = {}  # what a document ever was read as → addresses

    def get(self, url: str) -> Standing | None:
        """The document of this very address."""
        return self._standings.get(url)

    def add(self, standing: Standing) -> None:
        """A document that was not known."""
        self._standings[standing.url] = standing
        self.touch(standing)

    def touch(self, standing: Standing) -> None:
        """A document's standing was changed."""
        for key in filter(None, (standing.reading.digest, standing.reading.likeness)):
            self._known_by.setdefault(key, set()).add(standing.url)

    def alias(self, url: str, target: str) -> None:
        """An address that never was a document's leads to one."""
        self._aliases[url] = target

    def target(self, url: str) -> str:
        """Where an address leads that never was a document's; the address itself for any other."""
        return self._aliases.get(url, url)

    def listed_in(self, column: str) -> list[Standing]:
        """The documents that a column is taken to list, by address."""
        return [s for _, s in sorted(self._standings.items()) if is_listed(s, column)]

    def alike(self, reading: Reading) -> list[Standing]:
        """The documents of the same digest, or the same title, issuer and date; by address."""
        known_by = self._known_by
        urls = known_by.get(reading.digest, set()) | known_by.get(reading.likeness, set())
        return [s for s in map(self._standings.__getitem__, sorted(urls)) if are_alike(s.reading, reading)]

    def walked(self, column: str) -> str:
        """When a column was last walked whole; empty for never."""
        return self._walked.get(column, "")

    def walk(self, column: str, time: str) -> None:
        """A column was walked whole."""
        self._walked[column] = time


def is_listed(standing: Standing, column: str) -> bool:
    listing = standing.listings.get(column)
    return listing is not None and listing.listed


def are_alike(one: Reading, other: Reading) -> bool:
    return one.digest == other.digest or bool(one.likeness and one.likeness == other.likeness)
