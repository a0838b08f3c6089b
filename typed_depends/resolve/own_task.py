"""A block that stays open in a task of its own, so that anyone may open and close it.

What a provider has open (a task group, a cancel scope) must be left by the task that
entered it. A framework's start-up and shutdown hooks are often two tasks; this is a third,
which sees both.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from contextvars import copy_context
from typing import Any

import anyio
from anyio import CancelScope


class OwnTask:
    """Holds `block` open from `open` to `close`; cancelling who called either does not end it.

    An event loop that stops without `close` cancels the task, which leaves the block.
    """

    def __init__(self, block: AbstractAsyncContextManager[Any]) -> None:
        self._block = block
        self._opened = anyio.Event()
        self._closing = anyio.Event()
        self._over = anyio.Event()
        self._failure: BaseException | None = None
        self._task: object = None

    async def open(self) -> None:
        """Enter the block. Raises what entering it raises."""
        self._task = _start(self._stay)
        try:
            await self._opened.wait()
        except BaseException:
            await self._end()
            raise
        if self._over.is_set():
            self._raise()

    async def close(self) -> None:
        """Leave the block. Raises what leaving it raises. A cancellation waits until then."""
        await self._end()
        self._raise()

    async def _end(self) -> None:
        self._closing.set()
        cancellation: BaseException | None = None
        while not self._over.is_set():
            try:
                with CancelScope(shield=True):
                    await self._over.wait()
            except anyio.get_cancelled_exc_class() as error:
                cancellation = error  # of asyncio's own, which knows no shields
        if cancellation is not None:
            raise cancellation

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _stay(self) -> None:
        try:
            async with self._block:
                self._opened.set()
                await self._closing.wait()
        except anyio.get_cancelled_exc_class():
            raise  # the loop is being stopped
        except BaseException as error:
            self._failure = error
        finally:
            self._over.set()
            self._opened.set()


def _start(function: Callable[[], Coroutine[Any, Any, None]]) -> object:
    """Start a task that belongs to the event loop and to no task group; return it."""
    try:
        on_asyncio = asyncio.current_task() is not None
    except RuntimeError:
        on_asyncio = False
    if on_asyncio:
        return asyncio.create_task(function())
    import trio

    return trio.lowlevel.spawn_system_task(function, context=copy_context())
