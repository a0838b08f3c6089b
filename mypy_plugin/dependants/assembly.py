"""Put markers and parameters together into a dependant.

Markers come from the tree of the module being checked, else from the ledger of the
module that has them; parameters come from the callable's own type. Whatever is looked
at, mypy is told to come back when it changes.
"""

from collections.abc import Callable, Mapping, Sequence

from mypy.checker import TypeChecker
from mypy.nodes import FuncDef, MypyFile, TypeInfo
from mypy.types import CallableType, Instance, Type, get_proper_type

from mypy_plugin.dependants.dependant import Connection, Dependant, Edge, Kind, Value
from mypy_plugin.dependants.edges import settled
from mypy_plugin.dependants.kinds import Kinds
from mypy_plugin.dependants.parameters import connection_kind
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.read import AMBIGUOUS, Read
from mypy_plugin.dependants.record import Record, Source, decode
from mypy_plugin.ledger import recall_facts
from mypy_plugin.names import LEDGER, LOST_WITHIN, ConnectionName
from mypy_plugin.rechecking import recheck_on_class
from mypy_plugin.types.provided import is_told_by_body, kind_of_body, module_of

NOTHING = Record()
DEEPEST = 20
"""Steps a name may take from alias to alias."""


class Assembly:
    """Puts dependants together as the module being checked sees them."""

    def __init__(
        self, checker: TypeChecker, read: Callable[[str], Read | None], kinds: Kinds
    ) -> None:
        self.checker = checker
        self.read = read
        self.kinds = kinds
        self._connections: dict[TypeInfo, ConnectionName | None] = {}

    def local(self, module: str, fullname: str) -> Dependant | None:
        """Read a function that only its module can name: all there is, is in the record."""
        record = self.record(module, fullname)
        if record is None or record == AMBIGUOUS or record.local is None:
            return None
        edges = list(record.edges)
        sources: dict[str, Source] = {}
        for parameter, held in record.held:
            edge = self.held(held)
            if edge is not None:
                edges.append(edge._replace(parameter=parameter))
            elif (source := self.source_held(held)) is not None:
                sources[parameter] = source
        filled = {edge.parameter for edge in edges}
        buries = self._buries(record)
        buries |= {name for name, alias in record.held if self.hides_marker(alias)}
        return Dependant(
            fullname,
            record.local.name,
            record.local.kind,
            tuple(edges),
            tuple(c for c in record.local.connections if c.parameter not in filled),
            tuple(
                _with_source(value, sources)._replace(buries=value.parameter in buries)
                for value in record.local.values
                if value.parameter not in filled
            ),
            self._path(module),
        )

    def assembled(
        self, function: FuncDef, record: Record, fullname: str, *, is_bound: bool
    ) -> Dependant | None:
        """Put markers and parameters together."""
        marked = {edge.parameter: edge for edge in record.edges}
        sources = {source.parameter: source for source in record.sources}
        held = dict(record.held)
        buries = self._buries(record)
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
                edge = self.held(alias) if alias is not None else None
                if edge is not None:
                    declared = types[place] if place < len(types) else None
                    edges.append(settled(edge, declared)._replace(parameter=name))
                    continue
                source = self.source_held(alias) if alias is not None else None
                if source is not None:
                    source = source._replace(parameter=name, has_default=kind.is_optional())
                elif alias is not None and self.hides_marker(alias):
                    buries.add(name)
            if not name or kind.is_star():  # which nothing can fill
                continue
            declared = types[place] if place < len(types) else None
            connection = self._connection(declared) if source is None else None
            if connection is not None:
                connections.append(Connection(name, connection, kind.is_optional()))
            else:
                value = (
                    Value(name, declared, kind.is_optional())
                    if source is None
                    else source.value(declared)
                )
                says_more = name in record.metadata or name in held
                if says_more or name in buries:
                    value = value._replace(says_more=says_more, buries=name in buries)
                values.append(value)
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
        recheck_on_class(self.checker, proper.type)
        if proper.type not in self._connections:
            self._connections[proper.type] = connection_kind(proper)
        return self._connections[proper.type]

    def _alias(self, function: FuncDef, place: int) -> str | None:
        """Give the alias a parameter is annotated with, in a file that never had a marker.

        Such a file has no ledger, and the daemon does not read it again when an alias
        it imports gets a marker.
        """
        if not self.checker.options.fine_grained_incremental:
            return None
        tree = self.checker.modules.get(module_of(self.checker, function.fullname))
        if tree is None or LEDGER in tree.names or tree.is_cache_skeleton:
            return None
        if place >= len(function.arguments):
            return None
        annotation = function.arguments[place].type_annotation
        return Names(tree, {}, {}, self.checker.modules).alias(annotation, tree.fullname)

    def _buries(self, record: Record) -> set[str]:
        """Name the parameters that have a marker within another type, where it is lost."""
        return {name for name, alias in record.buried if not alias or self._is_lost_within(alias)}

    def hides_marker(self, alias: str) -> bool:
        """Tell whether an alias is of a type that has a marker within, where it is lost."""
        record = self.record(module_of(self.checker, alias), alias)
        if record is None or record.edges or record.sources:
            return False
        return any(self._is_lost_within(inner) for _, inner in record.buried)

    def _is_lost_within(self, alias: str) -> bool:
        if self.held(alias) is not None:
            return True
        source = self.source_held(alias)
        return source is not None and source.marker in LOST_WITHIN

    def held_by(self, function: FuncDef, record: Record) -> Sequence[tuple[str, str]]:
        """Give what may hold a parameter's marker, of a function of the module being checked."""
        if not self.checker.options.fine_grained_incremental:
            return record.held
        held = dict(record.held)
        for place, name in enumerate(function.arg_names):
            alias = self._alias(function, place)
            if name and alias is not None:
                held.setdefault(name, alias)
        return tuple(held.items())

    def held(self, fullname: str, steps: int = DEEPEST) -> Edge | None:
        """Give the marker an alias or a variable holds."""
        record = self.record(module_of(self.checker, fullname), fullname)
        if record is None or record == AMBIGUOUS or steps == 0:
            return None
        if not record.edges:
            return self.held(record.held[0][1], steps - 1) if record.held else None
        return record.edges[0]._replace(position=None, held=fullname)

    def source_held(self, fullname: str, steps: int = DEEPEST) -> Source | None:
        """Give the marker of another source, `Query()` or `Path()`, that an alias holds."""
        record = self.record(module_of(self.checker, fullname), fullname)
        if record is None or record.edges or steps == 0:
            return None
        if not record.sources:
            return self.source_held(record.held[0][1], steps - 1) if record.held else None
        return record.sources[0]

    def record(self, module: str, fullname: str) -> Record | None:
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

    def _path(self, module: str) -> str | None:
        tree = self.checker.modules.get(module)
        return tree.path if isinstance(tree, MypyFile) else None


def _with_source(value: Value, sources: Mapping[str, Source]) -> Value:
    """Give a parameter with the source that an alias says."""
    source = sources.get(value.parameter)
    if source is None or value.source is not None:
        return value
    return source._replace(parameter=value.parameter, has_default=value.has_default).value(None)
