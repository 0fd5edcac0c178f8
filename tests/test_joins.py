"""The reading text: a sentence cut by a page break is joined, each join is recorded and can be undone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import GongkaiError
from archive.joins import apply, undo
from archive.records import Block, Join
from crawler.demo.content import SITES, load
from pipelines.answer import Page
from pipelines.blocks import heading_level, plain
from pipelines.extract import extract
from pipelines.joins import find_joins, seam

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEED = sorted((SHARED / "seed").glob("*.txt"))
PAGES = sorted((SHARED / "pages" / "html").glob("*.html"))


def blocks_of(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.split("\n")]
    return tuple(
        Block("heading" if heading_level(line) else "paragraph", line, level=heading_level(line))
        for line in lines
    )


def reading(text: str) -> str:
    blocks = blocks_of(text)
    return apply(plain(blocks), find_joins(blocks))


@st.composite
def texts_with_joins(draw: st.DrawFn) -> tuple[str, list[Join]]:
    text = draw(st.text(alphabet="甲乙\n ，。𠮷", max_size=60))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    joins = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        read = draw(st.text(alphabet="甲\n", max_size=3))
        joins.append(Join(start, end, text[start:end], read, "page-break"))
    return text, draw(st.permutations(joins))


@given(texts_with_joins())
def test_every_join_can_be_undone(case: tuple[str, list[Join]]) -> None:
    text, joins = case
    assert undo(apply(text, joins), joins) == text


def test_a_join_of_another_text_is_refused() -> None:
    joins = [Join(2, 3, "\n", "", "page-break")]
    assert apply("年度\n考", joins) == "年度考"
    with pytest.raises(GongkaiError, match="not of this text"):
        apply("年度考核", joins)
    with pytest.raises(GongkaiError, match="overlaps"):
        apply("年度\n考", [*joins, *joins])
    with pytest.raises(GongkaiError, match="not of this text"):
        undo("年度", [Join(2, 3, "甲", "乙", "page-break")])


PROSE = "全镇上下统一思想，列入年度效能目标，纳入领导班子和领导干部年度"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # a word cut in two
        (PROSE + "考", "核重要指标。三是决策机制执行到位。"),
        (PROSE + "考", "核。"),
        ("二是决策到位，严格依法依规作出决策，凡事都要报告对党", "委的重要事项、政府的难点问题，及时公开。"),
        # the second line begins with what begins no sentence
        ("全年共举办法治讲座二十三场次，覆盖全镇干部和群众代表", "，发放资料三千份。"),
        ("学习《民法典》和新修订的《中华人民共和国行政复议法", "》等法律法规，开展讲座。"),
        ("镇党委坚持集体讨论，凡是涉及群众切身利益和长远发展", "的行政决策事项，一律公开征求意见。"),
        ("深入村组、企业、学校，向广大群众宣传宪法和民法典知识", "等方面的内容，反响良好。"),
        ("全年召开会议七次，研究解决普法和依法治理难题，截至2023", "年底全部办结。"),
        # the first line ends with what ends no sentence
        ("镇党委坚持以习近平法治思想为指导，深入推进依法行政，", "加强行政执法监督，规范执法行为。"),
        ("采取灵活多样的监督方法，改进工作作风，督促工作落实以及", "个人言行的监督，成效明显。"),
        ("在作出重大决策之前，认真听取法律顾问的意见，不断提高依法决策的", "能力和水平，防范风险。"),
        # inside a title or a bracket
        ("全年组织干部学习宪法，制定《上河镇领导干部应知应会党内", "法规清单》，逐项落实。"),
        ("依托村级法律顾问制度，为困难群众（含残疾人和低保", "户）提供法律咨询，效果良好。"),
    ],
)
def test_a_sentence_cut_in_two_is_read_as_one(first: str, second: str) -> None:
    text = f"前一段。\n{first}\n{second}\n后一段。"
    assert reading(text) == f"前一段。\n{first}{second}\n后一段。"
    blocks = blocks_of(text)
    (join,) = find_joins(blocks)
    assert (join.raw, join.read, join.rule) == ("\n", "", "page-break")
    assert join.start == len("前一段。\n" + first)
    assert undo(reading(text), find_joins(blocks)) == text


@pytest.mark.parametrize(
    "text",
    [
        # a paragraph that only lacks its full stop
        "全年开展各类普法宣传教育43场次，发放普法宣传资料4780余份\n镇党委高度重视，定期听取汇报。",
        "一年来，全镇上下认真落实各项部署，较好地完成了任务\n加强组织领导，压实工作责任。",
        "一年来，全镇上下认真落实各项部署，较好地完成了督办\n法治宣传形式多样，群众喜闻乐见。",
        "一年来，我们坚持学法用法，不断提升服务人民\n政府高度重视普法，群众满意。",
        # enumerators, headings, dates
        PROSE + "考\n二是核查指标，逐项落实。",
        PROSE + "考\n（二）核查指标\n逐项落实。",
        "全年召开会议七次，研究解决普法和依法治理难题，\n2023年底全部办结。",
        "现将有关事项通知如下，请遵照执行，\n附件：清单，一份。",
        # a salutation 主送机关 over two lines
        "各乡（镇）人民政府、街道办事处，区政府各部门、各直属机构，\n各有关单位：",
        # a title over two lines
        "国务院关于在海南博鳌乐城国际医疗旅游先行区\n暂时调整实施《中华人民共和国药品管理法\n实施条例》有关规定的决定",
        # a signature 落款
        "以上报告，请予审议，并对我镇工作提出批评和意见\n上河镇人民政府\n2024年1月17日",
        # names, an agenda, verse
        "出席：赵一、钱二、孙三、李四、周五、吴六、郑七、\n王八、冯九、陈十、褚十一。",
        "上午九时，开幕式；十时，主题报告；十一时，分组讨论\n的士接送安排，另行通知。",
        "爱国家，爱集体，守法纪，讲道理，邻里间，要和气，\n敬老人，爱幼小，讲卫生，树新风。",
        "白日依山尽，\n黄河入海流。",
        # a caption, a table's heading
        "座谈会召开，镇长发表讲话。记者 谢某某 摄\n中共上河镇委员会领导参加会议，听取意见。",
        "表1 全镇行政执法案件数，按类别分\n的确如此，详见附表。",
        # closed sentences
        PROSE + "考核。\n核心指标全部完成，成效明显。",
        "会议指出：\n的确，要加强学习。",
        "",
        "考\n核",
    ],
)
def test_no_join_without_a_certain_reason(text: str) -> None:
    assert reading(text) == text


def test_only_paragraphs_are_joined() -> None:
    second = "核重要指标。"
    for kind in ("table", "list_item", "heading", "note"):
        assert find_joins([Block("paragraph", PROSE + "考"), Block(kind, second)]) == ()
        assert find_joins([Block(kind, PROSE + "考"), Block("paragraph", second)]) == ()
    between = [Block("paragraph", PROSE + "考"), Block("image", "图"), Block("paragraph", second)]
    assert find_joins(between) == ()


def test_the_offset_counts_what_is_text() -> None:
    blocks = [
        Block("image", "校徽"),
        Block("table", "甲\t乙\n丙\t丁"),
        Block("paragraph", ""),
        Block("paragraph", PROSE + "考"),
        Block("paragraph", ""),
        Block("paragraph", "核重要指标。"),
    ]
    text = plain(blocks)
    assert apply(text, find_joins(blocks)) == "甲\t乙\n丙\t丁\n" + PROSE + "考核重要指标。"


def test_a_seam_inside_a_sentence_is_read_as_nothing() -> None:
    before, after = (
        "第一段。\n全年召开会议，研究解决普法难题，并将结果在全镇",
        "十二个村公示，接受监督。\n第三段。",
    )
    join = seam(before, after, len(before))
    assert join == Join(len(before), len(before) + 1, "\n", "", "part")
    whole = f"{before}\n{after}"
    assert apply(whole, [join]) == before + after
    assert undo(apply(whole, [join]), [join]) == whole


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("全年召开会议七次，研究解决普法难题。", "全镇十二个村公示结果。"),
        ("全年召开会议七次，研究解决普法难题", "三、下一步打算"),
        ("全年召开会议七次，研究解决普法难题", "（二）抓好普法，提升素养。"),
        ("全年召开会议七次，研究解决普法难题", "下一步，我镇将继续努力。"),
        ("一、工作情况", "全镇召开会议七次。"),
        ("以上报告，请予审议，并对我镇工作提出批评和意见", "上河镇人民政府\n2024年1月17日"),
        ("甲\t乙，丙，丁，戊，己，庚，辛，壬，癸，子，丑，寅", "卯\t辰。"),
        ("", "全镇召开会议七次。"),
        ("全年召开会议七次，研究解决普法难题", ""),
    ],
)
def test_any_other_seam_is_recorded_as_the_line_break_it_is(before: str, after: str) -> None:
    assert seam(before, after, 5) == Join(5, 6, "\n", "\n", "part")


@pytest.mark.skipif(not SEED, reason=f"the seed is not at {SHARED}")
def test_the_two_cut_words_of_the_seed_are_joined_and_nothing_else() -> None:
    text = SEED[0].read_text(encoding="utf-8")
    blocks = blocks_of(text)
    joins = find_joins(blocks)
    assert [plain(blocks)[join.start - 3 : join.end + 1] for join in joins] == ["年度考\n核", ",对党\n委"]


@pytest.mark.skipif(not PAGES, reason=f"the real pages are not at {SHARED}")
def test_nothing_on_the_real_pages_is_joined() -> None:
    """Their paragraphs were read by eye: none is cut inside a sentence (a title is set over lines)."""
    joins = {page.stem: find_joins(extract(Page("", page.read_bytes())).blocks) for page in PAGES}
    assert {page: found for page, found in joins.items() if found} == {}


def test_the_demo_has_its_two_cut_words_and_no_other() -> None:
    joined = [
        (document.slug, text[join.start - 3 : join.end + 1])
        for site in SITES
        for document in load(site).documents
        for blocks in [blocks_of(document.text)]
        for text in [plain(blocks)]
        for join in find_joins(blocks)
    ]
    assert joined == [("yanpu-2023", "年度考\n核"), ("yanpu-2023", "。对党\n委")]


@pytest.mark.parametrize("piece", ["甲，", "考", "《", "的", "，", "2023"])
def test_long_paragraphs_take_time_by_their_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        line = piece * (length // len(piece) // 20)
        blocks = [Block("paragraph", line)] * 20
        began = time.perf_counter()
        find_joins(blocks)
        return time.perf_counter() - began

    seconds(1000)
    assert seconds(1_000_000) < 30 * seconds(100_000) + 0.5
