"""Plain functions on worker threads.

Two promises AnyIO alone does not make. Context variables set in the thread are seen by
who awaited it. And a call that was cancelled is over before the cancellation goes on:
nothing it uses is closed under its feet, and what it has entered is known. (AnyIO waits
for the thread when *its* scopes are cancelled, but not under `asyncio.Task.cancel()`.)
"""

import threading
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from typing import Any, Final, Generic, TypeVar

import anyio
from anyio import CancelScope, CapacityLimiter, to_thread

from typed_depends.resolve.seat import kept_seat, new_seat

T = TypeVar("T")

_ABSENT: Final = object()


async def run_in_thread(call: Callable[..., T], /, **arguments: Any) -> T:
    """Call `call` in a worker thread and return what it returns.

    Cancellation: a call that has begun is waited for, one that has not never begins.
    """
    return await sit(ThreadJob(lambda: call(**arguments), copy_context()), stays=False)


async def stay_in_thread(call: Callable[..., T], /, **arguments: Any) -> T:
    """The same, for a request that has something open and more to call in a thread."""
    return await sit(ThreadJob(lambda: call(**arguments), copy_context()), stays=True)


async def sit(job: "ThreadJob[T]", *, stays: bool) -> T:
    """Run a job on the seat this request has kept, if it has; keep one if it `stays`."""
    seat = kept_seat()
    if seat is None and (not stays or (seat := await new_seat()) is None):
        return await job.run()
    try:
        result = await job.run(CapacityLimiter(1))
    except BaseException:
        seat.release()
        raise
    if stays:
        seat.keep()
    else:
        seat.release()
    return result


async def run_in_thread_surely(call: Callable[[], T], context: Context) -> T:
    """Call `call` in a worker thread, come what may, and return what it returns.

    Needs no free worker: with all of them busy waiting for what this call would free, it
    must not wait for one. A cancellation goes on when the call is over.
    """
    if (seat := kept_seat()) is not None:
        seat.release()
    cancellation: BaseException | None = None
    while True:
        job = ThreadJob(call, context)
        try:
            with CancelScope(shield=True):
                await job.run(CapacityLimiter(1))
        except anyio.get_cancelled_exc_class() as error:
            cancellation = error
        except BaseException:
            if cancellation is None or not job.begun:
                raise
        if not job.begun:
            continue
        if cancellation is not None:
            raise cancellation
        return job.result[0]


class ThreadJob(Generic[T]):
    """One call in a worker thread.

    Afterwards `begun` tells whether it was made, and `result` holds what it returned, if it
    did.
    """

    def __init__(self, call: Callable[[], T], context: Context) -> None:
        self._call = call
        self._context = context
        self._lock = threading.Lock()
        self._abandoned = False
        # Held while the call runs. An event would take longer to make than the rest of the job.
        self._running = threading.Lock()
        self.begun = False
        self.result: list[T] = []

    async def run(self, limiter: CapacityLimiter | None = None) -> T:
        """Run the call; its context variables become the caller's."""
        try:
            return await to_thread.run_sync(self._work, limiter=limiter)
        except BaseException:
            await self._settle()
            raise
        finally:
            adopt(self._context)

    def _work(self) -> T:
        with self._lock:
            if self._abandoned:
                raise RuntimeError("a cancelled call was about to begin")
            self.begun = True
            self._running.acquire()
        try:
            result = self._context.run(self._call)
            self.result.append(result)
            return result
        finally:
            self._running.release()

    def _wait(self) -> None:
        with self._running:
            pass

    async def _settle(self) -> None:
        with self._lock:
            self._abandoned = True
            if not self.begun:
                return
        while self._running.locked():
            try:
                with CancelScope(shield=True):
                    await to_thread.run_sync(self._wait, limiter=CapacityLimiter(1))
            except anyio.get_cancelled_exc_class():
                continue  # the first cancellation is on its way already


def adopt(context: Context) -> None:
    """Give the current context the values of `context` that differ."""
    for variable, value in context.items():
        if variable.get(_ABSENT) is not value:
            variable.set(value)


def bring_up_to_date(context: Context) -> None:
    """Give `context` the current values that differ."""
    for variable, value in copy_context().items():
        if context.get(variable, _ABSENT) is not value:
            context.run(_set, variable, value)


def _set(variable: ContextVar[Any], value: Any) -> None:
    variable.set(value)
