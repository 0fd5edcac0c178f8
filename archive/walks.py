"""Walks of a column's list 栏目: how far each crawl came, and what the list claimed against what it had."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from sqlite_utils import Database

Ended = Literal[
    "complete",  # every page there is, and all that the list claims
    "early",  # fewer pages or rows than the list claims
    "repeated",  # a page showed the rows of an earlier one
    "capped",  # the pages that the list claims cannot hold the records that it claims
    "shifted",  # the claims changed while the list was walked: a row may have slipped between two pages
    "broken",  # a page failed, was blocked, or was no list
    "limit",  # we left it: the limit of pages
    "known",  # we left it: all on the page was known and older than the window
    "cut",  # it goes on, and the crawl did not
]
"""How a walk ended. Only a complete one says that something is not in the list."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk of one column's list. `column` is its path, or its address where it has none; `fetches` are
    the captures of its pages in order, the one that ended it included; `rows_found` counts addresses, each
    once; the claims are the list's own, None where it claims nothing."""

    column: str
    list_url: str
    ended: Ended
    pages_walked: int
    pages_claimed: int | None
    rows_found: int
    records_claimed: int | None
    fetches: tuple[int, ...]
    said: str


_SAVE = """
insert or replace into walks (crawl, "column", list_url, ended, finished, pages_walked, pages_claimed,
    rows_found, records_claimed, fetches, said)
select :crawl, :column, :list_url, :ended, max(fetched), :pages_walked, :pages_claimed,
    :rows_found, :records_claimed, :fetches, :said
from fetches where id in (select value from json_each(:fetches))
having count(*) > 0
"""


def save_walk(db: Database, crawl: int, walk: Walk) -> None:
    """Remember a walk of this crawl; one without a page is none. Needs an open transaction."""
    db.execute(_SAVE, {**asdict(walk), "crawl": crawl, "fetches": json.dumps(walk.fetches)})
