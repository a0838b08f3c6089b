"""The marker objects: what `Depends(...)` and its kin leave in a signature.

Plain frozen data, read by `typed_depends.reading`. Users write the typed
functions of `typed_depends.param_functions`, which make these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from typed_depends.scope import Scope


@dataclass(frozen=True)
class Depends:
    """Fill this parameter with what `dependency` provides (`fastapi.params.Depends`)."""

    dependency: Callable[..., Any] | None = None
    use_cache: bool = True
    scope: Scope | None = None


@dataclass(frozen=True)
class Security(Depends):
    """A `Depends` that adds OAuth scopes for everything below it (`fastapi.params.Security`)."""

    scopes: Sequence[str] = ()
