"""What a callable takes, as far as it needs no markers to tell, and whether it is one."""

from typing import Final

from mypy.checker import TypeChecker
from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Expression,
    FuncItem,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    TypeInfo,
)
from mypy.types import (
    AnyType,
    Instance,
    LiteralType,
    NoneType,
    ProperType,
    TupleType,
    TypedDictType,
    UnionType,
    get_proper_type,
)

from mypy_plugin.types.called import called_by
from mypy_plugin.types.inference import infer

_MOCK: Final = "unittest.mock.CallableMixin"
_ANY_MOCK: Final = "unittest.mock.NonCallableMock"
_MOCKER: Final = "pytest_mock.plugin.MockerFixture"
_MAKERS: Final = ("__init__", "__new__")
MAY_BE_ANYTHING: Final = frozenset({"builtins.object", "builtins.function"})
"""What mypy makes of several things that have little in common: of two functions, a `function`."""


def takes_anything(checker: TypeChecker, provider: Expression, held: ProperType) -> bool:
    """Tell whether a provider of type `held` surely takes `*args` or `**kwargs`, as mocks do."""
    match provider:
        case LambdaExpr():
            return _has_star(provider)
        case CallExpr(callee=RefExpr(fullname="functools.partial"), args=[filled, *_]):
            return takes_anything(checker, filled, infer(checker, filled))
        case RefExpr(node=TypeInfo() as info) if info.has_base(_ANY_MOCK):
            makers = [found.fullname for name in _MAKERS if (found := info.get(name))]
            return all((maker or "").startswith("unittest.mock.") for maker in makers)
    called = called_by(checker, provider)
    if called is not None:
        return _has_star(called.function)
    if isinstance(held, AnyType):
        return _is_made_by_mocker(checker, provider)
    if not isinstance(held, Instance) or not held.type.has_base(_MOCK):
        return False
    symbol = held.type.get("__call__")
    return symbol is not None and (symbol.fullname or "").startswith(_MOCK)


def _is_made_by_mocker(checker: TypeChecker, provider: Expression) -> bool:
    """Tell whether this is `mocker.Mock(...)`, whose type pytest-mock leaves open."""
    match provider:
        case CallExpr(callee=MemberExpr(name="Mock" | "MagicMock" | "AsyncMock", expr=fixture)):
            given = infer(checker, fixture)
            if isinstance(given, AnyType):
                return isinstance(fixture, NameExpr) and fixture.name == "mocker"
            return isinstance(given, Instance) and given.type.fullname == _MOCKER
    return False


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
        case Instance() if held.type.has_base(_ANY_MOCK):
            return held.type.get("__call__") is None
        case Instance():
            return (
                not held.type.fallback_to_any
                and held.type.get("__call__") is None
                and held.type.get("__getattr__") is None
                and held.type.fullname not in MAY_BE_ANYTHING
            )
        case UnionType():
            return all(is_surely_not_callable(get_proper_type(item)) for item in held.items)
    return False
