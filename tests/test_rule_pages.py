# ruff: noqa: E501  (markup is easier to check on one line)
"""Every spelling, name and tag that extraction goes by does what it is there for, on a page of its own."""

from __future__ import annotations

import json

import pytest
import rule_pages as rules
from layouts import FULL, H1, PARAGRAPHS, TITLE, ps

from pipelines.answer import Answer, Listing, Page
from pipelines.extract import extract, join
from pipelines.site import Site, Unit

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
ODD = "甲乙丙丁"
"""Words that say nothing."""


def read(body: str, head: str = "", url: str = URL) -> Answer:
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url, markup.encode()))


def reasons(answer: Answer, text: str) -> list[str]:
    """Why a text was set aside, each time it was."""
    return [removed.reason for removed in answer.removed if removed.text == text]


def told(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(reason, entry) for reason, entries in table.items() for entry in entries]


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


@pytest.mark.parametrize("line", rules.BREADCRUMBS)
def test_a_breadcrumb_above_the_text_is_no_text(line: str) -> None:
    shown = line.replace(">", "&gt;")
    answer = read(f"<div id=zoom><p>{shown}</p>{H1}{ps(FULL)}</div>")
    assert (reasons(answer, line), answer.text) == (["breadcrumb"], "\n".join(FULL))


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


# Blocks


@pytest.mark.parametrize("tag", rules.BLOCKS)
def test_a_block_is_a_line_of_its_own(tag: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}甲文<{tag}>乙文</{tag}>丙文</div>")
    assert answer.text.split("\n")[-3:] == ["甲文", "乙文", "丙文"]


@pytest.mark.parametrize("tag", ["br", "hr"])
def test_a_line_ends_where_a_break_or_a_rule_stands(tag: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}<p>甲文<{tag}>乙文</p></div>")
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


# The breadcrumb


def path(markup: str) -> str:
    return read(f"<div class=x>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>").metadata.get(
        "column_path", ""
    )


@pytest.mark.parametrize("label", rules.PATH_LABELS)
def test_a_breadcrumb_is_known_by_its_label(label: str) -> None:
    assert path(f"{label}<a href=/>首页</a> &gt; <a href=/a/>政务公开</a>") == "政务公开"


@pytest.mark.parametrize("sign", rules.PATH_SEPARATORS)
def test_the_steps_of_a_breadcrumb_may_be_parted_by(sign: str) -> None:
    assert path(f"当前位置：首页{sign}政务公开{sign}年报").split(" > ") == ["政务公开", "年报"]


@pytest.mark.parametrize("home", rules.PATH_HOMES)
def test_the_home_page_is_no_column(home: str) -> None:
    assert path(f"当前位置：<a href=/>{home}</a> &gt; <a href=/a/>政务公开</a>") == "政务公开"


@pytest.mark.parametrize("end", rules.PATH_ENDS)
def test_the_text_itself_is_no_column(end: str) -> None:
    assert path(f"当前位置：<a href=/>首页</a> &gt; <a href=/a/>政务公开</a> &gt; {end}") == "政务公开"


# Placeholders


@pytest.mark.parametrize("said", rules.PLACEHOLDERS)
def test_a_cell_that_holds_nothing_gives_no_field(said: str) -> None:
    shown = said.replace("<", "&lt;")
    table = (
        "<table><tr><td>索引号：</td><td>640000027/2024-00001</td><td>主题分类：</td>"
        f"<td>{shown}</td></tr><tr><td>发布机构：</td><td>清溪镇</td></tr></table>"
    )
    answer = read(f"{table}{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata["index_number"] and "category" not in answer.metadata


# Refusals


def alone(body: str, title: str = "x", head: str = "", url: str = URL, status: int | None = 200) -> Answer:
    """A page that has nothing but this."""
    markup = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract(Page(url, markup.encode(), (), status))


def why(answer: Answer) -> str:
    return answer.warnings[-1]


@pytest.mark.parametrize(("firewall", "mark"), told(rules.CHALLENGES))
def test_a_firewall_is_known_by_what_its_page_holds(firewall: str, mark: str) -> None:
    answer = alone(f"<script>/**/{mark}</script><p>-</p>")
    assert answer.kind == "blocked" and f"a challenge page of {firewall}" in why(answer)


@pytest.mark.parametrize("words", rules.BLOCKING_WORDS)
def test_a_firewall_is_known_by_its_words(words: str) -> None:
    answer = alone(f"<p>{words}</p>")
    assert answer.kind == "blocked" and "a firewall's words" in why(answer)


@pytest.mark.parametrize("title", rules.BLOCKING_TITLES)
def test_a_firewall_that_explains_itself_is_known_by_its_title_and_words(title: str) -> None:
    answer = alone(f"<p>您的访问请求已被拦截。{'如有疑问请把下面的编号告诉管理员。' * 30}</p>", title)
    assert answer.kind == "blocked" and "a firewall's title" in why(answer)


@pytest.mark.parametrize("title", rules.LOGIN_TITLES)
def test_a_login_is_known_by_its_title(title: str) -> None:
    answer = alone(f"<p>{'平台面向全县各单位开放。' * 14}</p><input type=password>", title)
    assert answer.kind == "blocked" and "its title says so" in why(answer)


@pytest.mark.parametrize("words", rules.LOGIN_FORMS)
def test_a_login_is_known_by_what_its_form_says(words: str) -> None:
    answer = alone(f"<p>{words}</p><input type=password>")
    assert answer.kind == "blocked" and "a login form" in why(answer)


@pytest.mark.parametrize("words", rules.LOGIN_WORDS)
def test_a_login_is_known_by_what_it_asks(words: str) -> None:
    answer = alone(f"<p>{words}</p>")
    assert answer.kind == "blocked" and "asks the visitor to log in" in why(answer)


@pytest.mark.parametrize("address", rules.LOGIN_ADDRESSES)
def test_a_login_is_known_by_its_address(address: str) -> None:
    answer = extract(Page(URL, b"", (("Location", address),), 302))
    assert answer.kind == "blocked" and "led to a login" in why(answer)


@pytest.mark.parametrize("script", rules.RELOADS)
def test_a_page_that_only_loads_itself_again_is_a_challenge(script: str) -> None:
    answer = alone(f"<script>{script}</script><p>-</p>")
    assert answer.kind == "blocked" and "loads itself again" in why(answer)


@pytest.mark.parametrize("script", rules.ONWARDS)
def test_a_page_that_only_sends_its_reader_on_is_a_shell(script: str) -> None:
    answer = alone(f"<script>{script}</script><p>-</p>")
    assert answer.kind == "shell" and "sends the reader on to /x.html" in why(answer)


@pytest.mark.parametrize("words", rules.WAITING)
def test_so_is_one_of_more_words_that_tells_to_wait(words: str) -> None:
    said = "云溪县人民政府欢迎您，本平台面向全县公众开放，服务事项由各单位共同提供，内容由各单位共同维护，地址有变。"
    answer = alone(f"<script>location='/x.html'</script><p>{said}{said[:20]}{words}</p>")
    assert answer.kind == "shell" and "sends the reader on" in why(answer)
    assert alone(f"<script>location='/x.html'</script><p>{said}{said[:20]}</p>").kind != "shell"


@pytest.mark.parametrize("status", rules.MOVED)
def test_a_status_that_leads_elsewhere_has_no_text(status: int) -> None:
    markup = f"<title>{TITLE}</title>{H1}<div class=TRS_Editor>{ps(FULL)}</div>"
    answer = extract(Page(URL, markup.encode(), (("Location", "/x.html"),), status))
    assert answer.kind == "empty" and f"the server answered {status}" in why(answer)


@pytest.mark.parametrize("title", rules.MOVED_TITLES)
def test_a_servers_notice_that_a_page_has_moved_is_known_by_its_title(title: str) -> None:
    for answer in (alone("<p>Go <a href=/x>here</a>.</p>", title), alone(f"<h1>{title}</h1>")):
        assert answer.kind == "empty" and "at another address" in why(answer)


# Labels

_SPELLED = [
    (field, rank, label)
    for field, (_, _, spellings) in rules.LABELS.items()
    for rank, labels in enumerate(spellings.split(" | "))
    for label in labels.split()
]
_ELSE = {"index_number": "文号", "document_number": "索引号"}
_VALUES = {"文号": "县政发〔2024〕1号", "索引号": "000000001/2024-00009"}


def entry(*pairs: tuple[str, str]) -> Answer:
    """A page with a catalogue's entry of these labels and values."""
    rows = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in pairs)
    return read(f"<table>{rows}</table>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")


@pytest.mark.parametrize(("field", "rank", "label"), _SPELLED)
def test_a_label_gives_its_field_the_value_beside_it(field: str, rank: int, label: str) -> None:
    value, wanted, spellings = rules.LABELS[field]
    beside = _ELSE.get(field, "索引号")
    answer = entry((beside, _VALUES[beside]), (label, value), ("公开时限", "长期公开"))
    assert answer.metadata.get(field) == wanted
    if rank:
        better = spellings.split(" | ")[rank - 1].split()[0]
        other = {
            "document_number": "县政发〔2023〕3号",
            "date_written": "2023-03-03",
            "date_published": "2023-03-03",
        }
        first = other.get(field, "失效" if field == "validity" else "另一个")
        assert entry((label, value), (better, first), ("索引号", "1/2024-1")).metadata.get(field) == first


@pytest.mark.parametrize(
    ("field", "label"),
    [(f, label) for f, (_, said) in rules.EVIDENCE_LABELS.items() for label in said.split()],
)
def test_a_label_of_words_of_its_own_is_kept_as_evidence(field: str, label: str) -> None:
    value = rules.EVIDENCE_LABELS[field][0]
    answer = entry(("索引号", "1/2024-1"), (label, value), ("公开时限", "长期公开"))
    assert [e.raw for e in answer.evidence if e.field == field and e.label == label] == [value]


@pytest.mark.parametrize("label", rules.OTHER_LABELS)
def test_a_label_of_no_field_ends_the_value_before_it(label: str) -> None:
    line = f"<div>来源：清溪镇{label}：甲乙 发布时间：2024-01-18</div>"
    # A label that stands right behind a value is no label: so with a space of no width between them.
    answer = read(f"{H1}{line.replace('清溪镇', '清溪镇 ')}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get("source") == "清溪镇"
    answer = entry(("索引号", "1/2024-1"), ("来源", ""), (label, "甲乙"), ("发布日期", "2024-01-18"))
    assert "source" not in answer.metadata and "甲乙" in " ".join(r.text for r in answer.removed)


# What looks lost


def doubted(line: str) -> list[tuple[str, str]]:
    """The doubts about a line of a text: (rule, the characters it is about)."""
    answer = read(
        f"{H1}<div class=TRS_Editor><p>清溪镇认真履行职责，情况如下。</p><p>{line}</p><p>特此报告。</p></div>"
    )
    return [(doubt.rule, answer.text[doubt.start : doubt.end]) for doubt in answer.doubts]


@pytest.mark.parametrize("place", rules.PLACES)
def test_two_digits_before_what_is_counted_with_a_measure_word_are_doubted(place: str) -> None:
    assert doubted(f"在全镇81{place}设置法律顾问。") == [("stuck-digits", f"81{place}")]
    assert doubted(f"在全镇8个{place}设置法律顾问。") == []


@pytest.mark.parametrize("following", rules.GOING_ON)
def test_a_number_that_runs_into_what_follows_is_doubted(following: str) -> None:
    assert [rule for rule, _ in doubted(f"全年学习7{following}工作，成效良好。")] == ["bare-digits"]
    assert doubted(f"全年学习7次，{following}工作，成效良好。") == []


@pytest.mark.parametrize("following", rules.NEW_SENTENCES)
def test_a_sentence_right_behind_a_per_cent_is_doubted(following: str) -> None:
    assert [rule for rule, _ in doubted(f"办结率达到100%{following}各项工作有序。")] == ["stuck-sentence"]


@pytest.mark.parametrize("before", rules.NUMBERED)
def test_a_number_that_is_a_name_is_not_doubted(before: str) -> None:
    assert doubted(f"按照要求对照{before}7开展工作，成效良好。") == []


@pytest.mark.parametrize("number", rules.SERVICES)
def test_the_number_of_a_telephone_or_a_day_is_not_doubted(number: str) -> None:
    assert doubted(f"通过多种平台和{number}宣传，成效良好。") == []


@pytest.mark.parametrize("number", rules.NO_COUNTS)
def test_two_digits_that_are_no_count_are_not_doubted(number: str) -> None:
    assert doubted(f"在全镇设置{number}法律顾问。") == []


# Dates


@pytest.mark.parametrize(("printed", "wanted"), rules.DATES.items())
def test_a_date_is_read_as_far_as_it_is_printed(printed: str, wanted: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("发布日期", printed), ("公开时限", "长期公开"))
    assert answer.metadata.get("date_published", "") == wanted


@pytest.mark.parametrize("printed", rules.TIMES)
def test_a_date_with_its_time_is_known_to_the_minute(printed: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("发布日期", printed), ("公开时限", "长期公开"))
    told = [(e.value, e.precision) for e in answer.evidence if e.field == "date_published" and e.chosen]
    assert told == [("2024-01-17", "minute")]


@pytest.mark.parametrize(("printed", "wanted"), rules.ZONES.items())
def test_a_time_of_another_zone_is_a_day_here(printed: str, wanted: str) -> None:
    assert entry(("索引号", "1/2024-1"), ("发布日期", printed)).metadata.get("date_published", "") == wanted


# Bytes

_PLAIN = f"<title>{TITLE}</title>{H1}<div class=TRS_Editor>{ps(FULL)}</div>"


@pytest.mark.parametrize(("mark", "written", "called", "read_as"), rules.ENCODINGS)
def test_a_page_is_read_as_it_is_written(mark: bytes, written: str, called: str, read_as: str) -> None:
    body = mark + f"<html>{_PLAIN}</html>".encode(written)
    answer = extract(Page(URL, body, (("Content-Type", f"text/html; charset={called}"),)))
    assert (answer.encoding, answer.text) == (read_as, "\n".join(FULL))
    tag = f'<meta http-equiv="Content-Type" content="text/html; charset={called}">'
    answer = extract(Page(URL, mark + f"<html>{tag}{_PLAIN}</html>".encode(written)))
    assert (answer.encoding, answer.text) == (read_as, "\n".join(FULL)) or written.startswith("utf-16")


@pytest.mark.parametrize("called", rules.LATIN)
def test_an_encoding_that_is_a_servers_default_says_nothing(called: str) -> None:
    answer = extract(Page(URL, _PLAIN.encode("gb18030"), (("Content-Type", f"text/html; charset={called}"),)))
    assert (answer.encoding, answer.text) == ("gb18030", "\n".join(FULL))
    assert not any("encoding" in warning or "header" in warning for warning in answer.warnings)


@pytest.mark.parametrize("declared", ['<meta charset="big5">', '<?xml version="1.0" encoding="big5"?>', ""])
def test_big5_is_read_where_it_is_declared(declared: str) -> None:
    text = "本機關2023年度無行政複議案件，亦無行政訴訟案件。"
    markup = f"<html><meta name=ArticleTitle content=行政複議><h1>行政複議</h1><div class=TRS_Editor><p>{text}</p></div></html>"
    answer = extract(Page(URL, (declared + markup).encode("big5hkscs")))
    assert (answer.encoding == "big5hkscs") == (answer.text == text) == bool(declared)


@pytest.mark.parametrize(("start", "name"), rules.MAGIC.items())
def test_a_file_in_answer_to_an_address_is_an_attachment(start: bytes, name: str) -> None:
    answer = extract(Page(URL, start + b"\x00\x01" * 40))
    assert answer.kind == "attachment" and name in why(answer)


# Genres and years


@pytest.mark.parametrize(("title", "genre", "year"), [(t, g, y) for t, (g, y) in rules.TITLES.items()])
def test_a_title_tells_the_genre_and_the_year(title: str, genre: str, year: str) -> None:
    markup = f"<title>{title}</title><h1>{title}</h1><div class=TRS_Editor>{ps(FULL)}</div>"
    answer = extract(Page(URL, markup.encode()))
    assert (answer.metadata.get("genre"), answer.metadata.get("report_year", "")) == (genre, year)


# Joins

FIRST = "清溪镇认真履行职责，扎实推进各项重点工作并依法"
"""Prose that ends with no end of a sentence."""


def joined(first: str, second: str) -> bool:
    """Whether the second paragraph is read as the end of the first."""
    answer = read(f"{H1}<div class=TRS_Editor><p>{first}</p><p>{second}</p><p>特此报告。</p></div>")
    return [(j.start, j.read) for j in answer.joins] == [(len(first), "")]


def in_parts(first: str, second: str) -> bool:
    """Whether the top of an article's second page is read as the end of the first."""
    pages = [read(f"{H1}<div class=TRS_Editor><p>{text}</p></div>") for text in (first, second)]
    return [j.read for j in join(pages).joins] == [""]


@pytest.mark.parametrize("opening", rules.OPENINGS)
def test_what_opens_a_paragraph_is_not_joined(opening: str) -> None:
    assert joined(f"{FIRST}以及", "规定，开展工作。")
    assert not joined(f"{FIRST}以及", f"{opening}规定，开展工作。")


@pytest.mark.parametrize("opening", rules.SENTENCE_OPENINGS)
def test_what_opens_a_sentence_on_the_next_page_is_not_joined(opening: str) -> None:
    assert in_parts(FIRST, "镇村干部共同参加，成效良好。")
    assert not in_parts(FIRST, f"{opening}镇村干部共同参加，成效良好。")


def test_a_page_that_begins_without_a_sentence_is_not_joined() -> None:
    assert not in_parts(FIRST, "镇村干部名单")


@pytest.mark.parametrize("sign", rules.GOING_ON_WITH)
def test_a_line_does_not_begin_with_a_sign_that_ends_something(sign: str) -> None:
    assert joined(FIRST, f"{sign}镇村干部共同参加")


@pytest.mark.parametrize("word", rules.CUT_BEFORE)
def test_a_sentence_does_not_begin_with_such_a_word(word: str) -> None:
    assert joined(FIRST, f"{word}镇村干部共同参加，成效良好。")


@pytest.mark.parametrize("word", rules.CUT_AFTER_NUMBERS)
def test_what_is_counted_does_not_stand_apart_from_its_number(word: str) -> None:
    assert joined(f"{FIRST}12", f"{word}镇村干部共同参加，成效良好。")
    assert not joined(FIRST, f"{word}镇村干部共同参加，成效良好。")


@pytest.mark.parametrize("end", rules.UNFINISHED)
def test_a_sentence_does_not_end_so(end: str) -> None:
    assert joined(
        f"{FIRST}{end}", "规定，开展工作。" if end[-1] not in "《“（〔" else "规定》”）〕，开展工作。"
    )


@pytest.mark.parametrize("end", rules.FINISHED)
def test_a_word_that_only_looks_like_an_unfinished_end_may_end_a_line(end: str) -> None:
    assert not joined(f"{FIRST}{end}", "规定，开展工作。")


# JSON in a script

BODY = "".join(f"<p>{line}</p>" for line in FULL)


def data(held: dict[str, object], body: str = "") -> Answer:
    """A page that holds this as JSON, and shows nothing or a body."""
    said = json.dumps(held, ensure_ascii=False).replace("</", "<\\/")
    return read(f"<div id=app>{body}</div><script>window.DATA = {said};</script>")


@pytest.mark.parametrize(("key", "value", "field", "wanted"), [(k, *v) for k, v in rules.JSON_FIELDS.items()])
def test_a_key_of_an_articles_json_gives_its_field(key: str, value: str, field: str, wanted: str) -> None:
    answer = data({"title": TITLE, "content": BODY, key: value})
    assert answer.metadata.get(field) == wanted and answer.text == "\n".join(FULL)


@pytest.mark.parametrize("key", rules.JSON_PROOFS)
def test_a_key_of_a_catalogue_makes_an_object_an_articles(key: str) -> None:
    value, field, wanted = rules.JSON_FIELDS[key]
    answer = data({"title": TITLE, key: value}, f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get(field) == wanted


def test_a_key_of_no_catalogue_does_not() -> None:
    answer = data(
        {"title": TITLE, "publisher": "清溪镇"}, f"{H1}<div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    )
    assert "issuer" not in answer.metadata


@pytest.mark.parametrize("key", rules.JSON_TITLES)
def test_an_articles_json_has_its_title_under(key: str) -> None:
    answer = data({key: TITLE, "content": BODY})
    assert (answer.title, answer.text) == (TITLE, "\n".join(FULL))


@pytest.mark.parametrize("key", rules.JSON_CONTENTS)
def test_an_articles_json_has_its_text_under(key: str) -> None:
    answer = data({"title": TITLE, key: BODY, "other": f"<p>{'这是另一篇文章的内容。' * 40}</p>"})
    assert answer.text == "\n".join(FULL)
    assert data({"title": TITLE, key: "\n".join(FULL)}).text.split() == FULL


@pytest.mark.parametrize("begin", rules.JSON_MARKUP)
def test_a_text_is_known_by_its_markup_where_its_key_is_not(begin: str) -> None:
    assert data(
        {
            "title": TITLE,
            "zw": begin + "<br>".join(FULL) if "&" not in begin else begin + "&lt;br&gt;".join(FULL),
        }
    ).text == "\n".join(FULL)


@pytest.mark.parametrize("key", rules.JSON_SUMMARIES)
def test_a_summary_is_not_the_text(key: str) -> None:
    assert data({"title": TITLE, "zw": BODY, key: f"<p>{'这是全文的概要。' * 40}</p>"}).text == "\n".join(
        FULL
    )


@pytest.mark.parametrize("key", rules.JSON_FILES)
def test_an_articles_json_lists_its_files_under(key: str) -> None:
    answer = data({"title": TITLE, "content": BODY, key: [{"name": ODD, "url": "/1.doc"}]})
    assert [(a.url.rsplit("/", 1)[1], a.name) for a in answer.attachments] == [("1.doc", ODD)]


@pytest.mark.parametrize("address", rules.JSON_ADDRESSES)
@pytest.mark.parametrize("name", rules.JSON_FILE_NAMES)
def test_a_file_in_json_has_its_address_and_its_name_under(address: str, name: str) -> None:
    answer = data({"title": TITLE, "content": BODY, "files": [{name: ODD, address: "/1.doc"}]})
    assert [(a.url.rsplit("/", 1)[1], a.name) for a in answer.attachments] == [("1.doc", ODD)]


# Lists and front pages

_COLUMNS = "<ul>" + "".join(f"<li><a href=/c{n}/>栏目名称{n}</a></li>" for n in range(12)) + "</ul>"


@pytest.mark.parametrize("address", rules.ARTICLE_ADDRESSES)
def test_a_front_page_in_answer_to_an_articles_address_is_an_error(address: str) -> None:
    markup = f"<html><head><title>云溪县人民政府</title><meta name=SiteName content=云溪县人民政府></head><body>{_COLUMNS}</body></html>"
    assert extract(Page(f"http://www.example.gov.cn{address}", markup.encode())).kind == "error_page"
    assert extract(Page("http://www.example.gov.cn/zwgk/", markup.encode())).kind != "error_page"


@pytest.mark.parametrize("title", rules.FRONT_TITLES)
def test_a_front_page_bears_the_sites_name_and_little_else(title: str) -> None:
    head = f"<title>{title}</title><meta name=SiteName content=云溪县人民政府>"
    markup = f"<html><head>{head}</head><body>{_COLUMNS}</body></html>"
    assert extract(Page(URL, markup.encode())).kind == "error_page"


@pytest.mark.parametrize("script", rules.PAGERS)
def test_a_page_that_is_paged_and_says_little_is_a_list(script: str) -> None:
    markup = "<html><title>云溪县</title><body><p>暂时没有内容</p><!--{}--></body></html>"
    url = "http://www.example.gov.cn/zwgk/tzgg/"
    assert extract(Page(url, markup.format(script).encode())).kind == "list"
    assert extract(Page(url, markup.format("x").encode())).kind == "empty"


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
    answer = read(f"{H1}{opening}<p>发布时间：甲</p>{ps(FULL)}</{tag}>")
    assert answer.text == "\n".join(["发布时间：甲", *FULL])


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


@pytest.mark.parametrize("day", rules.SIGNED_DAYS)
def test_so_does_a_day(day: str) -> None:
    answer = read(f"{H1}<div><div id=zoom>{ps(PARAGRAPHS)}</div><p>{day}</p></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, day])


@pytest.mark.parametrize("office", rules.SIGNERS)
def test_the_office_above_the_date_at_the_end_is_the_issuer(office: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps([*PARAGRAPHS, office, '2024年1月17日'])}</div>")
    assert (answer.metadata.get("issuer"), answer.metadata.get("date_written")) == (office, "2024-01-17")


# Error pages


@pytest.mark.parametrize("title", rules.ERROR_TITLES)
def test_an_error_page_is_known_by_its_title(title: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", title)
    assert answer.kind == "error_page" and "title says so" in why(answer)


@pytest.mark.parametrize("title", rules.HINTS)
def test_a_hint_is_no_document(title: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", title)
    assert answer.kind == "error_page" and "title says so" in why(answer)


@pytest.mark.parametrize("title", rules.DOCUMENT_TITLES)
def test_a_title_that_names_a_kind_of_document_makes_a_page_one(title: str) -> None:
    said = "<p>您访问的页面不存在。</p>"
    assert alone(said, title).kind == "report" and alone(said, "清溪镇停水").kind == "error_page"


@pytest.mark.parametrize("title", rules.SITE_NOTICES)
def test_a_servers_own_notice_is_no_document(title: str) -> None:
    assert alone("<p>您访问的页面不存在。</p>", title).kind == "error_page"
    assert alone("<p>您访问的页面不存在。</p>", f"关于{title}").kind == "report"


@pytest.mark.parametrize("day", rules.DAYS_OF_PUBLICATION)
def test_a_day_of_publication_makes_a_page_a_document(day: str) -> None:
    assert alone(f"<p>{day}</p><p>您访问的页面不存在。</p>", "云溪县").kind == "report"


@pytest.mark.parametrize("title", rules.TEMPLATE_TITLES)
def test_a_tag_that_nobody_filled_in_makes_no_document(title: str) -> None:
    shown = title.replace("<", "&lt;")
    answer = alone("<p>您访问的页面不存在。</p>", "云溪县", f'<meta name="ArticleTitle" content="{shown}">')
    assert answer.kind == "error_page"


@pytest.mark.parametrize("words", [*rules.ADDRESSED, *rules.STATED])
def test_an_error_page_is_known_by_its_words(words: str) -> None:
    assert alone(f"<p>{words}</p>", "云溪县").kind == "error_page"


@pytest.mark.parametrize("markup", rules.APPLICATIONS)
def test_an_application_not_yet_run_is_a_shell(markup: str) -> None:
    answer = alone(f"<p>云溪县</p>{markup}")
    assert answer.kind == "shell" and "an application" in why(answer)


@pytest.mark.parametrize("words", rules.LOADING)
def test_an_application_that_is_loading_is_a_shell(words: str) -> None:
    answer = alone(f"<p>云溪县</p><div id=app>{words}</div>")
    assert answer.kind == "shell" and "an application" in why(answer)


# Titles, tags and values


def headed(name: str) -> str:
    """The title of a page whose headline has this class alone."""
    markup = f"<title>云溪县</title><div class={name}>{HEADLINE}</div><div class=TRS_Editor>{ps(FULL)}</div>"
    return extract(Page(URL, markup.encode())).title


HEADLINE = "清溪镇有关工作的开展"


@pytest.mark.parametrize("name", rules.HEADLINE_CLASSES)
def test_a_headline_is_known_by_its_class(name: str) -> None:
    assert headed(name) == HEADLINE


@pytest.mark.parametrize("name", rules.NO_HEADLINE_CLASSES)
def test_a_class_that_only_looks_like_a_headlines_is_none(name: str) -> None:
    assert headed(name) != HEADLINE


@pytest.mark.parametrize("name", rules.HANWEB_TITLES)
def test_a_title_stands_between_its_familys_comments(name: str) -> None:
    marked = f"<div><!--<$[{name}]>begin-->{ODD}戊<!--<$[{name}]>end--></div>"
    assert read(f"{marked}{H1}<div class=TRS_Editor>{ps(FULL)}</div>").title == f"{ODD}戊"


@pytest.mark.parametrize("said", rules.UNFILLED_TAGS)
def test_a_title_that_a_template_left_is_none(said: str) -> None:
    answer = read(f"<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name="ArticleTitle" content="{said}">')
    assert said not in [e.value for e in answer.evidence]


@pytest.mark.parametrize("said", rules.UNFILLED_SOURCES)
def test_a_value_that_a_template_left_is_none(said: str) -> None:
    answer = read(
        f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name="ContentSource" content="{said}">'
    )
    assert "source" not in answer.metadata


@pytest.mark.parametrize("name", rules.OTHER_DATE_TAGS)
def test_a_tag_may_give_the_day_of_publication(name: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name={name} content="2024-01-19">')
    assert answer.metadata["date_published"] == "2024-01-19"


@pytest.mark.parametrize(("name", "said"), rules.GENERATION_TAGS.items())
def test_the_time_a_page_was_generated_is_not_when_it_was_published(name: str, said: str) -> None:
    tags = f'<meta name=PubDate content="2024-01-18 10:20:30"><meta name={name} content="{said}">'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", tags)
    assert "date_published" not in answer.metadata


@pytest.mark.parametrize("name", rules.STANDARD_TAGS)
def test_a_standard_tag_is_kept_as_read(name: str) -> None:
    answer = read(
        f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name={name.lower()} content="{ODD}">'
    )
    assert answer.meta_tags == ((name, ODD),)


@pytest.mark.parametrize("said", rules.DISCLOSED)
def test_a_way_of_disclosure_is_no_class(said: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("内容分类", said), ("公开时限", "长期公开"))
    assert (answer.metadata.get("disclosure"), answer.metadata.get("category")) == (said, None)


@pytest.mark.parametrize("said", rules.TOOLS_BEHIND)
def test_the_tools_behind_the_last_value_are_not_its(said: str) -> None:
    line = f"<div>发布时间：2024-01-18 来源：清溪镇 {said}</div>"
    assert read(f"{H1}{line}<div class=TRS_Editor>{ps(FULL)}</div>").metadata["source"] == "清溪镇"


@pytest.mark.parametrize("name", rules.UNIT_SUFFIXES)
def test_a_unit_is_known_by_its_name_without_what_it_is(name: str) -> None:
    site = Site("yunxi", "云溪县人民政府", "http://www.example.gov.cn/", "tdate", (), units=(Unit(name),))
    core = "清溪镇" if "镇" in name else "清溪"
    title = f"{core}2023年度法治政府建设情况报告"
    markup = f"<title>{title}</title><h1>{title}</h1><div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    assert extract(Page(URL, markup.encode()), site).metadata.get("unit") == name


@pytest.mark.parametrize("tag", rules.DRESS)
def test_a_signature_in_dress_is_one_line(tag: str) -> None:
    signed = f"清溪镇人民政府 2024年<{tag}>1</{tag}>月17日"
    answer = read(f"<div>{H1}<div><div>{ps(PARAGRAPHS)}</div>{signed}</div></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, "清溪镇人民政府 2024年1月17日"])


@pytest.mark.parametrize("around", rules.NO_BREADCRUMBS_IN)
def test_what_is_offered_or_linked_is_no_breadcrumb(around: str) -> None:
    assert path(around.format("当前位置：政务公开 &gt; 年报")) == ""


def rivals(one: str, other: str) -> tuple[str, ...]:
    """The conflicts of a page whose entry and whose signature name these offices."""
    text = [*PARAGRAPHS, other, "2024年1月17日"]
    table = (
        f"<table><tr><td>索引号：</td><td>1/2024-1</td></tr><tr><td>发布机构：</td><td>{one}</td></tr>"
        "<tr><td>公开时限：</td><td>长期公开</td></tr></table>"
    )
    return read(f"{table}{H1}<div class=TRS_Editor>{ps(text)}</div>").conflicts


@pytest.mark.parametrize(("one", "other"), rules.SAME_OFFICES)
def test_an_office_by_another_of_its_names_is_no_conflict(one: str, other: str) -> None:
    assert rivals(one, other) == ()


@pytest.mark.parametrize(("one", "other"), rules.OTHER_OFFICES)
def test_another_office_is_a_conflict(one: str, other: str) -> None:
    assert rivals(one, other) == ("issuer",)


def test_two_genres_are_no_conflict() -> None:
    title = "关于印发清溪镇管理办法的通知"
    table = (
        "<table><tr><td>索引号：</td><td>1/2024-1</td></tr><tr><td>文号：</td><td>清政规〔2024〕1号</td></tr>"
        "<tr><td>公开时限：</td><td>长期公开</td></tr></table>"
    )
    markup = f"<title>{title}</title>{table}<h1>{title}</h1><div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    answer = extract(Page(URL, markup.encode()))
    assert answer.conflicts == () and len({e.value for e in answer.evidence if e.field == "genre"}) == 2


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


# A body that nothing names


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


# Where a list goes on

_ROWS = "".join(
    f'<li><a href="/a/{day}.html">关于做好第{day}项工作有关事项的通知</a><span>2024-01-{day}</span></li>'
    for day in range(10, 25)
)
LIST = "http://www.example.gov.cn/zwgk/tzgg/"


def listed(pager: str, url: str = LIST) -> Listing:
    markup = f"<html><title>通知公告</title><body><ul>{_ROWS}</ul><div>{pager}</div></body></html>"
    listing = extract(Page(url, markup.encode())).listing
    assert listing is not None and len(listing.rows) == 15
    return listing


@pytest.mark.parametrize("said", rules.NEXT_PAGES)
def test_a_list_goes_on_where_its_link_says(said: str) -> None:
    shown = said.replace(">", "&gt;")
    assert listed(f"<a href=a.html>1</a> <a href=b.html>{shown}</a>").next == f"{LIST}b.html"


@pytest.mark.parametrize("said", rules.LAST_PAGES)
def test_the_last_page_is_counted_where_its_link_leads_to_its_number(said: str) -> None:
    pager = f"<a href=a.html>1</a> <a href=b.html>2</a> <a href=c.html>3</a> <a href=b.html>下一页</a> <a href=c.html>{said}</a>"
    assert listed(pager).pages == 3


@pytest.mark.parametrize("name", rules.CURRENT_PAGES)
def test_the_current_page_is_known_by_its_class(name: str) -> None:
    pager = f'<a href=a.html>1</a> <a href=b.html class="{name}">2</a> <a href=c.html>3</a>'
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize("shown", rules.CURRENT_IN)
def test_the_current_page_is_the_number_that_leads_nowhere(shown: str) -> None:
    pager = f"<a href=a.html>1</a> {shown.format(2)} <a href=c.html>3</a> <a href=d.html>4</a>"
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize(("said", "pages", "records"), [(k, *v) for k, v in rules.COUNTS.items()])
def test_a_list_counts_its_pages_and_rows(said: str, pages: int | None, records: int | None) -> None:
    linked = f"{said} <a href=b.html>2</a> <a href=b.html>下一页</a>"
    for pager in (said, linked) if "共" in said else (linked,):
        listing = listed(pager)
        assert (listing.pages, listing.records) == (pages, records)


@pytest.mark.parametrize(("name", "following"), rules.PART_CALLS.items())
def test_the_call_that_pages_an_article_names_its_next_part(name: str, following: str) -> None:
    url = f"http://www.example.gov.cn/a/{name}.html"
    call = f'<script>createPageHTML(3, 0, "{name}", "html");</script>'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>{call}", url=url)
    assert answer.next_part == f"http://www.example.gov.cn/a/{following}"


def test_a_call_in_a_comment_is_none() -> None:
    call = '<script>var a = 1; // createPageHTML(9, 0, name, kind)\ncreatePageHTML(3, 0, "index", "html");</script>'
    assert listed(f"<div class=CurrChnlCls></div>{call}").pages == 3


@pytest.mark.parametrize("tag", rules.LABELS_IN)
def test_a_label_may_be_dressed(tag: str) -> None:
    block = "".join(
        f"<p><{tag}>{label}</{tag}>：{value}</p>"
        for label, value in (("索引号", "1/2024-1"), ("发布机构", "清溪镇"), ("发布日期", "2024-01-18"))
    )
    answer = read(f"<div>{block}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert (answer.metadata.get("index_number"), answer.metadata.get("issuer")) == ("1/2024-1", "清溪镇")


@pytest.mark.parametrize("markup", rules.NO_LABELS_IN)
def test_what_is_offered_or_linked_is_no_label(markup: str) -> None:
    answer = read(f"<div>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata


@pytest.mark.parametrize("markup", rules.NO_VALUES_IN)
def test_a_value_is_not_taken_from_another_place(markup: str) -> None:
    answer = read(f"<div><b>来源：</b>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata
