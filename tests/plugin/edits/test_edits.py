"""A short walk through random edits; `make edits` walks further."""

from pathlib import Path

import pytest

from .walk import Walk, difference, is_crash_of_mypy

CASES = Path(__file__).parents[3] / "typecheck_cases"


@pytest.mark.thorough
def test_every_mode_says_what_a_cold_run_says(tmp_path: Path) -> None:
    """After each edit, warm, in parallel and in the daemon; about findings of every rule."""
    walk = Walk(tmp_path, seed=7)
    differences = [found for step in walk.steps(edits=3) for found in step]
    assert not differences, "\n".join(map(str, differences))
    assert walk.findings.keys() == {page.stem for page in CASES.glob("depends-*.md")}


def test_a_verdict_that_stayed_behind_is_a_difference() -> None:
    """What only one of two runs says is told, however often the other says it."""
    cold = ["a.py:1: error: x  [depends-type]", "a.py:2: error: y  [depends-scope]"]
    warm = ["a.py:1: error: x  [depends-type]", "a.py:1: error: x  [depends-type]"]
    assert difference(cold, warm, set()) == ([cold[1]], [warm[1]])


def test_what_mypy_itself_is_not_sure_of_is_no_difference() -> None:
    """In an import cycle it says "cannot determine type" in one order and not in another."""
    cold = ['a.py:1: error: Cannot determine type of "x"  [has-type]']
    assert difference(cold, [], {"a.py:1:"}) == ([], [])


def test_only_a_crash_of_mypy_itself_is_asked_about_again() -> None:
    """It happens without any plugin; a crash of ours stays a difference."""
    mypy = 'Daemon crashed!\n  File "mypy/dmypy_server.py", line 782, in direct_imports\n'
    assert is_crash_of_mypy(f"{mypy}KeyError: 'shop.shelf5'\n")
    ours = '  File "mypy_plugin/ledger.py", line 70, in entries_of\n'
    assert not is_crash_of_mypy(f"Daemon crashed!\n{ours}KeyError: 'shop.shelf5'\n")
