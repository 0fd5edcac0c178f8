"""文号 and 索引号: one form, the raw kept, and the parts where the shape allows."""

import pytest
from metadata_pages import read

from archive.records import Number
from pipelines.numbers import document_number, numbers_of

BLOCK = "<table><tr><td>索引号：</td><td>{}</td><td>文号：</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    "printed",
    [
        "耘政发〔2024〕7号",
        "耘政发[2024]7号",
        "耘政发（2024）7号",
        "耘政发(2024)7号",
        "耘政发﹝2024﹞7号",
        "耘政发【2024】7号",
        "耘政发［2024］7号",
        "耘政发〔２０２４〕７号",
        "耘政发 〔2024〕 7 号",
        "耘 政 发〔2024]7号",
    ],
)
def test_every_bracket_around_the_year_is_the_official_one(printed):
    assert document_number(printed) == "耘政发〔2024〕7号"


@pytest.mark.parametrize(
    "printed",
    [
        "耘溪区人民政府令第127号",
        "国令第706号",
        "云地告字5号",
        "耘政发〔81〕7号",
        "耘溪区公告2024年第5号",
        "耘政办（城）5号",
        "耘政发〔2024〕1号、耘政发〔2024〕2号",
    ],
)
def test_a_number_of_another_form_stays_as_printed(printed):
    assert document_number(printed) == printed


def test_two_numbers_in_one_field_stay_apart():
    assert document_number("耘政发[2024]1号 耘政发[2024]2号") == "耘政发〔2024〕1号 耘政发〔2024〕2号"
    assert numbers_of({"document_number": "耘政发〔2024〕1号 耘政发〔2024〕2号"}) == ()


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("耘政办发〔2024〕7号", Number("document_number", "number", "耘政办发", "2024", "7")),
        ("耘政办发〔2024〕第7号", Number("document_number", "number", "耘政办发", "2024", "7")),
        (
            "宁夏回族自治区人民政府令第127号",
            Number("document_number", "order", "宁夏回族自治区人民政府", "", "127"),
        ),
        ("耘溪区人民政府命令第3号", Number("document_number", "order", "耘溪区人民政府", "", "3")),
        ("国令第706号", Number("document_number", "order", "国", "", "706")),
        ("耘溪区人民政府第12号令", Number("document_number", "order", "耘溪区人民政府", "", "12")),
        ("第12号令", Number("document_number", "order", "", "", "12")),
        ("耘溪区人民政府令（第十二号）", Number("document_number", "order", "耘溪区人民政府", "", "十二")),
        ("耘溪区税务局令2024年第5号", Number("document_number", "order", "耘溪区税务局", "2024", "5")),
        ("耘溪区税务局公告2024年第5号", Number("document_number", "number", "耘溪区税务局公告", "2024", "5")),
    ],
)
def test_a_document_number_is_taken_apart_and_orders_are_apart(value, number):
    assert numbers_of({"document_number": value}) == (number,)


@pytest.mark.parametrize(
    "value", ["云地告字5号", "耘政发〔81〕7号", "2024年1月17日", "7号", "耘溪区命令书第5号通知"]
)
def test_what_has_no_known_shape_has_no_parts(value):
    assert numbers_of({"document_number": value}) == ()


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("640302027/2024-00001", ("640302027", "2024", "00001")),
        ("000014349/2019-00007", ("000014349", "2019", "00007")),
        ("014742224A/2023-0043406", ("014742224A", "2023", "0043406")),
        ("0233621J/2026-00150", ("0233621J", "2026", "00150")),
        ("11620300013909010R/2025-48086", ("11620300013909010R", "2025", "48086")),
        ("6107280000/2024-001005", ("6107280000", "2024", "001005")),
        ("12345678-9/2024-00001", ("12345678-9", "2024", "00001")),
    ],
)
def test_an_index_number_is_taken_apart_where_its_shape_allows(value, parts):
    assert numbers_of({"index_number": value}) == (Number("index_number", "index", *parts),)


@pytest.mark.parametrize(
    "value",
    ["AB1234567-2024-005", "640302-027-07_A/2024-0117001", "2024-00001", "640302027/24-00001", "K12345-0101"],
)
def test_an_index_number_of_another_scheme_stays_whole(value):
    assert numbers_of({"index_number": value}) == ()


def test_the_raw_strings_stay_as_evidence():
    result = read(BLOCK.format("640302027/2024-00001", "耘政发[2024] 7号"))
    assert {(e.field, e.value, e.raw) for e in result.evidence if e.chosen} == {
        ("index_number", "640302027/2024-00001", "640302027/2024-00001"),
        ("document_number", "耘政发〔2024〕7号", "耘政发[2024] 7号"),
    }
    assert [n.form for n in result.numbers] == ["index", "number"]
