"""Lifespan values: set up once, shared by all requests, torn down in reverse at shutdown.

They are set up in the order of their dependencies and left by the task that entered
them. Knows held steps; nothing of applications. A value that an override brings in while
the application runs is set up when it is first needed and torn down at shutdown with the
others.
"""

import math
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import anyio
from anyio.lowlevel import RunVar

from typed_depends.errors import LifespanNotRunningError
from typed_depends.plan.held import HeldKey
from typed_depends.plan.program import HeldStep
from typed_depends.reading.kind import Kind
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.threads import run_in_thread
from typed_depends.wording import Sentence


class HeldValues:
    """The lifespan values of one application, by key."""

    def __init__(self) -> None:
        # Per event loop: what one loop has opened is of no use to another.
        self._running: RunVar[_Run | None] = RunVar("typed_depends_held", None)

    @asynccontextmanager
    async def running(self, steps: Iterable[HeldStep]) -> AsyncIterator[None]:
        """Set up all `steps`; keep them until the block ends.

        A failure tears down what was set up and is raised. Nested in itself, on the same
        application, it does nothing a second time.
        """
        if self._running.get() is not None:
            await self.ensure(tuple(steps))
            yield
            return
        run = _Run()
        lifetimes = Lifetimes()
        failure: BaseException | None = None
        async with lifetimes.request:
            lifetimes.request.callback(run.clear)
            for step in steps:
                await run.set_up(step, lifetimes)
            self._running.set(run)
            try:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(run.keep_later_ones)
                    try:
                        yield
                    except BaseException as error:
                        # What came later is left first, and without being cancelled.
                        failure = error
                    run.close()
                if failure is not None:
                    raise failure
                if run.failure is not None:
                    raise run.failure
            finally:
                self._running.set(None)

    @contextmanager
    def shared_with(self, other: "HeldValues") -> Iterator[None]:
        """Let `other`, of a mounted application, have these values while the block lasts."""
        before = other._running.get()
        other._running.set(self._running.get())
        try:
            yield
        finally:
            other._running.set(before)

    async def ensure(self, steps: tuple[HeldStep, ...]) -> Mapping[HeldKey, Any]:
        """Return the values, those of `steps` among them. Raises `LifespanNotRunningError`."""
        if not steps:
            return {}
        run = self._running.get()
        if run is None:
            names = ", ".join(f'"{step.name}"' for step in steps)
            raise LifespanNotRunningError(_not_running(names))
        if any(step.held not in run.values for step in steps):
            await run.set_up_late(steps)
        return run.values


class _Run:
    """One run of the application, from start to shutdown."""

    def __init__(self) -> None:
        self.values: dict[HeldKey, Any] = {}
        self.failure: Exception | None = None
        self._wanted, self._wishes = anyio.create_memory_object_stream[_Wish](math.inf)

    async def set_up(self, step: HeldStep, lifetimes: Lifetimes) -> None:
        """Set up one value, unless it is there."""
        if step.held in self.values:
            return
        arguments = {argument.name: self.values[argument.held] for argument in step.arguments}
        match step.kind:
            case Kind.COROUTINE:
                value = await step.call(**arguments)
            case Kind.FUNCTION:
                value = await run_in_thread(step.call, **arguments)
            case Kind.GENERATOR | Kind.ASYNC_GENERATOR:
                value = await lifetimes.enter(
                    step.name, step.call, arguments, kind=step.kind, ends="request"
                )
        self.values[step.held] = value

    async def set_up_late(self, steps: tuple[HeldStep, ...]) -> None:
        """Have what is missing set up by the task that stays to tear it down.

        A request's task could not: it ends long before, and what a provider has open
        (a task group, a cancel scope) must be left by the task that entered it.
        """
        wish = _Wish(steps)
        self._wanted.send_nowait(wish)
        await wish.granted.wait()
        if wish.failure is not None:
            raise wish.failure

    async def keep_later_ones(self) -> None:
        """Set up what is wished for; tear it all down, in reverse, when the run is over.

        A failure of the clean-up is kept in `failure`: the task group would wrap it.
        """
        lifetimes = Lifetimes()
        try:
            async with lifetimes.request:
                async for wish in self._wishes:
                    await self._grant(wish, lifetimes)
        except Exception as error:
            self.failure = error

    async def _grant(self, wish: "_Wish", lifetimes: Lifetimes) -> None:
        try:
            for step in wish.steps:
                await self.set_up(step, lifetimes)
        except Exception as error:
            wish.failure = error
        finally:
            wish.granted.set()

    def close(self) -> None:
        """End the run: nothing more is set up."""
        self._wanted.close()

    def clear(self) -> None:
        """Let go of what the run itself uses."""
        self._wanted.close()
        self._wishes.close()


class _Wish:
    """What one request needs set up, and how that went."""

    def __init__(self, steps: tuple[HeldStep, ...]) -> None:
        self.steps = steps
        self.granted = anyio.Event()
        self.failure: Exception | None = None


def _not_running(names: str) -> Sentence:
    return Sentence(
        f"{names} lives as long as the application, which was not started",
        "Start it: `with TestClient(app) as client:` runs the lifespan, a bare TestClient(app) "
        "and httpx.ASGITransport do not.",
    )
