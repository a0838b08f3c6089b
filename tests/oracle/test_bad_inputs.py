"""A few hundred broken requests; `make trust` sends a million."""

import asyncio
from random import Random

import pytest

from tests.oracle.bad_inputs import compare


@pytest.mark.parametrize("type_", ["int | None", "list[Color]", "Book", "list[UploadFile]"])
def test_a_broken_request_is_answered_as_under_fastapi(type_: str) -> None:
    assert asyncio.run(compare(Random(7), type_, requests=150)) == []
