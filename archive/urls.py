"""Addresses as identities: one spelling for one page (RFC 3986 §6.2.2 and §6.2.3, safe steps only)."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Lower-case scheme and host, no default port, no fragment, dot segments resolved; the query as it stands."""
    parts = urlsplit(url.strip())
    if not parts.hostname:
        return url.strip()
    host = parts.hostname
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, host, _without_dots(parts.path) or "/", parts.query, ""))


def _without_dots(path: str) -> str:
    kept: list[str] = []
    steps = path.split("/")
    for step in steps:
        if step == "..":
            if len(kept) > 1:
                kept.pop()
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
