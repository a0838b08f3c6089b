"""Nodes shared by routes change nothing: each graph is what it would be if built alone."""

from collections.abc import Callable, Iterator
from inspect import Parameter, Signature
from typing import Annotated, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from typed_depends import App, Body, Depends, Path, Request, Security
from typed_depends.drawing.picture import draw
from typed_depends.graph.build import build_graph
from typed_depends.graph.check import find_mistakes
from typed_depends.graph.node import Graph
from typed_depends.graph.shared import SharedNodes
from typed_depends.oauth import SecurityScopes
from typed_depends.reading.reader import Reader
from typed_depends.testclient import TestClient
from typed_depends.web.sources import RouteKind, RouteSources

Edge = tuple[int, str]
Told = tuple[bool, list[Edge], list[str]]
"""A provider: whether it yields, its dependencies, what else it asks for."""
Route = tuple[str, RouteKind, list[Edge]]

VALUES: dict[str, Any] = {
    "x": int,
    "y": str,
    "body": Annotated[int, Body()],
    "path_x": Annotated[int, Path(alias="x")],
    "request": Request,
    "scopes": SecurityScopes,
}
EDGES = ("plain", "plain", "plain", "function", "request", "lifespan", "a", "b", "again")


def provider(told: Told, number: int) -> Callable[..., Any]:
    def plain(**_: Any) -> int:
        return number

    def yielding(**_: Any) -> Iterator[int]:
        yield number

    made = yielding if told[0] else plain
    made.__name__ = f"p{number}"
    return made


def marker(provider: Callable[..., Any], said: str) -> Any:
    match said:
        case "function" | "request" | "lifespan":
            return Depends(provider, scope=said)
        case "a" | "b":
            return Security(provider, scopes=[said])
        case _:
            return Depends(provider, use_cache=said != "again")


def signature(edges: list[Edge], values: list[str], providers: list[Any]) -> Signature:
    asked = {f"d{place}": edge for place, edge in enumerate(edges)}
    return Signature(
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                annotation=Annotated[int, marker(providers[number % len(providers)], said)],
            )
            for name, (number, said) in asked.items()
        ]
        + [Parameter(name, Parameter.KEYWORD_ONLY, annotation=VALUES[name]) for name in values]
    )


edges = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(EDGES)), max_size=3)
told = st.tuples(
    st.booleans(), edges, st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True)
)
routes = st.tuples(
    st.sampled_from(["/", "/{x}", "/{x}/{y}"]), st.sampled_from(["http", "websocket"]), edges
)


@settings(max_examples=50, deadline=None)
@given(st.lists(told, min_size=1, max_size=6), st.lists(routes, min_size=1, max_size=5))
@example(
    # Asked for with OAuth scopes that nothing reads, by the endpoint and through a shared one.
    [(False, [], []), (False, [(0, "plain")], [])],
    [("/", "http", [(1, "plain")]), ("/", "http", [(1, "plain"), (0, "a")])],
)
@example(
    # What a circle cut short is met again on another way.
    [
        (False, [(3, "plain")], []),
        (False, [(0, "function")], []),
        (False, [], []),
        (False, [(1, "plain"), (4, "plain")], []),
        (False, [(0, "function")], []),
    ],
    [("/", "http", [(0, "plain")]), ("/", "http", [(0, "plain")])],
)
@example(
    # What a circle cut short, under a lifespan provider, is met again after OAuth scopes.
    [
        (False, [(0, "plain")], []),
        (False, [(0, "a")], []),
        (False, [(0, "lifespan")], []),
    ],
    [("/", "http", [(2, "plain"), (1, "lifespan")])],
)
def test_a_graph_of_shared_nodes_is_the_graph_built_alone(
    said: list[Told], asked: list[Route]
) -> None:
    providers: list[Any] = [provider(one, number) for number, one in enumerate(said)]
    for made, (_, below, values) in zip(providers, said, strict=True):
        made.__signature__ = signature(below, values, providers)
    reader, shared = Reader(), SharedNodes()
    kept: list[Graph] = []
    for path, kind, needs in asked:
        endpoint: Any = provider((False, [], []), 99)
        endpoint.__signature__ = signature(needs, [], providers)
        together, alone = (
            build_graph(endpoint, reader=reader, sources=RouteSources(path, kind), shared=nodes)
            for nodes in (shared, None)
        )
        kept.append(together.graph)
        assert draw(together.graph) == draw(alone.graph)
        assert list(map(str, find_mistakes(together))) == list(map(str, find_mistakes(alone)))


def test_a_parameter_is_read_from_the_path_only_where_the_path_has_its_name() -> None:
    app = App()

    def item(item_id: int) -> int:
        return item_id

    def handler(item: Annotated[int, Depends(item)]) -> int:
        return item

    for path in ("/first", "/second/{item_id}", "/third"):
        app.get(path)(handler)
    client = TestClient(app)
    assert client.get("/first?item_id=1").json() == 1
    assert client.get("/second/2?item_id=1").json() == 2
    assert client.get("/third?item_id=3").json() == 3


def test_a_provider_of_many_routes_is_one_node() -> None:
    app = App()

    def session(limit: int = 10) -> int:
        return limit

    @app.get("/a")
    def first(session: Annotated[int, Depends(session)]) -> None: ...

    @app.get("/b")
    def second(session: Annotated[int, Depends(session)]) -> None: ...

    nodes = [next(app.plan(one).graph.endpoint.dependencies).node for one in (first, second)]
    assert nodes[0] is nodes[1]
