"""The markers as the user calls them, typed by what they give.

`x: T = Depends(f)` with the wrong `T` is an error in any type checker, because the
call's type is the provided type: the yield type of a generator, the awaited type
of a coroutine, the instance of a class, else the return type. A function that
returns an `Iterator` may be a generator or not; only its body tells, so it is `Any`
here and left to the mypy plugin.

At run time each call makes a marker of `typed_depends.markers`. The markers of sources,
which stand here too, are those of `typed_depends.source_functions`.
"""
# ruff: noqa: N802  the names are FastAPI's

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Sequence,
)
from typing import Any, Literal, TypeVar, overload

from typed_depends import markers
from typed_depends.scope import Scope
from typed_depends.source_functions import Body, Cookie, File, Form, Header, Path, Query

__all__ = [
    "Body",
    "Cookie",
    "Depends",
    "File",
    "Form",
    "Header",
    "Path",
    "Query",
    "Security",
]

T = TypeVar("T")
DependencyScope = Literal["endpoint", "lifespan"]


@overload
def Depends(
    dependency: Callable[..., AsyncGenerator[T, Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., Generator[T, Any, Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., AsyncIterator[Any] | Iterator[Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> Any: ...
@overload
def Depends(
    dependency: Callable[..., Awaitable[T]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> Any: ...
def Depends(
    dependency: Callable[..., Any] | None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> Any:
    """Declare that a parameter is filled by what `dependency` provides.

    Without `dependency` the parameter's own annotation, a class, is the provider.
    `use_cache=False` calls the provider again at this place. `scope` is the lifetime:
    `"function"` ends before the response is sent, `"request"` (what a `yield` provider has
    unless said) after it, `"lifespan"` at shutdown. `dependency_scope` is the older
    spelling; its `"endpoint"` means `"request"`. At most `max_concurrency` of the
    provider, `yield` included, are in use at once through this marker. A `def` provider runs on a
    worker thread; with `thread=False` it runs on the event loop, where it must not block.
    As `fastapi.Depends`.

    Raises `ValueError` for a `max_concurrency` that is no positive integer, and if `scope`
    and `dependency_scope` are both given.
    """
    return markers.Depends(
        dependency,
        use_cache=use_cache,
        scope=_scope(scope, dependency_scope),
        max_concurrency=max_concurrency,
        thread=thread,
    )


@overload
def Security(
    dependency: Callable[..., AsyncGenerator[T, Any]],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: Callable[..., Generator[T, Any, Any]],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: Callable[..., AsyncIterator[Any] | Iterator[Any]],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> Any: ...
@overload
def Security(
    dependency: Callable[..., Awaitable[T]],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: Callable[..., T],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: None = None,
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> Any: ...
def Security(
    dependency: Callable[..., Any] | None = None,
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> Any:
    """Declare a dependency that needs OAuth `scopes`, for itself and everything below it.

    Providers below receive them all as `SecurityScopes`. As `fastapi.Security`.
    """
    return markers.Security(dependency, use_cache=use_cache, scopes=scopes)


def _scope(scope: Scope | None, older: DependencyScope | None) -> Scope | None:
    if older is None:
        return scope
    if scope is not None:
        raise ValueError("dependency_scope= is the older spelling of scope=: give only one")
    # An unknown value is kept: reading the signature refuses it with the whole path.
    return "request" if older == "endpoint" else older
