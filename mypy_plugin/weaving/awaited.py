"""Have the daemon come back to a function when a name in its annotations means something else.

mypy comes back when an alias goes or changes; but where a module in between exports it, the
name still means what it meant at that moment, and the function keeps its type.
"""

from collections.abc import Iterable, Iterator

from mypy.nodes import (
    ClassDef,
    Decorator,
    FuncDef,
    ImportAll,
    MypyFile,
    OverloadedFuncDef,
    Statement,
)
from mypy.options import Options
from mypy.server.trigger import make_trigger
from mypy.types import CallableType, Type, TypeList, UnboundType, UnionType

from mypy_plugin.weaving.bindings import imported_names, is_installed


def is_followed(options: Options) -> bool:
    """Tell whether the daemon follows edits, or is to begin with the cache of this run."""
    return options.fine_grained_incremental or options.cache_fine_grained


def await_names(file: MypyFile) -> None:
    """Name, for each function of a freshly parsed file, the imported names it is annotated with.

    The module waits as well: what others may ask of the function stands in its ledger.
    """
    if is_installed(file):
        return
    imported = imported_names(file)
    has_star = any(isinstance(statement, ImportAll) for statement in file.imports)
    if not imported and not has_star:
        return
    for target, function in _functions(file.fullname, file.defs):
        for name in set(_names_in(function.unanalyzed_type)):
            first, _, rest = name.partition(".")
            if not has_star and first not in imported:
                continue
            owner = imported.get(first) if rest else file.fullname
            if owner is not None:
                trigger = make_trigger(f"{owner}.{rest or first}")
                file.plugin_deps.setdefault(trigger, set()).update((target, file.fullname))


def _functions(around: str, body: Iterable[Statement]) -> Iterator[tuple[str, FuncDef]]:
    """Yield the functions that the daemon comes back to, with their full names."""
    for statement in body:
        match statement:
            case FuncDef():
                yield f"{around}.{statement.name}", statement
            case Decorator():
                yield f"{around}.{statement.func.name}", statement.func
            case OverloadedFuncDef():
                yield from _functions(around, statement.items)
            case ClassDef():
                yield from _functions(f"{around}.{statement.name}", statement.defs.body)


def _names_in(annotation: Type | None) -> Iterator[str]:
    inner: Iterable[Type] = ()
    match annotation:
        case CallableType():
            inner = (*annotation.arg_types, annotation.ret_type)
        case UnboundType():
            yield annotation.name
            inner = annotation.args
        case UnionType() | TypeList():
            inner = annotation.items
    for item in inner:
        yield from _names_in(item)
