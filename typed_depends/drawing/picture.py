"""The picture of one graph: every node once, in layers, with what it takes from the client."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from typed_depends.graph.node import ConnectionNeed, FieldNeed, Graph, Node
from typed_depends.oauth import SecurityScheme
from typed_depends.reading.field import Field
from typed_depends.reading.kind import name_of, unwrapped
from typed_depends.reading.parameter import show_type
from typed_depends.scope import Scope


@dataclass(frozen=True, slots=True)
class DrawnParameter:
    """What a node takes from the client: from `source`, under the name `key`."""

    name: str
    source: str
    key: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A provider, or in layer 0 the endpoint; `needed_by` counts the edges that lead to it.

    `replaces` names what an override put it in the place of, `scheme` a security scheme.
    """

    name: str
    module: str
    kind: str
    layer: int
    needed_by: int
    scope: Scope | None
    oauth_scopes: tuple[str, ...]
    scheme: str | None
    replaces: str | None
    connections: tuple[str, ...]
    parameters: tuple[DrawnParameter, ...]


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """`holder` gets the value of `provider`, as the parameter `name` if it has one.

    Both are places in the list of nodes. Without `cached` the provider is called again.
    """

    holder: int
    provider: int
    name: str | None
    cached: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn graph: the nodes, the endpoint first, and the edges between them."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the picture as plain data."""
        return asdict(self)


def draw(graph: Graph) -> Picture:
    """Return the picture of a graph. A holder is always in a layer above what it holds."""
    order = list(graph.nodes())
    order.reverse()  # holders before what they hold
    layers = {id(node): 0 for node in order}
    needed_by = Counter[int]()
    for node in order:
        for edge in node.dependencies:
            needed_by[id(edge.node)] += 1
            layers[id(edge.node)] = max(layers[id(edge.node)], layers[id(node)] + 1)
    numbers = {id(node): number for number, node in enumerate(order)}
    return Picture(
        nodes=tuple(_drawn(node, layers[id(node)], needed_by[id(node)]) for node in order),
        edges=tuple(
            DrawnEdge(numbers[id(node)], numbers[id(edge.node)], edge.name, edge.use_cache)
            for node in order
            for edge in node.dependencies
        ),
    )


def _drawn(node: Node, layer: int, needed_by: int) -> DrawnNode:
    call: object = unwrapped(node.call)
    original = node.key.call
    return DrawnNode(
        name=node.name,
        module=getattr(call, "__module__", None) or "",
        kind="class" if isinstance(call, type) else node.kind.value,
        layer=layer,
        needed_by=needed_by,
        scope=node.scope,
        oauth_scopes=node.oauth_scopes,
        scheme=_scheme(call) if isinstance(call, SecurityScheme) else None,
        replaces=name_of(original) if original != node.call_key() else None,
        connections=tuple(
            need.connection.value for need in node.needs if isinstance(need, ConnectionNeed)
        ),
        parameters=tuple(_parameters(node)),
    )


def _scheme(scheme: SecurityScheme) -> str:
    return str(getattr(scheme, "scheme_name", type(scheme).__name__))


def _parameters(node: Node) -> Iterator[DrawnParameter]:
    for need in node.needs:
        if isinstance(need, FieldNeed):
            yield from _from_client(need.field)


def _from_client(field: Field) -> Iterator[DrawnParameter]:
    """Yield what is read for a field: itself, or each part of a model read from several keys."""
    for one in field.members or (field,):
        yield DrawnParameter(
            name=field.name if one is field else f"{field.name}.{one.name}",
            source=field.source.value,
            key=one.keys[0],
            type=show_type(one.info.annotation),
            required=one.required,
        )
