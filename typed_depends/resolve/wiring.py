"""What all endpoints of one application share: readings, overrides, lifespan values."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from typed_depends.graph.build import Sources
from typed_depends.graph.shared import SharedNodes
from typed_depends.plan.held import HeldKey
from typed_depends.plan.plans import Plans
from typed_depends.plan.program import Program
from typed_depends.reading.reader import Reader
from typed_depends.resolve.held import HeldValues
from typed_depends.resolve.overrides import Overrides


class Wiring:
    """One application's, or one injector's."""

    def __init__(self) -> None:
        self.reader = Reader()
        self.overrides = Overrides()
        self.held = HeldValues()
        self.nodes = SharedNodes()

    def plans(
        self,
        endpoint: Callable[..., Any],
        *,
        dependencies: Sequence[Any] = (),
        sources: Sources,
        placeholders: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Plans:
        """Return the plans of one endpoint; nothing is read before one is asked for."""
        return Plans(
            endpoint,
            dependencies=dependencies,
            sources=sources,
            reader=self.reader,
            placeholders=placeholders,
            without=without,
            shared=self.nodes,
        )

    def program(self, plans: Plans) -> Program:
        """Return the program for what is overridden now. Raises the graph's mistakes."""
        return plans.under(self.overrides.current()).sound()

    async def held_for(self, program: Program) -> Mapping[HeldKey, Any]:
        """Return the lifespan values `program` needs. Raises `LifespanNotRunningError`."""
        return await self.held.ensure(program.held)
