"""Reading a connection's values: path, query string, headers, cookies, and the body.

What is missing, what is repeated and what an error says are FastAPI's. Knows fields and
Starlette's multi-dictionaries; nothing of steps.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticUndefined
from starlette.datastructures import FormData, UploadFile
from starlette.requests import HTTPConnection

from typed_depends.params import Source
from typed_depends.plan.program import BodyArguments
from typed_depends.reading.field import ErrorDetail, Field, missing
from typed_depends.reading.sent import (
    all_values,
    form_value,
    form_values,
    group_values,
    is_sent,
    key_of,
    value_of,
)


def read_field(field: Field, connection: HTTPConnection) -> tuple[Any, list[ErrorDetail]]:
    """Return the value of a field and its errors."""
    sent = _sent(field.source, connection)
    place = field.source.place
    for group in field.groups:
        values, renamed = group_values(group, sent)
        value: Any = values
        if group.optional and not is_sent(group, sent):
            value = PydanticUndefined
        read, errors = field.validated(value, (place,))
        if renamed and group.model.model_config.get("loc_by_alias", True):
            errors = [{**error, "loc": _as_sent(error["loc"], renamed)} for error in errors]
        return read, errors
    key = key_of(field, sent)
    return field.validated(value_of(field, sent, key), (place, key))


async def read_body(
    arguments: BodyArguments, body: Any
) -> tuple[dict[str, Any], list[ErrorDetail]]:
    """Return the values of body fields by name, and their errors.

    `body` is a form, parsed JSON, `bytes` of something else, or `PydanticUndefined`.
    """
    values: dict[str, Any] = {}
    errors: list[ErrorDetail] = []
    for field in arguments.fields:
        if isinstance(body, FormData):
            read, wrong = await _from_form(field, body)
        elif arguments.embed:
            read, wrong = _from_json(field, body)
        else:
            read, wrong = field.validated(body, ("body",))
        if wrong:
            errors.extend(wrong)
        else:
            values[field.name] = read
    return values, errors


def _sent(source: Source, connection: HTTPConnection) -> Mapping[str, Any]:
    match source:
        case Source.PATH:
            return connection.path_params
        case Source.QUERY:
            return connection.query_params
        case Source.HEADER:
            return connection.headers
        case Source.COOKIE:
            return connection.cookies
        case _:
            raise ValueError("the body is read as a whole")


def _as_sent(loc: tuple[Any, ...], renamed: Mapping[str, str]) -> tuple[Any, ...]:
    """Return a place in a group of headers under the header's name."""
    if len(loc) > 1 and loc[1] in renamed:
        return (loc[0], renamed[loc[1]], *loc[2:])
    return loc


def _from_json(field: Field, body: Any) -> tuple[Any, list[ErrorDetail]]:
    """Return what is under a key of a JSON object, and its errors."""
    key = field.keys[0]
    sent: Any = PydanticUndefined
    if isinstance(body, Mapping):
        key = key_of(field, body)
        sent = body.get(key, PydanticUndefined)
    elif body is not PydanticUndefined and not isinstance(body, bytes):
        # A list or a number has no keys, so not even a default is meant.
        return None, [missing(("body", key))]
    return field.validated(sent, ("body", key))


async def _from_form(field: Field, form: FormData) -> tuple[Any, list[ErrorDetail]]:
    """Return what is under a key of a form, or under those of a model, and its errors."""
    if not field.groups:
        key, value = form_value(field, form)
        return field.validated(await _content(field, value), ("body", key))
    values: Any = PydanticUndefined
    if not field.groups[0].optional or any(is_sent(group, form) for group in field.groups):
        values = await _values(field, form)
    return field.validated(values, ("body",))


async def _values(field: Field, form: FormData) -> dict[str, Any]:
    """Return what a model is made from, or what the branches of a union pick their own from."""
    if len(field.groups) > 1:
        return all_values(form)
    (group,) = field.groups
    values = form_values(group, form)
    for member in group.members:
        if member.field.as_bytes:
            for key in member.field.keys:
                if key in values:
                    values[key] = await _content(member.field, values[key])
    return values


async def _content(field: Field, value: Any) -> Any:
    """Return the content of files where that is meant."""
    if not field.as_bytes:
        return value
    if isinstance(value, list):
        return [await _bytes_of(one) for one in value]
    return await _bytes_of(value)


async def _bytes_of(value: Any) -> Any:
    if not isinstance(value, UploadFile):
        return value
    # Somebody else may be given the file itself.
    position = value.file.tell()
    try:
        return await value.read()
    finally:
        await value.seek(position)
