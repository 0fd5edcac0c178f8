"""Hanweb 大汉 JCMS: lists as a <datastore> of records, embedded in the page or answered by
dataproxy.jsp (CMS.md §3.2).

The page embeds the first group of records; the next group is asked for by number, startrecord to
endrecord, groupSize
pages of perpage at a time. Some systems give the address of the next group in <nextgroup>, some count
it by page.
"""

from __future__ import annotations

import html as entities
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from archive.records import ListRow
from pipelines.answer import Listing
from pipelines.dom import Parsed
from pipelines.links import resolve
from pipelines.parsing import read_tree
from pipelines.rows import RowReader
from pipelines.site import Site
from pipelines.tree import Tree

_MARKS = ("ZJEG_RSS", "<$[")
"""Of its comments."""
_SCRIPTS = ("dataproxy.jsp", "<datastore>")
_ELEMENTS = ("datastore", "recordset")
_FILES = "hanweb"
"""In the addresses of its styles and scripts."""
_ADDRESS = re.compile(r"/col/col\d+/|/art/\d{4}/|/module/(?:web/)?jpage/")
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)""", re.IGNORECASE)
_PROXY = re.compile(r"""proxyUrl['"]?\s*:\s*['"]([^'"]+)""")
_PARAMETERS = re.compile(r"""ajaxParam['"]?\s*:\s*\{([^{}]*)\}""")
_PARAMETER = re.compile(r"""['"]?(\w+)['"]?\s*:\s*['"]?([^'",}]*)['"]?""")
_CELLS = re.compile(r"\s*<t[rd]\b", re.IGNORECASE)
_BOX = "data-record"
_GROUP = 3
"""Pages in a group where the page does not say: the default of jquery.jpage."""
_ADVANCE = ("startrecord", "endrecord", "perpage")


class JPage:
    """The family of Hanweb JCMS."""

    id = "jpage"
    name = "大汉 Hanweb JCMS"
    body = ("#zoom", "#zoomcon", ".bt-content")

    def recognise(self, parsed: Parsed) -> bool:
        """Its markers (unless pasted into another family's editor), its addresses, or a datastore."""
        if parsed.root is None:
            return False
        tree = parsed.tree
        if "TRS_Editor" in tree.by_class:
            return False
        if any(mark in comment.text for comment in tree.comments for mark in _MARKS):
            return True
        if any(mark in script for script in parsed.scripts for mark in _SCRIPTS):
            return True
        if any(tag in tree.by_tag for tag in _ELEMENTS) or _ADDRESS.search(parsed.page.url):
            return True
        if any(name.lower() == "maketime" for name, _ in parsed.metas):
            return True
        files = [tree.nodes[i].get("href") or "" for i in tree.by_tag.get("link", [])]
        files += [tree.nodes[i].get("src") or "" for i in tree.by_tag.get("script", [])]
        return any(_FILES in address for address in files)

    def listing(self, parsed: Parsed, site: Site | None) -> Listing | None:
        """The records of the fullest datastore; None where there is none."""
        store = max(
            (_read(parsed, *found) for found in _between(parsed.text, "datastore")),
            key=_fullness,
            default=None,
        )
        if store is None:
            return None
        rows = tuple(_rows(parsed, store.records, site))
        return Listing(rows, _following(parsed, store), store.pages, store.total)

    def next_part(self, parsed: Parsed, site: Site | None) -> str:
        """Its articles are not split."""
        return ""


@dataclass(frozen=True, slots=True)
class _Store:
    records: tuple[str, ...]
    total: int | None
    pages: int | None
    per_page: int | None
    group: int
    address: str  # the next group's, its record numbers aside


def _between(text: str, tag: str) -> Iterator[tuple[str, int]]:
    """(what stands inside, where it ends) of each such element of an XML nobody parses: pages cut it off."""
    opening, closing, end = re.compile(f"<(?i:{tag})>"), re.compile(f"</(?i:{tag})>"), 0
    while (start := opening.search(text, end)) is not None:
        close = closing.search(text, start.end())
        if close is None:
            return
        end = close.end()
        yield text[start.end() : close.start()], end


def _content(record: str) -> str:
    """The HTML in a record: in CDATA as a rule, else escaped."""
    record = record.strip()
    if record.startswith("<![CDATA["):
        return record.removeprefix("<![CDATA[").removesuffix("]]>")
    return entities.unescape(record)


def _fullness(store: _Store) -> int:
    return len(store.records)


def _read(parsed: Parsed, content: str, end: int) -> _Store:
    """A datastore, with what the call after it configures."""
    config = parsed.text[end : end + 4000]
    config = config.partition("<datastore>")[0]
    per_page = _number(r"per[Pp]age['\"]?\s*[:=]\s*['\"]?(\d+)", config) or _asked(parsed, "perpage")
    total = _number(r"<totalrecord>\s*(\d+)", content)
    if total is None:
        total = _number(r"totalRecord['\"]?\s*[:=]\s*['\"]?(\d+)", config)
    pages = _number(r"<totalpage>\s*(\d+)", content)
    if pages is None and total is not None and per_page:
        pages = math.ceil(total / per_page)
    return _Store(
        records=tuple(_content(record) for record, _ in _between(content, "record")),
        total=total,
        pages=pages,
        per_page=per_page,
        group=_number(r"groupSize['\"]?\s*[:=]\s*['\"]?(\d+)", config) or _GROUP,
        address=_group_address(parsed, content, config),
    )


def _number(pattern: str, text: str) -> int | None:
    match = re.search(pattern, text)
    return int(match[1]) if match else None


def _asked(parsed: Parsed, name: str) -> int | None:
    """A number in the query of the page's own address."""
    value = dict(parse_qsl(urlsplit(parsed.page.url).query)).get(name, "")
    return int(value) if value.isdecimal() else None


def _group_address(parsed: Parsed, content: str, config: str) -> str:
    """Where the next group is asked for: <nextgroup>, else the call's proxyUrl and ajaxParam, else this
    address.
    """
    group = next(_between(content, "nextgroup"), ("", 0))[0]
    link = _HREF.search(group)
    if link and "?" in link[1]:
        return resolve(parsed, entities.unescape(link[1]))
    if "dataproxy" in parsed.page.url:
        return _set(parsed.page.url, {"page": (_asked(parsed, "page") or 0) + 1}, only_present=True)
    proxy = _PROXY.search(config)
    if not proxy:
        return ""
    given = _PARAMETERS.search(config)
    parameters = dict(_PARAMETER.findall(given[1])) if given else {}
    return _set(resolve(parsed, proxy[1]), parameters)


def _following(parsed: Parsed, store: _Store) -> str:
    """The address of the next group by GET; empty after the last record."""
    first = _asked(parsed, "startrecord") or 1
    last = first + len(store.records) - 1
    if not store.records or not store.address or (store.total is not None and last >= store.total):
        return ""
    if "dataproxy" in parsed.page.url and _asked(parsed, "startrecord") is None:
        return store.address  # counted by page
    if store.per_page is None:
        return store.address
    end = last + store.per_page * store.group
    end = min(end, store.total) if store.total is not None else end
    return _set(store.address, dict(zip(_ADVANCE, (last + 1, end, store.per_page), strict=True)))


def _set(url: str, values: dict[str, object], *, only_present: bool = False) -> str:
    """An address with parameters of its query set, the others in their order."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query.update({k: str(v) for k, v in values.items() if k in query or not only_present})
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def _rows(parsed: Parsed, records: tuple[str, ...], site: Site | None) -> Iterator[ListRow]:
    """The rows the records are, in order."""
    rules = site if site is not None and site.list.link else None
    for tree, elements in _trees(records):
        reader = RowReader(parsed, tree, rules)
        for i in elements:
            if (row := reader.row(i)) is not None:
                yield row


def _trees(records: tuple[str, ...]) -> Iterator[tuple[Tree, list[int]]]:
    """(tree, the elements that are records in it): one for all of them, else, where one record is so broken
    that it would hold what follows it, a tree for each."""
    tree = _read_boxes(records)
    if tree is not None and (boxes := _boxes(tree)) is not None and len(boxes) == len(records):
        yield tree, boxes
        return
    for record in records:
        if (tree := _read_boxes((record,))) is not None:
            boxes = _boxes(tree) or []
            yield tree, [boxes[0] if len(boxes) == 1 else 0]


def _read_boxes(records: tuple[str, ...]) -> Tree | None:
    """The records in a box each, numbered. A record is a li as a rule, or a row of a table."""
    pieces: list[str] = []
    for number, record in enumerate(records):
        tag = "table" if _CELLS.match(record) else "div"
        pieces.append(f'<{tag} {_BOX}="{number}">{record}</{tag}>')
    return read_tree("".join(pieces).encode("utf-8", "surrogatepass"))[0]


def _boxes(tree: Tree) -> list[int] | None:
    """The boxes, in order; None where anything has got out of one."""
    body = next(iter(tree.by_tag.get("body", ())), 0)
    boxes = tree.children(body)
    if any(tree.nodes[box].get(_BOX) != str(number) for number, box in enumerate(boxes)):
        return None
    return None if tree.heads[body].strip() or any(tree.tails[box].strip() for box in boxes) else boxes


PLATFORM = JPage()
