"""Tell of most routes at once that no rule has anything to say about them.

What lies below a provider is the same for every route that asks for it, and what a source can
produce the same for every parameter of a type. So each is asked once a module, and a route
is walked through only where some part of it may concern a rule: a marker like `Query()`, a
WebSocket, an uploaded file, a name that is in the path as well.
"""

from collections.abc import Hashable
from typing import NamedTuple

from mypy.options import Options
from mypy.types import Type

from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import YIELDING, Dependant, Provider, Value
from mypy_plugin.judging import Judge
from mypy_plugin.rules.depends_connection import check_connections
from mypy_plugin.rules.depends_path import RoutePath, check_values
from mypy_plugin.types.carried import is_upload


class Part(NamedTuple):
    """A provider with all below it, of which a route alone has nothing to say.

    `values` are the names that are read from the request, `names` those of all parameters.
    """

    values: frozenset[str]
    names: frozenset[str]


class QuietRoutes:
    """What is known of the parts of one module's routes."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._parts: dict[Hashable, Part | None] = {}
        self._uploads: dict[Type | None, bool] = {}

    def is_quiet(self, route: Route, endpoint: Dependant) -> bool:
        """Tell whether there is surely nothing to say about a route and what is under it."""
        if route.kind != "http" or route.path is None or endpoint.kind in YIELDING:
            return False
        path = RoutePath(route.path, tuple, route.alone)
        placeholders = path.placeholders
        taken = {value.parameter for value in endpoint.values}
        if not all(map(self._is_plain, endpoint.values)):
            return False
        for edge in endpoint.edges:
            part = self._part(edge.provider) if edge.provider is not None else None
            if part is None or not part.values.isdisjoint(placeholders):
                return False
            taken |= part.names
            if edge.parameter is not None:
                taken.add(edge.parameter)
        return (
            placeholders <= taken
            and not any(check_connections(endpoint, route.kind))
            and not any(check_values(endpoint, path, self._options, is_endpoint=True))
        )

    def _part(self, provider: Provider) -> Part | None:
        """Give a provider with all below it; None where a rule may have something to say."""
        if provider.meant not in self._parts:
            self._parts[provider.meant] = self._look_at(provider)
        return self._parts[provider.meant]

    def _look_at(self, provider: Provider) -> Part | None:
        found = self.judge.sum_of(provider)
        if found is None or not found.is_known:
            return None
        if any(check_connections(found.dependant, "http")):
            return None
        values = found.dependant.values
        if not all(map(self._is_plain, values)):
            return None
        return Part(frozenset(value.parameter for value in values), found.names)

    def _is_plain(self, value: Value) -> bool:
        """Tell whether a value concerns no rule but by its name: no marker, no upload."""
        if value.source is not None:
            return False
        if value.type not in self._uploads:
            self._uploads[value.type] = is_upload(value.type)
        return not self._uploads[value.type]

    @property
    def _options(self) -> Options:
        return self.judge.checker.options
