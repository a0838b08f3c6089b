"""The application: when mistakes are raised, how routers are followed, what it leaves alone."""

from typing import Annotated, Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from typed_depends import (
    App,
    DependencyErrors,
    DependencyMarkerError,
    DependencyPathError,
    Depends,
    Path,
    Router,
)


def broken(value: Annotated[int, Depends()] = 1) -> int:
    return value


def test_an_app_is_a_starlette_application() -> None:
    assert isinstance(App(), Starlette)


def test_a_strict_app_raises_where_the_mistake_is_made() -> None:
    app = App(strict=True)
    with pytest.raises(DependencyPathError):

        @app.get("/")
        def endpoint(item: Annotated[int, Path()]) -> None: ...


def test_a_strict_app_raises_when_it_includes_a_router_with_a_mistake() -> None:
    router = Router()

    @router.get("/")
    def endpoint(item: Annotated[int, Path()]) -> None: ...

    App().include_router(router)
    with pytest.raises(DependencyPathError):
        App(strict=True).include_router(router)


def test_all_mistakes_are_raised_together_at_start_and_at_the_first_request() -> None:
    app = App()

    @app.get("/")
    def first(item: Annotated[int, Path()]) -> None: ...

    @app.get("/other")
    def second(value: Annotated[int, Depends(5)]) -> None: ...

    with pytest.raises(DependencyErrors) as raised, TestClient(app):
        pytest.fail("the application started")
    assert [type(mistake) for mistake in raised.value.mistakes] == [
        DependencyPathError,
        DependencyMarkerError,
    ]
    with pytest.raises(DependencyErrors):
        TestClient(app).get("/")


def test_mistakes_can_be_caught_by_their_class() -> None:
    app = App()

    @app.get("/")
    def first(item: Annotated[int, Path()]) -> None: ...

    @app.get("/other")
    def second(item: Annotated[str, Path()]) -> None: ...

    caught: list[Any] = []
    try:
        app.verify()
    except* DependencyPathError as group:
        caught.extend(group.exceptions)
    assert len(caught) == 2


def test_a_mistake_shared_by_many_routes_is_told_once() -> None:
    def provider(*args: int) -> None: ...

    app = App()
    for index in range(3):

        @app.get(f"/{index}")
        def endpoint(value: Annotated[None, Depends(provider)]) -> None: ...

    with pytest.raises(Exception, match=r"\*args") as raised:
        app.verify()
    assert not isinstance(raised.value, DependencyErrors)


def test_what_is_added_to_a_router_later_is_served() -> None:
    app, outer, inner = App(), Router(prefix="/outer"), Router(prefix="/inner")
    outer.include_router(inner)
    app.include_router(outer, prefix="/app")

    @inner.get("/late")
    def endpoint() -> str:
        return "late"

    assert TestClient(app).get("/app/outer/inner/late").json() == "late"


def test_the_same_router_may_be_included_twice() -> None:
    router = Router()

    @router.get("/x/{item}")
    def endpoint(item: str, place: str = "query") -> list[str]:
        return [item, place]

    app = App()
    app.include_router(router, prefix="/a")
    app.include_router(router, prefix="/b/{place}")
    client = TestClient(app)
    assert client.get("/a/x/1").json() == ["1", "query"]
    assert client.get("/b/path/x/1").json() == ["1", "path"]


def test_plain_starlette_routes_of_a_router_are_included_under_the_prefix() -> None:
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response

    async def plain(request: Request) -> Response:
        return PlainTextResponse("plain")

    router = Router()
    router.add_route("/plain", plain)
    mounted = App()
    mounted.get("/in")(lambda: "mounted")
    router.mount("/mounted", mounted)
    app = App()
    app.include_router(router, prefix="/p")
    client = TestClient(app)
    assert client.get("/p/plain").text == "plain"
    assert client.get("/p/mounted/in").json() == "mounted"


@pytest.mark.parametrize("prefix", ["no-slash", "/slash/"])
def test_a_wrong_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        Router(prefix=prefix)
    with pytest.raises(ValueError, match="prefix"):
        App().include_router(Router(), prefix=prefix)


def test_an_empty_path_needs_a_prefix() -> None:
    router = Router()
    router.get("")(lambda: None)
    with pytest.raises(ValueError, match="both empty"):
        App().include_router(router)
    app = App()
    app.include_router(router, prefix="/x")
    assert TestClient(app).get("/x").status_code == 200


def test_a_router_can_be_served_by_itself() -> None:
    router = Router()

    @router.get("/{item}")
    def endpoint(item: int) -> int:
        return item

    assert TestClient(router).get("/3").json() == 3


def test_routes_are_found_by_their_names() -> None:
    app = App()

    @app.get("/items/{item}", name="item")
    def endpoint(item: int) -> int:
        return item

    assert app.url_path_for("item", item=3) == "/items/3"


@pytest.mark.parametrize(
    "where", [App(), App().webhooks, Router()], ids=["app", "webhook", "router"]
)
@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_refuses_a_response_model(where: App | Router, status: int) -> None:
    with pytest.raises(ValueError, match="must not have a response body"):

        @where.post("/", status_code=status)
        def endpoint() -> int:
            return 1


def test_a_body_over_the_limit_is_refused() -> None:
    app = App(max_body_size=10)

    @app.post("/")
    def endpoint(item: dict[str, int]) -> int:
        return len(item)

    client = TestClient(app)
    assert client.post("/", json={"a": 1}).json() == 1
    assert client.post("/", json={"a": 10**20}).status_code == 413
