"""How the archive stands, site by site: what `gongkai status` shows."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.loading import rows

_TOTALS = """
select
    (select count(*) from documents) as documents,
    (select count(*) from versions) as versions,
    (select count(*) from fetches) as fetches,
    (select count(*) from crawls) as crawls
"""

_SITES = """
select
    s.id, s.name, s.status,
    (select count(*) from documents d where d.site = s.id) as documents,
    c.id as crawl, c.reason, c.started, c.finished, c.outcome, c.message,
    c.pages, c.reports, c.new, c.changed, c.unchanged, c.failures
from sites s
left join crawls c on c.id = (select max(id) from crawls where site = s.id)
order by s.id
"""


_ALARMS = """
select measure, field, value, usual, said from alarms where crawl = (
    select max(id) from crawls where site = ? and outcome = 'finished' and reason <> 'ingest'
) order by rowid
"""


_STATES = """
select d.site, t.state, count(*) as count from states t join documents d on d.id = t.document
where t.until is null group by d.site, t.state
"""

# What a document was first seen as is no change of it: new ones are counted by their crawl.
_CHANGED = """
select t.state, count(*) as count from states t join documents d on d.id = t.document
where d.site = ? and t.since >= ? and t.position > 1 group by t.state
"""

_SILENT = """
select count(*) as count from changes c join fetches f on f.id = c.version where f.crawl = ? and c.silent = 1
"""


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many documents, versions, fetches and crawls there are."""
    return rows(connection, _TOTALS)[0]


def sites(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Each site with its last crawl; `crawl` is None where there was none. Times are UTC.

    `states` says how many documents are in each state (docs/states.md), `became` how many came into one in
    its last crawl, `silent` how many versions of that crawl are silent edits.
    `alarms` are the jumps of its last whole crawl against the site's own history (`archive.drift`): neither a
    crawl cut short nor an ingest says that the site is read as before.
    """
    found = rows(connection, _SITES)
    states: dict[str, dict[str, int]] = {}
    for row in rows(connection, _STATES):
        states.setdefault(row["site"], {})[row["state"]] = row["count"]
    for site in found:
        site["alarms"] = rows(connection, _ALARMS, (site["id"],))
        site["states"] = states.get(site["id"], {})
        became = rows(connection, _CHANGED, (site["id"], site["started"] or ""))
        site["became"] = {row["state"]: row["count"] for row in became}
        site["silent"] = rows(connection, _SILENT, (site["crawl"],))[0]["count"]
    return found
