"""The benchmark's contenders are comparable: each answers the same. No time is asserted."""

import pytest

from benchmarks.requests import shapes
from benchmarks.requests.call import Request, answers, caller
from benchmarks.requests.contenders import contender
from benchmarks.requests.shapes import Shape
from benchmarks.requests.table import ADMIN

pytestmark = pytest.mark.anyio
INSTALLED = ("hand", "typed_depends", "fastapi")


@pytest.mark.parametrize("name", INSTALLED)
@pytest.mark.parametrize("shape", shapes.GRAPHS, ids=lambda shape: shape.key)
async def test_every_contender_answers_a_shape_alike(name: str, shape: Shape) -> None:
    call = caller(contender(name).graph(shape), Request())
    assert await answers(call) == shape.answer()


@pytest.mark.parametrize("name", INSTALLED)
async def test_every_contender_reads_a_request_alike(name: str) -> None:
    assert await answers(caller(contender(name).admin(), ADMIN)) == shapes.ADMIN_ANSWER
