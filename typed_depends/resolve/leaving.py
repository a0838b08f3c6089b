"""Leaving what a run has entered, in reverse: the quick way, and the standard library's.

While all goes well, an async generator is only driven to its end. At the first exception
an `AsyncExitStack` takes over with what is still entered, so that what an exception does in
a provider is what `contextlib` says.
"""

from collections.abc import AsyncGenerator, Generator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from contextvars import copy_context
from functools import partial
from types import AsyncGeneratorType
from typing import Any, Protocol, TypeAlias

from anyio import CancelScope
from anyio.lowlevel import checkpoint_if_cancelled

from typed_depends.resolve.lifetimes import OnThreads, Shielded
from typed_depends.resolve.threads import run_in_thread_surely

Entered: TypeAlias = list[tuple[Any, str]]
"""Async generators at their `yield`, or context managers, each with its provider's name."""


class Watch(Protocol):
    """Who is told which provider kept an exception to itself."""

    @property
    def shield(self) -> CancelScope | None:
        """What shields the clean-up of generators, where one of them awaits."""

    def swallows(self, name: str, error: BaseException) -> None:
        """Take note."""


async def leave(entered: Entered | None, watch: Watch, error: BaseException | None) -> bool:
    """Leave everything, the last first; tell whether `error` was kept by a provider.

    Raises what a provider raises instead of `error`, or without one.
    """
    if not entered:
        return False
    if error is not None:
        return await _leave_with(entered, watch, error)
    shield = watch.shield
    while entered:
        one, _ = entered.pop()
        try:
            if type(one) is AsyncGeneratorType:
                step = one.__anext__()
                try:
                    waited_for = step.send(None)
                except StopAsyncIteration:
                    continue  # it never waited, so there was nothing to shield
                except StopIteration:
                    await _stop(one)
                await _end(one, _Rest(step, waited_for), shield)
            elif type(one) is OnThreads and entered and type(entered[-1][0]) is OnThreads:
                entered.append((one, ""))
                await run_in_thread_surely(partial(_leave_here, entered), copy_context())
            else:
                await one.__aexit__(None, None, None)
        except BaseException as raised:
            if not entered:
                raise
            if await _leave_with(entered, watch, raised):
                return True
            raise
    return False


async def _end(
    generator: AsyncGenerator[Any, Any], rest: "_Rest", shield: CancelScope | None
) -> None:
    """Await the rest of a generator's clean-up, which has begun to wait."""
    if shield is not None:
        shield.shield = True
    try:
        await rest
    except StopAsyncIteration:
        pass
    else:
        await _stop(generator)
    finally:
        if shield is not None:
            shield.shield = False
    # A task group in the provider may have kept a cancellation meant for all of us.
    await checkpoint_if_cancelled()


class _Rest:
    """An awaitable that was begun by hand, and waits for something."""

    def __init__(self, begun: Any, waited_for: Any) -> None:
        self._begun = begun
        self._waited_for = waited_for

    def __await__(self) -> Generator[Any, Any, Any]:
        waited_for = self._waited_for
        while True:
            try:
                sent = yield waited_for
            except GeneratorExit:
                self._begun.close()
                raise
            except BaseException as error:
                resume = partial(self._begun.throw, error)
            else:
                resume = partial(self._begun.send, sent)
            try:
                waited_for = resume()
            except StopIteration as over:
                return over.value


def _leave_here(entered: Entered) -> None:
    """Leave the generators on threads that were entered last, all in one hop."""
    while entered and isinstance(one := entered[-1][0], OnThreads):
        entered.pop()
        one.leave_here()


async def _leave_with(entered: Entered, watch: Watch, error: BaseException) -> bool:
    swallowed = True
    try:
        async with AsyncExitStack() as stack:
            for one, name in entered:
                await stack.enter_async_context(_Watched(_manager(one, watch.shield), name, watch))
            entered.clear()
            raise error
    except BaseException as raised:
        swallowed = False
        if raised is not error:
            raise
    return swallowed


class OpenScope(AbstractAsyncContextManager[None]):
    """A cancel scope that is open, to be left among the others."""

    def __init__(self, scope: CancelScope) -> None:
        self._scope = scope

    async def __aexit__(self, kind: Any, error: BaseException | None, traceback: Any) -> bool:
        return bool(self._scope.__exit__(kind, error, traceback))


class _Watched(AbstractAsyncContextManager[None]):
    """Something entered before; if it keeps an exception to itself, that is told."""

    def __init__(self, manager: AbstractAsyncContextManager[Any], name: str, watch: Watch) -> None:
        self._manager = manager
        self._name = name
        self._watch = watch

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, kind: Any, error: BaseException | None, traceback: Any) -> bool:
        swallowed = bool(await self._manager.__aexit__(kind, error, traceback))
        if swallowed and error is not None:
            self._watch.swallows(self._name, error)
            # It may have kept a cancellation meant for all of us.
            await checkpoint_if_cancelled()
        return swallowed


def _manager(one: Any, shield: CancelScope | None) -> AbstractAsyncContextManager[Any]:
    """Return the context manager of an async generator that has been entered."""
    manager: AbstractAsyncContextManager[Any] = one
    if isinstance(one, AsyncGeneratorType):
        manager = asynccontextmanager(lambda: one)()
        if shield is not None:
            manager = Shielded(manager, shield)
    return manager


async def _stop(generator: AsyncGenerator[Any, Any]) -> None:
    """Refuse a generator that yields twice, as `contextlib` does."""
    try:
        raise RuntimeError("generator didn't stop")
    finally:
        await generator.aclose()
