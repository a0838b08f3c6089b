"""Reading a connection's values: path, query string, headers, cookies, and the parsed body.

What is missing, what is repeated and what an error says are FastAPI's. Knows fields and
Starlette's multi-dictionaries; nothing of steps.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticUndefined
from starlette.datastructures import Headers, ImmutableMultiDict
from starlette.requests import HTTPConnection

from typed_depends.params import Source
from typed_depends.plan.program import BodyArguments
from typed_depends.reading.field import ErrorDetail, Field, missing
from typed_depends.reading.shape import is_sequence


def read_field(field: Field, connection: HTTPConnection) -> tuple[Any, list[ErrorDetail]]:
    """Return the value of a field and its errors."""
    sent = _sent(field.source, connection)
    key = next((key for key in field.keys if key in sent), field.keys[0])
    return field.validated(_value(field, sent, key), (field.source.value, key))


def read_body(arguments: BodyArguments, body: Any) -> tuple[dict[str, Any], list[ErrorDetail]]:
    """Return the values of body fields by name, and their errors.

    `body` is parsed JSON, `bytes` of something else, or `PydanticUndefined`.
    """
    if not arguments.embed:
        (field,) = arguments.fields[:1]
        value, errors = field.validated(body, ("body",))
        return {field.name: value}, errors
    values: dict[str, Any] = {}
    errors = []
    for field in arguments.fields:
        key = field.keys[0]
        sent: Any = PydanticUndefined
        if isinstance(body, Mapping):
            key = next((key for key in field.keys if key in body), key)
            sent = body.get(key, PydanticUndefined)
        elif body is not PydanticUndefined and not isinstance(body, bytes):
            # A list or a number has no keys, so not even a default is meant.
            errors.append(missing(("body", key)))
            continue
        value, wrong = field.validated(sent, ("body", key))
        if wrong:
            errors.extend(wrong)
        else:
            values[field.name] = value
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
        case Source.BODY:
            raise ValueError("the body is read as a whole")


def _value(field: Field, sent: Mapping[str, Any], key: str) -> Any:
    if field.many and isinstance(sent, (ImmutableMultiDict, Headers)):
        return sent.getlist(key) or PydanticUndefined
    value = sent.get(key)
    if value is None or (is_sequence(field.info.annotation) and len(value) == 0):
        return PydanticUndefined
    return value
