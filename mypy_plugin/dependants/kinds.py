"""What was asked about the kind of a function: only its body says whether it is a generator."""

from collections.abc import MutableMapping
from typing import TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import SymbolNode

from mypy_plugin.ledger import depend_on_entry
from mypy_plugin.names import SAID, SEPARATOR
from mypy_plugin.types.provided import is_told_by_body, module_of

Asked: TypeAlias = MutableMapping[str, set[str]]
"""The functions somebody asked about, as the ledgers of their modules name them."""


class Kinds:
    """Notes which functions the module being checked asks about."""

    def __init__(self, checker: TypeChecker, asked: Asked) -> None:
        self._checker = checker
        self._asked = asked

    def ask(self, function: SymbolNode | None) -> None:
        """Have the daemon come back when a function of another module changes its kind."""
        if is_told_by_body(function):
            module = module_of(self._checker, function.fullname)
            name = function.fullname[len(module) + 1 :].replace(".", SEPARATOR) + SAID
            if module and module != self._checker.tree.fullname:
                self._asked.setdefault(module, set()).add(name)
                depend_on_entry(self._checker, module, name)
