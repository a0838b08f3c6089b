"""The markers as the user calls them, typed by what they give.

`x: T = Depends(f)` with the wrong `T` is an error in any type checker, because the
call's type is the provided type: the yield type of a generator, the awaited type
of a coroutine, the instance of a class, else the return type. A function that
returns an `Iterator` is taken for a generator, as it nearly always is; one that can be
closed (a file, a database cursor) is taken for itself. The mypy plugin looks into the body.

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
from typing import Any, Literal, Protocol, TypeAlias, TypeVar, overload

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


class ClosableIterator(Protocol):
    """An iterator that is more than a generator's type: a file, a cursor."""

    def __next__(self) -> Any:
        """Return the next item."""
        ...

    def close(self) -> Any:
        """Release what it reads from."""
        ...


class AsyncClosableIterator(Protocol):
    """The same for `async for`; some are closed by a coroutine."""

    def __anext__(self) -> Any:
        """Return the next item."""
        ...

    def close(self) -> Any:
        """Release what it reads from."""
        ...


T = TypeVar("T")
C = TypeVar("C", bound=ClosableIterator | AsyncClosableIterator)
Yielding: TypeAlias = Callable[..., Generator[T, Any, Any]] | Callable[..., AsyncGenerator[T, Any]]
Iterating: TypeAlias = Callable[..., Iterator[T]] | Callable[..., AsyncIterator[T]]
DependencyScope = Literal["endpoint", "lifespan"]


@overload
def Depends(  # type: ignore[overload-overlap]  # a class that is an iterator gives its instance
    dependency: type[T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: Yielding[T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., C],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> C: ...
@overload
def Depends(
    dependency: Iterating[T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
    thread: bool = True,
) -> T: ...
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
def Security(  # type: ignore[overload-overlap]  # a class that is an iterator gives its instance
    dependency: type[T],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: Yielding[T],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
@overload
def Security(
    dependency: Callable[..., C],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> C: ...
@overload
def Security(
    dependency: Iterating[T],
    *,
    scopes: Sequence[str] | None = None,
    use_cache: bool = True,
) -> T: ...
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
