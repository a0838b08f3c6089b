"""The picture shows each node once, where its values come from, and how it is held."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel

from typed_depends import (
    App,
    Depends,
    Header,
    Path,
    Query,
    Request,
    Security,
    SecurityScopes,
)
from typed_depends.drawing.picture import DrawnNode, DrawnParameter, Picture, draw
from typed_depends.security import APIKeyHeader
from typed_depends.web.route import HttpRoute


def picture_of(app: App) -> Picture:
    """Return the picture of an application's last route."""
    route = app.routes[-1]
    assert isinstance(route, HttpRoute)
    return draw(route.plan(app.wiring.overrides.current()).graph)


def node(picture: Picture, name: str) -> DrawnNode:
    """Return the only node of that name."""
    (found,) = [one for one in picture.nodes if one.name == name]
    return found


def settings() -> Iterator[int]:
    """Live as long as the application."""
    yield 1


def session(settings: Annotated[int, Depends(settings, scope="lifespan")]) -> Iterator[int]:
    """Live as long as the request."""
    yield settings


def first(session: Annotated[int, Depends(session)]) -> int:
    """Hold the session."""
    return session


def second(session: Annotated[int, Depends(session)], first: Annotated[int, Depends(first)]) -> int:
    """Hold the session too, and something that holds it."""
    return session + first


def test_a_shared_provider_is_drawn_once_and_below_all_that_hold_it() -> None:
    app = App()

    @app.get("/")
    def endpoint(one: Annotated[int, Depends(first)], two: Annotated[int, Depends(second)]) -> None:
        """Ask for both."""

    picture = picture_of(app)
    assert [(one.name, one.layer, one.needed_by) for one in picture.nodes] == [
        ("endpoint", 0, 0),
        ("second", 1, 1),
        ("first", 2, 2),
        ("session", 3, 2),
        ("settings", 4, 1),
    ]
    layers = [one.layer for one in picture.nodes]
    assert all(layers[edge.holder] < layers[edge.provider] for edge in picture.edges)
    assert node(picture, "session").scope == "request"
    assert node(picture, "settings").scope == "lifespan"
    assert node(picture, "session").kind == "generator"


def test_an_edge_says_what_it_fills_and_whether_the_value_is_called_anew() -> None:
    app = App()

    @app.get("/", dependencies=[Depends(session)])
    def endpoint(one: Annotated[int, Depends(first, use_cache=False)]) -> None:
        """Ask anew."""

    picture = picture_of(app)
    names = [one.name for one in picture.nodes]
    edges = {
        (names[one.holder], names[one.provider]): (one.name, one.cached) for one in picture.edges
    }
    assert edges == {
        ("endpoint", "session"): (None, True),
        ("endpoint", "first"): ("one", False),
        ("first", "session"): ("session", True),
        ("session", "settings"): ("settings", True),
    }


def test_a_parameter_says_where_it_comes_from() -> None:
    class Filters(BaseModel):
        limit: int = 10
        tags: list[str]

    app = App()

    @app.post("/{item_id}")
    def endpoint(
        request: Request,
        item_id: Annotated[int, Path()],
        agent: Annotated[str | None, Header(alias="user-agent")],
        filters: Annotated[Filters, Query()],
        body: dict[str, int],
    ) -> None:
        """Take everything."""

    drawn = node(picture_of(app), "endpoint")
    assert drawn.connections == ("Request",)
    assert set(drawn.parameters) == {
        DrawnParameter("item_id", "path", "item_id", "int", required=True),
        DrawnParameter("agent", "header", "user-agent", "str | None", required=True),
        DrawnParameter("filters.limit", "query", "limit", "int", required=False),
        DrawnParameter("filters.tags", "query", "tags", "list[str]", required=True),
        DrawnParameter("body", "body", "body", "dict[str, int]", required=True),
    }


def test_security_shows_its_scheme_and_its_scopes() -> None:
    def user(
        key: Annotated[str, Depends(APIKeyHeader(name="X-Key", scheme_name="Key"))],
        scopes: SecurityScopes,
    ) -> str:
        return key

    app = App()

    @app.get("/")
    def endpoint(user: Annotated[str, Security(user, scopes=["read", "write"])]) -> None:
        """Ask for a user."""

    picture = picture_of(app)
    assert node(picture, "APIKeyHeader").scheme == "Key"
    assert node(picture, "user").oauth_scopes == ("read", "write")


def test_an_override_names_what_it_replaces() -> None:
    def fake() -> int:
        return 0

    app = App()

    @app.get("/")
    def endpoint(one: Annotated[int, Depends(first)]) -> None:
        """Ask for one."""

    with app.override(first, fake):
        picture = picture_of(app)
    assert node(picture, "fake").replaces == "first"
    assert node(picture_of(app), "first").replaces is None


def test_a_picture_is_plain_data() -> None:
    app = App()

    @app.get("/")
    def endpoint(one: Annotated[int, Depends(first)]) -> None:
        """Ask for one."""

    data: dict[str, Any] = picture_of(app).as_json()
    assert data["nodes"][0]["name"] == "endpoint"
    assert data["edges"][0] == {"holder": 0, "provider": 1, "name": "one", "cached": True}
