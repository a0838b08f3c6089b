"""Every code has a page, and every page says what the running program does."""

import re

import pytest
from mypy.errorcodes import ErrorCode

from mypy_plugin import codes

from .page import PAGES, Case, plugin_codes, read_pages

CODES = sorted(plugin_codes())
_HEADING = re.compile(r"^## ", re.MULTILINE)


def cases_of(code: str) -> list[Case]:
    """Give the cases on the pages of a code, those of its folder among them."""
    return [case for case in read_pages() if case.page.partition("/")[0] == code]


def introduction(code: str) -> str:
    """Give what stands above the first case on the page of a code."""
    return _HEADING.split((PAGES / f"{code}.md").read_text(encoding="utf-8"), maxsplit=1)[0]


def test_every_page_of_a_rule_is_that_of_a_code() -> None:
    assert {page.stem for page in PAGES.glob("depends-*.md")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code_says_how_to_mend_what_it_reports(code: str) -> None:
    text = introduction(code)
    assert text.startswith(f"# {code}\n")
    assert "mend" in text or "remedy" in text


@pytest.mark.parametrize("code", CODES)
def test_some_case_expects_the_code(code: str) -> None:
    expected = {e.code for case in cases_of(code) for state in case.states for e in state.expected}
    assert code in expected


@pytest.mark.parametrize("code", CODES)
def test_a_reported_program_is_run_too_and_refused_or_the_page_says_why_not(code: str) -> None:
    """Some state that expects the code says what happens at run time.

    Where that is nothing, the introduction has to explain it.
    """
    verdicts = {
        state.runtime
        for case in cases_of(code)
        for state in case.states
        if state.runtime and any(e.code == code for e in state.expected)
    }
    assert verdicts
    assert verdicts != {"ok"} or "**At run time**" in introduction(code)


def test_only_the_opinionated_code_is_off_by_itself() -> None:
    off = {
        code.code
        for code in vars(codes).values()
        if isinstance(code, ErrorCode) and not code.default_enabled
    }
    assert off == {"depends-untyped"}
