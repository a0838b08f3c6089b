"""Builds the graph under one endpoint, with a set of overrides in place.

Every provider is visited once for each way its value can differ (its OAuth scopes and its
lifetime), never once for each path to it. Mistakes are gathered with the path on which
they were met; a circle is cut where it closes.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from typed_depends import wording
from typed_depends.chain import Chain, Link
from typed_depends.errors import (
    DependencyError,
    DependencyMarkerError,
    ScopeInversionError,
)
from typed_depends.graph.circles import circle_mistakes
from typed_depends.graph.node import (
    ConnectionNeed,
    Dependency,
    FieldNeed,
    GivenNeed,
    Graph,
    Need,
    Node,
    NodeKey,
    call_key,
)
from typed_depends.graph.oauth import ScopeReaders, receives_scopes
from typed_depends.graph.shared import KnownNodes, SharedNodes, below_of
from typed_depends.graph.walk import Walk, walked
from typed_depends.markers import Depends
from typed_depends.reading.dependant import (
    Connection,
    ConnectionParameter,
    Dependant,
    DependencyParameter,
    Marked,
    ValueParameter,
)
from typed_depends.reading.kind import name_of, place_of
from typed_depends.reading.parameter import MisreadError, read_depends, show_value
from typed_depends.reading.reader import Reader
from typed_depends.scope import Scope

Overrides = Mapping[Hashable, Callable[..., Any]]
"""Replacements by `call_key` of what they replace."""


class Sources(Protocol):
    """Where parameters that are no dependencies come from: a route's request, or given values.

    All of one `kind` fill alike what is not named in `placeholders`; of no kind, nothing.
    """

    @property
    def kind(self) -> str | None: ...

    @property
    def placeholders(self) -> Collection[str]: ...

    def value(self, dependant: str, parameter: ValueParameter) -> FieldNeed | GivenNeed:
        """Return what fills an ordinary parameter. Raises `MisreadError`."""
        ...

    def connection(self, dependant: str, parameter: ConnectionParameter) -> Need | None:
        """Return what fills a `Request` and the like, if not its default. Raises `MisreadError`."""
        ...


class Built(NamedTuple):
    """A graph, every mistake met while building it, and what runs but is hardly meant."""

    graph: Graph
    mistakes: tuple[DependencyError, ...]
    doubts: tuple[DependencyError, ...]


def build_graph(
    endpoint: Callable[..., Any],
    *,
    reader: Reader,
    sources: Sources,
    dependencies: Iterable[Any] = (),
    overrides: Overrides | None = None,
    without: Collection[str] = (),
    shared: SharedNodes | None = None,
) -> Built:
    """Return the graph under `endpoint`, made of `shared` nodes where it can be.

    `dependencies` are the markers of app, router and decorator, the outermost first; they
    run before the endpoint's own, as in FastAPI. Parameters of the endpoint named in
    `without` are filled by whoever calls it.
    """
    known = KnownNodes(None if overrides else shared, sources.kind, sources.placeholders)
    builder = _Builder(reader, sources, overrides or {}, known)
    graph = Graph(builder.endpoint(endpoint, dependencies, without))
    return Built(graph, tuple(builder.mistakes), tuple(builder.doubts))


class _Asked(NamedTuple):
    """A provider as it is asked for in one place: its key, what really runs, what it gets."""

    key: NodeKey
    replacement: Callable[..., Any]
    effective: Dependant
    oauth_scopes: tuple[str, ...]


class _Builder:
    def __init__(
        self, reader: Reader, sources: Sources, overrides: Overrides, nodes: KnownNodes
    ) -> None:
        self.reader = reader
        self.sources = sources
        self.overrides = overrides
        self.nodes = nodes
        self.mistakes: list[DependencyError] = []
        self.doubts: list[DependencyError] = []
        self._open: list[tuple[NodeKey, Callable[..., Any]]] = []
        self._open_calls: set[tuple[Hashable, Scope | None]] = set()
        self._oauth = ScopeReaders(reader, overrides)

    def endpoint(
        self, call: Callable[..., Any], dependencies: Iterable[Any], without: Collection[str]
    ) -> Node:
        dependant = self.reader.read(call)
        if without:
            dependant = dependant._replace(
                parameters=tuple(one for one in dependant.parameters if one.name not in without)
            )
        key = NodeKey(call_key(call), (), "function")
        self._open.append((key, call))
        needs: list[Need] = []
        for marker in dependencies:
            if (marked := self._listed(marker)) is not None:
                asked = self._asked(marked, (), held=False)
                node = self.nodes.get(asked.key) or walked(self._node(asked, marked))
                if node is not None:
                    needs.append(_edge(None, node, marked))
        needs.extend(walked(self._needs(dependant, (), held=False)))
        self._open.pop()
        below = below_of(needs, None, mistaken=bool(self.mistakes))
        return Node(key, call, dependant.kind, dependant.name, None, (), tuple(needs), below)

    def _listed(self, marker: Any) -> Marked | None:
        try:
            if not isinstance(marker, Depends):
                raise MisreadError(DependencyMarkerError, wording.not_a_marker(show_value(marker)))
            return read_depends(marker, parameter=None)
        except MisreadError as error:
            self._report(error)
            return error.meant

    def _needs(
        self, dependant: Dependant, oauth: tuple[str, ...], *, held: bool
    ) -> Walk[list[Need]]:
        """Return what a dependant's parameters need. `held`: under a lifespan provider."""
        for misreading in dependant.misreadings:
            self.mistakes.append(misreading.error(misreading.sentence, self._path()))
        needs: list[Need] = []
        for parameter in dependant.parameters:
            try:
                match parameter:
                    case DependencyParameter(name, marked):
                        asked = self._asked(marked, oauth, held=held)
                        node = self.nodes.get(asked.key) or (yield self._node(asked, marked))
                        if node is not None:
                            needs.append(_edge(name, node, marked))
                    case ConnectionParameter(name, connection) if held:
                        if connection is Connection.SECURITY_SCOPES:
                            needs.append(ConnectionNeed(name, connection))  # it is read
                        raise self._of_one_request(dependant, name, f"the {connection.value}")
                    case ConnectionParameter(name, Connection.SECURITY_SCOPES):
                        needs.append(ConnectionNeed(name, Connection.SECURITY_SCOPES))
                    case ConnectionParameter():
                        need = self.sources.connection(dependant.name, parameter)
                        if need is not None:
                            needs.append(need)
                    case ValueParameter() if held:
                        needs.extend(self._value_under_lifespan(dependant, parameter))
                    case ValueParameter():
                        needs.append(self.sources.value(dependant.name, parameter))
            except MisreadError as error:
                self._report(error)
        return needs

    def _value_under_lifespan(
        self, dependant: Dependant, parameter: ValueParameter
    ) -> Iterable[Need]:
        """A default needs no request; anything else would be read from one, if it can be read."""
        if parameter.marker is None and parameter.has_default:
            return ()
        try:
            self.sources.value(dependant.name, parameter)
        except MisreadError as error:
            self._report(error)
        source = parameter.marker.source.value if parameter.marker is not None else "request"
        raise self._of_one_request(dependant, parameter.name, f"read from the {source}")

    def _asked(self, marked: Marked, oauth: tuple[str, ...], *, held: bool) -> "_Asked":
        """Return what a marker asks for: what it names, where it stands, what replaces it."""
        call = call_key(marked.call)
        replacement = self.overrides.get(call, marked.call) if self.overrides else marked.call
        effective = original = self.reader.read(marked.call)
        if replacement is not marked.call:
            effective = self.reader.read(replacement)
        scope: Scope | None = marked.scope
        if scope is None and (original.kind.yields or effective.kind.yields):
            scope = "request"
        reads = False
        below: tuple[str, ...] = ()
        if oauth or marked.oauth_scopes:
            below = tuple(dict.fromkeys((*oauth, *marked.oauth_scopes)))
            self.nodes.share_no_more()
            reads = bool(marked.oauth_scopes) or self._oauth.read_by(marked.call, replacement)
        # What ends sooner is an inversion, of which the whole mistake is told already.
        held = scope == "lifespan" or (held and scope is None)
        key = NodeKey(call, tuple(sorted(below)) if reads else (), scope, held=held)
        return _Asked(key, replacement, effective, below)

    def _node(self, asked: "_Asked", marked: Marked) -> Walk[Node | None]:
        """Return a provider's node, built now; nothing where it closes a circle."""
        key, replacement, effective, below = asked
        if self._closes_circle(key, marked.call):
            return None
        mistakes = len(self.mistakes)
        needs: list[Need] = []
        if effective.parameters or effective.misreadings:
            self._open.append((key, replacement))
            self._open_calls.add((key.call, key.scope))
            needs = yield from self._needs(effective, below, held=key.held)
            self._open_calls.remove((key.call, key.scope))
            self._open.pop()
        mistaken = len(self.mistakes) > mistakes
        node = Node(
            key,
            replacement,
            effective.kind,
            effective.name,
            key.scope,
            below,
            tuple(needs),
            below_of(needs, key.scope, mistaken=mistaken),
        )
        # What a lifespan provider may not hold is a mistake of each that holds it.
        if not (mistaken and key.held and key.scope is None):
            node = self.nodes.put(node)
        if marked.oauth_scopes and not self.overrides and not receives_scopes(node):
            sentence = wording.unread_scopes(node.name, marked.oauth_scopes)
            link = Link(name_of(replacement), key.scope, place_of(replacement))
            self.doubts.append(DependencyMarkerError(sentence, self._path().then(link)))
        return node

    def _closes_circle(self, key: NodeKey, original: Callable[..., Any]) -> bool:
        """Report a circle. OAuth scopes may grow on the way round, so only the call counts."""
        if (key.call, key.scope) not in self._open_calls:
            return False
        for index, (open_key, _) in enumerate(self._open):
            if index and open_key.call == key.call and open_key.scope == key.scope:
                path = self._path().then(Link(name_of(original), key.scope, place_of(original)))
                circle = self._open[index:]
                self.mistakes.extend(circle_mistakes(circle, path, self.overrides, self.reader))
                return True
        return False

    def _of_one_request(self, dependant: Dependant, parameter: str, value: str) -> MisreadError:
        holder = next(
            name_of(call) for key, call in reversed(self._open) if key.scope == "lifespan"
        )
        return MisreadError(
            ScopeInversionError,
            wording.request_value_under_lifespan(holder, dependant.name, parameter, value),
        )

    def _report(self, error: MisreadError) -> None:
        self.mistakes.append(error.misreading.error(error.misreading.sentence, self._path()))

    def _path(self) -> Chain:
        links = [
            # The endpoint's own lifetime is no scope that anybody gave it.
            Link(name_of(call), key.scope if index else None, place_of(call))
            for index, (key, call) in enumerate(self._open)
        ]
        return Chain(tuple(links))


def _edge(name: str | None, node: Node, marked: Marked) -> Dependency:
    return Dependency(name, node, marked.use_cache, marked.limit, marked.on_thread)
