"""Providers of which nothing is to be said: something else takes their place at run time."""

from mypy.checker import TypeChecker
from mypy.nodes import Context, Decorator, Expression, FuncDef, LambdaExpr, SymbolNode, TypeInfo
from mypy.types import NoneType, get_proper_type

from mypy_plugin.applications.routing import is_route
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.types.provided import Provision, module_of
from mypy_plugin.weaving.placeholders import is_placeholder_class, only_raises


def is_placeholder(checker: TypeChecker, dependants: Dependants, reading: Provision) -> bool:
    """Tell whether a provider stands for what must replace it."""
    function = reading.definition
    if isinstance(function, TypeInfo):
        return is_placeholder_class(function)
    if not isinstance(get_proper_type(reading.type), NoneType):
        return False
    if not isinstance(function, FuncDef):
        return False
    if module_of(checker, function.fullname) == checker.tree.fullname:
        return only_raises(function)
    return any(fault.kind == "raises" for fault in dependants.told.faults(function.fullname))


def is_redefined(dependants: Dependants, definition: SymbolNode | None) -> bool:
    """Tell whether the running program has another function by this name."""
    function = definition.func if isinstance(definition, Decorator) else definition
    return isinstance(function, FuncDef) and any(
        fault.kind == "twice" for fault in dependants.told.faults(function.fullname)
    )


def is_filled_by_decorator(
    dependants: Dependants, asked: Context, provider: Expression | None
) -> bool:
    """Tell whether `Depends(lambda: None)` keeps a place for what a decorator passes there."""
    if not isinstance(provider, LambdaExpr):
        return False
    if not isinstance(get_proper_type(dependants.checker.lookup_type(provider.expr())), NoneType):
        return False
    owner = dependants.owner_at((asked.line, asked.column))
    return owner is not None and not all(map(is_route, owner.decorators))
