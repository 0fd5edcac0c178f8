"""The metadata of a page as a whole."""

import pytest
from metadata_pages import SHAPES, page, values
from test_breadcrumb import CRUMBS
from test_derived_fields import SITE

from archive.records import FIELD_NAMES
from pipelines.answer import Page
from pipelines.dom import parse
from pipelines.metadata import printed_title, read_metadata


def test_only_known_fields_are_answered():
    for source in (*SHAPES.values(), *CRUMBS.values()):
        assert set(values(source, site=SITE, title="上桥镇2023年法治政府建设情况报告")) <= set(FIELD_NAMES)


def test_the_printed_title_is_whole_or_none():
    block = "<table><tr><td>索引号</td><td>1/2024-00001</td><td>标　　题</td><td>{}</td></tr></table>"
    assert printed_title(page(block.format("河北：关于春节的通知"))) == "河北：关于春节的通知"
    assert printed_title(page(block.format("关于唐山国际旅游岛管理区..."))) == ""


@pytest.mark.parametrize(
    "source", [b"", b"%PDF-1.4", b"<", b"\x00\x01\x02", "索引号：".encode(), "<td>索引号".encode()]
)
def test_a_page_without_anything_has_no_metadata(source):
    parsed = parse(Page("", source))
    assert read_metadata(parsed, None, None, None, "", "").values == {}
