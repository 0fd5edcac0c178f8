"""What a check found, as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

REBUILD = "`gongkai rebuild`"
FIRST = "do first what is said of the captures and the log, for the database may be the better witness; then"
"""Before a rebuild where captures or log are in doubt: it would make a database that agrees with them."""
LONGEST = 100
"""Characters of a value that a finding shows."""


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: where (file and place, or table, row and column), what was expected and
    what was found, and what to do."""

    where: str
    said: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.said}; {self.remedy}"


@dataclass
class Audit:
    """Collects what checks tell: each finding as it comes, how much was checked, and remarks for the end.

    `doubted`: captures or the log of the chain are not as they were.
    """

    tell: Callable[[Finding], None]
    found: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    watch: Callable[[str], None] = lambda _: None
    doubted: bool = False

    def find(self, where: str, said: str, remedy: str) -> None:
        """Something does not fit. A rebuild comes after what is wrong with what it is made from."""
        self.found += 1
        if REBUILD not in remedy:
            self.doubted = self.doubted or where.startswith(("warc", "chain.jsonl"))
        elif self.doubted:
            remedy = f"{FIRST} {remedy}"
        self.tell(Finding(where, said, remedy))

    @contextmanager
    def reading(self, where: str, remedy: str) -> Iterator[None]:
        """While something is read that may be damaged in any way: what Python says of it is a finding."""
        try:
            yield
        except Exception as error:  # a database can be damaged so that anything may come out of it
            said = " ".join(str(error).split())[:LONGEST]
            self.find(where, f"it cannot be read to the end ({type(error).__name__}: {said})", remedy)


def shown(value: object) -> str:
    """A value as a finding shows it: its beginning, on one line."""
    said = repr(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}… ({len(said)} characters)"


def difference(expected: object, found: object) -> str:
    """What was expected and what was found; of long texts the place where they part."""
    if isinstance(expected, str) and isinstance(found, str) and max(len(expected), len(found)) > LONGEST:
        pairs = enumerate(zip(expected, found, strict=False))
        at = next((n for n, (a, b) in pairs if a != b), min(len(expected), len(found)))
        near = slice(max(0, at - 10), at + 20)
        return f"from character {at} on {expected[near]!r} was expected, and {found[near]!r} found"
    return f"{shown(expected)} was expected, and {shown(found)} found"
