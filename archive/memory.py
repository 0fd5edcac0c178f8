"""A site's ledger (`archive.standing`) in SQL: reads what a crawl asks for, writes what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.observations import Reading
from archive.rows import insert_all
from archive.standing import Ledger, Listing, Proof, Standing


class StoredLedger(Ledger):
    """The ledger of one site. `save` writes it, inside the caller's transaction."""

    def __init__(self, db: Database, site: str) -> None:
        super().__init__()
        self._db, self._site = db, site
        self._documents: dict[str, int] = {}
        self._absent: set[str] = set()
        self._changed: dict[str, Standing] = {}
        self._new_aliases: dict[str, str] = {}

    def document(self, url: str) -> int:
        """The number of the document of an address."""
        if url not in self._documents:
            ((number,),) = self._db.execute(
                "select id from documents where site = ? and url = ?", [self._site, url]
            ).fetchall()
            self._documents[url] = number
        return self._documents[url]

    def get(self, url: str) -> Standing | None:
        if url not in self._standings and url not in self._absent:
            self._load("site = ? and url = ?", [self._site, url])
            if url not in self._standings:
                self._absent.add(url)
        return self._standings.get(url)

    def add(self, standing: Standing) -> None:
        self._absent.discard(standing.url)
        super().add(standing)

    def touch(self, standing: Standing) -> None:
        super().touch(standing)
        self._changed[standing.url] = standing

    def alias(self, url: str, target: str) -> None:
        if self.target(url) != target:
            super().alias(url, target)
            self._new_aliases[url] = target

    def target(self, url: str) -> str:
        if url not in self._aliases:
            found = self._db.execute(
                "select target from aliases where site = ? and url = ?", [self._site, url]
            ).fetchone()
            self._aliases[url] = found[0] if found else url
        return self._aliases[url]

    def listed_in(self, column: str) -> list[Standing]:
        self._load(_LISTED, [self._site, column])
        return super().listed_in(column)

    def alike(self, reading: Reading) -> list[Standing]:
        self._load("site = ? and digest = ?", [self._site, reading.digest])
        if reading.likeness:
            self._load("site = ? and likeness = ?", [self._site, reading.likeness])
        return super().alike(reading)

    def walked(self, column: str) -> str:
        if column not in self._walked:
            found = self._db.execute(_WALKED, [self._site, column]).fetchone()
            self._walked[column] = found[0] if found else ""
        return super().walked(column)

    def save(self) -> None:
        """Write what was changed."""
        for url, standing in sorted(self._changed.items()):
            self._save(self.document(url), standing)
        for url, target in sorted(self._new_aliases.items()):
            self._db.execute("insert or replace into aliases values (?, ?, ?)", [self._site, url, target])
        for column, time in sorted(self._walked.items()):
            if time:
                self._db.execute(
                    "insert or replace into walked_columns values (?, ?, ?)", [self._site, column, time]
                )
        self._changed.clear()
        self._new_aliases.clear()

    def _save(self, document: int, standing: Standing) -> None:
        reading = standing.reading
        row: dict[str, Any] = {
            "document": document,
            "site": self._site,
            "url": standing.url,
            "first": standing.first,
            "first_fetch": standing.first_fetch,
            "last": standing.last,
            "digest": reading.digest,
            "title": reading.title,
            "issuer": reading.issuer,
            "date": reading.date,
            "likeness": reading.likeness,
            "address": standing.address,
            "state": standing.state,
            "moved_to": standing.moved_to,
            "misses": _told(standing.misses),
        }
        insert_all(self._db, "standings", [row], replace=True)
        listings = [
            {
                "document": document,
                "site": self._site,
                "column": column,
                "listed": int(listing.listed),
                "last": listing.last,
                "lacking": _told(listing.lacking),
            }
            for column, listing in sorted(standing.listings.items())
        ]
        insert_all(self._db, "listings", listings, replace=True)

    def _load(self, where: str, arguments: list[str]) -> None:
        """Bring in the standings of a condition; one that is there already is ahead of its row."""
        rows = [
            row
            for row in self._db.query(f"select * from standings where {where}", arguments)
            if row["url"] not in self._standings
        ]
        listings = self._listings(row["document"] for row in rows)
        for row in rows:
            self._documents[row["url"]] = row["document"]
            self._absent.discard(row["url"])
            standing = self._standings[row["url"]] = Standing(
                url=row["url"],
                first=row["first"],
                first_fetch=row["first_fetch"],
                last=row["last"],
                reading=Reading(row["digest"], row["title"], row["issuer"], row["date"]),
                address=row["address"],
                state=row["state"],
                moved_to=row["moved_to"],
                misses=_proofs(row["misses"]),
                listings=listings.get(row["document"], {}),
            )
            super().touch(standing)

    def _listings(self, documents: Iterable[int]) -> dict[int, dict[str, Listing]]:
        found: dict[int, dict[str, Listing]] = {}
        for row in self._db.query(_LISTINGS, [json.dumps(list(documents))]):
            listing = Listing(bool(row["listed"]), row["last"], _proofs(row["lacking"]))
            found.setdefault(row["document"], {})[row["column"]] = listing
        return found


_LISTED = """
document in (select document from listings where site = ? and "column" = ? and listed = 1)
"""

_WALKED = 'select walked from walked_columns where site = ? and "column" = ?'

_LISTINGS = """
select document, "column", listed, last, lacking from listings
where document in (select value from json_each(?)) order by document, "column"
"""


def _told(proofs: Iterable[Proof]) -> str:
    return json.dumps([[proof.day, *proof.fetches] for proof in proofs])


def _proofs(told: str) -> tuple[Proof, ...]:
    return tuple(Proof(day, tuple(fetches)) for day, *fetches in json.loads(told))
