"""The operations of a document: what each says of itself, asks for and answers with."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from typed_depends.openapi.body import METHODS, body_of
from typed_depends.openapi.fields import Requirement, parameters_under, requirements_under
from typed_depends.openapi.operation import Operation
from typed_depends.openapi.parameters import parameters_of, show_parameters
from typed_depends.openapi.plain import merge, plain
from typed_depends.openapi.responses import VALIDATION_SCHEMAS, Responses
from typed_depends.openapi.schemas import Schema, Schemas, Typed


@dataclass(slots=True)
class Gathered:
    """What operations leave for the rest of the document, and what they follow in it.

    `item_schema` is the keyword by which a stream says what its items are: it came with
    OpenAPI 3.2, and in an older document is an extension.
    """

    item_schema: str
    operation_ids: set[str] = field(default_factory=set)
    schemas: dict[str, Schema] = field(default_factory=dict)
    security: dict[str, dict[str, Any]] = field(default_factory=dict)


class PathItem:
    """The operations of one route, before their schemas are made."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.callbacks = [PathItem(one) for one in operation.callbacks]
        self._parameters = parameters_of(operation.graph)
        self._body = body_of(operation.graph, operation.unique_id)
        validates = self._body is not None or any(True for _ in parameters_under(operation.graph))
        self._responses = Responses(operation, validates=validates)
        self._requirements = list(requirements_under(operation.graph))

    @property
    def typed(self) -> Iterator[Typed]:
        """The places that need a schema."""
        for callback in self.callbacks:
            yield from callback.typed
        if self._body is not None:
            yield from self._body.typed
        yield from self._responses.typed
        yield from (one.typed for one in self._parameters)

    def shown(self, schemas: Schemas, gathered: Gathered) -> dict[str, Any]:
        """Return the path item object, with an operation for each method."""
        return {
            method.lower(): self._method(method, schemas, gathered)
            for method in self.operation.methods
        }

    def _method(self, method: str, schemas: Schemas, gathered: Gathered) -> dict[str, Any]:
        shown = self._metadata(method, gathered)
        if self._requirements:
            gathered.security |= {
                one.scheme.scheme_name: plain(one.scheme.model) for one in self._requirements
            }
            shown["security"] = _merged(self._requirements)
        if parameters := show_parameters(self._parameters, schemas):
            shown["parameters"] = parameters
        if self._body is not None and method in METHODS:
            shown["requestBody"] = self._body.shown(schemas)
        if self.callbacks:
            shown["callbacks"] = {
                one.operation.name: {one.operation.path: one.shown(schemas, gathered)}
                for one in self.callbacks
            }
        shown["responses"] = self._responses.shown(schemas, gathered.item_schema)
        if self._responses.shows_422:
            gathered.schemas |= VALIDATION_SCHEMAS
        merge(shown, self.operation.openapi_extra or {})
        return shown

    def _metadata(self, method: str, gathered: Gathered) -> dict[str, Any]:
        operation = self.operation
        shown: dict[str, Any] = {}
        if operation.tags:
            shown["tags"] = plain(operation.tags)
        shown["summary"] = operation.summary or operation.name.replace("_", " ").title()
        if operation.description:
            shown["description"] = operation.description
        shown["operationId"] = operation_id = operation.id_for(method)
        if operation_id in gathered.operation_ids:
            warnings.warn(_duplicate(operation, operation_id), stacklevel=2)
        gathered.operation_ids.add(operation_id)
        if operation.deprecated:
            shown["deprecated"] = True
        return shown


def _merged(requirements: list[Requirement]) -> list[dict[str, list[str]]]:
    """Return one requirement for each scheme, with all scopes that it is asked for."""
    scopes: dict[str, dict[str, None]] = {}
    for one in requirements:
        scopes.setdefault(one.scheme.scheme_name, {}).update(dict.fromkeys(one.scopes))
    return [{name: list(asked)} for name, asked in scopes.items()]


def _duplicate(operation: Operation, operation_id: str) -> str:
    name = getattr(operation.endpoint, "__name__", "<unnamed_endpoint>")
    file = getattr(operation.endpoint, "__globals__", {}).get("__file__")
    where = f" at {file}" if file else ""
    return f"Duplicate Operation ID {operation_id} for function {name}{where}"
