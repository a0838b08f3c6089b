"""Say where a provider is defined and how it provides, for the note under a finding."""

import os
from collections.abc import Callable
from typing import TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Expression, FuncDef, LambdaExpr, MemberExpr, MypyFile, NameExpr

from mypy_plugin.types.provided import Kind, Provision, module_of

_VERBS: dict[Kind, str] = {
    "function": "returns",
    "coroutine": "returns",
    "generator": "yields",
    "async generator": "yields",
    "class": "makes",
}


def name_of(provider: Expression) -> str:
    """Name a provider as its user wrote it, shortened: `get_db`, `require(...)`."""
    match provider:
        case NameExpr():
            return provider.name
        case MemberExpr():
            return f"{name_of(provider.expr)}.{provider.name}"
        case CallExpr():
            return f"{name_of(provider.callee)}(...)"
        case LambdaExpr():
            return "lambda"
    return "the provider"


LineOf: TypeAlias = Callable[[FuncDef, MypyFile, str], int | None]
"""Gives the line of a function in a tree, for a note in a module."""


def describe(
    checker: TypeChecker, provision: Provision, provided: str, line_of: LineOf
) -> tuple[str, ...]:
    """Give the note that says where a provider is defined and what it does there."""
    function = provision.definition
    defined = defined_at(checker, function, line_of) if isinstance(function, FuncDef) else None
    if defined is None:
        return ()
    return (f'{defined} and {_VERBS[provision.kind]} "{provided}"',)


def defined_at(checker: TypeChecker, function: FuncDef, line_of: LineOf) -> str | None:
    """Say where a function of the user's is defined."""
    module = module_of(checker, function.fullname)
    tree = checker.modules.get(module)
    if tree is None or not tree.path or "site-packages" in tree.path:
        return None
    place = os.path.relpath(tree.path) if os.path.isabs(tree.path) else tree.path
    line = line_of(function, tree, checker.tree.fullname)
    place = place if line is None else f"{place}:{line}"
    return f'"{function.fullname[len(module) + 1 :]}" is defined at {place}'
