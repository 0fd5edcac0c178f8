"""The real policy pages with metadata gold, and what their blocks and tags of other real pages say."""

import json
import re
from pathlib import Path

import pytest

from pipelines.answer import Page
from pipelines.dom import parse, text_of
from pipelines.metadata import printed_title, read_metadata
from pipelines.metadata_blocks import read_blocks

PAGES = Path(__file__).resolve().parents[2] / "shared" / "pages"
GOLD = PAGES / "gold" / "metadata.json"
DOCUMENTS = json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else []

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason=f"the real saved pages are not at {PAGES}")


def bare(text):
    return "".join(text.split())


def read(name):
    (path,) = (PAGES / "html").glob(f"{name}_*.html")
    return parse(Page("", path.read_bytes()))


@pytest.mark.parametrize("gold", DOCUMENTS, ids=lambda gold: gold["file"][:3])
def test_a_real_document_has_the_fields_of_its_gold(gold):
    parsed = parse(Page(gold["url"], (PAGES / "html" / gold["file"]).read_bytes()))
    metadata = read_metadata(parsed, None, None, None, "", "")
    got = {
        name: bare(metadata.values.get(name, "")) for name in ("index_number", "document_number", "issuer")
    }
    assert got == {
        "index_number": bare(gold["index_number"]),
        "document_number": bare(gold["docno"]),
        "issuer": bare(gold["office"]),
    }
    assert bare(printed_title(parsed)) == bare(gold["title"])
    assert metadata.values["date_written"] <= metadata.values["date_published"]


@pytest.mark.parametrize("key", ["index_number", "docno", "office"])
@pytest.mark.parametrize("gold", DOCUMENTS, ids=lambda gold: gold["file"][:3])
def test_a_value_emptied_on_a_real_page_is_not_filled_from_beside_it(gold, key):
    field = {"index_number": "index_number", "docno": "document_number", "office": "issuer"}[key]
    source = (PAGES / "html" / gold["file"]).read_text(encoding="utf-8")
    cell = re.compile(r"(<td[^>]*>)\s*" + r"\s*".join(map(re.escape, gold[key])) + r"\s*(</td>)")
    emptied, count = cell.subn(r"\1\2", source, count=1)
    assert count == 1
    before, after = (
        read_metadata(parse(Page(gold["url"], text.encode())), None, None, None, "", "").values
        for text in (source, emptied)
    )
    assert {k: v for k, v in before.items() if k not in (field, "genre")} == {
        k: v for k, v in after.items() if k != "genre"
    }


FIELDS = {
    "018": {
        "date_published": "2016-11-22",
        "source": "省发改委",
        "column_path": "发展改革工作 > 投资管理和项目推进 > 投资运行",
    },
    "019": {"date_published": "2019-09-18", "source": "山西日报"},
    "021": {"date_published": "2012-06-24", "column_path": "专题报道 > 新闻发布会"},
    "022": {"date_published": "2021-01-05", "source": "中国空间技术研究院、中国运载火箭技术研究院等"},
    "023": {"date_published": "2017-05-15", "genre": "统计公报", "report_year": "2015"},
    "024": {
        "index_number": "014742224A/2023-0043406",
        "date_written": "2023-05-11",
        "disclosure": "主动公开",
        "responsible_unit": "万载县统计局",
        "source": "万载县统计局",
        "genre": "统计公报",
        "report_year": "2022",
    },
    "026": {
        "index_number": "014717475N/2023-0032866",
        "issuer": "宜春市统计局",
        "date_written": "2023-03-31",
        "category": "统计公报",
    },
    "030": {
        "index_number": "000014348/2020-35147",
        "issuer": "邯郸市教育局",
        "category": "教育",
        "date_published": "2020-08-02",
        "genre": "通知公告",
    },
    "032": {"date_published": "2024-07-12", "column_path": "政务信息 > 行政处罚 > 总局机关"},
    "033": {"date_published": "2025-06-03", "source": "浙江监管局"},
    "035": {"date_published": "2023-12-01", "source": "新华社"},
}
EMPTY = {
    "023": ("source", "index_number", "date_written"),
    "024": ("date_published", "issuer", "document_number"),
    "026": ("date_published", "document_number"),
    "030": ("document_number", "date_written", "keywords"),
    "033": ("index_number", "document_number", "category", "date_written", "responsible_unit"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_what_other_real_pages_state_is_read(name):
    values = read_metadata(read(name), None, None, None, "", "").values
    assert {field: values.get(field) for field in FIELDS[name]} == FIELDS[name]


@pytest.mark.parametrize("name", EMPTY)
def test_what_other_real_pages_leave_empty_stays_empty(name):
    values = read_metadata(read(name), None, None, None, "", "").values
    assert {field: values.get(field) for field in EMPTY[name]} == dict.fromkeys(EMPTY[name])


@pytest.mark.parametrize(
    "name", ["018", "019", "021", "022", "023", "024", "025", "026", "032", "033", "035"]
)
def test_no_block_of_a_real_page_holds_any_of_its_text(name):
    (path,) = (PAGES / "gold").glob(f"{name}_*.txt")
    gold = path.read_text(encoding="utf-8")
    for block in read_blocks(read(name)).blocks:
        text = bare(text_of(block.element))
        assert not any(text[at : at + 20] in gold for at in range(0, max(len(text) - 20, 1), 5))
