"""The tables of the archive, as ordered migrations: appended, never edited.

docs/schema.md is generated from here. All times are UTC, ISO 8601; dates of documents are the site's own.
"""

from __future__ import annotations

import re

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.compare.normal import steady_address

migrations = Migrations("gongkai")

SITES = """
create table sites (
    id text primary key,
    name text not null,
    home text not null,
    division_code text not null default '',
    platform text not null default '',
    status text not null default '',
    definition text not null default '{}',
    definition_sha256 text not null default ''
) strict
"""

UNITS = """
create table units (
    id integer primary key,
    site text not null references sites(id),
    name text not null,
    kind text not null,
    division_code text not null default '',
    unique (site, name)
) strict
"""

CRAWLS = """
create table crawls (
    id integer primary key,
    site text not null references sites(id),
    reason text not null check (reason in ('crawl', 'ingest', 'demo')),
    started text not null,
    finished text,
    outcome text not null default 'running'
        check (outcome in ('running', 'finished', 'failed', 'blocked', 'interrupted')),
    message text not null default '',
    pages integer not null default 0,
    reports integer not null default 0,
    new integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0,
    failures integer not null default 0,
    software text not null default ''
) strict
"""

COLUMNS = """
create table columns (
    id integer primary key,
    site text not null references sites(id),
    path text not null,
    url text not null,
    genre text not null default '',
    found text not null,
    unique (site, path, url)
) strict
"""

FETCHES = """
create table fetches (
    id integer primary key,
    crawl integer not null references crawls(id),
    site text not null references sites(id),
    url text not null,
    fetched text not null,
    outcome text not null,
    status integer,
    kind text not null default '',
    content_type text not null default '',
    size integer,
    redirected_to text not null default '',
    referrer text not null default '',
    error text not null default '',
    warc_file text,
    warc_offset integer,
    warc_length integer,
    warc_record text,
    payload_digest text,
    document integer references documents(id),
    change text not null default '' check (change in ('', 'new', 'changed', 'unchanged'))
) strict
"""

DOCUMENTS = """
create table documents (
    id integer primary key,
    site text not null references sites(id),
    url text not null,
    first_seen text not null,
    last_seen text not null,
    version integer references versions(id),
    unique (site, url)
) strict
"""

# The long columns stand last: SQLite reads a row from its beginning, and a filter needs none of them.
VERSIONS = """
create table versions (
    id integer primary key,
    document integer not null references documents(id),
    number integer not null,
    "fetch" integer not null references fetches(id),
    first_seen text not null,
    last_confirmed text not null,
    digest text not null,
    extractor text not null default '',
    encoding text not null default '',
    title text not null default '',
    index_number text,
    document_number text,
    issuer text,
    responsible_unit text,
    date_written text,
    date_published text,
    category text,
    disclosure text,
    validity text,
    keywords text,
    column_path text,
    source text,
    genre text,
    report_year text,
    unit text,
    text text not null default '',
    blocks text not null default '[]',
    meta_tags text not null default '[]',
    warnings text not null default '[]',
    parts text not null default '[]',
    unique (document, number)
) strict
"""

EVIDENCE = """
create table evidence (
    id integer primary key,
    version integer not null references versions(id),
    field text not null,
    value text not null,
    raw text not null,
    label text not null default '',
    place text not null,
    rule text not null,
    chosen integer not null default 1
) strict
"""

REMOVED = """
create table removed (
    id integer primary key,
    version integer not null references versions(id),
    position integer not null,
    reason text not null,
    text text not null,
    place text not null default ''
) strict
"""

ATTACHMENTS = """
create table attachments (
    id integer primary key,
    version integer not null references versions(id),
    position integer not null,
    url text not null,
    name text not null
) strict
"""

SIGHTINGS = """
create table sightings (
    id integer primary key,
    "fetch" integer not null references fetches(id),
    site text not null references sites(id),
    list_url text not null,
    position integer not null,
    url text not null,
    title text not null,
    date text not null default '',
    index_number text not null default '',
    document_number text not null default '',
    issuer text not null default ''
) strict
"""

SEARCH_STATE = """
create table search_state (
    document integer primary key references documents(id),
    version integer not null references versions(id),
    segmenter integer not null
) strict
"""

INDEXES = (
    "create index crawls_site on crawls (site, started)",
    "create index fetches_url on fetches (site, url)",
    "create index fetches_crawl on fetches (crawl, outcome)",
    "create index fetches_record on fetches (warc_record)",
    "create index fetches_document on fetches (document)",
    "create index documents_version on documents (version)",
    "create index versions_document on versions (document)",
    "create index evidence_version on evidence (version)",
    "create index removed_version on removed (version)",
    "create index attachments_version on attachments (version)",
    "create index sightings_url on sightings (site, url)",
    'create index sightings_fetch on sightings ("fetch")',
)

# What m002 adds. Our own reading of what was published, and what each crawl read, so that a change shows.
FIDELITY = (
    "alter table versions add column joins text not null default '[]'",
    "alter table versions add column doubts text not null default '[]'",
    "alter table versions add column conflicts text not null default '[]'",
    "alter table versions add column outline text not null default '[]'",
    "alter table evidence add column eligible integer not null default 1",
    "alter table evidence add column precision text not null default ''",
    'alter table removed add column "offset" integer',
    # Null for what was not read as a document, and for what was read before this was kept.
    "alter table fetches add column kept_characters integer",
    "alter table fetches add column removed_characters integer",
    "alter table fetches add column filled text",
)

NUMBERS = """
create table numbers (
    id integer primary key,
    version integer not null references versions(id),
    field text not null,
    form text not null,
    organ text not null,
    year text not null,
    serial text not null
) strict
"""

EXTRACTIONS = """
create table extractions (
    crawl integer primary key references crawls(id),
    site text not null references sites(id),
    reports integer not null,
    kept_characters integer not null,
    removed_characters integer not null,
    removed_lower real not null,
    removed_share real not null,
    removed_upper real not null,
    body_lower real not null,
    body_length real not null,
    body_upper real not null
) strict
"""

FILL_RATES = """
create table fill_rates (
    crawl integer not null references crawls(id),
    field text not null,
    filled integer not null,
    "of" integer not null,
    primary key (crawl, field)
) strict
"""

ALARMS = """
create table alarms (
    id integer primary key,
    crawl integer not null references crawls(id),
    site text not null references sites(id),
    measure text not null,
    field text not null default '',
    value real not null,
    usual real not null,
    said text not null
) strict
"""

FIDELITY_INDEXES = (
    "create index numbers_version on numbers (version)",
    "create index numbers_series on numbers (field, organ, year, serial)",
    "create index extractions_site on extractions (site, crawl)",
    "create index alarms_crawl on alarms (crawl)",
)

# What m003 adds: the archive is a view of the journal that the WARC files are.
SEQUENCE = """
create table sequence (
    name text primary key,
    last integer not null
) strict
"""

JOURNAL = (
    SEQUENCE,
    "insert into sequence (name, last) select 'crawls', coalesce(max(id), 0) from crawls",
    "insert into sequence (name, last) select 'fetches', coalesce(max(id), 0) from ("
    "select max(id) as id from fetches"
    " union all select max(id) from documents union all select max(id) from versions)",
    "alter table crawls add column warc_file text",
    "alter table fetches add column asked text not null default ''",
    "alter table fetches add column context text not null default '{}'",
    "alter table fetches add column part_of integer references fetches(id)",
    "alter table fetches add column revisit_of integer references fetches(id)",
    "alter table fetches add column etag text not null default ''",
    "alter table fetches add column last_modified text not null default ''",
)

# Rows that belong to another have its number and a place as their key: the same whenever they are written.
KEYED = {
    "units": (
        "site text not null references sites(id), name text not null, kind text not null,"
        " division_code text not null default '', primary key (site, name)",
        "site, name, kind, division_code",
    ),
    "columns": (
        "site text not null references sites(id), path text not null, url text not null,"
        " genre text not null default '', found text not null, primary key (site, path, url)",
        "site, path, url, genre, found",
    ),
    "evidence": (
        "version integer not null references versions(id), position integer not null, field text not null,"
        " value text not null, raw text not null, label text not null default '', place text not null,"
        " rule text not null, chosen integer not null default 1, eligible integer not null default 1,"
        " precision text not null default '', primary key (version, position)",
        "version, row_number() over (partition by version order by id), field, value, raw, label, place,"
        " rule, chosen, eligible, precision",
    ),
    "removed": (
        "version integer not null references versions(id), position integer not null, reason text not null,"
        " text text not null, place text not null default '', \"offset\" integer,"
        " primary key (version, position)",
        'version, position, reason, text, place, "offset"',
    ),
    "attachments": (
        "version integer not null references versions(id), position integer not null, url text not null,"
        " name text not null, primary key (version, position)",
        "version, position, url, name",
    ),
    "numbers": (
        "version integer not null references versions(id), position integer not null, field text not null,"
        " form text not null, organ text not null, year text not null, serial text not null,"
        " primary key (version, position)",
        "version, row_number() over (partition by version order by id), field, form, organ, year, serial",
    ),
    "sightings": (
        '"fetch" integer not null references fetches(id), position integer not null,'
        " site text not null references sites(id), list_url text not null, url text not null,"
        " title text not null, date text not null default '', index_number text not null default '',"
        " document_number text not null default '', issuer text not null default '',"
        ' primary key ("fetch", position)',
        '"fetch", position, site, list_url, url, title, date, index_number, document_number, issuer',
    ),
    "alarms": (
        "crawl integer not null references crawls(id), site text not null references sites(id),"
        " measure text not null, field text not null default '', value real not null, usual real not null,"
        " said text not null, primary key (crawl, measure, field)",
        "crawl, site, measure, field, value, usual, said",
    ),
}
KEYED_INDEXES = (
    "create index numbers_series on numbers (field, organ, year, serial)",
    "create index sightings_url on sightings (site, url)",
)

# What m005 adds: the state of each document, and what is remembered to tell it. A history is written once
# and never changed but for the end of its last row. `standings`, `listings`, `walked_columns` and `aliases`
# are the memory of `archive.absence` between two crawls, no public statement.
WALKS = """
create table walks (
    crawl integer not null references crawls(id),
    "column" text not null,
    list_url text not null,
    ended text not null check (ended in
        ('complete', 'early', 'repeated', 'capped', 'shifted', 'broken', 'limit', 'known', 'cut')),
    finished text not null,
    pages_walked integer not null,
    pages_claimed integer,
    rows_found integer not null,
    records_claimed integer,
    fetches text not null,
    said text not null,
    primary key (crawl, "column", list_url)
) strict
"""

STATES = """
create table states (
    document integer not null references documents(id),
    position integer not null,
    state text not null check (state in
        ('seen', 'not_listed', 'missing', 'blocked', 'robots', 'failed', 'moved', 'gone', 'returned')),
    since text not null,
    until text,
    evidence text not null,
    moved_to text not null default '',
    said text not null,
    primary key (document, position)
) strict
"""

REPLACEMENTS = """
create table replacements (
    version integer primary key references versions(id),
    before integer not null references versions(id),
    kept real not null,
    said text not null
) strict
"""

STANDINGS = """
create table standings (
    document integer primary key references documents(id),
    site text not null references sites(id),
    url text not null,
    first text not null,
    first_fetch integer not null references fetches(id),
    last text not null,
    digest text not null,
    title text not null,
    issuer text not null,
    date text not null,
    likeness text not null,
    address text not null,
    state text not null,
    moved_to text not null default '',
    misses text not null default '[]',
    unique (site, url)
) strict
"""

LISTINGS = """
create table listings (
    document integer not null references documents(id),
    site text not null references sites(id),
    "column" text not null,
    listed integer not null,
    last text not null,
    lacking text not null default '[]',
    primary key (document, "column")
) strict
"""

WALKED_COLUMNS = """
create table walked_columns (
    site text not null references sites(id),
    "column" text not null,
    walked text not null,
    primary key (site, "column")
) strict
"""

ALIASES = """
create table aliases (
    site text not null references sites(id),
    url text not null,
    target text not null,
    primary key (site, url)
) strict
"""

STATES_NOW = """
create view states_now as
select d.id, d.url, v.title, s.name as site, t.state, t.since, t.moved_to, t.said, t.evidence,
    d.first_seen, d.last_seen, d.site as site_id
from states t
join documents d on d.id = t.document
join versions v on v.id = d.version
join sites s on s.id = d.site
where t.until is null
"""

VANISHED = """
create view vanished as
select * from states_now where state in ('not_listed', 'missing', 'gone', 'moved')
"""

ABSENCE_INDEXES = (
    "create index states_open on states (state) where until is null",
    "create index standings_digest on standings (site, digest)",
    "create index standings_likeness on standings (site, likeness)",
    "create index standings_address on standings (site, address)",
    'create index listings_column on listings (site, "column", listed)',
)

READINGS = """
create table readings (
    version integer not null references versions(id),
    extractor text not null,
    digest text not null,
    title text not null,
    text text not null,
    metadata text not null,
    blocks text not null,
    until text not null,
    primary key (version, extractor)
) strict
"""

# A view of the chain's records in the journal (`archive.chain`).
CHAIN = """
create table chain (
    n integer primary key,
    file text not null unique,
    crawls text not null,
    closed text not null,
    records integer not null,
    root text not null,
    previous text not null,
    restored integer not null,
    hash text not null
) strict
"""

# What m008 adds: which capture of a file belongs to a version, what each version changed, and which documents
# are one. `address` is a file's own, without what one visit made of it (`archive.compare.normal`).
ATTACHED = (
    'alter table attachments add column "fetch" integer references fetches(id)',
    "alter table attachments add column address text not null default ''",
    "alter table fetches add column content_digest text",
    """
    update attachments set "fetch" = (
        select f.id from fetches f
        join versions v on v.id = attachments.version join documents d on d.id = v.document
        where f.site = d.site and f.url = attachments.url and f.outcome in ('ok', 'unchanged')
            and f.kind in ('', 'attachment') and f.warc_record is not null
        order by f.fetched desc limit 1)
    """,
)

CHANGES = """
create table changes (
    version integer primary key references versions(id),
    before integer not null references versions(id),
    silent integer,
    title integer not null,
    sentences integer not null,
    figures integer not null,
    fields text not null,
    attachments integer not null,
    said text not null
) strict
"""

SILENT_EDITS = """
create view silent_edits as
select v.id as version, d.id as document, d.url, v.title, s.name as site, v.number, v.first_seen,
    v.date_published, c.said, d.site as site_id
from changes c
join versions v on v.id = c.version
join documents d on d.id = v.document
join sites s on s.id = d.site
where c.silent = 1
"""

FINGERPRINTS = """
create table fingerprints (
    version integer primary key references versions(id),
    document integer not null references documents(id),
    content text,
    likeness text
) strict
"""

DUPLICATES = """
create table duplicates (
    document integer not null references documents(id),
    other integer not null references documents(id),
    reason text not null check (reason in ('content', 'title, issuer and date')),
    since text not null,
    primary key (document, other)
) strict
"""

VERSIONS_INDEXES = (
    "create index attachments_address on attachments (address)",
    'create index attachments_lacking on attachments (version) where "fetch" is null',
    "create index fetches_redirected on fetches (redirected_to) where outcome = 'redirected'",
    "create index fetches_part on fetches (part_of) where part_of is not null",
    "create index fetches_lost on fetches (site, url)"
    " where asked = 'document' and outcome not in ('ok', 'unchanged', 'redirected')",
    "create index fingerprints_content on fingerprints (content) where content is not null",
    "create index fingerprints_likeness on fingerprints (likeness) where likeness is not null",
    "create index fingerprints_document on fingerprints (document)",
    "create index duplicates_other on duplicates (other)",
    "create index changes_silent on changes (silent) where silent = 1",
)

# The public face: one row a document, its latest version, readable like a spreadsheet.
REPORTS = """
create view reports as
select
    d.id, d.url, v.title, v.text,
    s.name as site, v.unit, v.genre, v.report_year,
    v.index_number, v.document_number, v.issuer, v.responsible_unit,
    v.date_written, v.date_published,
    v.category, v.disclosure, v.validity, v.keywords, v.column_path, v.source,
    d.first_seen, d.last_seen, d.site as site_id, v.id as version, v.number as versions
from documents d
join versions v on v.id = d.version
join sites s on s.id = d.site
"""


@migrations()
def m001_archive(db: Database) -> None:
    """Everything the first archive holds."""
    for statement in (
        SITES, UNITS, CRAWLS, COLUMNS, FETCHES, DOCUMENTS, VERSIONS, EVIDENCE, REMOVED, ATTACHMENTS,
        SIGHTINGS, SEARCH_STATE, *INDEXES, REPORTS,
    ):  # fmt: skip
        db.execute(statement)
    # The segmenter has cut the text already: the tokenizer only splits at its spaces. unicode61 would take
    # the Han characters that Unicode added after 2012 for punctuation.
    db.execute(
        "create virtual table search_index using fts5 (title, text, names, content='', tokenize='ascii')"
    )
    db.execute("insert into search_index (search_index, rank) values ('rank', 'bm25(10.0, 1.0, 4.0)')")


@migrations()
def m002_fidelity(db: Database) -> None:
    """The reading of a text, its doubts and conflicts, numbers taken apart, and the alarm of drift."""
    for statement in (*FIDELITY, NUMBERS, EXTRACTIONS, FILL_RATES, ALARMS, *FIDELITY_INDEXES):
        db.execute(statement)


@migrations()
def m003_journal(db: Database) -> None:
    """Numbers that are given once and stand in the captures, and rows known by what they belong to."""
    for statement in JOURNAL:
        db.execute(statement)
    for table, (columns, values) in KEYED.items():
        db.execute(f"alter table {table} rename to {table}_before")
        db.execute(f"create table {table} ({columns}) strict")
        db.execute(f"insert into {table} select {values} from {table}_before")
        db.execute(f"drop table {table}_before")
    for statement in KEYED_INDEXES:
        db.execute(statement)


@migrations()
def m004_schedule(db: Database) -> None:
    """The slot a crawl was made for, and `partial`: it ended where its window or its budget did."""
    db.execute("alter table crawls add column slot text")
    _allow(db, "crawls", "outcome", "partial")


@migrations()
def m005_absence(db: Database) -> None:
    """The states of documents with their evidence, and the walks of lists that they need."""
    for statement in (
        WALKS, STATES, REPLACEMENTS, STANDINGS, LISTINGS, WALKED_COLUMNS, ALIASES, STATES_NOW, VANISHED,
        *ABSENCE_INDEXES,
    ):  # fmt: skip
        db.execute(statement)


@migrations()
def m006_readings(db: Database) -> None:
    """Earlier readings of a version, by other extractors."""
    db.execute(READINGS)


@migrations()
def m007_chain(db: Database) -> None:
    """The hash chain over the WARC files."""
    db.execute(CHAIN)


@migrations()
def m008_versions(db: Database) -> None:
    """The files of each version, what each version changed, and documents at several addresses."""
    for statement in ATTACHED:
        db.execute(statement)
    for (url,) in db.execute("select distinct url from attachments").fetchall():
        db.execute("update attachments set address = ? where url = ?", [steady_address(url), url])
    for statement in (CHANGES, SILENT_EDITS, FINGERPRINTS, DUPLICATES, *VERSIONS_INDEXES):
        db.execute(statement)


def _allow(db: Database, table: str, column: str, value: str) -> None:
    """One more value in a column's check.

    SQLite cannot alter a check, so the table is made again as it now is, whatever other migrations have made
    of it, with its indexes. Its rows wait in another table meanwhile and come back under the old name: what
    refers to them is checked when the migration is committed.
    """
    name = "select sql from sqlite_master where tbl_name = ? and type = ? and sql is not null"
    ((sql,),) = db.execute(name, [table, "table"]).fetchall()
    indexes = db.execute(name, [table, "index"]).fetchall()
    check = rf"(\b{column}\s+in\s*\([^)]*)\)"
    made, found = re.subn(check, rf"\1, '{value}')", sql, count=1, flags=re.IGNORECASE)
    if not found:
        raise ValueError(f"{table}.{column} has no check: {sql}")
    db.execute("pragma defer_foreign_keys = on")
    db.execute(f"create table {table}_before as select * from {table}")
    db.execute(f"drop table {table}")
    db.execute(made)
    db.execute(f"insert into {table} select * from {table}_before")
    db.execute(f"drop table {table}_before")
    for (index,) in indexes:
        db.execute(index)
