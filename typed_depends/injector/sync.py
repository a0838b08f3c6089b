"""The injector for code without an event loop: the same blocks and calls, blocking.

An event loop runs in a thread of its own. Each request scope is one task there, so that
what its providers have open is left by the task that entered it, and context variables
they set are seen by the calls.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, overload

import anyio
from anyio.abc import ObjectReceiveStream, ObjectSendStream
from anyio.from_thread import BlockingPortal, start_blocking_portal


class AsyncScope(Protocol):
    """What is asked of a request scope."""

    async def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Call `function` with everything it depends on."""


class AsyncInjector(AbstractAsyncContextManager[Any], Protocol):
    """What is asked of an injector."""

    def request(
        self, given: Mapping[Any, Any] | None = None
    ) -> AbstractAsyncContextManager[AsyncScope]:
        """Open a request scope."""


T = TypeVar("T")
Wrapped = TypeVar("Wrapped", bound=AsyncInjector)
Task = Callable[[AsyncScope], Awaitable[Any]]
Order = tuple[Task, "Future[Any]"]


class SyncInjector(Generic[Wrapped]):
    """Lifespan scope for blocking code: `with Injector.sync() as injector:`."""

    def __init__(self, injector: Wrapped) -> None:
        self.injector = injector
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._portal = stack.enter_context(start_blocking_portal())
            stack.enter_context(self._portal.wrap_async_context_manager(self.injector))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        return self._stack.__exit__(kind, error, traceback)

    @contextmanager
    def request(self, given: Mapping[Any, Any] | None = None) -> Iterator["SyncRequestScope"]:
        """Open a request scope; `given` are values by the type of the parameters they fill."""
        if self._portal is None:
            raise RuntimeError("open the injector first: with Injector.sync() as injector: ...")
        send, receive = self._portal.call(_stream)
        ended: Future[None] = self._portal.start_task_soon(
            _serve, self.injector, dict(given or {}), receive
        )
        scope = SyncRequestScope(self._portal, send)
        try:
            yield scope
        except BaseException as error:
            scope.leave(error)
            ended.result()
            raise
        else:
            scope.leave(None)
            ended.result()
        finally:
            self._portal.call(send.aclose)


class SyncRequestScope:
    """One request scope, used from blocking code."""

    def __init__(self, portal: BlockingPortal, orders: ObjectSendStream[Order]) -> None:
        self._portal = portal
        self._orders = orders

    @overload
    def call(
        self, function: Callable[..., Awaitable[T]], /, *arguments: Any, **named: Any
    ) -> T: ...
    @overload
    def call(self, function: Callable[..., T], /, *arguments: Any, **named: Any) -> T: ...
    def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Call `function` with everything it depends on, and return what it returns."""

        async def task(scope: AsyncScope) -> Any:
            return await scope.call(function, *arguments, **named)

        return self._order(task).result()

    def leave(self, error: BaseException | None) -> None:
        """End the scope; `error` is thrown into its providers."""

        async def task(scope: AsyncScope) -> Any:
            raise _Leave(error)

        self._order(task)

    def _order(self, task: Task) -> "Future[Any]":
        future: Future[Any] = Future()
        self._portal.call(self._orders.send, (task, future))
        return future


class _Leave(BaseException):
    """Ends the task of a request scope, with the exception of the block if there was one."""

    def __init__(self, error: BaseException | None) -> None:
        super().__init__(error)
        self.error = error


def _stream() -> tuple[ObjectSendStream[Order], ObjectReceiveStream[Order]]:
    return anyio.create_memory_object_stream[Order](1)


async def _serve(
    injector: AsyncInjector, given: Mapping[Any, Any], orders: ObjectReceiveStream[Order]
) -> None:
    """Run one request scope: one order after the other, all in this task."""
    block: BaseException | None = None
    try:
        async with injector.request(given) as scope:
            async for task, future in orders:
                try:
                    future.set_result(await partial(task, scope)())
                except _Leave as leave:
                    future.set_result(None)
                    block = leave.error
                    break
                except BaseException as error:
                    future.set_exception(error)
            if block is not None:
                raise block
    except BaseException as error:
        if error is not block:
            raise
    finally:
        await orders.aclose()
