"""Clean-up under cancellation: shielded from what caused it, and left by its own task."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from typing import Annotated, Any, Literal

import anyio
import anyio.lowlevel
import pytest

from typed_depends import Depends, Injector

pytestmark = pytest.mark.anyio

Lifetime = Literal["function", "request"]


@pytest.mark.parametrize("lifetime", ["function", "request"])
async def test_clean_up_is_shielded_from_the_cancellation_that_caused_it(
    lifetime: Lifetime,
) -> None:
    log: list[str] = []

    async def provider() -> AsyncIterator[None]:
        try:
            yield
        except BaseException as error:
            log.append(type(error).__name__)
            raise
        finally:
            for _ in range(3):
                await anyio.lowlevel.checkpoint()
            log.append("cleaned up")

    async def function(_: Annotated[None, Depends(provider, scope=lifetime)]) -> None:
        scope.cancel()
        await anyio.sleep_forever()

    async with Injector() as injector:
        with anyio.CancelScope() as scope:
            async with injector.request() as request:
                await request.call(function)
    assert log == ["CancelledError", "cleaned up"]
    assert scope.cancelled_caught


async def test_a_cancellation_in_the_middle_of_clean_up_waits_for_it() -> None:
    log: list[str] = []

    async def outer() -> AsyncIterator[None]:
        try:
            yield
        except BaseException as error:
            log.append(type(error).__name__)
            raise

    async def inner(_: Annotated[None, Depends(outer)]) -> AsyncIterator[None]:
        yield
        scope.cancel()
        for _turn in range(3):
            await anyio.lowlevel.checkpoint()
        log.append("cleaned up")

    async def function(_: Annotated[None, Depends(inner)]) -> None: ...

    async with Injector() as injector:
        with anyio.CancelScope() as scope:
            await injector.call(function)
    assert log == ["cleaned up", "CancelledError"]
    assert scope.cancelled_caught


async def test_a_generator_that_waits_and_yields_again_is_refused() -> None:
    log: list[str] = []

    async def twice() -> AsyncIterator[None]:
        try:
            yield
            await anyio.lowlevel.checkpoint()
            yield
        finally:
            log.append("closed")

    async def function(_: Annotated[None, Depends(twice)]) -> None: ...

    async with Injector() as injector:
        with pytest.raises(RuntimeError, match="generator didn't stop"):
            await injector.call(function)
    assert log == ["closed"]


async def test_setting_up_stays_cancellable() -> None:
    log: list[str] = []

    async def provider() -> AsyncIterator[None]:
        scope.cancel()
        await anyio.sleep_forever()
        log.append("set up")
        yield

    async def function(_: Annotated[None, Depends(provider)]) -> None: ...

    async with Injector() as injector:
        with anyio.fail_after(10), anyio.CancelScope() as scope:
            async with injector.request() as request:
                await request.call(function)
    assert log == []


async def test_a_provider_may_hold_a_task_group_of_its_own() -> None:
    log: list[str] = []

    async def tasks() -> AsyncIterator[Any]:
        async with anyio.create_task_group() as group:
            yield group
            group.cancel_scope.cancel()
        log.append("group is over")

    async def above(group: Annotated[Any, Depends(tasks)]) -> AsyncIterator[Any]:
        with anyio.CancelScope():
            yield group
        log.append("scope is over")

    async def function(group: Annotated[Any, Depends(above, scope="function")]) -> None:
        group.start_soon(anyio.sleep_forever)

    async with Injector() as injector, injector.request() as request:
        await request.call(function)
    assert log == ["scope is over", "group is over"]


async def test_a_cancellation_that_a_provider_keeps_still_ends_the_task() -> None:
    async def keeps() -> AsyncIterator[None]:
        with contextlib.suppress(asyncio.CancelledError):
            yield

    async def function(_: Annotated[None, Depends(keeps)]) -> None:
        scope.cancel()
        await anyio.sleep_forever()

    async with Injector() as injector:
        with anyio.CancelScope() as scope:
            async with injector.request() as request:
                await request.call(function)
            await anyio.lowlevel.checkpoint()
            pytest.fail("the block went on")
    assert scope.cancelled_caught


async def test_entering_the_call_and_leaving_are_one_task_and_one_context() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")
    tasks: list[Any] = []

    async def provider() -> AsyncIterator[None]:
        token = variable.set("set")
        tasks.append(asyncio.current_task())
        yield
        tasks.append(asyncio.current_task())
        variable.reset(token)

    def on_threads(_: Annotated[None, Depends(provider)]) -> Iterator[str]:
        yield variable.get()

    async def function(value: Annotated[str, Depends(on_threads)]) -> list[str]:
        tasks.append(asyncio.current_task())
        return [value, variable.get()]

    async with Injector() as injector, injector.request() as request:
        assert await request.call(function) == ["set", "set"]
    assert len(tasks) == 3
    assert set(tasks) == {asyncio.current_task()}
    assert variable.get() == "unset"
