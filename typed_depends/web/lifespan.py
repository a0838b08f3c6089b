"""What runs before the first request and after the last: lifespans in any spelling.

Knows nothing of routes, nor of what the graph holds for as long as the application lives.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeAlias

from starlette.types import Lifespan

Starting: TypeAlias = Callable[[], AbstractAsyncContextManager[None]]


class Events:
    """Functions called at start-up and at shutdown, as before there were lifespans."""

    def __init__(
        self,
        on_startup: Sequence[Callable[[], Any]] | None,
        on_shutdown: Sequence[Callable[[], Any]] | None,
    ) -> None:
        self.startup = list(on_startup or ())
        self.shutdown = list(on_shutdown or ())

    def add(self, event_type: str, func: Callable[[], Any]) -> None:
        """Call `func` at that event. Raises `ValueError` for another one."""
        if event_type not in ("startup", "shutdown"):
            raise ValueError(f'the event {event_type!r} must be "startup" or "shutdown"')
        (self.startup if event_type == "startup" else self.shutdown).append(func)

    @asynccontextmanager
    async def lifespan(self, app: Any) -> AsyncIterator[None]:
        """Call the one kind, and after the application has run, the other."""
        await _call_all(self.startup)
        yield
        await _call_all(self.shutdown)


def as_context(lifespan: Any) -> Lifespan[Any]:
    """Return a lifespan as what makes an asynchronous context manager."""
    made: Any = lifespan
    if inspect.isasyncgenfunction(lifespan):
        made = asynccontextmanager(lifespan)
    elif inspect.isgeneratorfunction(lifespan):
        made = _lifted(contextmanager(lifespan))
    return made  # type: ignore[no-any-return]


def _lifted(lifespan: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @asynccontextmanager
    async def run(app: Any) -> AsyncIterator[Any]:
        with lifespan(app) as state:
            yield state

    return run


async def _call_all(functions: Sequence[Callable[[], Any]]) -> None:
    for function in functions:
        returned = function()
        if inspect.isawaitable(returned):
            await returned
