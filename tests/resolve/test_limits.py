"""`max_concurrency`: as FastAPI 0.165 counts it."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
import pytest

from typed_depends import Depends, Injector

pytestmark = pytest.mark.anyio


class Gauge:
    """Counts who is inside at once."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0

    async def visit(self) -> None:
        self.enter()
        await anyio.wait_all_tasks_blocked()
        self.leave()

    def enter(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)

    def leave(self) -> None:
        self.inside -= 1


async def run_at_once(function: Any, count: int) -> None:
    async with Injector() as injector:

        async def work() -> None:
            async with injector.request() as scope:
                await scope.call(function)

        async with anyio.create_task_group() as tasks:
            for _ in range(count):
                tasks.start_soon(work)


async def test_at_most_so_many_run_at_once() -> None:
    gauge = Gauge()

    async def function(_: Annotated[None, Depends(gauge.visit, max_concurrency=2)]) -> None: ...

    await run_at_once(function, 7)
    assert gauge.most == 2


async def test_a_yield_provider_keeps_its_place_until_its_clean_up_is_over() -> None:
    gauge = Gauge()

    async def provider() -> AsyncIterator[None]:
        gauge.enter()
        yield
        await anyio.wait_all_tasks_blocked()
        gauge.leave()

    async def function(_: Annotated[None, Depends(provider, max_concurrency=1)]) -> None:
        await anyio.wait_all_tasks_blocked()

    await run_at_once(function, 4)
    assert gauge.most == 1


async def test_places_are_counted_per_marker() -> None:
    gauge = Gauge()

    async def first(_: Annotated[None, Depends(gauge.visit, max_concurrency=1)]) -> None: ...
    async def second(_: Annotated[None, Depends(gauge.visit, max_concurrency=1)]) -> None: ...

    async with Injector() as injector:

        async def work(function: Any) -> None:
            async with injector.request() as scope:
                await scope.call(function)

        async with anyio.create_task_group() as tasks:
            for function in (first, second, first, second):
                tasks.start_soon(work, function)
    assert gauge.most == 2


async def test_a_provider_that_fails_to_set_up_gives_its_place_back() -> None:
    gauge = Gauge()

    async def fails() -> AsyncIterator[None]:
        if gauge.inside == 0:
            raise ValueError("full")
        yield

    async def function(_: Annotated[None, Depends(fails, max_concurrency=1)]) -> None: ...

    async with Injector() as injector, injector.request() as scope:
        for _ in range(3):
            with anyio.fail_after(5), pytest.raises(ValueError, match="full"):
                await scope.call(function)


@pytest.mark.parametrize("wrong", [0, -1, True, 1.5, "2"])
def test_anything_but_a_positive_integer_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="positive integer"):
        Depends(dict, max_concurrency=wrong)
