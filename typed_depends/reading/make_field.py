"""Makes the field of a parameter: merges what is said about it, finds its keys.

Knows one parameter and the marker that was chosen for it; nothing of routes.
"""

import copy
from collections.abc import Collection
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from typed_depends.params import Header, Param, Source
from typed_depends.reading.adapter import adapter_of
from typed_depends.reading.dependant import ValueParameter
from typed_depends.reading.field import Field, is_json, literal_choices, preferred_key
from typed_depends.reading.form_union import with_branches
from typed_depends.reading.group import groups_of
from typed_depends.reading.shape import holds_bytes, holds_many_bytes, is_sequence


def make_field(
    parameter: ValueParameter, marker: Param, placeholders: Collection[str] = ()
) -> Field:
    """Return the field of a parameter read where `marker` says.

    Raises pydantic's `PydanticSchemaGenerationError` for a type it cannot build.
    """
    info = _merged(parameter, marker)
    groups = groups_of(info, marker)
    if len(groups) > 1:
        info.annotation = with_branches(info.annotation, groups)
    sequence = is_sequence(info.annotation)
    # Json[list[int]] is sent as one string.
    many = sequence and not is_json(info)
    return Field(
        name=parameter.name,
        source=marker.source,
        keys=_keys(parameter.name, info, marker, placeholders),
        info=info,
        adapter=adapter_of(info),
        marker=marker,
        many=many,
        sequence=sequence,
        as_bytes=marker.source is Source.FILE
        and (holds_many_bytes if many else holds_bytes)(info.annotation),
        groups=groups,
    )


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


def _keys(
    name: str, info: FieldInfo, marker: Param, placeholders: Collection[str]
) -> tuple[str, ...]:
    """Return the names a value may be sent under, the preferred one first."""
    choices = literal_choices(info)
    if marker.source is Source.PATH:
        choices = tuple(choice for choice in choices if choice in placeholders)[:1]
    if choices:
        return choices
    key = preferred_key(name, info)
    if not info.alias and isinstance(marker, Header) and marker.convert_underscores:
        key = preferred_key(name.replace("_", "-"), info)
    return (key,)
