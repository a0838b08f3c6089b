"""The hooks on everything that serves a function under a path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Decorator, Expression, MypyFile, Statement
from mypy.plugin import MethodContext
from mypy.types import Type

from mypy_plugin.applications.routers import Routers, inclusions
from mypy_plugin.applications.routing import ROUTING, applications, calls_in, decorators, route_of
from mypy_plugin.hooks.classes import derives
from mypy_plugin.judging import Judge
from mypy_plugin.judging_callables import judge_endpoint, judge_named_endpoint
from mypy_plugin.judging_routes import endpoint_of, judge_route
from mypy_plugin.judging_streams import judge_generator
from mypy_plugin.names import ROUTERS
from mypy_plugin.weaving.statements import Position


def may_route(method: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether a method of this full name may serve an endpoint."""
    owner, _, name = method.rpartition(".")
    return name in ROUTING and derives(modules, owner, ROUTERS)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What walks over a module have found.

    Its decorator calls, the calls whose result is called at once, and what it includes.
    """

    statements: list[Statement]
    decorated: Mapping[Position, Decorator]
    applied: Mapping[Position, Expression]
    included: list[CallExpr]


class RouteHooks:
    """Finds routes in calls, and has them judged."""

    def __init__(
        self,
        judge_for: Callable[[TypeChecker], Judge],
        guarded: Callable[[Callable[[], Any], Any], Any],
    ) -> None:
        self._judge_for = judge_for
        self._guarded = guarded
        self._seen = _Seen([], {}, {}, [])

    def judge_call(self, context: MethodContext) -> Type:
        """Judge the route a call makes, if it makes one."""
        checker, call = context.api, context.context
        if isinstance(checker, TypeChecker) and isinstance(call, CallExpr):
            self._guarded(lambda: self._judge(checker, call), None)
        return context.default_return_type

    def _judge(self, checker: TypeChecker, call: CallExpr) -> None:
        if checker.current_node_deferred:
            return
        seen = self._seen_in(checker.tree)
        route = route_of(checker, call, seen.decorated, seen.applied)
        if route is not None:
            judge = self._judge_for(checker)
            endpoint = endpoint_of(judge, route)
            if endpoint is not None:
                routers = Routers(checker, judge.owners, seen.included)
                judge_route(judge, routers, route, endpoint)
                judge_generator(judge, route, endpoint)
            if route.decorated is not None:
                judge_endpoint(judge, route.decorated, endpoint)
            elif route.named is not None:
                judge_named_endpoint(judge, route.named, endpoint)

    def _seen_in(self, tree: MypyFile) -> _Seen:
        """Walk the module being checked, once; the daemon puts new statements into a tree."""
        if self._seen.statements is not tree.defs:
            calls = calls_in(tree)
            self._seen = _Seen(tree.defs, decorators(tree), applications(calls), inclusions(calls))
        return self._seen
