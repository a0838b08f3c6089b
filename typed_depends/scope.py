"""The order of lifetimes, in one place for the runtime and the plugin.

A scope is a lifetime and nothing else: `function` < `request` < `lifespan`.
Imports nothing but the standard library, so that mypy can load it cheaply.
"""

from typing import Final, Literal, TypeAlias, get_args

Scope: TypeAlias = Literal["function", "request", "lifespan"]

SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
"""Every scope, the shortest-lived first."""


def outlives(holder: Scope, held: Scope) -> bool:
    """Tell whether `holder` is still in use after `held` has ended."""
    return SCOPES.index(holder) > SCOPES.index(held)
