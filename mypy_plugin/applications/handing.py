"""See: which parameters of a function are handed, as they are, to what runs after it.

    StreamingResponse(rows(session))          a generator function is given it
    StreamingResponse(generate())             a generator function inside uses it
    background_tasks.add_task(save, session)  a task is given it
    background_tasks.add_task(session.commit)

    StreamingResponse(rows(repository.session))   what a parameter keeps is given to it

Only direct uses of the parameter's name count: what is made of a value at once, as in
`StreamingResponse(iter(session.all()))`, need not outlive it. Knows expressions; *may not
know* what a parameter is filled by.
"""

from collections.abc import Iterator
from typing import NamedTuple

from mypy.checker import TypeChecker
from mypy.nodes import (
    LDEF,
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    Node,
    RefExpr,
    Var,
)
from mypy.traverser import NameAndMemberCollector

from mypy_plugin.types.provided import named_function
from mypy_plugin.weaving.statements import inside


class Used(NamedTuple):
    """A variable that is used later, or the one attribute of it that is."""

    variable: Var
    attribute: MemberExpr | None = None


def sent_by(checker: TypeChecker, content: Expression) -> Iterator[Used]:
    """Yield the variables a response still uses while `content` is sent."""
    match content:
        case NameExpr(node=Var() as variable):
            yield Used(variable)
            made = _made(checker, variable)
            if isinstance(made, CallExpr | GeneratorExpr):
                yield from sent_by(checker, made)
        case CallExpr() if _is_generator(checker, content.callee):
            yield from _given(content)
            yield from used_in(content.callee)
        case GeneratorExpr():
            # Its first iterable is made at once, and iterated later.
            yield from sent_by(checker, content.sequences[0])
            yield from _lazily_used(content)


def used_by_task(call: CallExpr) -> Iterator[Used]:
    """Yield what a task uses: it is called with that, or is a method of it."""
    for place, argument in enumerate(call.args):
        match argument:
            case MemberExpr(expr=holder) if place == 0:
                yield from _used(holder)
            case NameExpr(node=Var()) | MemberExpr():
                yield from _used(argument)
            case LambdaExpr():
                yield from map(Used, _names_in(argument))
            case NameExpr() if place == 0:
                yield from used_in(argument)
            case CallExpr(callee=RefExpr(fullname="functools.partial")):
                yield from used_by_task(argument)


def used_in(function: Expression) -> Iterator[Used]:
    """Yield the variables that a function inside another one uses of its surroundings.

    One of a module has none, and in mypy's cache no body to look into.
    """
    match function:
        case NameExpr(kind=kind, node=FuncDef() as node) if kind == LDEF:
            yield from map(Used, _names_in(node))


def is_rebound(variable: Var, function: FuncItem) -> bool:
    """Tell whether a parameter is given another value in the body of its function."""
    return any(
        variable in _names_in(target)
        for statement in inside(function.body.body)
        if isinstance(statement, AssignmentStmt)
        for target in statement.lvalues
    )


def _made(checker: TypeChecker, variable: Var) -> Expression | None:
    """Give what a variable of the function around is bound to, if only once."""
    function = checker.scope.current_function()
    if function is None:
        return None
    bound = [
        statement
        for statement in inside(function.body.body)
        if isinstance(statement, AssignmentStmt)
        and any(variable in _names_in(target) for target in statement.lvalues)
    ]
    return bound[0].rvalue if len(bound) == 1 and len(bound[0].lvalues) == 1 else None


def _given(call: CallExpr) -> Iterator[Used]:
    """Yield what a call is given by its bare name, the object of a method among it."""
    for argument in call.args:
        yield from _used(argument)
    if isinstance(call.callee, MemberExpr):
        yield from _used(call.callee.expr)


def _used(expression: Expression) -> Iterator[Used]:
    match expression:
        case NameExpr(node=Var() as variable):
            yield Used(variable)
        case MemberExpr(expr=NameExpr(node=Var() as variable)):
            yield Used(variable, expression)


def _lazily_used(generator: GeneratorExpr) -> Iterator[Used]:
    """Yield what a generator expression uses after it was made."""
    conditions = (condition for each in generator.condlists for condition in each)
    for part in (generator.left_expr, *generator.sequences[1:], *conditions):
        yield from map(Used, _names_in(part))


def _is_generator(checker: TypeChecker, callee: Expression) -> bool:
    function = named_function(checker, callee)
    function = function.func if isinstance(function, Decorator) else function
    return isinstance(function, FuncDef) and (
        function.is_async_generator or (function.is_generator and not function.is_coroutine)
    )


def _names_in(node: Node) -> Iterator[Var]:
    collector = NameAndMemberCollector()
    node.accept(collector)
    yield from (name.node for name in collector.name_exprs if isinstance(name.node, Var))
