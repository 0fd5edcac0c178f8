"""The hours of the day in which a site may be asked: `00:00-08:00`, in the time of China."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""Every site keeps this time; there is no summer time in it (since 1992)."""

DAY = timedelta(days=1)
_WRITTEN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True)
class Window:
    """From `start` to `end` after midnight of China; over midnight where `end` is not later. `00:00-24:00` is
    always open, and its nights are told apart at midnight."""

    start: timedelta
    end: timedelta

    @classmethod
    def read(cls, written: str) -> Window:
        """`HH:MM-HH:MM`. Raises `ValueError` with what is wrong."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} is not like '00:00-08:00', two times of the day")
        first, second, third, fourth = map(int, found.groups())
        start, end = timedelta(hours=first, minutes=second), timedelta(hours=third, minutes=fourth)
        if second > 59 or fourth > 59 or start >= DAY or end > DAY:
            raise ValueError(f"{written!r} has a time that no clock shows")
        if start == end:
            raise ValueError(f"{written!r} is never open; write '00:00-24:00' for the whole day")
        return cls(start, end)

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return self.end - self.start == DAY

    @property
    def length(self) -> timedelta:
        return self.end - self.start if self.end > self.start else self.end - self.start + DAY

    def opening(self, now: datetime) -> datetime:
        """The latest opening at or before `now`."""
        midnight = datetime.combine(now.astimezone(CHINA).date(), time(), CHINA)
        opened = midnight + self.start
        return opened if opened <= now else opened - DAY

    def next_opening(self, after: datetime) -> datetime:
        """The first opening later than `after`."""
        return self.opening(after) + DAY

    def is_open(self, now: datetime) -> bool:
        return now < self.opening(now) + self.length

    def closing(self, now: datetime) -> datetime | None:
        """When the window that is open now, or was open last, closes; None where it never does."""
        return None if self.always else self.opening(now) + self.length
