"""Overrides that nothing could use are told when no function can come any more."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import pytest

from typed_depends import Depends, Injector, UnusedOverrideWarning, inject

pytestmark = pytest.mark.anyio


def session() -> str:
    return "session"


def sesion() -> str:
    return "what nobody asks for"


def books(session: Annotated[str, Depends(session)]) -> str:
    return session


def report(books: Annotated[str, Depends(books)]) -> str:
    return books


@contextmanager
def told(*parts: str) -> Iterator[None]:
    """Expect one warning with these parts, or none."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        yield
        gc.collect()
    texts = [str(one.message) for one in seen if one.category is UnusedOverrideWarning]
    assert len(texts) == bool(parts), texts
    assert all(part in texts[0] for part in parts)


async def test_an_override_of_what_no_call_needed_is_told_with_the_nearest_name() -> None:
    async def work() -> None:
        overrides = {sesion: lambda: "fake"}
        async with Injector(overrides=overrides) as injector, injector.request() as scope:
            assert await scope.call(report) == "session"

    with told('"sesion"', "“session”", "depends-override"):
        await work()


def test_so_is_one_of_a_block_and_of_the_sync_facade() -> None:
    def work() -> None:
        sync = Injector.sync()
        with sync, sync.injector.override(sesion, lambda: "fake"), sync.request() as scope:
            scope.call(report)

    with told('"sesion"', "“session”"):
        work()


async def test_nothing_is_told_while_a_graph_may_still_come() -> None:
    injector = Injector(overrides={session: lambda: "fake"})
    with told():
        async with injector, injector.request() as scope:
            await scope.call(lambda: None)
    with told():
        async with injector, injector.request() as scope:
            assert await scope.call(report) == "fake"
        del injector, scope


async def test_nothing_is_told_of_what_was_used_by_one_of_several_calls() -> None:
    async def work() -> None:
        async with Injector() as injector, injector.request() as scope:
            with injector.override(session, lambda: "fake"):
                await scope.call(lambda: None)
            await scope.call(report)

    with told():
        await work()


async def test_nothing_is_told_of_what_the_caller_filled_or_a_replacement_needs() -> None:
    def other(sesion: Annotated[str, Depends(sesion)]) -> str:
        return sesion

    async def work() -> None:
        overrides: dict[Any, Any] = {books: other, session: lambda: "fake", sesion: lambda: "x"}
        async with Injector(overrides=overrides) as injector, injector.request() as scope:
            assert await scope.call(report, books="mine") == "mine"
            assert await scope.call(report) == "x"

    with told():
        await work()


async def test_nothing_is_told_without_a_call_or_of_what_an_adopted_handler_needs() -> None:
    async def work() -> None:
        async with Injector(overrides={session: lambda: "fake"}):
            pass
        async with Injector(overrides={session: lambda: "fake"}) as injector:
            inject(report, injector=injector)

    with told():
        await work()
