"""Two hundred pages in the seed's shape: each character that Word's markup wraps is read."""

from __future__ import annotations

import random
import re

import pytest
from seed_shape import CRUMBS, EMPTY, NOISE, page, paragraph

from archive.joins import apply, undo
from archive.records import Block
from pipelines.answer import Answer, Page
from pipelines.extract import extract
from pipelines.joins import find_joins
from pipelines.losses import find_doubts

COLUMN = " > ".join(CRUMBS[1:])  # 首页 is the home page and goes without saying


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("number", range(200))
def test_a_page_of_the_seeds_shape_is_exact(number: int) -> None:
    wanted = page(number)
    answer = extract(Page("", wanted.html.encode()))
    assert answer.kind == "report"
    assert bare(answer.text) == "".join(wanted.paragraphs)
    assert tuple(bare(line) for line in answer.text.split("\n") if bare(line)) == wanted.paragraphs
    assert answer.title == wanted.title
    assert {field: answer.metadata.get(field) for field in wanted.fields} == wanted.fields
    assert "document_number" not in answer.metadata  # printed, and empty
    assert answer.metadata["column_path"] == COLUMN
    assert not [word for word in NOISE if word in answer.text]
    assert answer.joins == () and answer.doubts == ()


SHAPES = (
    r"\d个村\d个社区",
    r"\d次，学习",
    r"\d部，开展",
    r"100%，",
    r"%。[二三四]是",
    r"“桃花节”“荷花节”",
    r"\d余份",
    r"\d℃",
    r"\d年\d+月\d+日$",
)
MARKUP = (
    "chmetcnv",
    "chsdate",
    "<o:p>",
    "gte mso 9",
    "page-break-before",
    "MsoFootnoteText",
    "_Toc1",
    "&nbsp;",
)


def test_the_generator_has_what_the_seed_lost() -> None:
    """FACTS.md §0: each shape stands in many pages, and the markup splits it in most of them."""
    pages = [page(number) for number in range(200)]
    for shape in SHAPES:
        among = [each for each in pages if any(re.search(shape, line) for line in each.paragraphs)]
        whole = [each for each in among if re.search(shape, each.html, re.M)]
        assert len(among) > 20 and len(whole) < len(among) / 2, shape
    for markup in MARKUP:
        assert sum(markup in each.html for each in pages) > 20, markup


LOSSES = (
    (r"(\d)个村(\d)个社区", r"\1\2社区", "stuck-digits"),
    (r"(\d)次，学习", r"\1学习", "bare-digits"),
    (r"(\d)部，开展", r"\1开展", "bare-digits"),
    (r"(%)。([二三四])是", r"\1\2是", "stuck-sentence"),
    (r"“荷花节”", "荷花节”", "quotes"),
    (r"《民法典》", "《民法典", "quotes"),
    (r"二是", "", "missing-enumerator"),
    (r"（二）", "", "missing-enumerator"),
    (r"(\d{4})年(\d+)月(\d+)日$", r"\1\2\3", "run-date"),
)


@pytest.mark.parametrize(("found", "left", "rule"), LOSSES, ids=[loss[0] for loss in LOSSES])
def test_what_the_seed_lost_is_missed_and_no_more(found: str, left: str, rule: str) -> None:
    """One loss in a page that had none is one doubt, where it is."""
    tried = 0
    for number in range(200):
        text = "\n".join(page(number).paragraphs)
        assert find_doubts(text) == ()
        match = re.search(found, text)
        if match is None or (rule == "run-date" and sum(map(len, match.groups())) < 6):
            continue
        if rule == "missing-enumerator":
            scope = re.split(r"\n二、" if found == "（二）" else r"一是|\n[二三]、", text[match.end() :])[0]
            if found.replace("二", "三") not in scope:
                continue
        damaged = text[: match.start()] + match.expand(left) + text[match.end() :]
        doubts = find_doubts(damaged)
        assert [doubt.rule for doubt in doubts] == [rule], damaged[match.start() - 40 : match.end() + 40]
        tried += 1
    assert tried > 20


def test_whole_paragraphs_are_not_joined() -> None:
    for number in range(50):
        lines = [Block("paragraph", line) for line in page(number).paragraphs]
        assert find_joins(lines) == ()


def page_of(*lines: str) -> Answer:
    chance = random.Random(1)
    pasted = "\n".join(paragraph(chance, line) + EMPTY[3] for line in lines)
    title = "清溪镇2023年法治政府建设情况报告"
    source = f'<title>{title}</title><h1>{title}</h1><div class="TRS_Editor">{pasted}</div>'
    return extract(Page("", f'<meta charset="utf-8">{source}'.encode()))


def test_a_pasted_page_break_inside_a_word_is_a_join_of_the_answer() -> None:
    first = "2023年，清溪镇扎实推进法治政府建设，将普法责任制落实情况纳入领导班子年度考"
    answer = page_of(first, "核重要指标。三是决策机制执行到位。", "清溪镇人民政府", "2024年1月17日")
    assert answer.text.startswith(f"{first}\n核重要指标。")
    assert apply(answer.text, answer.joins).startswith(f"{first}核重要指标。")
    assert undo(apply(answer.text, answer.joins), answer.joins) == answer.text


def test_what_the_source_itself_has_lost_is_kept_as_it_is_and_told() -> None:
    lines = (
        "2023年，清溪镇学习习近平法治思想7学习《宪法》等法律法规43开展专题讲座23场次。",
        "一是全面公开，办结率均为100%二是在81社区常态化设置意见箱。",
        "清溪镇人民政府",
        "2024117",
    )
    answer = page_of(*lines)
    assert bare(answer.text) == "".join(lines)
    assert [bare(answer.text[d.start : d.end]) for d in answer.doubts] == [
        "7学习",
        "43开展",
        "%二是",
        "81社区",
        "2024117",
    ]
    for doubt in answer.doubts:
        assert any(f"[{doubt.start}:{doubt.end}]" in warning for warning in answer.warnings)


def test_a_number_gives_the_same_page_each_time() -> None:
    assert page(7) == page(7) != page(8)
