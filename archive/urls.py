"""One spelling for an address, so that a document is found again whichever way a page links to it."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "".join(map(chr, range(0x21, 0x7F)))
_HOST = re.compile(r"[\w.:-]{1,253}")
# What servlet containers (`;jsessionid=`), PHP and ASP write into links for a visitor who sends no cookie.
# Only these names: `sid` and `session` are elsewhere the number of a document, or of a meeting.
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)
_SESSION_IN_QUERY = re.compile(r"(?:^|&)(?:jsessionid|phpsessid|aspsessionid[a-z]{8})=", re.IGNORECASE)
_WITHOUT_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))


def is_web_address(url: str) -> bool:
    """Whether it is a whole address of the web: http or https, a host of letters, a port that can be."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host and _HOST.fullmatch(host)) and url.isprintable()


@lru_cache(maxsize=8192)
def canonical(url: str) -> str:
    """The address in its normal form (RFC 3986 §6.2.2, §6.2.3); what is no web address comes back trimmed.

    Lower-case scheme and host, no default port, no fragment, dot segments resolved, percent escapes in one
    spelling, characters outside ASCII as UTF-8 escapes. The query is kept, its order too: servers read it.
    The number of a visitor's session is no part of it: a page is the same page on each visit.
    """
    trimmed = url.strip().translate(_WITHOUT_BREAKS)
    try:
        parts = urlsplit(trimmed)
        host, port = parts.hostname, parts.port
    except ValueError:
        return trimmed
    if parts.scheme not in _PORTS or not host:
        return trimmed
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        place += f":{port}"
    path, query = _SESSION_IN_PATH.sub("", parts.path), _without_session(parts.query)
    return urlunsplit((parts.scheme, place, _without_dots(_escaped(path)) or "/", _escaped(query), ""))


def _without_session(query: str) -> str:
    """The query without the parameters that name a session."""
    if not _SESSION_IN_QUERY.search(query):
        return query
    return "&".join(pair for pair in query.split("&") if not _SESSION_IN_QUERY.match(pair))


def _escaped(text: str) -> str:
    """Escapes in upper case, unreserved characters bare, everything outside printable ASCII escaped."""

    def spelt(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return quote(_ESCAPE.sub(spelt, text), safe=_KEPT, errors="surrogatepass")


def _without_dots(path: str) -> str:
    """`/a/./b/../c` is `/a/c` (RFC 3986 §5.2.4)."""
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
