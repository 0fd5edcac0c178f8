"""Rules that change no answer and only save time: what they know is not looked at further.

`knockout.py` cannot notice them, for every answer is the same without them, only later.
"""

from __future__ import annotations

from typing import Any

import pytest
import rule_pages as rules

from pipelines import quotes, rows, select, survey
from pipelines.answer import Page
from pipelines.dom import parse

URL = "http://www.example.gov.cn/zwgk/tzgg/"


def further(*_: Any, **__: Any) -> Any:
    raise AssertionError("looked at further")


@pytest.mark.parametrize("row", rules.ROWS_OF_LABELS)
def test_a_row_in_a_box_of_its_own_is_read_with_its_page(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "<a href=/own/{0}.html>关于做好第{0}项工作有关事项的通知</a><b>发布机构：清溪镇</b>"
    markup = "".join(row.format(said.format(n), f"<i>2024-01-{n}</i>") for n in range(10, 18))
    monkeypatch.setattr(rows, "read_pairs", further)
    found = rows.read_rows(parse(Page(URL, f"<title>通知公告</title><div>{markup}</div>".encode())))
    assert [(r.date, r.issuer) for r in found] == [(f"2024-01-{n}", "清溪镇") for n in range(10, 18)]


@pytest.mark.parametrize("day", ["1998-01-17", "2024-01-17", "2024-10-09", "2024-12-28"])
def test_the_date_of_most_rows_is_one_as_it_stands(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "only_date", further)
    assert survey.row_date(day) == survey.row_date(f" [{day}] ") == day


@pytest.mark.parametrize("day", ["2024-01-29", "2024-1-17", "2024年1月17日"])
def test_any_other_is_looked_at(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "only_date", further)
    with pytest.raises(AssertionError, match="further"):
        survey.row_date(day)


def test_a_text_with_a_word_is_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "only_date", further)
    assert survey.row_date("清溪镇2024年1月17日") is None and survey.is_title("清溪镇2024年1月17日")


@pytest.mark.parametrize(("selector", "number"), [("#zoom", 2), (".zw", 2), ("P", 3), ("div > p", None)])
def test_a_simple_selector_is_looked_up(
    selector: str, number: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = parse(Page(URL, b"<html><body><div id=zoom class='a zw'><p>1</p></div></body></html>")).tree
    monkeypatch.setattr(select, "_compiled", further)
    if number is not None:
        assert select.select(tree, selector) == [number]
    else:
        with pytest.raises(AssertionError, match="further"):
            select.select(tree, selector)


@pytest.mark.parametrize(
    "said", ["《甲〈乙〉丙〈丁〉》，“戊《己〈庚〉》辛”，《壬》", "“甲”“乙”", "《甲》《乙》", ""]
)
def test_marks_that_are_all_in_pairs_are_in_no_doubt(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "_quotations", further)
    assert list(quotes.unbalanced_quotes(said)) == []
