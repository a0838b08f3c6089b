"""A parameter of any type from any source is read, or refused, as under FastAPI."""

from typing import Any

import pytest

from tests.oracle.harness import FASTAPI, OURS, record
from tests.oracle.one_parameter import DIFFERENT, MARKED, TYPES, calls, program
from typed_depends import DependencyParameterError, DependencyPathError


@pytest.mark.parametrize("type_", TYPES)
def test_a_parameter_is_read_as_under_fastapi(type_: str) -> None:
    for marked in MARKED:
        if (marked, type_) in DIFFERENT:
            continue
        text = program(marked, type_)
        requests = list(calls(marked, type_))
        expected = record(FASTAPI, text, requests, lifespan=True)
        if len(expected) == 1:
            assert isinstance(expected[0][0], str), expected  # the exception: it cannot be made
            with pytest.raises((DependencyParameterError, DependencyPathError)):
                record(OURS, text, requests, lifespan=True)
            continue
        ours = record(OURS, text, requests, lifespan=True)
        assert _by_request(requests, ours) == _by_request(requests, expected), marked


def _by_request(requests: list[Any], seen: list[Any]) -> dict[str, Any]:
    return {
        f"{index} {one}": answer
        for index, (one, answer) in enumerate(zip(requests, seen, strict=False))
    }
