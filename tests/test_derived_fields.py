"""What we derive: genre, the year of a report, the unit of the site."""

import pytest
from metadata_pages import read, values

from pipelines.genre import genre_candidates, report_year
from pipelines.site import Column, Site, Unit

SITE = Site(
    "yunxi",
    "耘溪区人民政府",
    "http://a.test/",
    "tdate",
    (Column(path="政务公开 > 法治政府建设 > 年度报告", genre="法治政府建设年度报告"),),
    units=(
        Unit("上桥镇"),
        Unit("上桥镇中心"),
        Unit("金积镇人民政府"),
        Unit("司法局", "department"),
        Unit("耘溪区人民政府", "government"),
    ),
)


def chosen(title, path="", number=""):
    found = genre_candidates(title, path, number, SITE)
    return min(found, key=lambda c: c.strength).value if found else ""


@pytest.mark.parametrize(
    ("title", "genre", "year"),
    [
        ("利通区上桥镇2023年法治政府建设情况报告", "法治政府建设年度报告", "2023"),
        ("耘溪区司法局2022年度法治政府建设工作情况的报告", "法治政府建设年度报告", "2022"),
        ("耘溪区人民政府关于2021年度法治政府建设情况的报告", "法治政府建设年度报告", "2021"),
        ("二〇二〇年度法治政府建设年度报告", "法治政府建设年度报告", "2020"),
        (
            "中共上桥镇委员会 上桥镇人民政府关于2023年度推进法治政府建设工作情况的报告",
            "法治政府建设年度报告",
            "2023",
        ),
        ("上桥镇2023年政府信息公开工作年度报告", "政府信息公开工作年度报告", "2023"),
        ("耘溪区2022年国民经济和社会发展统计公报", "统计公报", "2022"),
        ("关于2024年春节放假安排的通知", "通知公告", ""),
        ("国有土地使用权挂牌出让公告（云地告字5号）", "通知公告", ""),
        ("关于印发2023年法治政府建设工作要点的通知", "通知公告", ""),
        ("关于报送2023年度法治政府建设情况报告的通知", "通知公告", ""),
        ("上桥镇召开法治政府建设推进会", "其他", ""),
        ("统计公报解读", "其他", ""),
        ("", "", ""),
        ("2021-2023年法治政府建设情况报告", "法治政府建设年度报告", ""),
        ("法治政府建设情况报告", "法治政府建设年度报告", ""),
    ],
)
def test_genre_and_year_come_from_the_title_by_stated_rules(title, genre, year):
    assert chosen(title) == genre
    found = report_year(title, genre)
    assert (found.value if found else "") == year


def test_the_columns_genre_stands_before_the_titles():
    assert chosen("上桥镇情况报告", "政务公开 > 法治政府建设 > 年度报告") == "法治政府建设年度报告"
    assert chosen("上桥镇情况报告", "政务公开 > 法治政府建设") == "其他"


def test_a_normative_document_is_told_by_its_number_or_column():
    assert chosen("关于印发管理办法的通知", number="云政规发〔2024〕1号") == "规范性文件"
    assert chosen("耘溪区管理办法", path="政策文件 > 行政规范性文件") == "规范性文件"
    assert chosen("耘溪区管理办法", number="云政发〔2024〕1号") == "其他"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("利通区上桥镇", "上桥镇"),
        ("吴忠市利通区金积镇人民政府", "金积镇人民政府"),
        ("耘溪区金积镇", "金积镇人民政府"),
        ("耘溪区上桥镇中心", "上桥镇中心"),
        ("耘溪区人民政府", "耘溪区人民政府"),
        ("耘溪区财政局", ""),
        ("上桥镇、金积镇", ""),
    ],
)
def test_an_issuer_names_one_unit_or_none(printed, unit):
    block = (
        f"<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布机构：</td><td>{printed}</td></tr></table>"
    )
    assert values(block, site=SITE).get("unit", "") == unit


def test_a_title_names_the_unit_where_no_issuer_is_printed():
    assert values("", site=SITE, title="上桥镇2023年法治政府建设情况报告")["unit"] == "上桥镇"


def block(printed):
    return (
        f"<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布机构：</td><td>{printed}</td></tr></table>"
    )


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("上桥镇人民政府", "上桥镇"),
        ("上桥镇党政办公室", "上桥镇"),
        ("中共上桥镇委员会", "上桥镇"),
        ("利通区上桥镇政府", "上桥镇"),
        ("耘溪上桥镇", "上桥镇"),
        ("耘溪区人民政府办公室", "耘溪区人民政府"),
        ("区司法局", "司法局"),
        ("司法局、上桥镇", ""),
        ("大上桥镇", ""),
        ("新金积镇人民政府", ""),
        ("上桥镇卫生院", ""),
        ("上桥镇中心小学", ""),
        ("司法局机关幼儿园", ""),
        ("耘溪区人民医院", ""),
    ],
)
def test_a_name_that_is_part_of_another_is_not_the_unit(printed, unit):
    assert values(block(printed), site=SITE).get("unit", "") == unit


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("耘溪区司法局", "司法局"),
        ("松塬市耘溪区司法局", "司法局"),
        ("司法局", "司法局"),
        ("松塬市司法局", ""),
        ("市司法局", ""),
        ("磐石县司法局", ""),
    ],
)
def test_a_department_of_another_place_is_not_the_unit(printed, unit):
    assert values(block(printed), site=SITE).get("unit", "") == unit
    assert values(block(printed), site=SITE)["issuer"] == printed


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("耘溪区上桥镇2023年法治政府建设情况报告", "上桥镇"),
        ("关于上桥镇2023年法治政府建设情况的报告", "上桥镇"),
        ("2023年上桥镇法治政府建设情况报告", "上桥镇"),
        ("大上桥镇2023年法治政府建设情况报告", ""),
        ("上桥镇和金积镇2023年情况报告", ""),
    ],
)
def test_a_title_names_one_unit_or_none(title, unit):
    assert values("", site=SITE, title=title).get("unit", "") == unit


def test_every_derived_value_has_its_rule_as_evidence():
    result = read(block("上桥镇"), site=SITE, title="上桥镇2023年法治政府建设情况报告")
    assert {
        (e.field, e.value, e.rule) for e in result.evidence if e.field in ("genre", "report_year", "unit")
    } == {
        ("genre", "法治政府建设年度报告", "title-pattern"),
        ("report_year", "2023", "title-year"),
        ("unit", "上桥镇", "unit-of-site"),
    }
    other = read("", title="耘溪区召开会议")
    assert [(e.value, e.rule, e.raw) for e in other.evidence if e.field == "genre"] == [
        ("其他", "no-other-rule", "耘溪区召开会议")
    ]
