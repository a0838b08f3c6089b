"""`explain` shows the page of every code, and knows a code by its last word too."""

from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.pages import page


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_it_reports_and_how_to_mend_it(
    typed: Typed, tmp_path: Path, code: str
) -> None:
    short = typed("explain", code.removeprefix("depends-"), start=tmp_path)
    assert short.exit_code == 0
    assert short.stdout.startswith(f"# {code}\n")
    assert "**What it reports" in short.stdout
    assert "**How to mend it" in short.stdout
    assert "```py" in short.stdout
    assert "More cases:" not in short.stdout
    whole = typed("explain", code, "--all", start=tmp_path)
    assert whole.stdout.strip() == page(code).strip()


def test_without_a_code_there_is_a_table(typed: Typed, tmp_path: Path) -> None:
    result = typed("explain", start=tmp_path)
    words = [line.split()[0] for line in result.stdout.splitlines() if line.startswith("depends-")]
    assert words == [*CODES]


def test_a_code_that_does_not_exist_is_wrong_usage(typed: Typed, tmp_path: Path) -> None:
    result = typed("explain", "depends-scop", start=tmp_path)
    assert result.exit_code == 2
    assert 'Did you mean "depends-scope"?' in result.stderr
