"""Which names of an annotation the running program will not find.

An annotation that is a string, be it by quotes or by `from __future__ import annotations`,
is evaluated later, in the globals of its module: there is no name that was only imported
under `if TYPE_CHECKING:`, and none of a function or a class around. Of a name that mypy
does not find either, mypy tells by itself.
"""

import builtins
from collections.abc import Iterable, Iterator, Sequence

from mypy.nodes import (
    Argument,
    AssignmentStmt,
    Block,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    ForStmt,
    FuncDef,
    IfStmt,
    Import,
    ImportAll,
    ImportFrom,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    Statement,
    TryStmt,
    TypeAliasStmt,
    UnaryExpr,
    WithStmt,
)
from mypy.typeanal import collect_all_inner_types
from mypy.types import (
    AnyType,
    CallableType,
    NoneType,
    Type,
    TypeList,
    TypeOfAny,
    UnboundType,
    UnionType,
    get_proper_type,
)

_CHECKING = frozenset({"TYPE_CHECKING", "MYPY"})
_AROUND = (IfStmt, TryStmt, WithStmt, ForStmt)
"""The statements of a module that names may be bound in under a condition."""
_ANYTHING = "*"
_UNKNOWN = frozenset({TypeOfAny.from_error, TypeOfAny.special_form})
"""What mypy takes a name for that it does not find, or cannot use."""


def is_a_string(tree: MypyFile, annotation: Type | None) -> bool:
    """Tell whether the running program finds an annotation as a string."""
    return tree.is_future_flag_set("annotations") or is_quoted(annotation)


def is_quoted(annotation: Type | None) -> bool:
    """Tell whether an annotation is written as a string."""
    return isinstance(annotation, UnboundType) and annotation.original_str_expr is not None


def lost_name(
    tree: MypyFile, function: FuncDef, argument: Argument, markers: Iterable[Expression]
) -> str | None:
    """Give a name in the annotation of a parameter that is not there at run time.

    `markers` are the calls in its `Annotated`, which mypy's type does not have.
    """
    annotation = argument.type_annotation
    if annotation is None or not is_a_string(tree, annotation) or _is_refused(function, argument):
        return None
    asked = [*names_in(annotation), *(name for marker in markers for name in _roots(marker))]
    return _first_lost(tree, asked)


def lost_in_field(
    tree: MypyFile, field: AssignmentStmt, markers: Iterable[Expression]
) -> str | None:
    """Give a name in the annotation of a class's field that is not there at run time."""
    annotation = field.unanalyzed_type
    if annotation is None or not is_a_string(tree, annotation):
        return None
    if field.type is None or _has_unknown(field.type):
        return None
    asked = [*names_in(annotation), *(name for marker in markers for name in _roots(marker))]
    return _first_lost(tree, asked)


def lost_in_return(tree: MypyFile, function: FuncDef, returned: Type | None) -> str | None:
    """Give a name in the return annotation of a function that is not there at run time."""
    annotation = return_annotation(function)
    if annotation is None or not is_a_string(tree, annotation):
        return None
    if returned is None or _has_unknown(returned):
        return None
    return _first_lost(tree, names_in(annotation))


def return_annotation(function: FuncDef) -> Type | None:
    """Give what stands behind the arrow, as it is written."""
    written = function.unanalyzed_type
    return written.ret_type if isinstance(written, CallableType) else None


def shown(annotation: Type | None) -> str:
    """Show an annotation; what mypy has forgotten of it as dots."""
    match annotation:
        case UnboundType():
            arguments = ", ".join(shown(argument) for argument in annotation.args)
            return f"{annotation.name}[{arguments}]" if arguments else annotation.name
        case UnionType():
            return " | ".join(shown(item) for item in annotation.items)
        case NoneType():
            return "None"
    return "..."


def checking_names(tree: MypyFile) -> set[str]:
    """Give the names a module binds for the type checker alone."""
    if not any(isinstance(statement, _AROUND) for statement in tree.defs):
        return set()
    bound, checking = _bound(tree)
    return checking - bound


def _first_lost(tree: MypyFile, asked: Iterable[str]) -> str | None:
    bound, checking = _bound(tree)
    if _ANYTHING in bound:
        return None
    return next((name for name in asked if _is_lost(name, tree, bound, checking)), None)


def _is_lost(name: str, tree: MypyFile, bound: set[str], checking: set[str]) -> bool:
    if name in bound or hasattr(builtins, name):
        return False
    symbol = tree.names.get(name)
    # Before 2.4 mypy may enter a function's class under its bare name as well.
    return name in checking or symbol is None or "@" in (symbol.fullname or "")


def _is_refused(function: FuncDef, argument: Argument) -> bool:
    """Tell whether mypy has found a mistake in an annotation."""
    if not isinstance(function.type, CallableType):
        return False
    return _has_unknown(function.type.arg_types[function.arguments.index(argument)])


def _has_unknown(declared: Type) -> bool:
    return any(
        isinstance(part, AnyType) and part.type_of_any in _UNKNOWN
        for part in map(get_proper_type, (declared, *collect_all_inner_types(declared)))
    )


def names_in(annotation: Type | None) -> Iterator[str]:
    """Yield the first parts of the names in an annotation.

    A string within it, as in `Literal["up"]`, is not evaluated with it.
    """
    if isinstance(annotation, UnboundType):
        yield annotation.name.partition(".")[0]
    inner: Sequence[Type] = ()
    match annotation:
        case UnboundType():
            inner = annotation.args
        case UnionType() | TypeList():
            inner = annotation.items
    for item in inner:
        if not isinstance(item, UnboundType) or item.original_str_expr is None:
            yield from names_in(item)


def _roots(expression: Expression) -> Iterator[str]:
    """Yield the first parts of the names in a marker that mypy has found."""
    match expression:
        case NameExpr():
            if expression.node is not None:
                yield expression.name
        case MemberExpr():
            yield from _roots(expression.expr)
        case IndexExpr():
            yield from _roots(expression.base)
        case CallExpr():
            yield from _roots(expression.callee)
            for argument in expression.args:
                yield from _roots(argument)


def _bound(tree: MypyFile) -> tuple[set[str], set[str]]:
    """Give the names a module binds when it runs, and those it binds for the type checker.

    Kept of the module that was asked about last; the daemon puts new statements into a tree.
    """
    body = tree.defs
    if _last.body is not body or _last.length != len(body):
        bound: set[str] = set()
        checking: set[str] = set()
        for name, is_checking in _bindings(body, is_checking=False):
            (checking if is_checking else bound).add(name)
        _last.body, _last.length, _last.names = body, len(body), (bound, checking)
    return _last.names


class _Last:
    """The names that the module which was asked about last binds."""

    body: list[Statement] | None = None
    length = 0
    names: tuple[set[str], set[str]] = set(), set()


_last = _Last()


def _bindings(body: list[Statement], *, is_checking: bool) -> Iterator[tuple[str, bool]]:
    for statement in body:
        for name in _names_bound(statement):
            yield name, is_checking
        if isinstance(statement, IfStmt):
            yield from _branches(statement, is_checking=is_checking)
        for block in _blocks(statement):
            yield from _bindings(block.body, is_checking=is_checking)


def _branches(statement: IfStmt, *, is_checking: bool) -> Iterator[tuple[str, bool]]:
    others: list[Block | None] = [statement.else_body]
    for condition, block in zip(statement.expr, statement.body, strict=True):
        inverted = isinstance(condition, UnaryExpr) and condition.op == "not"
        asked = condition.expr if isinstance(condition, UnaryExpr) else condition
        is_question = isinstance(asked, NameExpr | MemberExpr) and asked.name in _CHECKING
        here = is_checking or (is_question and not inverted)
        yield from _bindings(block.body, is_checking=here)
        if is_question and inverted and statement.else_body is not None:
            others = []
            yield from _bindings(statement.else_body.body, is_checking=True)
    for other in others:
        if other is not None:
            yield from _bindings(other.body, is_checking=is_checking)


def _names_bound(statement: Statement) -> Iterator[str]:
    match statement:
        case Import():
            for name, alias in statement.ids:
                yield alias or name.partition(".")[0]
        case ImportFrom():
            yield from (alias or name for name, alias in statement.names)
        case ImportAll():
            yield _ANYTHING
        case ClassDef() | FuncDef() | OverloadedFuncDef():
            yield statement.name
        case Decorator():
            yield statement.func.name
        case TypeAliasStmt():
            yield statement.name.name
        case AssignmentStmt():
            yield from (target.name for target in statement.lvalues if isinstance(target, NameExpr))
            if any(not isinstance(target, NameExpr) for target in statement.lvalues):
                for target in statement.lvalues:
                    items = getattr(target, "items", ())
                    yield from (item.name for item in items if isinstance(item, NameExpr))


def _blocks(statement: Statement) -> Iterator[Block]:
    match statement:
        case TryStmt():
            yield statement.body
            yield from statement.handlers
            if statement.else_body is not None:
                yield statement.else_body
            if statement.finally_body is not None:
                yield statement.finally_body
        case WithStmt() | ForStmt():
            yield statement.body
