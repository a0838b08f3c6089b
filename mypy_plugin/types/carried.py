"""What must be there to carry a type: one string, several strings, or JSON alone.

The questions are the runtime's (`typed_depends.reading.shape`), asked of mypy's types. Where
an annotation uses an alias, what stands behind that may say otherwise, as `pydantic.Json`
does: so only what is spelled out is looked at.
"""

from typing import Final

from mypy.nodes import Decorator, MypyFile, SymbolNode, TypeInfo
from mypy.types import (
    Instance,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeList,
    UnboundType,
    UnionType,
    get_proper_type,
)

_MODEL: Final = "pydantic.main.BaseModel"
_UPLOAD: Final = "starlette.datastructures.UploadFile"
_SEQUENCES: Final = ("typing.Sequence", "typing.AbstractSet", "collections.deque")
_SPELLED: Final = frozenset({"typing", "typing_extensions", "collections", "builtins"})
_WITH_WAYS_OF_THEIR_OWN: Final = (
    "__get_pydantic_core_schema__",
    "__get_validators__",
    "__pydantic_core_schema__",
)


def is_spelled_out(tree: MypyFile, annotation: Type | None) -> bool:
    """Tell whether an annotation names classes, and nothing that may stand for something else."""
    match annotation:
        case UnboundType():
            node = _named(tree, annotation.name)
            return (
                node is not None
                and (isinstance(node, TypeInfo) or node.fullname.rpartition(".")[0] in _SPELLED)
                and not annotation.original_str_expr
                and all(
                    is_spelled_out(tree, argument)
                    for argument in annotation.args[: _arguments_that_count(annotation)]
                )
            )
        case UnionType() | TypeList():
            return all(is_spelled_out(tree, item) for item in annotation.items)
    return annotation is not None


def is_no_query(declared: Type) -> bool:
    """Tell whether neither one string nor several can surely carry a type, nor a model's fields."""
    proper = get_proper_type(declared)
    parts = _members(proper)
    if any(_is_model(part) for part in parts):
        return False
    return any(_is_compound(part) and not _is_scalar_sequence(part) for part in parts)


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
    parts = _members(get_proper_type(declared))
    return any(
        isinstance(part, Instance)
        and (part.type.has_base(_UPLOAD) or (_is_sequence(part) and any(map(is_upload, part.args))))
        for part in parts
    )


def _arguments_that_count(annotation: UnboundType) -> int | None:
    return 1 if annotation.name.endswith("Annotated") else None


def _named(tree: MypyFile, dotted: str) -> SymbolNode | None:
    head, *rest = dotted.split(".")
    symbol = tree.names.get(head)
    if symbol is None:
        builtins = tree.names.get("__builtins__")
        module = builtins.node if builtins is not None else None
        symbol = module.names.get(head) if isinstance(module, MypyFile) else None
    for name in rest:
        node = symbol.node if symbol is not None else None
        symbol = node.names.get(name) if isinstance(node, MypyFile | TypeInfo) else None
    return symbol.node if symbol is not None else None


def _members(proper: ProperType) -> list[ProperType]:
    items = proper.items if isinstance(proper, UnionType) else [proper]
    return [get_proper_type(item) for item in items]


def _is_compound(proper: ProperType) -> bool:
    return _is_sequence(proper) or _is_mapping(proper) or _is_dataclass(proper) or _is_model(proper)


def _is_scalar_sequence(proper: ProperType) -> bool:
    if not _is_sequence(proper):
        return False
    items = proper.items if isinstance(proper, TupleType) else getattr(proper, "args", ())
    return not any(_is_compound(part) for item in items for part in _members(get_proper_type(item)))


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
    """Tell whether a type is a dataclass; mypy marks what merely resembles one as well."""
    return (
        isinstance(proper, Instance)
        and "dataclass" in proper.type.metadata
        and not any(
            base.dataclass_transform_spec is not None
            or (base.metaclass_type and base.metaclass_type.type.dataclass_transform_spec)
            for base in proper.type.mro
        )
    )


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
        or (isinstance(symbol.node, Decorator) and not symbol.plugin_generated)
        for name, symbol in info.names.items()
    )
