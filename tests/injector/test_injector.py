"""Injection without the web: three scopes, values by type, arguments that win."""
# ruff: noqa: PT012, SIM117  the blocks are what is tested

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated, Any

import anyio
import pytest

from typed_depends import (
    DependencyErrors,
    DependencyParameterError,
    Depends,
    Injector,
    OverrideError,
    Query,
    Request,
    ScopeInversionError,
    SwallowedExceptionError,
)

pytestmark = pytest.mark.anyio


@dataclass
class Tenant:
    name: str


log: list[str] = []


@pytest.fixture(autouse=True)
def _fresh_log() -> None:
    log.clear()


async def pool() -> AsyncIterator[str]:
    log.append("+pool")
    yield "pool"
    log.append("-pool")


def session(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> Iterator[str]:
    log.append("+session")
    try:
        yield f"session of {pool}"
    except Exception as error:
        log.append(f"session saw {type(error).__name__}")
        raise
    finally:
        log.append("-session")


async def cursor(session: Annotated[str, Depends(session)]) -> AsyncIterator[str]:
    log.append("+cursor")
    try:
        yield f"cursor of {session}"
    finally:
        log.append("-cursor")


async def report(
    tenant: Tenant,
    month: int,
    cursor: Annotated[str, Depends(cursor, scope="function")],
    limit: Annotated[int, Query(gt=0)] = 10,
) -> list[Any]:
    log.append("report")
    return [tenant.name, month, cursor, limit]


async def test_the_three_scopes_are_blocks_and_calls() -> None:
    async with Injector() as injector:
        async with injector.request({Tenant: Tenant("acme")}) as scope:
            assert log == []
            result = await scope.call(report, month=5)
            assert result == ["acme", 5, "cursor of session of pool", 10]
            await scope.call(report, month=6)
            calls = ["+cursor", "report", "-cursor"]
            assert log == ["+pool", "+session", *calls, *calls]
            log.clear()
        assert log == ["-session"]
        async with injector.request({Tenant: Tenant("other")}) as scope:
            await scope.call(report, month=5)
        assert log[1:] == ["+session", "+cursor", "report", "-cursor", "-session"]
        log.clear()
    assert log == ["-pool"]


async def test_plain_arguments_win_over_dependencies_given_values_and_defaults() -> None:
    async with Injector() as injector, injector.request({Tenant: Tenant("given")}) as scope:
        result = await scope.call(report, Tenant("own"), 1, cursor="mine", limit=2)
    assert result == ["own", 1, "mine", 2]
    assert log == ["report"]


async def test_values_are_given_to_providers_at_any_depth_and_to_members_of_unions() -> None:
    def name(tenant: Tenant | None = None) -> str:
        return "nobody" if tenant is None else tenant.name

    def greeting(name: Annotated[str, Depends(name)]) -> str:
        return f"hello {name}"

    def greet(greeting: Annotated[str, Depends(greeting)], request: Request) -> list[str]:
        return [greeting, request.url.path]

    request = Request({"type": "http", "path": "/x", "headers": [], "server": ("h", 80)})
    async with Injector() as injector:
        async with injector.request({Tenant: Tenant("acme"), Request: request}) as scope:
            assert await scope.call(greet) == ["hello acme", "/x"]
        async with injector.request({Request: request}) as scope:
            assert await scope.call(greet) == ["hello nobody", "/x"]


async def test_everything_that_nothing_gives_is_named_before_anything_runs() -> None:
    async with Injector() as injector, injector.request() as scope:
        with pytest.raises(DependencyErrors) as raised:
            await scope.call(report)
    assert [type(mistake) for mistake in raised.value.mistakes] == [DependencyParameterError] * 2
    assert log == []


async def test_a_mistake_of_the_graph_is_raised_by_the_call() -> None:
    def holds(cursor: Annotated[str, Depends(cursor, scope="function")]) -> Iterator[str]:
        yield cursor

    def function(holds: Annotated[str, Depends(holds)]) -> None: ...

    async with Injector() as injector, injector.request() as scope:
        with pytest.raises(ScopeInversionError):
            await scope.call(function)


async def test_an_exception_of_the_call_reaches_the_function_scope_and_then_the_caller() -> None:
    def fails(session: Annotated[str, Depends(session, scope="function")]) -> None:
        raise KeyError(session)

    async with Injector() as injector, injector.request() as scope:
        with pytest.raises(KeyError):
            await scope.call(fails)
        assert log[-2:] == ["session saw KeyError", "-session"]


async def test_an_exception_of_the_block_reaches_the_request_scope() -> None:
    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    async with Injector() as injector:
        with pytest.raises(ValueError, match="block"):
            async with injector.request() as scope:
                await scope.call(uses)
                raise ValueError("block")
    assert log == ["+pool", "+session", "session saw ValueError", "-session", "-pool"]


@pytest.mark.parametrize("lifetime", ["function", "request"])
async def test_a_swallowed_exception_is_explained(lifetime: Any) -> None:
    def swallows() -> Iterator[str]:
        with suppress(ValueError):
            yield "x"

    def fails(value: Annotated[str, Depends(swallows, scope=lifetime)]) -> None:
        raise ValueError(value)

    async with Injector() as injector:
        with pytest.raises(SwallowedExceptionError, match='"swallows" caught ValueError') as raised:
            async with injector.request() as scope:
                await scope.call(fails)
    assert isinstance(raised.value.__cause__, ValueError)


async def test_overrides_count_at_any_depth_and_locally() -> None:
    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    async with Injector(overrides={pool: lambda: "fake"}) as injector:
        async with injector.request() as scope:
            assert await scope.call(uses) == "session of fake"
        with injector.override(session, lambda: "local"):
            async with injector.request() as scope:
                assert await scope.call(uses) == "local"
        with injector.override(session, lambda db: db):
            async with injector.request() as scope:
                with pytest.raises(OverrideError):
                    await scope.call(uses)


async def test_calls_at_the_same_time_share_what_the_request_holds() -> None:
    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    async with Injector() as injector, injector.request() as scope:
        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(scope.call, uses)
    assert log.count("+session") == log.count("-session") == 1


async def test_a_value_that_holds_something_of_the_function_is_not_kept() -> None:
    def plain(cursor: Annotated[str, Depends(cursor, scope="function")]) -> str:
        log.append("plain")
        return cursor

    def uses(plain: Annotated[str, Depends(plain)]) -> str:
        return plain

    async with Injector() as injector, injector.request() as scope:
        await scope.call(uses)
        await scope.call(uses)
    assert log.count("plain") == log.count("+cursor") == log.count("-cursor") == 2
    assert log.count("+session") == 1


def test_the_sync_facade_does_the_same() -> None:
    with Injector.sync() as injector:
        with injector.request({Tenant: Tenant("acme")}) as scope:
            assert scope.call(report, month=5) == ["acme", 5, "cursor of session of pool", 10]
        with pytest.raises(KeyError), injector.request() as scope:
            scope.call(lambda: None)
            raise KeyError
        with injector.request() as scope, pytest.raises(DependencyErrors):
            scope.call(report)
    assert log[0] == "+pool"
    assert log[-1] == "-pool"
    assert log.count("+session") == log.count("-session") == 1


def test_a_sync_request_is_one_task_with_one_context() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")

    async def sets() -> AsyncIterator[None]:
        token = variable.set("set")
        async with anyio.create_task_group():
            yield
        variable.reset(token)

    def reads(_: Annotated[None, Depends(sets)]) -> str:
        return variable.get()

    with Injector.sync() as injector, injector.request() as scope:
        assert scope.call(reads) == "set"
        assert scope.call(lambda: variable.get()) == "set"


def test_an_exception_of_a_sync_block_reaches_the_providers() -> None:
    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    with Injector.sync() as injector:
        with pytest.raises(ValueError, match="block"), injector.request() as scope:
            scope.call(uses)
            raise ValueError("block")
    assert log == ["+pool", "+session", "session saw ValueError", "-session", "-pool"]


def test_one_injector_serves_threads_with_loops_of_their_own() -> None:
    injector = Injector()
    results: list[str] = []

    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    async def work() -> None:
        async with injector, injector.request() as scope:
            results.append(await scope.call(uses))

    threads = [threading.Thread(target=anyio.run, args=(work,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["session of pool"] * 4
    assert log.count("+pool") == log.count("-pool") == 4


async def test_a_first_call_that_never_began_does_not_hold_up_the_next() -> None:
    class Tenant: ...

    def broken() -> str:
        raise ValueError("broken")

    def ungiven(tenant: Tenant) -> None: ...

    def late(value: Annotated[str, Depends(broken, scope="lifespan")]) -> None: ...

    def uses(session: Annotated[str, Depends(session)]) -> str:
        return session

    with anyio.fail_after(10):
        async with Injector() as injector:
            async with injector.request() as scope:
                with pytest.raises(DependencyParameterError):
                    await scope.call(ungiven)
                assert await scope.call(uses) == "session of pool"
            async with injector.request() as scope:
                with pytest.raises(ValueError, match="broken"):
                    await scope.call(late)
                assert await scope.call(uses) == "session of pool"
            async with injector.request() as scope:
                scope.call(uses).close()
                assert await scope.call(uses) == "session of pool"


async def test_a_call_waits_for_a_first_one_that_needs_nothing_but_the_lifespan() -> None:
    async def slow() -> str:
        await anyio.sleep(0.05)
        return "slow"

    def first(value: Annotated[str, Depends(slow, scope="lifespan")]) -> None:
        log.append(value)

    def second(session: Annotated[str, Depends(session)]) -> None:
        log.append(session)

    with anyio.fail_after(10):
        async with (
            Injector() as injector,
            injector.request() as scope,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(scope.call, first)
            tasks.start_soon(scope.call, second)
    assert {"slow", "session of pool"} <= set(log)
