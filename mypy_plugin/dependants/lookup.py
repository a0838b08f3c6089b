"""Put a dependant together, wherever it is defined.

Markers come from the tree of the module being checked, else from the ledger of the
module that has them; parameters come from the callable's own type. Whatever is looked
at, mypy is told to come back when it changes.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence

from mypy.checker import TypeChecker
from mypy.nodes import (
    Decorator,
    FuncDef,
    MypyFile,
    OverloadedFuncDef,
    SymbolNode,
    TypeAlias,
    TypeInfo,
    Var,
)
from mypy.subtypes import is_same_type
from mypy.types import CallableType, Instance, ProperType, Type, get_proper_type

from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import Connection, Dependant, Edge, Kind, Provider, Value
from mypy_plugin.dependants.faults import Fault, decode_faults
from mypy_plugin.dependants.kinds import Kinds
from mypy_plugin.dependants.parameters import (
    PARTIAL,
    connection_kind,
    is_partial,
)
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.reach import modules_in_reach
from mypy_plugin.dependants.reading import AMBIGUOUS, CALLED, Read
from mypy_plugin.dependants.record import Record, decode, together
from mypy_plugin.ledger import recall_facts
from mypy_plugin.names import (
    FAULTS,
    HOME,
    LEDGER,
    LOCALS,
    PLACEHOLDERS,
    SECURITY_BASES,
    ConnectionName,
)
from mypy_plugin.rechecking import recheck_on
from mypy_plugin.sharing import Shared
from mypy_plugin.types.provided import is_told_by_body, kind_of_body, module_of
from mypy_plugin.types.variables import class_bound
from mypy_plugin.weaving.statements import Position

_NOTHING = Record()
_DEEPEST = 20
"""Steps a name may take from alias to alias."""

_TRANSPARENT = frozenset({"functools._lru_cache_wrapper"})
"""Types of decorated functions whose signature stays that of the function."""


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
        self._known: dict[Hashable, Dependant] = {}
        self._reached: dict[str, frozenset[str]] = {}
        self._connections: dict[TypeInfo, ConnectionName | None] = {}

    def of(self, provider: Provider) -> Dependant | None:
        """Give what a provider asks for; None if it cannot be known."""
        meant = provider.meant
        known = self._known.get(meant)
        if known is not None:
            return known
        question = (Dependant, meant)
        found = self.shared.answer(self.checker, question, lambda: self._look_up(provider))
        if found is not None:
            self._known[meant] = found
        return found

    def _look_up(self, provider: Provider) -> Dependant | None:
        found = self._of(provider, _DEEPEST)
        if found is None:
            return None
        if provider.given:
            found = _without_given(found, provider.given)
        own = tuple(edge for edge in found.edges if edge.parameter is not None)
        if len(own) < len(found.edges):
            found = found._replace(edges=own)
        return found

    def of_function(self, function: FuncDef) -> Dependant | None:
        """Give what a function of the module being checked asks for, as an endpoint."""
        read = self.read(self.checker.tree.fullname)
        position = function.line, function.column
        fullname = function.fullname
        if read is not None:
            fullname = read.names.local.get(position, fullname)
        record = self._record(self.checker.tree.fullname, fullname) or _NOTHING
        if record == AMBIGUOUS:
            return None
        return self._assembled(function, record, fullname, is_bound=False)

    def reached_from(self, dependant: Dependant) -> frozenset[str]:
        """Give the full names of all that is below a dependant."""
        reached = self._reached.get(dependant.fullname)
        if reached is not None:
            return reached
        gathered: set[str] = set()
        waiting = [dependant]
        while waiting:
            for edge in waiting.pop().edges:
                found = self.of(edge.provider) if edge.provider is not None else None
                if found is None or found.fullname in gathered:
                    continue
                gathered.add(found.fullname)
                below = self._reached.get(found.fullname)
                if below is None:
                    waiting.append(found)
                else:
                    gathered |= below
        reached = frozenset(gathered)
        self._reached[dependant.fullname] = reached
        return reached

    def names(self) -> Names:
        """Give what expressions of the module being checked name."""
        read = self.read(self.checker.tree.fullname)
        return Names(self.checker.tree, {}) if read is None else read.names

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

    def function_behind(self, partial: Provider) -> tuple[FuncDef, int] | None:
        """Give the function of a `functools.partial`, and how many parameters are filled."""
        record = self._record(module_of(self.checker, partial.fullname), partial.fullname)
        behind = record.stands_for if record is not None and record.stands_for else partial
        module = module_of(self.checker, behind.fullname)
        node = self._node(module, behind.fullname[len(module) + 1 :]) if module else None
        if not isinstance(node, FuncDef | Decorator | OverloadedFuncDef):
            return None
        function = _function(node)
        if function is None:
            return None
        return function, behind.filled + _is_bound(function, behind)

    def is_asked_for_at_home(self, provider: Provider) -> bool:
        """Tell whether the module of a provider asks for it as well."""
        module = module_of(self.checker, provider.fullname)
        path = f"{provider.fullname[len(module) + 1 :]}.{HOME}"
        return recall_facts(self.checker, module, path) is not None

    def faults(self, function: FuncDef) -> list[Fault]:
        """Give what is wrong with a function of another module, as its module tells."""
        module = module_of(self.checker, function.fullname)
        self.read(module)
        path = f"{function.fullname[len(module) + 1 :]}.{FAULTS}"
        text = recall_facts(self.checker, module, path)
        return [] if text is None else decode_faults(text)

    def is_placeholder(self, name: str) -> bool:
        """Tell whether a route in reach has a placeholder of this name in its path."""
        found = False
        for module in modules_in_reach(self.checker):
            if LEDGER in self.checker.modules[module].names:
                self.read(module)
                told = recall_facts(self.checker, module, PLACEHOLDERS)
                found |= told is not None and name in told.split()
        return found

    def is_first_to_ask(self, provider: Provider, place: Position) -> bool:
        """Tell whether no marker before this one, in the module being checked, names a provider."""
        read = self.read(self.checker.tree.fullname)
        return read is None or read.first.get(provider.fullname, place) >= place

    def below(self, dependant: Dependant) -> Iterator[tuple[tuple[Edge, ...], Dependant]]:
        """Yield each known dependant below this one once, with a way of edges to it."""
        seen: set[Provider] = set()
        waiting: deque[tuple[tuple[Edge, ...], Dependant]] = deque([((), dependant)])
        while waiting:
            way, holder = waiting.popleft()
            for edge in holder.edges:
                if edge.provider is None or edge.provider in seen:
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

    def _of(self, provider: Provider, steps: int) -> Dependant | None:
        if steps == 0:
            return None
        module = module_of(self.checker, provider.fullname)
        if not module:
            return None
        if LOCALS in provider.fullname:
            return None if provider.called else self._local(module, provider, provider.fullname)
        path = provider.fullname[len(module) + 1 :]
        recheck_on(self.checker, module, path)
        node = self._node(module, path)
        if not provider.called:
            return self._of_node(node, provider, steps)
        match node:
            case TypeInfo():
                return self._call_of(node, provider)
            case FuncDef() | Decorator():
                made = self._local(module, provider, node.fullname + CALLED)
                return made or self._instance(_returned(node), provider)
            case Var():
                return self._instance(_called(get_proper_type(node.type)), provider)
        return None

    def _of_node(self, node: SymbolNode | None, provider: Provider, steps: int) -> Dependant | None:
        match node:
            case FuncDef() | Decorator() | OverloadedFuncDef():
                return self._of_callable(node, provider)
            case TypeInfo():
                return self._of_class(node, provider)
            case TypeAlias():
                return self._instance_class(node, provider)
            case Var():
                held = get_proper_type(node.type)
                if isinstance(held, Instance) and not is_partial(held):
                    return self._instance(held, provider)
                made = self._made(node) if held is None else None
                if made is not None and made.fullname != PARTIAL:
                    return self._call_of(made, provider)
                record = self._record(module_of(self.checker, node.fullname), node.fullname)
                if record is not None and record.stands_for is not None:
                    found = self._of(record.stands_for, steps - 1)
                    return found and _without_given(found, record.stands_for.given)
        return None

    def _made(self, variable: Var) -> TypeInfo | None:
        """Give the class of an instance in the same import cycle, as far as syntax tells."""
        module = self.checker.modules.get(module_of(self.checker, variable.fullname))
        return class_bound(variable, module.defs) if module is not None else None

    def _instance_class(self, alias: TypeAlias, provider: Provider) -> Dependant | None:
        target = get_proper_type(alias.target)
        return self._of_class(target.type, provider) if isinstance(target, Instance) else None

    def _of_callable(
        self, node: FuncDef | Decorator | OverloadedFuncDef, provider: Provider
    ) -> Dependant | None:
        function = _function(node)
        if function is None:
            return None
        module = module_of(self.checker, function.fullname)
        record = self._record(module, function.fullname) or _NOTHING
        if record == AMBIGUOUS:
            return None
        is_bound = _is_bound(function, provider)
        found = self._assembled(function, record, function.fullname, is_bound=is_bound)
        return found and _without_filled(found, function, provider.filled + is_bound)

    def _of_class(self, info: TypeInfo, provider: Provider) -> Dependant | None:
        """Read the constructor; a generated one asks for what the fields are marked with."""
        if info.fallback_to_any or _is_made_by_metaclass(info):
            return None
        symbol = next(
            (
                found
                for name in ("__init__", "__new__")
                if (found := info.get(name)) is not None
                and isinstance(found.node, FuncDef)
                and found.node.info.fullname != "builtins.object"
            ),
            None,
        )
        if symbol is None:
            return Dependant(info.fullname, info.name, "class")
        init = symbol.node
        if not isinstance(init, FuncDef):
            return None
        module = module_of(self.checker, init.fullname)
        recheck_on(self.checker, module, init.fullname[len(module) + 1 :])
        if symbol.plugin_generated or init.info.is_named_tuple:
            record = self._fields(info)
        else:
            record = self._record(module, init.fullname) or _NOTHING
        assembled = self._assembled(init, record, info.fullname, is_bound=True)
        if assembled is None:
            return None
        assembled = _without_filled(assembled, init, provider.filled + 1)
        return assembled._replace(name=info.name, kind="class")

    def _fields(self, info: TypeInfo) -> Record:
        fields = _NOTHING
        for base in reversed(info.mro):
            record = self._record(base.module_name, base.fullname)
            fields = together(fields, record) if record else fields
        return fields

    def _instance(self, instance: ProperType | None, provider: Provider) -> Dependant | None:
        return self._call_of(instance.type, provider) if isinstance(instance, Instance) else None

    def _call_of(self, info: TypeInfo, provider: Provider) -> Dependant | None:
        """Read what an instance of a class asks for when it is called."""
        if info.module_name == "functools" or info.get("__signature__") is not None:
            return None
        for base in info.mro[:-1]:
            path = base.fullname[len(base.module_name) + 1 :]
            recheck_on(self.checker, base.module_name, f"{path}.__call__")
        symbol = info.get("__call__")
        if symbol is None or not isinstance(symbol.node, FuncDef | Decorator):
            return None
        found = self._of_callable(symbol.node, provider._replace(bound=True, called=False))
        is_scheme = any(base.fullname in SECURITY_BASES for base in info.mro)
        return found and found._replace(name=info.name, is_scheme=is_scheme)

    def _local(self, module: str, provider: Provider, fullname: str) -> Dependant | None:
        """Read a function that only its module can name: all there is, is in the record."""
        record = self._record(module, fullname)
        if record is None or record == AMBIGUOUS or record.local is None:
            return None
        edges = list(record.edges)
        for parameter, held in record.held:
            edge = self._held(held)
            if edge is not None:
                edges.append(edge._replace(parameter=parameter))
        filled = {edge.parameter for edge in edges}
        return Dependant(
            fullname,
            record.local.name,
            record.local.kind,
            tuple(edges),
            tuple(c for c in record.local.connections if c.parameter not in filled),
            tuple(value for value in record.local.values if value.parameter not in filled),
            self._path(module),
        )

    def _assembled(
        self, function: FuncDef, record: Record, fullname: str, *, is_bound: bool
    ) -> Dependant | None:
        """Put markers and parameters together."""
        marked = {edge.parameter: edge for edge in record.edges}
        sources = {source.parameter: source for source in record.sources}
        held = dict(record.held)
        edges = [edge for edge in record.edges if edge.parameter is None]
        connections: list[Connection] = []
        values: list[Value] = []
        types = function.type.arg_types if isinstance(function.type, CallableType) else ()
        kinds = function.arg_kinds
        for place, given in enumerate(function.arg_names):
            if is_bound and place == 0:
                continue
            name, kind = given or "", kinds[place]
            edge = marked.get(name)
            if edge is not None:
                edges.append(edge)
                continue
            source = sources.get(name)
            if source is None:
                alias = held.get(name) or self._alias(function, place)
                edge = self._held(alias) if alias is not None else None
                if edge is not None:
                    edges.append(edge._replace(parameter=name))
                    continue
            if not name or kind.is_star():  # which nothing can fill
                continue
            declared = types[place] if place < len(types) else None
            connection = self._connection(declared) if source is None else None
            if connection is not None:
                connections.append(Connection(name, connection))
            else:
                value = (
                    Value(name, declared, kind.is_optional())
                    if source is None
                    else source.value(declared)
                )
                has_metadata = name in record.metadata
                values.append(value._replace(has_metadata=True) if has_metadata else value)
        module = module_of(self.checker, function.fullname)
        return Dependant(
            fullname,
            function.name,
            self._kind(function, module),
            tuple(edges),
            tuple(connections),
            tuple(values),
            self._path(module),
            function.line if function.line > 0 else None,
        )

    def _connection(self, declared: Type | None) -> ConnectionName | None:
        """Tell what of the connection a parameter of this type receives; asked once a class."""
        proper = get_proper_type(declared)
        if not isinstance(proper, Instance):
            return None
        if proper.type not in self._connections:
            self._connections[proper.type] = connection_kind(proper)
        return self._connections[proper.type]

    def _alias(self, function: FuncDef, place: int) -> str | None:
        """Give the alias a parameter is annotated with, in a file that never had a marker.

        Such a file has no ledger, and the daemon does not read it again when an alias
        it imports gets a marker.
        """
        if not self.checker.options.fine_grained_incremental or place >= len(function.arguments):
            return None
        tree = self.checker.modules.get(module_of(self.checker, function.fullname))
        if tree is None or LEDGER in tree.names:
            return None
        annotation = function.arguments[place].type_annotation
        return Names(tree, {}).alias(annotation, tree.fullname)

    def _held(self, fullname: str, steps: int = _DEEPEST) -> Edge | None:
        """Give the marker an alias or a variable holds."""
        record = self._record(module_of(self.checker, fullname), fullname)
        if record is None or record == AMBIGUOUS or steps == 0:
            return None
        if not record.edges:
            return self._held(record.held[0][1], steps - 1) if record.held else None
        return record.edges[0]._replace(position=None, held=fullname)

    def _record(self, module: str, fullname: str) -> Record | None:
        read = self.read(module)
        if module == self.checker.tree.fullname and read is not None:
            if self.checker.options.fine_grained_incremental:
                recall_facts(self.checker, module, fullname[len(module) + 1 :])
            return read.records.get(fullname)
        if not module:
            return None
        text = recall_facts(self.checker, module, fullname[len(module) + 1 :])
        return None if text is None else decode(text)

    def _kind(self, function: FuncDef, module: str) -> Kind | None:
        """Tell the kind of a function; None where there is no body to tell it by."""
        if is_told_by_body(function):
            self.kinds.ask(function)
            tree = self.checker.modules.get(module)
            if function.is_trivial_body or (tree is not None and tree.is_stub):
                return None
        return kind_of_body(function)

    def _node(self, module: str, path: str) -> SymbolNode | None:
        """Give what stands at a path of names in a module, through classes and instances."""
        tree = self.checker.modules[module]
        first, *rest = path.split(".")
        symbol = tree.names.get(first)
        for name in rest:
            node = symbol.node if symbol is not None else None
            if isinstance(node, Var):
                held = get_proper_type(node.type)
                node = held.type if isinstance(held, Instance) else None
            symbol = node.get(name) if isinstance(node, TypeInfo) else None
        return symbol.node if symbol is not None else None

    def _path(self, module: str) -> str | None:
        tree = self.checker.modules.get(module)
        return tree.path if isinstance(tree, MypyFile) else None


def _function(node: FuncDef | Decorator | OverloadedFuncDef) -> FuncDef | None:
    """Give the function that runs; None where a decorator may have put another in its place."""
    match node:
        case FuncDef():
            return node
        case OverloadedFuncDef():
            inner = node.impl
            return inner if isinstance(inner, FuncDef) else None
    own, decorated = node.func.type, get_proper_type(node.var.type)
    if isinstance(decorated, Instance) and decorated.type.fullname in _TRANSPARENT:
        return node.func
    if isinstance(decorated, CallableType) and isinstance(own, CallableType):
        return node.func if is_same_type(decorated, own, ignore_promotions=True) else None
    return None


def _is_bound(function: FuncDef, provider: Provider) -> bool:
    """Tell whether the first parameter of a method is filled."""
    return bool(function.info) and (
        (provider.bound and not function.is_static) or function.is_class
    )


def _is_made_by_metaclass(info: TypeInfo) -> bool:
    """Tell whether calling a class is something else than making an instance."""
    meta = info.metaclass_type
    call = meta.type.get("__call__") if meta is not None else None
    return call is not None and call.fullname != "builtins.type.__call__"


def _returned(node: FuncDef | Decorator) -> ProperType | None:
    function = _function(node)
    return None if function is None else _called(function.type)


def _called(held: ProperType | None) -> ProperType | None:
    return get_proper_type(held.ret_type) if isinstance(held, CallableType) else None


def _without_filled(dependant: Dependant, function: FuncDef, filled: int) -> Dependant:
    """Leave out the first parameters, which are filled by position."""
    return _without_given(dependant, [name or "" for name in function.arg_names[:filled]])


def _without_given(dependant: Dependant, given: Sequence[str]) -> Dependant:
    """Leave out what `functools.partial` has filled."""
    return dependant._replace(
        edges=tuple(edge for edge in dependant.edges if edge.parameter not in given),
        connections=tuple(c for c in dependant.connections if c.parameter not in given),
        values=tuple(value for value in dependant.values if value.parameter not in given),
    )
