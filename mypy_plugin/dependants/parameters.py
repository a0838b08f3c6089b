"""What a parameter that has no dependency marker is: something of the connection, or a value."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mypy.nodes import ArgKind, FuncItem
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Type,
    TypeOfAny,
    UnboundType,
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


def is_unresolved(declared: Type | None) -> bool:
    """Tell whether mypy does not know what an annotation names, which so may be anything."""
    proper = get_proper_type(declared)
    return isinstance(proper, UnboundType) or (
        isinstance(proper, AnyType)
        and proper.type_of_any in (TypeOfAny.from_error, TypeOfAny.from_unimported_type)
    )


def is_partial(held: Type | None) -> bool:
    """Tell whether a variable holds a `functools.partial`, whose type forgets the parameters."""
    proper = get_proper_type(held)
    return isinstance(proper, Instance) and proper.type.fullname == PARTIAL
