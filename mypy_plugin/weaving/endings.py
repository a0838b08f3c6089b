"""Where a body ends although statements follow: mypy checks none of what stands behind.

    sys.exit(main())        raise SystemExit        def main() -> NoReturn: ...
                                                    main()

A probe behind such a statement would not be asked, and mypy would call it unreachable.
"""

import sys
from typing import Final

from mypy.nodes import (
    AssertStmt,
    CallExpr,
    Expression,
    ExpressionStmt,
    FuncDef,
    IfStmt,
    NameExpr,
    RaiseStmt,
    Statement,
    SymbolNode,
    TryStmt,
)
from mypy.types import CallableType, UnboundType, UninhabitedType

from mypy_plugin.weaving.bindings import Bindings, dotted_name

_MAY_END: Final = frozenset({ExpressionStmt, RaiseStmt, AssertStmt, IfStmt, TryStmt})
"""The statements that may never let go on: few of those in a module's own body."""
_OF_BUILTINS: Final = frozenset({"exit", "quit"})
_NEVER: Final = frozenset({"NoReturn", "Never"})


class Endings:
    """Tells which statements of a module never let go on."""

    def __init__(self, bindings: Bindings, body: list[Statement]) -> None:
        """Know the functions that `body`, the module's own, defines."""
        self._bindings = bindings
        self._own = {one.name: one for one in body if isinstance(one, FuncDef)}

    def end_of(self, body: list[Statement]) -> int:
        """Give the index of the first statement that never lets go on; the length if none is."""
        for index, statement in enumerate(body):
            if type(statement) in _MAY_END and self._ends(statement):
                return index
        return len(body)

    def last_line(self, body: list[Statement]) -> int:
        """Give the last line of `body` that mypy checks."""
        end = self.end_of(body)
        if end == len(body):
            return sys.maxsize
        return body[end].end_line or body[end].line

    def _ends(self, statement: Statement) -> bool:
        match statement:
            case ExpressionStmt(expr=CallExpr(callee=callee)):
                return self._never_returns(callee)
            case RaiseStmt():
                return True
            case AssertStmt(expr=NameExpr(name="False")):
                return True
            case IfStmt():
                branches = [*statement.body, statement.else_body]
                return all(one is not None and self._any_ends(one.body) for one in branches)
            case TryStmt():
                if statement.finally_body and self._any_ends(statement.finally_body.body):
                    return True
                blocks = [statement.body, *statement.handlers]
                return all(self._any_ends(block.body) for block in blocks)
        return False

    def _any_ends(self, body: list[Statement]) -> bool:
        return self.end_of(body) < len(body)

    def _never_returns(self, callee: Expression) -> bool:
        name = dotted_name(callee)
        if name is None:
            return False
        function: SymbolNode | None = self._own.get(name)
        if function is None:
            origin = self._bindings.resolve(name)
            if origin in _OF_BUILTINS:
                return True
            package, _, called = origin.rpartition(".")
            module = self._bindings.modules.get(package)
            symbol = module.names.get(called) if module is not None else None
            function = symbol.node if symbol is not None else None
        return isinstance(function, FuncDef) and _is_never(function)


def _is_never(function: FuncDef) -> bool:
    """Tell whether a function says that it does not return, be it analysed or not."""
    returned = function.type.ret_type if isinstance(function.type, CallableType) else None
    match returned:
        case UninhabitedType():
            return not function.is_coroutine
        case UnboundType(name=name):
            return name.rpartition(".")[2] in _NEVER and not function.is_coroutine
    return False
