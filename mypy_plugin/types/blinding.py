"""The one name for want of which FastAPI reads none of a signature's annotations.

Where not all strings of a signature can be evaluated, it evaluates each for itself, in the globals
of what it calls: a function has them; a class, an instance and a `partial` have none.
"""

import builtins
from collections.abc import Iterable
from typing import Final, NamedTuple

from mypy.nodes import Argument, FuncDef, MypyFile
from mypy.types import CallableType, Instance, Type, get_proper_type

from mypy_plugin.types.beside import may_be_marked
from mypy_plugin.types.runtime_names import is_a_string, lost_in_return, lost_name, names_in

_WITHOUT_GLOBALS: Final = frozenset({"__init__", "__new__", "__call__"})


class Blinding(NamedTuple):
    """The name that is `missing`, in the annotation of the parameter at `slot`, or of what is
    returned, and the first `parameter` that is lost with it.
    """

    missing: str
    slot: int | None
    parameter: str


def blinding(tree: MypyFile, function: FuncDef, partial: int | None = None) -> Blinding | None:
    """Find the name in an annotation that matters to no one but for what is lost with it.

    Of a `partial` it is said how many parameters are filled.
    """
    if partial is None and function.name not in _WITHOUT_GLOBALS:
        return None
    filled = 1 if partial is None else partial
    slots = list(enumerate(function.arguments))
    own = slots[filled:]
    for slot, argument in slots if partial else own:
        matters = slot >= filled and not may_be_marked(argument)
        if not matters and (missing := lost_name(tree, function, argument, ())):
            lost = _first_lost(tree, (one for place, one in own if place != slot))
            return None if lost is None else Blinding(missing, slot, lost)
    missing = lost_in_return(tree, function, _awaited(function)) if own else None
    lost = None if missing is None else _first_lost(tree, (argument for _, argument in own))
    return None if missing is None or lost is None else Blinding(missing, None, lost)


def _first_lost(tree: MypyFile, arguments: Iterable[Argument]) -> str | None:
    """Name the first parameter whose annotation needs the globals of its module."""
    for argument in arguments:
        annotation = argument.type_annotation
        if annotation is None or may_be_marked(argument) or not is_a_string(tree, annotation):
            continue
        if not all(hasattr(builtins, name) for name in names_in(annotation)):
            return argument.variable.name
    return None


def _awaited(function: FuncDef) -> Type | None:
    returned = function.type.ret_type if isinstance(function.type, CallableType) else None
    proper = get_proper_type(returned)
    if function.is_coroutine and isinstance(proper, Instance) and len(proper.args) == 3:
        return proper.args[2]
    return returned
