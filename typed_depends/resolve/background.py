"""Background tasks, on worker threads of their own.

They run while what their request holds is still open. In one queue with requests that wait
for just that, on all the workers there are, they would wait for each other.
"""

from functools import partial

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette import background

_limiter: RunVar[CapacityLimiter] = RunVar("typed_depends_background")


class BackgroundTasks(background.BackgroundTasks):
    """What an endpoint or a provider gets who asks for `BackgroundTasks`."""

    async def __call__(self) -> None:
        """Run all, one after the other; plain functions on a thread."""
        for task in self.tasks:
            if task.is_async:
                await task()
            else:
                call = partial(task.func, *task.args, **task.kwargs)
                await to_thread.run_sync(call, limiter=_workers())


def _workers() -> CapacityLimiter:
    """Return as many workers as there are for requests."""
    limiter = _limiter.get(None)
    if limiter is None:
        limiter = CapacityLimiter(to_thread.current_default_thread_limiter().total_tokens)
        _limiter.set(limiter)
    return limiter
