"""A hostile run: whatever happens, what was entered is left once, in reverse order.

Exceptions in every place, cancellations at every await, clients that go away, 200 requests
at once. The providers keep the books; nothing may remain open, no thread, no task.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import suppress
from itertools import count
from typing import Annotated, Any

import anyio
import anyio.lowlevel
import pytest
from starlette.responses import StreamingResponse

from typed_depends import App, BackgroundTasks, Depends, HTTPException, Request, WebSocket

pytestmark = pytest.mark.anyio


class Books:
    """What each request entered and left, in order."""

    def __init__(self) -> None:
        self.open: dict[int, list[str]] = {}
        self.mistakes: list[str] = []
        self.entered = 0

    def enter(self, request: int, name: str) -> None:
        self.entered += 1
        self.open.setdefault(request, []).append(name)

    def leave(self, request: int, name: str) -> None:
        names = self.open.get(request, [])
        if not names or names[-1] != name:
            self.mistakes.append(f"{request}: left {name}, open are {names}")
        else:
            names.pop()

    def close(self) -> None:
        """Check that everything entered was left."""
        assert self.entered > 0
        assert self.mistakes == []
        assert {request: names for request, names in self.open.items() if names} == {}


Failure = Callable[[str], None]


def hostile_app(books: Books, fail: Failure) -> App:
    """Return an application whose every part calls `fail` with its name."""
    app = App()
    numbers = count()

    def number(request: Request) -> int:
        value: int = request.scope.setdefault("number", next(numbers))
        return value

    N = Annotated[int, Depends(number)]  # noqa: N806

    async def a(n: N) -> AsyncIterator[str]:
        fail("a set-up")
        books.enter(n, "a")
        try:
            await anyio.lowlevel.checkpoint()
            yield "a"
        finally:
            books.leave(n, "a")
            await anyio.lowlevel.checkpoint()
            fail("a clean-up")

    def b(n: N, a: Annotated[str, Depends(a)]) -> Iterator[str]:
        fail("b set-up")
        books.enter(n, "b")
        try:
            yield "b"
        finally:
            books.leave(n, "b")
            fail("b clean-up")

    async def c(n: N, b: Annotated[str, Depends(b)]) -> AsyncIterator[str]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.sleep_forever)
            books.enter(n, "c")
            try:
                yield "c"
            finally:
                books.leave(n, "c")
                tasks.cancel_scope.cancel()

    def d(n: N, c: Annotated[str, Depends(c, scope="request")]) -> Iterator[str]:
        books.enter(n, "d")
        try:
            yield "d"
        finally:
            books.leave(n, "d")

    async def plain(c: Annotated[str, Depends(c)]) -> str:
        await anyio.lowlevel.checkpoint()
        fail("plain")
        return c

    def task() -> None:
        fail("background")

    @app.get("/")
    async def endpoint(
        tasks: BackgroundTasks,
        d: Annotated[str, Depends(d, scope="function")],
        plain: Annotated[str, Depends(plain)],
    ) -> list[str]:
        await anyio.lowlevel.checkpoint()
        fail("endpoint")
        tasks.add_task(task)
        return [d, plain]

    @app.get("/thread")
    def in_thread(d: Annotated[str, Depends(d, scope="function")]) -> str:
        fail("endpoint")
        return d

    @app.get("/stream")
    async def stream(c: Annotated[str, Depends(c)]) -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            for part in "xyz":
                await anyio.lowlevel.checkpoint()
                fail("response")
                yield part

        return StreamingResponse(parts())

    @app.websocket("/ws")
    async def socket(socket: WebSocket, b: Annotated[int, Depends(websocket_number)]) -> None:
        fail("endpoint")
        await socket.accept()
        await socket.receive_text()

    def websocket_number_of(socket: WebSocket) -> int:
        return next(numbers)

    app.dependency_overrides[websocket_number] = websocket_number_for(books, websocket_number_of)
    return app


def websocket_number() -> int:
    """Stand for a provider that each application brings itself."""
    raise NotImplementedError


def websocket_number_for(books: Books, number: Callable[[WebSocket], int]) -> Any:
    async def provider(n: Annotated[int, Depends(number)]) -> AsyncIterator[int]:
        books.enter(n, "socket")
        try:
            yield n
        finally:
            await anyio.lowlevel.checkpoint()
            books.leave(n, "socket")

    return provider


Message = MutableMapping[str, Any]


async def request(app: App, path: str = "/", *, disconnect_after: int | None = None) -> None:
    """Send one request straight into the application; the client may go away."""
    sent = 0
    gone = anyio.Event()

    async def receive() -> Message:
        if sent_request:
            await gone.wait()
            return {"type": "http.disconnect"}
        sent_request.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal sent
        sent += 1
        await asyncio.sleep(0)
        if disconnect_after is not None and sent >= disconnect_after:
            gone.set()
            await asyncio.sleep(0)
            raise OSError("the client is gone")

    sent_request: list[bool] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "root_path": "",
        "scheme": "http",
        "server": ("test", 80),
        "client": ("test", 1),
    }
    await app(scope, receive, send)


PLACES = (
    "a set-up",
    "b set-up",
    "plain",
    "endpoint",
    "response",
    "background",
    "b clean-up",
    "a clean-up",
)
PATHS = ("/", "/thread", "/stream")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("error", [ValueError("hostile"), HTTPException(418), KeyError("k")])
@pytest.mark.parametrize("place", PLACES)
async def test_an_exception_anywhere_leaves_everything(
    place: str, error: Exception, path: str
) -> None:
    books = Books()

    def fail(where: str) -> None:
        if where == place:
            raise error

    app = hostile_app(books, fail)
    for _ in range(3):
        # What the client sees is the oracle's business.
        with suppress(ValueError, KeyError, RuntimeError, ExceptionGroup):
            await request(app, path)
    if place != "a set-up":
        books.close()
    assert books.mistakes == []


@pytest.mark.parametrize("path", PATHS)
async def test_a_cancellation_at_every_await_leaves_everything(path: str) -> None:
    """Cancel the request's task at its first step, its second, ... until it comes through."""
    books = Books()
    app = hostile_app(books, lambda where: None)
    completed = False
    for steps in range(2000):
        task = asyncio.ensure_future(request(app, path))
        for _ in range(steps):
            await asyncio.sleep(0)
            if task.done():
                break
        if task.done():
            await task
            completed = True
            break
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    # Threads make the number of steps vary; a last one must come through undisturbed.
    if not completed:
        await request(app, path)
    books.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("steps", range(0, 60, 3))
async def test_a_cancelled_scope_around_the_request_leaves_everything(
    path: str, steps: int
) -> None:
    books = Books()
    app = hostile_app(books, lambda where: None)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(request, app, path)
        for _ in range(steps):
            await asyncio.sleep(0)
        tasks.cancel_scope.cancel()
    assert books.mistakes == []
    assert {n: names for n, names in books.open.items() if names} == {}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("after", [1, 2, 3])
async def test_a_client_that_goes_away_leaves_everything(path: str, after: int) -> None:
    books = Books()
    app = hostile_app(books, lambda where: None)
    with suppress(Exception):
        await request(app, path, disconnect_after=after)
    books.close()


async def test_two_hundred_hostile_requests_at_once() -> None:
    books = Books()
    calls = count()

    def fail(where: str) -> None:
        if next(calls) % 7 == 3:
            raise ValueError(where)

    app = hostile_app(books, fail)
    before = asyncio.all_tasks()

    async def one(index: int) -> None:
        task = asyncio.ensure_future(request(app, PATHS[index % 3]))
        for _ in range(index % 40):
            await asyncio.sleep(0)
        if index % 5 == 0:
            task.cancel()
        with suppress(asyncio.CancelledError, ValueError, RuntimeError, ExceptionGroup):
            await task

    await asyncio.gather(*(one(index) for index in range(200)))
    books.close()
    assert asyncio.all_tasks() == before
    workers = [one for one in threading.enumerate() if "AnyIO worker" in one.name]
    # Idle workers stay for the next request; none is at work.
    assert anyio.to_thread.current_default_thread_limiter().borrowed_tokens == 0
    assert len(workers) <= 200


async def test_a_cancelled_websocket_leaves_everything() -> None:
    books = Books()
    app = hostile_app(books, lambda where: None)

    async def receive() -> Message:
        if not connected:
            connected.append(True)
            return {"type": "websocket.connect"}
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        accepted.set()

    connected: list[bool] = []
    accepted = anyio.Event()
    scope = {
        "type": "websocket",
        "path": "/ws",
        "raw_path": b"/ws",
        "query_string": b"",
        "headers": [],
        "root_path": "",
        "scheme": "ws",
        "subprotocols": [],
    }
    task = asyncio.ensure_future(app(scope, receive, send))
    await accepted.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    books.close()
