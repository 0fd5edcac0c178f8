"""Search finds every substring, nothing else, in a bounded time, and shows what is really there."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from invented import fill

from archive import search as search_module
from archive.query import parse
from archive.records import Fetch, Report
from archive.search import fts_query, highlight, search, snippet
from archive.segment import fold
from archive.store import Archive


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Report]]:
    data = tmp_path_factory.mktemp("data")
    return data, fill(data, 400, 600)


@pytest.fixture
def archive(reports: tuple[Path, list[Report]]) -> Iterator[Archive]:
    with Archive.open_read_only(reports[0]) as opened:
        yield opened


def found(archive: Archive, words: str, filters: dict[str, str] | None = None) -> set[int]:
    """The ids of all documents found; the count and the ranking agree with them."""
    if filters is None:
        sql = "select rowid from search_index where search_index match ?"
        ids = {row[0] for row in archive.db.execute(sql, [fts_query(words)])}
        assert search(archive.db, words, limit=0).count == len(ids)
        return ids
    results = search(archive.db, words, limit=10_000, filters=filters)
    assert results.count == len(results.hits)
    return {hit.id for hit in results.hits}


@cache
def folded(report_fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, report_fields))


def fields(report: Report) -> tuple[str, ...]:
    """What can be found of a report, folded."""
    return folded((report.title, report.text, *(a.name for a in report.attachments)))


def is_cut(text: str, word: str) -> bool:
    """Whether the word stands in the text only inside a longer number or Latin word."""
    inside = r"[0-9a-z]"
    before = f"(?<!{inside})" if re.match(inside, word) else ""
    after = f"(?!{inside})" if re.search(inside + "$", word) else ""
    return re.search(before + re.escape(word) + after, text) is None


def scanned(reports: list[Report], word: str) -> set[int]:
    """The plain scan: documents, by their place, in which the folded word is a substring."""
    return {
        number
        for number, report in enumerate(reports, start=1)
        if any(word in text and not is_cut(text, word) for text in fields(report))
    }


def random_words(reports: list[Report], count: int, pattern: str) -> set[str]:
    """Substrings of one to eight characters that begin and end where a number or a Latin word does."""
    chance = random.Random(7)
    words: set[str] = set()
    while len(words) < count:
        text = chance.choice(fields(chance.choice(reports)))
        start = chance.randrange(len(text))
        word = text[start : start + chance.randint(1, 8)]
        if re.fullmatch(pattern, word) and not is_cut(text, word):
            words.add(word)
    return words


def test_search_equals_a_plain_scan_for_han_words(
    archive: Archive, reports: tuple[Path, list[Report]]
) -> None:
    words = random_words(reports[1], 600, "[\u3007\u3400-\u9fff\U00020000-\U0002ffff]+")
    assert {len(word) for word in words} == set(range(1, 9))
    for word in words:
        assert found(archive, word) == scanned(reports[1], word), word


def test_search_equals_a_plain_scan_for_numbers_and_latin_among_han(
    archive: Archive, reports: tuple[Path, list[Report]]
) -> None:
    for word in random_words(reports[1], 300, "(?=.*[0-9a-z])[\u3007\u3400-\u9fff0-9a-z]+"):
        # between a Han character and a number, punctuation may stand: 法治，2024 is found by 法治2024
        loose = parse(word).terms[0].pattern
        expected = {n for n, r in enumerate(reports[1], start=1) if any(map(loose.search, fields(r)))}
        assert scanned(reports[1], word) <= expected
        assert found(archive, word) == expected, word


def test_search_misses_no_substring_with_punctuation(
    archive: Archive, reports: tuple[Path, list[Report]]
) -> None:
    for word in random_words(reports[1], 300, r'[^"\s|\-]*[、，。；：（）《〔〕][^"\s|\-]*'):
        if parse(f'"{word}"').wanted:
            assert found(archive, f'"{word}"') >= scanned(reports[1], word), word


def test_the_original_writing_finds_the_same_as_the_simplified(archive: Archive) -> None:
    assert found(archive, "國務院") == found(archive, "国务院") != set()
    assert found(archive, "Ａ４") == found(archive, "a4") != set()


def test_words_are_joined_excluded_and_offered(archive: Archive) -> None:
    law, build = found(archive, "普法"), found(archive, "审计")
    assert found(archive, "普法 审计") == law & build
    assert found(archive, "普法 OR 审计") == law | build
    assert found(archive, "普法 -审计") == law - build
    assert found(archive, "-普法") == found(archive, "，") == set()


def test_an_attachment_is_found_by_its_name_and_shown(archive: Archive) -> None:
    (hit,) = search(archive.db, "附表乙").hits
    assert ("附表乙", True) in hit.snippet


def test_filters_narrow_by_what_a_document_says(archive: Archive, reports: tuple[Path, list[Report]]) -> None:
    chosen = {"unit": "青石镇", "year": "2021", "genre": "报告", "site": "yunxi"}
    expected = {
        n
        for n, r in enumerate(reports[1], start=1)
        if r.metadata == {"unit": "青石镇", "report_year": "2021", "genre": "报告"}
        and "法治" in fold(r.text + r.title)
    }
    assert found(archive, "法治", filters=chosen) == expected != set()
    assert found(archive, "法治", filters={"site": "nowhere"}) == set()


def test_a_title_stands_above_a_text(archive: Archive, reports: tuple[Path, list[Report]]) -> None:
    results = search(archive.db, "调解", limit=5)
    assert any("调解" in r.title for r in reports[1])
    assert "调解" in results.hits[0].title


@pytest.mark.parametrize("bound", [5, 40, 5000])
def test_pages_of_a_common_word_give_every_document_once(
    archive: Archive, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "RANKED", bound)
    for words in ("法治", "法治 -审计", "法治 OR 财政"):
        count = search(archive.db, words).count
        paged = [
            h.id
            for start in range(0, count, 30)
            for h in search(archive.db, words, limit=30, offset=start).hits
        ]
        assert len(paged) == len(set(paged)) == count
        assert set(paged) == found(archive, words)


@pytest.mark.parametrize("words", ["法治", "3月", "国务院", "法治 审计", "监", "a4", "app 法治", "“、”"])
def test_highlights_are_really_in_the_text(
    archive: Archive, reports: tuple[Path, list[Report]], words: str
) -> None:
    query = parse(words)
    allowed = {"".join(run.text for run in term.runs) for term in query.terms}
    for hit in search(archive.db, words).hits:
        text = reports[1][hit.id - 1].text
        assert "".join(piece for piece, _ in highlight(text, query.terms)) == text
        for piece in (piece for piece, is_match in highlight(text, query.terms) if is_match):
            left = re.sub(r"[\W_]", "", fold(piece))
            while left and (word := next((w for w in allowed if left.startswith(w)), "")):
                left = left[len(word) :]
            assert not left, piece
        assert any(is_match for _, is_match in hit.snippet) or words not in fold(text)


def test_a_snippet_shows_as_many_words_as_it_can() -> None:
    text = "法治。" + "甲" * 300 + "审计与法治" + "乙" * 300
    shown = snippet(text, parse("法治 审计").terms)
    assert [piece for piece, is_match in shown if is_match] == ["审计", "法治"]
    assert shown[0] == shown[-1] == ("…", False)


def test_a_snippet_of_characters_that_fold_to_several_keeps_its_place() -> None:
    text = "㎡㎡①ﬁ法\u200b治Ⅷ"
    assert highlight(text, parse("法治").terms) == [("㎡㎡①ﬁ", False), ("法\u200b治", True), ("Ⅷ", False)]


def test_a_number_is_not_found_inside_a_longer_one(tmp_path: Path) -> None:
    fill(tmp_path, 1, 10)
    with Archive.open(tmp_path) as archive:
        (crawl,) = archive.db.execute("select id from crawls").fetchone()
        url = "http://yunxi.localhost/n"
        fetch = archive.save_fetch(crawl, Fetch("yunxi", url, "2024-01-02T00:00:00Z", "ok"))
        archive.save_report(crawl, fetch, Report(url, "数", "检查5516人次"))
        assert search(archive.db, "5516人次").count == 1
        assert search(archive.db, "551").count == search(archive.db, "516人次").count == 0
