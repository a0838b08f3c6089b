"""Whether `Annotated` or a default may say how a parameter or a field is to be filled."""

from mypy.checker import TypeChecker
from mypy.nodes import FuncDef, MypyFile, TypeAlias

from mypy_plugin.dependants.dependant import Value
from mypy_plugin.dependants.providers import is_of_typing
from mypy_plugin.judging import Judge
from mypy_plugin.ledger import has_facts
from mypy_plugin.rechecking import recheck_on_names


def may_say_more(judge: Judge, home: str, value: Value) -> bool:
    """Tell whether what a parameter defined in the module `home` has may say more than its type.

    What a function of another module is annotated with, mypy's cache forgets. A module with
    markers remembers it; of another it is known whether it has a name for such a thing at all.
    """
    module = judge.checker.modules.get(home)
    if home == judge.checker.tree.fullname or (module is not None and has_facts(module)):
        return value.says_more
    return module is None or value.has_default or _knows_metadata(judge.checker, module)


def may_answer_more(judge: Judge, home: str, function: FuncDef) -> bool:
    """Tell the same of what a function of another module returns."""
    module = judge.checker.modules.get(home)
    if module is None or module.is_stub or function.is_decorated:
        return True
    if has_facts(module):
        return judge.dependants.returns_more(function.fullname)
    return _knows_metadata(judge.checker, module)


def _knows_metadata(checker: TypeChecker, module: MypyFile) -> bool:
    """Tell whether a module may name a type with metadata, its own or an imported one."""
    recheck_on_names(checker, module.fullname)
    if _has_aliases(module):
        return True
    named = [symbol.node for symbol in module.names.values() if symbol.fullname is not None]
    imported = [node for node in named if isinstance(node, MypyFile)]
    for node in imported:
        recheck_on_names(checker, node.fullname)
    return any(
        _has_aliases(node) and (not node.is_stub or "typing" in node.fullname) for node in imported
    )


def _has_aliases(module: MypyFile) -> bool:
    """Tell whether a module has a name for types with metadata."""
    return any(
        name == "Annotated"
        or (isinstance(symbol.node, TypeAlias) and not is_of_typing(symbol.node))
        for name, symbol in module.names.items()
    )
