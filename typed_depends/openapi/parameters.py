"""The parameters of an operation: path, query string, headers, cookies."""

from typing import Any

from typed_depends.graph.node import Graph
from typed_depends.openapi.fields import parameters_under
from typed_depends.openapi.plain import plain
from typed_depends.openapi.schemas import Schemas, Typed, alias_of
from typed_depends.reading.field import Field


class Parameter:
    """One parameter, before its schema is made."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self.typed = Typed(field.info, alias_of(field.keys[0], field.info))

    @property
    def place(self) -> tuple[str, str]:
        """What tells it from others: where it is sent, and its name there."""
        return self._field.source.value, self._field.keys[0]

    def shown(self, schemas: Schemas) -> dict[str, Any]:
        """Return the parameter object."""
        info = self._field.info
        where, name = self.place
        shown: dict[str, Any] = {
            "name": name,
            "in": where,
            "required": self._field.required,
            "schema": schemas.of(self.typed),
        }
        if info.description:
            shown["description"] = info.description
        if examples := getattr(info, "openapi_examples", None):
            shown["examples"] = plain(examples)
        if info.deprecated:
            shown["deprecated"] = True
        return shown


def parameters_of(graph: Graph) -> list[Parameter]:
    """Return the parameters to be shown."""
    return [Parameter(one) for one in parameters_under(graph) if _is_shown(one)]


def show_parameters(parameters: list[Parameter], schemas: Schemas) -> list[dict[str, Any]]:
    """Return the parameter objects, one for each place; where one is required, it is that one."""
    each = [(one.place, one.shown(schemas)) for one in parameters]
    return list((dict(each) | {place: one for place, one in each if one["required"]}).values())


def _is_shown(field: Field) -> bool:
    return getattr(field.info, "include_in_schema", True)
