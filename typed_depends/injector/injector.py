"""The injector: lifespan, request and function scope as blocks and calls.

    async with Injector(overrides={get_db: fake_db}) as injector:      # lifespan scope
        async with injector.request({Tenant: tenant}) as scope:        # request scope
            report = await scope.call(build_report, month=5)           # function scope

Knows graphs, plans and lifetimes; nothing of the web.
"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeVar, overload
from weakref import finalize

import anyio
from anyio.lowlevel import RunVar

from typed_depends import wording
from typed_depends.chain import Chain
from typed_depends.errors import (
    DependencyError,
    DependencyParameterError,
    SwallowedExceptionError,
    raise_together,
)
from typed_depends.graph.node import GivenNeed, Graph, NodeKey
from typed_depends.injector.sources import GivenSources
from typed_depends.injector.sync import SyncInjector
from typed_depends.injector.unused import UnusedOverrides
from typed_depends.plan.plans import Plan, Plans
from typed_depends.reading.dependant import NO_DEFAULT
from typed_depends.reading.kind import Kind
from typed_depends.reading.parameter import show_type
from typed_depends.reading.recent import Recent
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.interpreter import resolve
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.overrides import Override
from typed_depends.resolve.own_task import OwnTask
from typed_depends.resolve.threads import run_in_thread
from typed_depends.resolve.wiring import Wiring

T = TypeVar("T")

# Plans of functions that were called; a plan holds its function, so the id stays its own.
_REMEMBERED_CALLS = 1024


class Injector:
    """Lifespan scope: `async with` it; lifespan providers are set up when first needed.

    They live in a task of their own, so `__aenter__` and `__aexit__` may be called from two
    tasks of one event loop, such as a framework's start-up and shutdown hooks.

    Raises the graph's mistakes, as `DependencyError`, at the call that meets them.
    """

    def __init__(
        self, *, overrides: Mapping[Callable[..., Any], Callable[..., Any]] | None = None
    ) -> None:
        self.wiring = Wiring()
        self.wiring.overrides.table.update(overrides or {})
        self._plans: Recent[tuple[int, frozenset[str]], Plans] = Recent(_REMEMBERED_CALLS)
        self._unused = UnusedOverrides(self.wiring)
        finalize(self, self._unused.warn)
        # One block per event loop: threads may share an injector.
        self._open: RunVar[OwnTask | None] = RunVar("typed_depends_injector", None)

    @classmethod
    def sync(
        cls, *, overrides: Mapping[Callable[..., Any], Callable[..., Any]] | None = None
    ) -> SyncInjector["Injector"]:
        """Return the same for code without an event loop: `with Injector.sync() as injector:`."""
        return SyncInjector(cls(overrides=overrides))

    async def __aenter__(self) -> Self:
        if self._open.get() is not None:
            raise RuntimeError("this injector is open already in this event loop")
        lifespan = OwnTask(self.wiring.held.running(()))
        self._open.set(lifespan)
        try:
            await lifespan.open()
        except BaseException:
            self._open.set(None)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        lifespan = self._open.get()
        if lifespan is None:
            raise RuntimeError("this injector is not open in this event loop")
        self._open.set(None)
        await lifespan.close()

    @asynccontextmanager
    async def request(
        self, given: Mapping[Any, Any] | None = None
    ) -> AsyncIterator["RequestScope"]:
        """Open a request scope; `given` are values by the type of the parameters they fill.

        An exception that leaves the block is thrown into the open request providers.
        Raises `SwallowedExceptionError` if one of them keeps it.
        """
        lifetimes = Lifetimes()
        ended = False
        async with lifetimes.request:
            lifetimes.open_shield()
            yield RequestScope(self, lifetimes, dict(given or {}))
            ended = True
        if not ended:
            raise _swallowed(lifetimes)

    def override(self, original: Callable[..., Any], replacement: Callable[..., Any]) -> Override:
        """Let `replacement` stand in for `original`, here and in what is started here.

        A replacement that does not fit is refused by the call that needs it. An override, here
        or in `overrides`, of what no function that was called depends on is an
        `UnusedOverrideWarning` when the injector is gone: until then one may still come.
        """
        return self.wiring.overrides.override(
            original,
            replacement,
            check=lambda original: self._unused.overridden(original, replacement),
        )

    def adopt(self, function: Callable[..., Any]) -> None:
        """Be told of a function that is called by others, with this injector's wiring."""
        self._unused.given(function)

    def plan(self, function: Callable[..., Any], without: frozenset[str]) -> Plan:
        """Return the plan of `function`, whose parameters `without` the caller fills."""
        self._unused.given(function)
        plans = self._plans.get_or_make(
            (id(function), without),
            lambda: self.wiring.plans(function, sources=GivenSources(), without=without),
        )
        return plans.under(self.wiring.overrides.current())


class RequestScope:
    """One request scope: its providers are set up once for all calls in it."""

    def __init__(self, injector: Injector, lifetimes: Lifetimes, given: Mapping[Any, Any]) -> None:
        self._injector = injector
        self._lifetimes = lifetimes
        self._given = given
        self._kept: dict[NodeKey, Any] = {}
        # Two calls at once must not both set up what they share.
        self._resolving = anyio.Lock()

    @overload
    async def call(
        self, function: Callable[..., Awaitable[T]], /, *arguments: Any, **named: Any
    ) -> T: ...
    @overload
    async def call(self, function: Callable[..., T], /, *arguments: Any, **named: Any) -> T: ...
    async def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Call `function`, a plain one in a worker thread, with everything it depends on.

        The caller's arguments win over dependencies. Function scope ends when it returns.
        Raises `DependencyParameterError` for a parameter that nothing fills.
        """
        plan = self._plan(function, arguments, named)
        _refuse_ungiven(plan.graph, self._given)
        lifetimes = Lifetimes(self._lifetimes)
        answered = False
        result: Any = None
        async with lifetimes.function:
            frame = Frame(
                lifetimes,
                held=await self._injector.wiring.held_for(plan.program),
                given=self._given,
                kept=self._kept,
            )
            async with self._resolving:
                resolved = await resolve(plan.program, frame)
            if self._injector.wiring.reader.read(function).kind is Kind.COROUTINE:
                result = await function(*arguments, **resolved, **named)
            else:
                result = await run_in_thread(lambda: function(*arguments, **resolved, **named))
            answered = True
        if not answered:
            raise _swallowed(lifetimes)
        return result

    def _plan(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Plan:
        names = set(named)
        if arguments:
            names.update(list(inspect.signature(function).parameters)[: len(arguments)])
        plan = self._injector.plan(function, frozenset(names))
        raise_together(plan.mistakes)
        return plan


def _refuse_ungiven(graph: Graph, given: Mapping[Any, Any]) -> None:
    """Raise for every parameter that has neither a value for its type nor a default."""
    raise_together(list(_ungiven(graph, given)))


def _ungiven(graph: Graph, given: Mapping[Any, Any]) -> Iterator[DependencyError]:
    for node in graph.nodes():
        for need in node.needs:
            if (
                isinstance(need, GivenNeed)
                and need.default is NO_DEFAULT
                and not any(type_ in given for type_ in need.types)
            ):
                path = Chain(tuple(one.link() for one in graph.way_to(node)))
                yield DependencyParameterError(
                    wording.ungiven_parameter(node.name, need.name, show_type(need.types[0])), path
                )


def _swallowed(lifetimes: Lifetimes) -> SwallowedExceptionError:
    name, error = lifetimes.swallowed or ("a provider", None)
    swallowed = SwallowedExceptionError(wording.swallowed(name, type(error).__name__))
    swallowed.__cause__ = error
    return swallowed
