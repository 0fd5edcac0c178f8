"""What the fictional sites hold, read from `content/<site>/`: `site.toml`, and one file per document.

A document is TOML between two `+++` lines, then its text in the markup of `crawler.demo.markup`. Pages are
rendered from these files, so these files are also what extraction must find again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.demo.markup import Part, read_parts

CONTENT = Path(__file__).parent / "content"
DEFINITIONS = Path(__file__).parent / "sites"
SITES = tuple(sorted(folder.name for folder in CONTENT.iterdir() if (folder / "site.toml").is_file()))
SEPARATOR = " > "


@dataclass(frozen=True)
class Document:
    """One article. `generated` is when the CMS built its page, which UCAP prints as PubDate (CMS.md §1)."""

    slug: str
    parts: tuple[Part, ...]
    path: str
    title: str
    columns: tuple[str, ...]
    published: str
    written: str
    index_number: str
    document_number: str
    issuer: str
    responsible_unit: str
    validity: str
    genre: str
    report_year: str
    layout: str
    pinned: str = ""
    generated: str = ""
    attachments: tuple[tuple[str, str], ...] = ()  # (address, name)

    @property
    def text(self) -> str:
        """The whole text as published: what extraction must give back, white space aside."""
        return "\n".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Row:
    """A line of a list."""

    title: str
    date: str
    address: str


@dataclass(frozen=True)
class Section:
    """A node of the column tree that only links to its children. `path` is its breadcrumb."""

    path: str
    address: str

    @property
    def steps(self) -> list[str]:
        return self.path.split(SEPARATOR)


@dataclass(frozen=True)
class Column(Section):
    """A column with a paged list. `group` is the number of pages jpage answers at a time."""

    key: str
    size: int
    group: int
    rows: tuple[Row, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // self.size))


@dataclass(frozen=True)
class DemoSite:
    """A fictional district's website."""

    id: str
    settings: dict[str, Any]
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    columns: tuple[Column, ...]
    units: tuple[str, ...]

    def url(self, address: str) -> str:
        return f"http://{self.settings['host']}{address}"

    def column(self, document: Document) -> Column:
        """The column whose breadcrumb the document shows."""
        return next(column for column in self.columns if column.key == document.columns[0])

    def children(self, parent: str) -> list[Section]:
        """The nodes right below a breadcrumb; the empty one is the home page."""
        depth = len(parent.split(SEPARATOR)) if parent else 0
        inside = f"{parent}{SEPARATOR}" if parent else ""
        return [
            node
            for node in (*self.sections, *self.columns)
            if node.path.startswith(inside) and len(node.steps) == depth + 1
        ]

    def ancestors(self, node: Section) -> list[Section]:
        """The nodes from the first step of a breadcrumb down to the node itself."""
        known = {other.path: other for other in (*self.sections, *self.columns)}
        return [known[SEPARATOR.join(node.steps[: n + 1])] for n in range(len(node.steps))]


@lru_cache
def load(site: str) -> DemoSite:
    """The site with this id. Raises `KeyError` when there is none."""
    if site not in SITES:
        raise KeyError(site)
    folder = CONTENT / site
    settings = tomllib.loads((folder / "site.toml").read_text("utf-8"))
    documents = tuple(_document(file) for file in sorted(folder.glob("*.txt")))
    sections = tuple(Section(**section) for section in settings["sections"])
    columns = tuple(_column(column, documents) for column in settings["columns"])
    definition = tomllib.loads((DEFINITIONS / f"{site}.toml").read_text("utf-8"))
    units = tuple(unit["name"] for unit in definition["units"])
    return DemoSite(site, settings, documents, sections, columns, units)


def _document(file: Path) -> Document:
    _, head, body = file.read_text("utf-8").split("+++\n", 2)
    fields = tomllib.loads(head)
    fields["columns"] = tuple(fields["columns"])
    fields["attachments"] = tuple((address, name) for address, name in fields.get("attachments", ()))
    return Document(slug=file.stem, parts=read_parts(body), **fields)


def _column(settings: dict[str, Any], documents: tuple[Document, ...]) -> Column:
    """Newest first, but a pinned document before all however old it is."""
    key = settings["key"]
    rows = [Row(d.title, d.published[:10], d.path) for d in documents if key in d.columns and d.pinned != key]
    rows += [Row(e["title"], e["date"], e["address"]) for e in settings.get("extra", ())]
    rows.sort(key=lambda row: (row.date, row.address), reverse=True)
    pinned = [Row(d.title, d.published[:10], d.path) for d in documents if d.pinned == key]
    return Column(
        path=settings["path"],
        address=settings["address"],
        key=key,
        size=settings["size"],
        group=settings.get("group", 1),
        rows=(*pinned, *rows),
    )
