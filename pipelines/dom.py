"""A page parsed once: its text, its tree, and what could not be read.

Everything that reads a page is handed the same `Parsed`; nothing parses a second time.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from archive.records import LARGEST_PAGE
from pipelines.answer import Page
from pipelines.decode import decode
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
_CLOSERS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""Templates with a whole document included in the page (UCAP, gov.cn gazette) close it in the middle; libxml2
puts what follows outside the tree, a browser into the body. Without these tags both read alike."""
_STORM = re.compile(r"<([a-zA-Z][\w:-]*)\s[^<>]{4000,}>")
"""libxml2 takes a time quadratic in the attributes of one tag: 50,000 of them 20 seconds."""
_MOST_ATTRIBUTES = 500
_SWARM = 2000
_SWARMS = (
    ("<!--", "-->", re.compile(r"<!--.*?-->", re.DOTALL)),
    ("<noscript", "</noscript>", re.compile(r"<noscript.*?</noscript>", re.DOTALL)),
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_INLINE = re.compile(r"</?(?:span|font|b|i|u|em|strong|o:p|st1:\w+)\b[^<>]*>", re.IGNORECASE)
DEEPEST = 120
"""Levels of a tree. Real pages have some forty; what is read for each level is then read a bounded number
of times."""
_at_depth = etree.XPath("/*" * DEEPEST + "[*]")
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

    @cached_property
    def title(self) -> str:
        """The words of `<title>`; some templates write tags inside it."""
        if self.root is None:
            return ""
        for element in self.root.iter("title"):
            return squeeze(re.sub(r"<[^<>]*>", "", element.text_content()))[:_LONGEST_TITLE]
        return ""

    @cached_property
    def metas(self) -> tuple[tuple[str, str], ...]:
        """(name as printed, content) of every named meta tag, in order, duplicates included."""
        if self.root is None:
            return ()
        return tuple(
            (meta.get("name", "").strip(), squeeze(meta.get("content", "")))
            for meta in self.root.iter("meta")
            if meta.get("name", "").strip()
        )

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
        given = ((element.get("href") or "").strip() for element in self.root.iter("base"))
        return next((href for href in given if href), "")

    @cached_property
    def tree(self) -> Tree:
        """The page walked once. Only where there is a root."""
        assert self.root is not None
        return Tree(self.root)

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
    root, problems = _tree(decoded.text)
    return Parsed(page, decoded.text, decoded.encoding, decoded.problems + problems, root)


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
    # Control characters do not occur in text of any encoding served here.
    odd = sum(head.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32), 127))
    return "unknown binary data" if odd > 4 and odd * 50 > len(head) else ""


def _tree(text: str) -> tuple[html.HtmlElement | None, tuple[str, ...]]:
    text = _thin(text)
    calmed = _STORM.sub(_calm, text)
    root, deep = _parse(calmed)
    if calmed != text:
        return root, ("a tag with hundreds of attributes was read without them",)
    if deep:
        # Unclosed <span> and <font> of pasted text pile up thousands deep: without them all text is there.
        root, deep = _parse(_INLINE.sub("", text))
        if deep:
            _flatten(root)
            return root, ("tags nested more than 2,000 deep: what follows that place was not read",)
        _flatten(root)
        return root, ("tags nested more than 2,000 deep: read without inline tags",)
    if root is not None and _at_depth(root):
        root, _ = _parse(_INLINE.sub("", text))
        if not _flatten(root):
            return root, (f"tags nested more than {DEEPEST} deep: read without inline tags",)
        return root, (f"tags nested more than {DEEPEST} deep: what stands deeper was read as plain text",)
    return root, ()


def _flatten(root: html.HtmlElement | None) -> bool:
    """Whether a tree was deeper than any page is; what stands deeper becomes text of the last level."""
    lowest = _at_depth(root) if root is not None else []
    for element in lowest:
        text = "\n".join(piece for piece in words(element) if piece.strip())
        element[:] = []
        element.text = text
    return bool(lowest)


def _thin(text: str) -> str:
    """A page without its comments, or without its noscript, where there are thousands: no template writes
    so many, and libxml2 takes a time quadratic in text that is cut up by them.
    """
    for opening, closing, whole in _SWARMS:
        if text.count(opening) > _SWARM:
            end = text.rfind(closing)  # what is not closed is left: to look for its end takes long
            text = (
                whole.sub("", text[: end + len(closing)]) + text[end + len(closing) :] if end >= 0 else text
            )
    return text


def _calm(tag: re.Match[str]) -> str:
    attributes = len(_QUOTED.sub("", tag.group()).split())
    return tag.group() if attributes < _MOST_ATTRIBUTES else f"<{tag.group(1)}>"


def _parse(text: str) -> tuple[html.HtmlElement | None, bool]:
    """(tree, was it cut for its depth). Trees are bound to 2,048 levels by libxml2."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    data = _CLOSERS.sub("", text.replace("\x00", "")).encode("utf-8", "surrogatepass")
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing but comments or declarations
        return None, False
    # No reader sees these; out of the way they need not be looked for again and again.
    etree.strip_elements(root, "noscript", "template", with_tail=False)
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, deep


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
