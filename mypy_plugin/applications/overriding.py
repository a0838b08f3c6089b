"""See: where a program puts one provider in the place of another.

    app.dependency_overrides[get_db] = fake_db          (also setdefault, update, |=, =)
    overrides = app.dependency_overrides; overrides[get_db] = fake_db
    monkeypatch.setitem(app.dependency_overrides, get_db, fake_db)
    monkeypatch.setattr(app, "dependency_overrides", {get_db: fake_db})
    monkeypatch.setattr("shop.app.dependency_overrides", {get_db: fake_db})
    with patch.dict(app.dependency_overrides, {get_db: fake_db}): ...
    with patch.object(app, "dependency_overrides", {get_db: fake_db}): ...
    with app.override(get_db, fake_db): ...
    Injector(overrides={get_db: fake_db})
    override_dependency(app, get_db, fake_db)           (the pytest fixture)

Dictionaries are everywhere, so what stands before the dot is looked at first, as syntax.
Knows expressions; *may not know* what a provider provides.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from mypy.lookup import lookup_fully_qualified
from mypy.nodes import (
    AssignmentExpr,
    CallExpr,
    Context,
    Expression,
    IndexExpr,
    MemberExpr,
    OperatorAssignmentStmt,
    StrExpr,
)

from mypy_plugin.applications.setters import Setter, is_application
from mypy_plugin.applications.tables import Replacing, Seen, displayed, unrolled
from mypy_plugin.names import APPLICATIONS, FIXTURES, INJECTORS, TABLE
from mypy_plugin.rechecking import recheck_on
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.variables import bound_value, variable_of


def replacings(seen: Seen, context: Context, rvalue: Expression) -> list[Replacing]:
    """Give what a call, an assignment to an item or `|=` replaces; nothing if it is another."""
    return [each for one in _written(seen, context, rvalue) for each in unrolled(seen, one)]


def _written(seen: Seen, context: Context, rvalue: Expression) -> list[Replacing]:
    match context:
        case IndexExpr(base=table, index=original) if is_table(seen, table):
            return [Replacing(original, rvalue)]
        case OperatorAssignmentStmt(op="|", lvalue=table) if is_table(seen, table):
            return list(displayed(seen, rvalue))
        case CallExpr(callee=MemberExpr() as callee):
            read = _CALLS.get(callee.name, _fixture)
            return read(seen, callee, context)
        case CallExpr(callee=callee):
            return _in_constructor(seen, context) or _fixture(seen, callee, context)
    return []


def named_replacings(seen: Seen, call: Expression) -> list[Replacing]:
    """Give what is replaced by the call of a fixture that only its name makes known."""
    match call:
        case CallExpr(callee=MemberExpr()):
            return replacings(seen, call, call)
        case CallExpr():
            application, *pair = _in_order(call, _OF_FIXTURE)
            if application is not None and _is_any_of(seen, application, APPLICATIONS):
                return _pair(pair)
    return []


def set_by(
    seen: Seen, found: Iterable[Setter], given: Mapping[str | None, Expression]
) -> list[Replacing]:
    """Give what the call of a function replaces that writes what it is `given` into a table."""
    replaced: list[Replacing] = []
    for one in found:
        application = given.get(one.application)
        if application is None:
            symbol = lookup_fully_qualified(one.application, seen.checker.modules)
            is_one = symbol is not None and is_application(symbol.node)
        else:
            is_one = _is_any_of(seen, application, APPLICATIONS)
        if is_one and one.table:
            replaced += _all(seen, [given.get(one.table)])
        elif is_one:
            replaced += _pair([given.get(one.original), given.get(one.replacement)])
    return [one._replace(is_apart=True) for one in replaced]


def is_table(seen: Seen, expression: Expression) -> bool:
    """Tell whether an expression is `<application>.dependency_overrides`, or names that."""
    if isinstance(expression, StrExpr):
        return _is_table_at(seen, expression.value)
    if isinstance(expression, MemberExpr) and expression.name == TABLE:
        return _is_any_of(seen, expression.expr, APPLICATIONS)
    if isinstance(expression, AssignmentExpr):
        return is_table(seen, expression.value)
    if getattr(expression, "name", None) not in seen.owners.assignments:
        return False
    variable = variable_of(seen.checker, expression)
    value = None if variable is None else bound_value(variable, seen.owners)
    return isinstance(value, MemberExpr) and value.name == TABLE and is_table(seen, value)


def _is_table_at(seen: Seen, path: str) -> bool:
    """Tell whether a path names the table of an application of a module that is imported."""
    module, _, name = path.removesuffix(f".{TABLE}").rpartition(".")
    if not path.endswith(f".{TABLE}") or module not in seen.checker.modules:
        return False
    nodes = (symbol.node for symbol in seen.checker.tree.names.values())
    if not any(node and f"{node.fullname}.".startswith(f"{module}.") for node in nodes):
        return False
    recheck_on(seen.checker, module, name)
    symbol = seen.checker.modules[module].names.get(name)
    return symbol is not None and is_application(symbol.node)


def _item(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`table.setdefault(f, g)`."""
    return _pair(call.args) if is_table(seen, callee.expr) else []


def _items(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`table.update({f: g})`."""
    return _all(seen, call.args[:1]) if is_table(seen, callee.expr) else []


def _item_of_first(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`monkeypatch.setitem(table, f, g)`."""
    table, *pair = _in_order(call, ("dic", "name", "value"))
    return _pair(pair) if table is not None and is_table(seen, table) else []


def _attribute(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`monkeypatch.setattr(app, "dependency_overrides", {f: g})`, and `patch.object(...)`."""
    names = ("target", "name", "value") if callee.name == "setattr" else _OF_PATCH
    application, name, table = _in_order(call, names)
    if isinstance(application, StrExpr):
        return _all(seen, [name]) if is_table(seen, application) else []
    if application is None or not isinstance(name, StrExpr) or name.value != TABLE:
        return []
    return _all(seen, [table]) if _is_any_of(seen, application, APPLICATIONS) else []


def _items_of_first(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`patch.dict(table, {f: g})`."""
    table, values = _in_order(call, ("in_dict", "values"))
    return _all(seen, [values]) if table is not None and is_table(seen, table) else []


def _block(seen: Seen, callee: MemberExpr, call: CallExpr) -> list[Replacing]:
    """`app.override(f, g)`; an attribute of this name may hold the fixture."""
    if not _is_any_of(seen, callee.expr, APPLICATIONS | INJECTORS):
        return _fixture(seen, callee, call)
    return _pair(_in_order(call, ("original", "replacement")))


def _in_constructor(seen: Seen, call: CallExpr) -> list[Replacing]:
    """`Injector(overrides={f: g})`."""
    (table,) = _in_order(call, ("overrides",))
    return _all(seen, [table])


def _fixture(seen: Seen, callee: Expression, call: CallExpr) -> list[Replacing]:
    """`override_dependency(app, f, g)`."""
    if not _is_any_of(seen, callee, FIXTURES):
        return []
    return _pair(_in_order(call, _OF_FIXTURE)[1:])


_OF_FIXTURE: Final = ("application", "original", "replacement")
_OF_PATCH: Final = ("target", "attribute", "new")


_CALLS: Final[dict[str, Callable[[Seen, MemberExpr, CallExpr], list[Replacing]]]] = {
    "__setitem__": _item,
    "setdefault": _item,
    "update": _items,
    "__ior__": _items,
    "setitem": _item_of_first,
    "setattr": _attribute,
    "object": _attribute,
    "dict": _items_of_first,
    "override": _block,
    "sync": lambda seen, _callee, call: _in_constructor(seen, call),
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


def _all(seen: Seen, tables: Iterable[Expression | None]) -> list[Replacing]:
    return [one for table in tables if table is not None for one in displayed(seen, table)]


def _is_any_of(seen: Seen, expression: Expression, classes: frozenset[str]) -> bool:
    info = class_of(infer(seen.checker, expression))
    return info is not None and any(base.fullname in classes for base in info.mro)
