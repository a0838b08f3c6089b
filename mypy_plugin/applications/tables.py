"""See: what stands in a table of overrides, however the table is written.

    {get_db: fake_db, **others}                         (also `|`, `dict(...)`, pairs in a list)
    dict.fromkeys((get_db, get_cache), fake)            (also `zip`, of two such lists)
    {provider: fake for provider in (get_db, get_cache)}    (also pairs, in a comprehension)
    FAKES = {get_db: fake_db}; app.dependency_overrides.update(FAKES)
    for provider in (get_db, get_cache): app.dependency_overrides[provider] = fake

Only what is written out is seen; where a table comes from elsewhere, nothing is. Knows
expressions; *may not know* what a provider provides.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    ClassDef,
    Decorator,
    DictExpr,
    DictionaryComprehension,
    Expression,
    ForStmt,
    FuncDef,
    GeneratorExpr,
    IfStmt,
    ListComprehension,
    ListExpr,
    MatchStmt,
    MemberExpr,
    NameExpr,
    OpExpr,
    RefExpr,
    SetExpr,
    StarExpr,
    SymbolNode,
    TupleExpr,
    Var,
    WithStmt,
)
from mypy.traverser import NameAndMemberCollector

from mypy_plugin.types.variables import bound_value, variable_of
from mypy_plugin.weaving.statements import Owners, inside

_Turn: TypeAlias = Mapping[SymbolNode, Expression]
"""What the variables of a loop are in one of its turns."""


class Seen(NamedTuple):
    """The module being checked: its checker, and its assignments, which may name a table."""

    checker: TypeChecker
    owners: Owners


class Replacing(NamedTuple):
    """One provider put in the place of another.

    `is_apart` says that the table stands elsewhere, where mypy has looked at it by itself.
    """

    original: Expression
    replacement: Expression
    is_apart: bool = False


def displayed(
    seen: Seen, table: Expression, names: frozenset[Var] = frozenset()
) -> Iterator[Replacing]:
    """Yield the items of a table that is written out; `names` lead to it."""
    match table:
        case DictExpr(items=items):
            for original, replacement in items:
                if original is None:
                    yield from displayed(seen, replacement, names)
                else:
                    yield Replacing(original, replacement)
        case OpExpr(op="|", left=left, right=right):
            yield from displayed(seen, left, names)
            yield from displayed(seen, right, names)
        case CallExpr(callee=RefExpr(fullname="builtins.dict"), args=[copied, *_]):
            yield from displayed(seen, copied, names)
        case CallExpr(
            callee=MemberExpr(name="fromkeys", expr=RefExpr(fullname="builtins.dict")),
            args=[originals, replacement],
        ):
            for original in _items(seen, originals):
                yield Replacing(original, replacement)
        case CallExpr(callee=RefExpr(fullname="builtins.zip"), args=[originals, replacements, *_]):
            both = _written_out(seen, originals), _written_out(seen, replacements)
            for original, replacement in zip(*both, strict=False):
                if isinstance(original, StarExpr) or isinstance(replacement, StarExpr):
                    break
                yield Replacing(original, replacement)
        case DictionaryComprehension(
            key=Expression() as key, indices=[index], sequences=[sequence], condlists=[[]]
        ):
            yield from _in_turns(Replacing(key, table.value), _turns(seen, index, sequence))
        case GeneratorExpr(
            left_expr=TupleExpr(items=[original, replacement]),
            indices=[index],
            sequences=[sequence],
            condlists=[[]],
        ):
            yield from _in_turns(Replacing(original, replacement), _turns(seen, index, sequence))
        case ListComprehension(generator=generator):
            yield from displayed(seen, generator, names)
        case ListExpr(items=rows) | TupleExpr(items=rows):
            for row in rows:
                match row:
                    case TupleExpr(items=[original, replacement]):
                        yield Replacing(original, replacement)
        case RefExpr():
            variable = variable_of(seen.checker, table)
            value = None if variable is None else bound_value(variable, seen.owners)
            if variable is not None and value is not None and variable not in names:
                for one in displayed(seen, value, names | {variable}):
                    yield one._replace(is_apart=True)


def unrolled(seen: Seen, one: Replacing) -> Iterator[Replacing]:
    """Yield a replacement for every turn of the loop around it, if its original is the loop's.

    Not where a turn may do something else than another one does.
    """
    variable = one.original.node if isinstance(one.original, NameExpr) else None
    loop = _loop_of(seen, variable, one.original.line) if isinstance(variable, Var) else None
    turns = [] if loop is None else list(_turns(seen, loop.index, loop.expr))
    if loop is None or not turns or not _is_straight(loop):
        yield one
        return
    bound = _bound_in(loop)
    found = [_in_turn(one, turn) for turn in turns]
    if any(_mentions(each.replacement, bound) for each in found):
        yield one
    else:
        yield from found


def _is_straight(loop: ForStmt) -> bool:
    return not any(isinstance(one, IfStmt | MatchStmt) for one in inside(loop.body.body))


def _bound_in(loop: ForStmt) -> set[SymbolNode | None]:
    """Give what a loop binds anew in each turn."""
    bound: set[SymbolNode | None] = {name.node for name in _names_in(loop.index)}
    for statement in inside(loop.body.body):
        match statement:
            case AssignmentStmt(lvalues=targets):
                bound |= {name.node for target in targets for name in _names_in(target)}
            case ForStmt(index=index):
                bound |= {name.node for name in _names_in(index)}
            case WithStmt(target=given):
                bound |= {name.node for one in given if one for name in _names_in(one)}
            case FuncDef():
                bound.add(statement)
            case Decorator():
                bound |= {statement, statement.func}
            case ClassDef(info=info):
                bound.add(info)
    return bound - {None}


def _mentions(expression: Expression, bound: Collection[SymbolNode | None]) -> bool:
    named = NameAndMemberCollector()
    expression.accept(named)
    return any(name.node in bound for name in named.name_exprs)


def _in_turns(one: Replacing, turns: Iterable[_Turn]) -> Iterator[Replacing]:
    """Yield a replacement for each turn, if nothing but the original differs from turn to turn."""
    for turn in turns:
        found = _in_turn(one, turn)
        if not _mentions(found.replacement, turn.keys()):
            yield found


def _in_turn(one: Replacing, turn: _Turn) -> Replacing:
    return one._replace(
        original=_value_in(one.original, turn), replacement=_value_in(one.replacement, turn)
    )


def _value_in(expression: Expression, turn: _Turn) -> Expression:
    node = expression.node if isinstance(expression, NameExpr) else None
    return expression if node is None else turn.get(node, expression)


def _loop_of(seen: Seen, variable: Var, line: int) -> ForStmt | None:
    """Give the last loop before a line that binds a variable, unless something else does."""
    if bound_value(variable, seen.owners) is not None:
        return None
    loops = [
        statement
        for statement in inside(seen.checker.tree.defs)
        if isinstance(statement, ForStmt)
        and statement.line <= line
        and any(name.node is variable for name in _names_in(statement.index))
    ]
    return loops[-1] if loops else None


def _names_in(index: Expression) -> Sequence[NameExpr]:
    targets = index.items if isinstance(index, TupleExpr | ListExpr) else [index]
    return [target for target in targets if isinstance(target, NameExpr)]


def _turns(seen: Seen, index: Expression, sequence: Expression) -> Iterator[_Turn]:
    """Yield what the variables of a loop are, turn by turn, as far as that is written out."""
    match index:
        case NameExpr(node=SymbolNode() as variable):
            for item in _items(seen, sequence):
                yield {variable: item}
        case TupleExpr(items=[NameExpr(), NameExpr(node=SymbolNode() as variable)]) if (
            counted := _counted(sequence)
        ):
            for item in _items(seen, counted):
                yield {variable: item}
        case TupleExpr(
            items=[NameExpr(node=SymbolNode() as key), NameExpr(node=SymbolNode() as value)]
        ):
            for one in _pairs(seen, sequence):
                yield {key: one.original, value: one.replacement}


def _counted(sequence: Expression) -> Expression | None:
    """Give what `enumerate(...)` runs through."""
    match sequence:
        case CallExpr(callee=RefExpr(fullname="builtins.enumerate"), args=[counted, *_]):
            return counted
    return None


def _pairs(seen: Seen, sequence: Expression) -> Iterator[Replacing]:
    """Yield the pairs a loop runs through: those in a list, or `table.items()`."""
    match sequence:
        case CallExpr(callee=MemberExpr(name="items", expr=table), args=[]):
            yield from displayed(seen, table)
        case _:
            yield from displayed(seen, sequence)


def _items(seen: Seen, sequence: Expression) -> Sequence[Expression]:
    """Give the items of a tuple, list or set that are written out, maybe under a name."""
    return [item for item in _written_out(seen, sequence) if not isinstance(item, StarExpr)]


def _written_out(seen: Seen, sequence: Expression) -> Sequence[Expression]:
    written: Expression | None = sequence
    if isinstance(sequence, RefExpr):
        variable = variable_of(seen.checker, sequence)
        written = None if variable is None else bound_value(variable, seen.owners)
    if not isinstance(written, TupleExpr | ListExpr | SetExpr):
        return ()
    return written.items
