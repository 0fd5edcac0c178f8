"""The memory of a process and of all that it starts, while something runs (Linux)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Memory:
    """MB; what several processes share is counted once (PSS)."""

    peak: float = 0.0


@contextmanager
def memory(pid: int | str = "self", every: float = 0.1) -> Iterator[Memory]:
    """The highest sum of memory of a process and its children while the block runs, looked at every so many
    seconds."""
    seen, stopped = Memory(), threading.Event()

    def watch() -> None:
        while not stopped.wait(every):
            seen.peak = max(seen.peak, total(pid))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        thread.join()
        seen.peak = max(seen.peak, total(pid))


def total(pid: int | str = "self") -> float:
    """MB of a process and all below it now."""
    return sum(map(_of_one, _family(Path("/proc") / str(pid)))) / 1024


def _family(process: Path) -> list[Path]:
    found = [process]
    with suppress(OSError):
        for task in (process / "task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(Path("/proc") / child)
    return found


def _of_one(process: Path) -> int:
    """kB; 0 for one that has just ended."""
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
