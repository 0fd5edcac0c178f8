"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

What looks lost in a text, and where its sentences were cut.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import H1
from rule_readers import read

from pipelines.extract import join

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


@pytest.mark.parametrize("counts", rules.PAIRED)
def test_two_counts_beside_each_other_are_not_doubted(counts: str) -> None:
    assert doubted(f"覆盖全县{counts}，成效良好。") == []


@pytest.mark.parametrize("day", rules.RUN_DATES)
def test_a_day_of_signature_that_has_lost_something_is_doubted(day: str) -> None:
    for line in (day, f"清溪镇人民政府 {day}"):
        answer = read(f"{H1}<div class=TRS_Editor><p>清溪镇认真履行职责，情况如下。</p><p>{line}</p></div>")
        assert [(d.rule, answer.text[d.start : d.end]) for d in answer.doubts] == [("run-date", day)]


@pytest.mark.parametrize("day", rules.DAYS_RUN_TOGETHER)
def test_so_is_one_in_running_text(day: str) -> None:
    assert doubted(f"会议于{day}召开，成效良好。") == [("run-date", day)]


@pytest.mark.parametrize("word", rules.COUNTED_DAYS)
def test_days_that_are_counted_are_no_date(word: str) -> None:
    assert doubted(f"开展2024年120日{word}，成效良好。") == []


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


def test_a_title_in_a_title_may_be_typed_with_signs_of_less_and_more() -> None:
    """Halves of two kinds of marks are a title's ends too."""
    assert doubted("认真落实《关于实施&lt;办法》的通知》，成效良好。") == []
    assert doubted("认真落实《关于实施《办法&gt;的通知》，成效良好。") == []
    assert doubted("认真落实《关于实施《办法的通知》，成效良好。") == [("quotes", "《")]


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


@pytest.mark.parametrize(("number", "cut"), [("2023", True), ("1998", True), ("12", False), ("12023", False)])
def test_a_year_does_not_stand_apart_from_its_number(number: str, cut: bool) -> None:
    assert joined(f"{FIRST}{number}", "年度考核，成效良好。") == cut


@pytest.mark.parametrize("end", rules.UNFINISHED)
def test_a_sentence_does_not_end_so(end: str) -> None:
    assert joined(
        f"{FIRST}{end}", "规定，开展工作。" if end[-1] not in "《“（〔" else "规定》”）〕，开展工作。"
    )


@pytest.mark.parametrize("end", rules.FINISHED)
def test_a_word_that_only_looks_like_an_unfinished_end_may_end_a_line(end: str) -> None:
    assert not joined(f"{FIRST}{end}", "规定，开展工作。")
