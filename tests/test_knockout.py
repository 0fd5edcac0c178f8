"""The tool that takes rules out takes out what it says, one at a time, and puts it back."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from knockout import TESTS, Rule, required, rules_of, segments

SOURCE = r"""
import re
NAMES = ("甲", "乙")
FIELDS = {"one": ("丙",), "two": ("丁", "戊")}
LINES = (("first", re.compile(r"a|b(?:c|d)")), ("second", re.compile(r"x(?:y|z)")))
PART = r"m|n"
WHOLE = re.compile(rf"^(?:{PART}|o)$")
"""


def taken_out(name: str) -> list[tuple[str, dict[str, object]]]:
    """Each rule of a name in `SOURCE`, and what the module holds without it."""
    tree = ast.parse(SOURCE)
    before = ast.dump(tree)
    found = []
    for rule in rules_of("m", tree):
        if rule.container.startswith(name):
            found.append((rule.said, without(rule, tree)))
            assert ast.dump(tree) == before
    return found


def without(rule: Rule, tree: ast.Module) -> dict[str, object]:
    held: dict[str, object] = {}
    put_back = rule.take_out()
    exec(compile(tree, "m", "exec"), held)
    put_back()
    return held


def test_an_entry_of_a_tuple_is_a_rule() -> None:
    assert [held["NAMES"] for _, held in taken_out("NAMES")] == [("乙",), ("甲",)]


def test_an_entry_of_a_dict_is_one_and_so_are_those_of_its_values() -> None:
    held = [held["FIELDS"] for said, held in taken_out("FIELDS")]
    assert {"two": ("丁", "戊")} in held and {"one": ("丙",)} in held
    assert {"one": ("丙",), "two": ("戊",)} in held and {"one": (), "two": ("丁", "戊")} in held


@pytest.mark.parametrize(
    ("said", "text"), [("/a/", "a"), ("/b(?:c|d)/", "bc"), ("/y/", "xy"), ("the whole pattern", "a")]
)
def test_an_outermost_alternative_of_a_pattern_is_a_rule(said: str, text: str) -> None:
    held = dict(reversed(taken_out("LINES")))[said]["LINES"]
    assert isinstance(held, tuple) and len(held) == 2
    assert not any(pattern.fullmatch(text) for _, pattern in held)
    assert sum(bool(pattern.fullmatch(other)) for _, pattern in held for other in ("a", "bd", "xz")) >= 1


def test_a_pattern_is_followed_into_the_names_it_is_made_of() -> None:
    letters = {said: "".join(filter(held["WHOLE"].match, "mno")) for said, held in taken_out("PART")}  # type: ignore[attr-defined]
    assert letters == {"/m/": "no", "/n/": "mo"}
    assert [said for said, _ in taken_out("WHOLE")] == ["/{…}/", "/o/", "the whole pattern"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a|b", ["a", "b"]),
        ("(?:a|b)c", ["a", "b"]),
        ("(?:a|b)|c", ["(?:a|b)", "c"]),
        (r"x[|)]\|(?P<n>a|b)", ["a", "b"]),
        ("(?<!a|b)(?i:c|d)", ["a", "b", "c", "d"]),
        ("abc", []),
    ],
)
def test_the_outermost_alternatives(pattern: str, said: list[str]) -> None:
    assert re.compile(pattern)
    assert [pattern[start:end] for start, end in segments(pattern)] == said


def test_what_a_page_must_hold_to_meet_a_rule() -> None:
    assert required(r"发布(?:时间|日期)\s*：甲?乙") == ("发布", "乙")
    assert required("share-bar[a-z]x") == ("sharebar",)
    assert required(r"甲{0,12}乙[丙]{200,300}") == ("乙",)
    assert required("a|b") == required("首*") == required("menu", han=True) == ()


def test_a_test_is_run_with_the_modules_as_they_are_made(tmp_path: Path) -> None:
    """In a process of its own: what it reads anew, this one keeps as it was."""
    file = tmp_path / "test_it.py"
    file.write_text("from pipelines.answer import Page\ndef test_it(): assert Page.__doc__ != 'taken out'\n")
    asked = f"print(knockout._fails({str(file)!r}))"
    script = f"import knockout, pipelines.answer as a; {asked}; a.Page.__doc__ = 'taken out'; {asked}"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (TESTS, TESTS.parent)))}
    told = subprocess.run(
        [sys.executable, "-c", script], env=paths, stdout=subprocess.PIPE, text=True, check=True
    )
    assert told.stdout.split() == ["False", "True"]
