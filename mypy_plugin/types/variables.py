"""What a variable is bound to: in this module by its assignment, elsewhere by the ledger."""

from collections.abc import Iterable

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Expression,
    MemberExpr,
    RefExpr,
    Statement,
    TypeInfo,
    Var,
)

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


def class_made(value: Expression | None) -> TypeInfo | None:
    """Give the class of `Class(...)`, which mypy may not have come to yet."""
    match value:
        case CallExpr(callee=RefExpr(node=TypeInfo() as info)):
            return info
    return None


def class_bound(variable: Var, body: Iterable[Statement]) -> TypeInfo | None:
    """Give the class whose instance `body` binds a variable to, before mypy knows its type."""
    values = [
        statement.rvalue
        for statement in body
        if isinstance(statement, AssignmentStmt)
        and any(isinstance(v, RefExpr) and v.node is variable for v in statement.lvalues)
    ]
    return class_made(values[0]) if len(values) == 1 else None
