"""What an application, a router or a decorator tells about itself, for people to read.

Data only: kept as it was said and handed down as in FastAPI, for the OpenAPI document.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias, TypedDict, cast

from starlette.routing import BaseRoute

Tags: TypeAlias = Sequence[str | Enum]
Responses: TypeAlias = Mapping[int | str, dict[str, Any]]
NameOperation: TypeAlias = Callable[[Any], str]


class SharedOptions(TypedDict, total=False):
    """What is said about all endpoints of an application, a router or an inclusion."""

    responses: Responses | None
    deprecated: bool | None
    include_in_schema: bool
    callbacks: Sequence[BaseRoute] | None
    generate_unique_id_function: NameOperation | None


class RouterOptions(SharedOptions, total=False):
    """The same, with tags; an application has none."""

    tags: Tags | None


class EndpointOptions(RouterOptions, total=False):
    """What is said about one endpoint."""

    summary: str | None
    description: str | None
    response_description: str
    operation_id: str | None
    openapi_extra: Mapping[str, Any] | None


class Description(NamedTuple):
    """What was said about an endpoint, or about all below a router; defaults are FastAPI's."""

    tags: tuple[str | Enum, ...] = ()
    summary: str | None = None
    description: str | None = None
    response_description: str = "Successful Response"
    responses: Responses = MappingProxyType({})
    deprecated: bool | None = None
    operation_id: str | None = None
    include_in_schema: bool = True
    callbacks: tuple[BaseRoute, ...] = ()
    generate_unique_id_function: NameOperation | None = None
    openapi_extra: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, options: EndpointOptions | RouterOptions | SharedOptions) -> "Description":
        """Return the descriptive ones among `options`."""
        if not options:
            return cls()
        said: dict[str, Any] = {**options}
        known = {name: said[name] for name in cls._fields if name in said}
        known["tags"] = tuple(known.get("tags") or ())
        known["callbacks"] = tuple(known.get("callbacks") or ())
        known["responses"] = dict(known.get("responses") or {})
        return cls(**known)

    def under(self, outer: "Description") -> "Description":
        """Return this with what `outer`, a router or its inclusion, says about all below it."""
        if outer == NOTHING_DESCRIBED:
            return self
        return self._replace(
            tags=(*outer.tags, *self.tags),
            responses={**outer.responses, **self.responses},
            deprecated=self.deprecated or outer.deprecated,
            include_in_schema=self.include_in_schema and outer.include_in_schema,
            callbacks=(*outer.callbacks, *self.callbacks),
            generate_unique_id_function=self.generate_unique_id_function
            or outer.generate_unique_id_function,
        )


NOTHING_DESCRIBED: Final = Description()


class AppOptions(TypedDict, total=False):
    """What an application tells about itself, beside what it says of all its endpoints."""

    title: str
    summary: str | None
    description: str
    version: str
    terms_of_service: str | None
    contact: dict[str, Any] | None
    license_info: dict[str, Any] | None
    openapi_url: str | None
    openapi_tags: list[dict[str, Any]] | None
    openapi_external_docs: dict[str, Any] | None
    servers: list[dict[str, Any]] | None
    root_path_in_servers: bool
    separate_input_output_schemas: bool
    docs_url: str | None
    redoc_url: str | None
    swagger_ui_oauth2_redirect_url: str | None
    swagger_ui_init_oauth: dict[str, Any] | None
    swagger_ui_parameters: dict[str, Any] | None


class DescribedOptions(AppOptions, SharedOptions, total=False):
    """Everything descriptive that an application's constructor takes."""


class Described:
    """An application's description, as attributes that may be set later as well.

    The defaults are FastAPI's, but for the title.
    """

    title: str = "App"
    summary: str | None = None
    description: str = ""
    version: str = "0.1.0"
    terms_of_service: str | None = None
    contact: dict[str, Any] | None = None
    license_info: dict[str, Any] | None = None
    openapi_url: str | None = "/openapi.json"
    openapi_tags: list[dict[str, Any]] | None = None
    openapi_external_docs: dict[str, Any] | None = None
    servers: list[dict[str, Any]] | None = None
    root_path_in_servers: bool = True
    separate_input_output_schemas: bool = True
    docs_url: str | None = "/docs"
    redoc_url: str | None = "/redoc"
    swagger_ui_oauth2_redirect_url: str | None = "/docs/oauth2-redirect"
    swagger_ui_init_oauth: dict[str, Any] | None = None
    swagger_ui_parameters: dict[str, Any] | None = None

    def describe(self, options: DescribedOptions) -> None:
        """Keep what is said about the application itself. Raises `TypeError` for other words."""
        refuse_others(options, DescribedOptions)
        for name, value in options.items():
            if name in AppOptions.__annotations__:
                setattr(self, name, value)
        self.servers = self.servers or []


def generate_unique_id(route: Any) -> str:
    """Return the operation id of a route that has none: its name, its path and a method."""
    (method, *_) = sorted(route.methods)
    words = re.sub(r"\W", "_", f"{route.name}{route.path_format}")
    return f"{words}_{method.lower()}"


def refuse_others(options: Mapping[str, object], known: type) -> None:
    """Raise `TypeError`, as a call does, for an option that the typed dictionary lacks."""
    for name in options:
        if name not in known.__annotations__:
            raise TypeError(f"got an unexpected keyword argument {name!r}")


def of_endpoints(options: DescribedOptions) -> SharedOptions:
    """Return what an application says about all its endpoints."""
    said: dict[str, Any] = {**options}
    names = SharedOptions.__annotations__
    return cast("SharedOptions", {name: said[name] for name in names if name in said})
