"""Every page of a fictional site by its address: what `crawler.demo.server` answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawler.demo import files
from crawler.demo.content import Column, DemoSite, Document, Row, Section, load
from crawler.demo.markup import as_html

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = "body{font:16px/1.8 serif;margin:0}.footer,.foot{border-top:3px solid #b22;text-align:center}\n"
_SHARED_FILES = {
    ".css": ("text/css", _STYLE.encode()),
    ".js": ("application/javascript", b"/* nothing to run */\n"),
    ".png": ("image/png", files.png()),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer. `static` answers carry validators and may be answered 304."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    static: bool = False
    chunked: bool = False


@dataclass
class Pages:
    """The addresses of one site. Nothing here depends on the clock: the same request is the same answer."""

    site: DemoSite
    _routes: dict[str, Callable[[], Reply]] = field(init=False, default_factory=dict)
    _cache: dict[str, Reply] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
        )
        for address, maker in self._all():
            self._routes[address] = maker

    def answer(self, path: str, query: str = "") -> Reply:
        """The answer to a GET of this path and query string."""
        settings = self.site.settings
        if settings["family"] == "jpage" and path == "/module/web/jpage/dataproxy.jsp":
            return self._records(dict(parse_qsl(query)))
        address = f"{path}?{query}" if path.endswith("downfile.jsp") else path
        if address not in self._cache and address in self._routes:
            self._cache[address] = self._routes[address]()
        return self._cache.get(address) or self._shared_file(path) or self._missing()

    @property
    def addresses(self) -> list[str]:
        """Every address that has a page of its own."""
        return list(self._routes)

    def _all(self) -> Iterator[tuple[str, Callable[[], Reply]]]:
        site, settings = self.site, self.site.settings
        for address in {"/", settings["home"]}:
            yield address, self._home
        if settings["family"] == "tdate":
            yield "/index.html", self._home
        if settings["robots"]:
            yield "/robots.txt", partial(self._reply, "text/plain", settings["robots"].lstrip().encode())
        for section in site.sections:
            for address in _spellings(section.address):
                yield address, partial(self._section, section)
        for column in site.columns:
            for number in range(1, column.pages + 1 if settings["family"] != "jpage" else 2):
                for address in _spellings(self.list_address(column, number)):
                    yield address, partial(self._list, column, number)
        for document in site.documents:
            for number, address in enumerate(part_addresses(document), 1):
                yield address, partial(self._article, document, number)
            for address, name in document.attachments:
                yield address, partial(self._attachment, document, name)
        for row in (row for column in site.columns for row in column.rows if row.address.endswith(".pdf")):
            yield (
                row.address,
                partial(self._pdf, row.title),
            )
        for address in settings.get("soft_missing", ()):
            yield address, partial(self._render, "missing", soft=True)
        for address in settings.get("home_instead", ()):
            yield address, self._home
        for address in settings.get("challenged", ()):
            yield address, self._challenge
        for address, target in settings.get("moved", {}).items():
            yield address, partial(self._moved, target)

    def list_address(self, column: Column, number: int) -> str:
        """The address of a page of a list: TRS counts from 0, UCAP from 1 (CMS.md §3.1, §3.3)."""
        if number == 1:
            return column.address
        if self.site.settings["family"] == "ucap":
            return column.address.replace("index.shtml", f"index_{number}.shtml")
        return f"{column.address}index_{number - 1}.html"

    def _home(self) -> Reply:
        return self._render("home", columns=self.site.columns)

    def _section(self, node: Section) -> Reply:
        return self._render(
            "section", node=node, children=self.site.children(node.path), trail=self._trail(node)
        )

    def _list(self, column: Column, number: int) -> Reply:
        common = {"node": column, "trail": self._trail(column), "siblings": self._siblings(column)}
        if self.site.settings["family"] == "jpage":
            return self._render("list", **common, **self._embedded(column))
        rows = column.rows[(number - 1) * column.size : number * column.size]
        channel = hashlib.md5(column.address.encode(), usedforsecurity=False).hexdigest()
        return self._render(
            "list",
            **common,
            rows=rows,
            number=number,
            channel=channel,
            relative=lambda a: _relative(column, a),
        )

    def _article(self, document: Document, number: int) -> Reply:
        column = self.site.column(document)
        rows = list(column.rows)
        place = next(n for n, row in enumerate(rows) if row.address == document.path)
        return self._render(
            "article",
            doc=document,
            node=column,
            trail=self._trail(column),
            body=Markup(as_html(document.parts[number - 1], document.layout)),
            number=number,
            parts=len(document.parts),
            stem=document.path.rsplit("/", 1)[1].removesuffix(".html"),
            before=rows[place - 1] if place else None,
            after=rows[place + 1] if place + 1 < len(rows) else None,
            keywords=keywords(self.site, document),
        )

    def _attachment(self, document: Document, name: str) -> Reply:
        if name.endswith(".pdf"):
            return self._pdf(name)
        tables = [block.table for part in document.parts for block in part.blocks if block.table]
        sheet = files.xlsx([[cell.text for cell in row] for row in tables[0]])
        disposition = ("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        return self._reply(_XLSX, sheet, disposition)

    def _pdf(self, name: str) -> Reply:
        return self._reply("application/pdf", files.pdf([name, self.site.settings["name"], "（虚构文件）"]))

    def _embedded(self, column: Column) -> dict[str, object]:
        parameters = self._proxy_parameters(column)
        return {
            "unit": parameters["unitid"],
            "columnid": parameters["columnid"],
            "proxy": Markup("/module/web/jpage/dataproxy.jsp?page=1&" + urlencode(parameters)),
            "records": self._record_texts(column.rows[: column.size * column.group]),
        }

    def _proxy_parameters(self, column: Column) -> dict[str, str]:
        number = column.address.split("/col")[-1].split("/")[0]
        fixed = {
            "col": "1",
            "appid": "1",
            "webid": "12",
            "path": "/",
            "sourceContentType": "1",
            "permissiontype": "0",
        }
        return fixed | {"columnid": number, "unitid": f"8{number}", "webname": self.site.settings["name"]}

    def _records(self, wanted: dict[str, str]) -> Reply:
        """Records by startrecord and endrecord, or by page of `group` times perpage (CMS.md §3.2)."""
        column = next((c for c in self.site.columns if f"/col{wanted.get('columnid')}/" in c.address), None)
        if column is None or wanted.get("unitid") != f"8{wanted.get('columnid')}":
            return Reply(200, "text/xml;charset=utf-8", b"<datastore></datastore>")
        size = _number(wanted, "perpage", column.size)
        page = _number(wanted, "page", 1)
        first = _number(wanted, "startrecord", (page - 1) * size * column.group + 1)
        last = _number(wanted, "endrecord", first - 1 + size * column.group)
        records = "".join(
            f"<record><![CDATA[{record}]]></record>\n"
            for record in self._record_texts(column.rows[first - 1 : last])
        )
        total = len(column.rows)
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<datastore>'
            f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // size)}</totalpage>"
            f"<recordset>\n{records}</recordset></datastore>"
        )
        return Reply(200, "text/xml;charset=utf-8", text.encode(), chunked=True)

    def _record_texts(self, rows: tuple[Row, ...]) -> list[Markup]:
        template = self._environment.get_template("jpage/record.html")
        return [Markup(template.render(row=row).strip()) for row in rows]

    def _challenge(self) -> Reply:
        kind = self.site.settings["challenge"]
        body = self._environment.get_template(f"challenges/{kind}.html").render().encode()
        if kind == "jsl":
            cookie = ("Set-Cookie", "__jsluid_s=fictional; max-age=31536000; path=/; HttpOnly")
            return Reply(521, "text/html", body, (cookie, ("X-Via-JSL", "fictional,-")))
        return Reply(
            412, "text/html; charset=utf-8", body, (("Set-Cookie", "fictionalS=demo; Path=/; HttpOnly"),)
        )

    def _moved(self, target: str) -> Reply:
        return Reply(
            301, "text/html", b"<html><body>Moved</body></html>", (("Location", self.site.url(target)),)
        )

    def _missing(self) -> Reply:
        page = self._render("missing", soft=False)
        return Reply(404, page.content_type, page.body)

    def _shared_file(self, path: str) -> Reply | None:
        kind = _SHARED_FILES.get("." + path.rsplit(".", 1)[-1])
        return self._reply(*kind) if kind and "/" in path else None

    def _trail(self, node: Section) -> list[Section]:
        return self.site.ancestors(node)

    def _siblings(self, node: Section) -> list[Section]:
        return self.site.children(" > ".join(node.steps[:-1]))

    def _render(self, name: str, **values: object) -> Reply:
        settings = self.site.settings
        template = self._environment.get_template(f"{settings['family']}/{name}.html")
        text = template.render(site=settings, **values)
        return self._reply(settings["content_type"], text.encode(settings["encoding"]))

    def _reply(self, content_type: str, body: bytes, *headers: tuple[str, str]) -> Reply:
        tag = hashlib.sha256(body).hexdigest()[:16]
        modified = format_datetime(datetime(2025, 4, 2, 1, 30, tzinfo=UTC), usegmt=True)
        validators = (("ETag", f'"{tag}"'), ("Last-Modified", modified))
        return Reply(200, content_type, body, validators + headers, static=True)


@lru_cache
def pages_of(site: str) -> Pages:
    """The pages of the site with this id. Raises `KeyError` when there is none."""
    return Pages(load(site))


def part_addresses(document: Document) -> list[str]:
    """The addresses of an article: one, or `t….html`, `t…_1.html` when it is split (CMS.md §3.1)."""
    stem, _, ending = document.path.rpartition(".")
    return [document.path, *(f"{stem}_{n}.{ending}" for n in range(1, len(document.parts)))]


def keywords(site: DemoSite, document: Document) -> str:
    """What the jpage site prints as keywords; the others print none."""
    return (
        f"{document.issuer} {site.column(document).steps[-1]}" if site.settings["family"] == "jpage" else ""
    )


def _spellings(address: str) -> list[str]:
    """A folder is also its index page."""
    return [address, f"{address}index.html"] if address.endswith("/") else [address]


def _relative(column: Column, address: str) -> str:
    """As TRS writes links inside the column's own folder."""
    return "./" + address.removeprefix(column.address) if address.startswith(column.address) else address


def _number(wanted: dict[str, str], name: str, otherwise: int) -> int:
    value = wanted.get(name, "")
    return max(1, int(value)) if value.isascii() and value.isdigit() else otherwise
