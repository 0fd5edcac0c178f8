"""What a crawl of one site has done so far, in numbers that a person watches."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CrawlResult:
    """How the crawl of one site ended, in the numbers of its row in `crawls`."""

    site: str
    crawl: int | None
    outcome: str
    message: str
    pages: int = 0
    reports: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failures: int = 0
    seconds: float = 0.0


@dataclass
class Tally:
    """Counts of one crawl: of the `known` requests, `done` have had their answer or their failure."""

    site: str
    known: int = 0
    done: int = 0
    pages: int = 0
    reports: int = 0
    failures: int = 0
    outcome: str = "waiting"
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    message: str = ""
    crawl: int | None = None  # its row in the archive

    @property
    def seconds(self) -> float:
        """Seconds since the crawl started, until it ended."""
        return (self.ended if self.ended is not None else time.monotonic()) - self.started

    @property
    def rate(self) -> float:
        """Pages a second; 0 until there is something to divide."""
        return self.pages / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """The requests known and not done at the rate so far; None when nothing can be said."""
        if self.ended is not None or not self.done or self.seconds <= 0:
            return None
        return (self.known - self.done) * self.seconds / self.done

    def finish(self, outcome: str, message: str) -> None:
        """The crawl is over."""
        self.outcome, self.message, self.ended = outcome, message, time.monotonic()
