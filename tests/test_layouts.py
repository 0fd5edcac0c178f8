# ruff: noqa: E501  (markup is easier to check on one line)
"""Layouts nobody has seen: pages composed by chance, texts that a script shows, lists that look like texts.

What `layouts.py` holds one by one is read in `test_body.py`.
"""

from __future__ import annotations

import pytest
from composed import CONTAINERS, FURNITURE, chosen, compose, draw, exact, shrink
from layouts import FULL, H1, LAYOUTS, LISTS, META, SCRIPTED, TITLE, page, ps

from pipelines.answer import Answer, Page
from pipelines.extract import extract

SEEDS = range(400)
URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"


def read(markup: str, url: str = URL) -> Answer:
    return extract(Page(url, markup.encode()))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_composed_page_is_read_exactly(seed: int) -> None:
    wrong = exact(compose(draw(seed)))
    if wrong:
        least = shrink(draw(seed))
        markup = compose(least).body.decode(least.encoding)
        pytest.fail(f"{wrong}\nneeds only {chosen(least)}:\n{markup}", pytrace=False)


def test_the_seeds_meet_every_choice() -> None:
    drawn = [draw(seed) for seed in SEEDS]
    assert {layout.container for layout in drawn} == set(CONTAINERS)
    assert {name for layout in drawn for name in layout.furniture} == set(FURNITURE)
    assert len({compose(layout).body for layout in drawn}) == len(drawn) >= 300
    assert all(compose(layout).body == compose(draw(layout.seed)).body for layout in drawn[:20])


def test_there_are_many_layouts_of_our_own() -> None:
    assert len(LAYOUTS) >= 60


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_text_that_only_a_script_shows_is_read(name: str) -> None:
    answer = read(SCRIPTED[name])
    assert (answer.kind, answer.title) == ("report", TITLE)
    assert bare(answer.text) == bare("".join(FULL))


def test_data_in_a_script_is_no_text_where_the_page_shows_one() -> None:
    data = '<script>var news = [{"title":"别的文件","content":"<p>这是另一个文件的内容，不是本文，共七十一件。<\\/p>"}];</script>'
    answer = read(page(f"{H1}{META}<div class=nr>{ps(FULL)}</div>{data}"))
    assert bare(answer.text) == bare("".join(FULL))
    answer = read(page(f"<div class=nr>{H1}{data}{ps(FULL)}</div>"))
    assert bare(answer.text) == bare("".join(FULL))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_looks_like_a_text_is_a_list(name: str) -> None:
    answer = read(LISTS[name], "http://www.example.gov.cn/zwgk/tzgg/index.html")
    assert (answer.kind, answer.text) == ("list", "")
    assert answer.listing is not None and len(answer.listing.rows) == 12
