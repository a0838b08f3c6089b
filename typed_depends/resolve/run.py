"""A run of emitted source: what the source finds at hand, parsed when it is asked for."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qsl

import anyio
from anyio import CancelScope
from pydantic_core import PydanticUndefined
from starlette.requests import HTTPConnection
from starlette.responses import Response

from typed_depends.markers import ConcurrencyLimit
from typed_depends.plan.held import HeldKey
from typed_depends.plan.program import Arguments, Program
from typed_depends.reading.field import ErrorDetail
from typed_depends.reading.kind import Kind
from typed_depends.resolve.background import BackgroundTasks
from typed_depends.resolve.frame import Frame, ReadCall, blank_response
from typed_depends.resolve.interpreter import read_call, resolve
from typed_depends.resolve.leaving import Entered, OpenScope, leave
from typed_depends.resolve.lifetimes import OnThreads, manager_of
from typed_depends.resolve.threads import run_in_thread

_NOTHING: Mapping[Any, Any] = {}


class Run:
    """One run. `request` and `function` hold what was entered into the two lifetimes.

    `ends_function`: the source leaves the second when the endpoint has returned.
    `unparsed`: the body was seen as text only. `values` are those of the steps, where the
    source leaves them; `waiting` is set when it does.
    """

    program: Program
    ends_function: ClassVar[bool] = True
    scope: Any = None
    request: Entered | None = None
    function: Entered | None = None
    body: Any = PydanticUndefined
    unparsed: bool = False
    held: Mapping[HeldKey, Any] = _NOTHING
    given: Mapping[Any, Any] = _NOTHING
    response: Response | None = None
    background: BackgroundTasks | None = None
    shield: CancelScope | None = None
    swallowed: tuple[str, BaseException] | None = None
    values: tuple[Any, ...] | None = None
    waiting: anyio.Event | None = None
    _known: dict[Arguments, ReadCall] | None = None
    _query: dict[str, str] | None = None
    _headers: dict[bytes, bytes] | None = None

    @property
    def connection(self) -> HTTPConnection | None:
        """The connection, if there is one."""
        return None

    @property
    def query(self) -> dict[str, str]:
        """The query string: of what was sent several times, the last."""
        if self._query is None:
            sent = self.scope["query_string"]
            pairs = parse_qsl(sent.decode("latin-1"), keep_blank_values=True) if sent else ()
            self._query = dict(pairs)
        return self._query

    @property
    def headers(self) -> dict[bytes, bytes]:
        """The headers by lower-case name: of what was sent several times, the first."""
        if self._headers is None:
            self._headers = dict(reversed(self.scope["headers"]))
        return self._headers

    def open_shield(self) -> None:
        """Open what shields clean-up, before anything is entered that it is to enclose."""
        self.cleanup_shield()

    def cleanup_shield(self) -> CancelScope:
        """Return the scope that clean-up shields."""
        if self.shield is None:
            self.shield = CancelScope()
            self.shield.__enter__()
            self.entered("request").append((OpenScope(self.shield), ""))
        return self.shield

    async def enter(
        self,
        name: str,
        make: Callable[..., Any],
        arguments: dict[str, Any],
        *,
        kind: Kind,
        ends: Literal["function", "request"],
        limit: ConcurrencyLimit | None = None,
        stays: bool = False,
    ) -> Any:
        """Enter a provider and return what it yields. `make` makes its context manager."""
        provider = manager_of(
            make(**arguments), kind, self.cleanup_shield, limit=limit, stays=stays
        )
        value = await provider.__aenter__()
        self.entered(ends).append((provider, name))
        return value

    def enter_here(
        self,
        name: str,
        manager: AbstractContextManager[Any],
        ends: Literal["function", "request"],
    ) -> Any:
        """Enter a generator where this is called, which is on a worker thread."""
        provider = OnThreads(manager)
        value = provider.enter_here()
        self.entered(ends).append((provider, name))
        return value

    def entered(self, ends: Literal["function", "request"]) -> Entered:
        """Return what was entered into a lifetime, the last at the end."""
        entered = self.function if ends == "function" else self.request
        if entered is None:
            entered = []
            setattr(self, ends, entered)
        return entered

    def at_end_of_function(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have `close` called where `function` ends."""
        stack = AsyncExitStack()
        stack.push_async_callback(close)
        self.entered("function").append((stack, ""))

    def swallows(self, name: str, error: BaseException) -> None:
        """Note that a provider kept an exception to itself."""
        self.swallowed = (name, error)

    def the_response(self) -> Response:
        """Return the response whose headers and status providers may set."""
        if self.response is None:
            self.response = blank_response()
        return self.response

    def the_background(self) -> BackgroundTasks:
        """Return the tasks that run after the response was sent."""
        if self.background is None:
            self.background = BackgroundTasks()
        return self.background

    def cause(self) -> BaseException | None:
        """Return the exception that a provider kept to itself."""
        return None if self.swallowed is None else self.swallowed[1]

    def swallowed_error(self) -> Exception:
        """Return the error for an exception that a provider kept to itself."""
        raise NotImplementedError

    def keep(self, values: Mapping[str, Any]) -> None:
        """Take the variables of a source that failed before it had all values."""

    def finish(self, returned: Any) -> Any:
        """Return what becomes of what the endpoint returned."""
        return returned

    def refusal(self, errors: list[ErrorDetail]) -> Exception:
        """Return the exception for a request that is not valid."""
        raise NotImplementedError

    async def read_call(self, arguments: Arguments) -> ReadCall:
        """Read what one call needs, once: a default factory must not be called again."""
        if self._known is None:
            self._known = {}
        read = self._known[arguments] = await read_call(arguments, self.connection, self.body)
        return read

    async def read_body(self) -> None:
        """Read the body that the program needs, if there is one to read."""

    async def json_text(self) -> bytes | None:
        """Return a body of JSON as it came; `None` if there is none, or no simple one."""
        return None

    async def go_on(self, first: int, resolved: list[Any]) -> Any:
        """Let the interpreter go on from a step, after the values of those before.

        Emitted source calls this where a value is missing or wrong, so it ends in a refusal.
        """
        if self.unparsed:
            await self.read_body()
        frame = Frame(
            self,
            self.connection,
            body=self.body,
            held=self.held,
            given=self.given,
            known=self._known or {},
            response=self.response,
            background=self.background,
        )
        arguments = await resolve(self.program, frame, resolved[:first])
        if frame.errors:
            raise self.refusal(frame.errors)
        # A validator that changed its mind.
        self.response, self.background = frame.response, frame.background
        if self.program.kind is Kind.COROUTINE:
            result = self.finish(await self.program.call(**arguments))
        elif self.program.kind.yields:
            result = self.finish(self.program.call(**arguments))
        else:
            result = await run_in_thread(lambda: self.finish(self.program.call(**arguments)))
        if self.ends_function:
            await leave(self.function, self, None)
        return result
