"""See: where a program serves a function under a path.

    @app.get("/books/{book_id}")               @router.websocket("/live")
    @router.api_route("/books", methods=[…])   app.add_api_route("/books", list_books)
    app.get("/books")(list_books)

A path is known only where it is written letter by letter. Knows expressions and what a
receiver's class is; *may not know* what an endpoint asks for.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    NameExpr,
    StrExpr,
)

from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.weaving.statements import Place, Position, Survey

RouteKind: TypeAlias = Literal["http", "websocket"]

ROUTING: Final[Mapping[str, RouteKind]] = {
    **dict.fromkeys(
        ("get", "put", "post", "delete", "options", "head", "patch", "trace", "api_route"), "http"
    ),
    "add_api_route": "http",
    "websocket": "websocket",
    "add_api_websocket_route": "websocket",
}
"""The methods that serve an endpoint, by name."""


class Route(NamedTuple):
    """One endpoint under one path.

    `call` is the call that serves it, `path` what that says of it, and `place` the expression
    it says it with; `receiver` is the application or router. The endpoint is the function that is
    `decorated`, or what the call has `named`. It is `alone` if it surely has no
    other route. `prefix` is what the controller puts before the path.
    """

    call: CallExpr
    kind: RouteKind
    path: str | None
    place: Expression
    receiver: Expression
    decorated: FuncDef | None
    named: Expression | None
    alone: bool
    prefix: str = ""


def route_of(
    call: CallExpr,
    decorated: Mapping[Position, Decorator],
    applied: Mapping[Position, Expression],
) -> Route | None:
    """Give the route a call makes, if its receiver is a router.

    None if it makes none, or its endpoint is not known. `decorated` and `applied` say by the
    position of a call what is handed to its result.
    """
    callee = call.callee
    if not isinstance(callee, MemberExpr):
        return None
    place = argument(call, "path", 0)
    if place is None:
        return None
    path = place.value if isinstance(place, StrExpr) else None
    kind, receiver = ROUTING[callee.name], callee.expr
    if callee.name.startswith("add_"):
        named = argument(call, "endpoint", 1)
        if named is None:
            return None
        return Route(call, kind, path, place, receiver, None, named, alone=False)
    named = applied.get((call.line, call.column))
    if named is not None:
        return Route(call, kind, path, place, receiver, None, named, alone=False)
    function = decorated.get((call.line, call.column))
    if function is None or function.func.info or not _is_only_routed(function):
        return None
    alone = len(function.original_decorators) == 1
    return Route(call, kind, path, place, receiver, function.func, None, alone)


class Wrapped(NamedTuple):
    """A function that a call makes an endpoint, below whose decorators others stand.

    `route` is there if the path is; `wrappers` are the decorators that are no routes.
    """

    function: FuncDef
    route: Route | None
    wrappers: tuple[Expression, ...]


def wrapped_endpoint(call: CallExpr, decorated: Mapping[Position, Decorator]) -> Wrapped | None:
    """Give the function that a call makes an endpoint, if other decorators stand below the call."""
    function = decorated.get((call.line, call.column))
    if function is None or function.func.info:
        return None
    place = function.original_decorators.index(call)
    if not all(map(is_route, function.original_decorators[:place])):
        return None
    wrappers = tuple(one for one in function.original_decorators[place:] if not is_route(one))
    path, callee, route = argument(call, "path", 0), call.callee, None
    if path is not None and isinstance(callee, MemberExpr):
        said = path.value if isinstance(path, StrExpr) else None
        kind, receiver = ROUTING[callee.name], callee.expr
        route = Route(call, kind, said, path, receiver, function.func, None, alone=False)
    return Wrapped(function.func, route, wrappers)


def handler_of(call: CallExpr, decorated: Mapping[Position, Decorator]) -> Route | None:
    """Give the route that a method of a controller serves, without the path yet."""
    function = decorated.get((call.line, call.column))
    place = argument(call, "path", 0)
    if function is None or place is None or len(function.original_decorators) > 1:
        return None
    name = call.callee.name if isinstance(call.callee, NameExpr | MemberExpr) else ""
    kind: RouteKind = "websocket" if name == "websocket" else "http"
    return Route(call, kind, None, place, call.callee, function.func, None, alone=False)


def argument(call: CallExpr, name: str, place: int) -> Expression | None:
    """Give the argument of a call for the parameter `name`, which is also the `place`th."""
    for index, (value, given, kind) in enumerate(
        zip(call.args, call.arg_names, call.arg_kinds, strict=True)
    ):
        if kind.is_star():
            return None
        if given == name or (given is None and index == place):
            return value
    return None


def calls_in(survey: Survey) -> list[CallExpr]:
    """Give the calls that are statements of a module, or the value of an assignment."""
    values = (one.rvalue for _, one in survey.owners if isinstance(one, AssignmentStmt))
    return [*survey.calls, *(value for value in values if isinstance(value, CallExpr))]


def applications(calls: Iterable[CallExpr]) -> dict[Position, Expression]:
    """Index what is handed to the result of a call, `f` of `app.get("/")(f)`, by that call."""
    return {
        (call.callee.line, call.callee.column): call.args[0]
        for call in calls
        if isinstance(call.callee, CallExpr) and len(call.args) == 1
    }


def decorators(places: Iterable[Place]) -> dict[Position, Decorator]:
    """Index the decorated functions among some places by the position of each decorator call."""
    return {
        (call.line, call.column): place.statement
        for place in places
        if isinstance(place.statement, Decorator)
        for call in place.statement.original_decorators
        if isinstance(call, CallExpr)
    }


def _is_only_routed(function: Decorator) -> bool:
    """Tell whether nothing but routes decorates a function: else it may ask for other things."""
    return all(map(is_route, function.original_decorators))


def is_route(decorator: Expression) -> bool:
    """Tell whether a decorator makes a route."""
    return (
        isinstance(decorator, CallExpr)
        and isinstance(decorator.callee, MemberExpr)
        and decorator.callee.name in ROUTING
    )


def is_of_fastapi(checker: TypeChecker, route: Route) -> bool:
    """Tell whether FastAPI serves a route."""
    info = class_of(infer(checker, route.receiver))
    return info is not None and any(base.module_name.startswith("fastapi.") for base in info.mro)
