"""The standard meta tags of government sites (国办发〔2017〕47号), as read and as candidates.

Traps: CMS.md §1. Names come in any case, twice, with content before name; values hold markup, line breaks, or
the words of the template; PubDate is the time of page generation where the tag `others` says so.
"""

from __future__ import annotations

import html
import re
from itertools import islice

from pipelines.candidates import TAG, Candidate, is_placeholder
from pipelines.dates import field_date
from pipelines.dom import Parsed
from pipelines.tree import squeeze

STANDARD = (
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "Keywords",
    "Author",
    "Description",
    "Image",
    "Url",
)
_MOST_TAGS = 200
"""Different pairs of name and value; the standard has fifteen names."""
_BY_NAME = {name.lower(): name for name in STANDARD}
_FIELDS = {
    "ArticleTitle": "title",
    "ContentSource": "source",
    "Keywords": "keywords",
    "PubDate": "date_published",
}
_UNFILLED = re.compile(
    r"(?:文章|信息|网页)?标题|(?:信息|内容|稿件|文章)?来源|关键[词字]|发布(?:日期|时间)|(?:政府)?网站(?:标识码|名称|域名)"
    r"|栏目(?:名称|描述|关键词|类型|类别)|YYYY.*|请(?:输入|填写).*",
    re.IGNORECASE,
)
_AROUND = "[]【】{}<>"
_GENERATED = re.compile(r"(?:页面生成时间\s*|^)(\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2})")
_GENERATORS = ("others", "htmlgeneratetime")
"""Tags that say when the page was generated: UCAP (CMS.md §1), Anhui (CMS.md §3.6)."""
_TAG = re.compile(r"<[^<>]*>")
_DRESS = re.compile(r"</?(?:a|b|br|div|em|font|i|p|small|span|strong|time)\b[^<>]*>", re.IGNORECASE)
"""The tags that dress a date; what else looks like one is rubbish."""
_OTHER_DATES = ("firstpublishedtime", "publishdate", "publishtime", "article:published_time")


def standard_tags(parsed: Parsed) -> tuple[tuple[str, str], ...]:
    """(standard name, value as read) in order; the same pair printed twice is one, different values stay."""
    named = ((_BY_NAME.get(name.lower(), ""), value) for name, value in parsed.metas)
    return tuple(islice(dict.fromkeys((name, value) for name, value in named if name), _MOST_TAGS))


def clean(value: str) -> str:
    """A tag's value without markup and entities inside it; empty where a template was never filled in."""
    if "<" in value or "&" in value:
        value = _TAG.sub(" ", html.unescape(value))
    value = squeeze(value)
    return "" if is_unfilled(value) else value


def is_unfilled(value: str) -> bool:
    """Whether a template was never filled in: its own code, or its word for what should stand there."""
    return (
        is_placeholder(value)
        or value.lower() in _BY_NAME
        or _UNFILLED.fullmatch(value.strip(_AROUND)) is not None
    )


def tag_candidates(parsed: Parsed) -> list[Candidate]:
    """What the tags say of the fields."""
    found: list[Candidate] = []
    tags = standard_tags(parsed)
    named = {clean(value) for name, value in tags if name in ("SiteName", "ColumnName")}
    own = named | {clean(value) for name, value in tags if name == "ColumnKeywords"}
    is_article = any(name == "ArticleTitle" for name, _ in tags)
    for name, raw in tags:
        value = clean(raw)
        if name == "ColumnName" and raw:
            found.append(
                Candidate("column_path", value, raw, _at(name), "column-name", strength=TAG, eligible=False)
            )
        if name not in _FIELDS or not raw:
            continue
        if name == "PubDate":
            found.append(_published(parsed, raw))
        else:
            # An ArticleTitle may be the site's or the column's name: of every page that template makes.
            eligible = value not in named if name == "ArticleTitle" else True
            if name == "Keywords":
                eligible = is_article and value not in own and _agreed(parsed)
            found.append(
                Candidate(
                    _FIELDS[name], value, raw, _at(name), "meta-tag", name, strength=TAG, eligible=eligible
                )
            )
    for name, raw in parsed.metas:
        if name.lower() in _OTHER_DATES and raw:
            found.append(_dated(raw, name, "meta-tag", TAG + 1))
    return found


def _at(name: str) -> str:
    return f"meta[name={name}]"


def _published(parsed: Parsed, raw: str) -> Candidate:
    """PubDate, unless the page itself says that this is when the page was generated (UCAP, CMS.md §1)."""
    for name, other in parsed.metas:
        generated = _GENERATED.search(other) if name.lower() in _GENERATORS else None
        if generated and raw.replace("T", " ").startswith(generated[1].replace("T", " ")):
            return _dated(raw, "PubDate", "page-generation-time", TAG, eligible=False)
    return _dated(raw, "PubDate", "meta-tag", TAG)


def _dated(raw: str, name: str, rule: str, strength: int, eligible: bool = True) -> Candidate:
    said = squeeze(_DRESS.sub(" ", html.unescape(raw))) if "<" in raw or "&" in raw else squeeze(raw)
    day = field_date(said, of_system=True) if not is_unfilled(said) else None
    value, precision = (day.value, day.precision) if day is not None else ("", "")
    return Candidate("date_published", value, raw, _at(name), rule, name, strength, eligible, precision)


def _agreed(parsed: Parsed) -> bool:
    """Whether the page's Keywords tags agree: a template's own list and an article's stand side by side."""
    return len({value for name, value in parsed.metas if name.lower() == "keywords"}) == 1
