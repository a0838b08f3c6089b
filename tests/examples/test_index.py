"""The examples' index is complete, and mypy accepts them all."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.conftest import EXAMPLES


def test_the_index_names_every_example_and_nothing_else() -> None:
    listed = re.findall(
        r"^\| \[(.*?)\]\((.*?)\) \|", (EXAMPLES / "README.md").read_text(), re.MULTILINE
    )
    there = {path.name for path in EXAMPLES.iterdir() if not path.name.startswith("__")}
    assert {target for _, target in listed} == there - {"README.md", "mypy.ini"}
    assert [name.rstrip("/") for name, _ in listed] == [target for _, target in listed]


@pytest.mark.thorough
def test_mypy_with_the_plugin_accepts_every_example(tmp_path: Path) -> None:
    mypy = [sys.executable, "-m", "mypy", "--config-file=examples/mypy.ini"]
    done = subprocess.run(
        [*mypy, f"--cache-dir={tmp_path}", "--exclude=examples/mistakes", "examples"],
        cwd=EXAMPLES.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.startswith("Success: no issues found in "), done.stdout
