"""The five real list pages with gold: every row, none too many, and the way on."""

import json
from pathlib import Path

import pytest

from pipelines.answer import Page
from pipelines.dom import parse
from pipelines.listing import read_listing
from pipelines.platforms import platform_of

PAGES = Path(__file__).resolve().parents[2] / "shared" / "pages"
GOLD = PAGES / "gold" / "lists.json"
LISTS = json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else []

pytestmark = pytest.mark.skipif(not LISTS, reason=f"the real saved pages are not at {PAGES}")


@pytest.mark.parametrize("gold", LISTS, ids=lambda gold: gold["file"][:3])
def test_a_real_list_gives_the_rows_and_the_paging_of_its_gold(gold):
    parsed = parse(Page("", (PAGES / "html" / gold["file"]).read_bytes()))
    listing = read_listing(parsed, None, platform_of(parsed))
    assert [(row.url, row.title, row.date) for row in listing.rows] == [
        (row["href"], row["title"], row["date"]) for row in gold["rows"]
    ]
    assert [row.index_number for row in listing.rows] == [row.get("index_number", "") for row in gold["rows"]]
    assert listing.pages == gold["pages"]
    assert listing.records == gold["records"]
    assert listing.next.endswith(gold["next"] or "")
