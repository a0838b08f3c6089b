"""What an application passes on: to its router, and to Starlette."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.responses import Response
from typing_extensions import Unpack

from typed_depends.web.body_rules import FormLimits
from typed_depends.web.description import RouterOptions
from typed_depends.web.router import Router
from typed_depends.web.verbs import Handler, RouteOptions, Verbs

T = TypeVar("T")

if TYPE_CHECKING:
    from starlette.applications import Starlette as _Application
else:
    _Application = object


class Forwarding(Verbs, _Application):
    """The methods of an application that its router answers, and decorators for the others."""

    router: Router

    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Collection[str] | None = None,
        **options: Unpack[RouteOptions],
    ) -> None:
        """Add an HTTP endpoint (`GET` unless `methods` says otherwise)."""
        self.router.add_api_route(path, endpoint, methods=methods, **options)

    def add_api_websocket_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None = None,
        *,
        dependencies: Sequence[Any] | None = None,
    ) -> None:
        """Add a WebSocket endpoint."""
        self.router.add_api_websocket_route(path, endpoint, name, dependencies=dependencies)

    def include_router(
        self,
        router: Router,
        *,
        prefix: str = "",
        dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] | None = None,
        max_body_size: int | None = None,
        form_limits: FormLimits | None = None,
        **described: Unpack[RouterOptions],
    ) -> None:
        """Take over the endpoints of `router` under `prefix`."""
        self.router.include_router(
            router,
            prefix=prefix,
            dependencies=dependencies,
            default_response_class=default_response_class,
            max_body_size=max_body_size,
            form_limits=form_limits,
            **described,
        )

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
        return self.router.controller(
            prefix,
            dependencies=dependencies,
            default_response_class=default_response_class,
            **described,
        )

    def websocket_route(self, path: str, name: str | None = None) -> Callable[[Handler], Handler]:
        """Serve `path` with a plain Starlette endpoint, which takes the WebSocket alone."""
        return self.router.websocket_route(path, name)

    def add_event_handler(self, event_type: str, func: Callable[[], Any]) -> None:
        """Call `func` at `"startup"` or `"shutdown"`, unless there is a lifespan."""
        self.router.add_event_handler(event_type, func)

    def middleware(self, middleware_type: str) -> Callable[[Handler], Handler]:
        """Let the decorated coroutine function answer, or pass on, each HTTP request.

        It takes the request and `call_next`. The one kind there is, is `"http"`.
        """
        from starlette.middleware.base import BaseHTTPMiddleware

        def decorate(handler: Handler) -> Handler:
            self.add_middleware(BaseHTTPMiddleware, dispatch=handler)
            return handler

        return decorate

    def exception_handler(self, class_or_status: Any) -> Callable[[Any], Any]:
        """Answer an exception class, or a status code, with the decorated handler."""

        def decorate(handler: Any) -> Any:
            self.add_exception_handler(class_or_status, handler)
            return handler

        return decorate
