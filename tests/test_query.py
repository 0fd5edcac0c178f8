"""What a reader types: understood, echoed, and never an error."""

import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.query import LONGEST, MOST_WORDS, NEVER, parse
from archive.search import fts_query
from archive.segment import fold, segment

MATCHES = [
    ("法治政府", '("法治 治政 政府")'),
    ("法", '("法" *)'),
    ("2024年", '("2024 年" *)'),
    ("３月１日", '("3 月 1 日" *)'),
    ("〔2023〕8号", '("2023 8 号" *)'),
    ("全会、系列", '("全会 会 系列")'),
    ("Ａ４纸", '("a4 纸" *)'),
    ("法治 建设", '("法治") AND ("建设")'),
    ("法治　建设", '("法治") AND ("建设")'),
    ("法治 AND 建设", '("法治") AND ("建设")'),
    ("“法治 建设”", '("法治 治 建设")'),
    ("「法治」", '("法治")'),
    ("法治 -建设", '(("法治")) NOT ("建设")'),
    ('法治 －"建设 改革"', '(("法治")) NOT ("建设 设 改革")'),
    ("法治 OR 建设", '("法治" OR "建设")'),
    ("甲乙 法治|建设", '("甲乙") AND ("法治" OR "建设")'),
    ("OR 法治 OR", '("法治")'),
    ("臺灣", '("台湾")'),
    ('法治"', '("法治")'),
    ("NEAR(法治,2)", '("near 法治 治 2")'),
    ("title:法治*", '("title 法治")'),
]


@pytest.mark.parametrize(("words", "match"), MATCHES)
def test_a_query_becomes_phrases(words: str, match: str) -> None:
    assert parse(words).match == match


@pytest.mark.parametrize(
    "words", ["", " ", '""', "，。", "-", "-法治", "OR", "|", "()", "*", "\x00", "\u200b", "\ud800"]
)
def test_a_query_for_nothing_finds_nothing_and_is_no_error(words: str) -> None:
    assert parse(words).match == NEVER
    assert fts_query(words) == NEVER


def test_no_text_holds_the_token_that_never_matches() -> None:
    assert NEVER.strip('"') not in segment("永never 永 never 永-never").split()


def test_mistakes_are_said() -> None:
    assert "引号" in parse('法治 "建设').messages[0]
    assert "排除" in parse("-法治").messages[0]
    assert "略过" in parse("法治 ，").messages[0]
    assert str(LONGEST) in parse("法" * 10_000).messages[0]
    assert str(MOST_WORDS) in parse(" ".join(["法治"] * 100)).messages[0]
    assert parse("法治 建设").messages == ()


def test_the_understood_query_is_told_in_words() -> None:
    assert parse("甲乙 法治|建设 -改革").said == "含 “甲乙” 且 “法治” 或 “建设”，不含“改革”"
    assert parse("").said == ""


@pytest.fixture(scope="module")
def fts() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table f using fts5(t, content='', tokenize='ascii')")
    db.execute("insert into f(rowid, t) values (1, ?)", [segment("法治政府建设OR 2024年")])
    return db


HOSTILE = (
    "法治建設國2０a Ｂ\"“”「-－|()*:^+{}[]\\'%_&;,.。、〔〕\x00\ud800\U00020000〇\u0301\u200f\nORANDNOTNEAR "
)


def test_no_input_is_an_error(fts: sqlite3.Connection) -> None:
    chance = random.Random(3)
    for _ in range(20_000):
        words = "".join(chance.choices(HOSTILE, k=chance.choice((1, 3, 10, 40))))
        fts.execute("select count(*) from f where f match ?", [fts_query(words)]).fetchone()
    for words in ('"' * 10_000, "法 " * 5_000, "(" * 10_000, "a OR " * 2_000, "-法" * 5_000, "法" * 10_000):
        fts.execute("select count(*) from f where f match ?", [fts_query(words)]).fetchone()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_is_an_error(fts: sqlite3.Connection, words: str) -> None:
    fts.execute("select count(*) from f where f match ?", [fts_query(words)]).fetchone()


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text())
def test_folding_knows_no_neighbours(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


def test_folding_twice_is_folding_once() -> None:
    planes = (*range(0xD800), *range(0xE000, 0x20000), *range(0x2F800, 0x2FA20))
    everything = "".join(map(chr, planes))
    assert fold(fold(everything)) == fold(everything)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣發展", "台湾发展"),
        ("ＡＢＣ１２３", "abc123"),
        ("二○二三年", "二〇二三年"),
        ("法\u200b治\ufeff", "法治"),
        ("café", "cafe\u0301"),
        ("豈", "岂"),  # a compatibility ideograph
        ("⽂", "文"),  # a radical
        ("①㎡", "1m2"),
    ],
)
def test_forms_of_a_character_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert segment(one) == segment(other)


def test_text_is_cut_into_pairs_and_a_last_character() -> None:
    assert segment("法治政府，〔2023〕8号𠮷㐂a") == "法治 治政 政府 府 2023 8 号𠮷 𠮷㐂 㐂 a"
    assert segment("") == segment("，。") == ""


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("的 的 的", "的"),
        ("甲 OR 乙 OR 甲 丙", "甲 | 乙 丙"),
        ("甲|乙 乙|甲", "甲|乙"),
        ("甲 -乙 -乙", "甲 -乙"),
        ("法治 '法治' 法治、", "法治"),
    ],
)
def test_a_word_repeated_is_asked_once(words: str, plain: str) -> None:
    phrases = [{term.phrase for term in either} for either in parse(words).wanted]
    assert phrases == [{term.phrase for term in either} for either in parse(plain).wanted]
    assert len(parse(words).unwanted) == len(parse(plain).unwanted)
    assert len(parse(words).terms) == len(parse(plain).terms)
