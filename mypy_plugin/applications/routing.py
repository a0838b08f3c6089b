"""See: where a program serves a function under a path.

    @app.get("/books/{book_id}")               @router.websocket("/live")
    @router.api_route("/books", methods=[…])   app.add_api_route("/books", list_books)

A path is known only where it is written letter by letter, with the prefixes of routers
made and included in the same module. Knows expressions and what a receiver's class is;
*may not know* what an endpoint asks for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    ExpressionStmt,
    FuncDef,
    MemberExpr,
    MypyFile,
    RefExpr,
    StrExpr,
    Var,
)

from mypy_plugin.names import APPLICATIONS, ROUTERS
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.variables import bound_value, variable_of
from mypy_plugin.weaving.statements import Owner, Position, inside, walk

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


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint under one path.

    `path` is what the call says of it, and `place` the expression it says it with;
    `receiver` is the application or router. The endpoint is the function that is
    `decorated`, or what `add_api_route` has `named`. It is `alone` if it surely has no
    other route.
    """

    kind: RouteKind
    path: str | None
    place: Expression
    receiver: Expression
    decorated: FuncDef | None
    named: Expression | None
    alone: bool


def route_of(
    checker: TypeChecker, call: CallExpr, decorated: Mapping[Position, Decorator]
) -> Route | None:
    """Give the route a call makes; None if it makes none, or its endpoint is not known."""
    callee = call.callee
    if not isinstance(callee, MemberExpr) or not is_router(checker, callee.expr):
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
        return Route(kind, path, place, receiver, None, named, alone=False)
    function = decorated.get((call.line, call.column))
    if function is None or function.func.info or not _is_only_routed(function):
        return None
    alone = len(function.original_decorators) == 1
    return Route(kind, path, place, receiver, function.func, None, alone)


def is_router(checker: TypeChecker, expression: Expression) -> bool:
    """Tell whether an expression is an application or a router."""
    info = class_of(infer(checker, expression))
    return info is not None and any(base.fullname in ROUTERS for base in info.mro)


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


def decorators(file: MypyFile) -> dict[Position, Decorator]:
    """Index the decorated functions of a module by the position of each decorator call."""
    return {
        (call.line, call.column): place.statement
        for place, _ in walk(file)
        if isinstance(place.statement, Decorator)
        for call in place.statement.original_decorators
        if isinstance(call, CallExpr)
    }


def full_paths(
    checker: TypeChecker, route: Route, owners: Mapping[Position, Owner]
) -> list[str] | None:
    """Give every path a route is served under; None where one is not known.

    A router's are known if this module makes it and includes it, all with literal prefixes.
    """
    if route.path is None:
        return None
    prefixes = _prefixes(checker, route.receiver, owners, depth=0)
    return None if prefixes is None else [prefix + route.path for prefix in prefixes]


def has_no_dependencies(
    checker: TypeChecker, receiver: Expression, owners: Mapping[Position, Owner]
) -> bool:
    """Tell whether an application or router surely adds no dependencies to its endpoints."""
    variable = variable_of(checker, receiver)
    made = bound_value(variable, owners.values()) if variable is not None else None
    calls = [made, *_inclusions(checker, variable)]
    return all(
        isinstance(call, CallExpr)
        and "dependencies" not in call.arg_names
        and not any(kind.is_star() for kind in call.arg_kinds)
        for call in calls
    )


_DEEPEST_ROUTER = 8


def _prefixes(
    checker: TypeChecker, receiver: Expression, owners: Mapping[Position, Owner], *, depth: int
) -> list[str] | None:
    info = class_of(infer(checker, receiver))
    if info is not None and any(base.fullname in APPLICATIONS for base in info.mro):
        return [""]
    variable = variable_of(checker, receiver)
    made = bound_value(variable, owners.values()) if variable is not None else None
    if variable is None or not isinstance(made, CallExpr) or depth == _DEEPEST_ROUTER:
        return None
    own = _prefix_said(made)
    if own is None or not (isinstance(made.callee, RefExpr) and made.callee.fullname in ROUTERS):
        return None
    found: list[str] = []
    for call in _inclusions(checker, variable):
        assert isinstance(call.callee, MemberExpr)
        said = _prefix_said(call)
        above = _prefixes(checker, call.callee.expr, owners, depth=depth + 1)
        if said is None or above is None:
            return None
        found += [prefix + said + own for prefix in above]
    return found or None


def _prefix_said(call: CallExpr) -> str | None:
    """Give the prefix of `APIRouter(prefix=…)` or `include_router(…, prefix=…)`, if literal."""
    if any(kind.is_star() for kind in call.arg_kinds):
        return None
    if "prefix" not in call.arg_names:
        return ""
    value = call.args[call.arg_names.index("prefix")]
    return value.value if isinstance(value, StrExpr) else None


def _inclusions(checker: TypeChecker, router: Var | None) -> Iterator[CallExpr]:
    """Yield the calls of `include_router` in this module that include `router`."""
    for statement in inside(checker.tree.defs):
        match statement:
            case ExpressionStmt(expr=CallExpr(callee=MemberExpr(name="include_router")) as call):
                included = argument(call, "router", 0)
                if included is not None and variable_of(checker, included) is router:
                    yield call


def _is_only_routed(function: Decorator) -> bool:
    """Tell whether nothing but routes decorates a function: else it may ask for other things."""
    return all(
        isinstance(call, CallExpr)
        and isinstance(call.callee, MemberExpr)
        and call.callee.name in ROUTING
        for call in function.original_decorators
    )
