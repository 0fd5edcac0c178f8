"""What looks lost in the source is said with its offset; what writers do leave is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.content import SITES, load
from pipelines.answer import Page
from pipelines.extract import extract
from pipelines.losses import MOST, find_doubts

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = sorted((SHARED / "seed").glob("*.txt"))
GOLD = sorted((SHARED / "pages" / "gold").glob("*.txt"))
PAGES = sorted((SHARED / "pages" / "html").glob("*.html"))


def said(text: str) -> list[tuple[str, str]]:
    return [(doubt.rule, text[doubt.start : doubt.end]) for doubt in find_doubts(text)]


@pytest.mark.parametrize(
    ("text", "rule", "run"),
    [
        ("镇政府在81社区常态化设置意见箱。", "stuck-digits", "81社区"),
        ("全镇1210行政村均已完成。", "stuck-digits", "1210行政村"),
        ("干部学习习近平法治思想7学习《宪法》。", "bare-digits", "7学习"),
        ("学习《民法典》43开展专题讲座。", "bare-digits", "43开展"),
        ("审核合同71《办法》施行以来。", "bare-digits", "71《"),
        ("办结率均为100%二是开展合法性审查。", "", ""),  # no 一是: no run, and 二是 alone may be anything
        ("一是公开。办结率均为100%二是开展审查。", "stuck-sentence", "%二是"),
        ("一是学法，提高群众法律意识二是突出重点。", "stuck-sentence", "识二是"),
        ("一是宣传《民法典》二是突出重点。", "stuck-sentence", "》二是"),
        ("办结率达100%同时，加强监督。", "stuck-sentence", "100%"),
        ("特此报告。\n上河镇人民政府\n2024117", "run-date", "2024117"),
        ("特此报告。\n上河镇人民政府\n20240117\n附件：1.清单", "run-date", "20240117"),
        ("特此报告。\n上河镇人民政府　2024117\n", "run-date", "2024117"),
        ("特此报告。\n上河镇人民政府\n2024年1月17", "run-date", "2024年1月17"),
        ("特此报告。\n上河镇人民政府\n2024年117日", "run-date", "2024年117日"),
        ("特此报告。\n上河镇人民政府\n20241月17日", "run-date", "20241月17日"),
        ("会议于2024117日召开。", "run-date", "2024117日"),
        ("会议于20240117日召开。", "run-date", "20240117日"),
        ("会议于2024年117日召开。", "run-date", "2024年117日"),
        ("截至2024年1231日，已全部办结。", "run-date", "2024年1231日"),
        ("经20241月17日常务会议研究。", "run-date", "20241月17日"),
        ("一是学法。三是普法。", "missing-enumerator", "三是"),
        ("一是学法。四是普法。", "missing-enumerator", "四是"),
        ("第一，学法。第三，普法。", "missing-enumerator", "第三，"),
        ("（一）学法\n讲座。\n（三）普法\n讲座。", "missing-enumerator", "（三）"),
        ("(一)学法。讲座。(二)执法。(四)普法。", "missing-enumerator", "(四)"),
        ("一、情况\n好。\n三、打算\n多学。", "missing-enumerator", "三、"),
        ("一、情况\n一是甲。二是乙。\n二、问题\n一是丙。三是丁。", "missing-enumerator", "三是"),
        ("一是甲。二是乙。\n一是丙。三是丁。", "missing-enumerator", "三是"),
        ("一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅\n（三）卯", "missing-enumerator", "（三）"),
        ("与荷花节”等主题节日相结合。", "quotes", "”"),
        ("与“荷花节等主题节日相结合。", "quotes", "“"),
        ("学习《民法典、安全生产法等法律。", "quotes", "《"),
        ("学习民法典》等法律。", "quotes", "》"),
        ("转发《关于实施《办法》的通知。", "quotes", "《"),
    ],
)
def test_a_loss_is_said(text: str, rule: str, run: str) -> None:
    assert said(text) == ([(rule, run)] if rule else [])


def test_two_marks_that_lost_their_halves_are_two_doubts() -> None:
    text = "将法治宣传与桃花节”“荷花节等主题节日相结合。"
    assert said(text) == [("quotes", "”"), ("quotes", "“")]


def test_a_headless_point_is_found_where_its_number_is_missing() -> None:
    text = "一是学法。\n加强培训。\n是创新形式。\n四是规范检查。"
    assert said(text) == [("missing-enumerator", "是"), ("missing-enumerator", "四是")]
    headless, later = find_doubts(text)
    assert headless.start == text.index("是创新")
    assert later.said == "“四是” follows 一是; not there: 二是、三是"


@pytest.mark.parametrize(
    "text",
    [
        # counts as writers leave them
        "全镇辖8个村1个社区，12村11社区已覆盖，15个村、3社区在建，涉及4镇12村。",
        "“81社区”是小区的名字；2023社区春晚；第12社区；3-12社区；全县有11乡镇（街道）；12村民小组。",
        "拨打12345开展咨询，围绕315开展宣传，利用120组织急救演练；12368热线；“513模式”全年推广。",
        "附件1《清单》，专栏3加强法治，图2推进路径，表12落实情况，第3《公报》，方案2组织实施。",
        "学习7次，学习43部法律，开展23场次，20余场次；同比增长5.3%，其中第三产业增长2%。",
        "事项100%完成、100%覆盖、100%落实；只有6%同时在打电话；超5%持续领跑；国发〔2024〕1号；1.1:50.3:48.6；PM2.5；5G覆盖。",
        "2023开展三年行动；3·15宣传；十三届四次、五次全会；5项必经程序；4个1工程。",
        "预约8/13开展研讨，1-1-3开展学习，Q1、Q3开展促销，1街道 2社区 3网格，Yii2社区，ROS 2社区。",
        # dates and numbers near the end
        "特此报告。\n上河镇人民政府\n2024年1月17日",
        "特此报告。\n上河镇人民政府\n2024-01-17",
        "特此报告。\n上河镇人民政府\n二〇二四年一月十七日",
        "联系电话：2024117\n邮编：200120\n统一信用代码 20241170\n（联系人电话2024117）",
        "1998012\n2024117\n2024118",
        "收入\t支出\n2024117\t1999123",
        # what is no date in running text
        "依据第2024117号文件，编号2024117日期不详，电话2024117，值班电话：2024117日夜有人，拨打2024117日常咨询。",
        "全年2024117元，共2024117日，累计20241170人次，产能2024117日均稳定，约202日，12345日。",
        "2024年1月17日，2024年11月17日，1月17日，2024年1—17日，2024-117日，2024年10日。",
        "2024年365日无休，2024年120日攻坚行动，2024年100日内办结，2024年180日后生效，2024年112日游。",
        # enumerators
        "一是甲。二是乙。三是丙。\n一是丁。二是戊。",
        "一是甲：一是子，二是丑，三是寅；二是乙；三是丙。",
        "一是甲。二是乙。二是丙。四是丁。",  # printed twice: the author's slip
        "二是乙。三是丙。五是此事。",  # a part of an article: no beginning, no run
        "之一是甲，唯一是乙。三是丙。万一是丁，第三是戊。",
        "依照第（三）项、（五）项和（一）（七）的规定。",
        "第一季度增长，第三季度下降。第一条和第三条。第一、二、三产业。",
        "（一）甲\n（二）乙\n附件\n（一）丙\n（二）丁",
        "十一、甲\n二十三、乙",
        "一、甲\n三十一、乙",  # too far apart to be one run
        # quotes
        "他说：“一。二。”又说：“三。”",
        "“第一段。\n“第二段。\n“第三段。”",
        "“第一段。\n第二段。”",
        "开展”法律八进”活动，“荷花节“等活动。",
        "《关于印发〈办法〉的通知》《关于修改《决定》的决定》《关于印发<办法>的通知》",
        "国务院关于修改《药品管理法\n实施条例》的决定",
        "增长<5%，且>3；A>B。",
        "",
        "。",
    ],
)
def test_what_writers_leave_is_no_loss(text: str) -> None:
    assert said(text) == []


def test_the_offsets_are_those_of_the_text() -> None:
    text = "甲乙丙。\n在81社区设点。\n一是公开100%二是审查。\n"
    for doubt in find_doubts(text):
        assert 0 <= doubt.start < doubt.end <= len(text) and doubt.said
    assert [doubt.start for doubt in find_doubts(text)] == [text.index("81"), text.index("%")]


@given(st.text(alphabet="一二三四十是、（）()第，。“”《》〈〉<>0123年月日%社区村学习开展\n \t", max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    doubts = find_doubts(text)
    assert list(doubts) == sorted(doubts, key=lambda doubt: (doubt.start, doubt.end, doubt.rule))
    assert all(0 <= doubt.start < doubt.end <= len(text) for doubt in doubts)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "8",
            "“",
            "”",
            "《",
            "》",
            "“”",
            "《\n",
            "一是",
            "一是。三是。",
            "\n是",
            "81社区",
            "7学习",
            "（一）",
        ),
        *("一、\n", "二是", "\n2024117", " ", "\n"),
    ],
)
def test_a_long_text_takes_time_by_its_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = "甲" + piece * (length // len(piece)) + "乙"
        began = time.perf_counter()
        assert len(find_doubts(text)) <= 6 * MOST
        return time.perf_counter() - began

    seconds(1000)
    assert seconds(800_000) < 30 * seconds(80_000) + 0.5


@pytest.mark.skipif(not SEED, reason=f"the seed is not at {SHARED}")
def test_the_damage_of_the_seed_is_found() -> None:
    """FACTS.md §0, but for the two words cut by a page break, which are joins."""
    text = SEED[0].read_text(encoding="utf-8")
    assert said(text) == [
        ("bare-digits", "7学习"),
        ("bare-digits", "43开展"),
        ("stuck-sentence", "%二是"),
        ("stuck-digits", "81社区"),
        ("quotes", "”"),
        ("quotes", "“"),
        ("stuck-sentence", "识四是"),
        ("stuck-sentence", "法五是"),
        ("missing-enumerator", "是"),
        ("missing-enumerator", "四是"),
        ("run-date", "2024117"),
    ]


@pytest.mark.skipif(not GOLD, reason=f"the real pages are not at {SHARED}")
@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_a_gold_text_gives_no_false_alarm(gold: Path) -> None:
    assert said(gold.read_text(encoding="utf-8")) == []


@pytest.mark.skipif(not PAGES, reason=f"the real pages are not at {SHARED}")
def test_the_real_pages_give_no_false_alarm() -> None:
    alarms = {page.stem: said(extract(Page("", page.read_bytes())).text) for page in PAGES}
    assert {page: doubts for page, doubts in alarms.items() if doubts} == {}


@pytest.mark.parametrize("site", SITES)
def test_the_demo_gives_no_false_alarm(site: str) -> None:
    alarms = {document.slug: said(document.text) for document in load(site).documents}
    assert {slug: doubts for slug, doubts in alarms.items() if doubts} == {}
