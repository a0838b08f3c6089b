"""Random packages by the hundred; `make trust` takes two thousand."""

from pathlib import Path

import pytest

from .compare import compare
from .make import make


@pytest.mark.parametrize(
    "seeds", [range(50), pytest.param(range(50, 100), marks=pytest.mark.thorough)], ids=str
)
def test_both_halves_say_the_same_of_random_packages(seeds: range, tmp_path: Path) -> None:
    """`python -m tests.trust --seed N --programs 1` makes one of them as small as it can be."""
    found = compare([make(seed) for seed in seeds], tmp_path)
    assert not found, "\n\n".join(map(str, found))
