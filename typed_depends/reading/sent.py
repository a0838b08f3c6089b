"""What was sent under a field's key, and under the keys of a group.

Works on Starlette's multi-dictionaries, whatever they were read from. What counts as missing
and what of the rest a model is shown are FastAPI's. Knows no request.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticUndefined
from starlette.datastructures import FormData, Headers, ImmutableMultiDict, UploadFile

from typed_depends.reading.field import Field, Group


def key_of(field: Field, sent: Mapping[str, Any]) -> str:
    """Return the first of a field's keys that was sent, or the preferred one."""
    return next((key for key in field.keys if key in sent), field.keys[0])


def value_of(field: Field, sent: Mapping[str, Any], key: str) -> Any:
    """Return what was sent under `key`, or `PydanticUndefined`."""
    value: Any
    if field.many and isinstance(sent, (ImmutableMultiDict, Headers)):
        value = sent.getlist(key)
        if isinstance(sent, FormData):
            value = [one for one in value if not _no_file(one)]
    else:
        value = sent.get(key)
        if isinstance(sent, FormData) and (value == "" or _no_file(value)):
            return PydanticUndefined
    if value is None or (field.sequence and len(value) == 0):
        return PydanticUndefined
    return value


def form_value(field: Field, sent: Mapping[str, Any]) -> tuple[str, Any]:
    """Return a form's value for a field and its key: the first that is not empty."""
    for key in field.keys:
        value = value_of(field, sent, key)
        if value is not PydanticUndefined:
            return key, value
    return field.keys[0], PydanticUndefined


def group_values(group: Group, sent: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a model is made from, and the keys of those sent under another name."""
    values: dict[str, Any] = {}
    renamed: dict[str, str] = {}
    used: set[str] = set()
    in_headers = isinstance(sent, Headers)
    for member in group.members:
        field, names = member.field, member.names
        key = key_of(field, sent)
        value = value_of(field, sent, key)
        if value is not PydanticUndefined:
            values[names[key]] = value
        if names[key] != key:
            renamed[field.name] = key
        if in_headers:
            used.add(key.lower())
            # The name with underscores is no extra header.
            used.update(name.lower() for one, name in names.items() if one != name)
        else:
            used.add(key)
    values.update(_others(sent, used))
    return values, renamed


def form_values(group: Group, sent: FormData) -> dict[str, Any]:
    """Return what a model is made from in a form."""
    values: dict[str, Any] = {}
    used: set[str] = set()
    for member in group.members:
        for key in member.field.keys:
            used.add(key)
            value = value_of(member.field, sent, key)
            if value is not PydanticUndefined:
                values[key] = value
                break
    values.update(_others(sent, used))
    return values


def all_values(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything that was sent; what was repeated is a list."""
    return dict(_others(sent, ()))


def is_sent(group: Group, sent: Mapping[str, Any]) -> bool:
    """Tell whether anything of a group was sent."""
    return bool(group.keys.intersection(sent)) or (group.takes_extra and bool(sent))


def _others(sent: Mapping[str, Any], used: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield what no member takes, for the model to accept, ignore or refuse."""
    items = sent.multi_items() if isinstance(sent, ImmutableMultiDict) else sent.items()
    grouped: dict[str, list[Any]] = {}
    for key, value in items:
        if key not in used:
            grouped.setdefault(key, []).append(value)
    for key, values in grouped.items():
        yield key, values[0] if len(values) == 1 else values


def _no_file(value: Any) -> bool:
    """Tell whether this is what a browser sends for a file input left empty."""
    return isinstance(value, UploadFile) and value.filename == "" and value.size == 0
