"""What a parameter that has no dependency marker is: something of the connection, or a value."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mypy.nodes import ArgKind, FuncItem
from mypy.types import (
    CallableType,
    Instance,
    Type,
    TypeList,
    UnboundType,
    UnionType,
    get_proper_type,
)

from mypy_plugin.names import CONNECTIONS, ConnectionName

PARTIAL: Final = "functools.partial"


class Parameter(NamedTuple):
    """One parameter of a callable, as mypy's cache still knows it."""

    name: str
    kind: ArgKind
    type: Type | None


def parameters_of(function: FuncItem, signature: CallableType | None) -> Iterator[Parameter]:
    """Yield the parameters of a function; `signature` is its type, if it is annotated."""
    types = signature.arg_types if signature is not None else []
    for place, (name, kind) in enumerate(zip(function.arg_names, function.arg_kinds, strict=True)):
        yield Parameter(name or "", kind, types[place] if place < len(types) else None)


def connection_kind(declared: Type | None) -> ConnectionName | None:
    """Tell what of the connection a parameter of this type receives."""
    proper = get_proper_type(declared)
    if not isinstance(proper, Instance):
        return None
    names = (CONNECTIONS.get(base.fullname) for base in proper.type.mro)
    return next((name for name in names if name is not None), None)


def is_partial(held: Type | None) -> bool:
    """Tell whether a variable holds a `functools.partial`, whose type forgets the parameters."""
    proper = get_proper_type(held)
    return isinstance(proper, Instance) and proper.type.fullname == PARTIAL


def has_metadata(annotation: Type | None, markers: int) -> bool:
    """Tell whether an annotation, as it is written, has metadata beside its `markers`."""
    match annotation:
        case UnboundType():
            if not annotation.name.endswith("Annotated"):
                return any(has_metadata(argument, 0) for argument in annotation.args)
            if len(annotation.args) != markers + 1:
                return True
            return has_metadata(annotation.args[0], 0)
        case UnionType() | TypeList():
            return any(has_metadata(item, 0) for item in annotation.items)
    return False
