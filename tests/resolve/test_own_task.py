"""A lifespan that one task opens and another closes, on both event loops."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

import anyio
import pytest

from typed_depends import Depends, Injector
from typed_depends.resolve.own_task import OwnTask

pytestmark = pytest.mark.anyio

both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])


async def _in_a_task(function: Callable[[], Any]) -> None:
    """Await `function()` in a task that ends with it."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(function)


async def _leave(injector: Injector) -> None:
    await injector.__aexit__(None, None, None)


@both_loops
async def test_an_injector_is_opened_used_and_closed_by_three_tasks() -> None:
    log: list[str] = []

    async def pool() -> AsyncIterator[str]:
        async with anyio.create_task_group():
            log.append("+pool")
            yield "pool"
        log.append("-pool")

    def uses(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> None:
        log.append(f"uses {pool}")

    async def work() -> None:
        async with injector.request() as scope:
            await scope.call(uses)

    injector = Injector()
    await _in_a_task(injector.__aenter__)
    await _in_a_task(work)
    await _in_a_task(work)
    await _in_a_task(lambda: _leave(injector))
    assert log == ["+pool", "uses pool", "uses pool", "-pool"]


@both_loops
async def test_a_scope_cancelled_around_the_hook_that_opened_it_does_not_close_it() -> None:
    async def pool() -> AsyncIterator[str]:
        with anyio.CancelScope():
            yield "pool"

    def uses(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    injector = Injector()
    with anyio.CancelScope() as hook:
        await injector.__aenter__()
        hook.cancel()
    async with injector.request() as scope:
        assert await scope.call(uses) == "pool"
    await _in_a_task(lambda: _leave(injector))


@both_loops
async def test_what_clean_up_raises_is_raised_by_whoever_closes() -> None:
    async def pool() -> AsyncIterator[str]:
        yield "pool"
        raise ConnectionError("no goodbye")

    def uses(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> None: ...

    injector = Injector()
    await injector.__aenter__()
    async with injector.request() as scope:
        await scope.call(uses)
    with pytest.raises(ConnectionError, match="no goodbye"):
        await _leave(injector)


async def test_closing_what_is_not_open_is_explained() -> None:
    with pytest.raises(RuntimeError, match="not open in this event loop"):
        await _leave(Injector())


@both_loops
async def test_a_failure_to_open_is_raised() -> None:
    def refuse() -> None:
        raise ConnectionError("no hello")

    @asynccontextmanager
    async def fails() -> AsyncIterator[None]:
        refuse()
        yield

    with pytest.raises(ConnectionError, match="no hello"):
        await OwnTask(fails()).open()


async def test_closing_goes_on_to_its_end_though_its_task_is_cancelled() -> None:
    log: list[str] = []
    closing = asyncio.Event()

    async def pool() -> AsyncIterator[str]:
        yield "pool"
        closing.set()
        await asyncio.sleep(0.01)
        log.append("-pool")

    def uses(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> None: ...

    injector = Injector()
    await injector.__aenter__()
    async with injector.request() as scope:
        await scope.call(uses)
    leaving = asyncio.create_task(_leave(injector))
    await closing.wait()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert log == ["-pool"]


def test_a_loop_that_stops_without_closing_leaves_the_providers() -> None:
    log: list[str] = []

    async def pool() -> AsyncIterator[str]:
        try:
            yield "pool"
        finally:
            log.append("-pool")

    def uses(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> None: ...

    async def work() -> None:
        injector = Injector()
        await injector.__aenter__()
        async with injector.request() as scope:
            await scope.call(uses)

    asyncio.run(work())
    assert log == ["-pool"]
