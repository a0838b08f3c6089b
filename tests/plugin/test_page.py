"""The reader of case pages: what it takes from a page, and what it does not let pass."""

import pytest

from .page import Case, PageError, read_page


def page(*lines: str) -> str:
    """A page of these lines, where `'''` stands for a fence."""
    return "\n".join(lines).replace("'''", "```")


def read_one(*lines: str) -> Case:
    """The only case of a page of these lines."""
    (case,) = read_page("page", page(*lines))
    return case


def test_a_case_has_files_directives_and_expectations() -> None:
    """The whole format, in one case."""
    case = read_one(
        "# The page",
        "## The case",
        "Prose, `with` code.",
        "Families: fastapi",
        "Python: 3.12",
        "FastAPI: 0.165",
        "",
        "`shop/db.py`:",
        "'''py",
        "x = 1",
        "'''",
        "`api.py`:",
        "'''py",
        'y: str = 1  # error: [assignment] "one" \'a "two"\' # note: "three"',
        "# error: [misc]",
        "",
        "z = 2",
        "'''",
        "Runtime: `ValueError`",
    )
    (state,) = case.states
    assert case.title == "The case"
    assert case.slug == "page_the_case"
    assert case.families == ("fastapi",)
    assert case.python == (3, 12)
    assert case.fastapi == (0, 165)
    assert state.runtime == "ValueError"
    assert state.files == {"shop/db.py": "x = 1\n", "api.py": "y: str = 1\n\n\nz = 2\n"}
    assert [(e.line, e.severity, e.code, e.parts) for e in state.expected] == [
        (1, "error", "assignment", ("one", 'a "two"')),
        (1, "note", None, ("three",)),
        (4, "error", "misc", ()),
    ]


def test_an_edit_gives_some_files_anew_and_keeps_the_rest() -> None:
    """A file shown again with another expectation only is the same file."""
    case = read_one(
        "## The case",
        "`a.py`:",
        "'''py",
        "x = 1",
        "'''",
        "`b.py`:",
        "'''py",
        "y = 1",
        "'''",
        "### Edit: the first",
        "`a.py`:",
        "'''py",
        "x = 2",
        "'''",
        "`b.py`:",
        "'''py",
        "y = 1  # error: [misc]",
        "'''",
    )
    first, second = case.states
    assert second.title == "the first"
    assert second.files == {"a.py": "x = 2\n", "b.py": first.files["b.py"]}
    assert [e.file for e in second.expected] == ["b.py"]


def test_an_edit_may_delete_a_file() -> None:
    """What is gone stays so until an edit gives it anew."""
    other = ("`b.py`:", "'''py", "y = 1  # error: [misc]", "'''")
    case = read_one(
        "## The case", *FILE, *other, "### Edit: gone", "Gone: b.py", "### Edit: back", *other
    )
    assert [sorted(state.files) for state in case.states] == [
        ["a.py", "b.py"],
        ["a.py"],
        ["a.py", "b.py"],
    ]
    assert [len(state.expected) for state in case.states] == [1, 0, 1]


FILE = ("`a.py`:", "'''py", "x = 1", "'''")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["x = 1  # error: [no-such-code]"], "'no-such-code'"),
        (["x = 1  # error: assignment"], "names its code first"),
        (['x = 1  # error: "text without a code"'], "names its code first"),
        (["x = 1  # error [assignment]"], "not an expectation"),
        (["x = 1  # Error: [assignment]"], "not an expectation"),
        (["x = 1  # warning: [assignment]"], "not an expectation"),
        (["x = 1  # error: [assignment] and prose"], "not an expectation"),
        (['x = 1  # error: [assignment] "open'], "not an expectation"),
        (["x = 1", "# error: [assignment]"], "no line of code"),
    ],
)
def test_an_expectation_that_says_nothing_is_refused(lines: list[str], problem: str) -> None:
    """A misspelt expectation must not turn into a comment."""
    with pytest.raises(PageError, match=problem):
        read_one("## The case", "`a.py`:", "'''py", *lines, "'''")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["Prose only."], "without a file"),
        (["'''py", "x = 1", "'''"], "needs a line"),
        (["`a.py`:", "Prose between."], "no fence follows"),
        (["`a.py`:", "", "Prose between.", "", *FILE], "no fence follows"),
        (["`a.txt`:", "'''py", "'''"], "no file of a case"),
        (["`../a.py`:", "'''py", "'''"], "no file of a case"),
        ([*FILE, *FILE], "stands twice"),
        ([*FILE, "Family: fastapi"], "'Family' is no line"),
        ([*FILE, "Families: flask"], "no family"),
        ([*FILE, "Python: 2.7"], "no Python version"),
        ([*FILE, "### Another heading"], "within a case is an edit"),
        ([*FILE, "### Edit: nothing"], "changes nothing"),
        ([*FILE, "### Edit: the same", *FILE], "changes nothing"),
        ([*FILE, "### Edit: another file", "`b.py`:", "'''py", "x", "'''"], "no files of this"),
        ([*FILE, "### Edit: gone", "Gone: b.py"], "no files of this"),
        ([*FILE, "### Edit: late", "Python: 3.12", *FILE], "belong to the case"),
    ],
)
def test_a_case_that_would_test_nothing_is_refused(lines: list[str], problem: str) -> None:
    """A page that is not what it seems is an error, not an empty test."""
    with pytest.raises(PageError, match=problem):
        read_one("## The case", *lines)
