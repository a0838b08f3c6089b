"""Security schemes, whose annotations say less than is known.

FastAPI annotates `OAuth2PasswordBearer.__call__` and its kin `-> T | None`, although
they answer a missing credential with an error themselves. Only a scheme made with a
literal `auto_error=False` gives `None` (FastAPI, `fastapi.security`). Libraries write
schemes of their own after that pattern, not always derived from FastAPI's, and factories
of functions: `verify_session()` is annotated for `verify_session(session_required=False)`, too.
"""

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Decorator, Expression, FuncDef, NameExpr, RefExpr
from mypy.types import CallableType, Instance, get_proper_type

from mypy_plugin.ledger import is_silent_scheme, recall
from mypy_plugin.markers import auto_error_is_off
from mypy_plugin.names import SECURITY_BASES
from mypy_plugin.types.variables import bound_value, variable_of
from mypy_plugin.weaving.statements import Owners


def is_scheme(instance: Instance | None) -> bool:
    """Tell whether an instance is a security scheme, or is made with `auto_error` as they are."""
    if instance is None:
        return False
    if any(base.fullname in SECURITY_BASES for base in instance.type.mro):
        return True
    maker = instance.type.get("__init__")
    signature = get_proper_type(maker.type) if maker is not None else None
    return isinstance(signature, CallableType) and "auto_error" in signature.arg_names


def may_give_none(checker: TypeChecker, scheme: Expression, owners: Owners) -> bool:
    """Tell whether `scheme` is surely made with a literal `auto_error=False`."""
    if isinstance(scheme, CallExpr):
        return auto_error_is_off(scheme)
    variable = variable_of(checker, scheme)
    if variable is None:
        return False
    value = bound_value(variable, owners)
    if value is not None:
        return isinstance(value, CallExpr) and auto_error_is_off(value)
    return is_silent_scheme(recall(checker, variable))


def is_made_without_saying(checker: TypeChecker, provider: Expression, owners: Owners) -> bool:
    """Tell whether a factory of another package makes `provider`, and no flag says anything.

    Such a factory is annotated for all its arguments at once.
    """
    variable = variable_of(checker, provider)
    call = provider if variable is None else bound_value(variable, owners)
    if not isinstance(call, CallExpr) or not isinstance(call.callee, RefExpr):
        return False
    node = call.callee.node
    function = node.func if isinstance(node, Decorator) else node
    return (
        isinstance(function, FuncDef)
        and bool(function.arg_names)
        and _package(function.fullname) != _package(checker.tree.fullname)
        and not any(map(_asks_for_none, call.args, call.arg_names))
    )


def _package(fullname: str) -> str:
    return fullname.partition(".")[0]


def _asks_for_none(argument: Expression, name: str | None) -> bool:
    """Tell whether an argument is one like `required=False` or `optional=True`."""
    return isinstance(argument, NameExpr) and (
        argument.name == "False" or (argument.name == "True" and "optional" in (name or ""))
    )
