"""The search page: what was asked, what was understood, and every document that answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from archive.publish.facets import FILTERS, by_date, count, values
from archive.publish.reading import one, read, rows
from archive.query import Query, parse
from archive.search import highlight, search, snippet

if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = 20
LONGEST_QUERY = 200
SHOWN_VALUES = 8

SORTS = {"relevance": "相关度", "date": "日期由新到旧", "oldest": "日期由旧到新"}

_CARDS = """
select d.id, v.title, v.text, s.name as site, s.status, v.unit, v.issuer, v.genre, v.document_number,
    v.date_published, v.date_written,
    (select count(*) from attachments a where a.version = v.id) as attachments
from documents d join versions v on v.id = d.version join sites s on s.id = d.site
where d.id in (select value from json_each(?))
"""

_COVERED = """
select s.name, s.status, (select count(*) from documents d where d.site = s.id) as documents,
    (select max(coalesce(c.finished, c.started)) from crawls c where c.site = s.id and c.reason <> 'ingest')
        as checked
from sites s order by s.name
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; anything unreadable falls back to its default."""

    words: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: Request) -> Asked:
        given = request.args
        words = (given.get("q") or "").strip()[:LONGEST_QUERY]
        chosen = tuple(
            (f.name, given.get(f.name).strip()) for f in FILTERS if (given.get(f.name) or "").strip()
        )
        sort = given.get("sort") or ""
        number = given.get("page") or ""
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
        return cls(words, chosen, sort if sort in SORTS else "", max(page, 1))

    @property
    def filters(self) -> dict[str, str]:
        return dict(self.chosen)

    @property
    def order(self) -> str:
        """Without words there is nothing to be relevant to: newest first."""
        if not self.words:
            return self.sort if self.sort == "oldest" else "date"
        return self.sort or "relevance"

    def address(self) -> str:
        """This question as the query string of `/search`."""
        pairs = [("q", self.words), *self.chosen, ("sort", self.sort), ("page", str(self.page))]
        return "/search?" + urlencode([(n, v) for n, v in pairs if v and (n, v) != ("page", "1")])

    def toggled(self, name: str, value: str) -> Asked:
        """With the filter set to this value, or without it where it already is."""
        others = [(n, v) for n, v in self.chosen if n != name]
        kept = others if self.filters.get(name) == value else [*others, (name, value)]
        return replace(self, chosen=tuple(kept), page=1)


def answer(connection: sqlite3.Connection, asked: Asked) -> dict[str, Any]:
    """Everything the page says, from one snapshot."""
    query = parse(asked.words) if asked.words else None
    match = query.match if query else ""
    found = count(connection, match, asked.filters)
    last = max(1, -(-found // PAGE))
    asked = replace(asked, page=min(asked.page, last))
    facets = [
        {
            "name": f.name,
            "title": f.title,
            "english": f.english,
            "values": _linked(connection, f.name, match, asked),
        }
        for f in FILTERS
    ]
    return {
        "q": asked.words,
        "understood": query.said if query else "",
        "messages": query.messages if query else (),
        "count": found,
        "hits": _hits(connection, query, asked) if found else [],
        "facets": facets,
        "chosen": _chosen(asked, facets),
        "cleared": replace(asked, chosen=(), page=1).address(),
        "kept": [*asked.chosen, *([("sort", asked.sort)] if asked.sort else [])],
        "sorts": _sorts(asked),
        "pages": _pages(asked, last),
        "previous": replace(asked, page=asked.page - 1).address() if asked.page > 1 else "",
        "next": replace(asked, page=asked.page + 1).address() if asked.page < last else "",
        "documents": one(connection, "select count(*) from documents"),
        "covered": [] if found else rows(connection, _COVERED),
        "longest": LONGEST_QUERY,
        "shown": SHOWN_VALUES,
    }


def _linked(connection: sqlite3.Connection, name: str, match: str, asked: Asked) -> list[dict[str, Any]]:
    each = next(f for f in FILTERS if f.name == name)
    found = values(connection, each, match, asked.filters)
    return [value | {"href": asked.toggled(name, value["value"]).address()} for value in found]


def _hits(connection: sqlite3.Connection, query: Query | None, asked: Asked) -> list[dict[str, Any]]:
    start = (asked.page - 1) * PAGE
    if query and asked.order == "relevance":
        found = search(connection, asked.words, limit=PAGE, offset=start, filters=asked.filters)
        ids = [hit.id for hit in found.hits]
    else:
        match = query.match if query else ""
        ids = by_date(connection, match, asked.filters, asked.order == "date", PAGE, start)
    cards = {card["id"]: card for card in rows(connection, _CARDS, ("[" + ",".join(map(str, ids)) + "]",))}
    return [_card(cards[id_], query) for id_ in ids if id_ in cards]


def _card(card: dict[str, Any], query: Query | None) -> dict[str, Any]:
    text = card.pop("text")
    terms = query.terms if query else ()
    return card | {"title_parts": highlight(card["title"], terms), "snippet": snippet(text, terms)}


def _chosen(asked: Asked, facets: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    said = {(facet["name"], v["value"]): str(v["said"]) for facet in facets for v in facet["values"]}
    titles = {f.name: f.title for f in FILTERS}
    return [
        {"title": titles[n], "said": said.get((n, v), v), "href": asked.toggled(n, v).address()}
        for n, v in asked.chosen
    ]


def _sorts(asked: Asked) -> list[dict[str, Any]]:
    offered = SORTS if asked.words else {name: said for name, said in SORTS.items() if name != "relevance"}
    return [
        {"said": said, "href": replace(asked, sort=name, page=1).address(), "current": name == asked.order}
        for name, said in offered.items()
    ]


def _pages(asked: Asked, last: int) -> list[dict[str, Any]]:
    """First, last, and those around the present one; a gap has no address."""
    shown = sorted({1, last, *range(max(1, asked.page - 2), min(last, asked.page + 2) + 1)})
    pages: list[dict[str, Any]] = []
    for number in shown:
        if pages and pages[-1]["number"] != number - 1:
            pages.append({"number": number - 1, "href": "", "current": False})
        address = replace(asked, page=number).address()
        pages.append({"number": number, "href": address, "current": number == asked.page})
    return pages


async def page(datasette: Datasette, request: Request) -> Response:
    """`/search?q=…&site=…&unit=…&genre=…&year=…&sort=…&page=…`"""
    asked = Asked.of(request)
    shown = await read(datasette, lambda connection: answer(connection, asked))
    return Response.html(await datasette.render_template("results.html", shown, request=request))
