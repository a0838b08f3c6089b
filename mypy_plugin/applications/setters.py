"""See: which functions of a module write what they are given into a table of overrides.

    @contextmanager
    def overridden(app: FastAPI, fakes: Overrides) -> Iterator[None]:
        app.dependency_overrides.update(fakes)

Only what the function does whatever happens, with parameters that it binds to nothing else.
Knows statements; whether it is truly an application that has the table shows where it is called.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Decorator,
    DictExpr,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OperatorAssignmentStmt,
    RefExpr,
    Statement,
    SymbolNode,
    TryStmt,
    TupleExpr,
    TypeInfo,
    Var,
    WithStmt,
)
from mypy.types import Instance, get_proper_type

from mypy_plugin.names import APPLICATIONS, TABLE
from mypy_plugin.weaving.statements import inside

_BLOCKS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


class Setter(NamedTuple):
    """What is set by a call of a function: by the parameters with these names.

    Either the whole `table`, or an `original` and its `replacement`. The application is the
    parameter of this name, or what a full name stands for.
    """

    application: str
    table: str = ""
    original: str = ""
    replacement: str = ""


def setters(tree: MypyFile) -> Iterator[tuple[str, list[Setter]]]:
    """Yield the functions of a module that others can call, by name, with what they set."""
    for statement in tree.defs:
        match statement:
            case FuncDef() as function:
                pass
            case Decorator(func=function, original_decorators=[RefExpr(fullname=fullname)]) if (
                fullname in _BLOCKS
            ):
                pass
            case _:
                continue
        found = list(_set_by(function))
        if found:
            yield function.name, found


def knows_application(tree: MypyFile) -> bool:
    """Tell whether a module has a name for an application or a class of such."""
    return any(is_application(symbol.node) for symbol in tree.names.values())


def is_application(node: SymbolNode | None) -> bool:
    """Tell whether a name stands for an application or a class of such."""
    held = get_proper_type(node.type) if isinstance(node, Var) else None
    info = held.type if isinstance(held, Instance) else node
    return isinstance(info, TypeInfo) and any(base.fullname in APPLICATIONS for base in info.mro)


def encode_setters(found: list[Setter]) -> str:
    """Write setters down, for the ledger."""
    return json.dumps(found, separators=(",", ":"))


def decode_setters(text: str) -> list[Setter]:
    """Read what `encode_setters` has written."""
    return [Setter(*names) for names in json.loads(text)]


def _set_by(function: FuncDef) -> Iterator[Setter]:
    written = list(_written(function.body.body))
    if not written:
        return
    given = {
        argument.variable
        for argument in function.arguments
        if not argument.kind.is_star() and not _is_bound_again(function, argument.variable)
    }
    for holder, *names in written:
        application = holder.name if holder.node in given else holder.fullname
        if application and all(name is None or name.node in given for name in names):
            yield Setter(application, *("" if name is None else name.name for name in names))


_Write = tuple[NameExpr, NameExpr | None, NameExpr | None, NameExpr | None]
"""The application, and the names of a table, or of an original and its replacement."""


def _written(body: Iterable[Statement]) -> Iterator[_Write]:
    """Yield what is written into a table, whatever happens."""
    for statement in body:
        match statement:
            case TryStmt(body=inner) | WithStmt(body=inner):
                yield from _written(inner.body)
            case ForStmt(
                index=TupleExpr(items=[NameExpr() as key, NameExpr() as value]),
                expr=CallExpr(callee=MemberExpr(name="items", expr=NameExpr() as table)),
                body=inner,
            ):
                for holder, _, original, replacement in _written(inner.body):
                    pair = [name.node for name in (original, replacement) if name is not None]
                    if pair == [key.node, value.node]:
                        yield holder, table, None, None
            case (
                ExpressionStmt(
                    expr=CallExpr(callee=MemberExpr(name="update", expr=target), args=[given])
                )
                | OperatorAssignmentStmt(op="|", lvalue=target, rvalue=given)
            ):
                yield from _merged(target, given)
            case AssignmentStmt(lvalues=[IndexExpr(base=target, index=key)], rvalue=value):
                yield from _paired(target, key, value)
            case ExpressionStmt(
                expr=CallExpr(callee=MemberExpr(name="setdefault", expr=target), args=[key, value])
            ):
                yield from _paired(target, key, value)
            case AssignmentStmt(lvalues=[MemberExpr() as target], rvalue=given):
                yield from _merged(target, given)


def _merged(target: Expression, given: Expression) -> Iterator[_Write]:
    holder = _holder(target)
    items = given.items if isinstance(given, DictExpr) else [(None, given)]
    for key, value in items if holder is not None else ():
        if holder is not None and key is None and isinstance(value, NameExpr):
            yield holder, value, None, None
        elif key is not None:
            yield from _paired(target, key, value)


def _paired(target: Expression, key: Expression, value: Expression) -> Iterator[_Write]:
    holder = _holder(target)
    if holder is not None and isinstance(key, NameExpr) and isinstance(value, NameExpr):
        yield holder, None, key, value


def _holder(table: Expression) -> NameExpr | None:
    """Give the name of what has a table."""
    match table:
        case MemberExpr(name=name, expr=NameExpr() as holder) if name == TABLE:
            return holder
    return None


def _is_bound_again(function: FuncDef, parameter: Var) -> bool:
    """Tell whether a function binds one of its parameters to something else."""
    for statement in inside(function.body.body):
        match statement:
            case AssignmentStmt(lvalues=targets):
                pass
            case ForStmt(index=target) | OperatorAssignmentStmt(lvalue=target):
                targets = [target]
            case WithStmt(target=given):
                targets = [one for one in given if one is not None]
            case _:
                continue
        for target in targets:
            items = target.items if isinstance(target, TupleExpr) else [target]
            if any(isinstance(item, NameExpr) and item.node is parameter for item in items):
                return True
    return False
