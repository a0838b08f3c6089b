"""Which modules without markers define generators that others may ask for, or make providers.

Such a module, `db.py` beside its `routes.py`, keeps a ledger too: what its generators do
wrong shows in their bodies alone, which mypy's cache forgets. So does what a decorator puts
in the place of a function.
"""

from typing import Final

from mypy.nodes import ARG_STAR, ClassDef, FuncDef, MypyFile, Statement
from mypy.traverser import has_yield_expression
from mypy.types import AnyType, CallableType, Type, UnboundType

from mypy_plugin.weaving.placeholders import only_raises
from mypy_plugin.weaving.statements import outer_functions

_ITERATORS: Final = frozenset(
    {"Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator"}
)


def has_generators(file: MypyFile) -> bool:
    """Tell whether some function of a module, or method of a class in it, may be a generator."""
    return not file.is_stub and any(map(_may_yield, outer_functions(file.defs)))


def has_makers(file: MypyFile) -> bool:
    """Tell whether a function of a module may give a generator, or what takes any arguments."""
    return not file.is_stub and any(
        _is_made(inner) or any(map(_is_made, inner.body.body))
        for function in outer_functions(file.defs)
        for inner in function.body.body
        if isinstance(inner, FuncDef)
    )


def _is_made(inner: Statement) -> bool:
    return isinstance(inner, FuncDef) and (ARG_STAR in inner.arg_kinds or _may_yield(inner))


def has_placeholders(file: MypyFile) -> bool:
    """Tell whether a function of a module, or a `__call__` in it, does nothing but raise.

    Abstract methods do as well, but are seldom providers.
    """
    return not file.is_stub and any(
        only_raises(function)
        for statement in file.defs
        for function in (statement.defs.body if isinstance(statement, ClassDef) else (statement,))
        if isinstance(function, FuncDef) and (function is statement or function.name == "__call__")
    )


def gives_iterator(function: FuncDef) -> bool:
    """Tell whether a function says that it gives an iterator: one of its own, if it yields."""
    returned = _returned(function)
    return isinstance(returned, UnboundType) and returned.name.rpartition(".")[2] in _ITERATORS


def _may_yield(function: FuncDef) -> bool:
    """Look at the annotation first, which is no walk through the body."""
    match _returned(function):
        case AnyType() | None:
            return has_yield_expression(function)
    return gives_iterator(function)


def _returned(function: FuncDef) -> Type | None:
    return function.type.ret_type if isinstance(function.type, CallableType) else None
