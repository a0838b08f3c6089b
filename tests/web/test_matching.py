"""The index of routes leaves out only what Starlette's own router would not have reached."""

import inspect
import re
from itertools import product
from typing import Any

import anyio
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette import routing
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import BaseRoute, Host, Match, Mount, Route, WebSocketRoute
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from typed_depends import App, Router
from typed_depends.testclient import TestClient
from typed_depends.web.matching import RouteIndex
from typed_depends.web.route import HttpRoute

PATTERNS = [
    "/",
    "/books",
    "/books/",
    "/books/all",
    "/books/{id}",
    "/books/{id:int}",
    "/books{rest:path}",
    "/{any}",
    "/{any}/all",
    "/{rest:path}",
    "//{any}",
    "/a.b+c",
    "/tail\n",
    "/a{b c}",
]
PATHS = [
    "",
    "/",
    "//",
    "//x",
    "/books",
    "/books\n",
    "/books\n\n",
    "/books/",
    "/books/\n",
    "/books/7",
    "/books/all",
    "/books/all\n",
    "/books/all/",
    "/bookshop",
    "/BOOKS",
    "/x/all",
    "/a.b+c",
    "/aXb+c",
    "/tail\n",
    "/tail",
    "/a{b c}",
    "/mount",
    "/mount/books",
    "/mount/books/7",
]


TELLS_ROUTE = 'scope["route"]' in inspect.getsource(routing.Router)
"""Whether Starlette's router says which route it took; older ones do not."""


class AnyCase(Route):
    """Matches in its own way."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches({**scope, "path": scope["path"].lower()})


def make(kind: str, path: str, number: int) -> BaseRoute:
    async def answer(request: Request) -> JSONResponse:
        return JSONResponse([number, request.path_params, request.scope["root_path"]])

    async def socket(websocket: WebSocket) -> None:
        await websocket.close(4000 + number)

    match kind:
        case "mount":
            return Mount(path.rstrip("/"), routes=[make("get", "/{any}", number)])
        case "host":
            return Host("{any}", PlainTextResponse(str(number)))
        case "socket":
            return WebSocketRoute(path, socket)
        case "own":
            return AnyCase(path, answer)
        case "injected":
            return HttpRoute(path, answer)
        case _:
            return Route(path, answer, methods=[kind.upper()])


async def answered(router: routing.Router, scope: Scope) -> list[Any]:
    """Return everything a router sends."""
    sent: list[Any] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {**scope, "path_params": {}}
    await router(scope, receive, send)
    route = scope.get("route") if TELLS_ROUTE else None
    return [*sent, route, scope.get("endpoint"), scope.get("path_params")]


KINDS = st.sampled_from(["get", "get", "get", "post", "socket", "mount", "host", "own", "injected"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, st.sampled_from(PATTERNS)), max_size=8))
def test_every_connection_is_answered_as_by_starlettes_router(said: list[tuple[str, str]]) -> None:
    routes = [make(kind, path, number) for number, (kind, path) in enumerate(said)]
    ours, starlettes = Router(routes=routes), routing.Router(routes=routes)

    async def compare() -> None:
        for path, root, method in product(PATHS, ("", "/mount"), ("GET", "POST", None)):
            scope = {
                "type": "http" if method else "websocket",
                "method": method,
                "path": path,
                "root_path": root,
                "query_string": b"",
                "headers": [(b"host", b"example.org")],
            }
            assert await answered(ours, scope) == await answered(starlettes, scope), scope

    anyio.run(compare)


def test_routes_that_are_added_moved_and_removed_while_it_serves_count_at_once() -> None:
    app = App()

    @app.get("/{name}")
    def any_name(name: str) -> str:
        return name

    client = TestClient(app)
    assert client.get("/here").json() == "here"

    @app.get("/here")
    def here() -> str:
        return "literal"

    assert client.get("/here").json() == "here"
    app.router.routes.reverse()
    assert client.get("/here").json() == "literal"
    del app.router.routes[0]
    assert client.get("/here").json() == "here"


def test_a_pattern_that_is_replaced_while_it_serves_counts_at_once() -> None:
    app = App()

    @app.get("/here")
    def here() -> str:
        return "here"

    client = TestClient(app)
    assert client.get("/there").status_code == 404
    route = next(app.router.injected())
    assert route.path_regex.pattern == "^/here$"
    route.path_regex = re.compile("^/there$")
    assert client.get("/there").json() == "here"
    assert client.get("/here").status_code == 404


def test_so_does_one_of_a_plain_route() -> None:
    async def here(request: Request) -> PlainTextResponse:
        return PlainTextResponse("here")

    route = Route("/here", here)
    client = TestClient(App(routes=[route]))
    assert client.get("/there").status_code == 404
    route.path_regex = re.compile("^/there$")
    assert client.get("/there").text == "here"
    assert client.get("/here").status_code == 404


def test_a_path_of_nothing_but_slashes_is_not_looked_at_from_each_of_them() -> None:
    app = App()

    @app.get("/books/{title}")
    def read(title: str) -> str:
        return title

    index = RouteIndex(app.routes)
    with_title = index.places("/books/one")
    assert index.places("/books/" + "/" * 10_000_000) == with_title  # else it takes hours
    assert index.places("/" * 10_000_000) != with_title
