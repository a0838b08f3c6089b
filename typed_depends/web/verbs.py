"""The decorators that applications and routers share: one for each HTTP method."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic.main import IncEx
from starlette.responses import Response
from typing_extensions import Unpack, deprecated

from typed_depends.web.body_rules import BodyRuleOptions
from typed_depends.web.description import EndpointOptions

Handler = TypeVar("Handler", bound=Callable[..., Any])


class RouteOptions(EndpointOptions, BodyRuleOptions, total=False):
    """What a decorator may say beside the path.

    `response_model` replaces the return annotation, `None` switches it off; what begins with
    its name is what pydantic's `model_dump` takes. `dependencies` are run for what they do.
    With `strict_content_type=False` a body that does not say what it is, is read as JSON;
    one of more than `max_body_size` bytes is answered with 413.
    """

    status_code: int | HTTPStatus | None
    response_model: Any
    response_class: type[Response] | None
    response_model_include: IncEx | Sequence[str] | None
    response_model_exclude: IncEx | Sequence[str] | None
    response_model_by_alias: bool
    response_model_exclude_unset: bool
    response_model_exclude_defaults: bool
    response_model_exclude_none: bool
    dependencies: Sequence[Any] | None
    name: str | None


class Verbs(ABC):
    """`@router.get("/path")` and its kin; the handler itself is returned unchanged."""

    @abstractmethod
    def add_api_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        methods: Collection[str] | None = None,
        **options: Unpack[RouteOptions],
    ) -> None:
        """Add an HTTP endpoint."""

    @abstractmethod
    def add_api_websocket_route(
        self,
        path: str,
        endpoint: Callable[..., Any],
        name: str | None = None,
        *,
        dependencies: Sequence[Any] | None = None,
    ) -> None:
        """Add a WebSocket endpoint."""

    @abstractmethod
    def add_event_handler(self, event_type: str, func: Callable[[], Any]) -> None:
        """Call `func` at `"startup"` or `"shutdown"`."""

    def api_route(
        self, path: str, *, methods: Collection[str] | None = None, **options: Unpack[RouteOptions]
    ) -> Callable[[Handler], Handler]:
        """Serve `path` for several methods (`GET` unless said)."""

        def decorate(handler: Handler) -> Handler:
            self.add_api_route(path, handler, methods=methods, **options)
            return handler

        return decorate

    def get(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve GET requests to `path`."""
        return self.api_route(path, methods=["GET"], **options)

    def post(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve POST requests to `path`."""
        return self.api_route(path, methods=["POST"], **options)

    def put(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve PUT requests to `path`."""
        return self.api_route(path, methods=["PUT"], **options)

    def patch(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve PATCH requests to `path`."""
        return self.api_route(path, methods=["PATCH"], **options)

    def delete(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve DELETE requests to `path`."""
        return self.api_route(path, methods=["DELETE"], **options)

    def options(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve OPTIONS requests to `path`."""
        return self.api_route(path, methods=["OPTIONS"], **options)

    def head(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve HEAD requests to `path`."""
        return self.api_route(path, methods=["HEAD"], **options)

    def trace(self, path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
        """Serve TRACE requests to `path`."""
        return self.api_route(path, methods=["TRACE"], **options)

    def websocket(
        self, path: str, name: str | None = None, *, dependencies: Sequence[Any] | None = None
    ) -> Callable[[Handler], Handler]:
        """Serve WebSocket connections to `path`."""

        def decorate(handler: Handler) -> Handler:
            self.add_api_websocket_route(path, handler, name, dependencies=dependencies)
            return handler

        return decorate

    @deprecated("on_event is deprecated: use a lifespan")
    def on_event(self, event_type: str) -> Callable[[Handler], Handler]:
        """Call the decorated function at `"startup"` or `"shutdown"`; better, use a lifespan."""

        def decorate(handler: Handler) -> Handler:
            self.add_event_handler(event_type, handler)
            return handler

        return decorate
