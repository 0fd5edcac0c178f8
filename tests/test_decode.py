"""Bytes to text: the right encoding, and no byte lost without word of it."""

from __future__ import annotations

import os

import pytest

from pipelines.answer import Page
from pipelines.decode import decode
from pipelines.dom import parse, squeeze

WORDS = "上政发〔2024〕8号：镕、喆、㙍等同志，共５５１６人次，费用€100。"
HEAD = '<meta charset="{}"><p>'


def test_a_page_declared_as_gb2312_is_read_as_gb18030() -> None:
    body = (HEAD.format("gb2312") + WORDS).encode("gb18030")
    read = decode(body)
    assert WORDS in read.text and read.encoding == "gb18030" and not read.problems


def test_the_euro_byte_of_gbk_is_a_euro() -> None:
    assert decode(
        "费用".encode("gbk") + b"\x80" + "一百元，共三人，镇政府办公室".encode("gbk")
    ).text.startswith("费用€")


@pytest.mark.parametrize("header", ["text/html; charset=gbk", "text/html; charset=ISO-8859-1", "text/html"])
@pytest.mark.parametrize("meta", ["gb2312", "utf-8", "no-such-charset"])
@pytest.mark.parametrize("real", ["gb18030", "utf-8"])
def test_the_bytes_decide_where_declarations_disagree(header: str, meta: str, real: str) -> None:
    body = (HEAD.format(meta) + WORDS * 3).encode(real)
    read = decode(body, header)
    assert WORDS in read.text and read.encoding == real


def test_a_disagreement_is_told() -> None:
    read = decode((HEAD.format("utf-8") + WORDS).encode(), "text/html; charset=gbk")
    assert any("disagree" in problem and "gb18030" in problem for problem in read.problems)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode((HEAD.format("gb2312") + WORDS).encode(encoding)).text.startswith("<meta")


def test_unreadable_bytes_are_named_with_their_offset() -> None:
    body = HEAD.format("utf-8").encode() + "学习".encode() + b"\xff\xfe" + "七次".encode()
    read = decode(body)
    at = body.index(b"\xff")
    assert "学习��七次" in read.text
    assert f"1 byte(s) at offset {at} cannot be read as utf-8" in read.problems


def test_many_unreadable_bytes_are_counted_and_cost_linear_time() -> None:
    body = HEAD.format("utf-8").encode() + ("学".encode() + b"\xff") * 200_000
    read = decode(body)
    assert len(read.problems) < 10 and any("more place(s)" in problem for problem in read.problems)


def test_a_page_cut_in_the_middle_of_a_character_loses_only_that() -> None:
    read = decode((HEAD.format("utf-8") + WORDS).encode()[:-1])
    assert WORDS[:-1] in read.text and len(read.problems) == 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("学习\n    7\n   次", "学习7次"),
        ("rule\n   of law", "rule of law"),
        ("a \t b", "a b"),
        ("&nbsp;".replace("&nbsp;", "\xa0") * 4 + "第一条\xa0\xa0总则", "第一条 总则"),
        ("张三　李四", "张三　李四"),
        ("　　缩进\u200b的字\ufeff", "缩进的字"),
    ],
)
def test_white_space_is_what_a_reader_sees(text: str, seen: str) -> None:
    assert squeeze(text) == seen


def test_no_bytes_are_no_page() -> None:
    assert parse(Page("", b" \n")).root is None and parse(Page("", b"")).problems


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!\x1a\x07\x00"]
)
def test_a_file_named_html_is_known_by_its_first_bytes(head: bytes) -> None:
    parsed = parse(Page("http://example.gov.cn/x.html", head + os.urandom(2000)))
    assert parsed.root is None and parsed.file_type
