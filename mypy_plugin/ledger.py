"""Remember: what a module must say to others although mypy's cache forgets it.

Each module keeps a synthetic class in its own symbol table, woven into its tree; an
attribute named after a module-level variable says

* `tuple[T]`: the variable is bound to a dependency marker whose provider provides `T`;
* `bool`: the variable is bound to a security scheme with a literal `auto_error=False`.

In the daemon, a function somebody asked about has an entry as well, of a type that
says whether it is a generator: mypy compares signatures there, not bodies.

Being ordinary symbols, the entries survive both cache formats and the parallel
workers, are part of the interface hash, and have triggers in the daemon.
"""

from mypy.checker import TypeChecker
from mypy.nodes import MypyFile, SymbolTableNode, TypeInfo, Var
from mypy.types import Instance, ProperType, TupleType, Type, get_proper_type

from mypy_plugin.names import LEDGER, SEPARATOR
from mypy_plugin.rechecking import recheck_on


def recall(checker: TypeChecker, variable: Var) -> ProperType | None:
    """Give what the module of `variable` remembers of it; None if nothing.

    Says to mypy that the module being checked must be checked again whenever the
    answer changes: to the next warm run and to the daemon.
    """
    module_name, _, name = variable.fullname.rpartition(".")
    while module_name and module_name not in checker.modules:
        module_name, _, around = module_name.rpartition(".")
        name = f"{around}{SEPARATOR}{name}"
    module = checker.modules.get(module_name)
    if module is None:
        return None
    depend_on_entry(checker, module_name, name)
    entry = _entry(module, name)
    return get_proper_type(entry.type) if entry is not None and entry.type is not None else None


def provided_type(remembered: ProperType | None) -> Type | None:
    """Read an entry as the provided type of a dependency."""
    if isinstance(remembered, TupleType) and len(remembered.items) == 1:
        return remembered.items[0]
    return None


def is_silent_scheme(remembered: ProperType | None) -> bool:
    """Read an entry as a security scheme with a literal `auto_error=False`."""
    return isinstance(remembered, Instance) and remembered.type.fullname == "builtins.bool"


def _entry(module: MypyFile, name: str) -> Var | None:
    ledger = module.names.get(LEDGER)
    if ledger is None or not isinstance(ledger.node, TypeInfo):
        return None
    symbol: SymbolTableNode | None = ledger.node.names.get(name)
    return symbol.node if symbol is not None and isinstance(symbol.node, Var) else None


def depend_on_entry(checker: TypeChecker, module: str, name: str) -> None:
    """Have what is being checked checked again when an entry comes, goes or changes."""
    recheck_on(checker, module, LEDGER, f"{LEDGER}.{name}")
