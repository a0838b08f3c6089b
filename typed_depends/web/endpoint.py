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

from typed_depends import wording
from typed_depends.chain import Chain, Link
from typed_depends.errors import SwallowedExceptionError
from typed_depends.exceptions import (
    EndpointContext,
    RequestValidationError,
)
from typed_depends.plan.plans import Plans
from typed_depends.reading.dependant import Dependant
from typed_depends.reading.field import ErrorDetail
from typed_depends.reading.kind import Kind, place_of
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.interpreter import resolve
from typed_depends.resolve.leaving import leave
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.run import Run
from typed_depends.resolve.threads import run_in_thread, stay_in_thread
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.bindings import Bindings, Bound, open_bindings
from typed_depends.web.body import read_request_body
from typed_depends.web.body_rules import BodyRules
from typed_depends.web.open_run import OpenRun
from typed_depends.web.response import Maker, ResponseMaker

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
        self._bindings = open_bindings(plans, wiring)

    async def __call__(self, request: Request) -> Response:
        """Return what Starlette calls next to answer: everything happens in there."""
        if self._bindings is None:
            return _Exchange(self, self.respond, request)
        return _OpenExchange(self, self._bindings, request)

    def through(self, handler: Handler) -> Callable[[Request], Awaitable["_Exchange"]]:
        """Return this endpoint with `handler`, which wraps `respond`, in its place.

        It may hand over a request that reads in its own way, so the interpreter asks that.
        """

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
            raise _invalid(frame.errors, frame.body, context)
        returned = await call_endpoint(
            self._dependant, arguments, stays=self.maker.model is not None
        )
        return await self.maker.response(
            returned, frame, kind=self._dependant.kind, context=context
        )

    async def returned(self, bound: Bound, run: OpenRun) -> Response:
        """Run emitted source, and return the response; `function` has not ended yet."""
        request = run.connection
        assert isinstance(request, Request)
        context = self.context(run.scope)
        program = run.program = bound.program
        if program.held:
            run.held = await self.wiring.held_for(program)
        if program.body is not None:
            run.body = await read_request_body(request, program.body, self.rules, context)
        made = await bound.run(run)
        if self.maker.streams:
            made = await self.maker.response(made, run, kind=self._dependant.kind, context=context)
        response: Response = made
        return response

    def finish(self, returned: Any, run: Run) -> Any:
        """Return the response, or what a stream sends."""
        if not isinstance(self.maker, ResponseMaker):
            return returned
        return self.maker.made(returned, run, self.context(run.scope))

    def invalid(self, run: Run, errors: list[ErrorDetail]) -> Exception:
        """Return the exception for a request that is not valid."""
        return _invalid(errors, run.body, self.context(run.scope))

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
        return place(self._dependant.call)


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


class _OpenExchange(Response):
    """The same with emitted source."""

    def __init__(self, endpoint: HttpEndpoint, bindings: Bindings, request: Request) -> None:
        self._endpoint = endpoint
        self._bindings = bindings
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoint
        run = OpenRun(self._request, endpoint.invalid, endpoint.finish)
        background: BackgroundTask | None = None
        try:
            try:
                response = await endpoint.returned(self._bindings.now(), run)
                if endpoint.maker.streams:
                    background, response.background = response.background, None
                    await response(scope, receive, send)
            except BaseException as error:
                if await leave(run.function, run, error):
                    raise endpoint.swallowed(run.swallowed) from run.cause()
                raise
            await leave(run.function, run, None)
            if not endpoint.maker.streams:
                await response(scope, receive, send)
            elif background is not None:
                await background()
        except BaseException as error:
            if await leave(run.request, run, error):
                raise endpoint.swallowed(run.swallowed) from run.cause()
            raise
        await leave(run.request, run, None)


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


def _invalid(errors: list[ErrorDetail], body: Any, context: EndpointContext) -> Exception:
    return RequestValidationError(
        errors, body=None if body is PydanticUndefined else body, endpoint_ctx=context
    )


def _cause(lifetimes: Lifetimes) -> BaseException | None:
    return None if lifetimes.swallowed is None else lifetimes.swallowed[1]


def place(call: Callable[..., Any]) -> EndpointContext:
    """Return where an endpoint stands, as far as that is known."""
    where = place_of(call)
    name = getattr(call, "__name__", None)
    if where is None or name is None:
        return {}
    file, _, line = where.rpartition(":")
    return {"file": file, "line": int(line), "function": name}
