"""One request scope: its providers are set up once for all calls in it."""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import CoroutineType, TracebackType
from typing import Any, Self, TypeVar, overload

import anyio

from typed_depends import wording
from typed_depends.errors import SwallowedExceptionError, raise_together
from typed_depends.graph.node import NodeKey
from typed_depends.injector.calls import Calls, Quick, refuse_ungiven
from typed_depends.plan.plans import Plan
from typed_depends.reading.kind import Kind
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.interpreter import FAILED, resolve
from typed_depends.resolve.leaving import leave
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.run import Run
from typed_depends.resolve.threads import run_in_thread

T = TypeVar("T")


class RequestScope(Run):
    """A request scope, open inside `async with`.

    Itself the run of its first call: its values are only sorted when a second call comes.
    Whoever makes one sets its `calls`, and what is `given`.
    """

    calls: Calls
    _first: Quick | None = None
    _kept: dict[NodeKey, Any] | None = None
    _resolving: anyio.Lock | None = None
    _later: Lifetimes | None = None
    _running: Awaitable[Any] | None = None

    async def __aenter__(self) -> Self:
        if self.calls.shields:
            # Before whatever is opened in the block, for it is left after that.
            self.open_shield()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.request and await leave(self.request, self, error) and error is not None:
            raise self.swallowed_error()

    @overload
    def call(
        self, function: Callable[..., Awaitable[T]], /, *arguments: Any, **named: Any
    ) -> Coroutine[Any, Any, T]: ...
    @overload
    def call(
        self, function: Callable[..., T], /, *arguments: Any, **named: Any
    ) -> Coroutine[Any, Any, T]: ...
    def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Call `function`, a plain one in a worker thread, with everything it depends on.

        The caller's arguments win over dependencies. Function scope ends when it returns.
        Raises `DependencyParameterError` for a parameter that nothing fills.
        """
        if not arguments and not named and self._kept is None:
            calls = self.calls
            quick = calls.quick.get(id(function)) or calls.make_quick(function)
            overrides = calls.overrides
            if quick is not None and not overrides.table and not overrides.local.get():
                if self._first is None:
                    self._first = quick
                    run = quick.run(self) if quick.simple else self._call_first(quick)
                    self._running = run
                    return run
                if self._first is quick and self._complete and quick.again is not None:
                    return quick.again(self)
        return self._call(function, arguments, named)

    async def _call_first(self, quick: Quick) -> Any:
        try:
            if quick.needs_given:
                refuse_ungiven(quick.graph, self.given)
            if quick.program.held:
                self.held = await self.calls.wiring.held_for(quick.program)
        except BaseException:
            self.keep({})
            raise
        if not quick.program.steps:
            self.keep({})
        return await quick.run(self)

    async def _call(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        plan = self._plan(function, arguments, named)
        refuse_ungiven(plan.graph, self.given)
        kept = await self._kept_values()
        lifetimes = Lifetimes(self._lifetimes())
        answered = False
        result: Any = None
        wiring = self.calls.wiring
        async with lifetimes.function:
            frame = Frame(
                lifetimes, held=await wiring.held_for(plan.program), given=self.given, kept=kept
            )
            async with self._lock():
                resolved = await resolve(plan.program, frame)
            if wiring.reader.read(function).kind is Kind.COROUTINE:
                result = await function(*arguments, **resolved, **named)
            else:
                result = await run_in_thread(lambda: function(*arguments, **resolved, **named))
            answered = True
        if not answered:
            raise _swallowed_error(lifetimes.swallowed)
        return result

    def _plan(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Plan:
        names = set(named)
        if arguments:
            names.update(list(inspect.signature(function).parameters)[: len(arguments)])
        plan = self.calls.plan(function, frozenset(names))
        raise_together(plan.mistakes)
        return plan

    def _lifetimes(self) -> Lifetimes:
        """Return what further calls enter into, one after the other."""
        if self._later is None:
            self._later = Lifetimes(shield=self.shield)
            self.entered("request").append((self._later.request, ""))
        return self._later

    def swallows(self, name: str, error: BaseException) -> None:
        """Note that a provider kept an exception to itself."""
        later = None if name or self._later is None else self._later.swallowed
        self.swallowed = later or (name, error)

    def _lock(self) -> anyio.Lock:
        """Return the lock by which no two calls both set up what they share."""
        if self._resolving is None:
            self._resolving = anyio.Lock()
        return self._resolving

    async def _kept_values(self) -> dict[NodeKey, Any]:
        """Return what was resolved before, once a first call has all it needs.

        One that was never begun, since nobody awaited it or its task was cancelled, has nothing.
        """
        if self._kept is None and self._first is not None:
            while self.values is None and _is_underway(self._running):
                if self.waiting is None:
                    self.waiting = anyio.Event()
                await self.waiting.wait()
            self._kept = _by_key(self._first, self.values or ())
        elif self._kept is None:
            self._kept = {}
        return self._kept

    @property
    def _complete(self) -> bool:
        """Whether the first call has resolved all its values."""
        return self.values is not None and not any(value is FAILED for value in self.values)

    def keep(self, values: Mapping[str, Any]) -> None:
        """Take what the first call has resolved, if it failed or if that is nothing."""
        assert self._first is not None
        self.values = tuple(values.get(name, FAILED) for name in self._first.emitted.slots)
        if self.waiting is not None:
            self.waiting.set()

    def swallowed_error(self) -> SwallowedExceptionError:
        """Return the error for an exception that a provider kept to itself."""
        return _swallowed_error(self.swallowed)


def _is_underway(call: Awaitable[Any] | None) -> bool:
    """Tell whether a call was begun and is not over."""
    return isinstance(call, CoroutineType) and inspect.getcoroutinestate(call) in (
        inspect.CORO_RUNNING,
        inspect.CORO_SUSPENDED,
    )


def _by_key(quick: Quick, values: tuple[Any, ...]) -> dict[NodeKey, Any]:
    """Sort the values of a call's steps."""
    kept: dict[NodeKey, Any] = {}
    for step, value in zip(quick.program.steps, values, strict=False):
        if step.keep and value is not FAILED:
            kept.setdefault(step.key, value)
    return kept


def _swallowed_error(what: tuple[str, BaseException] | None) -> SwallowedExceptionError:
    name, error = what or ("a provider", None)
    swallowed = SwallowedExceptionError(wording.swallowed(name, type(error).__name__))
    swallowed.__cause__ = error
    return swallowed
