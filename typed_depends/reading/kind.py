"""How a callable runs: told from its flags, through partials, wrappers and `__call__`.

A class runs as a function (it is called); an instance runs as its `__call__` does.
The order of the questions is FastAPI's: a wrapper made by `functools.wraps` is what
the wrapped function is.
"""

import asyncio
import inspect
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial, reduce
from operator import or_
from types import FunctionType
from typing import Any, Final

if sys.version_info >= (3, 13):
    _is_coroutine_function = inspect.iscoroutinefunction
else:
    # Only asyncio's own function sees the `_is_coroutine` mark of older decorators.
    _is_coroutine_function = asyncio.iscoroutinefunction


class Kind(Enum):
    """The four ways to run a provider."""

    FUNCTION = "function"
    COROUTINE = "coroutine"
    GENERATOR = "generator"
    ASYNC_GENERATOR = "async generator"

    @property
    def yields(self) -> bool:
        """Whether the provider has a part after its `yield` that must be run."""
        return self is Kind.GENERATOR or self is Kind.ASYNC_GENERATOR


_KINDS: Final = {
    inspect.CO_ASYNC_GENERATOR: Kind.ASYNC_GENERATOR,
    inspect.CO_GENERATOR: Kind.GENERATOR,
    inspect.CO_COROUTINE: Kind.COROUTINE,
}
_YIELDS_OR_AWAITS: Final = reduce(or_, _KINDS)


def kind_of(call: Callable[..., Any]) -> Kind:
    """Return how `call` runs."""
    if type(call) is FunctionType and not vars(call):
        # Nothing was wrapped, and nobody has set a mark: its own flags say it.
        return _KINDS.get(call.__code__.co_flags & _YIELDS_OR_AWAITS, Kind.FUNCTION)
    if any(inspect.isasyncgenfunction(face) for face in _faces(call)):
        return Kind.ASYNC_GENERATOR
    if any(inspect.isgeneratorfunction(face) for face in _faces(call)):
        return Kind.GENERATOR
    if any(inspect.isroutine(face) and _is_coroutine_function(face) for face in _faces(call)):
        return Kind.COROUTINE
    return Kind.FUNCTION


def without_partials(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands under any number of `functools.partial`."""
    while isinstance(call, partial):
        call = call.func
    return call


def unwrapped(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands under partials and `functools.wraps`."""
    inner: Callable[..., Any] = inspect.unwrap(without_partials(call))
    return inner


def name_of(call: object) -> str:
    """Return the name a callable is shown by: its own, or that of its type."""
    if isinstance(call, partial):
        return name_of(call.func)
    name = getattr(call, "__name__", None)
    return name.strip("<>") if isinstance(name, str) else type(call).__name__


def place_of(call: Callable[..., Any]) -> str | None:
    """Return `file:line` of a callable's definition, if it is the user's."""
    target: Any = unwrapped(call)
    target = getattr(target, "__func__", target)
    module = getattr(target, "__module__", None) or ""
    if module.partition(".")[0] in sys.stdlib_module_names:
        return None
    if inspect.isclass(target):
        try:
            return f"{inspect.getsourcefile(target)}:{inspect.getsourcelines(target)[1]}"
        except (OSError, TypeError):
            return None
    code = getattr(target, "__code__", None)
    if code is None:
        return None if isinstance(target, type) else place_of(type(target))
    return f"{code.co_filename}:{code.co_firstlineno}"


def _faces(call: Callable[..., Any]) -> Iterator[Any]:
    """Yield everything that may tell how `call` runs, the most direct first."""
    direct = without_partials(call)
    inner = inspect.unwrap(direct)
    yield direct
    yield inner
    if inspect.isclass(inner):
        return
    for face in (direct, inner):
        dunder = getattr(face, "__call__", None)  # noqa: B004  its value is wanted, not its presence
        if dunder is not None:
            yield without_partials(dunder)
            yield unwrapped(dunder)
