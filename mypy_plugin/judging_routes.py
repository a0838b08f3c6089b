"""Judge a route: gather what is asked for under its endpoint, ask the rules, report.

A finding about the endpoint's own parameter stands at the parameter; one about something
it depends on at the marker through which it does, with the way there in a note.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mypy.nodes import CallExpr, Context, Expression, FuncDef, NameExpr, StrExpr

from mypy_plugin.applications.routers import Added, Routers
from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import UNKNOWN, Dependant, Edge, Value
from mypy_plugin.dependants.edges import read_edge, read_list
from mypy_plugin.dependants.parameters import is_unresolved
from mypy_plugin.dependants.sums import Sum, names_of
from mypy_plugin.judging import Judge
from mypy_plugin.judging_metadata import may_say_more
from mypy_plugin.rules.depends_connection import check_connections, refuse_body
from mypy_plugin.rules.depends_parameter import refuse_json
from mypy_plugin.rules.depends_path import (
    RoutePath,
    Unseen,
    check_prefix,
    check_taken,
    check_values,
)
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.carried import is_json_alone, is_spelled_out, is_upload
from mypy_plugin.types.decorating import keeps_parameters
from mypy_plugin.types.provided import home_of
from typed_depends.chain import Chain, Link
from typed_depends.placeholder import is_of_tests

_HOLDS_PATH = frozenset({"Request", "WebSocket", "HTTPConnection"})

_UNSEEN: dict[Added, Unseen] = {
    "nothing": "nothing",
    "unknown": "routers",
    "something": "anything",
}


class Reached(NamedTuple):
    """A dependant under an endpoint, and the way to it; the endpoint itself by none."""

    way: tuple[Edge, ...]
    dependant: Dependant


def endpoint_of(judge: Judge, route: Route) -> Dependant | None:
    """Give what the endpoint of a route asks for; None if it cannot be known."""
    if route.decorated is not None:
        return judge.dependants.of_function(route.decorated)
    found = _local(judge, route.named)
    if found is None:
        provider = judge.dependants.names().provider(route.named) if route.named else None
        found = judge.dependants.of(provider) if provider is not None else None
    return found and found._replace(edges=(*_listed(judge, route), *found.edges))


def _local(judge: Judge, named: Expression | None) -> Dependant | None:
    """Give what a function in a function asks for, with the types that only its module knows."""
    function = _local_function(named)
    return None if function is None else judge.dependants.of_function(function)


def _local_function(named: Expression | None) -> FuncDef | None:
    node = named.node if isinstance(named, NameExpr) else None
    return node if isinstance(node, FuncDef) and "." not in node.fullname else None


def _listed(judge: Judge, route: Route) -> tuple[Edge, ...]:
    """Give what a route depends on by its own `dependencies=[...]`."""

    def unprobed(item: Expression) -> Expression:
        return item.args[0] if isinstance(item, CallExpr) and item in judge.woven.sites else item

    return tuple(read_list(route.call, unprobed, judge.dependants.names()))


def place_of(route: Route, parameter: str | None) -> Context:
    """Give where to report on a parameter of the endpoint."""
    arguments = route.decorated.arguments if route.decorated is not None else []
    found = next((one for one in arguments if one.variable.name == parameter), None)
    return route.named or found or route.place


def judge_route(judge: Judge, routers: Routers, route: Route, endpoint: Dependant) -> None:
    """Judge one route and report what is wrong with it."""
    below = judge.dependants.sum_of
    sums = [below(edge.provider) if edge.provider else None for edge in endpoint.edges]
    known = [found for found in sums if found is not None]
    path = _path_of(routers, route)
    _judge_reached(judge, route, path, Reached((), endpoint), endpoint.name)
    _judge_body(judge, route, endpoint, known)
    if any(_may_object(judge, route, path, found.dependant) for found in known):
        for one in judge.dependants.below(endpoint, of_request=True):
            _judge_reached(judge, route, path, Reached(*one), endpoint.name)
    if path is not None and not path.placeholders | path.before <= names_of([endpoint]):
        _judge_placeholders(judge, routers, route, path, endpoint, sums)


def _path_of(routers: Routers, route: Route) -> RoutePath | None:
    if route.path is None:
        return None
    prefix = routers.prefix(route.receiver) + route.prefix
    return RoutePath(route.path, lambda: routers.full_paths(route), route.alone, prefix)


def judge_below_wrappers(
    judge: Judge, routers: Routers, route: Route, wrappers: Iterable[Expression]
) -> None:
    """Judge a route whose endpoint has other decorators, which keep what it asks for.

    They may ask for more: something unseen.
    """
    endpoint = endpoint_of(judge, route)
    if endpoint is not None and all(keeps_parameters(judge.checker, one) for one in wrappers):
        unseen = Edge(None, None, UNKNOWN)
        judge_route(judge, routers, route, endpoint._replace(edges=(*endpoint.edges, unseen)))


def _judge_placeholders(
    judge: Judge,
    routers: Routers,
    route: Route,
    path: RoutePath,
    endpoint: Dependant,
    sums: Iterable[Sum | None],
) -> None:
    """Judge whether what an endpoint or its router asks for takes the placeholders of a path."""
    below = judge.dependants.sum_of
    added = edges_added(judge, routers, route)
    everything = [*sums, *(below(edge.provider) if edge.provider else None for edge in added)]
    known = [found for found in everything if found is not None]
    parts = [endpoint, *(found.dependant for found in known)]
    is_known = len(known) == len(everything) and all(found.is_known for found in known)
    unseen: Unseen = "anything"
    if is_known and not any(map(_may_take_any, parts)):
        unseen = _UNSEEN[routers.serving(route.receiver).dependencies]
    taken = names_of([endpoint]).union(*(found.names for found in known))
    values = [value for part in parts for value in part.values]
    if not values and _is_in_test(judge, route.decorated):
        return  # Tests write endpoints that answer whatever is asked.
    findings = check_taken(endpoint.name, path, taken, values, unseen=unseen)
    judge.report_all(route.place, findings)
    judge.report_all(route.place, check_prefix(endpoint.name, path, taken, values))


def _is_in_test(judge: Judge, endpoint: FuncDef | None) -> bool:
    """Tell whether an endpoint is defined within a function of the tests."""
    if endpoint is None:
        return False
    name = judge.dependants.names().local.get((endpoint.line, endpoint.column))
    return name is not None and is_of_tests(name)


def edges_added(judge: Judge, routers: Routers, route: Route) -> Iterator[Edge]:
    """Yield what the router of a route, and those above it, are seen to add.

    Where another module makes the router, what that says of it.
    """
    for marker in routers.markers_added(route.receiver):
        yield read_edge(marker, None, None, judge.dependants.names())._replace(position=None)
    name = routers.made_elsewhere(route.receiver)
    record = judge.dependants.told.router(name) if name is not None else None
    yield from record.edges if record is not None else ()


def judge_added(judge: Judge, routers: Routers, route: Route, endpoint: str) -> None:
    """Judge what the router of a route adds to it, at the route: it may be right for others."""
    path = _path_of(routers, route)
    for edge in edges_added(judge, routers, route):
        found = judge.dependants.sum_of(edge.provider) if edge.provider is not None else None
        if found and _may_object(judge, route, path, found.dependant):
            for one in judge.dependants.below(Dependant("", "", None, (edge,)), of_request=True):
                _judge_reached(judge, route, path, Reached(*one), endpoint)


def _judge_body(judge: Judge, route: Route, endpoint: Dependant, known: list[Sum]) -> None:
    """Judge what is JSON alone where something else makes the body a form."""
    parts = [endpoint, *(found.dependant for found in known)]
    if route.kind != "http" or not any(_is_in_form(v) for part in parts for v in part.values):
        return
    tree = [((), endpoint), *judge.dependants.below(endpoint)]
    form = next(value for _, one in tree for value in one.values if _is_in_form(value))
    for way, dependant in tree:
        for value in dependant.values:
            if _is_json(judge, route, dependant, value, is_endpoint=dependant is endpoint):
                reached = Reached(way, dependant)
                for finding in refuse_json(dependant.name, value.parameter, form.parameter):
                    _tell(judge, route, reached, endpoint.name, value.parameter, finding)


def _is_in_form(value: Value) -> bool:
    """Tell whether a value is read from a form: marked so, or an uploaded file."""
    return value.source in ("Form", "File") or (value.source is None and is_upload(value.type))


def _may_need_body(value: Value) -> bool:
    """Tell whether a value that must be sent may be one of the body."""
    if value.has_default or value.inner_default:
        return False
    return value.source == "Body" or _is_in_form(value) or _may_be_json(value)


def _needs_body(
    judge: Judge, route: Route, dependant: Dependant, value: Value, *, is_endpoint: bool
) -> bool:
    """Tell whether a value is surely one of the body."""
    if not _may_need_body(value):
        return False
    is_said = value.source == "Body" or _is_in_form(value)
    return is_said or _is_json(judge, route, dependant, value, is_endpoint=is_endpoint)


def _may_be_json(value: Value) -> bool:
    """Tell whether the type of a value that must be sent is JSON alone."""
    if value.source not in (None, "Body") or value.type is None or value.has_default:
        return False
    return is_spelled_out(value.type) and is_json_alone(value.type)


def _is_json(
    judge: Judge, route: Route, dependant: Dependant, value: Value, *, is_endpoint: bool
) -> bool:
    """Tell whether a value is surely read as JSON."""
    if not _may_be_json(value) or value.type is None:
        return False
    if not judge.is_readable(value.type):  # which is told of it already
        return False
    function: FuncDef | None = None
    if is_endpoint:
        function = route.decorated or _local_function(route.named)
    function = function or judge.dependants.function_of(dependant)
    if function is None:
        return False
    return not may_say_more(judge, home_of(judge.checker, function), value)


def _may_object(judge: Judge, route: Route, path: RoutePath | None, below: Dependant) -> bool:
    """Tell whether a rule may have something to say of the sum of a provider."""
    if route.kind == "websocket" and any(map(_may_need_body, below.values)):
        return True
    return bool(_findings(judge, route, path, below, is_endpoint=False))


def _findings(
    judge: Judge, route: Route, path: RoutePath | None, dependant: Dependant, *, is_endpoint: bool
) -> list[tuple[str, Finding]]:
    """Give what is wrong with the parameters of a dependant under a route, with their names."""
    found = [(c.parameter, finding) for c, finding in check_connections(dependant, route.kind)]
    if path is not None and dependant.values:
        options = judge.checker.options
        values = check_values(dependant, path, options, is_endpoint=is_endpoint)
        found += [
            (value.parameter, finding)
            for value, finding in values
            if (value.type is None or judge.is_readable(value.type))
            and not (is_endpoint and _is_empty_rest(route, value))
        ]
    if route.kind == "websocket":
        for value in dependant.values:
            if _needs_body(judge, route, dependant, value, is_endpoint=is_endpoint):
                told = refuse_body(dependant.name, value.parameter)
                found += [(value.parameter, finding) for finding in told]
    return found


def _is_empty_rest(route: Route, value: Value) -> bool:
    """Tell whether the default of a catch-all is what an empty rest of the path gives anyhow."""
    if value.source is not None or f"{{{value.parameter}:path}}" not in (route.path or ""):
        return False
    return any(
        isinstance(one.initializer, StrExpr) and not one.initializer.value
        for one in (route.decorated.arguments if route.decorated is not None else ())
        if one.variable.name == value.parameter
    )


def _judge_reached(
    judge: Judge, route: Route, path: RoutePath | None, reached: Reached, endpoint: str
) -> None:
    is_endpoint = not reached.way
    for name, finding in _findings(judge, route, path, reached.dependant, is_endpoint=is_endpoint):
        _tell(judge, route, reached, endpoint, name, finding)


def _may_take_any(dependant: Dependant) -> bool:
    """Tell whether something may take a placeholder that no parameter is named after.

    A connection has them all. What an annotation cannot be followed to may depend on anything.
    """
    return any(connection.kind in _HOLDS_PATH for connection in dependant.connections) or any(
        (value.is_renamed and value.source == "Path")
        or (value.source is None and (value.says_more or is_unresolved(value.type)))
        for value in dependant.values
    )


def _tell(
    judge: Judge, route: Route, reached: Reached, endpoint: str, parameter: str, finding: Finding
) -> None:
    if not reached.way:
        judge.report_all(place_of(route, parameter), [finding])
        return
    edge = reached.way[0]
    is_elsewhere = route.named is not None and edge.parameter is not None
    place = (None if is_elsewhere else _marker(edge)) or place_of(route, edge.parameter)
    names = [edge.provider.name for edge in reached.way if edge.provider is not None]
    chain = Chain(tuple(Link(name) for name in (endpoint, *names)))
    judge.report_all(place, [finding._replace(path=str(chain))])


def _marker(edge: Edge) -> Context | None:
    if edge.position is None:
        return None
    place = Context()
    place.set_line(*edge.position)
    return place
