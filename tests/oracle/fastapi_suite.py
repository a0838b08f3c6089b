"""FastAPI's own tests, run against us: the same programs, their imports exchanged.

    python -m tests.oracle.fastapi_suite [pytest's arguments]

runs all of them and prints what fails beyond the differences that are meant.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.oracle.suite_differences import DIFFERENT, NOT_RUN, OPEN

_CONFTEST = '''
"""Writes the outcome of every test, errors of collection included, to outcomes.json."""

import json
from pathlib import Path

FAILED, PASSED = set(), set()


def pytest_runtest_logreport(report):
    if report.failed:
        FAILED.add(report.nodeid)
    elif report.when == "call" and report.passed:
        PASSED.add(report.nodeid)


def pytest_collectreport(report):
    if report.failed:
        FAILED.add(report.nodeid)


def pytest_sessionfinish():
    outcomes = json.dumps([sorted(FAILED), sorted(PASSED - FAILED)])
    Path(__file__).with_name("outcomes.json").write_text(outcomes)
'''


def exchange(source: Path, target: Path) -> None:
    """Copy FastAPI's tests and its documentation's programs, with our imports in them."""
    for folder in ("tests", "docs_src", "docs"):
        shutil.copytree(source / folder, target / folder)
    for name in NOT_RUN:
        left_out = target / name
        shutil.rmtree(left_out) if left_out.is_dir() else left_out.unlink()
    for path in target.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(exchanged(text), encoding="utf-8")
    (target / "conftest.py").write_text(_CONFTEST)
    (target / "pytest.ini").write_text("[pytest]\n")


def exchanged(text: str) -> str:
    """Return a program with `typed_depends.fastapi` in the place of `fastapi`.

    The tests take pydantic's version and some types from FastAPI's private modules; those
    imports stay.
    """
    ours = "typed_depends.fastapi"
    text = re.sub(r"^( *)from fastapi\b(?!\._)", rf"\1from {ours}", text, flags=re.MULTILINE)
    text = re.sub(
        r"^( *)import fastapi((?:\.\w+)*)$",
        rf"\1import {ours}\2; import {ours} as fastapi",
        text,
        flags=re.MULTILINE,
    )
    return re.sub(r'"fastapi\.(?=\w)', f'"{ours}.', text)


def run(folder: Path, arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Run an exchanged copy; return the ids of the tests that failed and that passed."""
    options = ["-q", "-p", "no:cacheprovider", "--tb=short", "--continue-on-collection-errors"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    outcomes = folder / "outcomes.json"
    assert outcomes.exists(), done.stdout + done.stderr
    (folder / "output.txt").write_text(done.stdout)
    failed, passed = json.loads(outcomes.read_text())
    return failed, passed


def unmeant(failed: Sequence[str]) -> list[str]:
    """Return what failed and is neither meant to nor known."""
    return [name for name in failed if not name.startswith((*DIFFERENT, *OPEN))]


def main() -> int:
    """Run all, or what the arguments say, and print what fails beyond what is meant to."""
    import pytest

    from tests.fastapi_source import fetch_source

    class Fetch:
        source: Path

        def pytest_configure(self, config: pytest.Config) -> None:
            self.source = fetch_source(config)

    fetch = Fetch()
    pytest.main(["-q", "--collect-only", "--ignore=tests", "tests/oracle/__init__.py"], [fetch])
    with tempfile.TemporaryDirectory() as folder:
        exchange(fetch.source, Path(folder))
        failed, passed = run(Path(folder), sys.argv[1:] or ["tests"])
        wrong = unmeant(failed)
        print((Path(folder) / "output.txt").read_text() if wrong else "")
    print(f"{len(passed)} passed, {len(failed) - len(wrong)} differ and are meant to")
    print(*wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
