"""Programs written by hand behave as under FastAPI: answers, events, exceptions."""

import pytest

from tests.oracle.harness import FASTAPI, OURS, Call, record
from tests.oracle.programs import everything

PROGRAMS = everything()


# One program asks for OAuth scopes that nothing reads; of that FastAPI says nothing.
@pytest.mark.filterwarnings("ignore::typed_depends.errors.UnreadScopesWarning")
@pytest.mark.parametrize(
    ("text", "calls"),
    [(text, calls) for _, text, calls in PROGRAMS],
    ids=[name for name, _, _ in PROGRAMS],
)
def test_a_program_behaves_as_under_fastapi(text: str, calls: list[Call]) -> None:
    expected = record(FASTAPI, text, calls)
    assert record(OURS, text, calls) == expected


def test_there_are_programs_enough_and_each_has_its_own_name() -> None:
    assert len({name for name, _, _ in PROGRAMS}) == len(PROGRAMS) >= 150
