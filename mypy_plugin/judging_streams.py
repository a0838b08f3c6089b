"""Judge what is handed to something that runs after the function: ask the rule, report.

A parameter is closed with the function if a generator of scope "function" fills it, or a
plain provider that holds one.
"""

from collections.abc import Iterable, Iterator

from mypy.nodes import CallExpr, FuncDef, Var

from mypy_plugin.applications.handing import is_rebound
from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import YIELDING, Dependant, Edge
from mypy_plugin.judging import Judge
from mypy_plugin.judging_routes import place_of
from mypy_plugin.rules.depends_stream import refuse_endpoint, refuse_response, refuse_task
from mypy_plugin.types.origin import name_of

_DEEPEST = 20


def judge_response(judge: Judge, call: CallExpr, used: Iterable[Var]) -> None:
    """Judge what a response is sent out of."""
    for name in _closed(judge, used):
        judge.report_all(call, refuse_response(name, name_of(call.callee)))


def judge_task(judge: Judge, call: CallExpr, used: Iterable[Var]) -> None:
    """Judge what a background task is given."""
    for name in _closed(judge, used):
        judge.report_all(call, refuse_task(name, name_of(call.args[0])))


def judge_generator(judge: Judge, route: Route, endpoint: Dependant) -> None:
    """Judge an endpoint that yields the items of its response, if it does.

    FastAPI ends the function before it takes the first item; typed_depends after the last.
    """
    if route.kind == "websocket" or endpoint.kind not in YIELDING:
        return
    for edge in endpoint.edges:
        if edge.parameter and edge.family == "fastapi" and _ends_with_function(judge, edge):
            place = place_of(route, edge.parameter)
            judge.report_all(place, refuse_endpoint(edge.parameter, endpoint.name))


def _closed(judge: Judge, used: Iterable[Var]) -> Iterator[str]:
    """Yield the names of parameters, of the functions around, that end with the function."""
    wanted = list(used)
    for function in judge.checker.scope.stack if wanted else ():
        if not isinstance(function, FuncDef):
            continue
        edges = _edges(judge, function)
        for argument in function.arguments:
            variable = argument.variable
            edge = edges.get(variable.name)
            if (
                edge is not None
                and variable in wanted
                and not is_rebound(variable, function)
                and _ends_with_function(judge, edge)
            ):
                yield variable.name


def _edges(judge: Judge, function: FuncDef) -> dict[str | None, Edge]:
    dependant = judge.dependants.of_function(function)
    return {edge.parameter: edge for edge in dependant.edges} if dependant is not None else {}


def _ends_with_function(judge: Judge, edge: Edge, depth: int = 0) -> bool:
    """Tell whether what fills a parameter surely is closed with the function."""
    if edge.provider is None or depth == _DEEPEST:
        return False
    provider = judge.dependants.of(edge.provider)
    if provider is None or provider.kind is None:
        return False
    if provider.kind in YIELDING:
        return edge.scope == "function"
    return edge.scope in (None, "function") and any(
        _ends_with_function(judge, below, depth + 1) for below in provider.edges
    )
