"""See: what stands in a `dependencies=[...]` although it is no `Depends(...)`.

    @app.get("/", dependencies=[check])        App(dependencies=[Limiter()])
    app.include_router(router, dependencies=[require("admin")])

Only what surely is no marker: a variable or an attribute may hold one, and a call may make one.
"""

from collections.abc import Iterator

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    IntExpr,
    LambdaExpr,
    ListExpr,
    MemberExpr,
    OverloadedFuncDef,
    RefExpr,
    StrExpr,
    TupleExpr,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, Instance, Overloaded, get_proper_type

from mypy_plugin.ledger import recall
from mypy_plugin.markers import is_marker_call, keyword
from mypy_plugin.names import MARKERS
from mypy_plugin.types.beside import without_probe
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.origin import name_of, own_name
from mypy_plugin.types.provided import module_of
from mypy_plugin.types.variables import class_bound


def stray_items(checker: TypeChecker, call: CallExpr) -> Iterator[tuple[Expression, str]]:
    """Yield what is no marker in the `dependencies=[...]` of a call, and how to show it."""
    listed = keyword(call, "dependencies")
    if isinstance(listed, ListExpr | TupleExpr):
        for item in listed.items:
            shown = stray(checker, item)
            if shown is not None:
                yield item, shown


def listed_markers(call: CallExpr) -> Iterator[CallExpr]:
    """Yield each marker in the `dependencies=[...]` of a call."""
    listed = keyword(call, "dependencies")
    for item in listed.items if isinstance(listed, ListExpr | TupleExpr) else ():
        marker = without_probe(item)
        if isinstance(marker, CallExpr) and is_marker_call(marker):
            yield marker


def bare_markers(call: CallExpr) -> Iterator[CallExpr]:
    """Yield each `Depends()` in the `dependencies=[...]` of a call, which names no provider."""
    return (marker for marker in listed_markers(call) if not marker.args)


def stray(checker: TypeChecker, item: Expression) -> str | None:
    """Show something that surely is no marker, as the runtime does; None for anything else."""
    match item:
        case StrExpr(value=text):
            return repr(text)
        case IntExpr(value=number):
            return repr(number)
        case LambdaExpr():
            return '"lambda"'
        case CallExpr() if without_probe(item) is item and not is_marker_call(item):
            return _shown_call(checker, item)
        case RefExpr() if _is_callable(checker, item):
            return f'"{own_name(item)}"'
        case RefExpr(node=Var() as variable):
            return _shown_variable(checker, variable)
    return None


def _shown_variable(checker: TypeChecker, variable: Var) -> str | None:
    """Show a variable of a module that is surely bound to an instance with `__call__`.

    A marker of typed_depends has the type of what it provides, so the type alone does not tell.
    """
    made = get_proper_type(variable.type)
    if not isinstance(made, Instance) or made.type.get("__call__") is None:
        return None
    home = module_of(checker, variable.fullname)
    if home == checker.tree.fullname:
        is_made = class_bound(variable, checker.tree.defs) is made.type
    else:
        is_made = bool(home) and recall(checker, variable) is None
    return _shown_instance(made) if is_made else None


def _shown_call(checker: TypeChecker, call: CallExpr) -> str | None:
    """Show what a call gives: an instance by its class, a function as the factory's result."""
    made = infer(checker, call)
    if isinstance(made, CallableType | Overloaded):
        return f"what {name_of(call.callee)}() returned"
    node = call.callee.node if isinstance(call.callee, RefExpr) else None
    if isinstance(node, TypeInfo) and isinstance(made, Instance):
        return _shown_instance(made)
    return None


def _shown_instance(made: Instance) -> str | None:
    is_marker = any(base.fullname in MARKERS for base in made.type.mro)
    return None if is_marker or made.type.fallback_to_any else f'"{made.type.name}"'


def _is_callable(checker: TypeChecker, item: RefExpr) -> bool:
    """Tell whether a name is that of a function, a method or a class."""
    node = item.node
    if node is None and isinstance(item, MemberExpr):
        info = class_of(infer(checker, item.expr))
        symbol = info.get(item.name) if info is not None else None
        node = symbol.node if symbol is not None else None
    if isinstance(node, Decorator):
        return isinstance(infer(checker, item), CallableType | Overloaded)
    return isinstance(node, FuncDef | OverloadedFuncDef | TypeInfo)
