"""Values as JSON-compatible data, where no declared type says how.

The results are those of FastAPI's `jsonable_encoder`: a `Decimal` is a number, a
`timedelta` its seconds, keys that SQLAlchemy puts into instances are left out.
"""

import dataclasses
import datetime
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from pathlib import PurePath
from re import Pattern
from types import GeneratorType
from typing import Any
from uuid import UUID

from pydantic import AnyUrl, BaseModel, NameEmail, SecretBytes, SecretStr
from pydantic_core import PydanticUndefined, Url


def jsonable(value: Any) -> Any:
    """Return `value` as dictionaries, lists, strings, numbers, booleans and `None`.

    Raises `ValueError` for a value that is none of these and has no attributes.
    """
    match value:
        case BaseModel():
            return jsonable(value.model_dump(mode="json", by_alias=True))
        case Enum():
            return value.value
        case PurePath():
            return str(value)
        case str() | int() | float() | None:
            return value
        case dict():
            return {
                jsonable(key): jsonable(item)
                for key, item in value.items()
                if not (isinstance(key, str) and key.startswith("_sa"))
            }
        case list() | set() | frozenset() | tuple() | deque() | GeneratorType():
            return [jsonable(item) for item in value]
    if value is PydanticUndefined:
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return jsonable(dataclasses.asdict(value))
    for class_ in type(value).__mro__:
        if (encode := _BY_CLASS.get(class_)) is not None:
            return encode(value)
    return jsonable(_attributes(value))


def _attributes(value: Any) -> dict[Any, Any]:
    try:
        pairs: dict[Any, Any] = dict(value)
        return pairs
    except Exception as no_mapping:
        try:
            return {**vars(value)}
        except TypeError as no_attributes:
            raise ValueError([no_mapping, no_attributes]) from no_attributes


def _number(value: Decimal) -> int | float:
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def _isoformat(value: datetime.date | datetime.time) -> str:
    return value.isoformat()


_BY_CLASS: dict[type, Callable[[Any], Any]] = {
    bytes: bytes.decode,
    datetime.date: _isoformat,
    datetime.datetime: _isoformat,
    datetime.time: _isoformat,
    datetime.timedelta: datetime.timedelta.total_seconds,
    Decimal: _number,
    Pattern: lambda pattern: pattern.pattern,
    **dict.fromkeys(
        (
            IPv4Address,
            IPv4Interface,
            IPv4Network,
            IPv6Address,
            IPv6Interface,
            IPv6Network,
            NameEmail,
            SecretBytes,
            SecretStr,
            UUID,
            Url,
            AnyUrl,
        ),
        str,
    ),
}
