"""What a callable asks for by name, as far as it takes no sources to tell."""

from dataclasses import dataclass

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    Expression,
    FuncDef,
    FuncItem,
    LambdaExpr,
    NameExpr,
)
from mypy.subtypes import find_member
from mypy.types import (
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    ProperType,
    TupleType,
    TypedDictType,
    get_proper_type,
)

_MOCK = "unittest.mock.CallableMixin"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a provider surely reads from the request, or that it takes any arguments."""

    names: tuple[str, ...] = ()
    anything: bool = False


def wanted_by(provider: Expression, held: ProperType) -> Wanted:
    """Give what `provider`, of type `held`, has neither a marker nor a default for.

    Only what is sure: a lambda, a mock, a function of the module being checked.
    """
    match provider:
        case LambdaExpr():
            return _wanted_by_function(provider)
        case NameExpr(node=FuncDef() as function) if not function.is_overload:
            return _wanted_by_function(function)
    if isinstance(held, Instance) and held.type.has_base(_MOCK):
        symbol = held.type.get("__call__")
        owner = symbol.node if symbol is not None else None
        return Wanted(anything=owner is not None and owner.fullname.startswith(_MOCK))
    return Wanted()


def _wanted_by_function(function: FuncItem) -> Wanted:
    kinds = [argument.kind for argument in function.arguments]
    if ARG_STAR in kinds or ARG_STAR2 in kinds:
        return Wanted(anything=True)
    return Wanted(
        tuple(
            argument.variable.name
            for argument in function.arguments
            if argument.kind in (ARG_POS, ARG_NAMED) and argument.type_annotation is None
        )
    )


def names_asked_by(held: ProperType) -> frozenset[str] | None:
    """Give the names of all parameters of a provider; None where it may take others."""
    if isinstance(held, Instance):
        held = get_proper_type(find_member("__call__", held, held, is_operator=True) or held)
    if not isinstance(held, CallableType) or held.is_var_arg or held.is_kw_arg:
        return None
    return frozenset(name for name in held.arg_names if name is not None)


def is_surely_not_callable(held: ProperType) -> bool:
    """Tell whether nothing of this type can be called."""
    match held:
        case NoneType() | LiteralType() | TupleType() | TypedDictType():
            return True
        case Instance():
            return (
                not held.type.fallback_to_any
                and held.type.get("__call__") is None
                and held.type.get("__getattr__") is None
                and held.type.fullname != "builtins.object"
            )
    return False
