"""Which modules without markers define generators that others may ask for.

Such a module, `db.py` beside its `routes.py`, keeps a ledger too: what its generators do
wrong shows in their bodies alone, which mypy's cache forgets.
"""

from collections.abc import Iterator
from typing import Final

from mypy.nodes import ClassDef, Decorator, FuncDef, MypyFile, Statement
from mypy.traverser import has_yield_expression
from mypy.types import AnyType, CallableType, UnboundType

_ITERATORS: Final = frozenset(
    {"Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator"}
)


def has_generators(file: MypyFile) -> bool:
    """Tell whether some function of a module, or method of a class in it, may be a generator."""
    return not file.is_stub and any(map(_may_yield, _functions(file.defs)))


def _functions(body: list[Statement]) -> Iterator[FuncDef]:
    for statement in body:
        match statement:
            case FuncDef():
                yield statement
            case Decorator():
                yield statement.func
            case ClassDef():
                yield from _functions(statement.defs.body)


def _may_yield(function: FuncDef) -> bool:
    """Look at the annotation first, which is no walk through the body."""
    returned = function.type.ret_type if isinstance(function.type, CallableType) else None
    match returned:
        case UnboundType():
            return returned.name.rpartition(".")[2] in _ITERATORS
        case AnyType() | None:
            return has_yield_expression(function)
    return False
