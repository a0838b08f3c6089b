"""Routers: endpoints gathered under a prefix, to be included in an application.

A router keeps what was said, so that whoever includes it can say it again under its own
prefix; an endpoint added to a router later reaches everyone who included it.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar, cast

from starlette import routing
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send
from typing_extensions import Unpack

from typed_depends.resolve.wiring import Wiring
from typed_depends.web.body_rules import BodyRules, FormLimits
from typed_depends.web.controllers import add_handlers
from typed_depends.web.description import Description, RouterOptions, refuse_others
from typed_depends.web.handlers import body_allowed
from typed_depends.web.lifespan import Events, Starting, as_context
from typed_depends.web.matching import RouteIndex
from typed_depends.web.plain import moved
from typed_depends.web.route import HttpRoute, InjectedRoute, SocketRoute, make_route
from typed_depends.web.spec import Inherited, RouteSpec
from typed_depends.web.verbs import Handler, RouteOptions, Verbs

T = TypeVar("T")
Follower = Callable[[RouteSpec], None]


class Router(Verbs, routing.Router):
    """Endpoints under a prefix (`fastapi.APIRouter`).

    `dependencies` run before those of each endpoint, in the order application, inclusion,
    router, decorator. `default_response_class`, `strict_content_type`, `max_body_size` and
    `form_limits` hold for endpoints that say nothing themselves; `tags`, `responses`,
    `deprecated`, `include_in_schema`, `callbacks` and `generate_unique_id_function` describe
    them.
    """

    def __init__(
        self,
        *,
        prefix: str = "",
        dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] | None = None,
        routes: Sequence[BaseRoute] | None = None,
        redirect_slashes: bool = True,
        default: ASGIApp | None = None,
        route_class: type[HttpRoute] | None = None,
        on_startup: Sequence[Callable[[], Any]] | None = None,
        on_shutdown: Sequence[Callable[[], Any]] | None = None,
        lifespan: Lifespan[Any] | None = None,
        strict_content_type: bool | None = None,
        max_body_size: int | None = None,
        form_limits: FormLimits | None = None,
        wiring: Wiring | None = None,
        started: Starting | None = None,
        **described: Unpack[RouterOptions],
    ) -> None:
        check_prefix(prefix)
        refuse_others(described, RouterOptions)
        self.events = Events(on_startup, on_shutdown)
        super().__init__(
            redirect_slashes=redirect_slashes,
            default=default,
            lifespan=self.events.lifespan if lifespan is None else as_context(lifespan),
        )
        self.prefix = prefix
        self.dependencies = list(dependencies or ())
        self.default_response_class = default_response_class
        self.body = BodyRules.of(
            {
                "strict_content_type": strict_content_type,
                "max_body_size": max_body_size,
                "form_limits": form_limits,
            }
        )
        self.described = Description.of(described)
        self.route_class = route_class
        self.wiring = Wiring() if wiring is None else wiring
        self._specs: list[RouteSpec] = []
        self._followers: list[Follower] = []
        self._lifespan = self.lifespan_context
        self._included: list[Router] = []
        self._started = started
        self._index = RouteIndex(())
        self.lifespan_context = cast("Lifespan[Any]", self._run)
        for route in routes or ():
            if isinstance(route, (HttpRoute, SocketRoute)):
                self._add(route.spec)
            else:
                self.routes.append(route)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan, as Starlette does; only find the route sooner."""
        if scope["type"] not in ("http", "websocket"):
            await super().app(scope, receive, send)
            return
        if not self._index.is_of(self.routes):
            self._index = RouteIndex(self.routes)
        scope.setdefault("router", self)
        serve = self.default
        if (found := self._index.find(scope)) is not None:
            scope["route"], said = found
            scope.update(said)
            serve = found[0].handle
        elif self.redirect_slashes and (elsewhere := self._index.with_other_slash(scope)):
            serve = RedirectResponse(elsewhere)
        await serve(scope, receive, send)

    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Collection[str] | None = None,
        route_class_override: type[HttpRoute] | None = None,
        **options: Unpack[RouteOptions],
    ) -> None:
        """Add an HTTP endpoint (`GET` unless `methods` says otherwise)."""
        refuse_others(options, RouteOptions)
        said = None if methods is None else sorted(methods)
        route_class = route_class_override or self.route_class
        spec = RouteSpec.http(path, endpoint, said, options, route_class)
        self._add(spec.under(self._says()))

    def add_api_websocket_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None = None,
        *,
        dependencies: Sequence[Any] | None = None,
    ) -> None:
        """Add a WebSocket endpoint."""
        self._add(RouteSpec.websocket(path, endpoint, name, dependencies).under(self._says()))

    def include_router(
        self,
        router: "Router",
        *,
        prefix: str = "",
        dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] | None = None,
        max_body_size: int | None = None,
        form_limits: FormLimits | None = None,
        **described: Unpack[RouterOptions],
    ) -> None:
        """Take over the endpoints and lifespans of `router`, those it gets later too.

        Raises `ValueError` for a wrong prefix, if prefix and path are both empty, or for a
        router that includes this one.
        """
        check_prefix(prefix)
        refuse_others(described, RouterOptions)
        if any(one is self for one in router.with_included()):
            raise ValueError("a router cannot include itself, nor a router that includes it")
        said = Inherited(
            prefix,
            tuple(dependencies or ()),
            Description.of(described),
            default_response_class,
            BodyRules.of({"max_body_size": max_body_size, "form_limits": form_limits}),
        )
        above = said.under(self._says())

        def follow(spec: RouteSpec) -> None:
            if not prefix and not spec.path:
                raise ValueError(
                    f'the prefix and the path of "{spec.name}" are both empty: give it a path'
                )
            self._add(spec.under(above))

        for spec in list(router._specs):
            follow(spec)
        router._followers.append(follow)
        for route in router.routes:
            if not isinstance(route, (HttpRoute, SocketRoute)):
                self.routes.append(moved(route, above.prefix, above.body.max_body_size))
        self._included.append(router)

    def controller(
        self,
        prefix: str = "",
        *,
        dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] | None = None,
        **described: Unpack[RouterOptions],
    ) -> Callable[[type[T]], type[T]]:
        """Serve the decorated methods of the decorated class, under a prefix.

        Its constructor takes dependencies, for each request anew. See `web.controllers`.
        """
        router = Router(
            prefix=prefix,
            dependencies=dependencies,
            default_response_class=default_response_class,
            **described,
        )

        def decorate(controller: type[T]) -> type[T]:
            add_handlers(router, controller)
            self.include_router(router)
            return controller

        return decorate

    def route(
        self,
        path: str,
        methods: Collection[str] | None = None,
        name: str | None = None,
        include_in_schema: bool = True,
    ) -> Callable[[Handler], Handler]:
        """Serve `path` with a plain Starlette endpoint, which takes the request alone."""

        def decorate(handler: Handler) -> Handler:
            self.add_route(path, handler, methods, name, include_in_schema)
            return handler

        return decorate

    def websocket_route(self, path: str, name: str | None = None) -> Callable[[Handler], Handler]:
        """Serve `path` with a plain Starlette endpoint, which takes the WebSocket alone."""

        def decorate(handler: Handler) -> Handler:
            self.add_websocket_route(path, handler, name)
            return handler

        return decorate

    def add_event_handler(self, event_type: str, func: Callable[[], Any]) -> None:
        """Call `func` at `"startup"` or `"shutdown"`, unless there is a lifespan."""
        self.events.add(event_type, func)

    @property
    def max_body_size(self) -> int | None:
        """What its endpoints' bodies may measure in bytes, as far as it says so itself."""
        return self.body.max_body_size

    def injected(self) -> Iterator[HttpRoute | SocketRoute]:
        """Yield the routes with injected parameters, in order."""
        return (route for route in self.routes if isinstance(route, (HttpRoute, SocketRoute)))

    def with_included(self) -> Iterator["Router"]:
        """Yield this router and those it included, whatever they include by now."""
        yield self
        for router in self._included:
            yield from router.with_included()

    def added(self, route: InjectedRoute) -> None:
        """Be told of a new route; an application reads it now."""

    def _says(self) -> Inherited:
        """Return what it says about its own endpoints, as it stands now."""
        return Inherited(
            self.prefix,
            tuple(self.dependencies),
            self.described,
            self.default_response_class,
            self.body,
        )

    def _add(self, spec: RouteSpec) -> None:
        self._specs.append(spec)
        if spec.path:  # else it waits for a prefix
            route = make_route(spec, self.wiring)
            if isinstance(route, HttpRoute) and not body_allowed(spec.response.status):
                route.read()  # refuses a response model, of a webhook too
            self.routes.append(route)
            self.added(route)
        for follow in self._followers:
            follow(spec)

    @asynccontextmanager
    async def _run(self, app: Any) -> AsyncIterator[Mapping[str, Any] | None]:
        """Run all lifespans, one inside the other, and then what is held by the application."""
        state: dict[str, Any] = {}
        said = False
        async with AsyncExitStack() as stack:
            for router in self.with_included():
                part = await stack.enter_async_context(router._lifespan(app))
                if part is not None:
                    said = True
                    state = {**part, **state}
            if self._started is not None:
                await stack.enter_async_context(self._started())
            yield state if said else None


def check_prefix(prefix: str) -> None:
    """Raise `ValueError` unless a prefix is empty, or begins with a slash and ends without."""
    if prefix and not prefix.startswith("/"):
        raise ValueError(f'the prefix {prefix!r} must begin with "/"')
    if prefix.endswith("/"):
        raise ValueError(f'the prefix {prefix!r} must not end with "/", since paths begin with it')
