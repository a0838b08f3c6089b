"""FastAPI's own tests pass here too, but for the differences that are meant."""

from pathlib import Path

import pytest

from tests.fastapi_source import fetch_source
from tests.oracle.fastapi_suite import exchange, exchanged, run, unmeant
from tests.oracle.suite_differences import DIFFERENT, OPEN

TUTORIAL = "tests/test_tutorial"
PARTS = {"tutorial": (TUTORIAL,), "others": ("tests", f"--ignore={TUTORIAL}")}


@pytest.mark.thorough
@pytest.mark.parametrize("part", PARTS)
def test_fastapi_s_own_tests_pass(part: str, pytestconfig: pytest.Config, tmp_path: Path) -> None:
    exchange(fetch_source(pytestconfig), tmp_path)
    failed, passed = run(tmp_path, PARTS[part])
    assert unmeant(failed) == []
    assert passed
    listed = {
        name for name in (*DIFFERENT, *OPEN) if name.startswith(TUTORIAL) == (part == "tutorial")
    }
    stale = [name for name in listed if not any(test.startswith(name) for test in failed)]
    assert stale == []


def test_imports_are_exchanged_and_nothing_else() -> None:
    program = (
        "import fastapi.routing\nfrom fastapi import FastAPI\n"
        'name = "fastapi.routing.x", "fastapi"\n'
    )
    assert exchanged(program) == (
        "import typed_depends.fastapi.routing; import typed_depends.fastapi as fastapi\n"
        "from typed_depends.fastapi import FastAPI\n"
        'name = "typed_depends.fastapi.routing.x", "fastapi"\n'
    )
