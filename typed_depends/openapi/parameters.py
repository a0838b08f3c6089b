"""The parameters of an operation: path, query string, headers, cookies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from typed_depends.graph.node import Graph
from typed_depends.openapi.examples import examples_of
from typed_depends.openapi.fields import parameters_under
from typed_depends.openapi.schemas import Schemas, Typed
from typed_depends.params import Param
from typed_depends.reading.field import Field
from typed_depends.reading.group import config_of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, before its schema is made. Its place: where it is sent, and its name there."""

    place: tuple[str, str]
    typed: Typed
    marker: Param | None
    required: bool

    def shown(self, schemas: Schemas) -> dict[str, Any]:
        """Return the parameter object."""
        where, name = self.place
        shown: dict[str, Any] = {
            "name": name,
            "in": where,
            "required": self.required,
            "schema": schemas.of(self.typed),
        }
        if self.typed.info.description:
            shown["description"] = self.typed.info.description
        shown |= examples_of(self.marker)
        if self.typed.info.deprecated:
            shown["deprecated"] = True
        return shown


def parameters_of(graph: Graph) -> list[Parameter]:
    """Return the parameters to be shown; of a model that is read from several keys, each."""
    return [
        parameter
        for field in parameters_under(graph)
        if field.marker is None or field.marker.include_in_schema
        for parameter in _parameters(field)
    ]


def show_parameters(parameters: list[Parameter], schemas: Schemas) -> list[dict[str, Any]]:
    """Return the parameter objects, one for each place; where one is required, it is that one."""
    each = [(one.place, one.shown(schemas)) for one in parameters]
    return list((dict(each) | {place: one for place, one in each if one["required"]}).values())


def _parameters(field: Field) -> Iterator[Parameter]:
    where = field.source.value
    if not field.groups:
        key = field.keys[0]
        yield Parameter((where, key), Typed(field.info, key), field.marker, field.required)
    for group in field.groups:
        may_be_missing = group.optional and not field.required
        for one in group.members:
            member, key = one.field, one.field.keys[0]
            config = config_of(member.info.annotation, group.model)
            typed = Typed(member.info, one.names[key], config=config)
            required = member.required and not may_be_missing
            yield Parameter((where, key), typed, member.marker, required)
