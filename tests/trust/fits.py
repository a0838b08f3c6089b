"""Whether a value is of a declared type, as a type checker sees types."""

import types
from collections import abc
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from typing_extensions import is_typeddict


def fits(value: object, declared: Any) -> bool:
    """Tell whether `value` is a `declared`."""
    if declared is Any or declared is object:
        return True
    if declared is None:  # nobody reads it
        return True
    if is_typeddict(declared):
        return _valid(value, declared)
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in arguments)
    if origin is Literal:
        return value in arguments
    if origin is type:
        return isinstance(value, type) and issubclass(value, arguments[0])
    if origin is tuple:
        return (
            isinstance(value, tuple)
            and len(value) == len(arguments)
            and all(map(fits, value, arguments))
        )
    if origin in (list, abc.Sequence):
        return isinstance(value, origin) and all(fits(one, arguments[0]) for one in value)
    if origin is dict:
        return _valid(value, declared)
    if origin in (abc.Callable, abc.Iterator):
        return isinstance(value, origin)
    if origin is not None:
        return isinstance(value, origin) and (
            not hasattr(value, "value") or fits(value.value, arguments[0])
        )
    if declared is float:  # PEP 484: an int will do
        return isinstance(value, (int, float))
    return isinstance(value, declared)


def _valid(value: object, declared: Any) -> bool:
    try:
        TypeAdapter(declared).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True
