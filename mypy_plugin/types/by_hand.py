"""Whether a program also calls a function itself, and so may use its defaults.

By name alone: what a method is called on need not be known.
"""

from collections.abc import Iterator

from mypy.nodes import CallExpr, Expression, ExpressionStmt, FuncDef, MypyFile, ReturnStmt
from mypy.traverser import NameAndMemberCollector

from mypy_plugin.weaving.sites import Woven
from mypy_plugin.weaving.statements import inside


def may_be_called_by_hand(tree: MypyFile, function: FuncDef, woven: Woven) -> bool:
    """Tell whether its own module may call a function itself, or has others do so.

    A marker names it without calling it; so does what returns it, and what is handed it.
    """
    is_constructor = function.name in ("__init__", "__new__")
    name = function.info.name if is_constructor else function.name
    named = NameAndMemberCollector()
    tree.accept(named)
    allowed = NameAndMemberCollector()
    for marker in (*woven.sites, *woven.defaults, *woven.listed, *_handed_on(tree)):
        if isinstance(marker, Expression):
            marker.accept(allowed)
    known = {id(found) for found in (*allowed.name_exprs, *allowed.member_exprs)}
    names = (found for found in named.name_exprs if found.name == name)
    members = (found for found in named.member_exprs if found.name == name)
    return any(id(found) not in known for found in (*names, *members))


def _handed_on(tree: MypyFile) -> Iterator[Expression]:
    for statement in inside(tree.defs):
        match statement:
            case ReturnStmt(expr=Expression() as returned) if not isinstance(returned, CallExpr):
                yield returned
            case ExpressionStmt(expr=CallExpr(args=arguments)):
                yield from (one for one in arguments if not isinstance(one, CallExpr))
