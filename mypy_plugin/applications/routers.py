"""See: where the routers of one module are made and included.

    router = APIRouter(prefix="/books")        app.include_router(router, prefix="/v1")

A router's paths are known only if the module makes it and includes it, all with literal
prefixes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Expression,
    MemberExpr,
    NameExpr,
    RefExpr,
    StrExpr,
    SymbolNode,
)

from mypy_plugin.applications.routing import Route, argument
from mypy_plugin.names import APPLICATIONS, ROUTERS
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.variables import bound_value, class_made, variable_of
from mypy_plugin.weaving.statements import Owners

_DEEPEST_ROUTER = 8


def inclusions(calls: Iterable[CallExpr]) -> list[CallExpr]:
    """Give the calls of `include_router` among others."""
    return [
        call
        for call in calls
        if isinstance(call.callee, MemberExpr) and call.callee.name == "include_router"
    ]


@dataclass(frozen=True, slots=True)
class Serving:
    """What is known of one router: its prefixes, None if one is not, and what it adds."""

    prefixes: Sequence[str] | None
    has_no_dependencies: bool


class Routers:
    """The routers of the module being checked; `included` are its calls of `include_router`."""

    def __init__(self, checker: TypeChecker, owners: Owners, included: Sequence[CallExpr]) -> None:
        self.checker = checker
        self.owners = owners
        self.included = included
        self._known: dict[SymbolNode, Serving] = {}
        self._routers: dict[SymbolNode, bool] = {}

    def is_router(self, receiver: Expression) -> bool:
        """Tell whether an expression is an application or a router."""
        node = receiver.node if isinstance(receiver, NameExpr) else None
        known = self._routers.get(node) if node is not None else None
        if known is None:
            info = class_of(infer(self.checker, receiver))
            known = info is not None and any(base.fullname in ROUTERS for base in info.mro)
            if node is not None:
                self._routers[node] = known
        return known

    def serving(self, receiver: Expression) -> Serving:
        """Give what is known of the application or router that `receiver` names."""
        node = receiver.node if isinstance(receiver, NameExpr) else None
        known = self._known.get(node) if node is not None else None
        if known is None:
            known = Serving(self._prefixes(receiver, depth=0), self._adds_nothing(receiver))
            if node is not None:
                self._known[node] = known
        return known

    def full_paths(self, route: Route) -> list[str] | None:
        """Give every path a route is served under; None where one is not known."""
        prefixes = self.serving(route.receiver).prefixes
        if route.path is None or prefixes is None:
            return None
        return [prefix + route.path for prefix in prefixes]

    def _adds_nothing(self, receiver: Expression) -> bool:
        """Tell whether an application or router surely adds no dependencies to its endpoints."""
        made = self._made(receiver)
        return all(
            isinstance(call, CallExpr)
            and "dependencies" not in call.arg_names
            and not any(kind.is_star() for kind in call.arg_kinds)
            for call in (made, *self._inclusions(receiver))
        )

    def _prefixes(self, receiver: Expression, *, depth: int) -> list[str] | None:
        made = self._made(receiver)
        info = class_made(made) or class_of(infer(self.checker, receiver))
        if info is not None and any(base.fullname in APPLICATIONS for base in info.mro):
            return [""]
        if not isinstance(made, CallExpr) or depth == _DEEPEST_ROUTER:
            return None
        own = _prefix_said(made)
        if own is None:
            return None
        if not (isinstance(made.callee, RefExpr) and made.callee.fullname in ROUTERS):
            return None
        found: list[str] = []
        for call in self._inclusions(receiver):
            assert isinstance(call.callee, MemberExpr)
            said = _prefix_said(call)
            above = self._prefixes(call.callee.expr, depth=depth + 1)
            if said is None or above is None:
                return None
            found += [prefix + said + own for prefix in above]
        return found or None

    def _made(self, receiver: Expression) -> Expression | None:
        """Give what the module binds an application or router to."""
        variable = variable_of(self.checker, receiver)
        return bound_value(variable, self.owners) if variable is not None else None

    def _inclusions(self, receiver: Expression) -> Iterator[CallExpr]:
        """Yield the calls that include a router."""
        if not self.included:
            return
        router = variable_of(self.checker, receiver)
        for call in self.included:
            named = argument(call, "router", 0)
            if named is not None and variable_of(self.checker, named) is router:
                yield call


def _prefix_said(call: CallExpr) -> str | None:
    """Give the prefix of `APIRouter(prefix=…)` or `include_router(…, prefix=…)`, if literal."""
    if any(kind.is_star() for kind in call.arg_kinds):
        return None
    if "prefix" not in call.arg_names:
        return ""
    value = call.args[call.arg_names.index("prefix")]
    return value.value if isinstance(value, StrExpr) else None
