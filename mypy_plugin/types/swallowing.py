"""Where a generator keeps an exception that is raised at its `yield`.

Nothing is told of a handler that raises, or calls what may be there to raise, and of
exceptions that are meant to end here.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    AwaitExpr,
    Block,
    CallExpr,
    Context,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    MatchStmt,
    MemberExpr,
    NameExpr,
    RaiseStmt,
    RefExpr,
    ReturnStmt,
    Statement,
    TryStmt,
    TupleExpr,
    WhileStmt,
    WithStmt,
)
from mypy.traverser import all_yield_expressions
from mypy.types import CallableType, Type, UninhabitedType, get_proper_type

_MEANT_TO_END: Final = frozenset(
    {"GeneratorExit", "StopIteration", "StopAsyncIteration", "CancelledError", "KeyboardInterrupt"}
)
_LEAVING: Final = ("raise", "abort", "exit", "fail", "throw")


class Kept(NamedTuple):
    """What is kept, as it is to be shown, by what, and where that begins, if mypy knows.

    A bare `except:` has no place of its own in mypy's tree, but its `block` does.
    """

    place: Context | None
    errors: str
    by: Literal["except", "finally", "suppress"]
    block: Block


def kept_in(function: FuncDef) -> Iterator[Kept]:
    """Yield each place of a generator that keeps an exception raised at a yield."""
    inside = list(statements_in(function.body))
    raises = [statement for statement in inside if isinstance(statement, RaiseStmt)]
    for attempt in inside:
        if isinstance(attempt, WithStmt) and all_yield_expressions(attempt.body):
            yield from _suppressed(attempt)
        if not isinstance(attempt, TryStmt) or not all_yield_expressions(attempt.body):
            continue
        returns = [s for s in _ending(attempt) if isinstance(s, ReturnStmt)]
        if returns:
            assert attempt.finally_body is not None
            yield Kept(returns[0], "every exception", "finally", attempt.finally_body)
            continue
        last = max((_last_line(handler) for handler in attempt.handlers), default=0)
        if any(statement.line > last for statement in raises):
            continue
        for types, handler in zip(attempt.types, attempt.handlers, strict=True):
            names = _names(types)
            if names is not None and _keeps(handler):
                yield Kept(types, " or ".join(names) or "every exception", "except", handler)


def _suppressed(block: WithStmt) -> Iterator[Kept]:
    """Yield what `with suppress(...)` keeps around a yield."""
    for manager in block.expr:
        match manager:
            case CallExpr(callee=RefExpr(fullname="contextlib.suppress"), args=given) if given:
                names = [name for one in given for name in _names(one) or ()]
                if len(names) == len(given):
                    yield Kept(manager, " or ".join(names), "suppress", block.body)


def never_returns(statement: Statement) -> bool:
    """Tell whether a statement calls something annotated `NoReturn`, or asserts `False`."""
    if isinstance(statement, AssertStmt):
        return isinstance(statement.expr, NameExpr) and statement.expr.name == "False"
    call = value_of(statement) if isinstance(statement, ExpressionStmt) else None
    if not isinstance(call, CallExpr) or not isinstance(call.callee, RefExpr):
        return False
    declared: Type | None = getattr(call.callee.node, "type", None)
    held = get_proper_type(declared)
    if not isinstance(held, CallableType):
        return False
    return isinstance(get_proper_type(held.ret_type), UninhabitedType)


def value_of(statement: Statement) -> Expression | None:
    """Give the expression a simple statement is about, without its `await`."""
    match statement:
        case ExpressionStmt(expr=value) | ReturnStmt(expr=value) | AssignmentStmt(rvalue=value):
            return value.expr if isinstance(value, AwaitExpr) else value
        case AssertStmt(expr=value) | RaiseStmt(expr=value):
            return value
    return None


def _keeps(handler: Block) -> bool:
    """Tell whether an `except` surely ends without raising."""
    return not all_yield_expressions(handler) and not any(
        isinstance(statement, RaiseStmt) or never_returns(statement) or _may_leave(statement)
        for statement in statements_in(handler)
    )


def _may_leave(statement: Statement) -> bool:
    """Tell whether a statement calls something whose name says that it raises."""
    call = value_of(statement)
    name = ""
    if isinstance(call, CallExpr) and isinstance(call.callee, NameExpr | MemberExpr):
        name = call.callee.name.lower()
    return any(word in name for word in _LEAVING)


def _names(types: Expression | None) -> list[str] | None:
    """Name what an `except` catches; None if that is not to be judged."""
    match types:
        case None:
            return []
        case TupleExpr(items=parts):
            pass
        case _:
            parts = [types]
    names = [part.name for part in parts if isinstance(part, NameExpr | MemberExpr)]
    if len(names) < len(parts) or all(name in _MEANT_TO_END for name in names):
        return None
    return None if any(name.startswith("WebSocket") for name in names) else names


def statements_in(block: Block) -> Iterator[Statement]:
    """Yield every statement in a block, not those of functions in it."""
    for statement in block.body:
        yield statement
        for inner in _blocks(statement):
            yield from statements_in(inner)


def _ending(attempt: TryStmt) -> Iterator[Statement]:
    if attempt.finally_body is not None:
        yield from statements_in(attempt.finally_body)


def _blocks(statement: Statement) -> Iterator[Block]:
    match statement:
        case Block():
            yield statement
        case IfStmt():
            yield from statement.body
        case ForStmt() | WhileStmt() | WithStmt():
            yield statement.body
        case MatchStmt():
            yield from statement.bodies
        case TryStmt():
            yield statement.body
            yield from statement.handlers
            if statement.finally_body is not None:
                yield statement.finally_body
    if isinstance(statement, IfStmt | ForStmt | WhileStmt | TryStmt) and statement.else_body:
        yield statement.else_body


def _last_line(block: Block) -> int:
    return max((statement.end_line or statement.line for statement in block.body), default=0)
