"""Remember: what a module must say to others although mypy's cache forgets it.

Each module keeps a synthetic class in its own symbol table, woven into its tree; an
attribute named after a module-level variable, but so that no marker beside it is taken for one
that asks for the entry, says

* `tuple[T]`: the variable is bound to a dependency marker whose provider provides `T`, or
  the alias, which has type variables, holds one;
* `bool`: the variable is bound to a security scheme with a literal `auto_error=False`;
* a literal string under a name that ends in `__facts__`: the markers of a dependant, as
  `mypy_plugin.dependants.record` writes them.

In the daemon, a function somebody asked about has an entry as well, of a type that
says whether it is a generator: mypy compares signatures there, not bodies.

Being ordinary symbols, the entries survive both cache formats and the parallel
workers, are part of the interface hash, and have triggers in the daemon.
"""

from collections.abc import Iterable, Mapping

from mypy.checker import TypeChecker
from mypy.nodes import MDEF, MypyFile, SymbolTable, SymbolTableNode, TypeAlias, TypeInfo, Var
from mypy.types import Instance, LiteralType, ProperType, TupleType, Type, get_proper_type

from mypy_plugin.names import FACTS, LEDGER, SAID, SEPARATOR
from mypy_plugin.rechecking import recheck_on


def recall(checker: TypeChecker, variable: Var | TypeAlias) -> ProperType | None:
    """Give what the module of a variable, or of an alias, remembers of it; None if nothing.

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
    depend_on_entry(checker, module_name, name + SAID)
    entry = _entry(module, name + SAID)
    return get_proper_type(entry.type) if entry is not None and entry.type is not None else None


def provided_type(remembered: ProperType | None) -> Type | None:
    """Read an entry as the provided type of a dependency."""
    if isinstance(remembered, TupleType) and len(remembered.items) == 1:
        return remembered.items[0]
    return None


def is_silent_scheme(remembered: ProperType | None) -> bool:
    """Read an entry as a security scheme with a literal `auto_error=False`."""
    return isinstance(remembered, Instance) and remembered.type.fullname == "builtins.bool"


def entries_of(module: MypyFile) -> SymbolTable | None:
    """Give all a module remembers: another table whenever the daemon has come back to the module.

    It analyses the module's own statements anew, and so empties the ledger.
    """
    ledger = module.names.get(LEDGER)
    return ledger.node.names if ledger is not None and isinstance(ledger.node, TypeInfo) else None


def enter_facts(
    module: MypyFile, facts: Iterable[tuple[str, str]], modules: Mapping[str, MypyFile]
) -> None:
    """Write down what the dependants of a module ask for, in place of what stood there."""
    ledger = module.names.get(LEDGER)
    builtins = modules.get("builtins")
    string = builtins.names["str"].node if builtins is not None else None
    if ledger is None or not isinstance(ledger.node, TypeInfo) or not isinstance(string, TypeInfo):
        return
    info, entries = ledger.node, ledger.node.names
    for name in [name for name in entries if name.endswith(FACTS) and name != FACTS]:
        del entries[name]
    of_string, around = Instance(string, []), info.fullname
    for path, text in facts:
        name = _facts_name(path)
        variable = Var(name, LiteralType(text, of_string))
        variable.info = info
        variable._fullname = f"{around}.{name}"
        entries[name] = SymbolTableNode(MDEF, variable)


def has_facts(module: MypyFile) -> bool:
    """Tell whether a module keeps what its dependants ask for."""
    return _entry(module, FACTS) is not None


def recall_facts(checker: TypeChecker, module: str, path: str) -> str | None:
    """Give what stands in a module's ledger of the dependant at `path` in it."""
    name = _facts_name(path)
    depend_on_entry(checker, module, name)
    tree = checker.modules.get(module)
    entry = _entry(tree, name) if tree is not None else None
    text = get_proper_type(entry.type) if entry is not None else None
    return text.value if isinstance(text, LiteralType) and isinstance(text.value, str) else None


def keeps_facts(module: MypyFile, path: str) -> bool:
    """Tell whether a module's ledger has something at `path`, and nothing else of who asks."""
    return _entry(module, _facts_name(path)) is not None


def _facts_name(path: str) -> str:
    return f"{path.replace('.', SEPARATOR)}{SEPARATOR}{FACTS}"


def _entry(module: MypyFile, name: str) -> Var | None:
    entries = entries_of(module)
    symbol = entries.get(name) if entries is not None else None
    return symbol.node if symbol is not None and isinstance(symbol.node, Var) else None


def depend_on_entry(checker: TypeChecker, module: str, name: str) -> None:
    """Have what is being checked checked again when an entry comes, goes or changes."""
    recheck_on(checker, module, LEDGER, f"{LEDGER}.{name}")
