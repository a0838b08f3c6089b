"""The harness itself: whoever tests others should be tested."""

from pathlib import Path

import pytest

from .batch import Member, Printed, Tree, differences
from .family import in_family
from .page import PAGES, Case, Expectation, plugin_codes, read_page, read_pages

EXPECTED = Expectation("a.py", 3, "error", "depends-type", ("User",))
ERROR = Printed("a.py", 3, 7, "error", "depends-type", 'is declared "User"')
NOTE = Printed("a.py", 3, 7, "note", None, "defined elsewhere")


@pytest.mark.parametrize(
    ("printed", "missing", "surplus"),
    [
        ([ERROR], 0, 0),
        ([ERROR, NOTE], 0, 0),
        ([], 1, 0),
        ([NOTE], 1, 0),
        ([ERROR, ERROR], 0, 1),
        ([Printed("a.py", 4, 7, "error", "depends-type", 'is declared "User"')], 1, 1),
        ([Printed("b.py", 3, 7, "error", "depends-type", 'is declared "User"')], 1, 1),
        ([Printed("a.py", 3, 7, "error", "assignment", 'is declared "User"')], 1, 1),
        ([Printed("a.py", 3, 7, "error", "depends-type", 'is declared "Item"')], 1, 1),
        ([ERROR, Printed("a.py", 4, 7, "note", None, "of its own")], 0, 1),
    ],
)
def test_each_line_is_expected_once_and_each_expectation_met_once(
    printed: list[Printed], missing: int, surplus: int
) -> None:
    """The right line, the right code, the right text, not twice."""
    assert tuple(map(len, differences([EXPECTED], printed))) == (missing, surplus)


def test_a_family_changes_words_and_no_lines() -> None:
    """Every expectation keeps its line."""
    text = "import typed_depends\nfrom typed_depends import App, Depends\napp = App()\n"
    assert in_family(text, "typed_depends") == text
    assert in_family(text, "fastapi") == (
        "import fastapi\nfrom fastapi import FastAPI, Depends\napp = FastAPI()\n"
    )


def test_a_case_becomes_a_package_with_its_own_configuration(tmp_path: Path) -> None:
    """Options of one case must not reach another."""
    lines = ["## One", "`mypy.ini`:", "```ini", "[mypy]", "a = 1", "[mypy-db]", "b = 2", "```"]
    lines += ["`shop/db.py`:", "```py", "x = 1", "```"]
    (case,) = read_page("page", "\n".join(lines))
    Tree(tmp_path, [Member(case, "fastapi")]).write(0)
    configuration = (tmp_path / "mypy.ini").read_text()
    assert "[mypy-fastapi_cases.page_one.*]\na = 1\n" in configuration
    assert "[mypy-fastapi_cases.page_one.db]\nb = 2" in configuration
    assert (tmp_path / "fastapi_cases/page_one/shop/db.py").read_text() == "x = 1\n"
    assert (tmp_path / "fastapi_cases/page_one/shop/__init__.py").exists()


def test_an_edit_moves_the_clock(tmp_path: Path) -> None:
    """An edit within one tick of the clock and of the same size would go unseen."""
    text = "## One\n`a.py`:\n```py\nx = 1\n```\n### Edit: two\n`a.py`:\n```py\nx = 2\n```\n"
    (case,) = read_page("page", text)
    tree = Tree(tmp_path, [Member(case, "fastapi")])
    file = tmp_path / "fastapi_cases/page_one/a.py"
    times = []
    for step in (0, 1, 0):
        tree.write(step)
        times.append(file.stat().st_mtime)
    assert times == sorted(set(times))
    assert file.read_text() == "x = 1\n"


def test_lines_are_sorted_by_case_and_the_rest_is_kept() -> None:
    """Nothing mypy prints is lost."""
    (case,) = read_page("page", "## One\n`a.py`:\n```py\nx = 1\n```\n")
    output = Tree(Path(), [Member(case, "fastapi")]).sort_output(
        "fastapi_cases/page_one/a.py:1:2: error: Text: with [brackets]  [misc]\n"
        "fastapi_cases/page_one/a.py:1: note: Text\n"
        "fastapi_cases/other/a.py:1:2: error: Text  [misc]\n"
        "Traceback\n"
    )
    assert output.by_package["fastapi_cases/page_one"] == (
        Printed("a.py", 1, 0, "note", None, "Text"),
        Printed("a.py", 1, 2, "error", "misc", "Text: with [brackets]"),
    )
    assert output.stray == ("fastapi_cases/other/a.py:1:2: error: Text  [misc]", "Traceback")


def test_every_code_has_a_page_and_every_page_of_a_rule_a_code() -> None:
    """A rule without documentation is not finished; a page without a rule is a promise."""
    pages = {path.stem for path in PAGES.glob("depends-*.md")}
    assert pages == plugin_codes()


def test_every_rule_page_shows_its_code_and_its_absence() -> None:
    """A reference shows the mistake and the mended program."""
    for code in plugin_codes():
        states = [s for c in read_pages() if c.page == code for s in c.states]
        assert any(e.code == code for s in states for e in s.expected)
        assert any(not s.expected for s in states)


def test_there_are_enough_cases_of_both_kinds_in_both_families() -> None:
    """Sixty that report and sixty that are silent, for each family."""
    for family in ("typed_depends", "fastapi"):
        cases = [case for case in read_pages() if family in case.families]
        silent = [case for case in cases if not case.reports]
        assert len(cases) - len(silent) >= 60
        assert len(silent) >= 60


def test_silent_pages_are_silent() -> None:
    """What `clean/` holds the plugin to: not one finding of ours."""
    noisy: list[Case] = [
        case
        for case in read_pages()
        if case.page.startswith("clean/")
        and any(e.code in plugin_codes() for state in case.states for e in state.expected)
    ]
    assert [case.title for case in noisy] == []
