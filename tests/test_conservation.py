# ruff: noqa: E501  (markup is easier to check on one line)
"""Nothing lost: what a page shows is in the text or in a removed block with a reason, each in its place.

Over every page at hand - layouts, composed pages, the demo's articles, the real pages beside the checkout - and
over damaged ones (`mutations.py`). What is removed, put back at its offset, gives the container's text again,
white space and invisible characters aside.
"""

from __future__ import annotations

import random
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import FULL, H1, page, ps
from mutations import (
    MUTATIONS,
    REAL,
    URL,
    bare,
    demo_pages,
    loss,
    mutate,
    own_pages,
    put_back,
    real_pages,
    smaller,
)

from crawler.demo import gold
from crawler.demo.content import SITES
from crawler.demo.pages import pages_of
from pipelines.answer import Page
from pipelines.extract import extract, join

OWN = dict(own_pages())
ROUNDS = 5
REAL_ROUNDS = 8


def holds(name: str, body: bytes) -> None:
    try:
        wrong = loss(body)
    except Exception as error:
        raise AssertionError(f"{name}: reading it raised {error!r}") from error
    if wrong:
        least = smaller(body, wrong).decode("utf-8", "replace")
        pytest.fail(f"{name}: {wrong}\nso does this page:\n{least}", pytrace=False)


@pytest.mark.parametrize("name", OWN)
def test_nothing_of_our_pages_is_lost(name: str) -> None:
    holds(name, OWN[name])


@pytest.mark.parametrize("name", OWN)
def test_nothing_of_a_damaged_page_is_lost(name: str) -> None:
    for seed in range(ROUNDS):
        damaged, mutations = mutate(OWN[name], f"{name} {seed}")
        holds(f"seed {seed}, {', '.join(mutations)}", damaged)


@pytest.mark.skipif(not real_pages(), reason=f"the real pages are not at {REAL}")
@pytest.mark.parametrize("file", real_pages(), ids=lambda path: path.stem[:3])
def test_nothing_of_a_real_page_is_lost_damaged_or_not(file: Path) -> None:
    body = file.read_bytes()
    holds(file.name, body)
    for seed in range(REAL_ROUNDS):
        damaged, mutations = mutate(body, f"{file.name} {seed}")
        holds(f"seed {seed}, {', '.join(mutations)}", damaged)


_NAMED = "<title>年度报告</title><meta name=ArticleTitle content=年度报告>"
SMALL = {
    "text between head and body": f"{_NAMED}<td>政民互动</td><body><div class=TRS_Editor>甲文。</div>",
    "a control before the body": f"{_NAMED}<select>区</select><li>",
    "a hidden row and a block cut out after it": (
        f"{_NAMED}<div class=TRS_Editor><p>甲文。</p><table border=1><tr hidden><th rowspan=2><th colspan=2>本年</table>"
        "<div hidden>藏</div>　　乙文。</div>"
    ),
    "a comment in a line of numbers": "<p>31日，<!-- 注 -->共有23个</p>",
    "a control character, written as an entity, very deep": f"{_NAMED}{'<div>' * 130}甲&#21;文。",
}
"""Pages that lost something once, made small by `mutations.py`."""


@pytest.mark.parametrize("name", SMALL)
def test_nothing_is_lost_that_once_was(name: str) -> None:
    holds(name, SMALL[name].encode())


def test_every_mutation_is_met_and_changes_a_page() -> None:
    met = {
        name
        for page_name, body in OWN.items()
        for s in range(ROUNDS)
        for name in mutate(body, f"{page_name} {s}")[1]
    }
    assert met >= set(MUTATIONS)
    body = next(iter(OWN.values()))
    assert mutate(body, 1) == mutate(body, 1)
    assert len({mutate(body, seed)[0] for seed in range(50)}) > 40


# The parser is not believed either: the words of the source, read by the standard library's own.


class _Words(HTMLParser):
    """All text of a source but that of scripts, styles, titles and what only shows without scripts."""

    _SILENT = frozenset({"script", "style", "title", "noscript", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in self._SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self._SILENT

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self.words.append(data)


@pytest.mark.parametrize("name", [name for name in OWN if not name.startswith("script")])
def test_no_word_of_the_source_is_lost(name: str) -> None:
    body = OWN[name]
    answer = extract(Page(URL, body))
    reader = _Words()
    reader.feed(body.decode(answer.encoding))
    reader.close()
    told = answer.text + "".join(block.text for block in answer.removed)
    assert sorted(bare(told)) == sorted(bare("".join(reader.words)))


# Small bodies of every shape: what fails is made small by hypothesis itself.

_PIECES = (
    "甲乙", "丙。", "1", " ", "\n  ", "&nbsp;", "　", "<p>", "</p>", "<div>", "</div>", "<br>", "<span>", "</span>", "<b>", "</b>",
    "<sup>2</sup>", "<sub>3</sub>", "<a href=x>链</a>", "<a href='#_ftn1'>[1]</a>", "<div id=ftn1>", "<li>", "<ul>", "</ul>", "<table>",
    "<tr>", "<td>", "<td rowspan=2>", "</td>", "</tr>", "</table>", "<caption>表</caption>", "<h3>", "</h3>", "<img src=a.png alt=图>",
    "<i hidden>藏</i>", "<p style='display:none'>隐</p>", "<div class=share>分享</div>", "<p>【打印】【关闭】</p>", "<button>钮</button>",
    "<h4>相关阅读</h4>", "<p>（责任编辑：张三）</p>", "<!-- 注 -->", "<script>x</script>", "<pre>", "</pre>", "\u200b", "<hr>",
)  # fmt: skip


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=30), box=st.sampled_from(("TRS_Editor", "nr", "")))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_nothing_of_a_small_body_is_lost(pieces: list[str], box: str) -> None:
    markup = page(f'{H1}<div class="{box}">{ps(FULL[:2])}{"".join(pieces)}{ps(FULL[2:])}</div>')
    assert loss(markup.encode()) == ""


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_bytes_have_an_answer(body: bytes) -> None:
    assert loss(b"<html><body><div class=TRS_Editor>" + body) == ""
    assert loss(body) == ""


def test_a_page_cut_anywhere_loses_nothing_that_came() -> None:
    chance = random.Random(7)
    for name, body in list(demo_pages())[::6]:
        for _ in range(8):
            holds(name, body[: chance.randint(0, len(body))])


# An article of several pages


def test_what_was_cut_out_of_the_parts_of_an_article_keeps_its_place() -> None:
    split = [(site, page) for site in SITES for page in gold(site) if len(page.urls) > 1]
    assert split
    for site, document in split:
        answers = []
        for url in document.urls:
            body = pages_of(site).answer(url.split("localhost:8642")[1]).body
            answers.append(extract(Page(url, body.replace(b"</p>", b"<i hidden>x</i></p>", 3))))
        alone = [
            put_back(a.text, [(r.offset, r.text) for r in a.removed if r.offset is not None]) for a in answers
        ]
        whole = join(answers)
        cuts = [(r.offset, r.text) for r in whole.removed if r.offset is not None]
        assert any(text == "x" for _, text in cuts)
        assert bare(put_back(whole.text, cuts)) == bare("".join(alone))
