"""A crawl that was killed: its capture is mended, what it had not read is read, and it is closed.

What was captured counts, whether or not it had got into the database. A rebuild closes such a crawl in the
same way, so that both give the same rows.
"""

from __future__ import annotations

from pathlib import Path

from archive.errors import GongkaiError
from archive.repair import mend
from archive.store import Archive
from pipelines.replay import UNFINISHED, Replay


def recover(archive: Archive, warc_folder: Path, site: str) -> list[str]:
    """Close the crawls of a site that nobody works on any more; what was done, as sentences.

    The caller holds the site: a crawl that is `running` is then a dead one.
    """
    told: list[str] = []
    dead = archive.db.execute(
        "select id, started, warc_file from crawls where site = ? and outcome = 'running' order by id", [site]
    ).fetchall()
    for crawl, started, name in dead:
        path = warc_folder / name if name else None
        if path is None or not path.exists():
            archive.finish_crawl(crawl, "interrupted", UNFINISHED, started)
            told.append(f"crawl {crawl} of {site} was cut off before it had captured anything")
            continue
        aside = mend(path)
        replay = Replay(archive, warc_folder, missing_only=True)
        try:
            replay.take(path)
        except GongkaiError as error:
            told.append(str(error))
        if _is_running(archive, crawl):  # its record of the beginning is not there
            archive.finish_crawl(crawl, "interrupted", UNFINISHED, started)
        cut = f"; the record it was writing is cut off and lies in {aside.name}" if aside else ""
        told.append(f"crawl {crawl} of {site} was cut off; {replay.pages} captured pages were read{cut}")
    return told


def _is_running(archive: Archive, crawl: int) -> bool:
    (outcome,) = archive.db.execute("select outcome from crawls where id = ?", [crawl]).fetchone()
    return bool(outcome == "running")
