"""What the captures say of themselves, so that the archive can be made again from them alone.

The WARC files are the journal of the archive. A crawl opens with a `metadata` record of JSON (what site it
is of, as then defined) and closes with one (how it ended). Each exchange's record has a field
`Gongkai-Context`: the numbers of its crawl and of itself, and what the address was asked for. ISO 28500:2017
§5.1 lets a record have named fields of its own, and other programs pass them over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from archive.records import ListRow
from archive.warc import Record, new_id

CONTEXT = "Gongkai-Context"
"""The field of a record that tells what it was asked for."""

EVENT = "urn:gongkai:"
"""Before the name of an event, as the target of its record."""

Role = Literal["home", "step", "list", "document", "part", "attachment", "robots", "saved"]
"""What an address was asked for: a site's front page; a page on the way to a column; a page of a list; a
document; a further part of one; a file it links to; robots.txt; or nothing, since somebody else saved it."""

Event = Literal["crawl-begins", "walk-ends", "crawl-ends", "also-asked", "ingested", "chain"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address was asked for, and where it was found.

    `column`, `column_url` and `genre` are the column's as the site file gives them; `first`: the first page
    of its list; `row`: of the list that led here; `part_of`: the number of the fetch of an article's first
    page. `passed_on`: whether the answer was read, rather than followed to another address, tried again, or
    left because that address is asked for by itself.
    """

    role: Role = "document"
    column: str = ""
    column_url: str = ""
    genre: str = ""
    first: bool = False
    row: ListRow | None = None
    part_of: int | None = None
    passed_on: bool = True

    def context(self) -> str:
        """All but the role, as JSON."""
        told = self.told()
        del told["role"]
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    def told(self) -> dict[str, Any]:
        """As JSON; what is not said is left out."""
        told: dict[str, Any] = {"role": self.role}
        told |= {name: said for name in _PLAIN if (said := getattr(self, name)) != _PLAIN[name]}
        if self.row is not None:
            told["row"] = {name: value for name, value in asdict(self.row).items() if value}
        return told


@dataclass(frozen=True, slots=True)
class Context:
    """The numbers of a crawl and of one exchange in it, and what was asked for."""

    crawl: int
    fetch: int
    asked: Asked
    via: str = ""  # the address of the page that led here
    revisits: int | None = None  # the number of the fetch that holds the bytes, where this one has none
    held: tuple[str, int] | None = None  # where those lie: a file, and the offset of the record in it

    def field(self) -> tuple[str, str]:
        """As the field of a record: JSON in ASCII, what is not said left out."""
        told = {"crawl": self.crawl, "fetch": self.fetch, **self.asked.told()}
        told |= {"via": self.via} if self.via else {}
        told |= {"revisits": self.revisits, "held": self.held} if self.revisits is not None else {}
        return CONTEXT, json.dumps(told, separators=(",", ":"))


_PLAIN = {f.name: f.default for f in fields(Asked) if f.name != "role"}
"""What is not said of what was asked for."""


def context_of(value: str) -> Context | None:
    """The context a field tells; None where it tells none that we know."""
    try:
        told = json.loads(value)
        numbers = int(told["crawl"]), int(told["fetch"])
        if "revisits" not in told:
            return Context(*numbers, asked_of(told), told.get("via", ""))
        file, offset = told["held"]
        return Context(
            *numbers, asked_of(told), told.get("via", ""), int(told["revisits"]), (file, int(offset))
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def asked_of(told: dict[str, Any]) -> Asked:
    """What was asked for, from the JSON of it; names that we do not know are passed over."""
    known = {f.name: told[f.name] for f in fields(Asked) if f.name in told}
    if row := known.get("row"):
        known["row"] = ListRow(**row)
    return Asked(**known)


def event(name: Event, told: dict[str, Any], common: Iterable[tuple[str, str]]) -> Record:
    """A record of something that happened to the archive rather than on the wire."""
    payload = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return event_of(name, payload.encode("utf-8", "surrogatepass"), common)


def event_of(name: Event, payload: bytes, common: Iterable[tuple[str, str]]) -> Record:
    """Likewise, where what it tells is written as JSON already."""
    named = (("WARC-Target-URI", f"{EVENT}{name}"), *common)
    return Record("metadata", named, payload=payload, id=new_id(), content_type="application/json")


def told_by(url: str, body: bytes) -> tuple[str, dict[str, Any]] | None:
    """(name, what it tells) of an event's record; None for any other."""
    if not url.startswith(EVENT):
        return None
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return (url.removeprefix(EVENT), told) if isinstance(told, dict) else None
