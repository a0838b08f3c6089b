"""Pydantic's adapter for a field's type with everything said about it."""

import warnings
from typing import Annotated, Any
from weakref import WeakValueDictionary

from pydantic import ConfigDict, TypeAdapter
from pydantic import Field as PydanticField
from pydantic.fields import FieldInfo

_SCHEMA_ATTRIBUTES = (
    "title",
    "description",
    "examples",
    "discriminator",
    "deprecated",
    "json_schema_extra",
)

_SHARED: WeakValueDictionary[Any, TypeAdapter[Any]] = WeakValueDictionary()
"""The adapters in use, by what they are made of: pydantic builds each validator once."""


def adapter_of(info: FieldInfo, config: ConfigDict | None = None) -> TypeAdapter[Any]:
    """Return the adapter for a field's type with its constraints.

    Raises pydantic's `PydanticSchemaGenerationError` for a type it cannot build.
    """
    attributes = {
        name: value
        for name in _SCHEMA_ATTRIBUTES
        if (value := getattr(info, name, None)) is not None
    }
    parts: tuple[Any, ...] = (info.annotation, *info.metadata)
    if attributes:
        parts = (*parts, PydanticField(**attributes))
    if attributes or config is not None:
        return _made(parts, config)
    return _shared(parts)


def adapter_for(type_: Any) -> TypeAdapter[Any]:
    """Return the adapter for a type of which nothing else is said. Raises as above."""
    return _shared((type_,))


def _shared(parts: tuple[Any, ...]) -> TypeAdapter[Any]:
    # By its text too: `int | str` equals `str | int`, and 1 equals True.
    key = (parts, repr(parts))
    try:
        adapter = _SHARED.get(key)
    except TypeError:  # something that was said is not hashable
        return _made(parts, None)
    if adapter is None:
        adapter = _SHARED[key] = _made(parts, None)
    return adapter


def _made(parts: tuple[Any, ...], config: ConfigDict | None) -> TypeAdapter[Any]:
    with warnings.catch_warnings():
        # pydantic warns of attributes that mean nothing outside a model.
        warnings.simplefilter("ignore")
        type_form: Any = Annotated[parts] if len(parts) > 1 else parts[0]
        return TypeAdapter(type_form, config=config)
