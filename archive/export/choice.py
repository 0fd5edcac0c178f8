"""Which documents are handed over: all, those of some sites, single ones, those that a query finds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from archive.errors import GongkaiError
from archive.finding import find_document
from archive.observations import CHINA
from archive.query import parse
from archive.warc import warc_date


@dataclass(frozen=True)
class Choice:
    """What is asked for; what is empty asks for nothing. A document has to answer all that is asked.

    `sites`: ids. `documents`: addresses or numbers. `words`: as in `gongkai search`. `since`: a day of China;
    of the documents whose newest version was first seen then or later.
    """

    sites: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    words: str = ""
    since: date | None = None

    @property
    def is_all(self) -> bool:
        return not (self.sites or self.documents or self.words or self.since)

    @property
    def is_by_site(self) -> bool:
        """Whether whole sites are chosen: then what belongs to no document of theirs is handed over too."""
        return bool(self.sites) and not (self.documents or self.words or self.since)

    def said(self) -> str:
        """The choice in words; empty for everything."""
        parts = [f"site {site}" for site in self.sites] + [f"document {each}" for each in self.documents]
        parts += [f"words {self.words}"] if self.words else []
        parts += [f"changed since {self.since}"] if self.since else []
        return "; ".join(parts)

    def name(self) -> str:
        """Short, the same for the same choice, fit for an identifier."""
        return f"part-{sha256(self.said().encode()).hexdigest()[:8]}" if not self.is_all else "whole"


def choose(connection: sqlite3.Connection, choice: Choice) -> int:
    """Fill the temporary table `chosen` with the numbers of the documents; how many there are.

    Raises GongkaiError for a site or a document that is not held, and where nothing answers the choice.
    """
    connection.execute("drop table if exists temp.chosen")
    connection.execute("create temp table chosen (document integer primary key)")
    where, arguments = _conditions(connection, choice)
    connection.execute(
        "insert into temp.chosen select d.id from documents d join versions v on v.id = d.version"
        f" where {' and '.join(where) or 'true'}",
        arguments,
    )
    ((count,),) = connection.execute("select count(*) from temp.chosen")
    if not count and not (choice.is_all or choice.is_by_site):
        raise GongkaiError(f"no document answers the choice ({choice.said()}): nothing was written")
    return int(count)


def _conditions(connection: sqlite3.Connection, choice: Choice) -> tuple[list[str], list[object]]:
    where: list[str] = []
    arguments: list[object] = []
    if choice.sites:
        _refuse_unknown(connection, choice.sites)
        where.append(f"d.site in ({', '.join('?' * len(choice.sites))})")
        arguments += choice.sites
    if choice.documents:
        numbers = [find_document(connection, said) for said in choice.documents]
        where.append(f"d.id in ({', '.join('?' * len(numbers))})")
        arguments += numbers
    if choice.words:
        where.append("d.id in (select rowid from search_index where search_index match ?)")
        arguments.append(parse(choice.words).match)
    if choice.since:
        where.append("v.first_seen >= ?")
        arguments.append(warc_date(datetime.combine(choice.since, time(), CHINA)))
    return where, arguments


def _refuse_unknown(connection: sqlite3.Connection, sites: tuple[str, ...]) -> None:
    held = {site for (site,) in connection.execute("select id from sites")}
    for site in sites:
        if site not in held:
            raise GongkaiError(f"no site {site!r} is held; held are: {', '.join(sorted(held)) or 'none'}")
