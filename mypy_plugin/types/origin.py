"""Say where a provider is defined and how it provides, for the note under a finding."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentExpr,
    AwaitExpr,
    CallExpr,
    ConditionalExpr,
    Decorator,
    DictExpr,
    DictionaryComprehension,
    Expression,
    FuncDef,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    OverloadedFuncDef,
    RefExpr,
    StrExpr,
    SuperExpr,
    TypeInfo,
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


_LOCAL_CLASS: Final = re.compile(r"@\d+")
"""What mypy adds to the name of a class in a function."""


def own_name(provider: Expression) -> str:
    """Name a provider as the running program does, without what has it: `check`."""
    return provider.name if isinstance(provider, MemberExpr) else name_of(provider)


def name_of(provider: Expression) -> str:
    """Name a provider as its user wrote it, shortened: `get_db`, `require(...)`.

    A function or a class has its own name, by whatever name or module it was reached.
    """
    match provider:
        case RefExpr(node=FuncDef() | Decorator() | OverloadedFuncDef() | TypeInfo() as node):
            return node.name
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
        case ConditionalExpr():
            return f"{name_of(provider.if_expr)} if ... else {name_of(provider.else_expr)}"
        case OpExpr():
            return f"{name_of(provider.left)} {provider.op} {name_of(provider.right)}"
        case AssignmentExpr():
            return provider.target.name
        case SuperExpr():
            return f"super().{provider.name}"
        case AwaitExpr():
            return f"await {name_of(provider.expr)}"
        case StrExpr() | IntExpr():
            return repr(provider.value)
        case DictExpr() | DictionaryComprehension():
            return "{...}"
        case ListExpr() | ListComprehension():
            return "[...]"
    return "..."


LineOf: TypeAlias = Callable[[str, MypyFile, str], int | None]
"""Gives the line at which a tree defines this full name, for a note in a module."""


def describe(
    checker: TypeChecker,
    provision: Provision,
    provided: str,
    line_of: LineOf,
    provider: Expression | None = None,
) -> tuple[str, ...]:
    """Give the note that says where a provider is defined and what it does there.

    Of what a factory made, where the factory is.
    """
    function = provision.definition
    if isinstance(function, FuncDef):
        defined = defined_at(checker, function, line_of)
        return () if defined is None else (f'{defined} and {_VERBS[provision.kind]} "{provided}"',)
    does = f'returns a provider of "{provided}"'
    match provider:
        case CallExpr(callee=RefExpr(node=FuncDef() as maker)):
            pass
        case CallExpr(callee=RefExpr(node=Decorator(func=maker))):
            pass
        case RefExpr(node=FuncDef() as maker):  # of a stub, which may be a generator
            does = f'provides "{provided}"'
        case _:
            return ()
    defined = defined_at(checker, maker, line_of)
    return () if defined is None else (f"{defined} and {does}",)


def defined_at(checker: TypeChecker, function: FuncDef, line_of: LineOf) -> str | None:
    """Say where a function is defined; of a library's, in which module."""
    fullname = function.fullname
    module = module_of(checker, fullname)
    name = fullname[len(module) + 1 :] if module else fullname
    if not function.info and (not module or "." in name):  # a local one, known only at home
        return f'"{function.name}" is defined at {_shown(checker.tree.path)}:{function.line}'
    place = place_of(checker, fullname, line_of)
    if place is None and not module:
        return None
    where = f"in {module}" if place is None else f"at {place}"
    return f'"{_LOCAL_CLASS.sub("", name)}" is defined {where}'


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
    place = _shown(tree.path)
    line = line_of(fullname, tree, checker.tree.fullname)
    return place if line is None else f"{place}:{line}"


def _shown(path: str) -> str:
    return os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)
