"""Titles and descriptions of the published tables, in the official words: Datasette metadata."""

from __future__ import annotations

from typing import Any

from archive.records import FIELDS

TITLE = "公开 Gongkai"
TAGLINE = "区县政府公开文件的独立档案"

_OURS = {
    "id": "编号：本档案给文件的编号 · our number of the document",
    "url": "原网页地址 · the address of the original page",
    "title": "标题 · the title",
    "text": "正文，一段一行 · the cleaned text, a line a paragraph",
    "site": "网站 · the website",
    "site_id": "网站代号 · the site's id",
    "first_seen": "首次采集（UTC，本档案的时间）· when we first captured it",
    "last_seen": "最近采集（UTC，本档案的时间）· when we last captured it",
    "version": "当前版本的编号，见表 versions · the latest version held",
    "versions": "已存版本数 · how many versions are held",
}

COLUMNS: dict[str, str] = {**_OURS, **{f.name: f"{f.term} · {f.meaning}" for f in FIELDS}}

TABLES: dict[str, tuple[str, str]] = {
    "reports": (
        "文件 Reports",
        "每个文件一行，取已存的最新版本。One row a document: the latest version we hold.",
    ),
    "sites": ("网站 Sites", "采集的政府网站及其定义。The websites, with the definition each was crawled by."),
    "units": ("公开单位 Units", "各网站应当公开文件的单位。The units a site should hold documents of."),
    "columns": ("栏目 Columns", "走到过的栏目及其地址。The columns we walked to, and their addresses."),
    "crawls": (
        "采集记录 Crawls",
        "每次采集：起止、结果、新增与变化。Every crawl, how it ended and what it brought.",
    ),
    "fetches": (
        "抓取记录 Fetches",
        "每次请求，失败与被拒的也在内；WARC 文件、位置与摘要。"
        "Every attempt, failed ones too; WARC file, offset and digest. Times are UTC.",
    ),
    "documents": (
        "文件地址 Documents",
        "网站与规范地址决定一个文件。A document is a site and a canonical address.",
    ),
    "versions": (
        "版本 Versions",
        "文件的每个版本，从不覆盖。Every version of a document; none is overwritten.",
    ),
    "evidence": (
        "字段依据 Evidence",
        "每个字段的原文、位置、规则；落选的也留下。Where each field was read, by which rule.",
    ),
    "numbers": (
        "编号拆解 Numbers",
        "索引号、文号按机构、年份、序号拆开；序号的间断只说明本档案没有见到。"
        "Numbers taken apart. A gap among serials says only that we have not seen it.",
    ),
    "removed": (
        "移出的页面内容 Removed",
        "不属于正文的内容及理由。What was set aside as not the document, and why.",
    ),
    "attachments": (
        "附件 Attachments",
        "文件所附的链接，及所存的采集记录。The files a document links to, and the capture of each.",
    ),
    "changes": (
        "各版改动 Changes",
        "每一版与前一版相比改了什么；silent 为 1 是悄然改动：内容变了，所载发布日期未变。"
        "What each version changed; silent edits left the date of publication as it was.",
    ),
    "silent_edits": (
        "悄然改动 Silent edits",
        "内容变了、发布日期未变的版本。Versions whose content changed and whose date did not.",
    ),
    "duplicates": (
        "同一文件的其他地址 Duplicates",
        "同一份文件在两个地址：标题正文相同，或标题、机构、日期相同；各自保留，并不合并。"
        "The same document at two addresses: linked, never merged.",
    ),
    "sightings": ("列表所见 Sightings", "列表页上看到的每一行。Every row seen on a list page."),
    "walks": (
        "列表走读 Walks",
        "每次走完一个栏目的列表：声称多少页、多少条，实际见到多少。只有完整走过的列表才能说明缺了什么。"
        "How each walk of a list ended, and what the list claimed against what was there.",
    ),
    "states": (
        "状态沿革 States",
        "每个文件的状态变化及证据（抓取记录编号）。不在不等于被删除。"
        "Every change of a document's state, with the captures that prove it. Absent is not deleted.",
    ),
    "states_now": ("现时状态 States now", "每个文件现在的状态。The state that each document is in."),
    "vanished": (
        "不见的文件 Vanished",
        "栏目不再列出、打不开、已不在或已迁移的文件。Documents not listed, missing, gone or moved now.",
    ),
    "replacements": (
        "换了文件的地址 Replacements",
        "同一地址换成了另一份文件：标题不同，正文所剩无几。Versions that are another document.",
    ),
    "chain": (
        "哈希链 Chain",
        "每个封存的 WARC 文件一条，依次相扣。An entry for each WARC file that is closed.",
    ),
    "extractions": (
        "读取概况 Extractions",
        "每次采集读出的文件数、正文长度与移出比例的中位数和四分位数。"
        "What each crawl read: medians and quartiles of body length and of the removed share.",
    ),
    "fill_rates": (
        "字段有值率 Fill rates",
        "每次采集中有此字段的文件数。In how many of the reports a crawl read each field is filled.",
    ),
    "alarms": (
        "读取异常 Alarms",
        "与该网站以往采集相比的突变，多因网页改版。Jumps against the site's own history.",
    ),
}


FACETS = ("site", "unit", "genre", "report_year")


def metadata(archive: str) -> dict[str, Any]:
    """Datasette's metadata for the archive of this name; new at each call, because Datasette changes it."""
    tables: dict[str, Any] = {
        name: {"title": title, "description": description} for name, (title, description) in TABLES.items()
    }
    tables["reports"] |= {
        "fts_table": "search_index",
        "fts_pk": "id",
        "facets": list(FACETS),
        "sort_desc": "id",
        "columns": dict(COLUMNS),
    }
    fields = {f.name: f"{f.term} · {f.meaning}" for f in FIELDS}
    tables["versions"]["columns"] = {"title": COLUMNS["title"], "text": COLUMNS["text"], **fields}
    tables["sites"]["label_column"] = "name"
    return {
        "title": TITLE,
        "description": TAGLINE,
        "databases": {archive: {"title": "数据 Data", "allow_sql": False, "tables": tables}},
    }
