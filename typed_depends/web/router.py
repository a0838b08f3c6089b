"""Routers: endpoints gathered under a prefix, to be included in an application.

A router keeps what was said, so that whoever includes it can say it again under its own
prefix; an endpoint added to a router later reaches everyone who included it.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, cast

from starlette import routing
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Lifespan
from typing_extensions import Unpack

from typed_depends.resolve.wiring import Wiring
from typed_depends.web.description import Description, RouterOptions, refuse_others
from typed_depends.web.response import RETURNED, ResponseOptions
from typed_depends.web.route import HttpRoute, SocketRoute, make_route, route_name
from typed_depends.web.spec import RouteSpec
from typed_depends.web.verbs import RouteOptions, Verbs

Follower = Callable[[RouteSpec], None]


class Router(Verbs, routing.Router):
    """Endpoints under a prefix (`fastapi.APIRouter`).

    `dependencies` run before those of each endpoint, in the order application, inclusion,
    router, decorator. `tags`, `responses`, `deprecated` and `include_in_schema` describe all
    endpoints and are kept as data.
    """

    def __init__(
        self,
        *,
        prefix: str = "",
        dependencies: Sequence[Any] | None = None,
        routes: Sequence[BaseRoute] | None = None,
        redirect_slashes: bool = True,
        default: ASGIApp | None = None,
        lifespan: Lifespan[Any] | None = None,
        wiring: Wiring | None = None,
        started: Callable[[], AbstractAsyncContextManager[None]] | None = None,
        **described: Unpack[RouterOptions],
    ) -> None:
        check_prefix(prefix)
        refuse_others(described, RouterOptions)
        super().__init__(
            routes=routes, redirect_slashes=redirect_slashes, default=default, lifespan=lifespan
        )
        self.prefix = prefix
        self.dependencies = list(dependencies or ())
        self.described = Description.of(described)
        self.wiring = Wiring() if wiring is None else wiring
        self._specs: list[RouteSpec] = []
        self._followers: list[Follower] = []
        self._lifespan = self.lifespan_context
        self._included: list[Router] = []
        self._started = started
        self.lifespan_context = cast("Lifespan[Any]", self._run)

    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Sequence[str] | None = None,
        **options: Unpack[RouteOptions],
    ) -> None:
        """Add an HTTP endpoint (`GET` unless `methods` says otherwise)."""
        refuse_others(options, RouteOptions)
        spec = RouteSpec(
            path=path,
            endpoint=endpoint,
            methods=frozenset(method.upper() for method in methods or ("GET",)),
            dependencies=tuple(options.get("dependencies") or ()),
            response=ResponseOptions(
                options.get("status_code"),
                options.get("response_model", RETURNED),
                options.get("response_class"),
            ),
            name=options.get("name") or route_name(endpoint),
            described=Description.of(options),
        )
        self._add(spec.under(self.prefix, self.dependencies, self.described))

    def add_api_websocket_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None = None,
        *,
        dependencies: Sequence[Any] | None = None,
    ) -> None:
        """Add a WebSocket endpoint."""
        spec = RouteSpec(
            path=path,
            endpoint=endpoint,
            methods=None,
            dependencies=tuple(dependencies or ()),
            response=ResponseOptions(),
            name=name or route_name(endpoint),
            described=Description(include_in_schema=False),
        )
        self._add(spec.under(self.prefix, self.dependencies, self.described))

    def include_router(
        self,
        router: "Router",
        *,
        prefix: str = "",
        dependencies: Sequence[Any] | None = None,
        **described: Unpack[RouterOptions],
    ) -> None:
        """Take over the endpoints and lifespans of `router`, those it gets later too.

        Raises `ValueError` for a wrong prefix, or if prefix and path are both empty.
        """
        check_prefix(prefix)
        refuse_others(described, RouterOptions)
        before = [*self.dependencies, *(dependencies or ())]
        above = Description.of(described).under(self.described)

        def follow(spec: RouteSpec) -> None:
            if not prefix and not spec.path:
                raise ValueError(
                    f'the prefix and the path of "{spec.name}" are both empty: give it a path'
                )
            self._add(spec.under(self.prefix + prefix, before, above))

        for spec in list(router._specs):
            follow(spec)
        router._followers.append(follow)
        for route in router.routes:
            if not isinstance(route, (HttpRoute, SocketRoute)):
                self.routes.append(_moved(route, self.prefix + prefix))
        self._included.append(router)

    def injected(self) -> Iterator[HttpRoute | SocketRoute]:
        """Yield the routes with injected parameters, in order."""
        return (route for route in self.routes if isinstance(route, (HttpRoute, SocketRoute)))

    def added(self, route: HttpRoute | SocketRoute) -> None:
        """Be told of a new route; an application reads it now."""

    def _lifespans(self) -> Iterator[Lifespan[Any]]:
        """Yield its own, then those of the routers it included, whatever they include by now."""
        yield self._lifespan
        for router in self._included:
            yield from router._lifespans()

    def _add(self, spec: RouteSpec) -> None:
        self._specs.append(spec)
        if spec.path:  # else it waits for a prefix
            route = make_route(spec, self.wiring)
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
            for lifespan in self._lifespans():
                part = await stack.enter_async_context(lifespan(app))
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


def _moved(route: BaseRoute, prefix: str) -> BaseRoute:
    """Return a plain Starlette route under a prefix."""
    match route:
        case routing.Route():
            return routing.Route(
                prefix + route.path,
                route.endpoint,
                methods=sorted(route.methods or ()),
                name=route.name,
                include_in_schema=route.include_in_schema,
            )
        case routing.WebSocketRoute():
            return routing.WebSocketRoute(prefix + route.path, route.endpoint, name=route.name)
        case Mount():
            return Mount(prefix + route.path, app=route.app, name=route.name)
        case _:
            return route
