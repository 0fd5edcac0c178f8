"""The crawls on record that the schedule asks about."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.warc import warc_date

CUT_OFF = "the crawl was cut off"
"""How the message of a crawl begins whose process died, once a later one has written down its end."""

_SINCE = """
select site, slot, started, finished, outcome, message from crawls
where site = :site and reason = 'crawl' and started >= min(
    :since, coalesce(
        (select max(started) from crawls where site = :site and reason = 'crawl' and outcome = 'finished'),
        :since))
order by started
"""


@dataclass(frozen=True)
class Attempt:
    """One crawl of a site, as the schedule sees it. `slot` is what it was made for, None when somebody asked.

    `outcome` is that of the table; a crawl that is `running` while nobody holds its site's lease was killed.
    """

    site: str
    slot: datetime | None
    started: datetime
    finished: datetime | None
    outcome: str
    message: str = ""

    @property
    def was_killed(self) -> bool:
        """Whether its process died under it (the caller has seen that it does not run)."""
        return self.outcome == "running" or (
            self.outcome == "interrupted" and self.message.startswith(CUT_OFF)
        )


def attempts(connection: sqlite3.Connection, since: Mapping[str, datetime]) -> dict[str, list[Attempt]]:
    """The crawls of each site since a time, and its last finished one before that, in order of time."""
    return {
        site: [_attempt(row) for row in connection.execute(_SINCE, {"site": site, "since": written(moment)})]
        for site, moment in since.items()
    }


def written(moment: datetime) -> str:
    """A time as the archive writes it: UTC, ISO 8601 with microseconds and `Z`."""
    return warc_date(moment)


def read(moment: str | None) -> datetime | None:
    """A time of the archive."""
    return datetime.fromisoformat(moment) if moment else None


def _attempt(row: tuple[str, str | None, str, str | None, str, str]) -> Attempt:
    site, slot, started, finished, outcome, message = row
    return Attempt(site, read(slot), datetime.fromisoformat(started), read(finished), outcome, message)
