"""Entering and leaving providers with a `yield`: the two lifetimes of one request.

What FastAPI 0.165 does, with the same standard library: what was entered last is left
first, an exception is thrown into every open provider, and clean-up is shielded from the
cancellation that caused it.
"""

import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, AsyncExitStack
from contextvars import copy_context
from types import TracebackType
from typing import Any, Literal, Protocol

from anyio import CancelScope
from anyio.lowlevel import checkpoint_if_cancelled

from typed_depends.markers import ConcurrencyLimit
from typed_depends.reading.kind import Kind
from typed_depends.resolve.limits import semaphore_for
from typed_depends.resolve.threads import (
    ThreadJob,
    adopt,
    bring_up_to_date,
    run_in_thread_surely,
    sit,
)

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Holder(Protocol):
    """Where providers are entered, for whoever leaves them."""

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
        """Enter a provider and return what it yields. `make` makes its context manager.

        `stays`: this request will need a worker thread again.
        """

    def cleanup_shield(self) -> CancelScope:
        """Return the scope that clean-up shields.

        It is entered before the first provider and encloses them all: a shield opened at
        clean-up would lie inside the scopes and task groups a provider itself has open, and
        those must be left first.
        """

    def at_end_of_function(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have `close` called where `function` ends, before what was entered until now."""


class Lifetimes:
    """What one request has entered, in two stacks: until the function ends, and the request.

    `swallowed` names the provider that kept an exception to itself, if one did.
    """

    def __init__(
        self, request: "Lifetimes | None" = None, *, shield: CancelScope | None = None
    ) -> None:
        """Begin a request; or one call in `request`, which has begun already.

        `shield` is the clean-up's, if it is open.
        """
        self.request: AsyncExitStack = AsyncExitStack() if request is None else request.request
        self.function = AsyncExitStack()
        self.swallowed: tuple[str, BaseException] | None = None
        self._outer = request
        self._shield = shield

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
        """Enter a provider and return what it yields."""
        provider = manager_of(
            make(**arguments), kind, self.cleanup_shield, limit=limit, stays=stays
        )
        if ends == "function":
            return await self.function.enter_async_context(_Watched(provider, name, self))
        watcher = self._outer or self
        return await self.request.enter_async_context(_Watched(provider, name, watcher))

    def at_end_of_function(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have `close` called where `function` ends."""
        self.function.push_async_callback(close)

    def cleanup_shield(self) -> CancelScope:
        """Return the scope that clean-up shields."""
        if self._outer is not None:
            return self._outer.cleanup_shield()
        if self._shield is None:
            self._shield = self.request.enter_context(CancelScope())
        return self._shield


def manager_of(
    made: Any,
    kind: Kind,
    shield: Callable[[], CancelScope],
    *,
    limit: ConcurrencyLimit | None,
    stays: bool,
) -> AbstractAsyncContextManager[Any]:
    """Return what enters and leaves a provider, whose own context manager is `made`.

    `shield` opens the clean-up's shield, if it is not open yet.
    """
    provider: AbstractAsyncContextManager[Any] = (
        OnThreads(made, stays=stays) if kind is Kind.GENERATOR else Shielded(made, shield())
    )
    return provider if limit is None else Limited(provider, limit)


class OnThreads(AbstractAsyncContextManager[Any]):
    """A generator, entered and left on worker threads, in one context of its own."""

    def __init__(self, manager: AbstractContextManager[Any], *, stays: bool = False) -> None:
        self._manager = manager
        self._stays = stays
        self._context = copy_context()

    async def __aenter__(self) -> Any:
        entering = ThreadJob(self._manager.__enter__, self._context)
        try:
            return await sit(entering, stays=self._stays)
        except BaseException:
            if entering.result:  # it was entered, but the cancellation took its place
                await self.__aexit__(*sys.exc_info())
            raise

    def enter_here(self) -> Any:
        """Enter it where it is called, which is on a worker thread."""
        self._context = copy_context()
        try:
            return self._context.run(self._manager.__enter__)
        finally:
            adopt(self._context)

    def leave_here(self) -> None:
        """Leave it where it is called, on a worker thread; nothing has gone wrong."""
        bring_up_to_date(self._context)
        try:
            self._context.run(self._manager.__exit__, None, None, None)
        finally:
            adopt(self._context)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        bring_up_to_date(self._context)
        return await run_in_thread_surely(
            lambda: bool(self._manager.__exit__(kind, error, traceback)), self._context
        )


class Shielded(AbstractAsyncContextManager[Any]):
    """An async generator whose clean-up is shielded; entering it stays cancellable."""

    def __init__(self, manager: AbstractAsyncContextManager[Any], shield: CancelScope) -> None:
        self._manager = manager
        self._shield = shield

    async def __aenter__(self) -> Any:
        return await self._manager.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        before = self._shield.shield
        self._shield.shield = True
        try:
            swallowed = bool(await self._manager.__aexit__(kind, error, traceback))
        finally:
            self._shield.shield = before
        if error is None or swallowed:
            # A task group in the provider may have kept a cancellation meant for all of us.
            await checkpoint_if_cancelled()
        return swallowed


class Limited(AbstractAsyncContextManager[Any]):
    """A provider that takes a place until its clean-up is over."""

    def __init__(self, provider: AbstractAsyncContextManager[Any], limit: ConcurrencyLimit) -> None:
        self._provider = provider
        self._semaphore = semaphore_for(limit)

    async def __aenter__(self) -> Any:
        await self._semaphore.acquire()
        try:
            return await self._provider.__aenter__()
        except BaseException:
            self._semaphore.release()
            raise

    async def __aexit__(self, *exception: Any) -> bool:
        try:
            return bool(await self._provider.__aexit__(*exception))
        finally:
            self._semaphore.release()


class _Watched(AbstractAsyncContextManager[Any]):
    """A provider; if it keeps an exception to itself, its name is noted."""

    def __init__(
        self, provider: AbstractAsyncContextManager[Any], name: str, lifetimes: Lifetimes
    ) -> None:
        self._provider = provider
        self._name = name
        self._lifetimes = lifetimes

    async def __aenter__(self) -> Any:
        return await self._provider.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        swallowed = bool(await self._provider.__aexit__(kind, error, traceback))
        if swallowed and error is not None:
            self._lifetimes.swallowed = (self._name, error)
        return swallowed
