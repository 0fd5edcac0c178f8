"""A site that lives through days of accidents, written as data (tests/accidents/*.toml): what it shows on a
day, and a web server on loopback that serves it as that day has it.

    with simulated(SCRIPT) as server:   # server.url, server.day = 7; then crawl it
"""

from __future__ import annotations

import html
import random
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from http.client import responses as PHRASES
from pathlib import Path
from typing import Any

from loopback import Server

ACCIDENTS = Path(__file__).parent / "accidents"
SIXTY_DAYS = ACCIDENTS / "sixty-days.toml"


@dataclass(frozen=True)
class Paper:
    """A document as it is published on one day."""

    id: str
    address: str
    column: str
    title: str
    issuer: str
    date: str
    topic: str
    figures: str = "5516人次"
    attachment: str = ""
    pinned: bool = False
    listed: bool = True

    @property
    def text(self) -> tuple[str, ...]:
        return (
            *composed(self.topic),
            f"全年接待来访群众{self.figures}，件件有回音。",
            self.issuer,
            self.date,
        )

    @property
    def digest(self) -> str:
        folder = self.address.rpartition("/")[0]
        attached = f"{folder}/{self.attachment}" if self.attachment else ""
        said = "\n".join((self.title, *self.text, self.issuer, self.date, attached))
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Reply:
    """What an address answers. `fault` is `cut` or `silent`; `kind` is what a person would call the page.

    A list has its rows (papers), its claims, and the path of the page after; an article has its paper.
    """

    status: int = 200
    kind: str = ""
    location: str = ""
    fault: str = ""
    paper: Paper | None = None
    rows: tuple[Paper, ...] = ()
    pages: int | None = None
    page: int = 1
    records: int | None = None
    next: str = ""
    title: str = ""


@dataclass(frozen=True)
class Accident:
    day: int
    at: tuple[str, ...]
    what: str
    until: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    def holds(self, day: int, place: str) -> bool:
        return self.day <= day <= (self.until or self.day) and place in self.at


class Script:
    """A script of accidents: the site, and what is expected of the archive."""

    def __init__(self, file: Path) -> None:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        self.name: str = told["site"]["name"]
        self.first_day: date = told["site"]["first_day"]
        self.rows: int = told["site"]["rows"]
        self.columns: dict[str, dict[str, Any]] = {column["id"]: column for column in told["columns"]}
        self.documents: dict[str, dict[str, Any]] = {one["id"]: one for one in told["documents"]}
        self.accidents = [_accident(one) for one in told["accidents"]]
        self.expected: dict[str, list[str]] = told["expected"]
        self.walks: dict[str, list[str]] = told["walks"]
        self.versions: dict[str, list[str]] = told["versions"]
        self.days = max(accident.until for accident in self.accidents)

    def night(self, day: int) -> datetime:
        """02:00 in China of a day of the script: when it is crawled."""
        moment = datetime.combine(self.first_day + timedelta(day - 1), datetime.min.time(), UTC)
        return moment - timedelta(hours=6)

    def address(self, name: str) -> str:
        """The path that the expectations call `ID` or `ID at last`."""
        document = name.removesuffix(" at last")
        day = self.days if document != name else self.documents[document].get("from", 1)
        return self.paper(document, day).address

    # What holds on a day

    def _met(self, day: int, place: str, *whats: str) -> list[Accident]:
        return [one for one in self.accidents if one.holds(day, place) and one.what in whats]

    def is_redesigned(self, day: int) -> bool:
        return bool(self._met(day, "site", "redesign"))

    @cache  # noqa: B019 - a script lives as long as its test
    def paper(self, document: str, day: int) -> Paper:
        """A document as published on a day."""
        told = self.documents[document]
        if "same_as" in told:
            same = replace(self.paper(told["same_as"], 1), pinned=False)
            paper = replace(same, id=document, address=told["address"], column=told["column"])
        else:
            paper = Paper(
                document, told["address"], told["column"], told["title"], told["issuer"], told["date"],
                topic=told.get("topic", document), attachment=told.get("attachment", ""),
                pinned=told.get("pinned", False),
            )  # fmt: skip
        for edit in self._met(day, document, "edit"):
            paper = replace(paper, **edit.more)
        for move in self._met(day, document, "column"):
            paper = replace(paper, column=move.more["column"])
        hidden = self._met(day, document, "unlist", "withdraw") or day < told.get("from", 1)
        forgotten = self.is_redesigned(day) and not told.get("moves", True)
        paper = replace(paper, listed=not hidden and not forgotten)
        if self.is_redesigned(day) and paper.listed:
            name = sha256(document.encode()).hexdigest()[:32]
            paper = replace(paper, address=f"{self.columns[paper.column]['redesigned']}{name}.html")
        return paper

    def file(self, path: str, day: int) -> bytes:
        """What the address of an attachment answers on a day."""
        owners = [one for one in self.documents if self._attachment_of(one, day) == path]
        swapped = sum(len(self._met(day, owner, "file")) for owner in owners)
        return f"汇总表 {path} {swapped}".encode()

    def _attachment_of(self, document: str, day: int) -> str:
        paper = self.paper(document, day)
        return f"{paper.address.rpartition('/')[0]}/{paper.attachment}"

    def listed(self, column: str, day: int) -> list[Paper]:
        """The documents of a column's list on a day: pinned ones, then the newest."""
        papers = [self.paper(document, day) for document in self.documents]
        own = [paper for paper in papers if paper.listed and paper.column == column]
        return sorted(own, key=lambda paper: (paper.pinned, paper.date, paper.address), reverse=True)

    # What an address answers

    @cache  # noqa: B019
    def answer(self, day: int, path: str) -> Reply:
        """What a path answers on a day."""
        column, page = self._list_at(day, path)
        document = next((one for one in self.documents if path in self._addresses(one, day)), "")
        places = ["site"]
        if path == "/":
            places.append("home")
        elif column:
            places += [f"list:{column}", f"list:{column}:{page}"]
        elif document:
            places += ["articles", document]
        if path == "/robots.txt":
            if any(self._met(day, "site", fault) for fault in ("cut", "tls", "waf")):
                return self._fault(day, "site", path) or Reply()
            return Reply(kind="robots", title="robots" if self._met(day, "site", "robots") else "")
        for place in places:  # what befalls the site befalls everything on it
            if fault := self._fault(day, place, path):
                return fault
        if path == "/":
            return Reply(kind="home")
        if column:
            return self._list(column, page, day)
        paper = self.paper(document, day) if document else None
        if paper is not None and day >= self.documents[document].get("from", 1):
            if self.is_redesigned(day) and path == self.documents[document]["address"]:
                return Reply(302, location="/")
            return Reply(kind="report", paper=paper)
        if self.is_redesigned(day) and (moved := self._moved_list(path)):
            return Reply(301, location=moved)
        return Reply(404, "error_page")

    def _addresses(self, document: str, day: int) -> set[str]:
        return {self.documents[document]["address"], self.paper(document, day).address}

    def _fault(self, day: int, place: str, path: str) -> Reply | None:
        whats = ("cut", "silent", "answer", "waf", "tls", "to_home", "error_page", "to", "withdraw")
        for accident in reversed(self._met(day, place, *whats)):
            match accident.what:
                case "cut" | "silent":
                    return Reply(fault=accident.what)
                case "answer" | "withdraw":
                    if accident.what == "withdraw" and self.is_redesigned(day):
                        continue  # the new site sends all that it does not know to its home page
                    return Reply(accident.more.get("status", 404), "error_page")
                case "waf":
                    return Reply(412, "blocked")
                case "tls":
                    return Reply(301, location=f"https:{path}")
                case "to_home":
                    return Reply(302, location="/")
                case "error_page":
                    return Reply(200, "error_page")
                case "to":
                    return Reply(301, location=self.documents[accident.more["document"]]["address"])
        return None

    def _list_at(self, day: int, path: str) -> tuple[str, int]:
        """The column and the number of the page of a list's path."""
        for column in self.columns:
            for page in range(1, 10):
                if path == self._list_path(column, page, day):
                    return column, page
        return "", 0

    def _list_path(self, column: str, page: int, day: int) -> str:
        told = self.columns[column]
        folder: str = told["redesigned"] if self.is_redesigned(day) else told["address"]
        return folder if page == 1 else f"{folder}index_{page - 1}.html"

    def _moved_list(self, path: str) -> str:
        return next((c["redesigned"] for c in self.columns.values() if path == c["address"]), "")

    def _list(self, column: str, page: int, day: int) -> Reply:
        papers = self.listed(column, day)
        if self._met(day, f"list:{column}", "shrink"):
            papers = papers[:1]
        if self._met(day, f"list:{column}:{page}", "page_1"):
            page = 1
        pages = max(-(-len(papers) // self.rows), 1)
        if page > pages:
            return Reply(404, "error_page")
        return Reply(
            kind="list",
            rows=tuple(papers[(page - 1) * self.rows : page * self.rows]),
            pages=pages,
            page=page,
            records=len(papers) if self.columns[column].get("records") else None,
            next=self._list_path(column, page + 1, day) if page < pages else "",
            title=self.columns[column]["name"],
        )


def _accident(told: dict[str, Any]) -> Accident:
    known = ("day", "until", "at", "what")
    more = {name: value for name, value in told.items() if name not in known}
    return Accident(told["day"], tuple(told["at"]), told["what"], told.get("until", told["day"]), more)


_OPENINGS = ("一年来", "今年以来", "按照区委要求", "对照年初任务", "围绕群众关切", "结合本地实际")
_DEEDS = (
    "召开专题会议{n}次，逐项研究落实", "审查合同{n}份，提出意见{m}条", "举办讲座{n}场，到场{m}人",
    "排查隐患{n}处，已经改正{m}处", "走访农户{m}户，记下诉求{n}件", "调解纠纷{n}起，履行{m}起",
    "修剪行道树{m}株，更换路灯{n}盏", "清理河道{n}公里，打捞漂浮物{m}吨", "公示事项{n}项，答复咨询{m}次",
    "检查商铺{m}家，发出整改通知{n}份", "培训执法人员{n}人，考核通过{m}人", "发放宣传册{m}份，张贴海报{n}张",
)  # fmt: skip
_ENDS = ("群众比较满意", "进展顺利", "还有不足", "明年继续抓好", "效果逐步显现", "有关情况已经上报")


@cache
def composed(topic: str) -> tuple[str, ...]:
    """The paragraphs of a text: the same for the same topic, and another for another."""
    chance = random.Random(topic)
    return tuple(
        "，".join(
            (
                chance.choice(_OPENINGS),
                *(
                    deed.format(n=chance.randint(2, 97), m=chance.randint(100, 9000))
                    for deed in chance.sample(_DEEDS, 3)
                ),
                chance.choice(_ENDS),
            )
        )
        + "。"
        for _ in range(6)
    )


# The pages, in the shape of t-date pages

_FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{name}</title>
<meta name="SiteName" content="{name}">{head}</head><body>
<div class="nav"><a href="/">首页</a> {nav}</div>{body}
<div class="footer">主办单位：{name}办公室</div></body></html>"""


def rendered(script: Script, reply: Reply) -> bytes:
    """The body of a reply."""
    if reply.kind == "robots":
        return b"User-agent: *\nDisallow: /\n" if reply.title else b"User-agent: *\nDisallow: /admin/\n"
    if reply.kind == "blocked":
        return (
            b"<html><head><script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"
            b'<meta id="x" content="abc" r="m"></head><body></body></html>'
        )
    if reply.kind == "error_page":
        return _page(script, "404错误提示", "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>")
    if reply.kind == "home":
        links = "".join(
            f'<li><a href="{column["address"]}">{column["name"]}</a></li>'
            for column in script.columns.values()
        )
        return _page(script, script.name, f"<h1>{script.name}</h1><div><ul>{links}</ul></div>")
    if reply.kind == "list":
        return _list_body(script, reply)
    if reply.kind == "report" and reply.paper is not None:
        return _article_body(script, reply.paper)
    return b""


def _page(script: Script, title: str, body: str, head: str = "") -> bytes:
    nav = " ".join(f'<a href="{c["address"]}">{c["name"]}</a>' for c in script.columns.values())
    return _FRAME.format(title=title, name=script.name, head=head, nav=nav, body=body).encode()


def _list_body(script: Script, reply: Reply) -> bytes:
    items = "".join(
        f'<li><a href="{paper.address}" title="{paper.title}">{paper.title}</a><span>{paper.date}</span></li>'
        for paper in reply.rows
    )
    count = f"<p>共{reply.records}条</p>" if reply.records is not None else ""
    call = f'createPageHTML({reply.pages}, {reply.page - 1}, "index", "html");'
    body = f'<ul class="list">{items}</ul>{count}<div class="page"><script>{call}</script></div>'
    return _page(script, reply.title, body, f'<meta name="ColumnName" content="{reply.title}">')


def _article_body(script: Script, paper: Paper) -> bytes:
    head = (
        f'<meta name="ArticleTitle" content="{html.escape(paper.title)}">'
        f'<meta name="PubDate" content="{paper.date} 09:30">'
        f'<meta name="ContentSource" content="{paper.issuer}">'
    )
    attached = f'<p><a href="{paper.attachment}">附件：汇总表.doc</a></p>' if paper.attachment else ""
    text = "".join(f"<p>　　{line}</p>" for line in paper.text)
    column = script.columns[paper.column]
    where = f'当前位置：<a href="/">首页</a> &gt; <a href="{column["address"]}">{column["name"]}</a>'
    about = (
        f"<table class='xxgk'><tr><td>发布机构：</td><td>{paper.issuer}</td>"
        f"<td>发布日期：</td><td>{paper.date}</td></tr></table>"
    )
    body = (
        f'<div class="CurrChnlCls">{where}</div>{about}<h1>{paper.title}</h1>'
        f'<div class="TRS_Editor">{text}{attached}</div>'
    )
    return _page(script, paper.title, body, head)


class Simulated(Server):
    """The script's site as a web server: set `day`, then ask. It honours ETag and Last-Modified."""

    def __init__(self, script: Script) -> None:
        super().__init__()
        self.script, self.day = script, 1

    def _answer(self, request: bytes) -> bytes | None:
        target = request.split(b" ", 2)[1].decode()
        path = target.removeprefix(self.url)
        if path.endswith(".doc"):
            return _raw(200, self.script.file(path, self.day), {"Content-Type": "application/msword"})
        reply = self.script.answer(self.day, path)
        if reply.fault:
            return None if reply.fault == "silent" else b""
        if reply.location:
            secure = reply.location.startswith("https:")
            base = self.url.replace("http:", "https:") if secure else self.url
            return _raw(reply.status, b"", {"Location": base + reply.location.removeprefix("https:")})
        body = rendered(self.script, reply)
        if reply.status != 200 or reply.kind == "robots":
            return _raw(reply.status, body, {"Content-Type": "text/html; charset=utf-8"})
        validators = {"ETag": f'"{sha256(body).hexdigest()[:16]}"', "Last-Modified": self._since(path, body)}
        if _has_it(request, validators):
            return _raw(304, b"", validators)
        return _raw(200, body, {"Content-Type": "text/html; charset=utf-8", **validators})

    def _since(self, path: str, body: bytes) -> str:
        """The first of the days on which this very page stood."""
        day = self.day
        while day > 1 and rendered(self.script, self.script.answer(day - 1, path)) == body:
            day -= 1
        return format_datetime(self.script.night(day) - timedelta(hours=8), usegmt=True)


def _has_it(request: bytes, validators: dict[str, str]) -> bool:
    """If-None-Match outranks the date (RFC 9110 §13.2.2)."""
    lines = (line.split(": ", 1) for line in request.decode("latin-1").split("\r\n") if ": " in line)
    headers = {name.lower(): value for name, value in lines}
    if "if-none-match" in headers:
        return validators["ETag"] in headers["if-none-match"]
    return headers.get("if-modified-since") == validators["Last-Modified"]


def _raw(status: int, body: bytes, headers: dict[str, str]) -> bytes:
    fields = headers | ({"Content-Length": str(len(body))} if status != 304 else {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} {PHRASES[status]}\r\n{head}\r\n".encode() + body


@contextmanager
def simulated(file: Path = SIXTY_DAYS) -> Iterator[Simulated]:
    """The site of a script on loopback, stopped at the end."""
    server = Simulated(Script(file))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
