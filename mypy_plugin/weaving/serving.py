"""Which modules without markers have routers that others may include.

Such a module, `chat.py` with a WebSocket, or the `__init__.py` that includes it, keeps a ledger
too: what its routers serve shows in calls alone, which mypy's cache forgets.
"""

from collections.abc import Iterable
from typing import Final

from mypy.nodes import CallExpr, Decorator, Expression, ExpressionStmt, MemberExpr, MypyFile

from mypy_plugin.weaving.bindings import imports_family

_SERVING: Final = frozenset({"websocket", "add_api_websocket_route", "include_router"})


def has_routers(file: MypyFile) -> bool:
    """Tell whether a module serves a WebSocket or includes a router, where it says so itself."""
    return not file.is_stub and imports_family(file) and any(map(_serves, _calls(file)))


def _calls(file: MypyFile) -> Iterable[Expression]:
    for statement in file.defs:
        match statement:
            case Decorator():
                yield from statement.original_decorators
            case ExpressionStmt():
                yield statement.expr


def _serves(call: Expression) -> bool:
    match call:
        case CallExpr(callee=MemberExpr(name=name)):
            return name in _SERVING
    return False
