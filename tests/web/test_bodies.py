"""Bodies: what they may be, how large, and that nothing is left open or told."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
import pytest
from pydantic import BaseModel
from starlette import requests
from starlette.background import BackgroundTasks
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from typed_depends import (
    App,
    Body,
    Cookie,
    DependencyParameterError,
    Depends,
    File,
    Form,
    HTTPException,
    Request,
    RequestValidationError,
    Router,
    UploadFile,
)
from typed_depends.web.route import HttpRoute

FILE = {"file": ("n.txt", b"text", "text/plain")}
LIMIT = 200
HEAD = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'


class Book(BaseModel):
    title: str


async def json_body(book: Book) -> str:
    return book.title


async def raw_body(data: Annotated[bytes, Body(media_type="application/octet-stream")]) -> int:
    return len(data)


async def form_body(title: Annotated[str, Form()]) -> str:
    return title


async def file_body(file: UploadFile) -> str | None:
    return file.filename


SENT = {
    json_body: b"application/json",
    raw_body: b"application/octet-stream",
    form_body: b"application/x-www-form-urlencoded",
    file_body: b"multipart/form-data; boundary=limit",
}


async def sent(
    app: App, content_type: bytes, chunks: list[bytes], length: bytes | None
) -> tuple[int, int]:
    """Send a body in chunks; return the status, and how many chunks were asked for."""
    asked = 0
    status = 0

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        more = asked < len(chunks)
        return {"type": "http.request", "body": chunks[asked - 1], "more_body": more}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    headers = [(b"content-type", content_type)]
    if length is not None:
        headers.append((b"content-length", length))
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    scope |= {"query_string": b"", "root_path": "", "http_version": "1.1"}
    await app(scope, receive, send)
    return status, asked


@pytest.mark.parametrize("endpoint", SENT, ids=lambda endpoint: endpoint.__name__)
@pytest.mark.parametrize("on", ["application", "route"])
def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(endpoint: Any, on: str) -> None:
    app = App(max_body_size=LIMIT if on == "application" else None)
    app.post("/", max_body_size=LIMIT if on == "route" else None)(endpoint)
    chunks = [HEAD if endpoint is file_body else b"x" * 100, *[b"x" * 150] * 100]
    assert anyio.run(sent, app, SENT[endpoint], chunks, None) == (413, 2)


@pytest.mark.parametrize("endpoint", SENT, ids=lambda endpoint: endpoint.__name__)
def test_a_body_that_says_it_is_over_the_limit_is_not_read_at_all(endpoint: Any) -> None:
    app = App(max_body_size=LIMIT)
    app.post("/")(endpoint)
    assert anyio.run(sent, app, SENT[endpoint], [b"x" * 600], b"600") == (413, 0)


@pytest.mark.parametrize("endpoint", SENT, ids=lambda endpoint: endpoint.__name__)
@pytest.mark.parametrize("length", [None, b"600"])
def test_middleware_does_not_hide_that_a_body_is_over_the_limit(
    endpoint: Any, length: bytes | None
) -> None:
    app = App(max_body_size=LIMIT)
    app.post("/")(endpoint)

    @app.middleware("http")
    async def pass_on(request: Any, call_next: Any) -> Any:
        return await call_next(request)

    chunks = [HEAD if endpoint is file_body else b"x" * 100, *[b"x" * 150] * 100]
    status, asked = anyio.run(sent, app, SENT[endpoint], chunks, length)
    assert status == 413
    assert asked <= 2


MEGABYTE = b" " * 2**20


@pytest.mark.parametrize("endpoint", [raw_body, json_body])
def test_what_is_read_into_memory_is_limited_where_nobody_set_a_limit(endpoint: Any) -> None:
    app = App()
    app.post("/")(endpoint)
    kind, large = SENT[endpoint], [MEGABYTE] * 20
    assert anyio.run(sent, app, kind, large, None) == (413, 17)
    status, asked = anyio.run(sent, app, kind, large, b"20971520")
    assert status == 413
    assert asked <= 1
    assert anyio.run(sent, app, kind, [b"".join(large)], b"20971520")[0] == 413
    assert anyio.run(sent, app, kind, large, b"5") == (413, 17)  # unpacked by a middleware
    assert anyio.run(sent, app, kind, [b'{"title":', b'""}'], None) == (200, 2)


def test_a_route_may_read_more_into_memory_than_is_usual() -> None:
    app = App(max_body_size=2**30)
    app.post("/")(raw_body)
    assert anyio.run(sent, app, SENT[raw_body], [MEGABYTE] * 20, None) == (200, 20)


@pytest.mark.parametrize(
    "fields",
    ["&".join(f"f{n}=1" for n in range(1001)), "f=" + "x" * 2**21, "f=1" + "&" * 1001],
    ids=["many", "large", "empty"],
)
def test_a_form_is_limited_where_nobody_set_a_limit(fields: str) -> None:
    app = App()
    app.post("/")(form_body)
    kind = b"application/x-www-form-urlencoded"
    assert anyio.run(sent, app, kind, [fields.encode()], None)[0] == 400


class Reversed(Request):
    """Reads its body backwards."""

    async def body(self) -> bytes:
        return (await super().body())[::-1]


class ReversedRoute(HttpRoute):
    """Hands a request of its own to its endpoint."""

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Any:
            return await handler(Reversed(request.scope, request.receive))

        return handle


def test_a_request_that_reads_its_body_in_its_own_way_is_asked_for_it() -> None:
    app = App()
    app.router.route_class = ReversedRoute

    @app.post("/")
    async def read(data: Annotated[bytes, Body(media_type="application/octet-stream")]) -> str:
        return data.decode()

    headers = {"content-type": "application/octet-stream"}
    assert TestClient(app).post("/", content=b"abc", headers=headers).json() == "cba"
    assert anyio.run(sent, app, SENT[raw_body], [MEGABYTE] * 20, None) == (413, 17)


def test_what_stands_nearer_to_the_route_says_how_large_a_body_may_be() -> None:
    router = Router(max_body_size=5)
    router.post("/small")(raw_body)
    router.post("/large", max_body_size=20)(raw_body)
    app = App(max_body_size=10)
    app.include_router(router)
    client = TestClient(app)
    answers = [client.post(path, content=b"x" * 8).status_code for path in ("/small", "/large")]
    assert answers == [413, 200]


def test_a_form_may_have_limits_of_its_own() -> None:
    app = App(form_limits={"max_fields": 1})
    app.post("/")(form_body)
    app.post("/short", form_limits={"max_part_size": 3})(form_body)
    client = TestClient(app)
    assert client.post("/", data={"title": "t"}).json() == "t"
    assert client.post("/", data={"title": "t", "more": "1"}).status_code == 400
    assert client.post("/short", files={"title": (None, "long")}).status_code == 400


@pytest.mark.parametrize("limits", [{"max_parts": 1}, {"max_files": -1}, {"max_fields": "1"}])
def test_limits_of_a_form_are_checked_where_they_are_said(limits: Any) -> None:
    with pytest.raises(ValueError, match=r"FormLimits|max_"):
        App(form_limits=limits)


@pytest.mark.parametrize("strict", [True, False])
def test_a_body_is_json_only_if_it_says_so_unless_that_is_not_asked_for(strict: bool) -> None:
    app = App(strict_content_type=strict)
    app.post("/")(json_body)
    answer = TestClient(app).post("/", content=b'{"title": "t"}')
    assert answer.status_code == (422 if strict else 200)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("multipart/form-data", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=x", b"broken"),
        ("application/json", b"\xff"),
    ],
)
def test_a_body_that_cannot_be_parsed_is_the_client_s_fault(
    content_type: str, content: bytes
) -> None:
    app = App()
    app.post("/")(json_body if "json" in content_type else file_body)
    answer = TestClient(app).post("/", content=content, headers={"content-type": content_type})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_an_uploaded_file_is_open_until_all_is_over() -> None:
    seen: list[tuple[str, bool]] = []
    kept: list[UploadFile] = []

    async def dependency(file: UploadFile) -> AsyncIterator[UploadFile]:
        yield file
        seen.append(("clean-up", file.file.closed))

    app = App()

    @app.post("/")
    def endpoint(
        file: Annotated[UploadFile, Depends(dependency)], background: BackgroundTasks
    ) -> None:
        kept.append(file)
        background.add_task(lambda: seen.append(("background", file.file.closed)))

    TestClient(app).post("/", files=FILE)
    assert seen == [("background", False), ("clean-up", False)]
    assert kept[0].file.closed


def test_an_uploaded_file_is_closed_after_the_handler_of_an_exception() -> None:
    kept: list[UploadFile] = []
    open_in_handler: list[bool] = []

    def answer(request: Any, error: Any) -> JSONResponse:
        open_in_handler.append(not error.body["file"].file.closed)
        kept.append(error.body["file"])
        return JSONResponse(None, 400)

    app = App(exception_handlers={RequestValidationError: answer})

    @app.post("/")
    def endpoint(file: UploadFile, count: Annotated[int, Form()]) -> None: ...

    assert TestClient(app).post("/", files=FILE).status_code == 400
    assert open_in_handler == [True]
    assert kept[0].file.closed


def test_an_uploaded_file_is_closed_when_the_endpoint_fails() -> None:
    kept: list[UploadFile] = []
    app = App()

    @app.post("/")
    def endpoint(file: UploadFile) -> None:
        kept.append(file)
        raise HTTPException(418)

    assert TestClient(app).post("/", files=FILE).status_code == 418
    assert kept[0].file.closed


def test_reading_the_content_leaves_the_file_as_it_was() -> None:
    def content(file: Annotated[bytes, File()]) -> bytes:
        return file

    app = App()

    @app.post("/")
    async def endpoint(file: UploadFile, content: Annotated[bytes, Depends(content)]) -> list[str]:
        return [content.decode(), (await file.read()).decode()]

    assert TestClient(app).post("/", files=FILE).json() == ["text", "text"]


@pytest.mark.parametrize("endpoint", [form_body, file_body])
def test_a_form_without_its_parser_is_a_mistake_that_names_the_extra(
    endpoint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "parse_options_header", None)
    app = App(strict=True)
    with pytest.raises(DependencyParameterError, match=r"typed_depends\[forms\]"):
        app.post("/")(endpoint)


def test_json_beside_a_form_is_a_mistake_where_no_string_can_be_it() -> None:
    def dependency(file: UploadFile) -> None: ...

    app = App(strict=True)
    with pytest.raises(DependencyParameterError, match=r'"book" of "endpoint".*"file" makes'):

        @app.post("/")
        def endpoint(book: Book, nothing: Annotated[None, Depends(dependency)]) -> None: ...


def test_what_a_string_can_carry_is_read_from_the_form_that_stands_beside_it() -> None:
    app = App()

    @app.post("/")
    def endpoint(file: UploadFile, count: Annotated[int, Body()]) -> int:
        return count

    assert TestClient(app).post("/", files=FILE, data={"count": "3"}).json() == 3


@pytest.mark.parametrize(("above", "own"), [(5, None), (10, 5)])
def test_a_mounted_application_with_middleware_of_its_own_answers_413(
    above: int, own: int | None
) -> None:
    parent = App(max_body_size=above)
    child = App(max_body_size=own)

    @child.middleware("http")
    async def read(request: Request, call_next: Any) -> Any:
        await request.body()
        return await call_next(request)

    @child.post("/")
    async def echo(request: Request) -> str:
        return (await request.body()).decode()

    parent.mount("/child", child)
    client = TestClient(parent)
    assert client.post("/child/", content=iter([b"123", b"456"])).status_code == 413
    assert client.post("/child/", content=b"12345").json() == "12345"


@pytest.mark.anyio
async def test_a_wrong_body_beside_a_cookie_is_received_once() -> None:
    app = App()

    class Item(BaseModel):
        size: int

    @app.post("/")
    async def home(item: Item, session: Annotated[str, Cookie()]) -> None: ...

    waiting = [{"type": "http.request", "body": b'{"size": "x"}'}]
    sent: list[Any] = []

    async def receive() -> Any:
        return waiting.pop()  # a second time, a server would wait for ever

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"cookie", b"session=s")]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    assert sent[0]["status"] == 422


def test_json_nested_too_deep_is_answered_though_several_parameters_share_it() -> None:
    app = App()

    @app.post("/")
    async def home(one: Annotated[int, Body()], two: Annotated[int, Body()]) -> None: ...

    headers = {"content-type": "application/json"}
    answer = TestClient(app).post("/", content="[" * 100_000, headers=headers)
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "There was an error parsing the body"},
    )
