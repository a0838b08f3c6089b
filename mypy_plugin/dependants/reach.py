"""Which modules of the program a module reaches by what it imports, and they import.

Told by the names the modules bind, which mypy's cache keeps: so the answer is the same in
every mode. A module that is merely in the same run is not reached; libraries are not either.
"""

from mypy.checker import TypeChecker
from mypy.nodes import MypyFile

from mypy_plugin.rechecking import recheck_on_names
from mypy_plugin.types.provided import module_of


def modules_in_reach(checker: TypeChecker) -> list[str]:
    """Give the modules below the one that is being checked, itself first."""
    found = [checker.tree.fullname]
    for module in found:
        tree = checker.modules[module]
        if module != found[0]:
            recheck_on_names(checker, module)
        for symbol in tree.names.values():
            node = symbol.node
            if node is None:
                continue
            name = node.fullname
            other = name if isinstance(node, MypyFile) else module_of(checker, name)
            if other in checker.modules and other not in found and _is_ours(checker, other):
                found.append(other)
    return found


def _is_ours(checker: TypeChecker, module: str) -> bool:
    tree = checker.modules[module]
    return not tree.is_stub and "site-packages" not in tree.path
