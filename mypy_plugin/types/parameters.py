"""What a callable takes, as far as it needs no markers to tell, and whether it is one."""

from mypy.checker import TypeChecker
from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    Expression,
    FuncItem,
    LambdaExpr,
)
from mypy.types import (
    Instance,
    LiteralType,
    NoneType,
    ProperType,
    TupleType,
    TypedDictType,
)

from mypy_plugin.types.called import called_by

_MOCK = "unittest.mock.CallableMixin"


def takes_anything(checker: TypeChecker, provider: Expression, held: ProperType) -> bool:
    """Tell whether a provider of type `held` surely takes `*args` or `**kwargs`, as mocks do."""
    if isinstance(provider, LambdaExpr):
        return _has_star(provider)
    called = called_by(checker, provider)
    if called is not None:
        return _has_star(called.function)
    if not isinstance(held, Instance) or not held.type.has_base(_MOCK):
        return False
    symbol = held.type.get("__call__")
    return symbol is not None and (symbol.fullname or "").startswith(_MOCK)


def needed_by_lambda(function: LambdaExpr) -> tuple[str, ...]:
    """Give the parameters of a lambda without a default; none has a marker."""
    return tuple(
        argument.variable.name
        for argument in function.arguments
        if argument.kind in (ARG_POS, ARG_NAMED)
    )


def _has_star(function: FuncItem) -> bool:
    return ARG_STAR in function.arg_kinds or ARG_STAR2 in function.arg_kinds


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
