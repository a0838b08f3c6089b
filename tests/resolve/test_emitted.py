"""Emitted source does what the interpreter does, on random programs and on chosen ones."""

import threading
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from tests.oracle.generated import Program, programs
from tests.oracle.harness import OURS, record
from typed_depends import App, Depends, Injector, Query

on_a_loop = pytest.mark.anyio


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(programs(faces=("answers", "streams", "converses")))
def test_a_random_program_runs_alike(program: Program) -> None:
    calls = program.calls()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYPED_DEPENDS_INTERPRET", "1")
        interpreted = record(OURS, program.text(), calls)
        patch.setenv("TYPED_DEPENDS_INTERPRET", "0")
        assert record(OURS, program.text(), calls) == interpreted


def test_a_function_that_does_not_block_may_run_on_the_loop() -> None:
    app = App()

    def where() -> int:
        return threading.get_ident()

    @app.get("/")
    async def home(
        loop: Annotated[int, Depends(where, thread=False)],
        thread: Annotated[int, Depends(where, use_cache=False)],
    ) -> list[bool]:
        here = threading.get_ident()
        return [loop == here, thread == here]

    assert TestClient(app).get("/").json() == [True, False]


def test_a_request_whose_input_is_wrong_runs_what_the_interpreter_would_run() -> None:
    app = App()
    log: list[str] = []

    async def first() -> AsyncIterator[str]:
        log.append("first entered")
        try:
            yield "first"
        except Exception as error:
            log.append(f"first saw {type(error).__name__}")
            raise

    async def second(number: Annotated[int, Query()]) -> None:
        log.append("second")

    def third() -> Iterator[None]:
        log.append("third entered")
        yield
        log.append("third left")

    @app.get("/")
    async def home(
        first: Annotated[str, Depends(first)],
        second: Annotated[None, Depends(second)],
        third: Annotated[None, Depends(third, scope="function")],
        other: int,
    ) -> None:
        log.append("home")

    answer = TestClient(app).get("/", params={"number": "x"})
    assert [error["loc"] for error in answer.json()["detail"]] == [
        ["query", "number"],
        ["query", "other"],
    ]
    assert log == ["first entered", "third entered", "first saw RequestValidationError"]


def test_a_default_is_made_once_though_the_interpreter_takes_over() -> None:
    app = App()
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "made"

    @app.get("/")
    async def home(
        other: int,
        default: Annotated[str, Query(default_factory=make)],
    ) -> None: ...

    answer = TestClient(app).get("/", params={"other": "x"})
    assert [error["loc"] for error in answer.json()["detail"]] == [["query", "other"]]
    assert made == ["made"]


def test_a_body_beside_a_default_that_is_made_is_read() -> None:
    app = App()

    @app.post("/")
    async def home(
        item: dict[str, int],
        default: Annotated[str, Query(default_factory=lambda: "made")],
    ) -> list[Any]:
        return [item, default]

    client = TestClient(app)
    assert client.post("/", json={"a": 1}).json() == [{"a": 1}, "made"]
    assert client.post("/", json={"a": "x"}).status_code == 422


@on_a_loop
async def test_a_second_call_uses_what_the_first_one_resolved() -> None:
    calls: list[str] = []

    async def session() -> str:
        calls.append("session")
        return "session"

    async def one(session: Annotated[str, Depends(session)]) -> str:
        return f"one {session}"

    async def other(session: Annotated[str, Depends(session)]) -> str:
        return f"other {session}"

    async with Injector() as injector, injector.request() as scope:
        assert await scope.call(one) == "one session"
        assert await scope.call(one) == "one session"
        assert await scope.call(other) == "other session"
    assert calls == ["session"]


@on_a_loop
async def test_a_call_that_fails_half_way_leaves_what_it_resolved() -> None:
    calls: list[str] = []

    async def session() -> str:
        calls.append("session")
        return "session"

    async def broken(session: Annotated[str, Depends(session)]) -> str:
        calls.append("broken")
        raise RuntimeError("broken")

    async def first(broken: Annotated[str, Depends(broken)]) -> None: ...

    async def second(session: Annotated[str, Depends(session)]) -> str:
        return session

    async with Injector() as injector, injector.request() as scope:
        with pytest.raises(RuntimeError, match="broken"):
            await scope.call(first)
        assert await scope.call(second) == "session"
    assert calls == ["session", "broken"]


@on_a_loop
async def test_calls_at_the_same_time_share_what_the_first_one_sets_up() -> None:
    begun = anyio.Event()
    go_on = anyio.Event()
    calls: list[str] = []

    async def slow() -> str:
        calls.append("slow")
        begun.set()
        await go_on.wait()
        return "slow"

    async def function(slow: Annotated[str, Depends(slow)]) -> str:
        return slow

    results: list[Any] = []
    async with Injector() as injector, injector.request() as scope:

        async def call() -> None:
            results.append(await scope.call(function))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await begun.wait()
            tasks.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            go_on.set()
    assert results == ["slow", "slow"]
    assert calls == ["slow"]


@on_a_loop
async def test_a_call_may_have_a_request_scope_of_its_own() -> None:
    log: list[str] = []

    async def session() -> AsyncIterator[str]:
        log.append("entered")
        yield "session"
        log.append("left")

    async def plain() -> str:
        return "plain"

    async def function(
        session: Annotated[str, Depends(session)], plain: Annotated[str, Depends(plain)]
    ) -> str:
        log.append("called")
        return session + plain

    async def simple(plain: Annotated[str, Depends(plain)], number: int = 1) -> str:
        return f"{plain} {number}"

    async with Injector() as injector:
        assert await injector.call(function) == "sessionplain"
        assert await injector.call(simple) == "plain 1"
        assert await injector.call(simple) == "plain 1"
        assert await injector.call(simple, number=2) == "plain 2"
    assert log == ["entered", "called", "left"]
