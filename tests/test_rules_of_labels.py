"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

Labels and the values beside them: which words are one, and where their value ends.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import FULL, H1, ps
from rule_readers import entry, read

# Labels

_SPELLED = [
    (field, rank, label)
    for field, (_, _, spellings) in rules.LABELS.items()
    for rank, labels in enumerate(spellings.split(" | "))
    for label in labels.split()
]
_ELSE = {"index_number": "文号", "document_number": "索引号"}
_VALUES = {"文号": "县政发〔2024〕1号", "索引号": "000000001/2024-00009"}


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
    # Right behind a value it would be none, behind a space any word and colon are one: so this has no width.
    line = f"<div>来源：清溪镇\u200b{label}：甲乙 发布时间：2024-01-18</div>"
    answer = read(f"{H1}{line}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get("source") == "清溪镇"
    answer = entry(("索引号", "1/2024-1"), ("来源", ""), (label, "甲乙"), ("发布日期", "2024-01-18"))
    assert "source" not in answer.metadata and "甲乙" in " ".join(r.text for r in answer.removed)


@pytest.mark.parametrize("label", rules.LABELS_OF_A_FOOT)
def test_so_does_one_that_stands_at_the_foot_of_sites_too(label: str) -> None:
    answer = read(f"<p>主题分类：综合政务\u200b{label}：甲乙</p>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert [e.raw for e in answer.evidence if e.field == "category"] == ["综合政务"]
    answer = entry(("索引号", "1/2024-1"), ("来源", ""), (label, "甲乙"), ("发布日期", "2024-01-18"))
    assert "source" not in answer.metadata


# Which pairs are an entry of the catalogue

_ENTRY = ("issuer", "category", "disclosure", "validity")


def rows(*fields: str) -> str:
    """Rows of a table with the labels and values of these fields."""
    said = [(rules.LABELS[field][2].split()[0], rules.LABELS[field][0]) for field in fields]
    return "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in said)


def above_the_text(markup: str) -> list[str]:
    """The lines of a body with this at its top, in the box that a template puts round it."""
    return read(f"{H1}<div id=zoom>{markup}{ps(FULL)}</div>").text.splitlines()


@pytest.mark.parametrize("field", rules.ENTRY_FIELDS)
def test_three_fields_of_a_catalogue_are_an_entry_of_it(field: str) -> None:
    others = [other for other in _ENTRY if other != field][:2]
    assert above_the_text(f"<table>{rows(field, *others)}</table>") == FULL
    assert above_the_text(f"<table>{rows(*others)}</table>") != FULL


@pytest.mark.parametrize("row", rules.UNLISTED_ROWS)
def test_a_row_of_a_label_nobody_listed_is_of_its_entry(row: str) -> None:
    assert above_the_text(f"<table>{rows(*_ENTRY)}{row}</table>") == FULL


def test_a_row_of_an_attachment_is_not() -> None:
    row = "<tr><td>附件一</td><td>清溪镇党政办公室信访接待室值班人员名单及联系方式</td></tr>"
    assert "附件一" in "".join(above_the_text(f"<table>{rows(*_ENTRY)}{row}</table>"))


@pytest.mark.parametrize("pair", rules.GOING_ON_WITH_AN_ENTRY)
def test_a_pair_of_its_own_right_below_goes_on_with_an_entry(pair: str) -> None:
    assert above_the_text(f"<table>{rows(*_ENTRY)}</table>{pair}") == FULL
    assert above_the_text(pair) != FULL


@pytest.mark.parametrize("tag", rules.SHORT_TEXTS_IN)
def test_a_short_text_beside_labels_and_values_is_one(tag: str) -> None:
    """A box of labels with an element of text in it is no entry: what stands in it stays, or is the title."""
    lines = "".join(f"<div>{label}：甲乙丙丁戊己庚辛</div>" for label in ("索引号", "公开方式", "主题分类"))
    answer = read(f"{H1}<div id=zoom><div>{lines}<{tag}>明日停水</{tag}></div>{ps(FULL)}</div>")
    alone = [removed.text for removed in answer.removed if removed.reason != "metadata block"]
    assert "明日停水" in [*answer.text.splitlines(), *alone]


@pytest.mark.parametrize(("printed", "wanted"), rules.NUMBERS.items())
def test_a_number_of_a_document_is_taken_apart(printed: str, wanted: tuple[str, ...]) -> None:
    found = entry(("索引号", "1/2024-1"), ("文号", printed), ("公开时限", "长期公开")).numbers
    assert [(n.form, n.organ, n.year, n.serial) for n in found if n.field == "document_number"] == [wanted]


@pytest.mark.parametrize("label", rules.LABELS_OF_THE_PAGE)
def test_a_source_with_a_label_of_the_web_page_is_a_byline(label: str) -> None:
    def lines(said: str) -> str:
        return f"<div><p>来源：清溪镇</p><div>{said}：甲乙丙丁戊己</div></div>"

    assert above_the_text(lines(label)) == FULL
    assert above_the_text(lines("联系电话")) != FULL


# Where labels and values stand


@pytest.mark.parametrize("tag", rules.LABELS_IN)
def test_a_label_may_be_dressed(tag: str) -> None:
    block = "".join(
        f"<p><{tag}>{label}</{tag}>：{value}</p>"
        for label, value in (("索引号", "1/2024-1"), ("发布机构", "清溪镇"), ("发布日期", "2024-01-18"))
    )
    answer = read(f"<div>{block}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert (answer.metadata.get("index_number"), answer.metadata.get("issuer")) == ("1/2024-1", "清溪镇")
    answer = read(f"<p><{tag}><b>来源：</b></{tag}>清溪镇</p>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get("source") == "清溪镇"


@pytest.mark.parametrize("tag", rules.LABELS_IN)
def test_a_value_goes_on_in_dress(tag: str) -> None:
    answer = read(f"<p>来源：清<{tag}>溪</{tag}>镇</p>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get("source") == "清溪镇"


@pytest.mark.parametrize(("word", "value"), [("来源", "清溪镇"), ("关键词", "法治")])
def test_an_everyday_word_without_a_colon_is_no_label(word: str, value: str) -> None:
    for colon in ("：", ""):
        line = f"<p><span>{word}{colon}</span><span>{value}</span></p>"
        answer = read(f"{line}{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
        assert [e.raw for e in answer.evidence if e.label] == [value] * bool(colon)


def test_nor_is_one_of_the_web_page() -> None:
    line = "<div><span>分享</span><span>甲乙</span> <span>字体</span><span>丙丁</span></div>"
    assert read(f"{H1}<div id=zoom>{line}{ps(FULL)}</div>").text.splitlines() == ["分享甲乙 字体丙丁", *FULL]


@pytest.mark.parametrize("text", rules.TEXTS_BELOW_A_LABEL)
def test_a_text_below_a_label_that_is_left_empty_is_not_its_value(text: str) -> None:
    box = f"<div><div>主题词：</div><div>{text}</div></div>"
    answer = read(f"{H1}{box}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert [e.raw for e in answer.evidence if e.label == "主题词"] == [""]


@pytest.mark.parametrize("markup", rules.OF_A_TEXT)
def test_a_long_value_is_kept_as_evidence_and_a_text_is_not(markup: str) -> None:
    for inside, opening in (("", "甲乙丙丁戊" * 70), (markup, "")):
        line = f"<div><span>主题词：</span><span>{'甲乙丙丁戊' * 70}{inside}</span></div>"
        answer = read(f"{line}{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
        assert [(e.value, e.raw) for e in answer.evidence if e.label == "主题词"] == [("", opening)]


def test_what_is_built_like_a_label_is_no_value() -> None:
    line = "<p><span>来源：</span><span>受理窗口：</span><span>甲乙</span></p>"
    answer = read(f"{line}{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert [e.raw for e in answer.evidence if e.label == "来源"] == [""]


@pytest.mark.parametrize("word", rules.WORDS_OF_A_FOOT)
def test_a_label_at_the_foot_of_a_site_is_not_the_documents(word: str) -> None:
    for said, wanted in ((word, None), ("云溪县", "云溪县")):
        foot = f"<div><p>{said} 云溪县</p><p>来源：云溪县</p></div>"
        answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>{foot}")
        assert answer.metadata.get("source") == wanted


@pytest.mark.parametrize("tag", rules.TURNS_IN)
def test_labels_and_values_may_take_turns(tag: str) -> None:
    said = (
        "索引号",
        "1/2024-1",
        "文　　号",
        "清政发〔2024〕8号",
        "发布机构",
        "清溪镇",
        "公开方式",
        "主动公开",
    )
    turns = "".join(f"<{tag}>{text}</{tag}>" for text in said)
    answer = read(f"<div>{turns}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert (answer.metadata.get("index_number"), answer.metadata.get("issuer")) == ("1/2024-1", "清溪镇")


@pytest.mark.parametrize("markup", rules.NO_LABELS_IN)
def test_what_is_offered_or_linked_is_no_label(markup: str) -> None:
    answer = read(f"<div>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata


@pytest.mark.parametrize("markup", rules.NO_VALUES_IN)
def test_a_value_is_not_taken_from_another_place(markup: str) -> None:
    answer = read(f"<div><b>来源：</b>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata
