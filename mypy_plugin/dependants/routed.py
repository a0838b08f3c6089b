"""What the endpoints of a module ask for, by the kind of their routes.

    @router.websocket("/live")
    async def live(user: Annotated[User, Depends(get_user)], db: SessionDep) -> None: ...

A record of a kind has edges, and the aliases that hold edges, each under the name of the first
endpoint that asks by it. An endpoint that a call serves is itself what such an edge leads to.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mypy.nodes import CallExpr, Expression, FuncDef, MemberExpr

from mypy_plugin.applications.routing import ROUTING, RouteKind, argument
from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import Edge
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.record import Record

_BY_CALL: Final = frozenset(name for name in ROUTING if name.startswith("add_"))


def read_routed(
    definitions: Iterable[Definition],
    calls: Iterable[Expression],
    records: Mapping[str, Record],
    names: Names,
) -> Mapping[str, Record]:
    """Give what endpoints ask for, those decorated and those that one of the `calls` names."""
    edges: dict[str, dict[object, Edge]] = {}
    held: dict[str, dict[str, str]] = {}
    for definition in definitions:
        record = records.get(definition.fullname) if definition.decorators else None
        if record is None or not isinstance(definition.node, FuncDef):
            continue
        name = definition.node.name
        for kind in _kinds(definition.decorators):
            of_kind = edges.setdefault(kind, {})
            for edge in record.edges:
                asked = edge.provider, edge.scope
                if asked not in of_kind:
                    of_kind[asked] = edge._replace(parameter=name, position=None)
            for _, alias in record.held:
                held.setdefault(kind, {}).setdefault(alias, name)
    for call in calls:
        match call:
            case CallExpr(callee=MemberExpr(name=method)) if method in _BY_CALL:
                named = argument(call, "endpoint", 1)
                provider = names.provider(named) if named is not None else None
                if provider is not None:
                    edge = Edge(None, provider)
                    edges.setdefault(ROUTING[method], {}).setdefault(provider, edge)
    return {
        kind: Record(
            tuple(edges.get(kind, {}).values()),
            held=tuple((name, alias) for alias, name in held.get(kind, {}).items()),
        )
        for kind in sorted(edges.keys() | held.keys())
    }


def _kinds(decorators: Iterable[Expression]) -> Iterator[RouteKind]:
    for decorator in decorators:
        match decorator:
            case CallExpr(callee=MemberExpr(name=method)) if method in ROUTING:
                yield ROUTING[method]
