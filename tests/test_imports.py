"""The arrows between the floors point one way: crawler → pipelines → archive; and each package is ours."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("archive", "pipelines", "crawler")
"""From the ground up: a floor may import itself and those before it."""


def imported(file: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level package of every import in a file, those inside functions too."""
    package = file.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, package if node.level else (node.module or "").split(".")[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value.split(".")[0]


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_none_above_it(floor):
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    files = sorted((ROOT / floor).rglob("*.py"))
    assert files
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {package}"
        for file in files
        for line, package in imported(file)
        if package in above
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", FLOORS[1:])
def test_the_arrows_are_there_at_all(floor):
    below = FLOORS[FLOORS.index(floor) - 1]
    assert any(package == below for file in (ROOT / floor).rglob("*.py") for _, package in imported(file))


def test_an_arrow_upwards_would_be_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    file = tmp_path / "archive" / "bad.py"
    file.parent.mkdir()
    file.write_text("def f():\n    from crawler.sites import load_sites\n    import pipelines.site\n")
    assert {package for _, package in imported(file)} == {"crawler", "pipelines"}


@pytest.mark.parametrize("floor", FLOORS)
def test_each_package_is_ours_and_no_strangers(floor):
    module = importlib.import_module(floor)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / floor
