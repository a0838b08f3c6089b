"""The scope rule, for every pair of lifetimes, directly and through plain providers."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest

from typed_depends import App, Depends, ScopeInversionError, Security, SecurityScopes
from typed_depends.scope import SCOPES, Scope, outlives

PAIRS = [(holder, held) for holder in SCOPES for held in SCOPES]


def held() -> Iterator[str]:
    yield "held"


def through(marker: Any, plain: int) -> Any:
    """Return the marker of a plain provider over a plain provider ... over `marker`."""
    for _ in range(plain):

        def provider(below: Annotated[Any, marker]) -> Any:
            return below

        marker = Depends(provider)
    return marker


def app_with(marker: Any) -> App:
    app = App()

    @app.get("/")
    def endpoint(value: Annotated[Any, marker]) -> None: ...

    return app


@pytest.mark.parametrize("plain", [0, 1, 3])
@pytest.mark.parametrize(("holder_scope", "held_scope"), PAIRS)
def test_nothing_holds_what_ends_before_it(
    holder_scope: Scope, held_scope: Scope, plain: int
) -> None:
    below = through(Depends(held, scope=held_scope), plain)

    def holder(below: Annotated[Any, below]) -> Iterator[Any]:
        yield below

    app = app_with(Depends(holder, scope=holder_scope))
    if not outlives(holder_scope, held_scope):
        app.verify()
        return
    with pytest.raises(ScopeInversionError) as raised:
        app.verify()
    drawn = str(raised.value.path)
    assert drawn.startswith("endpoint → holder")
    assert drawn.count("provider") == plain
    assert drawn.endswith(f"held ({held_scope})")


def test_a_plain_provider_without_a_scope_may_hold_anything() -> None:
    app_with(through(Depends(held, scope="function"), 3)).verify()


@pytest.mark.parametrize("scope", ["request", "lifespan"])
def test_a_plain_provider_with_a_scope_is_held_to_it(scope: Scope) -> None:
    def plain(below: Annotated[str, Depends(held, scope="function")]) -> str:
        return below

    with pytest.raises(ScopeInversionError):
        app_with(Depends(plain, scope=scope)).verify()


def test_each_inversion_is_reported_once_and_only_where_it_is() -> None:
    def inner(below: Annotated[str, Depends(held, scope="function")]) -> Iterator[str]:
        yield below

    def outer(below: Annotated[str, Depends(inner)]) -> Iterator[str]:
        yield below

    with pytest.raises(ScopeInversionError, match='"inner"'):
        app_with(Depends(outer)).verify()


def test_a_holder_of_two_short_lived_providers_is_told_of_both() -> None:
    def other() -> Iterator[str]:
        yield "other"

    def holder(
        first: Annotated[str, Depends(held, scope="function")],
        second: Annotated[str, Depends(other, scope="function")],
    ) -> Iterator[str]:
        yield first

    with pytest.raises(ExceptionGroup) as raised:
        app_with(Depends(holder)).verify()
    assert len(raised.value.exceptions) == 2


def test_each_lifespan_provider_is_told_what_it_reads_through_a_plain_one() -> None:
    def plain(page: int) -> int:
        return page

    def first(page: Annotated[int, Depends(plain)]) -> Iterator[int]:
        yield page

    def second(page: Annotated[int, Depends(plain)]) -> Iterator[int]:
        yield page

    app = App()

    @app.get("/")
    def endpoint(
        a: Annotated[int, Depends(first, scope="lifespan")],
        b: Annotated[int, Depends(second, scope="lifespan")],
    ) -> None: ...

    with pytest.raises(ExceptionGroup) as raised:
        app.verify()
    assert [str(one).split(" ")[0] for one in raised.value.exceptions] == ['"first"', '"second"']


def make(number: int, below: list[Callable[..., Any]]) -> Callable[..., Any]:
    if not below:

        def bottom() -> None: ...

        return bottom
    first, second = below

    def provider(a: Any = Depends(first), b: Any = Depends(second)) -> None: ...

    return provider


def test_a_layered_graph_is_built_in_one_walk() -> None:
    layer: list[Callable[..., Any]] = []
    for number in range(100):  # 2^100 ways
        layer = [make(number, layer), make(number, layer)]
    app = app_with(Depends(layer[0]))
    app.verify()
    (route,) = app.router.injected()
    from typed_depends.graph.overrides import NONE

    plan = route.plan(NONE)
    assert len(list(plan.graph.nodes())) == 99 * 2 + 1 + 1
    assert len(plan.program.steps) == 99 * 2 + 1


@pytest.mark.filterwarnings("error::typed_depends.UnreadScopesWarning")
def test_oauth_scopes_that_a_lifespan_provider_may_not_take_are_taken_all_the_same() -> None:
    def user(scopes: SecurityScopes) -> str:
        return ""

    def holder(user: Annotated[str, Security(user, scopes=["read"])]) -> str:
        return user

    with pytest.raises(ScopeInversionError, match='"scopes"'):
        app_with(Depends(holder, scope="lifespan")).verify()
