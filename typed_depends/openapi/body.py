"""The request body of an operation: one field that is all of it, or a key for each."""

import copy
from typing import Any

from pydantic import create_model
from pydantic.fields import FieldInfo

from typed_depends.graph.body import embeds
from typed_depends.graph.node import Graph
from typed_depends.openapi.fields import body_under
from typed_depends.openapi.plain import plain
from typed_depends.openapi.schemas import Schemas, Typed, alias_of
from typed_depends.reading.field import Field

JSON = "application/json"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"}
"""The methods whose body is shown; to the others a body means nothing."""


class Body:
    """A request body, before its schema is made."""

    def __init__(self, typed: Typed, media_type: str, *, required: bool) -> None:
        self.typed = typed
        self._media_type = media_type
        self._required = required

    def shown(self, schemas: Schemas) -> dict[str, Any]:
        """Return the request body object."""
        content: dict[str, Any] = {"schema": schemas.of(self.typed)}
        if examples := getattr(self.typed.info, "openapi_examples", None):
            content["examples"] = plain(examples)
        shown: dict[str, Any] = {"required": True} if self._required else {}
        return {**shown, "content": {self._media_type: content}}


def body_of(graph: Graph, unique_id: str) -> Body | None:
    """Return the body that the client is asked for, if any."""
    fields = list(body_under(graph))
    if not fields:
        return None
    first, media_type = fields[0], _media_type(fields)
    if not embeds(fields):
        typed = Typed(first.info, alias_of(first.name, first.info))
        return Body(typed, media_type, required=first.required)
    required = any(one.required for one in fields)
    info = FieldInfo(annotation=_model(f"Body_{unique_id}", fields))
    if not required:
        info.default = None
    return Body(Typed(info, "body"), media_type, required=required)


def _model(name: str, fields: list[Field]) -> type:
    """Return a model with a key for each field."""
    # pydantic changes the field it is given.
    keys: dict[str, Any] = {one.name: (one.info.annotation, copy.copy(one.info)) for one in fields}
    model: type = create_model(name, **keys)
    return model


def _media_type(fields: list[Field]) -> str:
    """Return the content type that a client must send."""
    said = {getattr(one.info, "media_type", JSON) for one in fields}
    return said.pop() if len(said) == 1 else JSON
