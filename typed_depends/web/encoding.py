"""Values as JSON-compatible data, where no declared type says how.

The results are those of FastAPI's `jsonable_encoder`: a `Decimal` is a number, a
`timedelta` its seconds, keys that SQLAlchemy puts into instances are left out.
"""

import dataclasses
import datetime
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from importlib import import_module
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
from typing import Any, Final
from uuid import UUID

from pydantic import AnyUrl, BaseModel, NameEmail, SecretBytes, SecretStr
from pydantic.color import Color
from pydantic.main import IncEx
from pydantic_core import PydanticUndefined, Url

from typed_depends.web.plain_json import is_json

Encode = Callable[[Any], Any]
_LEAVES: Final = frozenset({str, int, bool, float, type(None)})


def jsonable_encoder(
    obj: Any,
    include: IncEx | None = None,
    exclude: IncEx | None = None,
    by_alias: bool = True,
    exclude_unset: bool = False,
    exclude_defaults: bool = False,
    exclude_none: bool = False,
    custom_encoder: Mapping[Any, Encode] | None = None,
    sqlalchemy_safe: bool = True,
) -> Any:
    """Return `obj` as dictionaries, lists, strings, numbers, booleans and `None`.

    `include`, `exclude` and what follows mean what they mean for pydantic's `model_dump`;
    `custom_encoder` is asked first, by class. Raises `ValueError` for a value that is none of
    these and has no attributes.
    """
    encoder = _Encoder(
        include=_keys(include),
        exclude=_keys(exclude),
        by_alias=by_alias,
        exclude_unset=exclude_unset,
        exclude_defaults=exclude_defaults,
        exclude_none=exclude_none,
        custom=custom_encoder or {},
        sqlalchemy_safe=sqlalchemy_safe,
    )
    return encoder.encode(obj)


@dataclass(frozen=True, slots=True)
class _Encoder:
    """What was said about the encoding, and the encoding itself."""

    include: Any = None
    exclude: Any = None
    by_alias: bool = True
    exclude_unset: bool = False
    exclude_defaults: bool = False
    exclude_none: bool = False
    custom: Mapping[Any, Encode] = dataclasses.field(default_factory=dict)
    sqlalchemy_safe: bool = True

    def encode(self, value: Any) -> Any:
        if self.custom and (encode := _encode_for(self.custom, value)) is not None:
            return encode(value)
        kind = type(value)
        if kind in _LEAVES:
            return value
        if kind in _SIMPLE and kind in ENCODERS_BY_TYPE:
            return ENCODERS_BY_TYPE[kind](value)
        match value:
            case BaseModel():
                return self._model(value)
            case Enum():
                return value.value
            case PurePath():
                return str(value)
            case str() | int() | float() | None:
                return value
            case dict():
                return self._items(value)
            case list() | set() | frozenset() | tuple() | deque() | GeneratorType():
                return [self.encode(item) for item in value]
        if value is PydanticUndefined:
            return None
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self.encode(dataclasses.asdict(value))
        if (known := _encode_for(ENCODERS_BY_TYPE, value)) is not None:
            return known(value)
        return self.encode(_attributes(value))

    def _model(self, model: BaseModel) -> Any:
        dumped = model.model_dump(
            mode="json",
            include=self.include,
            exclude=self.exclude,
            by_alias=self.by_alias,
            exclude_unset=self.exclude_unset,
            exclude_defaults=self.exclude_defaults,
            exclude_none=self.exclude_none,
        )
        if not self.exclude_none and is_json(dumped):
            return dumped
        inner = _Encoder(exclude_none=self.exclude_none, sqlalchemy_safe=self.sqlalchemy_safe)
        return inner.encode(dumped)

    def _items(self, pairs: dict[Any, Any]) -> dict[Any, Any]:
        """Encode a dictionary. What is included or excluded are keys of this one only."""
        inner = self
        if self.include is not None or self.exclude is not None:
            inner = replace(self, include=None, exclude=None)
        return {
            inner.encode(key): inner.encode(item)
            for key, item in pairs.items()
            if not (self.exclude_none and item is None)
            and not (self.sqlalchemy_safe and isinstance(key, str) and key.startswith("_sa"))
            and (self.include is None or key in self.include)
            and (self.exclude is None or key not in self.exclude)
        }


def _keys(said: Any) -> Any:
    return said if said is None or isinstance(said, (set, dict)) else set(said)


def _encode_for(encoders: Mapping[Any, Encode], value: Any) -> Encode | None:
    """Return the encoder of a value's class, else of what the value says it is."""
    if (exact := encoders.get(type(value))) is not None:
        return exact
    return next((encode for kind, encode in encoders.items() if isinstance(value, kind)), None)


def _attributes(value: Any) -> dict[Any, Any]:
    try:
        pairs: dict[Any, Any] = dict(value)
        return pairs
    except Exception as no_mapping:
        try:
            return {**vars(value)}
        except Exception as no_attributes:
            raise ValueError([no_mapping, no_attributes]) from no_attributes


def decimal_encoder(dec_value: Decimal) -> int | float:
    """Return a whole number as `int`, any other as `float`; `Infinity` and `NaN` as `float`."""
    exponent = dec_value.as_tuple().exponent
    return int(dec_value) if isinstance(exponent, int) and exponent >= 0 else float(dec_value)


def isoformat(o: datetime.date | datetime.time) -> str:
    """Return a date or a time in ISO 8601."""
    return o.isoformat()


def _colors() -> Iterable[type]:
    yield Color
    try:
        yield import_module("pydantic_extra_types.color").Color
    except ImportError:
        return


ENCODERS_BY_TYPE: dict[type, Encode] = {
    bytes: bytes.decode,
    datetime.date: isoformat,
    datetime.datetime: isoformat,
    datetime.time: isoformat,
    datetime.timedelta: datetime.timedelta.total_seconds,
    Decimal: decimal_encoder,
    Pattern: lambda pattern: pattern.pattern,
    **dict.fromkeys(
        (
            *_colors(),
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
"""How values of these classes, and of classes derived from them, are encoded."""

_SIMPLE: Final = frozenset(ENCODERS_BY_TYPE)
"""Classes of which nothing but the table has anything to say."""
