"""A parameter of any type from any source is read, or refused, as under FastAPI."""

import pytest

from tests.oracle.harness import FASTAPI, OURS, record
from tests.oracle.one_parameter import TYPES, calls, program
from tests.oracle.shares import every


@pytest.mark.parametrize("type_", every(6, TYPES))
def test_a_parameter_is_read_as_under_fastapi(type_: str) -> None:
    text, requests = program(type_), list(calls(type_))
    expected = record(FASTAPI, text, requests, lifespan=True)
    ours = record(OURS, text, requests, lifespan=True)
    assert len(ours) == len(requests) + 1
    for request, one, other in zip(requests, ours, expected, strict=False):
        assert one == other, request
