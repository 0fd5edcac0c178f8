"""Addresses on a page: resolved where the page's own is known, and found by their text."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urljoin, urlsplit

from pipelines.dom import Parsed
from pipelines.tree import squeeze

_NO_ADDRESS = re.compile(r"\s*(?:javascript|mailto|tel|data|about|vbscript):|\s*#|\s*\Z", re.IGNORECASE)
_DRESS = re.compile(r"^[\s>＞»›·•■◆▪●▶\[【(（|]+|[\s>＞»›\]】)）|]+$")
_MORE = re.compile(r"(?:更多|more|\+)$", re.IGNORECASE)


def is_address(href: str) -> bool:
    """Whether a link's href leads anywhere: scripts, mail and places on the same page do not."""
    return href[:4] == "http" or href[:1] == "/" or _NO_ADDRESS.match(href) is None


def resolve(parsed: Parsed, href: str) -> str:
    """An address as a reader's browser would ask for it; as it stands where the page's own is not known."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    try:
        base = urljoin(parsed.page.url, parsed.base) if parsed.base else parsed.page.url
        if not urlsplit(base).scheme:
            return href
        return urljoin(base, href).partition("#")[0]
    except ValueError:  # a port that is no number, a bracket that is no address
        return href


def find_link(parsed: Parsed, text: str) -> str | None:
    """The address behind a link text, for walking a breadcrumb from the home page; None where there is none.

    Exactly the text counts, spaces and arrows aside; a link to the site's own host stands before others.
    """
    if parsed.root is None:
        return None
    wanted, tree = _bare(text), parsed.tree
    found: list[str] = []
    for i in tree.by_tag.get("a", ()):
        link = tree.nodes[i]
        href = link.get("href") or ""
        if is_address(href) and wanted in (_bare(tree.text_of(i)), _bare(link.get("title") or "")):
            found.append(resolve(parsed, href))
    host = urlsplit(parsed.page.url).hostname
    own = [address for address in found if urlsplit(address).hostname == host]
    return next(iter([*own, *found]), None)


def _bare(text: str) -> str:
    text = _DRESS.sub("", squeeze(unicodedata.normalize("NFKC", text)))
    return "".join(_MORE.sub("", text).split())
