"""The application: Starlette's, with routes whose parameters are injected."""

import warnings
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from threading import get_ident
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, ExceptionHandler, Lifespan, Receive, Scope, Send
from typing_extensions import Unpack

from typed_depends.errors import (
    DependencyError,
    DependencyPathError,
    FastAPIDeprecationWarning,
    OverrideError,
    UnusedOverrideWarning,
    raise_together,
)
from typed_depends.graph.node import call_key
from typed_depends.graph.overrides import NONE, OverrideSet, find_unused
from typed_depends.plan.plans import Plan
from typed_depends.plan.program import HeldStep
from typed_depends.reading.kind import name_of
from typed_depends.resolve.overrides import Override
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.body_limit import Ungrouped, passing
from typed_depends.web.body_rules import FORM_LIMITS, BodyRules, FormLimits
from typed_depends.web.description import DescribedOptions, of_endpoints
from typed_depends.web.documentation import Documented
from typed_depends.web.forwarding import Forwarding
from typed_depends.web.handlers import DEFAULT_HANDLERS
from typed_depends.web.route import HttpRoute, SocketRoute, plans_under
from typed_depends.web.router import Router
from typed_depends.web.serving import Serving


class App(Forwarding, Documented):
    """A Starlette application with FastAPI's dependency injection.

    `dependencies` run before those of every endpoint. All mistakes of the graph are raised
    together when the application starts, or at the first request if it is not started; with
    `strict=True`, at once where they are made.

    `title`, `version` and FastAPI's other descriptive arguments are kept as attributes, and
    shown in the OpenAPI document at `openapi_url`.
    """

    router: Router
    webhooks: Router

    def __init__(
        self,
        *,
        debug: bool = False,
        routes: Sequence[BaseRoute] | None = None,
        middleware: Sequence[Middleware] | None = None,
        exception_handlers: Mapping[Any, ExceptionHandler] | None = None,
        lifespan: Lifespan[Any] | None = None,
        on_startup: Sequence[Callable[[], Any]] | None = None,
        on_shutdown: Sequence[Callable[[], Any]] | None = None,
        dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] | None = None,
        redirect_slashes: bool = True,
        root_path: str = "",
        strict: bool = False,
        strict_content_type: bool = True,
        max_body_size: int | None = None,
        form_limits: FormLimits | None = None,
        webhooks: Router | None = None,
        **described: Unpack[DescribedOptions],
    ) -> None:
        self.describe(described)
        said = BodyRules.of({"max_body_size": max_body_size, "form_limits": form_limits})
        self.form_limits: Mapping[str, object] = {**said.form_limits}
        super().__init__(
            debug=debug,
            middleware=middleware,
            exception_handlers={**DEFAULT_HANDLERS, **(exception_handlers or {})},
            max_body_size=max_body_size,
        )
        self.root_path = root_path
        if root_path:
            warnings.warn(
                "root_path is deprecated: tell it to the server, with fastapi run --root-path "
                "or uvicorn --root-path",
                FastAPIDeprecationWarning,
                stacklevel=2,
            )
        self.webhooks = Router() if webhooks is None else webhooks
        self.wiring = Wiring()
        self.strict = strict
        self._serving = Serving()
        self._verified = False
        self._seen_overrides: set[OverrideSet] = set()
        self.router = _AppRouter(
            self,
            routes=routes,
            dependencies=dependencies,
            default_response_class=default_response_class,
            redirect_slashes=redirect_slashes,
            on_startup=on_startup,
            on_shutdown=on_shutdown,
            lifespan=lifespan,
            strict_content_type=strict_content_type,
            wiring=self.wiring,
            started=self._held_values,
            **of_endpoints(described),
        )
        self.setup()

    @property
    def dependency_overrides(self) -> dict[Callable[..., Any], Callable[..., Any]]:
        """Replacements for providers, in force for everybody, as in FastAPI."""
        return self.wiring.overrides.table

    @dependency_overrides.setter
    def dependency_overrides(self, table: dict[Callable[..., Any], Callable[..., Any]]) -> None:
        self.wiring.overrides.table = table

    def override(self, original: Callable[..., Any], replacement: Callable[..., Any]) -> Override:
        """Let `replacement` stand in for `original`, here and in what is started here.

        Use it as `with app.override(f, g):`, or as a decorator of functions and coroutine
        functions. Entering raises `OverrideError` if the replacement does not fit, or if
        nothing depends on `original`, and the graph's other mistakes under the replacement.
        """
        return self.wiring.overrides.override(original, replacement, check=self.check_override)

    def plan(self, handler: Callable[..., Any]) -> Plan:
        """Return the plan by which `handler` is served now; its `source` is readable Python.

        Raises `LookupError` for what is no endpoint of this application.
        """
        for route in self.router.injected():
            if route.endpoint is handler:
                return route.plan(self.wiring.overrides.current())
        raise LookupError(f"{name_of(handler)} is no endpoint of this application")

    def verify(self) -> None:
        """Raise every mistake in the graphs of this application and of those mounted in it."""
        raise_together(self._mistakes())
        self._verified = True

    def build_middleware_stack(self) -> ASGIApp:
        """Return the middleware around the router."""
        own = self.user_middleware
        if self.max_body_size is not None:
            self.user_middleware = [Middleware(Ungrouped), *own]
        try:
            stack = super().build_middleware_stack()
            # A middleware of its own may read a body that is too long for who mounted it.
            return passing(stack) if self.user_middleware else stack
        finally:
            self.user_middleware = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan. Raises the graph's mistakes, if any."""
        served, key = self._serving.open, id(scope)
        if scope["type"] != "lifespan":
            served[key] = get_ident()
        try:
            if self.root_path:
                scope["root_path"] = self.root_path
            if not self._verified and scope["type"] != "lifespan":
                self.verify()
            if self.wiring.overrides.table:
                self._warn_of_unused()
            if self.form_limits:
                scope[FORM_LIMITS] = {**scope.get(FORM_LIMITS, {}), **self.form_limits}
            await super().__call__(scope, receive, send)
        finally:
            served.pop(key, None)

    def _mistakes(self, *, overridden: bool = False) -> list[DependencyError]:
        """Return every mistake once; if `overridden`, also those under the overrides in force."""
        self.wiring.reader.forget_unreadable()
        mistakes: dict[str, DependencyError] = {}
        for router in _routers(self.router):
            found = [mistake for route in router.injected() for mistake in route.mistakes_now()]
            if overridden:
                found += [mistake for plan in _plans_now(router) for mistake in _mistakes_in(plan)]
            for mistake in found:
                # A provider shared by many routes is one mistake.
                mistakes.setdefault(f"{mistake.code}: {mistake.found}", mistake)
        return list(mistakes.values())

    def route_added(self, route: HttpRoute | SocketRoute) -> None:
        """Read a new endpoint; what is below it, too, if the application is strict.

        Otherwise that is read when the application starts, for all routes together.
        """
        self._verified = False
        route.read()
        if self.strict:
            raise_together(route.mistakes())

    @asynccontextmanager
    async def _held_values(self) -> AsyncIterator[None]:
        """Set up what lives as long as the application, mounted applications included."""
        raise_together(self._mistakes(overridden=True))
        self._verified = True
        steps: dict[Any, HeldStep] = {}
        routers = list(_routers(self.router))
        for router in routers:
            for plan in _plans_now(router):
                for step in plan.held:
                    steps.setdefault(step.held, step)
        async with self.wiring.held.running(steps.values()):
            with ExitStack() as shared:
                for router in routers:
                    if router.wiring is not self.wiring:
                        shared.enter_context(self.wiring.held.shared_with(router.wiring.held))
                yield
                await self._serving.end()

    def check_override(self, original: Callable[..., Any]) -> None:
        """Raise unless `original` is depended on and its replacement, in force now, fits."""
        overrides = self.wiring.overrides.current()
        for mistake in self._unused(overrides):
            if mistake.path.links[0].name == name_of(original):
                raise mistake
        key = call_key(original)
        for plans in plans_under(self.router.routes):
            if key in plans.uses():
                raise_together(_mistakes_in(plans.under(overrides)))
                return

    def _unused(self, overrides: OverrideSet) -> Iterator[OverrideError]:
        known = {
            node.key.call: node.call
            for plans in plans_under(self.router.routes)
            for node in plans.under(NONE).graph.nodes()
        }
        return find_unused(overrides, known, self.wiring.reader)

    def _warn_of_unused(self) -> None:
        """Warn, once for each set of overrides, of those that change nothing.

        A table shared by the tests of several applications is no mistake, so this is no error.
        """
        overrides = self.wiring.overrides.current()
        if overrides in self._seen_overrides:
            return
        self._seen_overrides = {overrides}
        for mistake in self._unused(overrides):
            warnings.warn(str(mistake), UnusedOverrideWarning, stacklevel=2)


class _AppRouter(Router):
    """The router of an application, which reads each route as it is added."""

    def __init__(self, app: App, **options: Any) -> None:
        self._app = app
        super().__init__(**options)

    def added(self, route: HttpRoute | SocketRoute) -> None:
        self._app.route_added(route)


def _mistakes_in(plan: Plan) -> list[DependencyError]:
    """Return what is wrong with a plan under overrides.

    Paths are not overridden, and an adopted handler's is not known before a request.
    """
    return [mistake for mistake in plan.mistakes if not isinstance(mistake, DependencyPathError)]


def _plans_now(router: Router) -> Iterator[Plan]:
    """Yield the plans of a router's endpoints under the overrides in force."""
    overrides = router.wiring.overrides.current()
    yield from (plans.under(overrides) for plans in plans_under(router.routes))


def _routers(router: Router) -> Iterator[Router]:
    """Yield a router, and the routers of everything mounted under it."""
    yield router
    for route in router.routes:
        if not isinstance(route, Mount):
            continue
        mounted = getattr(route, "_base_app", route.app)
        if isinstance(mounted, App):
            yield from _routers(mounted.router)
        elif isinstance(mounted, Router):
            yield from _routers(mounted)
