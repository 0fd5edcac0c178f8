"""One document: to read, as text, and as JSON, each with where it came from."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from archive.chain import position_of
from archive.errors import GongkaiError
from archive.history import REASONS as SAME
from archive.history import duplicates, history, states_of
from archive.joins import apply
from archive.marks import warnings_of_the_page
from archive.publish.doubts import doubted
from archive.publish.errors import error_page
from archive.publish.frame import FICTIONAL
from archive.publish.layout import pieces
from archive.publish.reading import read, rows
from archive.records import DERIVED, FIELDS, Doubt, Join
from archive.times import beijing, utc
from archive.tokens import covering
from archive.words import REASONS, STATES, TERMS, first_term, warned

if TYPE_CHECKING:
    from datasette.app import Datasette

LARGEST_ID = 2**63 - 1

_DOCUMENT = """
select v.*, v.id as version, v.first_seen as version_first_seen,
    d.id, d.url, d.first_seen, d.last_seen, d.site as site_id, s.name as site, s.status as site_status,
    (select count(*) from versions w where w.document = d.id) as versions
from documents d join versions v on v.id = d.version join sites s on s.id = d.site
where d.id = ?
"""

_CAPTURE = """
select fetched, url, status, outcome, content_type, size, warc_file, warc_offset, warc_length, warc_record,
    payload_digest
from fetches where id = ?
"""


def load(connection: sqlite3.Connection, document: int) -> dict[str, Any] | None:
    """Everything kept about a document's latest version, or None."""
    found = rows(connection, _DOCUMENT, (document,))
    if not found:
        return None
    record = found[0]
    version = (record["version"],)
    record["evidence"] = rows(
        connection,
        "select field, value, raw, label, place, rule, chosen, eligible, precision from evidence"
        " where version = ? order by position",
        version,
    )
    record["removed"] = rows(
        connection,
        'select reason, text, place, "offset" from removed where version = ? order by position',
        version,
    )
    record["numbers"] = rows(
        connection,
        "select field, form, organ, year, serial from numbers where version = ? order by position",
        version,
    )
    record["attachments"] = rows(
        connection,
        'select a.url, a.name, f.fetched, f.payload_digest, f.size, a."fetch" from attachments a'
        ' left join fetches f on f.id = a."fetch" where a.version = ? order by a.position',
        version,
    )
    record["history"] = history(connection, document)
    record["duplicates"] = duplicates(connection, document)
    record["states"] = states_of(connection, document)[::-1]
    captures = rows(connection, _CAPTURE, (record["fetch"],))
    record["capture"] = captures[0] if captures else None
    record["chain"] = _chain(connection, record["fetch"])
    # No status: no server answered us. Somebody saved the page, and nobody can say when.
    record["imported"] = bool(captures) and captures[0]["status"] is None
    for name in ("warnings", "parts", "meta_tags", "joins", "doubts", "conflicts", "outline"):
        record[name] = json.loads(record[name])
    return record


def _chain(connection: sqlite3.Connection, fetch: int) -> dict[str, Any] | None:
    """Where the capture stands in the hash chain, and the entry whose timestamp covers it, if one does."""
    try:
        position = position_of(connection, fetch)
    except GongkaiError:  # `gongkai verify` names a row that was tampered with; a reader still gets the page
        return None
    if position is None:
        return None
    entry = position.entry
    (path,) = (file for _, name, file in connection.execute("pragma database_list") if name == "main")
    token = covering(Path(path).parent, entry.n) if path else None
    return {
        "n": entry.n,
        "root": entry.root,
        "hash": entry.hash,
        "previous": entry.previous,
        "closed": entry.closed,
        "records": entry.records,
        "timestamped_at": token.n if token is not None else None,
    }


def metadata_rows(record: dict[str, Any]) -> list[dict[str, str]]:
    """The metadata table in the official words and order, each with the label as the page prints it."""
    labels = {e["field"]: e["label"] for e in record["evidence"] if e["chosen"] and e["label"]}
    return [
        {
            "name": field.name,
            "term": first_term(field),
            "value": record[field.name],
            "label": labels.get(field.name, ""),
            "ours": "1" if field.name in DERIVED else "",
            "conflict": "1" if field.name in record["conflicts"] else "",
        }
        for field in FIELDS
        if record[field.name]
    ]


def unstated(record: dict[str, Any]) -> list[str]:
    """The terms of printed fields that the source leaves out: said, never guessed."""
    return [first_term(f) for f in FIELDS if not record[f.name] and f.name not in DERIVED]


def as_text(record: dict[str, Any]) -> str:
    """Title, where it came from, and the text."""
    capture = record["capture"] or {}
    kept = f"{beijing(capture.get('fetched'))}（北京时间）· {utc(capture.get('fetched'))}"
    known = (
        [f"导入时间：{kept}；由他人保存，原采集时间不明"]
        if record["imported"]
        else [f"采集时间：{kept}", f"核对未变至：{beijing(record['last_confirmed'])}（北京时间）"]
    )
    head = [
        "非官方网站，以原网页为准。" if record["site_status"] != FICTIONAL else "虚构示例，并无此地此文。",
        f"原网页：{record['url']}",
        f"网站：{record['site']}",
        *known,
        f"原始字节：{capture.get('payload_digest') or '—'}",
        *(f"读取提醒：{warning}" for warning in record["warnings"]),
    ]
    return "\n".join((record["title"], "", *head, "————", "", record["text"], ""))


def as_json(record: dict[str, Any]) -> dict[str, Any]:
    """The document for a program: fields by canonical name, text in blocks, evidence and capture."""
    return {
        "id": record["id"],
        "url": record["url"],
        "site": {"id": record["site_id"], "name": record["site"], "status": record["site_status"]},
        "title": record["title"],
        "text": record["text"],
        "blocks": json.loads(record["blocks"]),
        "metadata": {field.name: record[field.name] for field in FIELDS if record[field.name]},
        "reading_text": apply(record["text"], [Join(**join) for join in record["joins"]]),
        "evidence": [
            e | {"chosen": bool(e["chosen"]), "eligible": bool(e["eligible"])} for e in record["evidence"]
        ],
        **{name: record[name] for name in ("joins", "doubts", "conflicts", "numbers", "outline")},
        "attachments": record["attachments"],
        "removed": record["removed"],
        "meta_tags": record["meta_tags"],
        "warnings": record["warnings"],
        "parts": record["parts"],
        "first_seen": record["first_seen"],
        "last_seen": record["last_seen"],
        "states": record["states"],
        "history": record["history"],
        "duplicates": record["duplicates"],
        "version": {
            "number": record["number"],
            "first_seen": record["version_first_seen"],
            "last_confirmed": record["last_confirmed"],
            "digest": record["digest"],
            "extractor": record["extractor"],
            "encoding": record["encoding"],
        },
        "capture": record["capture"],
        "chain": record["chain"],
        "imported": record["imported"],
    }


async def record_of(datasette: Datasette, request: Request) -> dict[str, Any] | None:
    """The document that a request names by its number, or None."""
    number = int(request.url_vars["id"])
    if number > LARGEST_ID:
        return None
    return await read(datasette, lambda connection: load(connection, number))


async def page(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>`"""
    record = await record_of(datasette, request)
    if record is None:
        return await error_page(datasette, request, 404, NO_REPORT)
    body = pieces(record["blocks"], record["text"])
    doubts = [Doubt(**doubt) for doubt in record["doubts"]]
    shown = {
        "report": record,
        "pieces": body,
        "contents": [p for p in body if p.kind == "heading" and p.level <= 2],
        "metadata_rows": metadata_rows(record),
        "unstated": unstated(record),
        "warnings": [warned(each) for each in warnings_of_the_page(record["warnings"], doubts)],
        "doubted": doubted(record["text"], doubts),
        "reasons": REASONS,
        "terms": TERMS,
        "states": STATES,
        "same": SAME,
    }
    return Response.html(await datasette.render_template("report.html", shown, request=request))


async def text(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>.txt`"""
    record = await record_of(datasette, request)
    if record is None:
        return Response.text(NO_REPORT + "\n", status=404)
    return Response.text(as_text(record))


async def data(datasette: Datasette, request: Request) -> Response:
    """`/report/<id>.json`"""
    record = await record_of(datasette, request)
    if record is None:
        return await error_page(datasette, request, 404, NO_REPORT)
    written = json.dumps(as_json(record), ensure_ascii=False, indent=1)
    return Response(written, content_type="application/json; charset=utf-8")


async def missing(datasette: Datasette, request: Request) -> Response:
    """Any other address below `/report/`."""
    return await error_page(datasette, request, 404, NO_REPORT)


NO_REPORT = "没有这个编号的文件 · No document has this number"
