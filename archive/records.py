"""What the archive keeps, as plain frozen records: the words every floor of the house shares.

The fields of a document carry their official Chinese terms, since those are what a page prints.
Terms: 政府信息公开条例 art. 12 (索引、名称、内容概述、生成日期), 政府信息公开目录系统实施指引(试行),
and GB/T 9704-2012 for 发文字号 and 成文日期.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LARGEST_PAGE = 32 << 20
"""Bytes. What is larger is no page: it is kept where it came whole, and never read."""

Kind = Literal["report", "list", "home", "error_page", "blocked", "shell", "empty", "attachment"]
"""What a page is: a document; a list of documents; a site's front page; an error page whatever its status;
a firewall's challenge; an application shell without content; nothing; a file that is no web page."""

Outcome = Literal[
    "ok",  # answered with the page asked for
    "unchanged",  # 304: the server says that the page is as it was
    "redirected",  # answered with another address
    "not_found",  # 404
    "gone",  # 410
    "soft_404",  # answered 200 with an error page
    "blocked",  # a challenge page, or 401, 403, 405, 412, 429, 503, 521 and their like
    "http_error",  # any other status of 400 and above
    "robots",  # not asked for: robots.txt forbids it
    "timeout",
    "dns",
    "tls",
    "connection",  # refused, reset or cut
    "too_large",  # over the size limit
    "failed",  # anything else; `error` says what
]
"""How one attempt to fetch an address ended. Absent, blocked and failed are never the same."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a document: canonical name, official term, and what it holds."""

    name: str
    term: str
    meaning: str


FIELDS: tuple[Field, ...] = (
    Field("index_number", "索引号", "the number of the entry in the disclosure catalogue, as printed"),
    Field("document_number", "文号 / 发文字号", "the number of an official document, e.g. 国办发〔2019〕6号"),
    Field("issuer", "发布机构 / 发文机关", "who issued or published it, as printed"),
    Field("responsible_unit", "责任部门", "the unit answerable for it, as printed"),
    Field("date_written", "成文日期 / 生成日期", "when it was written, YYYY-MM-DD as far as it is printed"),
    Field(
        "date_published",
        "发布日期",
        "when the site says it was published, YYYY-MM-DD as far as it is printed",
    ),
    Field("category", "主题分类 / 内容分类", "the subject class, as printed"),
    Field("disclosure", "公开方式", "主动公开, 依申请公开 …, as printed"),
    Field("validity", "有效性", "有效, 失效, 废止 …, as printed; never inferred"),
    Field("keywords", "主题词 / 关键词", "as printed"),
    Field("column_path", "栏目", "the breadcrumb, its steps joined by ' > '"),
    Field("source", "来源", "the source the page names, as printed"),
    Field("genre", "文种", "法治政府建设年度报告, 政府信息公开工作年度报告, 通知公告 … by stated rules"),
    Field("report_year", "报告年度", "the year a yearly report is about, YYYY; not the year it was written"),
    Field("unit", "公开单位", "the publishing unit of the site definition that the issuer names"),
)
"""Every metadata field, in reading order. The first twelve are printed by pages; the last three we derive."""

FIELD_NAMES: tuple[str, ...] = tuple(f.name for f in FIELDS)

DERIVED = frozenset({"genre", "report_year", "unit"})
"""Fields we derive: a better rule of ours is no change of what was published."""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A publishing unit 公开单位 (town, department) that a site should hold reports of."""

    name: str
    kind: str = "town"
    division_code: str = ""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A site as the archive remembers it; `definition` is the whole site file as JSON."""

    id: str
    name: str
    home: str
    division_code: str = ""
    platform: str = ""
    status: str = ""
    definition: str = "{}"
    units: tuple[UnitRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """Where the raw bytes of an exchange lie: a WARC 1.1 record (ISO 28500:2017).

    `file` is relative to `data/warc/`; `offset` and `length` are bytes of the gzip member of the response;
    `payload_digest` is `sha256:` and 64 hexadecimal digits over the body as it came.
    """

    file: str
    offset: int
    length: int
    record_id: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest capture of an address that was answered well: its row, and the capture that holds its bytes.

    `fetch`, `record_id`, `fetched` and `capture` are of the fetch that holds the bytes; `last` is when the
    address was last confirmed, `etag` and `last_modified` are what the server sent then.
    """

    fetch: int
    fetched: str
    capture: Capture
    last: str
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt to fetch an address, whatever came of it. Times are UTC, ISO 8601 with `Z`.

    `number`: given before it was captured; None for the next one. `asked`: what for (`archive.journal.Role`),
    and `context` the rest of that as JSON (`archive.journal.Asked`).
    `part_of`, `revisit_of`: the numbers of the fetches that hold an article's first page, and the same bytes.
    `etag`, `last_modified`: the validators of the answer (RFC 9110 §8.8), as sent.
    """

    site: str
    url: str
    fetched: str
    outcome: Outcome
    status: int | None = None
    content_type: str = ""
    size: int | None = None
    redirected_to: str = ""
    referrer: str = ""
    error: str = ""
    capture: Capture | None = None
    number: int | None = None
    asked: str = ""
    context: str = "{}"
    part_of: int | None = None
    revisit_of: int | None = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field holds what it holds.

    `raw` is the string as it stood, `label` the label as printed beside it, `place` where it stood
    (a CSS-like path, `meta[name=PubDate]`, `url`), `rule` the name of the rule that read it.
    `chosen` is false for a rival that lost; `eligible` is false for what is evidence only and could never
    have been chosen. `precision` of a date: `year`, `month`, `day`, `minute` or `second`, empty for any
    other field.
    """

    field: str
    value: str
    raw: str
    place: str
    rule: str
    label: str = ""
    chosen: bool = True
    eligible: bool = True
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A block of the page that is not the document: kept, with the reason it was set aside.

    `offset` is the place in the document's `text` where it stood, for a block that was cut out of the body's
    own container; None for what stood outside it. Put back at their offsets, these blocks and the text are
    the container's text again, white space aside.
    """

    reason: str
    text: str
    place: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of a block that the page marks up: `text[start:end]`.

    kind: `link` (`address` resolved), `sup`, `sub`, or `note` (the mark of a footnote 脚注, `address` the
    fragment it leads to).
    """

    kind: str
    start: int
    end: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body as a reader sees it.

    kind: `paragraph`, `heading` (level 1-4 for 一、（一）1.（1）), `table` (`rows` of cell texts; a merged
    cell is repeated in every place it covers), `list_item` (level from 1: how many lists it stands in),
    `image` (`address`, `text` = alt, `width` and `height` in CSS pixels where the page states them), `note`
    (the text of a footnote).
    """

    kind: str
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    address: str = ""
    spans: tuple[Span, ...] = ()
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Where the reading text differs from the text as published: `text[start:end]` (`raw`) reads as `read`.

    rule: `page-break` (a word split by a pasted page break), `part` (the seam between two pages of an
    article). Undoing every join gives the text as published again.
    """

    start: int
    end: int
    raw: str
    read: str
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place in `text` where characters look lost in the source itself. Said, never repaired.

    `text[start:end]` is the run in doubt; `rule` names the pattern, `said` is a sentence for a person.
    """

    rule: str
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number that could be taken apart: 索引号 as `index`, 发文字号 as `number`, 令第N号 as `order`.

    `organ` is the part before the year as printed (an organisation's code; 国办发; who ordered), `year` YYYY
    or empty, `serial` the digits as printed.
    """

    field: str
    form: str
    organ: str
    year: str
    serial: str


@dataclass(frozen=True, slots=True)
class OutlineRegion:
    """A region of the page's own outline, in page order: what was kept as the body, and what was not.

    `depth` counts from the page's body; `reason` is empty for what was kept. `characters` without white
    space; `opening` is its first words.
    """

    depth: int
    place: str
    reason: str
    characters: int
    opening: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file 附件 that a document links to."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list page 栏目列表, as shown there. `url` is absolute where the page's own is known."""

    url: str
    title: str
    date: str = ""
    index_number: str = ""
    document_number: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A document as read from its page. Unknown fields are absent from `metadata`, never guessed.

    `text` is as published; what is read with its `joins` applied is the reading text.
    """

    url: str
    title: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    meta_tags: tuple[tuple[str, str], ...] = ()
    removed: tuple[Removed, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
    encoding: str = ""
    extractor: str = ""
    joins: tuple[Join, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[str, ...] = ()  # names of fields whose eligible candidates disagree
    numbers: tuple[Number, ...] = ()
    outline: tuple[OutlineRegion, ...] = ()
