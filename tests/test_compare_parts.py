"""The parts of a comparison, each by the page it is for: sentences, figures, moves, tables, files, years."""

from __future__ import annotations

import random
from dataclasses import replace

import edits
import pytest

from archive.compare import alignment, compare, copied, published_digest
from archive.compare.alignment import align
from archive.compare.figures import masked, pieces
from archive.compare.normal import noise_of, normal_text, squeezed, steady_address
from archive.compare.sentences import sentences
from archive.records import Attachment, Block, Evidence, Report


def cut(text: str) -> list[str]:
    return [text[each.start : each.end] for each in sentences(text)]


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The figures that changed, as printed."""
    found = compare(Report("", text=before), Report("", text=after)).figures
    return [(figure.before, figure.after) for figure in found]


def passages(before: str, after: str) -> list[tuple[str, str, str]]:
    found = compare(Report("", text=before), Report("", text=after)).passages
    return [(p.kind, p.before.strip(), p.after.strip()) for p in found if p.kind not in ("same", "noise")]


# Sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("一、标题\n正文。", ["一、标题\n", "正文。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("学习《为什么？怎么办！》一书。", ["学习《为什么？怎么办！》一书。"]),
        ("试行（一是甲；二是乙。丙）办法。丁", ["试行（一是甲；二是乙。丙）办法。", "丁"]),
        ("（甲；乙。）丙。", ["（甲；乙。）", "丙。"]),
        ("没有配对的“引号。下一句。", ["没有配对的“引号。", "下一句。"]),
        ("甲……乙！！！丙", ["甲……乙！！！", "丙"]),
        ("见http://a.cn/?a=1;b=2。完", ["见http://a.cn/?a=1;b=2。", "完"]),
        ("半角也断;乙", ["半角也断;", "乙"]),
        ("单位\t数量\n青石镇\t5。6", ["单位\t数量\n", "青石镇\t5。6"]),
        ("\n\n甲。\n\n\n", ["\n\n甲。\n\n\n"]),
        ("。。", ["。。"]),
    ],
)
def test_a_text_in_sentences(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


def test_a_quotation_without_end_does_not_swallow_the_text() -> None:
    assert len(cut("“" + "这是一句话。" * 100 + "”")) == 100


# Figures


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("接待群众5516人次，", "接待群众5561人次，", [("5516人次", "5561人次")]),
        ("办结率100%，", "办结率98%，", [("100%", "98%")]),
        ("石桥镇\n2024年1月17日", "石桥镇\n2024年1月18日", [("2024年1月17日", "2024年1月18日")]),
        ("讲法二十余场次。", "讲法30余场次。", [("二十余场次", "30余场次")]),
        ("资料4780余份，", "资料4,780余份，", [("4780余份", "4,780余份")]),
        ("清政发〔2024〕8号文件", "清政发〔2024〕9号文件", [("〔2024〕8号", "〔2024〕9号")]),
        ("增长12.5个百分点", "增长1.25个百分点", [("12.5个百分点", "1.25个百分点")]),
        ("化解35件，投资50万元。", "化解53件，投资60万元。", [("35件", "53件"), ("50万元", "60万元")]),
        (
            "二〇二四年一月十七日印发",
            "二〇二四年二月十七日印发",
            [("二〇二四年一月十七日", "二〇二四年二月十七日")],
        ),
        ("百分之九十的群众", "百分之九十五的群众", [("百分之九十", "百分之九十五")]),
        ("召开会议一次，研究", "召开会议两次，研究", [("一次", "两次")]),
        ("开展培训10场次，效果好。", "开展培训，效果好。", [("10场次", "")]),
        ("完成整改，效果好。", "完成整改12件，效果好。", [("", "12件")]),
        ("取得十分明显的成效，群众满意。", "取得非常明显的成效，群众满意。", []),
        ("一是加强领导，落实责任。", "二是加强领导，落实责任。", []),
        ("第三季度前完成任务", "第四季度前完成任务", []),
        ("A4纸和G20峰会", "A5纸和G20峰会", []),
        ("金额１００万元。", "金额100万元。", [("１００万元", "100万元")]),
    ],
)
def test_figures_that_changed_are_told_as_printed(
    before: str, after: str, wanted: list[tuple[str, str]]
) -> None:
    assert changed(before, after) == wanted
    assert changed(after, before) == [(new, old) for old, new in wanted]


def test_a_figure_is_told_with_its_sentence_and_its_place() -> None:
    before = "开头。\n接待群众5516人次；结束。"
    (figure,) = compare(
        Report("", text=before), Report("", text="新的开头。\n接待群众5561人次；结束。")
    ).figures
    assert before[figure.before_start :].startswith("5516人次")
    assert (figure.sentence_before, figure.sentence_after) == ("接待群众5516人次；", "接待群众5561人次；")


def test_neither_a_number_nor_a_latin_word_is_cut() -> None:
    runs = [
        run
        for passage in compare(
            Report("", text="使用Windows系统15516台。"), Report("", text="使用Window系统15561台。")
        ).passages
        for run in passage.runs
        if run.kind != "same"
    ]
    assert [(run.before, run.after) for run in runs] == [("Windows", "Window"), ("15516台", "15561台")]
    assert "".join(piece.text for piece in pieces("甲12 ab\n3.5%")) == "甲12 ab\n3.5%"
    assert masked("2023年讲法二十余场次，办结率100%") == "#讲法#，办结率#"


# Passages


FIRST, SECOND, THIRD = "甲镇完善了工作台账。", "乙镇组织了专题培训。", "丙镇开展了案卷评查。"


def test_a_moved_paragraph_is_no_removal_and_no_addition() -> None:
    lines = [FIRST + SECOND, THIRD, "丁镇压实网格责任；落实清单。", "戊镇推行告知承诺。"]
    before, after = "\n".join(lines), "\n".join([*lines[1:], lines[0]])
    found = compare(Report("", text=before), Report("", text=after))
    assert [(p.kind, p.move) for p in found.passages if p.kind != "same"] == [
        ("moved_away", 1),
        ("moved_here", 1),
    ]
    assert next(p.before for p in found.passages if p.move).strip() == FIRST + SECOND


def test_a_sentence_that_was_changed_on_its_way_is_moved_and_its_figure_told() -> None:
    moving = "全年接待来访群众5516人次并逐件登记。"
    before, after = moving + FIRST + SECOND, FIRST + SECOND + moving.replace("5516", "5561")
    found = compare(Report("", text=before), Report("", text=after))
    assert {p.kind for p in found.passages} == {"same", "moved_away", "moved_here"}
    assert [(f.before, f.after) for f in found.figures] == [("5516人次", "5561人次")]


def test_short_lines_in_other_places_did_not_move() -> None:
    assert passages("是\n" + FIRST, FIRST + "\n是") == [("removed", "是", ""), ("added", "", "是")]


def test_a_sentence_cut_in_two_is_one_change() -> None:
    before, after = (
        FIRST + "乙镇组织培训，丙镇开展评查，效果良好。",
        FIRST + "乙镇组织培训。丙镇开展评查，效果良好。",
    )
    assert [kind for kind, _, _ in passages(before, after)] == ["changed"]


def test_a_sentence_replaced_by_another_is_one_dropped_and_one_added() -> None:
    found = passages(FIRST + SECOND + THIRD, FIRST + "本年度未发生行政复议案件。" + THIRD)
    assert found == [("removed", SECOND, ""), ("added", "", "本年度未发生行政复议案件。")]


def test_a_counter_in_the_middle_of_a_report_is_a_figure() -> None:
    """A report on a government's websites tells its visits; only at its ends does a page count its own."""
    lines = [f"{n}、{FIRST}" for n in range(12)]
    lines[6] = "访问量：1204332次"
    before = "\n".join(lines)
    assert changed(before, before.replace("1204332", "1204323")) == [("1204332次", "1204323次")]
    assert (
        compare(
            Report("", text="访问量：12次\n" + before), Report("", text="访问量：13次\n" + before)
        ).is_empty
        is False
    )
    assert not compare(
        Report("", text="访问量：12次\n" + before), Report("", text="访问量：13次\n" + before)
    ).changed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("浏览次数： 1,024 次", "view counter"),
        ("[ 阅读：12 ]", "view counter"),
        ("浏览次数：", "view counter"),
        ("页面生成时间：2024-01-17 10:22:03", "page generation"),
        ("今天是2024年1月17日 星期三", "page generation"),
        ("分享到： 微信 微博", "share bar"),
        ("【字体：大 中 小】 【打印】 【关闭】", "article tools"),
        ("发布时间：2024-01-17", ""),
        ("更新时间：2024-01-17", ""),
        ("大", ""),
        ("网站访问量：12", ""),
        ("点击率提高到30%", ""),
        ("2024年1月17日", ""),
    ],
)
def test_what_is_noise_as_a_line(line: str, reason: str) -> None:
    assert noise_of(line) == reason


def test_a_hostile_line_is_judged_at_once() -> None:
    assert noise_of("分享微信朋友圈" + "微信朋友圈" * 5000 + "x") == ""


def test_white_space_between_words_and_cells_parts_them() -> None:
    assert squeezed(" 张三　李四 \n the\u200b  end 1 2 ") == "张三李四the end 1 2"
    assert normal_text("甲\t5\t\t6\n乙") == "甲\t5\t\t6\n乙"
    assert normal_text("12\t3") != normal_text("1\t23")
    assert normal_text("甲\n乙") == normal_text("甲　乙")
    assert normal_text("12\n3") != normal_text("123")


# What is not the text


def test_a_field_is_told_as_printed_and_as_read() -> None:
    before = Report(
        "", metadata={"date_written": "2024-01-17", "validity": "有效"},
        evidence=(Evidence("date_written", "2024-01-17", "2024年1月17日", "td", "label"),),
    )  # fmt: skip
    after = Report(
        "", metadata={"date_written": "2024-01-18", "genre": "其他"},
        evidence=(Evidence("date_written", "2024-01-18", "2024年1月18日", "td", "label"),),
    )  # fmt: skip
    found = compare(before, after)
    assert [(f.name, f.before, f.after, f.raw_before, f.raw_after) for f in found.fields] == [
        ("date_written", "2024-01-17", "2024-01-18", "2024年1月17日", "2024年1月18日"),
        ("validity", "有效", "", "", ""),
    ]
    assert [noise.reason for noise in found.noise] == ["derived fields"]


def test_the_same_value_printed_otherwise_is_said_and_is_no_change() -> None:
    def printed(raw: str) -> Report:
        evidence = (Evidence("date_written", "2024-01-17", raw, "td", "label"),)
        return Report("", metadata={"date_written": "2024-01-17"}, evidence=evidence)

    found = compare(printed("2024年1月17日"), printed("2024-01-17"))
    assert not found.changed and [noise.reason for noise in found.noise] == ["printed otherwise"]


def test_a_file_of_other_bytes_was_replaced_whatever_its_address() -> None:
    one, other = (
        Attachment("http://a.localhost/1.pdf", "表.pdf"),
        Attachment("http://a.localhost/2.pdf", "表.pdf"),
    )
    before, after = Report("", attachments=(one,)), Report("", attachments=(one,))
    assert compare(before, after, known_before={one.url: "a"}, known_after={one.url: "a"}).is_empty
    (change,) = compare(before, after, known_before={one.url: "a"}, known_after={one.url: "b"}).attachments
    assert (change.kind, change.digest_before, change.digest_after) == ("replaced", "a", "b")
    after = Report("", attachments=(other,))
    assert compare(before, after).attachments[0].kind == "moved"
    known = {"known_before": {one.url: "a"}, "known_after": {other.url: "b"}}
    assert compare(before, after, **known).attachments[0].kind == "replaced"


def test_attachments_in_another_order_are_the_same() -> None:
    files = (Attachment("http://a.localhost/1.pdf", "甲"), Attachment("http://a.localhost/2.pdf", "乙"))
    assert compare(Report("", attachments=files), Report("", attachments=files[::-1])).is_empty
    assert published_digest(Report("", attachments=files)) == published_digest(
        Report("", attachments=files[::-1])
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.cn/f.pdf;jsessionid=1AB?x=1", "https://a.cn/f.pdf?x=1", True),
        ("http://a.cn/d?id=7&token=abc", "http://a.cn/d?token=def&id=7", True),
        ("http://a.cn/f.pdf?_=1706000000000", "http://a.cn/f.pdf", True),
        ("http://a.cn/d?id=7", "http://a.cn/d?id=8", False),
        ("http://a.cn/d?t=3", "http://a.cn/d?t=4", False),
        ("http://a.cn/f.pdf", "http://b.cn/f.pdf", False),
        ("javascript:f(1)", "javascript:f(2)", False),
    ],
)
def test_an_address_without_what_a_visit_made(one: str, other: str, same: bool) -> None:
    assert (steady_address(one) == steady_address(other)) == same


def tabled(*rows: tuple[str, ...]) -> Report:
    text = "\n".join("\t".join(row).strip("\t") for row in rows)
    return Report("", text=text, blocks=(Block("table", text, rows=rows),))


HEAD = ("单位", "申请", "办结")


def test_tables_are_told_by_cell_row_and_column() -> None:
    before = tabled(HEAD, ("青石镇", "12", "9"), ("柳林镇", "7", "7"), ("白鹭乡", "3", "2"))
    cell = compare(before, tabled(HEAD, ("青石镇", "12", "11"), ("柳林镇", "7", "7"), ("白鹭乡", "3", "2")))
    assert [(c.kind, c.table, c.row, c.column, c.before, c.after) for c in cell.cells] == [
        ("cell", 1, "青石镇", "办结", "9", "11")
    ]
    row = compare(before, tabled(HEAD, ("青石镇", "12", "9"), ("白鹭乡", "3", "2")))
    assert [(c.kind, c.row, c.before, c.after) for c in row.cells] == [
        ("row", "柳林镇", "柳林镇 | 7 | 7", "")
    ]
    column = compare(
        tabled(HEAD, ("青石镇", "12", "9")),
        tabled(("单位", "受理", "申请", "办结"), ("青石镇", "15", "12", "9")),
    )
    assert [(c.kind, c.column, c.before, c.after) for c in column.cells] == [
        ("column", "受理", "", "受理 | 15")
    ]


def test_a_table_that_is_laid_out_otherwise_is_no_change() -> None:
    found = compare(tabled(("", "5", "")), tabled(("5", "", "")))
    assert not found.changed and [noise.reason for noise in found.noise] == ["table layout"]


# Silence


def dated(text: str, date: str = "2024-01-17", raw: str = "", pub_date: str = "") -> Report:
    return Report(
        "", text=text, metadata={"date_published": date} if date else {},
        evidence=(Evidence("date_published", date, raw, "td", "label"),) if raw else (),
        meta_tags=(("PubDate", pub_date),) if pub_date else (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [
        (dated("甲。"), dated("乙。"), True),
        (dated("甲。"), dated("甲。"), None),
        (dated("甲。"), dated("乙。", "2024-02-01"), False),
        (dated("甲。", ""), dated("乙。", ""), None),
        (dated("甲。", raw="2024-01-17 09:00"), dated("乙。", raw="2024-01-17 15:00"), False),
        (dated("甲。", raw="2024-01-17 09:00"), dated("乙。", raw="2024/01/17  09:00"), True),
        (dated("甲。", pub_date="2024-01-17"), dated("乙。", pub_date="2024-03-01"), False),
        (dated("甲。", "", pub_date="2024-01-17"), dated("乙。", "", pub_date="2024-01-17"), True),
    ],
)
def test_an_edit_is_silent_where_every_date_of_publication_stayed(
    before: Report, after: Report, silent: bool | None
) -> None:
    assert compare(before, after).silent is silent


def test_nothing_visible_changed_and_why_the_bytes_differ() -> None:
    chance = random.Random(3)
    before = edits.report(chance)
    after = edits.set_aside(chance, edits.tokens(chance, edits.wider_spaces(chance, before)))
    found = compare(before, after)
    assert not found.changed
    assert {"view counter", "address tokens", "related links"} <= {noise.reason for noise in found.noise}
    assert {"white space", "line breaks"} & {noise.reason for noise in found.noise}


# Across years


def test_what_a_report_copies_from_the_year_before() -> None:
    lines = [
        "石桥镇坚持党建引领法治政府建设。",
        "全年开展普法宣传43场次，发放资料4780余份。",
        "推动领导干部带头学习宪法和民法典等法律法规。",
        "联合派出所排查化解邻里纠纷隐患。",
        "一、举措",
    ]
    earlier = Report("", text="\n".join(lines))
    later = Report(
        "",
        text="\n".join(
            [
                lines[3], lines[0], lines[1].replace("43", "51").replace("4780", "5200"),
                "推动领导干部带头学习宪法、民法典等法律法规。", "首次聘请了两名驻村法律明白人。", "一、举措",
            ]
        ),
    )  # fmt: skip
    found = copied(earlier, later)
    assert [each.kind for each in found.sentences] == ["identical", "identical", "figures", "nearly", "new"]
    assert [each.moved for each in found.sentences] == [True, False, False, False, False]
    assert (found.forward, found.share("new"), found.dropped) == (0.8, 0.2, ())
    for each in found.sentences:
        assert later.text.startswith(each.text, each.start)
        assert each.earlier_start is None or earlier.text.startswith(each.earlier, each.earlier_start)
    assert [each.text for each in copied(later, earlier).dropped] == ["首次聘请了两名驻村法律明白人。"]
    assert copied(earlier, Report("")).forward == 0.0


# Size


def long_text(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"{edits.sentence(chance)[:-1]}第{chance.randrange(10**6)}号。" for _ in range(count)]


def test_the_work_grows_with_the_text_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs of sentences that are compared by character: every sentence is changed, then every one is new."""
    compared = 0
    alike = alignment.alike

    def counted(left: str, right: str, floor: float = 0.0) -> float:
        nonlocal compared
        compared += 1
        return alike(left, right, floor)

    monkeypatch.setattr(alignment, "alike", counted)
    for made in (lambda s: s[:4] + "改" + s[5:], lambda s: s[::-1]):
        work = []
        for count in (400, 1600):
            before = long_text(count, count)
            compared = 0
            found = compare(Report("", text="".join(before)), Report("", text="".join(map(made, before))))
            assert found.changed
            work.append(max(compared, 1))
        assert work[1] <= 6 * work[0] and work[1] <= 20 * 1600


def test_five_thousand_sentences_are_aligned_and_a_hundred_thousand_by_anchors() -> None:
    before = [str(n) for n in range(100_000)]
    after = [key for key in before if int(key) % 7] + ["new"]
    assert align(before, after) == [(int(key), j) for j, key in enumerate(after[:-1])]
    small = [str(n % 50) for n in range(5000)]
    pairs = align(small, [*small[10:], "x"])
    assert len(pairs) == 4990


def test_a_text_without_stops_is_compared_too() -> None:
    before = "长" * 60_000
    found = compare(Report("", text=before + "5件"), Report("", text=before + "6件"))
    assert [(f.before, f.after) for f in found.figures] == [("5件", "6件")]


def test_a_year_of_figures_is_found_in_a_long_report() -> None:
    before = edits.report(random.Random(5))
    after = replace(before, text=before.text.replace("人次", "人"))
    found = compare(before, after)
    assert len(found.figures) == before.text.count("人次")
