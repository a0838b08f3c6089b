"""Routes: the Starlette route made of what a decorator said.

A route reads its endpoint and holds its plans.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from starlette.routing import (
    BaseRoute,
    Mount,
    Route,
    WebSocketRoute,
    get_name,
    request_response,
    websocket_session,
)
from starlette.types import Receive, Scope, Send

from typed_depends.errors import DependencyError
from typed_depends.graph.overrides import NONE, OverrideSet
from typed_depends.openapi.operation import Operation
from typed_depends.plan.plans import Plan, Plans
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.endpoint import HttpEndpoint, WebSocketEndpoint
from typed_depends.web.files import ClosingFiles
from typed_depends.web.operation import operation_of
from typed_depends.web.response import ResponseMaker, response_maker
from typed_depends.web.sources import RouteSources
from typed_depends.web.spec import RouteSpec


class HttpRoute(Route):
    """A Starlette route with injected parameters.

    Unlike Starlette's, a GET route does not answer HEAD, as in FastAPI.
    """

    def __init__(self, spec: RouteSpec, wiring: Wiring) -> None:
        self.spec = spec
        self.wiring = wiring
        sources = RouteSources(spec.path, "http")
        self.plans = wiring.plans(
            spec.endpoint,
            dependencies=spec.dependencies,
            sources=sources,
            placeholders=sources.placeholders,
        )
        self._mistake: DependencyError | None = None
        super().__init__(
            spec.path,
            _placeholder,
            methods=sorted(spec.methods or ()),
            name=spec.name,
            include_in_schema=spec.described.include_in_schema,
        )
        self.endpoint = spec.endpoint
        self.methods = set(spec.methods or ())
        # A router that is only ever included need not read what its application reads.
        self._is_read = False
        self.app = self._read_and_serve

    def read(self) -> None:
        """Read the endpoint's own signature. Raises `TypeError` or `ValueError`."""
        self._is_read = True
        dependant = self.wiring.reader.read(self.spec.endpoint)
        self._mistake = None
        try:
            maker = response_maker(dependant, self.spec.response)
        except DependencyError as mistake:
            self._mistake = mistake
            maker = ResponseMaker(None, None, None)
        serve = HttpEndpoint(dependant, self.path_format, self.plans, self.wiring, maker)
        self.app = ClosingFiles(request_response(serve.__call__))

    def mistakes_now(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route, read anew where something was."""
        if self.mistakes():
            self.plans.read_again()
            self.read()
        return self.mistakes()

    def mistakes(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route."""
        if not self._is_read:
            self.read()
        own = () if self._mistake is None else (self._mistake,)
        return (*self.plans.under(NONE).mistakes, *own)

    def plan(self, overrides: OverrideSet) -> Plan:
        """Return the plan under a set of overrides."""
        return self.plans.under(overrides)

    def operation(self) -> Operation | None:
        """Return what the OpenAPI document shows of this route, or `None` if it is hidden."""
        dependant = self.wiring.reader.read(self.spec.endpoint)
        return operation_of(self.spec, self.plans, dependant, self.path_format)

    async def _read_and_serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.read()
        await self.app(scope, receive, send)


class SocketRoute(WebSocketRoute):
    """A Starlette WebSocket route with injected parameters."""

    def __init__(self, spec: RouteSpec, wiring: Wiring) -> None:
        self.spec = spec
        self.wiring = wiring
        sources = RouteSources(spec.path, "websocket")
        self.plans: Plans = wiring.plans(
            spec.endpoint,
            dependencies=spec.dependencies,
            sources=sources,
            placeholders=sources.placeholders,
        )
        super().__init__(spec.path, _placeholder, name=spec.name)
        self.endpoint = spec.endpoint
        self.read()

    def read(self) -> None:
        """Read the endpoint's own signature."""
        dependant = self.wiring.reader.read(self.spec.endpoint)
        serve = WebSocketEndpoint(dependant, self.path_format, self.plans, self.wiring)
        self.app = websocket_session(serve.__call__)

    def mistakes_now(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route, read anew where something was."""
        self.plans.read_again()
        return self.mistakes()

    def mistakes(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route."""
        return self.plans.under(NONE).mistakes

    def plan(self, overrides: OverrideSet) -> Plan:
        """Return the plan under a set of overrides."""
        return self.plans.under(overrides)


InjectedRoute: TypeAlias = HttpRoute | SocketRoute

ADOPTED = "__typed_depends_plans__"
"""The attribute by which an endpoint made by `inject` shows its plans to its application."""


def plans_under(routes: Iterable[BaseRoute]) -> Iterator[Plans]:
    """Yield the plans of all routes of one application: injected ones, and adopted ones.

    Mounted applications with wiring of their own are left out.
    """
    for route in routes:
        if isinstance(route, (HttpRoute, SocketRoute)):
            yield route.plans
        elif isinstance(plans := getattr(getattr(route, "endpoint", None), ADOPTED, None), Plans):
            yield plans
        elif isinstance(route, Mount) and not hasattr(
            getattr(route, "_base_app", route.app), "wiring"
        ):
            yield from plans_under(route.routes)


def make_route(spec: RouteSpec, wiring: Wiring) -> InjectedRoute:
    """Return the route for a specification."""
    return HttpRoute(spec, wiring) if spec.methods is not None else SocketRoute(spec, wiring)


def route_name(endpoint: Callable[..., Any]) -> str:
    """Return the name a route has if none is given."""
    return get_name(endpoint)


async def _placeholder(connection: Any) -> None:
    """Stand in for the endpoint while Starlette's constructor looks at it."""
