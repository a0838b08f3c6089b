"""Which modules without markers define what others may ask for and only a ledger remembers.

Such a module, `db.py` beside its `routes.py`, keeps a ledger too: what its generators do
wrong shows in their bodies alone, which mypy's cache forgets. So does what a decorator puts
in the place of a function, what a positional-only parameter is called, and that a function is
defined again.
"""

from typing import Final

from mypy.nodes import ARG_STAR, CallExpr, ClassDef, Decorator, FuncDef, MypyFile, Statement
from mypy.traverser import has_yield_expression
from mypy.types import AnyType, CallableType, Type, UnboundType

from mypy_plugin.names import LEDGER
from mypy_plugin.weaving.bindings import Bindings, dotted_name
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


def has_positional(file: MypyFile) -> bool:
    """Tell whether a function of a module, or a method, has a parameter before a `/`."""
    return not file.is_stub and any(
        argument.pos_only and not argument.variable.name.startswith("__")
        for function in outer_functions(file.defs)
        for argument in function.arguments[:2]
    )


def has_redefined(file: MypyFile) -> bool:
    """Tell whether a module defines a function a second time, whatever happens."""
    named = [one.name for one in file.defs if isinstance(one, FuncDef | Decorator)]
    return len(set(named)) < len(named)


def has_decorated(file: MypyFile, bindings: Bindings, *, in_daemon: bool) -> bool:
    """Tell whether a decorator of another module may hide the signature of a function.

    What a decorator makes stands in the ledger of its module. The daemon, where that may get one
    later without this module being woven again, takes any for one that does.
    """
    if file.is_stub:
        return False
    for statement in file.defs:
        for decorator in statement.original_decorators if isinstance(statement, Decorator) else ():
            name = dotted_name(decorator.callee if isinstance(decorator, CallExpr) else decorator)
            if name is None or not bindings.is_imported(name):
                continue
            module = bindings.modules.get(bindings.resolve(name).rpartition(".")[0])
            if module is not None and (in_daemon or LEDGER in module.names):
                return True
    return False


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
