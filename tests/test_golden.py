# ruff: noqa: E501  (markup is easier to check on one line)
"""Golden files: the whole answer to a page, read by a person and kept.

`golden/pages/NAME.html` is a page written by us, `golden/expected/NAME.json` the answer to it without the name of
the software, its texts as lists of lines. A page without an expected file fails here after writing one: read it, correct the code or keep it.
An answer that changed fails with the difference. `GONGKAI_REGOLD=1 pytest tests/test_golden.py` writes all anew;
then `git diff tests/golden` is what a person reads.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.answer import Page
from pipelines.commands import answer_as_json
from pipelines.extract import extract

GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted((GOLDEN / "pages").glob("*.html"))
_WIDTH = 160
_ADDRESS = re.compile(rb"<!-- address: (\S+) -->")


def answer_to(page: Path) -> str:
    """The whole answer to a page as text for a person; its first line says its address."""
    body = page.read_bytes()
    said = _ADDRESS.match(body)
    assert said, f"{page.name} does not begin with <!-- address: … -->"
    answer = answer_as_json(extract(Page(said[1].decode(), body)))
    del answer["extractor"]
    for name in ("text", "reading_text"):
        answer[name] = answer[name].split("\n")
    return pretty(answer) + "\n"


def pretty(value: Any, indent: int = 0) -> str:
    """JSON as a person reads it: what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= _WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {pretty(part, indent + 2)}"
            for key, part in value.items()
        ]
    else:
        parts = [pretty(part, indent + 2) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent}{closing}"


def check(page: Path, expected: Path, *, anew: bool = False) -> None:
    """Fails where the answer to a page is not the expected one, and where there was none to expect."""
    said = answer_to(page)
    if not expected.is_file():
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(said, encoding="utf-8")
        pytest.fail(f"{expected.name} was not there and is written: read it before it is kept", pytrace=False)
    known = expected.read_text(encoding="utf-8")
    if said == known:
        return
    if anew:
        expected.write_text(said, encoding="utf-8")
        pytest.fail(f"{expected.name} is written anew: read the difference before it is kept", pytrace=False)
    lines = difflib.unified_diff(
        known.splitlines(), said.splitlines(), "expected", "answer", n=2, lineterm=""
    )
    pytest.fail(f"the answer to {page.name} changed:\n" + "\n".join(lines), pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_answer_is_the_one_a_person_has_read(page: Path) -> None:
    check(page, GOLDEN / "expected" / f"{page.stem}.json", anew=bool(os.environ.get("GONGKAI_REGOLD")))


def test_every_expected_file_has_its_page() -> None:
    assert {path.stem for path in (GOLDEN / "expected").glob("*.json")} <= {path.stem for path in PAGES}


def test_the_pages_are_varied() -> None:
    expected = [json.loads(path.read_text(encoding="utf-8")) for path in (GOLDEN / "expected").glob("*.json")]
    assert len(expected) >= 12
    assert {answer["kind"] for answer in expected} >= {"report", "list", "error_page", "blocked"}
    assert {answer["encoding"] for answer in expected} >= {"utf-8", "gb18030"}
    assert any(answer["next_part"] for answer in expected) and any(
        answer["attachments"] for answer in expected
    )
    kinds = {block["kind"] for answer in expected for block in answer["blocks"]}
    assert kinds >= {"paragraph", "heading", "table", "list_item", "image", "note"}


# The test itself


def _page(folder: Path, text: str) -> Path:
    page = folder / "a.html"
    tag = '<meta name="ArticleTitle" content="年度报告">'
    body = (
        f'<h1>年度报告</h1><div class="TRS_Editor"><p>{text}</p><p>本机关2023年度无行政复议案件。</p></div>'
    )
    markup = f"<html><head><title>年度报告</title>{tag}</head><body>{body}</body></html>"
    page.write_text(f"<!-- address: http://www.example.gov.cn/a.html -->{markup}", "utf-8")
    return page


def test_a_page_without_an_expected_file_fails_after_writing_one(tmp_path: Path) -> None:
    page, expected = _page(tmp_path, "甲文。"), tmp_path / "expected" / "a.json"
    with pytest.raises(pytest.fail.Exception, match="read it before it is kept"):
        check(page, expected)
    written = json.loads(expected.read_text("utf-8"))
    assert written["text"][0] == "甲文。" and "extractor" not in written
    check(page, expected)


def test_a_changed_answer_fails_with_the_difference(tmp_path: Path) -> None:
    expected = tmp_path / "a.json"
    with pytest.raises(pytest.fail.Exception):
        check(_page(tmp_path, "甲文。"), expected)
    known = expected.read_text("utf-8")
    with pytest.raises(pytest.fail.Exception) as failed:
        check(_page(tmp_path, "乙文。"), expected)
    assert '-  "text": ["甲文。"' in str(failed.value) and '+  "text": ["乙文。"' in str(failed.value)
    assert expected.read_text("utf-8") == known


def test_written_anew_only_when_asked(tmp_path: Path) -> None:
    expected = tmp_path / "a.json"
    with pytest.raises(pytest.fail.Exception):
        check(_page(tmp_path, "甲文。"), expected)
    with pytest.raises(pytest.fail.Exception, match="written anew"):
        check(_page(tmp_path, "乙文。"), expected, anew=True)
    check(_page(tmp_path, "乙文。"), expected, anew=True)
