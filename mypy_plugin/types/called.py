"""The function that runs when a provider is called, and whether its first parameter is filled.

None where that cannot be known: a decorator may have put something else in its place, a
metaclass or `__signature__` may say otherwise.
"""

from typing import Final, NamedTuple

from mypy.checker import TypeChecker
from mypy.nodes import (
    NOT_ABSTRACT,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    OverloadedFuncDef,
    RefExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.subtypes import is_same_type
from mypy.traverser import all_return_statements
from mypy.types import CallableType, Instance, ProperType, get_proper_type

from mypy_plugin.rechecking import recheck_on
from mypy_plugin.types.inference import class_of, infer

_TRANSPARENT: Final = frozenset({"functools._lru_cache_wrapper"})
"""Types of decorated functions whose signature stays that of the function."""
_MODULES_OF_ANY: Final = frozenset({"functools", "types"})
_MAKERS: Final = ("__init__", "__new__")


class Called(NamedTuple):
    """A function, and how many of its first parameters are filled without asking.

    What is called may be a `functools.partial` of it.
    """

    function: FuncDef
    bound: int = 0
    is_partial: bool = False


def called_by(checker: TypeChecker, provider: Expression) -> Called | None:
    """Give the function that runs when `provider` is called."""
    if isinstance(provider, RefExpr):
        node, through = _node_of(checker, provider)
        return called_node(checker, node, through_instance=through)
    if isinstance(provider, CallExpr):
        made = infer(checker, provider)
        if isinstance(made, Instance):
            return _call_of(checker, made)
        return _made_here(checker, provider)
    return None


def called_node(
    checker: TypeChecker, node: SymbolNode | None, *, through_instance: bool = False
) -> Called | None:
    """Give the function that runs when what a name stands for is called."""
    match node:
        case FuncDef() | Decorator() | OverloadedFuncDef():
            function = function_behind(node)
            return None if function is None else _bound(function, through_instance=through_instance)
        case TypeInfo():
            return _constructor(checker, node)
        case Var():
            held = get_proper_type(node.type)
            return _call_of(checker, held) if isinstance(held, Instance) else None
    return None


def function_behind(node: FuncDef | Decorator | OverloadedFuncDef) -> FuncDef | None:
    """Give the function itself; None where a decorator may have put another in its place."""
    match node:
        case FuncDef():
            return node
        case OverloadedFuncDef():
            return node.impl if isinstance(node.impl, FuncDef) else None
    own, decorated = node.func.type, get_proper_type(node.var.type)
    if isinstance(decorated, Instance) and decorated.type.fullname in _TRANSPARENT:
        return node.func
    if isinstance(decorated, CallableType) and isinstance(own, CallableType):
        return node.func if is_same_type(decorated, own, ignore_promotions=True) else None
    if isinstance(decorated, CallableType) and (node.func.is_static or node.func.is_class):
        # Without annotations only the names tell; mypy's cache has no decorators.
        return node.func if decorated.arg_names == node.func.arg_names else None
    return None


def _bound(function: FuncDef, *, through_instance: bool) -> Called | None:
    if through_instance and stands_for_others(function):
        return None
    if not function.info or function.is_static:
        return Called(function)
    return Called(function, 1) if function.is_class or through_instance else None


def stands_for_others(method: FuncDef) -> bool:
    """Tell whether a method of an instance is abstract: another class says what it asks for."""
    return bool(method.info) and method.abstract_status != NOT_ABSTRACT


def _node_of(checker: TypeChecker, provider: RefExpr) -> tuple[SymbolNode | None, bool]:
    """Give what a name stands for, and whether it is reached through an instance."""
    if provider.node is not None or not isinstance(provider, MemberExpr):
        return provider.node, False
    held = infer(checker, provider.expr)
    info = class_of(held)
    symbol = info.get(provider.name) if info is not None else None
    return (symbol.node if symbol is not None else None), isinstance(held, Instance)


def _constructor(checker: TypeChecker, info: TypeInfo) -> Called | None:
    if info.fallback_to_any or info.get("__signature__") or _is_made_by_metaclass(info):
        return None
    for base in info.mro[:-1]:
        _recheck(checker, base, *_MAKERS)
    makers = [symbol for name in _MAKERS if (symbol := info.get(name)) is not None]
    own = [
        symbol.node
        for symbol in makers
        if isinstance(symbol.node, FuncDef) and symbol.node.info.fullname != "builtins.object"
    ]
    if len(own) != 1 or any(symbol.plugin_generated for symbol in makers):
        return None
    if own[0].info.is_named_tuple or own[0].info.typeddict_type:
        return None
    return Called(own[0], 1)


def _is_made_by_metaclass(info: TypeInfo) -> bool:
    meta = info.metaclass_type
    call = meta.type.get("__call__") if meta is not None else None
    return call is not None and call.fullname != "builtins.type.__call__"


def _call_of(checker: TypeChecker, held: ProperType) -> Called | None:
    """Give `__call__` of an instance."""
    if not isinstance(held, Instance) or held.type.fallback_to_any:
        return None
    if hides_call(held.type):
        return None
    for base in held.type.mro[:-1]:
        _recheck(checker, base, "__call__")
    symbol = held.type.get("__call__")
    if symbol is None or not isinstance(symbol.node, FuncDef):
        return None
    return _bound(symbol.node, through_instance=True)


def hides_call(info: TypeInfo) -> bool:
    """Tell whether what runs when an instance is called may ask for other things than it says.

    A `partial` or a cached function has the signature of what it wraps, a `FunctionType` any;
    what stands for a protocol or an abstract method is of another class.
    """
    return (
        info.module_name in _MODULES_OF_ANY
        or info.is_protocol
        or any(name == "__call__" for name, _ in info.abstract_attributes)
        or info.get("__signature__") is not None
    )


def _made_here(checker: TypeChecker, call: CallExpr) -> Called | None:
    """Give the one function that a factory of the module being checked defines and returns."""
    node = call.callee.node if isinstance(call.callee, RefExpr) else None
    if not isinstance(node, FuncDef) or node.info or node.is_generator or node.is_coroutine:
        return None
    if node.fullname != f"{checker.tree.fullname}.{node.name}":
        return None
    returned = [one.expr for one in all_return_statements(node)]
    made = {one.node if isinstance(one, RefExpr) else None for one in returned}
    found = made.pop() if len(made) == 1 else None
    if not isinstance(found, FuncDef | Decorator) or "." in found.fullname:
        return None
    function = function_behind(found)
    return None if function is None else Called(function)


def _recheck(checker: TypeChecker, base: TypeInfo, *methods: str) -> None:
    path = base.fullname[len(base.module_name) + 1 :]
    recheck_on(checker, base.module_name, *(f"{path}.{method}" for method in methods))
