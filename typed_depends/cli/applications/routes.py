"""The routes of an application with the graph under each, mounted applications included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute, Mount

from typed_depends.cli.applications.of_fastapi import FastAPIRoutes
from typed_depends.errors import DependencyError
from typed_depends.graph.node import Graph
from typed_depends.graph.overrides import NONE, OverrideSet
from typed_depends.plan.plans import Plans
from typed_depends.resolve.overrides import Overrides
from typed_depends.web.route import ADOPTED, HttpRoute, SocketRoute

SOCKET = "WebSocket"
"""Stands where an HTTP route has its methods."""


@dataclass(frozen=True, slots=True)
class Served:
    """One route: what it answers, its graph as it is overridden now, and what is wrong with it."""

    method: str
    path: str
    graph: Graph
    mistakes: tuple[DependencyError, ...]

    @property
    def title(self) -> str:
        """The route as `--route` names it."""
        return f"{self.method} {self.path}"


def routes_of(application: Any) -> list[Served]:
    """Return all routes whose parameters are injected."""
    return list(_served(application, "", set()))


def mistakes_of(routes: Iterable[Served]) -> list[DependencyError]:
    """Return every mistake once: a provider may be shared by many routes."""
    found: dict[str, DependencyError] = {}
    for route in routes:
        for mistake in route.mistakes:
            found.setdefault(f"{mistake.code}: {mistake.found}", mistake)
    return list(found.values())


def _served(application: Any, prefix: str, seen: set[int]) -> Iterator[Served]:
    if id(application) in seen:
        return
    seen.add(id(application))
    overrides = Overrides()
    overrides.table = dict(getattr(application, "dependency_overrides", {}))
    now = overrides.current()
    if FastAPIRoutes.know(application):
        fastapi = FastAPIRoutes()
        for one in fastapi.routes(application):
            if one.plans is not None:
                yield _route(one.method, prefix + one.path, one.plans, now)
            elif one.mounted is not None:
                yield from _served(one.mounted, prefix + one.path, seen)
        return
    for route in application.routes:
        yield from _of_starlette(route, prefix, now, seen)


def _of_starlette(
    route: BaseRoute, prefix: str, overrides: OverrideSet, seen: set[int]
) -> Iterator[Served]:
    match route:
        case HttpRoute():
            own = route.mistakes_now()
            yield _route(_methods(route), prefix + route.path, route.plans, overrides, own)
        case SocketRoute():
            own = route.mistakes_now()
            yield _route(SOCKET, prefix + route.path, route.plans, overrides, own)
        case Mount():
            mounted = getattr(route, "_base_app", route.app)
            if hasattr(mounted, "routes"):
                yield from _served(mounted, prefix + route.path, seen)
        case _:
            plans = getattr(getattr(route, "endpoint", None), ADOPTED, None)
            if isinstance(plans, Plans):
                method = _methods(route) if getattr(route, "methods", None) else SOCKET
                yield _route(method, f"{prefix}{getattr(route, 'path', '')}", plans, overrides)


def _route(
    method: str,
    path: str,
    plans: Plans,
    overrides: OverrideSet,
    mistakes: tuple[DependencyError, ...] | None = None,
) -> Served:
    plan = plans.under(overrides)
    found = plans.under(NONE).mistakes if mistakes is None else mistakes
    if overrides:
        found = (*found, *plan.mistakes)
    return Served(method, path, plan.graph, found)


def _methods(route: Any) -> str:
    methods = set(route.methods or ())
    # Starlette answers HEAD wherever it answers GET.
    return " ".join(sorted(methods - {"HEAD"} if "GET" in methods else methods))
