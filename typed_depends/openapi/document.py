"""The document: the operations of routes, what they share, and what the API says of itself."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from typed_depends.openapi.models import OpenAPI
from typed_depends.openapi.operation import Documented
from typed_depends.openapi.paths import Gathered, PathItem
from typed_depends.openapi.plain import plain
from typed_depends.openapi.schemas import Schemas


def get_openapi(
    *,
    title: str,
    version: str,
    openapi_version: str = "3.1.0",
    summary: str | None = None,
    description: str | None = None,
    routes: Sequence[Any],
    webhooks: Sequence[Any] | None = None,
    tags: list[dict[str, Any]] | None = None,
    servers: list[dict[str, Any]] | None = None,
    terms_of_service: str | None = None,
    contact: dict[str, Any] | None = None,
    license_info: dict[str, Any] | None = None,
    separate_input_output_schemas: bool = True,
    external_docs: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the OpenAPI document of `routes` (`fastapi.openapi.utils.get_openapi`).

    Routes that are not ours are left out. Raises pydantic's `ValidationError` if something
    that was added by hand has no place in an OpenAPI document.
    """
    items, hooks = _items(routes), _items(webhooks or ())
    places = chain.from_iterable(item.typed for item in chain(items, hooks))
    schemas = Schemas(places, separate=separate_input_output_schemas)
    older = openapi_version.startswith(("3.0.", "3.1."))
    gathered = Gathered(item_schema="x-itemSchema" if older else "itemSchema")
    paths = _by_path(items, schemas, gathered)
    hooked = _by_path(hooks, schemas, gathered)
    components: dict[str, Any] = {}
    if definitions := {**schemas.definitions, **gathered.schemas}:
        components["schemas"] = dict(sorted(definitions.items()))
    if gathered.security:
        components["securitySchemes"] = gathered.security
    document = OpenAPI.model_validate(
        {
            "openapi": openapi_version,
            "info": {
                "title": title,
                "summary": summary or None,
                "description": description or None,
                "termsOfService": terms_of_service or None,
                "contact": contact or None,
                "license": license_info or None,
                "version": version,
            },
            "servers": servers or None,
            "paths": paths,
            "webhooks": hooked or None,
            "components": components or None,
            "tags": tags or None,
            "externalDocs": external_docs or None,
        }
    )
    shown: dict[str, Any] = plain(document)
    return shown


def _items(routes: Iterable[Any]) -> list[PathItem]:
    return [
        PathItem(operation)
        for route in routes
        if isinstance(route, Documented) and (operation := route.operation()) is not None
    ]


def _by_path(
    items: list[PathItem], schemas: Schemas, gathered: Gathered
) -> dict[str, dict[str, Any]]:
    """Return the path items, those of one path as one."""
    paths: dict[str, dict[str, Any]] = {}
    for item in items:
        paths.setdefault(item.operation.path, {}).update(item.shown(schemas, gathered))
    return paths
