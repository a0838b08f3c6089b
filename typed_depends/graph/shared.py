"""Nodes that several routes of one application have in common, built once.

A provider's node is the same under every route, unless the route's path has a placeholder
of a name that is read below, or there was a mistake, which is told with its own way.
OAuth scopes come from above; where some are asked for, nothing is shared.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final
from weakref import WeakValueDictionary

from typed_depends.graph.node import (
    Below,
    Dependency,
    FieldNeed,
    GivenNeed,
    Graph,
    Need,
    Node,
    NodeKey,
)
from typed_depends.params import Source
from typed_depends.scope import Scope

NOTHING_BELOW: Final = Below(frozenset(), body=False, names=frozenset())
"""One for all the many nodes under which nothing is read, and nothing has a lifetime."""

_FEW: Final = 64
"""So many names are kept for each node; a graph that reads more is its route's own."""


class SharedNodes:
    """The nodes in use, by the kind of route and their own key."""

    def __init__(self) -> None:
        self.nodes: defaultdict[str, WeakValueDictionary[NodeKey, Node]] = defaultdict(
            WeakValueDictionary
        )


class KnownNodes:
    """The nodes of one graph, as far as it is built, and before that those of other routes."""

    def __init__(
        self, shared: SharedNodes | None, kind: str | None, placeholders: Collection[str]
    ) -> None:
        self._nodes: dict[NodeKey, Node] = {}
        self._shared = shared
        self._kind = kind
        self._placeholders = placeholders

    def get(self, key: NodeKey) -> Node | None:
        """Return the node of this key, if it is known."""
        node = self._nodes.get(key)
        if node is None and self._shared is not None and self._kind is not None:
            node = self._shared.nodes[self._kind].get(key)
            if node is None or not self._fits(node):
                return None
            self._nodes[key] = node
        return node

    def put(self, node: Node) -> Node:
        """Return `node`, or the equal one that is in use already."""
        if self._shared is not None and self._kind is not None and self._fits(node):
            node = self._shared.nodes[self._kind].setdefault(node.key, node)
        self._nodes[node.key] = node
        return node

    def share_no_more(self) -> None:
        """Go on without other routes' nodes; what is below those used so far is known.

        What had a mistake is none of them, and not all below it is to be met again.
        """
        if self._shared is None:
            return
        self._shared = None
        for known in filter(self._fits, list(self._nodes.values())):
            for node in Graph(known).nodes():
                self._nodes.setdefault(node.key, node)

    def _fits(self, node: Node) -> bool:
        names = node.below.names
        return names is not None and names.isdisjoint(self._placeholders)


def below_of(needs: Sequence[Need], scope: Scope | None, *, mistaken: bool) -> Below:
    """Return what is true of a node with these needs and of all below it."""
    if scope is None and not mistaken and all(map(_adds_nothing, needs)):
        return NOTHING_BELOW
    scopes: set[Scope] = set() if scope is None else {scope}
    names: set[str] | None = None if mistaken else set()
    body = False
    for need in needs:
        match need:
            case Dependency():
                below = need.node.below
                scopes |= below.scopes
                body = body or below.body
                names = None if names is None or below.names is None else names | below.names
            case FieldNeed():
                body = body or need.field.source.in_body
                if names is not None:
                    names = None if need.field.source is Source.PATH else {*names, need.name}
            case GivenNeed():
                names = None
    if names is not None and len(names) > _FEW:
        names = None
    return Below(frozenset(scopes), body, None if names is None else frozenset(names))


def _adds_nothing(need: Need) -> bool:
    return isinstance(need, Dependency) and need.node.below is NOTHING_BELOW
