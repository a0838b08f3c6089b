"""Finds what a test replaces through a fixture that it does not annotate.

pytest fills a parameter by its name, so `def test(override_dependency):` is a usual way to
ask for a fixture, and mypy knows nothing of it. What is called there is looked at as
syntax; whether it really names an application is asked when judging.
"""

from collections.abc import Iterator
from typing import Final

from mypy.nodes import (
    CallExpr,
    ExpressionStmt,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    Statement,
    WithStmt,
)

from mypy_plugin.weaving.statements import inside, outer_functions

_CALLED: Final = {
    "override_dependency": ("",),
    "monkeypatch": ("setitem", "setattr"),
    "mocker": ("patch.dict", "patch.object"),
}
"""By the name of a fixture, which attributes of it are called with an override."""

_CONTEXTS: Final = ("context",)
"""Attributes that give another such fixture to a `with` block."""


def fixture_calls(file: MypyFile) -> list[ExpressionStmt]:
    """Give the statements in which a test or a fixture calls such a parameter."""
    return [
        statement
        for function in outer_functions(file.defs)
        if (names := _unannotated(function))
        for statement in _calls_of(names, inside(function.body.body))
    ]


def _unannotated(function: FuncDef) -> dict[str, str]:
    """Give the fixtures among the parameters that have no annotation, by what they are called."""
    if _CALLED.keys().isdisjoint(function.arg_names):
        return {}
    return {
        (name := argument.variable.name): name
        for argument in function.arguments
        if argument.variable.name in _CALLED and argument.type_annotation is None
    }


def _calls_of(names: dict[str, str], statements: Iterator[Statement]) -> Iterator[ExpressionStmt]:
    for statement in statements:
        match statement:
            case WithStmt(expr=[CallExpr() as call], target=[NameExpr(name=given)]):
                name, attribute = _called(call)
                if name in names and attribute in _CONTEXTS:
                    names[given] = names[name]
            case ExpressionStmt(expr=CallExpr() as call):
                name, attribute = _called(call)
                if name in names and attribute in _CALLED[names[name]]:
                    yield statement


def _called(call: CallExpr) -> tuple[str, str]:
    """Give the name and the attributes that are called: `monkeypatch` and `setitem`."""
    attributes: list[str] = []
    callee = call.callee
    while isinstance(callee, MemberExpr):
        attributes.insert(0, callee.name)
        callee = callee.expr
    return callee.name if isinstance(callee, NameExpr) else "", ".".join(attributes)
