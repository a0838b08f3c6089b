"""`inject(handler)`: one route of an existing Starlette application at a time.

    routes = [Route("/books/{book_id}", inject(read_book))]

The handler is served as an `App` would serve it. In an `App` it shares the application's
overrides and lifespan values; elsewhere give it an `Injector` that the application's own
lifespan keeps open, if anything under it has the scope `lifespan`.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from typed_depends.errors import DependencyPathError, raise_together
from typed_depends.exceptions import RequestValidationError, WebSocketRequestValidationError
from typed_depends.graph.overrides import NONE
from typed_depends.injector.injector import Injector
from typed_depends.plan.plans import Plans
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.app import App
from typed_depends.web.conversation import WebSocketEndpoint
from typed_depends.web.endpoint import HttpEndpoint
from typed_depends.web.handlers import (
    request_validation_exception_handler,
    websocket_request_validation_exception_handler,
)
from typed_depends.web.response import ResponseOptions, response_maker
from typed_depends.web.route import ADOPTED
from typed_depends.web.sources import RouteSources
from typed_depends.web.streaming import stream_maker

StarletteEndpoint = Callable[[Any], Coroutine[Any, Any, Any]]


def inject(
    handler: Callable[..., Any],
    *,
    injector: Injector | None = None,
    response: ResponseOptions | None = None,
) -> StarletteEndpoint:
    """Return `handler` as an endpoint for Starlette's `Route` or `WebSocketRoute`.

    Raises the mistakes under `handler` at once, but for those that need to know the path.
    """
    adopted = _Adopted(handler, injector, response or ResponseOptions())
    plans = adopted.check()

    async def endpoint(connection: HTTPConnection) -> Any:
        if isinstance(connection, WebSocket):
            return await adopted.converse(connection)
        assert isinstance(connection, Request)
        return await adopted.answer(connection)

    endpoint.__name__ = getattr(handler, "__name__", type(handler).__name__)
    endpoint.__doc__ = handler.__doc__
    if injector is None:
        setattr(endpoint, ADOPTED, plans)
    return endpoint


class _Adopted:
    """A handler, and its endpoints by the placeholders of the paths it is served under."""

    def __init__(
        self, handler: Callable[..., Any], injector: Injector | None, options: ResponseOptions
    ) -> None:
        self._handler = handler
        self._own = Wiring() if injector is None else injector.wiring
        if injector is not None:
            injector.adopt(handler)
        self._fixed = injector is not None
        self._options = options
        self._http: dict[tuple[frozenset[str], int], HttpEndpoint] = {}
        self._sockets: dict[tuple[frozenset[str], int], WebSocketEndpoint] = {}

    def check(self) -> Plans:
        plans = self._own.plans(self._handler, sources=RouteSources("", None))
        raise_together(
            [
                mistake
                for mistake in plans.under(NONE).mistakes
                if not isinstance(mistake, DependencyPathError)
            ]
        )
        return plans

    async def answer(self, request: Request) -> Response:
        wiring, path, key = self._situation(request)
        endpoint = self._http.get(key)
        if endpoint is None:
            dependant = wiring.reader.read(self._handler)
            make = stream_maker if dependant.kind.yields else response_maker
            sources = RouteSources(path, "http")
            endpoint = self._http[key] = HttpEndpoint(
                dependant,
                path,
                wiring.plans(self._handler, sources=sources, placeholders=sources.placeholders),
                wiring,
                make(dependant, self._options),
            )
        return _Answer(await endpoint(request), request)

    async def converse(self, websocket: WebSocket) -> None:
        wiring, path, key = self._situation(websocket)
        endpoint = self._sockets.get(key)
        if endpoint is None:
            sources = RouteSources(path, "websocket")
            endpoint = self._sockets[key] = WebSocketEndpoint(
                wiring.reader.read(self._handler),
                path,
                wiring.plans(self._handler, sources=sources, placeholders=sources.placeholders),
                wiring,
            )
        try:
            await endpoint(websocket)
        except WebSocketRequestValidationError as error:
            if _handled(websocket, error):
                raise
            await websocket_request_validation_exception_handler(websocket, error)

    def _situation(
        self, connection: HTTPConnection
    ) -> tuple[Wiring, str, tuple[frozenset[str], int]]:
        """Return the wiring, the route's path, and the key of the endpoint for both."""
        app = connection.scope.get("app")
        wiring = app.wiring if isinstance(app, App) and not self._fixed else self._own
        names = frozenset(connection.path_params)
        path = "/" + "/".join(f"{{{name}}}" for name in sorted(names))
        return wiring, path, (names, id(wiring))


class _Answer(Response):
    """An endpoint's answer; validation errors are answered here where nobody else does."""

    def __init__(self, exchange: Response, request: Request) -> None:
        self._exchange = exchange
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._exchange(scope, receive, send)
        except RequestValidationError as error:
            if _handled(self._request, error):
                raise
            response = await request_validation_exception_handler(self._request, error)
            await response(scope, receive, send)


def _handled(connection: HTTPConnection, error: Exception) -> bool:
    """Tell whether the application has a handler of its own for `error`."""
    handlers = getattr(connection.scope.get("app"), "exception_handlers", {})
    return any(class_ in handlers for class_ in type(error).__mro__)
