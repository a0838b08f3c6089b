"""Say where a provider is defined and how it provides, for the note under a finding."""

import os
from collections.abc import Callable, Iterable
from typing import TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Expression,
    FuncDef,
    IndexExpr,
    LambdaExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
)

from mypy_plugin.types.provided import Kind, Provision, module_of
from typed_depends.chain import Link

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
        case IndexExpr():
            return f"{name_of(provider.base)}[...]"
    return "the provider"


LineOf: TypeAlias = Callable[[str, MypyFile, str], int | None]
"""Gives the line at which a tree defines this full name, for a note in a module."""


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
    place = place_of(checker, function.fullname, line_of)
    if place is None:
        return None
    name = function.fullname[len(module_of(checker, function.fullname)) + 1 :]
    return f'"{name}" is defined at {place}'


def defined_together(checker: TypeChecker, way: Iterable[Link], line_of: LineOf) -> str:
    """Say where everything on a way through the graph is defined, as far as that is the user's."""
    places = {
        link.name: place
        for link in way
        if link.where is not None and (place := place_of(checker, link.where, line_of))
    }
    said = ", ".join(f'"{name}" at {place}' for name, place in places.items())
    return said.replace('" at ', '" is defined at ', 1)


def place_of(checker: TypeChecker, fullname: str, line_of: LineOf) -> str | None:
    """Give the file, and the line if it is known, at which the user defines something."""
    tree = checker.modules.get(module_of(checker, fullname))
    if tree is None or not tree.path or "site-packages" in tree.path:
        return None
    place = os.path.relpath(tree.path) if os.path.isabs(tree.path) else tree.path
    line = line_of(fullname, tree, checker.tree.fullname)
    return place if line is None else f"{place}:{line}"
