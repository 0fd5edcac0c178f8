"""What comparing two versions costs, and how it grows with the text. One command:

    python -m tests.benchmarks.comparison

prints the table of docs/benchmarks.md, about a minute. Processor time, the best of three; the texts are made
by `tests/edits.py`, every sentence another one.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import edits

from archive.compare import compare, copied, published_digest
from archive.records import Report

SENTENCES = (1250, 2500, 5000, 10_000)


def text(count: int) -> list[str]:
    """Sentences in paragraphs of five."""
    chance = random.Random(count)
    said = [f"{edits.sentence(chance)[:-1]}，编号{chance.randrange(10**6)}。" for _ in range(count)]
    return ["".join(said[n : n + 5]) for n in range(0, count, 5)]


def one_figure(lines: list[str]) -> list[str]:
    middle = len(lines) // 2
    return [*lines[:middle], lines[middle].replace("编号", "编号1", 1), *lines[middle + 1 :]]


def one_in_ten(lines: list[str]) -> list[str]:
    return [line.replace("，", "，未", 1) if n % 2 else line for n, line in enumerate(lines)]


def every_figure(lines: list[str]) -> list[str]:
    return [line.replace("编号", "编号1") for line in lines]


def every_sentence(lines: list[str]) -> list[str]:
    return [line.replace("，编", "，另编") for line in lines]


def shuffled(lines: list[str]) -> list[str]:
    return random.Random(1).sample(lines, len(lines))


def another(lines: list[str]) -> list[str]:
    return text(len(lines) * 5 + 5)


EDITS = (one_figure, one_in_ten, every_figure, every_sentence, shuffled, another)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    heads = ("sentences", "KB", "digest", *(edit.__name__.replace("_", " ") for edit in EDITS), "copied")
    print("| " + " | ".join(heads) + " |")
    print("| " + " | ".join("---:" for _ in heads) + " |")
    for count in SENTENCES:
        lines = text(count)
        before = Report("", text="\n".join(lines))
        cells = [f"{count:,}", f"{len(before.text.encode()) / 1000:.0f}"]
        took = [seconds(lambda report=before: published_digest(report))]
        for edit in EDITS:
            after = replace(before, text="\n".join(edit(lines)))
            took.append(seconds(lambda one=before, other=after: compare(one, other)))
        after = replace(before, text="\n".join(every_sentence(lines)))
        took.append(seconds(lambda one=before, other=after: copied(one, other)))
        print("| " + " | ".join([*cells, *(f"{each:.2f} s" for each in took)]) + " |", flush=True)


if __name__ == "__main__":
    main()
