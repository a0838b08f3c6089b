"""A parameter of any type from any source is read, or refused, as under FastAPI."""

from typing import Any

import pytest

from tests.oracle.harness import FASTAPI, OURS, record
from tests.oracle.one_parameter import DIFFERENT, MARKED, TYPES, calls, program


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.filterwarnings("ignore:.*:pydantic.warnings.UnsupportedFieldAttributeWarning")
def test_a_parameter_is_read_as_under_fastapi(type_: str) -> None:
    for marked in MARKED:
        if (marked, type_) in DIFFERENT:
            continue
        text = program(marked, type_)
        requests = list(calls(marked, type_))
        expected, ours = record(FASTAPI, text, requests), record(OURS, text, requests)
        if _is_refused(expected):
            # Ours are raised together, when the application starts.
            assert {answer[0][0] for answer in ours[:-1]} <= {
                "DependencyParameterError",
                "DependencyPathError",
            }
        else:
            assert dict(zip(requests_shown(requests), ours, strict=False)) == dict(
                zip(requests_shown(requests), expected, strict=False)
            ), marked


def requests_shown(requests: list[Any]) -> list[str]:
    return [f"{number} {request}" for number, request in enumerate(requests)]


def _is_refused(seen: list[Any]) -> bool:
    """Tell whether the program could not be made: what was seen is one exception."""
    return len(seen) == 1
