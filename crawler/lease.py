"""The lease on a site's hosts: while one crawl holds it, no other asks the same machine for anything.

A lock of the kernel on a file, one for each host, held by the process that crawls: a process that is killed
has lost it at that moment, and whoever crawls after it need not guess whether it still lives.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.errors import GongkaiError
from crawler.schedule import Held, hosts_of
from pipelines.site import Site

FOLDER = "leases"
LOST = "its lease was lost: another crawl may have asked the site meanwhile"
"""Said of a crawl that must not count as complete."""
PATIENCE = 0.3
"""Seconds to wait for a lease: somebody may just be looking whether it is held."""


class HostBusy(GongkaiError):
    """Another crawl holds the lease of a host."""


class Lease:
    """A lock on each of some hosts, all or none, and beside each a note of who holds it."""

    def __init__(self, folder: Path, keys: Sequence[str], site: str = "") -> None:
        """Take it. Raises `HostBusy` when another crawl has one of the hosts, `GongkaiError` when the folder
        cannot be used, or its file system has no locks that a killed process gives back."""
        self._locks: list[tuple[Path, FileLock]] = []
        self._locked: dict[Path, tuple[int, int]] = {}
        said = {"site": site, "pid": os.getpid(), "since": datetime.now(UTC).isoformat()}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for key in sorted(keys):
                file = folder / f"{_name(key)}.lock"
                lock = _lock(file, PATIENCE, lambda descriptor: self._remember(file, descriptor))  # noqa: B023
                lock.acquire()
                self._locks.append((file, lock))
                file.with_suffix(".json").write_text(json.dumps(said), encoding="utf-8")
        except Timeout as error:
            self.release()
            raise HostBusy(_busy(key, _note(file))) from error
        except OSError as error:
            self.release()
            raise GongkaiError(
                f"{folder}: no lease can be taken ({error.strerror}): it needs a disk of this machine that "
                "can be written and knows flock; give another folder with --data"
            ) from error

    def is_held(self) -> bool:
        """Whether it is still ours: not released, and its files are those that we locked."""
        return bool(self._locks) and all(
            lock.is_locked and _identity(file) == self._locked[file] for file, lock in self._locks
        )

    def release(self) -> None:
        """Give it back."""
        for _, lock in self._locks:
            with suppress(OSError):
                lock.release(force=True)
        self._locks = []

    def _remember(self, file: Path, descriptor: int) -> None:
        """Which file was locked: another may be put in its place, and be locked by another crawl."""
        found = os.fstat(descriptor)
        self._locked[file] = (found.st_dev, found.st_ino)


def held(data: Path) -> dict[str, Held]:
    """The live leases in a data folder by host (`+…` are no hosts but processes)."""
    found = {}
    for file in sorted((data / FOLDER).glob("*.lock")):
        if not _is_free(file):
            note = _note(file)
            since = note.get("since")
            found[file.stem] = Held(
                note.get("site", ""), datetime.fromisoformat(since) if since else None, note.get("pid")
            )
    return found


def is_taken(data: Path, key: str) -> bool:
    """Whether somebody holds the lease of this name."""
    file = data / FOLDER / f"{_name(key)}.lock"
    return file.exists() and not _is_free(file)


class Leased:
    """Takes the lease of a site before anything of its crawl is on record; `spider.lease` holds it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Leased:
        """Raises `HostBusy`: then there is no crawl."""
        spider: Any = crawler.spider
        site = getattr(spider, "site", None)
        if not isinstance(site, Site):
            raise NotConfigured
        spider.lease = Lease(Path(crawler.settings["GONGKAI_DATA"]) / FOLDER, hosts_of(site), site.id)
        return cls()


@contextmanager
def alone(data: Path, what: str) -> Iterator[None]:
    """Hold a lease that is no host's: no host has a plus sign. Raises `GongkaiError` when another has it."""
    try:
        lease = Lease(data / FOLDER, [f"+{what}"])
    except HostBusy as error:
        pid = _note(data / FOLDER / f"+{what}.lock").get("pid", "unknown")
        raise GongkaiError(
            f"`gongkai {what}` runs on {data} already (process {pid}): stop that one first"
        ) from error
    try:
        yield
    finally:
        lease.release()


def _name(key: str) -> str:
    """A host as a file's name: a colon is no part of one everywhere."""
    return re.sub(r"[^\w.+-]", "_", key)


def _is_free(file: Path) -> bool:
    lock = _lock(file, 0)
    try:
        lock.acquire()
    except Timeout:
        return False
    except OSError:  # a folder that we may not write: whoever may has the lease, if anybody
        return True
    lock.release()
    return True


def _lock(file: Path, patience: float, then: Callable[[int], None] | None = None) -> FileLock:
    """A lock of the kernel or none at all: a file that merely lies there outlives a killed process."""
    return FileLock(
        file,
        timeout=patience,
        thread_local=False,
        fallback_to_soft=False,
        on_acquired=then,
        poll_interval=0.02,
    )


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _note(file: Path) -> dict[str, Any]:
    """What the holder of a lease says of itself; it may have been killed while it wrote."""
    try:
        said = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _busy(host: str, note: dict[str, Any]) -> str:
    whom = f"the crawl of {note['site']}" if note.get("site") else "another crawl"
    return f"{host} is being asked by {whom} (process {note.get('pid', 'unknown')}): left alone"
