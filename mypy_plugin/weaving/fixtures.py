"""Finds what a test replaces through a fixture that it does not annotate.

pytest fills a parameter by its name, so `def test(override_dependency):` is a usual way to
ask for a fixture, and mypy knows nothing of it. What is called there is looked at as
syntax; whether it really names an application is asked when judging.
"""

from typing import Final

from mypy.nodes import CallExpr, ExpressionStmt, FuncDef, MemberExpr, MypyFile, NameExpr

from mypy_plugin.weaving.statements import inside, outer_functions

_CALLED: Final = {
    "override_dependency": (),
    "monkeypatch": ("setitem",),
    "mocker": ("patch", "dict"),
}
"""By the name of a fixture, which attribute of it is called with an override."""


def fixture_calls(file: MypyFile) -> list[ExpressionStmt]:
    """Give the statements in which a test or a fixture calls such a parameter."""
    return [
        statement
        for function in outer_functions(file.defs)
        if (names := _unannotated(function))
        for statement in inside(function.body.body)
        if isinstance(statement, ExpressionStmt)
        if isinstance(statement.expr, CallExpr) and _is_call_of(statement.expr, names)
    ]


def _unannotated(function: FuncDef) -> set[str]:
    """Give the fixtures among the parameters that have no annotation."""
    if _CALLED.keys().isdisjoint(function.arg_names):
        return set()
    return {
        argument.variable.name
        for argument in function.arguments
        if argument.variable.name in _CALLED and argument.type_annotation is None
    }


def _is_call_of(call: CallExpr, names: set[str]) -> bool:
    attributes: list[str] = []
    callee = call.callee
    while isinstance(callee, MemberExpr):
        attributes.insert(0, callee.name)
        callee = callee.expr
    return (
        isinstance(callee, NameExpr)
        and callee.name in names
        and _CALLED[callee.name] == tuple(attributes)
    )
