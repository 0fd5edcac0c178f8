"""The schema in words: `python -m archive.describe > docs/schema.md`.

Made from the migrations themselves and from `archive.records.FIELDS`, so that it cannot drift.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from archive.records import FIELDS
from archive.schema import migrations
from archive.segment import SEGMENTER

TABLES = {
    "reports": "The public face, a view: one row a document, its latest version, as in a spreadsheet.",
    "sites": "The sites crawled or ingested; `definition` is the whole site file as JSON.",
    "units": "The publishing units 公开单位 that a site should hold reports of, from its definition.",
    "columns": "Where each column 栏目 was found; `path` is its breadcrumb.",
    "crawls": "One row a crawl or an ingest, with how it ended and what it brought. `slot` is the time of "
    "the site's schedule that it was made for, null for one that somebody asked for; `partial` is one that "
    "the window or a budget of its site file ended.",
    "fetches": "One row an attempt to fetch an address, whatever came of it; the bytes lie in `warc_file` at "
    "`warc_offset`. `document` and `change` say what it did to a document. For what was read as one, "
    "`kept_characters` and `removed_characters` (without white space) and `filled` (JSON, its fields). "
    "`content_digest` is of a file 附件, over what it holds: one that was only made anew has the same.",
    "documents": "A document is a site and a canonical address; `version` is the one that now stands for it.",
    "versions": "What was published, each time it differed: never overwritten. `digest` is over title, "
    "text, printed metadata, attachments, white space aside; the rest is our reading of it. `blocks`, "
    "`meta_tags`, `warnings`, `parts` are JSON, and so are `joins` (where the reading text differs from "
    "`text`, which is as published), `doubts` (where characters look lost in the source), `conflicts` "
    "(names of fields whose candidates disagree) and `outline` (the page's own regions, kept or removed). "
    "Offsets are characters of `text`.",
    "readings": "Earlier readings of a version, by the extractor that made each, until another read the same "
    "bytes otherwise; the reading that stands is in `versions`. A rebuild reads all anew and has none.",
    "numbers": "索引号 and 文号 taken apart, where their shape allows: who gave it, the year, the serial as "
    "printed. A gap among the serials of one organ and year is a number that was not seen here.",
    "evidence": "For each field of a version: the raw string, where it stood, the rule that read it; rivals "
    "that lost have `chosen` 0, what could never be chosen `eligible` 0. `precision` is a date's.",
    "removed": "What was set aside as not the document, with the reason; `offset` is the place in the text "
    "where it stood, null for what stood outside the body.",
    "attachments": "The files 附件 that a version links to; `fetch` is the capture that belongs to the "
    "version, null where none was had. `address` is the url without what one visit made of it.",
    "changes": "What each version changed against the one `before` it, in short: whether the title, how many "
    "sentences (moved ones too) and figures of the text, which `fields` (JSON), how many attachments; `said` "
    "in a line. `silent` is 1 where content changed and every stated date of publication stayed, 0 where one "
    "changed, null where the pages state none.",
    "silent_edits": "A view: the versions whose content changed while their date of publication did not.",
    "duplicates": "Documents that are one at two addresses, both ways round: `reason` is `content` (the same "
    "title and text) or `title, issuer and date`, `since` is when both were first seen so. None is merged.",
    "fingerprints": "What such documents are found by: digests over a version's title and text, and over its "
    "title, issuer and day; no public statement.",
    "sightings": "Every row of every list page seen.",
    "walks": "How each walk of a column's list ended, and what the list claimed (null: nothing) against what "
    "was found; only one that ended `complete` says that something is not in the list. `pipelines.walk` "
    "tells the rule; `fetches` is JSON, the list's pages in order.",
    "states": "The history of each document's state, as docs/states.md tells it. `evidence` is JSON: the "
    "fetches that prove the change, in order. The row without `until` holds now.",
    "states_now": "A view: the state that each document is in.",
    "vanished": "A view: the documents not listed, missing, gone or moved now. Absent is not deleted.",
    "replacements": "The versions that are other documents than the one that stood `before` at their "
    "address: another title, and little of the text is left (`kept`, a share).",
    "standings": "What `archive.absence` remembers of each document between two crawls; no public statement.",
    "listings": "Likewise: which columns list it, `lacking` the whole walks that did not.",
    "walked_columns": "Likewise: when each column was last walked whole.",
    "aliases": "Likewise: addresses that never were a document's and lead to one.",
    "chain": "The hash chain: an entry for each WARC file that is closed, in the order of closing, as "
    "docs/evidence.md tells it. `root` is over the file's first `records` records, `previous` the `hash` of "
    "the entry before; `crawls` is JSON. A token of `gongkai timestamp` for an entry covers all before it.",
    "extractions": "What each crawl read: reports, characters kept and removed, and the median and quartiles "
    "of the body's length and of the removed share of a page.",
    "fill_rates": "In how many of the reports that a crawl read each field is filled.",
    "alarms": "Where a crawl jumped against the site's own history: `measure` is `removed_share`, "
    "`body_length`, `fill_rate` (of `field`) or `reports` (read at all); `value` and `usual` are of the same "
    "documents now and before, or of the newest and earlier ones of their kind (`archive.jumps`).",
    "search_state": "Which version of a document the search index holds, and by which segmenter it was cut.",
}

INTRODUCTION = """# Schema of the archive

Made by `python -m archive.describe > docs/schema.md`; a test keeps it true.

`data/archive.db` is SQLite, in WAL mode, with foreign keys. Times are UTC, ISO 8601 with `Z`; dates of
documents are the site's own, as days of China, `YYYY-MM-DD`. Four dates are four columns: `report_year`
报告年度, `date_written` 成文日期, `date_published` 发布日期, and our own `first_seen`. A field that no page
told is null, never guessed. Schema changes are migrations (`archive/schema.py`), applied when the archive is
opened for writing; a file with one that this Gongkai does not know is refused.
"""

SEARCH = f"""## search_index

A contentless FTS5 table over `title`, `text` and `names` (文号, 索引号, names of attachments); its `rowid` is
the document. It holds text cut by `archive.segment` (version {SEGMENTER}), so it is asked with
`archive.search.fts_query(words)`, which Datasette knows as `escape_fts`; `archive.query` tells what a query
may say. Only `archive.index` writes to it.
"""


def described() -> str:
    """The whole of docs/schema.md."""
    db = Database(memory=True)
    migrations.apply(db)
    parts = [INTRODUCTION, _fields(), *(_table(db, name, said) for name, said in TABLES.items()), SEARCH]
    applied = ", ".join(f"`{migration.name}`" for migration in migrations.applied(db))
    db.close()
    return "\n".join([*parts, f"## Migrations\n\n{applied}\n"])


def _fields() -> str:
    rows = "\n".join(f"| `{f.name}` | {f.term} | {f.meaning} |" for f in FIELDS)
    return f"## Fields of a document\n\n| field | 官方用语 | what it holds |\n|---|---|---|\n{rows}\n"


def _table(db: Database, name: str, said: str) -> str:
    terms = {f.name: f.term for f in FIELDS} if name in {"reports", "versions"} else {}
    refers = {key.column: f"{key.other_table}.{key.other_column}" for key in _keys(db, name)}
    rows = "\n".join(
        f"| `{column}` | {kind.lower()} | {refers.get(column, '')} | {terms.get(column, '')} |"
        for _, column, kind, *_ in db.execute(f"pragma table_info({name})")
    )
    return f"## {name}\n\n{said}\n\n| column | type | refers to | 官方用语 |\n|---|---|---|---|\n{rows}\n"


def _keys(db: Database, name: str) -> list[ForeignKey]:
    return list(db.table(name).foreign_keys) if name in db.table_names() else []


if __name__ == "__main__":
    print(described(), end="")
