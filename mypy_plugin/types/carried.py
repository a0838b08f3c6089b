"""What must be there to carry a type: one string, several strings, or JSON alone.

The questions are the runtime's (`typed_depends.reading.shape`), asked of mypy's types. Where
an annotation uses an alias, what stands behind that may say otherwise, as `pydantic.Json`
does: so only what is spelled out is looked at.
"""

from typing import Final

from mypy.nodes import Decorator, TypeInfo
from mypy.types import (
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    UnionType,
    get_proper_type,
)

from mypy_plugin.types.fields import is_dataclass

_MODEL: Final = "pydantic.main.BaseModel"
_UPLOAD: Final = "starlette.datastructures.UploadFile"
_SEQUENCES: Final = ("typing.Sequence", "typing.AbstractSet", "collections.deque")
_WITH_WAYS_OF_THEIR_OWN: Final = (
    "__get_pydantic_core_schema__",
    "__get_validators__",
    "__pydantic_core_schema__",
)


def is_spelled_out(declared: Type) -> bool:
    """Tell whether a type names classes, and no alias that may have metadata behind it."""
    if isinstance(declared, TypeAliasType):
        return False
    match get_proper_type(declared):
        case Instance(args=inner):
            return all(map(is_spelled_out, inner))
        case UnionType(items=items) | TupleType(items=items):
            return all(map(is_spelled_out, items))
    return True


def is_scalar(declared: Type) -> bool:
    """Tell whether one string may carry a type, as a part of a path does."""
    proper = get_proper_type(declared)
    items = proper.items if isinstance(proper, UnionType) else [proper]
    return not any(
        isinstance(part, TupleType)
        or _is_compound(part)
        or (isinstance(part, Instance) and part.type.has_base(_MODEL))
        for part in map(get_proper_type, items)
    )


def is_no_query(declared: Type) -> bool:
    """Tell whether neither one string nor several can surely carry a type, nor a model's fields.

    Metadata does not help: it is the type itself that both FastAPI and the runtime look at.
    """
    parts = _members(declared)
    values = [part for part in parts if not isinstance(part, NoneType)]
    if all(map(_is_model, values)):
        return False
    return any(_is_compound(part) and not _is_scalar_sequence(part) for part in values)


def is_json_alone(declared: Type) -> bool:
    """Tell whether surely no string can be validated as a type."""
    proper = get_proper_type(declared)
    if _is_model(proper):
        assert isinstance(proper, Instance)
        return not any(map(_may_read_strings, proper.type.mro))
    return _is_mapping(proper) or _is_dataclass(proper)


def is_upload(declared: Type | None) -> bool:
    """Tell whether a type is an uploaded file, several of them, or a union with either."""
    if declared is None:
        return False
    parts = _members(declared)
    return any(
        isinstance(part, Instance)
        and (part.type.has_base(_UPLOAD) or (_is_sequence(part) and any(map(is_upload, part.args))))
        for part in parts
    )


def _members(declared: Type) -> list[ProperType]:
    """Give the members of a union; of what a `type` statement names, nothing is seen."""
    alias = declared.alias if isinstance(declared, TypeAliasType) else None
    if alias is not None and alias.python_3_12_type_alias:
        return []
    proper = get_proper_type(declared)
    items = proper.items if isinstance(proper, UnionType) else [proper]
    return [get_proper_type(item) for item in items]


def _is_compound(proper: ProperType) -> bool:
    if isinstance(proper, Instance) and proper.type.is_newtype:
        return False
    return _is_sequence(proper) or _is_mapping(proper) or _is_dataclass(proper) or _is_model(proper)


def _is_scalar_sequence(proper: ProperType) -> bool:
    if not _is_sequence(proper):
        return False
    items = proper.items if isinstance(proper, TupleType) else getattr(proper, "args", ())
    return not any(_is_compound(part) for item in items for part in _members(item))


def _is_sequence(proper: ProperType) -> bool:
    if isinstance(proper, TupleType):
        return not proper.partial_fallback.type.is_named_tuple
    return (
        isinstance(proper, Instance)
        and any(map(proper.type.has_base, _SEQUENCES))
        and not any(map(proper.type.has_base, ("builtins.str", "builtins.bytes")))
    )


def _is_mapping(proper: ProperType) -> bool:
    return isinstance(proper, TypedDictType) or (
        isinstance(proper, Instance) and proper.type.has_base("typing.Mapping")
    )


def _is_dataclass(proper: ProperType) -> bool:
    return isinstance(proper, Instance) and is_dataclass(proper.type)


def _is_model(proper: ProperType) -> bool:
    return (
        isinstance(proper, Instance)
        and proper.type.has_base(_MODEL)
        and not proper.type.has_base("pydantic.root_model.RootModel")
    )


def _may_read_strings(info: TypeInfo) -> bool:
    """Tell whether a model may have a validator that makes it of a string."""
    if info.module_name.partition(".")[0] in ("pydantic", "builtins"):
        return False
    return info.fallback_to_any or any(
        name in _WITH_WAYS_OF_THEIR_OWN
        or (
            isinstance(symbol.node, Decorator)
            and not (symbol.plugin_generated or symbol.node.var.is_property)
        )
        for name, symbol in info.names.items()
    )
