"""See: where the routers of one module are made and included.

    router = APIRouter(prefix="/books")        app.include_router(router, prefix="/v1")

A router's paths are known only if the module makes it and includes it, all with literal
prefixes; what is added to its endpoints only if that leads to an application made here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Expression,
    ListExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    StrExpr,
    SymbolNode,
    TupleExpr,
    TypeInfo,
    Var,
)

from mypy_plugin.applications.listing import listed_markers
from mypy_plugin.applications.routing import ROUTING, Route, argument
from mypy_plugin.markers import keyword
from mypy_plugin.names import APPLICATIONS, ROUTERS
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.provided import module_of
from mypy_plugin.types.variables import bound_value, class_made, variable_of
from mypy_plugin.weaving.statements import Owners

_DEEPEST_ROUTER = 8

Added: TypeAlias = Literal["nothing", "something", "unknown"]
"""Whether dependencies are added that no list of markers tells; another module may do so."""


def inclusions(calls: Iterable[CallExpr]) -> list[CallExpr]:
    """Give the calls of `include_router` among others, and of `mount`."""
    return [
        call
        for call in calls
        if isinstance(call.callee, MemberExpr) and call.callee.name in ("include_router", "mount")
    ]


class Serving(NamedTuple):
    """What is known of one router: its prefixes, None if one is not, and what is added to it."""

    prefixes: Sequence[str] | None
    dependencies: Added


class Routers:
    """The routers of the module being checked.

    `included` are its calls of `include_router` and `mount`.
    """

    def __init__(self, checker: TypeChecker, owners: Owners, included: Sequence[CallExpr]) -> None:
        self.checker = checker
        self.owners = owners
        self.included = included
        self._known: dict[SymbolNode, Serving] = {}
        self._routers: dict[SymbolNode, bool] = {}
        self._own: dict[SymbolNode | None, str] = {}
        self._markers: dict[SymbolNode, Sequence[CallExpr]] = {}

    def is_router(self, receiver: Expression) -> bool:
        """Tell whether an expression is an application or a router that serves what it is given.

        A class that registers routes in a way of its own may give endpoints other parameters.
        """
        node = receiver.node if isinstance(receiver, NameExpr) else None
        known = self._routers.get(node) if node is not None else None
        if known is None:
            info = class_of(infer(self.checker, receiver))
            known = info is not None and _serves_what_it_is_given(info)
            if node is not None:
                self._routers[node] = known
        return known

    def serving(self, receiver: Expression) -> Serving:
        """Give what is known of the application or router that `receiver` names."""
        node = receiver.node if isinstance(receiver, NameExpr) else None
        known = self._known.get(node) if node is not None else None
        if known is None:
            known = Serving(self._prefixes(receiver, depth=0), self._added(receiver, depth=0))
            if node is not None:
                self._known[node] = known
        return known

    def markers_added(self, receiver: Expression) -> Sequence[CallExpr]:
        """Give the markers that are listed where a router is made, included, and so on up."""
        node = receiver.node if isinstance(receiver, NameExpr) else None
        known = self._markers.get(node) if node is not None else None
        if known is None:
            known = list(self._listed(receiver, depth=0))
            if node is not None:
                self._markers[node] = known
        return known

    def made_elsewhere(self, receiver: Expression) -> str | None:
        """Give the full name of an application or router that is another module's."""
        return self.of_elsewhere(receiver.node if isinstance(receiver, RefExpr) else None)

    def of_elsewhere(self, router: SymbolNode | None) -> str | None:
        """Give the full name of a variable of another module."""
        if not isinstance(router, Var) or "." not in router.fullname:
            return None
        own, name = self.checker.tree.fullname, router.fullname
        if name.startswith(f"{own}.") and module_of(self.checker, name) == own:
            return None
        return name

    def prefix(self, receiver: Expression) -> str:
        """Give the literal prefix that the module makes a router with; nothing if it has none."""
        node = receiver.node if isinstance(receiver, RefExpr) else None
        if node not in self._own:
            made = self._made(receiver)
            info = class_made(made)
            is_router = info is not None and _constructor_of(info) in ROUTERS
            said = _prefix_said(made) if is_router and isinstance(made, CallExpr) else None
            self._own[node] = said or ""
        return self._own[node]

    def full_paths(self, route: Route) -> list[str] | None:
        """Give every path a route is served under; None where one is not known."""
        prefixes = self.serving(route.receiver).prefixes
        if route.path is None or prefixes is None:
            return None
        return [prefix + route.prefix + route.path for prefix in prefixes]

    def _added(self, receiver: Expression, *, depth: int) -> Added:
        """Tell whether an application or router may add what its `markers_added` are not."""
        made = self._made(receiver)
        inclusions = list(self._inclusions(receiver))
        if not isinstance(made, CallExpr) or any(map(_may_add, (made, *inclusions))):
            return "something"
        info = class_made(made) or class_of(infer(self.checker, receiver))
        if info is None or _constructor_of(info) not in ROUTERS or depth == _DEEPEST_ROUTER:
            return "something" if "dependencies" in made.arg_names else "unknown"
        if any(base.fullname in APPLICATIONS for base in info.mro):
            return "nothing"
        above = {self._added(_includer(call), depth=depth + 1) for call in inclusions}
        return "unknown" if not above else max(above, key=("nothing", "unknown", "something").index)

    def _listed(self, receiver: Expression, *, depth: int) -> Iterator[CallExpr]:
        made = self._made(receiver)
        info = class_made(made)
        if isinstance(made, CallExpr) and info is not None and _constructor_of(info) in ROUTERS:
            yield from listed_markers(made)
        for call in self._inclusions(receiver) if depth < _DEEPEST_ROUTER else ():
            yield from listed_markers(call)
            yield from self._listed(_includer(call), depth=depth + 1)

    def _prefixes(self, receiver: Expression, *, depth: int) -> list[str] | None:
        made = self._made(receiver)
        info = class_made(made) or class_of(infer(self.checker, receiver))
        if info is not None and any(base.fullname in APPLICATIONS for base in info.mro):
            return None if self._is_mounted(receiver, info) else [""]
        if not isinstance(made, CallExpr) or depth == _DEEPEST_ROUTER:
            return None
        own = _prefix_said(made)
        if own is None:
            return None
        if not (isinstance(made.callee, RefExpr) and made.callee.fullname in ROUTERS):
            return None
        found: list[str] = []
        for call in self._inclusions(receiver):
            said = _prefix_said(call)
            above = self._prefixes(_includer(call), depth=depth + 1)
            if said is None or above is None:
                return None
            found += [prefix + said + own for prefix in above]
        return found or None

    def _is_mounted(self, application: Expression, info: TypeInfo) -> bool:
        """Tell whether the module mounts an application where its paths may get placeholders.

        FastAPI takes a `Path()` from a mount's placeholder, ours refuses it.
        """
        if not any(base.fullname == "fastapi.applications.FastAPI" for base in info.mro):
            return False
        mounts = self._calls_with(application, "mount", "app", 1)
        return not all(map(_has_no_placeholder, (argument(call, "path", 0) for call in mounts)))

    def _made(self, receiver: Expression) -> Expression | None:
        """Give what the module binds an application or router to."""
        variable = variable_of(self.checker, receiver)
        return bound_value(variable, self.owners) if variable is not None else None

    def _inclusions(self, receiver: Expression) -> Iterator[CallExpr]:
        """Yield the calls that include a router."""
        yield from self._calls_with(receiver, "include_router", "router", 0)

    def _calls_with(
        self, given: Expression, method: str, parameter: str, place: int
    ) -> Iterator[CallExpr]:
        """Yield the calls of a method that are given an application or router."""
        if not self.included:
            return
        variable = variable_of(self.checker, given)
        for call in self.included:
            if isinstance(call.callee, MemberExpr) and call.callee.name == method:
                named = argument(call, parameter, place)
                if named is not None and variable_of(self.checker, named) is variable:
                    yield call


def _has_no_placeholder(path: Expression | None) -> bool:
    return isinstance(path, StrExpr) and "{" not in path.value


def _includer(inclusion: CallExpr) -> Expression:
    """Give the application or router that includes another."""
    assert isinstance(inclusion.callee, MemberExpr)
    return inclusion.callee.expr


def _may_add(call: CallExpr) -> bool:
    """Tell whether a call may add dependencies that are not written out."""
    if any(kind.is_star() for kind in call.arg_kinds):
        return True
    match keyword(call, "dependencies"):
        case None:
            return False
        case ListExpr(items=items) | TupleExpr(items=items):
            return len(list(listed_markers(call))) < len(items)
    return True


def _constructor_of(info: TypeInfo) -> str:
    """Name the class whose constructor makes an instance."""
    symbol = info.get("__init__")
    return getattr(getattr(symbol, "node", None), "info", info).fullname


def _serves_what_it_is_given(info: TypeInfo) -> bool:
    """Tell whether a class is a router, and leaves it to the framework to register routes."""
    for base in info.mro:
        if base.fullname in ROUTERS:
            return True
        if not ROUTING.keys().isdisjoint(base.names):
            return False
    return False


def _prefix_said(call: CallExpr) -> str | None:
    """Give the prefix of `APIRouter(prefix=…)` or `include_router(…, prefix=…)`, if literal."""
    if any(kind.is_star() for kind in call.arg_kinds):
        return None
    if "prefix" not in call.arg_names:
        return ""
    value = call.args[call.arg_names.index("prefix")]
    return value.value if isinstance(value, StrExpr) else None
