"""What applications, routers and decorators tell about themselves is kept, as in FastAPI."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts

from typed_depends import App, Router
from typed_depends.web.description import (
    AppOptions,
    Described,
    Description,
    EndpointOptions,
    RouterOptions,
    SharedOptions,
)
from typed_depends.web.route import HttpRoute


def _route(app: App) -> Description:
    (route,) = app.router.injected()
    assert isinstance(route, HttpRoute)
    return route.spec.described


def test_an_app_keeps_its_description_as_attributes() -> None:
    app = App(
        title="Bookshop",
        version="1.0",
        summary="Books.",
        description="Sells books.",
        openapi_url=None,
        docs_url=None,
        redoc_url="/read",
        openapi_tags=[{"name": "books"}],
        debug=True,
    )
    assert (app.title, app.version, app.summary, app.description) == (
        "Bookshop",
        "1.0",
        "Books.",
        "Sells books.",
    )
    assert (app.openapi_url, app.docs_url, app.redoc_url) == (None, None, "/read")
    assert app.openapi_tags == [{"name": "books"}]
    assert app.debug


@pytest.mark.parametrize("name", sorted(AppOptions.__annotations__))
def test_the_defaults_are_those_of_fastapi_but_for_the_title(name: str) -> None:
    expected = "App" if name == "title" else getattr(FastAPI(), name)
    assert getattr(App(), name) == expected


def test_every_option_has_a_place_to_be_kept() -> None:
    assert set(AppOptions.__annotations__) == set(Described.__annotations__)
    assert set(EndpointOptions.__annotations__) == set(Description._fields)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (AppOptions, FastAPI),
        (SharedOptions, FastAPI),
        (RouterOptions, APIRouter),
        (RouterOptions, FastAPI.include_router),
        (EndpointOptions, FastAPI.get),
    ],
)
def test_fastapi_knows_every_option(ours: Any, theirs: Any) -> None:
    assert set(ours.__annotations__) <= set(inspect.signature(theirs).parameters)


@pytest.mark.parametrize(
    "call",
    [
        App,
        Router,
        lambda **options: App().include_router(Router(), **options),
        lambda **options: App().get("/", **options)(lambda: None),
        lambda **options: Router().api_route("/", **options)(lambda: None),
    ],
)
def test_a_word_that_is_no_option_is_refused(call: Any) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'titel'"):
        call(titel="Bookshop")


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete", "options", "head"])
def test_a_decorator_keeps_what_it_says(verb: str) -> None:
    app = App()
    decorate: Callable[[Callable[[], None]], Callable[[], None]] = getattr(app, verb)(
        "/",
        tags=["books"],
        summary="All books",
        description="Every one.",
        response_description="The books",
        responses={404: {"description": "none"}},
        deprecated=True,
        operation_id="all_books",
        include_in_schema=False,
        name="books",
        openapi_extra={"x-shelf": 1},
    )
    decorate(lambda: None)
    assert _route(app) == Description(
        tags=("books",),
        summary="All books",
        description="Every one.",
        response_description="The books",
        responses={404: {"description": "none"}},
        deprecated=True,
        operation_id="all_books",
        include_in_schema=False,
        openapi_extra={"x-shelf": 1},
    )
    assert app.url_path_for("books") == "/"


def test_routers_and_inclusions_add_to_it_as_in_fastapi() -> None:
    def declared(app: Any, inner: Any, outer: Any) -> Any:
        inner.get(
            "/", tags=["route"], responses={404: {"description": "route"}}, include_in_schema=True
        )(lambda: None)
        outer.include_router(
            inner, tags=["inclusion"], responses={404: {"description": "x"}, 500: {}}
        )
        app.include_router(outer, tags=["last"], deprecated=True)
        return app

    shared: Any = {"responses": {418: {}}}
    router: Any = {"tags": ["router"], "responses": {409: {}}}
    outer: Any = {"tags": ["outer"], "include_in_schema": False}
    ours = _route(declared(App(**shared), Router(**router), Router(**outer)))
    reference = declared(FastAPI(**shared), APIRouter(**router), APIRouter(**outer))
    theirs = _effective(reference)
    assert list(ours.tags) == theirs.tags
    assert ours.responses == theirs.responses
    assert ours.deprecated is theirs.deprecated is True
    assert ours.include_in_schema is theirs.include_in_schema is False


def _effective(app: FastAPI) -> Any:
    """Return what FastAPI makes of its only endpoint, routers included."""
    return next(
        one
        for one in iter_route_contexts(app.routes)
        if getattr(one, "methods", None) == {"GET"} and one.path == "/"
    )
