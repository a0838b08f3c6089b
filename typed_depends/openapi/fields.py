"""What the operations under a graph ask their client for, in FastAPI's order.

Reads the graph only: the fields of each source, and the security schemes with the OAuth
scopes asked for on the way to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from typed_depends.graph.node import FieldNeed, Graph, Node
from typed_depends.params import Source
from typed_depends.reading.field import Field
from typed_depends.reading.kind import unwrapped
from typed_depends.security.base import SecurityBase

PARAMETERS = (Source.PATH, Source.QUERY, Source.HEADER, Source.COOKIE)
"""The sources of parameters, in the order in which a document lists them."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A security scheme, and the scopes that one place asks it for."""

    scheme: SecurityBase
    scopes: tuple[str, ...]


def parameters_under(graph: Graph) -> Iterator[Field]:
    """Yield the fields that are sent as parameters, grouped by source."""
    fields = list(_fields(graph))
    return (one for source in PARAMETERS for one in fields if one.source is source)


def requirements_under(graph: Graph) -> Iterator[Requirement]:
    """Yield the security schemes that are dependencies, the outermost first."""
    for node in _nodes(graph):
        scheme: object = unwrapped(node.call)
        if isinstance(scheme, SecurityBase) and node is not graph.endpoint:
            yield Requirement(scheme, node.oauth_scopes)


def _fields(graph: Graph) -> Iterator[Field]:
    for node in _nodes(graph):
        for need in node.needs:
            if isinstance(need, FieldNeed):
                yield need.field


def _nodes(graph: Graph) -> Iterator[Node]:
    """Yield every node once, a dependant before its dependencies."""
    seen: set[int] = set()
    waiting = [graph.endpoint]
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting.extend(edge.node for edge in reversed(list(node.dependencies)))
