"""A crawl that was killed: its capture is mended, what it had not read is read, and it is closed.

What was captured counts, whether or not it had got into the database. A rebuild closes such a crawl in the
same way, so that both give the same rows.
"""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

from archive.members import tree_over
from archive.repair import mend
from archive.scanning import scan
from archive.sealing import seal
from archive.store import Archive
from archive.warc import Record, WarcFile
from pipelines.replay import Replay


def recover(archive: Archive, warc_folder: Path, site: str) -> list[str]:
    """Close the crawls of a site that nobody works on any more; what was done, as sentences.

    The caller holds the site: a crawl that is `running` is then a dead one.
    """
    told: list[str] = []
    for crawl, path in _dead(archive, warc_folder, site):
        aside = mend(path)
        replay = Replay(archive, warc_folder, missing_only=True)
        replay.take(path)
        told += replay.problems
        if not archive.has("crawls", crawl):  # cut off before it had said what it is of
            path.rename(path.with_name(f"{path.name}.cut-0"))
            continue
        _seal(archive, path, crawl)
        cut = f"; the record it was writing is cut off and lies in {aside.name}" if aside else ""
        told.append(f"crawl {crawl} of {site} was cut off; {replay.pages} captured pages were read{cut}")
    return told


def _dead(archive: Archive, warc_folder: Path, site: str) -> list[tuple[int, Path]]:
    """The crawls of a site that have not come to their end: by the database, and those not yet in it."""
    named = re.compile(rf"{re.escape(site)}-\d{{8}}T\d{{6}}Z-(\d+)\.warc\.gz")
    files = {
        int(match[1]): warc_folder / match[0] for match in map(named.fullmatch, _names(warc_folder)) if match
    }
    running = archive.db.execute("select id from crawls where site = ? and outcome = 'running'", [site])
    dead = {number for (number,) in running} & files.keys()
    dead |= {number for number in files if not archive.has("crawls", number)}
    return [(number, files[number]) for number in sorted(dead)]


def _seal(archive: Archive, path: Path, crawl: int) -> None:
    """Close its file into the chain, unless it was killed after that."""
    tree = tree_over(path)
    (id_of_info,) = (record.fields["WARC-Record-ID"] for record in islice(scan(path), 1))
    warc = WarcFile.reopened(path, Record("warcinfo", (), id=id_of_info), tree)
    try:
        seal(archive, warc, [crawl])
    finally:
        warc.close()


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []
