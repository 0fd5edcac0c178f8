"""The archive on disk: `data/archive.db`, written by one transaction for each thing that happened.

SQLite in WAL mode: readers never wait, writers wait for each other. `synchronous` is NORMAL: a killed process
loses nothing that was committed; a power cut may lose the last commits, and the WARC files still have those.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive import at_rest, drift, index
from archive.attached import attach, attach_held
from archive.journal import Asked
from archive.opening import connect, explain, is_current, migrate, read_only
from archive.prepared import Prepared, columns, prepare
from archive.records import Capture, Earlier, Fetch, ListRow, Report, SiteRecord
from archive.rows import insert, insert_all
from archive.states import update_states
from archive.urls import canonical
from archive.versions import Saved, save_version
from archive.walks import Walk, save_walk
from archive.warc import utc_now

__all__ = ["Archive", "Saved"]

CrawlReason = Literal["crawl", "ingest", "demo"]
Numbered = Literal["crawls", "fetches"]
"""The tables whose rows have a number given to them. A document has that of the fetch that first showed it, a
version that of the fetch that made it."""
CrawlOutcome = Literal["running", "finished", "failed", "blocked", "interrupted", "partial"]

_READ = "(kind <> '' or outcome <> 'ok' or url like '%/robots.txt')"
"""A fetch whose page was read to the end: a full disk or a kill may have come between the two."""


class Archive:
    """The archive of one data folder, open for writing. One for each process; not shared between threads."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path
        self._written = False

    @classmethod
    def open(cls, data: Path, *, create: bool = False) -> Archive:
        """Open `data/archive.db`, bring its schema up to date, and with `create` make what is missing.

        Raises GongkaiError when it is missing, unwritable, no archive, or made by a newer Gongkai.
        """
        path = data / "archive.db"
        db = connect(path, create=create)
        try:
            archive = cls(db, path)
            archive._written = migrate(db, path)
            if not index.is_current(db):
                with archive.writing():
                    index.refill(db)
        except BaseException:
            db.close()
            raise
        return archive

    @classmethod
    def open_read_only(cls, data: Path) -> Archive:
        """Open the archive to look, while others may write. Raises GongkaiError as `open` does.

        One that an older Gongkai made gets the tables of this one first; where the file cannot be written,
        that is said.
        """
        path = data / "archive.db"
        db = read_only(path)
        if not is_current(db):
            db.close()
            cls.open(data).close()
            db = read_only(path)
        return cls(db, path)

    def close(self) -> None:
        """Close the file; what was saved is saved already. Its digest is left if it was written."""
        if self._written:
            at_rest.settle(self.db.conn, self.path)
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, begun as a writer so that it waits its turn instead of failing half-way.

        Inside another it is a part of that one. Raises GongkaiError when the disk is full or the file
        damaged; the transaction is then undone.
        """
        if self.db.conn.in_transaction:
            yield
            return
        try:
            self.db.execute("begin immediate")
            try:
                at_rest.disturb(self.path)
                self._written = True
                yield
                self.db.execute("commit")
            except BaseException:
                self.db.rollback()
                raise
        except sqlite3.DatabaseError as error:
            raise explain(error, self.path) from error

    def save_site(self, site: SiteRecord) -> None:
        """Remember a site and its units, as its definition now says. Units no longer named are forgotten."""
        row = asdict(site)
        del row["units"]
        row["definition_sha256"] = sha256(site.definition.encode()).hexdigest()
        with self.writing():
            self._table("sites").upsert(row, pk="id")
            self.db.execute("delete from units where site = ?", [site.id])
            self._table("units").insert_all({"site": site.id, **asdict(unit)} for unit in site.units)

    def save_column(self, fetch_id: int, asked: Asked) -> None:
        """Remember where a column 栏目 was found: the first page of its list."""
        with self.writing():
            fetch = self._fetch(fetch_id)
            self.db.execute(
                "insert into columns (site, path, url, genre, found) values (?, ?, ?, ?, ?)"
                " on conflict (site, path, url) do update set genre = excluded.genre",
                [fetch["site"], asked.column, canonical(fetch["url"]), asked.genre, fetch["fetched"]],
            )

    def next_number(self, table: Numbered) -> int:
        """The number of the next crawl or fetch, which nothing else gets: it goes into the capture first."""
        with self.writing():
            return self._next_number(table)

    def _next_number(self, table: Numbered) -> int:
        (number,) = self.db.execute(
            "update sequence set last = last + 1 where name = ? returning last", [table]
        ).fetchone()
        return int(number)

    def _numbered(self, table: Numbered, number: int | None) -> int:
        """The number given, which nothing gets again; the next one where none is."""
        if number is None:
            return self._next_number(table)
        self.db.execute("update sequence set last = max(last, ?) where name = ?", [number, table])
        return number

    def start_crawl(
        self,
        site: str,
        reason: CrawlReason,
        software: str = "",
        *,
        number: int | None = None,
        started: str = "",
        warc_file: str | None = None,
        slot: str | None = None,
    ) -> int:
        """A crawl begins, for this slot of the site's schedule if it was made for one; its id, which is
        `number` where it was given one before.
        """
        with self.writing():
            return insert(
                self.db,
                "crawls",
                {
                    "id": self._numbered("crawls", number),
                    "site": site,
                    "reason": reason,
                    "started": started or utc_now(),
                    "software": software,
                    "warc_file": warc_file,
                    "slot": slot or None,
                },
            )

    def finish_crawl(self, crawl: int, outcome: CrawlOutcome, message: str = "", finished: str = "") -> None:
        """A crawl has ended, now or at `finished`; its counts are those of the rows it wrote.

        pages: exchanges that brought what was asked for; failures: addresses that never did (one forbidden by
        robots.txt is no failure). robots.txt itself is neither. What was read is compared with the site's
        earlier crawls (`archive.drift`), and the states of what was observed are told (`archive.states`).
        """
        with self.writing():
            self.db.execute(
                _FINISH,
                {"crawl": crawl, "now": finished or utc_now(), "outcome": outcome, "message": message},
            )
            drift.measure(self.db, crawl)
            update_states(self.db, crawl)

    def save_fetch(self, crawl: int, fetch: Fetch) -> int:
        """Remember an attempt to fetch an address, however it ended; its id. The address stays as asked."""
        row = columns(fetch)
        number, capture = row.pop("number"), row.pop("capture")
        row |= {
            "warc_file": capture and capture.file,
            "warc_offset": capture and capture.offset,
            "warc_length": capture and capture.length,
            "warc_record": capture and capture.record_id,
            "payload_digest": capture and capture.payload_digest,
        }
        with self.writing():
            row |= {"id": self._numbered("fetches", number), "crawl": crawl}
            return insert(self.db, "fetches", row)

    def earlier(self, site: str, url: str) -> Earlier | None:
        """The latest capture of an address whose answer was good, and where its bytes lie; None without one.

        A 304 counts as one, and the bytes are then those of the capture it confirms.
        """
        found = list(self.db.query(_EARLIER, [site, url]))
        if not found:
            return None
        (row,) = found
        lies = ("warc_file", "warc_offset", "warc_length", "warc_record", "payload_digest")
        capture = Capture(*(row[name] for name in lies))
        validators = (row["etag"], row["last_modified"])
        return Earlier(row["id"], row["fetched"], capture, row["last"], *validators, row["content_type"])

    def mark_fetch(self, fetch_id: int, kind: str, outcome: str | None = None) -> None:
        """What the answer turned out to be; an empty `kind` and no `outcome` leave what is known.

        A page that is well because the server said 304 stays `unchanged`.
        """
        with self.writing():
            self.db.execute(
                "update fetches set kind = coalesce(nullif(:kind, ''), kind), outcome ="
                " case when outcome = 'unchanged' and :outcome = 'ok' then outcome"
                " else coalesce(:outcome, outcome) end where id = :id",
                {"kind": kind, "outcome": outcome, "id": fetch_id},
            )

    def save_listing(self, fetch_id: int, list_url: str, rows: Sequence[ListRow]) -> None:
        """Remember every row of a list page, in its order."""
        with self.writing():
            site, address = self._fetch(fetch_id)["site"], canonical(list_url)
            self.db.execute("update fetches set kind = 'list' where id = ?", [fetch_id])
            self.db.execute('delete from sightings where "fetch" = ?', [fetch_id])
            common = {"fetch": fetch_id, "site": site, "list_url": address}
            shown = [
                {**columns(row), **common, "position": position, "url": canonical(row.url)}
                for position, row in enumerate(rows, start=1)
            ]
            insert_all(self.db, "sightings", shown)

    def save_walk(self, crawl: int, walk: Walk) -> None:
        """Remember how a walk of a column's list ended. Before the crawl is finished: its states need it."""
        with self.writing():
            save_walk(self.db, crawl, walk)

    def save_report(self, crawl: int, fetch_id: int, report: Report | Prepared) -> Saved:
        """Save a document as read from a fetch of this crawl: all of it, or nothing. It may have been
        prepared beforehand, in another process (`archive.prepared`).

        A new version is made only when what was published differs from the version held
        (`archive.compare.normal`); another extractor's reading of the same is no new version.
        """
        ready = report if isinstance(report, Prepared) else prepare(report)
        with self.writing():
            fetch = self._fetch(fetch_id)
            if fetch["crawl"] != crawl:
                raise ValueError(f"fetch {fetch_id} is of crawl {fetch['crawl']}, not {crawl}")
            saved = save_version(self.db, fetch, ready)
            self.db.execute(
                "update fetches set kind = 'report', document = :document, change = :change,"
                " kept_characters = :kept_characters, removed_characters = :removed_characters,"
                " filled = :filled where id = :id",
                {"document": saved.document, "change": saved.change, "id": fetch_id, **ready.reading},
            )
            if ready.details["attachments"] and attach_held(self.db, saved.document, crawl) != saved.version:
                saved = Saved(saved.document, fetch_id, "changed")
        return saved

    def save_file(self, fetch_id: int, content_digest: str) -> None:
        """Save a file 附件 that a document links to. Where it holds something else than the document's
        version had there, it makes another version (`archive.attached`)."""
        with self.writing():
            self.db.execute(
                "update fetches set kind = 'attachment', content_digest = ? where id = ?",
                [content_digest, fetch_id],
            )
            attach(self.db, fetch_id)

    def parts_held(self, fetch_id: int, url: str) -> int:
        """Of how many pages the held version of a document is made, by the site of a fetch; 0 without one."""
        found = self.db.execute(
            "select max(json_array_length(v.parts), 1) from documents d join versions v on v.id = d.version"
            " where d.site = ? and d.url = ?",
            [self._fetch(fetch_id)["site"], canonical(url)],
        ).fetchone()
        return int(found[0]) if found else 0

    def has(self, table: Numbered, number: int) -> bool:
        """Whether there is a row of this number."""
        return self._exists(f"{table} where id = ?", [number])

    def is_read(self, number: int, asked: Asked) -> bool:
        """Whether a fetch is held, and its answer was read, where there was one to read."""
        unread = asked.passed_on and asked.role != "robots"
        return self._exists(
            "fetches where id = ? and (kind <> '' or outcome in ('too_large', 'failed') or not ?)",
            [number, unread],
        )

    def has_record(self, warc_record: str) -> bool:
        """Whether the exchange of this WARC-Record-ID is held, and was read to the end."""
        return self._exists(f"fetches where warc_record = ? and {_READ}", [warc_record])

    def has_payload(self, site: str, url: str, payload_digest: str) -> bool:
        """Whether these very bytes from this address are held, and were read to the end."""
        return self._exists(
            f"fetches where site = ? and url = ? and payload_digest = ? and {_READ}",
            [site, url, payload_digest],
        )

    def _fetch(self, fetch_id: int) -> dict[str, Any]:
        """What saving something that a fetch brought needs of its row. Raises ValueError without one."""
        row = self.db.execute(f"select {', '.join(_FETCH)} from fetches where id = ?", [fetch_id]).fetchone()
        if row is None:
            raise ValueError(f"there is no fetch {fetch_id}")
        return dict(zip(_FETCH, row, strict=True))

    def _exists(self, where: str, arguments: Sequence[object]) -> bool:
        return self.db.execute(f"select 1 from {where} limit 1", arguments).fetchone() is not None

    def _table(self, name: str) -> Table:
        table = self.db[name]
        assert isinstance(table, Table)
        return table


_FETCH = ("id", "crawl", "site", "url", "fetched", "payload_digest")

_EARLIER = """
select held.id, held.fetched, held.warc_file, held.warc_offset, held.warc_length, held.warc_record,
    held.payload_digest, f.fetched as last, coalesce(nullif(f.etag, ''), held.etag) as etag,
    coalesce(nullif(f.last_modified, ''), held.last_modified) as last_modified, held.content_type
from fetches f join fetches held on held.id = coalesce(f.revisit_of, f.id)
where f.site = ? and f.url = ? and f.outcome in ('ok', 'unchanged') and held.warc_record is not null
    and f.status is not null
order by f.fetched desc limit 1
"""

_FINISH = """
update crawls set
    finished = :now, outcome = :outcome, message = :message,
    pages = (
        select count(*) from fetches
        where crawl = :crawl and outcome in ('ok', 'unchanged') and url not like '%/robots.txt'
    ),
    reports = (select count(distinct document) from fetches where crawl = :crawl),
    new = (select count(*) from fetches where crawl = :crawl and change = 'new'),
    changed = (select count(*) from fetches where crawl = :crawl and change = 'changed'),
    unchanged = (select count(*) from fetches where crawl = :crawl and change = 'unchanged'),
    failures = (
        select count(*) from (
            select url from fetches
            where crawl = :crawl and outcome <> 'robots' and url not like '%/robots.txt'
            group by url having max(outcome in ('ok', 'unchanged', 'redirected')) = 0
        )
    )
where id = :crawl
"""
