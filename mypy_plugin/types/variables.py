"""What a variable is bound to: in this module by its assignment, elsewhere by the ledger."""

from collections.abc import Iterable

from mypy.nodes import AssignmentStmt, Expression, RefExpr, Var

from mypy_plugin.weaving.statements import Owner


def bound_value(variable: Var, owners: Iterable[Owner]) -> Expression | None:
    """Give the only expression this module binds `variable` to; None if there are more."""
    values = [
        owner.rvalue
        for owner in owners
        if isinstance(owner, AssignmentStmt)
        and any(isinstance(v, RefExpr) and v.node is variable for v in owner.lvalues)
    ]
    return values[0] if len(values) == 1 else None
