"""Pages made to cost much: their metadata is read in a time that grows with their size and no faster."""

import time

import pytest

from pipelines.answer import Page
from pipelines.dom import parse
from pipelines.metadata import read_metadata

HOSTILE = {
    "pairs in cells": lambda n: (
        "<table>" + "<tr><td>索引号：</td><td>1/2024-00001</td></tr>" * n + "</table>"
    ),
    "labels with nothing between": lambda n: "<p>" + "索引号：<b></b>" * n + "</p>",
    "labels in spans": lambda n: "<div>" + "<span>文号：</span>" * n + "</div>",
    "values that flow on": lambda n: "<p>" + ("来源：甲" + "<b>x</b>" * 100) * (n // 100) + "</p>",
    "one row": lambda n: "<table><tr>" + "<td>索引号：</td>" * n + "</tr></table>",
    "header rows": lambda n: "<table>" + ("<tr>" + "<th>索引号</th>" * 15 + "</tr>") * (n // 15) + "</table>",
    "colons": lambda n: ("<p>" + "甲：" * 200 + "</p>") * (n // 100),
    "comments": lambda n: "<!--索引号：1 文号：2-->" * n,
    "definitions": lambda n: "<dl>" + "<dt>文号</dt><dd></dd>" * n + "</dl>",
    "breadcrumbs": lambda n: "<div class=crumb>当前位置：<a>1</a><a>2</a></div>" * n,
    "spaces in labels": lambda n: ("<p>来源" + " " * 590 + "：</p>") * (n // 20),
    "json": lambda n: "<script>" + 'a={"title":"x","identifier":"1"};' * n + "</script>",
    "dates": lambda n: "<div>" + "<p>2024年1月17日</p>" * n + "</div>",
    "tags": lambda n: "<meta name=Keywords content=x>" * n,
}


def seconds(markup):
    parsed = parse(Page("http://a.test/5.html", f"<html><body>{markup}</body></html>".encode()))
    if parsed.root is not None:
        assert len(parsed.tree) >= 0  # the walk is not what is measured
    start = time.perf_counter()
    read_metadata(parsed, None, None, None, "x", "y")
    return time.perf_counter() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_four_times_as_large_takes_no_more_than_its_share(name):
    small = min(seconds(HOSTILE[name](5_000)) for _ in range(2))
    large = min(seconds(HOSTILE[name](20_000)) for _ in range(2))
    assert large < 6 * small + 0.1


def test_prose_costs_next_to_nothing():
    assert seconds("<p>" + "一、工作情况：2024年1月17日，" * 200_000 + "</p>") < 0.5
