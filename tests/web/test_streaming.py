"""Endpoints that yield: what goes out, how long what they hold lives, and who cleans up."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from typing import Annotated, Any

import anyio
import pytest
from pydantic import BaseModel
from starlette.background import BackgroundTasks
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message

from typed_depends import (
    App,
    Depends,
    EventSourceResponse,
    Response,
    ResponseValidationError,
    ServerSentEvent,
)


class Item(BaseModel):
    name: str
    price: float | None = None


async def _async_items() -> AsyncIterable[Item]:
    yield Item(name="a")
    yield Item(name="b", price=2)


def _plain_items() -> Iterable[Item]:
    yield Item(name="a")
    yield Item(name="b", price=2)


@pytest.mark.parametrize("endpoint", [_async_items, _plain_items])
def test_items_are_sent_as_json_lines(endpoint: Callable[..., Any]) -> None:
    app = App()
    app.get("/")(endpoint)
    answer = TestClient(app).get("/")
    assert answer.headers["content-type"] == "application/jsonl"
    assert answer.text == '{"name":"a","price":null}\n{"name":"b","price":2.0}\n'


def test_response_model_options_hold_for_each_item() -> None:
    app = App()
    app.get("/", response_model_exclude_none=True)(_async_items)
    assert TestClient(app).get("/").text == '{"name":"a"}\n{"name":"b","price":2.0}\n'


def test_an_item_that_is_not_what_is_declared_ends_the_stream_with_an_error() -> None:
    app = App()

    @app.get("/")
    def items() -> Iterable[Item]:
        yield Item(name="a")
        yield {"price": "x"}  # type: ignore[misc]

    with pytest.raises(ResponseValidationError) as caught:
        TestClient(app).get("/")
    assert [error["loc"] for error in caught.value.errors()] == [
        ("response", "name"),
        ("response", "price"),
    ]


def test_providers_set_status_headers_and_background_tasks_of_a_stream() -> None:
    app = App()
    log: list[str] = []

    @app.get("/", status_code=202)
    def items(response: Response, tasks: BackgroundTasks) -> Iterator[str]:
        tasks.add_task(log.append, "task")
        yield "a"
        log.append("last")

    def label(response: Response) -> None:
        response.headers["x-label"] = "1"
        response.status_code = 203

    app.get("/labelled", dependencies=[Depends(label)])(items)
    client = TestClient(app)
    assert client.get("/").status_code == 202
    assert log == ["last", "task"]
    answer = client.get("/labelled")
    assert (answer.status_code, answer.headers["x-label"]) == (203, "1")


def test_events_are_sent_with_names_and_as_plain_data() -> None:
    app = App()

    @app.get("/", response_class=EventSourceResponse)
    async def events() -> Any:
        yield ServerSentEvent(data={"a": 1}, event="start", id="1", retry=5, comment="hello")
        yield Item(name="a")
        yield ServerSentEvent(raw_data="two\nlines")
        yield float("nan")

    answer = TestClient(app).get("/")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.text == (
        ': hello\nevent: start\ndata: {"a": 1}\nid: 1\nretry: 5\n\n'
        'data: {"name": "a", "price": null}\n\n'
        "data: two\ndata: lines\n\n"
        "data: null\n\n"
    )


@pytest.mark.parametrize("wrong", [{"event": "a\nb"}, {"id": "a\0"}, {"retry": -1}])
def test_an_event_that_would_break_the_stream_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ServerSentEvent(**wrong)


def test_a_quiet_stream_of_events_is_kept_alive() -> None:
    class Often(EventSourceResponse):
        ping_interval = 0.01

    app = App()
    pinged = anyio.Event()

    @app.get("/", response_class=Often)
    async def events() -> AsyncIterator[str]:
        await pinged.wait()
        yield "a"

    async def call() -> list[bytes]:
        sent: list[bytes] = []

        async def send(message: Message) -> None:
            sent.append(message.get("body", b""))
            if message.get("body") == b": ping\n\n":
                pinged.set()

        await app(_scope("2.4"), _silent, send)
        return sent

    sent = anyio.run(call)
    assert b": ping\n\n" in sent
    assert [one for one in sent if one != b": ping\n\n"] == [b"", b'data: "a"\n\n', b""]


def test_a_response_class_sends_chunks_as_they_are() -> None:
    app = App()

    @app.get("/", response_class=StreamingResponse)
    def chunks() -> Iterator[bytes]:
        yield b"a"
        yield b"b"

    assert TestClient(app).get("/").text == "ab"


# How an endpoint is told to stream, and what the first chunk of "a" looks like then.
FORMS: dict[str, dict[str, Any]] = {
    "json lines": {},
    "events": {"response_class": EventSourceResponse},
    "raw": {"response_class": StreamingResponse},
}


def _logging_app(form: str, *, plain: bool, after: Callable[[], None] = lambda: None) -> Any:
    """Return an application that streams "a", calls `after`, streams "b"; and its log."""
    log: list[str] = []

    async def function() -> AsyncIterator[str]:
        try:
            yield "function"
        except BaseException as error:
            log.append(f"function saw {type(error).__name__}")
            raise
        finally:
            log.append("function ends")

    async def request() -> AsyncIterator[str]:
        try:
            yield "request"
        finally:
            log.append("request ends")

    app = App()
    short, long = Depends(function, scope="function"), Depends(request, scope="request")

    async def items(one: Annotated[str, short], other: Annotated[str, long]) -> AsyncIterator[str]:
        try:
            yield "a"
            after()
            yield "b"
        finally:
            log.append("generator ends")

    def plain_items(one: Annotated[str, short], other: Annotated[str, long]) -> Iterator[str]:
        try:
            yield "a"
            after()
            yield "b"
        finally:
            log.append("generator ends")

    app.get("/", **FORMS[form])(plain_items if plain else items)
    return app, log


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_an_error_in_the_middle_cleans_up_once_and_inside_out(form: str, plain: bool) -> None:
    def fail() -> None:
        raise KeyError("middle")

    app, log = _logging_app(form, plain=plain, after=fail)
    with pytest.raises(KeyError, match="middle"):
        TestClient(app).get("/")
    assert log == ["generator ends", "function saw KeyError", "function ends", "request ends"]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_a_client_that_goes_away_in_the_middle_is_cleaned_up_after_once(
    form: str, plain: bool
) -> None:
    app, log = _logging_app(form, plain=plain)

    async def call() -> None:
        async def send(message: Message) -> None:
            if message.get("body"):
                raise OSError("gone")

        with pytest.raises(ClientDisconnect):
            await app(_scope("2.4"), _silent, send)

    anyio.run(call)
    assert log == [
        "generator ends",
        "function saw ClientDisconnect",
        "function ends",
        "request ends",
    ]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_a_client_that_hangs_up_while_it_is_sent_to_is_cleaned_up_after_once(
    form: str, plain: bool
) -> None:
    app, log = _logging_app(form, plain=plain)

    async def call() -> None:
        sending = anyio.Event()

        async def send(message: Message) -> None:
            if message.get("body"):
                sending.set()
                await anyio.sleep_forever()

        async def receive() -> Message:
            await sending.wait()
            return {"type": "http.disconnect"}

        await app(_scope("2.3"), receive, send)

    anyio.run(call)
    assert log == ["generator ends", "function ends", "request ends"]


def test_a_generator_may_be_inside_a_timeout_when_its_client_goes_away() -> None:
    app = App()
    log: list[str] = []

    @app.get("/")
    async def items() -> AsyncIterator[str]:
        with anyio.move_on_after(60):
            try:
                yield "a"
            finally:
                log.append("left")

    async def call() -> None:
        async def send(message: Message) -> None:
            if message.get("body"):
                raise OSError("gone")

        with pytest.raises(ClientDisconnect):
            await app(_scope("2.4"), _silent, send)

    anyio.run(call)
    assert log == ["left"]


def _scope(spec_version: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": spec_version},
        "http_version": "1.1",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [],
        "server": ("testserver", 80),
        "client": ("testclient", 1),
    }


async def _silent() -> Message:
    await anyio.sleep_forever()
    raise AssertionError
