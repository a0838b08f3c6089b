"""Gather the markers of a module's tree, after mypy has resolved its names.

What stands in `Annotated` is in the tree because it was woven in; defaults, fields and
`dependencies=[...]` stand where they stood. A name that is defined twice, and differently,
is not known.
"""

from collections.abc import Iterator, Mapping

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    ConditionalExpr,
    Expression,
    FuncDef,
    IndexExpr,
    MypyFile,
    RefExpr,
    TypeAliasStmt,
)
from mypy.types import CallableType, Type, UnboundType

from mypy_plugin.applications.setters import setters
from mypy_plugin.dependants.assigned import Assigned
from mypy_plugin.dependants.definitions import Definition, definitions, local_names
from mypy_plugin.dependants.dependant import CALLED, UNKNOWN, Connection, Edge, Value
from mypy_plugin.dependants.faults import Faults
from mypy_plugin.dependants.made import faults_of_made, made_by_factories, wrappings
from mypy_plugin.dependants.marked import Marked
from mypy_plugin.dependants.parameters import (
    connection_kind,
    parameters_of,
)
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.read import AMBIGUOUS, Read, first_askers
from mypy_plugin.dependants.record import RETURN, STATEMENT, Local, Record, Source, encode, together
from mypy_plugin.dependants.routed import read_routed
from mypy_plugin.dependants.served import read_routers
from mypy_plugin.dependants.written import Written
from mypy_plugin.markers import (
    is_marker_call,
    may_be_held,
    may_make_marker,
)
from mypy_plugin.names import LOCALS
from mypy_plugin.types.provided import kind_of_body
from mypy_plugin.types.runtime_names import return_annotation
from mypy_plugin.types.variables import class_made
from mypy_plugin.weaving.sites import Woven
from mypy_plugin.weaving.statements import Position, Survey


def read_tree(
    tree: MypyFile,
    woven: Woven,
    survey: Survey,
    held_back: Mapping[CallExpr, Expression],
    modules: Mapping[str, MypyFile],
) -> Read:
    """Give what each dependant, alias, field and variable of a tree asks for, by full name."""
    return _Reading(tree, woven, survey, held_back, modules).read()


class _Reading:
    def __init__(
        self,
        tree: MypyFile,
        woven: Woven,
        survey: Survey,
        held_back: Mapping[CallExpr, Expression],
        modules: Mapping[str, MypyFile],
    ) -> None:
        self.tree = tree
        self.woven = woven
        self.survey = survey
        self.written = Written(tree, woven, held_back)
        self.definitions = definitions(tree)
        inner_aliases = {
            d.lexical: d.fullname
            for d in self.definitions
            if d.around != tree.fullname
            and not isinstance(d.node, FuncDef)
            and ((d.node.line, d.node.column), None) in self.written.marked
        }
        self.names = Names(tree, local_names(self.definitions), inner_aliases, modules)
        self.marked = Marked(tree, woven, self.written, self.names)
        self.assigned = Assigned(self.marked, self.written, self.names)

    def read(self) -> Read:
        found: dict[str, Record] = {}
        fields: dict[str, Record] = {}
        owners: dict[Position, Definition] = {}
        for definition in self.definitions:
            node = definition.node
            if isinstance(node, FuncDef):
                record = self.function(node, definition)
            else:
                record = self.assigned.record(node, definition)
                if record is not None and isinstance(node, TypeAliasStmt) and node.type_args:
                    record = record._replace(metadata=(STATEMENT,))
                if record is not None and definition.in_class:
                    around = definition.around
                    fields[around] = together(fields.get(around, Record()), record)
            if record is not None:
                owners.update({e.position: definition for e in record.edges if e.position})
                before = found.setdefault(definition.fullname, record)
                if before is not record and encode(before) != encode(record):
                    found[definition.fullname] = AMBIGUOUS
        for name, record in fields.items():
            found.setdefault(name, record)
        faults = Faults(self.tree, self.marked.call)
        made = made_by_factories(self.definitions, self.names)
        found.update((name, found[d.fullname]) for name, d in made.items() if d.fullname in found)
        found_out = {
            d.fullname: told
            for d in self.definitions
            if isinstance(d.node, FuncDef)
            and LOCALS not in d.fullname
            and (told := [*faults.of(d.node), *wrappings(d, self.names)])
        }
        found_out.update(faults_of_made(made, self.definitions, faults))
        found_out.update(faults.of_fields(self.definitions))
        for name, told in faults.of_redefined().items():
            found_out[name] = [*found_out.get(name, ()), *told]
        loose = tuple(self.loose())
        return Read(
            found,
            self.names,
            owners,
            loose,
            first_askers(found, loose),
            found_out,
            {name: (d.node.line, d.node.column) for name, d in made.items()},
            self.instances(),
            self.woven.placeholders,
            read_routers(self.tree, self.written, self.names),
            read_routed(self.definitions, self.survey.calls, found, self.names),
            dict(setters(self.tree)),
            self.assigned.settled,
        )

    def function(self, function: FuncDef, definition: Definition) -> Record | None:
        written, marked = self.written, self.marked
        position = function.line, function.column
        edges = [edge for call in definition.decorators for edge in marked.listed(call)]
        sources: list[Source] = []
        held: list[tuple[str, str]] = []
        metadata: list[str] = []
        buried: list[tuple[str, str]] = []
        plain_ones = marked.plain.get(position, {})
        for slot, argument in enumerate(function.arguments):
            name = argument.variable.name
            if slot in plain_ones:
                edges.append(marked.plain_edge(plain_ones[slot], name))
                continue
            default = argument.initializer
            if _is_bare(default, argument.type_annotation):
                alias = self.names.alias(argument.type_annotation, definition.lexical)
                if alias is not None:
                    held.append((name, alias))
                continue
            default = written.marker_in(default) if default is not None else None
            markers = written.count(position, slot)
            if self.names.says_more(argument.type_annotation, markers) or may_be_held(default):
                metadata.append(name)
            call = written.marked.get((position, slot))
            if call is None and isinstance(default, CallExpr) and is_marker_call(default):
                call = default
            if call is not None:
                edges.append(marked.edge(call, name, function, slot))
            elif (source := written.source(name, position, slot, default)) is not None:
                sources.append(source)
            elif (variable := marked.variable(position, slot, default)) is not None:
                held.append((name, variable))
            elif alias := self.names.alias(argument.type_annotation, definition.lexical):
                held.append((name, alias))
            elif default is not None and may_make_marker(default):
                edges.append(Edge(name, None, UNKNOWN))
            else:
                buried += marked.within(position, slot, name, argument.type_annotation, definition)
        if not definition.decorators and self.names.says_more(return_annotation(function), 0):
            metadata.append(RETURN)
        local = None
        if LOCALS in definition.fullname:
            local = self.local(function, edges, sources)
        if not (edges or sources or held or local or metadata):
            return None
        return Record(
            tuple(edges),
            tuple(sources),
            tuple(held),
            local,
            metadata=tuple(metadata),
            buried=tuple(buried),
        )

    def local(
        self,
        function: FuncDef,
        edges: list[Edge],
        sources: list[Source],
    ) -> Local:
        """Say of a local function what others cannot read from its type."""
        known = {edge.parameter for edge in edges}
        markers = {source.parameter: source for source in sources}
        connections: list[Connection] = []
        values: list[Value] = []
        signature = function.type if isinstance(function.type, CallableType) else None
        for parameter in parameters_of(function, signature):
            if parameter.name in known or parameter.kind.is_star():
                continue
            source = markers.get(parameter.name)
            connection = connection_kind(parameter.type)
            if source is not None:
                values.append(source.value(None))
            elif connection is not None:
                has_default = parameter.kind.is_optional()
                connections.append(Connection(parameter.name, connection, has_default))
            else:
                values.append(Value(parameter.name, None, parameter.kind.is_optional()))
        return Local(function.name, kind_of_body(function), tuple(connections), tuple(values))

    def instances(self) -> dict[str, str]:
        """Give the class of each variable that is bound to an instance made here, as called."""
        return {
            d.fullname: of_class.fullname + CALLED
            for d in self.definitions
            if isinstance(d.node, AssignmentStmt)
            and (of_class := class_made(d.node.rvalue)) is not None
        }

    def loose(self) -> Iterator[Edge]:
        """Yield the markers in lists of dependencies that belong to no function."""
        assigned = (o.rvalue for _, o in self.survey.owners if isinstance(o, AssignmentStmt))
        for value in (*assigned, *self.survey.calls):
            if isinstance(value, CallExpr) and "dependencies" in value.arg_names:
                yield from self.marked.listed(value)


def _is_bare(default: Expression | None, annotation: Type | None) -> bool:
    """Tell whether a parameter surely has no marker of its own: a name, and maybe a constant."""
    return (
        isinstance(annotation, UnboundType)
        and not annotation.args
        and annotation.original_str_expr is None
        and not isinstance(default, CallExpr | RefExpr | IndexExpr | ConditionalExpr)
    )
