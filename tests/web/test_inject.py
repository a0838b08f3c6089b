"""`inject(handler)`: one route of a Starlette application at a time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

import pytest
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient

from typed_depends import (
    App,
    DependencyMarkerError,
    Depends,
    Injector,
    RequestValidationError,
    WebSocket,
    inject,
)

log: list[str] = []


class Book(BaseModel):
    title: str
    pages: int = 1


def session() -> Iterator[str]:
    log.append("+session")
    yield "session"
    log.append("-session")


async def read_book(
    book_id: int, session: Annotated[str, Depends(session)], page: int = 1
) -> list[object]:
    """Read one book."""
    return [book_id, page, session]


async def add_book(book: Book) -> Book:
    return book


async def talk(socket: WebSocket, name: str, session: Annotated[str, Depends(session)]) -> None:
    await socket.accept()
    await socket.send_text(f"{name} {session}")
    await socket.close()


ROUTES = [
    Route("/books/{book_id}", inject(read_book)),
    Route("/books", inject(read_book)),
    Route("/books", inject(add_book), methods=["POST"]),
    WebSocketRoute("/talk/{name}", inject(talk)),
]


@pytest.fixture
def client() -> TestClient:
    log.clear()
    return TestClient(Starlette(routes=ROUTES))


def test_path_query_and_dependencies_are_injected(client: TestClient) -> None:
    assert client.get("/books/3?page=2").json() == [3, 2, "session"]
    assert log == ["+session", "-session"]


def test_the_same_handler_reads_from_the_query_where_the_path_has_no_placeholder(
    client: TestClient,
) -> None:
    assert client.get("/books?book_id=4").json() == [4, 1, "session"]


def test_bodies_and_answers_are_validated(client: TestClient) -> None:
    response = client.post("/books", json={"title": "t"})
    assert response.json() == {"title": "t", "pages": 1}
    response = client.post("/books", json={})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["body", "title"]


def test_websockets_are_injected(client: TestClient) -> None:
    with client.websocket_connect("/talk/me") as socket:
        assert socket.receive_text() == "me session"


def test_the_name_and_the_documentation_are_the_handlers() -> None:
    endpoint = inject(read_book)
    assert (endpoint.__name__, endpoint.__doc__) == ("read_book", "Read one book.")


def test_the_applications_own_handler_of_validation_errors_counts() -> None:
    async def handle(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        return JSONResponse(len(exc.errors()), status_code=400)

    app = Starlette(routes=ROUTES, exception_handlers={RequestValidationError: handle})
    response = TestClient(app).get("/books/x?page=y")
    assert (response.status_code, response.json()) == (400, 2)


def test_a_mistake_is_raised_at_once() -> None:
    def handler(value: Annotated[str, Depends(session())]) -> None: ...

    with pytest.raises(DependencyMarkerError):
        inject(handler)


async def pool() -> AsyncIterator[str]:
    log.append("+pool")
    yield "pool"
    log.append("-pool")


async def uses_pool(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> str:
    return pool


def test_lifespan_providers_live_in_an_injector_that_the_application_keeps_open() -> None:
    log.clear()
    injector = Injector()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with injector:
            yield

    app = Starlette(routes=[Route("/", inject(uses_pool, injector=injector))], lifespan=lifespan)
    with TestClient(app) as client:
        assert [client.get("/").json() for _ in range(2)] == ["pool", "pool"]
        with injector.override(pool, lambda: "fake"):
            assert client.get("/").json() == "fake"
    assert log == ["+pool", "-pool"]


def test_in_an_app_it_shares_overrides_and_lifespan_values() -> None:
    log.clear()
    app = App(routes=[Route("/plain", inject(uses_pool)), Mount("/m", routes=ROUTES)])
    app.get("/")(uses_pool)
    with TestClient(app) as client:
        assert client.get("/").json() == client.get("/plain").json() == "pool"
        with app.override(pool, lambda: "fake"):
            assert client.get("/plain").json() == "fake"
    assert log == ["+pool", "-pool"]


def test_an_app_knows_what_only_an_adopted_route_depends_on() -> None:
    log.clear()
    app = App(routes=[Mount("/m", routes=[Route("/plain", inject(uses_pool))])])
    with TestClient(app) as client:
        assert log == ["+pool"]
        with app.override(pool, lambda: "fake"):
            assert client.get("/m/plain").json() == "fake"
    assert log == ["+pool", "-pool"]
