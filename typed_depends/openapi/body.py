"""The request body of an operation: one field that is all of it, or a key for each."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import create_model
from pydantic.fields import FieldInfo

from typed_depends.graph.body import RequestBody, request_body
from typed_depends.graph.node import Graph
from typed_depends.openapi.examples import examples_of
from typed_depends.openapi.form import FlatForm, flat_form, is_flat
from typed_depends.openapi.schemas import Schemas, Typed, alias_of
from typed_depends.params import Param

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"}
"""The methods whose body is shown; to the others a body means nothing."""


@dataclass(frozen=True, slots=True)
class Body:
    """A request body, before its schema is made."""

    content: Typed | FlatForm
    media_type: str
    required: bool
    marker: Param | None

    @property
    def typed(self) -> Iterator[Typed]:
        """The places that need a schema."""
        if isinstance(self.content, Typed):
            yield self.content
        else:
            yield from (typed for _, typed in self.content.parts)

    def shown(self, schemas: Schemas) -> dict[str, Any]:
        """Return the request body object."""
        content = self.content
        schema = schemas.of(content) if isinstance(content, Typed) else content.schema(schemas)
        shown = {"schema": schema, **examples_of(self.marker)}
        required = {"required": True} if self.required else {}
        return {**required, "content": {self.media_type: shown}}


def body_of(graph: Graph, unique_id: str) -> Body | None:
    """Return the body that the client is asked for, if any."""
    body = request_body(graph)
    if body is None:
        return None
    marker = None if body.embed else body.fields[0].marker
    return Body(_content(body, f"Body_{unique_id}"), body.media_type, body.required, marker)


def _content(body: RequestBody, name: str) -> Typed | FlatForm:
    if is_flat(body):
        return flat_form(name, body)
    if not body.embed:
        first = body.fields[0]
        return Typed(first.info, alias_of(first.name, first.info))
    info = FieldInfo(annotation=_model(name, body))
    if not body.required:
        info.default = None
    return Typed(info, "body")


def _model(name: str, body: RequestBody) -> type:
    """Return a model with a key for each field."""
    # pydantic changes the field it is given.
    keys: dict[str, Any] = {
        one.name: (one.info.annotation, copy.copy(one.info)) for one in body.fields
    }
    model: type = create_model(name, **keys)
    return model
