"""Overrides: in force where they are made, nowhere else, and only where they fit."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from starlette.testclient import TestClient

from typed_depends import App, Depends, Header, OverrideError, Query, UnusedOverrideWarning
from typed_depends.graph.build import Built, build_graph

pytestmark = pytest.mark.anyio


def original() -> str:
    return "original"


def middle(value: Annotated[str, Depends(original)]) -> str:
    return value


def fake() -> str:
    return "fake"


@pytest.fixture
def app() -> App:
    app = App()

    @app.get("/")
    def endpoint(value: Annotated[str, Depends(middle)]) -> str:
        return value

    return app


def answer(app: App) -> Any:
    return TestClient(app).get("/").json()


def test_an_override_counts_inside_the_block(app: App) -> None:
    with app.override(original, fake):
        assert answer(app) == "fake"
    assert answer(app) == "original"


def test_the_innermost_override_counts(app: App) -> None:
    app.dependency_overrides[original] = lambda: "table"
    with app.override(original, fake), app.override(original, lambda: "inner"):
        assert answer(app) == "inner"
    assert answer(app) == "table"


def test_an_override_ends_with_an_exception(app: App) -> None:
    with pytest.raises(KeyError), app.override(original, fake):
        raise KeyError
    assert answer(app) == "original"


def test_an_override_decorates_functions(app: App) -> None:
    @app.override(original, fake)
    def test() -> Any:
        return answer(app)

    assert [test(), answer(app), test()] == ["fake", "original", "fake"]


async def test_an_override_decorates_coroutines(app: App) -> None:
    @app.override(original, fake)
    async def test() -> Any:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            await anyio.lowlevel.checkpoint()
            return (await client.get("/")).json()

    assert await test() == "fake"
    assert answer(app) == "original"


def test_an_override_decorates_fixtures_that_yield(app: App) -> None:
    @app.override(original, fake)
    def fixture() -> Iterator[Any]:
        try:
            yield answer(app)
        finally:
            left.append(answer(app))

    left: list[Any] = []
    for said in fixture():
        assert [said, answer(app), left] == ["fake", "fake", []]
    assert [left, answer(app)] == [["fake"], "original"]


async def test_an_override_decorates_asynchronous_fixtures(app: App) -> None:
    @app.override(original, fake)
    async def fixture() -> AsyncGenerator[Any, str]:
        try:
            got = yield answer(app)
        except KeyError:
            got = yield "caught"
        yield got

    given = fixture()
    assert [await anext(given), answer(app)] == ["fake", "fake"]
    assert await given.athrow(KeyError()) == "caught"
    assert await given.asend("sent") == "sent"
    assert [one async for one in given] == []
    assert answer(app) == "original"


async def test_tests_running_at_the_same_time_do_not_see_each_others(app: App) -> None:
    both = asyncio.Barrier(3)

    async def run(name: str | None) -> Any:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            if name is None:
                await both.wait()
                return (await client.get("/")).json()
            with app.override(original, lambda: name):
                await both.wait()
                return (await client.get("/")).json()

    answers = await asyncio.gather(run("a"), run("b"), run(None))
    assert list(answers) == ["a", "b", "original"]


def test_blocks_that_end_in_the_order_they_began_leave_nothing(app: App) -> None:
    first, second = app.override(original, fake), app.override(original, lambda: "second")
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert answer(app) == "second"
    second.__exit__(None, None, None)
    assert answer(app) == "original"


def test_an_override_is_seen_by_no_other_thread_and_no_other_application(app: App) -> None:
    other = App()

    @other.get("/")
    def home(value: Annotated[str, Depends(original)]) -> str:
        return value

    other.dependency_overrides[original] = lambda: "table"
    with app.override(original, lambda: "fake"), ThreadPoolExecutor() as threads:
        elsewhere = threads.submit(answer, app).result()
        assert [answer(app), elsewhere, answer(other)] == ["fake", "original", "table"]


def test_an_override_reaches_websockets_through_the_test_client(app: App) -> None:
    from typed_depends import WebSocket

    @app.websocket("/ws")
    async def socket(socket: WebSocket, value: Annotated[str, Depends(middle)]) -> None:
        await socket.accept()
        await socket.send_text(value)
        await socket.close()

    with app.override(original, fake), TestClient(app).websocket_connect("/ws") as session:
        assert session.receive_text() == "fake"


def test_a_plan_is_compiled_once_for_a_set_of_overrides(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    build = build_graph

    def counted(*args: Any, **options: Any) -> Built:
        built.append("built")
        return build(*args, **options)

    app.verify()  # builds what runs without overrides
    monkeypatch.setattr("typed_depends.plan.plans.build_graph", counted)
    app.dependency_overrides[original] = fake
    client = TestClient(app)
    for _ in range(5):
        assert client.get("/").json() == "fake"
    assert len(built) == 1


def test_a_replacement_may_read_what_the_original_reads() -> None:
    def page(number: int, x_size: Annotated[int, Header()] = 1) -> list[int]:
        return [number, x_size]

    def fake_page(number: int, extra: Annotated[int, Query()] = 0) -> list[int]:
        return [number, extra]

    app = App()

    @app.get("/{place}")
    def endpoint(page: Annotated[list[int], Depends(page)]) -> list[Any]:
        return page

    with app.override(page, fake_page):
        assert TestClient(app).get("/x?number=3&extra=4").json() == [3, 4]
    with app.override(page, lambda place: [place]):
        assert TestClient(app).get("/x").json() == ["x"]


def test_a_replacement_must_not_invert_scopes(app: App) -> None:
    from typed_depends import ScopeInversionError

    def short() -> Iterator[str]:
        yield "short"

    def long(short: Annotated[str, Depends(short, scope="function")]) -> Iterator[str]:
        yield short

    with pytest.raises(ScopeInversionError), app.override(original, long):
        pytest.fail("the block was entered")
    assert answer(app) == "original"


def test_the_table_is_held_to_the_same_rule_at_the_first_request(app: App) -> None:
    app.dependency_overrides[original] = lambda db: db
    with pytest.raises(OverrideError, match='parameter "db"'):
        answer(app)


def test_an_unused_entry_of_the_table_is_a_warning_with_the_nearest_name(app: App) -> None:
    def originel() -> str:
        return "a slip of the pen"

    app.dependency_overrides[originel] = fake
    with pytest.warns(UnusedOverrideWarning, match="original"):
        assert answer(app) == "original"
    assert answer(app) == "original"  # and warned once


def test_an_entry_that_is_no_provider_is_named_by_its_class(app: App) -> None:
    class Settings: ...

    app.dependency_overrides[Settings()] = fake  # type: ignore[index]
    with pytest.warns(UnusedOverrideWarning, match="^a Settings is overridden, but it cannot"):
        assert answer(app) == "original"


def test_an_override_of_something_below_a_replacement_is_used(app: App) -> None:
    def deep() -> str:
        return "deep"

    def replacement(value: Annotated[str, Depends(deep)]) -> str:
        return value

    with app.override(original, replacement), app.override(deep, lambda: "deeper"):
        assert answer(app) == "deeper"


def test_old_sets_of_overrides_are_forgotten(app: App) -> None:
    for index in range(100):
        with app.override(original, lambda index=index: str(index)):
            assert answer(app) == str(index)
    (route,) = app.router.injected()
    assert len(route.plans._overridden) <= 16


def test_a_misfit_in_the_table_keeps_the_application_from_starting(app: App) -> None:
    app.dependency_overrides[original] = lambda db: db
    with pytest.raises(OverrideError, match='parameter "db"'), TestClient(app):
        pytest.fail("the application started")
