"""Judge what is added to the routes of another module's router, where it is included.

    app = FastAPI(dependencies=[Depends(log)])    app.include_router(chat.router)

The routes of a router of the module itself are judged where they stand. Of another's is known
whether they are WebSocket routes; a finding stands at the marker that adds to them.
"""

from collections.abc import Iterator, Sequence

from mypy.nodes import CallExpr, MemberExpr

from mypy_plugin.applications.listing import listed_markers
from mypy_plugin.applications.routers import Routers
from mypy_plugin.applications.routing import argument
from mypy_plugin.dependants.dependant import Dependant
from mypy_plugin.dependants.edges import read_edge
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.dependants.served import INCLUDES
from mypy_plugin.judging import Judge
from mypy_plugin.rules.depends_connection import check_connections
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.variables import variable_of
from typed_depends.chain import Chain, Link

_DEEPEST = 8


def judge_inclusion(judge: Judge, routers: Routers, call: CallExpr) -> None:
    """Judge the markers that one call of `include_router` adds to routes elsewhere."""
    served = _served_by(judge, routers, call)
    for marker in _added(routers, call) if served else ():
        findings = list(_judge(judge, marker, served))
        if findings and _is_first(judge, routers, call, marker, served):
            judge.report_all(marker, findings)


def _judge(judge: Judge, marker: CallExpr, served: dict[str, str]) -> Iterator[Finding]:
    dependants = judge.dependants
    edge = read_edge(marker, None, None, dependants.names())
    found = dependants.sum_of(edge.provider) if edge.provider is not None else None
    for kind, endpoint in served.items():
        if found is None or not any(check_connections(found.dependant, kind)):
            continue
        for way, dependant in dependants.below(Dependant("", "", None, (edge,)), of_request=True):
            for _, finding in check_connections(dependant, kind):
                names = (one.provider.name for one in way if one.provider is not None)
                links = tuple(Link(name) for name in (endpoint, *names))
                yield finding._replace(path=str(Chain(links)))


def _added(routers: Routers, call: CallExpr) -> Sequence[CallExpr]:
    """Give the markers that a call adds to the routes of what it includes."""
    assert isinstance(call.callee, MemberExpr)
    return [*listed_markers(call), *routers.markers_added(call.callee.expr)]


def _is_first(
    judge: Judge, routers: Routers, call: CallExpr, marker: CallExpr, served: dict[str, str]
) -> bool:
    """Tell whether no call before this one adds a marker to routes of the same kinds."""
    for earlier in routers.included:
        if earlier is call:
            return True
        if not isinstance(earlier.callee, MemberExpr) or earlier.callee.name == "mount":
            continue
        adds_it = any(one is marker for one in _added(routers, earlier))
        if adds_it and served.keys() <= _served_by(judge, routers, earlier).keys():
            return False
    return True


def _served_by(judge: Judge, routers: Routers, call: CallExpr) -> dict[str, str]:
    """Name the first endpoint of each kind that an included router of another module serves."""
    included = argument(call, "router", 0)
    router = variable_of(judge.checker, included) if included is not None else None
    name = routers.of_elsewhere(router)
    served: dict[str, str] = {}
    if name is not None:
        _gather(judge.dependants, name, served, _DEEPEST)
    return served


def _gather(dependants: Dependants, router: str, served: dict[str, str], depth: int) -> None:
    record = dependants.told.router(router)
    for kind, name in record.held if record is not None else ():
        if kind != INCLUDES:
            served.setdefault(kind, name)
        elif depth:
            _gather(dependants, name, served, depth - 1)
