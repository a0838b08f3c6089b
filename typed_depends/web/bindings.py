"""The emitted source of one endpoint, bound once for each set of overrides."""

from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from typed_depends.graph.overrides import NONE, OverrideSet
from typed_depends.plan.emit.emitter import Purpose, emit
from typed_depends.plan.plans import Plan, Plans
from typed_depends.plan.program import Program
from typed_depends.resolve.emitted import Runner, bind, interpreting
from typed_depends.resolve.overrides import Overrides
from typed_depends.resolve.wiring import Wiring


class Bound(NamedTuple):
    """What runs, and whether the body must be parsed before."""

    program: Program
    run: Runner
    reads_body: bool


class Bindings:
    """What one endpoint runs; `usual` is what it runs without overrides, once it is bound."""

    def __init__(self, plans: Plans, overrides: Overrides, purpose: Purpose) -> None:
        self._plans = plans
        self._overrides = overrides
        self._purpose = purpose
        self.usual: Bound | None = None
        self._latest: tuple[OverrideSet, Bound] | None = None

    @cached_property
    def _by_plan(self) -> WeakKeyDictionary[Plan, Bound]:
        return WeakKeyDictionary()

    def now(self) -> Bound:
        """Return what runs under the overrides in force. Raises the graph's mistakes."""
        usual, overrides = self.usual, self._overrides
        if usual is None or overrides.table or overrides.local.get():
            return self._under(overrides.current())
        return usual

    def _under(self, overrides: OverrideSet) -> Bound:
        latest = self._latest
        if latest is not None and latest[0] is overrides:
            return latest[1]
        plan = self._plans.under(overrides)
        bound = self._by_plan.get(plan)
        if bound is None:
            program = plan.sound()
            emitted = emit(program, self._purpose)
            reads_body = program.body is not None and not emitted.reads_text
            bound = self._by_plan[plan] = Bound(program, bind(emitted), reads_body)
        if overrides is NONE:
            self.usual = bound
        else:
            self._latest = overrides, bound
        return bound


def open_bindings(plans: Plans, wiring: Wiring) -> Bindings | None:
    """Return what an endpoint runs where whoever runs it ends both lifetimes.

    `None` where code generation is switched off.
    """
    return None if interpreting() else Bindings(plans, wiring.overrides, Purpose.OPEN)
