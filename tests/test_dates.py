"""Dates in every spelling pages use."""

import pytest

from pipelines.dates import field_date, find_date, instant_date, only_date, url_date


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
        "二〇二四年元月十七日",
        "二〇二四年 一 月 十 七 日",
        "二 〇 二 四 年一月十七日",
        "二0二四年一月十七日",
        "2024年一月十七日",
        "二〇二四年1月17日",
        "2024年1月17号",
        "2024-1-17日",
        "2024年1月17",
        "2024—01—17",
        "2024－01－17",
        "2024．1．17",
        "2024 / 1 / 17",
        "２０２４-０１-１７",
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
        ("二〇二三年十二月廿一日", "2023-12-21"),
        ("二〇二三年十二月卅一日", "2023-12-31"),
        ("二〇二三年六月卅日", "2023-06-30"),
        ("二〇二三年六月廿日", "2023-06-20"),
        ("二〇二三年六月二十日", "2023-06-20"),
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
        "24-01-17",
        "24年1月17日",
        "二四年一月十七日",
        "2024年1-3月",
        "2024年1-17日",
        "2024年1月17次",
        "2024.1-17",
        "10.2024.1.17.5",
        "二〇二四年二月三十日",
        "二〇二四年一月十七十日",
        "二〇二四年初一月正日",
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


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2024-01-17", "2024-01-17", "day"),
        ("二〇二四年一月十七日", "2024-01-17", "day"),
        ("20240117", "2024-01-17", "day"),
        ("2024-01-17 09:30", "2024-01-17", "minute"),
        ("2024年1月17日 9时30分", "2024-01-17", "minute"),
        ("2024年01月17日 09:30:15", "2024-01-17", "second"),
        ("2024-01-17-23:59:59", "2024-01-17", "second"),
        ("2024-01-17T08:00:00.000+08:00", "2024-01-17", "second"),
        ("2024-01-17T08:00:00Z", "2024-01-17", "second"),
        ("2024年1月", "2024-01", "month"),
        ("2024年1月份", "2024-01", "month"),
        ("2024-01", "2024-01", "month"),
        ("2024.1", "2024-01", "month"),
        ("二〇二四年元月", "2024-01", "month"),
        ("2024年", "2024", "year"),
        ("2024", "2024", "year"),
        ("二〇二四年", "2024", "year"),
    ],
)
def test_a_date_field_says_how_much_of_a_date_it_prints(text, value, precision):
    printed = field_date(text)
    assert printed is not None and (printed.value, printed.precision) == (value, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "2024年2月30日",
        "2024-13",
        "2024年13月",
        "2024年度",
        "2024年第1季度",
        "2024年1-3月",
        "24-01-17",
        "240117",
        "202401",
        "1月17日",
        "长期",
        "20241399",
        "2024-02-30 09:00",
        "640302027/2024-00001",
    ],
)
def test_what_is_no_date_in_a_date_field_is_none(text):
    assert field_date(text) is None


def test_a_stamp_of_another_offset_that_falls_on_another_day_here_is_not_believed():
    assert field_date("2024-01-17T20:00:00Z") is None
    assert field_date("2024-01-17T20:00:00+08:00").value == "2024-01-17"
    assert field_date("2024-01-17T01:00:00+09:00").value == "2024-01-17"
    assert field_date("2024-01-17T00:30:00+09:00") is None


def test_an_instant_is_a_day_of_the_country():
    assert instant_date(1705507200).value == "2024-01-18"  # 2024-01-17 16:00 UTC
    assert instant_date(1705507199).value == "2024-01-17"
    assert instant_date(1705507200000).value == "2024-01-18"
    assert instant_date(20240117) is None
