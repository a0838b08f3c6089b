"""Whether a type is there to look like another, as tests write them by hand.

Mocks, namespaces and mere objects say nothing of themselves. A class of the tests that can do
nothing which the other cannot, or one that is named as a fake, was written after it.
"""

from collections.abc import Sequence

from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef, SymbolNode, TypeInfo
from mypy.subtypes import is_subtype
from mypy.types import (
    AnyType,
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypeOfAny,
    UnionType,
    get_proper_type,
)

from typed_depends.placeholder import is_named_as_fake, is_of_tests, is_public


def is_a_nod(given: Type) -> bool:
    """Tell whether a type is `None` or `bool`: what a guard answers that lets all pass."""
    proper = get_proper_type(given)
    return isinstance(proper, NoneType) or (
        isinstance(proper, Instance) and proper.type.fullname == "builtins.bool"
    )


def stands_in(given: Type, wanted: Type) -> bool:
    """Tell whether a value of type `given` may be meant to look like a `wanted`."""
    proper = get_proper_type(given)
    match proper:
        case UnionType(items=items):
            return any(stands_in(item, wanted) for item in items)
        case TupleType(items=items):
            anything = AnyType(TypeOfAny.special_form)
            opened: list[Type] = [anything if _is_anything(item) else item for item in items]
            return opened != items and is_subtype(proper.copy_modified(items=opened), wanted)
    return _is_anything(proper) or any(
        _looks_like(proper, other) for other in _classes_of(get_proper_type(wanted))
    )


def _is_anything(given: Type) -> bool:
    proper = get_proper_type(given)
    return isinstance(proper, Instance) and (
        proper.type.fullname == "builtins.object" or proper.type.has_base("types.SimpleNamespace")
    )


def _classes_of(wanted: ProperType) -> list[TypeInfo]:
    if isinstance(wanted, UnionType):
        return [one for item in wanted.items for one in _classes_of(get_proper_type(item))]
    return [wanted.type] if isinstance(wanted, Instance) else []


def _looks_like(given: ProperType, wanted: TypeInfo) -> bool:
    if not isinstance(given, Instance) or given.type.has_base(wanted.fullname):
        return False
    if is_named_as_fake(given.type.name):
        return any(wanted.get(name) is not None for name in _members(given.type, ()))
    if not is_of_tests(given.type.module_name):
        return False
    members = _members(given.type, wanted.mro)
    methods = {name for name, node in members.items() if _is_method(node)}
    shared = {name for name in members if wanted.get(name) is not None}
    return bool(shared) and (methods or members.keys()) <= shared


def _members(info: TypeInfo, common: Sequence[TypeInfo]) -> dict[str, SymbolNode | None]:
    """Give what a class has of its own package, by name, without what `common` classes have."""
    package = info.module_name.partition(".")[0]
    return {
        name: symbol.node
        for base in info.mro
        if base.module_name.partition(".")[0] == package and base not in common
        for name, symbol in base.names.items()
        if is_public(name)
    }


def _is_method(node: SymbolNode | None) -> bool:
    if isinstance(node, Decorator):
        return not node.func.is_property
    return isinstance(node, FuncDef | OverloadedFuncDef) and not node.is_property
