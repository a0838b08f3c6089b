"""Random signatures are read, and random requests refused, as under FastAPI."""

from hypothesis import HealthCheck, given, settings

from tests.oracle.harness import FASTAPI, OURS, record
from tests.oracle.many_parameters import Program, programs
from tests.oracle.test_generated import listed_once


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(programs())
def test_a_random_signature_is_read_as_under_fastapi(program: Program) -> None:
    expected = record(FASTAPI, program.text, program.calls, lifespan=True)
    ours = record(OURS, program.text, program.calls, lifespan=True)
    assert listed_once(ours) == listed_once(expected)
