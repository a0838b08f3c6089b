"""What a decorator said about one endpoint.

Plain data, so that including a router under a prefix is making new specifications.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from typed_depends.web.description import Description
from typed_depends.web.response import ResponseOptions


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """One decorated endpoint. `methods` is `None` for a WebSocket."""

    path: str
    endpoint: Callable[..., Any]
    methods: frozenset[str] | None
    dependencies: tuple[Any, ...]
    response: ResponseOptions
    name: str
    described: Description

    def under(
        self, prefix: str, dependencies: Sequence[Any], described: Description
    ) -> "RouteSpec":
        """Return this endpoint under a prefix, with dependencies that run before its own."""
        return replace(
            self,
            path=prefix + self.path,
            dependencies=(*dependencies, *self.dependencies),
            described=self.described.under(described),
        )
