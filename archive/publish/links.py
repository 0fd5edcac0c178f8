"""What strangers wrote, made safe to follow and to read: addresses and sizes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

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


def size(count: int | None) -> str:
    """A number of bytes as people say it."""
    if count is None:
        return ""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"
