"""Read a marker call after mypy has resolved its names."""

from mypy.nodes import CallExpr, Expression, NameExpr, RefExpr, SymbolNode, Var
from mypy.types import CallableType, Overloaded, get_proper_type

from mypy_plugin.names import MARKERS


def is_marker_call(expression: Expression) -> bool:
    """Tell whether `expression` calls a dependency marker, under whatever name."""
    return (
        isinstance(expression, CallExpr)
        and isinstance(expression.callee, RefExpr)
        and expression.callee.node is not None
        and defining_name(expression.callee.node) in MARKERS
    )


def provider_of(call: CallExpr) -> Expression | None:
    """Give `f` of `Depends(f)`; None for `Depends()` and `Depends(None)`."""
    for argument, name, kind in zip(call.args, call.arg_names, call.arg_kinds, strict=True):
        if kind.is_star():
            return None
        if name is None or name == "dependency":
            is_none = isinstance(argument, NameExpr) and argument.fullname == "builtins.None"
            return None if is_none else argument
    return None


def auto_error_is_off(call: CallExpr) -> bool:
    """Tell whether a call says `auto_error=False`, letter by letter."""
    if "auto_error" not in call.arg_names:
        return False
    value = call.args[call.arg_names.index("auto_error")]
    return isinstance(value, NameExpr) and value.name == "False"


def defining_name(node: SymbolNode) -> str:
    """Give where a function or class is defined, through a variable like `D = Depends`."""
    if not isinstance(node, Var):
        return node.fullname
    held = get_proper_type(node.type)
    if isinstance(held, Overloaded):
        held = held.items[0]
    if not isinstance(held, CallableType):
        return node.fullname
    definition = held.type_object() if held.is_type_obj() else held.definition
    return definition.fullname if definition is not None else node.fullname
