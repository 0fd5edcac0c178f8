"""What strangers wrote, made safe to follow and to read: addresses and times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

BEIJING = timezone(timedelta(hours=8))

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Also marks that are not seen or turn the direction of writing: with them an address reads as another."""


def safe_link(url: str | None) -> str:
    """The address if it may become a link: http or https with a host; else the empty string.

    A page may print `javascript:` or `data:` addresses; those are shown as text only.
    """
    if not url or _CONTROL.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""


def moment(when: str | None) -> datetime | None:
    """A time as the archive writes it (ISO 8601, UTC), or None where it is not one."""
    if not when:
        return None
    try:
        read = datetime.fromisoformat(when)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def beijing(when: str | None) -> str:
    """`2024-01-17 09:30` in Beijing time; a string that is no time comes back as it is."""
    read = moment(when)
    return read.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if read else when or ""


def beijing_day(when: str | None) -> str:
    """The day in Beijing, `2024-01-17`."""
    return beijing(when)[:10]


def utc(when: str | None) -> str:
    """`2024-01-17 01:30:00 UTC`."""
    read = moment(when)
    return read.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if read else when or ""


def size(count: int | None) -> str:
    """A number of bytes as people say it."""
    if count is None:
        return ""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"
