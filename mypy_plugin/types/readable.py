"""Which types no source can produce: neither read from a request nor built by pydantic.

An ordinary class is one, unless it tells pydantic how to build it, and a dataclass or a named
tuple with a field of one. Whatever is derived from a class of the standard library, but for
those of what a program holds open, has a metaclass, or is not wholly known may have a way of
its own, and counts as readable.
"""

from collections.abc import Iterator
from typing import Final

from mypy.checker import TypeChecker
from mypy.nodes import MypyFile, TypeAlias, TypeInfo, Var
from mypy.types import (
    AnyType,
    Instance,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypeOfAny,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from mypy_plugin.rechecking import recheck_on, recheck_on_class, recheck_on_names

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
_PLAIN_PACKAGES: Final = frozenset(
    {"asyncio", "concurrent", "logging", "queue", "smtplib", "socket", "sqlite3", "threading"}
)
"""Packages of the standard library of which pydantic builds nothing."""
_PLAIN_METACLASSES: Final = frozenset(
    {"builtins.type", "abc.ABCMeta", "sqlalchemy.orm.decl_api.DeclarativeAttributeIntercept"}
)
"""Metaclasses that tell pydantic nothing; a model of SQLAlchemy is an ordinary class to it."""
_HOOKS: Final = (
    "__get_pydantic_core_schema__",
    "__get_validators__",
    "__pydantic_core_schema__",
    "__pydantic_validator__",
    "__pydantic_config__",
)
_OF_PYTHON: Final = frozenset({"builtins", "collections", "typing", "typing_extensions"})
_WITH_WAYS_OF_THEIR_OWN: Final = frozenset(
    {"fastapi", "starlette", "pydantic", "pydantic_core", "typed_depends", "typing_extensions"}
)


def unreadable(
    checker: TypeChecker, declared: Type | None, within: frozenset[TypeInfo] = frozenset()
) -> Instance | None:
    """Give the class in a declared type that surely nothing can produce; None if there is none.

    What stands behind an alias may have metadata, and is not looked at. `within` are the
    classes whose fields are being looked at.
    """
    if declared is None or (isinstance(declared, TypeAliasType) and not _is_tuple(declared)):
        return None
    match get_proper_type(declared):
        case TupleType(partial_fallback=Instance() as named) if named.type.is_named_tuple:
            return named if _has_unreadable_field(checker, named.type, within) else None
        case UnionType(items=items) | TupleType(items=items):
            found = (unreadable(checker, item, within) for item in items)
        case Instance() as instance if instance.type.fullname in _CONTAINERS:
            found = (unreadable(checker, item, within) for item in instance.args)
        case Instance() as instance:
            recheck_on_class(checker, instance.type)
            is_arbitrary = _is_arbitrary(checker, instance.type)
            if not is_arbitrary and "dataclass" in instance.type.metadata:
                is_arbitrary = _has_unreadable_field(checker, instance.type, within)
            return instance if is_arbitrary else None
        case _:
            return None
    return next((one for one in found if one is not None), None)


def unserialisable(checker: TypeChecker, answer: Type | None) -> bool:
    """Tell whether pydantic surely knows no way to serialise a type; a response needs none."""
    proper = get_proper_type(answer)
    if answer is None or is_response(proper):
        return False
    if isinstance(proper, UninhabitedType):
        return True
    return unreadable(checker, answer) is not None or _holds_response(answer)


def _holds_response(answer: Type) -> bool:
    match get_proper_type(answer):
        case UnionType(items=items):
            return any(map(_holds_response, items))
        case Instance() as instance if instance.type.fullname in _CONTAINERS:
            return any(map(_holds_response, instance.args))
        case proper:
            return is_response(proper)


def is_response(proper: ProperType | None) -> bool:
    """Tell whether something is a response, which is handed on as it is."""
    return isinstance(proper, Instance) and proper.type.has_base("starlette.responses.Response")


def _is_tuple(alias: TypeAliasType) -> bool:
    """Tell whether what mypy has as an alias is a named tuple itself."""
    target = get_proper_type(alias)
    return (
        isinstance(target, TupleType)
        and alias.alias is not None
        and alias.alias.fullname == target.partial_fallback.type.fullname
    )


def _has_unreadable_field(
    checker: TypeChecker, info: TypeInfo, within: frozenset[TypeInfo]
) -> bool:
    """Tell whether a dataclass or a named tuple surely has a field that nothing can produce.

    Of a class whose module knows a way to say more of a field, this cannot be told.
    """
    recheck_on(checker, info.module_name, f"{info.name}.__init__", f"{info.name}.__new__")
    if info in within or _says_how(info):
        return False
    homes = {base.module_name for base in info.mro} - _OF_PYTHON
    for home in homes:
        recheck_on_names(checker, home)
    if any(_says_more(checker.modules.get(home)) for home in homes):
        return False
    fields = _fields(info)
    return any(unreadable(checker, field, within | {info}) is not None for field in fields)


def _says_how(info: TypeInfo) -> bool:
    """Tell whether a class tells pydantic how to build it."""
    return any(name in base.names for base in info.mro for name in _HOOKS)


def _fields(info: TypeInfo) -> Iterator[Type]:
    """Yield the types of what makes a dataclass or a named tuple."""
    if info.is_named_tuple and info.tuple_type is not None:
        yield from info.tuple_type.items
        return
    for field in info.metadata["dataclass"]["attributes"]:
        symbol = info.get(field["name"])
        if field["is_in_init"] and symbol is not None and isinstance(symbol.node, Var):
            yield symbol.node.type or AnyType(TypeOfAny.unannotated)


def _says_more(module: MypyFile | None) -> bool:
    """Tell whether a module may say more of a field than its type: by metadata, or by pydantic."""
    if module is None or module.is_stub:
        return True
    homes = [(symbol.fullname or "").partition(".")[0] for symbol in module.names.values()]
    return (
        "Annotated" in module.names
        or "pydantic" in homes
        or any(
            isinstance(symbol.node, TypeAlias) and home not in _OF_PYTHON
            for symbol, home in zip(module.names.values(), homes, strict=True)
        )
    )


def _is_arbitrary(checker: TypeChecker, info: TypeInfo) -> bool:
    """Tell whether pydantic knows no way to build an instance of this class."""
    if info.is_newtype and len(info.mro) > 1:
        return _is_arbitrary(checker, info.mro[1])
    if info.fallback_to_any or info.is_enum or info.typeddict_type:
        return False
    if info.fullname == "builtins.object":
        return False
    if info.metaclass_type and info.metaclass_type.type.fullname not in _PLAIN_METACLASSES:
        return False
    if _says_how(info) or any("__dataclass_fields__" in base.names for base in info.mro):
        return False
    return all(_is_plain(checker, base) for base in info.mro)


def _is_plain(checker: TypeChecker, base: TypeInfo) -> bool:
    """Tell whether a class, or base of one, is wholly known and ordinary."""
    package = base.module_name.partition(".")[0].lstrip("_")
    if base.fullname in _PLAIN_BASES or package in _PLAIN_PACKAGES:
        return True
    module = checker.modules.get(base.module_name)
    return (
        module is not None
        and not module.is_stub
        and package not in _WITH_WAYS_OF_THEIR_OWN
        and not any("dataclass" in key for key in base.metadata)
        and base.dataclass_transform_spec is None
    )
