"""`Depends` and `Security` as the user calls them: typed by what the provider provides.

`x: T = Depends(f)` with the wrong `T` is an error in any type checker, because the
call's type is the provided type: the yield type of a generator, the awaited type
of a coroutine, the instance of a class, else the return type. A function that
returns an `Iterator` may be a generator or not; only its body tells, so it is `Any`
here and left to the mypy plugin.

At run time each call makes a marker of `typed_depends.markers`.
"""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Sequence,
)
from typing import Any, TypeVar, overload

from typed_depends import markers
from typed_depends.scope import Scope

T = TypeVar("T")


@overload
def Depends(
    dependency: Callable[..., AsyncGenerator[T, Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., Generator[T, Any, Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., AsyncIterator[Any] | Iterator[Any]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> Any: ...
@overload
def Depends(
    dependency: Callable[..., Awaitable[T]],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> T: ...
@overload
def Depends(
    dependency: Callable[..., T],
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> T: ...
@overload
def Depends(
    dependency: None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> Any: ...
def Depends(  # noqa: N802  the name is FastAPI's
    dependency: Callable[..., Any] | None = None,
    *,
    use_cache: bool = True,
    scope: Scope | None = None,
) -> Any:
    """Declare that a parameter is filled by what `dependency` provides.

    Without `dependency` the parameter's own annotation, a class, is the provider.
    `use_cache=False` calls the provider again at this place. `scope` is the lifetime
    of a `yield` provider (`"request"` unless said). As `fastapi.Depends`.
    """
    return markers.Depends(dependency, use_cache=use_cache, scope=scope)
