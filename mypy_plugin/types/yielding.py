"""What may go wrong along the paths of a generator's body: told from its statements alone.

Every path is followed with the number of times it has yielded. Where a path depends on
more than one question that may belong together, or on an iterator, nothing is told.
"""

from typing import Final, TypeAlias

from mypy.nodes import (
    Block,
    BreakStmt,
    CallExpr,
    ClassDef,
    Context,
    ContinueStmt,
    Decorator,
    Expression,
    ForStmt,
    FuncDef,
    IfStmt,
    IntExpr,
    ListExpr,
    MatchStmt,
    MemberExpr,
    NameExpr,
    RaiseStmt,
    RefExpr,
    ReturnStmt,
    Statement,
    StrExpr,
    TryStmt,
    TupleExpr,
    WhileStmt,
    WithStmt,
    YieldExpr,
    YieldFromExpr,
)
from mypy.patterns import AsPattern
from mypy.traverser import all_yield_expressions

from mypy_plugin.types.swallowing import Kept, kept_in, never_returns, statements_in, value_of

Counts: TypeAlias = frozenset[int]
"""How many times the paths to a place have yielded; 2 stands for more."""

NOWHERE: Final[Counts] = frozenset()
_HARMLESS: Final = NameExpr | MemberExpr | StrExpr | IntExpr
"""Expressions that raise nothing worth a thought."""


class Yielding:
    """What a generator may do wrong, each with its place in the tree."""

    __slots__ = ("again", "never", "swallowed")

    def __init__(self, swallowed: list[Kept]) -> None:
        self.never = False
        self.again: Context | None = None
        self.swallowed = swallowed


def yielding_of(function: FuncDef) -> Yielding:
    """Follow the paths through a generator."""
    found = Yielding(list(kept_in(function)))
    paths = _Paths()
    try:
        at_end = paths.block(function.body, frozenset({0})) | paths.returned
    except _NotKnownError:
        return found
    if paths.questions > 1 and min(at_end, default=1) < 2 and max(at_end, default=1) > 0:
        return found
    if not found.swallowed:
        found.never = 0 in at_end
        found.again = paths.again
    return found


class _NotKnownError(Exception):
    """Raised where the number of yields cannot be told."""


class _Paths:
    """Follows the paths; `returned` are the counts at every `return`."""

    def __init__(self) -> None:
        self.returned: Counts = NOWHERE
        self.again: Context | None = None
        self.questions = 0
        self.raising: list[Counts] = []
        self.loops: list[tuple[Counts, Counts]] = []

    def block(self, block: Block | None, before: Counts) -> Counts:
        """Give the counts behind a block."""
        if block is None:
            return before
        for statement in block.body if not block.is_unreachable else ():
            if not before:
                break
            before = self.statement(statement, before)
        return before if not block.is_unreachable else NOWHERE

    def statement(self, statement: Statement, before: Counts) -> Counts:
        match statement:
            case Block():
                return self.block(statement, before)
            case RaiseStmt():
                self.simple(statement, before)
                return NOWHERE
            case ReturnStmt():
                self.returned |= self.simple(statement, before)
                return NOWHERE
            case BreakStmt() if self.loops:
                self.loops[-1] = self.loops[-1][0] | before, self.loops[-1][1]
                return NOWHERE
            case ContinueStmt() if self.loops:
                self.loops[-1] = self.loops[-1][0], self.loops[-1][1] | before
                return NOWHERE
            case IfStmt():
                return self.question(statement, before)
            case MatchStmt():
                return self.cases(statement, before)
            case WhileStmt():
                return self.repeated(statement, before)
            case ForStmt():
                return self.iterated(statement, before)
            case WithStmt():
                self.may_raise(before)
                return self.block(statement.body, before)
            case TryStmt():
                return self.attempt(statement, before)
            case FuncDef() | ClassDef() | Decorator():
                return before
        after = self.simple(statement, before)
        return NOWHERE if never_returns(statement) else after

    def simple(self, statement: Statement, before: Counts) -> Counts:
        """Give the counts behind a statement without statements in it."""
        value = value_of(statement)
        yields = [one for one, _ in all_yield_expressions(statement)]
        if isinstance(value, YieldFromExpr) or yields not in ([], [value]):
            raise _NotKnownError
        inner = value.expr if isinstance(value, YieldExpr) else value
        if not isinstance(inner, _HARMLESS | None):
            self.may_raise(before)
        for place in yields:
            if 1 in before and self.again is None:
                self.again = place
            before = frozenset(min(count + 1, 2) for count in before)
            self.may_raise(before)
        return before

    def may_raise(self, counts: Counts) -> None:
        if self.raising:
            self.raising[-1] |= counts

    def question(self, statement: IfStmt, before: Counts) -> Counts:
        """Follow the branches of an `if`, with every `elif` behind it."""
        branches, other = _branches(statement)
        if other is None and sum(map(_has_yield, branches)) > 1:
            # Together the conditions may leave no other way.
            raise _NotKnownError
        ways: set[tuple[Counts, Counts]] = set()
        for branch in (*branches, other):
            returned, self.returned = self.returned, NOWHERE
            behind = self.block(branch, before)
            ways.add((behind, self.returned))
            self.returned |= returned
        self.questions += len(ways - {(NOWHERE, NOWHERE)}) > 1
        return frozenset().union(*(behind for behind, _ in ways))

    def cases(self, statement: MatchStmt, before: Counts) -> Counts:
        self.may_raise(before)
        ways = [self.block(body, before) for body in statement.bodies]
        last = statement.patterns[-1]
        is_complete = isinstance(last, AsPattern) and last.pattern is None
        if not is_complete and not any(way != before for way in ways):
            ways.append(before)
        return frozenset().union(*ways)

    def repeated(self, statement: WhileStmt, before: Counts) -> Counts:
        forever = _is_true(statement.expr)
        if not forever and _has_yield(statement.body):
            raise _NotKnownError
        left = NOWHERE if forever else before
        for _ in range(3):
            self.loops.append((NOWHERE, NOWHERE))
            behind = self.block(statement.body, before)
            broken, continued = self.loops.pop()
            left |= broken
            before |= behind | continued
        if not forever:
            left |= self.block(statement.else_body, before)
        return left

    def iterated(self, statement: ForStmt, before: Counts) -> Counts:
        self.may_raise(before)
        if not _has_yield(statement.body):
            self.loops.append((NOWHERE, NOWHERE))
            behind = self.block(statement.body, before)
            broken, continued = self.loops.pop()
            return self.block(statement.else_body, before | behind | continued) | broken
        if not _has_several(statement.expr):
            raise _NotKnownError
        self.loops.append((NOWHERE, NOWHERE))
        for _ in range(2):
            before |= self.block(statement.body, before)
        broken, continued = self.loops.pop()
        return frozenset(count for count in before | continued if count) | broken

    def attempt(self, statement: TryStmt, before: Counts) -> Counts:
        self.raising.append(NOWHERE)
        behind = self.block(statement.body, before)
        raised = self.raising.pop()
        if _has_yield(statement.body):
            # What is raised before the yield is seldom what the handlers are there for.
            raised -= {0}
        ways = [self.block(statement.else_body, behind)]
        ways += [self.block(handler, raised) for handler in statement.handlers]
        self.may_raise(raised)
        if statement.finally_body is None:
            return frozenset().union(*ways)
        if _has_yield(statement.finally_body):
            raise _NotKnownError
        return self.block(statement.finally_body, frozenset().union(*ways))


def _has_yield(node: Block) -> bool:
    return bool(all_yield_expressions(node)) or any(
        isinstance(value_of(statement), YieldFromExpr) for statement in statements_in(node)
    )


def _branches(statement: IfStmt) -> tuple[list[Block], Block | None]:
    """Give the branches of an `if`-`elif` chain, and its `else`."""
    branches, other = list(statement.body), statement.else_body
    while other is not None and len(other.body) == 1 and isinstance(other.body[0], IfStmt):
        inner = other.body[0]
        branches += inner.body
        other = inner.else_body
    return branches, other


def _is_true(condition: Expression) -> bool:
    match condition:
        case NameExpr(name="True"):
            return True
        case IntExpr(value=value):
            return bool(value)
    return False


def _has_several(iterable: Expression) -> bool:
    match iterable:
        case ListExpr(items=items) | TupleExpr(items=items):
            return len(items) > 1
        case CallExpr(callee=RefExpr(fullname="builtins.range")):
            return True
    return False
