"""Say to mypy whose change makes a verdict worth another look.

mypy follows the names an expression uses by itself. What a rule looked at beyond that,
it must say: to the next warm run (`module_refs`) and to the daemon (`plugin_deps`).
"""

from mypy.checker import TypeChecker
from mypy.server.trigger import make_trigger


def recheck_on(checker: TypeChecker, module: str, *symbols: str) -> None:
    """Have what is being checked checked again when `symbols` of `module` change."""
    if module == checker.tree.fullname:
        return
    checker.module_refs.add(module)
    target = checker.tscope.current_target()
    for symbol in symbols:
        trigger = make_trigger(f"{module}.{symbol}")
        checker.tree.plugin_deps.setdefault(trigger, set()).add(target)
