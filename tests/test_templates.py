"""Every template of `templates.py` with every body is read exactly, whatever its containers are called."""

from __future__ import annotations

import pytest
from templates import BODIES, TEMPLATES, page, unnamed

from pipelines.answer import Answer, Page
from pipelines.extract import extract

URL = "http://www.example.gov.cn/zwgk/202403/t20240306_1.html"
HEADS = ("title", "tags", "site")
CASES = [(name, head) for name in TEMPLATES for head in HEADS]


def read(markup: str) -> Answer:
    return extract(Page(URL, markup.encode()))


def bare(text: str) -> str:
    return "".join(text.split())


def wrong(markup: str, body: str) -> str:
    """What is wrong with the answer: empty where the text, less one title at its front, is the body's."""
    answer = read(markup)
    title, _, lines = BODIES[body]
    text, wanted = bare(answer.text), bare("".join(lines))
    if answer.kind != "report":
        return f"{body}: {answer.kind}"
    if text in (wanted, bare(title) + wanted):
        return ""
    return f"{body}: {text!r}"


@pytest.mark.parametrize(("name", "head"), CASES)
def test_a_template_is_read_exactly_with_every_body(name: str, head: str) -> None:
    found = (wrong(page(TEMPLATES[name], body, head=head), body) for body in BODIES)
    assert [said for said in found if said] == []


@pytest.mark.parametrize(("name", "head"), CASES)
def test_and_with_names_that_say_nothing(name: str, head: str) -> None:
    found = (wrong(unnamed(page(TEMPLATES[name], body, head=head)), body) for body in BODIES)
    assert [said for said in found if said] == []
