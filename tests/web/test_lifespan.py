"""Lifespan providers: set up once at start, shared, torn down in reverse."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import anyio
import httpx
import pytest
from anyio.lowlevel import checkpoint
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from typed_depends import App, Depends, LifespanNotRunningError, Router, ScopeInversionError

pytestmark = pytest.mark.anyio


class Log(list[str]):
    """Events, and providers that write them."""

    def provider(self, name: str, needs: Any = None) -> Any:
        if needs is None:

            async def plain() -> AsyncIterator[str]:
                self.append(f"+{name}")
                try:
                    yield name
                finally:
                    self.append(f"-{name}")

            return plain

        def above(below: Annotated[str, Depends(needs, scope="lifespan")]) -> Iterator[str]:
            self.append(f"+{name}")
            try:
                yield f"{name}({below})"
            finally:
                self.append(f"-{name}")

        return above


@pytest.fixture
def log() -> Log:
    return Log()


def test_they_are_set_up_once_in_order_and_torn_down_in_reverse(log: Log) -> None:
    settings = log.provider("settings")
    pool = log.provider("pool", settings)
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    @app.get("/other")
    def other(settings: Annotated[str, Depends(settings, scope="lifespan")]) -> str:
        return settings

    with TestClient(app) as client:
        assert log == ["+settings", "+pool"]
        assert client.get("/").json() == "pool(settings)"
        assert client.get("/").json() == "pool(settings)"
        assert client.get("/other").json() == "settings"
        assert log == ["+settings", "+pool"]
    assert log == ["+settings", "+pool", "-pool", "-settings"]


def test_they_live_inside_the_users_own_lifespan(log: Log) -> None:
    pool = log.provider("pool")

    @asynccontextmanager
    async def lifespan(app: App) -> AsyncIterator[dict[str, str]]:
        log.append("start")
        yield {"state": "kept"}
        log.append("stop")

    app = App(lifespan=lifespan)

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    with TestClient(app) as client:
        assert client.app_state["state"] == "kept"
        assert log == ["start", "+pool"]
    assert log == ["start", "+pool", "-pool", "stop"]


def test_those_of_included_and_mounted_routers_are_set_up_too(log: Log) -> None:
    pool = log.provider("pool")
    included, mounted, deep = Router(), App(), Router()
    for index, router in enumerate((included, mounted, deep)):

        @router.get(f"/{index}")
        def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
            return pool

    app = App()
    app.include_router(included)
    app.mount("/mounted", mounted)
    mounted.mount("/deep", deep)
    with TestClient(app) as client:
        assert log == ["+pool"]
        for path in ("/0", "/mounted/1", "/mounted/deep/2"):
            assert client.get(path).json() == "pool"
    assert log == ["+pool", "-pool"]


def test_a_restart_sets_them_up_again_once(log: Log) -> None:
    pool = log.provider("pool")
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    for _ in range(3):
        log.clear()
        with TestClient(app) as client:
            client.get("/")
        assert log == ["+pool", "-pool"]


def test_a_failure_at_start_tears_down_what_was_set_up_and_stops(log: Log) -> None:
    settings = log.provider("settings")

    def broken(settings: Annotated[str, Depends(settings, scope="lifespan")]) -> str:
        raise ConnectionError("no database")

    app = App()

    @app.get("/")
    def endpoint(broken: Annotated[str, Depends(broken, scope="lifespan")]) -> str:
        return broken

    with pytest.raises(ConnectionError, match="no database"), TestClient(app):
        pytest.fail("the application started")
    assert log == ["+settings", "-settings"]


def test_a_failure_at_the_end_still_tears_the_others_down(log: Log) -> None:
    settings = log.provider("settings")

    async def breaks(
        settings: Annotated[str, Depends(settings, scope="lifespan")],
    ) -> AsyncIterator[str]:
        yield settings
        raise ConnectionError("gone")

    app = App()

    @app.get("/")
    def endpoint(value: Annotated[str, Depends(breaks, scope="lifespan")]) -> str:
        return value

    with pytest.raises(ConnectionError, match="gone"), TestClient(app):
        pass
    assert log == ["+settings", "-settings"]


def test_a_plain_provider_under_a_lifespan_provider_is_called_once(log: Log) -> None:
    def settings(size: int = 10) -> int:
        log.append("settings")
        return size

    async def pool(settings: Annotated[int, Depends(settings)]) -> int:
        return settings

    app = App()

    @app.get("/")
    def endpoint(
        pool: Annotated[int, Depends(pool, scope="lifespan")],
        own: Annotated[int, Depends(settings)],
    ) -> list[int]:
        return [pool, own]

    with TestClient(app) as client:
        assert log == ["settings"]
        assert client.get("/?size=3").json() == [10, 3]
        assert log == ["settings", "settings"]


async def test_without_a_start_the_error_says_so(log: Log) -> None:
    pool = log.provider("pool")
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        with pytest.raises(LifespanNotRunningError, match="was not started"):
            await client.get("/")


def test_overrides_reach_them_at_start_and_later(log: Log) -> None:
    settings = log.provider("settings")
    pool = log.provider("pool", settings)
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    with app.override(settings, log.provider("fake")), TestClient(app) as client:
        assert client.get("/").json() == "pool(fake)"
    assert log == ["+fake", "+pool", "-pool", "-fake"]
    log.clear()
    with TestClient(app) as client:
        assert client.get("/").json() == "pool(settings)"
        with app.override(settings, log.provider("late")):
            assert client.get("/").json() == "pool(late)"
            assert client.get("/").json() == "pool(late)"
        assert client.get("/").json() == "pool(settings)"
    assert log == [
        *("+settings", "+pool", "+late", "+pool"),
        *("-pool", "-late", "-pool", "-settings"),
    ]


def test_an_unrelated_override_sets_nothing_up_again(log: Log) -> None:
    pool = log.provider("pool")
    app = App()

    def user() -> str:
        return "user"

    @app.get("/")
    def endpoint(
        user: Annotated[str, Depends(user)], pool: Annotated[str, Depends(pool, scope="lifespan")]
    ) -> list[str]:
        return [user, pool]

    with TestClient(app) as client, app.override(user, lambda: "fake"):
        assert client.get("/").json() == ["fake", "pool"]
    assert log == ["+pool", "-pool"]


def test_a_late_failure_is_the_requests_and_not_the_applications(log: Log) -> None:
    pool = log.provider("pool")
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    def broken() -> str:
        raise ConnectionError("no database")

    with TestClient(app) as client:
        with app.override(pool, broken), pytest.raises(ConnectionError):
            client.get("/")
        assert client.get("/").json() == "pool"
    assert log == ["+pool", "-pool"]


def test_a_provider_with_a_task_group_is_left_by_the_task_that_entered_it() -> None:
    async def workers() -> AsyncIterator[str]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.sleep_forever)
            yield "workers"
            tasks.cancel_scope.cancel()

    def nothing() -> str:
        return "nothing"

    app = App()

    @app.get("/")
    def endpoint(workers: Annotated[str, Depends(nothing, scope="lifespan")]) -> str:
        return workers

    with TestClient(app) as client, app.override(nothing, workers):
        assert client.get("/").json() == "workers"


def test_the_older_spelling_means_the_same() -> None:
    def pool() -> Iterator[str]:
        yield "pool"

    def repo(pool: Annotated[str, Depends(pool)]) -> str:
        return pool

    app = App(strict=True)
    with pytest.raises(ScopeInversionError):

        @app.get("/")
        def endpoint(repo: Annotated[str, Depends(repo, dependency_scope="lifespan")]) -> None: ...

    with pytest.raises(ScopeInversionError):

        @app.get("/request")
        def request(
            repo: Annotated[str, Depends(repo, dependency_scope="lifespan")],
            pool: Annotated[str, Depends(pool, dependency_scope="endpoint")],
        ) -> None: ...

    with pytest.raises(ValueError, match="older spelling"):
        Depends(pool, scope="request", dependency_scope="endpoint")


def test_an_app_mounted_in_starlette_keeps_its_own(log: Log) -> None:
    pool = log.provider("pool")
    app = App()

    @app.get("/")
    def endpoint(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
        return pool

    outer = Starlette(routes=[Mount("/app", app)], lifespan=app.router.lifespan_context)
    with TestClient(outer) as client:
        assert client.get("/app/").json() == "pool"
    assert log == ["+pool", "-pool"]


def test_lifespans_of_routers_included_late_are_run_in_the_order_of_inclusion(log: Log) -> None:
    def router(name: str) -> Router:
        @asynccontextmanager
        async def lifespan(app: App) -> AsyncIterator[dict[str, str]]:
            log.append(f"+{name}")
            yield {name: "kept"}
            log.append(f"-{name}")

        return Router(lifespan=lifespan)

    app, outer, inner, innermost, last = (
        App(),
        *map(router, ("outer", "inner", "innermost", "last")),
    )
    app.include_router(outer)
    app.include_router(last)
    outer.include_router(inner)
    inner.include_router(innermost)
    with TestClient(app) as client:
        assert log == ["+outer", "+inner", "+innermost", "+last"]
        assert client.app_state["innermost"] == "kept"
    assert log[4:] == ["-last", "-innermost", "-inner", "-outer"]


class Server:
    """An application under a server that ends the lifespan as soon as it is told to."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.down = anyio.Event()
        self.up = anyio.Event()
        self.ended = anyio.Event()

    async def lifespan(self) -> None:
        asked = iter(["lifespan.startup"])

        async def receive() -> dict[str, Any]:
            message = next(asked, "")
            if not message:
                await self.down.wait()
            return {"type": message or "lifespan.shutdown"}

        async def send(message: Any) -> None:
            (self.up if "startup" in message["type"] else self.ended).set()

        await self.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)

    async def request(self) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            """Drop it."""

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        await self.app(scope, receive, send)


def slow(log: Log, began: anyio.Event, release: anyio.Event) -> App:
    """Return an application whose clean-up uses what the lifespan holds, and takes its time."""
    engine = log.provider("engine")
    app = App()

    async def session(
        engine: Annotated[str, Depends(engine, scope="lifespan")],
    ) -> AsyncIterator[str]:
        try:
            yield engine
        finally:
            await release.wait()
            log.append("-session")

    @app.get("/")
    async def endpoint(session: Annotated[str, Depends(session)]) -> None:
        began.set()
        await anyio.sleep_forever()

    return app


async def test_the_lifespan_waits_for_the_clean_up_of_cancelled_requests(log: Log) -> None:
    """As under uvicorn's `timeout_graceful_shutdown`: cancelled, and ended in the same moment."""
    began, release = anyio.Event(), anyio.Event()
    server = Server(slow(log, began, release))
    async with anyio.create_task_group() as tasks, anyio.create_task_group() as requests:
        tasks.start_soon(server.lifespan)
        await server.up.wait()
        requests.start_soon(server.request)
        await began.wait()
        requests.cancel_scope.cancel()
        server.down.set()

        async def late() -> None:
            for _ in range(20):
                await checkpoint()
            release.set()

        tasks.start_soon(late)
    assert server.ended.is_set()
    assert log == ["+engine", "-session", "-engine"]


async def test_the_lifespan_does_not_wait_for_ever(
    log: Log, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("typed_depends.web.serving.PATIENCE", 0.05)
    began, release = anyio.Event(), anyio.Event()
    server = Server(slow(log, began, release))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(server.lifespan)
        await server.up.wait()
        tasks.start_soon(server.request)
        await began.wait()
        server.down.set()
        await server.ended.wait()
        assert log == ["+engine", "-engine"]
        assert "1 request(s) still ran" in caplog.text
        release.set()
        tasks.cancel_scope.cancel()
