"""The migration that adds slots and partial crawls, on archives that hold something already."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from archive.opening import connect, migrate
from archive.records import Fetch, SiteRecord
from archive.schema import _allow, migrations
from archive.store import Archive

SITE = SiteRecord("hongqi", "红旗区人民政府", "http://hongqi.example/")


def an_older_archive(path):
    """As it was before slots: with a crawl, a fetch that refers to it, and the sums of the crawl."""
    db = connect(path, create=True)
    migrations.apply(db, stop_before="m004_schedule")
    db["sites"].insert({"id": "hongqi", "name": "红旗区人民政府", "home": "http://hongqi.example/"})
    for outcome in ("finished", "blocked"):
        crawl = {"site": "hongqi", "reason": "crawl", "started": "2026-11-23T17:02:00Z", "outcome": outcome}
        crawl = db["crawls"].insert(crawl).last_pk
        fetch = {"crawl": crawl, "site": "hongqi", "url": "http://hongqi.example/", "outcome": "ok"}
        db["fetches"].insert(fetch | {"fetched": "2026-11-23T17:02:01Z"})
    db.execute("update sequence set last = 2")
    return db


def test_rows_indexes_and_what_refers_to_them_stay(tmp_path):
    db = an_older_archive(tmp_path / "archive.db")
    indexes = {index.name for index in db["crawls"].indexes}
    before = list(db.query("select * from crawls"))
    migrate(db, tmp_path / "archive.db")
    assert list(db.query("select * from crawls")) == [row | {"slot": None} for row in before]
    assert {index.name for index in db["crawls"].indexes} == indexes != set()
    assert db.execute("pragma foreign_key_check").fetchall() == []
    assert db.execute("pragma foreign_keys").fetchone() == (1,)
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    assert db["crawls"].strict
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            "insert into fetches (crawl, site, url, fetched, outcome) values (99, 'hongqi', '', '', '')"
        )
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("update crawls set outcome = 'nonsense'")
    db.close()


def test_a_crawl_is_started_for_a_slot_and_ends_in_part(tmp_path):
    an_older_archive(tmp_path / "archive.db").close()
    with Archive.open(tmp_path) as archive:
        crawl = archive.start_crawl("hongqi", "crawl", slot="2026-11-24T17:02:00Z")
        archive.save_fetch(crawl, Fetch("hongqi", "http://hongqi.example/", "2026-11-24T17:02:01Z", "ok"))
        archive.finish_crawl(crawl, "partial", "the window closed")
        unasked = archive.start_crawl("hongqi", "crawl")
        rows = dict(archive.db.execute("select id, slot || ' ' || outcome from crawls where slot <> ''"))
        assert rows == {crawl: "2026-11-24T17:02:00Z partial"}
        assert archive.db["crawls"].get(unasked)["slot"] is None


def test_a_table_that_others_have_changed_is_kept_as_they_left_it():
    db = Database(memory=True)
    db.execute("pragma foreign_keys = on")
    db.execute("create table \"t\" (id integer primary key, o text check (o in ('a', 'b')), x text) strict")
    db.execute("create table u (t integer references t(id))")
    db.execute("alter table t add column later text not null default 'l'")
    db.execute("create unique index tx on t (x)")
    db.execute("insert into t (o, x) values ('a', 'x')")
    db.execute("insert into u values (1)")
    db.execute("begin")
    _allow(db, "t", "o", "c")
    db.execute("commit")
    db.execute("insert into t (o, x) values ('c', 'y')")
    assert list(db.query("select * from t"))[1] == {"id": 2, "o": "c", "x": "y", "later": "l"}
    assert [fk.other_table for fk in db["u"].foreign_keys] == ["t"]
    with pytest.raises(ValueError, match="no check"):
        _allow(db, "u", "t", "c")
