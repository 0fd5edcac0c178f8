"""A document by its address, as somebody has it at hand; and what is near where it is not held."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from archive.errors import GongkaiError
from archive.loading import Held, load, rows
from archive.urls import canonical, is_web_address
from archive.wrapping import shown

MOST = 5
"""Documents that are named as perhaps meant."""

MOST_STEPS = 10
"""Redirects that are followed: a ring of them leads nowhere."""

LARGEST_ID = 2**63 - 1


def find_document(connection: sqlite3.Connection, said: str) -> int:
    """The id of the document at an address, in whichever spelling, or which it led to, or of this id.

    Raises GongkaiError where none is held: with what became of the address where it was tried, with the
    document that it is a part of, or with the documents whose addresses are like it.
    """
    if said.isdecimal() and len(said) < 20 and int(said) <= LARGEST_ID:
        if not rows(connection, "select 1 from documents where id = ?", [int(said)]):
            raise GongkaiError(
                f"no document has the number {said}: `gongkai search` shows the addresses of those there are"
            )
        return int(said)
    url = canonical(said)
    held = _held(connection, url) or _held(connection, _led_to(connection, url))
    if len(held) > 1:
        choices = ", ".join(f"{row['id']} ({row['site']})" for row in held)
        raise GongkaiError(f"{url} is held of more than one site: give the number of the document: {choices}")
    if held:
        return int(held[0]["id"])
    raise GongkaiError(". ".join(_reasons(connection, url)))


def find_version(connection: sqlite3.Connection, document: int, number: int | None = None) -> Held:
    """A version of a document, the latest without a number. Raises GongkaiError where there is none."""
    held = load(connection, document, number)
    if held is None:
        raise no_version(connection, document, number)
    return held


def no_version(connection: sqlite3.Connection, document: int, number: int | None) -> GongkaiError:
    """A document has not so many versions."""
    last = load(connection, document)
    count = last.versions if last else 0
    return GongkaiError(f"document {document} has no version {number}: it has {count}, from 1 on")


def _held(connection: sqlite3.Connection, url: str) -> list[dict[str, Any]]:
    return rows(connection, "select id, site from documents where url = ? order by last_seen desc", [url])


def _led_to(connection: sqlite3.Connection, url: str) -> str:
    """The address that one led to when it was asked for last, over all its steps; itself, if to none."""
    for _ in range(MOST_STEPS):
        last = rows(
            connection, "select redirected_to from fetches where url = ? order by id desc limit 1", [url]
        )
        if not last or not last[0]["redirected_to"]:
            break
        url = canonical(last[0]["redirected_to"])
    return url


def _reasons(connection: sqlite3.Connection, url: str) -> list[str]:
    """Why there is none, in sentences without their last stop."""
    reasons = [shown(f"no document is held of {url}")]
    if fetched := _fetched(connection, url):
        reasons.append(fetched)
    if near := near_documents(connection, url):
        listed = "".join(
            "\n" + shown(f"  {row['id']}  {row['url']}  {row['title']}").rstrip() for row in near
        )
        reasons.append(f"Did you mean{listed}")
    elif not is_web_address(url):
        reasons.append(
            "Give the whole address, with http:// or https://, or the number of the document: "
            "`gongkai search` finds it by its words"
        )
    return reasons


def _fetched(connection: sqlite3.Connection, url: str) -> str:
    """What became of an address that is no document's own."""
    parts = rows(
        connection,
        "select v.document from versions v, json_each(v.parts) p where p.value = ?"
        " order by v.id desc limit 1",
        [url],
    )
    if parts:
        return f"It is a part of document {parts[0]['document']}"
    last = rows(
        connection,
        "select outcome, status, kind, fetched, redirected_to, error from fetches where url = ?"
        " order by fetched desc limit 1",
        [url],
    )
    if not last:
        return ""
    row = last[0]
    status = f"status {row['status']}" if row["status"] else ""
    kind = f"a page of kind {row['kind']}" if row["kind"] not in ("", row["outcome"]) else ""
    became = ", ".join(filter(None, (row["outcome"], status, kind, row["error"])))
    onwards = f", leading to {row['redirected_to']}" if row["redirected_to"] else ""
    return shown(f"It was tried on {row['fetched'][:10]}: {became}{onwards}")


def near_documents(connection: sqlite3.Connection, url: str) -> list[dict[str, Any]]:
    """Documents whose address has the same path on whatever host, else the same file name."""
    path = _path(url)
    name = path.rstrip("/").rpartition("/")[2]
    for tail in (path if path.strip("/") else "", f"/{name}" if name else ""):
        if tail and (found := _ending(connection, tail)):
            return found
    return []


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _ending(connection: sqlite3.Connection, tail: str) -> list[dict[str, Any]]:
    """Documents whose address ends so, with a slash at its end or without, or with another query."""
    bare = tail.partition("?")[0].rstrip("/") or tail
    return rows(
        connection,
        "select d.id, d.url, v.title from documents d join versions v on v.id = d.version"
        " where instr(d.url || '?', :bare || '?') > 0"
        "   or instr(d.url || '?', :bare || '/?') > 0"
        " order by instr(d.url, :tail) = 0, d.last_seen desc, d.id limit :most",
        {"tail": tail, "bare": bare, "most": MOST},
    )
