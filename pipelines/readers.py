"""Pages read by processes of their own: reading is most of the work, and Python does one thing at a time.

What a process hands back is small and needs no more work: a document is made ready to be saved where it was
read.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

from archive.journal import Asked
from archive.prepared import prepare
from pipelines.answer import Answer, Page, Ready
from pipelines.keep import outcome_of
from pipelines.reading import read_as
from pipelines.site import Site
from pipelines.stages import validated, whole

_CHUNK = 8
"""Things that a process is handed at once."""
_AHEAD = 6
"""Chunks for each process that are handed out before what became of the first is taken: this bounds the
memory, whatever the number of things."""

Given = TypeVar("Given")
Made = TypeVar("Made")


def read_ready(page: Page, asked: Asked, site: Site | None, *, for_index: bool = True) -> Answer:
    """The answer of a page for what it was asked for; a document that stands alone is made ready to be saved.

    `for_index`: its text is cut for the search as well, which only a new version needs.
    """
    answer = read_as(page, asked, site)
    if not _stands_alone(answer, asked, page.status):
        return answer
    prepared = prepare(validated(whole([answer], asked)), for_index=for_index)
    return Ready(answer.url, kind=answer.kind, attachments=answer.attachments, prepared=prepared)


def _stands_alone(answer: Answer, asked: Asked, status: int | None) -> bool:
    """Whether an answer is a whole document by itself, and not a part of one, whose others are elsewhere."""
    if answer.kind != "report" or answer.next_part or asked.role in ("part", "saved"):
        return False
    return outcome_of(answer.kind, status) == "ok"


def new_pool(count: int) -> ProcessPoolExecutor:
    """So many processes, begun when they are first needed. Whoever has it shuts it down."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin)


def each_in_order(
    pool: ProcessPoolExecutor, count: int, function: Callable[[Given], Made], things: Iterable[Given]
) -> Iterator[Made]:
    """What the processes of a pool (`count` of them) make of each thing, in order, in bounded memory.

    Raises BrokenProcessPool where one of them was killed.
    """
    things, waiting = iter(things), deque[Future[list[Made]]]()
    while chunk := list(islice(things, _CHUNK)):
        waiting.append(pool.submit(_all_of, function, chunk))
        if len(waiting) >= _AHEAD * count:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _all_of(function: Callable[[Given], Made], chunk: list[Given]) -> list[Made]:
    return list(map(function, chunk))


def _begin() -> None:
    """A process begins: Ctrl-C is for its parent to answer, and where that is killed, it ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is loaded stays, and need not be looked through again
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
