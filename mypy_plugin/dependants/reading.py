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
    NameExpr,
    RefExpr,
    TempNode,
    TypeAliasStmt,
    Var,
)
from mypy.types import CallableType, PartialType, Type, UnboundType, get_proper_type

from mypy_plugin.dependants.buried import aliases_within
from mypy_plugin.dependants.definitions import Definer, Definition, definitions, local_names
from mypy_plugin.dependants.dependant import CALLED, UNKNOWN, Connection, Edge, Provider, Value
from mypy_plugin.dependants.edges import read_edge, read_list
from mypy_plugin.dependants.faults import Faults
from mypy_plugin.dependants.made import faults_of_made, made_by_factories, wrappings
from mypy_plugin.dependants.parameters import (
    PARTIAL,
    connection_kind,
    is_partial,
    parameters_of,
)
from mypy_plugin.dependants.plain import call_of, node_of
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.read import AMBIGUOUS, Read, first_askers
from mypy_plugin.dependants.record import STATEMENT, Local, Record, Source, encode, together
from mypy_plugin.dependants.served import read_routers
from mypy_plugin.dependants.written import Written
from mypy_plugin.markers import (
    defining_name,
    is_marker_call,
    may_be_held,
    may_make_marker,
)
from mypy_plugin.names import LOCALS, MARKERS
from mypy_plugin.types.declared import declaration_of
from mypy_plugin.types.provided import kind_of_body
from mypy_plugin.types.variables import class_made
from mypy_plugin.weaving.sites import Plain, Shape, Woven
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
        self.plain: dict[Position, dict[int | None, Plain]] = {}
        for plain in woven.plain:
            if not plain.is_default or self.is_marker(plain.shape.marker):
                self.plain.setdefault(plain.site.owner, {})[plain.site.slot] = plain
        self.alike: dict[Shape, tuple[Provider | None, str]] = {}
        self.definitions = definitions(tree)
        inner_aliases = {
            d.lexical: d.fullname
            for d in self.definitions
            if d.around != tree.fullname
            and not isinstance(d.node, FuncDef)
            and ((d.node.line, d.node.column), None) in self.written.marked
        }
        self.names = Names(tree, local_names(self.definitions), inner_aliases, modules)
        self.settled = True

    def read(self) -> Read:
        found: dict[str, Record] = {}
        fields: dict[str, Record] = {}
        owners: dict[Position, Definition] = {}
        for definition in self.definitions:
            node = definition.node
            if isinstance(node, FuncDef):
                record = self.function(node, definition)
            else:
                record = self.assignment(node, definition)
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
        faults = Faults(self.tree, self.marked)
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
            self.settled,
        )

    def function(self, function: FuncDef, definition: Definition) -> Record | None:
        edges = [edge for call in definition.decorators for edge in self.listed(call)]
        sources: list[Source] = []
        held: list[tuple[str, str]] = []
        metadata: list[str] = []
        buried: list[tuple[str, str]] = []
        written, position = self.written, (function.line, function.column)
        plain_ones = self.plain.get(position, {})
        for slot, argument in enumerate(function.arguments):
            name = argument.variable.name
            if slot in plain_ones:
                edges.append(self.plain_edge(plain_ones[slot], name))
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
                edges.append(self.edge(call, name, function, slot))
            elif (source := written.source(name, position, slot, default)) is not None:
                sources.append(source)
            elif (variable := self.variable(position, slot, default)) is not None:
                held.append((name, variable))
            elif alias := self.names.alias(argument.type_annotation, definition.lexical):
                held.append((name, alias))
            elif default is not None and may_make_marker(default):
                edges.append(Edge(name, None, UNKNOWN))
            else:
                buried += self.within(position, slot, name, argument.type_annotation, definition)
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

    def within(
        self,
        owner: Position,
        slot: int | None,
        name: str,
        annotation: Type | None,
        definition: Definition,
    ) -> Iterator[tuple[str, str]]:
        """Yield a parameter with what may be a marker within its type, where it is lost."""
        if (owner, slot) in self.woven.buried:
            yield name, ""
        for alias in self.names.buried(annotation, definition.lexical):
            yield name, alias

    def variable(
        self, owner: Position, slot: int | None = None, default: Expression | None = None
    ) -> str | None:
        """Give the variable that may be bound to a marker: the default, or one in `Annotated`."""
        held = self.names.variable(default) if default is not None else None
        named = self.written.named.get((owner, slot))
        return self.names.variable(named) if held is None and named is not None else held

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

    def assignment(self, node: Definer, definition: Definition) -> Record | None:
        """Read an alias, a field, or a variable bound to a marker or to a factory's result."""
        name = definition.fullname.rpartition(".")[2]
        plain_ones = self.plain.get((node.line, node.column))
        if plain_ones is not None:
            return Record((self.plain_edge(plain_ones[None], name),))
        marked = self.written.marked.get(((node.line, node.column), None))
        if marked is not None:
            return Record((self.edge(marked, name, node),))
        if not isinstance(node, AssignmentStmt) or node.unanalyzed_type is None:
            source = self.written.source(name, (node.line, node.column), None, None)
            if source is not None:
                return Record(sources=(source,))
        buried = tuple((name, alias) for alias in aliases_within(self.names, node))
        if buried and not definition.in_class:
            return Record(buried=buried)
        if not isinstance(node, AssignmentStmt):
            return None
        if (variable := self.variable((node.line, node.column))) is not None:
            return Record(held=((name, variable),))
        value = self.written.marker_in(node.rvalue)
        if isinstance(value, CallExpr) and is_marker_call(value):
            return Record((self.edge(value, name, node),))
        if definition.in_class and (field := self.field(node, value, name, definition)):
            return field
        alias = (
            self.names.alias_node(self.names.node(value)) if isinstance(value, RefExpr) else None
        )
        return Record(held=((name, alias),)) if alias is not None else self.made(node, value)

    def field(
        self, node: AssignmentStmt, value: Expression, name: str, definition: Definition
    ) -> Record | None:
        """Read an annotated field whose marker is of another source, or that an alias holds."""
        if node.unanalyzed_type is None:
            return None
        default = None if isinstance(value, TempNode) else value
        place = node.line, node.column
        says_more = self.names.says_more(node.unanalyzed_type, self.written.count(place, None))
        metadata = (name,) if says_more else ()
        source = self.written.source(name, place, None, default)
        if source is not None:
            return Record(sources=(source,), metadata=metadata)
        alias = self.names.alias(node.unanalyzed_type, definition.lexical)
        if alias is not None:
            return Record(held=((name, alias),))
        buried = tuple(self.within(place, None, name, node.unanalyzed_type, definition))
        return Record(metadata=metadata, buried=buried) if buried or metadata else None

    def made(self, node: AssignmentStmt, value: Expression) -> Record | None:
        """Read `check = require("admin")`: a variable that is what a factory gives."""
        target = node.lvalues[0]
        variable = target.node if isinstance(target, NameExpr) else None
        if not isinstance(value, CallExpr) or not isinstance(variable, Var):
            return None
        of_class = class_made(value)
        if of_class is not None:
            is_known = of_class.fullname == PARTIAL
        else:
            made = get_proper_type(variable.type)
            if made is None or isinstance(made, PartialType):
                # A local variable's fullname is its name: nobody asks for what it stands for.
                self.settled &= "." not in variable.fullname
            is_known = isinstance(made, CallableType) or is_partial(made)
        provider = self.names.provider(value) if is_known else None
        return Record(stands_for=provider) if provider is not None else None

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
                yield from self.listed(value)

    def listed(self, call: Expression) -> Iterator[Edge]:
        """Yield the markers of `dependencies=[...]` in a decorator."""
        return read_list(call, self.written.marker_in, self.names)

    def is_marker(self, name: str) -> bool:
        """Tell whether a name of the module truly is that of a marker."""
        node = node_of(name, self.tree)
        return node is not None and defining_name(node) in MARKERS

    def marked(self, owner: Position, slot: int | None) -> CallExpr | None:
        """Give the marker call in the `Annotated` of a parameter or a field."""
        found = self.written.marked.get((owner, slot))
        plain = self.plain.get(owner, {}).get(slot) if found is None else None
        if plain is None or plain.is_default:
            return found
        return call_of(plain.shape, self.tree, plain.line, plain.column)

    def plain_edge(self, plain: Plain, parameter: str) -> Edge:
        shape, position = plain.shape, (plain.line, plain.column)
        if shape.keywords:
            call = call_of(shape, self.tree, *position)
            return read_edge(call, parameter, None, self.names)
        alike = self.alike.get(shape)
        if alike is None:
            node = node_of(shape.provider, self.tree)
            name = shape.provider
            if shape.provider_at is None and node is not None:
                name = node.name
            provider = self.names.named(node, name)
            marker = node_of(shape.marker, self.tree)
            family = defining_name(marker).partition(".")[0] if marker is not None else ""
            alike = self.alike[shape] = provider, family
        return Edge(parameter, alike[0], None, True, (), alike[1], position)

    def edge(self, call: CallExpr, parameter: str, owner: Definer, slot: int | None = None) -> Edge:
        declaration = declaration_of(owner, slot, self.tree.names)
        declared = declaration.type if declaration is not None else None
        return read_edge(call, parameter, declared, self.names)


def _is_bare(default: Expression | None, annotation: Type | None) -> bool:
    """Tell whether a parameter surely has no marker of its own: a name, and maybe a constant."""
    return (
        isinstance(annotation, UnboundType)
        and not annotation.args
        and annotation.original_str_expr is None
        and not isinstance(default, CallExpr | RefExpr | IndexExpr | ConditionalExpr)
    )
