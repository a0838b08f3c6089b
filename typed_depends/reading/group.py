"""Groups: a pydantic model read from several keys of a query string, headers, cookies, a form.

Which models are groups, and under which keys their fields are sent, are FastAPI's rules.
Knows models and markers; nothing of routes.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import AliasPath, BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from typed_depends.params import Header, Param, Source
from typed_depends.reading.adapter import adapter_of
from typed_depends.reading.field import (
    Field,
    Group,
    Member,
    is_json,
    literal_choices,
    preferred_key,
)
from typed_depends.reading.shape import (
    holds_bytes,
    holds_many_bytes,
    is_sequence,
    is_subclass,
    is_union,
)

_READ_AS_GROUPS = (Source.QUERY, Source.HEADER, Source.COOKIE, Source.FORM, Source.FILE)


def groups_of(info: FieldInfo, marker: Param) -> tuple[Group, ...]:
    """Return the groups a parameter is read into: none, one, or those of a form's union."""
    if marker.source not in _READ_AS_GROUPS or is_json(info):
        return ()
    model = group_model(info.annotation)
    models = [model] if model is not None else []
    if not models and marker.source.in_form:
        models = _union_of_models(info.annotation)
    optional = is_union(info.annotation) and type(None) in get_args(info.annotation)
    return tuple(_group(model, marker, optional=optional) for model in models)


def group_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model of `Model` and of `Model | None`."""
    if is_union(annotation):
        args = get_args(annotation)
        if len(args) == 2 and type(None) in args:
            annotation = next(arg for arg in args if arg is not type(None))
    return annotation if is_subclass(annotation, BaseModel) else None


def _union_of_models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models of a union of nothing else; discriminator tags may stand beside them."""
    members = [
        get_args(arg)[0] if get_origin(arg) is Annotated else arg
        for arg in get_args(annotation)
        if arg is not type(None)
    ]
    all_models = is_union(annotation) and all(is_subclass(one, BaseModel) for one in members)
    return members if all_models and len(members) > 1 else []


def _group(model: type[BaseModel], marker: Param, *, optional: bool) -> Group:
    members = tuple(_member(name, info, model, marker) for name, info in model.model_fields.items())
    keys = (key for member in members for key in member.field.keys)
    return Group(
        model=model,
        members=members,
        keys=frozenset(key.lower() if marker.source is Source.HEADER else key for key in keys),
        optional=optional,
        takes_extra=model.model_config.get("extra") in ("allow", "forbid"),
    )


def _member(name: str, info: FieldInfo, model: type[BaseModel], marker: Param) -> Member:
    config = config_of(info.annotation, model)
    names = _names(name, info, config, hyphens=_hyphens(info, marker))
    sequence = is_sequence(info.annotation)
    many = sequence and not is_json(info)
    own = info if isinstance(info, Param) else None
    return Member(
        Field(
            name=name,
            source=marker.source,
            keys=tuple(names),
            info=info,
            adapter=adapter_of(info, config),
            marker=own,
            many=many,
            sequence=sequence,
            as_bytes=own is not None
            and own.source is Source.FILE
            and (holds_many_bytes if many else holds_bytes)(info.annotation),
        ),
        names,
    )


def _names(
    name: str, info: FieldInfo, config: ConfigDict | None, *, hyphens: bool
) -> Mapping[str, str]:
    """Return, by the key it may be sent under, the name the model takes a field by."""
    key = preferred_key(name, info)
    sent = key.replace("_", "-") if hyphens and key == name else key
    names = {sent: key}
    if isinstance(info.validation_alias, AliasPath):
        return names
    if info.validation_alias is not None and not isinstance(info.validation_alias, str):
        choices = literal_choices(info)
        if not choices:
            return names
        # Choices are meant literally, underscores in headers too.
        names = {choice: choice for choice in choices}
    said = config or {}
    own = name.replace("_", "-") if hyphens else name
    if said.get("validate_by_alias") is False:
        return {own: name}
    by_name = said.get("validate_by_name", said.get("populate_by_name", False))
    if by_name and name not in names.values():
        names.setdefault(own, name)
    return names


def _hyphens(info: FieldInfo, marker: Param) -> bool:
    """Tell whether a member's underscores are sent as hyphens: its own word, or its group's."""
    if not isinstance(marker, Header):
        return False
    return bool(getattr(info, "convert_underscores", marker.convert_underscores))


def config_of(annotation: Any, model: type[BaseModel]) -> ConfigDict | None:
    """Return the model's configuration, unless the field's type has one of its own."""
    has_own = is_subclass(annotation, (BaseModel, dict)) or is_dataclass(annotation)
    return None if has_own else model.model_config
