"""Judge a route: gather what is asked for under its endpoint, ask the rules, report.

A finding about the endpoint's own parameter stands at the parameter; one about something
it depends on at the marker through which it does, with the way there in a note.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mypy.nodes import Context

from mypy_plugin.applications.routers import Routers
from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import Dependant, Edge
from mypy_plugin.judging import Judge
from mypy_plugin.rules.depends_connection import check_connections
from mypy_plugin.rules.depends_path import RoutePath, check_taken, check_values
from mypy_plugin.rules.finding import Finding
from typed_depends.chain import Chain, Link

_HOLDS_PATH = frozenset({"Request", "WebSocket", "HTTPConnection"})


@dataclass(frozen=True, slots=True)
class Reached:
    """A dependant under an endpoint, and the way to it; the endpoint itself by none."""

    way: tuple[Edge, ...]
    dependant: Dependant


def endpoint_of(judge: Judge, route: Route) -> Dependant | None:
    """Give what the endpoint of a route asks for; None if it cannot be known."""
    if route.decorated is not None:
        return judge.dependants.of_function(route.decorated)
    provider = judge.dependants.names().provider(route.named) if route.named else None
    return judge.dependants.of(provider) if provider is not None else None


def place_of(route: Route, parameter: str | None) -> Context:
    """Give where to report on a parameter of the endpoint."""
    arguments = route.decorated.arguments if route.decorated is not None else []
    found = next((one for one in arguments if one.variable.name == parameter), None)
    return route.named or found or route.place


def judge_route(judge: Judge, routers: Routers, route: Route, endpoint: Dependant) -> None:
    """Judge one route and report what is wrong with it."""
    reached = [Reached((), endpoint), *(Reached(*one) for one in judge.dependants.below(endpoint))]
    for one in reached:
        for connection, finding in check_connections(one.dependant, route.kind):
            _tell(judge, route, one, endpoint.name, connection.parameter, finding)
    if route.path is None:
        return
    path = RoutePath(route.path, routers.full_paths(route), route.alone)
    for one in reached:
        is_endpoint = one.dependant is endpoint
        for value, finding in check_values(
            one.dependant, path, judge.checker.options, is_endpoint=is_endpoint
        ):
            _tell(judge, route, one, endpoint.name, value.parameter, finding)
    if _is_known(judge, routers, route, reached):
        taken = {name for one in reached for name in _names(one.dependant)}
        judge.report_all(route.place, check_taken(endpoint.name, path, taken))


def _is_known(judge: Judge, routers: Routers, route: Route, reached: list[Reached]) -> bool:
    """Tell whether nothing but a parameter can take a placeholder of the route.

    A connection has them all, and what is not known may ask for anything.
    """
    edges = [edge for one in reached for edge in one.dependant.edges]
    return (
        routers.has_no_dependencies(route.receiver)
        and not any(
            connection.kind in _HOLDS_PATH
            for one in reached
            for connection in one.dependant.connections
        )
        and not any(
            value.is_renamed and value.source == "Path"
            for one in reached
            for value in one.dependant.values
        )
        and all(e.provider is not None and judge.dependants.of(e.provider) for e in edges)
    )


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (value.parameter for value in dependant.values)
    yield from (edge.parameter for edge in dependant.edges if edge.parameter is not None)


def _tell(
    judge: Judge, route: Route, reached: Reached, endpoint: str, parameter: str, finding: Finding
) -> None:
    if not reached.way:
        judge.report_all(place_of(route, parameter), [finding])
        return
    edge = reached.way[0]
    place = route.named or _marker(edge) or place_of(route, edge.parameter)
    names = [edge.provider.name for edge in reached.way if edge.provider is not None]
    chain = Chain(tuple(Link(name) for name in (endpoint, *names)))
    judge.report_all(place, [replace(finding, path=str(chain))])


def _marker(edge: Edge) -> Context | None:
    if edge.position is None:
        return None
    place = Context()
    place.set_line(*edge.position)
    return place
