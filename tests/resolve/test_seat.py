"""A request that has something open keeps its worker while it needs it, and no longer."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from queue import Empty, Queue
from typing import Annotated, Any

import pytest
from anyio import to_thread

from typed_depends import Depends, Injector
from typed_depends.resolve import seat
from typed_depends.resolve.threads import run_in_thread, stay_in_thread

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["emitted", "interpreted"], autouse=True)
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on emitted plans and on the interpreter."""
    monkeypatch.setenv("TYPED_DEPENDS_INTERPRET", "1" if request.param == "interpreted" else "")


@pytest.fixture
async def two_workers() -> AsyncIterator[None]:
    """Leave two workers to a test."""
    limiter = to_thread.current_default_thread_limiter()
    before = limiter.total_tokens
    limiter.total_tokens = 2
    yield
    assert limiter.borrowed_tokens == 0
    limiter.total_tokens = before


def free() -> float:
    """Return how many workers are free."""
    return to_thread.current_default_thread_limiter().available_tokens


def pooled(connections: "Queue[str]") -> Callable[..., Any]:
    """Return a function that needs one of `connections` and, in between, its worker again."""

    def connection() -> Iterator[str]:
        one = connections.get(timeout=60)
        yield one
        connections.put(one)

    async def checked(connection: Annotated[str, Depends(connection)]) -> str:
        await asyncio.sleep(0)
        return connection

    def function(connection: Annotated[str, Depends(checked)]) -> str:
        return connection

    return function


async def test_workers_that_wait_for_a_connection_do_not_keep_its_holder_from_going_on(
    two_workers: None,
) -> None:
    connections: Queue[str] = Queue()
    connections.put("the only one")
    function = pooled(connections)
    async with Injector() as injector:
        answers = await asyncio.gather(*(injector.call(function) for _ in range(12)))
    assert answers == ["the only one"] * 12


async def test_a_seat_is_kept_only_while_plain_steps_are_to_come(two_workers: None) -> None:
    seen: list[float] = []

    def opened() -> Iterator[None]:
        yield

    async def before(_: Annotated[None, Depends(opened)]) -> None:
        seen.append(free())

    def plain(_: Annotated[None, Depends(before)]) -> None: ...

    async def function(_: Annotated[None, Depends(plain)]) -> None:
        seen.append(free())

    async with Injector() as injector:
        await injector.call(function)
    assert seen == [1, 2]


async def test_a_request_with_nothing_open_keeps_no_seat(two_workers: None) -> None:
    seen: list[float] = []

    def first() -> None: ...

    async def second(_: Annotated[None, Depends(first)]) -> None:
        seen.append(free())

    def function(_: Annotated[None, Depends(second)]) -> None: ...

    async with Injector() as injector:
        await injector.call(function)
    assert seen == [2]


async def test_a_seat_that_is_not_used_for_a_moment_is_given_up(
    two_workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat, "MOMENT", 0)
    await stay_in_thread(lambda: None)
    await asyncio.sleep(0.001)  # what is due sooner has run by then
    assert free() == 2
    assert await run_in_thread(lambda: "runs all the same") == "runs all the same"


async def test_a_request_that_fails_in_between_gives_its_seat_up_with_its_clean_up(
    two_workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat, "MOMENT", 1e6)
    left = threading.Event()

    def opened() -> Iterator[None]:
        try:
            yield
        finally:
            left.set()

    async def fails(_: Annotated[None, Depends(opened)]) -> None:
        raise Empty

    def function(_: Annotated[None, Depends(fails)]) -> None: ...

    async with Injector() as injector:
        with pytest.raises(Empty):
            await injector.call(function)
    assert left.is_set()
    assert free() == 2


async def test_a_call_that_fails_on_a_kept_seat_gives_it_up(two_workers: None) -> None:
    def fails() -> None:
        raise Empty

    await stay_in_thread(lambda: None)
    with pytest.raises(Empty):
        await stay_in_thread(fails)
    assert free() == 2


async def test_a_seat_is_of_its_own_event_loop(two_workers: None) -> None:
    def elsewhere() -> str:
        async def main() -> str:
            return await run_in_thread(lambda: "another loop's worker")

        return asyncio.run(main())

    await stay_in_thread(lambda: None)
    assert await asyncio.to_thread(elsewhere) == "another loop's worker"
    assert free() == 1
    await run_in_thread(lambda: None)
