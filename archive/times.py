"""Times as people say them: in Beijing, and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


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
