"""The injector: lifespan, request and function scope as blocks and calls.

    async with Injector(overrides={get_db: fake_db}) as injector:      # lifespan scope
        async with injector.request({Tenant: tenant}) as scope:        # request scope
            report = await scope.call(build_report, month=5)           # function scope

Knows graphs, plans and lifetimes; nothing of the web.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Final, Self, TypeVar, overload
from weakref import finalize

from anyio.lowlevel import RunVar

from typed_depends.injector.calls import Calls
from typed_depends.injector.request_scope import RequestScope
from typed_depends.injector.sync import SyncInjector
from typed_depends.injector.unused import UnusedOverrides
from typed_depends.resolve.overrides import Override
from typed_depends.resolve.own_task import OwnTask
from typed_depends.resolve.run import Run
from typed_depends.resolve.wiring import Wiring

T = TypeVar("T")

# What a call finds at hand that enters and remembers nothing: it leaves nothing there either.
_NOTHING_GIVEN: Final = Run()


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
        self._unused = UnusedOverrides(self.wiring)
        self.calls = Calls(self.wiring, self._unused.given)
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

    def request(self, given: Mapping[Any, Any] | None = None) -> RequestScope:
        """Open a request scope; `given` are values by the type of the parameters they fill.

        To be used as `async with injector.request() as scope:`. An exception that leaves the
        block is thrown into the open request providers. Leaving it raises
        `SwallowedExceptionError` if one of them keeps it.
        """
        scope = RequestScope()
        scope.calls = self.calls
        if given:
            scope.given = dict(given)
        return scope

    @overload
    def call(
        self, function: Callable[..., Awaitable[T]], /, *arguments: Any, **named: Any
    ) -> Coroutine[Any, Any, T]: ...
    @overload
    def call(
        self, function: Callable[..., T], /, *arguments: Any, **named: Any
    ) -> Coroutine[Any, Any, T]: ...
    def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Call `function` with everything it depends on, in a request scope of its own."""
        if not arguments and not named:
            calls = self.calls
            quick = calls.quick.get(id(function))
            if quick is not None and quick.once:
                overrides = calls.overrides
                if not overrides.table and not overrides.local.get():
                    return quick.once(_NOTHING_GIVEN)
        return self._call(function, arguments, named)

    async def _call(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        async with self.request() as scope:
            return await scope.call(function, *arguments, **named)

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
