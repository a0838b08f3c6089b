"""Routes: the Starlette route made of a specification.

A route reads its endpoint and holds its plans. What streams and documents need is loaded late.
"""

from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import (
    BaseRoute,
    Mount,
    Route,
    WebSocketRoute,
    request_response,
    websocket_session,
)
from starlette.types import Receive, Scope, Send
from typing_extensions import Unpack

from typed_depends.errors import DependencyError
from typed_depends.graph.overrides import NONE, OverrideSet
from typed_depends.plan.plans import Plan, Plans
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.body_limit import limited
from typed_depends.web.conversation import WebSocketEndpoint
from typed_depends.web.description import generate_unique_id, refuse_others
from typed_depends.web.direct import direct_endpoint
from typed_depends.web.endpoint import HttpEndpoint
from typed_depends.web.files import ClosingFiles
from typed_depends.web.pattern import Patterned
from typed_depends.web.response import Maker, ResponseMaker, response_maker
from typed_depends.web.said import Said
from typed_depends.web.sources import RouteSources
from typed_depends.web.spec import RouteSpec
from typed_depends.web.verbs import RouteOptions

if TYPE_CHECKING:
    from typed_depends.openapi.operation import Operation


class HttpRoute(Patterned, Route):
    """A Starlette route with injected parameters (`fastapi.routing.APIRoute`).

    Unlike Starlette's, a GET route does not answer HEAD, as in FastAPI. A subclass may be
    given to a router as `route_class`, and wrap what `get_route_handler` returns.
    """

    tags = Said("described")
    summary = Said("described")
    description = Said("described")
    response_description = Said("described")
    responses = Said("described")
    deprecated = Said("described")
    operation_id = Said("described")
    include_in_schema = Said("described")
    callbacks = Said("described")
    generate_unique_id_function = Said("described")
    openapi_extra = Said("described")
    status_code = Said("response")
    response_model = Said("response")
    response_class = Said("response")
    max_body_size = Said("body")
    form_limits = Said("body")

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Iterable[str] | None = None,
        wiring: Wiring | None = None,
        **options: Unpack[RouteOptions],
    ) -> None:
        refuse_others(options, RouteOptions)
        spec = RouteSpec.http(path, endpoint, methods, options, type(self))
        self._set_up(spec, Wiring() if wiring is None else wiring)

    @classmethod
    def of(cls, spec: RouteSpec, wiring: Wiring) -> "HttpRoute":
        """Return the route for a specification."""
        if cls is HttpRoute:
            route = cls.__new__(cls)
            route._set_up(spec, wiring)
            return route
        said: dict[str, Any] = {"methods": sorted(spec.methods or ()), **spec.options()}
        return cls(spec.path, spec.endpoint, wiring=wiring, **said)

    def _set_up(self, spec: RouteSpec, wiring: Wiring) -> None:
        """Do what Starlette's constructor does, which would take the endpoint for its own."""
        self.spec = spec
        self.wiring = wiring
        self.endpoint = spec.endpoint
        self.name = spec.name
        self.methods = set(spec.methods or ())
        self.compile(spec.path)
        sources = RouteSources(spec.path, "http")
        self.plans = wiring.plans(
            spec.endpoint,
            dependencies=spec.dependencies,
            sources=sources,
            placeholders=sources.placeholders,
        )
        self._mistake: DependencyError | None = None
        # A router that is only ever included need not read what its application reads.
        self._serve: HttpEndpoint | None = None
        self.app = self._read_and_serve

    @property
    def dependencies(self) -> tuple[Any, ...]:
        """What runs before the endpoint for what it does."""
        return self.spec.dependencies

    @property
    def unique_id(self) -> str:
        """The id of its operation in the document."""
        name: Callable[[Any], str] = self.generate_unique_id_function or generate_unique_id
        return self.operation_id or name(self)

    @property
    def maker(self) -> Maker:
        """What makes its responses."""
        return self._read().maker

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request; what it enters is left by who calls it."""
        return self._read().respond

    def read(self) -> HttpEndpoint:
        """Read the endpoint's own signature. Raises `TypeError` or `ValueError`."""
        dependant = self.wiring.reader.read(self.spec.endpoint)
        self._mistake = None
        maker: Maker
        try:
            if dependant.kind.yields:
                from typed_depends.web.streaming import stream_maker

                maker = stream_maker(dependant, self.spec.response)
            else:
                maker = response_maker(dependant, self.spec.response)
        except DependencyError as mistake:
            self._mistake = mistake
            maker = ResponseMaker()
        self._serve = HttpEndpoint(
            dependant,
            self.path_format,
            self.plans,
            self.wiring,
            maker,
            rules=self.spec.body,
        )
        own_handler = type(self).get_route_handler is not HttpRoute.get_route_handler
        app = None if own_handler else direct_endpoint(self._serve)
        if app is None:
            app = ClosingFiles(
                request_response(
                    self._serve.through(self.get_route_handler())
                    if own_handler
                    else self._serve.__call__
                )
            )
        self.app = limited(app, self.spec.body.max_body_size)
        return self._serve

    def mistakes_now(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route, read anew where something was."""
        if self.mistakes():
            self.plans.read_again()
            self.read()
        return self.mistakes()

    def mistakes(self) -> tuple[DependencyError, ...]:
        """Return everything wrong under this route."""
        self._read()
        own = () if self._mistake is None else (self._mistake,)
        return (*self.plans.under(NONE).mistakes, *own)

    def plan(self, overrides: OverrideSet) -> Plan:
        """Return the plan under a set of overrides."""
        return self.plans.under(overrides)

    def _read(self) -> HttpEndpoint:
        return self.read() if self._serve is None else self._serve

    def operation(self) -> "Operation | None":
        """Return what the OpenAPI document shows of this route, or `None` if it is hidden."""
        if not self.include_in_schema:
            return None
        from typed_depends.web.operation import operation_of

        dependant = self.wiring.reader.read(self.spec.endpoint)
        callbacks = [
            shown
            for route in self.callbacks
            if isinstance(route, HttpRoute) and (shown := route.operation()) is not None
        ]
        return operation_of(
            self.spec, self.plans, dependant, self.path_format, self.unique_id, callbacks
        )

    async def _read_and_serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.read()
        await self.app(scope, receive, send)


class SocketRoute(WebSocketRoute):
    """A Starlette WebSocket route with injected parameters.

    As `fastapi.routing.APIWebSocketRoute`.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        name: str | None = None,
        dependencies: Sequence[Any] | None = None,
        wiring: Wiring | None = None,
    ) -> None:
        self.spec = RouteSpec.websocket(path, endpoint, name, dependencies)
        self.wiring = Wiring() if wiring is None else wiring
        sources = RouteSources(path, "websocket")
        self.plans: Plans = self.wiring.plans(
            endpoint,
            dependencies=self.spec.dependencies,
            sources=sources,
            placeholders=sources.placeholders,
        )
        super().__init__(path, _placeholder, name=self.spec.name)
        self.endpoint = endpoint
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
    if spec.methods is None:
        return SocketRoute(
            spec.path,
            spec.endpoint,
            name=spec.name,
            dependencies=spec.dependencies,
            wiring=wiring,
        )
    make: type[HttpRoute] = spec.route_class or HttpRoute
    return make.of(spec, wiring)


async def _placeholder(connection: Any) -> None:
    """Stand in for the endpoint while Starlette's constructor looks at it."""
