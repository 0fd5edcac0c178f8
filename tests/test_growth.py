"""Reading a page costs time in proportion to its size, whatever it is made of. Figures: docs/benchmarks.md.

Processor time is compared, and the best of a few tries: a busy machine must not fail this.
"""

from __future__ import annotations

import time

import pytest
from benchmarks.extraction import GROWING, HOSTILE

from pipelines.answer import Page
from pipelines.extract import extract

_SHORT = 0.15
"""Seconds that prove nothing: below this, the larger page is quick whatever the smaller one took."""

_LONG = 5.0
"""Seconds that prove enough."""


def cost(body: bytes, tries: int) -> float:
    """Seconds of the processor for a page, the best of some tries; the first where it is long."""
    taken = []
    for _ in range(tries):
        begun = time.process_time()
        extract(Page("http://www.example.gov.cn/zwgk/202401/t20240117_1.html", body))
        taken.append(time.process_time() - begun)
        if taken[-1] > _LONG:
            break
    return min(taken)


def growth(small: bytes, large: bytes) -> float:
    """How many times as much a byte of the larger page costs, measured again where it seems much."""
    times = []
    for tries in (2, 3, 5):
        before, after = cost(small, 2 * tries), cost(large, tries)
        if after < _SHORT:
            return 0.0
        times.append((after / len(large)) / (before / len(small)))
        if times[-1] < 1.6 or after > _LONG:
            break
    return min(times)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_its_size(name: str) -> None:
    assert growth(HOSTILE[name](40_000).encode(), HOSTILE[name](400_000).encode()) < 2.5


@pytest.mark.parametrize("name", GROWING)
def test_a_long_page_costs_its_size(name: str) -> None:
    assert growth(GROWING[name](100_000).encode(), GROWING[name](2_000_000).encode()) < 1.6
