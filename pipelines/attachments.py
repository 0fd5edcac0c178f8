"""The files 附件 a document links to, with the names a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from archive.records import Attachment
from pipelines.tree import Tree, squeeze

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|ceb|zip|rar|7z|txt|rtf|csv|tiff?|mp4|mp3)$", re.IGNORECASE
)
_DOWNLOAD = re.compile(
    r"/(?:downfile|download|attach(?:ment)?down)\w*\.(?:jsp|do|action|aspx|ashx|php)$", re.I
)
"""Hanweb's downfile.jsp (the name is in `showname`), 博达's download.jsp (the name is the link's text)."""
_MAYBE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|ceb|zip|rar|7z|txt|rtf|csv|tiff?|mp4|mp3)|down", re.IGNORECASE
)
"""A cheap look before an address is taken apart."""
_QUOTE = re.compile(r"['\"]")
_EMPTY_NAMES = re.compile(r"(?:点击)?(?:此处)?(?:下载|查看|附件)?(?:附件|下载|查看)?")
_STRING = re.compile(r"(['\"])((?:(?!\1)[^\\\n]|\\.){0,8000}+)\1")
_LINK = re.compile(r"<a\b", re.IGNORECASE)


def read_attachments(
    tree: Tree, elements: Iterable[int], scripts: Iterable[str], base: str
) -> tuple[Attachment, ...]:
    """Files linked from `elements`, and from markup inside `scripts` (TRS pages write their list by script).

    An address is named once. Without `base` addresses stay as written.
    """
    found: dict[str, str] = {}
    for element in elements:
        for i in tree.of_tag("a", element):
            link = tree.nodes[i]
            href = link.get("href") or ""
            if is_file(href) or link.get("appendix"):
                _add(found, href, tree.text_of(i), link.get("title") or link.get("download") or "", base)
    for script in scripts:
        for written in _strings_with_links(script):
            if not _MAYBE.search(written):
                continue
            markup = written.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
            # Fragments cut out of a script are the one place here where forgiving beats fast.
            for tag in BeautifulSoup(markup, "lxml").find_all("a", href=True):
                href = str(tag["href"])
                if is_file(href):
                    _add(found, href, squeeze(tag.get_text()), str(tag.get("title") or ""), base)
    return tuple(Attachment(url, name) for url, name in found.items())


def listed_files(files: Iterable[tuple[str, str]], base: str) -> tuple[Attachment, ...]:
    """Files that data of the page lists, as (address as written, name)."""
    found: dict[str, str] = {}
    for href, name in files:
        _add(found, href, name, "", base)
    return tuple(Attachment(url, name) for url, name in found.items())


def _strings_with_links(script: str) -> Iterator[str]:
    """The strings of a script that hold markup of links. A quote that opens no such string may close one."""
    position = 0
    while quote := _QUOTE.search(script, position):
        position = quote.end()
        if (match := _STRING.match(script, quote.start())) and _LINK.search(match[2]):
            yield match[2]
            position = match.end()


@lru_cache(maxsize=4096)
def is_file(address: str) -> bool:
    """Whether an address is a file's by its path."""
    if not _MAYBE.search(address):
        return False
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return False
    return bool(_FILE.search(path) or _DOWNLOAD.search(path))


def _add(found: dict[str, str], href: str, text: str, title: str, base: str) -> None:
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.scheme not in ("", "http", "https", "ftp"):
        return
    shown = parse_qs(parts.query).get("showname", [""])[0]
    name = text if not _EMPTY_NAMES.fullmatch(text) else ""
    name = name or squeeze(title) or squeeze(shown) or text or unquote(parts.path.rsplit("/", 1)[-1])
    if not found.get(url):
        found[url] = name
