"""See: where a program puts one provider in the place of another.

    app.dependency_overrides[get_db] = fake_db          (also setdefault, update, |=, =)
    monkeypatch.setitem(app.dependency_overrides, get_db, fake_db)
    with patch.dict(app.dependency_overrides, {get_db: fake_db}): ...
    with app.override(get_db, fake_db): ...
    Injector(overrides={get_db: fake_db})
    override_dependency(app, get_db, fake_db)           (the pytest fixture)

Dictionaries are everywhere, so what stands before the dot is looked at first, as syntax.
Knows expressions; *may not know* what a provider provides.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Context,
    DictExpr,
    Expression,
    IndexExpr,
    ListExpr,
    MemberExpr,
    OperatorAssignmentStmt,
    OpExpr,
    RefExpr,
    TupleExpr,
)

from mypy_plugin.names import APPLICATIONS, FIXTURES, INJECTORS, TABLE
from mypy_plugin.types.inference import class_of, infer


class Replacing(NamedTuple):
    """One provider put in the place of another."""

    original: Expression
    replacement: Expression


def replacings(checker: TypeChecker, context: Context, rvalue: Expression) -> list[Replacing]:
    """Give what a call, an assignment to an item or `|=` replaces; nothing if it is another."""
    match context:
        case IndexExpr(base=table, index=original) if is_table(checker, table):
            return [Replacing(original, rvalue)]
        case OperatorAssignmentStmt(op="|", lvalue=table) if is_table(checker, table):
            return list(displayed(rvalue))
        case CallExpr(callee=MemberExpr() as callee):
            read = _CALLS.get(callee.name)
            found = read(checker, callee, context) if read is not None else []
            return found or _fixture(checker, callee, context)
        case CallExpr(callee=callee):
            return _in_constructor(context) or _fixture(checker, callee, context)
    return []


def named_replacings(checker: TypeChecker, call: Expression) -> list[Replacing]:
    """Give what is replaced by the call of a fixture that only its name makes known."""
    match call:
        case CallExpr(callee=MemberExpr()):
            return replacings(checker, call, call)
        case CallExpr():
            application, *pair = _in_order(call, _OF_FIXTURE)
            if application is not None and _is_any_of(checker, application, APPLICATIONS):
                return _pair(pair)
    return []


def is_table(checker: TypeChecker, expression: Expression) -> bool:
    """Tell whether an expression is `<application>.dependency_overrides`."""
    return (
        isinstance(expression, MemberExpr)
        and expression.name == TABLE
        and _is_any_of(checker, expression.expr, APPLICATIONS)
    )


def displayed(table: Expression) -> Iterator[Replacing]:
    """Yield the items of a table that is written out."""
    match table:
        case DictExpr(items=items):
            for original, replacement in items:
                if original is not None:
                    yield Replacing(original, replacement)
        case OpExpr(op="|", left=left, right=right):
            yield from displayed(left)
            yield from displayed(right)
        case CallExpr(callee=RefExpr(fullname="builtins.dict"), args=[copied, *_]):
            yield from displayed(copied)
        case ListExpr(items=rows) | TupleExpr(items=rows):
            for row in rows:
                match row:
                    case TupleExpr(items=[original, replacement]):
                        yield Replacing(original, replacement)


def _item(checker: TypeChecker, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`table.setdefault(f, g)`."""
    return _pair(call.args) if is_table(checker, callee.expr) else []


def _items(checker: TypeChecker, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`table.update({f: g})`."""
    return _all(call.args[:1]) if is_table(checker, callee.expr) else []


def _item_of_first(checker: TypeChecker, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`monkeypatch.setitem(table, f, g)`."""
    table, *pair = _in_order(call, ("dic", "name", "value"))
    return _pair(pair) if table is not None and is_table(checker, table) else []


def _items_of_first(checker: TypeChecker, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`patch.dict(table, {f: g})`."""
    table, values = _in_order(call, ("in_dict", "values"))
    return _all([values]) if table is not None and is_table(checker, table) else []


def _block(checker: TypeChecker, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`app.override(f, g)`."""
    if not _is_any_of(checker, callee.expr, APPLICATIONS | INJECTORS):
        return []
    return _pair(_in_order(call, ("original", "replacement")))


def _in_constructor(call: CallExpr) -> list[Replacing]:
    """`Injector(overrides={f: g})`."""
    (table,) = _in_order(call, ("overrides",))
    return _all([table])


def _fixture(checker: TypeChecker, callee: Expression, call: CallExpr) -> list[Replacing]:
    """`override_dependency(app, f, g)`."""
    if not _is_any_of(checker, callee, FIXTURES):
        return []
    return _pair(_in_order(call, _OF_FIXTURE)[1:])


_OF_FIXTURE: Final = ("application", "original", "replacement")


_CALLS: Final[dict[str, Callable[[TypeChecker, MemberExpr, CallExpr], list[Replacing]]]] = {
    "__setitem__": _item,
    "setdefault": _item,
    "update": _items,
    "__ior__": _items,
    "setitem": _item_of_first,
    "dict": _items_of_first,
    "override": _block,
    "sync": lambda _checker, _callee, call: _in_constructor(call),
}


def _in_order(call: CallExpr, names: tuple[str, ...]) -> list[Expression | None]:
    """Give the arguments of a call in the order of its parameters' names."""
    found: dict[str, Expression] = {}
    for place, (argument, name, kind) in enumerate(
        zip(call.args, call.arg_names, call.arg_kinds, strict=True)
    ):
        if kind.is_star():
            break
        if name is not None:
            found[name] = argument
        elif place < len(names):
            found[names[place]] = argument
    return [found.get(name) for name in names]


def _pair(arguments: Iterable[Expression | None]) -> list[Replacing]:
    match list(arguments):
        case [Expression() as original, Expression() as replacement]:
            return [Replacing(original, replacement)]
    return []


def _all(tables: Iterable[Expression | None]) -> list[Replacing]:
    return [one for table in tables if table is not None for one in displayed(table)]


def _is_any_of(checker: TypeChecker, expression: Expression, classes: frozenset[str]) -> bool:
    info = class_of(infer(checker, expression))
    return info is not None and any(base.fullname in classes for base in info.mro)
