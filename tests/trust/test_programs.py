"""A hundred random packages; `make trust` takes two thousand."""

from pathlib import Path

from .compare import compare
from .make import make

SEEDS = range(100)  # make trust takes others


def test_both_halves_say_the_same_of_random_packages(tmp_path: Path) -> None:
    """`python -m tests.trust --seed N --programs 1` makes one of them as small as it can be."""
    found = compare([make(seed) for seed in SEEDS], tmp_path)
    assert not found, "\n\n".join(map(str, found))
