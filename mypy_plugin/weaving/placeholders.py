"""Providers that stand for others: `dependency_overrides` must put something in their place.

Such a provider does nothing but raise an exception. It says `-> None`, since it returns
nothing; what its dependants receive is what replaces it. Or it is an empty class that is
named so.
"""

from mypy.nodes import AssignmentStmt, ExpressionStmt, FuncDef, RaiseStmt, TypeInfo
from mypy.types import CallableType, Instance, NoneType, UnboundType, get_proper_type

from typed_depends.placeholder import PLACEHOLDER_NAMES


def only_raises(function: FuncDef) -> bool:
    """Tell whether a function that says it returns nothing always raises an exception.

    mypy's cache has no bodies: ask about functions of the module being checked.
    """
    match function.body.body:
        case [*before, RaiseStmt()]:
            return _returns_nothing(function) and all(
                isinstance(statement, ExpressionStmt | AssignmentStmt) for statement in before
            )
    return False


def is_placeholder_class(info: TypeInfo) -> bool:
    """Tell whether a class is empty and named as one that something else replaces."""
    return info.name.endswith(PLACEHOLDER_NAMES) and not any(
        base.names for base in info.mro[:-1] if base.module_name != "typing"
    )


def _returns_nothing(function: FuncDef) -> bool:
    if not isinstance(function.type, CallableType):
        return False
    returned = function.type.ret_type
    if isinstance(returned, UnboundType):  # before mypy has looked at the module
        return returned.name == "None"
    returned = get_proper_type(returned)
    if function.is_coroutine and isinstance(returned, Instance) and len(returned.args) == 3:
        returned = get_proper_type(returned.args[2])
    return isinstance(returned, NoneType)
