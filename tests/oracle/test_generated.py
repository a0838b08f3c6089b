"""Random programs behave as under FastAPI: answers, events, exceptions."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.generated import Program, programs
from tests.oracle.harness import FASTAPI, OURS, record


# Some programs ask for OAuth scopes that nothing reads; of that FastAPI says nothing.
@pytest.mark.filterwarnings("ignore::typed_depends.errors.UnreadScopesWarning")
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(programs(faces=("answers", "answers", "converses")))
def test_a_random_program_behaves_as_under_fastapi(program: Program) -> None:
    calls = program.calls()
    expected = record(FASTAPI, program.text(), calls)
    assert listed_once(record(OURS, program.text(), calls)) == listed_once(expected)


def listed_once(seen: list[Any]) -> list[Any]:
    """Take out the one difference that cannot be avoided: errors that FastAPI lists twice."""
    return [(_answer(one[0]), one[1]) if isinstance(one, tuple) else one for one in seen]


def _answer(answer: Any) -> Any:
    if not isinstance(answer, tuple) or answer[0] != 422:
        return answer
    errors = json.loads(answer[1])["detail"]
    return 422, [error for index, error in enumerate(errors) if error not in errors[:index]]
