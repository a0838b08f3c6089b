"""Which modules without markers define generators that others may ask for.

Such a module, `db.py` beside its `routes.py`, keeps a ledger too: what its generators do
wrong shows in their bodies alone, which mypy's cache forgets.
"""

from typing import Final

from mypy.nodes import FuncDef, MypyFile
from mypy.traverser import has_yield_expression
from mypy.types import AnyType, CallableType, UnboundType

from mypy_plugin.weaving.statements import outer_functions

_ITERATORS: Final = frozenset(
    {"Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator"}
)


def has_generators(file: MypyFile) -> bool:
    """Tell whether some function of a module, or method of a class in it, may be a generator."""
    return not file.is_stub and any(map(_may_yield, outer_functions(file.defs)))


def _may_yield(function: FuncDef) -> bool:
    """Look at the annotation first, which is no walk through the body."""
    returned = function.type.ret_type if isinstance(function.type, CallableType) else None
    match returned:
        case UnboundType():
            return returned.name.rpartition(".")[2] in _ITERATORS
        case AnyType() | None:
            return has_yield_expression(function)
    return False
