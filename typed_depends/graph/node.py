"""The graph's data: nodes, what each needs, and the key by which values are shared."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple, TypeAlias

from typed_depends.chain import Link
from typed_depends.markers import ConcurrencyLimit
from typed_depends.reading.dependant import Connection
from typed_depends.reading.field import Field
from typed_depends.reading.kind import Kind, place_of
from typed_depends.scope import Scope


class NodeKey(NamedTuple):
    """What makes two places share one value: FastAPI's cache key, and the lifetime.

    `call` is the provider as it was asked for, not its replacement. `oauth_scopes` are
    sorted, and empty unless something below reads them. `held` tells a plain provider
    under a lifespan provider from the same provider in a request.
    """

    call: Hashable
    oauth_scopes: tuple[str, ...]
    scope: Scope | None
    held: bool = False


class Unhashable:
    """Stands for a callable that cannot be hashed: equal only to itself."""

    __slots__ = ("call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self.call = call

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unhashable) and self.call is other.call

    def __hash__(self) -> int:
        return id(self.call)


def call_key(call: Callable[..., Any]) -> Hashable:
    """Return what stands for `call` in keys: itself where it can be hashed."""
    try:
        hash(call)
    except TypeError:
        return Unhashable(call)
    return call


class Dependency(NamedTuple):
    """An edge: what `name` of a dependant is filled by; no name under `dependencies=[...]`."""

    name: str | None
    node: "Node"
    use_cache: bool
    limit: ConcurrencyLimit | None
    on_thread: bool


class FieldNeed(NamedTuple):
    """A parameter read from the request."""

    name: str
    field: Field


class ConnectionNeed(NamedTuple):
    """A parameter that is the connection, or belongs to it."""

    name: str
    connection: Connection


class GivenNeed(NamedTuple):
    """A parameter filled, where there is no request, by a value given for its type."""

    name: str
    types: tuple[Any, ...]
    default: Any


Need: TypeAlias = Dependency | FieldNeed | ConnectionNeed | GivenNeed


class Below(NamedTuple):
    """What is true of a node and all below it, known without walking there.

    `scopes` are the lifetimes that occur. `body`: the body is read. `names` are those of all
    values that are read, `None` if the node is one route's own.
    """

    scopes: frozenset[Scope]
    body: bool
    names: frozenset[str] | None


class Node:
    """A dependant in a graph. `scope` is its own lifetime, if it has one.

    Compared by identity, and never changed: the graphs of several routes may share it.
    """

    __slots__ = (
        "__weakref__",
        "below",
        "call",
        "key",
        "kind",
        "name",
        "needs",
        "oauth_scopes",
        "scope",
    )

    def __init__(
        self,
        key: NodeKey,
        call: Callable[..., Any],
        kind: Kind,
        name: str,
        scope: Scope | None,
        oauth_scopes: tuple[str, ...],
        needs: tuple[Need, ...],
        below: Below,
    ) -> None:
        self.key = key
        self.call = call
        self.kind = kind
        self.name = name
        self.scope = scope
        self.oauth_scopes = oauth_scopes
        self.needs = needs
        self.below = below

    @property
    def dependencies(self) -> Iterator[Dependency]:
        """The needs that other nodes fill, in order."""
        return (need for need in self.needs if isinstance(need, Dependency))

    def call_key(self) -> Hashable:
        """Return what stands for what is really called, a replacement perhaps."""
        return call_key(self.call)

    def link(self) -> Link:
        """Return this node as part of a drawn path."""
        return Link(self.name, self.scope, place_of(self.call))


class Graph(NamedTuple):
    """Everything under one endpoint."""

    endpoint: Node

    def nodes(self) -> Iterator[Node]:
        """Yield every node once, a dependency before what needs it."""
        return (way[-1] for way in self._ways())

    def way_to(self, goal: Node) -> tuple[Node, ...]:
        """Return the first way from the endpoint to `goal`, which is in this graph."""
        return next(tuple(way) for way in self._ways() if way[-1] is goal)

    def _ways(self) -> Iterator[list[Node]]:
        """Yield for every node the way to it, depth first, a dependency before its dependant.

        A list, which changes from one to the next. No recursion: graphs may be deep.
        """
        seen = {id(self.endpoint)}
        way = [self.endpoint]
        remaining = [self.endpoint.dependencies]
        while way:
            below = next((one.node for one in remaining[-1] if id(one.node) not in seen), None)
            if below is None:
                yield way
                way.pop()
                remaining.pop()
            else:
                seen.add(id(below))
                way.append(below)
                remaining.append(below.dependencies)
