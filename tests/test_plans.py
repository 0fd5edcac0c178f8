"""No query of a nightly crawl reads through a whole table, which would grow with the archive."""

from __future__ import annotations

import json
import multiprocessing
import re
import sqlite3
from pathlib import Path

from hongqi import build, site_file
from loopback import serving
from travelling import night

from archive.store import Archive

OURS = re.compile(r"\s*(?:select|insert|update|delete|with)\b", re.IGNORECASE)
NOT_OURS = re.compile(r"search_index|sqlite_master|\bt[0-9a-f]{32}\b")
"""What FTS5 and sqlite-utils ask of the schema, and of tables of their own."""

ONCE_A_CRAWL = re.compile(
    r"select count\(\*\) from chain\b|select \* from chain order by n desc limit 1"
    r"|select c\.warc_file, max\(c\.outcome"
)
"""Asked once a crawl, of the one row that each crawl has in `chain` and `crawls`: no matter of documents."""


def _crawl(folder: Path) -> None:
    """A night on which every document has its turn; writes down every statement that SQLite was given."""
    import crawler.crawl
    import crawler.settings
    from crawler.sites import read_site

    crawler.settings.GONGKAI_DEEP_DAYS = 1
    said: set[str] = set()

    class Traced(Archive):
        @classmethod
        def open(cls, data: Path, *, create: bool = False) -> Archive:
            archive = Archive.open(data, create=create)
            archive.db.conn.set_trace_callback(said.add)
            return archive

    crawler.crawl.Archive = Traced  # type: ignore[misc]
    crawler.crawl.run_crawls([read_site(folder / "sites" / "hongqi.toml")], folder / "data")
    (folder / "said.json").write_text(json.dumps(sorted(said)))


def test_no_query_of_a_night_reads_a_whole_table(tmp_path: Path) -> None:
    with serving() as server:
        build(server)
        site_file(tmp_path / "sites", server)
        night(tmp_path, 1)
        night(tmp_path, 2)
        process = multiprocessing.get_context("spawn").Process(target=_crawl, args=(tmp_path,))
        process.start()
        process.join(120)
    said = json.loads((tmp_path / "said.json").read_text())
    connection = sqlite3.connect(tmp_path / "data" / "archive.db")
    scanned, looked_at = [], 0
    for statement in said:
        if not OURS.match(statement) or NOT_OURS.search(statement) or ONCE_A_CRAWL.search(statement):
            continue
        looked_at += 1
        for *_, step in connection.execute(f"explain query plan {statement}"):
            if re.match(r"SCAN (?!(?:\d+ )?CONSTANT|\(|.* VIRTUAL TABLE)", step):
                scanned.append((step, statement))
    connection.close()
    assert scanned == []
    assert looked_at > 50
