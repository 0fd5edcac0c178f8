"""From bytes in UTF-8 to a tree, whatever the bytes are.

Pages made to be slow or deep are read in bounded time.

libxml2 is linear on what people write. It is quadratic in the attributes of one tag, and it cuts a tree off
at 2,048 levels: such pages are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree, html

from pipelines.tree import Tree

_CLOSERS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
"""Templates with a whole document included in the page (UCAP, gov.cn gazette) close it in the middle; libxml2
puts what follows outside the tree, a browser into the body. Without these tags both read alike."""
_STORM = re.compile(rb"<([a-zA-Z][\w:-]*)\s[^<>]{4000,}>")
"""libxml2 takes a time quadratic in the attributes of one tag: 50,000 of them 20 seconds."""
_LONG_TAG = 4000
_MOST_ATTRIBUTES = 500
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_INLINE = re.compile(rb"</?(?:span|font|b|i|u|em|strong|o:p|st1:\w+)\b[^<>]*>", re.IGNORECASE)
DEEPEST = 120
"""Levels of a tree. Real pages have some forty; what is read for each level is then read a bounded number
of times."""
_at_depth = etree.XPath("/*" * DEEPEST + "[*]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold (XML 1.0 §2.2), and no reader sees."""
_texts = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::title)]", smart_strings=False
)


def read_tree(data: bytes) -> tuple[Tree | None, tuple[str, ...]]:
    """The tree of a page in UTF-8, and what could not be read of it; None where there is no element."""
    data = _whole(data.replace(b"\x00", b"") if b"\x00" in data else data)
    if _has_long_tag(data) and (calmed := _STORM.sub(_calm, data)) != data:
        return _flat(_parse(calmed)[0])[0], ("a tag with hundreds of attributes was read without them",)
    root, cut = _parse(data)
    tree = None if root is None else Tree(root)
    if tree is None or tree.deepest < DEEPEST:
        return tree, ()
    # Unclosed <span> and <font> of pasted text pile up thousands deep: without them all text is there.
    was_cut = cut()
    root, cut = _parse(_INLINE.sub(b"", data))
    still_cut = cut()
    tree, flattened = _flat(root)
    if still_cut:
        return tree, ("tags nested more than 2,000 deep: what follows that place was not read",)
    if was_cut:
        return tree, ("tags nested more than 2,000 deep: read without inline tags",)
    if flattened:
        return tree, (f"tags nested more than {DEEPEST} deep: what stands deeper was read as plain text",)
    return tree, (f"tags nested more than {DEEPEST} deep: read without inline tags",)


def _parse(data: bytes) -> tuple[html.HtmlElement | None, Callable[[], bool]]:
    """(root, was it cut for its depth). The plain classes of lxml: those of lxml.html cost a call each."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is not None and not isinstance(root.tag, str):  # a comment before the first element
        root = next((node for node in root.itersiblings() if isinstance(node.tag, str)), None)
    if root is not None:
        # No reader sees these; out of the way they need not be looked for again and again.
        etree.strip_elements(root, "noscript", "template", with_tail=False)
    return root, lambda: any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flat(root: html.HtmlElement | None) -> tuple[Tree | None, bool]:
    """(tree, was it deeper than any page is); what stands deeper becomes text of the last level."""
    if root is None:
        return None, False
    lowest = _at_depth(root)
    for element in lowest:
        text = "\n".join(piece for piece in _texts(element) if piece.strip())
        element[:] = []
        element.text = _CONTROLS.sub("", text)
    return Tree(root), bool(lowest)


def _whole(data: bytes) -> bytes:
    """A page without the closing tags of documents that stand in its middle."""
    first = _CLOSERS.search(data)
    if first is None:
        return data
    rest = _CLOSERS.sub(b"", data[first.start() :])
    return data[: first.start()] + rest if rest.strip() else data


def _has_long_tag(data: bytes) -> bool:
    """Whether a tag may be longer than any template writes: there must be a window without another `<`."""
    half = _LONG_TAG // 2
    for start in range(half, len(data) - half, half):
        if data.find(b"<", start, start + half) < 0 and (
            (tag := data.rfind(b"<", 0, start)) >= 0 and _STORM.match(data, tag)
        ):
            return True
    return False


def _calm(tag: re.Match[bytes]) -> bytes:
    attributes = len(_QUOTED.sub(b"", tag.group()).split())
    return tag.group() if attributes < _MOST_ATTRIBUTES else b"<" + tag.group(1) + b">"
