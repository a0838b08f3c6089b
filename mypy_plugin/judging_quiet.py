"""Tell of most routes at once that no rule has anything to say about them.

What lies below a provider is the same for every route that asks for it, and what a source can
produce the same for every parameter of a type. So each is asked once, and a route is judged
only where some part of it may concern a rule: a marker like `Query()`, a WebSocket, an
uploaded file, a default in the path.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mypy.nodes import ARG_OPT, CallExpr, FuncDef, NameExpr, SymbolNode
from mypy.types import CallableType, Type

from mypy_plugin.applications.routers import Routers
from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import Connection, Dependant, Edge, Provider
from mypy_plugin.dependants.parameters import connection_kind
from mypy_plugin.dependants.record import Record
from mypy_plugin.judging import Judge
from mypy_plugin.judging_returns import returned_by, said_by
from mypy_plugin.judging_routes import edges_added
from mypy_plugin.rules.depends_connection import check_connections
from mypy_plugin.rules.depends_path import placeholders_of
from mypy_plugin.types.beside import may_be_marked
from mypy_plugin.types.carried import is_scalar, is_upload
from mypy_plugin.types.runtime_names import is_quoted, lost_in_return, lost_name

_ANYWHERE: Final = "anywhere"
_BESIDE_THE_PATH: Final = "beside the path"
_CONNECTION: Final = "the connection"
_NO_IDEA: Final = "no idea"
"""Where the value of a parameter may come from without a word from any rule."""


class Part(NamedTuple):
    """A provider with all below it, of which a route alone has nothing to say.

    `names` are those of all parameters, `unfit` those of values that no path can hold.
    """

    names: frozenset[str]
    unfit: frozenset[str]


class QuietRoutes:
    """What is known of the parts of one module's routes.

    `is_through` says that mypy has checked all of the module.
    """

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.is_through = False
        self._tree = judge.checker.tree
        self._is_lazy = self._tree.is_future_flag_set("annotations")
        self._parts: dict[Provider, Part | None] = {}
        self._held: dict[str, Edge | None] = {}
        self._sources_held: dict[str, bool] = {}
        self._added: dict[SymbolNode | None, list[Part] | None] = {}
        self._sources: dict[Type, str] = {}

    def is_quiet(self, routers: Routers, route: Route) -> bool:
        """Tell whether there is surely nothing to say about a route and its endpoint."""
        function = route.decorated
        return (
            function is not None
            and route.kind == "http"
            and not (function.is_generator or function.is_async_generator)
            and self._asks_quietly(routers, route, function)
            and self._answers_quietly(route.call, function)
            and self._keeps_names(function)
        )

    def adds_quietly(self, routers: Routers, route: Route) -> bool:
        """Tell whether there is surely nothing to say about what a route's router adds to it."""
        if route.kind != "http" or route.path is None or not isinstance(route.receiver, NameExpr):
            return False
        router = route.receiver.node
        if router not in self._added:
            self._added[router] = self._parts_added(routers, route)
        parts, placeholders = self._added[router], placeholders_of(route.path)
        return parts is not None and all(part.unfit.isdisjoint(placeholders) for part in parts)

    def _parts_added(self, routers: Routers, route: Route) -> list[Part] | None:
        edges = list(edges_added(self.judge, routers, route))
        parts = [self._part(edge.provider) for edge in edges if edge.provider is not None]
        known = [part for part in parts if part is not None]
        return known if len(known) == len(parts) else None

    def _asks_quietly(self, routers: Routers, route: Route, function: FuncDef) -> bool:
        """Tell whether no rule concerns what an endpoint asks for, and what is below that."""
        signature, dependants = function.type, self.judge.dependants
        record = dependants.record_of(function)
        if route.path is None or not isinstance(signature, CallableType):
            return False
        if record.sources or record.metadata:
            return False
        placeholders = placeholders_of(route.path)
        before = placeholders_of(routers.prefix(route.receiver))
        missing = placeholders.union(before).difference(function.arg_names)
        held = dict(dependants.held_by(function, record))
        if any(map(self._holds_source, held.values())):
            return False
        filled = set[str | None]()
        for edge in self._edges(function, record):
            filled.add(edge.parameter)
            part = self._part(edge.provider) if edge.provider is not None else None
            if part is None or (part.unfit and not part.unfit.isdisjoint(placeholders)):
                return False
            if missing:
                missing -= part.names
        handed = set[Type]()
        for argument, kind, name, declared in zip(
            function.arguments,
            function.arg_kinds,
            function.arg_names,
            signature.arg_types,
            strict=True,
        ):
            if kind.is_star() or argument.pos_only:
                return False
            if name in filled:
                if kind is ARG_OPT and name in held:
                    return False
                continue
            source = self._source(declared)
            if source is _CONNECTION:
                if declared in handed:
                    return False
                handed.add(declared)
            if source is _NO_IDEA or (
                name in placeholders and (source is not _ANYWHERE or kind is ARG_OPT)
            ):
                return False
        return not missing

    def _edges(self, function: FuncDef, record: Record) -> Iterable[Edge]:
        """Give what an endpoint asks for, also through aliases."""
        held = self.judge.dependants.held_by(function, record)
        if not held:
            return record.edges
        edges = list(record.edges)
        marked = {edge.parameter for edge in edges}
        for name, alias in held:
            edge = self._edge(alias)
            if edge is not None and name not in marked:
                edges.append(edge._replace(parameter=name))
        return edges

    def _answers_quietly(self, call: CallExpr, function: FuncDef) -> bool:
        """Tell whether no rule concerns what an endpoint answers with."""
        if any(kind.is_star() for kind in call.arg_kinds):
            return False
        if "response_model" in call.arg_names:
            answer = said_by(call)
        else:
            answer = returned_by(function)
            if lost_in_return(self._tree, function, answer) is not None:
                return False
        return answer is None or self.judge.is_serialisable(answer)

    def _keeps_names(self, function: FuncDef) -> bool:
        """Tell whether the running program finds all names in a function's annotations."""
        return all(
            may_be_marked(argument) or lost_name(self._tree, function, argument, ()) is None
            for argument in function.arguments
            if self._is_lazy or is_quoted(argument.type_annotation)
        )

    def _edge(self, alias: str) -> Edge | None:
        if alias not in self._held:
            self._held[alias] = self.judge.dependants.edge_held(alias)
        return self._held[alias]

    def _holds_source(self, alias: str) -> bool:
        if alias not in self._sources_held:
            self._sources_held[alias] = self.judge.dependants.holds_source(alias)
        return self._sources_held[alias]

    def _part(self, provider: Provider) -> Part | None:
        """Give a provider with all below it; None where a rule may have something to say."""
        if provider not in self._parts:
            question = (Part, provider.meant)
            self._parts[provider] = self.judge.shared.answer(
                self.judge.checker,
                question,
                lambda: self._look_at(provider),
                is_settled=self.is_through,
            )
        return self._parts[provider]

    def _look_at(self, provider: Provider) -> Part | None:
        found = self.judge.dependants.sum_of(provider)
        if found is None or not found.is_known:
            return None
        if any(check_connections(found.dependant, "http")):
            return None
        values = found.dependant.values
        if any(value.source is not None or is_upload(value.type) for value in values):
            return None
        unfit = (v.parameter for v in values if v.type is not None and not is_scalar(v.type))
        return Part(found.names, frozenset(unfit))

    def _source(self, declared: Type) -> str:
        """Tell where a parameter of this type may come from; asked once a type."""
        known = self._sources.get(declared)
        if known is None:
            known = self._sources[declared] = self._source_of(declared)
        return known

    def _source_of(self, declared: Type) -> str:
        kind = connection_kind(declared)
        if kind is not None:
            asking = Dependant("", "", None, connections=(Connection("", kind),))
            return _NO_IDEA if any(check_connections(asking, "http")) else _CONNECTION
        if is_upload(declared) or not self.judge.is_readable(declared):
            return _NO_IDEA
        return _ANYWHERE if is_scalar(declared) else _BESIDE_THE_PATH
