"""Which classes a hook is for.

mypy asks one plugin after the other and takes the first hook it is given: who answers for a
class of somebody else hides what that one's own plugin, or mypy itself, knows about it.
"""

from collections.abc import Collection

from mypy.lookup import lookup_fully_qualified
from mypy.nodes import MypyFile, TypeInfo


def derives(modules: dict[str, MypyFile], class_name: str, bases: Collection[str]) -> bool:
    """Tell whether the class of this full name is one of `bases`, or derives from one."""
    if class_name in bases:
        return True
    symbol = lookup_fully_qualified(class_name, modules)
    info = symbol.node if symbol is not None else None
    return isinstance(info, TypeInfo) and any(base.fullname in bases for base in info.mro)
