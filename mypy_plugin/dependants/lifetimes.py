"""What a provider holds, directly and through providers without a lifetime of their own.

The same order and the same walk as `typed_depends.graph.scopes`, over what is known
before the program runs. What is not known holds nothing.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeGuard

from mypy_plugin.dependants.dependant import (
    UNKNOWN,
    YIELDING,
    Dependant,
    Edge,
    Lifetime,
    Provider,
)
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.dependants.parameters import connection_kind
from typed_depends.chain import Link
from typed_depends.scope import SCOPES, Scope, outlives

Way = tuple[Link, ...]
"""From a provider that is held directly to what is held."""


class RequestValue(NamedTuple):
    """A parameter that only a request can fill, as a message shows it."""

    dependant: str
    parameter: str
    shown: str


def lifetime_of(edge: Edge, dependant: Dependant | None) -> Lifetime:
    """Tell how long what an edge gives lives; None if it has no lifetime of its own."""
    if edge.scope is not None:
        is_known = edge.family != "fastapi" or edge.scope != "lifespan"
        return edge.scope if is_known else UNKNOWN
    if dependant is None or dependant.kind is None:
        return UNKNOWN
    return "request" if dependant.kind in YIELDING else None


def may_outlive(lifetime: Lifetime, below: Iterable[Lifetime]) -> TypeGuard[Scope]:
    """Tell whether something below a holder may end before it, whatever markers say `below`.

    What is generated ends with the request where its marker says nothing.
    """
    return lifetime in SCOPES and any(
        outlives(lifetime, scope) for scope in (*below, "request") if scope in SCOPES
    )


def held_by(dependants: Dependants, holder: Dependant) -> Iterator[Way]:
    """Yield the way to each thing with a lifetime that `holder` holds, each once."""
    yield from _held_by(dependants, holder, (), set())


def ways_to(dependants: Dependants, holder: Dependant, wanted: Provider) -> Iterator[Way]:
    """Yield the ways by which a holder is handed what `wanted` provides, as it is."""
    yield from _ways_to(dependants, holder, wanted, (), set())


def request_values(dependants: Dependants, holder: Dependant) -> Iterator[tuple[Way, RequestValue]]:
    """Yield what only a request can fill, in `holder` and the plain providers it holds."""
    yield from _request_values(dependants, holder, (), set())


def _held_by(
    dependants: Dependants, holder: Dependant, way: Way, seen: set[object]
) -> Iterator[Way]:
    for edge in holder.edges:
        found = dependants.of(edge.provider) if edge.provider is not None else None
        lifetime = lifetime_of(edge, found)
        if lifetime == UNKNOWN or (edge.provider, lifetime) in seen:
            continue
        seen.add((edge.provider, lifetime))
        link = Link(_name_of(edge, found), lifetime, found.fullname if found else None)
        if lifetime is not None:
            yield (*way, link)
        elif found is not None:
            yield from _held_by(dependants, found, (*way, link), seen)


def _ways_to(
    dependants: Dependants, holder: Dependant, wanted: Provider, way: Way, seen: set[object]
) -> Iterator[Way]:
    for edge in holder.edges:
        if edge.provider is None or edge.provider in seen:
            continue
        if edge.provider.meant == wanted.meant:
            if edge.scope is None:
                yield way
            continue
        found = dependants.of(edge.provider)
        if found is not None and lifetime_of(edge, found) is None:
            seen.add(edge.provider)
            link = Link(found.name, None, found.fullname)
            yield from _ways_to(dependants, found, wanted, (*way, link), seen)


def _request_values(
    dependants: Dependants, holder: Dependant, way: Way, seen: set[object]
) -> Iterator[tuple[Way, RequestValue]]:
    for connection in holder.connections:
        yield way, RequestValue(holder.name, connection.parameter, f"the {connection.kind}")
    for value in holder.values:
        if value.inner_default or connection_kind(value.type) is not None:
            continue  # which is a mistake of its own: a marked Request, a default that is lost
        if value.source is not None:
            shown = f"read from the {value.source.lower()}"
            yield way, RequestValue(holder.name, value.parameter, shown)
        elif not value.has_default:
            yield way, RequestValue(holder.name, value.parameter, "read from the request")
    for edge in holder.edges:
        found = dependants.of(edge.provider) if edge.provider is not None else None
        if found is None or edge.provider in seen or lifetime_of(edge, found) is not None:
            continue
        seen.add(edge.provider)
        further = (*way, Link(found.name, None, found.fullname))
        yield from _request_values(dependants, found, further, seen)


def _name_of(edge: Edge, found: Dependant | None) -> str:
    if found is not None:
        return found.name
    return edge.shown if edge.provider is None else edge.provider.name
