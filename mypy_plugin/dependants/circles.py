"""Find the circle a dependency closes: the way from a provider back to who asks for it."""

from collections import deque
from typing import NamedTuple

from mypy_plugin.dependants.dependant import Dependant, Edge
from mypy_plugin.dependants.lookup import Dependants


class Member(NamedTuple):
    """A provider in a circle; the first in `order` stands for all of them."""

    name: str
    order: tuple[str, int, str]


def circle_through(
    dependants: Dependants, dependant: str, edge: Edge, holder: str | None = None
) -> tuple[Member, ...]:
    """Give the shortest circle that starts at `dependant` with `edge`; empty if there is none.

    With `holder`, the full name of an alias or a variable that holds the marker, the circle
    starts at whoever asks by it.
    """
    start = dependants.of(edge.provider) if edge.provider is not None else None
    if start is None or edge.provider is None:
        return ()
    if holder is None and (start.fullname == dependant or _is_of(edge, start)):
        return (_member(dependants, start),)
    wanted = start.fullname if holder is not None else dependant
    if wanted not in dependants.reached_from(edge.provider):
        return ()
    waiting: deque[tuple[Dependant, ...]] = deque([(start,)])
    seen = {start.fullname}
    while waiting:
        way = waiting.popleft()
        for further in way[-1].edges:
            found = dependants.of(further.provider) if further.provider is not None else None
            if found is None:
                continue
            if holder is None and found.fullname == dependant:
                return tuple(_member(dependants, one) for one in (found, *way))
            if holder is not None and further.held == holder and found.fullname == start.fullname:
                return tuple(_member(dependants, one) for one in (way[-1], *way[:-1]))
            if found.fullname not in seen:
                seen.add(found.fullname)
                waiting.append((*way, found))
    return ()


def _is_of(edge: Edge, dependant: Dependant) -> bool:
    """Tell whether a dependant asks by this very edge: a class that inherits its constructor."""
    return edge.position is not None and any(
        own.position == edge.position for own in dependant.edges
    )


def _member(dependants: Dependants, dependant: Dependant) -> Member:
    module = dependants.module_of(dependant)
    return Member(dependant.name, (module, dependant.line or 0, dependant.fullname))
