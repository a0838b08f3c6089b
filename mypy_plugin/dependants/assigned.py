"""Read the assignments of a tree: aliases, fields, and variables that stand for something."""

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Expression,
    NameExpr,
    RefExpr,
    TempNode,
    Var,
)
from mypy.types import CallableType, PartialType, get_proper_type

from mypy_plugin.dependants.buried import aliases_within
from mypy_plugin.dependants.definitions import Definer, Definition
from mypy_plugin.dependants.marked import Marked
from mypy_plugin.dependants.parameters import (
    PARTIAL,
    is_partial,
)
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.record import Record
from mypy_plugin.dependants.written import Written
from mypy_plugin.markers import (
    is_marker_call,
)
from mypy_plugin.types.variables import class_made


class Assigned:
    """Reads the assignments and aliases of one tree.

    `settled` says that the types of all variables were known.
    """

    def __init__(self, marked: Marked, written: Written, names: Names) -> None:
        self.settled = True
        self._marked = marked
        self._written = written
        self._names = names

    def record(self, node: Definer, definition: Definition) -> Record | None:
        """Read an alias, a field, or a variable bound to a marker or to a factory's result."""
        name = definition.fullname.rpartition(".")[2]
        plain_ones = self._marked.plain.get((node.line, node.column))
        if plain_ones is not None:
            return Record((self._marked.plain_edge(plain_ones[None], name),))
        marked = self._written.marked.get(((node.line, node.column), None))
        if marked is not None:
            return Record((self._marked.edge(marked, name, node),))
        if not isinstance(node, AssignmentStmt) or node.unanalyzed_type is None:
            source = self._written.source(name, (node.line, node.column), None, None)
            if source is not None:
                return Record(sources=(source,))
        buried = tuple((name, alias) for alias in aliases_within(self._names, node))
        if buried and not definition.in_class:
            return Record(buried=buried)
        if not isinstance(node, AssignmentStmt):
            return None
        if (variable := self._marked.variable((node.line, node.column))) is not None:
            return Record(held=((name, variable),))
        value = self._written.marker_in(node.rvalue)
        if isinstance(value, CallExpr) and is_marker_call(value):
            return Record((self._marked.edge(value, name, node),))
        if definition.in_class and (field := self._field(node, value, name, definition)):
            return field
        alias = (
            self._names.alias_node(self._names.node(value)) if isinstance(value, RefExpr) else None
        )
        return Record(held=((name, alias),)) if alias is not None else self._made(node, value)

    def _field(
        self, node: AssignmentStmt, value: Expression, name: str, definition: Definition
    ) -> Record | None:
        """Read an annotated field whose marker is of another source, or that an alias holds."""
        if node.unanalyzed_type is None:
            return None
        default = None if isinstance(value, TempNode) else value
        place = node.line, node.column
        says_more = self._names.says_more(node.unanalyzed_type, self._written.count(place, None))
        metadata = (name,) if says_more else ()
        source = self._written.source(name, place, None, default)
        if source is not None:
            return Record(sources=(source,), metadata=metadata)
        alias = self._names.alias(node.unanalyzed_type, definition.lexical)
        if alias is not None:
            return Record(held=((name, alias),))
        buried = tuple(self._marked.within(place, None, name, node.unanalyzed_type, definition))
        return Record(metadata=metadata, buried=buried) if buried or metadata else None

    def _made(self, node: AssignmentStmt, value: Expression) -> Record | None:
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
        provider = self._names.provider(value) if is_known else None
        return Record(stands_for=provider) if provider is not None else None
