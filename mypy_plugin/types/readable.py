"""Which types no source can produce: neither read from a request nor built by pydantic.

An ordinary class is one, unless it tells pydantic how to build it. Whatever is derived
from a class of the standard library, has a metaclass, or is not wholly known may have a
way of its own, and counts as readable.
"""

from collections.abc import Mapping
from typing import Final

from mypy.nodes import MypyFile, TypeInfo
from mypy.types import (
    Instance,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    UnionType,
    get_proper_type,
)

_CONTAINERS: Final = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.frozenset",
        "builtins.dict",
        "typing.Sequence",
        "typing.Mapping",
        "collections.deque",
    }
)
_PLAIN_BASES: Final = frozenset(
    {
        "builtins.object",
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "contextlib.AbstractContextManager",
        "contextlib.AbstractAsyncContextManager",
    }
)
_PLAIN_METACLASSES: Final = frozenset({"builtins.type", "abc.ABCMeta"})
_HOOKS: Final = (
    "__get_pydantic_core_schema__",
    "__get_validators__",
    "__pydantic_core_schema__",
    "__pydantic_validator__",
    "__dataclass_fields__",
)
_WITH_WAYS_OF_THEIR_OWN: Final = frozenset(
    {"fastapi", "starlette", "pydantic", "pydantic_core", "typed_depends", "typing_extensions"}
)


def unreadable(declared: Type | None, modules: Mapping[str, MypyFile]) -> Instance | None:
    """Give the class in a declared type that surely nothing can produce; None if there is none.

    What stands behind an alias may have metadata, and is not looked at.
    """
    if declared is None or isinstance(declared, TypeAliasType):
        return None
    match get_proper_type(declared):
        case UnionType(items=items) | TupleType(items=items) if not _is_named(declared):
            found = (unreadable(item, modules) for item in items)
        case Instance() as instance if instance.type.fullname in _CONTAINERS:
            found = (unreadable(item, modules) for item in instance.args)
        case Instance() as instance:
            return instance if _is_arbitrary(instance.type, modules) else None
        case _:
            return None
    return next((one for one in found if one is not None), None)


def unserialisable(answer: Type | None, modules: Mapping[str, MypyFile]) -> bool:
    """Tell whether pydantic surely knows no way to serialise a type; a response needs none."""
    proper = get_proper_type(answer)
    if answer is None or _is_response(proper):
        return False
    return unreadable(answer, modules) is not None or _holds_response(answer)


def _holds_response(answer: Type) -> bool:
    match get_proper_type(answer):
        case UnionType(items=items):
            return any(map(_holds_response, items))
        case Instance() as instance if instance.type.fullname in _CONTAINERS:
            return any(map(_holds_response, instance.args))
        case proper:
            return _is_response(proper)


def _is_response(proper: ProperType | None) -> bool:
    return isinstance(proper, Instance) and proper.type.has_base("starlette.responses.Response")


def _is_named(declared: Type) -> bool:
    proper = get_proper_type(declared)
    return isinstance(proper, TupleType) and proper.partial_fallback.type.is_named_tuple


def _is_arbitrary(info: TypeInfo, modules: Mapping[str, MypyFile]) -> bool:
    """Tell whether pydantic knows no way to build an instance of this class."""
    if info.fallback_to_any or info.is_newtype or info.is_enum or info.typeddict_type:
        return False
    if info.fullname == "builtins.object":
        return False
    if info.metaclass_type and info.metaclass_type.type.fullname not in _PLAIN_METACLASSES:
        return False
    if any(name in base.names for base in info.mro for name in _HOOKS):
        return False
    return all(_is_plain(base, modules) for base in info.mro)


def _is_plain(base: TypeInfo, modules: Mapping[str, MypyFile]) -> bool:
    """Tell whether a class, or base of one, is wholly known and ordinary."""
    if base.fullname in _PLAIN_BASES:
        return True
    module = modules.get(base.module_name)
    return (
        module is not None
        and not module.is_stub
        and base.module_name.partition(".")[0] not in _WITH_WAYS_OF_THEIR_OWN
        and not any("dataclass" in key or "attrs" in key for key in base.metadata)
        and base.dataclass_transform_spec is None
    )
