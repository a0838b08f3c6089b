"""A field: one parameter of one route, ready to be read from its source.

Holds what a request needs and nothing else: the keys to look under, the place shown in
errors, pydantic's adapter. Built at registration; knows no request.
"""

import copy
import warnings
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, TypeAdapter, ValidationError
from pydantic import Field as PydanticField
from pydantic.fields import FieldInfo
from pydantic.types import Json
from pydantic_core import PydanticUndefined

from typed_depends.params import Body, Header, Param, Source
from typed_depends.reading.dependant import ValueParameter
from typed_depends.reading.shape import is_sequence

_SCHEMA_ATTRIBUTES = (
    "title",
    "description",
    "examples",
    "discriminator",
    "deprecated",
    "json_schema_extra",
)

ErrorDetail = dict[str, Any]
"""One entry of a 422 answer: `type`, `loc`, `msg`, `input`, and `ctx` where pydantic has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A parameter with its source."""

    name: str
    source: Source
    keys: tuple[str, ...]
    info: FieldInfo
    adapter: TypeAdapter[Any]
    many: bool
    embed: bool

    @property
    def required(self) -> bool:
        """Whether a missing value is an error."""
        return self.info.is_required()

    def validated(self, value: Any, loc: tuple[str | int, ...]) -> tuple[Any, list[ErrorDetail]]:
        """Return the validated value and no errors, or `None` and the errors at `loc`.

        `PydanticUndefined` stands for a value that was not sent.
        """
        if value is PydanticUndefined:
            if self.required:
                return None, [missing(loc)]
            # Each request gets its own: a default list must not be shared.
            value = copy.deepcopy(self.info.get_default(call_default_factory=True))
            if not self.info.validate_default:
                return value, []
        try:
            return self.adapter.validate_python(value, from_attributes=True), []
        except ValidationError as error:
            return None, [
                {**detail, "loc": (*loc, *detail["loc"])}
                for detail in error.errors(include_url=False)
            ]


def missing(loc: tuple[str | int, ...]) -> ErrorDetail:
    """Return the error for a required value that was not sent."""
    return {"type": "missing", "loc": loc, "msg": "Field required", "input": None}


def make_field(parameter: ValueParameter, marker: Param) -> Field:
    """Return the field of a parameter read where `marker` says.

    Raises pydantic's `PydanticSchemaGenerationError` for a type it cannot build.
    """
    info = _merged(parameter, marker)
    return Field(
        name=parameter.name,
        source=marker.source,
        keys=_keys(parameter.name, info, marker),
        info=info,
        adapter=adapter_of(info),
        # Json[list[int]] is sent as one string.
        many=is_sequence(info.annotation) and not any(type(m) is Json for m in info.metadata),
        embed=bool(marker.embed) if isinstance(marker, Body) else False,
    )


def adapter_of(info: FieldInfo) -> TypeAdapter[Any]:
    """Return pydantic's adapter for a field's type with its constraints."""
    attributes = {
        name: value
        for name in _SCHEMA_ATTRIBUTES
        if (value := getattr(info, name, None)) is not None
    }
    parts: tuple[Any, ...] = (info.annotation, *info.metadata)
    if attributes:
        parts = (*parts, PydanticField(**attributes))
    with warnings.catch_warnings():
        # pydantic warns of attributes that mean nothing outside a model.
        warnings.simplefilter("ignore")
        type_form: Any = Annotated[parts] if len(parts) > 1 else parts[0]
        return TypeAdapter(type_form)


def _merged(parameter: ValueParameter, marker: Param) -> FieldInfo:
    """Return everything said about the parameter, in `Annotated` and in the default."""
    if parameter.marker is not None and not _stands_in(parameter.annotation, parameter.marker):
        merged = copy.copy(FieldInfo.from_annotated_attribute(parameter.annotation, marker))
    else:
        merged = copy.copy(FieldInfo.from_annotation(parameter.annotation))
        merged.default = PydanticUndefined
    if parameter.has_default:
        merged.default = parameter.default
        merged.default_factory = None
    if merged.default is Ellipsis:
        merged.default = PydanticUndefined
    if marker.source is Source.PATH:
        # The route only matches with a value, so a default could never count.
        merged.default = PydanticUndefined
        merged.default_factory = None
    return merged


def _stands_in(annotation: Any, marker: Param) -> bool:
    return any(item is marker for item in getattr(annotation, "__metadata__", ()))


def _keys(name: str, info: FieldInfo, marker: Param) -> tuple[str, ...]:
    """Return the names a value may be sent under, the preferred one first."""
    match info.validation_alias:
        case AliasChoices(choices=choices) if all(isinstance(c, str) for c in choices):
            return tuple(str(choice) for choice in choices)
        case AliasChoices() | AliasPath():
            pass
        case str(alias):
            return (alias,)
    if info.alias:
        return (info.alias,)
    if isinstance(marker, Header) and marker.convert_underscores:
        return (name.replace("_", "-"),)
    return (name,)
