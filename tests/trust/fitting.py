"""What a provider leads to, as far as it says where the provider may stand."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from typed_depends.scope import Scope, outlives

from .choices import OF_THE_REQUEST, SOCKET_VALUES
from .program import Provider, Value

Side: TypeAlias = Literal["http", "websocket", "both"]
"""The routes under which something may stand."""
FOREIGN: Final[Mapping[Side, frozenset[str]]] = {
    "http": frozenset(SOCKET_VALUES),
    "websocket": OF_THE_REQUEST,
    "both": OF_THE_REQUEST.union(SOCKET_VALUES),
}
"""The values that such routes have not."""


def holds(providers: Sequence[Provider], one: Provider) -> Scope | None:
    """The shortest lifetime that a provider holds, itself left out."""
    shortest: Scope | None = None
    for ask in one.asks:
        target = providers[ask.to]
        scope: Scope | None = ask.scope or ("request" if target.yields else None)  # type: ignore[assignment]
        held = scope or (holds(providers, target) if ask.to < one.number else None)
        if held is not None and (shortest is None or outlives(shortest, held)):
            shortest = held
    return shortest


def eligible(providers: Sequence[Provider], one: Provider) -> bool:
    """Whether nothing below a provider belongs to one request."""
    return not one.values and all(
        ask.scope == "lifespan"
        or (
            ask.scope is None
            and not providers[ask.to].yields
            and eligible(providers, providers[ask.to])
        )
        for ask in one.asks
    )


def fits(providers: Sequence[Provider], one: Provider, side: Side) -> bool:
    """Whether a provider can stand under the routes of a side."""
    return all(value.wrong or value.kind not in FOREIGN[side] for value in one.values) and all(
        fits(providers, providers[ask.to], side) for ask in one.asks if ask.to < one.number
    )


def reads_oauth(providers: Sequence[Provider], one: Provider) -> bool:
    """Whether something below a provider takes OAuth scopes."""
    return Value("oauth") in one.values or any(
        reads_oauth(providers, providers[ask.to]) for ask in one.asks
    )
