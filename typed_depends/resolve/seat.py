"""A seat among the worker threads, kept by a request between its plain steps.

A request that has something open must not queue for a worker behind those that wait for
what it has: with five connections in a pool, five requests hold one each and need a worker
to go on, and all workers wait for a connection. So whoever has opened something, and has
plain steps to come, keeps the seat meanwhile; for a moment only, since what it does in
between may take long, or wait for others itself.
"""

import asyncio
from contextvars import ContextVar
from typing import Final

from anyio import CapacityLimiter, to_thread

MOMENT: Final = 0.1
"""Seconds after which a seat that is not used is given up."""

_kept: ContextVar["Seat | None"] = ContextVar("typed_depends_seat", default=None)


class Seat:
    """One of the limiter's tokens. `keep` and `take` are called in turns."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limiter: CapacityLimiter) -> None:
        self._loop = loop
        self._limiter = limiter
        self._timer: asyncio.TimerHandle | None = None

    def keep(self) -> None:
        """Leave the seat for a moment."""
        self._timer = self._loop.call_later(MOMENT, self._give_up)
        _kept.set(self)

    def take(self) -> bool:
        """Come back to it. Tells whether it is still kept, and in this event loop."""
        if self._timer is None or self._loop is not asyncio.get_running_loop():
            return False
        self._timer.cancel()
        self._timer = None
        return True

    def release(self) -> None:
        """Give the seat to others."""
        self._limiter.release_on_behalf_of(self)

    def _give_up(self) -> None:
        if self._timer is not None:
            self._timer = None
            self.release()


def kept_seat() -> Seat | None:
    """Return the seat this request has kept, taken again, if there still is one."""
    seat = _kept.get()
    if seat is None:
        return None
    _kept.set(None)
    return seat if seat.take() else None


async def new_seat() -> Seat | None:
    """Wait for a seat. `None` on an event loop other than asyncio's."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return None
    limiter = to_thread.current_default_thread_limiter()
    seat = Seat(loop, limiter)
    await limiter.acquire_on_behalf_of(seat)
    return seat
