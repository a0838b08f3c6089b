"""Reads a FastAPI application's routes as ours: its own endpoints, its markers translated.

FastAPI is installed where the user's application is, and nowhere else; so it is looked for
among the modules that importing the application has loaded, and known by its public names.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from typed_depends import markers, params
from typed_depends.oauth import SecurityScheme, SecurityScopes
from typed_depends.plan.plans import Plans
from typed_depends.reading.reader import Reader
from typed_depends.reading.signature import signature_of, without_alias
from typed_depends.reading.written import WrittenSignature
from typed_depends.web.sources import RouteSources

_SOURCES: dict[str, type[params.Param]] = {
    "Path": params.Path,
    "Query": params.Query,
    "Header": params.Header,
    "Cookie": params.Cookie,
    "Body": params.Body,
    "Form": params.Form,
    "File": params.File,
}
_SAID = (
    "openapi_examples", "include_in_schema", "example", "convert_underscores", "embed", "media_type"
)  # fmt: skip
"""What FastAPI's markers keep beside pydantic's own, under the names ours have."""


@dataclass(frozen=True, slots=True)
class FoundRoute:
    """One route of FastAPI: with plans, or with what is mounted there."""

    method: str
    path: str
    plans: Plans | None = None
    mounted: Any = None


class FastAPIRoutes:
    """The routes of one application, whose providers are read once."""

    def __init__(self) -> None:
        self._reader = Reader(translated_signature)
        fastapi = sys.modules["fastapi"]
        security = getattr(sys.modules.get("fastapi.security.base"), "SecurityBase", None)
        if security is not None:
            SecurityScheme.register(security)
        self._routing: Any = fastapi.routing

    @staticmethod
    def know(application: Any) -> bool:
        """Tell whether this is FastAPI's application or router."""
        return any(
            class_.__module__ in ("fastapi.applications", "fastapi.routing")
            for class_ in type(application).__mro__
        )

    def routes(self, application: Any) -> Iterator[FoundRoute]:
        """Yield the routes, those of included routers under their prefixes."""
        contexts = getattr(self._routing, "iter_route_contexts", iter)
        for route in contexts(application.routes):
            original = getattr(route, "original_route", route)
            endpoint, path = getattr(route, "endpoint", None), getattr(route, "path", "") or ""
            if isinstance(original, self._routing.APIRoute):
                method = " ".join(sorted(route.methods or ()))
                yield FoundRoute(method, path, self._plans(route, endpoint, path, "http"))
            elif isinstance(original, self._routing.APIWebSocketRoute):
                plans = self._plans(route, endpoint, path, "websocket")
                yield FoundRoute("WebSocket", path, plans)
            elif (mounted := getattr(route, "app", None)) is not None and hasattr(
                mounted, "routes"
            ):
                yield FoundRoute("", path, mounted=mounted)

    def _plans(self, route: Any, endpoint: Any, path: str, kind: Any) -> Plans:
        sources = RouteSources(path, kind)
        return Plans(
            endpoint,
            dependencies=[translated(one) for one in route.dependencies],
            sources=sources,
            reader=self._reader,
            placeholders=sources.placeholders,
        )


def translated_signature(call: Any) -> WrittenSignature:
    """Return a signature with our markers in the place of FastAPI's."""
    parameters, returns = signature_of(call)
    return WrittenSignature(
        tuple(
            one._replace(annotation=_annotation(one.annotation), default=translated(one.default))
            for one in parameters
        ),
        returns,
    )


def translated(marker: Any) -> Any:
    """Return our marker for one of FastAPI's, and anything else as it is."""
    for class_ in type(marker).__mro__:
        if class_.__module__ == "fastapi.params":
            if isinstance(marker, FieldInfo):
                return _source(marker, class_.__name__)
            if class_.__name__ in ("Security", "Depends"):
                return _dependency(marker, class_.__name__)
    return marker


def _annotation(annotation: Any) -> Any:
    plain = without_alias(annotation)
    if get_origin(plain) is Annotated:
        first, *metadata = get_args(plain)
        return Annotated[(_annotation(first), *map(translated, metadata))]
    if isinstance(plain, type) and any(
        class_.__module__ == "fastapi.security.oauth2" and class_.__name__ == "SecurityScopes"
        for class_ in plain.__mro__
    ):
        return SecurityScopes
    return annotation


def _dependency(marker: Any, name: str) -> markers.Depends:
    said: dict[str, Any] = {
        "dependency": marker.dependency,
        "use_cache": marker.use_cache,
        "scope": getattr(marker, "scope", None),
    }
    if name == "Security":
        return markers.Security(**said, scopes=marker.scopes)
    return markers.Depends(**said)


def _source(marker: FieldInfo, name: str) -> Any:
    """Return our marker with all that pydantic and FastAPI keep in theirs."""
    ours = _SOURCES.get(name)
    if ours is None:
        return marker
    made = ours()
    for slot in FieldInfo.__slots__:
        if hasattr(marker, slot):
            setattr(made, slot, getattr(marker, slot))
    for said in _SAID:
        if hasattr(marker, said):
            setattr(made, said, getattr(marker, said))
    return made
