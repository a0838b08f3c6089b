"""An application's document: when it is made, what is in it, who may change it."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from typed_depends import App, Depends, Query, Router, Security, get
from typed_depends.openapi.document import get_openapi
from typed_depends.security import APIKeyHeader, OAuth2PasswordBearer
from typed_depends.testclient import TestClient

oauth = OAuth2PasswordBearer(tokenUrl="token", scopes={"read": "Read", "write": "Write"})


def operation(app: App, path: str = "/", method: str = "get") -> dict[str, Any]:
    """Return one operation of an application's document."""
    shown: dict[str, Any] = app.openapi()["paths"][path][method]
    return shown


def test_the_document_is_made_once() -> None:
    app = App()
    assert app.openapi_schema is None
    assert app.openapi() is app.openapi()


def test_the_document_is_made_again_when_there_are_more_routes() -> None:
    app, router = App(), Router()
    app.include_router(router, prefix="/later")
    assert app.openapi()["paths"] == {}

    @router.get("/added")
    def added() -> None:
        """Come late."""

    assert list(app.openapi()["paths"]) == ["/later/added"]


def test_another_document_may_be_served() -> None:
    app = App()

    def other() -> dict[str, Any]:
        return {**get_openapi(title="Other", version="9", routes=app.routes), "x-mine": True}

    app.openapi = other  # type: ignore[method-assign]  # FastAPI's documented way
    document = TestClient(app).get("/openapi.json").json()
    assert document["info"] == {"title": "Other", "version": "9"}
    assert document["x-mine"] is True


def test_the_422_stands_only_where_something_is_validated() -> None:
    app = App()

    def reads(q: str) -> str:
        return q

    @app.get("/plain")
    def plain() -> None:
        """Take nothing."""

    @app.get("/below", dependencies=[Depends(reads)])
    def below() -> None:
        """Take something deeper down."""

    assert set(operation(app, "/plain")["responses"]) == {"200"}
    assert set(operation(app, "/below")["responses"]) == {"200", "422"}


def test_scopes_of_one_scheme_are_merged_over_all_ways_to_it() -> None:
    app = App()

    def reader(token: Annotated[str, Security(oauth, scopes=["read"])]) -> str:
        return token

    @app.get("/", dependencies=[Security(reader, scopes=["write"])])
    def endpoint(
        token: Annotated[str, Depends(reader)],
        key: Annotated[str, Depends(APIKeyHeader(name="X-Key"))],
    ) -> None:
        """Ask for both schemes."""

    security = operation(app)["security"]
    assert security == [{"OAuth2PasswordBearer": ["write", "read"]}, {"APIKeyHeader": []}]
    assert set(app.openapi()["components"]["securitySchemes"]) == {
        "OAuth2PasswordBearer",
        "APIKeyHeader",
    }


def test_what_lives_as_long_as_the_application_asks_the_client_for_nothing() -> None:
    app = App()

    def engine(url: str = "sqlite://") -> Iterator[str]:
        yield url

    @app.get("/")
    def endpoint(engine: Annotated[str, Depends(engine, scope="lifespan")]) -> None:
        """Use the engine."""

    assert "parameters" not in operation(app)
    assert set(operation(app)["responses"]) == {"200"}


def test_a_handler_of_a_class_shows_what_its_constructor_asks_for() -> None:
    app = App()

    @app.controller("/books")
    class Books:
        def __init__(self, tenant: Annotated[str, Query()]) -> None:
            self.tenant = tenant

        @get("/{number}")
        def read(self, number: int) -> str:
            return f"{self.tenant} {number}"

    parameters = operation(app, "/books/{number}")["parameters"]
    assert {(one["in"], one["name"]) for one in parameters} == {
        ("path", "number"),
        ("query", "tenant"),
    }


def test_an_override_does_not_change_the_document() -> None:
    app = App()

    def original(q: int) -> int:
        return q

    @app.get("/")
    def endpoint(value: Annotated[int, Depends(original)]) -> None:
        """Use the original."""

    app.dependency_overrides[original] = lambda: 1
    assert [one["name"] for one in operation(app)["parameters"]] == ["q"]


def test_the_root_path_stands_first_among_the_servers() -> None:
    app = App(servers=[{"url": "https://example.com"}])
    client = TestClient(app, root_path="/proxy")
    assert client.get("/openapi.json").json()["servers"] == [
        {"url": "/proxy"},
        {"url": "https://example.com"},
    ]
    assert app.openapi()["servers"] == [{"url": "https://example.com"}]


def test_a_second_operation_of_one_id_is_warned_of() -> None:
    app = App()
    for path in ("/one", "/two"):

        @app.get(path, operation_id="same")
        def endpoint() -> None:
            """Share an id."""

    with pytest.warns(UserWarning, match="Duplicate Operation ID same for function endpoint"):
        app.openapi()


def test_a_response_under_a_status_that_is_none_is_explained() -> None:
    app = App()

    @app.get("/", responses={"hello": {"description": "What?"}})
    def endpoint() -> None:
        """Answer."""

    with pytest.raises(ValueError, match='"hello", which is no status: give a code such as 404'):
        app.openapi()


def test_what_a_parameter_is_shown_as_required_wins() -> None:
    app = App()

    def lenient(q: int = 1) -> int:
        return q

    @app.get("/", dependencies=[Depends(lenient)])
    def endpoint(q: int) -> None:
        """Need it."""

    (parameter,) = operation(app)["parameters"]
    assert parameter["required"] is True
