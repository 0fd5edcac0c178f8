"""A page parsed once: its text, its tree, and what could not be read.

Everything that reads a page is handed the same `Parsed`; nothing parses a second time.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from archive.records import LARGEST_PAGE
from pipelines.answer import Page
from pipelines.decode import decode
from pipelines.parsing import read_tree
from pipelines.tree import Tree, squeeze

__all__ = ["Parsed", "parse", "place", "resolve", "short_text", "squeeze", "text_of", "words"]

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP (or docx, xlsx, ofd)"),
    (b"PK\x05\x06", "empty ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft or WPS Office (doc, xls, ppt, wps, et)"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"ID3", "MP3"),
)
_texts = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::title)]",
    smart_strings=False,
)
"""Text that a reader may see. XPath walks in C: ten times as fast as a loop here."""

_LONGEST_TITLE = 1000
"""Characters of `<title>` that are read."""


def resolve(base: str, address: str) -> str:
    """An address made absolute against its page's; as written where that cannot be done."""
    address = address.strip()
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def path_of(address: str) -> str:
    """The path of an address, empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


_ODD = bytes((*range(9), *range(14, 27), *range(28, 32), 127))
"""Control characters that do not occur in text of any encoding served here."""


@dataclass(frozen=True, eq=False)
class Parsed:
    """A page, decoded and parsed. Compared and hashed by identity, so that readers may keep notes on it.

    `root` is None when there is nothing to parse: no bytes, a file that is no web page (`file_type` says
    what), an answer over the limit. `problems` are sentences for a person.
    """

    page: Page
    text: str
    encoding: str
    problems: tuple[str, ...]
    root: html.HtmlElement | None
    file_type: str = ""
    _tree: Tree | None = None

    @cached_property
    def title(self) -> str:
        """The words of `<title>`; some templates write tags inside it."""
        words = self.words_of_title
        return (
            squeeze(re.sub(r"<[^<>]*>", "", words))[:_LONGEST_TITLE]
            if "<" in words
            else words[:_LONGEST_TITLE]
        )

    @cached_property
    def words_of_title(self) -> str:
        """`<title>` as it stands, white space squeezed: tags that a template wrote into it are in it."""
        if self.root is None:
            return ""
        for i in self.tree.by_tag.get("title", []):
            return squeeze("".join(self.tree.nodes[i].itertext())[: 4 * _LONGEST_TITLE])
        return ""

    @cached_property
    def metas(self) -> tuple[tuple[str, str], ...]:
        """(name as printed, content) of every named meta tag, in order, duplicates included."""
        if self.root is None:
            return ()
        nodes = self.tree.nodes
        tags = [nodes[i] for i in self.tree.by_tag.get("meta", [])]
        named = (((tag.get("name") or tag.get("property") or "").strip(), tag) for tag in tags)
        return tuple((name, squeeze(meta.get("content", ""))) for name, meta in named if name)

    def meta(self, name: str) -> str:
        """The first filled value of a meta tag, names compared without case (CMS.md §1), or empty."""
        return self._filled_metas.get(name.lower(), "")

    @cached_property
    def _filled_metas(self) -> dict[str, str]:
        first: dict[str, str] = {}
        for name, value in self.metas:
            if value:
                first.setdefault(name.lower(), value)
        return first

    @cached_property
    def base(self) -> str:
        """What the page says its links are relative to, as printed; empty where it says nothing."""
        if self.root is None:
            return ""
        tree = self.tree
        given = ((tree.nodes[i].get("href") or "").strip() for i in tree.by_tag.get("base", []))
        return next((href for href in given if href), "")

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts written into the page itself, in order."""
        if self.root is None:
            return ()
        nodes = self.tree.nodes
        return tuple(text for i in self.tree.by_tag.get("script", []) if (text := nodes[i].text))

    @property
    def tree(self) -> Tree:
        """The page walked once. Only where there is a root."""
        assert self._tree is not None
        return self._tree

    @cached_property
    def visible(self) -> str:
        """Everything a reader without CSS and scripts would see, white space squeezed."""
        return "" if self.root is None else squeeze(self.tree.text)


def parse(page: Page) -> Parsed:
    """Decode and parse a page. Whatever the bytes are, the answer is a `Parsed`, never an exception."""
    _ordinals.cache_clear()  # of the page before
    body = page.body
    if not body.strip():
        return Parsed(page, "", "", ("the page has no content",), None)
    if kind := file_type(body):
        return Parsed(page, "", "", (f"a file, not a web page: {kind}",), None, kind)
    if len(body) > LARGEST_PAGE:
        told = f"{len(body)} bytes, over the limit of {LARGEST_PAGE}: kept as it came, not read"
        return Parsed(page, "", "", (told,), None, "oversized")
    decoded = decode(body, page.header("content-type"))
    clean = decoded.encoding == "utf-8" and not body.startswith(BOM_UTF8) and "\ufffd" not in decoded.text
    data = body if clean else decoded.text.encode("utf-8", "surrogatepass")
    tree, problems = read_tree(data)
    return Parsed(
        page,
        decoded.text,
        decoded.encoding,
        decoded.problems + problems,
        None if tree is None else tree.root,
        _tree=tree,
    )


def file_type(body: bytes) -> str:
    """What a file that is no web page is, by its first bytes; empty for text."""
    head = body[:4096]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "MP4"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    odd = len(head) - len(head.translate(None, _ODD))
    return "unknown binary data" if odd > 4 and odd * 50 > len(head) else ""


def words(element: html.HtmlElement) -> list[str]:
    """The pieces of text below an element in reading order; scripts, styles and comments are none."""
    return list(_texts(element))


def text_of(element: html.HtmlElement) -> str:
    """The text of an element in one line."""
    return squeeze("".join(_texts(element)))


def short_text(element: html.HtmlElement, limit: int = 300) -> str | None:
    """The text of an element in one line; None when it is longer than `limit` characters: then nobody
    reads it.
    """
    pieces = words(element)
    text = "".join(pieces)
    if len(text) <= limit:
        return squeeze(text)
    size = 0
    for piece in pieces:
        size += len(piece.strip()) // 2 if "\n" in piece else len(piece.strip())
        if size > limit:
            return None
    text = squeeze(text)
    return text if len(text) <= limit else None


def place(element: html.HtmlElement) -> str:
    """Where an element stands, as a short CSS path: the nearest id above it, then tags and classes."""
    steps: list[str] = []
    node: html.HtmlElement | None = element
    while node is not None and len(steps) < 6:
        if not isinstance(node.tag, str):
            break
        if name := node.get("id", "").strip():
            steps.append(f"{node.tag}#{name}" if " " not in name else f'{node.tag}[id="{name}"]')
            break
        classes = "".join(f".{c}" for c in node.get("class", "").split()[:2])
        steps.append(node.tag + (classes or _nth(node)))
        node = node.getparent()
    return " > ".join(reversed(steps))


def _nth(node: html.HtmlElement) -> str:
    parent = node.getparent()
    if parent is None:
        return ""
    number, of = _ordinals(parent)[node]
    return f":nth-of-type({number})" if of > 1 else ""


@lru_cache(maxsize=4096)
def _ordinals(parent: html.HtmlElement) -> dict[html.HtmlElement, tuple[int, int]]:
    """Of each child: which of its tag it is, and how many there are. Kept for the page being read."""
    children = [child for child in parent if isinstance(child.tag, str)]
    of = Counter(child.tag for child in children)
    seen: Counter[str] = Counter()
    told: dict[html.HtmlElement, tuple[int, int]] = {}
    for child in children:
        seen[child.tag] += 1
        told[child] = seen[child.tag], of[child.tag]
    return told
