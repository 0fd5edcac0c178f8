"""Does what is due: looks, hands over while there is room, and looks again.

There is no queue: what was handed over and got lost is due again, because no crawl of it is on record.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty

from archive.errors import GongkaiError
from crawler.engine import PLACE_TAKEN, Died, Ended, Engine, Event, Events, Order, Signal
from crawler.looking import known
from crawler.schedule import Due, Handed, Outlook, batches, choose, outlooks
from crawler.sites import Sites
from crawler.tally import CrawlResult
from crawler.windows import CHINA

TICK = 30.0
"""Seconds between two looks, when nothing happens."""
SHORTEST = 5.0
"""Seconds between two looks, whatever is due; a look at thousands of sites takes one."""
FORGOTTEN = timedelta(days=2)
"""After which what was handed over is no longer remembered."""


class Runner:
    """Keeps an engine busy with what is due. `say` is told what happens, in sentences."""

    def __init__(
        self,
        data: Path,
        load: Callable[[], Sites],
        engine: Engine,
        events: Events,
        say: Callable[[str], None],
        *,
        names: Collection[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`names` are the only sites to look after; all of them where it is empty."""
        self._data, self._load, self._engine, self._events, self._say = data, load, engine, events, say
        self._names, self._clock = set(names), clock
        self._handed: dict[tuple[str, datetime], Handed] = {}
        self._signals = 0
        self._broken: set[str] = set()
        self.results: list[CrawlResult] = []
        self._pause = TICK
        self.without_room = 0
        """Sites that are due and that nobody could take at the last look."""
        self.ahead = ""
        """What comes next, in a sentence."""

    def once(self) -> list[CrawlResult]:
        """Do what is due now, each site once, and end."""
        while not self._signals:
            handed = self.tick(self._clock(), {site for site, _ in self._handed})
            if not handed and not self._engine.is_busy():
                break
            self._wait(TICK)
        self._wind_down()
        return self.results

    def forever(self) -> None:
        """Until somebody wants an end."""
        awake = self._clock()
        said = ""
        while not self._signals:
            try:
                self.tick(self._clock(), awake=awake)
            except GongkaiError as error:  # a disk that is full now may have room later
                self.ahead = f"{error}; looking again in {TICK:.0f} s"
            if self.ahead != said:
                self._say(self.ahead)
                said = self.ahead
            self._wait(self._pause)
        self._wind_down()

    def tick(self, now: datetime, done: Collection[str] = (), *, awake: datetime | None = None) -> list[Due]:
        """Hand over what is due and for which there is room; what was taken. `done` is left out of it."""
        sites = self.sites()
        self._handed = {key: one for key, one in self._handed.items() if now - one.last < FORGOTTEN}
        here = [site for name, site in sites.items() if name not in done]
        found = outlooks(here, known(self._data, here, now, handed=self._handed, awake=awake), now)
        taken: list[Due] = []
        chosen = choose(here, found, now)
        for batch in batches(chosen):
            room = self._engine.capacity - self._engine.size()
            if room <= 0:
                break
            orders = {one.site.id: one for one in batch[:room]}
            got = self._engine.hand(
                [Order(one.site.id, sites.files[one.site.id].absolute(), one.slot, one.until)
                 for one in orders.values()],
                alone=batch[0].alone,
            )  # fmt: skip
            taken += [orders[order.site] for order in got]
        for one in taken:
            before = self._handed.get((one.site.id, one.slot))
            self._handed[one.site.id, one.slot] = Handed((before.times if before else 0) + 1, now)
            self._say(f"{one.site.id}: {one.why}")
        self.without_room = len(chosen) - len(taken)
        if not taken:
            self._engine.rest()
        self.ahead, self._pause = _ahead(found, now), _pause(found, now)
        return taken

    def stop(self) -> None:
        """Wind down; said twice, at once. May be called by a signal handler."""
        self._events.put(Signal())

    def sites(self) -> Sites:
        """The definitions as they are now; what is wrong with one is said once."""
        sites = self._load()
        for error in sites.broken.values():
            if str(error) not in self._broken:
                self._broken.add(str(error))
                self._say(str(error))
        if not self._names:
            return sites
        chosen = Sites()
        chosen.files = sites.files
        chosen.update({name: site for name, site in sites.items() if name in self._names})
        return chosen

    def _wait(self, seconds: float) -> None:
        """For the next event, and then for those that are there already."""
        try:
            self._heed(self._events.get(timeout=seconds))
            while True:
                self._heed(self._events.get_nowait())
        except Empty:
            return

    def _heed(self, event: Event) -> None:
        match event:
            case Ended(result):
                self.results.append(result)
                told = f": {result.message}" if result.message else ""
                self._say(
                    f"{result.site}: {result.outcome}, {result.pages} pages, {result.reports} reports, "
                    f"{result.failures} failures{told}"
                )
            case Died(code, lost):
                if lost and code == PLACE_TAKEN:
                    self._say(f"another gongkai was quicker; left for later: {', '.join(lost)}")
                elif lost:
                    self._say(f"a crawling process ended ({_code(code)}); cut off: {', '.join(lost)}")
            case Signal():
                self._signals += 1
                if self._signals == 1:
                    self._say("ending the crawls; once more to stop at once")
                    self._engine.end()
                else:
                    self._engine.end(at_once=True)

    def _wind_down(self) -> None:
        self._engine.rest()
        while self._engine.is_busy():
            self._wait(TICK)
        self._wait(0)


@contextmanager
def stopping(runner: Runner) -> Iterator[None]:
    """While it runs, Ctrl-C and SIGTERM stop the runner."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, lambda *_: runner.stop()) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _ahead(found: Sequence[Outlook], now: datetime) -> str:
    """What comes next, in a sentence; what is due now is about to be handed over."""
    coming = min((one for one in found if one.next > now), key=lambda one: one.next, default=None)
    if coming is None:
        return "nothing is planned"
    return f"next is {coming.site} at {coming.next.astimezone(CHINA):%Y-%m-%d %H:%M} of China"


def _pause(found: Sequence[Outlook], now: datetime) -> float:
    """Seconds until the next look: at the next time anything is due, and no later than `TICK`."""
    coming = min(((one.next - now).total_seconds() for one in found if one.next > now), default=TICK)
    return max(min(coming, TICK), SHORTEST)


def _code(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
