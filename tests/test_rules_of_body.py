# ruff: noqa: E501  (markup is easier to check on one line)
"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

Furniture, containers, blocks and files: what is the text of a page, and what is set aside.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import FULL, H1, PARAGRAPHS, TITLE, ps
from rule_readers import ODD, read, reasons, told

# Furniture by its names


@pytest.mark.parametrize(("reason", "name"), told(rules.NAMES))
def test_a_box_beside_the_body_is_what_its_name_says(reason: str, name: str) -> None:
    for said in (f'class="w {name}"', f'id="x-{name}"'):
        answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div><div {said}>{ODD}</div>")
        assert reasons(answer, ODD) == [reason]


@pytest.mark.parametrize(("reason", "name"), rules.NAMES_IN_CAMEL_CASE.items())
def test_a_name_may_be_a_part_of_one(reason: str, name: str) -> None:
    answer = read(f'{H1}<div class=TRS_Editor>{ps(FULL)}</div><div class="{name}">{ODD}</div>')
    assert reasons(answer, ODD) == [reason]


@pytest.mark.parametrize("name", rules.NO_NAMES)
def test_a_name_that_goes_on_as_another_word_is_none(name: str) -> None:
    answer = read(f'{H1}<div class=TRS_Editor>{ps(FULL)}<div class="{name}">{ODD}</div></div>')
    assert reasons(answer, ODD) == [] and ODD in answer.text


@pytest.mark.parametrize("reason", rules.NAMES_BELIEVED_INSIDE)
def test_a_small_box_inside_the_body_is_what_its_name_says(reason: str) -> None:
    name = rules.NAMES[reason][0]
    answer = read(f'{H1}<div id=zoom>{ps(FULL)}<div class="{name}">{ODD}</div></div>')
    assert reasons(answer, ODD) == [reason] and ODD not in answer.text


@pytest.mark.parametrize("reason", rules.NAMES_BELIEVED_INSIDE)
def test_a_sentence_inside_the_body_is_text_whatever_its_name_but_where_furniture_speaks(reason: str) -> None:
    name, said = rules.NAMES[reason][0], "清溪镇在各村设置法律顾问并按月公布名单。"
    answer = read(f'{H1}<div id=zoom>{ps(FULL)}<div class="{name}">{said}</div></div>')
    assert (said in answer.text) == (reason not in rules.NAMES_THAT_SPEAK)


@pytest.mark.parametrize(("tag", "reason"), rules.TAGS.items())
def test_a_region_is_what_its_tag_says(tag: str, reason: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div><{tag}>{ODD}</{tag}>")
    assert reasons(answer, ODD) == [reason]


# Furniture by its words


@pytest.mark.parametrize(("reason", "line"), told(rules.LINES))
def test_a_line_of_the_body_that_is_furniture_is_set_aside(reason: str, line: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>{line}</p></div>")
    assert (reasons(answer, line), answer.text) == ([reason], "\n".join(FULL))


@pytest.mark.parametrize("line", rules.NO_LINES)
def test_a_line_of_the_body_that_only_looks_like_furniture_stays(line: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>{line}</p></div>")
    assert answer.text.endswith(line)


@pytest.mark.parametrize("heading", rules.RELATED)
def test_what_is_headed_as_other_documents_is_none_of_this_one(heading: str) -> None:
    answer = read(f"{H1}<div id=zoom>{ps(FULL)}<p>{heading}</p><p><a href=/1.html>关于甲的通知</a></p></div>")
    assert reasons(answer, "关于甲的通知") == ["related links"] and answer.text == "\n".join(FULL)


@pytest.mark.parametrize("said", rules.FOOTERS)
def test_what_only_a_footer_says_is_one(said: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div><div>{said}</div>")
    assert reasons(answer, said) == ["footer"]


@pytest.mark.parametrize("said", rules.FOOTERS_OF_NUMBERS)
def test_the_numbers_of_a_site_inside_the_box_of_a_text_are_none_of_it(said: str) -> None:
    assert read(f"<div>{H1}{ps(FULL)}<div>{said}</div></div>").text == "\n".join(FULL)


@pytest.mark.parametrize("said", rules.DISCLAIMERS)
def test_a_disclaimer_below_a_body_without_a_name_is_no_text(said: str) -> None:
    answer = read(f"<div>{H1}{ps(FULL)}<div>{said}</div></div>")
    assert answer.text == "\n".join(FULL)


@pytest.mark.parametrize("line", rules.METADATA_LINES)
def test_a_line_under_the_headline_that_tells_of_the_page_is_no_text(line: str) -> None:
    answer = read(f"<div id=zoom>{H1}<p>{line}</p>{ps(FULL)}</div>")
    assert (reasons(answer, line), answer.text) == (["metadata line"], "\n".join(FULL))


@pytest.mark.parametrize("line", rules.EDITORS)
def test_the_editors_named_below_the_text_are_no_text(line: str) -> None:
    answer = read(f"<div id=zoom>{H1}{ps(FULL)}<p>{line}</p></div>")
    assert (reasons(answer, line), answer.text) == (["editors"], "\n".join(FULL))


@pytest.mark.parametrize(("reason", "line"), told(rules.BELOW_THE_TEXT))
def test_a_line_below_the_text_that_is_the_templates_is_no_text(reason: str, line: str) -> None:
    answer = read(f"<div id=zoom>{H1}{ps(FULL)}<p>{line}</p></div>")
    said = line.replace("<a href=/t>", "").replace("</a>", "")
    assert (reasons(answer, said), answer.text.splitlines()) == ([reason], FULL)


@pytest.mark.parametrize("line", rules.CONTACTS)
def test_an_address_or_a_greeting_below_the_text_is_none_of_it(line: str) -> None:
    assert read(f"<div>{H1}{ps(FULL)}<div>{line}</div></div>").text.splitlines() == FULL


@pytest.mark.parametrize("line", rules.BREADCRUMBS)
def test_a_breadcrumb_above_the_text_is_no_text(line: str) -> None:
    shown = line.replace(">", "&gt;")
    answer = read(f"<div id=zoom><p>{shown}</p>{H1}{ps(FULL)}</div>")
    assert (reasons(answer, line), answer.text) == (["breadcrumb"], "\n".join(FULL))


# Where a body stands

_OTHER = f"<div class=other>{ps(['云溪县召开会议，研究部署重点工作，全县各单位参加会议。'] * 9)}</div>"


@pytest.mark.parametrize("opening", [*rules.EDITORS_OF_FAMILIES, *rules.WRAPPERS])
def test_a_familys_container_is_the_body_however_short(opening: str) -> None:
    tag = opening[1:].split()[0].rstrip(">")
    answer = read(f"{H1}{opening}<p>{ODD}</p></{tag}>{_OTHER}")
    assert answer.text == ODD


@pytest.mark.parametrize("opening", rules.EDITORS_OF_FAMILIES)
def test_in_an_editors_container_all_was_typed_as_the_text(opening: str) -> None:
    tag = opening[1:].split()[0].rstrip(">")
    answer = read(f"{H1}{opening}{ps(FULL)}<p>（责任编辑：张三）</p></{tag}>")
    assert answer.text == "\n".join([*FULL, "（责任编辑：张三）"])


@pytest.mark.parametrize(("begin", "end"), rules.MARKERS.items())
def test_a_body_stands_between_its_familys_comments(begin: str, end: str) -> None:
    assert read(f"{H1}<div>{begin}<p>{ODD}</p>{end}<b>尾</b></div>{_OTHER}").text == ODD


@pytest.mark.parametrize("organ", rules.ORGANS)
def test_a_signature_right_below_a_container_belongs_to_the_text(organ: str) -> None:
    signed = f"{organ} 2024年1月17日"
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div><p>{signed}</p></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, signed])


@pytest.mark.parametrize("organ", rules.ORGANS_ALONE)
def test_so_does_one_without_a_date(organ: str) -> None:
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div><p>{organ}</p></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, organ])


@pytest.mark.parametrize("organ", rules.ORGANS_ABOVE_DAYS)
def test_so_does_a_name_that_ends_as_much_else_does_with_the_day_in_the_next_line(organ: str) -> None:
    end = f"<p>{organ}</p><p>2024年1月17日</p>"
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div>{end}</div>")
    assert answer.text == "\n".join([*PARAGRAPHS, organ, "2024年1月17日"])


@pytest.mark.parametrize(("line", "following"), rules.NO_ORGANS_ABOVE_DAYS)
def test_such_a_name_alone_does_not(line: str, following: str) -> None:
    end = f"<p>{line}</p><p>{following}</p>"
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div>{end}</div>")
    assert answer.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("tag", rules.NO_TEXT_BELOW)
def test_so_does_one_below_what_is_no_text(tag: str) -> None:
    between = f"<{tag}>当前浏览器版本过低。</{tag}>"
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div>{between}<p>清溪镇人民政府</p></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, "清溪镇人民政府"])


@pytest.mark.parametrize("day", rules.SIGNED_DAYS)
def test_so_does_a_day(day: str) -> None:
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div><p>{day}</p></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, day])


@pytest.mark.parametrize("office", rules.SIGNERS)
def test_the_office_above_the_date_at_the_end_is_the_issuer(office: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps([*PARAGRAPHS, office, '2024年1月17日'])}</div>")
    assert (answer.metadata.get("issuer"), answer.metadata.get("date_written")) == (office, "2024-01-17")


# A body that nothing names


@pytest.mark.parametrize("tag", rules.NEVER_TEXT)
def test_a_body_is_not_what_no_reader_sees_as_text(tag: str) -> None:
    hidden = f"<{tag}>{'请根据提示选择对应的服务事项，再点击提交。' * 30}</{tag}>"
    answer = read(f"{H1}<div><div class=a>{hidden}</div><div class=b>{ps(PARAGRAPHS)}</div></div>")
    assert answer.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize("media", rules.MEDIA)
def test_a_familys_container_that_holds_a_picture_is_the_body(media: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{media}</div><div>云溪县召开会议，研究工作。</div>")
    assert answer.text == ""


@pytest.mark.parametrize("opening", rules.ENTERED)
def test_a_body_is_found_inside_its_templates_boxes(opening: str) -> None:
    closing = "".join(f"</{tag}>" for tag in reversed(opening.strip("<>").split("><")))
    answer = read(f"<div>{H1}{opening}<div>{ps(FULL)}</div>{closing}<div>云溪在线</div></div>")
    assert answer.text == "\n".join(FULL)


@pytest.mark.parametrize("tag", rules.LINES_OF_A_BODY)
def test_a_body_may_be_made_of_such_lines(tag: str) -> None:
    answer = read(
        f"<div>{H1}<div>{''.join(f'<{tag}>{line}</{tag}>' for line in FULL)}</div><div>云溪在线</div></div>"
    )
    assert answer.text.split("\n") == FULL


@pytest.mark.parametrize("tag", rules.SENTENCES_BESIDE)
def test_a_sentence_beside_a_box_is_of_its_text(tag: str) -> None:
    said = "清溪镇在各村设置法律顾问并按月公布名单。"
    answer = read(f"<div>{H1}<div class=a>{ps(PARAGRAPHS)}</div><{tag}>{said}</{tag}></div>")
    assert answer.text.split("\n") == [*PARAGRAPHS, said]


@pytest.mark.parametrize("begin", rules.UNFILLED_TEXTS)
def test_a_template_that_nobody_filled_in_is_no_body(begin: str) -> None:
    shown = (begin + "如果有数据，则显示数据。" * 30).replace("<", "&lt;")
    answer = read(f"{H1}<div><div class=a>{shown}</div><div class=b>{ps(PARAGRAPHS)}</div></div>")
    assert answer.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize("line", rules.FILES_BELOW)
def test_the_list_of_files_below_a_box_is_of_its_text(line: str) -> None:
    box = f"<div>{ps(PARAGRAPHS)}</div><div class=b>{line}</div>"
    answer = read(f"<div>{H1}{box}<div class=c>清溪镇人民政府 2024年1月17日</div></div>")
    assert answer.text.split("\n")[len(PARAGRAPHS) :] == [line, "清溪镇人民政府 2024年1月17日"]


@pytest.mark.parametrize("heading", rules.DOWNLOAD_BOXES)
def test_a_box_of_downloads_below_a_text_is_not_of_it(heading: str) -> None:
    box = f"<div><span>{heading}</span><a href=/1.pdf>统计表</a></div>"
    answer = read(f"<div>{H1}{ps(FULL)}{box}</div>")
    assert answer.text == "\n".join(FULL) and len(answer.attachments) == 1


def test_nor_is_such_a_heading_where_the_files_have_a_box_of_their_own() -> None:
    files = "<div>附件：</div><div><a href=/1.pdf>统计表</a></div>"
    answer = read(f"<div>{H1}{ps(FULL)}{files}</div>")
    assert answer.text.splitlines() == FULL and len(answer.attachments) == 1


# Blocks


@pytest.mark.parametrize("tag", rules.BLOCKS)
def test_a_block_is_a_line_of_its_own(tag: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}甲文<{tag}>乙文</{tag}>丙文</div>")
    assert answer.text.split("\n")[-3:] == ["甲文", "乙文", "丙文"]


@pytest.mark.parametrize("tag", ["br", "hr"])
def test_a_line_ends_where_a_break_or_a_rule_stands(tag: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}甲文<{tag}>乙文</div>")
    assert answer.text.split("\n")[-2:] == ["甲文", "乙文"]


def test_a_line_of_no_element_but_the_body_is_of_the_body() -> None:
    answer = read(f"【打印本页】<br>{'<br>'.join(FULL)}")
    assert [removed.place for removed in answer.removed if removed.text == "【打印本页】"] == ["html > body"]


@pytest.mark.parametrize(
    ("tag", "kind"), [("p", "paragraph"), ("div", "paragraph"), ("td", "paragraph"), ("li", "list_item")]
)
def test_a_paragraph_that_was_put_into_a_heading_is_one(tag: str, kind: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<h3><{tag}>{ODD}</{tag}></h3></div>")
    assert [block.kind for block in answer.blocks if block.text == ODD] == [kind]
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<h3><center>{ODD}</center></h3></div>")
    assert [block.kind for block in answer.blocks if block.text == ODD] == ["heading"]


@pytest.mark.parametrize(("markup", "reason"), rules.SET_ASIDE.items())
def test_what_a_form_or_a_plug_in_offers_is_no_text(markup: str, reason: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>甲文{markup}乙文</p></div>")
    assert ODD not in answer.text and reasons(answer, ODD) in ([reason], [])
    assert answer.text.endswith("甲文乙文")


@pytest.mark.parametrize("name", rules.HEADLINE_NAMES)
def test_the_headline_inside_a_wrapper_is_known_by_its_name(name: str) -> None:
    answer = read(f"<div id=zoom><div class={name}>{TITLE}</div>{ps(FULL)}</div>")
    assert (reasons(answer, TITLE), answer.text) == (["title"], "\n".join(FULL))


@pytest.mark.parametrize(("tag", "level"), rules.LEVELS.items())
def test_a_heading_without_a_number_has_its_tags_level(tag: str, level: int) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<{tag}>{ODD}</{tag}><p>丙文。</p></div>")
    assert [(b.kind, b.level) for b in answer.blocks if b.text == ODD] == [("heading", level)]


# What a page hides, raises and puts into cells


@pytest.mark.parametrize("attribute", rules.HIDDEN)
def test_what_a_page_hides_is_no_text(attribute: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<div {attribute}>{ODD}</div></div>")
    assert (reasons(answer, ODD), answer.text) == (["hidden"], "\n".join(FULL))


@pytest.mark.parametrize("tag", rules.RAISED_IN)
@pytest.mark.parametrize("kind", ["super", "sub"])
def test_what_a_style_raises_is_marked_as_such(tag: str, kind: str) -> None:
    raised = f'<{tag} style="vertical-align: {kind}">2</{tag}>'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>占地面积71km{raised}。</p></div>")
    assert [s.kind for b in answer.blocks for s in b.spans] == ["sup" if kind == "super" else kind]


@pytest.mark.parametrize("tag", rules.CELL_BREAKS)
def test_the_lines_of_a_cell_are_not_run_together(tag: str) -> None:
    table = f"<table border=1><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>甲文<{tag}>乙文</{tag}></td></tr></table>"
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}{table}</div>")
    rows = [block.rows for block in answer.blocks if block.kind == "table"]
    assert [row[1].split() for row in rows[0]] == [["乙"], ["甲文", "乙文"]]


@pytest.mark.parametrize("line", rules.LAYOUT_CELLS)
def test_a_table_with_a_whole_article_in_a_cell_only_places_things(line: str) -> None:
    cell = "".join(line.format(text) for text in FULL * 3)
    table = f"<table border=1><tr><td>侧</td><td>{cell}</td></tr></table>"
    answer = read(f"{H1}<div class=TRS_Editor>{table}</div>")
    assert "table" not in [b.kind for b in answer.blocks] and answer.text.splitlines() == ["侧", *FULL * 3]


@pytest.mark.parametrize("row", rules.LINKS_AND_DAYS)
def test_links_with_their_days_are_no_text_however_many(row: str) -> None:
    news = "".join(f"<p>{row.format(n)}</p>" for n in range(10, 50))
    answer = read(f"{H1}<div class=w><div class=q>{news}</div><div class=k>{ps(FULL)}</div></div>")
    assert answer.text.splitlines() == FULL


@pytest.mark.parametrize("day", ["2024年1月17日", "2024 年 1 月 17 日", "二〇二四年一月十七日"])
def test_a_box_that_ends_with_a_day_goes_on_with_the_text_above(day: str) -> None:
    end = f"（此件公开发布）{day}"
    answer = read(f"{H1}<div><div class=a>{ps(PARAGRAPHS)}</div><div class=b>{end}</div></div>")
    assert answer.text.splitlines() == [*PARAGRAPHS, end]


def test_lines_with_commas_weigh_more_than_names() -> None:
    said = [f"第{n}次会议上，镇长讲话并部署了下一阶段的重点工作" for n in range(8)]
    names = ps([f"云溪县各单位联系方式及负责人名单第{n}组成员情况一览供查" for n in range(12)])
    answer = read(f"{H1}<div class=w><div class=a>{ps(said)}</div><div class=b>{names}</div></div>")
    assert answer.text.splitlines() == said


# Notes and files


@pytest.mark.parametrize("address", rules.NOTES)
def test_a_mark_of_a_footnote_is_a_note(address: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>全年办件71件<a href={address}>[1]</a>。</p></div>")
    assert [(s.kind, s.address) for b in answer.blocks for s in b.spans] == [("note", address)]


@pytest.mark.parametrize("address", rules.NOTES_BACK)
def test_what_leads_back_into_the_text_begins_a_note(address: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p><a href={address}>[1]</a>据统计表。</p></div>")
    assert answer.blocks[-1].kind == "note"


@pytest.mark.parametrize(("reason", "name"), rules.NO_FILES_IN.items())
def test_a_file_in_the_furniture_is_not_the_documents(reason: str, name: str) -> None:
    box = f"<div class={name}>{ODD}<a href=/1.doc>表</a></div>"
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>{box}")
    assert answer.attachments == () and reason in [r.reason for r in answer.removed]
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div><div hidden>{ODD}<a href=/1.doc>表</a></div>")
    assert answer.attachments == ()


# Files


@pytest.mark.parametrize("kind", rules.FILES)
def test_a_link_to_a_file_is_an_attachment(kind: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p><a href=/f/1.{kind}>{ODD}</a></p></div>")
    assert [(a.url.rsplit("/", 1)[1], a.name) for a in answer.attachments] == [(f"1.{kind}", ODD)]


@pytest.mark.parametrize("address", rules.DOWNLOADS)
def test_a_download_is_an_attachment(address: str) -> None:
    answer = read(f'{H1}<div class=TRS_Editor>{ps(FULL)}<p><a href="{address}">{ODD}</a></p></div>')
    assert [a.name for a in answer.attachments] == [ODD]


@pytest.mark.parametrize("text", rules.NO_FILE_NAMES)
def test_a_file_is_not_called_what_the_link_tells_to_do(text: str) -> None:
    answer = read(f'{H1}<div class=TRS_Editor>{ps(FULL)}<p><a href=/1.doc title="{ODD}">{text}</a></p></div>')
    assert [a.name for a in answer.attachments] == [ODD]


def test_a_files_link_written_by_a_script_may_hold_quotes_of_its_own() -> None:
    script = r"""<script>document.write("附件：<a href=\"/1.doc\">甲乙丙丁</a>")</script>"""
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}{script}</div>")
    assert [a.name for a in answer.attachments] == [ODD]
