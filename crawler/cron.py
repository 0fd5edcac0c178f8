"""Cron expressions in the time of China, with `H` for a number hashed from the site's id (as Jenkins has it).

The hash spreads the sites over the hours of the night and gives each the same minute every time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from croniter import CroniterBadDateError, croniter

from crawler.windows import CHINA

FIELDS = 5
"""Minute, hour, day of the month, month, day of the week. No seconds, and no nicknames (`@daily`)."""

RANDOM = re.compile(r"(?<![a-z])r(?![a-z])", re.IGNORECASE)
"""croniter's R: another time whenever it is asked."""

_known: dict[tuple[str, str], tuple[datetime, datetime]] = {}


def bad_schedule(schedule: str, site: str) -> str:
    """Why `schedule` is no expression for this site, or the empty string."""
    fields = schedule.split()
    if len(fields) != FIELDS:
        return f"{schedule!r} has {len(fields)} fields, not {FIELDS}: minute hour day month weekday"
    if RANDOM.search(schedule):
        return f"{schedule!r} has an R, a time that is another each time it is asked for; write H"
    try:
        slots_around(schedule, site, datetime(2026, 1, 1, tzinfo=UTC))
    except (ValueError, TypeError, KeyError) as error:  # croniter's own errors are ValueErrors
        return f"{schedule!r} is not a cron expression: {error}"
    return ""


def slots_around(schedule: str, site: str, now: datetime) -> tuple[datetime, datetime]:
    """The latest slot at or before `now`, and the first one after it. Raises `ValueError`.

    What was found last is kept, for it holds until the later of the two: thousands of sites are asked about
    every half minute.
    """
    key = (schedule, site)
    if key in _known and _known[key][0] <= now < _known[key][1]:
        return _known[key]
    here = now.astimezone(CHINA)
    expression = croniter(schedule, here, hash_id=site)
    after = _plain(expression.get_next(datetime))
    before = _plain(expression.get_prev(datetime))  # from the one after it, so that `now` itself can be one
    _known[key] = (before, after)
    return before, after


def slots_back(schedule: str, site: str, slot: datetime) -> Iterator[datetime]:
    """The slots before `slot`, the latest first, as far as there are any."""
    expression = croniter(schedule, slot.astimezone(CHINA), hash_id=site)
    with suppress(CroniterBadDateError):
        while True:
            yield _plain(expression.get_prev(datetime))


def _plain(moment: datetime) -> datetime:
    """Without the `fold` that croniter sets, which makes equal times unequal."""
    return moment.replace(fold=0)
