"""The markers as the user calls them, typed by what they give.

`x: T = Depends(f)` with the wrong `T` is an error in any type checker, because the
call's type is the provided type: the yield type of a generator, the awaited type
of a coroutine, the instance of a class, else the return type. A function that
returns an `Iterator` may be a generator or not; only its body tells, so it is `Any`
here and left to the mypy plugin. The markers of sources give `Any`, as FastAPI's do.

At run time each call makes a marker of `typed_depends.markers` or `typed_depends.params`.
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

from pydantic_core import PydanticUndefined
from typing_extensions import Unpack

from typed_depends import markers, params
from typed_depends.params import ParamOptions
from typed_depends.scope import Scope

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
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., Generator[T, Any, Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., AsyncIterator[Any] | Iterator[Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> Any: ...
@overload
def Depends(
    dependency: Callable[..., Awaitable[T]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> T: ...
@overload
def Depends(
    dependency: None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> Any: ...
def Depends(
    dependency: Callable[..., Any] | None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
    dependency_scope: DependencyScope | None = None,
    max_concurrency: int | None = None,
) -> Any:
    """Declare that a parameter is filled by what `dependency` provides.

    Without `dependency` the parameter's own annotation, a class, is the provider.
    `use_cache=False` calls the provider again at this place. `scope` is the lifetime:
    `"function"` ends before the response is sent, `"request"` (what a `yield` provider has
    unless said) after it, `"lifespan"` at shutdown. `dependency_scope` is the older
    spelling; its `"endpoint"` means `"request"`. At most `max_concurrency` of the
    provider, `yield` included, are in use at once through this marker. As `fastapi.Depends`.

    Raises `ValueError` for a `max_concurrency` that is no positive integer, and if `scope`
    and `dependency_scope` are both given.
    """
    return markers.Depends(
        dependency,
        use_cache=use_cache,
        scope=_scope(scope, dependency_scope),
        max_concurrency=max_concurrency,
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


def Path(
    default: Any = PydanticUndefined,
    *,
    openapi_examples: dict[str, Any] | None = None,
    include_in_schema: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter that is a placeholder of the route's path. As `fastapi.Path`."""
    return params.Path(
        default,
        openapi_examples=openapi_examples,
        include_in_schema=include_in_schema,
        options=options,
    )


def Query(
    default: Any = PydanticUndefined,
    *,
    openapi_examples: dict[str, Any] | None = None,
    include_in_schema: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter read from the query string. As `fastapi.Query`."""
    return params.Query(
        default,
        openapi_examples=openapi_examples,
        include_in_schema=include_in_schema,
        options=options,
    )


def Header(
    default: Any = PydanticUndefined,
    *,
    convert_underscores: bool = True,
    openapi_examples: dict[str, Any] | None = None,
    include_in_schema: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter read from a header: `user_agent` reads `User-Agent`.

    `convert_underscores=False` keeps the underscores. As `fastapi.Header`.
    """
    return params.Header(
        default,
        convert_underscores=convert_underscores,
        openapi_examples=openapi_examples,
        include_in_schema=include_in_schema,
        options=options,
    )


def Cookie(
    default: Any = PydanticUndefined,
    *,
    openapi_examples: dict[str, Any] | None = None,
    include_in_schema: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter read from a cookie. As `fastapi.Cookie`."""
    return params.Cookie(
        default,
        openapi_examples=openapi_examples,
        include_in_schema=include_in_schema,
        options=options,
    )


def Body(
    default: Any = PydanticUndefined,
    *,
    embed: bool | None = None,
    media_type: str = "application/json",
    openapi_examples: dict[str, Any] | None = None,
    include_in_schema: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter read from the JSON body. As `fastapi.Body`.

    One parameter takes the whole body; several, or `embed=True`, take a key each.
    """
    return params.Body(
        default,
        embed=embed,
        media_type=media_type,
        openapi_examples=openapi_examples,
        include_in_schema=include_in_schema,
        options=options,
    )


def _scope(scope: Scope | None, older: DependencyScope | None) -> Scope | None:
    if older is None:
        return scope
    if scope is not None:
        raise ValueError("dependency_scope= is the older spelling of scope=: give only one")
    # An unknown value is kept: reading the signature refuses it with the whole path.
    return "request" if older == "endpoint" else older
