"""One endpoint at work: resolve, call, respond, clean up.

The order is FastAPI's: the body is read; dependencies are resolved; the endpoint runs;
`function` ends; the response is sent with its background tasks; `request` ends. Only of an
endpoint that yields is `function` needed until its last item was sent.
"""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any, Final, TypeAlias

from pydantic_core import PydanticUndefined
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from typed_depends import wording
from typed_depends.chain import Chain, Link
from typed_depends.errors import SwallowedExceptionError
from typed_depends.exceptions import (
    EndpointContext,
    RequestValidationError,
    WebSocketRequestValidationError,
)
from typed_depends.plan.plans import Plans
from typed_depends.reading.dependant import Dependant
from typed_depends.reading.kind import Kind, place_of
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.interpreter import resolve
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.threads import run_in_thread, stay_in_thread
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.body import read_request_body
from typed_depends.web.body_rules import BodyRules
from typed_depends.web.response import Maker

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

_LIFETIMES: Final = "typed_depends.lifetimes"
"""The key of the connection's scope under which a handler finds what it enters into."""


class HttpEndpoint:
    """Serves one HTTP endpoint. Called by Starlette, inside its exception handling."""

    def __init__(
        self,
        dependant: Dependant,
        path: str,
        plans: Plans,
        wiring: Wiring,
        maker: Maker,
        *,
        rules: BodyRules | None = None,
    ) -> None:
        self.maker = maker
        self._dependant = dependant
        self._path = path
        self.plans = plans
        self.wiring = wiring
        self.rules = BodyRules() if rules is None else rules

    async def __call__(self, request: Request) -> "_Exchange":
        """Return what Starlette calls next to answer: everything happens in there."""
        return _Exchange(self, self.respond, request)

    def through(self, handler: Handler) -> Callable[[Request], Awaitable["_Exchange"]]:
        """Return this endpoint with `handler`, which wraps `respond`, in its place."""

        async def answer(request: Request) -> _Exchange:
            return _Exchange(self, handler, request)

        return answer

    async def respond(self, request: Request) -> Response:
        """Resolve and call the endpoint, and return its response."""
        lifetimes: Lifetimes = request.scope[_LIFETIMES]
        program = self.wiring.program(self.plans)
        context = self.context(request.scope)
        frame = Frame(lifetimes, request, held=await self.wiring.held_for(program))
        if program.body is not None:
            frame.body = await read_request_body(request, program.body, self.rules, context)
        arguments = await resolve(program, frame)
        if frame.errors:
            raise RequestValidationError(
                frame.errors,
                body=None if frame.body is PydanticUndefined else frame.body,
                endpoint_ctx=context,
            )
        returned = await call_endpoint(
            self._dependant, arguments, stays=self.maker.model is not None
        )
        return await self.maker.response(
            returned, frame, kind=self._dependant.kind, context=context
        )

    def swallowed(self, what: tuple[str, BaseException] | None) -> SwallowedExceptionError:
        """Return the error for an exception that a provider kept to itself."""
        name, error = what or ("a provider", None)
        return SwallowedExceptionError(
            wording.swallowed(name, type(error).__name__),
            Chain((Link(self._dependant.name, None, place_of(self._dependant.call)), Link(name))),
        )

    def context(self, scope: Scope) -> EndpointContext:
        """Return where the endpoint stands, for messages."""
        mounted_at = scope.get("root_path", "").rstrip("/")
        return {**self._place, "path": f"{scope['method']} {mounted_at}{self._path}"}

    @cached_property
    def _place(self) -> EndpointContext:
        return _place(self._dependant.call)


class _Exchange(Response):
    """One request and its answer; a response to Starlette, which only calls it."""

    def __init__(self, endpoint: HttpEndpoint, handler: Handler, request: Request) -> None:
        self._endpoint = endpoint
        self._handler = handler
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lifetimes = self._request.scope[_LIFETIMES] = Lifetimes()
        streams = self._endpoint.maker.streams
        response: Response
        background: BackgroundTask | None = None
        returned = answered = False
        async with lifetimes.request:
            async with lifetimes.function:
                response = await self._handler(self._request)
                if streams:
                    background, response.background = response.background, None
                    await response(scope, receive, send)
                returned = True
            if not returned:
                raise self._endpoint.swallowed(lifetimes.swallowed) from _cause(lifetimes)
            if not streams:
                await response(scope, receive, send)
            elif background is not None:
                await background()
            answered = True
        if not answered:
            raise self._endpoint.swallowed(lifetimes.swallowed) from _cause(lifetimes)


class WebSocketEndpoint:
    """Serves one WebSocket endpoint. Called by Starlette, inside its exception handling."""

    def __init__(self, dependant: Dependant, path: str, plans: Plans, wiring: Wiring) -> None:
        self._dependant = dependant
        self._path = path
        self._plans = plans
        self._wiring = wiring
        self._place = _place(dependant.call)

    async def __call__(self, websocket: WebSocket) -> None:
        """Resolve and run the endpoint; both lifetimes end with it."""
        lifetimes = Lifetimes()
        async with lifetimes.request, lifetimes.function:
            program = self._wiring.program(self._plans)
            frame = Frame(lifetimes, websocket, held=await self._wiring.held_for(program))
            arguments = await resolve(program, frame)
            if frame.errors:
                mounted_at = websocket.scope.get("root_path", "").rstrip("/")
                raise WebSocketRequestValidationError(
                    frame.errors,
                    endpoint_ctx={**self._place, "path": f"WS {mounted_at}{self._path}"},
                )
            await call_endpoint(self._dependant, arguments)


async def call_endpoint(
    dependant: Dependant, arguments: dict[str, Any], *, stays: bool = False
) -> Any:
    """Call an endpoint: on the loop if it is a coroutine, else in a worker thread.

    One that yields only begins with its first item. `stays`: what it returns is made into a
    response in a thread as well.
    """
    if dependant.kind is Kind.COROUTINE:
        return await dependant.call(**arguments)
    if dependant.kind.yields:
        return dependant.call(**arguments)
    in_thread = stay_in_thread if stays else run_in_thread
    return await in_thread(dependant.call, **arguments)


def _cause(lifetimes: Lifetimes) -> BaseException | None:
    return None if lifetimes.swallowed is None else lifetimes.swallowed[1]


def _place(call: Callable[..., Any]) -> EndpointContext:
    place = place_of(call)
    name = getattr(call, "__name__", None)
    if place is None or name is None:
        return {}
    file, _, line = place.rpartition(":")
    return {"file": file, "line": int(line), "function": name}
