"""Who crawls: processes of this machine. The seam is small so that another engine can take its place.

An engine takes orders (`hand`), says how many it has in hand (`size`) of how many it can have (`capacity`),
and reports by events. It need not remember anything: what it loses is due again, because it is not on record.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from crawler.lease import is_taken
from crawler.schedule import BATCH
from crawler.tally import CrawlResult

CHILDREN = 2
"""Processes that crawl on this machine and data folder at once: one for each core, as measured on two."""
PLACES = tuple(f"+child-{number}" for number in range(1, CHILDREN + 1))
"""The leases of these processes: there are no more of them, whoever started them."""
PLACE_TAKEN = 75
"""Exit code of a child whose place another process has (EX_TEMPFAIL)."""


@dataclass(frozen=True)
class Order:
    """One crawl to be made: the site and its file, the slot it is for, when its window closes."""

    site: str
    file: Path
    slot: datetime
    until: datetime | None = None

    def written(self) -> str:
        """One line of JSON."""
        until = self.until.isoformat() if self.until else None
        told = {"site": self.site, "file": str(self.file), "slot": self.slot.isoformat(), "until": until}
        return json.dumps(told, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, line: str) -> Order:
        told = json.loads(line)
        until = datetime.fromisoformat(told["until"]) if told["until"] else None
        return cls(told["site"], Path(told["file"]), datetime.fromisoformat(told["slot"]), until)


@dataclass(frozen=True)
class Ended:
    """A crawl is over."""

    result: CrawlResult


@dataclass(frozen=True)
class Died:
    """A child is gone, with these sites in hand: none when all went well. `code` as of `subprocess`."""

    code: int
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Signal:
    """Somebody wants an end."""


Event = Ended | Died | Signal
Events = SimpleQueue[Event]
"""Its `put` may be called by a signal handler, whatever the program is doing (a `Queue`'s may not)."""


class Engine(Protocol):
    """What the runner needs of whoever crawls."""

    capacity: int

    def hand(self, batch: Sequence[Order], *, alone: bool = False) -> list[Order]:
        """Take orders; those that were taken. With `alone`, by a process that has no others."""

    def size(self) -> int:
        """Orders in hand, of `capacity`."""

    def rest(self) -> None:
        """There is nothing more to do for now."""

    def end(self, *, at_once: bool = False) -> None:
        """Have every crawl end: in good order, or at once."""

    def is_busy(self) -> bool:
        """Whether anything handed over is still being done."""


@dataclass
class _Child:
    process: subprocess.Popen[str]
    place: str
    alone: bool
    sites: set[str] = field(default_factory=set)
    closed: bool = False


class LocalEngine:
    """Up to `CHILDREN` processes (`crawler.child`) of up to `BATCH` sites each, whoever started them."""

    capacity = CHILDREN * BATCH

    def __init__(self, data: Path, events: Events) -> None:
        self._data, self._events = data, events
        self._children: list[_Child] = []
        self._lock = threading.Lock()

    def hand(self, batch: Sequence[Order], *, alone: bool = False) -> list[Order]:
        taken = []
        for order in batch:
            child = self._child(alone)
            if child is None:
                break
            assert child.process.stdin is not None
            with self._lock:
                child.sites.add(order.site)
            try:
                child.process.stdin.write(order.written())
                child.process.stdin.flush()
            except OSError:  # it has just died: that is told by its reader
                child.closed = True
                continue
            taken.append(order)
        return taken

    def size(self) -> int:
        ours = {child.place: BATCH if child.alone else len(child.sites) for child in self._living()}
        return sum(ours.values()) + BATCH * len(self._strangers(ours))

    def rest(self) -> None:
        for child in self._living():
            if not child.sites:
                self._close(child)

    def end(self, *, at_once: bool = False) -> None:
        for child in self._living():
            self._close(child)
            child.process.send_signal(signal.SIGKILL if at_once else signal.SIGTERM)

    def is_busy(self) -> bool:
        return bool(self._living())

    def _living(self) -> list[_Child]:
        with self._lock:
            return list(self._children)

    def _strangers(self, ours: Collection[str]) -> list[str]:
        """Places that are held by a child of another `gongkai`, maybe of one that was killed."""
        return [place for place in PLACES if place not in ours and is_taken(self._data, place)]

    def _child(self, alone: bool) -> _Child | None:
        """The child with the most room; another one when it has much in hand and there is a place."""
        living = self._living()
        ready = [c for c in living if not c.alone and not c.closed and len(c.sites) < BATCH]
        best = min(ready, key=lambda child: len(child.sites), default=None)
        if not alone and best is not None and len(best.sites) < BATCH // 2:
            return best
        places = {child.place for child in living}
        strangers = self._strangers(places)
        free = [place for place in PLACES if place not in places and place not in strangers]
        if free:
            return self._start(free[0], alone)
        if alone and not any(child.closed or child.alone for child in living):
            for child in sorted(ready, key=lambda child: len(child.sites))[:1]:
                self._close(child)  # it takes no more, and leaves its place when it is done
        return None if alone else best

    def _start(self, place: str, alone: bool) -> _Child:
        command = [sys.executable, "-m", "crawler.child", "--data", str(self._data), "--place", place]
        # A session of its own: Ctrl-C is for us, who hand it on once; the child would take two for "at once".
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        child = _Child(process, place, alone)
        with self._lock:
            self._children.append(child)
        threading.Thread(target=self._listen, args=(child,), name=place, daemon=True).start()
        return child

    def _listen(self, child: _Child) -> None:
        """Tell what a child says, until it is gone."""
        assert child.process.stdout is not None
        for line in child.process.stdout:
            result = CrawlResult(**json.loads(line))
            with self._lock:
                child.sites.discard(result.site)
            self._events.put(Ended(result))
        code = child.process.wait()
        with self._lock:
            self._children.remove(child)
            lost = tuple(sorted(child.sites))
        child.process.stdout.close()
        self._close(child)
        self._events.put(Died(code, lost))

    def _close(self, child: _Child) -> None:
        child.closed = True
        assert child.process.stdin is not None
        try:
            child.process.stdin.close()
        except OSError:  # what it did not read is lost with it
            return
