"""Plain functions on worker threads: context variables, cancellation, a full pool."""

import asyncio
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Annotated

import anyio
import anyio.lowlevel
import pytest
from anyio import to_thread

from typed_depends import Depends, Injector
from typed_depends.resolve.threads import run_in_thread

pytestmark = pytest.mark.anyio

variable: ContextVar[str] = ContextVar("variable", default="unset")


async def test_a_context_variable_set_in_a_thread_is_seen_afterwards() -> None:
    def sets() -> None:
        variable.set("set in a thread")

    await run_in_thread(sets)
    assert variable.get() == "set in a thread"
    assert await run_in_thread(variable.get) == "set in a thread"


async def test_variables_of_providers_are_seen_by_later_providers_and_the_function() -> None:
    seen: list[str] = []

    def first() -> Iterator[None]:
        token = variable.set("first")
        yield
        seen.append(variable.get())
        variable.reset(token)  # the context it was made in, or this raises

    async def second(_: Annotated[None, Depends(first)]) -> None:
        seen.append(variable.get())
        variable.set("second")

    def function(_: Annotated[None, Depends(second)]) -> str:
        return variable.get()

    async with Injector() as injector, injector.request() as scope:
        assert await scope.call(function) == "second"
    assert seen == ["first", "second"]


async def test_a_cancelled_call_is_over_before_the_cancellation_goes_on() -> None:
    began, may_end, over = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        may_end.wait()
        over.set()

    task = asyncio.ensure_future(run_in_thread(work))
    await to_thread.run_sync(began.wait)
    task.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
        task.cancel()
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert over.is_set()


async def test_a_call_cancelled_while_it_waits_for_a_worker_never_begins() -> None:
    called: list[str] = []
    limiter = to_thread.current_default_thread_limiter()
    for index in range(int(limiter.total_tokens)):
        limiter.acquire_on_behalf_of_nowait(("test", index))
    try:
        task = asyncio.ensure_future(run_in_thread(lambda: called.append("called")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        for index in range(int(limiter.total_tokens)):
            limiter.release_on_behalf_of(("test", index))
    assert called == []


async def test_a_generator_cancelled_while_it_is_entered_is_left() -> None:
    began, may_end = threading.Event(), threading.Event()
    events: list[str] = []

    def provider() -> Iterator[None]:
        events.append("+")
        began.set()
        may_end.wait()
        try:
            yield
        finally:
            events.append("-")

    def function(_: Annotated[None, Depends(provider)]) -> None:
        events.append("called")

    async def work() -> None:
        async with Injector() as injector, injector.request() as scope:
            await scope.call(function)

    task = asyncio.ensure_future(work())
    await to_thread.run_sync(began.wait)
    task.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert events == ["+", "-"]


async def test_leaving_generators_needs_no_free_worker() -> None:
    # One connection; who waits for it fills the pool of workers that leaving would need.
    limiter = to_thread.current_default_thread_limiter()
    workers = 2
    connection = threading.Semaphore(1)
    got: list[bool] = []

    def session() -> Iterator[None]:
        got.append(connection.acquire(timeout=10))
        try:
            yield
        finally:
            connection.release()

    async def function(_: Annotated[None, Depends(session)]) -> None:
        # The first one to have the connection leaves only when all workers wait for it.
        while not got[1:] and limiter.borrowed_tokens < workers:
            await anyio.lowlevel.checkpoint()

    before = limiter.total_tokens
    limiter.total_tokens = workers
    try:
        async with Injector() as injector:

            async def work() -> None:
                async with injector.request() as scope:
                    await scope.call(function)

            async with anyio.create_task_group() as tasks:
                for _ in range(1 + workers):
                    tasks.start_soon(work)
    finally:
        limiter.total_tokens = before
    assert got == [True] * (1 + workers)
