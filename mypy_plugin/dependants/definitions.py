"""Everything in a tree that can have markers, with the name by which others may ask for it.

The name is mypy's full name; a function in a function, which has none, gets one:
`shop.auth.require.__locals__.check`.
"""

from collections import Counter
from typing import Final, NamedTuple, TypeAlias

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    OverloadedFuncDef,
    RefExpr,
    Statement,
    StrExpr,
    TypeAliasStmt,
)

from mypy_plugin.names import LEDGER, LOCALS
from mypy_plugin.weaving.statements import LEAVES, Position, blocks, running_items

Definer: TypeAlias = FuncDef | AssignmentStmt | TypeAliasStmt


_HOLDERS: Final = (CallExpr, RefExpr, IndexExpr, StrExpr)
"""What may make a variable hold a marker, be an alias, or stand for a provider."""


class Definition(NamedTuple):
    """A statement that defines `fullname`; `around` is the class or function it stands in.

    `lexical` says all that it stands in, also where mypy names a class in a function otherwise.
    """

    fullname: str
    lexical: str
    node: Definer
    around: str
    in_class: bool
    decorators: tuple[Expression, ...] = ()


def definitions(tree: MypyFile) -> list[Definition]:
    """Give every function, telling assignment and alias of a tree, what is inside after it."""
    name = tree.fullname
    found: list[Definition] = []
    _in_body(found, tree.defs, name, name, name, in_class=False)
    return found


def local_names(found: list[Definition]) -> dict[Position, str]:
    """Give the names of functions in functions by the place where they are defined.

    Of variables in functions, too, where no other statement defines the same name.
    """
    local = [d for d in found if LOCALS in d.fullname]
    times = Counter(d.fullname for d in local)
    return {
        (d.node.line, d.node.column): d.fullname
        for d in local
        if isinstance(d.node, FuncDef)
        or (isinstance(d.node, AssignmentStmt) and not d.in_class and times[d.fullname] == 1)
    }


def _in_body(
    found: list[Definition],
    body: list[Statement],
    prefix: str,
    lexical: str,
    around: str,
    *,
    in_class: bool,
) -> None:
    for statement in body:
        if type(statement) in LEAVES:
            continue
        match statement:
            case FuncDef():
                _function(found, statement, prefix, lexical, around, (), in_class=in_class)
            case Decorator():
                decorators = tuple(statement.original_decorators)
                _function(
                    found, statement.func, prefix, lexical, around, decorators, in_class=in_class
                )
            case OverloadedFuncDef():
                for function, decorators in running_items(statement):
                    _function(
                        found, function, prefix, lexical, around, decorators, in_class=in_class
                    )
            case ClassDef() if statement.name != LEDGER:
                name = statement.info.fullname if statement.info else f"{prefix}.{statement.name}"
                inner = f"{lexical}.{statement.name}"
                _in_body(found, statement.defs.body, name, inner, name, in_class=True)
            case AssignmentStmt():
                target = statement.lvalues[0]
                value = statement.rvalue
                tells = statement.unanalyzed_type or isinstance(value, _HOLDERS)
                tells = tells or (isinstance(value, OpExpr) and value.op == "|")
                if tells and len(statement.lvalues) == 1 and isinstance(target, NameExpr):
                    name = target.name
                    found.append(
                        Definition(
                            f"{prefix}.{name}", f"{lexical}.{name}", statement, around, in_class
                        )
                    )
            case TypeAliasStmt():
                name = statement.name.name
                found.append(
                    Definition(f"{prefix}.{name}", f"{lexical}.{name}", statement, around, in_class)
                )
            case _:
                for block in blocks(statement):
                    if not block.is_unreachable:
                        _in_body(found, block.body, prefix, lexical, around, in_class=in_class)


def _function(
    found: list[Definition],
    function: FuncDef,
    prefix: str,
    lexical: str,
    around: str,
    decorators: tuple[Expression, ...],
    *,
    in_class: bool,
) -> None:
    if function.name.startswith(LEDGER):
        return
    name = f"{prefix}.{function.name}"
    inner = f"{lexical}.{function.name}"
    found.append(Definition(name, inner, function, around, in_class, decorators))
    _in_body(
        found, function.body.body, f"{name}.{LOCALS}", f"{inner}.{LOCALS}", name, in_class=False
    )
