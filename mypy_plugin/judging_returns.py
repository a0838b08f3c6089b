"""Judge what an endpoint answers with: a type pydantic can serialise, that is there at run time.

What the decorator's `response_model` says counts before the return annotation.
"""

from mypy.messages import format_type_bare
from mypy.nodes import (
    CallExpr,
    Context,
    Expression,
    FuncDef,
    IndexExpr,
    NameExpr,
    RefExpr,
    TypeInfo,
)
from mypy.types import CallableType, Instance, Type, get_proper_type
from mypy.typevars import fill_typevars_with_any

from mypy_plugin.applications.routing import Route, is_of_fastapi
from mypy_plugin.judging import Judge
from mypy_plugin.judging_metadata import may_answer_more
from mypy_plugin.markers import keyword
from mypy_plugin.rules.depends_annotation import check_return_annotation
from mypy_plugin.rules.depends_parameter import refuse_returned
from mypy_plugin.types.called import called_by
from mypy_plugin.types.provided import home_of
from mypy_plugin.types.readable import is_response
from mypy_plugin.types.runtime_names import lost_in_return, return_annotation, shown


def judge_returned(judge: Judge, route: Route) -> None:
    """Judge the answers of an endpoint, at itself if the module being checked defines it."""
    function = route.decorated or _named(judge, route)
    if route.kind != "http" or any(kind.is_star() for kind in route.call.arg_kinds):
        return
    said = keyword(route.call, "response_model")
    if said is not None:
        name = function.name if function is not None else None
        _judge_type(judge, said, name, said_by(route.call))
    elif function is not None and not (function.is_generator or function.is_async_generator):
        if route.named is None or _is_here(judge, function):
            _judge_here(judge, route, function)
        elif not may_answer_more(judge, home_of(judge.checker, function), function):
            _judge_type(judge, route.named, function.name, returned_by(function))


def _judge_here(judge: Judge, route: Route, function: FuncDef) -> None:
    returned = returned_by(function)
    missing = lost_in_return(judge.checker.tree, function, returned)
    if missing is not None:
        if _is_handed_on(judge, route, returned):
            return
        text = shown(return_annotation(function))
        judge.report_all(function, check_return_annotation(function.name, text, missing))
    elif not judge.dependants.names().says_more(return_annotation(function), 0):
        _judge_type(judge, function, function.name, returned)


def _is_handed_on(judge: Judge, route: Route, returned: Type | None) -> bool:
    """Tell whether FastAPI neither validates nor describes what the endpoint answers."""
    described = keyword(route.call, "include_in_schema")
    return (
        isinstance(described, NameExpr)
        and described.fullname == "builtins.False"
        and is_response(get_proper_type(returned))
        and is_of_fastapi(judge.checker, route)
    )


def _named(judge: Judge, route: Route) -> FuncDef | None:
    """Give the function that runs when what a route names is called."""
    called = called_by(judge.checker, route.named) if route.named is not None else None
    return None if called is None else called.function


def _is_here(judge: Judge, function: FuncDef) -> bool:
    return judge.owners.get((function.line, function.column)) is function


def _judge_type(judge: Judge, place: Context, name: str | None, answer: Type | None) -> None:
    if name is not None and answer is not None and not judge.is_serialisable(answer):
        text = format_type_bare(answer, judge.checker.options)
        judge.report_all(place, refuse_returned(name, text))


def returned_by(function: FuncDef) -> Type | None:
    """Give what the endpoint returns when it was awaited."""
    if not isinstance(function.type, CallableType):
        return None
    returned = function.type.ret_type
    proper = get_proper_type(returned)
    if function.is_coroutine and isinstance(proper, Instance) and len(proper.args) == 3:
        return proper.args[2]
    return returned


def said_by(call: CallExpr) -> Type | None:
    """Give the type that a route says it answers with, if that can be told."""
    said = keyword(call, "response_model")
    return None if said is None else _type_of(said)


def _type_of(said: Expression) -> Type | None:
    """Give the type that a `response_model` names, if it is a class, or a list of one."""
    match said:
        case RefExpr(node=TypeInfo() as info):
            return fill_typevars_with_any(info)
        case IndexExpr(base=RefExpr(node=TypeInfo(fullname="builtins.list") as info), index=index):
            item = _type_of(index)
            return None if item is None else Instance(info, [item])
    return None
