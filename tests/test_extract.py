"""Extraction as a whole: pure, patient with bad input, and honest about parts."""

from __future__ import annotations

import os

import pytest
from layouts import FULL, H1, META, TITLE, page, ps

from archive.errors import GongkaiError
from archive.joins import apply, undo
from pipelines.answer import Page
from pipelines.extract import EXTRACTOR, extract, join

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"


def test_the_same_bytes_give_the_same_answer() -> None:
    body = page(f"{H1}{META}<div class=TRS_Editor>{ps(FULL)}</div>").encode()
    one, two = extract(Page(URL, body)), extract(Page(URL, body))
    assert one == two and one.extractor == EXTRACTOR and one.url == URL and one.encoding == "utf-8"


def test_only_a_report_has_text() -> None:
    for body in (b"", b"PK\x03\x04", b"<title>404</title><h1>404 Not Found</h1>", b"<div id=app></div>"):
        answer = extract(Page(URL, body))
        assert not answer.text and not answer.blocks and answer.kind != "report" and answer.warnings


@pytest.mark.parametrize("tag", ["div", "span", "table", "ul", "b", "blockquote", "font"])
def test_two_hundred_thousand_nested_tags_are_answered(tag: str) -> None:
    body = f"<html><body>{H1}<p>{FULL[0]}</p>".encode() + f"<{tag}>".encode() * 200_000 + "深处的字".encode()
    answer = extract(Page(URL, body))
    assert FULL[0] in answer.text
    assert any("nested" in warning for warning in answer.warnings)


def test_text_below_thousands_of_unclosed_inline_tags_is_not_lost() -> None:
    body = "".join(f"<p><span><font>{line}" for line in FULL) + "<span>" * 5000 + "末尾的一句话。"
    answer = extract(Page(URL, page(f"{H1}<div class=TRS_Editor>{body}</div>").encode()))
    assert answer.text.endswith("末尾的一句话。") and FULL[0] in answer.text


@pytest.mark.parametrize("size", [1, 100, 5000, 300_000])
def test_random_bytes_are_answered(size: int) -> None:
    answer = extract(Page(URL, os.urandom(size)))
    assert answer.kind in ("attachment", "empty", "shell", "report") and answer.warnings


def test_sixty_megabytes_are_answered_without_being_read() -> None:
    body = b"<html><body>" + "<p>一句话。</p>".encode() * 3_300_000
    assert len(body) > 60_000_000
    answer = extract(Page(URL, body))
    assert answer.kind == "attachment" and "over the limit" in answer.warnings[0]


def test_an_address_that_is_none_is_no_obstacle() -> None:
    markup = page(
        f'{H1}<div class=TRS_Editor>{ps(FULL)}<a href="http://[x/a.pdf">坏</a><img src="http://[y"></div>'
    )
    for url in ("", "not a url", "http://[bad/"):
        assert extract(Page(url, markup.encode())).kind == "report"


@pytest.mark.parametrize("cut", range(0, 1200, 37))
def test_a_page_cut_anywhere_is_answered(cut: int) -> None:
    body = page(f"{H1}{META}<div class=TRS_Editor>{ps(FULL)}</div>").encode()
    extract(Page(URL, body[:cut]))


def test_attributes_by_the_thousand_are_answered() -> None:
    storm = " ".join(f'a{n}="{n}"' for n in range(50_000))
    assert extract(Page(URL, page(f"{H1}<div class=TRS_Editor {storm}>{ps(FULL)}</div>").encode())).text


def test_the_parts_of_an_article_are_one_document() -> None:
    parts = [
        extract(
            Page(URL.replace("_1.", f"_1{n}."), page(f"{H1}<div class=TRS_Editor>{ps(lines)}</div>").encode())
        )
        for n, lines in (("", FULL[:3]), ("_1", FULL[3:]))
    ]
    whole = join(parts)
    assert whole.text.split("\n") == FULL and whole.title == TITLE and whole.url == parts[0].url
    assert whole.parts == (parts[0].url, parts[1].url)
    assert len(whole.blocks) == len(parts[0].blocks) + len(parts[1].blocks)


def test_one_part_is_itself() -> None:
    answer = extract(Page(URL, page(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>").encode()))
    assert join([answer]) is answer


def test_an_article_with_a_missing_part_is_not_passed_off_as_whole() -> None:
    answer = extract(Page(URL, page(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>").encode()))
    lost = extract(Page(URL + "?2", b"<title>404</title><h1>404 Not Found</h1>", status=404))
    with pytest.raises(GongkaiError, match="error_page"):
        join([answer, lost])


_LINE = "清溪镇扎实推进法治政府建设各项工作。"
SWARMS = {
    "links": '<a href="/{n}.html">第{n}项</a>',
    "page links": '<a href="/{n}.html">下一页</a>',
    "rows": '<li><a href="/{n}.html">关于第{n}项工作的通知</a><span>2024-01-17</span></li>',
    "headed rows": "<tr><td>索引号</td><td>标题</td></tr>",
    "labels": "<span>来源：</span>",
    "label and comment": "来源：<!---->",
    "noscript with tails": "<noscript>x</noscript>尾",
    "markers": "<!--<$[标题]>begin-->",
    "cells of two kinds": "<td>x</td><th>y</th>",
    "headlines and tags": '<meta name="k{n}" content="x"><h2>标题文字{n}</h2>',
    "publication tags": '<meta name="PubDate" content="2024-01-{n}">',
    "editors' boxes": "<div class=TRS_Editor><p>甲</p></div>",
    "quotes with links": "<script>'<a<a<a\n</script>",
    "bases": '<base><a href="/{n}">第{n}项</a>',
}


@pytest.mark.parametrize("swarm", SWARMS)
def test_a_page_of_ten_thousand_of_anything_is_read_to_its_end(swarm: str) -> None:
    markup = "".join(SWARMS[swarm].replace("{n}", str(n)) for n in range(10_000))
    answer = extract(Page(URL, page(f"{H1}<div class=nr>{ps(FULL)}</div><div>{markup}</div>").encode()))
    read = answer.text + "".join(block.text for block in answer.removed)
    assert answer.kind == "list" or FULL[0] in read


STORMS = {
    "digits in page numbers": "下一页" + "1" * 140 + "x",
    "spaces in a breadcrumb": "当前位置" + "　" * 20_000 + "x",
    "spaces before a breadcrumb": "　\n" * 20_000 + "位置x",
    "years and months": "某某 " + "年月" * 600,
}


@pytest.mark.parametrize("storm", STORMS)
def test_a_line_that_sets_a_pattern_back_again_and_again_is_read(storm: str) -> None:
    markup = page(
        f"{H1}<div>{STORMS[storm]}<a href=/>首页</a></div>"
        f"<div class=TRS_Editor>{ps([*FULL, STORMS[storm]])}</div>"
    )
    assert FULL[0] in extract(Page(URL, markup.encode())).text


@pytest.mark.parametrize(
    "tag", ["div", "div class=title", "div class=crumb", "ul><li", "div><span>来源：</span"]
)
def test_what_stands_deep_is_read_as_plain_text(tag: str) -> None:
    body = f"{H1}<p>{FULL[0]}</p>" + f"<{tag}>" * 800 + _LINE
    answer = extract(Page(URL, page(body).encode()))
    assert _LINE in answer.text + "".join(block.text for block in answer.removed)
    assert any("nested" in warning for warning in answer.warnings)


LOST = "在81社区常态化设置法律顾问，学习7学习。"


def test_what_looks_lost_is_said_with_its_place_and_left_as_it_is() -> None:
    answer = extract(Page("", page(f"{H1}<div class=nr>{ps([*FULL, LOST])}</div>").encode()))
    assert answer.text.endswith(LOST)
    assert [answer.text[doubt.start : doubt.end] for doubt in answer.doubts] == ["81社区", "7学习"]
    for doubt in answer.doubts:
        assert f"text[{doubt.start}:{doubt.end}]: {doubt.said}" in answer.warnings


def test_the_mark_of_a_note_and_a_raised_digit_are_no_lost_number() -> None:
    markup = page(
        f"{H1}<div class=nr>{ps(FULL)}<p>深化改革<sup>1</sup>推进情况良好。"
        "详见附表<a href='#_ftn2'>2</a>说明事项。</p></div>"
    )
    answer = extract(Page("", markup.encode()))
    assert "改革1推进" in answer.text and answer.doubts == ()


def test_a_word_cut_by_a_page_break_is_joined_for_reading_only() -> None:
    cut = [
        "2023年，清溪镇将法治建设纳入各部门领导班子和领导干部年度考",
        "核指标体系，全年共开展考核4次，取得良好成效。",
    ]
    answer = extract(Page("", page(f"{H1}<div class=nr>{ps([*FULL, *cut])}</div>").encode()))
    assert "\n".join(cut) in answer.text
    (join_,) = answer.joins
    assert answer.text[join_.start : join_.end] == join_.raw == "\n" and join_.read == ""
    assert "年度考核指标" in apply(answer.text, answer.joins)
    assert undo(apply(answer.text, answer.joins), answer.joins) == answer.text


def test_the_seams_of_an_articles_parts_are_joins_and_doubts_are_of_the_whole() -> None:
    first = [*FULL[:2], "一是健全制度。三是压实责任，全年召开专题会议研究部署法治建设工作，将其纳入年度考"]
    second = ["核内容，共开展考核4次。", LOST]
    parts = [
        extract(
            Page(
                f"http://www.example.gov.cn/t20240117_{n}.html",
                page(f"{H1}<div class=nr>{ps(lines)}</div>").encode(),
            )
        )
        for n, lines in enumerate((first, second))
    ]
    whole = join(parts)
    assert whole.text == "\n".join([*first, *second])
    (seam,) = (j for j in whole.joins if j.rule == "part")
    assert whole.text[: seam.start] == parts[0].text and "年度考核内容" in apply(whole.text, whole.joins)
    assert {whole.text[doubt.start : doubt.end] for doubt in whole.doubts} >= {"81社区", "7学习"}
    assert all(f"text[{d.start}:{d.end}]: {d.said}" in whole.warnings for d in whole.doubts)
    assert len([w for w in whole.warnings if w.startswith("text[")]) == len(whole.doubts)


def test_the_outline_names_what_was_kept_and_what_was_not_in_page_order() -> None:
    answer = extract(Page("", page(f"{H1}{META}<div class=nr>{ps(FULL)}</div>").encode()))
    kept = [region for region in answer.outline if not region.reason]
    assert len(kept) == 1 and kept[0].opening.startswith(FULL[0][:20])
    assert kept[0].characters == len("".join("".join(FULL).split()))
    reasons = [region.reason for region in answer.outline]
    assert reasons.index("breadcrumb") < reasons.index("") < reasons.index("footer")
