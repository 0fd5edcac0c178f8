"""`gongkai export wacz`: WACZ 1.1.1, a ZIP of WARCs with an index and a list of pages (Webrecorder, stable).

The WARCs are stored byte for byte. One that holds all of `data/warc/` is the journal of the archive, and
`gongkai ingest` makes the same archive of it (`pipelines.restore`); its datapackage.json says so.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from archive.export.captures import Source, beside, missing, sources
from archive.export.cdxj import SHOWN, Index
from archive.export.choice import Choice, choose
from archive.export.output import new_file
from archive.urls import is_web_address

WACZ_VERSION = "1.1.1"
SOFTWARE = f"gongkai/{version('gongkai')}"
OURS = "gongkai"
"""The property of datapackage.json in which we say what the WACZ holds; `holds` is `everything` or `part`."""
EVERYTHING = "everything"

ARCHIVE = "archive"
BESIDE = {"warc": "set-aside", "": "journal", "timestamps": "timestamps"}
"""The folders in the ZIP of what goes with the captures, by those of the data folder (`captures.beside`)."""

_DESCRIPTION = """\
Pages of the disclosure columns (政府信息公开) of Chinese governments, as captured. Not an official
publication: the original pages prevail. 非官方网站，以原网页为准。"""

_PIECE = 1 << 20


@dataclass
class Written:
    """What a WACZ holds: counts, its size in bytes, and what a reader should know, as sentences."""

    warcs: int = 0
    records: int = 0
    pages: int = 0
    bytes: int = 0
    problems: list[str] = field(default_factory=list)


def write_wacz(
    connection: sqlite3.Connection, data: Path, path: Path, choice: Choice, *, force: bool = False
) -> Written:
    """Write the captures of everything, or of a choice, to `path`.

    Raises GongkaiError where nothing answers the choice, a capture is missing, or the file cannot be written.
    """
    result = Written()
    connection.execute("begin")  # one moment of the database: the captures it names are in the WARCs by then
    try:
        documents = choose(connection, choice)
        with new_file(path, force=force) as out, TemporaryDirectory(dir=path.parent) as place:
            index = Index(Path(place) / "index")
            try:
                with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
                    _Package(bundle, index, result).write(connection, data, choice, documents)
            finally:
                index.close()
    finally:
        connection.rollback()
    result.bytes = path.stat().st_size
    return result


class _Package:
    """The ZIP being written, and what its datapackage.json will say of each file."""

    def __init__(self, bundle: zipfile.ZipFile, index: Index, result: Written) -> None:
        self._zip, self._index, self._result = bundle, index, result
        self._resources: list[dict[str, object]] = []
        self._now = datetime.now(UTC)

    def write(self, connection: sqlite3.Connection, data: Path, choice: Choice, documents: int) -> None:
        connection.execute("drop table if exists temp.exported")
        connection.execute(_EXPORTED)
        if choice.is_all:
            for folder, paths in beside(data).items():
                for path in paths:
                    self._file(f"{BESIDE[folder]}/{path.name}", _pieces(path))
            self._result.problems += missing(connection, data / "warc")
        for source in sources(connection, data / "warc", choice):
            self._archive(connection, source)
        with self._file_of("indexes/index.cdx.gz") as write:
            blocks = self._index.write(write, "index.cdx.gz")
        self._file("indexes/index.idx", blocks, packed=True)
        self._file(
            "pages/pages.jsonl", self._pages(connection, "pages", "Documents 文件", _PAGES), packed=True
        )
        extra = self._pages(connection, "extra", "Lists and home pages 栏目与首页", _EXTRA)
        self._file("pages/extraPages.jsonl", extra, packed=True)
        self._describe(connection, choice, documents)

    def _archive(self, connection: sqlite3.Connection, source: Source) -> None:
        """A WARC, or of one the members that are handed over; each is indexed where it now lies."""
        if source.problem:
            self._result.problems.append(f"{source.problem}; what it holds is in the file, unread")
        name, here, pieces = source.path.name, 0, source.pieces
        size = sum(length for _, length, _ in pieces)
        with source.path.open("rb") as stream, self._file_of(f"{ARCHIVE}/{name}", size=size) as write:
            for offset, length, member in pieces:
                stream.seek(offset)
                content = sha256()
                for piece in _read(stream, length):
                    content.update(piece)
                    write(piece)
                if member is not None:
                    self._result.records += 1
                    self._index.add(member, name, here, f"sha256:{content.hexdigest()}")
                    if member.kind in SHOWN:
                        connection.execute("insert into temp.exported values (?, ?)", [name, offset])
                here += length
        self._result.warcs += 1

    def _pages(self, connection: sqlite3.Connection, name: str, title: str, query: str) -> Iterator[bytes]:
        """Lines of a list of pages: what was captured, when, and under which title."""
        yield _line({"format": "json-pages-1.0", "id": name, "title": title})
        cursor = connection.execute(query)
        for row in cursor:
            told = dict(zip((column[0] for column in cursor.description), row, strict=True))
            if is_web_address(told["url"]):
                self._result.pages += name == "pages"
                yield _line(told)

    def _describe(self, connection: sqlite3.Connection, choice: Choice, documents: int) -> None:
        """datapackage.json, and the digest of it that stands for the whole."""
        said = choice.said()
        told: dict[str, Any] = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": f"公开 Gongkai{f': {said}' if said else ''}",
            "description": _DESCRIPTION,
            "created": f"{self._now:%Y-%m-%dT%H:%M:%SZ}",
            "software": SOFTWARE,
            **self._main_page(connection, choice),
            OURS: {
                "holds": EVERYTHING if choice.is_all else "part",
                "choice": said,
                "documents": documents,
                "records": self._result.records,
            },
            "resources": self._resources,
        }
        written = json.dumps(told, ensure_ascii=False, indent=1).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(written).hexdigest()}"}
        self._put("datapackage.json", written)
        self._put("datapackage-digest.json", json.dumps(digest, indent=1).encode())

    def _main_page(self, connection: sqlite3.Connection, choice: Choice) -> dict[str, str]:
        """Of a single document, its newest capture: what a reader is shown first."""
        if len(choice.documents) != 1:
            return {}
        newest = connection.execute(f"select url, ts from ({_PAGES}) order by ts desc limit 1").fetchone()
        return {"mainPageUrl": newest[0], "mainPageDate": newest[1]} if newest else {}

    def _file(self, name: str, pieces: Iterable[bytes], *, packed: bool = False) -> None:
        with self._file_of(name, packed=packed) as write:
            for piece in pieces:
                write(piece)

    @contextmanager
    def _file_of(
        self, name: str, *, packed: bool = False, size: int = 0
    ) -> Iterator[Callable[[bytes], None]]:
        """A file in the ZIP, of `size` bytes where that is known: yields what writes a piece of it.

        ZIP64 only where it must be: the central directory has it only there, and replayweb.page goes by that
        to find where a file begins.
        """
        content, written = sha256(), 0
        with self._zip.open(self._info(name, packed), "w", force_zip64=size > zipfile.ZIP64_LIMIT) as entry:

            def write(piece: bytes) -> None:
                nonlocal written
                content.update(piece)
                written += len(piece)
                entry.write(piece)

            yield write
        self._resources.append(
            {
                "name": self._unused(name.rpartition("/")[2].lower()),  # as Frictionless wants names
                "path": name,
                "hash": f"sha256:{content.hexdigest()}",
                "bytes": written,
            }
        )

    def _put(self, name: str, content: bytes) -> None:
        self._zip.writestr(self._info(name, packed=True), content)

    def _info(self, name: str, packed: bool) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._now.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        return info

    def _unused(self, name: str) -> str:
        taken = {resource["name"] for resource in self._resources}
        return name if name not in taken else f"{len(taken)}-{name}"


_EXPORTED = "create temp table exported (file text, place integer, primary key (file, place)) without rowid"

_PAGES = """
select cast(v.id as text) as id, f.url, f.fetched as ts, v.title
from versions v join fetches f on f.id = v.fetch
join temp.exported e on e.file = f.warc_file and e.place = f.warc_offset
where v.document in (select document from temp.chosen) order by f.fetched, v.id
"""

_EXTRA = """
select cast(f.id as text) as id, f.url, f.fetched as ts,
    coalesce(nullif(json_extract(f.context, '$.column'), ''), s.name) as title
from fetches f join sites s on s.id = f.site
join temp.exported e on e.file = f.warc_file and e.place = f.warc_offset
where f.kind in ('list', 'home') and f.outcome = 'ok' and f.revisit_of is null order by f.fetched, f.id
"""


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from _read(stream, path.stat().st_size)


def _read(stream: IO[bytes], length: int) -> Iterator[bytes]:
    """The next `length` bytes, piece by piece. Raises OSError where the file has fewer."""
    while length:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            raise OSError(f"{stream.name} is shorter than it was a moment ago")
        length -= len(piece)
        yield piece
