"""Text and refusals on real saved pages, which lie beside the repository and are not part of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines import locate
from pipelines.answer import Page
from pipelines.extract import extract

rapidfuzz = pytest.importorskip("rapidfuzz.distance")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "pages"
GOLD = sorted((SHARED / "gold").glob("*.txt"))
PAGES = sorted((SHARED / "html").glob("*.html"))
EXPECTED = {
    "016": "error_page",
    "027": "home",
    "031": "list",
    "034": "shell",  # an application's template with a firewall's leftover script
    **dict.fromkeys(("036", "105", "106"), "blocked"),
    **dict.fromkeys(("101", "102", "103", "104"), "list"),
}
LINKS_ONLY = {"028": {"home", "list"}, "029": {"list"}}

pytestmark = pytest.mark.skipif(not PAGES, reason=f"the real pages are not at {SHARED}")


def bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").replace("\xad", "").split())


NAMES = sorted(
    {name.lstrip("#.") for name in (*locate.EDITORS, *locate.WRAPPERS)} | {"vsb_content"},
    key=len,
    reverse=True,
)
"""Everything the families call the container of a body."""


def unnamed(markup: str) -> str:
    """A page without any name or comment that tells where its body stands, and without its meta tags."""
    for name in NAMES:
        markup = re.sub(rf"(?i)(?<![\w-]){re.escape(name)}(?![\w-])", "box", markup)
    return re.sub(r"<!--.*?-->|<meta\b[^>]*\bname\b[^>]*>", "", markup, flags=re.DOTALL)


@pytest.mark.parametrize("named", [True, False], ids=["as saved", "without names, comments and tags"])
@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_the_text_of_a_real_page_is_exact(gold: Path, named: bool) -> None:
    body = (SHARED / "html" / f"{gold.stem}.html").read_bytes()
    if not named:
        body = unnamed(body.decode("utf-8")).encode()
    answer = extract(Page("", body))
    wanted, text, title = bare(gold.read_text(encoding="utf-8")), bare(answer.text), bare(answer.title)
    if title and text.startswith(title) and not wanted.startswith(title):
        text = text[len(title) :]
    same = rapidfuzz.LCSseq.similarity(wanted, text)
    assert same / len(wanted) >= 0.9995
    assert (len(text) - same) / len(wanted) <= 0.005


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem[:3])
def test_a_real_page_is_what_it_is(file: Path) -> None:
    number = file.name[:3]
    answer = extract(Page("", file.read_bytes()))
    if number in LINKS_ONLY:
        assert answer.kind in LINKS_ONLY[number]
    else:
        assert answer.kind == EXPECTED.get(number, "report")
    if answer.kind != "report":
        assert not answer.text
    elif number != "030":  # saved without its body
        assert answer.text


@pytest.mark.parametrize(
    "file", [p for p in PAGES if 38 <= int(p.name[:3]) <= 96], ids=lambda path: path.stem[:3]
)
def test_a_fragment_reads_as_its_body_without_its_catalogue_entry(file: Path) -> None:
    answer = extract(Page("", file.read_bytes()))
    assert "索引号" not in bare(answer.text)[:100] and "扫一扫" not in answer.text
    assert answer.title and len(answer.text) > 200
