"""Judge what is handed to something that runs after the function: ask the rule, report.

A parameter is closed with the function if a generator of scope "function" fills it, or a
plain provider that holds one.
"""

from collections.abc import Iterable, Iterator

from mypy.nodes import CallExpr, FuncDef, MemberExpr, Var
from mypy.subtypes import is_same_type
from mypy.types import CallableType

from mypy_plugin.applications.handing import Used, is_rebound
from mypy_plugin.applications.routing import Route
from mypy_plugin.dependants.dependant import YIELDING, Dependant, Edge
from mypy_plugin.judging import Judge
from mypy_plugin.judging_routes import place_of
from mypy_plugin.rules.depends_stream import refuse_endpoint, refuse_response, refuse_task
from mypy_plugin.types.inference import infer
from mypy_plugin.types.origin import name_of

_DEEPEST = 20


def judge_response(judge: Judge, call: CallExpr, used: Iterable[Used]) -> None:
    """Judge what a response is sent out of."""
    for name in _closed(judge, used):
        judge.report_all(call, refuse_response(name, name_of(call.callee)))


def judge_task(judge: Judge, call: CallExpr, used: Iterable[Used]) -> None:
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


def _closed(judge: Judge, used: Iterable[Used]) -> Iterator[str]:
    """Yield what ends with the function: parameters of the functions around, or what one keeps."""
    wanted: dict[Var, list[MemberExpr | None]] = {}
    for use in used:
        wanted.setdefault(use.variable, []).append(use.attribute)
    for function in judge.checker.scope.stack if wanted else ():
        if not isinstance(function, FuncDef):
            continue
        edges = _edges(judge, function)
        for argument in function.arguments:
            variable = argument.variable
            edge, attributes = edges.get(variable.name), wanted.get(variable)
            if edge is None or attributes is None or is_rebound(variable, function):
                continue
            if not _ends_with_function(judge, edge):
                continue
            if None in attributes:
                yield variable.name
            else:
                kept = (one for one in attributes if one and _keeps(judge, edge, one))
                yield from dict.fromkeys(f"{variable.name}.{one.name}" for one in kept)


def _keeps(judge: Judge, edge: Edge, attribute: MemberExpr) -> bool:
    """Tell whether an attribute is what a class was given under that name, and ends."""
    provider = judge.dependants.of(edge.provider) if edge.provider is not None else None
    if provider is None or provider.kind != "class":
        return False
    asked = attribute.name.lstrip("_")
    below = next((one for one in provider.edges if (one.parameter or "").strip("_") == asked), None)
    if below is None or not _ends_with_function(judge, below):
        return False
    init = judge.dependants.function_of(provider)
    if init is None or not isinstance(init.type, CallableType):
        return True
    given = init.type.arg_types[init.arg_names.index(below.parameter)]
    return is_same_type(infer(judge.checker, attribute), given)


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
