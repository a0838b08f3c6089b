"""Ask what a callable asks for, and what is below it, wherever it is defined.

Whatever is looked at, mypy is told to come back when it changes.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

from mypy.checker import TypeChecker
from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef, SymbolNode, TypeInfo

from mypy_plugin.dependants.assembly import NOTHING, Assembly
from mypy_plugin.dependants.callables import Callables, is_bound_by
from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import Dependant, Edge, Lifetime, Provider
from mypy_plugin.dependants.kinds import Kinds
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.read import AMBIGUOUS, Read
from mypy_plugin.dependants.record import RETURN, STATEMENT, Record
from mypy_plugin.dependants.sums import Sum, add_up
from mypy_plugin.dependants.told import Told
from mypy_plugin.names import LOCALS
from mypy_plugin.sharing import Shared, noting
from mypy_plugin.types.called import function_behind
from mypy_plugin.types.provided import module_of
from mypy_plugin.weaving.awaited import is_followed
from mypy_plugin.weaving.statements import Position

T = TypeVar("T")

DEEPEST_SUM = 40
"""Providers below each other that are added up one within the other."""


class Dependants:
    """Everything that can be asked for, as the module being checked sees it."""

    def __init__(
        self,
        checker: TypeChecker,
        read: Callable[[str], Read | None],
        kinds: Kinds,
        shared: Shared,
    ) -> None:
        """Look with `checker`; `read` gives what was read of a tree that is in memory."""
        self.checker = checker
        self.shared = shared
        self.read = read
        self.kinds = kinds
        # There each asker must be told anew what makes mypy come back, which `shared` keeps.
        self._in_daemon = is_followed(checker.options)
        self._known: dict[Hashable, tuple[Any, frozenset[str]]] = {}
        self._adding = set[Hashable]()
        self._assembly = Assembly(checker, read, kinds)
        self._callables = Callables(checker, self._assembly)
        self.told = Told(checker, read, self._assembly)

    def of(self, provider: Provider) -> Dependant | None:
        """Give what a provider asks for; None if it cannot be known."""
        return self.ask((Dependant, provider.meant), lambda: self._look_up(provider))

    def sum_of(self, provider: Provider) -> Sum | None:
        """Sum up a provider and all below it; None if it is not known itself."""
        return self.ask((Sum, provider.meant), lambda: self._add_up(provider))

    def ask(self, question: Hashable, work: Callable[[], T | None]) -> T | None:
        """Give what `work` gives, or gave before to the same question."""
        if self._in_daemon:
            return self.shared.answer(self.checker, question, work)
        known = self._known.get(question)
        if known is None:
            answer, looked_at = noting(
                self.checker, lambda: self.shared.answer(self.checker, question, work)
            )
            if answer is not None:
                self._known[question] = answer, looked_at
            return answer
        self.checker.module_refs |= known[1]
        return known[0]  # type: ignore[no-any-return]

    def _add_up(self, provider: Provider) -> Sum | None:
        """Add the sums of what a provider asks for to what it asks for itself.

        In a circle, or too deep for that, walk through all below it.
        """
        top = self.of(provider)
        if top is None:
            return None
        if provider.meant in self._adding or len(self._adding) == DEEPEST_SUM:
            walked = (found for _, found in self.below(top))
            parts = [add_up(one, (), is_known=self._knows_all(one)) for one in walked]
        else:
            self._adding.add(provider.meant)
            try:
                asked = [edge.provider for edge in top.edges if edge.provider is not None]
                parts = [found for found in map(self.sum_of, asked) if found is not None]
            finally:
                self._adding.remove(provider.meant)
        return add_up(top, parts, is_known=self._knows_all(top))

    def _knows_all(self, dependant: Dependant) -> bool:
        """Tell whether everything a dependant asks for is known."""
        return all(
            edge.provider is not None and self.of(edge.provider) is not None
            for edge in dependant.edges
        )

    def _look_up(self, provider: Provider) -> Dependant | None:
        found = self._callables.of(provider)
        if found is None:
            return None
        found = self._callables.given_by_name(found, provider.given)
        own = tuple(edge for edge in found.edges if edge.parameter is not None)
        if len(own) < len(found.edges):
            found = found._replace(edges=own)
        return found

    def of_function(self, function: FuncDef) -> Dependant | None:
        """Give what a function of the module being checked asks for, as an endpoint."""
        record = self.record_of(function)
        if record == AMBIGUOUS:
            return None
        fullname = self._name_of(function)
        return self._assembly.assembled(function, record, fullname, is_bound=bool(function.info))

    def record_of(self, function: FuncDef) -> Record:
        """Give the markers of a function of the module being checked."""
        return self._assembly.record(self.checker.tree.fullname, self._name_of(function)) or NOTHING

    def held_by(self, function: FuncDef, record: Record) -> Sequence[tuple[str, str]]:
        """Give what else may hold a parameter's marker, of a function with this record."""
        return self._assembly.held_by(function, record)

    def edge_held(self, fullname: str) -> Edge | None:
        """Give the marker an alias or a variable holds."""
        return self._assembly.held(fullname)

    def returns_more(self, fullname: str) -> bool:
        """Tell whether a function of a module with facts says more of its answer than the type."""
        record = self._assembly.record(module_of(self.checker, fullname), fullname)
        return record is not None and RETURN in record.metadata

    def is_statement(self, alias: str) -> bool:
        """Tell whether an alias with a marker is a `type` statement with type variables."""
        record = self._assembly.record(module_of(self.checker, alias), alias)
        return record is not None and STATEMENT in record.metadata

    def holds_source(self, fullname: str) -> bool:
        """Tell whether an alias holds the marker of another source, as `Query()` is one.

        Or one of any kind, within another type.
        """
        source = self._assembly.source_held(fullname)
        return source is not None or self._assembly.hides_marker(fullname)

    def marker_of_alias(self, function: FuncDef, slot: int) -> str | None:
        """Name the marker that an alias holds, where one annotates a parameter of this module."""
        names, place = self.names(), (function.line, function.column)
        within = names.local.get(place, function.fullname)
        alias = names.alias(function.arguments[slot].type_annotation, within)
        if alias is None:
            return None
        if (edge := self._assembly.held(alias)) is not None:
            return "Security" if edge.oauth_scopes else "Depends"
        source = self._assembly.source_held(alias)
        return source.marker if source is not None else None

    def _name_of(self, function: FuncDef) -> str:
        read = self.read(self.checker.tree.fullname)
        fullname = function.fullname
        if read is None:
            return fullname
        return read.names.local.get((function.line, function.column), fullname)

    def reached_from(self, provider: Provider) -> frozenset[str]:
        """Give the full names of all that is below a provider."""
        found = self.sum_of(provider)
        return frozenset() if found is None else found.reached

    def scopes_below(self, provider: Provider) -> frozenset[Lifetime]:
        """Give what the markers below a provider say of lifetimes; None where one says nothing."""
        found = self.sum_of(provider)
        return frozenset() if found is None else found.scopes

    def names(self) -> Names:
        """Give what expressions of the module being checked name."""
        read = self.read(self.checker.tree.fullname)
        if read is not None:
            return read.names
        return Names(self.checker.tree, {}, {}, self.checker.modules)

    def owner_of(self, edge: Edge) -> Definition | None:
        """Give what asks by an edge of the module being checked, where that has a name."""
        return None if edge.position is None else self.owner_at(edge.position)

    def owner_at(self, place: Position) -> Definition | None:
        """Give what asks by the marker at a place of the module being checked."""
        read = self.read(self.checker.tree.fullname)
        return None if read is None else read.owners.get(place)

    def module_of(self, dependant: Dependant) -> str:
        """Give the module a dependant is defined in."""
        return module_of(self.checker, dependant.fullname)

    def function_of(self, dependant: Dependant) -> FuncDef | None:
        """Give the function that runs when a dependant is called."""
        return self._callables.function_of(dependant)

    def class_of(self, dependant: Dependant) -> TypeInfo | None:
        """Give the class that a dependant is."""
        node = self._node_of(Provider(dependant.name, dependant.fullname))
        return node if isinstance(node, TypeInfo) else None

    def function_behind(self, partial: Provider) -> tuple[FuncDef, int] | None:
        """Give the function of a `functools.partial`, and how many parameters are filled."""
        record = self._assembly.record(module_of(self.checker, partial.fullname), partial.fullname)
        behind = record.stands_for if record is not None and record.stands_for else partial
        node = self._node_of(behind)
        if not isinstance(node, FuncDef | Decorator | OverloadedFuncDef):
            return None
        function = function_behind(node)
        if function is None:
            return None
        return function, behind.filled + is_bound_by(function, behind)

    def _node_of(self, provider: Provider) -> SymbolNode | None:
        module = module_of(self.checker, provider.fullname)
        return (
            self._callables.node(module, provider.fullname[len(module) + 1 :]) if module else None
        )

    def made_at(self, dependant: Dependant) -> Position | None:
        """Give where the module being checked defines what one of its factories makes."""
        read = self.read(self.checker.tree.fullname)
        return None if read is None else read.made.get(dependant.fullname)

    def decorated(self, provider: Provider) -> FuncDef | None:
        """Give the decorated function that a provider is named after."""
        if provider.called or provider.given or provider.filled or LOCALS in provider.fullname:
            return None
        node = self._node_of(provider)
        return node.func if isinstance(node, Decorator) else None

    def is_first_to_ask(self, provider: Provider, place: Position) -> bool:
        """Tell whether no marker before this one, in the module being checked, names a provider."""
        read = self.read(self.checker.tree.fullname)
        return read is None or read.first.get(provider.told_as, place) >= place

    def is_first_to_call(self, called: Dependant, place: Position) -> bool:
        """Tell the same of what runs, which may be asked for by several names."""
        read = self.read(self.checker.tree.fullname)
        return read is None or not any(
            edge.position is not None
            and edge.position < place
            and edge.provider is not None
            and (found := self.of(edge.provider)) is not None
            and found.fullname == called.fullname
            for edge in read.edges()
        )

    def below(
        self, dependant: Dependant, *, of_request: bool = False
    ) -> Iterator[tuple[tuple[Edge, ...], Dependant]]:
        """Yield each known dependant below this one once, with a way of edges to it.

        If they are to be `of_request`, nothing that a lifespan holds: no request is there.
        """
        seen: set[Provider] = set()
        waiting: deque[tuple[tuple[Edge, ...], Dependant]] = deque([((), dependant)])
        while waiting:
            way, holder = waiting.popleft()
            for edge in holder.edges:
                if edge.provider is None or edge.provider in seen:
                    continue
                if of_request and edge.scope == "lifespan" and edge.family != "fastapi":
                    continue
                seen.add(edge.provider)
                found = self.of(edge.provider)
                if found is not None:
                    further = (*way, edge)
                    yield further, found
                    waiting.append((further, found))

    def receive_scopes(self, dependant: Dependant) -> bool:
        """Tell whether OAuth scopes may be read by a dependant or below it."""
        for one in (dependant, *(found for _, found in self.below(dependant))):
            if one.is_scheme or any(c.kind == "SecurityScopes" for c in one.connections):
                return True
            if any(edge.provider is None or self.of(edge.provider) is None for edge in one.edges):
                return True
        return False
