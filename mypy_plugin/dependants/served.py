"""What the routers of a module serve and add, for the modules that include them.

    router = APIRouter(dependencies=[Depends(log)])     @router.websocket("/live")
    router.include_router(other)                        router.add_api_route("/", index)

A record of a router has as its edges what it adds to its routes, and is held by the first
endpoint of each kind, and by the routers it includes. Only what stands in the module itself.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    ExpressionStmt,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    Var,
)

from mypy_plugin.applications.routing import ROUTING, argument
from mypy_plugin.dependants.edges import read_list
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.record import Record
from mypy_plugin.dependants.written import Written
from mypy_plugin.names import ROUTERS
from mypy_plugin.types.origin import name_of
from mypy_plugin.types.variables import class_made

INCLUDES: Final = "includes"


def read_routers(tree: MypyFile, written: Written, names: Names) -> Mapping[str, Record]:
    """Give the routers of a module, by full name, of which others may have to know."""
    found: dict[str, Record] = {}
    for statement in tree.defs:
        match statement:
            case AssignmentStmt(
                lvalues=[NameExpr(node=Var() as router)], rvalue=CallExpr() as made
            ):
                made_of = class_made(made) if "dependencies" in made.arg_names else None
                if made_of is not None and any(one.fullname in ROUTERS for one in made_of.mro):
                    edges = tuple(read_list(made, written.marker_in, names))
                    found[router.fullname] = Record(edges)
            case Decorator():
                for call in statement.original_decorators:
                    _see(found, call, statement.func.name)
            case ExpressionStmt():
                _see(found, statement.expr, None)
    home = f"{tree.fullname}."
    return {name: record for name, record in found.items() if name.startswith(home)}


def _see(found: dict[str, Record], call: Expression, decorated: str | None) -> None:
    """Read a call that may serve something by a router."""
    match call:
        case CallExpr(callee=MemberExpr(name=method, expr=RefExpr(node=Var() as router))):
            record = found.get(router.fullname, Record())
            known = {kind for kind, _ in record.held if kind != INCLUDES}
            new = [one for one in _held(call, method, decorated) if one[0] not in known]
            if new:
                found[router.fullname] = record._replace(held=(*record.held, *new))


def _held(call: CallExpr, method: str, decorated: str | None) -> Iterator[tuple[str, str]]:
    if method == "include_router":
        included = argument(call, "router", 0)
        if isinstance(included, RefExpr) and isinstance(included.node, Var):
            yield INCLUDES, included.node.fullname
    elif method in ROUTING and decorated is not None:
        yield ROUTING[method], decorated
    elif method in ROUTING and method.startswith("add_"):
        named = argument(call, "endpoint", 1)
        if named is not None:
            yield ROUTING[method], name_of(named)
