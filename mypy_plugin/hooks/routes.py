"""The hooks on everything that serves a function under a path.

The routes of a module are judged together, when mypy is through with it: one after the other
they cost a third of what they do in between. Not in the daemon, which comes back to each,
nor inside of a function, whose variables mypy forgets.
"""

from collections.abc import Callable
from functools import partial

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, MypyFile
from mypy.plugin import FunctionContext, MethodContext
from mypy.types import Type

from mypy_plugin.applications.controllers import below_controller, constructed, controller_of
from mypy_plugin.applications.routers import Routers, inclusions
from mypy_plugin.applications.routing import (
    ROUTING,
    Route,
    applications,
    calls_in,
    decorators,
    handler_of,
    is_of_fastapi,
    route_of,
    wrapped_endpoint,
)
from mypy_plugin.hooks.classes import derives
from mypy_plugin.judging import Judge
from mypy_plugin.judging_callables import judge_endpoint, judge_named_endpoint
from mypy_plugin.judging_called import judge_class
from mypy_plugin.judging_faults import judge_wrapping
from mypy_plugin.judging_handed import judge_handed
from mypy_plugin.judging_inclusions import judge_inclusion
from mypy_plugin.judging_quiet import QuietRoutes
from mypy_plugin.judging_returns import judge_returned
from mypy_plugin.judging_routes import (
    endpoint_of,
    judge_added,
    judge_below_wrappers,
    judge_route,
)
from mypy_plugin.judging_streams import judge_generator
from mypy_plugin.names import ROUTERS
from mypy_plugin.report import Guard
from mypy_plugin.types.origin import name_of


def may_route(method: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether a method of this full name may serve an endpoint."""
    owner, _, name = method.rpartition(".")
    return name in ROUTING and derives(modules, owner, ROUTERS)


class _Seen:
    """What walks over a module have found.

    Its decorator calls, the calls whose result is called at once, and its routers; `adds` tells
    whether one of them may add dependencies to its routes.
    """

    def __init__(self, judge: Judge) -> None:
        survey = judge.survey
        calls = calls_in(survey)
        self.statements = judge.checker.tree.defs
        self.decorated = decorators(place for place, _ in survey.owners)
        self.applied = applications(calls)
        self.included = inclusions(calls)
        self.adds = any("dependencies" in call.arg_names for call in calls)
        self.routers = self.routers_of(judge)

    def may_add(self, route: Route) -> bool:
        """Tell whether the router of a route may add dependencies to it."""
        return self.adds or self.routers.made_elsewhere(route.receiver) is not None

    def routers_of(self, judge: Judge) -> Routers:
        """Look at the routers anew."""
        return Routers(judge.checker, judge.owners, self.included)


class RouteHooks:
    """Finds routes in calls, and has them judged."""

    def __init__(
        self,
        judge_for: Callable[[TypeChecker], Judge],
        guarded: Guard,
    ) -> None:
        self._judge_for = judge_for
        self._guarded = guarded
        self._seen: _Seen | None = None
        self._quiet: QuietRoutes | None = None
        self._waiting: dict[TypeChecker, dict[CallExpr, None]] = {}

    def judge_call(self, context: MethodContext, *, may_wait: bool) -> Type:
        """Judge the route a call makes, if it makes one; now, unless it may wait."""
        checker, call = context.api, context.context
        if isinstance(checker, TypeChecker) and isinstance(call, CallExpr):
            if may_wait and checker.scope.current_function() is None:
                self._waiting.setdefault(checker, {})[call] = None
            else:
                self._guarded(lambda: self._judge(checker, call), None)
        return context.default_return_type

    def judge_inclusion(self, context: MethodContext) -> Type:
        """Judge what is added to the routes of another module's router."""
        return self._judged(context, self._judge_inclusion)

    def _judge_inclusion(self, checker: TypeChecker, call: CallExpr) -> None:
        if not checker.current_node_deferred:
            judge = self._judge_for(checker)
            judge_inclusion(judge, self._seen_in(judge).routers, call)

    def judge_handler(self, context: FunctionContext) -> Type:
        """Judge a method of a controller."""
        return self._judged(context, self._judge_handler)

    def _judged(
        self,
        context: FunctionContext | MethodContext,
        judge_call: Callable[[TypeChecker, CallExpr], None],
    ) -> Type:
        """Have a call judged, and leave its type as it is."""
        checker, call = context.api, context.context
        if isinstance(checker, TypeChecker) and isinstance(call, CallExpr):
            self._guarded(lambda: judge_call(checker, call), None)
        return context.default_return_type

    def _judge_handler(self, checker: TypeChecker, call: CallExpr) -> None:
        judge = self._judge_for(checker)
        seen = self._seen_in(judge)
        route = handler_of(call, seen.decorated)
        if checker.current_node_deferred or route is None or route.decorated is None:
            return
        endpoint = judge.dependants.of_function(route.decorated)
        if endpoint is not None and not route.decorated.is_static:
            edges = (*constructed(route.decorated), *endpoint.edges)
            served = below_controller(route)
            if not seen.routers.is_router(served.receiver):
                served = route
            judge_route(judge, seen.routers, served, endpoint._replace(edges=edges))
            judge_endpoint(judge, route.decorated, endpoint)
            judge_returned(judge, route)
            controller = controller_of(call, route.decorated)
            if controller is not None:
                judge_class(judge, call, controller)

    def judge_waiting(self, checker: TypeChecker) -> None:
        """Judge the routes of the module being checked that have waited."""
        waiting = self._waiting.pop(checker, None)
        if not waiting or checker.current_node_deferred:
            return
        judge = self._judge_for(checker)
        seen, quiet = self._seen_in(judge), self._quiet_in(judge)
        quiet.is_through = not checker.deferred_nodes
        found = {call: route_of(call, seen.decorated, seen.applied) for call in waiting}
        routes = [route for route in found.values() if route is not None]
        for call in [call for call, route in found.items() if route is None]:
            self._guarded(partial(self._judge_wrapped, judge, seen, call), None)
        adding = [route for route in routes if seen.may_add(route)]
        adds_quietly = partial(quiet.adds_quietly, seen.routers)
        for route in self._guarded.unless(adds_quietly, adding):
            self._guarded(partial(self._judge_added, judge, seen, route), None)
        is_quiet = partial(quiet.is_quiet, seen.routers)
        for route in self._guarded.unless(is_quiet, routes):
            self._guarded(partial(self._judge_route, judge, seen, route), None)

    def _judge(self, checker: TypeChecker, call: CallExpr) -> None:
        if checker.current_node_deferred:
            return
        judge = self._judge_for(checker)
        seen = self._seen_in(judge)
        route = route_of(call, seen.decorated, seen.applied)
        if route is None:
            self._judge_wrapped(judge, seen, call)
            return
        if seen.may_add(route) and not self._quiet_in(judge).adds_quietly(seen.routers, route):
            self._judge_added(judge, seen, route)
        if not self._quiet_in(judge).is_quiet(seen.routers, route):
            self._judge_route(judge, seen, route)

    def _judge_wrapped(self, judge: Judge, seen: _Seen, call: CallExpr) -> None:
        """Judge an endpoint whose decorator puts another function in its place."""
        found = wrapped_endpoint(call, seen.decorated)
        if found is None:
            return
        wrapping = judge.dependants.told.wrapping(found.function.fullname)
        if wrapping is not None:
            judge_wrapping(judge, wrapping, found.function.name, found.function)
        elif found.route is not None and seen.routers.is_router(found.route.receiver):
            judge_below_wrappers(judge, seen.routers, found.route, found.wrappers)

    def _judge_added(self, judge: Judge, seen: _Seen, route: Route) -> None:
        if seen.routers.is_router(route.receiver):
            judge_added(judge, seen.routers, route, _name(route))

    def _judge_route(self, judge: Judge, seen: _Seen, route: Route) -> None:
        if not seen.routers.is_router(route.receiver):
            return
        endpoint = endpoint_of(judge, route)
        if endpoint is not None:
            judge_route(judge, seen.routers, route, endpoint)
            judge_generator(judge, route, endpoint)
        judge_returned(judge, route)
        if route.decorated is not None:
            judge_endpoint(judge, route.decorated, endpoint)
            if endpoint is not None and is_of_fastapi(judge.checker, route):
                judge_handed(judge, endpoint.name, route.decorated, endpoint, None)
        elif route.named is not None:
            judge_named_endpoint(judge, route.named, endpoint)

    def _quiet_in(self, judge: Judge) -> QuietRoutes:
        if self._quiet is None or self._quiet.judge is not judge:
            self._quiet = QuietRoutes(judge)
        return self._quiet

    def _seen_in(self, judge: Judge) -> _Seen:
        """Walk the module being checked, once; the daemon puts new statements into a tree."""
        seen = self._seen
        if seen is None or seen.statements is not judge.checker.tree.defs:
            seen = self._seen = _Seen(judge)
        elif judge.checker.options.fine_grained_incremental:
            seen.routers = seen.routers_of(judge)
        return seen


def _name(route: Route) -> str:
    """Name the endpoint of a route."""
    if route.decorated is not None:
        return route.decorated.name
    return name_of(route.named) if route.named is not None else ""
