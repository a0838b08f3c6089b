"""Which aliases stand within the type that another alias is, where their markers are lost.

    MaybeUser = CurrentUser | None        Users = list[CurrentUser]

An alias of `Annotated[CurrentUser, ...]` keeps the marker.
"""

from collections.abc import Iterator

from mypy.nodes import (
    AssignmentStmt,
    Expression,
    IndexExpr,
    ListExpr,
    OpExpr,
    RefExpr,
    TupleExpr,
    TypeAliasStmt,
)

from mypy_plugin.dependants.definitions import Definer
from mypy_plugin.dependants.providers import Names
from mypy_plugin.types.origin import name_of
from mypy_plugin.weaving.statements import type_said


def aliases_within(names: Names, alias: Definer) -> Iterator[str]:
    """Yield the full names of the aliases within what an alias is defined as."""
    match alias:
        case AssignmentStmt(rvalue=value):
            yield from _within(names, value)
        case TypeAliasStmt():
            yield from _within(names, type_said(alias))


def _within(names: Names, value: Expression) -> Iterator[str]:
    for item in _items(value):
        if isinstance(item, RefExpr):
            found = names.alias_node(names.node(item))
            if found is not None:
                yield found
        else:
            yield from _within(names, item)


def _items(value: Expression) -> list[Expression]:
    match value:
        case OpExpr(op="|"):
            return [value.left, value.right]
        case IndexExpr():
            items = value.index.items if isinstance(value.index, TupleExpr) else [value.index]
            match name_of(value.base):
                case "Annotated":
                    return [one for one in items[:1] if not isinstance(one, RefExpr)]
                case "Literal":
                    return []
            return items
        case ListExpr(items=items):
            return items
    return []
