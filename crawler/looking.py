"""What is known of the sites at a moment: the crawls on record and the live leases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from archive.attempts import attempts
from archive.store import Archive
from crawler.cron import slots_around
from crawler.lease import held
from crawler.schedule import Handed, Known
from pipelines.site import Site


def known(
    data: Path,
    sites: Iterable[Site],
    now: datetime,
    *,
    handed: Mapping[tuple[str, datetime], Handed] | None = None,
    awake: datetime | None = None,
) -> Known:
    """Read the archive and the leases of a data folder; there may be none yet.

    The leases first: a crawl that ends between the two looks has its end on record by then. Raises
    `GongkaiError` when the archive cannot be read.
    """
    leases = held(data)
    if not (data / "archive.db").is_file():
        return Known({}, leases, handed or {}, awake)
    since = {}
    for site in sites:
        slot, following = slots_around(site.schedule, site.id, now)
        since[site.id] = slot - (following - slot) / 4
    with Archive.open_read_only(data) as archive:
        return Known(attempts(archive.db.conn, since), leases, handed or {}, awake)
