"""Pages that somebody saved in a folder, with the addresses that its `INDEX.tsv` gives them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import GongkaiError
from archive.records import LARGEST_PAGE
from archive.urls import is_web_address

INDEX = "INDEX.tsv"
PAGE_SUFFIXES = {".html", ".htm", ".shtml", ".jhtml", ".xhtml", ".xml", ".mhtml"}


@dataclass(frozen=True)
class Saved:
    """A saved page: its file, the address its index gives (may be empty), its bytes."""

    name: str
    url: str
    body: bytes


def read_bytes(path: Path) -> bytes:
    """The bytes of a saved page. Raises GongkaiError where there are none to be had, or far too many."""
    try:
        if path.stat().st_size > LARGEST_PAGE:
            raise GongkaiError(
                f"{path} is larger than {LARGEST_PAGE >> 20} MB, as no page is; give a .warc.gz or a .wacz."
            )
        return path.read_bytes()
    except OSError as error:
        raise GongkaiError(f"cannot read {path}: {error.strerror}; check the path.") from error


def saved_pages(folder: Path, problems: list[str], notes: list[str]) -> Iterator[Saved]:
    """The pages of a folder in order: those of its index first, then any other page file in it.

    A folder that somebody else made may name, or link to, files outside it: those are not read.
    """
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    inside = {p for p in files if p.resolve().is_relative_to(folder.resolve())}
    by_name = {p.name: p for p in reversed(files)}
    listed: set[Path] = set()
    for row in index_rows(folder / INDEX, problems):
        path = folder / row["file"]
        path = path if path in inside else by_name.get(row["file"], path)
        if path not in inside:
            told = f"{folder / INDEX} names {row['file'][:200]}"
            problems.append(f"{told}, which is no file of this folder; it was passed over.")
            continue
        listed.add(path)
        url = (row.get("url") or "").strip()
        if url and not is_web_address(url):
            told = f"{folder / INDEX} gives {path.name} the address {url[:200]!r}"
            notes.append(f"{told}, which is no whole one; kept without.")
            url = ""
        yield from _saved(path, url, problems)
    for path in files:
        if path in listed or path.suffix.lower() not in PAGE_SUFFIXES:
            continue
        if path in inside:
            yield from _saved(path, "", problems)
        else:
            problems.append(f"{path} leads out of the folder; it was passed over.")


def _saved(path: Path, url: str, problems: list[str]) -> Iterator[Saved]:
    try:
        yield Saved(path.name, url, read_bytes(path))
    except GongkaiError as error:
        problems.append(str(error))


def index_rows(index: Path, problems: list[str]) -> list[dict[str, str]]:
    """The rows of an INDEX.tsv that name a file; none where there is no index."""
    if not index.exists():
        return []
    try:
        text = index.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GongkaiError(
            f"{index} is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8."
        ) from error
    rows = csv.DictReader(io.StringIO(text, newline=None), delimiter="\t", quoting=csv.QUOTE_NONE)
    named = []
    try:
        if not {"file", "url"} <= set(rows.fieldnames or ()):
            raise GongkaiError(
                f"{index} needs a first line with the columns `file` and `url`, tab-separated."
            )
        for number, row in enumerate(rows, start=2):
            if row.get("file"):
                named.append(row)
            else:
                problems.append(f"{index} line {number} names no file; it was passed over.")
    except csv.Error as error:
        raise GongkaiError(
            f"{index} line {rows.line_num + 1} cannot be read ({error}); correct it."
        ) from error
    return named
