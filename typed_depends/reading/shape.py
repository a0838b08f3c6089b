"""What shape a type has: one value, several, or something only a body can carry.

The questions are FastAPI's, on which the choice between query and body rests.
Knows types alone.
"""

import types
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from starlette.datastructures import UploadFile

_SEQUENCES = (Sequence, list, tuple, set, frozenset, deque)


def is_scalar(annotation: Any) -> bool:
    """Tell whether one string can carry this type."""
    if annotation is Ellipsis:  # of tuple[int, ...]
        return True
    origin = get_origin(annotation)
    if is_union(annotation):
        return all(is_scalar(arg) for arg in get_args(annotation))
    if origin is Annotated:
        return is_scalar(get_args(annotation)[0])
    return not (
        _is_compound(annotation)
        or _is_compound(origin)
        or hasattr(origin, "__pydantic_core_schema__")
        or hasattr(origin, "__get_pydantic_core_schema__")
    )


def is_sequence(annotation: Any) -> bool:
    """Tell whether repeated keys make one value of this type."""
    if get_origin(annotation) is Annotated:
        return is_sequence(get_args(annotation)[0])
    if is_union(annotation):
        return any(is_sequence(arg) for arg in get_args(annotation))
    return _is_sequence_class(annotation) or _is_sequence_class(get_origin(annotation))


def is_scalar_sequence(annotation: Any) -> bool:
    """Tell whether this is a sequence of scalars, or a union of them with scalars."""
    if get_origin(annotation) is Annotated:
        return is_scalar_sequence(get_args(annotation)[0])
    if is_union(annotation):
        args = get_args(annotation)
        return any(is_scalar_sequence(arg) for arg in args) and all(
            is_scalar_sequence(arg) or is_scalar(arg) for arg in args
        )
    return is_sequence(annotation) and all(is_scalar(arg) for arg in get_args(annotation))


def holds_bytes(annotation: Any) -> bool:
    """Tell whether this is `bytes`, or a union with it."""
    return _is_or_has(annotation, bytes)


def holds_many_bytes(annotation: Any) -> bool:
    """Tell whether this is a sequence of `bytes`, or of nobody said what, or a union with one."""
    return annotation in _SEQUENCES or _is_many_of(annotation, bytes)


def holds_upload(annotation: Any) -> bool:
    """Tell whether this is an uploaded file, several of them, or a union with either."""
    return _is_or_has(annotation, UploadFile) or _is_many_of(annotation, UploadFile)


def is_union(annotation: Any) -> bool:
    """Tell whether this is a union, in either spelling."""
    return get_origin(annotation) in (Union, types.UnionType)


def _is_or_has(annotation: Any, base: type) -> bool:
    members = get_args(annotation) if is_union(annotation) else (annotation,)
    return any(is_subclass(member, base) for member in members)


def _is_many_of(annotation: Any, base: type) -> bool:
    if is_union(annotation):
        return any(_is_many_of(arg, base) for arg in get_args(annotation))
    args = [arg for arg in get_args(annotation) if arg is not Ellipsis]
    return is_sequence(annotation) and bool(args) and all(_is_or_has(arg, base) for arg in args)


def _is_sequence_class(annotation: Any) -> bool:
    return is_subclass(annotation, _SEQUENCES) and not is_subclass(annotation, (str, bytes))


def _is_compound(annotation: Any) -> bool:
    return (
        is_subclass(annotation, (BaseModel, Mapping, UploadFile))
        or _is_sequence_class(annotation)
        or is_dataclass(annotation)
    )


def is_subclass(annotation: Any, bases: type | tuple[type, ...]) -> bool:
    """Tell whether this is a class, no parametrised one, under one of `bases`."""
    # list[int] is a type to isinstance(), but no argument for issubclass().
    return (
        isinstance(annotation, type)
        and get_origin(annotation) is None
        and issubclass(annotation, bases)
    )
