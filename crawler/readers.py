"""Who reads the pages of the crawls of a process: it itself, or, once that holds them up, another process.

Politely, fifty sites at once give a dozen pages a second, and reading them is a tenth of the time. What comes
faster has to wait for what is read before it, downloads too. Whoever reads, the pages of a site are answered
in the order they came, so that a rebuild, which reads in the order of the captures, gives the same rows. They
are on record by then: what is lost with a process that is killed is read again from there.
"""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from time import monotonic

from archive.journal import Asked
from pipelines.answer import Answer, Page
from pipelines.readers import new_pool, read_ready
from pipelines.site import Site

WINDOW = 1.0
"""Seconds over which it is looked how much of the time goes into reading."""
SHARE = 0.4
"""The share of it above which another process is begun."""
MOST_WAITING = 8
"""Pages that wait for one process; beyond that, who crawls lends a hand, and asks for no more meanwhile."""


class Readers:
    """Reads pages for the crawls of one process, with `most` other processes at most."""

    def __init__(self, most: int = -1) -> None:
        """`most`: by default as many as there are cores beside the one that crawls."""
        self._most = len(os.sched_getaffinity(0)) - 1 if most < 0 else most
        self._pool: ProcessPoolExecutor | None = None
        self._begun: Future[None] | None = None
        self._since, self._spent = monotonic(), 0.0
        self._waiting = 0
        self._last: dict[str, asyncio.Future[None]] = {}  # of each site, whether its latest page is answered

    async def read(self, page: Page, asked: Asked, site: Site) -> Answer:
        """The answer of a page for what it was asked for (`pipelines.readers.read_ready`), once all pages
        of its site that came before it have theirs."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._last[site.id] = self._last.get(site.id), answered
        try:
            return await self._read(page, asked, site)
        finally:
            try:
                if before is not None:
                    await before
            finally:
                answered.set_result(None)
                if self._last[site.id] is answered:
                    del self._last[site.id]

    def close(self) -> None:
        """End the other processes, once each has read the page that it is at; what waits stays unread.

        It is waited for: a process that is a child itself would else shut the pipes before the word to end is
        through them, and wait for its own children for ever."""
        pool, self._pool, self._most = self._pool, None, 0
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    async def _read(self, page: Page, asked: Asked, site: Site) -> Answer:
        if self._has_begun() and self._waiting < MOST_WAITING * self._most:
            return await self._elsewhere(page, asked, site)
        return self._here(page, asked, site)

    def _has_begun(self) -> bool:
        """Whether another process is ready; one is begun where this one has too much to read."""
        if self._pool is None and self._most > 0 and self._is_held_up():
            self._pool = new_pool(self._most)
            self._begun = self._pool.submit(_nothing)
        return self._pool is not None and self._begun is not None and self._begun.done()

    def _is_held_up(self) -> bool:
        passed = monotonic() - self._since
        if passed < WINDOW:
            return False
        share, self._since, self._spent = self._spent / passed, monotonic(), 0.0
        return share > SHARE

    async def _elsewhere(self, page: Page, asked: Asked, site: Site) -> Answer:
        """The answer of another process, or of this one where that was killed."""
        assert self._pool is not None
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._pool.submit(read_ready, page, asked, site))
        except BrokenProcessPool as error:
            logging.getLogger(__name__).warning("a process that read pages was killed (%s)", error)
            self.close()
            return self._here(page, asked, site)
        finally:
            self._waiting -= 1

    def _here(self, page: Page, asked: Asked, site: Site) -> Answer:
        begun = monotonic()
        try:
            return read_ready(page, asked, site, for_index=False)
        finally:
            self._spent += monotonic() - begun


def _nothing() -> None:
    """What a process that has begun can do first."""
