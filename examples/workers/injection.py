"""An injector for taskiq: lifespan providers per worker process, request providers per task."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from taskiq import AsyncBroker, AsyncTaskiqDecoratedTask, TaskiqEvents, TaskiqState

from typed_depends import Injector

R = TypeVar("R")


class InjectedTasks:
    """Tasks whose parameters are sent, or filled by providers.

    The injector opens when a worker process starts and closes when it shuts down.
    Each task is one request scope: its providers are left when it ends, however it ends.
    """

    def __init__(self, broker: AsyncBroker) -> None:
        """Open and close the injector together with the workers of `broker`."""
        self.broker = broker
        self.injector = Injector()
        broker.add_event_handler(TaskiqEvents.WORKER_STARTUP, self._open)
        broker.add_event_handler(TaskiqEvents.WORKER_SHUTDOWN, self._close)

    def __call__(
        self, function: Callable[..., R]
    ) -> AsyncTaskiqDecoratedTask[..., Coroutine[Any, Any, R]]:
        """Make `function` a task. Send what its providers do not fill: `await task.kiq(x=1)`."""

        @wraps(function)
        async def run(**sent: Any) -> R:
            async with self.injector.request() as scope:
                return await scope.call(function, **sent)

        return self.broker.task()(run)

    async def _open(self, _: TaskiqState) -> None:
        await self.injector.__aenter__()

    async def _close(self, _: TaskiqState) -> None:
        await self.injector.__aexit__(None, None, None)
