"""What a decorator said about one endpoint, as plain data.

Including a router under a prefix is making new specifications of its old ones. Knows
nothing of the routes that are made of them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, cast

from starlette.responses import Response
from starlette.routing import get_name

from typed_depends.web.body_rules import NO_RULES, BodyRules
from typed_depends.web.description import NOTHING_DESCRIBED, Description
from typed_depends.web.response import NO_OPTIONS, ResponseOptions
from typed_depends.web.verbs import RouteOptions


class Inherited(NamedTuple):
    """What a router, or whoever includes it, says about all endpoints below."""

    prefix: str = ""
    dependencies: tuple[Any, ...] = ()
    described: Description = NOTHING_DESCRIBED
    response_class: type[Response] | None = None
    body: BodyRules = NO_RULES

    def under(self, outer: "Inherited") -> "Inherited":
        """Return this together with what `outer` says of it."""
        return Inherited(
            prefix=outer.prefix + self.prefix,
            dependencies=(*outer.dependencies, *self.dependencies),
            described=self.described.under(outer.described),
            response_class=self.response_class or outer.response_class,
            body=self.body.under(outer.body),
        )


class RouteSpec(NamedTuple):
    """One decorated endpoint. `methods` is `None` for a WebSocket."""

    path: str
    endpoint: Callable[..., Any]
    methods: frozenset[str] | None
    dependencies: tuple[Any, ...] = ()
    name: str = ""
    response: ResponseOptions = NO_OPTIONS
    described: Description = NOTHING_DESCRIBED
    body: BodyRules = NO_RULES
    route_class: type[Any] | None = None

    @classmethod
    def http(
        cls,
        path: str,
        endpoint: Callable[..., Any],
        methods: Iterable[str] | None,
        options: RouteOptions,
        route_class: type[Any] | None = None,
    ) -> "RouteSpec":
        """Return the specification of an HTTP endpoint (`GET` unless `methods` says otherwise)."""
        return cls(
            path=path,
            endpoint=endpoint,
            methods=frozenset(method.upper() for method in methods or ("GET",)),
            dependencies=tuple(options.get("dependencies") or ()),
            name=options.get("name") or get_name(endpoint),
            response=ResponseOptions.of(options),
            described=Description.of(options),
            body=BodyRules.of(options),
            route_class=route_class,
        )

    @classmethod
    def websocket(
        cls,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None,
        dependencies: Sequence[Any] | None,
    ) -> "RouteSpec":
        """Return the specification of a WebSocket endpoint."""
        return cls(path, endpoint, None, tuple(dependencies or ()), name or get_name(endpoint))

    def options(self) -> RouteOptions:
        """Return what a route of this specification is made with."""
        parts = (self.described, self.response, self.body)
        said = {name: value for part in parts for name, value in part._asdict().items()}
        said |= {
            "dependencies": self.dependencies,
            "name": self.name,
        }
        return cast("RouteOptions", said)

    def under(self, outer: Inherited) -> "RouteSpec":
        """Return this endpoint below a router, or below an inclusion."""
        response = self.response
        if response.response_class is None and outer.response_class is not None:
            response = response._replace(response_class=outer.response_class)
        return RouteSpec(
            path=outer.prefix + self.path,
            endpoint=self.endpoint,
            methods=self.methods,
            dependencies=(*outer.dependencies, *self.dependencies),
            name=self.name,
            response=response,
            described=self.described.under(outer.described),
            body=self.body.under(outer.body),
            route_class=self.route_class,
        )
