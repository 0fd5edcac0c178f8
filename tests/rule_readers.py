"""How the tests of single rules read their pages: a headline, a body, and what is to be looked at."""

from __future__ import annotations

from layouts import FULL, H1, TITLE, ps

from pipelines.answer import Answer, Page
from pipelines.extract import extract

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
ODD = "甲乙丙丁"
"""Words that say nothing."""


def read(body: str, head: str = "", url: str = URL) -> Answer:
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url, markup.encode()))


def reasons(answer: Answer, text: str) -> list[str]:
    """Why a text was set aside, each time it was."""
    return [removed.reason for removed in answer.removed if removed.text == text]


def told(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(reason, entry) for reason, entries in table.items() for entry in entries]


def alone(body: str, title: str = "x", head: str = "", url: str = URL, status: int | None = 200) -> Answer:
    """A page that has nothing but this."""
    markup = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url, markup.encode(), (), status))


def why(answer: Answer) -> str:
    return answer.warnings[-1]


def entry(*pairs: tuple[str, str]) -> Answer:
    """A page with a catalogue's entry of these labels and values."""
    rows = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in pairs)
    return read(f"<table>{rows}</table>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
