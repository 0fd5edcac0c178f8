"""Two versions compared: noise is folded, real edits are found, and the difference gives the text again."""

from __future__ import annotations

import random
from dataclasses import replace

import edits
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare import Difference, apply, compare, published_digest
from archive.errors import GongkaiError
from archive.records import Attachment, Report

NUMBERS = range(100)


def texts(before: str, after: str) -> Difference:
    return compare(Report("", text=before), Report("", text=after))


def kinds(difference: Difference) -> list[str]:
    return [passage.kind for passage in difference.passages]


@pytest.mark.parametrize("number", NUMBERS)
def test_noise_is_no_change_and_is_counted(number: int) -> None:
    chance = random.Random(number)
    before = edits.report(chance)
    make = edits.NOISE[number % len(edits.NOISE)]
    after = make(chance, before)
    if number % 3 == 0:  # both ways round, and noise against other noise
        before = make(chance, before)
    difference = compare(before, after)
    assert not difference.changed, (make.__name__, difference)
    assert difference.silent is None and not difference.figures and not difference.cells
    assert difference.noise or before == after
    assert published_digest(before) == published_digest(after)
    assert apply(before.text, difference.passages) == after.text


@pytest.mark.parametrize("number", NUMBERS)
def test_every_real_edit_is_found_and_called_what_it_is(number: int) -> None:
    chance = random.Random(1000 + number)
    edit = edits.EDITS[number % len(edits.EDITS)](chance, edits.report(chance))
    if number % 2:  # noise around it hides nothing
        edit = replace(edit, after=edits.tools(chance, edits.set_aside(chance, edit.after)))
    difference = compare(edit.before, edit.after)
    assert difference.changed
    assert edit.found(difference), (edit.name, difference)
    assert published_digest(edit.before) != published_digest(edit.after)
    assert apply(edit.before.text, difference.passages) == edit.after.text


# Properties

TOKENS = st.sampled_from(
    ["甲", "乙", "丙丁", "。", "；", "，", "“", "”", "（", "）", "《", "12", "3人次", "百", "ab", "C", " ",
     "\u3000",
     "\n", "\t", "\u200b", "!", "浏览次数：7", "来源：乙", "接待群众来访", "打印", "\x00", "𠮷"]
)  # fmt: skip
TEXT = st.lists(TOKENS, max_size=40).map("".join)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts that have much in common: pieces of the one are gone, new, or elsewhere in the other."""
    before = draw(st.lists(TOKENS, max_size=40))
    after = list(before)
    for place, length, other in draw(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.lists(TOKENS, max_size=3)), max_size=4)
    ):
        cut = after[place : place + length]
        after[place : place + length] = other
        if length > 3:
            after[len(after) // 2 : 0] = cut
    return "".join(before), "".join(after)


REPORT = st.builds(
    lambda text, title, issuer, files: Report(
        "",
        title,
        text,
        metadata={"issuer": issuer} if issuer else {},
        attachments=tuple(Attachment(f"http://a.localhost/{url}", name) for url, name in files),
    ),
    TEXT,
    TEXT,
    TEXT,
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("甲乙丙")), max_size=3),
)
OTHER_SIDE = {"removed": "added", "added": "removed", "moved_away": "moved_here", "moved_here": "moved_away"}


def told(difference: Difference, turned: bool = False) -> list[tuple[object, ...]]:
    """The passages in no order, as they are or as they would be the other way round."""
    found = []
    for p in difference.passages:
        kind = OTHER_SIDE.get(p.kind, p.kind) if turned else p.kind
        runs = [(run.before, run.after) for run in p.runs]
        sides = (p.before, p.after)
        if turned:
            sides, runs = sides[::-1], [run[::-1] for run in runs]
        found.append((kind, *sides, p.reasons, tuple(runs)))
    return sorted(found)


@settings(max_examples=400, deadline=None)
@given(pairs())
def test_the_difference_gives_either_text_again(pair: tuple[str, str]) -> None:
    before, after = pair
    difference = texts(before, after)
    assert apply(before, difference.passages) == after
    assert "".join(passage.before for passage in difference.passages) == before
    for passage in difference.passages:
        assert before.startswith(passage.before, passage.before_start)
        assert after.startswith(passage.after, passage.after_start)
        if passage.kind == "changed":
            assert "".join(run.before for run in passage.runs) == passage.before
            assert "".join(run.after for run in passage.runs) == passage.after
            assert {run.kind for run in passage.runs} - {"same", "space"}
    for figure in difference.figures:
        assert before.startswith(figure.before, figure.before_start)
        assert after.startswith(figure.after, figure.after_start)


@settings(max_examples=200, deadline=None)
@given(pairs())
def test_the_difference_is_the_same_from_either_side(pair: tuple[str, str]) -> None:
    before, after = pair
    there, back = texts(before, after), texts(after, before)
    assert told(there) == told(back, turned=True)
    assert {(f.before, f.after) for f in there.figures} == {(f.after, f.before) for f in back.figures}
    assert (there.changed, there.moves) == (back.changed, back.moves)


@settings(max_examples=100, deadline=None)
@given(REPORT)
def test_nothing_differs_from_itself(report: Report) -> None:
    difference = compare(report, report)
    assert difference.is_empty and difference.silent is None
    assert set(kinds(difference)) <= {"same"}


@settings(max_examples=300, deadline=None)
@given(pairs(), REPORT, REPORT)
def test_the_digest_is_the_same_exactly_when_nothing_changed(
    pair: tuple[str, str], one: Report, other: Report
) -> None:
    before, after = replace(one, text=pair[0]), replace(other, text=pair[1])
    for left, right in ((before, after), (before, replace(before, text=pair[1])), (one, other)):
        same = published_digest(left) == published_digest(right)
        assert same == (not compare(left, right).changed)


def test_a_difference_is_of_its_own_text_only() -> None:
    passages = texts("甲镇完成。", "甲镇没有完成。").passages
    for other in ("乙镇完成。", "甲镇完成。乙", ""):
        with pytest.raises(GongkaiError):
            apply(other, passages)
