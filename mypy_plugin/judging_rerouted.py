"""Judge a replacement under the routes of what it replaces, in every module in reach."""

from collections.abc import Iterator
from typing import Final

from mypy_plugin.applications.routing import RouteKind
from mypy_plugin.dependants.dependant import Dependant, Edge, Provider
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.rules.depends_connection import check_connections, refuse_body
from mypy_plugin.rules.finding import Finding
from typed_depends.chain import Chain, Link

_FROM_BODY: Final = frozenset({"Body", "Form", "File"})


def misplaced_connections(
    dependants: Dependants, original: Provider, by: Provider, replacement: Dependant
) -> Iterator[Finding]:
    """Yield what a replacement, or something below it, asks for that a route has not."""
    found = dependants.sum_of(by)
    kinds: tuple[RouteKind, ...] = ("http", "websocket")
    for kind in kinds:
        if found is None or not any(_findings(found.dependant, kind)):
            continue
        way = _way_to(dependants, original, kind)
        tree = [((), replacement), *dependants.below(replacement, of_request=True)]
        for further, dependant in tree if way else ():
            for finding in _findings(dependant, kind):
                names = (*way, by.name, *_names(further))
                yield finding._replace(path=str(Chain(tuple(map(Link, names)))))


def _findings(dependant: Dependant, kind: RouteKind) -> Iterator[Finding]:
    yield from (finding for _, finding in check_connections(dependant, kind))
    for value in dependant.values if kind == "websocket" else ():
        if value.source in _FROM_BODY and not (value.has_default or value.inner_default):
            yield from refuse_body(dependant.name, value.parameter)


def _way_to(dependants: Dependants, original: Provider, kind: RouteKind) -> tuple[str, ...]:
    """Name what leads from an endpoint to a provider, the endpoint first; nothing if none does."""
    for edge in dependants.told.edges_of_routes(kind):
        if edge.provider is None or not (
            edge.provider.meant == original.meant
            or original.fullname in dependants.reached_from(edge.provider)
        ):
            continue
        for way, _ in dependants.below(Dependant("", "", None, (edge,)), of_request=True):
            last = way[-1].provider
            if last is not None and last.meant == original.meant:
                endpoint = () if edge.parameter is None else (edge.parameter,)
                return (*endpoint, *_names(way[:-1]))
    return ()


def _names(way: tuple[Edge, ...]) -> list[str]:
    return [edge.provider.name for edge in way if edge.provider is not None]
