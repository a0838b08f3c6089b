"""A walk over the statements of a tree, block by block.

Yields each statement with the blocks around it, so that the weaver knows where to
put a probe and a judge finds the owner of one again. Expressions are not walked.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    Block,
    CallExpr,
    ClassDef,
    Decorator,
    DelStmt,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    Import,
    ImportAll,
    ImportFrom,
    MatchStmt,
    MemberExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    PassStmt,
    RaiseStmt,
    ReturnStmt,
    Statement,
    TryStmt,
    TypeAliasStmt,
    WhileStmt,
    WithStmt,
)

from mypy_plugin.names import LEDGER
from mypy_plugin.weaving.bindings import dotted_name

Owner: TypeAlias = FuncDef | AssignmentStmt | TypeAliasStmt
Position: TypeAlias = tuple[int, int]

_LEAVES: Final[frozenset[type[Statement]]] = frozenset(
    {AssertStmt, DelStmt, ExpressionStmt, PassStmt, RaiseStmt, ReturnStmt}
    | {Import, ImportAll, ImportFrom}
)
"""Statements that hold no other, and nothing of interest: most of them."""


class Place(NamedTuple):
    """Where a statement stands: its block's statements, and the class or function around."""

    body: list[Statement]
    statement: Statement
    classes: tuple["Place", ...] = ()
    in_function: bool = False

    @property
    def outside_classes(self) -> "Place":
        """The place of the outermost class around, or this place."""
        return self.classes[0] if self.classes else self

    @property
    def class_definition(self) -> ClassDef | None:
        """The innermost class around."""
        if not self.classes:
            return None
        statement = self.classes[-1].statement
        return statement if isinstance(statement, ClassDef) else None


def walk(file: MypyFile) -> Iterator[tuple[Place, Owner]]:
    """Yield every function, assignment and type alias of `file` with its place.

    Nothing of the ledger, whose entries stand where what they tell of stands.
    """
    yield from _walk_body(file.defs, (), in_function=False)


def loose_calls(file: MypyFile) -> Iterator[CallExpr]:
    """Yield the calls that are statements, and those that a function returns."""
    waiting: list[Statement] = list(reversed(file.defs))
    while waiting:
        statement = waiting.pop()
        match statement:
            case ExpressionStmt(expr=CallExpr() as call) | ReturnStmt(expr=CallExpr() as call):
                yield call
            case FuncDef():
                waiting.extend(reversed(statement.body.body))
            case Decorator():
                waiting.extend(reversed(statement.func.body.body))
            case ClassDef():
                waiting.extend(reversed(statement.defs.body))
            case _:
                for block in blocks(statement):
                    waiting.extend(reversed(block.body))


class Owners(dict[Position, Owner]):
    """The statements of one tree that a probe may belong to, by their line and column."""

    @cached_property
    def assignments(self) -> Mapping[str, Sequence[AssignmentStmt]]:
        """The assignments by each name they assign to, be it that of an attribute."""
        found: dict[str, list[AssignmentStmt]] = {}
        for owner in self.values():
            if isinstance(owner, AssignmentStmt):
                targets = [one for one in owner.lvalues if isinstance(one, NameExpr | MemberExpr)]
                for name in {target.name for target in targets}:
                    found.setdefault(name, []).append(owner)
        return found


def owners(file: MypyFile) -> Owners:
    """Index the statements a probe may belong to."""
    return Owners({(owner.line, owner.column): owner for _, owner in walk(file)})


def inside(body: list[Statement]) -> Iterator[Statement]:
    """Yield every statement of a body, and those in its blocks, functions and classes."""
    for statement in body:
        yield statement
        match statement:
            case FuncDef():
                yield from inside(statement.body.body)
            case Decorator():
                yield from inside(statement.func.body.body)
            case ClassDef():
                yield from inside(statement.defs.body)
            case _:
                for block in blocks(statement):
                    yield from inside(block.body)


def _walk_body(
    body: list[Statement], classes: tuple[Place, ...], *, in_function: bool
) -> Iterator[tuple[Place, Owner]]:
    for statement in body:
        if type(statement) in _LEAVES:
            continue
        place = Place(body, statement, classes, in_function)
        match statement:
            case FuncDef():
                yield from _walk_function(place, statement)
            case Decorator():
                yield from _walk_function(place, statement.func)
            case OverloadedFuncDef():
                yield from _walk_overloaded(place, statement)
            case AssignmentStmt() | TypeAliasStmt():
                yield place, statement
            case ClassDef(name=name) if name != LEDGER:
                yield from _walk_body(
                    statement.defs.body, (*classes, place), in_function=in_function
                )
            case _:
                for block in blocks(statement):
                    if block.is_unreachable:
                        continue
                    yield from _walk_body(block.body, classes, in_function=in_function)


def _walk_function(place: Place, function: FuncDef) -> Iterator[tuple[Place, Owner]]:
    yield place, function
    yield from _walk_body(function.body.body, (), in_function=True)


def _walk_overloaded(place: Place, overloaded: OverloadedFuncDef) -> Iterator[tuple[Place, Owner]]:
    for function, _ in running_items(overloaded):
        yield from _walk_function(place, function)


def running_items(
    overloaded: OverloadedFuncDef,
) -> Iterator[tuple[FuncDef, tuple[Expression, ...]]]:
    """Yield what runs, with its decorators: overloads' implementation, a property's functions."""
    items = [*overloaded.items, overloaded.impl] if overloaded.impl else overloaded.items
    for item in items:
        match item:
            case Decorator() if not _is_overload(item):
                yield item.func, tuple(item.original_decorators)
            case FuncDef():
                yield item, ()


def _is_overload(decorated: Decorator) -> bool:
    names = map(dotted_name, decorated.original_decorators)
    return any(name is not None and name.rpartition(".")[2] == "overload" for name in names)


def blocks(statement: Statement) -> Iterator[Block]:
    """Yield the blocks of a statement that is neither a class nor a function."""
    match statement:
        case IfStmt():
            yield from statement.body
            if statement.else_body:
                yield statement.else_body
        case ForStmt() | WhileStmt():
            yield statement.body
            if statement.else_body:
                yield statement.else_body
        case WithStmt():
            yield statement.body
        case TryStmt():
            yield statement.body
            yield from statement.handlers
            if statement.else_body:
                yield statement.else_body
            if statement.finally_body:
                yield statement.finally_body
        case MatchStmt():
            yield from statement.bodies
        case Block():
            yield statement
