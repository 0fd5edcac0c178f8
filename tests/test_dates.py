"""Dates in every spelling pages use."""

import pytest

from pipelines.dates import find_date, only_date, url_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-1-17",
        "2024-01-17",
        "2024年1月17日",
        "2024年01月17日",
        "2024年 1 月 17 日",
        "二〇二四年一月十七日",
        "二○二四年一月十七日",
        "二Ｏ二四年一月十七日",
        "二零二四年一月十七日",
        "2024/01/17 10:00",
        "2024.01.17",
        "２０２４年１月１７日",
        "2024-01-17-23:59:59",
        "2024-01-17T08:00:00",
        "[2024-01-17]",
    ],
)
def test_every_spelling_of_one_day_is_one_date(text):
    assert find_date(text) == "2024-01-17"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二〇二三年十月十日", "2023-10-10"),
        ("二〇二三年十一月二十日", "2023-11-20"),
        ("二〇〇九年二月二十八日", "2009-02-28"),
        ("一九九八年五月一日", "1998-05-01"),
    ],
)
def test_chinese_numerals_are_read_as_written(text, date):
    assert find_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01",
        "2023-02-29",
        "2024年2月30日",
        "二〇二四年十三月一日",
        "2023年",
        "2023年度",
        "12024-01-17",
        "0953-2024",
        "",
    ],
)
def test_what_is_no_day_is_no_date(text):
    assert find_date(text) == ""


def test_an_impossible_date_does_not_hide_the_date_after_it():
    assert find_date("2023-02-30 改为 2023-03-01") == "2023-03-01"


def test_digits_in_a_row_are_a_date_only_beside_a_label_that_says_so():
    assert find_date("20240117") == ""
    assert find_date("20240117", compact=True) == "2024-01-17"
    assert find_date("640302027/2024-00001", compact=True) == ""


def test_a_text_is_only_a_date_when_nothing_else_is_in_it():
    assert only_date("（2024年1月17日）") == "2024-01-17"
    assert only_date("2024-01-17 10:33:59") == "2024-01-17"
    assert only_date("截至2024年1月17日") == ""


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("http://a.test/zwgk/202405/t20240517_1234.html", "2024-05-17"),
        ("http://a.test/art/2016/11/22/art_1_2.html", "2016-11-22"),
        ("./t20190918_693227.shtml", "2019-09-18"),
        ("http://a.test/tjgb/201705/9c059bf0.shtml", ""),
        ("http://a.test/t20241399_1.html", ""),
    ],
)
def test_the_day_in_an_address(url, date):
    assert url_date(url) == date
