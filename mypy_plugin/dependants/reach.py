"""Which modules of the program a module reaches by what it imports, and they import.

Told by the names the modules bind, which mypy's cache keeps: so the answer is the same in
every mode. A module that is merely in the same run is not reached; libraries are not either.
"""

from mypy.checker import TypeChecker
from mypy.nodes import MypyFile

from mypy_plugin.rechecking import recheck_on_names
from mypy_plugin.types.provided import module_of


def modules_in_reach(checker: TypeChecker) -> list[str]:
    """Give the modules below the one that is being checked, itself first, the nearer before others.

    Those as near are in the order of their names: mypy's cache keeps the names of a module, not
    their order.
    """
    found = [checker.tree.fullname]
    for module in found:
        if module != found[0]:
            recheck_on_names(checker, module)
        below = {
            other
            for other in _named_in(checker, checker.modules[module])
            if other in checker.modules and _is_ours(checker, other)
        }
        found += sorted(below.difference(found))
    return found


def _named_in(checker: TypeChecker, tree: MypyFile) -> set[str]:
    """Name the modules that what a module binds is, or is from."""
    nodes = [symbol.node for symbol in tree.names.values() if symbol.node is not None]
    return {
        node.fullname if isinstance(node, MypyFile) else module_of(checker, node.fullname)
        for node in nodes
    }


def _is_ours(checker: TypeChecker, module: str) -> bool:
    tree = checker.modules[module]
    return not tree.is_stub and "site-packages" not in tree.path
