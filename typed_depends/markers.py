"""The marker objects: what `Depends(...)` and its kin leave in a signature.

Plain frozen data, read by `typed_depends.reading`. Users write the typed
functions of `typed_depends.param_functions`, which make these. Knows neither
pydantic nor Starlette; the markers of sources stand in `typed_depends.params`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from typed_depends.scope import Scope


class ConcurrencyLimit:
    """At most `size` of this provider at once, counted per marker and event loop.

    Compared by identity: two markers never share their places, even if they are equal.
    """

    __slots__ = ("__weakref__", "size")

    def __init__(self, size: int) -> None:
        self.size = size


@dataclass(frozen=True)
class Depends:
    """Fill this parameter with what `dependency` provides (`fastapi.params.Depends`).

    Raises `ValueError` if `max_concurrency` is no positive integer.
    """

    dependency: Callable[..., Any] | None = None
    use_cache: bool = True
    scope: Scope | None = None
    max_concurrency: int | None = field(default=None, kw_only=True)
    thread: bool = field(default=True, kw_only=True)
    limit: ConcurrencyLimit | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.max_concurrency is None:
            return
        if type(self.max_concurrency) is not int or self.max_concurrency < 1:
            raise ValueError("max_concurrency must be a positive integer or None")
        object.__setattr__(self, "limit", ConcurrencyLimit(self.max_concurrency))


@dataclass(frozen=True)
class Security(Depends):
    """A `Depends` that adds OAuth scopes for everything below it (`fastapi.params.Security`)."""

    scopes: Sequence[str] | None = None
