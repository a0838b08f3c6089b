"""Chains of dependencies longer than Python's recursion limit allows calls."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from starlette.testclient import TestClient

from typed_depends import (
    App,
    DependencyCycleError,
    DependencyParameterError,
    Depends,
    Injector,
    ScopeInversionError,
)
from typed_depends.scope import Scope

DEPTH = 2 * sys.getrecursionlimit()


def bottom() -> int:
    return 0


def chain(bottom: Any, scope: Scope | None = None, *, use_cache: bool = True) -> Any:
    """Return the last of `DEPTH` providers, each of which adds one to that below it."""
    call = bottom
    for _ in range(DEPTH):
        below = Depends(call, scope=scope, use_cache=use_cache)

        async def link(value: Annotated[int, below]) -> int:
            return value + 1

        call = link
    return call


def served(marker: Any) -> App:
    app = App()

    @app.get("/")
    def endpoint(value: Annotated[int, marker]) -> int:
        return value

    return app


@pytest.mark.parametrize("scope", [None, "function", "request", "lifespan"])
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_deep_chain_is_served(scope: Scope | None, use_cache: bool) -> None:
    app = served(Depends(chain(bottom, scope, use_cache=use_cache), scope=scope))
    with TestClient(app) as client:
        assert client.get("/").json() == DEPTH


def test_a_deep_chain_of_generators_is_entered_and_left() -> None:
    open_now = 0

    def entered(call: Any) -> Any:
        async def link(value: Annotated[int, Depends(call)]) -> Any:
            nonlocal open_now
            open_now += 1
            yield value + 1
            open_now -= 1

        return link

    call: Any = bottom
    for _ in range(DEPTH):
        call = entered(call)
    with TestClient(served(Depends(call))) as client:
        assert client.get("/").json() == DEPTH
    assert open_now == 0


def test_a_replacement_is_found_and_fits_at_the_bottom_of_a_deep_chain() -> None:
    app = served(Depends(chain(bottom)))
    with app.override(bottom, lambda: 5), TestClient(app) as client:
        assert client.get("/").json() == DEPTH + 5
    app = served(Depends(bottom))

    def replaced() -> int:
        return 7

    with app.override(bottom, chain(replaced)), app.override(replaced, lambda: 1):
        assert TestClient(app).get("/").json() == DEPTH + 1


def test_the_mistakes_of_a_deep_chain_are_found() -> None:
    def session() -> Iterator[int]:
        yield 0

    def short(session: Annotated[int, Depends(session, scope="function")]) -> int:
        return session

    def holder(value: Annotated[int, Depends(chain(short))]) -> Iterator[int]:
        yield value

    with pytest.raises(ScopeInversionError) as raised:
        served(Depends(holder)).verify()
    assert len(raised.value.path.links) == DEPTH + 4

    def circle(value: int) -> int:
        return value

    last = chain(circle)
    circle.__annotations__["value"] = Annotated[int, Depends(last)]
    with pytest.raises(DependencyCycleError):
        served(Depends(last)).verify()


async def _asks(tenant: str) -> int:
    return len(tenant)


def test_an_injector_runs_a_deep_chain_and_names_what_nothing_gives() -> None:
    deep = chain(_asks)

    async def call(value: Annotated[int, Depends(deep)]) -> int:
        return value

    with Injector.sync() as injector:
        with injector.request({str: "acme"}) as scope:
            assert scope.call(call) == DEPTH + 4
            assert scope.call(call) == DEPTH + 4
        with injector.request() as scope, pytest.raises(DependencyParameterError):
            scope.call(call)
