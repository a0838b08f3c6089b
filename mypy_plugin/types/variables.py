"""What a variable is bound to: in this module by its assignment, elsewhere by the ledger."""

from mypy.checker import TypeChecker
from mypy.nodes import Expression, MemberExpr, RefExpr, Var

from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.weaving.statements import Owners


def variable_of(checker: TypeChecker, expression: Expression) -> Var | None:
    """Give the variable `expression` names, be it an attribute of a class."""
    if not isinstance(expression, RefExpr):
        return None
    if expression.node is None and isinstance(expression, MemberExpr):
        info = class_of(infer(checker, expression.expr))
        symbol = info.get(expression.name) if info is not None else None
        return symbol.node if symbol is not None and isinstance(symbol.node, Var) else None
    return expression.node if isinstance(expression.node, Var) else None


def bound_value(variable: Var, owners: Owners) -> Expression | None:
    """Give the only expression this module binds `variable` to; None if there are more."""
    values = [
        owner.rvalue
        for owner in owners.assignments.get(variable.name, ())
        if any(isinstance(v, RefExpr) and v.node is variable for v in owner.lvalues)
    ]
    return values[0] if len(values) == 1 else None
