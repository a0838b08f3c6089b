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

LEAVES: Final[frozenset[type[Statement]]] = frozenset(
    {AssertStmt, DelStmt, ExpressionStmt, PassStmt, RaiseStmt, ReturnStmt}
    | {Import, ImportAll, ImportFrom}
)
"""Statements that hold no other, and bind nothing of interest: most of them."""


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


class Owners(dict[Position, Owner]):
    """The statements of one tree that a probe may belong to, by their line and column."""

    @cached_property
    def assignments(self) -> Mapping[str, Sequence[AssignmentStmt]]:
        """The assignments by each name they assign to, be it that of an attribute."""
        found: dict[str, list[AssignmentStmt]] = {}
        for owner in self.values():
            if isinstance(owner, AssignmentStmt):
                for target in owner.lvalues:
                    if isinstance(target, NameExpr | MemberExpr):
                        of_name = found.setdefault(target.name, [])
                        if owner not in of_name[-1:]:
                            of_name.append(owner)
        return found


class Survey:
    """What one pass over a tree finds: functions, assignments and aliases, and loose calls.

    Those are the calls that are statements, and those that a function returns. Nothing of
    the ledger, whose entries stand where what they tell of stands.
    """

    def __init__(self, file: MypyFile) -> None:
        self.statements = file.defs
        self.owners: list[tuple[Place, Owner]] = []
        self.calls: list[CallExpr] = []
        self._body(file.defs, (), in_function=False)

    @cached_property
    def by_position(self) -> "Owners":
        """The statements a probe may belong to."""
        return Owners({(owner.line, owner.column): owner for _, owner in self.owners})

    def _body(
        self, body: list[Statement], classes: tuple[Place, ...], *, in_function: bool
    ) -> None:
        for statement in body:
            if type(statement) in LEAVES:
                if isinstance(statement, ExpressionStmt | ReturnStmt) and isinstance(
                    statement.expr, CallExpr
                ):
                    self.calls.append(statement.expr)
                continue
            place = Place(body, statement, classes, in_function)
            match statement:
                case AssignmentStmt() | TypeAliasStmt():
                    self.owners.append((place, statement))
                case FuncDef():
                    self._function(place, statement)
                case Decorator():
                    self._function(place, statement.func)
                case OverloadedFuncDef():
                    for function, _ in running_items(statement):
                        self._function(place, function)
                case ClassDef(name=name) if name != LEDGER:
                    self._body(statement.defs.body, (*classes, place), in_function=in_function)
                case _:
                    for block in blocks(statement):
                        if not block.is_unreachable:
                            self._body(block.body, classes, in_function=in_function)

    def _function(self, place: Place, function: FuncDef) -> None:
        self.owners.append((place, function))
        self._body(function.body.body, (), in_function=True)


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


def outer_functions(body: list[Statement]) -> Iterator[FuncDef]:
    """Yield the functions of a module and the methods of its classes, but none inside others."""
    for statement in body:
        match statement:
            case FuncDef():
                yield statement
            case Decorator():
                yield statement.func
            case ClassDef():
                yield from outer_functions(statement.defs.body)


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


def type_said(alias: TypeAliasStmt) -> Expression:
    """Give the right-hand side of a `type` statement, which mypy keeps in a lambda."""
    body = alias.value.body.body
    if body and isinstance(body[0], ReturnStmt) and body[0].expr is not None:
        return body[0].expr
    return alias.value
