"""Two versions compared: noise is folded, every real edit is found, and the difference gives the text again."""

from __future__ import annotations

import random
from dataclasses import replace

import edits
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare import Difference, apply, compare, published_digest
from archive.errors import GongkaiError
from archive.records import Attachment, Block, Evidence, Report

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
