"""One endpoint at work, the quick way: emitted source, and no response object unless needed.

The same order and the same answers as `typed_depends.web.endpoint`, which also serves what
this does not: endpoints that yield, routes with a handler of their own.
"""

import json
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticUndefined
from starlette._exception_handler import wrap_app_handling_exceptions
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from typed_depends.exceptions import RequestValidationError
from typed_depends.plan.emit.emitter import Purpose
from typed_depends.reading.field import ErrorDetail
from typed_depends.resolve.emitted import interpreting
from typed_depends.resolve.leaving import leave
from typed_depends.resolve.run import Run
from typed_depends.web.bindings import Bindings
from typed_depends.web.body import MOST_IN_MEMORY, read_request_body, says_json
from typed_depends.web.encoded import encoded
from typed_depends.web.endpoint import HttpEndpoint
from typed_depends.web.files import FORM, close
from typed_depends.web.handlers import body_allowed
from typed_depends.web.plain_json import is_json
from typed_depends.web.response import ResponseMaker

_JSON: Final = (b"content-type", b"application/json")
_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class DirectEndpoint:
    """An ASGI application that serves one HTTP endpoint."""

    def __init__(self, endpoint: HttpEndpoint, maker: ResponseMaker) -> None:
        self.endpoint = endpoint
        self.maker = maker
        self.status = 200 if maker.status_code is None else maker.status_code
        self.plain = maker.response_class is None and body_allowed(self.status)
        self._bindings = Bindings(endpoint.plans, endpoint.wiring.overrides, Purpose.FINISH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = False
        run = _HttpRun(self, scope, receive, send)
        try:
            program, runner, reads_body = self._bindings.now()
            run.program = program
            try:
                if program.held:
                    run.held = await self.endpoint.wiring.held_for(program)
                if reads_body:
                    await run.read_body()
                answer = await runner(run)
                if type(answer) is bytes:
                    status = self.status
                    headers = [(b"content-length", b"%d" % len(answer)), _JSON]
                    if run.response is not None:
                        status = run.response.status_code or status
                        headers += run.response.headers.raw
                    started = True
                    await send(
                        {"type": "http.response.start", "status": status, "headers": headers}
                    )
                    await send({"type": "http.response.body", "body": answer})
                    if run.background is not None:
                        await run.background()
                else:

                    async def noting(message: Message) -> None:
                        nonlocal started
                        if message["type"] == "http.response.start":
                            started = True
                        await send(message)

                    await answer(scope, receive, noting)
            except BaseException as error:
                if await leave(run.request, run, error):
                    raise run.swallowed_error() from run.cause()
                raise
            if run.request:
                await leave(run.request, run, None)
        except Exception as error:
            await _answer_exception(error, run.connection, send, started=started)
        finally:
            if FORM in scope:
                await close(scope)

    def finished(self, returned: Any, run: "_HttpRun") -> Any:
        """Return what goes out for what the endpoint returned: JSON, or a response."""
        if (
            self.plain
            and not isinstance(returned, Response)
            and (run.response is None or body_allowed(run.response.status_code))
        ):
            model = self.maker.model
            if model is None:
                content = returned if is_json(returned) else encoded(returned)
                return _encode(content).encode("utf-8")
            try:
                return model.quick_json(returned)
            except ValidationError:
                pass  # said below
        return self.maker.made(returned, run, self.endpoint.context(run.scope))


def direct_endpoint(endpoint: HttpEndpoint) -> ASGIApp | None:
    """Return the quick way to serve an endpoint, if it can be gone."""
    if interpreting() or not isinstance(endpoint.maker, ResponseMaker):
        return None
    return DirectEndpoint(endpoint, endpoint.maker)


class _HttpRun(Run):
    """One request."""

    _request: Request | None = None

    def __init__(self, direct: DirectEndpoint, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self._direct = direct
        self._receive = receive
        self._send = send

    @property
    def connection(self) -> Request:
        """The request, made when it is asked for."""
        if self._request is None:
            self._request = Request(self.scope, self._next_message, self._send)
        return self._request

    async def _next_message(self) -> Message:
        """Receive for the request, though it was made before a body was seen as text."""
        return await self._receive()

    def finish(self, returned: Any) -> Any:
        """Return what goes out."""
        return self._direct.finished(returned, self)

    def swallowed_error(self) -> Exception:
        """Return the error for an exception that a provider kept to itself."""
        error = self._direct.endpoint.swallowed(self.swallowed)
        error.__cause__ = self.cause()
        return error

    async def read_body(self) -> None:
        """Read and parse the body. Raises what `read_request_body` does."""
        assert self.program.body is not None
        endpoint = self._direct.endpoint
        if not self.program.body.source.in_form:
            text = await self.json_text()
            if text is not None:
                try:
                    self.body = json.loads(text)
                    self.unparsed = False
                    return
                except Exception:  # nosec B110
                    pass  # said below
        self.unparsed = False
        self.body = await read_request_body(
            self.connection, self.program.body, endpoint.rules, endpoint.context(self.scope)
        )

    async def json_text(self) -> bytes | None:
        """Return a body that says it is JSON, as it came; `None` for any other, or none."""
        self.unparsed = True
        said = self.headers.get(b"content-type")
        if said != b"application/json":
            text = None if said is None else said.decode("latin-1")
            if not says_json(text, self._direct.endpoint.rules):
                return None
        try:
            message = await self._receive()
        except Exception as error:
            self._receive = _Replayed(error, self._receive)
            return None
        self._receive = _Replayed(message, self._receive)
        if message["type"] != "http.request" or message.get("more_body", False):
            return None
        body: bytes = message.get("body", b"")
        return body if 0 < len(body) <= MOST_IN_MEMORY else None

    def refusal(self, errors: list[ErrorDetail]) -> Exception:
        """Return the exception for a request that is not valid."""
        return RequestValidationError(
            errors,
            body=None if self.body is PydanticUndefined else self.body,
            endpoint_ctx=self._direct.endpoint.context(self.scope),
        )


class _Replayed:
    """Receives once more what was received already, or failed, then what follows."""

    def __init__(self, first: Message | Exception, receive: Receive) -> None:
        self._first: Message | Exception | None = first
        self._receive = receive

    async def __call__(self) -> Message:
        first, self._first = self._first, None
        if isinstance(first, Exception):
            raise first
        return await self._receive() if first is None else first


async def _answer_exception(
    error: Exception, request: Request, send: Send, *, started: bool
) -> None:
    """Do what Starlette does about an exception: ask its handlers, unless it is too late."""

    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        if started:
            await send({"type": "http.response.start"})
        raise error

    async def nowhere(message: Message) -> None: ...

    answer = wrap_app_handling_exceptions(fail, request)
    await answer(request.scope, request.receive, nowhere if started else send)
