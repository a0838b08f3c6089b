"""The scope rule: nothing may hold what ends before it.

FastAPI compares a generator with its own parameters only; here the whole way through
plain providers counts, since they hand on what they hold. Knows scopes and edges; knows
nothing of requests, plans or mypy. The plugin applies the same order through
`typed_depends.scope`.
"""

from collections.abc import Iterator

from typed_depends import wording
from typed_depends.chain import Chain
from typed_depends.errors import ScopeInversionError
from typed_depends.graph.node import Graph, Node
from typed_depends.scope import outlives

Way = tuple[Node, ...]


def find_inversions(graph: Graph) -> Iterator[ScopeInversionError]:
    """Yield one error for each dependency that ends before its holder."""
    if len(graph.endpoint.below.scopes) < 2:
        return  # where there is one lifetime, nothing ends before another
    exposed: dict[int, tuple[Way, ...]] = {}
    for node in graph.nodes():
        # Dependencies come first, so what each of them exposes is known already.
        below = tuple(
            way for dependency in node.dependencies for way in _exposed_by(dependency.node, exposed)
        )
        exposed[id(node)] = below
        if node.scope is None:
            continue
        for way in below:
            held = way[-1]
            if held.scope is not None and outlives(node.scope, held.scope):
                yield ScopeInversionError(
                    wording.scope_inversion(node.name, node.scope, held.name, held.scope),
                    _drawn(graph, node, way),
                )


def _exposed_by(node: Node, exposed: dict[int, tuple[Way, ...]]) -> tuple[Way, ...]:
    """Return the ways to the scoped nodes that holding `node` means to hold."""
    if node.scope is not None:
        return ((node,),)
    shortest: dict[str, Way] = {}
    for way in exposed[id(node)]:
        held = way[-1]
        # One way per lifetime is enough to find every kind of inversion.
        if held.scope is not None and held.scope not in shortest:
            shortest[held.scope] = (node, *way)
    return tuple(shortest.values())


def _drawn(graph: Graph, holder: Node, way: Way) -> Chain:
    return Chain(tuple(node.link() for node in (*graph.way_to(holder), *way)))
