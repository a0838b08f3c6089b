"""What an injector calls: the plan of each function, and its emitted source.

Made at the first call of a function. Knows graphs and plans; nothing of one request.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from typed_depends import wording
from typed_depends.chain import Chain
from typed_depends.errors import DependencyError, DependencyParameterError, raise_together
from typed_depends.graph.node import GivenNeed, Graph
from typed_depends.injector.sources import GivenSources
from typed_depends.plan.emit.emitter import Purpose, emit
from typed_depends.plan.plans import Plan, Plans
from typed_depends.plan.program import Program
from typed_depends.reading.dependant import NO_DEFAULT
from typed_depends.reading.parameter import show_type
from typed_depends.reading.recent import Recent
from typed_depends.resolve.emitted import Runner, bind, interpreting
from typed_depends.resolve.wiring import Wiring

# Plans of functions that were called; a plan holds its function, so the id stays its own.
_REMEMBERED_CALLS = 1024


class Quick:
    """The emitted source of a function without overrides.

    `again` calls it with values that were kept, if they all were. `needs_given`: not all that
    is given has a default. `simple`: it only has to be run. `once`: nor has anything
    to be left or remembered after that.
    """

    __slots__ = (
        "again",
        "emitted",
        "function",
        "graph",
        "needs_given",
        "once",
        "program",
        "run",
        "simple",
    )

    def __init__(self, function: Callable[..., Any], program: Program, graph: Graph) -> None:
        self.function = function
        self.program = program
        self.graph = graph
        self.emitted = emit(program, Purpose.REMEMBER)
        self.run: Runner = bind(self.emitted)
        self.again = bind(emit(program, Purpose.AGAIN)) if _all_kept(program) else None
        self.needs_given = next(_ungiven(graph, {}), None) is not None
        self.simple = bool(program.steps) and not self.needs_given and not program.held
        once = self.simple and not _yields(program)
        self.once = bind(emit(program, Purpose.CALL)) if once else None


class Calls:
    """The functions one injector has called, and what it needs to call them again.

    `shields`: something that was called, or may come, needs its clean-up shielded.
    """

    def __init__(self, wiring: Wiring, given: Callable[[Callable[..., Any]], None]) -> None:
        self.wiring = wiring
        self.overrides = wiring.overrides
        self.shields = True
        self._given = given
        self._plans: Recent[tuple[int, frozenset[str]], Plans] = Recent(_REMEMBERED_CALLS)
        self.quick: dict[int, Quick] = {}
        self._interprets = interpreting()

    def plan(self, function: Callable[..., Any], without: frozenset[str] = frozenset()) -> Plan:
        """Return the plan of `function`, whose parameters `without` the caller fills."""
        self._given(function)
        plans = self._plans.get_or_make(
            (id(function), without),
            lambda: self.wiring.plans(function, sources=GivenSources(), without=without),
        )
        return plans.under(self.wiring.overrides.current())

    def make_quick(self, function: Callable[..., Any]) -> Quick | None:
        """Make the emitted source for a call that fills nothing; `None` under overrides.

        Raises the graph's mistakes.
        """
        if self._interprets or self.wiring.overrides.in_force():
            return None
        plan = self.plan(function)
        program = plan.sound()
        if len(self.quick) >= _REMEMBERED_CALLS:
            self.quick.clear()
        quick = self.quick[id(function)] = Quick(function, program, plan.graph)
        self.shields = any(one.emitted.shields for one in self.quick.values())
        return quick


def _yields(program: Program) -> bool:
    return any(step.kind.yields for step in program.steps)


def _all_kept(program: Program) -> bool:
    """Tell whether a second call in the same request computes nothing anew."""
    return bool(program.steps) and all(step.keep for step in program.steps)


def refuse_ungiven(graph: Graph, given: Mapping[Any, Any]) -> None:
    """Raise for every parameter that has neither a value for its type nor a default."""
    raise_together(list(_ungiven(graph, given)))


def _ungiven(graph: Graph, given: Mapping[Any, Any]) -> Iterator[DependencyError]:
    for node in graph.nodes():
        for need in node.needs:
            if (
                isinstance(need, GivenNeed)
                and need.default is NO_DEFAULT
                and not any(type_ in given for type_ in need.types)
            ):
                path = Chain(tuple(one.link() for one in graph.way_to(node)))
                yield DependencyParameterError(
                    wording.ungiven_parameter(node.name, need.name, show_type(need.types[0])), path
                )
