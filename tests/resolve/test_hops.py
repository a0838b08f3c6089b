"""Neighbours on worker threads share a hop, those with a `yield` too; nothing else changes."""

from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from typing import Annotated, Any

import anyio.to_thread
import pytest

from typed_depends import Depends, Injector
from typed_depends.resolve.emitted import interpreting

pytestmark = pytest.mark.anyio

variable: ContextVar[str] = ContextVar("variable", default="unset")


@pytest.mark.skipif(interpreting(), reason="the interpreter hops for each")
async def test_generators_beside_each_other_are_entered_in_one_hop_and_left_in_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hops: list[object] = []
    really = anyio.to_thread.run_sync

    async def counting(call: Any, *args: Any, **options: Any) -> Any:
        hops.append(call)
        return await really(call, *args, **options)

    def first() -> Iterator[str]:
        yield "first"

    def second(first: Annotated[str, Depends(first)]) -> Iterator[str]:
        yield f"{first} second"

    def plain(second: Annotated[str, Depends(second)]) -> str:
        return f"{second} plain"

    def function(plain: Annotated[str, Depends(plain)]) -> str:
        return f"{plain} function"

    async with Injector() as injector:
        monkeypatch.setattr("anyio.to_thread.run_sync", counting)
        async with injector.request() as scope:
            assert await scope.call(function) == "first second plain function"
            entered = len(hops)
        # The function's own comes after the values, which a second call may use.
        assert (entered, len(hops)) == (2, 3)


def kept(log: list[str], name: str) -> Iterator[str]:
    """Provide a value, and tell what happens to it."""
    token = variable.set(name)
    log.append(f"+{name}")
    try:
        yield name
    except ValueError as error:
        log.append(f"{name}: {error}")
        raise
    finally:
        log.append(f"-{name}, {variable.get()}")
        variable.reset(token)


def fail(text: str) -> str:
    """Provide nothing."""
    raise ValueError(text)


async def test_what_fails_in_the_middle_of_a_hop_is_thrown_into_what_was_entered_before() -> None:
    log: list[str] = []

    def first() -> Iterator[str]:
        yield from kept(log, "first")

    def second(_: Annotated[str, Depends(first)]) -> Iterator[str]:
        yield from kept(log, "second")

    def third(_: Annotated[str, Depends(second)]) -> Iterator[str]:
        yield fail("no third")

    def function(_: Annotated[str, Depends(third)]) -> None: ...

    async with Injector() as injector:
        with pytest.raises(ValueError, match="no third"):
            await injector.call(function)
    assert log == [
        "+first",
        "+second",
        "second: no third",
        "-second, second",
        "first: no third",
        "-first, first",
    ]


async def test_what_fails_in_clean_up_is_thrown_into_what_is_still_open() -> None:
    log: list[str] = []

    def first() -> Iterator[str]:
        yield from kept(log, "first")

    def second(_: Annotated[str, Depends(first)]) -> Iterator[str]:
        yield from kept(log, "second")

    def third(_: Annotated[str, Depends(second)]) -> Iterator[str]:
        yield "third"
        raise ValueError("at the end")

    def function(_: Annotated[str, Depends(third)]) -> str:
        return variable.get()

    async with Injector() as injector:
        with pytest.raises(ValueError, match="at the end"):
            await injector.call(function)
    assert [line for line in log if ":" in line] == ["second: at the end", "first: at the end"]


async def test_context_variables_are_handed_on_and_reset_within_a_hop() -> None:
    log: list[str] = []

    def first() -> Iterator[str]:
        yield from kept(log, "first")

    def second(_: Annotated[str, Depends(first)]) -> Iterator[str]:
        yield from kept(log, "second")

    async def function(_: Annotated[str, Depends(second)]) -> str:
        return variable.get()

    async with Injector() as injector, injector.request() as scope:
        assert await scope.call(function) == "second"
    assert log == ["+first", "+second", "-second, second", "-first, first"]


@pytest.mark.parametrize("warm", [False, True])
async def test_what_a_second_call_entered_is_left_before_what_it_holds(warm: bool) -> None:
    log: list[str] = []

    async def session() -> AsyncIterator[str]:
        yield "session"
        log.append("-session")

    def cart(session: Annotated[str, Depends(session)]) -> Iterator[str]:
        yield f"cart of {session}"
        log.append("-cart")

    async def first(session: Annotated[str, Depends(session)]) -> str:
        return session

    async def second(cart: Annotated[str, Depends(cart)]) -> str:
        return cart

    async with Injector() as injector:
        if warm:
            await injector.call(first)
            log.clear()
        async with injector.request() as scope:
            assert await scope.call(first) == "session"
            assert await scope.call(second) == "cart of session"
    assert log == ["-cart", "-session"]
