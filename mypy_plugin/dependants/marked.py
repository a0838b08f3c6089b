"""The markers of a module at their places, as what they ask for.

A place is the position of the owner, a function or an assignment, and the number of the
parameter, None for an assignment.
"""

from collections.abc import Iterator

from mypy.nodes import (
    CallExpr,
    Expression,
    MypyFile,
)
from mypy.types import Type

from mypy_plugin.dependants.definitions import Definer, Definition
from mypy_plugin.dependants.dependant import Edge, Provider
from mypy_plugin.dependants.edges import read_edge, read_list
from mypy_plugin.dependants.plain import call_of, node_of
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.written import Written
from mypy_plugin.markers import (
    defining_name,
)
from mypy_plugin.names import MARKERS
from mypy_plugin.types.declared import declaration_of
from mypy_plugin.weaving.sites import Plain, Shape, Woven
from mypy_plugin.weaving.statements import Position


class Marked:
    """Gives what stands at each place of one tree; `plain` are its plain markers."""

    def __init__(self, tree: MypyFile, woven: Woven, written: Written, names: Names) -> None:
        self.plain: dict[Position, dict[int | None, Plain]] = {}
        self._tree = tree
        self._buried = woven.buried
        self._written = written
        self._names = names
        self._alike: dict[Shape, tuple[Provider | None, str]] = {}
        for plain in woven.plain:
            if not plain.is_default or self._is_marker(plain.shape.marker):
                self.plain.setdefault(plain.site.owner, {})[plain.site.slot] = plain

    def call(self, owner: Position, slot: int | None) -> CallExpr | None:
        """Give the marker call in the `Annotated` of a parameter or a field."""
        found = self._written.marked.get((owner, slot))
        plain = self.plain.get(owner, {}).get(slot) if found is None else None
        if plain is None or plain.is_default:
            return found
        return call_of(plain.shape, self._tree, plain.line, plain.column)

    def plain_edge(self, plain: Plain, parameter: str) -> Edge:
        """Give what a plain marker asks for."""
        shape, position = plain.shape, (plain.line, plain.column)
        if shape.keywords:
            call = call_of(shape, self._tree, *position)
            return read_edge(call, parameter, None, self._names)
        alike = self._alike.get(shape)
        if alike is None:
            node = node_of(shape.provider, self._tree)
            name = shape.provider
            if shape.provider_at is None and node is not None:
                name = node.name
            provider = self._names.named(node, name)
            marker = node_of(shape.marker, self._tree)
            family = defining_name(marker).partition(".")[0] if marker is not None else ""
            alike = self._alike[shape] = provider, family
        return Edge(parameter, alike[0], None, True, (), alike[1], position)

    def edge(self, call: CallExpr, parameter: str, owner: Definer, slot: int | None = None) -> Edge:
        """Give what a marker call asks for."""
        declaration = declaration_of(owner, slot, self._tree.names)
        declared = declaration.type if declaration is not None else None
        return read_edge(call, parameter, declared, self._names)

    def listed(self, call: Expression) -> Iterator[Edge]:
        """Yield the markers of `dependencies=[...]` in a decorator."""
        return read_list(call, self._written.marker_in, self._names)

    def variable(
        self, owner: Position, slot: int | None = None, default: Expression | None = None
    ) -> str | None:
        """Give the variable that may be bound to a marker: the default, or one in `Annotated`."""
        held = self._names.variable(default) if default is not None else None
        named = self._written.named.get((owner, slot))
        return self._names.variable(named) if held is None and named is not None else held

    def within(
        self,
        owner: Position,
        slot: int | None,
        name: str,
        annotation: Type | None,
        definition: Definition,
    ) -> Iterator[tuple[str, str]]:
        """Yield a parameter with what may be a marker within its type, where it is lost."""
        if (owner, slot) in self._buried:
            yield name, ""
        for alias in self._names.buried(annotation, definition.lexical):
            yield name, alias

    def _is_marker(self, name: str) -> bool:
        """Tell whether a name of the module truly is that of a marker."""
        node = node_of(name, self._tree)
        return node is not None and defining_name(node) in MARKERS
